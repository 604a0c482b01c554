//! Alipay: how the signed node of a response is found, and what is made of it.

use super::{Fault, fault};
use crate::alipay::response::{Found, find, member, node_name, paid, unsigned};
use crate::stop::{Step, refuse};
use payspec_core::finding::{Refusal, code};
use payspec_core::wire::charset::Charset;
use serde_json::{Map, Value};

const RESPONSE: &[&str] = &["alipay.response"];

/// The body as text.
fn text(body: &[u8], charset: Charset) -> Step<String> {
    Ok(charset.decode(body)?.into_owned())
}

/// The body as JSON; of two members of one name the last is kept.
fn parsed(text: &str) -> Step<Map<String, Value>> {
    serde_json::from_str(text).map_err(|_| Refusal::new(code::JSON_SYNTAX))
}

/// `sign` of the body.
fn sign_of(object: &Map<String, Value>) -> Option<Vec<u8>> {
    object.get("sign")?.as_str().filter(|sign| !sign.is_empty()).map(|sign| sign.as_bytes().to_vec())
}

/// A node that stands at `range` of the text.
fn found(text: &str, node: &str, charset: Charset, error: bool) -> Step<Found> {
    let sign = sign_of(&parsed(text)?);
    Ok(Found { signed: charset.encode(node)?.into_owned(), read: node.to_owned(), sign, error })
}

/// The text behind `"name":`, the place where a node begins.
fn behind_name<'t>(text: &'t str, method: &str) -> Step<(&'t str, bool)> {
    for (name, error) in [(node_name(method), false), ("error_response".to_owned(), true)] {
        if let Some((_, rest)) = text.split_once(&format!("\"{name}\"")) {
            let rest = rest.trim_start();
            return Ok((rest.strip_prefix(':').unwrap_or(rest).trim_start(), error));
        }
    }
    refuse(code::RESPONSE_NODE)
}

/// The node up to the brace that closes it, counting every brace.
fn by_braces(rest: &str) -> &str {
    let mut depth = 0_usize;
    for (at, character) in rest.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth <= 1 => return &rest[..=at],
            '}' => depth -= 1,
            _ => {}
        }
    }
    rest
}

/// The node of the method, then what of it is written anew.
fn rewritten(body: &[u8], method: &str, charset: Charset, write: fn(&Value) -> String) -> Step<Found> {
    let mut found = find(body, method, charset)?;
    let value: Value = serde_json::from_str(&found.read).map_err(|_| Refusal::new(code::JSON_SYNTAX))?;
    found.signed = charset.encode(&write(&value))?.into_owned();
    Ok(found)
}

