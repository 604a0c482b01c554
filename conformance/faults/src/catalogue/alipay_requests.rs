//! Alipay: how requests are signed and pages are built, and what a notification is answered with.

use super::{Fault, fault};
use crate::alipay::page::{attribute, in_query, percent, to_send};
use crate::pairs::{Pair, Pairs, pair, with_values, without};
use crate::wechat::signing::{join, join_sorted};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use encoding_rs::GBK;
use payspec_core::alipay::sign::Scheme;

const SIGN: &[&str] = &["alipay.sign"];
const SIGNED: &[&str] = &["alipay.sign", "alipay.page_pay"];
const PAGE: &[&str] = &["alipay.page_pay"];
const REPLY: &[&str] = &["alipay.reply"];

/// What is signed: all but `sign` and empty values.
fn taken(pairs: &[Pair]) -> Pairs {
    pairs.iter().filter(|pair| pair.0 != b"sign" && !pair.1.is_empty()).cloned().collect()
}

fn sorted_by<K: Ord>(pairs: &[Pair], by: impl Fn(&Pair) -> K) -> Vec<u8> {
    let mut pairs = taken(pairs);
    pairs.sort_by_key(by);
    join(&pairs)
}

/// A value changed if it stands under `biz_content`.
fn with_content(pairs: &[Pair], change: fn(&str) -> Option<String>) -> Pairs {
    let change = |(name, value): &Pair| {
        let changed = std::str::from_utf8(value).ok().filter(|_| name == b"biz_content").and_then(change);
        (name.clone(), changed.map_or_else(|| value.clone(), String::into_bytes))
    };
    pairs.iter().map(change).collect()
}

/// JSON written anew, its names sorted.
fn sorted_json(text: &str) -> Option<String> {
    let object: std::collections::BTreeMap<String, serde_json::Value> = serde_json::from_str(text).ok()?;
    serde_json::to_string(&object).ok()
}

/// JSON written anew.
fn rewritten_json(text: &str) -> Option<String> {
    serde_json::from_str::<serde_json::Value>(text).ok().map(|value| value.to_string())
}

