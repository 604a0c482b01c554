//! Messages that the merchant sends: requests, native links and replies, answers to notifications.

use payspec_core::finding::code;
use payspec_core::wechat::reply::{self, Reply};
use payspec_core::wechat::sign::SignType;
use payspec_core::wire::xml;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::signing::sign;
use crate::pairs::{Pair, Pairs, filled, get, pair};
use crate::stop::{Step, refuse};

/// Everything but RFC 3986's unreserved characters.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The steps of building.
#[derive(Clone, Copy)]
pub struct Steps {
    /// The given fields and the algorithm → what is sent, without `sign`.
    pub to_send: fn(&[Pair], SignType) -> Step<Pairs>,
    /// What is sent → what is signed of it.
    pub to_sign: fn(&[Pair]) -> Pairs,
    /// Fields with `sign` → the body.
    pub xml: fn(&[Pair]) -> Step<Vec<u8>>,
    /// The five parameters → what the link holds of them.
    pub link_params: fn(&[Pair]) -> Pairs,
    /// A value → its form in a link.
    pub escape: fn(&[u8]) -> String,
    /// The algorithm of mode 1.
    pub native: SignType,
    /// The signature, as it is put into a native reply.
    pub reply_sign: fn(String) -> Option<String>,
    /// The native reply's fields → those that are sent.
    pub reply_fields: fn(&[Pair]) -> Pairs,
    /// Whether it was received, and the reason if not → the answer.
    pub answer: fn(bool, &str) -> Step<Vec<u8>>,
}

/// As the documents ask.
pub const SOUND: Steps = Steps {
    to_send,
    to_sign: <[Pair]>::to_vec,
    xml: |pairs| xml::write(pairs, xml::ROOT),
    link_params: <[Pair]>::to_vec,
    escape,
    native: SignType::Md5,
    reply_sign: Some,
    reply_fields: <[Pair]>::to_vec,
    answer,
};

/// The fields that are not empty, and `sign_type` for HMAC-SHA256.
pub fn to_send(params: &[Pair], sign_type: SignType) -> Step<Pairs> {
    let other = filled(params, "sign_type").is_some_and(|name| name != sign_type.as_str().as_bytes());
    if other || get(params, "sign").is_some() {
        return refuse(code::ARGUMENT_INVALID);
    }
    let mut pairs: Pairs = params.iter().filter(|pair| !pair.1.is_empty()).cloned().collect();
    if sign_type == SignType::HmacSha256 && get(&pairs, "sign_type").is_none() {
        pairs.push(pair("sign_type", sign_type.as_str()));
    }
    Ok(pairs)
}

/// Core's answer to a notification.
pub fn answer(received: bool, reason: &str) -> Step<Vec<u8>> {
    reply::write(if received { Reply::Success } else { Reply::Fail(reason) })
}

/// Percent-encoded, a space as `%20`.
pub fn escape(value: &[u8]) -> String {
    utf8_percent_encode(&String::from_utf8_lossy(value), ESCAPED).to_string()
}

/// A request's body.
///
/// # Errors
/// Those of the steps.
pub fn request(steps: &super::Steps, params: &[Pair], key: &str, sign_type: SignType) -> Step<Vec<u8>> {
    let mut pairs = (steps.outbound.to_send)(params, sign_type)?;
    let signature = sign(steps, &(steps.outbound.to_sign)(&pairs), key, sign_type)?;
    pairs.push(pair("sign", signature));
    (steps.outbound.xml)(&pairs)
}

/// The link of a mode 1 QR code.
///
/// # Errors
/// Those of the steps; `argument-invalid` for a `sign` among the parameters.
pub fn native_url(steps: &super::Steps, params: &[Pair], key: &str) -> Step<String> {
    if get(params, "sign").is_some() {
        return refuse(code::ARGUMENT_INVALID);
    }
    let pairs = (steps.outbound.link_params)(params);
    let signature = sign(steps, &(steps.outbound.to_sign)(&pairs), key, steps.outbound.native)?;
    let mut link = format!("weixin://wxpay/bizpayurl?sign={signature}");
    for (name, value) in &pairs {
        link.push_str(&format!("&{}={}", escape(name), (steps.outbound.escape)(value)));
    }
    Ok(link)
}

/// The signed reply to mode 1's callback.
///
/// # Errors
/// Those of the steps.
pub fn native_reply(steps: &super::Steps, params: &[Pair], key: &str) -> Step<Vec<u8>> {
    let mut pairs = (steps.outbound.reply_fields)(&(steps.outbound.to_send)(params, SignType::Md5)?);
    let signature = sign(steps, &(steps.outbound.to_sign)(&pairs), key, steps.outbound.native)?;
    pairs.extend((steps.outbound.reply_sign)(signature).map(|sign| pair("sign", sign)));
    (steps.outbound.xml)(&pairs)
}
