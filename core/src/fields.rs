//! Ordered name and value pairs, with their places in the input. Repeats are kept, so that they can be seen.

use std::borrow::Cow;
use std::ops::Range;

/// Something with a name and a value, as bytes in the message's charset.
pub trait Pair {
    /// The name.
    fn name(&self) -> &[u8];
    /// The value, decoded: no entities, CDATA marks or percent signs of the wire.
    fn value(&self) -> &[u8];
}

impl<N: AsRef<[u8]>, V: AsRef<[u8]>> Pair for (N, V) {
    fn name(&self) -> &[u8] {
        self.0.as_ref()
    }
    fn value(&self) -> &[u8] {
        self.1.as_ref()
    }
}

/// One field as it was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<'a> {
    pub(crate) name: Cow<'a, [u8]>,
    pub(crate) value: Cow<'a, [u8]>,
    /// Where the value stands in the input, undecoded; where the name stands, if there is no value.
    pub(crate) at: Range<usize>,
}

impl Field<'_> {
    /// Where the undecoded value stands in the input.
    pub fn span(&self) -> Range<usize> {
        self.at.clone()
    }
}

impl Pair for Field<'_> {
    fn name(&self) -> &[u8] {
        &self.name
    }
    fn value(&self) -> &[u8] {
        &self.value
    }
}

/// The fields of one message, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields<'a> {
    list: Vec<Field<'a>>,
}

impl<'a> Fields<'a> {
    pub(crate) fn with_capacity(fields: usize) -> Self {
        Fields { list: Vec::with_capacity(fields) }
    }

    pub(crate) fn push(&mut self, field: Field<'a>) {
        self.list.push(field);
    }

    /// Fields from pairs of text, for messages that are built rather than read. They have no place in an input.
    pub fn from_pairs<I, N, V>(pairs: I) -> Self
    where
        I: IntoIterator<Item = (N, V)>,
        N: Into<Cow<'a, str>>,
        V: Into<Cow<'a, str>>,
    {
        let bytes = |text: Cow<'a, str>| match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        };
        let list = pairs
            .into_iter()
            .map(|(name, value)| Field { name: bytes(name.into()), value: bytes(value.into()), at: 0..0 })
            .collect();
        Fields { list }
    }

    /// How many fields there are, repeats counted.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is no field at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All fields, in the order of the input.
    pub fn iter(&self) -> std::slice::Iter<'_, Field<'a>> {
        self.list.iter()
    }

    /// All fields, in the order of the input.
    pub fn as_slice(&self) -> &[Field<'a>] {
        &self.list
    }

    /// The first field of that name.
    pub fn find(&self, name: &str) -> Option<&Field<'a>> {
        self.list.iter().find(|field| *field.name == *name.as_bytes())
    }

    /// The value of the first field of that name.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.find(name).map(|field| &*field.value)
    }

    /// The value of the first field of that name as text; `None` also if it is no UTF-8.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(|value| std::str::from_utf8(value).ok())
    }
}

impl<'f, 'a> IntoIterator for &'f Fields<'a> {
    type Item = &'f Field<'a>;
    type IntoIter = std::slice::Iter<'f, Field<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeat_is_kept_and_the_first_is_found() {
        let fields = Fields::from_pairs([("a", "1"), ("b", "2"), ("a", "3")]);
        assert_eq!(fields.len(), 3);
        assert_eq!(fields.text("a"), Some("1"));
        assert_eq!(fields.text("c"), None);
        assert_eq!(fields.iter().map(|field| field.value()).collect::<Vec<_>>(), [b"1", b"2", b"3"]);
    }
}
