//! Values that readers and signers take differently.

use crate::fuzz::choices::Choices;

/// Texts that have to come through unchanged: what an SDK escapes, decodes, trims, coerces or drops.
pub(crate) const TEXTS: &[&str] = &[
    "shop-7",
    "0",
    "a&b=c",
    "a=b",
    "100% off",
    "%41",
    "%2541",
    "a+b",
    "a b",
    "\"quoted\"",
    "it's",
    "&quot;",
    "&amp;lt;",
    "&lt;",
    "<b>bold</b>",
    "</attach><total_fee>1</total_fee>",
    "]]",
    "back\\slash",
    "\\u4f60",
    "测试商品",
    "🏠",
    "e\u{301}",
    "Ⅷ１",
    "false",
    "null",
    "None",
    "undefined",
    "true",
    "NaN",
    "007",
    "1e3",
    "0x1F",
    "1.10",
    "12345678901234567890123",
    "{\"a\":1}",
    "[1,2]",
    "@shop",
    "--",
    "a\tb",
    "a\nb",
    "x&key=1",
    "=",
    "ﬀ",
    "K",
    "ß",
    "a  b",
    "\u{feff}x",
    "€",
    "é",
    "한",
    "x]]>y",
    "a&",
    "&a",
    "sign",
    "__proto__",
    "%",
    "%zz",
    "1,000.00",
    "a;b",
    "a|b",
    "2026-01-01 12:00:00",
    "https://a.example/?x=1&y=2",
    "'; DROP TABLE orders; --",
    "<script>alert(1)</script>",
    "<!-- x -->",
    "<![CDATA[x",
    "50%",
    "\u{2028}",
    "𠮷",
];

/// Texts with white space around them, where an implementation may trim (WX-SIGN-30, ALI-SIGN-11).
pub(crate) const SPACED: &[&str] = &[" x", "x ", " ", "\u{3000}", "\tx"];

/// Names that no table has; all have to be signed and handed out.
pub(crate) const NEW_NAMES: &[&str] = &[
    "new_field_2030",
    "zz_new",
    "Zeta",
    "alpha",
    "aaa",
    "coupon_fee_10",
    "coupon_id_2",
    "A_new",
    "x1",
    "total_feez",
    "key2",
    "sign2",
    "signature",
];

/// Names that a language's objects have already: leaving them out, or refusing them, is policy.
pub(crate) const OBJECT_NAMES: &[&str] =
    &["constructor", "__proto__", "toString", "hasOwnProperty", "prototype", "length", "key"];

/// Order numbers that are genuine ones.
pub(crate) const ORDER_NUMBERS: &[&str] = &[
    "20150806125346",
    "T20260101_0001",
    "007",
    "1e3",
    "0x1F",
    "0e12345",
    "a-b_c",
    "ABC",
    "12345678901234567890",
    "abcdefghijklmnopqrstuvwxyz012345",
    "true",
    "123",
];

/// A text; rarely a long or repeated one.
pub(crate) fn text(choices: &mut Choices) -> String {
    match choices.below(12) {
        0..=7 => (*choices.pick(TEXTS)).to_owned(),
        8 => format!("{}{}", choices.pick(TEXTS), choices.pick(TEXTS)),
        9 => format!("a{}b", choices.pick(TEXTS)),
        10 => choices.pick(TEXTS).repeat(1 + choices.below(6)),
        _ => (0..1 + choices.below(8)).map(|_| letter(choices)).collect(),
    }
}

/// A character of some plane.
pub(crate) fn letter(choices: &mut Choices) -> char {
    let (first, count) = *choices.pick(&[
        (0x61, 26),
        (0x20, 95),
        (0xa1, 90),
        (0x4e00, 2000),
        (0x1f300, 200),
        (0x3041, 80),
        (0xac00, 500),
    ]);
    char::from_u32(first + choices.below(count) as u32).unwrap_or('a')
}

/// Another text of the same look: one digit or letter is another one.
pub(crate) fn other(text: &str, choices: &mut Choices) -> String {
    let places: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()).map(|(at, _)| at).collect();
    let Some(at) = places.get(choices.below(places.len())).copied() else { return format!("{text}0") };
    let old = text.as_bytes()[at];
    let new = match old {
        b'0'..=b'8' | b'a'..=b'y' | b'A'..=b'Y' => old + 1,
        b'9' => b'0',
        b'z' => b'a',
        _ => b'A',
    };
    format!("{}{}{}", &text[..at], char::from(new), &text[at + 1..])
}

/// The text in the other case.
pub(crate) fn other_case(text: &str) -> String {
    let swap = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    text.chars().map(swap).collect()
}

/// A text in which nothing is left out, as a faulty comparison would have it: case, white space, numbers, width, ends.
pub(crate) fn look_alike(text: &str, choices: &mut Choices) -> String {
    let wide: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { char::from_u32(u32::from(c) - 0x30 + 0xff10).unwrap_or(c) } else { c })
        .collect();
    match choices.below(12) {
        0 => other(text, choices),
        1 => other_case(text),
        2 => format!("{text} "),
        3 => format!(" {text}"),
        4 => format!("{text}1"),
        5 => text.chars().take(text.chars().count().saturating_sub(1).max(1)).collect(),
        6 => format!("0{text}"),
        7 => wide,
        8 => format!("{text}.0"),
        9 => format!("{text}\n"),
        10 => format!("{text}\u{200b}"),
        _ => format!("%{text}"),
    }
}
