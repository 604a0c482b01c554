//! WeChat Pay: requests.

use payspec_core::wechat::sign::SignType;

use super::super::{Fault, fault};
use super::renamed;
use crate::pairs::{pair, without};
use crate::wechat::outbound::to_send;

const REQUEST: &[&str] = &["wechat.request"];

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "wx-request-type-not-sent",
        "With HMAC-SHA256 no `sign_type` is sent.",
        "WX-SIGN-12: the default is MD5",
        REQUEST,
        |s| s.wechat.outbound.to_send = |params, _| to_send(params, SignType::Md5),
    ),
    fault(
        "wx-request-type-not-signed",
        "`sign_type` is added after signing.",
        "section 9: sign computed without sign_type while sign_type is sent",
        REQUEST,
        |s| s.wechat.outbound.to_sign = |pairs| without(pairs, &["sign_type"]),
    ),
    fault(
        "wx-request-empty-type-kept",
        "An empty `sign_type` that was given is sent as it is, also for HMAC-SHA256.",
        "WX-SIGN-3, WX-SIGN-12",
        REQUEST,
        |s| {
            s.wechat.outbound.to_send = |params, sign_type| {
                let given = params.iter().any(|pair| pair.0 == b"sign_type");
                to_send(params, if given { SignType::Md5 } else { sign_type })
            };
        },
    ),
    fault(
        "wx-request-field-added",
        "`version` is added to every request.",
        "WX-XML-12: a field that is not in the table is refused",
        REQUEST,
        |s| {
            s.wechat.outbound.to_send = |params, sign_type| {
                let mut pairs = to_send(params, sign_type)?;
                pairs.push(pair("version", "1.0"));
                Ok(pairs)
            };
        },
    ),
    fault(
        "wx-request-camel-case-type",
        "The algorithm is sent as `signType`.",
        "WX-XML-12: seen for `signType`",
        REQUEST,
        |s| {
            s.wechat.outbound.to_send = |params, sign_type| {
                let pairs = to_send(params, sign_type)?;
                Ok(renamed(pairs, |name, _| {
                    if name == "sign_type" {
                        "signType".clone_into(name);
                    }
                }))
            };
        },
    ),
    fault(
        "wx-request-numbers-rewritten",
        "Amounts are sent as floating-point numbers are printed.",
        "WX-UO-40, C12: what was given stands unchanged",
        REQUEST,
        |s| {
            s.wechat.outbound.to_send = |params, sign_type| {
                let each = to_send(params, sign_type)?.into_iter().map(|(name, value)| {
                    let text = String::from_utf8_lossy(&value).into_owned();
                    match text.parse::<f64>() {
                        Ok(number) if name == b"total_fee" => (name, format!("{number:?}").into_bytes()),
                        _ => (name, value),
                    }
                });
                Ok(each.collect())
            };
        },
    ),
    fault("wx-request-zero-not-sent", "A field with the value `0` is not sent.", "WX-SIGN-32, F11", REQUEST, |s| {
        s.wechat.outbound.to_send =
            |params, sign_type| Ok(to_send(params, sign_type)?.into_iter().filter(|pair| pair.1 != b"0").collect());
    }),
    fault(
        "wx-request-unknown-not-sent",
        "Fields that are not in the builder's own list are not sent.",
        "WX-SIGN-9: bound to a structure",
        REQUEST,
        |s| {
            s.wechat.outbound.to_send = |params, sign_type| {
                let newer =
                    ["profit_sharing", "version", "receipt", "scene_info", "sub_appid", "sub_mch_id", "sub_openid"];
                Ok(without(&to_send(params, sign_type)?, &newer))
            };
        },
    ),
];
