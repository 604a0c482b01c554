//! Signatures: right ones, by whichever algorithm, and forged ones; and changes after signing.

use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::{Digest as _, Md5};
use sha2::Sha256;

use super::message::{Pairs, get, set};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::keys::{API_KEY, OTHER_API_KEY};
use crate::fuzz::make::words::{self, NEW_NAMES};
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
fn forged(wire: &mut Pairs, fields: &Pairs, right: &str, hmac: bool, made: &mut Made, choices: &mut Choices) {
    let (flag, clause, about, sign): (_, _, &str, Option<String>) = match choices.below(12) {
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
        _ => {
            let (flag, about, sign) = other_string(fields, hmac, choices);
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

fn hash(message: &str, key: &str, hmac: bool) -> String {
    let digest: Vec<u8> = match Hmac::<Sha256>::new_from_slice(key.as_bytes()) {
        Ok(mut mac) if hmac => {
            mac.update(message.as_bytes());
            mac.finalize().into_bytes().to_vec()
        }
        _ => Md5::digest(message).to_vec(),
    };
    digest.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// A signature over another string than the one that the rule gives.
fn other_string(fields: &Pairs, hmac: bool, choices: &mut Choices) -> (&'static str, &'static str, String) {
    let mut list: Pairs = fields.iter().filter(|pair| !pair.1.is_empty()).cloned().collect();
    list.sort();
    let joined =
        |list: &Pairs| list.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    let with_key = |string: String| hash(&format!("{string}&key={API_KEY}"), API_KEY, hmac);
    let each = |list: &Pairs, change: &dyn Fn(&str) -> String| -> Pairs {
        list.iter().map(|(name, value)| (name.clone(), change(value))).collect()
    };
    let encode =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    match choices.below(15) {
        0 => {
            list.retain(|pair| pair.0 != "sign_type");
            ("sign-type-dropped", "`sign_type` was left out of the string.", with_key(joined(&list)))
        }
        1 => (
            "sort-order",
            "The string is in the order of the wire.",
            with_key(joined(&fields.iter().filter(|pair| !pair.1.is_empty()).cloned().collect())),
        ),
        2 => {
            list.sort_by(|a, b| a.1.cmp(&b.1));
            ("sort-order", "The string is sorted by value.", with_key(joined(&list)))
        }
        3 => {
            list.sort_by_key(|pair| pair.0.to_lowercase());
            ("sort-order", "The string is sorted without regard to case.", with_key(joined(&list)))
        }
        4 => {
            list.reverse();
            ("sort-order", "The string is sorted from Z to A.", with_key(joined(&list)))
        }
        5 => (
            "value-encoded-before-signing",
            "Values were URL-encoded before signing.",
            with_key(joined(&each(&list, &encode))),
        ),
        6 => {
            let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
            ("references-not-decoded", "Values were escaped before signing.", with_key(joined(&each(&list, &escape))))
        }
        7 => {
            let mut all = fields.clone();
            all.sort();
            ("empty-value-signed", "Empty values stand in the string.", with_key(joined(&all)))
        }
        8 => {
            list.retain(|pair| pair.1 != "0");
            ("zero-dropped", "Values that are 0 were left out of the string.", with_key(joined(&list)))
        }
        9 => {
            let known = [
                "appid",
                "attach",
                "bank_type",
                "cash_fee",
                "fee_type",
                "is_subscribe",
                "mch_id",
                "nonce_str",
                "openid",
                "out_trade_no",
                "result_code",
                "return_code",
                "sign_type",
                "time_end",
                "total_fee",
                "trade_type",
                "transaction_id",
            ];
            list.retain(|pair| known.contains(&&*pair.0));
            ("unknown-field-dropped", "Only the documented fields were signed.", with_key(joined(&list)))
        }
        10 => ("key-misplaced", "The string has no key.", hash(&joined(&list), API_KEY, hmac)),
        11 => (
            "key-misplaced",
            "The bare key ends the string.",
            hash(&format!("{}{API_KEY}", joined(&list)), API_KEY, hmac),
        ),
        12 => (
            "key-misplaced",
            "The key stands in front.",
            hash(&format!("key={API_KEY}&{}", joined(&list)), API_KEY, hmac),
        ),
        13 => {
            let trimmed = each(&list, &|text| text.trim().to_owned());
            ("value-trimmed", "Values were trimmed before signing.", with_key(joined(&trimmed)))
        }
        _ => {
            let at = choices.below(list.len());
            if at < list.len() {
                list.remove(at);
            }
            ("field-dropped", "One field was left out of the string.", with_key(joined(&list)))
        }
    }
}

/// The message after somebody changed it.
fn tampered(wire: &mut Pairs, made: &mut Made, choices: &mut Choices) {
    let before = wire.clone();
    let names: Vec<String> = wire.iter().filter(|pair| pair.0 != "sign").map(|pair| pair.0.clone()).collect();
    let name = names.get(choices.below(names.len())).cloned().unwrap_or_default();
    let value = get(wire, &name).to_owned();
    let (flag, about) = match choices.below(10) {
        0 | 1 => {
            set(wire, &name, words::other(&value, choices));
            ("field-not-covered", format!("{name} was changed after signing."))
        }
        2 => {
            set(wire, &name, words::look_alike(&value, choices));
            ("value-coerced", format!("{name} was rewritten after signing."))
        }
        3 => {
            wire.retain(|pair| pair.0 != name);
            ("field-not-covered", format!("{name} was taken out after signing."))
        }
        4 => {
            set(wire, &name, "");
            ("field-not-covered", format!("{name} was emptied after signing."))
        }
        5 => {
            let name = *choices.pick(NEW_NAMES);
            wire.push((name.to_owned(), (choices.word(&["1", "0", "x"])).to_owned()));
            ("unknown-field-dropped", format!("{name} was added after signing."))
        }
        6 => {
            let known = choices.word(&[
                "coupon_fee_0",
                "coupon_id_0",
                "trade_state",
                "sign_type",
                "device_info",
                "sub_mch_id",
                "fee_type",
            ]);
            if names.iter().any(|own| own == known) {
                return;
            }
            wire.push((known.to_owned(), (choices.word(&["1", "MD5", "SUCCESS", "0"])).to_owned()));
            ("field-not-covered", format!("{known} was added after signing."))
        }
        7 => {
            let other = names.get(choices.below(names.len())).cloned().unwrap_or_default();
            let (one, two) = (value, get(wire, &other).to_owned());
            set(wire, &name, two);
            set(wire, &other, one);
            ("field-not-covered", format!("The values of {name} and {other} were exchanged."))
        }
        8 => {
            let cased = match choices.below(2) {
                0 => name.to_uppercase(),
                _ => name.chars().enumerate().map(|(n, c)| if n == 0 { c.to_ascii_uppercase() } else { c }).collect(),
            };
            if choices.once_in(2) {
                wire.push((cased.clone(), words::other(&value, choices)));
            } else if let Some(pair) = wire.iter_mut().find(|pair| pair.0 == name) {
                pair.0 = cased.clone();
            }
            ("name-case-folded", format!("{name} is written {cased} after signing."))
        }
        _ => {
            let object = choices.word(&["constructor", "toString", "__proto__", "length"]);
            wire.push((object.to_owned(), "x".to_owned()));
            ("prototype-name", format!("{object} was added after signing."))
        }
    };
    let unchanged = canonical(wire) == canonical(&before);
    let same = |pairs: &Pairs| {
        let mut filled: Pairs = pairs.iter().filter(|pair| !pair.1.is_empty()).cloned().collect();
        filled.sort();
        filled
    };
    if !unchanged {
        made.did(Asks::Refused, flag, "WX-SIGN-1", about);
    } else if same(wire) != same(&before) {
        made.did(Asks::Open, "canonical-collision", "WX-SIGN-33", "Another set of fields has the same string.");
    } else {
        // Nothing that counts was changed: an empty field came or went.
        *wire = before;
    }
}
