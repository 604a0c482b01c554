//! Alipay: charsets.

use encoding_rs::{GBK, WINDOWS_1252};
use payspec_core::finding::code;
use payspec_core::wire::charset::Charset;

use super::super::{Fault, fault};
use super::{AL_FORMS, sound, strings};
use crate::form_reader::{decode, read};
use crate::pairs::with_values;
use crate::stop::refuse;
use crate::views::Views;

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
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
];
