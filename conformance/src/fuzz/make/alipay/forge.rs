//! Signatures over forms: right ones and forged ones; and changes after signing.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use payspec_core::crypto::rsa::Scheme;
use serde_json::json;

use super::emsa;
use super::form::{Pairs, bytes, canonical, get, set};
use super::tamper::{other_string, tampered};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::keys::{APPLICATION, PLATFORM};
use crate::fuzz::make::{Asks, Made};

pub(super) const LEFT_OUT: &[&str] = &["sign", "sign_type"];

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
        match choices.below(9) {
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
                if choices.once_in(2) {
                    scheme = Scheme::Rsa;
                }
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
            6 => {
                made.put("sign_type", "RSA");
                made.needs("rsa-sha1");
                (named, scheme) = (Some("RSA"), Scheme::Rsa);
                made.did(Asks::Open, "algorithm-downgrade", "ALI-AMB-12", "RSA with SHA-1 is configured.");
            }
            7 => {
                made.put("sign_type", "RSA");
                made.needs("rsa-sha1");
                named = Some("RSA");
                made.did(
                    Asks::Refused,
                    "wrong-digest",
                    "ALI-VER-3",
                    "RSA is configured, and it is signed with SHA-256.",
                );
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
    if sign.is_none() && choices.once_in(2) {
        wire.push((
            choices.word(&["biz_content", "voucher_detail_list"]).to_owned(),
            json!({ "sign": right }).to_string(),
        ));
        made.about.push("A value holds a signature of its own.".to_owned());
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
        // On messages that nothing else was done to: such a signature takes as long as fifty others, and is remembered.
        2 | 3 if made.flags.is_empty() && !made.input.contains_key("order") => {
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
            let which = choices.below(6);
            let text = match which {
                0 => format!("{right}!!!"),
                1 => format!("{}!{}", &right[..40], &right[40..]),
                2 => format!("{right}AAAA"),
                3 => raw.iter().map(|byte| format!("{byte:02x}")).collect(),
                4 => format!("\"{right}\""),
                _ => STANDARD.encode(right),
            };
            match which {
                3 | 5 => (Asks::Refused, "base64-junk-ignored", "ALI-AMB-19", "`sign` is no Base64.", Some(text)),
                // Most decoders skip it, and it only gives one signature several spellings.
                _ => (Asks::Open, "base64-lenient", "ALI-AMB-19", "Junk stands beside `sign`.", Some(text)),
            }
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

/// The order number and the like, for the expected fields.
pub(super) fn told(fields: &Pairs) -> Pairs {
    fields.iter().filter(|pair| pair.0 != "sign_type" || get(fields, "sign_type").is_empty()).cloned().collect()
}
