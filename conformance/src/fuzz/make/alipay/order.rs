//! A notification and the merchant's order.

use serde_json::json;

use super::form::{Pairs, get, set};
use super::inbound::finish;
use super::notification::{meaning, notification, says_paid};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::words::{self, ORDER_NUMBERS};
use crate::fuzz::make::{Asks, Made, object};

/// A notification and an order.
pub(in crate::fuzz) fn accept(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["ALI-BIZ-2"]);
    let mut fields = notification();
    let amount =
        choices.word(&["88.88", "0.01", "19.99", "0.29", "1.10", "64.10", "4.35", "1.15", "100.00", "100000000.00"]);
    set(&mut fields, "total_amount", amount);
    if choices.percent(25) {
        set(
            &mut fields,
            choices.word(&["receipt_amount", "buyer_pay_amount", "invoice_amount"]),
            choices.word(&["0.00", "0.01", "80.00"]),
        );
        made.did(
            Asks::Done,
            "wrong-amount-field",
            "ALI-AMB-26",
            "What the buyer paid or the merchant receives is less.",
        );
    }
    if choices.percent(30) {
        set(&mut fields, "out_trade_no", *choices.pick(ORDER_NUMBERS));
    }
    if choices.percent(10) {
        set(&mut fields, "refund_fee", "0.00");
        made.did(Asks::Done, "paid-status-unpaid", "ALI-STAT-7", "refund_fee is 0.00.");
    }
    let mut order: Vec<(&'static str, String)> = ["out_trade_no", "total_amount", "app_id", "seller_id"]
        .map(|name| (name, get(&fields, name).to_owned()))
        .to_vec();
    if choices.percent(70) {
        other_order(&mut fields, &mut order, &mut made, choices);
    } else if choices.percent(15) {
        for name in ["notify_id", "notify_time", "notify_type", "subject", "trade_status", "refund_fee"] {
            fields.retain(|pair| pair.0 != name);
        }
        let method = choices.word(&["alipay.trade.page.pay.return", "alipay.trade.wap.pay.return"]);
        set(&mut fields, "method", method);
        set(&mut fields, "timestamp", "2026-01-01 12:01:10");
        made.did(Asks::Refused, "return-as-notification", "ALI-RET-8", "The buyer posts his browser return.");
    } else if choices.percent(40) {
        meaning(&mut fields, &mut made, choices);
        if !says_paid(&fields) || made.about.iter().any(|about| about.contains("is missing")) {
            // Whether a payment that lacks a field is taken, is left open; what is not paid is refused.
            let asks = if says_paid(&fields) { Asks::Open } else { Asks::Refused };
            made.did(asks, "", "ALI-STAT-5", "It is no plain payment.");
            if ["app_id", "out_trade_no"].iter().any(|name| get(&fields, name).is_empty()) {
                made.asks = Asks::Refused;
            }
        }
    }
    let order: serde_json::Map<String, serde_json::Value> =
        order.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    made.put("order", order);
    finish(fields, false, "body", &mut made, choices);
    made.expect = object(json!({ "paid": true }));
    made
}

fn other_order(fields: &mut Pairs, order: &mut [(&'static str, String)], made: &mut Made, choices: &mut Choices) {
    let amount = get(fields, "total_amount").to_owned();
    let fen: u64 = amount.replace('.', "").parse().unwrap_or(8888);
    let yuan = |fen: u64| format!("{}.{:02}", fen / 100, fen % 100);
    let (flag, clause, about) = match choices.below(7) {
        0 | 1 => {
            let number = get(fields, "out_trade_no").to_owned();
            let other = match (choices.below(4), &*number) {
                (3, _) => words::other_case(&number),
                (0, "1e3") => "1000".to_owned(),
                (0, "007") => "7".to_owned(),
                (0, "0x1F") => "31".to_owned(),
                (1, _) => "T1".to_owned(),
                _ => words::look_alike(&number, choices),
            };
            if other == number {
                return;
            }
            if choices.once_in(2) {
                set(fields, "out_trade_no", other);
            } else {
                order[0].1 = other;
            }
            ("order-number-compared-loosely", "ALI-BIZ-1", "The order number is another.")
        }
        2 => {
            if choices.percent(25) && fen < 100_000_000 {
                set(fields, "total_amount", yuan(fen * 100));
                made.did(Asks::Refused, "amount-unit", "ALI-BIZ-2", "The amount is a hundred times the order's.");
                return;
            }
            let others = [
                fen + 1,
                fen.saturating_sub(1).max(1),
                fen * 100,
                fen / 100 * 100 + (fen + 1) % 100,
                (fen / 100).max(1),
                fen * 10,
                fen + 100,
            ];
            let other = others[choices.below(others.len())];
            if other == fen || other > 10_000_000_000 {
                return;
            }
            order[1].1 = yuan(other);
            ("amount-not-compared", "ALI-BIZ-2", "The order asks for another amount.")
        }
        3 => {
            let spelling =
                match choices.below(12) {
                    0 => format!("+{amount}"),
                    1 => format!(" {amount}"),
                    2 => format!("{amount} "),
                    3 => format!("{amount}x"),
                    4 => format!("{amount}e0"),
                    5 => amount.replace('.', ","),
                    6 => format!("{amount}4"),
                    7 => amount
                        .chars()
                        .map(|c| {
                            if c.is_ascii_digit() {
                                char::from_u32(u32::from(c) + 0xff10 - 0x30).unwrap_or(c)
                            } else {
                                c
                            }
                        })
                        .collect(),
                    8 => format!("{amount}.0"),
                    9 => format!("{amount}\n"),
                    10 => "NaN".to_owned(),
                    _ => format!("¥{amount}"),
                };
            set(fields, "total_amount", spelling);
            ("amount-parsed-loosely", "ALI-AMB-13", "The amount is the order's in a spelling that is none.")
        }
        4 => {
            set(fields, "total_amount", yuan(fen + 1));
            set(fields, choices.word(&["receipt_amount", "buyer_pay_amount", "invoice_amount"]), amount);
            ("wrong-amount-field", "ALI-AMB-26", "Another amount is the order's, total_amount is not.")
        }
        5 => {
            let name = choices.word(&["app_id", "seller_id"]);
            let own = get(fields, name).to_owned();
            let other = words::look_alike(&own, choices);
            if other == own {
                return;
            }
            set(fields, name, other);
            ("party-not-compared", "ALI-BIZ-4", "The notification is for another application or seller.")
        }
        _ => {
            let name = choices.word(&["app_id", "out_trade_no", "total_amount", "trade_status"]);
            fields.retain(|pair| pair.0 != name);
            ("order-not-compared", "ALI-BIZ-1", "A field is missing that has to be compared.")
        }
    };
    made.did(Asks::Refused, flag, clause, about);
}
