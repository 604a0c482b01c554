//! One row of a table.

use super::{Alphabet, Choice, Kind, Layout, Others, Table, Url};
use crate::finding::Code;

/// The same text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// Chinese.
    pub zh: &'static str,
}

/// When a field must be there. An empty value counts as none (WX-SIGN-3, ALI-SIGN-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always.
    Required,
    /// Never.
    Optional,
    /// The table says always, practice differs: its absence is a warning. If a field and a value are named, only
    /// when that field has that value.
    Expected(Option<(&'static str, &'static str)>),
    /// When another field has one of these values.
    RequiredWhen {
        /// The other field: of the same object or, if that has no such row, of the whole message.
        other: &'static str,
        /// Its values.
        values: &'static [&'static str],
        /// A field that stands in for this one.
        unless: Option<&'static str>,
    },
}

/// What a length counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes of UTF-8.
    Bytes,
    /// Characters.
    Characters,
    /// The documents do not say: only more characters than the limit is an error (WX-AMB-11, ALI-PAY-6).
    Either,
}

/// How long a value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// What every edition of the documents allows.
    pub agreed: u32,
    /// What the widest of them allows; above it is too long.
    pub widest: u32,
    /// What newer pages ask for at least; less is a warning. 0 if none does.
    pub least: u32,
    /// What is counted.
    pub unit: Unit,
    /// Whether the length was read on a page. If not, going beyond it is a warning.
    pub sure: bool,
}

/// A limit whose unit the documents leave open.
pub const fn up_to(most: u32) -> Limit {
    Limit { agreed: most, widest: most, least: 0, unit: Unit::Either, sure: true }
}

/// A limit in bytes.
pub const fn bytes(most: u32) -> Limit {
    Limit { unit: Unit::Bytes, ..up_to(most) }
}

/// A limit in characters.
pub const fn characters(most: u32) -> Limit {
    Limit { unit: Unit::Characters, ..up_to(most) }
}

impl Limit {
    /// Other editions allow so much.
    pub const fn or(mut self, widest: u32) -> Limit {
        self.widest = widest;
        self
    }

    /// Newer pages ask for at least so much.
    pub const fn from(mut self, least: u32) -> Limit {
        self.least = least;
        self
    }

    /// The length comes from an older table or from memory.
    pub const fn unsure(mut self) -> Limit {
        self.sure = false;
        self
    }
}

/// Where a row was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The user's text has the row.
    Seed,
    /// An official page has it.
    Page,
    /// Known from practice, SDK sources or memory only.
    Practice,
}

/// What the documents leave open about a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Settled,
    /// Editions differ, or do not say: this. The row's limits, alphabets and choices say what is a warning.
    Open(Text),
    /// The row itself could not be confirmed: whatever it finds is a warning.
    Unconfirmed(Text),
}

/// One row: a field of a message or a member of JSON text.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The name on the wire; `coupon_id_$n` for a numbered family.
    pub name: &'static str,
    /// The provider's name.
    pub zh: &'static str,
    /// What the value is.
    pub kind: Kind,
    /// How long it may be.
    pub limit: Option<Limit>,
    /// When it must be there.
    pub presence: Presence,
    /// The provider's sample.
    pub example: &'static str,
    /// The clause of the fact sheets, or their section.
    pub clause: &'static str,
    /// Clauses for single findings, where the row's is not exact enough.
    pub cites: &'static [(Code, &'static str)],
    /// Where the row was read.
    pub source: Source,
    /// What is left open.
    pub standing: Standing,
}

impl Field {
    const fn new(presence: Presence, clause: &'static str, name: &'static str, zh: &'static str) -> Field {
        let kind = Kind::Any;
        let (source, standing) = (Source::Page, Standing::Settled);
        Field { name, zh, kind, limit: None, presence, example: "", clause, cites: &[], source, standing }
    }

    /// A row of a field that must be there.
    pub const fn required(clause: &'static str, name: &'static str, zh: &'static str) -> Field {
        Field::new(Presence::Required, clause, name, zh)
    }

    /// A row of a field that may be there.
    pub const fn optional(clause: &'static str, name: &'static str, zh: &'static str) -> Field {
        Field::new(Presence::Optional, clause, name, zh)
    }

    /// A row of a field that must be there by the table, but is left out in practice.
    pub const fn expected(clause: &'static str, name: &'static str, zh: &'static str) -> Field {
        Field::new(Presence::Expected(None), clause, name, zh)
    }

    /// Required when another field has one of these values.
    pub const fn required_when(mut self, other: &'static str, values: &'static [&'static str]) -> Field {
        self.presence = Presence::RequiredWhen { other, values, unless: None };
        self
    }

    /// Expected only when another field has that value.
    pub const fn when(mut self, other: &'static str, value: &'static str) -> Field {
        self.presence = Presence::Expected(Some((other, value)));
        self
    }

    /// The condition of [`Field::required_when`] does not hold if this field is there.
    pub const fn unless(mut self, stand_in: &'static str) -> Field {
        if let Presence::RequiredWhen { other, values, .. } = self.presence {
            self.presence = Presence::RequiredWhen { other, values, unless: Some(stand_in) };
        }
        self
    }

    /// Text of that alphabet, so long at most.
    pub const fn text(mut self, alphabet: &'static Alphabet, limit: Limit) -> Field {
        self.kind = Kind::Text(alphabet);
        self.limit = Some(limit);
        self
    }

    /// One of these values.
    pub const fn one_of(mut self, choices: &'static [Choice], others: Others) -> Field {
        self.kind = Kind::Choice(choices, others);
        self
    }

    /// A value of that kind.
    pub const fn is(mut self, kind: Kind) -> Field {
        self.kind = kind;
        self
    }

    /// A time in that layout.
    pub const fn time(self, layout: Layout) -> Field {
        self.is(Kind::Time(layout))
    }

    /// A URL under those rules.
    pub const fn url(mut self, url: &'static Url, limit: Limit) -> Field {
        self.limit = Some(limit);
        self.is(Kind::Url(url))
    }

    /// An object.
    pub const fn object(self, members: &'static Table) -> Field {
        self.is(Kind::Object(members))
    }

    /// How long it may be.
    pub const fn limit(mut self, limit: Limit) -> Field {
        self.limit = Some(limit);
        self
    }

    /// The provider's sample.
    pub const fn example(mut self, example: &'static str) -> Field {
        self.example = example;
        self
    }

    /// The row is in the user's text.
    pub const fn seed(mut self) -> Field {
        self.source = Source::Seed;
        self
    }

    /// The row is known from practice alone.
    pub const fn practice(mut self) -> Field {
        self.source = Source::Practice;
        self
    }

    /// What is left open.
    pub const fn open(mut self, en: &'static str, zh: &'static str) -> Field {
        self.standing = Standing::Open(Text { en, zh });
        self
    }

    /// The row is not confirmed.
    pub const fn unconfirmed(mut self, en: &'static str, zh: &'static str) -> Field {
        self.standing = Standing::Unconfirmed(Text { en, zh });
        self
    }

    /// Clauses for single findings.
    pub const fn cites(mut self, cites: &'static [(Code, &'static str)]) -> Field {
        self.cites = cites;
        self
    }

    /// The type as the providers' tables print it: `String(32)`.
    pub fn printed_type(&self) -> String {
        let name = self.kind.printed_name();
        match self.limit {
            Some(Limit { agreed, widest, .. }) if agreed != widest => format!("{name}({agreed}..{widest})"),
            Some(Limit { agreed, .. }) => format!("{name}({agreed})"),
            None => name.to_string(),
        }
    }
}
