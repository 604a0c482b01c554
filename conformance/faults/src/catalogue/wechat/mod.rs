//! WeChat Pay's part of the catalogue.

mod accept_amount;
mod accept_party;
mod call_up;
mod native;
mod paid;
mod refund;
mod reply;
mod requests;
mod signing_digest;
mod signing_fields;
mod signing_order;
mod signing_values;
mod verifying_how;
mod verifying_whether;
mod xml_bytes;
mod xml_doctype;
mod xml_structure;
mod xml_values;
mod xml_writing;

use super::Fault;
use crate::pairs::{Pair, Pairs, filled, get};
use crate::wechat::order::Order;

/// The lists, each with its heading.
pub(super) const LISTS: &[(&str, &[Fault])] = &[
    ("WeChat Pay: which fields take part", signing_fields::FAULTS),
    ("WeChat Pay: in which order they stand", signing_order::FAULTS),
    ("WeChat Pay: how values are written", signing_values::FAULTS),
    ("WeChat Pay: how the string is keyed and hashed", signing_digest::FAULTS),
    ("WeChat Pay: values in XML", xml_values::FAULTS),
    ("WeChat Pay: elements", xml_structure::FAULTS),
    ("WeChat Pay: document types", xml_doctype::FAULTS),
    ("WeChat Pay: a body's bytes", xml_bytes::FAULTS),
    ("WeChat Pay: which messages are checked at all", verifying_whether::FAULTS),
    ("WeChat Pay: algorithm, key and comparison", verifying_how::FAULTS),
    ("WeChat Pay: what a message says of a payment", paid::FAULTS),
    ("WeChat Pay: the amount against the order", accept_amount::FAULTS),
    ("WeChat Pay: number, currency and parties against the order", accept_party::FAULTS),
    ("WeChat Pay: requests", requests::FAULTS),
    ("WeChat Pay: writing a message", xml_writing::FAULTS),
    ("WeChat Pay: Native mode 1", native::FAULTS),
    ("WeChat Pay: the call-ups of JSAPI and APP", call_up::FAULTS),
    ("WeChat Pay: the answer to a notification", reply::FAULTS),
    ("WeChat Pay: refund notifications", refund::FAULTS),
];

const ACCEPT: &[&str] = &["wechat.accept"];

/// The text of a field.
fn text(pairs: &[Pair], name: &str) -> String {
    String::from_utf8_lossy(get(pairs, name).unwrap_or_default()).into_owned()
}

/// An amount as careless code reads it.
fn number(pairs: &[Pair], name: &str) -> Option<f64> {
    text(pairs, name).trim().parse().ok()
}

/// The sound rule, with one of the three codes read otherwise.
fn paid(pairs: &[Pair], success: fn(&str) -> bool) -> bool {
    success(&text(pairs, "return_code"))
        && success(&text(pairs, "result_code"))
        && get(pairs, "trade_state").is_none_or(|state| success(&String::from_utf8_lossy(state)))
        && filled(pairs, "transaction_id").is_some()
}

/// Whether a field, read otherwise, pays the order.
fn pays(pairs: &[Pair], name: &str, order: &Order) -> bool {
    get(pairs, name).and_then(crate::wechat::order::plain_fen) == Some(order.fen)
}

/// Fields as XML, the values by `value`.
fn xml(pairs: &[(Vec<u8>, Vec<u8>)], value: fn(&str) -> String) -> Vec<u8> {
    let mut body = "<xml>".to_owned();
    for (name, text) in pairs {
        let name = String::from_utf8_lossy(name);
        body.push_str(&format!("<{name}>{}</{name}>", value(&String::from_utf8_lossy(text))));
    }
    (body + "</xml>").into_bytes()
}

fn renamed(pairs: Pairs, change: fn(&mut String, &mut Vec<u8>)) -> Pairs {
    let each = pairs.into_iter().map(|(name, mut value)| {
        let mut name = String::from_utf8_lossy(&name).into_owned();
        change(&mut name, &mut value);
        (name.into_bytes(), value)
    });
    each.collect()
}

/// WeChat's operations that verify.
const WX_VERIFYING: &[&str] = &["wechat.notify", "wechat.accept", "wechat.response", "wechat.native_callback"];

/// WeChat's operations that sign or verify.
const WX_SIGNATURE: &[&str] = &[
    "wechat.sign",
    "wechat.request",
    "wechat.native_url",
    "wechat.native_reply",
    "wechat.jsapi",
    "wechat.app",
    "wechat.notify",
    "wechat.accept",
    "wechat.response",
    "wechat.native_callback",
];

/// WeChat's operations that read XML.
const WX_READING: &[&str] =
    &["wechat.notify", "wechat.accept", "wechat.response", "wechat.native_callback", "wechat.refund_notify"];

/// WeChat's operations that say `paid`.
const WX_PAID: &[&str] = &["wechat.notify", "wechat.accept", "wechat.response"];
