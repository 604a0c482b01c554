//! Signatures over forms: right ones and forged ones; and changes after signing.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use payspec_core::crypto::rsa::Scheme;

use super::emsa;
use super::form::{self, Pairs, bytes, canonical, get, set};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::keys::{APPLICATION, PLATFORM};
use crate::fuzz::make::words::{self, NEW_NAMES};
use crate::fuzz::make::{Asks, Made};

const LEFT_OUT: &[&str] = &["sign", "sign_type"];

/// Signs the fields by the rule of notifications, rightly or wrongly; gives what goes on the wire.
pub(super) fn sign(fields: &mut Pairs, gbk: bool, made: &mut Made, choices: &mut Choices) -> Pairs {
    made.put("sign_type", "RSA2");
    let (key, feature) = PLATFORM.public_as(if choices.percent(10) { 1 + choices.below(2) } else { 0 });
    made.put("public_key", key);
    if !feature.is_empty() {
        made.needs(feature);
        made.did(Asks::Done, "key-container-refused", "ALI-KEY-4", "The key is in another container.");
    }
    let mut scheme = Scheme::Rsa2;
    let mut named = Some("RSA2");
    let mut without: &[&str] = LEFT_OUT;
    if choices.percent(25) {
        match choices.below(7) {
            0 => {
                named = None;
                made.did(Asks::Open, "sign-type-confusion", "ALI-AMB-8", "`sign_type` is absent.");
            }
            1 => {
                named = Some("rsa2");
                made.did(Asks::Open, "sign-type-confusion", "ALI-AMB-7", "`sign_type` is in lower case.");
            }
            2 | 3 => {
                let unknown = choices.word(&["RSA3", "none", "constructor", "MD5", "HMAC-SHA256", "0"]);
                named = Some(unknown);
                made.did(Asks::Refused, "sign-type-confusion", "ALI-AMB-7", format!("`sign_type` is {unknown}."));
            }
            4 => {
                (named, scheme) = (Some("RSA"), Scheme::Rsa);
                made.needs("rsa-sha1");
                made.did(
                    Asks::Open,
                    "algorithm-downgrade",
                    "ALI-VER-8",
                    "It is signed by RSA with SHA-1, and says so.",
                );
            }
            5 => {
                scheme = Scheme::Rsa;
                if choices.once_in(2) {
                    named = None;
                }
                made.did(Asks::Refused, "wrong-digest", "ALI-SIGN-7", "It is signed with SHA-1, and does not say so.");
            }
            _ => {
                without = &["sign"];
                set(fields, "sign_type", "RSA2");
                made.did(Asks::Open, "sign-type-kept", "ALI-VER-9", "It is signed by the rule that keeps `sign_type`.");
            }
        }
    }
    let empties = fields.iter().any(|pair| pair.1.is_empty());
    let keep_empty = !(empties && choices.once_in(2));
    if empties {
        made.did(Asks::Open, "empty-value-reading", "ALI-VER-5", "A value is empty.");
    }
    let string = bytes(&canonical(fields, without, keep_empty), gbk);
    let right = PLATFORM.sign(scheme, &string);
    let mut wire = fields.clone();
    wire.retain(|pair| pair.0 != "sign_type");
    let mut sign = Some(right.clone());
    match choices.below(100) {
        0..=54 => {}
        55..=77 => sign = forged(&string, &right, fields, gbk, made, choices),
        _ => tampered(&mut wire, keep_empty, made, choices),
    }
    wire.extend(sign.map(|sign| ("sign".to_owned(), sign)));
    wire.extend(named.map(|named| ("sign_type".to_owned(), named.to_owned())));
    wire
}

