//! What WeChat Pay sends to the merchant: notifications, answers, the callback of mode 1.

use serde_json::json;

use super::forge;
use super::layout::{self, Document};
use super::message::{self, Pairs, get, set};
use super::structure;
use crate::fuzz::choices::Choices;
use crate::fuzz::make::words;
use crate::fuzz::make::{Asks, Made};

/// Whether the message alone says "paid" (WX-QRY-3).
pub(super) fn says_paid(fields: &Pairs) -> bool {
    let success = |name: &str| get(fields, name) == "SUCCESS";
    let state = fields.iter().any(|pair| pair.0 == "trade_state");
    success("return_code")
        && success("result_code")
        && (!state || success("trade_state"))
        && !get(fields, "transaction_id").is_empty()
}

/// A payment notification.
pub(in crate::fuzz) fn notify(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["WX-NTF-51"]);
    let mut fields = message::payment();
    message::vary(&mut fields, &mut made, choices);
    meaning(&mut fields, &mut made, choices);
    finish(fields, true, &mut made, choices);
    made
}

/// What a genuine message says of the payment.
pub(super) fn meaning(fields: &mut Pairs, made: &mut Made, choices: &mut Choices) {
    if !choices.percent(30) {
        return;
    }
    let word = choices.word(&[
        "FAIL",
        "success",
        "Success",
        "SUCCESS_",
        "SUCCESSFUL",
        "UNSUCCESSFUL",
        "OK",
        "true",
        "ＳＵＣＣＥＳＳ",
        "",
    ]);
    match choices.below(7) {
        0 | 1 => {
            set(fields, "result_code", word);
            let asks = if word.is_empty() { Asks::Open } else { Asks::Done };
            made.did(
                asks,
                if word == "FAIL" { "only-return-code-checked" } else { "code-compared-loosely" },
                "WX-QRY-3",
                format!("result_code is {word:?}."),
            );
        }
        2 => {
            set(fields, "return_code", word);
            made.did(Asks::Open, "only-result-code-checked", "WX-QRY-3", format!("return_code is {word:?}."));
        }
        3 | 4 => {
            let state = choices.word(&[
                "SUCCESS",
                "NOTPAY",
                "REFUND",
                "CLOSED",
                "REVOKED",
                "USERPAYING",
                "PAYERROR",
                "ACCEPT",
                "success",
                "SUCCESS_",
                "UNKNOWN",
            ]);
            set(fields, "trade_state", state);
            made.did(Asks::Done, "trade-state-ignored", "WX-QRY-3", format!("trade_state is {state:?}."));
        }
        5 => {
            let names = [
                "transaction_id",
                "out_trade_no",
                "openid",
                "bank_type",
                "cash_fee",
                "time_end",
                "trade_type",
                "is_subscribe",
                "appid",
                "mch_id",
            ];
            let name = *choices.pick(&names);
            if choices.once_in(2) {
                set(fields, name, "");
            } else {
                fields.retain(|pair| pair.0 != name);
            }
            made.did(Asks::Open, "required-field-missing", "WX-NTF-51", format!("{name} is missing."));
        }
        _ => {
            set(
                fields,
                choices.word(&["return_msg", "err_code", "err_code_des"]),
                choices.word(&["OK", "FAIL", "SYSTEMERROR"]),
            );
            made.did(Asks::Done, "return-msg-decides", "WX-NTF-2", "A text for people stands beside the codes.");
        }
    }
}

