//! What a value is.

use super::{Alphabet, Table, Text};
use crate::finding::Severity;
use crate::money::Fen;

/// What a value is. Within JSON text a value of a textual kind is a string.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Anything; nothing is said about it.
    Any,
    /// Text of an alphabet.
    Text(&'static Alphabet),
    /// One of a list.
    Choice(&'static [Choice], Others),
    /// A whole number of fen, `Int` in WeChat Pay's tables (WX-UO-40..43).
    Fen {
        /// The least.
        least: Fen,
        /// The most of which it is known that it works; more is a warning.
        most: Fen,
    },
    /// An amount in yuan with two decimals.
    Yuan {
        /// The least.
        least: Fen,
        /// The most.
        most: Fen,
    },
    /// Another whole number; in JSON text a number or a string.
    Count {
        /// The least.
        least: u64,
        /// The most.
        most: u64,
    },
    /// A time.
    Time(Layout),
    /// A period in which an order is to be paid: `90m`, `1c` (section 7 of the Alipay sheet).
    Period,
    /// Seconds since 1970, ten digits (WX-UO-55).
    UnixSeconds,
    /// A URL.
    Url(&'static Url),
    /// An IPv4 or IPv6 address.
    Ip,
    /// Three letters of ISO 4217.
    Currency,
    /// A WeChat Pay signature: 32 or 64 hexadecimal digits (WX-SIGN-6, 7, 13).
    HexSignature,
    /// Standard Base64 with padding.
    Base64,
    /// Text that is percent-encoded once before it is put into the message.
    PercentEncoded,
    /// A fixed beginning and something after it: `prepay_id=…`.
    Prefixed(&'static str),
    /// JSON text that is an object, in a field of text.
    Json(&'static Table),
    /// The same, where plain text occurs as well (`detail`).
    JsonOrText(&'static Table),
    /// JSON text of some other shape, in a field of text.
    AnyJson,
    /// Within JSON: an object.
    Object(&'static Table),
    /// Within JSON: an array of objects.
    Objects(&'static Table),
    /// Within JSON: an array of strings.
    Strings(&'static [Choice], Others),
}

/// One value of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// As it stands on the wire.
    pub value: &'static str,
    /// Whether the documents differ on it: a warning.
    pub doubtful: bool,
    /// Whether any case is read.
    pub any_case: bool,
}

impl Choice {
    /// A value that every edition allows.
    pub const fn plain(value: &'static str) -> Choice {
        Choice { value, doubtful: false, any_case: false }
    }

    /// A value that only some edition, or practice alone, allows.
    pub const fn doubtful(value: &'static str) -> Choice {
        Choice { value, doubtful: true, any_case: false }
    }

    /// The same value, in upper or lower case.
    pub const fn any_case(mut self) -> Choice {
        self.any_case = true;
        self
    }

    /// Whether `value` is this one.
    pub fn is(&self, value: &[u8]) -> bool {
        if self.any_case { self.value.as_bytes().eq_ignore_ascii_case(value) } else { self.value.as_bytes() == value }
    }
}

/// What a value beyond the list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// An error: the list is closed.
    Refused,
    /// A warning: nothing else is documented, nothing else is forbidden.
    Doubtful,
    /// Nothing: the list grows.
    Open,
}

/// How a time is written, always in UTC+8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// `yyyyMMddHHmmss`.
    Compact,
    /// `yyyy-MM-dd HH:mm:ss`, and nothing else (ALI-PAR-4).
    Dashed,
    /// The same; without seconds, with a `T` or with decimals it is a warning (ALI-AMB-14).
    DashedLoosely,
    /// The same with one to three decimals.
    DashedFraction,
}

/// The rules of a URL. Absolute, http or https, with a host and without a user: that always holds.
#[derive(Debug)]
pub struct Url {
    /// What plain http is.
    pub http: Option<Severity>,
    /// What a query string is.
    pub query: Option<Severity>,
    /// What a missing path is.
    pub no_path: Option<Severity>,
    /// What a host is that cannot be reached from the internet.
    pub private: Option<Severity>,
    /// What is left open: a port, a fragment, an upper-case scheme, an IP address as host, letters beyond ASCII.
    pub unusual: Option<Severity>,
    /// The rules in words.
    pub title: Text,
}

impl Kind {
    /// The type's name in the providers' tables, without the length.
    pub fn printed_name(&self) -> &'static str {
        match self {
            Kind::Any => "-",
            Kind::Fen { .. } => "Int",
            Kind::Yuan { .. } => "Price",
            Kind::Count { .. } => "Number",
            Kind::Object(_) => "Object",
            Kind::Objects(_) => "Object[]",
            Kind::Strings(..) => "String[]",
            Kind::Time(Layout::Dashed | Layout::DashedLoosely | Layout::DashedFraction) => "Date",
            Kind::Json(_) | Kind::JsonOrText(_) | Kind::AnyJson => "String/JSON",
            _ => "String",
        }
    }
}
