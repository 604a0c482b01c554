//! Does this message pay this order? Every rule as one line over copied pairs.

use super::{Pairs, filled, get};
use crate::order::Order;

fn behind_ampersand(pairs: &Pairs, names: &[&str]) -> bool {
    let values = pairs.iter().map(|pair| String::from_utf8_lossy(&pair.1).into_owned());
    values.into_iter().any(|value| names.iter().any(|name| value.contains(&format!("&{name}="))))
}

/// Whether the genuine message alone says "paid" (WX-QRY-3).
pub fn wechat_says_paid(pairs: &Pairs) -> bool {
    let success = |name: &str| get(pairs, name) == Some(b"SUCCESS");
    success("return_code")
        && success("result_code")
        && (get(pairs, "trade_state").is_none() || success("trade_state"))
        && filled(pairs, "transaction_id").is_some()
}

/// Whether the genuine message pays the order (WX-NTF-51).
pub fn wechat_pays(pairs: &Pairs, order: &Order) -> bool {
    let is = |name: &str, own: &str| filled(pairs, name) == Some(own.as_bytes());
    let refund = pairs.iter().any(|(name, _)| name.starts_with(b"refund_") || name == b"out_refund_no");
    let deciding = [
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
    wechat_says_paid(pairs)
        && filled(pairs, "time_end").is_some()
        && !refund
        && !behind_ampersand(pairs, &deciding)
        && is("out_trade_no", &order.number)
        && is("total_fee", &order.fen.to_string())
        && (filled(pairs, "fee_type").is_none() && order.currency == "CNY" || is("fee_type", &order.currency))
        && is("appid", &order.application)
        && is("mch_id", &order.merchant)
}

/// An amount in yuan as fen: digits, and after a point one or two more (V03).
fn fen(text: &[u8]) -> Option<u128> {
    let text = std::str::from_utf8(text).ok().filter(|text| text.len() < 30)?;
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(whole) && digits(decimals) && decimals.len() <= 2)
        .then(|| format!("{whole}{decimals:0<2}").parse().ok())
        .flatten()
}

/// Whether the genuine message alone says "paid" (ALI-STAT-5, ALI-RET-8).
pub fn alipay_says_paid(pairs: &Pairs) -> bool {
    let status = get(pairs, "trade_status");
    let about_a_trade = get(pairs, "notify_type").is_none_or(|kind| kind == b"trade_status_sync");
    about_a_trade && (status == Some(b"TRADE_SUCCESS") || status == Some(b"TRADE_FINISHED"))
}

/// Whether the genuine message pays the order (ALI-BIZ-1..4). `order`'s texts are ASCII, so bytes are compared.
pub fn alipay_pays(pairs: &Pairs, order: &Order) -> bool {
    let is = |name: &str, own: &str| filled(pairs, name) == Some(own.as_bytes());
    let refund =
        filled(pairs, "gmt_refund").is_some() || filled(pairs, "refund_fee").is_some_and(|fee| fen(fee) != Some(0));
    let deciding = [
        "app_id",
        "gmt_refund",
        "method",
        "notify_type",
        "out_trade_no",
        "refund_fee",
        "seller_id",
        "sign_type",
        "total_amount",
        "trade_no",
        "trade_status",
        "trans_currency",
    ];
    alipay_says_paid(pairs)
        && !get(pairs, "method").is_some_and(|method| method.ends_with(b".return"))
        && filled(pairs, "trade_no").is_some()
        && !refund
        && !behind_ampersand(pairs, &deciding)
        && is("out_trade_no", &order.number)
        && get(pairs, "total_amount").and_then(fen) == Some(u128::from(order.fen))
        && (filled(pairs, "trans_currency").is_none() && order.currency == "CNY"
            || is("trans_currency", &order.currency))
        && is("app_id", &order.application)
        && is("seller_id", &order.merchant)
}
