//! `wechat/validate-unifiedorder-text`: body, attach and detail, whose sizes differ between editions.

use super::ORDER;
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::Message;

pub(super) fn suite() -> Suite {
    Suite::new(
        "wechat/validate-unifiedorder-text",
        "wechat.validate",
        "Free text: sizes that differ between editions, and the unit, which is bytes at the server and unsaid in the tables.",
    )
    .group(body())
    .group(attach())
    .group(detail())
    .group(content())
}

const UNIT: &str = "fits in characters, not in bytes (WX-AMB-11).";

fn with(field: &str, value: &str) -> Message {
    Message::unified_order().with(field, value)
}

/// The clause on the field's sizes in other editions.
fn edition(field: &str) -> &'static str {
    match field {
        "body" => "WX-CHR-4",
        "attach" => "WX-CHR-6",
        _ => "WX-CHR-5",
    }
}

fn good(field: &str, id: &str, about: &str, value: &str, clause: &str) -> Test {
    ORDER
        .good(&format!("{field}-{id}"), about, &with(field, value))
        .clauses([clause, "WX-UO-0", edition(field)])
        .flags(["length-limit"])
}

fn lax(field: &str, id: &str, about: &str, value: &str, clause: &str) -> Test {
    ORDER
        .lax(&format!("{field}-{id}"), about, &with(field, value))
        .clauses([clause, "WX-UO-0", edition(field)])
        .flags(["length-limit"])
}

fn bad(field: &str, id: &str, about: &str, value: &str, clause: &str) -> Test {
    ORDER
        .bad(&format!("{field}-{id}"), about, &with(field, value), field)
        .clauses([clause, "WX-UO-0", edition(field)])
        .flags(["length-limit"])
}

fn body() -> Group {
    let c = "WX-UO-5";
    let edition = "128 by the seed, 127 by later pages and the server (WX-AMB-12).";
    ORDER
        .group("body: 128 by the seed, 127 by later pages; the server counts bytes.")
        .test(good("body", "length-1", "One character.", "a", c))
        .test(good("body", "length-127", "127 bytes.", &"a".repeat(127), c))
        .test(lax("body", "length-128", &format!("128 bytes. {edition}"), &"a".repeat(128), c))
        .test(bad("body", "length-129", "129 bytes: too long by every edition.", &"a".repeat(129), c))
        .test(good("body", "chinese-42", "42 Chinese characters, 126 bytes.", &"店".repeat(42), c))
        .test(good(
            "body",
            "chinese-42-and-one",
            "42 Chinese characters and a letter, 127 bytes.",
            &format!("{}a", "店".repeat(42)),
            c,
        ))
        .test(lax(
            "body",
            "chinese-42-and-two",
            &format!("42 Chinese characters and two letters, 128 bytes. {edition}"),
            &format!("{}ab", "店".repeat(42)),
            c,
        ))
        .test(lax("body", "chinese-43", &format!("43 Chinese characters, 129 bytes: {UNIT}"), &"店".repeat(43), c))
        .test(lax("body", "chinese-127", &format!("127 Chinese characters: {UNIT}"), &"店".repeat(127), c))
        .test(lax("body", "chinese-128", &format!("128 Chinese characters: {UNIT}"), &"店".repeat(128), c))
        .test(bad("body", "chinese-129", "129 Chinese characters: too long in any unit.", &"店".repeat(129), c))
        .test(good("body", "emoji-31", "31 characters of four bytes, 124 bytes.", &"🏠".repeat(31), c))
        .test(lax("body", "emoji-33", &format!("33 characters of four bytes, 132 bytes: {UNIT}"), &"🏠".repeat(33), c))
        .test(lax("body", "emoji-65", &format!("65 characters of two UTF-16 units each: {UNIT}"), &"🏠".repeat(65), c))
        .test(bad("body", "emoji-129", "129 characters of four bytes: too long in any unit.", &"🏠".repeat(129), c))
}

