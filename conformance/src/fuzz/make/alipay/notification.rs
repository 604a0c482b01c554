//! The fields of genuine notifications.

use super::form::{Pairs, get, set};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::words::{self, NEW_NAMES, ORDER_NUMBERS, SPACED};
use crate::fuzz::make::{Asks, Made};

pub(super) fn pairs(list: &[(&str, &str)]) -> Pairs {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A notification with all that its table requires.
pub(super) fn notification() -> Pairs {
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

pub(super) fn says_paid(fields: &Pairs) -> bool {
    let kind = fields.iter().find(|pair| pair.0 == "notify_type").is_none_or(|pair| pair.1 == "trade_status_sync");
    kind && ["TRADE_SUCCESS", "TRADE_FINISHED"].contains(&get(fields, "trade_status"))
}

/// Fields and values that have to come through. Half of the messages stay as they are.
pub(super) fn vary(fields: &mut Pairs, made: &mut Made, choices: &mut Choices) -> bool {
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
pub(super) fn meaning(fields: &mut Pairs, made: &mut Made, choices: &mut Choices) {
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
