//! Signing, step by step.

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use payspec_core::canonical::{WECHAT, sort};
use payspec_core::finding::Refusal;
use payspec_core::wechat::sign::{ApiKey, SignType};
use sha2::Sha256;

use super::Steps;
use crate::pairs::{Pair, Pairs};

/// Core's canonical string.
pub fn canonical(pairs: &[Pair]) -> Result<Vec<u8>, Refusal> {
    Ok(sort(pairs, &WECHAT)?.to_vec())
}

/// Core's refusal of repeats.
pub fn unique(pairs: &[Pair]) -> Result<(), Refusal> {
    sort(pairs, &WECHAT).map(|_| ())
}

/// The pairs that take part, for faults that change the order or the values only.
pub fn taken(pairs: &[Pair]) -> Pairs {
    pairs.iter().filter(|(name, value)| name != b"sign" && !value.is_empty()).cloned().collect()
}

/// `name=value` joined by `&`, in the order given.
pub fn join(pairs: &[Pair]) -> Vec<u8> {
    let parts: Vec<Vec<u8>> = pairs.iter().map(|(name, value)| [name, &b"="[..], value].concat()).collect();
    parts.join(&b'&')
}

/// `join`, sorted by name in byte order.
pub fn join_sorted(mut pairs: Pairs) -> Vec<u8> {
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    join(&pairs)
}

/// `&key=…` at the end.
pub fn tail(string: Vec<u8>, key: &str) -> Vec<u8> {
    [&string, &b"&key="[..], key.as_bytes()].concat()
}

/// MD5 or HMAC-SHA256 in upper-case hex.
pub fn digest(sign_type: SignType, string: &[u8], key: &str) -> String {
    match sign_type {
        SignType::Md5 => md5_hex(string),
        SignType::HmacSha256 => hmac_hex(key.as_bytes(), string),
    }
}

/// MD5 in upper-case hex.
pub fn md5_hex(bytes: &[u8]) -> String {
    hex(&Md5::digest(bytes))
}

/// HMAC-SHA256 in upper-case hex.
pub fn hmac_hex(key: &[u8], bytes: &[u8]) -> String {
    // HMAC takes keys of any length.
    Hmac::<Sha256>::new_from_slice(key)
        .map_or_else(|_| String::new(), |mac| hex(&mac.chain_update(bytes).finalize().into_bytes()))
}

/// Upper-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// The algorithm of that exact name.
pub fn configured(name: &str) -> Result<SignType, Refusal> {
    SignType::parse(name.as_bytes())
}

/// Signs pairs by the pipeline's steps.
///
/// # Errors
/// Those of the steps, and `key-empty`.
pub fn sign(steps: &Steps, pairs: &[Pair], key: &str, sign_type: SignType) -> Result<String, Refusal> {
    ApiKey::new(key)?;
    (steps.unique)(pairs)?;
    let string = (steps.tail)((steps.canonical)(pairs)?, key);
    Ok((steps.digest)(sign_type, &string, key))
}