pub(super) const FAULTS: &[Fault] = &[
    fault(
        "al-sign-type-dropped",
        "`sign_type` takes no part, as in notifications.",
        "ALI-SIGN-2, ALI-EX-R0: a rule of one object applied to another",
        SIGNED,
        |s| s.alipay.request_string = |pairs| Ok(join_sorted(without(&taken(pairs), &["sign_type"]))),
    ),
    fault(
        "al-sign-empty-kept",
        "Empty values stand in the string.",
        "ALI-SIGN-3, ALI-SIGN-12: github smartwalle/alipay issue 109",
        SIGN,
        |s| s.alipay.request_string = |pairs| Ok(join_sorted(without(pairs, &["sign"]))),
    ),
    fault("al-sign-sign-kept", "A `sign` among the parameters takes part.", "ALI-SIGN-2: remove sign", SIGN, |s| {
        s.alipay.request_string =
            |pairs| Ok(join_sorted(pairs.iter().filter(|pair| !pair.1.is_empty()).cloned().collect()));
    }),
    fault(
        "al-sign-zero-dropped",
        "The value `0` counts as empty.",
        "F11: only the empty value is empty",
        SIGNED,
        |s| {
            s.alipay.request_string =
                |pairs| Ok(join_sorted(taken(pairs).into_iter().filter(|pair| pair.1 != b"0").collect()));
        },
    ),
    fault(
        "al-sign-at-values-dropped",
        "Values that begin with `@` take no part.",
        "ALI-SIGN-13: a relic of file uploads",
        SIGNED,
        |s| {
            s.alipay.request_string =
                |pairs| Ok(join_sorted(taken(pairs).into_iter().filter(|pair| !pair.1.starts_with(b"@")).collect()));
        },
    ),
    fault(
        "al-sign-unsorted",
        "Parameters stay in the order in which they came.",
        "ALI-SIGN-4: ascending byte order",
        SIGNED,
        |s| s.alipay.request_string = |pairs| Ok(join(&taken(pairs))),
    ),
    fault(
        "al-sign-sort-ignores-case",
        "Names are sorted without regard to case.",
        "ALI-SIGN-4: no case folding",
        SIGNED,
        |s| s.alipay.request_string = |pairs| Ok(sorted_by(pairs, |pair| pair.0.to_ascii_lowercase())),
    ),
    fault(
        "al-sign-values-url-encoded",
        "Values are URL-encoded before they are signed.",
        "ALI-SIGN-5, ALI-SIGN-8: raw values; encode once, at the transport step",
        SIGNED,
        |s| {
            s.alipay.request_string =
                |pairs| Ok(join_sorted(with_values(&taken(pairs), |value| percent(value).into_bytes())));
        },
    ),
    fault(
        "al-sign-return-url-encoded",
        "`return_url` and `notify_url` are URL-encoded before they are signed.",
        "ALI-PAR-3: return_url must not be encoded before it is put into the map",
        SIGNED,
        |s| {
            s.alipay.request_string = |pairs| {
                let encode = |(name, value): Pair| match name.as_slice() {
                    b"return_url" | b"notify_url" => (name, percent(&value).into_bytes()),
                    _ => (name, value),
                };
                Ok(join_sorted(taken(pairs).into_iter().map(encode).collect()))
            };
        },
    ),
    fault(
        "al-sign-values-quoted",
        "Values stand in quotes, as in the older mobile protocol.",
        "ALI-SIGN-5: no quotes",
        SIGNED,
        |s| {
            s.alipay.request_string =
                |pairs| Ok(join_sorted(with_values(&taken(pairs), |value| [b"\"", value, b"\""].concat())));
        },
    ),
    fault(
        "al-sign-values-trimmed",
        "White space around values is taken off before signing.",
        "ALI-SIGN-5: no trimming",
        SIGNED,
        |s| {
            s.alipay.request_string =
                |pairs| Ok(join_sorted(with_values(&taken(pairs), |value| value.trim_ascii().to_vec())));
        },
    ),
    fault(
        "al-sign-biz-content-sorted",
        "The members of `biz_content` are sorted before signing.",
        "ALI-SIGN-5: inner fields are not sorted",
        SIGNED,
        |s| s.alipay.request_string = |pairs| Ok(join_sorted(with_content(&taken(pairs), sorted_json))),
    ),
    fault(
        "al-sign-biz-content-rewritten",
        "`biz_content` is parsed and written anew before signing: spaces, `\\/` and `\\uXXXX` go.",
        "ALI-SIGN-5, ALI-AMB-20: byte for byte as it is sent",
        SIGNED,
        |s| s.alipay.request_string = |pairs| Ok(join_sorted(with_content(&taken(pairs), rewritten_json))),
    ),
    fault(
        "al-sign-utf8-always",
        "The string is signed in UTF-8 whatever the charset.",
        "ALI-SIGN-6, ALI-EX-2",
        SIGN,
        |s| s.alipay.encode = |text, _| Ok(text.to_vec()),
    ),
    fault(
        "al-sign-gbk-always",
        "The string is signed in GBK whatever the charset.",
        "ALI-SIGN-6, ALI-TR-7: the gateway's fallback",
        SIGN,
        |s| s.alipay.encode = |text, _| Ok(GBK.encode(&String::from_utf8_lossy(text)).0.into_owned()),
    ),
    fault(
        "al-sign-question-marks",
        "Characters that the charset lacks become `?`.",
        "ALI-SIGN-6: nothing may be replaced in silence",
        SIGN,
        |s| {
            s.alipay.encode = |text, charset| {
                let text = String::from_utf8_lossy(text);
                let fits = |c: &char| charset.encode(&c.to_string()).is_ok();
                let replaced: String = text.chars().map(|c| if fits(&c) { c } else { '?' }).collect();
                Ok(charset.encode(&replaced)?.into_owned())
            };
        },
    ),
    fault("al-sign-sha1-always", "Everything is signed with SHA-1.", "ALI-SIGN-7: RSA2 is SHA-256", SIGNED, |s| {
        s.alipay.sign = |key, _, string| key.sign(Scheme::Rsa, string)
    }),
    fault("al-sign-sha256-always", "Everything is signed with SHA-256.", "ALI-SIGN-7: RSA is SHA-1", SIGNED, |s| {
        s.alipay.sign = |key, _, string| key.sign(Scheme::Rsa2, string)
    }),
    fault(
        "al-sign-base64-lines",
        "The signature's Base64 is broken into lines of 76 characters.",
        "ALI-SIGN-8: no line breaks",
        SIGN,
        |s| {
            s.alipay.sign = |key, scheme, string| {
                let sign = key.sign(scheme, string)?;
                Ok(sign.as_bytes().chunks(76).map(String::from_utf8_lossy).collect::<Vec<_>>().join("\n"))
            };
        },
    ),
    fault(
        "al-sign-base64-url-safe",
        "The signature is in the URL-safe alphabet.",
        "ALI-SIGN-8: standard alphabet",
        SIGNED,
        |s| {
            s.alipay.sign = |key, scheme, string| {
                let sign = key.sign(scheme, string)?;
                Ok(URL_SAFE.encode(STANDARD.decode(sign).unwrap_or_default()))
            };
        },
    ),
    fault("al-sign-base64-unpadded", "The signature has no padding.", "ALI-SIGN-8: padded", SIGNED, |s| {
        s.alipay.sign = |key, scheme, string| {
            let sign = key.sign(scheme, string)?;
            Ok(STANDARD_NO_PAD.encode(STANDARD.decode(sign).unwrap_or_default()))
        };
    }),
    fault("al-sign-hex", "The signature is in hex.", "ALI-SIGN-8: Base64", SIGNED, |s| {
        s.alipay.sign = |key, scheme, string| {
            let sign = key.sign(scheme, string)?;
            Ok(crate::wechat::signing::hex(&STANDARD.decode(sign).unwrap_or_default()).to_ascii_lowercase())
        };
    }),
    fault(
        "al-sign-hash-signed-twice",
        "The SHA-256 of the string is hashed and signed again.",
        "ALI-SIGN-7: RSASSA-PKCS1-v1_5 hashes by itself",
        SIGNED,
        |s| {
            s.alipay.sign = |key, scheme, string| key.sign(scheme, &crate::emsa::Hash::from(scheme).digest(string));
        },
    ),
    fault(
        "al-page-charset-in-body",
        "Of the form's parameters all stand in hidden fields, `charset` too.",
        "ALI-TR-7: charset must be readable from the query; github dedemao/alipay issue 7",
        PAGE,
        |s| s.alipay.page.in_query = |_| false,
    ),
    fault(
        "al-page-charset-missing-in-query",
        "`charset` alone stands in a hidden field.",
        "ALI-TR-7: github yansongda/pay issues 247 and 249",
        PAGE,
        |s| s.alipay.page.in_query = |pair| pair.0 != b"charset" && in_query(pair),
    ),
    fault(
        "al-page-quotes-raw",
        "A quote in a hidden field ends its value.",
        "ALI-TR-9: quotes are escaped as `&quot;`",
        PAGE,
        |s| {
            s.alipay.page.attribute = |text| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        },
    ),
    fault(
        "al-page-quotes-only",
        "Only quotes are escaped; a browser reads `&quot;` and `&lt;` typed by a user as markup.",
        "ALI-TR-9, ALI-AMB-21: an `&` in a value is left to the browser",
        PAGE,
        |s| s.alipay.page.attribute = |text| text.replace('"', "&quot;"),
    ),
    fault(
        "al-page-escaped-twice",
        "Values are escaped twice.",
        "ALI-TR-9: the signature is over the unescaped text",
        PAGE,
        |s| s.alipay.page.attribute = |text| attribute(&attribute(text)),
    ),
    fault(
        "al-page-escaped-signed",
        "Values are escaped as HTML and then signed.",
        "ALI-TR-9: the signature is over the unescaped text",
        PAGE,
        |s| {
            s.alipay.page.to_sign =
                |pairs| with_values(pairs, |value| String::from_utf8_lossy(value).replace('"', "&quot;").into_bytes());
        },
    ),
    fault(
        "al-page-url-not-encoded",
        "Values are put into the query as they are.",
        "ALI-SIGN-8: URL-encode every name and value",
        PAGE,
        |s| s.alipay.page.percent = |bytes| String::from_utf8_lossy(bytes).into_owned(),
    ),
    fault("al-page-url-encoded-twice", "Values are URL-encoded twice.", "ALI-SIGN-8, ALI-PAR-3: once", PAGE, |s| {
        s.alipay.page.percent = |bytes| percent(percent(bytes).as_bytes())
    }),
    fault(
        "al-page-plus-not-encoded",
        "A plus is not encoded; the gateway reads a space.",
        "ALI-NTF-2, E10: a literal plus is `%2B`",
        PAGE,
        |s| s.alipay.page.percent = |bytes| percent(bytes).replace("%2B", "+"),
    ),
    fault(
        "al-page-query-utf8",
        "The query is encoded in UTF-8 and signed in the charset that the request names.",
        "ALI-SIGN-6, ALI-TR-7",
        PAGE,
        |s| s.alipay.page.encode = |text, _| Ok(text.to_vec()),
    ),
    fault(
        "al-page-biz-content-rewritten",
        "`biz_content` is written anew after signing.",
        "ALI-SIGN-5, R09: what is signed is what is sent",
        PAGE,
        |s| s.alipay.page.written = |pairs| with_content(pairs, sorted_json),
    ),
    fault(
        "al-page-sign-type-after",
        "`sign_type` is added after signing.",
        "ALI-SIGN-2: sign_type is part of the string",
        PAGE,
        |s| s.alipay.page.to_sign = |pairs| without(pairs, &["sign_type"]),
    ),
    fault(
        "al-page-biz-content-only-signed",
        "The form's hidden fields are left out of the signature.",
        "ALI-SIGN-1: all parameters, common ones and biz_content",
        PAGE,
        |s| s.alipay.page.to_sign = |pairs| without(pairs, &["biz_content"]),
    ),
    fault(
        "al-page-empty-sent",
        "An empty parameter is signed and sent.",
        "ALI-SIGN-12: the gateway drops it and reports a bad signature; github fzlee/alipay issue 41",
        PAGE,
        |s| {
            s.alipay.page.to_send = |params, scheme| {
                let mut pairs = to_send(params, scheme)?;
                pairs.extend(params.iter().filter(|pair| pair.1.is_empty()).cloned());
                Ok(pairs)
            };
            s.alipay.request_string = |pairs| Ok(join_sorted(without(pairs, &["sign"])));
        },
    ),
    fault(
        "al-page-unsigned-addition",
        "The SDK's name is added after signing.",
        "section 3: additions are signed when sent",
        PAGE,
        |s| {
            s.alipay.page.written = |pairs| {
                let mut pairs = pairs.to_vec();
                pairs.push(pair("alipay_sdk", "payspec-faults"));
                pairs
            };
        },
    ),
    fault("al-page-unsigned", "The request has no `sign`.", "ALI-SIGN-8; isv.missing-signature", PAGE, |s| {
        s.alipay.page.written = |pairs| without(pairs, &["sign"])
    }),
    fault(
        "al-page-trimmed",
        "Values are written without the white space around them.",
        "ALI-SIGN-5: no trimming",
        PAGE,
        |s| s.alipay.page.written = |pairs| with_values(pairs, |value| value.trim_ascii().to_vec()),
    ),
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
