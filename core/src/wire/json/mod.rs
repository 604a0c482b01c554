//! A strict reader of JSON text over bytes, with the place of everything in the text.
//!
//! Alipay signs the exact text of a response's node (ALI-RSP-2), so [`members`] gives spans and never a value that
//! was written anew. [`parse`] reads `biz_content`, `scene_info` and `detail` for the field rules. A name that
//! occurs twice in one object is refused by both: what is verified and what is read could differ (ALI-RSP-7).
//!
//! Neither recurses, and the time is linear in the text, but for sorting the names of large objects.

mod document;
mod escape;
mod scan;

use std::borrow::Cow;
use std::ops::Range;

pub use document::{Document, Item, Items, Node, parse};

use crate::finding::{Refusal, code};
use crate::wire::charset::Charset;
use scan::{Event, Scanner};

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number, kept as its text.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// One member of the outermost object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member<'t> {
    name: Cow<'t, [u8]>,
    value: &'t [u8],
    name_at: usize,
    at: usize,
    kind: Kind,
}

impl<'t> Member<'t> {
    /// The name in the text's charset, unescaped.
    pub fn name(&self) -> &[u8] {
        &self.name
    }

    /// The value's exact text, the quotes of a string and the braces of an object included.
    pub fn raw(&self) -> &'t [u8] {
        self.value
    }

    /// Where the name's opening quote stands in the text.
    pub fn name_at(&self) -> usize {
        self.name_at
    }

    /// Where the value stands in the text.
    pub fn span(&self) -> Range<usize> {
        self.at..self.at + self.value.len()
    }

    /// What the value is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The text of a string, unescaped, in the text's charset.
    ///
    /// # Errors
    /// `json-syntax` for half a surrogate pair, `text-outside-charset` for an escape that the charset cannot hold.
    /// `None` if the value is no string.
    pub fn string(&self, charset: Charset) -> Result<Option<Cow<'t, [u8]>>, Refusal> {
        if self.kind != Kind::String {
            return Ok(None);
        }
        escape::bytes(&self.value[1..self.value.len() - 1], self.at + 1, charset).map(Some)
    }
}

/// The members of the outermost object, in the order of the text. Each name occurs once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members<'t> {
    list: Vec<Member<'t>>,
}

impl<'t> Members<'t> {
    /// The member of that name.
    pub fn find(&self, name: &str) -> Option<&Member<'t>> {
        self.list.iter().find(|member| *member.name == *name.as_bytes())
    }

    /// All members.
    pub fn as_slice(&self) -> &[Member<'t>] {
        &self.list
    }
}

/// The members of the object that `text` is. The whole text is checked; values within values are only walked over.
///
/// In GBK a byte pair may end in the byte of a backslash (ALI-AMB-2): pairs are walked over as pairs.
///
/// # Errors
/// `json-syntax` (also for anything but one object), `json-depth`, `json-repeated`, `text-not-in-charset`; each
/// with the offset of the byte.
pub fn members<'t>(text: &'t [u8], charset: Charset) -> Result<Members<'t>, Refusal> {
    let mut scanner = Scanner::new(text, charset)?;
    let Some(Event::Open(Kind::Object, _)) = scanner.next()? else {
        return Err(Refusal::at(code::JSON_SYNTAX, 0));
    };
    let mut list: Vec<Member<'t>> = Vec::new();
    let mut name = 0..0;
    let mut begun = None;
    let add = |list: &mut Vec<Member<'t>>, name: &Range<usize>, value: Range<usize>, kind| {
        list.push(Member {
            name: Cow::Borrowed(&text[name.clone()]),
            value: &text[value.clone()],
            name_at: name.start - 1,
            at: value.start,
            kind,
        });
    };
    // Depth 1 is the outermost object; what is deeper belongs to the member that has begun.
    while let Some(event) = scanner.next()? {
        match event {
            Event::Name(span) if scanner.depth() == 1 => name = span,
            Event::Scalar(kind, span) if scanner.depth() == 1 => add(&mut list, &name, span, kind),
            Event::Open(kind, at) if scanner.depth() == 2 => begun = Some((kind, at)),
            Event::Close(end) if scanner.depth() == 1 => {
                if let Some((kind, start)) = begun.take() {
                    add(&mut list, &name, start..end, kind);
                }
            }
            _ => {}
        }
    }
    for member in &mut list {
        if let Cow::Borrowed(raw) = member.name {
            member.name = escape::bytes(raw, member.name_at + 1, charset)?;
        }
    }
    match repeated(list.len(), |n| &list[n].name) {
        Some(second) => Err(Refusal::at(code::JSON_REPEATED, list[second].name_at)),
        None => Ok(Members { list }),
    }
}

/// The earliest index whose name has been seen before it.
fn repeated<'n, N: Ord + ?Sized + 'n>(count: usize, name: impl Fn(usize) -> &'n N) -> Option<usize> {
    if count <= 16 {
        return (1..count).find(|&later| (0..later).any(|earlier| name(earlier) == name(later)));
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|&a, &b| name(a).cmp(name(b)));
    order.windows(2).filter(|two| name(two[0]) == name(two[1])).map(|two| two[1]).min()
}

#[cfg(test)]
mod tests;
