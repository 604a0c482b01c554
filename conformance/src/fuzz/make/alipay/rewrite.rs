//! Forms that somebody wrote in a way that reads otherwise.

use payspec_core::crypto::rsa::Scheme;

use super::forge::LEFT_OUT;
use super::form::{self, Pairs, get, set};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::keys::PLATFORM;
use crate::fuzz::make::words;
use crate::fuzz::make::{Asks, Made, Object};

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
    match choices.below(13) {
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
                added(made),
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
            let mut pairs = wire.clone();
            let name = choices.word(&["refund_ind", "zz_new", "gmt_close"]);
            if pairs.iter().any(|pair| pair.0 == name) {
                return text;
            }
            for _ in 0..2 {
                pairs.push((name.to_owned(), "Y".to_owned()));
            }
            made.did(
                added(made),
                "unsigned-field-accepted",
                "ALI-AMB-4",
                format!("{name} was added twice after signing."),
            );
            plain(&pairs)
        }
        8 => {
            let object: Object = wire.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect();
            if choices.once_in(2) {
                made.put("content_type", "application/json");
            }
            made.did(Asks::Refused, "body-format-guessed", "ALI-AMB-23", "The fields come as JSON.");
            serde_json::Value::Object(object).to_string()
        }
        9..=11 => odd_bytes(text, wire, gbk, made, choices),
        12 => {
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

/// What a parameter that nobody signed asks: on a return it may be the merchant's own, and be stripped (ALI-RET-7).
fn added(made: &Made) -> Asks {
    if made.clauses.contains(&"ALI-RET-3") { Asks::Open } else { Asks::Refused }
}

/// A value with bytes that are no text in the form's charset, or with a NUL; the signature covers them.
fn odd_bytes(text: String, wire: &Pairs, gbk: bool, made: &mut Made, choices: &mut Choices) -> String {
    const MARK: &str = "\u{25a0}";
    let name = choices.word(&["out_trade_no", "trade_no", "subject"]);
    let value = get(wire, name).to_owned();
    let labelled = !get(wire, "charset").is_empty();
    if made.asks != Asks::Done || value.is_empty() || !labelled || value.contains(MARK) {
        return text;
    }
    let nul = choices.once_in(3);
    let bad: &[u8] = match (nul, gbk) {
        (true, _) => b"\0",
        (false, true) => choices.pick::<&[u8]>(&[b"\xff", b"\xe8\xaf\x95", b"\x81"]),
        (false, false) => choices.pick::<&[u8]>(&[b"\xff", b"\xc0\xb1", b"\xe6\xb5", b"\xed\xa0\x80", b"\xb2\xe2"]),
    };
    let tail = if nul { choices.word(&["X", "1"]) } else { "" };
    let mut pairs = wire.clone();
    set(&mut pairs, name, format!("{value}{MARK}{tail}"));
    // The mark has an encoding in either charset; the bytes take its place.
    let mark = form::bytes(MARK, gbk);
    let string = form::bytes(&form::canonical(&pairs, LEFT_OUT, true), gbk);
    let at = memchr::memmem::find(&string, &mark).unwrap_or(0);
    let signed = [&string[..at], bad, &string[at + mark.len()..]].concat();
    set(&mut pairs, "sign", PLATFORM.sign(Scheme::Rsa2, &signed));
    let escaped = |bytes: &[u8]| bytes.iter().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let written = form::write(&pairs, gbk, form::Spelling::default()).replace(&escaped(&mark), &escaped(bad));
    if !nul {
        made.did(
            Asks::Refused,
            "invalid-utf8-repaired",
            "ALI-AMB-3",
            format!("{name} ends in bytes that are no text, and they are signed."),
        );
        return written;
    }
    // Alipay signed it, though no order number has one: read, it is whole.
    let asks = if name == "out_trade_no" && made.input.contains_key("order") { Asks::Refused } else { Asks::Open };
    made.did(asks, "nul-truncates", "ALI-VER-2", format!("{name} goes on behind a NUL, and it is signed."));
    made.reads(name, &format!("{value}\0{tail}"));
    written
}
