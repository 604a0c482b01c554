//! Alipay: how requests are signed.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use encoding_rs::GBK;
use payspec_core::alipay::sign::Scheme;

use super::super::{Fault, fault};
use super::{SIGN, sorted_json, with_content};
use crate::alipay::page::percent;
use crate::pairs::{Pair, Pairs, with_values, without};
use crate::wechat::signing::{join, join_sorted};

const SIGNED: &[&str] = &["alipay.sign", "alipay.page_pay"];

/// What is signed: all but `sign` and empty values.
fn taken(pairs: &[Pair]) -> Pairs {
    pairs.iter().filter(|pair| pair.0 != b"sign" && !pair.1.is_empty()).cloned().collect()
}

fn sorted_by<K: Ord>(pairs: &[Pair], by: impl Fn(&Pair) -> K) -> Vec<u8> {
    let mut pairs = taken(pairs);
    pairs.sort_by_key(by);
    join(&pairs)
}

/// JSON written anew.
fn rewritten_json(text: &str) -> Option<String> {
    serde_json::from_str::<serde_json::Value>(text).ok().map(|value| value.to_string())
}

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
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
];
