//! `wechat/validate-unifiedorder-number`: the alphabet and length of out_trade_no.

use super::ORDER;
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::Message;

pub(super) fn suite() -> Suite {
    Suite::new(
        "wechat/validate-unifiedorder-number",
        "wechat.validate",
        "out_trade_no: digits, letters, `_` and `-` by the seed; `|`, `*` and `@` by later pages (WX-CHR-1); at most 32, six or more by later pages.",
    )
    .group(length())
    .group(alphabet())
    .group(beyond())
}

fn with(value: &str) -> Message {
    Message::unified_order().with("out_trade_no", value)
}

fn good(id: &str, about: &str, value: &str) -> Test {
    ORDER
        .good(&format!("number-{id}"), about, &with(value))
        .clauses(["WX-UO-6", "WX-CHR-1"])
        .flags(["order-number-alphabet"])
}

fn lax(id: &str, about: &str, value: &str) -> Test {
    ORDER
        .lax(&format!("number-{id}"), about, &with(value))
        .clauses(["WX-UO-6", "WX-CHR-1"])
        .flags(["order-number-alphabet"])
}

fn bad(id: &str, about: &str, value: &str) -> Test {
    ORDER
        .bad(&format!("number-{id}"), about, &with(value), "out_trade_no")
        .clauses(["WX-UO-6", "WX-CHR-1"])
        .flags(["order-number-alphabet"])
}

fn length() -> Group {
    let short = |n: usize| {
        let about = format!("{n} characters: no minimum by the seed, six by pages of 2025 (WX-CHR-2).");
        lax(&format!("length-{n}"), &about, &"1".repeat(n)).clauses(["WX-CHR-2"]).flags(["length-limit"])
    };
    ORDER
        .group("Length.")
        .test(short(1))
        .test(short(5))
        .test(
            good("length-6", "Six characters, the later minimum.", "123456")
                .clauses(["WX-CHR-2"])
                .flags(["length-limit"]),
        )
        .test(good("length-31", "31 characters.", &"1".repeat(31)).flags(["length-limit"]))
        .test(
            good("length-32", "32 characters, the most that fits.", &"1".repeat(32))
                .clauses(["WX-CHR-2"])
                .flags(["length-limit"]),
        )
        .test(
            bad("length-33", "33 characters, one too many.", &"1".repeat(33))
                .clauses(["WX-CHR-2"])
                .flags(["length-limit"]),
        )
        .test(
            bad("length-64", "64 characters, the limit of the other provider.", &"1".repeat(64))
                .flags(["length-limit"]),
        )
}

fn alphabet() -> Group {
    let mut group =
        ORDER.group("Every character of ASCII that is no letter or digit, and the edges of those that are.");
    for (id, edge) in [
        ("zero", '0'),
        ("nine", '9'),
        ("upper-a", 'A'),
        ("upper-z", 'Z'),
        ("lower-a", 'a'),
        ("lower-z", 'z'),
        ("underscore", '_'),
        ("hyphen", '-'),
    ] {
        group = group.test(good(
            &format!("edge-{id}"),
            &format!("`{edge}`, an edge of the alphabet."),
            &edge.to_string().repeat(8),
        ));
    }
    for byte in 0x20..0x7F_u8 {
        let c = char::from(byte);
        if c.is_ascii_alphanumeric() || c == '_' || c == '-' {
            continue;
        }
        let value = format!("ORDER{c}01");
        let id = format!("char-{byte:02x}");
        group = group.test(match c {
            '|' | '*' => lax(&id, &format!("`{c}` (0x{byte:02X}): not in the seed's list, which is probably cut off there; in later pages (WX-AMB-13)."), &value),
            '@' => lax(&id, "`@` (0x40): in editions of 2017 to 2020 only (WX-AMB-13).", &value),
            _ => bad(&id, &format!("`{c}` (0x{byte:02X}) is in no edition's list."), &value),
        });
    }
    group
}

fn beyond() -> Group {
    ORDER
        .group("Letters and digits of other scripts, control characters, and places where a pattern does not look.")
        .test(bad("full-width-digits", "Full-width digits: a test for Unicode digits lets them pass.", "１２３４５６"))
        .test(bad("full-width-letters", "Full-width letters.", "ＯＲＤＥＲ１"))
        .test(bad("arabic-digits", "Arabic-Indic digits: digits to a Unicode-aware pattern.", "٠١٢٣٤٥"))
        .test(bad("chinese", "Chinese characters: letters to a Unicode-aware test.", "订单123456"))
        .test(bad("accent", "`é` is a letter to a Unicode-aware test.", "ORDÉR01"))
        .test(bad("cyrillic", "A Cyrillic letter that looks like `O`.", "ОRDER01"))
        .test(bad("superscript", "A superscript two is a digit to some tests.", "ORDER²1"))
        .test(bad("roman", "A Roman numeral is a number to some tests.", "ORDERⅣ1"))
        .test(bad("emoji", "A character beyond U+FFFF.", "ORDER🏠1"))
        .test(bad("zero-width", "A zero-width space.", "ORDER\u{200B}1"))
        .test(bad("trailing-newline", "A line feed at the end: `$` in a pattern matches before it.", "ORDER01\n"))
        .test(bad("leading-newline", "A line feed at the beginning.", "\nORDER01"))
        .test(bad("two-lines", "A second line: a pattern that works by lines looks at the first.", "ORDER01\n<x>"))
        .test(bad("nul", "A NUL and more behind it: a C string ends there.", "ORDER01\0#"))
        .test(bad("tab", "A tab.", "ORDER\t01"))
        .test(bad("leading-space", "A space at the beginning.", " ORDER01"))
        .test(bad("trailing-space", "A space at the end.", "ORDER01 "))
        .test(bad("first-char", "A forbidden character comes first.", "#ORDER01"))
        .test(bad(
            "last-char",
            "A forbidden character comes last: a pattern without an end anchor passes it.",
            "ORDER01#",
        ))
        .test(bad("only-forbidden", "Nothing but forbidden characters.", "######"))
        .test(good("looks-like-number", "An exponent is letters and digits.", "1e000010"))
        .test(good("leading-zeros", "Leading zeros are digits.", "00000001"))
        .test(good("hyphen-first", "A hyphen comes first.", "-ORDER01"))
        .test(good("mixed", "Everything that the seed allows.", "aZ09_-aZ09_-"))
}
