//! WeChat Pay: the call-ups of JSAPI and APP.

use payspec_core::wechat::sign::SignType;

use super::super::{Fault, fault};
use super::renamed;
use crate::pairs::{Pairs, pair, without};
use crate::wechat::call_up::{CallUp, app, jsapi};
use crate::wechat::outbound::escape;

const JSAPI: &[&str] = &["wechat.jsapi"];

const APP: &[&str] = &["wechat.app"];

const CALL_UPS: &[&str] = &["wechat.jsapi", "wechat.app"];

/// JSAPI's parameters with a name or a value changed.
fn jsapi_with(call_up: &CallUp<'_>, change: fn(&mut String, &mut Vec<u8>)) -> Pairs {
    renamed(jsapi(call_up), change)
}

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "wx-call-up-always-md5",
        "The call-up is signed with MD5 whatever the order was signed with.",
        "WX-JS-6: github wxpay/WXPay-SDK-Java issue 4",
        CALL_UPS,
        |s| s.wechat.call_up.algorithm = |_| SignType::Md5,
    ),
    fault(
        "wx-call-up-always-hmac",
        "The call-up is signed with HMAC-SHA256 whatever the order was signed with.",
        "WX-JS-6, WX-SIGN-12",
        CALL_UPS,
        |s| s.wechat.call_up.algorithm = |_| SignType::HmacSha256,
    ),
    fault(
        "wx-jsapi-timestamp-signed",
        "`timestamp` is signed in place of `timeStamp`.",
        "WX-JS-4, WX-JS-EX-3: chooseWXPay passes timestamp",
        JSAPI,
        |s| {
            s.wechat.call_up.jsapi_signed = |params| {
                renamed(params.to_vec(), |name, _| {
                    if name == "timeStamp" {
                        "timestamp".clone_into(name);
                    }
                })
            };
        },
    ),
    fault(
        "wx-jsapi-timestamp-named",
        "The parameter is named `timestamp` and signed so.",
        "WX-JS-1: timeStamp",
        JSAPI,
        |s| {
            s.wechat.call_up.jsapi = |call_up| {
                jsapi_with(call_up, |name, _| {
                    if name == "timeStamp" {
                        "timestamp".clone_into(name);
                    }
                })
            };
        },
    ),
    fault(
        "wx-jsapi-bare-prepay-id",
        "`package` is the bare prepay_id.",
        "WX-JS-2: `package=prepay_id=wx...`",
        JSAPI,
        |s| {
            s.wechat.call_up.jsapi = |call_up| {
                let mut params = without(&jsapi(call_up), &["package"]);
                params.push(pair("package", call_up.prepay_id));
                params
            };
        },
    ),
    fault(
        "wx-jsapi-package-encoded",
        "`package` is signed URL-encoded.",
        "WX-JS-2: package holds a raw `=`",
        JSAPI,
        |s| {
            s.wechat.call_up.jsapi_signed = |params| {
                renamed(params.to_vec(), |name, value| {
                    if name == "package" {
                        *value = escape(value).into_bytes();
                    }
                })
            };
        },
    ),
    fault(
        "wx-jsapi-type-unsigned",
        "`signType` takes no part.",
        "WX-JS-2: signType is signed; WX-V3-10: unlike APIv3",
        JSAPI,
        |s| s.wechat.call_up.jsapi_signed = |params| without(params, &["signType"]),
    ),
    fault(
        "wx-jsapi-appid-unsigned",
        "`appId` takes no part, as a mini program does not pass it.",
        "WX-JS-5: appId is signed all the same",
        JSAPI,
        |s| s.wechat.call_up.jsapi_signed = |params| without(params, &["appId"]),
    ),
    fault(
        "wx-jsapi-appid-lower-case",
        "`appid` is signed in place of `appId`.",
        "WX-JS-2: names are case-sensitive, camel case",
        JSAPI,
        |s| {
            s.wechat.call_up.jsapi_signed = |params| {
                renamed(params.to_vec(), |name, _| {
                    if name == "appId" {
                        "appid".clone_into(name);
                    }
                })
            };
        },
    ),
    fault(
        "wx-jsapi-names-as-app",
        "The names are the app's: all lower case.",
        "WX-NAT-5: three spellings of one name",
        JSAPI,
        |s| s.wechat.call_up.jsapi = |call_up| jsapi_with(call_up, |name, _| *name = name.to_ascii_lowercase()),
    ),
    fault(
        "wx-jsapi-type-missing",
        "`signType` is neither passed nor signed when it is MD5.",
        "WX-JS-1, WX-JS-2: paySign covers signType",
        JSAPI,
        |s| {
            s.wechat.call_up.jsapi = |call_up| match call_up.sign_type {
                SignType::Md5 => without(&jsapi(call_up), &["signType"]),
                SignType::HmacSha256 => jsapi(call_up),
            };
        },
    ),
    fault("wx-jsapi-sign-named", "The signature is named `sign`.", "WX-JS-1: paySign", JSAPI, |s| {
        s.wechat.call_up.jsapi_name = "sign"
    }),
    fault(
        "wx-jsapi-milliseconds",
        "The time is passed in milliseconds.",
        "WX-UO-55: seconds, not milliseconds",
        JSAPI,
        |s| {
            s.wechat.call_up.jsapi = |call_up| {
                jsapi_with(call_up, |name, value| {
                    if name == "timeStamp" {
                        value.extend_from_slice(b"000");
                    }
                })
            };
        },
    ),
    fault(
        "wx-app-package-as-jsapi",
        "`package` is `prepay_id=…`, as in JSAPI.",
        "WX-APP-1: fixed `Sign=WXPay`",
        APP,
        |s| {
            s.wechat.call_up.app = |call_up| {
                let mut params = without(&app(call_up), &["package"]);
                params.push(pair("package", format!("prepay_id={}", call_up.prepay_id)));
                params
            };
        },
    ),
    fault(
        "wx-app-package-value-signed",
        "`packageValue` is signed in place of `package`.",
        "WX-APP-3: Android's name, signed as package",
        APP,
        |s| {
            s.wechat.call_up.app_signed = |params| {
                renamed(params.to_vec(), |name, _| {
                    if name == "package" {
                        "packageValue".clone_into(name);
                    }
                })
            };
        },
    ),
    fault(
        "wx-app-package-unsigned",
        "`package` takes no part, being constant.",
        "WX-APP-2: sign covers the other six",
        APP,
        |s| s.wechat.call_up.app_signed = |params| without(params, &["package"]),
    ),
    fault("wx-app-mch-id-named", "The merchant number is named `mch_id`.", "WX-APP-1: partnerid", APP, |s| {
        s.wechat.call_up.app = |call_up| {
            renamed(app(call_up), |name, _| {
                if name == "partnerid" {
                    "mch_id".clone_into(name);
                }
            })
        };
    }),
    fault(
        "wx-app-camel-case-signed",
        "The names are signed in camel case, as in JSAPI.",
        "WX-APP-1: all lower case",
        APP,
        |s| {
            s.wechat.call_up.app_signed = |params| {
                renamed(params.to_vec(), |name, _| {
                    *name = match name.as_str() {
                        "appid" => "appId".to_owned(),
                        "noncestr" => "nonceStr".to_owned(),
                        "timestamp" => "timeStamp".to_owned(),
                        other => other.to_owned(),
                    };
                })
            };
        },
    ),
    fault("wx-app-type-signed", "`signType` is signed, as in JSAPI.", "WX-APP-1: no signType field", APP, |s| {
        s.wechat.call_up.app_signed = |params| {
            let mut signed = params.to_vec();
            signed.push(pair("signType", "MD5"));
            signed
        };
    }),
    fault(
        "wx-app-prepay-id-cut",
        "`prepayid` is cut to 32 characters.",
        "WX-CHR-12: String(32) versus String(64)",
        APP,
        |s| {
            s.wechat.call_up.app = |call_up| {
                renamed(app(call_up), |name, value| {
                    if name == "prepayid" {
                        value.truncate(32);
                    }
                })
            };
        },
    ),
    fault("wx-app-prepay-id-unsigned", "`prepayid` takes no part.", "WX-APP-2: sign covers the other six", APP, |s| {
        s.wechat.call_up.app_signed = |params| without(params, &["prepayid"])
    }),
];
