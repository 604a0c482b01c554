//! Alipay: notifications, returns and responses signed anew with the platform's key.

use super::{Dice, Mutate, VALUES, change};
use crate::alipay::sign::Scheme;
use crate::crypto::rsa::Backend;
use crate::fuzzing::keys::PLATFORM_PRIVATE;
use crate::fuzzing::naive::{self, Pairs, json, sign};
use crate::wire::form;

const NAMES: &[&str] = &[
    "app_id",
    "auth_app_id",
    "body",
    "buyer_id",
    "charset",
    "fund_bill_list",
    "gmt_refund",
    "method",
    "notify_id",
    "notify_time",
    "notify_type",
    "out_biz_no",
    "out_trade_no",
    "passback_params",
    "refund_fee",
    "seller_id",
    "sign_type",
    "subject",
    "total_amount",
    "trade_no",
    "trade_status",
    "trans_currency",
    "version",
    "new_field_2030",
    "alipay_cert_sn",
];

/// An RSA signature costs more than anything else here, so it is made for a part of the changes only.
const SIGNED: usize = 3;

/// A notification or return with some fields changed, signed by one of the readings of the rule.
pub fn notification(data: &[u8], most: usize, seed: u32, mutate: Mutate<'_>) -> Option<Vec<u8>> {
    let mut dice = Dice::new(seed);
    if !dice.once_in(SIGNED) {
        return None;
    }
    let mut pairs = naive::form::parse(data)?;
    pairs.retain(|(name, _)| name != b"sign");
    for _ in 0..=dice.below(2) {
        change(&mut pairs, NAMES, &mut dice, mutate);
    }
    let (without, keep_empty): (&[&str], bool) = match dice.below(8) {
        0 => (&["sign"], true),
        1 | 2 => (&["sign", "sign_type"], false),
        _ => (&["sign", "sign_type"], true),
    };
    let string = sign::canonical(&pairs, without, keep_empty).unwrap_or_default();
    let at = dice.below(pairs.len() + 1);
    pairs.insert(at, (b"sign".to_vec(), signature(&string).into_bytes()));
    Some(write(&pairs, &mut dice)).filter(|body| body.len() <= most)
}

/// A response whose node is changed and signed, in one of the layouts that JSON allows.
pub fn response(data: &[u8], most: usize, seed: u32, mutate: Mutate<'_>) -> Option<Vec<u8>> {
    let mut dice = Dice::new(seed);
    if !dice.once_in(SIGNED) {
        return None;
    }
    json::read(std::str::from_utf8(data).ok()?)?;
    let places = json::spans(data);
    let is_node = |name: &[u8]| name.ends_with(b"_response");
    let (name, value) = places.into_iter().find(|(name, _)| is_node(&data[name.clone()]))?;
    let (name, mut node) = (&data[name], data[value].to_vec());
    if dice.once_in(3) {
        let name = dice.pick(NAMES);
        let value = dice.pick(VALUES).replace(['"', '\\', '\r', '\n'], "");
        let end = node.iter().rposition(|byte| *byte == b'}')?;
        node.splice(end..end, format!(",\"{name}\":\"{value}\"").into_bytes());
    } else {
        let room = node.len() + 32;
        mutate(&mut node, room);
    }
    let sign = signature(&node);
    let sign = if dice.once_in(8) { sign.replace('/', "\\/").replace('+', "\\u002b") } else { sign };
    let member = [&b"\""[..], name, b"\":", &node].concat();
    let sign = format!("\"sign\":\"{sign}\"").into_bytes();
    let body = match dice.below(6) {
        0 => [b"{", &*sign, b",", &member, b"}"].concat(),
        1 => [b"{ ", &*member, b" ,\n", &sign, b" }\n"].concat(),
        2 => [b"{\"alipay_cert_sn\":\"1\",", &*member, b",", &sign, b"}"].concat(),
        3 => [b"{", &*member, b",\"x\":{\"sign\":\"}\"},", &sign, b"}"].concat(),
        _ => [b"{", &*member, b",", &sign, b"}"].concat(),
    };
    Some(body).filter(|body| body.len() <= most)
}

fn signature(bytes: &[u8]) -> String {
    PLATFORM_PRIVATE.sign_with(Backend::Fast, Scheme::Rsa2, bytes).unwrap_or_default()
}

/// The form as Alipay writes it, or with spaces as `%20` and digits of `%xx` in lower case.
fn write(pairs: &Pairs, dice: &mut Dice) -> Vec<u8> {
    let text = form::write(pairs);
    let text = if dice.once_in(8) { text.replace('+', "%20") } else { text };
    if dice.once_in(8) {
        return text.replace("%2F", "%2f").replace("%3D", "%3d").into_bytes();
    }
    text.into_bytes()
}
