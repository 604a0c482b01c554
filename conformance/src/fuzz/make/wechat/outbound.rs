//! What the merchant sends to WeChat Pay: signatures, requests, links, call-ups, answers.

use payspec_core::fields::Fields;
use payspec_core::spec;
use payspec_core::validate::validate;
use payspec_core::wechat::tables::UNIFIED_ORDER;
use serde_json::{Value, json};

use super::forge::canonical;
use super::message::{self, NONCE, Pairs, set};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::keys::{API_KEY, OTHER_API_KEY};
use crate::fuzz::make::tables::sample;
use crate::fuzz::make::words::{self, NEW_NAMES, OBJECT_NAMES, SPACED};
use crate::fuzz::make::{Asks, Made, Object};
use crate::judge::wechat_sign;

pub(super) fn params(pairs: &Pairs) -> Value {
    Value::Object(pairs.iter().map(|(name, value)| (name.clone(), Value::from(value.clone()))).collect::<Object>())
}

pub(super) fn sign_type(made: &mut Made, choices: &mut Choices) -> &'static str {
    let name = choices.word(&["MD5", "HMAC-SHA256"]);
    made.put("sign_type", name);
    if name != "MD5" {
        made.needs("hmac-sha256");
    }
    name
}

pub(super) fn key(made: &mut Made, choices: &mut Choices) -> &'static str {
    let key = *choices.pick(&[
        API_KEY,
        OTHER_API_KEY,
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345",
        "01234567890123456789012345678901",
    ]);
    made.put("key", key);
    key
}

/// Fields with values that have to be signed as they are.
fn vary(pairs: &mut Pairs, made: &mut Made, choices: &mut Choices, for_xml: bool) {
    if !for_xml && choices.percent(10) {
        let both = *choices.pick(&[
            ["9", "10"],
            ["9", "1e1"],
            ["10", "010"],
            ["a9", "a10"],
            ["B", "a"],
            ["a_1", "a1"],
            ["coupon_fee_2", "coupon_fee_10"],
        ]);
        for name in both {
            set(pairs, name, "x");
        }
        made.did(
            Asks::Done,
            "sort-order",
            "WX-SIGN-36",
            format!("There are fields named {} and {}.", both[0], both[1]),
        );
    }
    for _ in 0..choices.below(4) {
        let (name, flag): (&str, _) = match choices.below(8) {
            0 => ("body", "value-encoded-before-signing"),
            1 => ("attach", "value-encoded-before-signing"),
            2 => (*choices.pick(NEW_NAMES), "unknown-field-dropped"),
            3 => (
                choices.word(&[
                    "coupon_fee_0",
                    "coupon_fee_2",
                    "coupon_fee_10",
                    "coupon_fee",
                    "a1",
                    "a_1",
                    "a10",
                    "a2",
                    "B",
                    "b",
                    "A",
                    "_a",
                    "1",
                    "10",
                    "9",
                ]),
                "sort-order",
            ),
            4 => ("detail", "value-encoded-before-signing"),
            5 if !for_xml => {
                (choices.word(&["sign", "Sign", "SIGN", "sign_type", "signType", "key", "sign2"]), "sign-signed")
            }
            _ => ("attach", "value-encoded-before-signing"),
        };
        if for_xml && name.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let value = match choices.below(10) {
            0 => String::new(),
            1 => "0".to_owned(),
            2 => (choices.word(&["1.10", "0100", "100.0", "1E5"])).to_owned(),
            _ => words::text(choices),
        };
        let flag = match &*value {
            "" => "empty-value-signed",
            "0" => "zero-dropped",
            _ => flag,
        };
        if OBJECT_NAMES.contains(&name) && name != "key" {
            made.asks = made.asks.max(Asks::Open);
        }
        made.did(Asks::Done, flag, "WX-SIGN-8", format!("{name} is {value:?}."));
        set(pairs, name, value);
    }
}

/// `wechat.sign`.
pub(in crate::fuzz) fn sign(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["WX-SIGN-1"]);
    let mut pairs = message::order();
    pairs.truncate(5);
    vary(&mut pairs, &mut made, choices, false);
    if choices.once_in(2) {
        choices.shuffle(&mut pairs);
    }
    let key = key(&mut made, choices);
    let hmac = sign_type(&mut made, choices) != "MD5";
    let right = |pairs: &Pairs| {
        let string = canonical(pairs);
        crate::fuzz::make::object(json!({ "sign": wechat_sign(&string, key, hmac), "canonical": string }))
    };
    made.expect = right(&pairs);
    if choices.percent(12) {
        let value = *choices.pick(SPACED);
        set(&mut pairs, "attach", value);
        made.did(Asks::Open, "odd-value", "WX-SIGN-30", "A value has white space around it.");
        let mut trimmed = pairs.clone();
        set(&mut trimmed, "attach", value.trim());
        made.or_expect = vec![right(&pairs), right(&trimmed)];
    } else if pairs.iter().any(|pair| pair.1.ends_with('&') || pair.1.starts_with('&') || blank(&pair.1)) {
        // A known SDK trims `&` off the whole string (WX-SIGN-34); blank ends may be trimmed (WX-SIGN-30).
        made.did(
            Asks::Open,
            "trailing-ampersand-lost",
            "WX-SIGN-34",
            "A value begins or ends with an ampersand or a blank.",
        );
        made.expect.clear();
    }
    made.put("params", params(&pairs));
    made
}

