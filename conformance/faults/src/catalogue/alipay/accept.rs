//! Alipay: a notification against the order.

use super::super::{Fault, fault};
use super::text;
use crate::alipay::order::{Order, fen};
use crate::alipay::verifying::paid;
use crate::pairs::{Pair, filled, get};

const ACCEPT: &[&str] = &["alipay.accept"];

/// An amount as careless code reads it.
fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok()
}

/// Whether a field, read otherwise, pays the order.
fn pays(pairs: &[Pair], name: &str, order: &Order) -> bool {
    get(pairs, name).and_then(fen).is_some_and(|paid| Some(paid) == fen(order.amount.as_bytes()))
}

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "al-accept-return-counts",
        "A browser return that was posted to the notify address pays.",
        "B05, ALI-RET-4, ALI-RET-8",
        ACCEPT,
        |s| {
            s.alipay.order.kind = |pairs, _| filled(pairs, "trade_no").is_some();
            s.alipay.paid =
                |pairs| paid(pairs) || get(pairs, "method").is_some_and(|method| method.ends_with(b".return"));
        },
    ),
    fault(
        "al-accept-refund-fee-zero-refused",
        "A `refund_fee` of 0.00 tells of a refund.",
        "section 5.1: the official sample has 0.00 on a payment",
        ACCEPT,
        |s| {
            s.alipay.order.refund =
                |pairs, _| filled(pairs, "refund_fee").is_none() && filled(pairs, "gmt_refund").is_none();
        },
    ),
    fault(
        "al-accept-number-in-any-case",
        "Order numbers are compared without regard to case.",
        "V16: a case-insensitive collation",
        ACCEPT,
        |s| s.alipay.order.number = |pairs, order| text(pairs, "out_trade_no").eq_ignore_ascii_case(&order.number),
    ),
    fault(
        "al-accept-number-trimmed",
        "White space around an order number is taken off.",
        "V16: trailing spaces in a padded collation",
        ACCEPT,
        |s| s.alipay.order.number = |pairs, order| text(pairs, "out_trade_no").trim() == order.number,
    ),
    fault(
        "al-accept-number-prefix",
        "An order number is compared up to the length of the order's.",
        "V16: truncation",
        ACCEPT,
        |s| s.alipay.order.number = |pairs, order| text(pairs, "out_trade_no").starts_with(&order.number),
    ),
    fault(
        "al-accept-number-as-number",
        "Order numbers are compared as numbers.",
        "V17: numeric id coercion",
        ACCEPT,
        |s| {
            s.alipay.order.number = |pairs, order| {
                let given = text(pairs, "out_trade_no");
                given == order.number || number(&given).is_some_and(|value| Some(value) == number(&order.number))
            };
        },
    ),
    fault(
        "al-accept-number-folded-width",
        "Full-width digits and letters are the plain ones.",
        "E14: NFKC before the comparison",
        ACCEPT,
        |s| {
            s.alipay.order.number = |pairs, order| {
                let narrow = |c: char| match c {
                    '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
                    _ => c,
                };
                text(pairs, "out_trade_no").chars().map(narrow).eq(order.number.chars())
            };
        },
    ),
    fault(
        "al-accept-amount-ignored",
        "The amount is not compared.",
        "ALI-BIZ-2, B01: CVE-2026-2592, CVE-2026-111957",
        ACCEPT,
        |s| s.alipay.order.amount = |_, _| true,
    ),
    fault(
        "al-accept-amount-as-float",
        "Amounts are read as floating-point numbers: `1e2` and ` 88.88` pay.",
        "ALI-BIZ-2, V03: a grammar, not a float",
        ACCEPT,
        |s| {
            s.alipay.order.amount = |pairs, order| {
                number(&text(pairs, "total_amount")).is_some_and(|paid| Some(paid) == number(&order.amount))
            };
        },
    ),
    fault(
        "al-accept-amount-rounded",
        "Amounts are rounded to whole fen: `88.884` pays 88.88.",
        "V03: `1.001` is no amount",
        ACCEPT,
        |s| {
            s.alipay.order.amount = |pairs, order| {
                let whole = |text: &str| number(text).map(|yuan| (yuan * 100.0).round() as i64);
                whole(&text(pairs, "total_amount")).is_some_and(|paid| Some(paid) == whole(&order.amount))
            };
        },
    ),
    fault(
        "al-accept-amount-epsilon",
        "Amounts that differ by one fen are equal.",
        "V05: |a-b| < epsilon",
        ACCEPT,
        |s| {
            s.alipay.order.amount = |pairs, order| {
                let paid = get(pairs, "total_amount").and_then(fen);
                paid.zip(fen(order.amount.as_bytes())).is_some_and(|(paid, asked)| paid.abs_diff(asked) <= 1)
            };
        },
    ),
    fault("al-accept-amount-at-least", "An amount above the order's will do.", "V05, ALI-BIZ-2: equal", ACCEPT, |s| {
        s.alipay.order.amount = |pairs, order| {
            let paid = get(pairs, "total_amount").and_then(fen);
            paid.zip(fen(order.amount.as_bytes())).is_some_and(|(paid, asked)| paid >= asked)
        };
    }),
    fault(
        "al-accept-amount-whole-yuan",
        "Amounts are cut to whole yuan.",
        "V01, V05: integer conversion",
        ACCEPT,
        |s| {
            s.alipay.order.amount = |pairs, order| {
                let paid = get(pairs, "total_amount").and_then(fen);
                paid.zip(fen(order.amount.as_bytes())).is_some_and(|(paid, asked)| paid / 100 == asked / 100)
            };
        },
    ),
    fault(
        "al-accept-amount-fen",
        "Yuan and fen are mixed up: an amount of 100 times the order's pays.",
        "V02: unit confusion",
        ACCEPT,
        |s| {
            s.alipay.order.amount = |pairs, order| {
                let paid = get(pairs, "total_amount").and_then(fen);
                paid.zip(fen(order.amount.as_bytes())).is_some_and(|(paid, asked)| paid == asked || paid == asked * 100)
            };
        },
    ),
    fault(
        "al-accept-amount-truncated-float",
        "The order's yuan times 100 is cut to an integer: 19.99 becomes 1998.",
        "V01: 19.99, 64.10 and 4.35 by floating point",
        ACCEPT,
        |s| {
            s.alipay.order.amount = |pairs, order| {
                let asked = number(&order.amount).map(|yuan| (yuan * 100.0) as u64);
                get(pairs, "total_amount").and_then(fen).is_some_and(|paid| Some(paid) == asked)
            };
        },
    ),
    fault(
        "al-accept-receipt-amount",
        "`receipt_amount`, where it is there, is compared with the order.",
        "V07, ALI-AMB-26: only total_amount is the order's amount",
        ACCEPT,
        |s| {
            s.alipay.order.amount = |pairs, order| match filled(pairs, "receipt_amount") {
                Some(_) => pays(pairs, "receipt_amount", order),
                None => pays(pairs, "total_amount", order),
            };
        },
    ),
    fault(
        "al-accept-buyer-pay-amount",
        "`buyer_pay_amount`, where it is there, is compared with the order.",
        "V07, ALI-AMB-26: comparing another field is a defect",
        ACCEPT,
        |s| {
            s.alipay.order.amount = |pairs, order| match filled(pairs, "buyer_pay_amount") {
                Some(_) => pays(pairs, "buyer_pay_amount", order),
                None => pays(pairs, "total_amount", order),
            };
        },
    ),
    fault("al-accept-any-amount", "One of the amounts has to be the order's.", "V07, ALI-AMB-26", ACCEPT, |s| {
        s.alipay.order.amount = |pairs, order| {
            ["total_amount", "receipt_amount", "buyer_pay_amount", "invoice_amount"]
                .iter()
                .any(|name| pays(pairs, name, order))
        };
    }),
    fault("al-accept-app-id-ignored", "`app_id` is not compared.", "ALI-BIZ-4, K07: CVE-2026-104641", ACCEPT, |s| {
        s.alipay.order.application = |_, _| true
    }),
    fault(
        "al-accept-auth-app-id",
        "`auth_app_id` is compared in place of `app_id`.",
        "ALI-BIZ-4, ALI-AMB-28",
        ACCEPT,
        |s| {
            s.alipay.order.application = |pairs, order| get(pairs, "auth_app_id") == Some(order.application.as_bytes());
        },
    ),
    fault("al-accept-app-id-absent-fits", "A notification without `app_id` fits.", "ALI-BIZ-4, B02", ACCEPT, |s| {
        s.alipay.order.application =
            |pairs, order| filled(pairs, "app_id").is_none_or(|id| id == order.application.as_bytes());
    }),
    fault("al-accept-seller-ignored", "`seller_id` is not compared.", "ALI-BIZ-3, B02, K07", ACCEPT, |s| {
        s.alipay.order.seller = |_, _| true
    }),
];
