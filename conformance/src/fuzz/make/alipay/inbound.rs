//! What Alipay sends: notifications and browser returns.

use serde_json::json;

use super::forge;
use super::form::{self, Pairs, get, set};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::words::{self, NEW_NAMES, ORDER_NUMBERS, SPACED};
use crate::fuzz::make::{Asks, Made, object};

fn pairs(list: &[(&str, &str)]) -> Pairs {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A notification with all that its table requires.
fn notification() -> Pairs {
    pairs(&[
        ("app_id", "2014072300007148"),
        ("auth_app_id", "2014072300007148"),
        ("charset", "utf-8"),
        ("notify_id", "2026010100222120104012345678901234"),
        ("notify_time", "2026-01-01 12:01:05"),
        ("notify_type", "trade_status_sync"),
        ("out_trade_no", "T20260101_0001"),
        ("seller_id", "2088000000000009"),
        ("subject", "test"),
        ("total_amount", "88.88"),
        ("trade_no", "2026010122001400000000000001"),
        ("trade_status", "TRADE_SUCCESS"),
        ("version", "1.0"),
    ])
}

fn says_paid(fields: &Pairs) -> bool {
    let kind = fields.iter().find(|pair| pair.0 == "notify_type").is_none_or(|pair| pair.1 == "trade_status_sync");
    kind && ["TRADE_SUCCESS", "TRADE_FINISHED"].contains(&get(fields, "trade_status"))
}

/// Fields and values that have to come through. Half of the messages stay as they are.
fn vary(fields: &mut Pairs, made: &mut Made, choices: &mut Choices) -> bool {
    let mut gbk = false;
    if !choices.percent(55) {
        return gbk;
    }
    for _ in 0..1 + choices.below(3) {
        let (name, value, flag, clause) = match choices.below(14) {
            0..=2 => ("subject", words::text(choices), "decoded-twice", "ALI-VER-2"),
            3 => (*choices.pick(NEW_NAMES), words::text(choices), "unknown-field-dropped", "ALI-NTF-1"),
            4 => (
                "passback_params",
                (choices.word(&["a%3D1%26b%3D2", "%257B", "%", "a%20b", "a+b"])).to_owned(),
                "decoded-twice",
                "ALI-NTF-1",
            ),
            5 => {
                let list = r#"[{"amount":"88.88","fundChannel":"ALIPAYACCOUNT"}]"#;
                ("fund_bill_list", list.to_owned(), "input-filtered", "ALI-AMB-9")
            }
            6 => ("out_trade_no", (*choices.pick(ORDER_NUMBERS)).to_owned(), "value-coerced", "ALI-NTF-5"),
            7 => (
                "body",
                (choices.word(&["@shop", "@", "0", "false", "back\\slash", "a\\", "x;y", "  two"])).to_owned(),
                "at-value-dropped",
                "ALI-AMB-17",
            ),
            8 => ("gmt_refund", "2026-01-02 12:00:00.123".to_owned(), "time-refused", "ALI-AMB-14"),
            9 => (
                choices.word(&["receipt_amount", "buyer_pay_amount", "point_amount"]),
                (choices.word(&["88.88", "0.00", "80.00"])).to_owned(),
                "value-coerced",
                "ALI-NTF-1",
            ),
            10 => {
                made.did(Asks::Done, "value-trimmed", "ALI-VER-6", "A value ends or begins with white space.");
                ("subject", (choices.word(&["x ", " x", "x\n"])).to_owned(), "value-trimmed", "ALI-VER-6")
            }
            11 => {
                let value = *choices.pick(SPACED);
                made.did(
                    if value.trim().is_empty() { Asks::Open } else { Asks::Done },
                    "value-trimmed",
                    "ALI-AMB-18",
                    "A value has white space around it.",
                );
                ("body", value.to_owned(), "value-trimmed", "ALI-AMB-18")
            }
            12 => (choices.word(&["body", "gmt_close", "zz_new"]), String::new(), "empty-value-reading", "ALI-VER-5"),
            _ => {
                gbk = true;
                made.needs("gbk");
                let subject = choices.word(&["测试商品 A+B", "亅", "乗|", "測", "乿@", "亖{}"]);
                set(fields, "charset", choices.word(&["gbk", "GBK", "gb2312"]));
                ("subject", subject.to_owned(), "wrong-charset", "ALI-VER-4")
            }
        };
        made.did(Asks::Done, flag, clause, format!("{name} is {value:?}."));
        set(fields, name, value);
    }
    if gbk {
        // What GBK cannot hold was no message of Alipay's.
        fields.retain(|pair| pair.0 == "charset" || !encoding_rs::GBK.encode(&pair.1).2 && !pair.1.contains('€'));
    } else if choices.percent(8) {
        let label = choices.word(&["UTF-8", "Utf-8", "utf8", ""]);
        if label.is_empty() {
            fields.retain(|pair| pair.0 != "charset");
        } else {
            set(fields, "charset", label);
        }
        let asks = if label.len() == 5 { Asks::Done } else { Asks::Open };
        made.did(asks, "charset-label-rewritten", "ALI-AMB-3", format!("The charset's label is {label:?}."));
    }
    gbk
}

/// What a genuine notification says of the trade.
fn meaning(fields: &mut Pairs, made: &mut Made, choices: &mut Choices) {
    match choices.below(6) {
        0..=2 => {
            let status = choices.word(&[
                "TRADE_FINISHED",
                "WAIT_BUYER_PAY",
                "TRADE_CLOSED",
                "UNKNOWN",
                "trade_success",
                "TRADE_SUCCESS ",
                "TRADE_SUCCESSFUL",
                "NOT_TRADE_SUCCESS",
                "SUCCESS",
                "true",
            ]);
            set(fields, "trade_status", status);
            let flag = if status == "TRADE_FINISHED" { "paid-status-unpaid" } else { "unpaid-status-paid" };
            made.did(Asks::Done, flag, "ALI-STAT-5", format!("trade_status is {status:?}."));
        }
        3 => {
            fields.retain(|pair| pair.0 != "trade_status");
            made.did(Asks::Done, "unpaid-status-paid", "ALI-STAT-5", "trade_status is absent.");
        }
        4 => {
            let kind = choices.word(&["batch_refund_notify", "TRADE_STATUS_SYNC", "trade_status_sync2"]);
            set(fields, "notify_type", kind);
            made.did(Asks::Done, "other-message-kind", "ALI-RET-8", format!("notify_type is {kind:?}."));
        }
        _ => {
            let name = choices.word(&[
                "notify_id",
                "app_id",
                "auth_app_id",
                "version",
                "trade_no",
                "out_trade_no",
                "notify_type",
            ]);
            fields.retain(|pair| pair.0 != name);
            made.did(Asks::Open, "required-field-missing", "ALI-NTF-1", format!("{name} is missing."));
        }
    }
}

/// A notification.
pub(in crate::fuzz) fn notify(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["ALI-VER-1"]);
    let mut fields = notification();
    let gbk = vary(&mut fields, &mut made, choices);
    if choices.percent(25) {
        meaning(&mut fields, &mut made, choices);
    }
    let paid = says_paid(&fields);
    finish(fields, gbk, "body", &mut made, choices);
    made.expect.insert("paid".to_owned(), paid.into());
    content_type(&mut made, gbk, choices);
    made
}

