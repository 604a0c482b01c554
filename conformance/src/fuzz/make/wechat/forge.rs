//! Signatures: right ones, by whichever algorithm, and forged ones; and changes after signing.

use super::message::{Pairs, set, zero_digest};
use super::strings::{hash, other_string};
use super::tamper::tampered;
use crate::fuzz::choices::Choices;
use crate::fuzz::make::keys::{API_KEY, OTHER_API_KEY};
use crate::fuzz::make::{Asks, Made};
use crate::judge::{wechat_canonical, wechat_sign};

/// The string that is signed.
pub(super) fn canonical(pairs: &Pairs) -> String {
    wechat_canonical(pairs.iter().map(|(name, value)| (&**name, &**value)))
}

/// Signs the fields, rightly or wrongly. Gives what goes on the wire, `sign` at its end; what was signed stays in `fields`.
pub(super) fn sign(fields: &mut Pairs, made: &mut Made, choices: &mut Choices) -> Pairs {
    let configured = choices.below(2) == 1;
    let name = |hmac: bool| if hmac { "HMAC-SHA256" } else { "MD5" };
    made.put("key", API_KEY);
    made.put("sign_type", name(configured));
    if configured {
        made.needs("hmac-sha256");
    }
    let mut hmac = configured;
    match choices.below(10) {
        0..=4 => {}
        5 | 6 => {
            set(fields, "sign_type", name(configured));
            made.did(Asks::Done, "sign-type-dropped", "WX-SIGN-4", "The message names its algorithm.");
        }
        7 => {
            set(fields, "sign_type", "");
            made.did(Asks::Open, "empty-value-signed", "WX-SIGN-3", "`sign_type` is there and empty.");
        }
        8 => {
            hmac = !configured;
            made.needs("hmac-sha256");
            if choices.once_in(2) {
                set(fields, "sign_type", name(hmac));
            }
            made.did(
                Asks::Open,
                "algorithm-downgrade",
                "WX-SIGN-14",
                "It is signed by the algorithm that the merchant does not use.",
            );
        }
        _ => {
            let unknown = choices.word(&[
                "md5",
                "none",
                "SHA256",
                "HMAC-SHA-256",
                "hmac-sha256",
                "RSA",
                "0",
                "constructor",
                "MD5 ",
            ]);
            set(fields, "sign_type", unknown);
            made.did(
                Asks::Refused,
                "unknown-sign-type-accepted",
                "WX-SIGN-12",
                format!("The algorithm is named {unknown:?}."),
            );
        }
    }
    let string = canonical(fields);
    let right = wechat_sign(&string, API_KEY, hmac);
    let mut wire = fields.clone();
    match choices.below(100) {
        0..=59 => set(&mut wire, "sign", right),
        60..=79 => forged(&mut wire, fields, &right, hmac, made, choices),
        _ => {
            set(&mut wire, "sign", right);
            tampered(&mut wire, made, choices);
        }
    }
    wire
}

/// A signature that is none.
fn forged(wire: &mut Pairs, fields: &mut Pairs, right: &str, hmac: bool, made: &mut Made, choices: &mut Choices) {
    let (flag, clause, about, sign): (_, _, &str, Option<String>) = match choices.below(13) {
        0 => ("missing-signature-accepted", "WX-SIGN-17", "It is not signed.", None),
        1 => {
            let code = choices.word(&["success", "SUCCESS ", "Success", "", "OK", "Fail", "fail"]);
            set(wire, "return_code", code);
            ("missing-signature-accepted", "WX-SIGN-16", "It is not signed, and return_code is no exact FAIL.", None)
        }
        2 => {
            let word = choices.word(&["", " ", "null", "undefined", "None", "0", "false", "[]", "NaN", "true"]);
            ("missing-signature-accepted", "WX-SIGN-17", "`sign` is a word.", Some(word.to_owned()))
        }
        3 => {
            let length = [1, 8, 16, 24, 30, 31][choices.below(6)];
            let short = if choices.once_in(2) { &right[right.len() - length..] } else { &right[..length] };
            (
                "signature-compared-loosely",
                "WX-SIGN-17",
                "The signature is a part of the right one.",
                Some(short.to_owned()),
            )
        }
        4 => {
            let at = choices.below(right.len());
            let changed: String =
                right.char_indices().map(|(n, c)| if n == at { if c == '0' { '1' } else { '0' } } else { c }).collect();
            ("signature-compared-loosely", "WX-SIGN-17", "One digit of the signature is another.", Some(changed))
        }
        5 => {
            let long = match choices.below(4) {
                0 => format!("{right}0"),
                1 => format!("{right}{right}"),
                2 => format!("0{right}"),
                _ => format!("{right},x"),
            };
            ("signature-compared-loosely", "WX-SIGN-17", "Something stands beside the right signature.", Some(long))
        }
        6 => {
            let lower = match choices.below(2) {
                0 => right.to_lowercase(),
                _ => format!(" {right}"),
            };
            made.did(
                Asks::Open,
                "signature-compared-loosely",
                "WX-SIGN-17",
                "The signature is in lower case or has a space in front.",
            );
            return set(wire, "sign", lower);
        }
        7 | 8 => {
            let keys = [
                OTHER_API_KEY,
                "",
                "0",
                "null",
                "undefined",
                "test",
                "wxd930ea5d5a258f4f",
                "10000100",
                "192006250B4C09247EC02EDCE69F6A2D",
                "192006250b4c0924",
                "192006250b4c09247ec02edce69f6a2d ",
            ];
            let key = *choices.pick(&keys);
            (
                "wrong-key-accepted",
                "WX-SIGN-5",
                "It is signed with another key.",
                Some(wechat_sign(&canonical(fields), key, hmac)),
            )
        }
        9 => {
            let key = choices.word(&["attacker", ""]);
            let mut string = fields.clone();
            set(&mut string, "key", key);
            *wire = string.clone();
            let sign = match choices.below(3) {
                0 => wechat_sign(&canonical(fields), key, hmac),
                // The field stands where the key's tail would.
                1 => hash(&format!("{}&key={key}", canonical(fields)), API_KEY, hmac),
                _ => hash(&canonical(&string), API_KEY, hmac),
            };
            (
                "key-from-message",
                "WX-SIGN-5",
                "A field named `key` stands in the message, whose key is another.",
                Some(sign),
            )
        }
        // Their right signature is `0E` and digits: zero, where it is compared as a number.
        10 if !hmac => {
            *fields = zero_digest();
            *wire = fields.clone();
            let zero = choices.word(&["0", "0E1", "0e1", "0.0", "-0", "00", "0E000000000000000000000000000000"]);
            (
                "signature-compared-loosely",
                "WX-SIGN-17",
                "The signature is zero, as a number is.",
                Some(zero.to_owned()),
            )
        }
        _ => {
            let (flag, about, sign) = other_string(fields, hmac, choices);
            if flag == "value-trimmed" && sign != right {
                let blank = fields.iter().filter(|pair| pair.1.trim() != pair.1);
                made.loose.extend(blank.map(|pair| pair.0.clone()));
                made.did(Asks::Open, "odd-value", "WX-SIGN-30", about);
                return set(wire, "sign", sign);
            }
            (flag, "WX-SIGN-1", about, Some(sign))
        }
    };
    match sign {
        Some(sign) if sign == right => return set(wire, "sign", sign),
        Some(sign) => set(wire, "sign", sign),
        None => wire.retain(|pair| pair.0 != "sign"),
    }
    made.did(Asks::Refused, flag, clause, about);
}
