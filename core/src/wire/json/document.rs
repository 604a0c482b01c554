//! A whole JSON text as a flat list of its values, in the order of the text: one allocation, no recursion.

use std::borrow::Cow;
use std::ops::Range;

use super::scan::{Event, Scanner};
use super::{Kind, escape, repeated};
use crate::finding::{Refusal, code};
use crate::wire::charset::Charset;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Value {
    /// The name without its quotes; empty and at the value's start for an array's item and the root.
    name: (u32, u32),
    at: (u32, u32),
    /// The index after the last value within this one.
    next: u32,
    kind: Kind,
    /// Whether the name has an escape.
    escaped_name: bool,
    /// Whether a string has an escape.
    escaped: bool,
}

/// A JSON text that has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document<'t> {
    text: &'t str,
    values: Vec<Value>,
}

/// One value of a [`Document`].
#[derive(Clone, Copy)]
pub struct Node<'d> {
    document: &'d Document<'d>,
    index: u32,
}

/// Reads the whole text: any one value.
///
/// # Errors
/// `json-syntax` (also for half a surrogate pair), `json-depth`, and `json-repeated` for a name that occurs twice in
/// one object, at whatever depth; each with the offset of the byte.
pub fn parse(text: &str) -> Result<Document<'_>, Refusal> {
    let mut scanner = Scanner::new(text.as_bytes(), Charset::Utf8)?;
    // Values of real messages are about this long, so the list rarely grows; the bound keeps a long text from asking
    // for much before it has shown anything.
    let mut document = Document { text, values: Vec::with_capacity((text.len() / 16).clamp(4, 1024)) };
    let mut open: arrayvec::ArrayVec<usize, { crate::limits::JSON_DEPTH }> = arrayvec::ArrayVec::new();
    let mut name: Option<(Range<usize>, bool)> = None;
    let short = |range: Range<usize>| (range.start as u32, range.end as u32);
    while let Some(event) = scanner.next()? {
        let (kind, at) = match event {
            Event::Name(range) => {
                if scanner.escaped() {
                    escape::text(&text[range.clone()], range.start)?;
                }
                name = Some((range, scanner.escaped()));
                continue;
            }
            Event::Close(end) => {
                if let Some(index) = open.pop() {
                    let next = document.values.len() as u32;
                    let value = &mut document.values[index];
                    (value.at.1, value.next) = (end as u32, next);
                    if value.kind == Kind::Object {
                        unique(Node { document: &document, index: index as u32 })?;
                    }
                }
                continue;
            }
            Event::Open(kind, start) => {
                open.push(document.values.len());
                (kind, start..start)
            }
            Event::Scalar(kind, range) => {
                if kind == Kind::String && scanner.escaped() {
                    escape::text(&text[range.start + 1..range.end - 1], range.start + 1)?;
                }
                (kind, range)
            }
        };
        let (name, escaped_name) = name.take().unwrap_or((at.start..at.start, false));
        let escaped = kind == Kind::String && scanner.escaped();
        let next = document.values.len() as u32 + 1;
        document.values.push(Value { name: short(name), at: short(at), next, kind, escaped_name, escaped });
    }
    Ok(document)
}

/// Refuses an object in which a name occurs twice.
fn unique(object: Node<'_>) -> Result<(), Refusal> {
    let mut few: arrayvec::ArrayVec<Node<'_>, 16> = arrayvec::ArrayVec::new();
    let fits = object.items().take(17).all(|item| few.try_push(item.node).is_ok());
    let at =
        if fits { repeated_of(&few) } else { repeated_of(&object.items().map(|item| item.node).collect::<Vec<_>>()) };
    at.map_or(Ok(()), |at| Err(Refusal::at(code::JSON_REPEATED, at)))
}

/// Where the first repeated name's opening quote stands.
fn repeated_of(members: &[Node<'_>]) -> Option<usize> {
    let raw = |n: usize| members[n].raw_name();
    let second = if members.iter().any(|member| member.value().escaped_name) {
        let names: Vec<Cow<'_, str>> = members.iter().map(Node::name).collect();
        repeated(names.len(), |n| &*names[n])
    } else {
        repeated(members.len(), raw)
    };
    second.map(|n| members[n].value().name.0 as usize - 1)
}

impl<'t> Document<'t> {
    /// The outermost value.
    pub fn root(&self) -> Node<'_> {
        Node { document: self, index: 0 }
    }

    /// The text that was read.
    pub fn text(&self) -> &'t str {
        self.text
    }
}

impl<'d> Node<'d> {
    fn value(&self) -> &'d Value {
        &self.document.values[self.index as usize]
    }

    fn raw_name(&self) -> &'d str {
        let (start, end) = self.value().name;
        &self.document.text[start as usize..end as usize]
    }

    fn name(&self) -> Cow<'d, str> {
        if !self.value().escaped_name {
            return Cow::Borrowed(self.raw_name());
        }
        escape::text(self.raw_name(), 0).unwrap_or_default()
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.value().kind
    }

    /// Where it stands in the text, quotes or braces included.
    pub fn span(&self) -> Range<usize> {
        let (start, end) = self.value().at;
        start as usize..end as usize
    }

    /// The exact text.
    pub fn raw(&self) -> &'d str {
        &self.document.text[self.span()]
    }

    /// A string's text, unescaped; `None` for anything else.
    pub fn string(&self) -> Option<Cow<'d, str>> {
        let raw = (self.kind() == Kind::String).then(|| self.raw())?;
        let inner = &raw[1..raw.len() - 1];
        if !self.value().escaped {
            return Some(Cow::Borrowed(inner));
        }
        // Checked by `parse`: the escapes are right.
        Some(escape::text(inner, 0).unwrap_or_default())
    }

    /// A number's text; `None` for anything else.
    pub fn number(&self) -> Option<&'d str> {
        (self.kind() == Kind::Number).then(|| self.raw())
    }

    /// The members of an object or the items of an array, in order; nothing for anything else.
    pub fn items(&self) -> Items<'d> {
        Items { document: self.document, index: self.index + 1, end: self.value().next }
    }

    /// An object's member of that name.
    pub fn get(&self, name: &str) -> Option<Node<'d>> {
        if self.kind() != Kind::Object {
            return None;
        }
        self.items().find(|item| item.name == name).map(|item| item.node)
    }
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {:?}", self.kind(), self.span())
    }
}

/// A member of an object, or an item of an array, which has an empty name.
#[derive(Debug, Clone)]
pub struct Item<'d> {
    /// The name, unescaped.
    pub name: Cow<'d, str>,
    /// The value.
    pub node: Node<'d>,
}

/// The values directly within one value.
#[derive(Clone)]
pub struct Items<'d> {
    document: &'d Document<'d>,
    index: u32,
    end: u32,
}

impl<'d> Iterator for Items<'d> {
    type Item = Item<'d>;

    fn next(&mut self) -> Option<Item<'d>> {
        if self.index >= self.end {
            return None;
        }
        let node = Node { document: self.document, index: self.index };
        self.index = node.value().next;
        Some(Item { name: node.name(), node })
    }
}