fn content_type(made: &mut Made, gbk: bool, choices: &mut Choices) {
    if !choices.percent(15) {
        return;
    }
    match choices.below(3) {
        0 | 1 => {
            let other = if gbk { "utf-8" } else { "gbk" };
            let value = choices.word(&[
                "application/x-www-form-urlencoded",
                "application/x-www-form-urlencoded; charset=",
                "APPLICATION/X-WWW-FORM-URLENCODED",
            ]);
            let value = if value.ends_with('=') { format!("{value}{other}") } else { value.to_owned() };
            made.did(Asks::Done, "header-charset-wins", "ALI-VER-4", format!("The Content-Type is {value}."));
            made.put("content_type", value);
        }
        _ => {
            made.put("content_type", choices.word(&["text/plain", "application/json"]));
            made.did(Asks::Open, "body-format-guessed", "ALI-AMB-23", "The form is labelled otherwise.");
        }
    }
}

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
            let other = match (choices.below(3), &*number) {
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

/// A browser return.
pub(in crate::fuzz) fn browser_return(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["ALI-RET-3"]);
    let mut fields = pairs(&[
        ("app_id", "2014072300007148"),
        ("auth_app_id", "2014072300007148"),
        ("charset", "utf-8"),
        ("method", "alipay.trade.page.pay.return"),
        ("out_trade_no", "T20260101_0001"),
        ("seller_id", "2088000000000009"),
        ("timestamp", "2026-01-01 12:01:10"),
        ("total_amount", "88.88"),
        ("trade_no", "2026010122001400000000000001"),
        ("version", "1.0"),
    ]);
    if choices.percent(50) {
        let (name, value) = match choices.below(3) {
            0 => ("out_trade_no", (choices.word(&["a&b=c", "a+b", "100%", "%41", "007", "T-1", "测试"])).to_owned()),
            1 => (*choices.pick(NEW_NAMES), words::text(choices)),
            _ => ("total_amount", (choices.word(&["0.01", "1.10", "100.00"])).to_owned()),
        };
        made.did(Asks::Done, "decoded-twice", "ALI-RET-3", format!("{name} is {value:?}."));
        set(&mut fields, name, value);
    }
    if choices.percent(10) {
        let name = choices.word(&["charset", "method", "timestamp", "version"]);
        fields.retain(|pair| pair.0 != name);
        made.did(Asks::Open, "required-field-missing", "ALI-RET-1", format!("{name} is missing."));
    }
    finish(fields, false, "query", &mut made, choices);
    made
}

