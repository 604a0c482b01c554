//! Genuine payments of another order number.

use serde_json::json;

use super::{group, order_with, refuse};
use crate::suite::{Group, Test};
use crate::wechat::message::Message;

/// A genuine payment of number `sent`, held against an order of number `ours`.
fn numbers(id: &str, sent: &str, ours: &str, about: &str, flag: &str, attack: &str) -> Test {
    refuse(&format!("other-number-{id}"), about, &Message::payment().with("out_trade_no", sent))
        .input(json!({"order": order_with("out_trade_no", ours)}))
        .clauses(["WX-NTF-51", "WX-NTF-27"])
        .flags([flag])
        .attacks([attack])
}

pub(super) fn number() -> Group {
    let loose = "order-number-compared-loosely";
    group("The payment is of another order number. Numbers are equal byte for byte or not at all.")
        .test(numbers(
            "plain",
            "20150806125347",
            "20150806125346",
            "The last digit differs.",
            "order-not-compared",
            "B03",
        ))
        .test(numbers("unrelated", "X1Y2Z3", "20150806125346", "A number of its own.", "order-not-compared", "B03"))
        .test(numbers(
            "prefix",
            "2015080612534",
            "20150806125346",
            "The payment's number is the beginning of the order's.",
            loose,
            "V16",
        ))
        .test(numbers(
            "prefix-letters",
            "ABC1234",
            "ABC12345",
            "The beginning of the order's, as a search by prefix finds it.",
            loose,
            "V16",
        ))
        .test(numbers("case-mixed", "aBc12345", "AbC12345", "The case differs letter by letter.", loose, "V16"))
        .test(numbers(
            "leading-space",
            " ABC12345",
            "ABC12345",
            "A space before the number, which trimming loses.",
            loose,
            "V16",
        ))
        .test(numbers(
            "full-width-digits",
            "１２３４５６",
            "123456",
            "Full-width digits: equal after compatibility folding only.",
            loose,
            "E14",
        ))
        .test(numbers(
            "longer",
            "201508061253460",
            "20150806125346",
            "The order's number is the beginning of the payment's.",
            loose,
            "V16",
        ))
        .test(numbers(
            "case",
            "abc12345",
            "ABC12345",
            "The case differs, which a database's collation forgets.",
            loose,
            "V16",
        ))
        .test(numbers(
            "trailing-space",
            "ABC12345 ",
            "ABC12345",
            "A space behind the number, which a database's comparison forgets.",
            loose,
            "V16",
        ))
        .test(numbers("leading-zero", "0123456", "123456", "A leading zero: equal as numbers only.", loose, "V17"))
        .test(numbers(
            "exponent",
            "1e6000",
            "1e0006000",
            "Equal to a comparison as numbers: both are infinite or 1e6000.",
            loose,
            "V17",
        ))
        .test(numbers(
            "zero-exponent",
            "0e111111",
            "0e222222",
            "Both are zero to a comparison as numbers.",
            loose,
            "V17",
        ))
        .test(numbers(
            "double",
            "12345678901234567890",
            "12345678901234567891",
            "Beyond 2^53 both are one double.",
            loose,
            "V17",
        ))
        .test(numbers(
            "thirty-two",
            "12345678901234567890123456789012",
            "12345678901234567890123456789013",
            "The 32nd digit differs.",
            loose,
            "V17",
        ))
        .test(numbers(
            "cut-at-32",
            "123456789012345678901234567890121",
            "12345678901234567890123456789012",
            "33 digits whose first 32 are the order's: a column of 32 cuts it.",
            loose,
            "V16",
        ))
        .test(numbers(
            "full-width",
            "ＶＩＣＴＩＭ",
            "VICTIM",
            "Full-width letters: equal after compatibility folding only.",
            loose,
            "E14",
        ))
        .test(numbers(
            "kelvin",
            "ORDER\u{212A}1",
            "ORDERK1",
            "A Kelvin sign for `K`: equal after folding only.",
            loose,
            "E14",
        ))
        .test(numbers("cyrillic", "ОRDER1", "ORDER1", "A Cyrillic letter that looks the same.", loose, "E14"))
        .test(numbers("accent", "ORDÉR1", "ORDER1", "An accent, which a collation forgets.", loose, "V16"))
        .test(numbers("hyphen", "2015-0806", "20150806", "A hyphen, which a normaliser drops.", loose, "V16"))
        .test(numbers("zero-width", "ORDER\u{200B}1", "ORDER1", "A zero-width space inside the number.", loose, "E14"))
        .test(numbers(
            "wildcard",
            "%",
            "20150806125346",
            "A pattern of SQL that matches every number.",
            "injection",
            "V18",
        ))
        .test(numbers(
            "quote",
            "V' or '1'='1",
            "20150806125346",
            "A condition that is always true.",
            "injection",
            "V18",
        ))
        .test(numbers(
            "operator",
            "{\"$ne\":1}",
            "20150806125346",
            "An operator of a document store.",
            "injection",
            "V18",
        ))
        .test(numbers(
            "list",
            "20150806125346,1",
            "20150806125346",
            "A list that holds the order's number.",
            loose,
            "V16",
        ))
        .test(numbers("null", "null", "20150806125346", "The word null.", "order-not-compared", "B03"))
        .test(
            numbers(
                "in-attach",
                "20150806125347",
                "20150806125346",
                "The order's number stands in attach only.",
                "order-not-compared",
                "V19",
            )
            .body(
                Message::payment().with("out_trade_no", "20150806125347").with("attach", "20150806125346").md5().xml(),
            ),
        )
}