pub(super) fn blank(value: &str) -> bool {
    value.trim() != value
}

/// `wechat.request`.
pub(in crate::fuzz) fn request(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["WX-XML-1"]);
    let which = choices.word(&["unifiedorder", "orderquery", "closeorder"]);
    made.put("message", which);
    let mut pairs = message::order();
    if which != "unifiedorder" {
        pairs.retain(|pair| ["appid", "mch_id", "nonce_str", "out_trade_no"].contains(&&*pair.0));
    }
    vary(&mut pairs, &mut made, choices, true);
    if which == "unifiedorder" && choices.percent(25) {
        let rows = UNIFIED_ORDER.table.fields;
        let row = &rows[choices.below(rows.len())];
        if !pairs.iter().any(|pair| pair.0 == row.name) && !["sign", "sign_type"].contains(&row.name) {
            made.did(Asks::Done, "request-field-added", "WX-XML-12", format!("{} is there.", row.name));
            pairs.push((row.name.to_owned(), sample(row)));
        }
    }
    made.put("key", API_KEY);
    let own = sign_type(&mut made, choices);
    if choices.once_in(5) {
        set(&mut pairs, "sign_type", own);
    }
    for (value, flag) in [("]]>", "xml-injection"), ("<", "xml-injection"), ("&", "xml-injection")] {
        if pairs.iter().any(|pair| pair.1.contains(value)) && !made.flags.contains(&flag) {
            made.did(Asks::Done, flag, "WX-SIGN-8", format!("A value holds {value}."));
        }
    }
    if choices.percent(10) {
        set(&mut pairs, "attach", choices.word(&["a\rb", "a\r\nb"]));
        made.did(Asks::Done, "line-end", "WX-AMB-8", "A value holds a CR.");
    }
    let odd = pairs.iter().any(|pair| blank(&pair.1) || pair.1.contains(['\r', '\u{feff}']));
    if odd || breaks_its_table(which, &pairs) {
        made.asks = made.asks.max(Asks::Open);
    }
    made.put("params", params(&pairs));
    made
}

/// Whether the field rules have something to say of it: a builder may then refuse it, as far as `request` is concerned.
fn breaks_its_table(message: &str, pairs: &Pairs) -> bool {
    let fields = pairs.iter().map(|(name, value)| (&**name, &**value));
    let signed = fields.chain([("sign", "C380BEC2BFD727A4B6845133519F3AD6")]);
    spec::message(message).is_none_or(|message| !validate(message, &Fields::from_pairs(signed), None).is_empty())
}

/// `wechat.native_url`.
pub(in crate::fuzz) fn native_url(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["WX-NAT-2"]);
    let product = if choices.percent(70) { words::text(choices) } else { "88888".to_owned() };
    if product != "88888" {
        made.did(Asks::Done, "link-not-encoded", "WX-NAT-8", format!("product_id is {product:?}."));
    }
    if blank(&product) || product.len() > 32 {
        made.asks = Asks::Open;
    }
    let time = choices.word(&["1414488825", "1700000000"]);
    made.put("params", json!({ "appid": "wxd930ea5d5a258f4f", "mch_id": "10000100", "product_id": product, "time_stamp": time, "nonce_str": NONCE }));
    made.put("key", API_KEY);
    made
}

/// `wechat.native_reply`.
pub(in crate::fuzz) fn native_reply(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["WX-NAT-7"]);
    let mut pairs: Pairs = [
        ("appid", "wxd930ea5d5a258f4f"),
        ("mch_id", "10000100"),
        ("nonce_str", NONCE),
        ("prepay_id", "wx201410272009395522657a690389285100"),
        ("result_code", "SUCCESS"),
        ("return_code", "SUCCESS"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    if choices.percent(60) {
        set(&mut pairs, "result_code", choices.word(&["FAIL", "SUCCESS"]));
        let text = words::text(choices);
        made.did(Asks::Done, "xml-injection", "WX-NAT-7", format!("err_code_des is {text:?}."));
        set(&mut pairs, "err_code_des", text);
    }
    if pairs.iter().any(|pair| blank(&pair.1) || pair.1.contains('\u{feff}') || pair.1.len() > 128) {
        made.asks = Asks::Open;
    }
    made.put("params", params(&pairs));
    made.put("key", API_KEY);
    made
}

/// `wechat.reply`.
pub(in crate::fuzz) fn reply(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["WX-NTF-40"]);
    let outcome = choices.word(&["success", "fail"]);
    made.put("outcome", outcome);
    if choices.once_in(2) {
        let text = words::text(choices);
        made.did(Asks::Done, "xml-injection", "WX-NTF-40", format!("The message is {text:?}."));
        made.put("message", text);
    }
    made
}