/// An answer of the gateway.
pub(in crate::fuzz) fn response(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["WX-UOR-7"]);
    let which = choices.word(&["orderquery", "unifiedorder", "closeorder"]);
    made.put("message", which);
    if choices.percent(12) {
        return unsigned_failure(made, choices);
    }
    let mut fields = message::answer(which);
    message::vary(&mut fields, &mut made, choices);
    if which == "orderquery" {
        if choices.percent(40) {
            let state = choices.word(&[
                "NOTPAY",
                "REFUND",
                "CLOSED",
                "REVOKED",
                "USERPAYING",
                "PAYERROR",
                "ACCEPT",
                "success",
                "SUCCESS_",
            ]);
            set(&mut fields, "trade_state", state);
            made.did(Asks::Done, "trade-state-ignored", "WX-QRY-3", format!("trade_state is {state:?}."));
        } else if choices.percent(20) {
            // Many raise it as an error.
            set(&mut fields, "result_code", "FAIL");
            made.did(Asks::Open, "only-trade-state-checked", "WX-QRY-3", "result_code is FAIL.");
        }
    }
    finish(fields, which == "orderquery", &mut made, choices);
    made
}

/// Not signed, and nothing but its text may be read (WX-SIGN-16).
fn unsigned_failure(mut made: Made, choices: &mut Choices) -> Made {
    let more = choices.percent(60);
    let code = choices.word(&["FAIL", "FAIL", "FAIL", "Fail", "fail", "FAILED", ""]);
    let mut fields =
        vec![("return_code".to_owned(), code.to_owned()), ("return_msg".to_owned(), "sign error".to_owned())];
    if more {
        fields.extend(message::payment().into_iter().filter(|pair| pair.0 != "return_code"));
        set(&mut fields, "trade_state", "SUCCESS");
    }
    made.put("key", super::super::keys::API_KEY);
    made.put("sign_type", "MD5");
    made.body(Document::new("xml", &fields).text().as_bytes());
    if code == "FAIL" {
        made.did(
            Asks::Open,
            "unsigned-values-read",
            "WX-SIGN-16",
            "A failure is not signed: nothing but return_code and return_msg may be read.",
        );
        made.expect.insert("fields".to_owned(), json!({ "return_code": "FAIL" }));
        let others: Vec<&str> =
            fields.iter().map(|pair| &*pair.0).filter(|name| !name.starts_with("return_")).collect();
        made.expect.insert("absent".to_owned(), json!(others));
        made.expect.insert("paid".to_owned(), false.into());
    } else {
        made.did(
            Asks::Refused,
            "missing-signature-accepted",
            "WX-SIGN-16",
            "It is not signed, and return_code is no FAIL.",
        );
    }
    made
}

/// The callback of Native payment, mode 1.
pub(in crate::fuzz) fn native_callback(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["WX-NAT-6"]);
    let mut fields = message::callback();
    if choices.percent(30) {
        set(&mut fields, "product_id", words::text(choices));
        made.did(Asks::Done, "value-coerced", "WX-NAT-8", "product_id is any text.");
    }
    if choices.percent(20) {
        set(&mut fields, choices.word(words::NEW_NAMES), words::text(choices));
        made.did(Asks::Done, "unknown-field-dropped", "WX-SIGN-9", "A field is new.");
    }
    if choices.percent(10) {
        let name = choices.word(&["product_id", "openid", "appid", "mch_id", "is_subscribe"]);
        fields.retain(|pair| pair.0 != name);
        made.did(Asks::Open, "required-field-missing", "WX-NAT-6", format!("{name} is missing."));
    }
    finish(fields, false, &mut made, choices);
    made
}

/// Signs, lays out, attacks and writes.
pub(super) fn finish(mut fields: Pairs, paid: bool, made: &mut Made, choices: &mut Choices) {
    // Collisions need the order's help, which `accept` alone has.
    let wire = forge::sign(&mut fields, made, choices);
    let hmac = wire.iter().any(|pair| pair.0 == "sign" && pair.1.len() == 64);
    made.fields(&fields);
    if paid {
        made.expect.insert("paid".to_owned(), says_paid(&fields).into());
    }
    let mut document = Document::new("xml", &wire);
    layout::vary(&mut document, &wire, made, choices);
    let body = if made.asks != Asks::Refused && choices.percent(30) {
        structure::attack(document, &fields, hmac, made, choices)
    } else {
        document.text().into_bytes()
    };
    match std::str::from_utf8(&body) {
        Ok(text) if text.contains(structure::CANARY) => made.put("body", text),
        _ => made.body(&body),
    }
}
