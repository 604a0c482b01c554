//! WeChat Pay: how the string is made, keyed and hashed.

use super::{Fault, WX_SIGNATURE, fault};
use crate::pairs::{Pair, Pairs, only, with_values, without};
use crate::wechat::signing::{hex, hmac_hex, join, join_sorted, md5_hex, tail, taken};
use encoding_rs::GBK;
use md5::Digest as _;
use payspec_core::wechat::sign::SignType;
use sha2::Sha256;

/// The taken pairs with changed values, joined in the right order.
fn changed(pairs: &[Pair], change: fn(&str) -> String) -> Vec<u8> {
    join_sorted(with_values(&taken(pairs), |value| change(&String::from_utf8_lossy(value)).into_bytes()))
}

/// The taken pairs that pass, joined in the right order.
fn passing(pairs: &[Pair], passes: fn(&str, &str) -> bool) -> Vec<u8> {
    let pass = |pair: &Pair| passes(&String::from_utf8_lossy(&pair.0), &String::from_utf8_lossy(&pair.1));
    join_sorted(taken(pairs).into_iter().filter(pass).collect())
}

/// The taken pairs, sorted otherwise.
fn sorted_by<K: Ord>(pairs: &[Pair], by: impl Fn(&Pair) -> K) -> Vec<u8> {
    let mut pairs = taken(pairs);
    pairs.sort_by_key(by);
    join(&pairs)
}

/// A name with its runs of digits as numbers: `coupon_fee_2` before `coupon_fee_10`.
fn natural(name: &[u8]) -> Vec<(u64, u8)> {
    let mut parts: Vec<(u64, u8)> = Vec::new();
    for byte in name {
        match (byte, parts.last_mut()) {
            (b'0'..=b'9', Some((number, 0))) => *number = number.wrapping_mul(10).wrapping_add(u64::from(byte - b'0')),
            (b'0'..=b'9', _) => parts.push((u64::from(byte - b'0'), 0)),
            _ => parts.push((u64::MAX, *byte)),
        }
    }
    parts
}

/// What a typed structure of the time knew.
const KNOWN: &[&str] = &[
    "appid",
    "mch_id",
    "device_info",
    "nonce_str",
    "sign_type",
    "body",
    "detail",
    "attach",
    "out_trade_no",
    "fee_type",
    "total_fee",
    "spbill_create_ip",
    "time_start",
    "time_expire",
    "goods_tag",
    "notify_url",
    "trade_type",
    "product_id",
    "limit_pay",
    "openid",
    "receipt",
    "scene_info",
    "return_code",
    "return_msg",
    "result_code",
    "err_code",
    "err_code_des",
    "is_subscribe",
    "bank_type",
    "settlement_total_fee",
    "cash_fee",
    "cash_fee_type",
    "coupon_fee",
    "coupon_count",
    "transaction_id",
    "time_end",
    "trade_state",
    "trade_state_desc",
    "prepay_id",
    "code_url",
    "appId",
    "timeStamp",
    "nonceStr",
    "package",
    "signType",
    "partnerid",
    "prepayid",
    "noncestr",
    "timestamp",
    "time_stamp",
];

