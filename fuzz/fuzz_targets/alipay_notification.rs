#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| payspec_core::fuzzing::alipay_notification(data));
payspec_fuzz::resigning!(alipay_notification);
