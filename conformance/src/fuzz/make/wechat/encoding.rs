//! Documents whose bytes are no UTF-8, or no characters of XML.

use super::layout::{Document, plain};
use super::message::{Pairs, get, set};
use super::structure::Resign;
use crate::fuzz::choices::Choices;
use crate::fuzz::make::{Asks, Made};

/// The text in bytes that are no UTF-8, or another encoding.
pub(super) fn bytes(
    mut document: Document,
    name: &str,
    value: &str,
    fields: &Pairs,
    resign: Resign<'_>,
    made: &mut Made,
    choices: &mut Choices,
) -> Vec<u8> {
    const MARK: &str = "\u{e000}";
    let bad: &[&[u8]] = &[
        b"\xff",
        b"\xc0\xb1",
        b"\xe0\x80\xb1",
        b"\xed\xa0\x80",
        b"\xe6\xb5",
        b"\x80",
        b"\xf4\x90\x80\x80",
        b"\xb2\xe2",
        b"\xc0\x80",
    ];
    if choices.once_in(4) {
        if choices.once_in(2) {
            document.prolog.push_str("<!DOCTYPE xml>");
            made.did(
                Asks::Refused,
                "doctype-detector-evaded",
                "WX-XML-15",
                "The message in UTF-16 has a document type.",
            );
        } else {
            made.did(Asks::Open, "wrong-charset", "WX-XML-1", "The message is in UTF-16 with a byte order mark.");
        }
        let wide: Vec<u16> = document.text().encode_utf16().collect();
        return match choices.below(2) {
            0 => [0xff, 0xfe].into_iter().chain(wide.iter().flat_map(|unit| unit.to_le_bytes())).collect(),
            _ => [0xfe, 0xff].into_iter().chain(wide.iter().flat_map(|unit| unit.to_be_bytes())).collect(),
        };
    }
    let which = choices.below(bad.len());
    // What a lenient reader makes of the bytes is what is signed.
    let read = match choices.below(4) {
        0 => String::from_utf8_lossy(bad[which]).into_owned(),
        1 => String::new(),
        2 => bad[which].iter().map(|byte| char::from(*byte)).collect(),
        _ if which == 1 || which == 2 => "1".to_owned(),
        _ => encoding_rs::GBK.decode(bad[which]).0.into_owned(),
    };
    let readable = read.chars().all(|c| c >= ' ');
    let mut signed = fields.clone();
    set(&mut signed, name, format!("{value}{}", if readable { &*read } else { "" }));
    resign(&mut document, &signed);
    if let Some(content) = document.content(name) {
        *content = format!("{}{MARK}", plain(value));
    }
    let flag = if (1..=2).contains(&which) { "overlong-utf8" } else { "invalid-utf8-repaired" };
    let about = format!("{name} holds bytes that are no UTF-8.");
    if read.contains('\u{fffd}') {
        // Most readers replace them so: what is read then is what was signed.
        made.did(Asks::Open, flag, "WX-XML-11", about);
        made.reads(name, get(&signed, name));
    } else {
        made.did(Asks::Refused, flag, "WX-XML-11", about);
    }
    let text = document.text().into_bytes();
    let at = memchr::memmem::find(&text, MARK.as_bytes()).unwrap_or(0);
    [&text[..at], bad[which], &text[at + MARK.len()..]].concat()
}

/// Characters that XML cannot hold.
pub(super) fn controls(
    mut document: Document,
    name: &str,
    value: &str,
    fields: &Pairs,
    resign: Resign<'_>,
    made: &mut Made,
    choices: &mut Choices,
) -> Vec<u8> {
    let character = *choices.pick(&['\u{1}', '\0', '\u{1b}', '\u{ffff}']);
    let written = match choices.below(2) {
        0 => character.to_string(),
        _ => format!("&#{};", u32::from(character)),
    };
    let cut = choices.once_in(2);
    let tail = if cut { "9" } else { "" };
    if let Some(content) = document.content(name) {
        *content = format!("{}{written}{tail}", plain(value));
    }
    let mut signed = fields.clone();
    if cut {
        // Read up to the character it is the value that was signed.
        made.did(
            Asks::Refused,
            "control-character",
            "WX-XML-16",
            format!("{name} goes on behind a control character."),
        );
    } else {
        let kept = choices.once_in(2);
        set(&mut signed, name, if kept { format!("{value}{character}") } else { value.to_owned() });
        made.did(Asks::Open, "control-character", "WX-XML-16", format!("A control character stands in {name}."));
        // Whether it is kept or not, what is handed out is what was signed.
        made.reads(name, get(&signed, name));
    }
    resign(&mut document, &signed);
    document.text().into_bytes()
}
