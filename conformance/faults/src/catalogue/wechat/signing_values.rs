//! WeChat Pay: how values are written.

use encoding_rs::GBK;

use super::super::{Fault, fault};
use super::WX_SIGNATURE;
use crate::pairs::{Pair, with_values};
use crate::wechat::signing::{join_sorted, taken};

/// The taken pairs with changed values, joined in the right order.
fn changed(pairs: &[Pair], change: fn(&str) -> String) -> Vec<u8> {
    join_sorted(with_values(&taken(pairs), |value| change(&String::from_utf8_lossy(value)).into_bytes()))
}

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
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
];
