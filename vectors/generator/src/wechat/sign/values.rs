//! `wechat/sign-values`: values are hashed raw, as UTF-8.

use super::{Pair, groups, open, pair};
use crate::suite::Suite;
use crate::wechat::message::Message;

pub(in crate::wechat) fn suite() -> Suite {
    let mut suite = Suite::new(
        "wechat/sign-values",
        "wechat.sign",
        "Values are hashed raw, as UTF-8: never encoded, escaped, trimmed, normalised or turned into numbers.",
    );
    for (about, pairs) in [
        ("Characters that mean something elsewhere are raw.", raw()),
        ("Text that looks like a number or like nothing is text.", scalars()),
        ("Text is UTF-8, code point by code point.", unicode()),
        ("White space, on which SDKs differ.", white_space()),
    ] {
        for group in groups(about, pairs) {
            suite = suite.group(group);
        }
    }
    suite
}

/// The documentation's fields with this `attach`.
fn attach(value: &str) -> Message {
    Message::documentation().with("attach", value)
}

fn raw() -> Vec<Pair> {
    let case = |id: &str, value: &str, about: &str| {
        pair(&format!("raw-{id}"), about, &attach(value))
            .clauses(&["WX-SIGN-8", "WX-SIGN-33"])
            .flags(&["value-encoded-before-signing"])
    };
    let last = Message::new(&[("a", "1"), ("z", "2&")]);
    vec![
        case("percent", "100%", "A `%` is no escape."),
        case(
            "percent-encoded",
            "a%26b%3Dc",
            "Text that is percent-encoded already stays so: it is neither decoded nor encoded again.",
        ),
        case("plus", "1+1", "A plus is a plus, no space."),
        case("space-inside", "a b", "A space inside is a space, not `+` or `%20`."),
        case("question-hash", "a?b#c", "`?` and `#` are raw."),
        case("slash", "http://m.example/a?b", "A URL is raw: no `%2F`, no `\\/`."),
        case("quotes", "say \"hi\" it's", "Quotes carry no backslash."),
        case("backslash", r"a\b\n", "A backslash is one character; `\\n` is two."),
        case("unicode-escape", r"\u4e2d", "A JSON escape that stands in the text is text."),
        case("xml-special", "<a>&b", "Not XML-escaped before hashing."),
        case("xml-entity", "a&amp;b&#39;c", "An entity that stands in the text is text: hashed as it stands."),
        case("cdata", "<![CDATA[x]]>", "CDATA marks that stand in the text are text."),
        case("cdata-end", "a]]>b", "`]]>` is raw."),
        case(
            "json",
            r#"{"goods_detail":[{"goods_id":"1","price":1}]}"#,
            "JSON text is hashed byte for byte; it is not re-serialised.",
        ),
        case("json-spaces", "{\"b\" : 1,  \"a\":2}", "JSON keeps its spaces and its order."),
        case(
            "key-lookalike",
            "x&key=192006250b4c09247ec02edce69f6a2d",
            "Text that looks like the key's pair is an ordinary value.",
        ),
        case("equals", "=", "A lone `=` is a value."),
        case("ampersand-inside", "a&", "A trailing `&` of a value that is not the last stays.")
            .clauses(&["WX-SIGN-34"]),
        case("ampersand-leading", "&a", "A leading `&` of a value stays.").clauses(&["WX-SIGN-34"]),
        case("base64", "YWJjZA==", "`==` at the end stays."),
        case("line-feed", "a\nb", "A line feed inside a value is hashed as one byte."),
        case("tab", "a\tb", "A tab inside a value is hashed as it is."),
        open(
            "ex-8",
            "WX-SIGN-EX-8: the last value ends in `&`. Raw is right; the official PHP demo trims the whole string \
            (WX-AMB-5), which the sheet lets pass.",
            &last,
            &["a=1&z=2&", "a=1&z=2"],
        )
        .clauses(&["WX-SIGN-34"])
        .flags(&["trailing-ampersand-lost"]),
    ]
}

