//! `goods_detail`: a list of objects.

use serde_json::{Map, Value, json};

use super::{blames_if_invalid, given, member};
use crate::suite::Verdict::{self, Acceptable, Invalid, Valid};
use crate::suite::{Group, Suite, Test};

/// Members of an item with a limit: name, most characters, required.
const ROWS: [(&str, usize, bool); 6] = [
    ("goods_id", 64, true),
    ("goods_name", 256, true),
    ("alipay_goods_id", 32, false),
    ("goods_category", 24, false),
    ("categories_tree", 128, false),
    ("show_url", 400, false),
];

fn item() -> Map<String, Value> {
    let item = json!({"goods_id": "apple-01", "goods_name": "ipad", "quantity": "1", "price": "88.88"});
    item.as_object().expect("an object").clone()
}

fn with(name: &str, value: Option<Value>) -> Value {
    let mut item = item();
    match value {
        Some(value) => drop(item.insert(name.to_owned(), value)),
        None => drop(item.shift_remove(name).expect("the member is there")),
    }
    Value::Object(item)
}

fn list(verdict: Verdict, id: &str, about: &str, value: Value, path: &str) -> Test {
    let about = format!("Section 7, goods_detail: {about}");
    let test = member(verdict, &format!("page-pay-goods-{id}"), &about, "goods_detail", Some(value));
    blames_if_invalid(test, &format!("biz_content.goods_detail{path}")).clauses(["ALI-PAY-1"])
}

pub(super) fn suite() -> Suite {
    Suite::new(
        "alipay/validate-page-pay-goods",
        "alipay.validate",
        "Section 7: goods_detail, whose members are named with their place.",
    )
    .group(Group::new("The list.", given()).all(lists()))
    .group(Group::new("Members of an item.", given()).all(members()))
    .group(Group::new("Lengths.", given()).all(lengths()))
}

fn lists() -> Vec<Test> {
    let good = Value::Object(item());
    let typed = |id: &str, about: &str, value: Value, path: &str| {
        list(Invalid, id, about, value, path).flags(["wrong-json-type"])
    };
    vec![
        list(Valid, "one", "one item.", json!([good]), "").flags(["genuine-refused"]),
        list(Valid, "two", "two items.", json!([good, good]), "").flags(["genuine-refused"]),
        list(Acceptable, "none", "an empty list. Acceptable: no page says whether it may be.", json!([]), "")
            .flags(["odd-value"]),
        typed("text", "text, where a list must be.", json!("ipad"), ""),
        typed("object", "an object, where a list must be.", good.clone(), ""),
        typed("number", "a number, where a list must be.", json!(1), ""),
        typed("json-text", "the list as JSON text: encoded twice.", Value::from(json!([good]).to_string()), ""),
        typed("item-text", "an item that is text.", json!(["ipad"]), "[0]"),
        typed("item-list", "an item that is a list.", json!([[good]]), "[0]"),
        typed("second-item-text", "the second item is text; the first is right.", json!([good, "ipad"]), "[1]"),
        list(
            Invalid,
            "second-item-missing",
            "the second item has no goods_id; the first is right.",
            json!([good, with("goods_id", None)]),
            "[1].goods_id",
        )
        .flags(["required-field-missing"]),
        list(
            Acceptable,
            "unknown-member",
            "a member that no table names. Acceptable: the page says such may be intercepted.",
            json!([with("new_member_2030", Some(json!("v")))]),
            "",
        )
        .clauses(["ALI-PAY-3"])
        .flags(["unknown-request-field"]),
    ]
}

