#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| payspec_core::fuzzing::alipay_response(data));
payspec_fuzz::resigning!(alipay_response);
