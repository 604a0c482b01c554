//! Alipay: what a notification says of a payment.

use super::super::{Fault, fault};
use super::text;
use crate::alipay::verifying::{paid, status_pays};
use crate::pairs::{Pair, get};

const PAID: &[&str] = &["alipay.notify", "alipay.accept"];

/// A notification about a trade whose status passes.
fn status(pairs: &[Pair], passes: fn(&str) -> bool) -> bool {
    get(pairs, "notify_type").is_none_or(|kind| kind == b"trade_status_sync") && passes(&text(pairs, "trade_status"))
}

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "al-paid-always",
        "A genuine notification means paid.",
        "V12, ALI-STAT-5: only two states count",
        PAID,
        |s| s.alipay.paid = |_| true,
    ),
    fault("al-paid-success-only", "TRADE_FINISHED does not count.", "ALI-STAT-5, ALI-STAT-4", PAID, |s| {
        s.alipay.paid = |pairs| status(pairs, |status| status == "TRADE_SUCCESS")
    }),
    fault("al-paid-finished-only", "TRADE_SUCCESS does not count.", "ALI-STAT-5, ALI-STAT-3", PAID, |s| {
        s.alipay.paid = |pairs| status(pairs, |status| status == "TRADE_FINISHED")
    }),
    fault("al-paid-waiting-counts", "WAIT_BUYER_PAY counts.", "ALI-SEED-4, V12: waiting for the payment", PAID, |s| {
        s.alipay.paid = |pairs| paid(pairs) || status(pairs, |status| status == "WAIT_BUYER_PAY")
    }),
    fault("al-paid-closed-counts", "TRADE_CLOSED counts.", "ALI-STAT-2, V12", PAID, |s| {
        s.alipay.paid = |pairs| paid(pairs) || status(pairs, |status| status == "TRADE_CLOSED")
    }),
    fault(
        "al-paid-not-closed",
        "Every state but WAIT_BUYER_PAY and TRADE_CLOSED counts.",
        "V12: a whitelist, not a blacklist",
        PAID,
        |s| s.alipay.paid = |pairs| status(pairs, |status| !["WAIT_BUYER_PAY", "TRADE_CLOSED"].contains(&status)),
    ),
    fault(
        "al-paid-status-absent",
        "A notification without `trade_status` counts.",
        "V12, B05: a return has no trade_status",
        PAID,
        |s| s.alipay.paid = |pairs| paid(pairs) || status(pairs, str::is_empty),
    ),
    fault("al-paid-in-any-case", "`trade_success` counts.", "V11, V12: exact comparison", PAID, |s| {
        s.alipay.paid = |pairs| {
            status(pairs, |status| ["TRADE_SUCCESS", "TRADE_FINISHED"].contains(&status.to_ascii_uppercase().as_str()))
        };
    }),
    fault("al-paid-trimmed", "White space around the state is taken off.", "V11, V12: exact comparison", PAID, |s| {
        s.alipay.paid = |pairs| status(pairs, |status| ["TRADE_SUCCESS", "TRADE_FINISHED"].contains(&status.trim()));
    }),
    fault(
        "al-paid-contains-success",
        "Every state in which SUCCESS stands counts.",
        "V12: exact comparison",
        PAID,
        |s| s.alipay.paid = |pairs| paid(pairs) || status(pairs, |status| status.contains("SUCCESS")),
    ),
    fault(
        "al-paid-kind-ignored",
        "`notify_type` is not looked at.",
        "C17, ALI-RET-8: another kind of notification with the same key",
        PAID,
        |s| s.alipay.paid = status_pays,
    ),
    fault(
        "al-paid-not-after-refund",
        "A notification with `gmt_refund` says \"not paid\".",
        "adapter protocol, `paid`: refund fields do not change it",
        &["alipay.notify"],
        |s| s.alipay.paid = |pairs| paid(pairs) && get(pairs, "gmt_refund").is_none(),
    ),
];
