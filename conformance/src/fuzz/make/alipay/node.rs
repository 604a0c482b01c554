//! The node of a synchronous answer.

use serde_json::Value;

use crate::fuzz::choices::Choices;
use crate::fuzz::make::words;
use crate::fuzz::make::{Asks, Made};

pub(super) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// The members of a node, as texts of JSON.
pub(super) fn members(made: &mut Made, choices: &mut Choices) -> Vec<(String, String)> {
    let mut list: Vec<(String, String)> = [
        ("code", "10000"),
        ("msg", "Success"),
        ("out_trade_no", "T20260101_0001"),
        ("total_amount", "88.88"),
        ("trade_no", "2026010122001400000000000001"),
        ("trade_status", "TRADE_SUCCESS"),
    ]
    .map(|(name, value)| (name.to_owned(), quoted(value)))
    .to_vec();
    if !choices.percent(65) {
        return list;
    }
    for _ in 0..1 + choices.below(2) {
        let (name, value, flag): (&str, String, _) = match choices.below(9) {
            0 | 1 => {
                let trap = choices.word(&[
                    "a}b",
                    "a{b",
                    "}}",
                    "{{",
                    "\\\"",
                    "a\\\"}",
                    "\\\\",
                    "\\\\\\\"",
                    ",\\\"sign\\\":\\\"x",
                    "},\\\"sign\\\":\\\"x\\\"}",
                    "alipay_trade_query_response",
                    "\\\"alipay_trade_query_response\\\":{}",
                    "_response\\\":",
                    "]",
                    "\\u007d",
                    "\\ud83c\\udfe0",
                    "https:\\/\\/a.example\\/x",
                    "https://a.example/x",
                    "\\u4f60\\u597d",
                    "\\u4F60",
                    "你好",
                    "\\n\\t",
                    "<a&b>",
                    "🏠",
                    "a  b",
                    "\\/",
                    "/",
                ]);
                ("subject", format!("\"{trap}\""), "node-cut-wrong")
            }
            2 => ("sign", quoted("inner"), "node-cut-wrong"),
            3 => (
                "ext",
                (choices.word(&[
                    "{\"n\":1,\"sign\":\"inner\",\"a\":{\"b\":\"}\"}}",
                    "[1,\"]\",{}]",
                    "{}",
                    "{\"sign\":{\"sign\":\"}\"}}",
                ]))
                .to_owned(),
                "node-cut-wrong",
            ),
            4 => (
                "n",
                (choices.word(&["1", "1.10", "1e2", "true", "false", "null", "-0"])).to_owned(),
                "node-reserialised",
            ),
            5 => {
                let status = choices.word(&[
                    "TRADE_FINISHED",
                    "WAIT_BUYER_PAY",
                    "TRADE_CLOSED",
                    "trade_success",
                    "NOT_TRADE_SUCCESS",
                    "",
                ]);
                ("trade_status", quoted(status), "unpaid-status-paid")
            }
            6 => ("subject", quoted(&words::text(choices)), "node-reserialised"),
            7 => {
                let code = choices.word(&["40004", "20000", "10003", "40002"]);
                set(&mut list, "sub_code", quoted("ACQ.TRADE_NOT_EXIST"));
                ("code", quoted(code), "unpaid-status-paid")
            }
            _ => {
                list.reverse();
                ("msg", quoted("Success"), "node-reserialised")
            }
        };
        made.did(Asks::Done, flag, "ALI-RSP-2", format!("The node's {name} is {value}."));
        set(&mut list, name, value);
    }
    list
}

pub(super) fn set(list: &mut Vec<(String, String)>, name: &str, value: String) {
    match list.iter_mut().find(|member| member.0 == name) {
        Some(member) => member.1 = value,
        None => list.push((name.to_owned(), value)),
    }
}

pub(super) fn text(list: &[(String, String)], choices: &mut Choices) -> String {
    let (open, comma, colon, close) = *choices.pick(&[
        ("{", ",", ":", "}"),
        ("{ ", ", ", ": ", " }"),
        ("{\n  ", ",\n  ", " : ", "\n}"),
        ("{", " ,", ":\t", "}"),
    ]);
    let members: Vec<String> = list.iter().map(|(name, value)| format!("{}{colon}{value}", quoted(name))).collect();
    format!("{open}{}{close}", members.join(comma))
}

/// Whether the node says "paid" (ALI-QRY-3, ALI-STAT-5).
pub(super) fn says_paid(list: &[(String, String)]) -> bool {
    let member = |name: &str| list.iter().find(|member| member.0 == name).map_or("", |member| &*member.1);
    member("code") == "\"10000\"" && ["\"TRADE_SUCCESS\"", "\"TRADE_FINISHED\""].contains(&member("trade_status"))
}
