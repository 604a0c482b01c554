//! Asynchronous notification (异步通知, object B): from the bytes of a POST to the notify address to a payment.

use std::borrow::Cow;

use crate::alipay::message::{self, Signed};
use crate::alipay::sign::Scheme;
use crate::alipay::status::TradeStatus;
use crate::crypto::keys::PublicKey;
use crate::fields::{Fields, Pair};
use crate::finding::{Refusal, code};
use crate::money::{Fen, Yuan};
use crate::order::{Accepted, Claim, Event, Order, names_another};
use crate::wire::charset::Charset;

/// Fields on which it depends whether goods are handed out. A value that holds one of them behind an `&` could be
/// two messages (attack class C01): the one that is real now, or the one in which it is.
const DECIDING: &[&str] = &[
    "app_id",
    "gmt_refund",
    "method",
    "notify_type",
    "out_trade_no",
    "refund_fee",
    "seller_id",
    // Inside a value it makes a message that was signed by the other rule, of object E, look like one of this.
    "sign_type",
    "total_amount",
    "trade_no",
    "trade_status",
    "trans_currency",
];

/// Bytes from the network, not looked at yet.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    body: &'a [u8],
}

impl<'a> Received<'a> {
    /// The body of a POST, with its Content-Type if it has one. Parameters of the type, such as `charset`, are of no
    /// account: the signed field `charset` decides (ALI-VER-4). Parameters of the query are not to be joined to the
    /// body (ALI-AMB-22).
    ///
    /// # Errors
    /// `form-content-type` for any type but `application/x-www-form-urlencoded` (ALI-AMB-23).
    pub fn new(content_type: Option<&str>, body: &'a [u8]) -> Result<Self, Refusal> {
        let media = content_type.map(|value| value.split(';').next().unwrap_or_default().trim()).unwrap_or_default();
        if media.is_empty() || media.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            Ok(Received { body })
        } else {
            Err(Refusal::new(code::FORM_CONTENT_TYPE))
        }
    }

    /// Reads the fields. They stay out of reach until the signature has been checked.
    ///
    /// # Errors
    /// `body-empty`, `body-too-large` and those of [`crate::wire::form::parse`].
    pub fn parse(self) -> Result<Parsed<'a>, Refusal> {
        Ok(Parsed { fields: message::parse(self.body)? })
    }
}

/// From the bytes of a POST to a genuine message.
///
/// # Errors
/// Whatever [`Received::new`], [`Received::parse`] or [`Parsed::verify`] refuses.
pub fn read<'a>(
    content_type: Option<&str>,
    body: &'a [u8],
    key: &PublicKey,
    scheme: Scheme,
) -> Result<Verified<'a>, Refusal> {
    Received::new(content_type, body)?.parse()?.verify(key, scheme)
}

/// Fields that nobody has vouched for.
#[derive(Debug, Clone)]
pub struct Parsed<'a> {
    fields: Fields<'a>,
}

impl<'a> Parsed<'a> {
    /// Checks the signature with Alipay's public key, before anything else is believed. `scheme` is the one that the
    /// application is configured for; the message does not choose it (ALI-VER-8).
    ///
    /// # Errors
    /// `sign-missing`, `sign-format`, `sign-wrong`, `sign-type-unknown`, `sign-type-other`; `charset-unknown`,
    /// `text-not-in-charset`; `field-repeated`, `too-many-fields`.
    pub fn verify(self, key: &PublicKey, scheme: Scheme) -> Result<Verified<'a>, Refusal> {
        Ok(Verified(Signed::verify(self.fields, key, scheme)?))
    }
}

/// A message that Alipay signed. Genuine, but not yet known to pay anything.
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

    /// Every name and value as text, in the order of the message.
    pub fn texts(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
        self.0.texts()
    }

    /// `trade_status`; `None` if it is absent or unknown.
    pub fn status(&self) -> Option<TradeStatus> {
        self.fields().get("trade_status").and_then(TradeStatus::parse)
    }

    /// Whether the message alone says "paid": `trade_status` is TRADE_SUCCESS or TRADE_FINISHED (ALI-STAT-5), and
    /// `notify_type`, where it is present, is `trade_status_sync` (ALI-RET-8). It does not say whose order, nor
    /// whether it tells of a refund.
    pub fn says_paid(&self) -> bool {
        self.status().is_some_and(TradeStatus::is_paid) && self.is_about_a_trade()
    }

    fn is_about_a_trade(&self) -> bool {
        self.fields().get("notify_type").is_none_or(|kind| kind == b"trade_status_sync")
    }

    /// Whether it tells of a refund: `gmt_refund`, or a `refund_fee` other than zero (ALI-STAT-2, ALI-STAT-7). The
    /// documents' own sample has `0.00` on a payment.
    pub fn tells_of_refund(&self) -> bool {
        let filled = |name| self.fields().get(name).is_some_and(|value| !value.is_empty());
        let zero = || self.fields().get("refund_fee").and_then(yuan) == Some(Fen::new(0));
        filled("gmt_refund") || filled("refund_fee") && !zero()
    }

    /// What the message means for its order, for [`crate::order::transition`]. Whether the order is the merchant's is
    /// not known before [`Verified::accept`].
    pub fn event(&self) -> Option<Event> {
        self.status().filter(|_| self.is_about_a_trade()).map(|status| status.event(self.tells_of_refund()))
    }

    /// Holds the message against the merchant's own order (ALI-BIZ-1..4): only what comes out says "paid".
    /// `total_amount` is what is compared, exactly, however it is spelt; not what the buyer paid or the merchant
    /// receives (ALI-AMB-26).
    ///
    /// # Errors
    /// `not-a-payment` and `order-…`.
    pub fn accept(&self, order: &Order) -> Result<Accepted, Refusal> {
        let filled = |name| self.text(name).filter(|value| !value.is_empty());
        let [number, currency, application, merchant, payment] =
            ["out_trade_no", "trans_currency", "app_id", "seller_id", "trade_no"].map(filled);
        // A browser return is signed by the same rule and key, and proves no payment (ALI-RET-4, ALI-RET-8).
        let is_return = self.fields().get("method").is_some_and(|method| method.ends_with(b".return"));
        Claim {
            number: number.as_deref().map(str::as_bytes),
            fen: self.fields().get("total_amount").and_then(yuan).map(Fen::get),
            currency: currency.as_deref().unwrap_or("CNY").as_bytes(),
            application: application.as_deref().map(str::as_bytes),
            merchant: merchant.as_deref().map(str::as_bytes),
            payment: payment.as_deref().map(str::as_bytes),
            paid: self.says_paid() && !is_return,
            refund: self.tells_of_refund(),
            ambiguous: self.fields().iter().any(|field| names_another(field.value(), DECIDING)),
        }
        .accept(order)
    }
}

/// `^\d+(\.\d{1,2})?$` (attack class V03).
pub(super) fn yuan(text: &[u8]) -> Option<Fen> {
    let (yuan, _) = Yuan::read(text).filter(|_| text.first().is_some_and(u8::is_ascii_digit))?;
    Some(yuan.to_fen())
}
