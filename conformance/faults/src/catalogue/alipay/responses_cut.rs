//! Alipay: where a response's node begins and ends.

use payspec_core::finding::{Refusal, code};
use payspec_core::wire::charset::Charset;
use serde_json::Value;

use super::super::{Fault, fault};
use super::{RESPONSE, behind_name, body_text, by_braces, found};
use crate::alipay::response::{Found, find, node_name};
use crate::stop::{Step, refuse};

/// The node of the method, then what of it is written anew.
fn rewritten(body: &[u8], method: &str, charset: Charset, write: fn(&Value) -> String) -> Step<Found> {
    let mut found = find(body, method, charset)?;
    let value: Value = serde_json::from_str(&found.read).map_err(|_| Refusal::new(code::JSON_SYNTAX))?;
    found.signed = charset.encode(&write(&value))?.into_owned();
    Ok(found)
}

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
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
                let text = body_text(body, charset)?;
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
                let text = body_text(body, charset)?;
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
                let text = body_text(body, charset)?;
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
                let text = body_text(body, charset)?;
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
                let text = body_text(body, charset)?;
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
                let text = body_text(body, charset)?;
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
];
