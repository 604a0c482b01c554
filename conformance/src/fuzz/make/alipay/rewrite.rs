//! Forms that somebody wrote in a way that reads otherwise.

use super::form::{self, Pairs, get};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::words;
use crate::fuzz::make::{Asks, Made};

/// The form after somebody wrote it in a way that reads otherwise.
pub(super) fn attack(
    text: String,
    fields: &Pairs,
    wire: &Pairs,
    gbk: bool,
    made: &mut Made,
    choices: &mut Choices,
) -> String {
    let at = choices.below(fields.len());
    let (name, value) = fields[at].clone();
    let plain = |pairs: &Pairs| form::write(pairs, gbk, form::Spelling::default());
    let other = words::other(&value, choices);
    match choices.below(9) {
        0 | 1 => {
            let mut pairs = wire.clone();
            let place = pairs.iter().position(|pair| pair.0 == name).unwrap_or(0) + choices.below(2);
            pairs.insert(place, (name.clone(), other));
            made.did(
                Asks::Open,
                "duplicate-field",
                "ALI-AMB-4",
                format!("{name} comes twice, and only one is signed."),
            );
            // A notification that is not plainly one is not plainly paid.
            made.expect.shift_remove("paid");
            plain(&pairs)
        }
        2 => {
            let mut pairs = wire.clone();
            pairs.retain(|pair| pair.0 != name);
            let mut encoded = String::new();
            form::encode(&form::bytes(&value, gbk), form::Spelling::default(), &mut encoded);
            let twice = encoded.replace('%', "%25");
            if !twice.contains("%25") {
                return text;
            }
            made.did(Asks::Refused, "decoded-twice", "ALI-VER-2", format!("{name} is encoded twice."));
            format!("{}&{name}={twice}", plain(&pairs))
        }
        3 => {
            let encoded = text.replace('&', "%26");
            made.did(Asks::Refused, "decoded-before-splitting", "ALI-NTF-3", "The separators are escaped.");
            encoded
        }
        4 => {
            // A value that ends in another field, once decoded.
            let injected = format!("{text}&zz=x%26{name}%3D{}", other.replace('%', "%25").replace(' ', "+"));
            made.did(
                Asks::Refused,
                "decoded-before-splitting",
                "ALI-NTF-3",
                format!("A value was added that holds {name}."),
            );
            injected
        }
        5 => {
            let bad = choices.word(&["%FF", "%C0%B1", "%E6%B5", "%ED%A0%80", "%B2"]);
            if gbk || get(fields, "charset").is_empty() {
                return text;
            }
            let mut pairs = wire.clone();
            pairs.retain(|pair| pair.0 != name);
            made.did(
                Asks::Refused,
                "invalid-utf8-repaired",
                "ALI-VER-4",
                format!("{name} ends in bytes that are no text."),
            );
            format!("{}&{name}={}{bad}", plain(&pairs), plain(&vec![(String::new(), value)]).trim_start_matches('='))
        }
        6 => {
            let mut pairs = wire.clone();
            pairs.retain(|pair| pair.0 != name);
            made.did(Asks::Refused, "nul-truncates", "ALI-VER-2", format!("{name} goes on behind a NUL."));
            format!("{}&{name}={}%00x", plain(&pairs), plain(&vec![(String::new(), value)]).trim_start_matches('='))
        }
        7 => {
            if !text.contains('+') {
                return text;
            }
            made.did(Asks::Refused, "plus-not-space", "ALI-AMB-1", "Spaces are sent as pluses.");
            text.replace('+', "%2B")
        }
        _ => {
            let broken = choices.word(&["%", "%z", "%zz", "50%25%"]);
            made.did(Asks::Open, "percent-crash", "ALI-AMB-6", "A percent sign is followed by no digits.");
            made.expect.shift_remove("paid");
            format!("{text}&zz={broken}")
        }
    }
}
