//! JSON text → events. Holds the grammar, and nothing else does.

use std::ops::Range;

use super::Kind;
use crate::finding::{Refusal, code};
use crate::limits;
use crate::wire::charset::Charset;

/// The next thing in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    /// `[` or `{` at that offset.
    Open(Kind, usize),
    /// `]` or `}`, with the offset after it.
    Close(usize),
    /// A member's name, without its quotes, escapes as they stand.
    Name(Range<usize>),
    /// Any other value; a string with its quotes.
    Scalar(Kind, Range<usize>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    /// After `[`: a value or `]`.
    FirstItem,
    /// After `{`: a name or `}`.
    FirstName,
    /// After a comma in an object.
    Name,
    /// A comma or the end of what is open.
    Next,
}

pub(super) struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    /// Which bytes of a string are looked at one by one: none above 0x7F in UTF-8, all of them in GBK.
    pairs: bool,
    /// One bit a level, the innermost lowest: set for an object.
    objects: u64,
    depth: usize,
    expect: Expect,
    /// Whether the last string had an escape.
    escaped: bool,
}

// `objects` has a bit for every level.
const _: () = assert!(limits::JSON_DEPTH <= 64);

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t [u8], charset: Charset) -> Result<Self, Refusal> {
        // Spans are kept as 32-bit numbers.
        if u32::try_from(text.len()).is_err() {
            return Err(Refusal::new(code::BODY_TOO_LARGE));
        }
        if charset == Charset::Utf8
            && let Err(error) = std::str::from_utf8(text)
        {
            return Err(Refusal::at(code::TEXT_NOT_IN_CHARSET, error.valid_up_to()));
        }
        Ok(Scanner {
            text,
            at: 0,
            pairs: charset == Charset::Gbk,
            objects: 0,
            depth: 0,
            expect: Expect::Value,
            escaped: false,
        })
    }

    /// How many arrays and objects are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Whether the string that the last event told of has an escape.
    pub(super) fn escaped(&self) -> bool {
        self.escaped
    }

    /// The next event; `None` after the whole text, which then was one well-formed value.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Result<Option<Event>, Refusal> {
        loop {
            self.space();
            let Some(&byte) = self.text.get(self.at) else {
                let whole = self.expect == Expect::Next && self.depth == 0;
                return if whole { Ok(None) } else { Err(self.wrong()) };
            };
            match (self.expect, byte) {
                (Expect::Next, b',') if self.depth > 0 => {
                    self.at += 1;
                    self.expect = if self.in_object() { Expect::Name } else { Expect::Value };
                }
                (Expect::Next | Expect::FirstName, b'}') if self.depth > 0 && self.in_object() => {
                    return Ok(Some(self.close()));
                }
                (Expect::Next | Expect::FirstItem, b']') if self.depth > 0 && !self.in_object() => {
                    return Ok(Some(self.close()));
                }
                (Expect::Name | Expect::FirstName, b'"') => {
                    let start = self.at + 1;
                    self.string()?;
                    let end = self.at - 1;
                    self.space();
                    if self.text.get(self.at) != Some(&b':') {
                        return Err(self.wrong());
                    }
                    self.at += 1;
                    self.expect = Expect::Value;
                    return Ok(Some(Event::Name(start..end)));
                }
                (Expect::Value | Expect::FirstItem, _) => return self.value(byte).map(Some),
                _ => return Err(self.wrong()),
            }
        }
    }

    fn in_object(&self) -> bool {
        self.objects & 1 == 1
    }

    fn wrong(&self) -> Refusal {
        Refusal::at(code::JSON_SYNTAX, self.at)
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.text.get(self.at) {
            self.at += 1;
        }
    }

    fn close(&mut self) -> Event {
        self.at += 1;
        self.depth -= 1;
        self.objects >>= 1;
        self.expect = Expect::Next;
        Event::Close(self.at)
    }

    fn open(&mut self, object: bool) -> Result<Event, Refusal> {
        if self.depth == limits::JSON_DEPTH {
            return Err(Refusal::at(code::JSON_DEPTH, self.at));
        }
        self.depth += 1;
        self.objects = self.objects << 1 | u64::from(object);
        self.expect = if object { Expect::FirstName } else { Expect::FirstItem };
        self.at += 1;
        Ok(Event::Open(if object { Kind::Object } else { Kind::Array }, self.at - 1))
    }

    #[inline(always)]
    fn value(&mut self, byte: u8) -> Result<Event, Refusal> {
        let start = self.at;
        let kind = match byte {
            b'{' => return self.open(true),
            b'[' => return self.open(false),
            b'"' => {
                self.string()?;
                Kind::String
            }
            b't' => self.word(b"true", Kind::Bool)?,
            b'f' => self.word(b"false", Kind::Bool)?,
            b'n' => self.word(b"null", Kind::Null)?,
            _ => {
                self.number()?;
                Kind::Number
            }
        };
        self.expect = Expect::Next;
        Ok(Event::Scalar(kind, start..self.at))
    }

    fn word(&mut self, word: &[u8], kind: Kind) -> Result<Kind, Refusal> {
        if !self.text[self.at..].starts_with(word) {
            return Err(self.wrong());
        }
        self.at += word.len();
        Ok(kind)
    }

    /// At least one digit.
    fn digits(&mut self) -> Result<(), Refusal> {
        let start = self.at;
        while self.text.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        if self.at == start { Err(self.wrong()) } else { Ok(()) }
    }

    fn number(&mut self) -> Result<(), Refusal> {
        if self.text.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        if self.text.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.text.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.text.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = self.text.get(self.at) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    /// From the opening quote to after the closing one.
    #[inline(always)]
    fn string(&mut self) -> Result<(), Refusal> {
        self.escaped = false;
        let high = if self.pairs { TOPS } else { 0 };
        let mut rest = &self.text[self.at + 1..];
        loop {
            while let Some((chunk, behind)) = rest.split_first_chunk::<8>() {
                let stop = stops(u64::from_le_bytes(*chunk), high);
                if stop != 0 {
                    rest = &rest[stop.trailing_zeros() as usize / 8..];
                    break;
                }
                rest = behind;
            }
            self.at = self.text.len() - rest.len();
            match rest.first() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                Some(0..=0x1f) | None => return Err(self.wrong()),
                Some(0x81..) if self.pairs => self.pair()?,
                Some(_) => self.at += 1,
            }
            rest = &self.text[self.at..];
        }
    }

    fn escape(&mut self) -> Result<(), Refusal> {
        self.at += 1;
        self.escaped = true;
        match self.text.get(self.at) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.text.get(self.at).is_some_and(u8::is_ascii_hexdigit) {
                        return Err(self.wrong());
                    }
                    self.at += 1;
                }
            }
            _ => return Err(self.wrong()),
        }
        Ok(())
    }

    /// Two bytes of GBK, or half of the four bytes of GB 18030.
    fn pair(&mut self) -> Result<(), Refusal> {
        match (self.text[self.at], self.text.get(self.at + 1)) {
            (0x81..=0xfe, Some(0x30..=0x39 | 0x40..=0x7e | 0x80..=0xfe)) => self.at += 2,
            _ => return Err(Refusal::at(code::TEXT_NOT_IN_CHARSET, self.at)),
        }
        Ok(())
    }
}

const ONES: u64 = 0x0101_0101_0101_0101;
const TOPS: u64 = 0x8080_8080_8080_8080;

/// Marks the top bit of each byte at which a string must be looked at: a quote, a backslash, a control character,
/// and what has a top bit in `high`. The lowest mark is exact; those above it may be false, by borrowing.
fn stops(word: u64, high: u64) -> u64 {
    // Turning the second bit makes the quote the neighbour of the control characters: one comparison finds both.
    let controls_and_quote = (word ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
    let backslash = (word ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
    ((controls_and_quote | backslash) & !word | word & high) & TOPS
}
