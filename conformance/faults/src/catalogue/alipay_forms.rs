//! Alipay: how a notification's or a return's form is read.

use super::{AL_FORMS, Fault, fault};
use crate::form_reader::{decode, decode_percent, read};
use crate::pairs::{Pair, Pairs, one_each, with_values, without};
use crate::stop::refuse;
use crate::views::Views;
use encoding_rs::{GBK, WINDOWS_1252};
use payspec_core::canonical::{ALIPAY_NOTIFICATION, ALIPAY_NOTIFICATION_NO_EMPTY, sort};
use payspec_core::finding::{Refusal, code};
use payspec_core::wire::charset::Charset;
use payspec_core::wire::form;

const NOTIFY: &[&str] = &["alipay.notify", "alipay.accept"];

/// Core's reader.
fn sound(body: &[u8]) -> Result<Pairs, Refusal> {
    Ok(crate::pairs::of(&form::parse(body)?))
}

/// Read otherwise, what core's reader takes.
fn lax(body: &[u8], read: fn(&[u8]) -> Pairs) -> Result<Views, Refusal> {
    sound(body)?;
    Ok(Views::same(read(body)))
}

/// The verifier takes the one, the application the other of two fields of one name.
fn repeats(body: &[u8], signed_last: bool, read_last: bool) -> Result<Views, Refusal> {
    let all = sound(body)?;
    Ok(Views { signed: one_each(&all, signed_last), read: one_each(&all, read_last) })
}

/// The values of one name joined by commas.
fn joined(all: &[Pair]) -> Pairs {
    let mut each = one_each(all, false);
    for (name, value) in &mut each {
        let values: Vec<&[u8]> = all.iter().filter(|pair| pair.0 == *name).map(|pair| pair.1.as_slice()).collect();
        *value = values.join(&b',');
    }
    each
}

/// The names of a typed notification.
const KNOWN: &[&str] = &[
    "notify_time",
    "notify_type",
    "notify_id",
    "app_id",
    "auth_app_id",
    "charset",
    "version",
    "sign_type",
    "sign",
    "trade_no",
    "out_trade_no",
    "out_biz_no",
    "buyer_id",
    "buyer_logon_id",
    "seller_id",
    "seller_email",
    "trade_status",
    "total_amount",
    "receipt_amount",
    "invoice_amount",
    "buyer_pay_amount",
    "point_amount",
    "refund_fee",
    "send_back_fee",
    "subject",
    "body",
    "gmt_create",
    "gmt_payment",
    "gmt_close",
    "gmt_refund",
    "fund_bill_list",
    "passback_params",
    "voucher_detail_list",
    "method",
    "timestamp",
];

/// The string over changed values, by both readings of empty ones.
fn strings(pairs: &[Pair], change: fn(&[u8]) -> Vec<u8>) -> Result<Vec<Vec<u8>>, Refusal> {
    crate::alipay::verifying::strings(&with_values(pairs, change))
}

