//! The canonical string by a sorted map, and the signatures over it.

use std::collections::BTreeMap;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

use super::{Pairs, filled, get};
use crate::crypto::digest::SignType;
use crate::crypto::keys::PublicKey;
use crate::crypto::rsa::{Backend, Scheme};
use crate::fuzzing::chosen;

/// The string that is signed; `None` if a name occurs twice, whether it takes part or not.
pub fn canonical(pairs: &Pairs, without: &[&str], keep_empty: bool) -> Option<Vec<u8>> {
    let map: BTreeMap<&[u8], &[u8]> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
    if map.len() != pairs.len() {
        return None;
    }
    let taken = map.into_iter().filter(|(name, value)| {
        !without.iter().any(|left_out| left_out.as_bytes() == *name) && (keep_empty || !value.is_empty())
    });
    let parts: Vec<Vec<u8>> = taken.map(|(name, value)| [name, b"=", value].concat()).collect();
    Some(parts.join(&b"&"[..]))
}

/// WeChat Pay's signature over a canonical string.
pub fn wechat(canonical: &[u8], key: &str, sign_type: SignType) -> String {
    let message = [canonical, b"&key=", key.as_bytes()].concat();
    let digest = match sign_type {
        SignType::Md5 => Md5::digest(message).to_vec(),
        SignType::HmacSha256 => {
            hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes()), &message).as_ref().to_vec()
        }
    };
    digest.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// By which algorithm the message is signed with the key, if it is.
pub fn wechat_genuine(pairs: &Pairs, key: &str) -> Option<SignType> {
    let canonical = canonical(pairs, &["sign"], false)?;
    let sign = filled(pairs, "sign")?;
    let sign_type = match sign.len() {
        32 => SignType::Md5,
        64 => SignType::HmacSha256,
        _ => return None,
    };
    let named = filled(pairs, "sign_type");
    let right = named.is_none_or(|name| name == sign_type.as_str().as_bytes());
    (right && wechat(&canonical, key, sign_type).as_bytes() == sign).then_some(sign_type)
}

/// The algorithm that the form's `sign_type` names. Absent, it is the expected one.
fn scheme_is(pairs: &Pairs, scheme: Scheme) -> bool {
    get(pairs, "sign_type").is_none_or(|name| name == scheme.as_str().as_bytes())
}

/// Whether the two libraries take the signature, which they must say alike. `rsa` takes ten times as long, so that it is
/// asked of one signature in eight.
///
/// # Panics
/// If they differ.
pub fn rsa(key: &PublicKey, scheme: Scheme, bytes: &[u8], sign: &[u8]) -> bool {
    let Ok(signature) = STANDARD.decode(sign) else { return false };
    let fast = key.verify_with(Backend::Fast, scheme, bytes, &signature);
    if let Some(fast) = fast.filter(|_| !chosen(sign, 8)) {
        return fast;
    }
    let plain = key.verify_with(Backend::Plain, scheme, bytes, &signature);
    assert_eq!(plain, fast.or(plain), "rsa and aws-lc-rs differ on {sign:?}");
    plain == Some(true)
}

/// Whether a notification or return is signed with the key, by one of the two readings of empty values (ALI-VER-5).
/// The charset's label and text are not looked at.
pub fn alipay_genuine(pairs: &Pairs, key: &PublicKey, scheme: Scheme) -> bool {
    let readings = [true, false].map(|keep_empty| canonical(pairs, &["sign", "sign_type"], keep_empty));
    let (Some(sign), true) = (filled(pairs, "sign"), scheme_is(pairs, scheme)) else { return false };
    readings.into_iter().flatten().any(|string| rsa(key, scheme, &string, sign))
}