pub(super) const FAULTS: &[Fault] = &[
    fault(
        "wx-sign-empty-kept",
        "Empty values stand in the string as `name=`.",
        "WX-SIGN-3, WX-SIGN-EX-6: a published answer of the gateway verifies without them only",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(join_sorted(without(pairs, &["sign"]))),
    ),
    fault(
        "wx-sign-zero-dropped",
        "The value `0` counts as empty.",
        "WX-SIGN-32: `$v != \"\"` drops an integer 0 before PHP 8; F11",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(passing(pairs, |_, value| value != "0")),
    ),
    fault(
        "wx-sign-falsy-dropped",
        "The texts `false`, `null`, `None` and `undefined` count as empty.",
        "F11: emptiness tested by truth instead of length",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical =
                |pairs| Ok(passing(pairs, |_, value| !["false", "null", "None", "undefined"].contains(&value)));
        },
    ),
    fault(
        "wx-sign-type-dropped",
        "`sign_type` takes no part.",
        "WX-SIGN-4: github helei112g/payment issues 208 and 211",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(passing(pairs, |name, _| name != "sign_type")),
    ),
    fault(
        "wx-sign-sign-kept",
        "A `sign` among the fields takes part.",
        "WX-SIGN-4: the field `sign` is the one exception",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical =
                |pairs| Ok(join_sorted(pairs.iter().filter(|pair| !pair.1.is_empty()).cloned().collect()));
        },
    ),
    fault(
        "wx-sign-sign-any-case-dropped",
        "`Sign` and `SIGN` are left out like `sign`.",
        "WX-SIGN-40: names are case-sensitive",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(passing(pairs, |name, _| !name.eq_ignore_ascii_case("sign"))),
    ),
    fault(
        "wx-sign-sign-like-dropped",
        "Every name that begins with `sign` is left out.",
        "WX-SIGN-4: nothing but `sign` is excluded",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(passing(pairs, |name, _| !name.starts_with("sign"))),
    ),
    fault(
        "wx-sign-key-field-dropped",
        "A field named `key` is left out, since `key` is the API key's place.",
        "C04: a field literally named `key`",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(passing(pairs, |name, _| name != "key")),
    ),
    fault(
        "wx-sign-known-only",
        "Only fields of a typed structure take part.",
        "WX-SIGN-9: github borball/weixin-sdk 38, silenceper/wechat 203; C10, F09",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(join_sorted(only(&taken(pairs), KNOWN))),
    ),
    fault(
        "wx-sign-indexed-dropped",
        "Index fields such as `coupon_id_0` are left out.",
        "WX-SIGN-9: github binarywang/WxJava 250 and 712",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical =
                |pairs| Ok(passing(pairs, |name, _| !name.ends_with(|last: char| last.is_ascii_digit())));
        },
    ),
    fault(
        "wx-sign-sort-ignores-case",
        "Names are sorted without regard to case.",
        "WX-SIGN-2: `Z` sorts before `a`",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(sorted_by(pairs, |pair| pair.0.to_ascii_lowercase())),
    ),
    fault(
        "wx-sign-unsorted",
        "Fields stay in the order in which they came.",
        "WX-SIGN-1: sorted by name in ascending ASCII order; C06",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(join(&taken(pairs))),
    ),
    fault("wx-sign-sort-descending", "Names are sorted from Z to A.", "WX-SIGN-1: ascending", WX_SIGNATURE, |s| {
        s.wechat.canonical = |pairs| Ok(sorted_by(pairs, |pair| std::cmp::Reverse(pair.0.clone())))
    }),
    fault(
        "wx-sign-sort-by-value",
        "Fields are sorted by their values.",
        "section 9 of the WeChat sheet: sorted by value is always invalid",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(sorted_by(pairs, |pair| pair.1.clone())),
    ),
    fault(
        "wx-sign-sort-pairs",
        "The joined texts `name=value` are sorted instead of the names.",
        "ALI-AMB-16: the order flips where one name begins another",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(sorted_by(pairs, |pair| [&pair.0, &b"="[..], &pair.1].concat())),
    ),
    fault(
        "wx-sign-sort-natural",
        "Digits in names are sorted as numbers: `coupon_id_9` before `coupon_id_10`.",
        "WX-SIGN-37: index fields sort as text",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(sorted_by(pairs, |pair| natural(&pair.0))),
    ),
    fault(
        "wx-sign-sort-numeric",
        "Names that look like numbers are compared as numbers.",
        "WX-SIGN-36: `ksort` without SORT_STRING",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical = |pairs| {
                Ok(sorted_by(pairs, |pair| {
                    let number = std::str::from_utf8(&pair.0).ok().and_then(|name| name.parse::<f64>().ok());
                    (number.map_or(u64::MAX, |number| (number * 1000.0) as u64), pair.0.clone())
                }))
            };
        },
    ),
    fault(
        "wx-sign-sort-ignores-underscore",
        "Names are sorted as a locale's collation does, without regard to `_`.",
        "C06: byte order versus locale",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical = |pairs| {
                Ok(sorted_by(pairs, |pair| pair.0.iter().filter(|b| **b != b'_').copied().collect::<Vec<u8>>()))
            };
        },
    ),
    fault(
        "wx-sign-names-lower-case",
        "Names are written in lower case.",
        "WX-SIGN-2: names are case-sensitive",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical = |pairs| {
                let lower: Pairs = taken(pairs).into_iter().map(|(n, v)| (n.to_ascii_lowercase(), v)).collect();
                Ok(join_sorted(lower))
            };
        },
    ),
    fault(
        "wx-sign-values-url-encoded",
        "Values are URL-encoded before they are hashed.",
        "WX-SIGN-8: values are hashed raw; section 9: always invalid",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(changed(pairs, |value| crate::wechat::outbound::escape(value.as_bytes()))),
    ),
    fault(
        "wx-sign-values-url-decoded",
        "Values are URL-decoded before they are hashed: `%41` becomes `A`, a plus a space.",
        "C13: a canonicaliser that goes through urldecode",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical = |pairs| {
                Ok(changed(pairs, |value| {
                    percent_encoding::percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned()
                }))
            };
        },
    ),
    fault(
        "wx-sign-values-xml-escaped",
        "Values are XML-escaped before they are hashed.",
        "WX-SIGN-8: hash the text after entity decoding; R08",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical = |pairs| {
                Ok(changed(pairs, |value| value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")))
            };
        },
    ),
    fault(
        "wx-sign-values-quotes-escaped",
        "A global filter has put `&quot;` for every quote before the values are hashed.",
        "E13; ALI-AMB-9: frameworks with a global HTML-escape filter",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(changed(pairs, |value| value.replace('"', "&quot;"))),
    ),
    fault(
        "wx-sign-values-backslashed",
        "Quotes and backslashes have a backslash in front.",
        "ALI-AMB-10: old PHP magic quotes; WX-SIGN-41",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(changed(pairs, |value| value.replace('\\', "\\\\").replace('"', "\\\""))),
    ),
    fault(
        "wx-sign-values-unicode-escaped",
        "Characters beyond ASCII are hashed as `\\uXXXX`.",
        "WX-SIGN-8: text is UTF-8 when hashed",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical = |pairs| {
                Ok(changed(pairs, |value| {
                    let escape = |unit: u16| match u8::try_from(unit) {
                        Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
                        _ => format!("\\u{unit:04x}"),
                    };
                    value.encode_utf16().map(escape).collect()
                }))
            };
        },
    ),
    fault(
        "wx-sign-values-latin1",
        "Values are hashed in ISO-8859-1, with `?` for what it lacks.",
        "WX-SIGN-8; E15: a platform's default charset",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical = |pairs| {
                let latin1 = |value: &[u8]| {
                    String::from_utf8_lossy(value).chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
                };
                Ok(join_sorted(with_values(&taken(pairs), latin1)))
            };
        },
    ),
    fault(
        "wx-sign-values-gbk",
        "Values are hashed in GBK.",
        "WX-SIGN-EX-5d: GBK bytes give another signature",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical = |pairs| {
                let gbk = |value: &[u8]| GBK.encode(&String::from_utf8_lossy(value)).0.into_owned();
                Ok(join_sorted(with_values(&taken(pairs), gbk)))
            };
        },
    ),
    fault(
        "wx-sign-values-bmp-only",
        "Characters above U+FFFF are lost, as in a three-byte UTF-8 column.",
        "E09: emoji and astral characters",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical =
                |pairs| Ok(changed(pairs, |value| value.chars().filter(|c| *c <= '\u{ffff}').collect()))
        },
    ),
    fault(
        "wx-sign-values-spaces-collapsed",
        "Runs of white space within a value become one space.",
        "WX-SIGN-8: values are hashed raw",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical = |pairs| {
                Ok(changed(pairs, |value| {
                    let parts: Vec<&str> = value.split(' ').collect();
                    let last = parts.len() - 1;
                    let kept = parts.iter().enumerate().filter(|(n, part)| *n == 0 || *n == last || !part.is_empty());
                    kept.map(|(_, part)| *part).collect::<Vec<_>>().join(" ")
                }))
            };
        },
    ),
    fault(
        "wx-sign-numbers-rewritten",
        "Values that are numbers are hashed as a number is printed: `0100` as `100`, `1.10` as `1.1`.",
        "C12: re-serialised integers; X22",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical = |pairs| {
                Ok(changed(pairs, |value| match value.parse::<f64>() {
                    Ok(number) if value.bytes().all(|b| b.is_ascii_digit() || b == b'.') => number.to_string(),
                    _ => value.to_owned(),
                }))
            };
        },
    ),
    fault(
        "wx-sign-values-cut-at-ampersand",
        "The string is split at `&` again and only parts with `=` are kept.",
        "WX-SIGN-33: values with `&` are joined raw",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(changed(pairs, |value| value.split('&').next().unwrap_or("").to_owned())),
    ),
    fault(
        "wx-sign-no-key",
        "The string has no `&key=` tail, with either algorithm.",
        "WX-SIGN-5, WX-SIGN-EX-7; S13",
        WX_SIGNATURE,
        |s| s.wechat.tail = |string, _| string,
    ),
    fault(
        "wx-sign-hmac-without-tail",
        "With HMAC-SHA256 the `&key=` tail is left out, since the key is the HMAC's key already.",
        "WX-SIGN-7, WX-SIGN-EX-7: the key is used twice",
        WX_SIGNATURE,
        |s| {
            s.wechat.digest = |sign_type, string, key| match sign_type {
                SignType::Md5 => md5_hex(string),
                SignType::HmacSha256 => {
                    let end = string.len().saturating_sub(key.len() + 5);
                    hmac_hex(key.as_bytes(), &string[..end])
                }
            };
        },
    ),
    fault(
        "wx-sign-key-without-name",
        "The bare key is appended, without `&key=`.",
        "WX-SIGN-5: stringSignTemp",
        WX_SIGNATURE,
        |s| s.wechat.tail = |string, key| [&string, key.as_bytes()].concat(),
    ),
    fault(
        "wx-sign-key-first",
        "`key=…&` stands in front.",
        "WX-SIGN-5: the key pair is always last",
        WX_SIGNATURE,
        |s| s.wechat.tail = |string, key| [b"key=", key.as_bytes(), b"&", &string].concat(),
    ),
    fault(
        "wx-sign-key-sorted-in",
        "`key` is sorted in among the fields.",
        "WX-SIGN-5; section 9: always invalid",
        WX_SIGNATURE,
        |s| {
            s.wechat.tail = |string, key| {
                let mut parts: Vec<&[u8]> = string.split(|byte| *byte == b'&').collect();
                let pair = format!("key={key}");
                let at = parts.partition_point(|part| *part < pair.as_bytes());
                parts.insert(at, pair.as_bytes());
                parts.join(&b'&')
            };
        },
    ),
    fault(
        "wx-sign-key-decoded",
        "A key of hexadecimal digits is decoded to bytes before it is used for HMAC.",
        "WX-SIGN-10: the 32 characters are used as text",
        WX_SIGNATURE,
        |s| {
            s.wechat.digest = |sign_type, string, key| match sign_type {
                SignType::Md5 => md5_hex(string),
                SignType::HmacSha256 => {
                    let pairs = key.as_bytes().chunks_exact(2).map(|two| std::str::from_utf8(two).unwrap_or_default());
                    let bytes: Option<Vec<u8>> = pairs.map(|two| u8::from_str_radix(two, 16).ok()).collect();
                    hmac_hex(bytes.as_deref().unwrap_or(key.as_bytes()), string)
                }
            };
        },
    ),
    fault(
        "wx-sign-key-upper-case",
        "The key is put in upper case with the rest of the string.",
        "WX-SIGN-10: the key is used as it is",
        WX_SIGNATURE,
        |s| s.wechat.tail = |string, key| tail(string, &key.to_ascii_uppercase()),
    ),
    fault(
        "wx-sign-lower-case-hex",
        "The signature is in lower-case hex.",
        "WX-SIGN-6, WX-SIGN-17: upper-case",
        WX_SIGNATURE,
        |s| {
            s.wechat.digest =
                |sign_type, string, key| crate::wechat::signing::digest(sign_type, string, key).to_ascii_lowercase()
        },
    ),
    fault(
        "wx-sign-hex-zeros-lost",
        "Each byte below 16 is written as one digit.",
        "WX-SIGN-6: 32 characters; `Integer.toHexString` without padding",
        WX_SIGNATURE,
        |s| {
            s.wechat.digest = |sign_type, string, key| {
                let right = crate::wechat::signing::digest(sign_type, string, key);
                let bytes = right.as_bytes().chunks_exact(2).map(|two| match two {
                    [b'0', low] => char::from(*low).to_string(),
                    _ => String::from_utf8_lossy(two).into_owned(),
                });
                bytes.collect()
            };
        },
    ),
    fault(
        "wx-sign-cut-to-32",
        "Signatures are cut to the 32 characters of the table.",
        "WX-SIGN-13: String(32) in the table, 64 characters for HMAC-SHA256",
        WX_SIGNATURE,
        |s| {
            s.wechat.digest = |sign_type, string, key| {
                let mut sign = crate::wechat::signing::digest(sign_type, string, key);
                sign.truncate(32);
                sign
            };
        },
    ),
    fault(
        "wx-sign-plain-sha256",
        "HMAC-SHA256 is taken for SHA-256 of the string.",
        "WX-SIGN-7: HMAC with the API key; S13",
        WX_SIGNATURE,
        |s| {
            s.wechat.digest = |sign_type, string, _| match sign_type {
                SignType::Md5 => md5_hex(string),
                SignType::HmacSha256 => hex(&Sha256::digest(string)),
            };
        },
    ),
    fault(
        "wx-sign-hmac-swapped",
        "Key and message of the HMAC are exchanged.",
        "WX-SIGN-7: key = API key, message = the string",
        WX_SIGNATURE,
        |s| {
            s.wechat.digest = |sign_type, string, key| match sign_type {
                SignType::Md5 => md5_hex(string),
                SignType::HmacSha256 => hmac_hex(string, key.as_bytes()),
            };
        },
    ),
    fault(
        "wx-sign-always-md5",
        "HMAC-SHA256 is not known: everything is signed with MD5.",
        "WX-SIGN-12: the type that the merchant uses",
        WX_SIGNATURE,
        |s| s.wechat.digest = |_, string, _| md5_hex(string),
    ),
];
