//! WeChat Pay: what the merchant sends.

use super::{Fault, fault};
use crate::pairs::{Pairs, pair, with_values, without};
use crate::wechat::call_up::{CallUp, app, jsapi};
use crate::wechat::outbound::{escape, to_send};
use payspec_core::wechat::sign::SignType;

const REQUEST: &[&str] = &["wechat.request"];
const BUILT: &[&str] = &["wechat.request", "wechat.native_reply"];
const NATIVE_URL: &[&str] = &["wechat.native_url"];
const NATIVE_REPLY: &[&str] = &["wechat.native_reply"];
const JSAPI: &[&str] = &["wechat.jsapi"];
const APP: &[&str] = &["wechat.app"];
const CALL_UPS: &[&str] = &["wechat.jsapi", "wechat.app"];
const REPLY: &[&str] = &["wechat.reply"];

/// Fields as XML, the values by `value`.
fn xml(pairs: &[(Vec<u8>, Vec<u8>)], value: fn(&str) -> String) -> Vec<u8> {
    let mut body = "<xml>".to_owned();
    for (name, text) in pairs {
        let name = String::from_utf8_lossy(name);
        body.push_str(&format!("<{name}>{}</{name}>", value(&String::from_utf8_lossy(text))));
    }
    (body + "</xml>").into_bytes()
}

/// JSAPI's parameters with a name or a value changed.
fn jsapi_with(call_up: &CallUp<'_>, change: fn(&mut String, &mut Vec<u8>)) -> Pairs {
    renamed(jsapi(call_up), change)
}

fn renamed(pairs: Pairs, change: fn(&mut String, &mut Vec<u8>)) -> Pairs {
    let each = pairs.into_iter().map(|(name, mut value)| {
        let mut name = String::from_utf8_lossy(&name).into_owned();
        change(&mut name, &mut value);
        (name.into_bytes(), value)
    });
    each.collect()
}

pub(super) const FAULTS: &[Fault] = &[
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
        "wx-xml-write-raw",
        "Values are written as they are, without escaping.",
        "R08, X27: outbound XML injection",
        BUILT,
        |s| s.wechat.outbound.xml = |pairs| Ok(xml(pairs, str::to_owned)),
    ),
    fault(
        "wx-xml-write-cdata-not-divided",
        "`]]>` in a value ends the CDATA section.",
        "X27: user text with `]]>`",
        BUILT,
        |s| s.wechat.outbound.xml = |pairs| Ok(xml(pairs, |value| format!("<![CDATA[{value}]]>"))),
    ),
    fault(
        "wx-xml-write-cdata-end-removed",
        "`]]>` is taken out of values, after they were signed.",
        "X27: emitted XML re-parses to the same map",
        BUILT,
        |s| s.wechat.outbound.xml = |pairs| Ok(xml(pairs, |value| format!("<![CDATA[{}]]>", value.replace("]]>", "")))),
    ),
    fault(
        "wx-xml-write-escaped-twice",
        "Values are escaped and put into CDATA.",
        "WX-XML-3: CDATA is just a marker",
        BUILT,
        |s| {
            s.wechat.outbound.xml = |pairs| {
                Ok(xml(pairs, |value| format!("<![CDATA[{}]]>", value.replace('&', "&amp;").replace('<', "&lt;"))))
            };
        },
    ),
    fault(
        "wx-xml-write-ampersand-only-raw",
        "`<` is escaped, `&` is not.",
        "R08: the builder must escape values",
        BUILT,
        |s| s.wechat.outbound.xml = |pairs| Ok(xml(pairs, |value| value.replace('<', "&lt;").replace('>', "&gt;"))),
    ),
    fault(
        "wx-xml-write-question-marks",
        "Characters beyond ASCII are sent as `?`.",
        "E15: XML emitted in the platform's charset",
        BUILT,
        |s| {
            s.wechat.outbound.xml = |pairs| {
                Ok(xml(pairs, |value| {
                    let ascii: String = value.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect();
                    format!("<![CDATA[{}]]>", ascii.replace("]]>", "]]]]><![CDATA[>"))
                }))
            };
        },
    ),
    fault(
        "wx-xml-write-line-ends",
        "A CR is written as it is, which the reader makes an LF.",
        "WX-AMB-8: a signer that hashes CRLF disagrees with the receiver",
        BUILT,
        |s| {
            s.wechat.outbound.xml =
                |pairs| Ok(xml(pairs, |value| format!("<![CDATA[{}]]>", value.replace("]]>", "]]]]><![CDATA[>"))));
        },
    ),
    fault("wx-xml-write-root", "The root is named `request`.", "WX-XML-1: the root element is named xml", BUILT, |s| {
        s.wechat.outbound.xml = |pairs| payspec_core::wire::xml::write(pairs, "request")
    }),
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