/// A signature that is none.
pub(super) fn forged(
    string: &[u8],
    right: &str,
    fields: &Pairs,
    gbk: bool,
    made: &mut Made,
    choices: &mut Choices,
) -> Option<String> {
    let raw = STANDARD.decode(right).unwrap_or_default();
    let (asks, flag, clause, about, sign) = match choices.below(16) {
        0 => (Asks::Refused, "missing-signature-accepted", "ALI-VER-7", "It is not signed.", None),
        1 => {
            let word = choices.word(&["", " ", "null", "undefined", "true", "0", "====", "[]"]);
            (Asks::Refused, "missing-signature-accepted", "ALI-VER-7", "`sign` is a word.", Some(word.to_owned()))
        }
        2 | 3 => {
            let (block, asks, flag) = emsa::forged(string, choices);
            (asks, flag, "ALI-SIGN-7", "The signature's padding is wrong.", Some(PLATFORM.sign_block(&block)))
        }
        4 => (
            Asks::Refused,
            "wrong-key-accepted",
            "ALI-KEY-1",
            "It is signed with the application's key.",
            Some(APPLICATION.sign(Scheme::Rsa2, string)),
        ),
        5 => {
            let mut bytes = raw.clone();
            let at = choices.below(bytes.len());
            bytes[at] ^= 1 << choices.below(8);
            (
                Asks::Refused,
                "signature-not-checked",
                "ALI-VER-3",
                "One bit of the signature is another.",
                Some(STANDARD.encode(bytes)),
            )
        }
        6 => {
            let bytes = match choices.below(8) {
                0 => [&[0][..], &raw].concat(),
                1 => raw[1..].to_vec(),
                2 => raw[..raw.len() - 1].to_vec(),
                3 => [&raw[..], &[0]].concat(),
                4 => raw[..128].to_vec(),
                5 => vec![0; 256],
                6 => vec![1],
                _ => raw.iter().rev().copied().collect(),
            };
            (
                Asks::Refused,
                "signature-length",
                "ALI-VER-7",
                "The signature has another length.",
                Some(STANDARD.encode(bytes)),
            )
        }
        7 => {
            let text = match choices.below(6) {
                0 => format!("{right}!!!"),
                1 => format!("{}!{}", &right[..40], &right[40..]),
                2 => format!("{right}AAAA"),
                3 => raw.iter().map(|byte| format!("{byte:02x}")).collect(),
                4 => format!("\"{right}\""),
                _ => STANDARD.encode(right),
            };
            (Asks::Refused, "base64-junk-ignored", "ALI-AMB-19", "`sign` is no Base64.", Some(text))
        }
        8 if right.contains(['+', '/']) => {
            let safe = right.replace('+', "-").replace('/', "_");
            (Asks::Refused, "base64-junk-ignored", "ALI-AMB-19", "`sign` is in the URL-safe alphabet.", Some(safe))
        }
        9 if right.contains('+') => (
            Asks::Refused,
            "sign-repaired",
            "ALI-AMB-19",
            "`sign` has spaces where it had pluses.",
            Some(right.replace('+', " ")),
        ),
        10 => {
            let text = match choices.below(3) {
                0 => STANDARD_NO_PAD.encode(&raw),
                1 => format!("{}\n{}", &right[..76], &right[76..]),
                _ => format!("{right}\n"),
            };
            (Asks::Open, "base64-lenient", "ALI-AMB-19", "`sign` has line breaks or no padding.", Some(text))
        }
        11..=13 if !fields.is_empty() => {
            let (flag, about, other) = other_string(fields, choices);
            let other = bytes(&other, gbk);
            // It may be what the rule gives in the other reading of empty values, or without `sign_type`.
            let readings = [true, false].map(|keep| bytes(&canonical(fields, LEFT_OUT, keep), gbk));
            if other == string || readings.contains(&other) {
                return Some(right.to_owned());
            }
            (Asks::Refused, flag, "ALI-VER-2", about, Some(PLATFORM.sign(Scheme::Rsa2, &other)))
        }
        _ => {
            let other = if gbk {
                String::from_utf8_lossy(string).into_owned().into_bytes()
            } else {
                encoding_rs::GBK.encode(&String::from_utf8_lossy(string)).0.into_owned()
            };
            if other == string {
                return Some(right.to_owned());
            }
            (
                Asks::Refused,
                "wrong-charset",
                "ALI-VER-4",
                "It is signed in another charset.",
                Some(PLATFORM.sign(Scheme::Rsa2, &other)),
            )
        }
    };
    made.did(asks, flag, clause, about);
    sign
}

