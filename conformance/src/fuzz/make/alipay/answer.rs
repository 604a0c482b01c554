//! What stands around a node, or in its place.

use payspec_core::crypto::rsa::Scheme;
use serde_json::Value;

use super::forge;
use super::node::{quoted, set, text};
use super::response::NODE;
use crate::fuzz::choices::Choices;
use crate::fuzz::make::keys::{APPLICATION, PLATFORM};
use crate::fuzz::make::{Asks, Made};

/// Around the node everything that JSON allows is allowed.
pub(super) fn layout(node: &str, sign: &str, made: &mut Made, choices: &mut Choices) -> String {
    let certificate = "\"alipay_cert_sn\":\"0123456789abcdef0123456789abcdef\"";
    let (asks, flag, about, body) = match choices.below(12) {
        0..=3 => return format!("{{\"{NODE}\":{node},\"sign\":\"{sign}\"}}"),
        4 => (
            Asks::Done,
            "node-cut-wrong",
            "White space around names.",
            format!("{{ \"{NODE}\" : {node} , \"sign\" : \"{sign}\" }}"),
        ),
        5 => (Asks::Done, "node-cut-wrong", "Lines.", format!("{{\n\"{NODE}\":\r\n{node},\n\"sign\":\"{sign}\"\n}}\n")),
        6 => (
            Asks::Done,
            "node-cut-wrong",
            "A certificate's number behind the signature.",
            format!("{{\"{NODE}\":{node},\"sign\":\"{sign}\",{certificate}}}"),
        ),
        7 => (
            Asks::Done,
            "node-cut-wrong",
            "A certificate's number between.",
            format!("{{\"{NODE}\":{node},{certificate},\"sign\":\"{sign}\"}}"),
        ),
        8 => (
            Asks::Done,
            "node-cut-wrong",
            "A certificate's number in front.",
            format!("{{{certificate},\"{NODE}\":{node},\"sign\":\"{sign}\"}}"),
        ),
        9 => (
            Asks::Open,
            "node-cut-wrong",
            "The signature stands first.",
            format!("{{\"sign\":\"{sign}\",\"{NODE}\":{node}}}"),
        ),
        10 => (
            Asks::Open,
            "base64-lenient",
            "The signature's slashes are escaped.",
            format!("{{\"{NODE}\":{node},\"sign\":\"{}\"}}", sign.replace('/', "\\/")),
        ),
        _ => (
            Asks::Open,
            "node-cut-wrong",
            "Another member.",
            format!("{{\"x\":\"{NODE}\",\"{NODE}\":{node},\"sign\":\"{sign}\"}}"),
        ),
    };
    made.did(asks, flag, "ALI-RSP-6", about);
    body
}

/// Without a signature only an error is anything (ALI-RSP-8).
pub(super) fn unsigned(list: &[(String, String)], node: &str, made: &mut Made, choices: &mut Choices) -> String {
    let success = list.iter().any(|member| member.0 == "code" && member.1 == "\"10000\"");
    if success && choices.percent(70) {
        let sign = choices.word(&[
            "",
            ",\"sign\":\"\"",
            ",\"sign\":null",
            ",\"sign\":true",
            ",\"sign\":0",
            ",\"sign\":{}",
            ",\"sign\":[]",
            ",\"sign\":\" \"",
            ",\"SIGN\":\"x\"",
        ]);
        let name = *choices.pick(&[NODE, "error_response"]);
        made.did(Asks::Refused, "unsigned-success", "ALI-RSP-8", "A success without a signature.");
        return format!("{{\"{name}\":{node}{sign}}}");
    }
    let error = (choices.word(&[
        "{\"code\":\"40002\",\"msg\":\"Invalid Arguments\",\"sub_code\":\"isv.invalid-app-id\"}",
        "{\"code\":\"40004\",\"msg\":\"Business Failed\",\"sub_code\":\"ACQ.TRADE_NOT_EXIST\"}",
        "{\"code\":\"20000\",\"msg\":\"Service Currently Unavailable\",\"trade_status\":\"TRADE_SUCCESS\"}",
    ]))
    .to_owned();
    let name = choices.word(&["error_response", NODE]);
    made.did(Asks::Open, "unsigned-error-as-result", "ALI-RSP-8", "An error without a signature.");
    made.expect.insert("node".to_owned(), error.clone().into());
    made.expect.insert("paid".to_owned(), false.into());
    format!("{{\"{name}\":{error}}}")
}

