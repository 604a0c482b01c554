//! WeChat Pay: what a genuine message is taken to mean, and how it is held against the order.

use super::{Fault, WX_PAID, fault};
use crate::pairs::{Pair, filled, get, is};
use crate::wechat::order::Order;

const ACCEPT: &[&str] = &["wechat.accept"];

/// The text of a field.
fn text(pairs: &[Pair], name: &str) -> String {
    String::from_utf8_lossy(get(pairs, name).unwrap_or_default()).into_owned()
}

/// An amount as careless code reads it.
fn number(pairs: &[Pair], name: &str) -> Option<f64> {
    text(pairs, name).trim().parse().ok()
}

/// The sound rule, with one of the three codes read otherwise.
fn paid(pairs: &[Pair], success: fn(&str) -> bool) -> bool {
    success(&text(pairs, "return_code"))
        && success(&text(pairs, "result_code"))
        && get(pairs, "trade_state").is_none_or(|state| success(&String::from_utf8_lossy(state)))
        && filled(pairs, "transaction_id").is_some()
}

/// Whether a field, read otherwise, pays the order.
fn pays(pairs: &[Pair], name: &str, order: &Order) -> bool {
    get(pairs, name).and_then(crate::wechat::order::plain_fen) == Some(order.fen)
}

pub(super) const FAULTS: &[Fault] = &[
    fault(
        "wx-paid-return-code-only",
        "`return_code` SUCCESS alone means paid.",
        "V10, WX-NTF-1: a transport flag, not the trade's result",
        WX_PAID,
        |s| s.wechat.paid = |pairs| is(pairs, "return_code", "SUCCESS"),
    ),
    fault(
        "wx-paid-result-code-ignored",
        "`result_code` is not looked at.",
        "V10; WX-XML-17: three layers, in that order",
        WX_PAID,
        |s| {
            s.wechat.paid = |pairs| {
                is(pairs, "return_code", "SUCCESS")
                    && get(pairs, "trade_state").is_none_or(|state| state == b"SUCCESS")
                    && filled(pairs, "transaction_id").is_some()
            };
        },
    ),
    fault(
        "wx-paid-return-code-ignored",
        "`return_code` is not looked at.",
        "WX-XML-17: three layers, in that order",
        WX_PAID,
        |s| {
            s.wechat.paid = |pairs| {
                is(pairs, "result_code", "SUCCESS")
                    && get(pairs, "trade_state").is_none_or(|state| state == b"SUCCESS")
                    && filled(pairs, "transaction_id").is_some()
            };
        },
    ),
    fault(
        "wx-paid-trade-state-ignored",
        "`trade_state` is not looked at.",
        "V14, WX-QRY-3: NOTPAY and REFUND come with both codes SUCCESS",
        WX_PAID,
        |s| {
            s.wechat.paid = |pairs| {
                is(pairs, "return_code", "SUCCESS")
                    && is(pairs, "result_code", "SUCCESS")
                    && filled(pairs, "transaction_id").is_some()
            };
        },
    ),
    fault(
        "wx-paid-refund-counts",
        "`trade_state` REFUND means paid, since it once was.",
        "V14: REFUND is moved to refund",
        WX_PAID,
        |s| {
            s.wechat.paid = |pairs| {
                crate::wechat::verifying::paid(pairs)
                    || (is(pairs, "trade_state", "REFUND") && is(pairs, "result_code", "SUCCESS"))
            }
        },
    ),
    fault("wx-paid-not-final-counts", "USERPAYING and ACCEPT mean paid.", "WX-QRY-4: not final", WX_PAID, |s| {
        s.wechat.paid = |pairs| {
            crate::wechat::verifying::paid(pairs)
                || ((is(pairs, "trade_state", "USERPAYING") || is(pairs, "trade_state", "ACCEPT"))
                    && is(pairs, "result_code", "SUCCESS"))
        }
    }),
    fault(
        "wx-paid-transaction-id-ignored",
        "A message without `transaction_id` means paid.",
        "C14: the merchant's own signed request, reflected",
        WX_PAID,
        |s| {
            s.wechat.paid = |pairs| {
                is(pairs, "return_code", "SUCCESS")
                    && is(pairs, "result_code", "SUCCESS")
                    && get(pairs, "trade_state").is_none_or(|state| state == b"SUCCESS")
            }
        },
    ),
    fault("wx-paid-in-any-case", "`success` is read as SUCCESS.", "V11: variants in case", WX_PAID, |s| {
        s.wechat.paid = |pairs| paid(pairs, |code| code.eq_ignore_ascii_case("SUCCESS"))
    }),
    fault(
        "wx-paid-not-fail",
        "Whatever is not FAIL means SUCCESS.",
        "V10, V12: a whitelist, not a blacklist",
        WX_PAID,
        |s| s.wechat.paid = |pairs| paid(pairs, |code| code != "FAIL"),
    ),
    fault("wx-paid-prefix", "Whatever begins with SUCCESS means SUCCESS.", "V11: exact comparison", WX_PAID, |s| {
        s.wechat.paid = |pairs| paid(pairs, |code| code.starts_with("SUCCESS"))
    }),
    fault(
        "wx-paid-always",
        "A genuine message means paid.",
        "V10, WX-NTF-9: genuine messages of failures exist",
        WX_PAID,
        |s| s.wechat.paid = |_| true,
    ),
    fault(
        "wx-paid-needs-trade-state",
        "A message without `trade_state` is no payment.",
        "WX-NTF: a payment notification has no trade_state",
        WX_PAID,
        |s| s.wechat.paid = |pairs| is(pairs, "trade_state", "SUCCESS") && crate::wechat::verifying::paid(pairs),
    ),
    fault(
        "wx-accept-amount-ignored",
        "The amount is not compared.",
        "B01, WX-NTF-51: CVE-2026-2592, CVE-2026-68500",
        ACCEPT,
        |s| s.wechat.order.amount = |_, _| true,
    ),
    fault(
        "wx-accept-amount-presence",
        "Any amount that is there will do.",
        "B01: amount not compared with the order",
        ACCEPT,
        |s| s.wechat.order.amount = |pairs, _| filled(pairs, "total_fee").is_some(),
    ),
    fault(
        "wx-accept-amount-at-most",
        "An amount that is not above the order's is enough.",
        "V05: exact comparison",
        ACCEPT,
        |s| {
            s.wechat.order.amount = |pairs, order| number(pairs, "total_fee").is_some_and(|fen| fen <= order.fen as f64)
        },
    ),
    fault("wx-accept-amount-at-least", "An amount above the order's will do.", "V05: exact comparison", ACCEPT, |s| {
        s.wechat.order.amount = |pairs, order| number(pairs, "total_fee").is_some_and(|fen| fen >= order.fen as f64)
    }),
    fault(
        "wx-accept-amount-epsilon",
        "Amounts that differ by one fen are equal.",
        "V05: |a-b| < epsilon",
        ACCEPT,
        |s| {
            s.wechat.order.amount =
                |pairs, order| number(pairs, "total_fee").is_some_and(|fen| (fen - order.fen as f64).abs() <= 1.0);
        },
    ),
    fault(
        "wx-accept-amount-as-float",
        "Amounts are read as floating-point numbers: `1e3` and `1000.0` pay 1000.",
        "V04, WX-UO-40: digits only",
        ACCEPT,
        |s| s.wechat.order.amount = |pairs, order| number(pairs, "total_fee") == Some(order.fen as f64),
    ),
    fault(
        "wx-accept-amount-digits-prefix",
        "An amount is read up to the first character that is no digit.",
        "V04: `parseInt` and casts that read a prefix",
        ACCEPT,
        |s| {
            s.wechat.order.amount = |pairs, order| {
                let text = text(pairs, "total_fee");
                let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
                text[..end].parse() == Ok(order.fen)
            };
        },
    ),
    fault(
        "wx-accept-amount-yuan",
        "Fen and yuan are mixed up: the amount times 100 may be the order's.",
        "V02: unit confusion",
        ACCEPT,
        |s| {
            s.wechat.order.amount = |pairs, order| {
                number(pairs, "total_fee").is_some_and(|fee| fee == order.fen as f64 || fee * 100.0 == order.fen as f64)
            };
        },
    ),
    fault(
        "wx-accept-amount-whole-yuan",
        "Amounts are compared in whole yuan.",
        "V01: yuan from fen by integer division",
        ACCEPT,
        |s| {
            s.wechat.order.amount = |pairs, order| {
                get(pairs, "total_fee")
                    .and_then(crate::wechat::order::plain_fen)
                    .is_some_and(|f| f / 100 == order.fen / 100)
            };
        },
    ),
    fault(
        "wx-accept-amount-truncated-float",
        "The order's yuan times 100 is cut to an integer: 19.99 becomes 1998.",
        "V01: 19.99, 64.10 and 4.35 by floating point",
        ACCEPT,
        |s| {
            s.wechat.order.amount = |pairs, order| {
                let yuan: f64 = format!("{}.{:02}", order.fen / 100, order.fen % 100).parse().unwrap_or(0.0);
                get(pairs, "total_fee").and_then(crate::wechat::order::plain_fen) == Some((yuan * 100.0) as u64)
            };
        },
    ),
    fault(
        "wx-accept-amount-32-bits",
        "Amounts are compared in 32 bits.",
        "WX-UO-42: integer overflow; V04",
        ACCEPT,
        |s| {
            s.wechat.order.amount = |pairs, order| {
                get(pairs, "total_fee")
                    .and_then(crate::wechat::order::plain_fen)
                    .is_some_and(|f| f as u32 == order.fen as u32)
            };
        },
    ),
    fault(
        "wx-accept-cash-fee",
        "`cash_fee` is compared with the order.",
        "V06, WX-NTF-51: smaller with coupons",
        ACCEPT,
        |s| s.wechat.order.amount = |pairs, order| pays(pairs, "cash_fee", order),
    ),
    fault(
        "wx-accept-settlement-fee",
        "`settlement_total_fee`, where it is there, is compared with the order.",
        "V06, V08, WX-NTF-17",
        ACCEPT,
        |s| {
            s.wechat.order.amount = |pairs, order| match filled(pairs, "settlement_total_fee") {
                Some(_) => pays(pairs, "settlement_total_fee", order),
                None => pays(pairs, "total_fee", order),
            };
        },
    ),
    fault(
        "wx-accept-coupon-subtracted",
        "The coupons' amount is taken off before the comparison.",
        "V06: total_fee is the order's amount",
        ACCEPT,
        |s| {
            s.wechat.order.amount = |pairs, order| {
                let fen = |name| get(pairs, name).and_then(crate::wechat::order::plain_fen);
                fen("total_fee").is_some_and(|total| total.saturating_sub(fen("coupon_fee").unwrap_or(0)) == order.fen)
            };
        },
    ),
    fault(
        "wx-accept-any-fee",
        "One of the amounts has to be the order's.",
        "V06: cash_fee / settlement_total_fee / coupon_fee used as order amount",
        ACCEPT,
        |s| {
            s.wechat.order.amount = |pairs, order| {
                ["total_fee", "cash_fee", "settlement_total_fee"].iter().any(|name| pays(pairs, name, order))
            };
        },
    ),
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
