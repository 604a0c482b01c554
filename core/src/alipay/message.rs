//! What notifications and returns have in common: a form that Alipay signed (objects B and C, ALI-VER-1..4).

use std::borrow::Cow;

use crate::alipay::sign::{Scheme, expect_scheme, signature};
use crate::canonical::{ALIPAY_NOTIFICATION, ALIPAY_NOTIFICATION_NO_EMPTY, Rule, sort};
use crate::crypto::keys::PublicKey;
use crate::fields::{Field, Fields, Pair};
use crate::finding::{Refusal, code};
use crate::limits;
use crate::wire::charset::Charset;
use crate::wire::form;

/// Reads a form of at least one byte and at most [`limits::NOTIFICATION_BYTES`].
pub(super) fn parse(body: &[u8]) -> Result<Fields<'_>, Refusal> {
    if body.is_empty() {
        return Err(Refusal::new(code::BODY_EMPTY));
    }
    if body.len() > limits::NOTIFICATION_BYTES {
        return Err(Refusal::at(code::BODY_TOO_LARGE, limits::NOTIFICATION_BYTES));
    }
    form::parse(body)
}

/// Fields that Alipay has signed, all text in one charset.
#[derive(Debug, Clone)]
pub(super) struct Signed<'a> {
    pub(super) fields: Fields<'a>,
    pub(super) charset: Charset,
}

impl<'a> Signed<'a> {
    /// Checks the signature over the decoded bytes, then that they are text in the charset that the signed field
    /// `charset` names; without one, in UTF-8.
    ///
    /// Whether an empty value is part of the string, the documents do not settle (ALI-VER-5). Most official code
    /// keeps it, so that is tried first; the other reading only for a message in which it differs.
    pub(super) fn verify(fields: Fields<'a>, key: &PublicKey, scheme: Scheme) -> Result<Self, Refusal> {
        let canonical = |rule: &Rule| Ok(sort(fields.as_slice(), rule)?.to_vec());
        let string = canonical(&ALIPAY_NOTIFICATION)?;
        expect_scheme(&fields, scheme)?;
        let charset = fields.get("charset").map_or(Ok(Charset::Utf8), Charset::from_label)?;
        let sign = signature(&fields)?;
        match key.verify(scheme, &string, sign) {
            Err(refusal) if refusal.code == code::SIGN_WRONG && fields.iter().any(|field| field.value().is_empty()) => {
                key.verify(scheme, &canonical(&ALIPAY_NOTIFICATION_NO_EMPTY)?, sign)?;
            }
            verdict => verdict?,
        }
        // `&` and `=` are bytes of no longer character, so the string is text if and only if each name and value is. The
        // longer string is looked at whichever was signed: the name of an empty value is handed out too.
        charset.decode(&string)?;
        Ok(Signed { fields, charset })
    }

    /// A value as text.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        // A name that is new may be Chinese (ALI-NTF-1), and then stands in the message's charset.
        let encoded = self.charset.encode(name).ok();
        let exact = |field: &&Field<'_>| encoded.as_deref() == Some(field.name());
        // GBK has two ways to write some characters, and one, the euro sign as 0x80, is read but never written.
        let read = |field: &&Field<'_>| {
            !field.name().is_ascii() && self.charset.decode(field.name()).is_ok_and(|own| own == name)
        };
        let field = self.fields.iter().find(exact).or_else(|| self.fields.iter().find(read))?;
        self.charset.decode(field.value()).ok()
    }

    /// Every name and value as text, in the order of the message.
    pub(super) fn texts(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        self.fields.iter().map(|field| [field.name(), field.value()]).map(|pair| {
            let [name, value] = pair.map(|bytes| self.charset.decode(bytes).unwrap_or_default());
            (name, value)
        })
    }
}
