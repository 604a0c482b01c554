//! The merchant's own order: does this message pay it ([`Accepted`]), and what changes then ([`transition`]).

mod transition;

use crate::finding::{Refusal, code};

pub use transition::{Effect, Event, State, Step, transition};

/// What the merchant's own books say of one order. Both providers' messages are held against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// 商户订单号, `out_trade_no`.
    pub number: String,
    /// The amount asked, in fen.
    pub fen: u64,
    /// Three letters; WeChat Pay's `fee_type`. A message without one is in `CNY`.
    pub currency: String,
    /// WeChat Pay's `appid`, Alipay's `app_id`.
    pub application: String,
    /// WeChat Pay's `mch_id`, Alipay's `seller_id`.
    pub merchant: String,
}

/// What a genuine message claims about one payment. The readers of both providers fill it in; nothing outside
/// this crate can read it before [`Claim::accept`] has held it against the order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claim<'m> {
    pub(crate) number: Option<&'m [u8]>,
    /// Amount in fen, if the field is there and reads as an amount.
    pub(crate) fen: Option<u64>,
    pub(crate) currency: &'m [u8],
    pub(crate) application: Option<&'m [u8]>,
    pub(crate) merchant: Option<&'m [u8]>,
    /// The provider's number of the payment.
    pub(crate) payment: Option<&'m [u8]>,
    /// Whether the message alone says "paid".
    pub(crate) paid: bool,
    /// Whether it tells of a refund.
    pub(crate) refund: bool,
    /// Whether a value holds text that reads as another deciding field.
    pub(crate) ambiguous: bool,
}

/// A payment that has been verified and held against the order it pays: goods may be handed out, once
/// ([`transition`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    number: String,
    fen: u64,
    payment: String,
}

impl Accepted {
    /// The order that is paid.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The amount paid, in fen.
    pub fn fen(&self) -> u64 {
        self.fen
    }

    /// The provider's number of the payment: `transaction_id` or `trade_no`. One payment pays one order (B06).
    pub fn payment(&self) -> &str {
        &self.payment
    }
}

impl Claim<'_> {
    /// Holds the claim against the order (WX-NTF-51, ALI-BIZ-1..4).
    pub(crate) fn accept(&self, order: &Order) -> Result<Accepted, Refusal> {
        let same = |claimed: Option<&[u8]>, own: &str| claimed == Some(own.as_bytes());
        let Some(payment) = self.payment.filter(|_| self.paid) else {
            return Err(Refusal::new(code::NOT_A_PAYMENT));
        };
        let broken = if self.refund {
            Some(code::ORDER_REFUNDED)
        } else if self.ambiguous {
            Some(code::ORDER_AMBIGUOUS)
        } else if !same(self.number, &order.number) {
            Some(code::ORDER_NUMBER)
        } else if self.fen != Some(order.fen) {
            Some(code::ORDER_AMOUNT)
        } else if self.currency != order.currency.as_bytes() {
            Some(code::ORDER_CURRENCY)
        } else if !same(self.application, &order.application) {
            Some(code::ORDER_APPLICATION)
        } else if !same(self.merchant, &order.merchant) {
            Some(code::ORDER_MERCHANT)
        } else {
            None
        };
        match broken {
            Some(code) => Err(Refusal::new(code)),
            None => Ok(Accepted {
                number: order.number.clone(),
                fen: order.fen,
                payment: String::from_utf8_lossy(payment).into_owned(),
            }),
        }
    }
}

/// Whether `value` holds text that reads as another field of one of these names. The canonical string escapes
/// nothing, so the signature of such a message fits a second one in which that field is real (C01, C02).
pub(crate) fn names_another(value: &[u8], names: &[&str]) -> bool {
    memchr::memchr_iter(b'&', value).any(|at| {
        let rest = &value[at + 1..];
        names.iter().any(|name| rest.strip_prefix(name.as_bytes()).is_some_and(|rest| rest.first() == Some(&b'=')))
    })
}
