//! Holding a payment notification against the merchant's own order (WX-NTF-51), comparison by comparison.

use payspec_core::finding::{Refusal, code};

use crate::pairs::{Pair, filled, get};

/// The merchant's order, as the adapter protocol gives it.
#[derive(Debug, Clone)]
pub struct Order {
    /// `out_trade_no`.
    pub number: String,
    /// `amount_fen`.
    pub fen: u64,
    /// `appid`.
    pub application: String,
    /// `mch_id`.
    pub merchant: String,
    /// `fee_type`.
    pub currency: String,
}

/// One comparison: whether the message agrees with the order in this respect.
pub type Comparison = fn(&[Pair], &Order) -> bool;

/// The comparisons.
#[derive(Clone, Copy)]
pub struct Steps {
    /// Whether it has the marks of a payment notification or a query's answer, beyond "paid".
    pub kind: Comparison,
    /// No value reads as another deciding field (C01, C02).
    pub clear: Comparison,
    /// `out_trade_no`.
    pub number: Comparison,
    /// `total_fee`.
    pub amount: Comparison,
    /// `fee_type`.
    pub currency: Comparison,
    /// `appid`.
    pub application: Comparison,
    /// `mch_id`.
    pub merchant: Comparison,
}

/// As the documents ask.
pub const SOUND: Steps = Steps {
    kind: |pairs, _| {
        let refund = |pair: &Pair| pair.0.starts_with(b"refund_") || pair.0 == b"out_refund_no";
        filled(pairs, "time_end").is_some() && !pairs.iter().any(refund)
    },
    clear: |pairs, _| !pairs.iter().any(|pair| names_another(&pair.1)),
    number: |pairs, order| get(pairs, "out_trade_no") == Some(order.number.as_bytes()),
    amount: |pairs, order| get(pairs, "total_fee").and_then(plain_fen) == Some(order.fen),
    currency: |pairs, order| filled(pairs, "fee_type").unwrap_or(b"CNY") == order.currency.as_bytes(),
    application: |pairs, order| get(pairs, "appid") == Some(order.application.as_bytes()),
    merchant: |pairs, order| get(pairs, "mch_id") == Some(order.merchant.as_bytes()),
};

const DECIDING: &[&str] = &[
    "appid",
    "fee_type",
    "mch_id",
    "out_trade_no",
    "result_code",
    "return_code",
    "sub_mch_id",
    "time_end",
    "total_fee",
    "trade_state",
    "transaction_id",
];

fn names_another(value: &[u8]) -> bool {
    let text = String::from_utf8_lossy(value);
    DECIDING.iter().any(|name| text.contains(&format!("&{name}=")))
}

/// Digits without a leading zero.
pub fn plain_fen(text: &[u8]) -> Option<u64> {
    let plain = text.first() != Some(&b'0') && text.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(text).ok().filter(|_| plain)?.parse().ok()
}

/// Runs the comparisons on a genuine message that says "paid".
///
/// # Errors
/// The code of the first comparison that fails.
pub fn accept(steps: &Steps, pairs: &[Pair], order: &Order) -> Result<(), Refusal> {
    let checks = [
        (steps.kind, code::NOT_A_PAYMENT),
        (steps.clear, code::ORDER_AMBIGUOUS),
        (steps.number, code::ORDER_NUMBER),
        (steps.amount, code::ORDER_AMOUNT),
        (steps.currency, code::ORDER_CURRENCY),
        (steps.application, code::ORDER_APPLICATION),
        (steps.merchant, code::ORDER_MERCHANT),
    ];
    match checks.into_iter().find(|(check, _)| !check(pairs, order)) {
        Some((_, code)) => Err(Refusal::new(code)),
        None => Ok(()),
    }
}
