//! Browser return (同步返回, object C): the query with which the buyer's browser comes back.
//!
//! It is signed like a notification and proves no payment: the buyer can replay it, and it has no `trade_status`
//! (ALI-RET-2, ALI-RET-4, ALI-RET-5). So nothing here says "paid"; only a notification or a query does.

use std::borrow::Cow;

use crate::alipay::message::{self, Signed};
use crate::alipay::sign::Scheme;
use crate::crypto::keys::PublicKey;
use crate::fields::Fields;
use crate::finding::Refusal;
use crate::wire::charset::Charset;

/// A query string, not looked at yet.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    query: &'a [u8],
}

impl<'a> Received<'a> {
    /// The query of the GET to `return_url`, without its `?`, exactly as it came: a parameter of the merchant's own
    /// is not signed and makes it fail (ALI-RET-7).
    pub fn new(query: &'a [u8]) -> Self {
        Received { query }
    }

    /// Reads the fields. They stay out of reach until the signature has been checked.
    ///
    /// # Errors
    /// `body-empty`, `body-too-large` and those of [`crate::wire::form::parse`].
    pub fn parse(self) -> Result<Parsed<'a>, Refusal> {
        Ok(Parsed { fields: message::parse(self.query)? })
    }
}

/// From the query to a genuine return.
///
/// # Errors
/// Whatever [`Received::parse`] or [`Parsed::verify`] refuses.
pub fn read<'a>(query: &'a [u8], key: &PublicKey, scheme: Scheme) -> Result<Verified<'a>, Refusal> {
    Received::new(query).parse()?.verify(key, scheme)
}

/// Fields that nobody has vouched for.
#[derive(Debug, Clone)]
pub struct Parsed<'a> {
    fields: Fields<'a>,
}

impl<'a> Parsed<'a> {
    /// Checks the signature with Alipay's public key, by the rule of notifications (ALI-RET-3).
    ///
    /// # Errors
    /// As [`crate::alipay::notification::Parsed::verify`].
    pub fn verify(self, key: &PublicKey, scheme: Scheme) -> Result<Verified<'a>, Refusal> {
        Ok(Verified(Signed::verify(self.fields, key, scheme)?))
    }
}

/// A return that Alipay signed: good for showing the buyer a page, and for asking by a query.
#[derive(Debug, Clone)]
pub struct Verified<'a>(Signed<'a>);

impl<'a> Verified<'a> {
    /// Every field, `sign` and `sign_type` included, as bytes in [`Verified::charset`].
    pub fn fields(&self) -> &Fields<'a> {
        &self.0.fields
    }

    /// The charset of the values.
    pub fn charset(&self) -> Charset {
        self.0.charset
    }

    /// A field's value as text.
    pub fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.0.text(name)
    }

    /// Every name and value as text, in the order of the query.
    pub fn texts(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        self.0.texts()
    }
}
