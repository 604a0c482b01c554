//! WeChat Pay: the amount against the order.

use super::super::{Fault, fault};
use super::{ACCEPT, number, pays, text};
use crate::pairs::{filled, get};

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
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
];
