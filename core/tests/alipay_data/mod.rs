//! Test keys and certificates. The keys are those of alipay.md, section 9.2, made for tests alone; the other files
//! were made with OpenSSL. Each test file uses some of them.
#![allow(dead_code)]

pub(crate) mod examples;

/// Key A, the merchant's application key, 2048 bits: bare PKCS#8 and SubjectPublicKeyInfo.
pub(crate) const APP_PRIVATE: &str = include_str!("app-private.txt");
pub(crate) const APP_PUBLIC: &str = include_str!("app-public.txt");
/// Key P, which plays Alipay's key, 2048 bits.
pub(crate) const ALIPAY_PRIVATE: &str = include_str!("alipay-private.txt");
pub(crate) const ALIPAY_PUBLIC: &str = include_str!("alipay-public.txt");
/// Key L, legacy, 1024 bits.
pub(crate) const LEGACY_PRIVATE: &str = include_str!("legacy-private.txt");
pub(crate) const LEGACY_PUBLIC: &str = include_str!("legacy-public.txt");

use payspec_core::canonical::{Rule, sort};
use payspec_core::crypto::keys::{PrivateKey, PublicKey};
use payspec_core::crypto::rsa::Scheme;
use payspec_core::wire::form;

pub(crate) fn app() -> PrivateKey {
    PrivateKey::read(APP_PRIVATE).unwrap()
}

pub(crate) fn alipay() -> PrivateKey {
    PrivateKey::read(ALIPAY_PRIVATE).unwrap()
}

pub(crate) fn alipay_public() -> PublicKey {
    PublicKey::read(ALIPAY_PUBLIC).unwrap()
}

/// Field by field what a canonical string says. No value in the examples holds `&`.
pub(crate) fn fields(canonical: &str) -> Vec<(String, Vec<u8>)> {
    let pair = |part: &str| part.split_once('=').map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec()));
    canonical.split('&').filter_map(pair).collect()
}

/// `pairs` with some set otherwise, or taken away.
pub(crate) fn with(mut pairs: Vec<(String, Vec<u8>)>, changes: &[(&str, Option<&str>)]) -> Vec<(String, Vec<u8>)> {
    for (name, value) in changes {
        pairs.retain(|pair| pair.0 != *name);
        if let Some(value) = value {
            pairs.push(((*name).to_owned(), value.as_bytes().to_vec()));
        }
    }
    pairs
}

/// The form of `pairs`, signed by `key` over what `rule` takes, with `sign` at its end.
pub(crate) fn signed(pairs: &[(String, Vec<u8>)], rule: &Rule, key: &PrivateKey, scheme: Scheme) -> String {
    let sign = key.sign(scheme, &sort(pairs, rule).unwrap().to_vec()).unwrap();
    with_sign(pairs, &sign)
}

/// The form of `pairs` and `sign`.
pub(crate) fn with_sign(pairs: &[(String, Vec<u8>)], sign: &str) -> String {
    let mut all = pairs.to_vec();
    all.push(("sign".to_owned(), sign.as_bytes().to_vec()));
    form::write(&all)
}
