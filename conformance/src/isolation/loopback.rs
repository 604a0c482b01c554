//! Brings the loopback interface of a new network namespace up: `ip link set lo up`, without `ip`.

use std::io;

/// Asks the kernel over netlink to set `IFF_UP` on interface 1, which is `lo` in every namespace.
///
/// # Errors
/// The kernel's, such as no permission.
#[cfg(target_os = "linux")]
pub(super) fn bring_up() -> io::Result<()> {
    use rustix::net::netlink::SocketAddrNetlink;
    use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketType, recv, sendto, socket};

    // No protocol is NETLINK_ROUTE.
    let kernel = socket(AddressFamily::NETLINK, SocketType::RAW, None)?;
    sendto(&kernel, &request(), SendFlags::empty(), &SocketAddrNetlink::new(0, 0))?;
    let mut answer = [0; 1024];
    let (_, length) = recv(&kernel, &mut answer, RecvFlags::empty())?;
    acknowledged(&answer[..length])
}

/// No other system has network namespaces.
#[cfg(not(target_os = "linux"))]
pub(super) fn bring_up() -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "network namespaces exist on Linux only"))
}

/// The message, rtnetlink(7): a `nlmsghdr` and an `ifinfomsg`, all in the machine's byte order.
#[cfg(target_os = "linux")]
fn request() -> Vec<u8> {
    const RTM_NEWLINK: u16 = 16;
    const NLM_F_REQUEST_ACK: u16 = 0x1 | 0x4;
    const LOOPBACK: i32 = 1;
    const IFF_UP: u32 = 1;

    let mut message = Vec::with_capacity(32);
    message.extend_from_slice(&32_u32.to_ne_bytes()); // length of the whole
    message.extend_from_slice(&RTM_NEWLINK.to_ne_bytes());
    message.extend_from_slice(&NLM_F_REQUEST_ACK.to_ne_bytes());
    message.extend_from_slice(&1_u32.to_ne_bytes()); // sequence number
    message.extend_from_slice(&0_u32.to_ne_bytes()); // sender: the kernel fills it in
    message.extend_from_slice(&[0; 4]); // any family, padding, no device type
    message.extend_from_slice(&LOOPBACK.to_ne_bytes());
    message.extend_from_slice(&IFF_UP.to_ne_bytes()); // the flags
    message.extend_from_slice(&IFF_UP.to_ne_bytes()); // which of them are meant
    message
}

/// Reads an `NLMSG_ERROR`, whose code 0 is an acknowledgement.
#[cfg(target_os = "linux")]
fn acknowledged(answer: &[u8]) -> io::Result<()> {
    const NLMSG_ERROR: u16 = 2;

    let kind = answer.get(4..6).and_then(|kind| kind.try_into().ok()).map(u16::from_ne_bytes);
    let code = answer.get(16..20).and_then(|code| code.try_into().ok()).map(i32::from_ne_bytes);
    match (kind, code) {
        (Some(NLMSG_ERROR), Some(0)) => Ok(()),
        (Some(NLMSG_ERROR), Some(code)) => Err(io::Error::from_raw_os_error(code.saturating_neg())),
        _ => Err(io::Error::new(io::ErrorKind::InvalidData, "the kernel's answer is no acknowledgement")),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_answers_are_read() {
        let answer = |kind: u16, code: i32| {
            let mut answer = vec![0; 36];
            answer[4..6].copy_from_slice(&kind.to_ne_bytes());
            answer[16..20].copy_from_slice(&code.to_ne_bytes());
            acknowledged(&answer)
        };
        assert!(answer(2, 0).is_ok());
        assert_eq!(answer(2, -1).unwrap_err().kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(answer(3, 0).unwrap_err().kind(), io::ErrorKind::InvalidData);
        assert_eq!(acknowledged(&[]).unwrap_err().kind(), io::ErrorKind::InvalidData);
        assert_eq!(request().len(), 32);
    }
}
