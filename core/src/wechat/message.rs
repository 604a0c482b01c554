//! A message from WeChat Pay on its way from bytes to verdict. Notifications, responses and callbacks are one
//! kind of XML, signed by one rule; what they mean stands in the files named after them.

use crate::fields::Fields;
use crate::finding::{Refusal, code};
use crate::limits;
use crate::order::{Accepted, Order};
use crate::wechat::notification;
use crate::wechat::sign::{ApiKey, SignType, verify};
use crate::wire::xml;

/// Bytes from the network, not looked at yet.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    body: &'a [u8],
}

impl<'a> Received<'a> {
    /// The body of a POST to one of the merchant's addresses.
    ///
    /// # Errors
    /// `body-too-large` above [`limits::NOTIFICATION_BYTES`].
    pub fn notification(body: &'a [u8]) -> Result<Self, Refusal> {
        Self::bounded(body, limits::NOTIFICATION_BYTES)
    }

    /// The body of an answer of the gateway.
    ///
    /// # Errors
    /// `body-too-large` above [`limits::RESPONSE_BYTES`].
    pub fn response(body: &'a [u8]) -> Result<Self, Refusal> {
        Self::bounded(body, limits::RESPONSE_BYTES)
    }

    fn bounded(body: &'a [u8], limit: usize) -> Result<Self, Refusal> {
        if body.len() > limit {
            return Err(Refusal::at(code::BODY_TOO_LARGE, limit));
        }
        Ok(Received { body })
    }

    /// Reads the fields. They stay out of reach until the signature has been checked.
    ///
    /// # Errors
    /// Those of [`xml::parse`].
    pub fn parse(self) -> Result<Parsed<'a>, Refusal> {
        Ok(Parsed { fields: xml::parse(self.body, xml::ROOT)? })
    }
}

/// Fields that nobody has vouched for.
#[derive(Debug, Clone)]
pub struct Parsed<'a> {
    pub(crate) fields: Fields<'a>,
}

impl<'a> Parsed<'a> {
    /// Checks the signature, before anything else is believed.
    ///
    /// # Errors
    /// Those of [`verify`].
    pub fn verify(self, key: &ApiKey) -> Result<Verified<'a>, Refusal> {
        let sign_type = verify(&self.fields, key)?;
        Ok(Verified { fields: self.fields, sign_type })
    }

    /// Reads an answer of the gateway: like [`Parsed::verify`], but a failure on the transport layer comes
    /// without a signature (WX-SIGN-16, WX-UOR-8), and then nothing but its text can be read.
    ///
    /// # Errors
    /// Those of [`verify`].
    pub fn response(self, key: &ApiKey) -> Result<Response<'a>, Refusal> {
        let unsigned = self.fields.get("sign").is_none_or(<[u8]>::is_empty);
        if unsigned && self.fields.get("return_code") == Some(b"FAIL") {
            // The refusal of repeats is part of sorting, which an unsigned message does not reach.
            crate::canonical::sort(self.fields.as_slice(), &crate::canonical::WECHAT)?;
            return Ok(Response::Failed(Failure { return_msg: self.fields.text("return_msg").map(str::to_owned) }));
        }
        self.verify(key).map(Response::Signed)
    }
}

/// An answer of the gateway.
#[derive(Debug, Clone)]
pub enum Response<'a> {
    /// Signed by WeChat Pay.
    Signed(Verified<'a>),
    /// Not signed: the request was not even looked at. It says nothing about the order.
    Failed(Failure),
}

/// An unsigned `return_code` FAIL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Why, in the gateway's words. Anybody could have written it.
    pub return_msg: Option<String>,
}

/// A message that was signed with the merchant's key. Genuine, but not yet known to pay anything.
#[derive(Debug, Clone)]
pub struct Verified<'a> {
    fields: Fields<'a>,
    sign_type: SignType,
}

impl<'a> Verified<'a> {
    /// Every field, as text on the wire.
    pub fn fields(&self) -> &Fields<'a> {
        &self.fields
    }

    /// The algorithm by which it was signed. One that differs from the merchant's setting is worth a look: real
    /// traffic has such messages, but few (attack class S12).
    pub fn sign_type(&self) -> SignType {
        self.sign_type
    }

    /// Whether the message alone says "paid": `return_code`, `result_code`, and `trade_state` where it is
    /// present, are SUCCESS and there is a `transaction_id` (WX-QRY-3). It does not say whose order.
    pub fn says_paid(&self) -> bool {
        notification::says_paid(&self.fields)
    }

    /// Holds the message against the merchant's own order: only what comes out says "paid".
    ///
    /// # Errors
    /// `not-a-payment` and `order-…`.
    pub fn accept(&self, order: &Order) -> Result<Accepted, Refusal> {
        notification::claim(&self.fields).accept(order)
    }

    /// Refuses a message that lacks one of `names` or has it empty.
    pub(crate) fn require(&self, names: &[&str]) -> Result<(), Refusal> {
        if names.iter().all(|name| self.fields.get(name).is_some_and(|value| !value.is_empty())) {
            Ok(())
        } else {
            Err(Refusal::new(code::FIELD_ABSENT))
        }
    }
}
