//! Alipay: what of a response is believed.

use payspec_core::finding::code;
use payspec_core::wire::charset::Charset;

use super::super::{Fault, fault};
use super::{RESPONSE, behind_name, body_text, by_braces, found, parsed};
use crate::alipay::response::{Found, find, member, node_name, paid, unsigned};
use crate::stop::{Step, refuse};

/// As sound, but with the check of a second node left out; `read` chooses what is handed out.
fn of_two(body: &[u8], method: &str, charset: Charset, signed_last: bool, read_last: bool) -> Step<Found> {
    let text = body_text(body, charset)?;
    let name = format!("\"{}\"", node_name(method));
    let places: Vec<usize> = text.match_indices(&name).map(|(at, _)| at).collect();
    if places.len() < 2 {
        return find(body, method, charset);
    }
    let node = |last: bool| {
        let at = if last { places[places.len() - 1] } else { places[0] };
        behind_name(&text[at..], method).map(|(rest, _)| by_braces(rest).to_owned())
    };
    let mut found = found(&text, &node(signed_last)?, charset, false)?;
    found.read = node(read_last)?;
    Ok(found)
}

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "al-response-verifies-first-reads-last",
        "Of two nodes of one name the first is checked and the last handed out.",
        "ALI-RSP-7, J01: github fzlee/alipay issue 69",
        RESPONSE,
        |s| s.alipay.response.find = |body, method, charset| of_two(body, method, charset, false, true),
    ),
    fault(
        "al-response-verifies-last-reads-first",
        "Of two nodes of one name the last is checked and the first handed out.",
        "ALI-RSP-7, J01",
        RESPONSE,
        |s| s.alipay.response.find = |body, method, charset| of_two(body, method, charset, true, false),
    ),
    fault(
        "al-response-names-in-any-case",
        "Members are found without regard to case; the last one counts.",
        "J03: case-insensitive key merge",
        RESPONSE,
        |s| {
            s.alipay.response.find = |body, method, charset| {
                let text = body_text(body, charset)?;
                let object = parsed(&text)?;
                let name = node_name(method);
                let last = object.iter().rev().find(|(member, _)| member.eq_ignore_ascii_case(&name));
                let Some((_, last)) = last.filter(|_| object.contains_key(&name)) else {
                    return find(body, method, charset);
                };
                let (rest, error) = behind_name(&text, method)?;
                let mut found = found(&text, by_braces(rest), charset, error)?;
                found.read = last.to_string();
                Ok(found)
            };
        },
    ),
    fault(
        "al-response-missing-sign-accepted",
        "A node without a signature is handed out, a success too.",
        "ALI-RSP-8, J04: a success code without a sign",
        RESPONSE,
        |s| {
            s.alipay.response.unsigned = |_| true;
        },
    ),
    fault(
        "al-response-missing-sign-paid",
        "An unsigned node that carries `sub_code` is an error, whatever its code.",
        "J04, J05: an error-only reading of a missing sign",
        RESPONSE,
        |s| s.alipay.response.unsigned = |found| unsigned(found) || member(found, "sub_code").is_some(),
    ),
    fault(
        "al-response-error-node-unsigned",
        "`error_response` is handed out without a look at its code.",
        "J05: error_response skips the check",
        RESPONSE,
        |s| s.alipay.response.unsigned = |found| unsigned(found) || found.error,
    ),
    fault(
        "al-response-errors-unchecked",
        "The signature of a node whose code is not 10000 is not checked.",
        "J05, ALI-RSP-8: verified when it failed and a sign is present",
        RESPONSE,
        |s| s.alipay.response.checked = |found| member(found, "code").as_deref() == Some("10000"),
    ),
    fault(
        "al-response-unchecked",
        "The node is handed out whether its signature is right or not.",
        "J06: CVE-2026-103319, no public key configured",
        RESPONSE,
        |s| s.alipay.response.checked = |_| false,
    ),
    fault(
        "al-response-string-node-unquoted",
        "A node that is a string is checked without its quotes.",
        "ALI-RSP-2, ALI-ENC-3: both quotes included",
        RESPONSE,
        |s| {
            s.alipay.response.find = |body, method, charset| {
                let mut found = find(body, method, charset)?;
                found.signed = charset.encode(found.read.trim_matches('"'))?.into_owned();
                Ok(found)
            };
        },
    ),
    fault(
        "al-response-certificate-number-refused",
        "A body with `alipay_cert_sn` is refused.",
        "ALI-KEY-8, J12: certificate mode",
        RESPONSE,
        |s| {
            s.alipay.response.find = |body, method, charset| {
                let found = find(body, method, charset)?;
                match parsed(&body_text(body, charset)?)?.contains_key("alipay_cert_sn") {
                    true => refuse(code::RESPONSE_NODE),
                    false => Ok(found),
                }
            };
        },
    ),
    fault(
        "al-response-paid-by-code",
        "Code 10000 means paid.",
        "ALI-QRY-3: only that the query worked; V14",
        RESPONSE,
        |s| s.alipay.response.paid = |found| member(found, "code").as_deref() == Some("10000"),
    ),
    fault(
        "al-response-paid-by-status",
        "`trade_status` means paid whatever the code.",
        "ALI-QRY-3, ALI-QRY-5",
        RESPONSE,
        |s| {
            s.alipay.response.paid =
                |found| matches!(member(found, "trade_status").as_deref(), Some("TRADE_SUCCESS" | "TRADE_FINISHED"));
        },
    ),
    fault("al-response-paid-success-only", "TRADE_FINISHED does not mean paid.", "ALI-STAT-5", RESPONSE, |s| {
        s.alipay.response.paid =
            |found| paid(found) && member(found, "trade_status").as_deref() == Some("TRADE_SUCCESS");
    }),
    fault(
        "al-response-paid-not-waiting",
        "Every state but WAIT_BUYER_PAY means paid.",
        "V12, ALI-STAT-2: TRADE_CLOSED",
        RESPONSE,
        |s| {
            s.alipay.response.paid = |found| {
                let status = member(found, "trade_status");
                member(found, "code").as_deref() == Some("10000")
                    && status.is_some_and(|status| status != "WAIT_BUYER_PAY")
            };
        },
    ),
    fault("al-response-paid-in-any-case", "`trade_success` means paid.", "V11: exact comparison", RESPONSE, |s| {
        s.alipay.response.paid = |found| {
            let status = member(found, "trade_status").unwrap_or_default().to_ascii_uppercase();
            member(found, "code").as_deref() == Some("10000")
                && ["TRADE_SUCCESS", "TRADE_FINISHED"].contains(&status.as_str())
        };
    }),
];
