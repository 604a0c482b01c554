//! Holding a notification against the merchant's own order (ALI-BIZ-1..4), comparison by comparison.

use payspec_core::finding::code;

use crate::pairs::{Pair, filled, get};
use crate::stop::{Step, refuse};

/// The merchant's order, as the adapter protocol gives it.
#[derive(Debug, Clone)]
pub struct Order {
    /// `out_trade_no`.
    pub number: String,
    /// `total_amount`: yuan with two decimals.
    pub amount: String,
    /// `app_id`.
    pub application: String,
    /// `seller_id`.
    pub seller: String,
}

/// One comparison: whether the message agrees with the order in this respect.
pub type Comparison = fn(&[Pair], &Order) -> bool;

/// The comparisons.
#[derive(Clone, Copy)]
pub struct Steps {
    /// Whether it is a notification of a payment: no return, and Alipay's number of the payment is there.
    pub kind: Comparison,
    /// It tells of no refund.
    pub refund: Comparison,
    /// No value reads as another deciding field (C01).
    pub clear: Comparison,
    /// `out_trade_no`.
    pub number: Comparison,
    /// `total_amount`.
    pub amount: Comparison,
    /// `trans_currency`.
    pub currency: Comparison,
    /// `app_id`.
    pub application: Comparison,
    /// `seller_id`.
    pub seller: Comparison,
}

/// As the documents ask.
pub const SOUND: Steps = Steps {
    kind: |pairs, _| {
        let is_return = get(pairs, "method").is_some_and(|method| method.ends_with(b".return"));
        !is_return && filled(pairs, "trade_no").is_some()
    },
    refund: |pairs, _| {
        let zero = filled(pairs, "refund_fee").is_none_or(|fee| fen(fee) == Some(0));
        filled(pairs, "gmt_refund").is_none() && zero
    },
    clear: |pairs, _| !pairs.iter().any(|pair| names_another(&pair.1)),
    number: |pairs, order| get(pairs, "out_trade_no") == Some(order.number.as_bytes()),
    amount: |pairs, order| {
        get(pairs, "total_amount").and_then(fen).is_some_and(|paid| Some(paid) == fen(order.amount.as_bytes()))
    },
    currency: |pairs, _| filled(pairs, "trans_currency").unwrap_or(b"CNY") == b"CNY",
    application: |pairs, order| get(pairs, "app_id") == Some(order.application.as_bytes()),
    seller: |pairs, order| get(pairs, "seller_id") == Some(order.seller.as_bytes()),
};

const DECIDING: &[&str] = &[
    "app_id",
    "gmt_refund",
    "notify_type",
    "out_trade_no",
    "refund_fee",
    "seller_id",
    "total_amount",
    "trade_no",
    "trade_status",
    "trans_currency",
];

fn names_another(value: &[u8]) -> bool {
    let text = String::from_utf8_lossy(value);
    DECIDING.iter().any(|name| text.contains(&format!("&{name}=")))
}

/// `^\d+(\.\d{1,2})?$` in fen.
pub fn fen(text: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(text).ok()?;
    let (yuan, cents) = text.split_once('.').unwrap_or((text, "00"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(yuan) || !digits(cents) || cents.len() > 2 {
        return None;
    }
    yuan.parse::<u64>().ok()?.checked_mul(100)?.checked_add(format!("{cents:0<2}").parse().ok()?)
}

/// Runs the comparisons on a genuine message that says "paid".
///
/// # Errors
/// The code of the first comparison that fails.
pub fn accept(steps: &Steps, pairs: &[Pair], order: &Order) -> Step<()> {
    let checks = [
        (steps.kind, code::NOT_A_PAYMENT),
        (steps.refund, code::ORDER_REFUNDED),
        (steps.clear, code::ORDER_AMBIGUOUS),
        (steps.number, code::ORDER_NUMBER),
        (steps.amount, code::ORDER_AMOUNT),
        (steps.currency, code::ORDER_CURRENCY),
        (steps.application, code::ORDER_APPLICATION),
        (steps.seller, code::ORDER_MERCHANT),
    ];
    match checks.into_iter().find(|(check, _)| !check(pairs, order)) {
        Some((_, code)) => refuse(code),
        None => Ok(()),
    }
}
