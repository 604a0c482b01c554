//! Verifying, step by step, and what a genuine message says.

use payspec_core::finding::{Refusal, code};
use payspec_core::wechat::sign::SignType;

use super::Steps;
use super::signing::sign;
use crate::pairs::{Pair, Pairs, filled, get, is, only};
use crate::stop::refuse;

/// The signature, which has to be there.
pub fn given(pairs: &[Pair]) -> Result<Option<Vec<u8>>, Refusal> {
    match filled(pairs, "sign") {
        Some(sign) => Ok(Some(sign.to_vec())),
        None => refuse(code::SIGN_MISSING),
    }
}

/// The algorithm that a signed `sign_type` names; without one, the one whose signatures have that length
/// (WX-SIGN-14).
pub fn algorithm(pairs: &[Pair], given: &[u8], _configured: SignType) -> Result<SignType, Refusal> {
    match filled(pairs, "sign_type") {
        Some(name) => SignType::parse(name),
        None => SignType::of_length(given.len()).ok_or(Refusal::new(code::SIGN_FORMAT)),
    }
}

/// The merchant's own key.
pub fn key(_pairs: &[Pair], own: &str) -> String {
    own.to_owned()
}

/// The same bytes.
pub fn same(right: &str, given: &[u8]) -> bool {
    right.as_bytes() == given
}

/// Nothing but the text of a failure of the transport layer (WX-SIGN-16).
pub fn unsigned(pairs: &[Pair]) -> Option<Pairs> {
    let failed = filled(pairs, "sign").is_none() && is(pairs, "return_code", "FAIL");
    failed.then(|| only(pairs, &["return_code", "return_msg"]))
}

/// The three layers and the payment's number (WX-QRY-3).
pub fn paid(pairs: &[Pair]) -> bool {
    is(pairs, "return_code", "SUCCESS")
        && is(pairs, "result_code", "SUCCESS")
        && get(pairs, "trade_state").is_none_or(|state| state == b"SUCCESS")
        && filled(pairs, "transaction_id").is_some()
}

/// Checks the signature by the pipeline's steps.
///
/// # Errors
/// `sign-…`, and those of the steps.
pub fn verify(steps: &Steps, pairs: &[Pair], key: &str, configured: SignType) -> Result<(), Refusal> {
    (steps.unique)(pairs)?;
    let Some(given) = (steps.given)(pairs)? else { return Ok(()) };
    let sign_type = (steps.algorithm)(pairs, &given, configured)?;
    let right = sign(steps, &(steps.bound)(pairs), &(steps.key)(pairs, key), sign_type)?;
    if (steps.same)(&right, &given) { Ok(()) } else { refuse(code::SIGN_WRONG) }
}
