//! Verifying notifications and returns, step by step, and what a genuine notification says.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use payspec_core::alipay::sign::Scheme;
use payspec_core::canonical::{ALIPAY_NOTIFICATION, ALIPAY_NOTIFICATION_NO_EMPTY, sort};
use payspec_core::finding::code;
use payspec_core::wire::charset::Charset;

use super::Steps;
use super::keys::Key;
use crate::pairs::{Pair, filled, get};
use crate::stop::{Step, refuse};

/// A form, or no type at all (ALI-AMB-23).
pub fn content_type(given: Option<&str>) -> Step<()> {
    let media = given.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    if media.is_empty() || media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        Ok(())
    } else {
        refuse(code::FORM_CONTENT_TYPE)
    }
}

/// The signature, which has to be there.
pub fn given(pairs: &[Pair]) -> Step<Option<Vec<u8>>> {
    match filled(pairs, "sign") {
        Some(sign) => Ok(Some(sign.to_vec())),
        None => refuse(code::SIGN_MISSING),
    }
}

/// The configured algorithm, which a `sign_type` may name and not change (ALI-VER-8).
pub fn algorithm(pairs: &[Pair], configured: Scheme) -> Step<Scheme> {
    match get(pairs, "sign_type").map(Scheme::parse).transpose()? {
        Some(named) if named != configured => refuse(code::SIGN_TYPE_OTHER),
        _ => Ok(configured),
    }
}

/// Without `sign` and `sign_type`; empty values kept, or left out (ALI-VER-1, ALI-VER-5).
pub fn strings(pairs: &[Pair]) -> Step<Vec<Vec<u8>>> {
    let kept = sort(pairs, &ALIPAY_NOTIFICATION)?.to_vec();
    let left_out = sort(pairs, &ALIPAY_NOTIFICATION_NO_EMPTY)?.to_vec();
    Ok(vec![kept, left_out])
}

/// What the signed field says (ALI-VER-4).
pub fn values_charset(pairs: &[Pair]) -> Step<Charset> {
    get(pairs, "charset").map_or(Ok(Charset::Utf8), Charset::from_label)
}

/// Standard Base64, padded, on one line.
pub fn base64(sign: &[u8]) -> Option<Vec<u8>> {
    STANDARD.decode(sign).ok()
}

/// Core's verification.
pub fn genuine(key: &Key, scheme: Scheme, string: &[u8], signature: &[u8]) -> bool {
    key.verify(scheme, string, STANDARD.encode(signature).as_bytes()).is_ok()
}

/// The two states that count, in a message about a trade (ALI-STAT-5, ALI-RET-8).
pub fn paid(pairs: &[Pair]) -> bool {
    get(pairs, "notify_type").is_none_or(|kind| kind == b"trade_status_sync") && status_pays(pairs)
}

/// The two states that count.
pub fn status_pays(pairs: &[Pair]) -> bool {
    matches!(get(pairs, "trade_status"), Some(b"TRADE_SUCCESS" | b"TRADE_FINISHED"))
}

/// Checks the signature by the pipeline's steps.
///
/// # Errors
/// `sign-…`, and those of the steps.
pub fn verify(steps: &Steps, pairs: &[Pair], key: &Key, configured: Scheme) -> Step<()> {
    (steps.unique)(pairs)?;
    let Some(given) = (steps.given)(pairs)? else { return Ok(()) };
    let scheme = (steps.algorithm)(pairs, configured)?;
    let Some(signature) = (steps.base64)(&given).filter(|bytes| !bytes.is_empty()) else {
        return refuse(code::SIGN_FORMAT);
    };
    let mut strings = (steps.strings)(pairs)?;
    strings.dedup();
    if strings.iter().any(|string| (steps.verify)(key, scheme, string, &signature)) {
        Ok(())
    } else {
        refuse(code::SIGN_WRONG)
    }
}
