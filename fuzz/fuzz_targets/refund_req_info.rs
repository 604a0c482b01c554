#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| payspec_core::fuzzing::refund_req_info(data));
payspec_fuzz::resigning!(req_info);
