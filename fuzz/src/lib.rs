//! What the targets with signed messages share: libFuzzer's mutation, handed to core's mutators. And the target
//! `explain`, whose body core cannot hold.

/// payspec's own, without the program around it, which would treble the time to build.
#[path = "../../conformance/src/explain/mod.rs"]
pub mod explain;
pub mod explaining;

/// Defines the target's mutator: `payspec_core::fuzzing::resign::NAME`, or libFuzzer's own where that declines.
#[macro_export]
macro_rules! resigning {
    ($name:ident) => {
        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            let body = payspec_core::fuzzing::resign::$name(&data[..size], max_size, seed, &mut $crate::mutate);
            match body {
                Some(body) => {
                    data[..body.len()].copy_from_slice(&body);
                    body.len()
                }
                None => libfuzzer_sys::fuzzer_mutate(data, size, max_size),
            }
        });
    };
}

/// libFuzzer's own mutation of some bytes, which may grow to `most`.
pub fn mutate(bytes: &mut Vec<u8>, most: usize) {
    let size = bytes.len();
    bytes.resize(most.max(size), 0);
    let length = libfuzzer_sys::fuzzer_mutate(bytes, size, most.max(size));
    bytes.truncate(length);
}