/// Signs, writes, and attacks the form.
fn finish(mut fields: Pairs, gbk: bool, member: &str, made: &mut Made, choices: &mut Choices) {
    let mut wire = forge::sign(&mut fields, gbk, made, choices);
    made.fields(&forge::told(&fields));
    if member == "query" && made.flags.contains(&"unsigned-field-accepted") {
        // A parameter of the merchant's own: it may be stripped or make it fail (ALI-RET-7).
        made.asks = Asks::Open;
    }
    if choices.percent(35) {
        choices.shuffle(&mut wire);
        made.did(Asks::Done, "sort-order", "ALI-VER-2", "The fields come in another order.");
    }
    let spelling = form::spelling(made, choices);
    let mut text = form::write(&wire, gbk, spelling);
    if made.asks != Asks::Refused && choices.percent(30) {
        text = attack(text, &fields, &wire, gbk, made, choices);
    }
    text = form::separators(text, made, choices);
    if member == "query" {
        made.put("query", text);
    } else {
        made.body(text.as_bytes());
    }
}

/// The form after somebody wrote it in a way that reads otherwise.
fn attack(text: String, fields: &Pairs, wire: &Pairs, gbk: bool, made: &mut Made, choices: &mut Choices) -> String {
    let at = choices.below(fields.len());
    let (name, value) = fields[at].clone();
    let plain = |pairs: &Pairs| form::write(pairs, gbk, form::Spelling::default());
    let other = words::other(&value, choices);
    match choices.below(9) {
        0 | 1 => {
            let mut pairs = wire.clone();
            let place = pairs.iter().position(|pair| pair.0 == name).unwrap_or(0) + choices.below(2);
            pairs.insert(place, (name.clone(), other));
            made.did(
                Asks::Open,
                "duplicate-field",
                "ALI-AMB-4",
                format!("{name} comes twice, and only one is signed."),
            );
            // A notification that is not plainly one is not plainly paid.
            made.expect.shift_remove("paid");
            plain(&pairs)
        }
        2 => {
            let mut pairs = wire.clone();
            pairs.retain(|pair| pair.0 != name);
            let mut encoded = String::new();
            form::encode(&form::bytes(&value, gbk), form::Spelling::default(), &mut encoded);
            let twice = encoded.replace('%', "%25");
            if !twice.contains("%25") {
                return text;
            }
            made.did(Asks::Refused, "decoded-twice", "ALI-VER-2", format!("{name} is encoded twice."));
            format!("{}&{name}={twice}", plain(&pairs))
        }
        3 => {
            let encoded = text.replace('&', "%26");
            made.did(Asks::Refused, "decoded-before-splitting", "ALI-NTF-3", "The separators are escaped.");
            encoded
        }
        4 => {
            // A value that ends in another field, once decoded.
            let injected = format!("{text}&zz=x%26{name}%3D{}", other.replace('%', "%25").replace(' ', "+"));
            made.did(
                Asks::Refused,
                "decoded-before-splitting",
                "ALI-NTF-3",
                format!("A value was added that holds {name}."),
            );
            injected
        }
        5 => {
            let bad = choices.word(&["%FF", "%C0%B1", "%E6%B5", "%ED%A0%80", "%B2"]);
            if gbk || get(fields, "charset").is_empty() {
                return text;
            }
            let mut pairs = wire.clone();
            pairs.retain(|pair| pair.0 != name);
            made.did(
                Asks::Refused,
                "invalid-utf8-repaired",
                "ALI-VER-4",
                format!("{name} ends in bytes that are no text."),
            );
            format!("{}&{name}={}{bad}", plain(&pairs), plain(&vec![(String::new(), value)]).trim_start_matches('='))
        }
        6 => {
            let mut pairs = wire.clone();
            pairs.retain(|pair| pair.0 != name);
            made.did(Asks::Refused, "nul-truncates", "ALI-VER-2", format!("{name} goes on behind a NUL."));
            format!("{}&{name}={}%00x", plain(&pairs), plain(&vec![(String::new(), value)]).trim_start_matches('='))
        }
        7 => {
            if !text.contains('+') {
                return text;
            }
            made.did(Asks::Refused, "plus-not-space", "ALI-AMB-1", "Spaces are sent as pluses.");
            text.replace('+', "%2B")
        }
        _ => {
            let broken = choices.word(&["%", "%z", "%zz", "50%25%"]);
            made.did(Asks::Open, "percent-crash", "ALI-AMB-6", "A percent sign is followed by no digits.");
            made.expect.shift_remove("paid");
            format!("{text}&zz={broken}")
        }
    }
}
