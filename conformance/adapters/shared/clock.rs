//! A clock that can be held. The Rust SDKs stamp what they sign and take no time from their caller, and a vector says
//! at which time. Both ask the C library's `clock_gettime`; this one stands before it in this program.
#![allow(
    unsafe_code,
    reason = "the symbol of the C library is replaced; nothing else reaches the clock"
)]

use std::sync::atomic::{AtomicI64, Ordering};

const FREE: i64 = i64::MIN;
static HELD: AtomicI64 = AtomicI64::new(FREE);

/// Runs `f` while the clock shows `timestamp`, `yyyy-MM-dd HH:mm:ss` in UTC+8; where that is no time, the clock runs free.
pub fn at<T>(timestamp: &str, f: impl FnOnce() -> T) -> T {
    HELD.store(seconds(timestamp).unwrap_or(FREE), Ordering::SeqCst);
    let result = f();
    HELD.store(FREE, Ordering::SeqCst);
    result
}

/// Seconds since 1970 of a time in UTC+8.
fn seconds(timestamp: &str) -> Option<i64> {
    let parts: Vec<i64> = timestamp
        .split(['-', ' ', ':'])
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let [year, month, day, hour, minute, second] = parts[..] else {
        return None;
    };
    // Days since 1970-01-01, with years that begin in March, so that the leap day is the last.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let days =
        365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 719_469;
    Some(((days * 24 + hour - 8) * 60 + minute) * 60 + second)
}

/// Before the C library's: the wall clock as held, every other clock as it is.
///
/// # Safety
/// As `clock_gettime(2)`: `time` points to a `timespec` that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn clock_gettime(
    clock: libc::clockid_t,
    time: *mut libc::timespec,
) -> libc::c_int {
    let held = HELD.load(Ordering::SeqCst);
    if clock != libc::CLOCK_REALTIME || held == FREE {
        // SAFETY: the caller's own arguments, passed on to the kernel.
        return unsafe { libc::syscall(libc::SYS_clock_gettime, clock, time) } as libc::c_int;
    }
    // SAFETY: the caller's promise, see above.
    unsafe {
        *time = libc::timespec {
            tv_sec: held,
            tv_nsec: 0,
        }
    };
    0
}