/// Another string than the one that the rule gives.
fn other_string(fields: &Pairs, choices: &mut Choices) -> (&'static str, &'static str, String) {
    let each = |change: &dyn Fn(&str) -> String| -> String {
        let list: Pairs = fields.iter().map(|(name, value)| (name.clone(), change(value))).collect();
        canonical(&list, LEFT_OUT, true)
    };
    match choices.below(9) {
        0 => {
            let list: Vec<String> = fields
                .iter()
                .filter(|pair| !LEFT_OUT.contains(&&*pair.0))
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            ("sort-order", "The string is in the order of the wire.", list.join("&"))
        }
        1 => {
            let mut list: Pairs = fields.iter().filter(|pair| !LEFT_OUT.contains(&&*pair.0)).cloned().collect();
            list.sort_by_key(|pair| pair.0.to_lowercase());
            let list: Vec<String> = list.iter().map(|(name, value)| format!("{name}={value}")).collect();
            ("sort-order", "The string is sorted without regard to case.", list.join("&"))
        }
        2 => (
            "value-encoded-before-signing",
            "Values were encoded before signing.",
            each(&|value| {
                let mut out = String::new();
                form::encode(value.as_bytes(), form::Spelling::default(), &mut out);
                out
            }),
        ),
        3 => ("input-filtered", "Quotes were escaped before signing.", each(&|value| value.replace('"', "&quot;"))),
        4 => ("value-trimmed", "Values were trimmed before signing.", each(&|value| value.trim().to_owned())),
        5 => (
            "backslashes-stripped",
            "Backslashes were stripped before signing.",
            each(&|value| value.replace('\\', "")),
        ),
        6 => {
            let list: Pairs = fields.iter().filter(|pair| pair.1 != "0").cloned().collect();
            ("zero-dropped", "Values that are 0 were left out.", canonical(&list, LEFT_OUT, true))
        }
        7 => {
            let list: Pairs = fields.iter().filter(|pair| !pair.1.starts_with('@')).cloned().collect();
            ("at-value-dropped", "Values that begin with @ were left out.", canonical(&list, LEFT_OUT, true))
        }
        _ => {
            let mut list = fields.clone();
            list.remove(choices.below(fields.len()));
            ("field-not-covered", "One field was left out of the string.", canonical(&list, LEFT_OUT, true))
        }
    }
}

/// The form after somebody changed it.
fn tampered(wire: &mut Pairs, keep_empty: bool, made: &mut Made, choices: &mut Choices) {
    let before = wire.clone();
    let at = choices.below(wire.len());
    let (name, value) = wire[at].clone();
    let (flag, about) = match choices.below(10) {
        0 | 1 => {
            wire[at].1 = words::other(&value, choices);
            ("field-not-covered", format!("{name} was changed after signing."))
        }
        2 => {
            wire[at].1 = words::look_alike(&value, choices);
            ("value-coerced", format!("{name} was rewritten after signing."))
        }
        3 => {
            wire.remove(at);
            ("field-not-covered", format!("{name} was taken out after signing."))
        }
        4 => {
            let name = *choices.pick(NEW_NAMES);
            wire.push((name.to_owned(), (choices.word(&["1", "x", "0"])).to_owned()));
            ("unsigned-field-accepted", format!("{name} was added after signing."))
        }
        5 => {
            let name = choices.word(&[
                "refund_fee",
                "gmt_close",
                "method",
                "TOTAL_AMOUNT",
                "Trade_Status",
                "out.trade.no",
                "out trade no",
                "total_amount[]",
                "a[b]",
                "__proto__",
                "constructor",
                " x",
            ]);
            if before.iter().any(|pair| pair.0 == name) {
                return;
            }
            wire.push((name.to_owned(), (choices.word(&["1", "TRADE_SUCCESS", "1000"])).to_owned()));
            ("unsigned-field-accepted", format!("{name} was added after signing."))
        }
        6 => {
            let other = choices.below(wire.len());
            let (one, two) = (wire[at].1.clone(), wire[other].1.clone());
            wire[at].1 = two;
            wire[other].1 = one;
            ("field-not-covered", "Two values were exchanged.".to_owned())
        }
        7 => {
            wire[at].0 = name.to_uppercase();
            ("name-case-folded", format!("{name} is written in upper case after signing."))
        }
        8 => {
            wire[at].1 = format!("{value} ");
            ("value-trimmed", format!("{name} ends in a space after signing."))
        }
        _ => {
            wire[at].1 = value.replace('"', "&quot;").replace('\\', "\\\\");
            ("input-filtered", format!("{name} was escaped after signing."))
        }
    };
    let string = |pairs: &Pairs, keep: bool| canonical(pairs, LEFT_OUT, keep);
    let verifies = [true, false].iter().any(|keep| string(wire, *keep) == string(&before, keep_empty));
    if !verifies {
        made.did(Asks::Refused, flag, "ALI-VER-1", about);
    } else if *wire != before {
        // Another set with the same string, or an empty value: what is read then is left open.
        *wire = before;
    }
}

/// The order number and the like, for the expected fields.
pub(super) fn told(fields: &Pairs) -> Pairs {
    fields.iter().filter(|pair| pair.0 != "sign_type" || get(fields, "sign_type").is_empty()).cloned().collect()
}
