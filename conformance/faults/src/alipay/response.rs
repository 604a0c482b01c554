//! Synchronous responses (object D), step by step.

use payspec_core::alipay::sign::Scheme;
use payspec_core::finding::code;
use payspec_core::wire::charset::Charset;
use payspec_core::wire::json::{self, Kind};
use serde_json::Value;

use super::keys::Key;
use crate::stop::{Step, refuse};

/// What is found in the body.
#[derive(Debug, Clone)]
pub struct Found {
    /// The bytes that are checked.
    pub signed: Vec<u8>,
    /// The text that is handed out.
    pub read: String,
    /// `sign`, if there is one that is not empty.
    pub sign: Option<Vec<u8>>,
    /// Whether the node is `error_response`.
    pub error: bool,
}

/// The steps.
#[derive(Clone, Copy)]
pub struct Steps {
    /// Body, method and charset → node and signature.
    pub find: fn(&[u8], &str, Charset) -> Step<Found>,
    /// Whether an unsigned node is handed out.
    pub unsigned: fn(&Found) -> bool,
    /// Whether a signed node is checked.
    pub checked: fn(&Found) -> bool,
    /// A query's node → whether it says "paid".
    pub paid: fn(&Found) -> bool,
}

/// As the documents ask.
pub const SOUND: Steps = Steps { find, unsigned, checked: |_| true, paid };

/// The node's exact text, the one node there is.
pub fn find(body: &[u8], method: &str, charset: Charset) -> Step<Found> {
    if body.is_empty() {
        return refuse(code::BODY_EMPTY);
    }
    let (members, charset) = match json::members(body, charset) {
        Err(refusal) if refusal.code == code::TEXT_NOT_IN_CHARSET && charset == Charset::Utf8 => {
            (json::members(body, Charset::Gbk)?, Charset::Gbk)
        }
        members => (members?, charset),
    };
    let is_node = |name: &[u8]| name.to_ascii_lowercase().ends_with(b"_response");
    let mut nodes = members.as_slice().iter().filter(|member| is_node(member.name()));
    let (Some(node), None) = (nodes.next(), nodes.next()) else { return refuse(code::RESPONSE_NODE) };
    let error = node.name() == b"error_response";
    if !(error || node.name() == node_name(method).as_bytes()) || !matches!(node.kind(), Kind::Object | Kind::String) {
        return refuse(code::RESPONSE_NODE);
    }
    let sign = match members.find("sign") {
        Some(member) if member.kind() != Kind::Null => match member.string(charset)? {
            Some(text) => Some(text.into_owned()).filter(|text| !text.is_empty()),
            None => return refuse(code::SIGN_FORMAT),
        },
        _ => None,
    };
    Ok(Found { signed: node.raw().to_vec(), read: charset.decode(node.raw())?.into_owned(), sign, error })
}

/// `alipay.trade.query` → `alipay_trade_query_response`.
pub fn node_name(method: &str) -> String {
    format!("{}_response", method.replace('.', "_"))
}

/// A member of the node, as text.
pub fn member(found: &Found, name: &str) -> Option<String> {
    match serde_json::from_str::<Value>(&found.read).ok()?.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Plain errors (ALI-RSP-8).
pub fn unsigned(found: &Found) -> bool {
    let Some(code) = member(found, "code") else { return false };
    json::parse(&found.read).is_ok()
        && !code.is_empty()
        && !code.starts_with('1')
        && code.bytes().all(|b| b.is_ascii_digit())
}

/// The query worked and the state is one of the two (ALI-QRY-3, ALI-STAT-5).
pub fn paid(found: &Found) -> bool {
    let status = member(found, "trade_status");
    found.sign.is_some()
        && !found.error
        && member(found, "code").as_deref() == Some("10000")
        && matches!(status.as_deref(), Some("TRADE_SUCCESS" | "TRADE_FINISHED"))
}

/// Finds, checks and hands out.
///
/// # Errors
/// `sign-…`, and those of the steps.
pub fn read(
    steps: &super::Steps,
    body: &[u8],
    method: &str,
    key: &Key,
    scheme: Scheme,
    charset: Charset,
) -> Step<Found> {
    let found = (steps.response.find)(body, method, charset)?;
    let Some(sign) = &found.sign else {
        return if (steps.response.unsigned)(&found) { Ok(found) } else { refuse(code::SIGN_MISSING) };
    };
    if !(steps.response.checked)(&found) {
        return Ok(found);
    }
    let Some(signature) = (steps.base64)(sign).filter(|bytes| !bytes.is_empty()) else {
        return refuse(code::SIGN_FORMAT);
    };
    if (steps.verify)(key, scheme, &found.signed, &signature) { Ok(found) } else { refuse(code::SIGN_WRONG) }
}
