//! What WeChat Pay sends to the merchant: notifications, answers, the callback of mode 1.

use serde_json::{Value, json};

use super::forge;
use super::layout::{self, Document};
use super::message::{self, Pairs, get, set};
use super::structure;
use crate::fuzz::choices::Choices;
use crate::fuzz::make::words;
use crate::fuzz::make::{Asks, Made};

/// Whether the message alone says "paid" (WX-QRY-3).
fn says_paid(fields: &Pairs) -> bool {
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

/// A notification and an order.
pub(in crate::fuzz) fn accept(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["WX-NTF-51"]);
    let mut fields = message::payment();
    amounts(&mut fields, &mut made, choices);
    if choices.percent(30) {
        set(&mut fields, "out_trade_no", *choices.pick(words::ORDER_NUMBERS));
    }
    let mut order: Vec<(&'static str, String)> =
        [("out_trade_no", "out_trade_no"), ("amount_fen", "total_fee"), ("appid", "appid"), ("mch_id", "mch_id")]
            .map(|(member, name)| (member, get(&fields, name).to_owned()))
            .to_vec();
    if choices.percent(70) {
        other_order(&mut fields, &mut order, &mut made, choices);
    }
    let order: serde_json::Map<String, Value> =
        order.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    made.put("order", order);
    if choices.percent(25) {
        meaning(&mut fields, &mut made, choices);
    }
    if !says_paid(&fields) && made.asks != Asks::Refused {
        made.did(Asks::Refused, "", "WX-QRY-3", "It is no payment.");
    }
    finish(fields, false, &mut made, choices);
    made.expect = crate::fuzz::make::object(json!({ "paid": true }));
    made
}

/// Amounts that arithmetic gets wrong, and the smaller amounts that coupons make.
fn amounts(fields: &mut Pairs, made: &mut Made, choices: &mut Choices) {
    let amount = choices.word(&["100", "1", "1999", "1990", "110", "29", "6410", "435", "1000000000", "115", "57"]);
    set(fields, "total_fee", amount);
    set(fields, "cash_fee", amount);
    if choices.percent(20) {
        set(fields, "cash_fee", "1");
        set(fields, "coupon_fee", "1");
        set(fields, "settlement_total_fee", "1");
        made.did(
            Asks::Done,
            "wrong-amount-field",
            "WX-NTF-51",
            "A coupon makes cash_fee and settlement_total_fee smaller.",
        );
    }
    if choices.percent(15) {
        set(fields, "fee_type", "CNY");
    }
}

/// The message is about another order than the merchant's.
fn other_order(fields: &mut Pairs, order: &mut Vec<(&'static str, String)>, made: &mut Made, choices: &mut Choices) {
    let fen: u64 = get(fields, "total_fee").parse().unwrap_or(100);
    let (flag, clause, about) = match choices.below(8) {
        0 | 1 => {
            let number = get(fields, "out_trade_no").to_owned();
            let other = match choices.below(3) {
                0 => words::look_alike(&number, choices),
                1 => number_alike(&number),
                _ => "T1".to_owned(),
            };
            if other == number {
                return;
            }
            if choices.once_in(2) {
                set(fields, "out_trade_no", other);
            } else {
                order[0].1 = other;
            }
            ("order-number-compared-loosely", "WX-NTF-51", "The order number is another.")
        }
        2 => {
            let other = [
                fen + 1,
                fen.saturating_sub(1).max(1),
                fen * 100,
                fen * 10,
                fen + 100,
                (fen / 100).max(1),
                1 << 40,
                fen + (1 << 32),
            ];
            let other = other[choices.below(other.len())];
            if other == fen {
                return;
            }
            order[1].1 = other.to_string();
            ("amount-not-compared", "WX-NTF-51", "The order asks for another amount.")
        }
        3 => {
            let spelling = match choices.below(12) {
                0 => format!("+{fen}"),
                1 => format!("{fen}.0"),
                2 => format!(" {fen}"),
                3 => format!("{fen} "),
                4 => format!("{fen}e0"),
                5 => format!("{fen}x"),
                6 => format!("0x{fen:x}"),
                7 => {
                    fen.to_string().chars().map(|c| char::from_u32(u32::from(c) + 0xff10 - 0x30).unwrap_or(c)).collect()
                }
                8 => format!("{fen}.00"),
                9 => format!("{}", u128::from(fen) + (1 << 64)),
                10 => format!("{fen}\n"),
                _ => String::new(),
            };
            set(fields, "total_fee", spelling);
            ("amount-parsed-loosely", "WX-UO-43", "The amount is the order's in a spelling that is none.")
        }
        4 => {
            set(fields, "total_fee", (fen + 5).to_string());
            set(fields, "cash_fee", fen.to_string());
            set(fields, choices.word(&["coupon_fee", "settlement_total_fee"]), choices.word(&["5", "100"]));
            ("wrong-amount-field", "WX-NTF-51", "cash_fee is the order's amount, total_fee is not.")
        }
        5 => {
            let (currency, own) = *choices.pick(&[("USD", ""), ("JPY", ""), ("CNY", "USD"), ("", "USD"), ("cny ", "")]);
            if !currency.is_empty() {
                set(fields, "fee_type", currency);
            }
            if !own.is_empty() {
                order.push(("fee_type", own.to_owned()));
            }
            ("currency-ignored", "WX-NTF-18", "The message pays in another currency.")
        }
        6 => {
            let name = choices.word(&["appid", "mch_id"]);
            let own = get(fields, name).to_owned();
            let other = words::look_alike(&own, choices);
            if other == own {
                return;
            }
            set(fields, name, other);
            ("party-not-compared", "WX-NTF-51", "The message is another merchant's.")
        }
        _ => {
            let name = choices.word(&["appid", "mch_id", "out_trade_no", "total_fee", "transaction_id"]);
            fields.retain(|pair| pair.0 != name);
            ("order-not-compared", "WX-NTF-51", "A field is missing that has to be compared.")
        }
    };
    made.did(Asks::Refused, flag, clause, about);
}

/// A number that is the same where numbers are compared.
fn number_alike(number: &str) -> String {
    match number {
        "1e3" => "1000".to_owned(),
        "007" => "7".to_owned(),
        "0x1F" => "31".to_owned(),
        "0e12345" => "0".to_owned(),
        other => format!("{other}.0"),
    }
}

/// What a genuine message says of the payment.
fn meaning(fields: &mut Pairs, made: &mut Made, choices: &mut Choices) {
    if !choices.percent(30) {
        return;
    }
    let word = choices.word(&[
        "FAIL",
        "success",
        "Success",
        "SUCCESS ",
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
                "SUCCESS ",
            ]);
            set(&mut fields, "trade_state", state);
            made.did(Asks::Done, "trade-state-ignored", "WX-QRY-3", format!("trade_state is {state:?}."));
        } else if choices.percent(20) {
            set(&mut fields, "result_code", "FAIL");
            made.did(Asks::Done, "only-trade-state-checked", "WX-QRY-3", "result_code is FAIL.");
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
fn finish(mut fields: Pairs, paid: bool, made: &mut Made, choices: &mut Choices) {
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
