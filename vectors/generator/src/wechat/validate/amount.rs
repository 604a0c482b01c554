//! `wechat/validate-unifiedorder-amount`: total_fee is a whole number of fen.

use super::ORDER;
use crate::suite::{Suite, Test};
use crate::wechat::message::Message;

pub(super) fn suite() -> Suite {
    let with = |value: &str| Message::unified_order().with("total_fee", value);
    let good = |id: &str, about: &str, value: &str, clause: &str| {
        ORDER.good(&format!("amount-{id}"), about, &with(value)).clauses([clause, "WX-UO-7"]).flags(["amount-form"])
    };
    let lax = |id: &str, about: &str, value: &str, clause: &str| {
        ORDER
            .lax(&format!("amount-{id}"), about, &with(value))
            .clauses([clause, "WX-UO-7"])
            .flags(["amount-form"])
            .attacks(["V04"])
    };
    let bad = |id: &str, about: &str, value: &str, clause: &str| -> Test {
        ORDER
            .bad(&format!("amount-{id}"), about, &with(value), "total_fee")
            .clauses([clause, "WX-UO-7"])
            .flags(["amount-form"])
            .attacks(["V04"])
    };
    let above = "above the amount that the provider was seen to take, and no document has a bound (WX-AMB-14).";
    Suite::new(
        "wechat/validate-unifiedorder-amount",
        "wechat.validate",
        "total_fee: a whole number of fen, at least 1, without point, sign, space or separator.",
    )
    .group(
        ORDER
            .group("Amounts.")
            .test(good("1", "One fen, the least.", "1", "WX-UO-41"))
            .test(good("88", "The seed's sample.", "88", "WX-UO-40").clauses(["WX-UO-43"]))
            .test(good("100", "One yuan.", "100", "WX-UO-40"))
            .test(good("999999999", "Nine digits.", "999999999", "WX-UO-42"))
            .test(
                good("1000000000", "10^9 fen, the most that was seen to be taken.", "1000000000", "WX-UO-42")
                    .clauses(["WX-UO-43"]),
            )
            .test(lax("1000000001", &format!("10^9 + 1 fen: {above}"), "1000000001", "WX-UO-42"))
            .test(lax("2147483647", &format!("2^31 - 1 fen: {above}"), "2147483647", "WX-UO-42"))
            .test(lax(
                "2147483648",
                &format!("2^31 fen: {above} A 32-bit integer turns it negative."),
                "2147483648",
                "WX-UO-42",
            ))
            .test(lax("4294967297", &format!("2^32 + 1 fen: {above} 32 bits make it 1."), "4294967297", "WX-UO-42"))
            .test(lax("9223372036854775807", &format!("2^63 - 1 fen: {above}"), "9223372036854775807", "WX-UO-42"))
            .test(lax("9223372036854775808", &format!("2^63 fen: {above}"), "9223372036854775808", "WX-UO-42"))
            .test(lax(
                "leading-zero",
                "`088`: leading zeros are not documented; an integer parser takes them (WX-AMB-14).",
                "088",
                "WX-UO-43",
            ))
            .test(lax("leading-zeros", "`0000000088` (WX-AMB-14).", "0000000088", "WX-UO-43")),
    )
    .group(
        ORDER
            .group("Not positive.")
            .test(bad("0", "Zero.", "0", "WX-UO-41").attacks(["B09"]))
            .test(bad("00", "Zero with a leading zero.", "00", "WX-UO-41").attacks(["B09"]))
            .test(bad("minus-1", "Minus one.", "-1", "WX-UO-41").attacks(["B09"]))
            .test(bad("minus-0", "Minus zero.", "-0", "WX-UO-41"))
            .test(bad("minus-88", "A negative amount.", "-88", "WX-UO-41")),
    )
    .group(
        ORDER
            .group("No whole number.")
            .test(bad("yuan-cent", "`0.01`: yuan in place of fen.", "0.01", "WX-UO-40").attacks(["V02"]))
            .test(bad("yuan", "`3.01`: yuan in place of fen.", "3.01", "WX-UO-40").attacks(["V02"]))
            .test(bad("point-zero", "`1.0`: equal to a whole number, and still refused.", "1.0", "WX-UO-40"))
            .test(bad("point-zeros", "`88.00`.", "88.00", "WX-UO-40"))
            .test(bad("point-last", "`1.`.", "1.", "WX-UO-40"))
            .test(bad("point-first", "`.5`.", ".5", "WX-UO-40"))
            .test(bad("point-only", "A point alone.", ".", "WX-UO-40"))
            .test(bad("exponent", "`8.8e1` is 88 to a float.", "8.8e1", "WX-UO-43"))
            .test(bad("exponent-whole", "`1e2` is 100 to a float.", "1e2", "WX-UO-43"))
            .test(bad("exponent-upper", "`1E2` is 100 to a float.", "1E2", "WX-UO-43"))
            .test(bad("infinity", "Infinity.", "Infinity", "WX-UO-43"))
            .test(bad("nan", "Not a number.", "NaN", "WX-UO-43")),
    )
    .group(
        ORDER
            .group("Written otherwise than in digits.")
            .test(bad("plus", "`+88`, which integer parsers take.", "+88", "WX-UO-43"))
            .test(bad("space-trailing", "`88` and a space, which lax parsers take.", "88 ", "WX-UO-43"))
            .test(bad("space-leading", "A space and `88`.", " 88", "WX-UO-43"))
            .test(bad("space-inside", "`8 8`.", "8 8", "WX-UO-43"))
            .test(bad(
                "newline-trailing",
                "`88` and a line feed: `$` in a pattern matches before it.",
                "88\n",
                "WX-UO-43",
            ))
            .test(bad("tab-leading", "A tab and `88`.", "\t88", "WX-UO-43"))
            .test(bad("full-width", "Full-width digits: a Unicode-aware parser takes them.", "８８", "WX-UO-43"))
            .test(bad("arabic-indic", "Arabic-Indic digits: Python's int takes them.", "٨٨", "WX-UO-43"))
            .test(bad("comma", "`1,000`.", "1,000", "WX-UO-43"))
            .test(bad("underscore", "`1_000`: Python's int takes it.", "1_000", "WX-UO-43"))
            .test(bad("apostrophe", "`1'000`.", "1'000", "WX-UO-43"))
            .test(bad("hex", "`0x58`.", "0x58", "WX-UO-43"))
            .test(bad("octal", "`0o130`.", "0o130", "WX-UO-43"))
            .test(bad("binary", "`0b1`.", "0b1", "WX-UO-43"))
            .test(bad("unit", "`88元`.", "88元", "WX-UO-43").attacks(["V02"]))
            .test(bad("currency-sign", "`¥88`.", "¥88", "WX-UO-43").attacks(["V02"]))
            .test(bad(
                "trailing-letters",
                "`88abc`: a parser that stops at the first letter takes it.",
                "88abc",
                "WX-UO-43",
            ))
            .test(bad("chinese-number", "`八十八`.", "八十八", "WX-UO-43"))
            .test(bad("word", "A word.", "free", "WX-UO-43"))
            .test(bad("true", "The word true.", "true", "WX-UO-43"))
            .test(bad("null", "The word null.", "null", "WX-UO-43"))
            .test(bad("list", "`[88]`.", "[88]", "WX-UO-43"))
            .test(bad("quoted", "`\"88\"` in quotes.", "\"88\"", "WX-UO-43"))
            .test(bad("two-signs", "`--1`.", "--1", "WX-UO-43"))
            .test(bad("minus-only", "A minus alone.", "-", "WX-UO-43"))
            .test(bad("sum", "`44+44`.", "44+44", "WX-UO-43"))
            .test(bad("nul", "`88` and NUL: a C string ends there.", "88\u{0}", "WX-UO-43")),
    )
}
