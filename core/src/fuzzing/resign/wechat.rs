//! WeChat Pay: a notification signed anew, and `req_info` encrypted anew.

use super::{Dice, Mutate, change};
use crate::crypto::digest::SignType;
use crate::fuzzing::keys::{API_KEY, API_KEY_TEXT};
use crate::fuzzing::naive::{self, Pairs, filled, sign};
use crate::wechat::refund_notification;
use crate::wire::xml;

const NAMES: &[&str] = &[
    "return_code",
    "result_code",
    "appid",
    "mch_id",
    "out_trade_no",
    "total_fee",
    "fee_type",
    "transaction_id",
    "time_end",
    "trade_state",
    "sign_type",
    "attach",
    "cash_fee",
    "coupon_fee_0",
    "sub_mch_id",
    "refund_id",
    "out_refund_no",
    "prepay_id",
    "product_id",
    "openid",
    "is_subscribe",
    "nonce_str",
    "key",
    "new_field_2030",
    "req_info",
];

/// A message with some fields changed, signed, in some layout.
pub fn notification(data: &[u8], most: usize, seed: u32, mutate: Mutate<'_>) -> Option<Vec<u8>> {
    let mut dice = Dice::new(seed);
    if dice.once_in(4) {
        return None;
    }
    let mut pairs = naive::pairs(&xml::parse(data, xml::ROOT).ok()?);
    pairs.retain(|(name, _)| name != b"sign");
    for _ in 0..=dice.below(2) {
        change(&mut pairs, NAMES, &mut dice, mutate);
    }
    for (name, value) in &mut pairs {
        only_text(value);
        name.retain(|byte| xml::is_name(&[b'a', *byte]));
    }
    let named = match filled(&pairs, "sign_type") {
        Some(b"HMAC-SHA256") => Some(SignType::HmacSha256),
        Some(b"MD5") => Some(SignType::Md5),
        _ => None,
    };
    let sign_type = named.unwrap_or(*dice.pick(&[SignType::Md5, SignType::HmacSha256]));
    // A message with a repeat has no right signature: any will do.
    let string = sign::canonical(&pairs, &["sign"], false).unwrap_or_default();
    let signature = sign::wechat(&string, API_KEY_TEXT, sign_type).into_bytes();
    let at = dice.below(pairs.len() + 1);
    pairs.insert(at, (b"sign".to_vec(), signature));
    Some(write(&pairs, "xml", &mut dice)).filter(|body| body.len() <= most)
}

/// A refund notification with its inner text changed, encrypted; or the bare text, as it was given.
pub fn req_info(data: &[u8], most: usize, seed: u32, mutate: Mutate<'_>) -> Option<Vec<u8>> {
    let mut dice = Dice::new(seed);
    if dice.once_in(3) {
        return None;
    }
    let mut pairs = naive::pairs(&xml::parse(data, xml::ROOT).ok()?);
    let at = pairs.iter().position(|(name, _)| name == b"req_info")?;
    let decrypted = refund_notification::read(data, &API_KEY).ok()?;
    let mut plain = decrypted.into_plain();
    match xml::parse(&plain, xml::REQ_INFO_ROOT).map(|fields| naive::pairs(&fields)) {
        Ok(mut inner) if dice.once_in(2) => {
            change(&mut inner, NAMES, &mut dice, mutate);
            inner.iter_mut().for_each(|pair| only_text(&mut pair.1));
            plain = write(&inner, "root", &mut dice);
        }
        _ => {
            let room = plain.len() + 64;
            mutate(&mut plain, room);
        }
    }
    pairs[at].1 = refund_notification::encrypt(&plain, &API_KEY).into_bytes();
    Some(write(&pairs, "xml", &mut dice)).filter(|body| body.len() <= most)
}

/// Takes out what XML cannot hold.
fn only_text(value: &mut Vec<u8>) {
    let allowed =
        |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    *value = String::from_utf8_lossy(value).chars().filter(allowed).collect::<String>().into_bytes();
}

/// The fields as a document: values as CDATA, split CDATA, escaped text or references; white space and comments between.
fn write(pairs: &Pairs, root: &str, dice: &mut Dice) -> Vec<u8> {
    let mut out = Vec::new();
    if dice.once_in(16) {
        out.extend_from_slice("\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".as_bytes());
    }
    out.extend_from_slice(format!("<{root}>").as_bytes());
    let layout = dice.below(8);
    for (name, value) in pairs {
        out.extend_from_slice([&b"<"[..], name, b">"].concat().as_slice());
        write_value(value, if layout > 4 { dice.below(5) } else { layout }, &mut out);
        out.extend_from_slice([&b"</"[..], name, b">"].concat().as_slice());
        if dice.once_in(32) {
            out.extend_from_slice(dice.pick(&["\n", "\r\n ", "<!-- x -->"]).as_bytes());
        }
    }
    out.extend_from_slice(format!("</{root}>").as_bytes());
    out
}

fn write_value(value: &[u8], layout: usize, out: &mut Vec<u8>) {
    let text = String::from_utf8_lossy(value);
    let escape =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#13;");
    let cdata = |text: &str| match text {
        "" => String::new(),
        _ => format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>").replace('\r', "]]>&#xD;<![CDATA[")),
    };
    let middle = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let (first, second) = text.split_at(middle);
    let written = match layout {
        0 | 1 => cdata(&text),
        2 => escape(&text),
        3 => format!("{}{}", cdata(first), escape(second)),
        _ => text.chars().map(|c| format!("&#x{:x};", u32::from(c))).collect(),
    };
    out.extend_from_slice(written.as_bytes());
}
