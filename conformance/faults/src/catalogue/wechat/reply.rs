//! WeChat Pay: the answer to a notification.

use super::super::{Fault, fault};
use super::xml;
use crate::pairs::pair;

const REPLY: &[&str] = &["wechat.reply"];

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "wx-reply-plain-word",
        "The answer to a notification is the word `success`, as for Alipay.",
        "WX-NTF-42: plain words count as failed",
        REPLY,
        |s| {
            s.wechat.outbound.answer = |received, _| Ok(if received { b"success".to_vec() } else { b"fail".to_vec() });
        },
    ),
    fault(
        "wx-reply-lower-case",
        "`return_code` is `success` in lower case.",
        "WX-NTF-40: SUCCESS or FAIL",
        REPLY,
        |s| {
            s.wechat.outbound.answer = |received, reason| {
                let pairs =
                    [pair("return_code", if received { "success" } else { "fail" }), pair("return_msg", reason)];
                payspec_core::wire::xml::write(&pairs, "xml")
            };
        },
    ),
    fault("wx-reply-json", "The answer is JSON, as in APIv3.", "WX-NTF-42: JSON counts as failed", REPLY, |s| {
        s.wechat.outbound.answer = |received, reason| {
            let code = if received { "SUCCESS" } else { "FAIL" };
            Ok(serde_json::json!({"code": code, "message": reason}).to_string().into_bytes())
        };
    }),
    fault(
        "wx-reply-always-success",
        "A message that was refused is answered with SUCCESS.",
        "R03: success although rejected",
        REPLY,
        |s| s.wechat.outbound.answer = |_, reason| crate::wechat::outbound::answer(true, reason),
    ),
    fault(
        "wx-reply-always-fail",
        "A message that was handled is answered with FAIL.",
        "R04: endless retries",
        REPLY,
        |s| s.wechat.outbound.answer = |_, reason| crate::wechat::outbound::answer(false, reason),
    ),
    fault(
        "wx-reply-reason-raw",
        "The reason is put between the tags as it is.",
        "R05: return_msg built by concatenation",
        REPLY,
        |s| {
            s.wechat.outbound.answer = |received, reason| {
                let pairs =
                    [pair("return_code", if received { "SUCCESS" } else { "FAIL" }), pair("return_msg", reason)];
                Ok(xml(&pairs, |value| format!("<![CDATA[{value}]]>")))
            };
        },
    ),
    fault(
        "wx-reply-result-code",
        "The answer says `result_code` in place of `return_code`.",
        "WX-NTF-42: unknown element names",
        REPLY,
        |s| {
            s.wechat.outbound.answer = |received, _| {
                let pairs = [pair("result_code", if received { "SUCCESS" } else { "FAIL" })];
                payspec_core::wire::xml::write(&pairs, "xml")
            };
        },
    ),
];