/// As sound, but with the check of a second node left out; `read` chooses what is handed out.
fn of_two(body: &[u8], method: &str, charset: Charset, signed_last: bool, read_last: bool) -> Step<Found> {
    let text = text(body, charset)?;
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

pub(super) const FAULTS: &[Fault] = &[
    fault(
        "al-response-rewritten",
        "The node is parsed and written anew before it is checked.",
        "ALI-RSP-2, J09: never re-serialised",
        RESPONSE,
        |s| s.alipay.response.find = |body, method, charset| rewritten(body, method, charset, Value::to_string),
    ),
    fault(
        "al-response-rewritten-with-spaces",
        "The node is written anew with a space behind colons and commas.",
        "ALI-RSP-2, ALI-EX-R4: re-serialised with spaces fails",
        RESPONSE,
        |s| {
            s.alipay.response.find = |body, method, charset| {
                rewritten(body, method, charset, |value| {
                    value.to_string().replace("\":", "\": ").replace(",\"", ", \"")
                })
            };
        },
    ),
    fault(
        "al-response-slashes-unescaped",
        "`\\/` is put back to `/` before the check.",
        "ALI-RSP-5: escaped slashes are part of the signed bytes; J09",
        RESPONSE,
        |s| {
            s.alipay.response.find = |body, method, charset| {
                let mut found = find(body, method, charset)?;
                found.signed = charset.encode(&found.read.replace("\\/", "/"))?.into_owned();
                Ok(found)
            };
        },
    ),
    fault(
        "al-response-slashes-escaped",
        "`/` is written `\\/` before the check.",
        "ALI-RSP-5: raw first",
        RESPONSE,
        |s| {
            s.alipay.response.find = |body, method, charset| {
                let mut found = find(body, method, charset)?;
                found.signed = charset.encode(&found.read.replace("\\/", "/").replace('/', "\\/"))?.into_owned();
                Ok(found)
            };
        },
    ),
    fault(
        "al-response-braces-in-strings",
        "The node ends where all braces are closed, those in strings counted too.",
        "ALI-RSP-4, J07: brace counting that ignores strings",
        RESPONSE,
        |s| {
            s.alipay.response.find = |body, method, charset| {
                let text = text(body, charset)?;
                let (rest, error) = behind_name(&text, method)?;
                find(body, method, charset)?;
                found(&text, by_braces(rest), charset, error)
            };
        },
    ),
    fault(
        "al-response-escapes-ignored",
        "The node's end is found with an eye on strings, but `\\\"` ends one.",
        "ALI-RSP-3, J07: honour backslash escapes",
        RESPONSE,
        |s| {
            s.alipay.response.find = |body, method, charset| {
                let text = text(body, charset)?;
                let (rest, error) = behind_name(&text, method)?;
                find(body, method, charset)?;
                let (mut depth, mut inside, mut end) = (0_usize, false, rest.len());
                for (at, character) in rest.char_indices() {
                    match character {
                        '"' => inside = !inside,
                        '{' if !inside => depth += 1,
                        '}' if !inside && depth <= 1 => {
                            end = at + 1;
                            break;
                        }
                        '}' if !inside => depth -= 1,
                        _ => {}
                    }
                }
                found(&text, &rest[..end], charset, error)
            };
        },
    ),
    fault(
        "al-response-up-to-first-sign",
        "The node ends before the first `,\"sign\":` behind it.",
        "ALI-RSP-4: breaks on an inner member called sign",
        RESPONSE,
        |s| {
            s.alipay.response.find = |body, method, charset| {
                let text = text(body, charset)?;
                let (rest, error) = behind_name(&text, method)?;
                find(body, method, charset)?;
                match rest.split_once(",\"sign\":") {
                    Some((node, _)) => found(&text, node, charset, error),
                    None => find(body, method, charset),
                }
            };
        },
    ),
    fault(
        "al-response-up-to-last-sign",
        "The node ends one character before the last `\"sign\"`, wherever that stands.",
        "ALI-RSP-4: a fixed offset, breaks on any white space",
        RESPONSE,
        |s| {
            s.alipay.response.find = |body, method, charset| {
                let text = text(body, charset)?;
                let start = text.find(&node_name(method)).map(|at| at + node_name(method).len() + 2);
                let end = text.rfind("\"sign\"").map(|at| at.saturating_sub(1));
                find(body, method, charset)?;
                match start.zip(end).and_then(|(start, end)| text.get(start..end)) {
                    Some(node) => found(&text, node, charset, false),
                    None => find(body, method, charset),
                }
            };
        },
    ),
    fault(
        "al-response-by-pattern",
        "The node and its signature are found by the pattern `{\"…_response\":{…},\"sign\":\"…\"}` without white space.",
        "ALI-RSP-4, ALI-RSP-6: white space outside the value must not matter",
        RESPONSE,
        |s| {
            s.alipay.response.find = |body, method, charset| {
                let found = find(body, method, charset)?;
                let text = text(body, charset)?;
                let close = text.contains(&format!("_response\":{}", found.read)) && text.contains("},\"sign\":\"");
                if close || found.sign.is_none() { Ok(found) } else { refuse(code::RESPONSE_NODE) }
            };
        },
    ),
    fault(
        "al-response-first-node-like",
        "The node begins behind the first `_response\":` of the body.",
        "ALI-RSP-4, J08: a node's name earlier in the text",
        RESPONSE,
        |s| {
            s.alipay.response.find = |body, method, charset| {
                let mut found = find(body, method, charset)?;
                let text = text(body, charset)?;
                if let Some((_, rest)) = text.split_once("_response\"") {
                    let rest = rest.trim_start().trim_start_matches(':').trim_start();
                    let length = found.read.len();
                    found.signed = charset.encode(rest.get(..length).unwrap_or(rest))?.into_owned();
                    found.read = String::from_utf8_lossy(&found.signed).into_owned();
                }
                Ok(found)
            };
        },
    ),
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
                let text = text(body, charset)?;
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
                match parsed(&text(body, charset)?)?.contains_key("alipay_cert_sn") {
                    true => refuse(code::RESPONSE_NODE),
                    false => Ok(found),
                }
            };
        },
    ),
    fault(
        "al-response-white-space-removed",
        "White space is taken out of the node before it is checked.",
        "ALI-RSP-6, J10: white space inside the value is signed",
        RESPONSE,
        |s| {
            s.alipay.response.find = |body, method, charset| {
                let mut found = find(body, method, charset)?;
                let squeezed: String = found.read.chars().filter(|c| !c.is_ascii_whitespace()).collect();
                found.signed = charset.encode(&squeezed)?.into_owned();
                Ok(found)
            };
        },
    ),
    fault(
        "al-response-gbk-as-utf8",
        "A node in GBK is checked in its UTF-8 form.",
        "ALI-RSP-9: verify on bytes",
        RESPONSE,
        |s| {
            s.alipay.response.find = |body, method, charset| {
                let mut found = find(body, method, charset)?;
                found.signed = found.read.clone().into_bytes();
                Ok(found)
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
