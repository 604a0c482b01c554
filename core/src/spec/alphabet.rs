//! Which bytes a value may hold.

use super::Text;
use crate::finding::Severity;

/// What one byte of a value does to it. Several may hold.
pub(crate) const DOUBTFUL: u8 = 1;
pub(crate) const FORBIDDEN: u8 = 2;
pub(crate) const WIDE: u8 = 4;

/// Classes of all bytes, as one table, so that a value is looked through once.
#[derive(Debug)]
pub struct Alphabet {
    /// What the alphabet holds, for people.
    pub title: Text,
    classes: [u8; 256],
}

impl Alphabet {
    /// Everything is allowed.
    pub const fn any(title: Text) -> Alphabet {
        Alphabet { title, classes: fill([0; 256], 0x80, 0xff, WIDE) }
    }

    /// Only the bytes of `list` are allowed.
    pub const fn only(title: Text, list: &[u8]) -> Alphabet {
        let classes = fill([FORBIDDEN; 256], 0x80, 0xff, FORBIDDEN | WIDE);
        Alphabet { title, classes: mark(classes, list, 0) }
    }

    /// The same, and the bytes of `list` are allowed too.
    pub const fn plain(mut self, list: &[u8]) -> Alphabet {
        self.classes = mark(self.classes, list, 0);
        self
    }

    /// The same, but the documents leave it open whether the bytes of `list` are allowed.
    pub const fn doubtful(mut self, list: &[u8]) -> Alphabet {
        self.classes = mark(self.classes, list, DOUBTFUL);
        self
    }

    /// The same, but everything outside ASCII is left open.
    pub const fn doubtful_beyond_ascii(mut self) -> Alphabet {
        self.classes = fill(self.classes, 0x80, 0xff, DOUBTFUL | WIDE);
        self
    }

    /// The same, without the control characters that XML 1.0 cannot hold.
    pub const fn without_xml_controls(mut self) -> Alphabet {
        let mut byte = 0;
        while byte < 0x20 {
            if byte != 9 && byte != 10 && byte != 13 {
                self.classes[byte] = FORBIDDEN;
            }
            byte += 1;
        }
        self
    }

    /// The same, with control characters left open.
    pub const fn doubtful_controls(mut self) -> Alphabet {
        self.classes = fill(self.classes, 0, 0x1f, DOUBTFUL);
        self.classes[0x7f] = DOUBTFUL;
        self
    }

    /// What a byte of a value is: an error, a warning, or `None` if it is allowed. Bytes from 0x80 are parts of UTF-8.
    pub fn judges(&self, byte: u8) -> Option<Severity> {
        match self.classes[usize::from(byte)] {
            class if class & FORBIDDEN != 0 => Some(Severity::Error),
            class if class & DOUBTFUL != 0 => Some(Severity::Warning),
            _ => None,
        }
    }

    /// The classes of all bytes of `value` together: 0 if every byte is plain.
    pub(crate) fn look(&self, value: &[u8]) -> u8 {
        value.iter().fold(0, |all, &byte| all | self.classes[usize::from(byte)])
    }

    /// Where the first byte of that class stands.
    pub(crate) fn first(&self, value: &[u8], class: u8) -> Option<usize> {
        value.iter().position(|&byte| self.classes[usize::from(byte)] & class != 0)
    }
}

const fn fill(mut classes: [u8; 256], first: usize, last: usize, class: u8) -> [u8; 256] {
    let mut byte = first;
    while byte <= last {
        classes[byte] = class;
        byte += 1;
    }
    classes
}

const fn mark(mut classes: [u8; 256], list: &[u8], class: u8) -> [u8; 256] {
    let mut index = 0;
    while index < list.len() {
        classes[list[index] as usize] = class;
        index += 1;
    }
    classes
}
