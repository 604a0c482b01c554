//! WeChat Pay: Native mode 1.

use payspec_core::wechat::sign::SignType;

use super::super::{Fault, fault};
use super::renamed;
use crate::pairs::{with_values, without};
use crate::wechat::outbound::escape;

const NATIVE_URL: &[&str] = &["wechat.native_url"];

const NATIVE_REPLY: &[&str] = &["wechat.native_reply"];

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "wx-native-url-encoded-signed",
        "The link's values are signed in their URL-encoded form.",
        "WX-NAT-4: signing uses the raw values",
        NATIVE_URL,
        |s| s.wechat.outbound.to_sign = |pairs| with_values(pairs, |value| escape(value).into_bytes()),
    ),
    fault(
        "wx-native-url-raw",
        "The link's values are not URL-encoded.",
        "WX-NAT-8: reserved characters need percent-encoding",
        NATIVE_URL,
        |s| s.wechat.outbound.escape = |value| String::from_utf8_lossy(value).into_owned(),
    ),
    fault(
        "wx-native-url-plus-for-space",
        "A space is written as `+` in the link.",
        "WX-NAT-8: the link is no form",
        NATIVE_URL,
        |s| s.wechat.outbound.escape = |value| escape(value).replace("%20", "+"),
    ),
    fault(
        "wx-native-url-encoded-twice",
        "The link's values are URL-encoded twice.",
        "WX-NAT-8: percent-encoding, once",
        NATIVE_URL,
        |s| s.wechat.outbound.escape = |value| escape(escape(value).as_bytes()),
    ),
    fault("wx-native-url-timestamp", "The link says `timestamp`.", "WX-NAT-5: the name trap", NATIVE_URL, |s| {
        s.wechat.outbound.link_params = |params| {
            renamed(params.to_vec(), |name, _| {
                if name == "time_stamp" {
                    "timestamp".clone_into(name);
                }
            })
        };
    }),
    fault(
        "wx-native-url-productid",
        "The link says `productid`, as the seed's prose does.",
        "WX-NAT-5: the wire name is product_id",
        NATIVE_URL,
        |s| {
            s.wechat.outbound.link_params = |params| {
                renamed(params.to_vec(), |name, _| {
                    if name == "product_id" {
                        "productid".clone_into(name);
                    }
                })
            };
        },
    ),
    fault(
        "wx-native-hmac",
        "Mode 1 is signed with HMAC-SHA256.",
        "WX-NAT-4: MD5 only",
        &["wechat.native_url", "wechat.native_reply"],
        |s| s.wechat.outbound.native = SignType::HmacSha256,
    ),
    fault(
        "wx-native-product-id-unsigned",
        "`product_id` takes no part in the link's signature.",
        "WX-NAT-4: sign covers the other five",
        NATIVE_URL,
        |s| s.wechat.outbound.to_sign = |pairs| without(pairs, &["product_id"]),
    ),
    fault(
        "wx-native-reply-unsigned",
        "The reply to mode 1's callback has no signature.",
        "WX-NAT-7: signed, unlike the answer to a notification",
        NATIVE_REPLY,
        |s| s.wechat.outbound.reply_sign = |_| None,
    ),
    fault(
        "wx-native-reply-codes-unsigned",
        "`return_code` and `result_code` take no part in the reply's signature.",
        "WX-NAT-7, WX-SIGN-1: every field",
        NATIVE_REPLY,
        |s| s.wechat.outbound.to_sign = |pairs| without(pairs, &["return_code", "result_code"]),
    ),
    fault(
        "wx-native-reply-message-dropped",
        "`err_code_des` is not sent.",
        "WX-NAT-7: shown to the payer when result_code is FAIL",
        NATIVE_REPLY,
        |s| s.wechat.outbound.reply_fields = |pairs| without(pairs, &["err_code_des"]),
    ),
];
