//! Field rules: lengths, alphabets and words.

use payspec_core::finding::code;
use payspec_core::spec::{Kind, Limit, Others};

use super::super::{Fault, fault};
use super::{ALIPAY, BOTH, WECHAT, none_of, value};
use crate::pairs::{Pair, filled, get, is, with_values};

fn lengths(limit: &mut Option<Limit>, change: fn(u32) -> u32) {
    if let Some(limit) = limit {
        limit.agreed = change(limit.agreed);
        limit.widest = change(limit.widest);
    }
}

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "va-length-one-more",
        "Every value may be one longer than the table says.",
        "WX-UO-1 to 23, ALI-PAR-1, ALI-PAY-6: an off-by-one in `<` and `<=`",
        BOTH,
        |s| s.validate.row = Some(|row| lengths(&mut row.limit, |most| most + 1)),
    ),
    fault(
        "va-length-one-less",
        "Every value may be one shorter than the table says.",
        "WX-CHR-16: within 32 means 32 too; ALI-PAY-6",
        BOTH,
        |s| s.validate.row = Some(|row| lengths(&mut row.limit, |most| most - 1)),
    ),
    fault("va-length-ignored", "No length is looked at.", "section 3.1 of the WeChat sheet: String(n)", BOTH, |s| {
        s.validate.sees = |finding, _| none_of(finding, &[code::LENGTH_EXCEEDED, code::LENGTH_EXCEEDED_BYTES])
    }),
    fault(
        "va-length-cut",
        "Values are cut to the length of their column before they are judged.",
        "V16: truncation",
        BOTH,
        |s| {
            s.validate.params = |pairs| {
                let cut = |(name, value): &Pair| {
                    let most = if name == b"biz_content" || name == b"scene_info" || name == b"detail" {
                        usize::MAX
                    } else {
                        32
                    };
                    (name.clone(), value[..value.len().min(most)].to_vec())
                };
                pairs.iter().map(cut).collect()
            };
        },
    ),
    fault(
        "va-alphabets-ignored",
        "Any character will do.",
        "WX-UO-6, WX-CHR-1: digits, letters, `_` and `-`; ALI-PAY-1",
        BOTH,
        |s| s.validate.sees = |finding, _| finding.code != code::CHARACTER_FORBIDDEN,
    ),
    fault(
        "va-alphabet-unicode",
        "Letters and digits of every script are letters and digits.",
        "WX-CHR-1: full-width or Chinese: invalid; E14",
        WECHAT,
        |s| {
            s.validate.sees = |finding, pairs| {
                finding.code != code::CHARACTER_FORBIDDEN
                    || value(finding, pairs).chars().any(|c| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
            };
        },
    ),
    fault(
        "va-alphabet-first-line",
        "A pattern with `$` passes a value that ends in a line feed.",
        "WX-UO-6, WX-UO-43: `^[0-9]+$` matches before a last line feed",
        WECHAT,
        |s| {
            s.validate.params = |pairs| with_values(pairs, |value| value.strip_suffix(b"\n").unwrap_or(value).to_vec());
        },
    ),
    fault(
        "va-alphabet-substring",
        "A value passes if it begins with a character of the alphabet.",
        "WX-CHR-1: a pattern without anchors",
        WECHAT,
        |s| {
            s.validate.sees = |finding, pairs| {
                let first = value(finding, pairs).chars().next();
                finding.code != code::CHARACTER_FORBIDDEN || !first.is_some_and(|c| c.is_ascii_alphanumeric())
            };
        },
    ),
    fault(
        "va-number-digits-only",
        "An order number has digits only.",
        "WX-UO-6: upper and lower letters, `_`, `-`; WX-CHR-1",
        WECHAT,
        |s| {
            s.validate.invents = |_, pairs| match filled(pairs, "out_trade_no") {
                Some(number) if !number.iter().all(u8::is_ascii_digit) => vec![("out_trade_no", "charset")],
                _ => Vec::new(),
            };
        },
    ),
    fault(
        "va-number-hyphen-refused",
        "An order number has no hyphen.",
        "WX-UO-6: the seed's row ends in `_-`",
        WECHAT,
        |s| {
            s.validate.invents = |_, pairs| match filled(pairs, "out_trade_no") {
                Some(number) if number.contains(&b'-') => vec![("out_trade_no", "charset")],
                _ => Vec::new(),
            };
        },
    ),
    fault(
        "va-trimmed",
        "White space around values is taken off before they are judged.",
        "WX-UO-43: `88 ` is no amount; WX-UO-10",
        BOTH,
        |s| s.validate.params = |pairs| with_values(pairs, |value| value.trim_ascii().to_vec()),
    ),
    fault("va-cut-at-nul", "Values end at a NUL.", "E07: a C string ends there", WECHAT, |s| {
        s.validate.params =
            |pairs| with_values(pairs, |value| value.split(|b| *b == 0).next().unwrap_or_default().to_vec());
    }),
    fault(
        "va-choices-open",
        "A word that is in no list will do.",
        "WX-UO-10, WX-SIGN-12, ALI-PAY-1: closed lists",
        BOTH,
        |s| {
            s.validate.row = Some(|row| {
                if let Kind::Choice(choices, _) = row.kind {
                    row.kind = Kind::Choice(choices, Others::Open);
                }
            });
        },
    ),
    fault(
        "va-choices-in-any-case",
        "`native` is NATIVE.",
        "WX-UO-10: upper case; WX-SIGN-12: exact spelling",
        BOTH,
        |s| {
            s.validate.row = Some(|row| {
                if let Kind::Choice(choices, others) = row.kind {
                    let folded: Vec<_> = choices.iter().map(|choice| choice.any_case()).collect();
                    row.kind = Kind::Choice(folded.leak(), others);
                }
            });
        },
    ),
    fault(
        "va-choices-by-prefix",
        "A word that begins like one of the list will do.",
        "WX-UO-10: a pattern without an end",
        WECHAT,
        |s| {
            s.validate.sees = |finding, pairs| {
                let value = value(finding, pairs);
                let begins =
                    ["JSAPI", "NATIVE", "APP", "MWEB", "MD5", "HMAC-SHA256"].iter().any(|word| value.starts_with(word));
                !(begins && [code::CHOICE_UNKNOWN, code::LENGTH_EXCEEDED].contains(&finding.code))
            };
        },
    ),
    fault("va-hmac-unknown", "Only MD5 is a `sign_type`.", "WX-UO-12: HMAC-SHA256 too", WECHAT, |s| {
        s.validate.invents = |_, pairs| match is(pairs, "sign_type", "HMAC-SHA256") {
            true => vec![("sign_type", "enum")],
            false => Vec::new(),
        };
    }),
    fault(
        "va-sign-32-only",
        "A `sign` of 64 characters is too long.",
        "WX-SIGN-13, WX-CHR-9: accept both lengths",
        WECHAT,
        |s| {
            s.validate.invents = |_, pairs| match get(pairs, "sign") {
                Some(sign) if sign.len() == 64 => vec![("sign", "length")],
                _ => Vec::new(),
            };
        },
    ),
    fault(
        "va-sign-256-only",
        "A `sign` of 344 characters is too long.",
        "section 3 of the Alipay sheet: older tables say 256, which cannot hold an RSA2 signature",
        ALIPAY,
        |s| {
            s.validate.invents = |_, pairs| match get(pairs, "sign") {
                Some(sign) if sign.len() > 256 => vec![("sign", "length")],
                _ => Vec::new(),
            };
        },
    ),
    fault(
        "va-sign-any-text",
        "Any text is a `sign`.",
        "WX-SIGN-6: 32 or 64 hexadecimal digits; ALI-SIGN-8: Base64",
        BOTH,
        |s| {
            s.validate.sees = |finding, _| finding.path != "sign" || [code::FIELD_REQUIRED].contains(&finding.code);
        },
    ),
];
