//! JSON: values by `serde_json`, with repeated names seen; and the place of a response's node by counting braces.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::limits;
use crate::wire::json::{Kind, Node};

/// A value. A number is kept as what serde_json makes of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object, repeats kept.
    Object(Vec<(String, Json)>),
}

/// The value of the text; `None` if serde_json refuses it.
pub fn read(text: &str) -> Option<Json> {
    serde_json::from_str(text).ok()
}

impl Json {
    /// Whether a name occurs twice in one object, at whatever depth.
    pub fn repeats(&self) -> bool {
        match self {
            Json::Array(items) => items.iter().any(Json::repeats),
            Json::Object(members) => self.repeats_here() || members.iter().any(|member| member.1.repeats()),
            _ => false,
        }
    }

    /// Whether a name occurs twice in this very object.
    pub fn repeats_here(&self) -> bool {
        let Json::Object(members) = self else { return false };
        (1..members.len()).any(|at| members[..at].iter().any(|earlier| earlier.0 == members[at].0))
    }

    /// Whether it is nested no deeper than core reads.
    pub fn is_shallow(&self) -> bool {
        self.depth() <= limits::JSON_DEPTH
    }

    fn depth(&self) -> usize {
        match self {
            Json::Array(items) => 1 + items.iter().map(Json::depth).max().unwrap_or(0),
            Json::Object(members) => 1 + members.iter().map(|member| member.1.depth()).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// What core read, in this form.
    pub fn of(node: Node<'_>) -> Json {
        let items = || node.items().map(|item| (item.name.into_owned(), Json::of(item.node)));
        match node.kind() {
            Kind::Null => Json::Null,
            Kind::Bool => Json::Bool(node.raw() == "true"),
            Kind::Number => Json::Number(node.raw().parse().unwrap_or(f64::NAN)),
            Kind::String => Json::String(node.string().expect("a string has text").into_owned()),
            Kind::Array => Json::Array(items().map(|item| item.1).collect()),
            Kind::Object => Json::Object(items().collect()),
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Json::Object(members))
    }
}

/// Name and value of each member of the outermost object, as they stand in the text: by counting braces outside
/// strings. Only for text that is JSON.
pub fn spans(text: &[u8]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut found = Vec::new();
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    let (mut name, mut start) = (0..0, 0);
    // The value of the outermost object's member begins after the colon.
    let mut value: Option<usize> = None;
    for (at, byte) in text.iter().enumerate() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => {
                    in_string = false;
                    if depth == 1 && value.is_none() {
                        name = start..at;
                    }
                }
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => (in_string, start) = (true, at + 1),
            b':' if depth == 1 => value = Some(at + 1),
            b',' | b'}' if depth == 1 => {
                if let Some(from) = value.take() {
                    found.push((name.clone(), trim(text, from..at)));
                }
                depth -= usize::from(*byte == b'}');
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
    }
    found
}

fn trim(text: &[u8], span: Range<usize>) -> Range<usize> {
    let space = |byte: &u8| b" \t\r\n".contains(byte);
    let part = &text[span.clone()];
    let before = part.iter().take_while(|byte| space(byte)).count();
    let after = part.iter().rev().take_while(|byte| space(byte)).count();
    span.start + before..span.end - after
}