pub(super) const FAULTS: &[Fault] = &[
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
        "al-form-verifies-last-reads-first",
        "Of two fields of one name the verifier takes the last, the application the first.",
        "F01, ALI-AMB-4: never verify one and use the other",
        AL_FORMS,
        |s| s.alipay.form = |body| repeats(body, true, false),
    ),
    fault(
        "al-form-verifies-first-reads-last",
        "Of two fields of one name the verifier takes the first, the application the last.",
        "F01, ALI-AMB-4: never verify one and use the other",
        AL_FORMS,
        |s| s.alipay.form = |body| repeats(body, false, true),
    ),
    fault(
        "al-form-repeats-joined-for-reading",
        "The verifier takes the last of two fields of one name, the application both, joined by a comma.",
        "F01, ALI-AMB-4: comma-join",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let all = sound(body)?;
                Ok(Views { signed: one_each(&all, true), read: joined(&all) })
            };
        },
    ),
    fault(
        "al-form-repeats-unsigned",
        "A name that occurs twice is left out of the string; the application reads its last value.",
        "ALI-AMB-4: a name that occurs more than once is dropped",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let all = sound(body)?;
                let once = |name: &[u8]| all.iter().filter(|pair| pair.0 == name).count() == 1;
                let signed = all.iter().filter(|pair| once(&pair.0)).cloned().collect();
                Ok(Views { signed, read: one_each(&all, true) })
            };
        },
    ),
    fault(
        "al-form-brackets-stripped",
        "`total_amount[]` and `a[b]` are read as `total_amount` and `a`; the verifier passes them over.",
        "F03: array syntax",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let all = read(body, decode);
                let signed = all.iter().filter(|pair| !pair.0.contains(&b'[')).cloned().collect();
                let plain =
                    |(name, value): &Pair| (name.split(|b| *b == b'[').next().unwrap_or(name).to_vec(), value.clone());
                Ok(Views { signed, read: one_each(&all.iter().map(plain).collect::<Pairs>(), true) })
            };
        },
    ),
    fault(
        "al-form-names-mangled",
        "Dots and spaces in names become `_`; the last of a name counts, for verifier and application.",
        "F04: PHP's name mangling",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let mangle = |(name, value): Pair| {
                    (name.iter().map(|b| if matches!(b, b'.' | b' ' | b'[') { b'_' } else { *b }).collect(), value)
                };
                let all: Pairs = read(body, decode).into_iter().map(mangle).collect();
                let signed =
                    one_each(&read(body, decode).into_iter().filter(|p| !p.0.contains(&b'.')).collect::<Pairs>(), true);
                Ok(Views { signed, read: one_each(&all, true) })
            };
        },
    ),
    fault(
        "al-form-names-lower-case",
        "Names are read in lower case; the verifier sees those only that are written so.",
        "F06: case variants",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let all = sound(body)?;
                let is_lower = |name: &[u8]| !name.iter().any(u8::is_ascii_uppercase);
                let signed = all.iter().filter(|pair| is_lower(&pair.0)).cloned().collect();
                let lower: Pairs = all.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
                Ok(Views { signed, read: one_each(&lower, true) })
            };
        },
    ),
    fault(
        "al-form-unknown-dropped",
        "Fields that a typed structure does not know are lost before the check.",
        "F09, ALI-NTF-1: github alipay/alipay-easysdk issue 237",
        AL_FORMS,
        |s| s.alipay.form = |body| Ok(Views::same(crate::pairs::only(&sound(body)?, KNOWN))),
    ),
    fault(
        "al-form-unknown-not-handed-out",
        "The check sees all fields, but those unknown to the structure are not handed out.",
        "ALI-NTF-1: new fields may appear at any time",
        AL_FORMS,
        |s| s.alipay.handed_out = |pairs| crate::pairs::only(pairs, KNOWN),
    ),
    fault(
        "al-form-prototype-names-dropped",
        "Fields named as a member of every object (`__proto__`, `constructor`) vanish before the check.",
        "F12: CVE-2022-24999",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let member = |name: &[u8]| {
                    [&b"__proto__"[..], b"constructor", b"prototype", b"toString", b"hasOwnProperty"]
                        .iter()
                        .any(|member| name.starts_with(member))
                };
                Ok(Views::same(read(body, decode).into_iter().filter(|pair| !member(&pair.0)).collect()))
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
        "al-form-zero-dropped",
        "The value `0` counts as empty and is left out of the string.",
        "F11: only the empty value is empty",
        AL_FORMS,
        |s| {
            s.alipay.strings = |pairs| {
                let filled: Pairs = pairs.iter().filter(|pair| pair.1 != b"0").cloned().collect();
                crate::alipay::verifying::strings(&filled)
            };
        },
    ),
    fault(
        "al-form-at-values-dropped",
        "Values that begin with `@` are left out of the string.",
        "ALI-SIGN-13, ALI-AMB-17: a relic of file uploads",
        AL_FORMS,
        |s| {
            s.alipay.strings = |pairs| {
                let plain: Pairs = pairs.iter().filter(|pair| !pair.1.starts_with(b"@")).cloned().collect();
                crate::alipay::verifying::strings(&plain)
            };
        },
    ),
    fault(
        "al-form-gbk-as-utf8",
        "Values in GBK are verified over their UTF-8 form.",
        "E02, ALI-VER-4: github yansongda/pay issues 14, 59 and 167",
        AL_FORMS,
        |s| {
            s.alipay.strings = |pairs| match crate::alipay::verifying::values_charset(pairs)? {
                Charset::Gbk => strings(pairs, |value| GBK.decode(value).0.into_owned().into_bytes()),
                Charset::Utf8 => crate::alipay::verifying::strings(pairs),
            };
        },
    ),
    fault(
        "al-form-gbk-read-as-utf8",
        "Values in GBK are verified as they are and handed out as if they were UTF-8.",
        "ALI-VER-4: verify first, transcode afterwards",
        AL_FORMS,
        |s| {
            s.alipay.values_charset = |_| Ok(Charset::Utf8);
            s.alipay.decode = |bytes, _| Ok(String::from_utf8_lossy(bytes).into_owned());
        },
    ),
    fault(
        "al-form-latin1",
        "The form is read as ISO-8859-1.",
        "ALI-VER-4: the signed charset decides",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                Ok(Views::same(with_values(&sound(body)?, |value| {
                    WINDOWS_1252.decode(value).0.into_owned().into_bytes()
                })))
            };
        },
    ),
    fault(
        "al-form-bytes-replaced",
        "Bytes that are no text in their charset are replaced.",
        "E03, ALI-AMB-3: label and bytes do not agree",
        AL_FORMS,
        |s| {
            s.alipay.decode = |bytes, charset| match charset {
                Charset::Utf8 => Ok(String::from_utf8_lossy(bytes).into_owned()),
                Charset::Gbk => Ok(GBK.decode(bytes).0.into_owned()),
            };
        },
    ),
    fault(
        "al-form-bytes-dropped",
        "Bytes that are no UTF-8 are dropped, after the check.",
        "E03: `iconv` with //IGNORE",
        AL_FORMS,
        |s| {
            s.alipay.decode = |bytes, charset| match charset {
                Charset::Utf8 => Ok(bytes.utf8_chunks().map(|chunk| chunk.valid()).collect()),
                Charset::Gbk => Ok(charset.decode(bytes)?.into_owned()),
            };
        },
    ),
    fault(
        "al-form-charset-exact",
        "Only `utf-8` and `gbk` in lower case are known.",
        "ALI-AMB-3: the case of the label is free",
        AL_FORMS,
        |s| {
            s.alipay.values_charset = |pairs| match crate::pairs::get(pairs, "charset") {
                None | Some(b"utf-8") => Ok(Charset::Utf8),
                Some(b"gbk") => Ok(Charset::Gbk),
                Some(_) => refuse(code::CHARSET_UNKNOWN),
            };
        },
    ),
    fault(
        "al-form-utf8-only",
        "A notification in GBK is refused.",
        "E01, ALI-AMB-2: charset=gbk is valid",
        AL_FORMS,
        |s| {
            s.alipay.values_charset = |pairs| match crate::alipay::verifying::values_charset(pairs)? {
                Charset::Utf8 => Ok(Charset::Utf8),
                Charset::Gbk => refuse(code::CHARSET_UNKNOWN),
            };
        },
    ),
    fault(
        "al-form-controls-dropped",
        "Control characters are dropped from values, after the check.",
        "E07: `%00` in out_trade_no",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let signed = read(body, decode);
                let plain = |value: &[u8]| value.iter().copied().filter(|b| *b >= b' ').collect();
                Ok(Views { read: with_values(&signed, plain), signed })
            };
        },
    ),
    fault(
        "al-form-cut-at-nul",
        "Values end at a NUL, after the check.",
        "E07: strings that end at a NUL",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let signed = read(body, decode);
                let cut = |value: &[u8]| value.split(|b| *b == 0).next().unwrap_or_default().to_vec();
                Ok(Views { read: with_values(&signed, cut), signed })
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
    fault(
        "al-form-unsorted",
        "The string keeps the order of the wire.",
        "ALI-VER-2: sort by name; C06",
        AL_FORMS,
        |s| {
            s.alipay.strings = |pairs| Ok(vec![crate::wechat::signing::join(&without(pairs, &["sign", "sign_type"]))]);
        },
    ),
    fault(
        "al-form-sort-ignores-case",
        "Names are sorted without regard to case.",
        "ALI-SIGN-4: byte order, no case folding",
        AL_FORMS,
        |s| {
            s.alipay.strings = |pairs| {
                let mut kept = without(pairs, &["sign", "sign_type"]);
                kept.sort_by_key(|pair| pair.0.to_ascii_lowercase());
                Ok(vec![crate::wechat::signing::join(&kept)])
            };
        },
    ),
    fault(
        "al-form-type-kept",
        "`sign_type` takes part.",
        "ALI-VER-1, ALI-VER-9: the rule of other messages; ALI-EX-4v2",
        AL_FORMS,
        |s| {
            s.alipay.strings = |pairs| {
                let kept = without(pairs, &["sign"]);
                Ok(vec![sort(&kept, &ALIPAY_NOTIFICATION_V2)?.to_vec()])
            };
        },
    ),
    fault(
        "al-form-known-names-only",
        "Only the documented names stand in the string.",
        "F08: an unsigned extra field; ALI-NTF-1",
        AL_FORMS,
        |s| {
            s.alipay.strings = |pairs| {
                let known = crate::pairs::only(pairs, KNOWN);
                Ok(vec![
                    sort(&known, &ALIPAY_NOTIFICATION)?.to_vec(),
                    sort(&known, &ALIPAY_NOTIFICATION_NO_EMPTY)?.to_vec(),
                ])
            };
        },
    ),
];

/// The rule of messages that are no trade notifications: `sign_type` stays.
const ALIPAY_NOTIFICATION_V2: payspec_core::canonical::Rule =
    payspec_core::canonical::Rule { without: &["sign"], empty: payspec_core::canonical::Empty::Kept };
