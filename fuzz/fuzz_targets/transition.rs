#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| payspec_core::fuzzing::transition(data));
