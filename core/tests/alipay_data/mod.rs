//! Test keys and certificates. The keys are those of alipay.md, section 9.2, made for tests alone; the other files
//! were made with OpenSSL. Each test file uses some of them.
#![allow(dead_code)]

/// Key A, the merchant's application key, 2048 bits: bare PKCS#8 and SubjectPublicKeyInfo.
pub(crate) const APP_PRIVATE: &str = include_str!("app-private.txt");
pub(crate) const APP_PUBLIC: &str = include_str!("app-public.txt");
/// Key P, which plays Alipay's key, 2048 bits.
pub(crate) const ALIPAY_PRIVATE: &str = include_str!("alipay-private.txt");
pub(crate) const ALIPAY_PUBLIC: &str = include_str!("alipay-public.txt");
/// Key L, legacy, 1024 bits.
pub(crate) const LEGACY_PRIVATE: &str = include_str!("legacy-private.txt");
pub(crate) const LEGACY_PUBLIC: &str = include_str!("legacy-public.txt");
