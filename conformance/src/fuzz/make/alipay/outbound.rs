//! What the merchant sends to Alipay: signatures, page payments, the answer to a notification.

use payspec_core::crypto::rsa::Scheme;
use payspec_core::fields::Fields;
use payspec_core::spec;
use payspec_core::validate::validate;
use serde_json::{Value, json};

use super::form::{Pairs, bytes, canonical, set};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::keys::APPLICATION;
use crate::fuzz::make::words::{self, NEW_NAMES};
use crate::fuzz::make::{Asks, Made, Object, object};

fn params(pairs: &Pairs) -> Value {
    Value::Object(pairs.iter().map(|(name, value)| (name.clone(), Value::from(value.clone()))).collect::<Object>())
}

const BIZ: &str = r#"{"out_trade_no":"T20260101_0001","product_code":"FAST_INSTANT_TRADE_PAY","total_amount":"88.88","subject":"test"}"#;

fn call() -> Pairs {
    [
        ("app_id", "2014072300007148"),
        ("biz_content", BIZ),
        ("charset", "utf-8"),
        ("format", "JSON"),
        ("method", "alipay.trade.page.pay"),
        ("notify_url", "https://merchant.example/notify"),
        ("return_url", "https://merchant.example/return"),
        ("sign_type", "RSA2"),
        ("timestamp", "2026-01-01 12:00:00"),
        ("version", "1.0"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

fn vary(pairs: &mut Pairs, made: &mut Made, choices: &mut Choices, page: bool) -> bool {
    let mut gbk = false;
    for _ in 0..choices.below(4) {
        let (name, value, flag) = match choices.below(10) {
            0 | 1 => {
                let subject = words::text(choices);
                let biz = json!({ "out_trade_no": "T1", "total_amount": "1.10", "subject": subject }).to_string();
                ("biz_content", biz, "biz-content-reserialised")
            }
            2 => {
                let biz = choices.word(&[
                    "{ \"b\" : 1 , \"a\" : \"x\" }",
                    "{\"url\":\"https:\\/\\/a.example\\/x\"}",
                    "{\"subject\":\"\\u6d4b\\u8bd5\"}",
                    "{\n\"a\":1.10\n}",
                    "{\"a\":\"<&quot;'>\"}",
                    "{\"a\":\"\\\"\"}",
                ]);
                ("biz_content", biz.to_owned(), "biz-content-reserialised")
            }
            3 => ("passback_params", words::text(choices), "value-encoded-before-signing"),
            4 => (*choices.pick(NEW_NAMES), words::text(choices), "unknown-field-dropped"),
            5 => (
                choices.word(&["app_auth_token", "auth_token", "alipay_sdk"]),
                (choices.word(&["x", "0", "@x", "false"])).to_owned(),
                "zero-dropped",
            ),
            6 => (choices.word(&["app_auth_token", "zzz", "notify_url"]), String::new(), "empty-value-signed"),
            7 => (
                "return_url",
                (choices.word(&["https://m.example/r?a=1&b=2", "https://m.example/%E4%BD%A0", "http://m.example/a b"]))
                    .to_owned(),
                "value-encoded-before-signing",
            ),
            8 if !page => {
                let name = choices.word(&["sign", "Sign", "A", "a", "_a", "B", "b"]);
                (name, "x".to_owned(), if name == "sign" { "sign-signed" } else { "sort-order" })
            }
            _ => {
                gbk = true;
                set(pairs, "charset", choices.word(&["gbk", "GBK"]));
                ("subject_x", (choices.word(&["测试", "亅", "乗|", "乿@"])).to_owned(), "wrong-charset")
            }
        };
        made.did(Asks::Done, flag, "ALI-SIGN-5", format!("{name} is {value:?}."));
        set(pairs, name, value);
    }
    if gbk {
        made.needs("gbk");
        pairs.retain(|pair| pair.0 == "charset" || !encoding_rs::GBK.encode(&pair.1).2 && !pair.1.contains('€'));
    }
    if choices.percent(8) {
        let value = choices.word(&["a ", " a", "a\t"]);
        made.did(Asks::Done, "value-trimmed", "ALI-SIGN-5", format!("terminal_info is {value:?}."));
        set(pairs, "terminal_info", value);
    }
    // Only what is white space altogether may be left out (ALI-SIGN-11).
    if pairs.iter().any(|pair| !pair.1.is_empty() && pair.1.trim().is_empty() || pair.1.contains('\u{feff}')) {
        made.asks = made.asks.max(Asks::Open);
    }
    if gbk && choices.percent(20) {
        let outside = choices.word(&["🏠", "한국", "Zürich ñ"]);
        let about = format!("A value holds {outside}, which GBK does not have.");
        made.did(Asks::Refused, "unmappable-replaced", "ALI-SIGN-6", about);
        set(
            pairs,
            "biz_content",
            json!({ "out_trade_no": "T1", "total_amount": "1.10", "subject": outside }).to_string(),
        );
    }
    gbk
}

fn scheme(pairs: &mut Pairs, made: &mut Made, choices: &mut Choices) -> Scheme {
    let scheme = if choices.percent(12) { Scheme::Rsa } else { Scheme::Rsa2 };
    made.put("sign_type", scheme.as_str());
    if scheme == Scheme::Rsa {
        made.needs("rsa-sha1");
        // For old applications only (ALI-AMB-12).
        made.did(Asks::Open, "wrong-digest", "ALI-SIGN-7", "The application signs with SHA-1.");
    }
    set(pairs, "sign_type", scheme.as_str());
    scheme
}

fn key(made: &mut Made, choices: &mut Choices) {
    let (key, feature) = APPLICATION.private_as(if choices.percent(20) { 1 + choices.below(2) } else { 0 });
    made.put("private_key", key);
    if !feature.is_empty() {
        made.needs(feature);
        made.did(Asks::Done, "key-container-refused", "ALI-KEY-3", "The key is in another container.");
    }
}

/// `alipay.sign`.
pub(in crate::fuzz) fn sign(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["ALI-SIGN-1"]);
    let mut pairs = call();
    let gbk = vary(&mut pairs, &mut made, choices, false);
    let scheme = scheme(&mut pairs, &mut made, choices);
    key(&mut made, choices);
    if choices.once_in(2) {
        choices.shuffle(&mut pairs);
    }
    let string = canonical(&pairs, &["sign"], false);
    made.put("charset", pairs.iter().find(|pair| pair.0 == "charset").map_or("utf-8", |pair| &*pair.1));
    let blank = |pair: &(String, String)| !pair.1.is_empty() && pair.1.trim().is_empty();
    if !pairs.iter().any(|pair| blank(pair) || pair.1.contains('\u{feff}')) {
        made.expect = object(json!({ "sign": APPLICATION.sign(scheme, &bytes(&string, gbk)), "canonical": string }));
    }
    made.put("params", params(&pairs));
    made
}

/// `alipay.page_pay`.
pub(in crate::fuzz) fn page_pay(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["ALI-TR-5"]);
    let mut pairs = call();
    vary(&mut pairs, &mut made, choices, true);
    scheme(&mut pairs, &mut made, choices);
    key(&mut made, choices);
    made.put("gateway", "https://openapi.alipay.com/gateway.do");
    made.put("http_method", choices.word(&["GET", "POST"]));
    // A browser writes line ends of a form its own way; and a builder may hold the call to its table.
    if pairs.iter().any(|pair| pair.1.contains(['\n', '\r', '\0'])) || breaks_its_table(&pairs) {
        made.asks = made.asks.max(Asks::Open);
    }
    made.put("params", params(&pairs));
    made
}

/// Whether the field rules have something to say of it.
fn breaks_its_table(pairs: &Pairs) -> bool {
    let fields = pairs.iter().map(|(name, value)| (&**name, &**value));
    let signed = fields.chain([("sign", "c2lnbg==")]);
    spec::message("alipay.trade.page.pay")
        .is_none_or(|message| !validate(message, &Fields::from_pairs(signed), None).is_empty())
}

/// `alipay.reply`.
pub(in crate::fuzz) fn reply(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["ALI-ACK-1"]);
    made.put("outcome", choices.word(&["success", "fail"]));
    made
}