fn attach() -> Group {
    let c = "WX-UO-14";
    ORDER
        .group("attach: 127 in the request, 128 in the reply's tables.")
        .test(good("attach", "length-1", "One character.", "a", c))
        .test(good("attach", "length-127", "127 bytes.", &"a".repeat(127), c))
        .test(lax(
            "attach",
            "length-128",
            "128 bytes: the request's table says 127, the reply's 128 (WX-CHR-6).",
            &"a".repeat(128),
            c,
        ))
        .test(bad("attach", "length-129", "129 bytes: too long by every table.", &"a".repeat(129), c))
        .test(good("attach", "chinese-42", "42 Chinese characters, 126 bytes.", &"店".repeat(42), c))
        .test(lax("attach", "chinese-43", &format!("43 Chinese characters, 129 bytes: {UNIT}"), &"店".repeat(43), c))
        .test(lax("attach", "chinese-127", &format!("127 Chinese characters: {UNIT}"), &"店".repeat(127), c))
        .test(bad("attach", "chinese-129", "129 Chinese characters: too long in any unit.", &"店".repeat(129), c))
}

fn detail() -> Group {
    let c = "WX-UO-13";
    let edition = "6000 by the seed, 6144 by later pages, 8192 by the oldest (WX-CHR-5).";
    ORDER
        .group("detail: 6000 by the seed, 6144 by later pages, 8192 by the oldest.")
        .test(good("detail", "length-6000", "6000 bytes.", &"a".repeat(6000), c))
        .test(lax("detail", "length-6001", &format!("6001 bytes. {edition}"), &"a".repeat(6001), c))
        .test(lax("detail", "length-6144", &format!("6144 bytes. {edition}"), &"a".repeat(6144), c))
        .test(lax("detail", "length-8192", &format!("8192 bytes. {edition}"), &"a".repeat(8192), c))
        .test(bad("detail", "length-8193", "8193 bytes: too long by every edition.", &"a".repeat(8193), c))
        .test(good("detail", "chinese-2000", "2000 Chinese characters, 6000 bytes.", &"店".repeat(2000), c))
        .test(lax(
            "detail",
            "chinese-2001",
            &format!("2001 Chinese characters, 6003 bytes: {UNIT}"),
            &"店".repeat(2001),
            c,
        ))
        .test(lax("detail", "chinese-6000", &format!("6000 Chinese characters: {UNIT}"), &"店".repeat(6000), c))
        .test(bad("detail", "chinese-8193", "8193 Chinese characters: too long in any unit.", &"店".repeat(8193), c))
        .test(good(
            "detail",
            "json",
            "JSON for single-item discounts.",
            "{\"goods_detail\":[{\"goods_id\":\"1\",\"quantity\":1,\"price\":88}]}",
            c,
        ))
        .test(good("detail", "plain", "Plain text: JSON is for single-item discounts only.", "一台手机", c))
}

fn content() -> Group {
    let text = |id: &str, value: &str, about: &str| {
        good("attach", &format!("text-{id}"), about, value, "WX-UO-14").flags(["value-coerced"])
    };
    ORDER
        .group("What stands in free text is free.")
        .test(text("special", "<a> & \"b\" 'c'", "Characters that XML escapes are text."))
        .test(text("cdata-end", "a]]>b", "`]]>` is text."))
        .test(text("json", "{\"a\":1}", "JSON is text."))
        .test(text("zero", "0", "`0` is a value: present, one character."))
        .test(text("false", "false", "The word false is a value."))
        .test(
            text("ampersand", "a=1&b=2", "`&` and `=` are text; the signature joins them raw.").clauses(["WX-SIGN-33"]),
        )
        .test(text("percent", "100%", "A percent sign is text."))
        .test(text("emoji", "🏠", "A character of four bytes is text."))
        .test(good(
            "body",
            "text-form",
            "The recommended form, shop and item joined by a hyphen.",
            "腾讯充值中心-QQ会员充值",
            "WX-UO-5",
        ))
        .test(good("body", "text-zero", "A body of `0` is present.", "0", "WX-UO-5").flags(["zero-dropped"]))
}