fn members() -> Vec<Test> {
    let mut tests = Vec::new();
    for name in ["goods_id", "goods_name", "quantity", "price"] {
        let id = name.replace('_', "-");
        for (case, value) in [("absent", None), ("empty", Some(json!("")))] {
            let about = format!("{name} of an item is required, and {case}.");
            tests.push(
                list(Invalid, &format!("{id}-{case}"), &about, json!([with(name, value)]), &format!("[0].{name}"))
                    .flags(["required-field-missing"]),
            );
        }
    }
    let price = |verdict: Verdict, id: &str, value: Value, about: &str| {
        let about = format!("price {value}: {about}");
        list(verdict, &format!("price-{id}"), &about, json!([with("price", Some(value))]), "[0].price")
            .flags(["amount-form"])
    };
    let quantity = |verdict: Verdict, id: &str, value: Value, about: &str| {
        let about = format!("quantity: {about}");
        list(verdict, &format!("quantity-{id}"), &about, json!([with("quantity", Some(value))]), "[0].quantity")
            .flags(["length-limit"])
    };
    tests.extend([
        price(Valid, "cents", json!("0.01"), "one cent."),
        price(Valid, "nine", json!("999999.99"), "nine characters, the most that fit."),
        price(Invalid, "ten", json!("9999999.99"), "ten characters, one too many."),
        price(Invalid, "negative", json!("-1.00"), "negative."),
        price(Invalid, "letters", json!("abc"), "no amount."),
        price(Invalid, "exponent", json!("1e2"), "an exponent."),
        price(Invalid, "true", json!(true), "no amount."),
        price(Acceptable, "number", json!(88.88), "as a JSON number. Acceptable: every official sample has a string."),
        price(Acceptable, "whole", json!("88"), "without decimals. Acceptable, as for total_amount."),
        price(Acceptable, "zero", json!("0.00"), "a free item. Acceptable: no page says whether it may be."),
        quantity(Valid, "ten-digits", json!("1234567890"), "ten digits, which fit every table."),
        quantity(
            Acceptable,
            "eleven-digits",
            json!("12345678901"),
            "eleven digits. Acceptable: one table ends at 10, another at 32.",
        ),
        quantity(
            Acceptable,
            "thirty-two-digits",
            json!("1".repeat(32)),
            "32 digits. Acceptable: one table ends at 10, another at 32.",
        ),
        quantity(Invalid, "thirty-three-digits", json!("1".repeat(33)), "33 digits, too many for every table."),
        quantity(Acceptable, "number", json!(1), "a JSON number. Acceptable: the tables differ about the type."),
    ]);
    tests
}

fn lengths() -> Vec<Test> {
    let mut tests = Vec::new();
    for (name, max, _) in ROWS {
        let id = name.replace('_', "-");
        let text = |n: usize| match name {
            "show_url" => {
                let head = "https://merchant.example/";
                format!("{head}{}", "s".repeat(n - head.len()))
            }
            "categories_tree" => format!("{}|{}", "1".repeat(9), "2".repeat(n - 10)),
            _ => "1".repeat(n),
        };
        for (verdict, n, what) in [(Valid, max, "the most that fit"), (Invalid, max + 1, "one too many")] {
            let about = format!("{name} of an item: {n} characters, {what}.");
            tests.push(
                list(
                    verdict,
                    &format!("{id}-length-{n}"),
                    &about,
                    json!([with(name, Some(text(n).into()))]),
                    &format!("[0].{name}"),
                )
                .flags(["length-limit"]),
            );
        }
    }
    let name = |verdict: Verdict, id: &str, n: usize, about: &str| {
        let about = format!("goods_name of an item: {n} Chinese characters{about}");
        list(
            verdict,
            &format!("goods-name-chinese-{id}"),
            &about,
            json!([with("goods_name", Some("测".repeat(n).into()))]),
            "[0].goods_name",
        )
        .clauses(["ALI-PAY-6"])
        .flags(["length-limit"])
    };
    tests.extend([
        name(Valid, "fits", 85, ", 255 bytes: they fit on either count."),
        name(Acceptable, "bytes-over", 86, ", 258 bytes. Acceptable: too long in bytes only."),
        name(Acceptable, "most", 256, ", 768 bytes. Acceptable: too long in bytes only."),
        name(Invalid, "over", 257, ": one too many on any count."),
    ]);
    tests
}
