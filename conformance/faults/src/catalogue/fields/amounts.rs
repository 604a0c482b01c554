//! Field rules: amounts.

use payspec_core::finding::code;
use payspec_core::spec::Kind;

use super::super::{Fault, fault};
use super::{ALIPAY, BOTH, WECHAT, value};
use crate::pairs::{Pair, Pairs, get};

fn changed(pairs: &[Pair], name: &str, change: fn(&[u8]) -> Vec<u8>) -> Pairs {
    let one = |(own, value): &Pair| match own == name.as_bytes() {
        true => (own.clone(), change(value)),
        false => (own.clone(), value.clone()),
    };
    pairs.iter().map(one).collect()
}

/// A string member of `biz_content` changed.
fn in_content(pairs: &[Pair], member: &str, change: fn(&str) -> Option<String>) -> Pairs {
    let rewrite = |value: &[u8]| -> Option<Vec<u8>> {
        let mut content: serde_json::Value = serde_json::from_slice(value).ok()?;
        let slot = content.get_mut(member)?;
        let text = change(slot.as_str()?)?;
        *slot = text.into();
        Some(content.to_string().into_bytes())
    };
    let one = |(name, value): &Pair| {
        let new = (name == b"biz_content").then(|| rewrite(value)).flatten();
        (name.clone(), new.unwrap_or_else(|| value.clone()))
    };
    pairs.iter().map(one).collect()
}

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault("va-amount-zero", "An amount of zero will do.", "WX-UO-41, ALI-PAY-6: at least one fen; B09", BOTH, |s| {
        s.validate.row = Some(|row| {
            use payspec_core::money::Fen;
            row.kind = match row.kind {
                Kind::Fen { most, .. } => Kind::Fen { least: Fen::new(0), most },
                Kind::Yuan { most, .. } => Kind::Yuan { least: Fen::new(0), most },
                other => other,
            };
        });
    }),
    fault("va-amount-negative", "A negative amount will do.", "WX-UO-41, ALI-PAY-6; B09", BOTH, |s| {
        s.validate.params = |pairs| {
            let sign = |value: &[u8]| match value.strip_prefix(b"-") {
                Some(digits) if digits.iter().any(u8::is_ascii_digit) && !digits.contains(&b'-') => digits.to_vec(),
                _ => value.to_vec(),
            };
            changed(pairs, "total_fee", sign)
        };
    }),
    fault("va-amount-decimal", "An amount in fen may have decimals.", "WX-UO-40: no decimal point", WECHAT, |s| {
        s.validate.sees = |finding, pairs| {
            finding.code != code::AMOUNT_FEN_SHAPE
                || value(finding, pairs).bytes().any(|byte| !(byte.is_ascii_digit() || byte == b'.'))
        };
    }),
    fault(
        "va-amount-as-float",
        "An amount is whatever reads as a floating-point number.",
        "WX-UO-43: `8.8e1`, `+88`; V04",
        WECHAT,
        |s| {
            s.validate.sees = |finding, pairs| {
                finding.code != code::AMOUNT_FEN_SHAPE || value(finding, pairs).trim().parse::<f64>().is_err()
            };
        },
    ),
    fault(
        "va-amount-digits-of-any-script",
        "Full-width digits are digits.",
        "WX-UO-43, V04: full-width digits",
        WECHAT,
        |s| {
            s.validate.sees = |finding, pairs| {
                let value = value(finding, pairs);
                finding.code != code::AMOUNT_FEN_SHAPE || value.is_empty() || !value.chars().all(char::is_numeric)
            };
        },
    ),
    fault(
        "va-amount-digits-prefix",
        "An amount is read up to the first character that is no digit.",
        "WX-UO-43: `parseInt` and casts that read a prefix",
        WECHAT,
        |s| {
            s.validate.sees = |finding, pairs| {
                let value = value(finding, pairs);
                finding.code != code::AMOUNT_FEN_SHAPE || !value.starts_with(|c: char| c.is_ascii_digit())
            };
        },
    ),
    fault(
        "va-amount-8-digits",
        "An amount has eight digits at most.",
        "WX-UO-42: up to 1,000,000,000 is known to work",
        WECHAT,
        |s| {
            s.validate.invents = |_, pairs| match get(pairs, "total_fee") {
                Some(fee) if fee.len() > 8 && fee.iter().all(u8::is_ascii_digit) => vec![("total_fee", "amount")],
                _ => Vec::new(),
            };
        },
    ),
    fault(
        "va-yuan-three-decimals",
        "An amount in yuan may have more than two decimals.",
        "ALI-PAY-6: 0.001 is invalid",
        ALIPAY,
        |s| {
            s.validate.params = |pairs| {
                in_content(pairs, "total_amount", |amount| {
                    let (yuan, decimals) = amount.split_once('.')?;
                    (decimals.len() > 2 && decimals.bytes().all(|b| b.is_ascii_digit()))
                        .then(|| format!("{yuan}.{}", &decimals[..2]))
                })
            }
        },
    ),
    fault(
        "va-yuan-no-maximum",
        "An amount in yuan has no upper bound.",
        "ALI-PAY-6: 100000000.01 is invalid",
        ALIPAY,
        |s| {
            s.validate.row = Some(|row| {
                if let Kind::Yuan { least, .. } = row.kind {
                    row.kind = Kind::Yuan { least, most: payspec_core::money::Fen::new(u64::MAX) };
                }
            });
        },
    ),
    fault(
        "va-yuan-maximum-refused",
        "100000000.00 is too much.",
        "ALI-PAY-6: the bound itself is valid",
        ALIPAY,
        |s| {
            s.validate.row = Some(|row| {
                if let Kind::Yuan { least, most } = row.kind {
                    row.kind = Kind::Yuan { least, most: payspec_core::money::Fen::new(most.get() - 1) };
                }
            });
        },
    ),
    fault("va-count-any-text", "A quantity is any text.", "section 7 of the Alipay sheet: quantity", ALIPAY, |s| {
        s.validate.sees = |finding, _| finding.code != code::NUMBER_SHAPE
    }),
];