/// A node or a signature that was changed: the node's text, and the member `sign`.
pub(super) fn forged(
    node: &str,
    signed: &[u8],
    sign: &str,
    made: &mut Made,
    choices: &mut Choices,
) -> (String, String) {
    let member = |sign: &str| format!("\"sign\":{}", quoted(sign));
    let (asks, flag, about, node, sign) = match choices.below(10) {
        0 | 1 => {
            let digits: Vec<usize> =
                node.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
            let at = digits[choices.below(digits.len())];
            // An escape of a quote or a brace must not come to life.
            let inside_escape = node[..at].rfind('\\').is_some_and(|slash| at - slash < 6);
            let new = if node.as_bytes()[at] == b'1' { '2' } else { '1' };
            if inside_escape {
                return (node.to_owned(), member(sign));
            }
            (
                Asks::Refused,
                "field-not-covered",
                "A digit of the node was changed.",
                format!("{}{new}{}", &node[..at], &node[at + 1..]),
                sign.to_owned(),
            )
        }
        2 => (
            Asks::Refused,
            "node-reserialised",
            "A space was added within the node.",
            node.replacen(':', ": ", 1),
            sign.to_owned(),
        ),
        3 => {
            let end = node.rfind('}').unwrap_or(node.len());
            (
                Asks::Refused,
                "field-not-covered",
                "A member was added to the node.",
                format!("{},\"x\":\"1\"}}", node[..end].trim_end()),
                sign.to_owned(),
            )
        }
        4 => {
            let other: Value = serde_json::from_str(node).unwrap_or(Value::Null);
            let spaced = other.to_string().replace("\":", "\": ").replace(",\"", ", \"");
            if spaced == node {
                return (node.to_owned(), member(sign));
            }
            (Asks::Refused, "node-reserialised", "The node was written anew after signing.", spaced, sign.to_owned())
        }
        5 => {
            let inner = node.trim_start_matches('{').trim_end_matches('}').to_owned();
            (
                Asks::Refused,
                "node-reserialised",
                "The signature covers the node without its braces.",
                node.to_owned(),
                PLATFORM.sign(Scheme::Rsa2, inner.as_bytes()),
            )
        }
        6 => (
            Asks::Refused,
            "wrong-key-accepted",
            "It is signed with the application's key.",
            node.to_owned(),
            APPLICATION.sign(Scheme::Rsa2, signed),
        ),
        7 => (
            Asks::Refused,
            "wrong-digest",
            "It is signed with SHA-1.",
            node.to_owned(),
            PLATFORM.sign(Scheme::Rsa, signed),
        ),
        _ => {
            let sign = forge::forged(signed, sign, &Vec::new(), false, made, choices);
            let sign = sign.map_or_else(|| "\"x\":1".to_owned(), |sign| member(&sign));
            let success = node.contains("\"10000\"");
            if !success && (sign.starts_with("\"x\"") || sign == "\"sign\":\"\"") {
                made.did(Asks::Open, "unsigned-error-as-result", "ALI-RSP-8", "An error without a signature.");
                made.asks = Asks::Open;
            }
            return (node.to_owned(), sign);
        }
    };
    made.did(asks, flag, "ALI-RSP-2", about);
    (node, member(&sign))
}

/// A second node, of which only one is signed: that one may be handed out, the other never.
pub(super) fn second(
    node: &str,
    sign: &str,
    list: &[(String, String)],
    made: &mut Made,
    choices: &mut Choices,
) -> String {
    let mut other = list.to_vec();
    set(&mut other, "total_amount", quoted("1.00"));
    set(&mut other, "code", quoted("10000"));
    set(&mut other, "trade_status", quoted("TRADE_SUCCESS"));
    set(&mut other, "trade_no", quoted("2026010122001400000000000002"));
    let fake = text(&other, choices);
    let name = *choices.pick(&[
        NODE,
        NODE,
        "ALIPAY_TRADE_QUERY_RESPONSE",
        "alipay_trade_query_respons\\u0065",
        "error_response",
        "alipay_trade_refund_response",
    ]);
    let good = format!("\"{NODE}\":{node}");
    let bad = format!("\"{name}\":{fake}");
    let sign = format!("\"sign\":\"{sign}\"");
    let (asks, body) = match choices.below(6) {
        0 => (Asks::Open, format!("{{{good},{sign},{bad}}}")),
        1 => (Asks::Open, format!("{{{bad},{good},{sign}}}")),
        2 => (Asks::Open, format!("{{{good},{bad},{sign}}}")),
        3 => (Asks::Refused, format!("{{{bad},{sign}}}")),
        4 => (Asks::Refused, format!("{{\"{NODE}\":{{\"x\":{{{good}}},{}}},{sign}}}", &fake[1..fake.len() - 1].trim())),
        _ => (Asks::Refused, format!("{{{bad},\"x\":{{{good},{sign}}}}}")),
    };
    made.did(asks, "unsigned-node-returned", "ALI-RSP-7", "There are two nodes, and only one is signed.");
    body
}
