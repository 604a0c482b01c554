//! Alipay: how a form is split and decoded.

use payspec_core::finding::{Refusal, code};

use super::super::{Fault, fault};
use super::{AL_FORMS, sound};
use crate::form_reader::{decode, decode_percent, read};
use crate::pairs::{Pairs, with_values, without};
use crate::stop::refuse;
use crate::views::Views;

const NOTIFY: &[&str] = &["alipay.notify", "alipay.accept"];

/// Read otherwise, what core's reader takes.
fn lax(body: &[u8], read: fn(&[u8]) -> Pairs) -> Result<Views, Refusal> {
    sound(body)?;
    Ok(Views::same(read(body)))
}

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "al-form-decoded-twice",
        "Values are percent-decoded twice.",
        "E11, ALI-AMB-1: double decoding; ALI-NTF-2",
        AL_FORMS,
        |s| s.alipay.form = |body| Ok(Views::same(with_values(&sound(body)?, decode))),
    ),
    fault(
        "al-form-read-decoded-twice",
        "The verifier decodes once, the application once more.",
        "E11, V20: `%254F1` under a signature over `%4F1`",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let signed = sound(body)?;
                Ok(Views { read: with_values(&signed, decode_percent), signed })
            };
        },
    ),
    fault(
        "al-form-not-decoded",
        "Values are verified and handed out as they stand on the wire.",
        "ALI-VER-2: URL-decode the values",
        AL_FORMS,
        |s| s.alipay.form = |body| lax(body, |body| read(body, <[u8]>::to_vec)),
    ),
    fault(
        "al-form-plus-kept",
        "A plus stays a plus.",
        "ALI-NTF-2, ALI-AMB-1: decoders built on URI rules",
        AL_FORMS,
        |s| s.alipay.form = |body| lax(body, |body| read(body, decode_percent)),
    ),
    fault(
        "al-form-plus-twice",
        "A plus that was written `%2B` becomes a space.",
        "ALI-NTF-2, ALI-EX-R6: decoding the plus twice",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let space = |value: &[u8]| value.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
                let pairs = sound(body)?;
                let signature: Pairs = pairs.iter().filter(|pair| pair.0 == b"sign").cloned().collect();
                let rest = with_values(&without(&pairs, &["sign"]), space);
                Ok(Views::same([rest, signature].concat()))
            };
        },
    ),
    fault(
        "al-form-decoded-before-split",
        "The whole body is decoded, then split.",
        "ALI-NTF-3: github go-pay/gopay issue 113",
        AL_FORMS,
        |s| s.alipay.form = |body| lax(body, |body| read(&decode(body), <[u8]>::to_vec)),
    ),
    fault(
        "al-form-split-at-every-equals",
        "A part is split at every `=`; the value ends at the second.",
        "ALI-NTF-3: the first `=`",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let pair = |part: &[u8]| {
                    let mut sides = part.split(|byte| *byte == b'=');
                    Some((decode(sides.next()?), decode(sides.next()?)))
                };
                sound(body)?;
                Ok(Views::same(body.split(|byte| *byte == b'&').filter_map(pair).collect()))
            };
        },
    ),
    fault(
        "al-form-values-trimmed",
        "White space around values is taken off.",
        "ALI-VER-6: github smartwalle/alipay pull 83",
        AL_FORMS,
        |s| s.alipay.form = |body| Ok(Views::same(with_values(&sound(body)?, |value| value.trim_ascii().to_vec()))),
    ),
    fault(
        "al-form-quotes-escaped",
        "A global filter has put `&quot;` for every quote.",
        "ALI-AMB-9: a global HTML-escape filter; ALI-EX-R1",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let escape = |value: &[u8]| String::from_utf8_lossy(value).replace('"', "&quot;").into_bytes();
                Ok(Views::same(with_values(&sound(body)?, escape)))
            };
        },
    ),
    fault(
        "al-form-quotes-unescaped",
        "`&quot;` in a value is put back to a quote before the string is made, whoever wrote it.",
        "ALI-AMB-9: only a receiver behind such a filter may",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let restore = |value: &[u8]| String::from_utf8_lossy(value).replace("&quot;", "\"").into_bytes();
                Ok(Views::same(with_values(&sound(body)?, restore)))
            };
        },
    ),
    fault(
        "al-form-backslashes-stripped",
        "Backslashes are stripped from values.",
        "ALI-AMB-10: old PHP magic quotes",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let strip = |value: &[u8]| value.iter().copied().filter(|b| *b != b'\\').collect();
                Ok(Views::same(with_values(&sound(body)?, strip)))
            };
        },
    ),
    fault(
        "al-form-numbers-coerced",
        "Values that look like numbers are handed out as numbers: `88.80` as `88.8`.",
        "V17, X22: numeric coercion",
        AL_FORMS,
        |s| {
            s.alipay.handed_out = |pairs| {
                with_values(pairs, |value| match std::str::from_utf8(value).ok().and_then(|v| v.parse::<f64>().ok()) {
                    Some(number) if value.iter().all(|b| b.is_ascii_digit() || *b == b'.') => {
                        number.to_string().into_bytes()
                    }
                    _ => value.to_vec(),
                })
            };
        },
    ),
    fault(
        "al-form-any-content-type",
        "A body of any type is read as a form.",
        "ALI-AMB-23, T05, T07: multipart and JSON are invalid",
        NOTIFY,
        |s| {
            s.alipay.form = |body| match serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(body) {
                Ok(object) => {
                    let pair = |(name, value): (String, serde_json::Value)| {
                        (name.into_bytes(), value.as_str().unwrap_or_default().as_bytes().to_vec())
                    };
                    Ok(Views::same(object.into_iter().map(pair).collect()))
                }
                Err(_) => Ok(Views::same(sound(body)?)),
            };
            s.alipay.content_type = |_| Ok(());
        },
    ),
    fault(
        "al-form-content-type-exact",
        "A Content-Type with a charset, or in another case, is refused.",
        "T09: charset in the Content-Type",
        NOTIFY,
        |s| {
            s.alipay.content_type = |given| match given {
                None | Some("application/x-www-form-urlencoded") => Ok(()),
                Some(_) => refuse(code::FORM_CONTENT_TYPE),
            };
        },
    ),
];
