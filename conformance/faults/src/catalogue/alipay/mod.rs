//! Alipay's part of the catalogue.

mod accept;
mod forms_bytes;
mod forms_decoding;
mod forms_fields;
mod page;
mod paid;
mod reply;
mod responses_cut;
mod responses_trust;
mod signing;
mod verifying_base64;
mod verifying_blocks;
mod verifying_choice;

use payspec_core::finding::{Refusal, code};
use payspec_core::wire::charset::Charset;
use payspec_core::wire::form;
use serde_json::{Map, Value};

use super::Fault;
use crate::alipay::response::{Found, node_name};
use crate::pairs::{Pair, Pairs, get, with_values};
use crate::stop::{Step, refuse};

/// The lists, each with its heading.
pub(super) const LISTS: &[(&str, &[Fault])] = &[
    ("Alipay: how requests are signed", signing::FAULTS),
    ("Alipay: how the page or URL is built", page::FAULTS),
    ("Alipay: the answer to a notification", reply::FAULTS),
    ("Alipay: how a form is split and decoded", forms_decoding::FAULTS),
    ("Alipay: charsets", forms_bytes::FAULTS),
    ("Alipay: which fields are signed and read, and in which order", forms_fields::FAULTS),
    ("Alipay: the block under an RSA signature", verifying_blocks::FAULTS),
    ("Alipay: the text of a signature", verifying_base64::FAULTS),
    ("Alipay: whether a message is checked, and by which algorithm", verifying_choice::FAULTS),
    ("Alipay: what a notification says of a payment", paid::FAULTS),
    ("Alipay: a notification against the order", accept::FAULTS),
    ("Alipay: what of a response is believed", responses_trust::FAULTS),
    ("Alipay: where a response's node begins and ends", responses_cut::FAULTS),
];

const SIGN: &[&str] = &["alipay.sign"];

/// A value changed if it stands under `biz_content`.
fn with_content(pairs: &[Pair], change: fn(&str) -> Option<String>) -> Pairs {
    let change = |(name, value): &Pair| {
        let changed = std::str::from_utf8(value).ok().filter(|_| name == b"biz_content").and_then(change);
        (name.clone(), changed.map_or_else(|| value.clone(), String::into_bytes))
    };
    pairs.iter().map(change).collect()
}

/// JSON written anew, its names sorted.
fn sorted_json(text: &str) -> Option<String> {
    let object: std::collections::BTreeMap<String, serde_json::Value> = serde_json::from_str(text).ok()?;
    serde_json::to_string(&object).ok()
}

/// Core's reader.
fn sound(body: &[u8]) -> Result<Pairs, Refusal> {
    Ok(crate::pairs::of(&form::parse(body)?))
}

/// The string over changed values, by both readings of empty ones.
fn strings(pairs: &[Pair], change: fn(&[u8]) -> Vec<u8>) -> Result<Vec<Vec<u8>>, Refusal> {
    crate::alipay::verifying::strings(&with_values(pairs, change))
}

fn text(pairs: &[Pair], name: &str) -> String {
    String::from_utf8_lossy(get(pairs, name).unwrap_or_default()).into_owned()
}

const RESPONSE: &[&str] = &["alipay.response"];

/// The body as text.
fn body_text(body: &[u8], charset: Charset) -> Step<String> {
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

/// Alipay's operations that verify a form.
const AL_FORMS: &[&str] = &["alipay.notify", "alipay.accept", "alipay.return"];

/// Alipay's operations that verify.
const AL_VERIFYING: &[&str] = &["alipay.notify", "alipay.accept", "alipay.return", "alipay.response"];
