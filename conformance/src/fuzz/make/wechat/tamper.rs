//! Messages that somebody changed after they were signed.

use super::forge::canonical;
use super::message::{Pairs, get, set};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::words::{self, NEW_NAMES};
use crate::fuzz::make::{Asks, Made};

/// The message after somebody changed it.
pub(super) fn tampered(wire: &mut Pairs, made: &mut Made, choices: &mut Choices) {
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
    let blanks_only = wire.len() == before.len()
        && wire.iter().zip(&before).all(|(new, old)| new.0 == old.0 && new.1.trim() == old.1.trim());
    if !unchanged && blanks_only {
        // One SDK trims every value before it verifies (WX-SIGN-30); then what it reads is what was signed.
        made.loose.push(name);
        made.did(Asks::Open, "odd-value", "WX-SIGN-30", "White space was put around a value after signing.");
    } else if !unchanged {
        made.did(Asks::Refused, flag, "WX-SIGN-1", about);
    } else if same(wire) != same(&before) {
        made.did(Asks::Open, "canonical-collision", "WX-SIGN-33", "Another set of fields has the same string.");
    } else {
        // Nothing that counts was changed: an empty field came or went.
        *wire = before;
    }
}
