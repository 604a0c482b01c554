#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| payspec_core::fuzzing::wechat_notification(data));
payspec_fuzz::resigning!(wechat_notification);
