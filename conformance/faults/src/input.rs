//! The input of an operation, as the adapter protocol has it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use payspec_core::finding::{Refusal, code};
use serde_json::{Map, Value};

use crate::pairs::{Pairs, pair};
use crate::stop::Stop;

/// A request's `in`.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a>(pub &'a Map<String, Value>);

impl<'a> Input<'a> {
    /// A text that has to be there.
    pub fn text(&self, name: &str) -> Result<&'a str, Stop> {
        self.optional(name).ok_or_else(|| Stop::Broke(format!("`{name}` is missing or no text")))
    }

    /// A text that may be there.
    pub fn optional(&self, name: &str) -> Option<&'a str> {
        self.0.get(name)?.as_str()
    }

    /// Bytes that stand as base64 under `name`.
    pub fn bytes(&self, name: &str) -> Result<Vec<u8>, Stop> {
        STANDARD.decode(self.text(name)?).map_err(|error| Stop::Broke(format!("`{name}` is no base64: {error}")))
    }

    /// A body of at most `limit` bytes. One that cannot be so small is not even decoded.
    pub fn body(&self, limit: usize) -> Result<Vec<u8>, Stop> {
        let too_large = || Stop::Refused(Refusal::new(code::BODY_TOO_LARGE));
        if self.text("body_b64")?.len() / 4 * 3 > limit + 3 {
            return Err(too_large());
        }
        let body = self.bytes("body_b64")?;
        if body.len() > limit { Err(too_large()) } else { Ok(body) }
    }

    /// The names and values of an object of texts.
    pub fn pairs(&self, name: &str) -> Result<Pairs, Stop> {
        let object = self.object(name)?;
        let pairs = object.0.iter().map(|(name, value)| match value {
            Value::String(text) => Ok(pair(name, text.as_bytes())),
            _ => Err(Stop::Broke(format!("`{name}` is no text"))),
        });
        pairs.collect()
    }

    /// An object within.
    pub fn object(&self, name: &str) -> Result<Input<'a>, Stop> {
        let object = self.0.get(name).and_then(Value::as_object);
        object.map(Input).ok_or_else(|| Stop::Broke(format!("`{name}` is missing or no object")))
    }
}

/// An output with one member.
pub fn output(name: &str, value: impl Into<Value>) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), value.into())])
}

/// Bytes as the protocol writes them.
pub fn base64(bytes: &[u8]) -> Value {
    Value::String(STANDARD.encode(bytes))
}
