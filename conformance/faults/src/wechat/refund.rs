//! Refund notifications (WX-RFN), step by step.

use aes::Aes256;
use aes::cipher::{BlockCipherDecrypt, KeyInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use payspec_core::finding::{Refusal, code};

use super::signing::md5_hex;
use super::xml;
use crate::pairs::{Pair, Pairs, filled, without};
use crate::stop::{Step, refuse};
use crate::views::Views;

/// The steps.
#[derive(Clone, Copy)]
pub struct Steps {
    /// The outer fields → `req_info`, or `None` if nothing is decrypted.
    pub req_info: fn(&[Pair]) -> Step<Option<Vec<u8>>>,
    /// The text of `req_info` → bytes.
    pub base64: fn(&[u8]) -> Option<Vec<u8>>,
    /// The API key → the cipher's key.
    pub cipher_key: fn(&str) -> Vec<u8>,
    /// The cipher's key and the bytes → the plain bytes with their padding.
    pub decrypt: fn(&[u8], &[u8]) -> Vec<u8>,
    /// Takes the padding off.
    pub unpad: fn(Vec<u8>) -> Option<Vec<u8>>,
    /// The plain text and the root's name → its fields.
    pub inner: fn(&[u8], &str) -> Step<Views>,
    /// The root's name within.
    pub root: &'static str,
    /// Outer and inner fields → what is handed out.
    pub merge: fn(&[Pair], &[Pair]) -> Pairs,
}

/// As the documents ask.
pub const SOUND: Steps = Steps {
    req_info: |outer| match filled(outer, "req_info") {
        Some(text) => Ok(Some(text.to_vec())),
        None => refuse(code::REQ_INFO_MISSING),
    },
    base64: |text| STANDARD.decode(text).ok(),
    cipher_key: |key| md5_hex(key.as_bytes()).to_ascii_lowercase().into_bytes(),
    decrypt: ecb,
    unpad,
    inner: xml::sound,
    root: "root",
    merge,
};

/// AES-256-ECB, block by block.
pub fn ecb(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut text = bytes.to_vec();
    let Ok(cipher) = Aes256::new_from_slice(key) else { return Vec::new() };
    for block in text.chunks_exact_mut(16) {
        if let Ok(block) = block.try_into() {
            cipher.decrypt_block(block);
        }
    }
    text
}

/// PKCS#7, the whole of it.
pub fn unpad(mut text: Vec<u8>) -> Option<Vec<u8>> {
    let count = usize::from(*text.last()?);
    let end = text.len().checked_sub(count).filter(|_| (1..=16).contains(&count))?;
    if text[end..].iter().any(|byte| usize::from(*byte) != count) {
        return None;
    }
    text.truncate(end);
    Some(text)
}

/// The outer fields without `req_info`, and the inner ones, which win.
pub fn merge(outer: &[Pair], inner: &[Pair]) -> Pairs {
    let mut all: Pairs =
        without(outer, &["req_info"]).into_iter().filter(|pair| !inner.iter().any(|other| other.0 == pair.0)).collect();
    all.extend_from_slice(inner);
    all
}

/// The fields of a refund notification.
///
/// # Errors
/// Those of the steps.
pub fn fields(steps: &super::Steps, body: &[u8], key: &str) -> Step<Pairs> {
    payspec_core::wechat::sign::ApiKey::new(key)?;
    let outer = (steps.xml)(body, "xml")?;
    (steps.unique)(&outer.signed)?;
    let Some(req_info) = (steps.refund.req_info)(&outer.signed)? else { return Ok(outer.read) };
    let unreadable = Refusal::new(code::REQ_INFO_UNREADABLE);
    let bytes = (steps.refund.base64)(&req_info).ok_or(unreadable)?;
    if bytes.is_empty() || bytes.len() % 16 != 0 {
        return Err(unreadable);
    }
    let padded = (steps.refund.decrypt)(&(steps.refund.cipher_key)(key), &bytes);
    let text = (steps.refund.unpad)(padded).ok_or(unreadable)?;
    let inner = (steps.refund.inner)(&text, steps.refund.root)?;
    (steps.unique)(&inner.signed)?;
    Ok((steps.refund.merge)(&outer.read, &inner.read))
}
