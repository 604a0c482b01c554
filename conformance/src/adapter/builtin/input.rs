//! Reads members of an operation's input.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

/// A request that is not as the protocol describes it: a fault, not a refusal.
#[derive(Debug)]
pub(super) struct BadInput {
    member: &'static str,
    should_be: &'static str,
}

impl fmt::Display for BadInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the request's `{}` should be {}", self.member, self.should_be)
    }
}

pub(super) fn optional<'i>(input: &'i Map<String, Value>, member: &'static str) -> Result<Option<&'i str>, BadInput> {
    match input.get(member) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(BadInput { member, should_be: "a string" }),
    }
}

pub(super) fn text<'i>(input: &'i Map<String, Value>, member: &'static str) -> Result<&'i str, BadInput> {
    optional(input, member)?.ok_or(BadInput { member, should_be: "a string" })
}

pub(super) fn bytes(input: &Map<String, Value>, member: &'static str) -> Result<Vec<u8>, BadInput> {
    let encoded = text(input, member)?;
    STANDARD.decode(encoded).map_err(|_| BadInput { member, should_be: "standard Base64" })
}

pub(super) fn object<'i>(
    input: &'i Map<String, Value>,
    member: &'static str,
) -> Result<&'i Map<String, Value>, BadInput> {
    input.get(member).and_then(Value::as_object).ok_or(BadInput { member, should_be: "an object" })
}

/// An object of strings, in the order of the request.
pub(super) fn pairs<'i>(
    input: &'i Map<String, Value>,
    member: &'static str,
) -> Result<Vec<(&'i str, &'i str)>, BadInput> {
    let wrong = BadInput { member, should_be: "an object of strings" };
    let object = object(input, member)?;
    let pairs = object.iter().map(|(name, value)| value.as_str().map(|value| (name.as_str(), value)));
    pairs.collect::<Option<_>>().ok_or(wrong)
}
