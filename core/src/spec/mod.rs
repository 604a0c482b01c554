//! The field tables: what the providers' own tables say of each message, as data.
//!
//! A reviewer can lay [`crate::wechat::tables`] and [`crate::alipay::tables`] beside the providers' pages. From the
//! one table come the validator ([`crate::validate`]), the printed tables and the fuzz dictionaries.

mod alphabet;
mod field;
mod index;
mod kind;
mod rule;

pub use alphabet::Alphabet;
pub(crate) use alphabet::{DOUBTFUL, FORBIDDEN, WIDE};
pub use field::{Field, Limit, Presence, Source, Standing, Text, Unit, bytes, characters, up_to};
pub use kind::{Choice, Kind, Layout, Others, Url};
pub use rule::Rule;

use crate::finding::Lang;
use index::Index;

/// Whose message it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// 微信支付.
    WeChatPay,
    /// 支付宝.
    Alipay,
}

/// Who writes the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The merchant does: a field in no table is doubtful (WX-XML-12, ALI-PAY-3).
    Sent,
    /// The provider does, and may add fields at any time (WX-SIGN-9, ALI-NTF-1).
    Received,
}

/// One message of one provider.
#[derive(Debug)]
pub struct Message {
    /// `wechat.unifiedorder`, or Alipay's own name of the interface. Permanent.
    pub id: &'static str,
    /// Whose it is.
    pub provider: Provider,
    /// Who writes it.
    pub direction: Direction,
    /// What it is called.
    pub title: Text,
    /// Where it goes, or where it comes from: a path, an interface, an address of the merchant's.
    pub place: &'static str,
    /// The clauses, or the section of the sheet, that the table is made from.
    pub clause: &'static str,
    /// Its fields.
    pub table: Table,
}

impl Message {
    /// The name without `wechat.`, as the adapter protocol has it: `unifiedorder`.
    pub fn short(&self) -> &'static str {
        self.id.strip_prefix("wechat.").unwrap_or(self.id)
    }
}

/// The members of a message or of one object in JSON text.
#[derive(Debug)]
pub struct Table {
    /// The rows, in the order of the provider's table. At most [`Table::ROWS`].
    pub fields: &'static [Field],
    /// What holds between fields.
    pub rules: &'static [Rule],
    /// What a member says that is in no row.
    pub others: Members,
    index: Index,
}

/// What becomes of members that are in no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Members {
    /// Each gets a warning.
    Listed,
    /// The documents leave the list open.
    Open,
}

impl Table {
    /// The most rows that a table has.
    pub const ROWS: usize = 64;

    /// A table without rules; a member beyond the rows gets a warning.
    pub const fn new(fields: &'static [Field]) -> Table {
        Table { fields, rules: &[], others: Members::Listed, index: Index::of(fields) }
    }

    /// The same table, with rules.
    pub const fn rules(mut self, rules: &'static [Rule]) -> Table {
        self.rules = rules;
        self
    }

    /// The same table, open to other members.
    pub const fn open(mut self) -> Table {
        self.others = Members::Open;
        self
    }

    /// The row of a field of that name: the name itself, or `coupon_id_0` for `coupon_id_$n`.
    pub fn find(&self, name: &[u8]) -> Option<(usize, &'static Field)> {
        let row = self.index.find(self.fields, name)?;
        Some((row, &self.fields[row]))
    }
}

/// Every message that has a table, in the order in which they are printed.
pub fn messages() -> impl Iterator<Item = &'static Message> {
    crate::wechat::tables::ALL.iter().chain(crate::alipay::tables::ALL).copied()
}

/// The message of that name: `unifiedorder` or `wechat.unifiedorder`, `alipay.trade.page.pay`.
pub fn message(name: &str) -> Option<&'static Message> {
    messages().find(|message| message.id == name || message.short() == name)
}

impl Text {
    /// The text in that language.
    pub fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }
}

#[cfg(test)]
mod tests;