fn scalars() -> Vec<Pair> {
    let case = |id: &str, value: &str, about: &str| {
        pair(&format!("text-{id}"), about, &attach(value))
            .clauses(&["WX-SIGN-32", "WX-XML-6"])
            .flags(&["value-coerced"])
    };
    vec![
        case("zero", "0", "0 is a value and is signed."),
        case("zero-point", "0.0", "`0.0` is text."),
        case("zeros", "00", "`00` is text."),
        case("false", "false", "The word false is a value."),
        case("null", "null", "The word null is a value."),
        case("undefined", "undefined", "The word undefined is a value."),
        case("none", "None", "The word None is a value."),
        case("brackets", "[]", "`[]` is text, no empty list."),
        case("leading-zeros", "007", "Leading zeros stay."),
        case("decimal", "1.10", "A trailing zero stays."),
        case("exponent", "1e3", "`1e3` is text, not 1000."),
        case("sign-plus", "+1", "A plus sign stays."),
        case("big", "12345678901234567890123", "23 digits stay exact: no number type holds them."),
        case("hex", "0x1A", "Hex digits are text."),
        case("letter-case", "AbC", "The case of a value stays."),
        case("long", &"0123456789".repeat(600), "A value of 6,000 bytes."),
    ]
}

fn unicode() -> Vec<Pair> {
    let case = |id: &str, value: &str, about: &str| {
        pair(&format!("utf8-{id}"), about, &attach(value)).clauses(&["WX-SIGN-8"]).flags(&["wrong-charset"])
    };
    vec![
        case("chinese", "深圳分店", "Three bytes a character; GBK would hash two."),
        case("latin1", "café", "`é` is two bytes; Latin-1 would hash one."),
        case("emoji", "🏠", "Four bytes; a surrogate pair encoded by halves gives six, a Unicode-unaware escape none.")
            .attacks(&["E09"]),
        case("emoji-joined", "👨‍👩‍👧", "Joiners stay where they are.").attacks(&["E09"]),
        case("han-astral", "𠮷野家", "A Han character outside the first plane."),
        case("decomposed", "e\u{301}", "A combining accent stays apart: no normalisation to `é`."),
        case("composed", "é", "The composed form stays composed."),
        case("full-width", "１２３ＡＢＣ", "Full-width letters are no ASCII: no compatibility folding."),
        case("bom-inside", "a\u{FEFF}b", "U+FEFF inside a value is hashed as three bytes."),
        case("zero-width", "a\u{200B}b", "A zero-width space is a character."),
        case("line-separator", "a\u{2028}b", "U+2028 is hashed raw; some JSON writers escape it."),
        case("non-breaking", "a\u{A0}b", "A no-break space inside is no plain space."),
        case("right-to-left", "שלום", "Text from right to left is hashed in memory order."),
        case("private-use", "\u{E000}", "A private-use character is three bytes."),
        case("replacement", "\u{FFFD}", "U+FFFD itself may be a value."),
    ]
}

fn white_space() -> Vec<Pair> {
    let around = "Signed raw by most SDKs, trimmed by the official Java SDK; the document is silent (WX-AMB-1).";
    let alone = "Signed raw by most SDKs, taken as empty by the official Java SDK; the document is silent (WX-AMB-1).";
    let case = |id: &str, value: &str, trimmed: &str, about: &str| {
        let message = attach(value);
        let raw = crate::canonical::wechat(&message.fields);
        let trimmed = crate::canonical::wechat(&attach(trimmed).fields);
        let clause = if value.trim().is_empty() { "WX-SIGN-31" } else { "WX-SIGN-30" };
        open(&format!("space-{id}"), about, &message, &[&raw, &trimmed]).clauses(&[clause])
    };
    vec![
        case("around", " x ", "x", &format!("WX-SIGN-EX-5c: a space at each side. {around}")),
        case("leading", " x", "x", &format!("A space before the value. {around}")),
        case("trailing", "x ", "x", &format!("A space after the value. {around}")),
        case("tab-around", "\tx\t", "x", &format!("A tab at each side. {around}")),
        case("newline-trailing", "x\n", "x", &format!("A line feed after the value. {around}")),
        case("ideographic", "\u{3000}x\u{3000}", "x", &format!("An ideographic space at each side. {around}")),
        case("only", " ", "", &format!("One space alone. {alone}")),
        case("only-many", " \t ", "", &format!("White space alone. {alone}")),
    ]
}
