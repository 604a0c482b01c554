//! WeChat Pay: number, currency and parties against the order.

use super::super::{Fault, fault};
use super::{ACCEPT, text};
use crate::pairs::{filled, get};

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "wx-accept-currency-ignored",
        "`fee_type` is not compared.",
        "V09: fee_type JPY on a CNY order",
        ACCEPT,
        |s| s.wechat.order.currency = |_, _| true,
    ),
    fault(
        "wx-accept-currency-required",
        "A message without `fee_type` is refused.",
        "V09, WX-NTF-18: default CNY",
        ACCEPT,
        |s| s.wechat.order.currency = |pairs, order| get(pairs, "fee_type") == Some(order.currency.as_bytes()),
    ),
    fault(
        "wx-accept-currency-absent-fits",
        "A message without `fee_type` fits an order in any currency.",
        "V09, WX-NTF-18: absent means CNY",
        ACCEPT,
        |s| {
            s.wechat.order.currency =
                |pairs, order| filled(pairs, "fee_type").is_none_or(|name| name == order.currency.as_bytes());
        },
    ),
    fault("wx-accept-appid-ignored", "`appid` is not compared.", "B02: CVE-2026-104641; WX-NTF-51", ACCEPT, |s| {
        s.wechat.order.application = |_, _| true
    }),
    fault(
        "wx-accept-mch-id-ignored",
        "`mch_id` is not compared.",
        "B02, K06: the message of another merchant of the same provider",
        ACCEPT,
        |s| s.wechat.order.merchant = |_, _| true,
    ),
    fault(
        "wx-accept-number-ignored",
        "`out_trade_no` is not compared.",
        "B03: unknown out_trade_no; WX-NTF-51",
        ACCEPT,
        |s| s.wechat.order.number = |_, _| true,
    ),
    fault(
        "wx-accept-number-in-any-case",
        "Order numbers are compared without regard to case.",
        "V16: a case-insensitive collation",
        ACCEPT,
        |s| s.wechat.order.number = |pairs, order| text(pairs, "out_trade_no").eq_ignore_ascii_case(&order.number),
    ),
    fault(
        "wx-accept-number-trimmed",
        "White space around an order number is taken off.",
        "V16: trailing spaces in a padded collation",
        ACCEPT,
        |s| s.wechat.order.number = |pairs, order| text(pairs, "out_trade_no").trim() == order.number,
    ),
    fault(
        "wx-accept-number-prefix",
        "An order number is compared up to the length of the column.",
        "V16: truncation",
        ACCEPT,
        |s| s.wechat.order.number = |pairs, order| text(pairs, "out_trade_no").starts_with(&order.number),
    ),
    fault(
        "wx-accept-number-as-prefix",
        "The message's number has to be a beginning of the order's.",
        "V16, V18: LIKE",
        ACCEPT,
        |s| {
            s.wechat.order.number = |pairs, order| {
                let number = text(pairs, "out_trade_no");
                !number.is_empty() && order.number.starts_with(&number)
            };
        },
    ),
    fault(
        "wx-accept-number-as-number",
        "Order numbers are compared as numbers: `0123` is `123`.",
        "V17: numeric id coercion",
        ACCEPT,
        |s| {
            s.wechat.order.number = |pairs, order| {
                let number = text(pairs, "out_trade_no");
                let same = |a: Option<f64>| a.is_some() && a == order.number.parse::<f64>().ok();
                number == order.number || same(number.parse::<f64>().ok())
            };
        },
    ),
    fault(
        "wx-accept-number-folded-width",
        "Full-width digits and letters are the plain ones.",
        "E14: NFKC before the comparison",
        ACCEPT,
        |s| {
            s.wechat.order.number = |pairs, order| {
                let narrow = |c: char| match c {
                    '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
                    _ => c,
                };
                text(pairs, "out_trade_no").chars().map(narrow).eq(order.number.chars())
            };
        },
    ),
    fault(
        "wx-accept-any-kind",
        "A genuine message of another kind, such as a refund's answer, pays the order that it names.",
        "S25, C14: nearly the same fields, the same key",
        ACCEPT,
        |s| s.wechat.order.kind = |_, _| true,
    ),
    fault(
        "wx-accept-paid-not-asked",
        "A genuine message about the order pays it, whatever it says of the payment.",
        "V10, V14: result_code FAIL, trade_state NOTPAY",
        ACCEPT,
        |s| s.wechat.paid = |_| true,
    ),
];
