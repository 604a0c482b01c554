//! A notification and the merchant's order.

use serde_json::{Value, json};

use super::inbound::{finish, meaning, says_paid};
use super::message::{self, Pairs, get, set};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::words;
use crate::fuzz::make::{Asks, Made};

/// A notification and an order.
pub(in crate::fuzz) fn accept(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["WX-NTF-51"]);
    let mut fields = message::payment();
    amounts(&mut fields, &mut made, choices);
    if choices.percent(50) {
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
    if choices.percent(8) {
        other_kind(&mut fields, &mut made, choices);
    } else if choices.percent(25) {
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

/// A message of the same key that is no notification of a payment.
fn other_kind(fields: &mut Pairs, made: &mut Made, choices: &mut Choices) {
    let only_payments = ["openid", "trade_type", "bank_type", "time_end", "is_subscribe"];
    fields.retain(|pair| !only_payments.contains(&&*pair.0));
    let about = match choices.below(3) {
        0 => {
            set(fields, "refund_id", "2008450740201411110000174436");
            set(fields, "out_refund_no", "1217752501201407033233368018");
            let fee = if choices.once_in(2) { "1".to_owned() } else { get(fields, "total_fee").to_owned() };
            set(fields, "refund_fee", fee);
            "It is the answer to a refund."
        }
        1 => {
            fields.retain(|pair| !["return_code", "result_code", "transaction_id", "cash_fee"].contains(&&*pair.0));
            for (name, value) in [("body", "test"), ("trade_type", "JSAPI"), ("spbill_create_ip", "123.12.12.123")] {
                set(fields, name, value);
            }
            set(fields, "notify_url", "https://pay.merchant.example/wechat/notify");
            "It is the merchant's own unified order."
        }
        _ => {
            set(fields, "trade_state", choices.word(&["NOTPAY", "CLOSED", "USERPAYING"]));
            "It is the answer to an order query."
        }
    };
    made.did(Asks::Refused, "other-message-kind", "WX-NTF-51", about);
}

/// The message is about another order than the merchant's.
fn other_order(fields: &mut Pairs, order: &mut Vec<(&'static str, String)>, made: &mut Made, choices: &mut Choices) {
    let fen: u64 = get(fields, "total_fee").parse().unwrap_or(100);
    let (flag, clause, about) = match choices.below(8) {
        0 | 1 => {
            let number = get(fields, "out_trade_no").to_owned();
            let other = match choices.below(4) {
                0 => words::look_alike(&number, choices),
                1 => number_alike(&number),
                2 => words::other_case(&number),
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
