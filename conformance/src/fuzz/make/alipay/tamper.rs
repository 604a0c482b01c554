//! Forms that somebody changed after they were signed, and signatures over other strings than the rule's.

use super::forge::LEFT_OUT;
use super::form::{self, Pairs, canonical};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::words::{self, NEW_NAMES};
use crate::fuzz::make::{Asks, Made};

/// Another string than the one that the rule gives.
pub(super) fn other_string(fields: &Pairs, choices: &mut Choices) -> (&'static str, &'static str, String) {
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
pub(super) fn tampered(wire: &mut Pairs, keep_empty: bool, made: &mut Made, choices: &mut Choices) {
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
        _ if value.contains('"') && !value.contains('\\') => {
            // Not Alipay but a framework's filter did it: a receiver that takes it back reads what was signed.
            wire[at].1 = value.replace('"', "&quot;");
            made.loose.push(name.clone());
            return made.did(Asks::Open, "input-filtered", "ALI-AMB-9", format!("Quotes of {name} were escaped."));
        }
        _ => {
            wire[at].1 = value.replace('\\', "\\\\");
            ("backslashes-stripped", format!("Backslashes of {name} were doubled after signing."))
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
