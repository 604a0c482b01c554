//! Structured inputs: values drawn from the fuzzer's bytes, and the bytes from which given values are drawn, so that
//! seeds can be written.

use arbitrary::Unstructured;

use crate::spec::{Kind, Message};

/// Draws values. At the end of the input everything is zero or empty.
pub struct Draw<'d>(Unstructured<'d>, bool);

/// Marks a text that is spelt out; a smaller number is the place of a text in a list.
const SPELT_OUT: u8 = 0xff;

impl<'d> Draw<'d> {
    /// Draws from these bytes.
    pub fn new(data: &'d [u8]) -> Self {
        Draw(Unstructured::new(data), true)
    }

    /// The same, but no text is repeated: for targets where a long text costs much and shows nothing.
    pub fn short(data: &'d [u8]) -> Self {
        Draw(Unstructured::new(data), false)
    }

    /// Whether there is nothing left.
    pub fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    /// All that is left.
    pub fn rest(self) -> &'d [u8] {
        self.0.take_rest()
    }

    /// A byte.
    pub fn byte(&mut self) -> u8 {
        self.0.arbitrary().unwrap_or_default()
    }

    /// A 64-bit number.
    pub fn number(&mut self) -> i64 {
        self.0.arbitrary().unwrap_or_default()
    }

    /// One of the list, which must not be empty.
    pub fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[usize::from(self.byte()) % list.len()]
    }

    /// Up to 254 bytes as text, what is no UTF-8 replaced; after 255, one piece so many times.
    pub fn text(&mut self) -> String {
        let length = self.byte();
        let (length, times) =
            if length == u8::MAX && self.1 { (self.byte() % 8, 1 + usize::from(self.byte()) * 4) } else { (length, 1) };
        let length = usize::from(length).min(self.0.len());
        String::from_utf8_lossy(self.0.bytes(length).unwrap_or_default()).repeat(times)
    }

    /// One of the list, or a text that is spelt out.
    pub fn text_of(&mut self, list: &[&str]) -> String {
        match self.byte() {
            SPELT_OUT => self.text(),
            place if list.is_empty() => String::from_utf8_lossy(&[place]).into_owned(),
            place => list[usize::from(place) % list.len()].to_owned(),
        }
    }

    /// Names of `names` or others, with any value, until the input ends.
    pub fn pairs(&mut self, names: &[&str]) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        while !self.is_done() && pairs.len() < 300 {
            pairs.push((self.text_of(names), self.text()));
        }
        pairs
    }

    /// Fields of that message, with samples or any value, until the input ends.
    pub fn fields(&mut self, message: &Message) -> Vec<(String, String)> {
        let names: Vec<&str> = message.table.fields.iter().map(|field| field.name).collect();
        let mut pairs = Vec::new();
        while !self.is_done() && pairs.len() < 40 {
            let name = self.text_of(&names).replace("$n", "0").replace("$m", "1");
            let samples = samples(message, &name);
            pairs.push((name, self.text_of(&samples)));
        }
        pairs
    }
}

/// Values that may stand in that field: the table's, and what people get wrong.
fn samples<'m>(message: &'m Message, name: &str) -> Vec<&'m str> {
    let mut list = vec!["", "0", "1", "-1", "088", "1e2", " 1", "null", "{}", "[]"];
    if let Some((_, field)) = message.table.find(name.as_bytes()) {
        list.insert(0, field.example);
        if let Kind::Choice(choices, _) = field.kind {
            list.extend(choices.iter().map(|choice| choice.value));
        }
    }
    list
}

/// Writes what [`Draw`] draws.
#[derive(Debug, Default)]
pub struct Ink(Vec<u8>);

impl Ink {
    /// A byte.
    pub fn byte(mut self, byte: u8) -> Self {
        self.0.push(byte);
        self
    }

    /// A text of up to 254 bytes; a longer one is cut.
    pub fn text(mut self, text: &str) -> Self {
        let end = (0..=text.len().min(254)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        self.0.push(end as u8);
        self.0.extend_from_slice(&text.as_bytes()[..end]);
        self
    }

    /// A text for [`Draw::text_of`].
    pub fn text_of(self, text: &str, list: &[&str]) -> Self {
        match list.iter().position(|own| *own == text) {
            Some(place) if place < usize::from(SPELT_OUT) => self.byte(place as u8),
            _ => self.byte(SPELT_OUT).text(text),
        }
    }

    /// Pairs for [`Draw::pairs`].
    pub fn pairs<'p>(self, pairs: impl IntoIterator<Item = (&'p str, &'p str)>, names: &[&str]) -> Self {
        pairs.into_iter().fold(self, |ink, (name, value)| ink.text_of(name, names).text(value))
    }

    /// Fields for [`Draw::fields`].
    pub fn fields<'p>(self, pairs: impl IntoIterator<Item = (&'p str, &'p str)>, message: &Message) -> Self {
        let names: Vec<&str> = message.table.fields.iter().map(|field| field.name).collect();
        pairs
            .into_iter()
            .fold(self, |ink, (name, value)| ink.text_of(name, &names).text_of(value, &samples(message, name)))
    }

    /// The bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_drawn() {
        let message = crate::spec::message("unifiedorder").unwrap();
        let pairs = [("appid", "wx1"), ("total_fee", "088"), ("other", "测试"), ("trade_type", "NATIVE")];
        let owned = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let bytes = Ink::default().fields(pairs, message).into_bytes();
        assert_eq!(Draw::new(&bytes).fields(message), owned);
        let bytes = Ink::default().byte(7).pairs(pairs, &["body", "appid"]).into_bytes();
        let mut draw = Draw::new(&bytes);
        assert_eq!(draw.byte(), 7);
        assert_eq!(draw.pairs(&["body", "appid"]), owned);
    }
}
