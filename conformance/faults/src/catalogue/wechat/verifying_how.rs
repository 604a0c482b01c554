//! WeChat Pay: algorithm, key and comparison.

use payspec_core::finding::code;
use payspec_core::wechat::sign::SignType;

use super::super::{Fault, fault};
use super::WX_VERIFYING;
use crate::pairs::{filled, get, only, without};
use crate::stop::{Stop, refuse};
use crate::wechat::verifying;
use crate::wechat::verifying::given;

/// The fields of a typed notification.
const NOTIFICATION: &[&str] = &[
    "return_code",
    "return_msg",
    "appid",
    "mch_id",
    "device_info",
    "nonce_str",
    "sign",
    "sign_type",
    "result_code",
    "err_code",
    "err_code_des",
    "openid",
    "is_subscribe",
    "trade_type",
    "bank_type",
    "total_fee",
    "settlement_total_fee",
    "fee_type",
    "cash_fee",
    "cash_fee_type",
    "coupon_fee",
    "coupon_count",
    "transaction_id",
    "out_trade_no",
    "attach",
    "time_end",
    "trade_state",
    "trade_state_desc",
    "product_id",
    "prepay_id",
    "code_url",
];

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "wx-verify-prefix",
        "The given signature has to be a beginning of the right one.",
        "S06: truncated comparison",
        WX_VERIFYING,
        |s| {
            s.wechat.algorithm = |pairs, given, configured| match given.len() {
                32 | 64 => verifying::algorithm(pairs, given, configured),
                _ => Ok(SignType::Md5),
            };
            s.wechat.same = |right, given| !given.is_empty() && right.as_bytes().starts_with(given);
        },
    ),
    fault("wx-verify-first-half", "Only the first 16 digits are compared.", "S06: first 8/31 hex", WX_VERIFYING, |s| {
        s.wechat.same = |right, given| right.as_bytes().get(..16) == given.get(..16)
    }),
    fault(
        "wx-verify-last-digit-ignored",
        "The last digit is not compared.",
        "S06: an off-by-one in the length",
        WX_VERIFYING,
        |s| {
            s.wechat.same = |right, given| {
                right.len() == given.len()
                    && right.as_bytes().split_last().map(|two| two.1) == given.split_last().map(|two| two.1)
            }
        },
    ),
    fault(
        "wx-verify-loose",
        "Two signatures that read as the same number are the same: `0E…` equals `0`.",
        "S07: loose comparison of magic hashes",
        WX_VERIFYING,
        |s| {
            s.wechat.algorithm = |pairs, given, configured| match given.len() {
                32 | 64 => verifying::algorithm(pairs, given, configured),
                _ => Ok(SignType::Md5),
            };
            s.wechat.same = |right, given| {
                let number = |text: &str| text.trim().parse::<f64>().ok();
                let given = String::from_utf8_lossy(given);
                right == given || number(right).is_some_and(|right| Some(right) == number(&given))
            };
        },
    ),
    fault(
        "wx-verify-unknown-type-md5",
        "A `sign_type` that is unknown means MD5.",
        "S12, S11: unknown sign_type falls back",
        WX_VERIFYING,
        |s| {
            s.wechat.algorithm = |pairs, given, configured| match verifying::algorithm(pairs, given, configured) {
                Err(refusal) if refusal.code == code::SIGN_TYPE_UNKNOWN => Ok(SignType::Md5),
                other => other,
            };
        },
    ),
    fault(
        "wx-verify-unknown-type-configured",
        "A `sign_type` that is unknown means the merchant's own.",
        "S11: unknown sign_type falls back",
        WX_VERIFYING,
        |s| {
            s.wechat.algorithm = |pairs, given, configured| match verifying::algorithm(pairs, given, configured) {
                Err(refusal) if refusal.code == code::SIGN_TYPE_UNKNOWN => Ok(configured),
                other => other,
            };
        },
    ),
    fault(
        "wx-verify-type-in-any-case",
        "`md5` and `Hmac-Sha256` are taken.",
        "WX-SIGN-12: exact spelling",
        WX_VERIFYING,
        |s| {
            s.wechat.algorithm = |pairs, given, configured| {
                let name = filled(pairs, "sign_type").unwrap_or_default().to_ascii_uppercase();
                match SignType::parse(&name) {
                    Ok(sign_type) => Ok(sign_type),
                    Err(_) => verifying::algorithm(pairs, given, configured),
                }
            };
        },
    ),
    fault(
        "wx-verify-absent-type-md5",
        "Without `sign_type` a message is checked with MD5.",
        "WX-SIGN-14: github binarywang/WxJava 1585 and 1633, wxpay/WXPay-SDK-Java issue 1",
        WX_VERIFYING,
        |s| {
            s.wechat.algorithm = |pairs, given, configured| match filled(pairs, "sign_type") {
                None => Ok(SignType::Md5),
                Some(_) => verifying::algorithm(pairs, given, configured),
            };
        },
    ),
    fault(
        "wx-verify-32-digits-only",
        "A signature that has not 32 digits is refused.",
        "WX-SIGN-13: a verifier must accept both lengths",
        WX_VERIFYING,
        |s| {
            s.wechat.given = |pairs| match given(pairs)? {
                Some(sign) if sign.len() > 32 => refuse(code::SIGN_FORMAT),
                other => Ok(other),
            };
        },
    ),
    fault(
        "wx-verify-type-refused",
        "A message that carries `sign_type` is refused.",
        "WX-SIGN-15: github binarywang/WxJava 1407",
        WX_VERIFYING,
        |s| {
            s.wechat.given = |pairs| match filled(pairs, "sign_type") {
                Some(_) => refuse(code::SIGN_TYPE_OTHER),
                None => given(pairs),
            };
        },
    ),
    fault(
        "wx-verify-type-field-unsigned",
        "The verifier leaves `sign_type` out, the signer does not.",
        "WX-SIGN-4: github helei112g/payment issue 211",
        WX_VERIFYING,
        |s| s.wechat.bound = |pairs| without(pairs, &["sign_type"]),
    ),
    fault(
        "wx-verify-key-from-message",
        "A field named `key` replaces the merchant's key.",
        "K01, C04: a message-supplied key",
        WX_VERIFYING,
        |s| {
            s.wechat.key = |pairs, own| match filled(pairs, "key") {
                Some(key) => String::from_utf8_lossy(key).into_owned(),
                None => own.to_owned(),
            };
            s.wechat.bound = |pairs| without(pairs, &["key"]);
        },
    ),
    fault(
        "wx-verify-key-field-ends-string",
        "A field named `key` is signed like every other and, since its name is taken, no key is appended.",
        "C04: a field literally named `key`",
        WX_VERIFYING,
        |s| {
            s.wechat.tail = |string, key| {
                if string.starts_with(b"key=") || string.windows(5).any(|window| window == b"&key=") {
                    return string;
                }
                crate::wechat::signing::tail(string, key)
            };
        },
    ),
    fault(
        "wx-verify-structure-bound",
        "Fields that a typed structure does not know are lost before the check.",
        "F09, WX-SIGN-9: github borball/weixin-sdk 38, binarywang/WxJava 250",
        WX_VERIFYING,
        |s| s.wechat.bound = |pairs| only(pairs, NOTIFICATION),
    ),
    fault(
        "wx-verify-handed-out-bound",
        "The check sees all fields, but those unknown to the structure are not handed out.",
        "WX-SIGN-9: the API may add fields at any time",
        WX_VERIFYING,
        |s| s.wechat.handed_out = |pairs| Ok(only(pairs, NOTIFICATION)),
    ),
    fault(
        "wx-verify-coupon-count-trusted",
        "`coupon_count` coupons are read by index; a missing one is an error that nobody catches.",
        "C11: coupon_count beyond the list; WX-XML-8, WX-AMB-20",
        WX_VERIFYING,
        |s| {
            s.wechat.handed_out = |pairs| {
                let count = filled(pairs, "coupon_count").and_then(|v| String::from_utf8_lossy(v).parse::<u32>().ok());
                for n in 0..count.unwrap_or(0) {
                    for name in [format!("coupon_id_{n}"), format!("coupon_type_{n}")] {
                        if get(pairs, &name).is_none() {
                            return Err(Stop::Broke(format!("no {name}")));
                        }
                    }
                }
                Ok(pairs.to_vec())
            };
        },
    ),
    fault(
        "wx-verify-unsigned-extra",
        "A message that fails is checked again without fields that are new, and taken if that fits.",
        "F08: the signature covers all fields",
        WX_VERIFYING,
        |s| {
            s.wechat.bound = |pairs| {
                let known = only(pairs, NOTIFICATION);
                let coupon = |name: &[u8]| name.starts_with(b"coupon_") || name.starts_with(b"sub_");
                let more = pairs.iter().filter(|pair| coupon(&pair.0) && !known.contains(pair)).cloned();
                known.iter().cloned().chain(more).collect()
            };
        },
    ),
];
