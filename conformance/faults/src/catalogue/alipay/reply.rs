//! Alipay: the answer to a notification.

use super::super::{Fault, fault};

const REPLY: &[&str] = &["alipay.reply"];

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "al-reply-upper-case",
        "The answer is `SUCCESS`.",
        "ALI-ACK-2: only lower case is valid for this product",
        REPLY,
        |s| s.alipay.answer = |received| if received { b"SUCCESS".to_vec() } else { b"FAIL".to_vec() },
    ),
    fault(
        "al-reply-quoted",
        "The answer is `\"success\"`, as a JSON serialiser writes it.",
        "ALI-ACK-1, seed: 不包含引号",
        REPLY,
        |s| s.alipay.answer = |received| if received { b"\"success\"".to_vec() } else { b"\"fail\"".to_vec() },
    ),
    fault(
        "al-reply-as-wechat",
        "The answer is WeChat Pay's XML.",
        "ALI-ACK-2: anything else counts as failure",
        REPLY,
        |s| {
            s.alipay.answer = |received| {
                let code = if received { "SUCCESS" } else { "FAIL" };
                format!("<xml><return_code><![CDATA[{code}]]></return_code></xml>").into_bytes()
            };
        },
    ),
    fault("al-reply-html", "The answer stands in a page.", "ALI-SEED-1, ALI-ACK-2: HTML", REPLY, |s| {
        s.alipay.answer =
            |received| format!("<html><body>{}</body></html>", if received { "success" } else { "fail" }).into_bytes();
    }),
    fault("al-reply-byte-order-mark", "A byte order mark stands before `success`.", "ALI-ACK-2: BOM", REPLY, |s| {
        s.alipay.answer = |received| format!("\u{feff}{}", if received { "success" } else { "fail" }).into_bytes();
    }),
    fault(
        "al-reply-always-success",
        "What was refused is answered with `success`.",
        "R03: success although rejected",
        REPLY,
        |s| s.alipay.answer = |_| b"success".to_vec(),
    ),
    fault(
        "al-reply-always-fail",
        "What was handled is answered with `fail`.",
        "R04, ALI-BIZ-5: endless retries",
        REPLY,
        |s| s.alipay.answer = |_| b"fail".to_vec(),
    ),
];
