//! WeChat Pay: what a message says of a payment.

use super::super::{Fault, fault};
use super::{WX_PAID, paid};
use crate::pairs::{filled, get, is};

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
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
];
