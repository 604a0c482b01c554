//! Section 7: the JSON of `biz_content`, its words, alphabets and types.

use serde_json::{Value, json};

use super::{biz, blames_if_invalid, content, given, member};
use crate::suite::Verdict::{self, Acceptable, Invalid, Valid};
use crate::suite::{Group, Suite, Test};

pub(super) fn suite() -> Suite {
    Suite::new("alipay/validate-page-pay-biz", "alipay.validate", "Section 7: what biz_content is made of.")
        .group(Group::new("JSON.", given()).all(json_text()))
        .group(Group::new("The alphabet of out_trade_no.", given()).all(order_numbers()))
        .group(Group::new("subject and passback_params.", given()).all(texts()))
        .group(Group::new("Words.", given()).all(words()))
        .group(Group::new("Objects, and members that no table names.", given()).all(objects()))
}

fn json_text() -> Vec<Test> {
    let good = Value::Object(biz()).to_string();
    let text = |verdict: Verdict, id: &str, text: &str, about: &str| {
        let test = content(verdict, &format!("page-pay-json-{id}"), about, text);
        blames_if_invalid(test, "biz_content").clauses(["ALI-PAY-2", "ALI-TR-2"]).flags(["biz-content-json"])
    };
    let spaced = serde_json::to_string_pretty(&Value::Object(biz())).expect("JSON can be written");
    vec![
        text(Valid, "compact", &good.replace("88.88", "88.89"), "A JSON object."),
        text(Valid, "pretty", &spaced, "A pretty-printed object: its format is free.").clauses(["ALI-AMB-20"]),
        text(Valid, "escapes", r#"{"out_trade_no":"T1","product_code":"FAST_INSTANT_TRADE_PAY","total_amount":"88.88","subject":"\u6d4b\u8bd5 a\/b"}"#, "Characters as escapes count once each: the format is free.").clauses(["ALI-AMB-20"]).flags(["odd-value"]),
        text(Valid, "order", r#"{"subject":"a","total_amount":"88.88","product_code":"FAST_INSTANT_TRADE_PAY","out_trade_no":"T1"}"#, "The members' order is free.").clauses(["ALI-AMB-20"]),
        text(Invalid, "not-json", "out_trade_no=T1&total_amount=88.88", "Text that is no JSON."),
        text(Invalid, "single-quotes", "{'out_trade_no':'T1'}", "Single quotes are no JSON."),
        text(Invalid, "trailing-comma", &good.replace('}', ",}"), "A comma before the last brace is no JSON."),
        text(Invalid, "unclosed", good.trim_end_matches('}'), "The last brace is missing."),
        text(Invalid, "trailing-text", &format!("{good}x"), "Text after the last brace."),
        text(Invalid, "two-objects", &format!("{good}{good}"), "Two objects."),
        text(Invalid, "array", &format!("[{good}]"), "A list, where an object must be."),
        text(Invalid, "string", &Value::from(good.clone()).to_string(), "The object as a JSON string: encoded twice."),
        text(Invalid, "null", "null", "null, where an object must be."),
        text(Invalid, "number", "1", "A number, where an object must be."),
        text(Invalid, "raw-newline", &good.replace("A+B", "A\nB"), "A bare line feed within a string is no JSON."),
        text(Invalid, "xml", "<out_trade_no>T1</out_trade_no>", "XML is no JSON."),
        text(Acceptable, "duplicate-member", &good.replacen('{', r#"{"subject":"b","#, 1), "A member stands twice. Acceptable: JSON's readers differ about it.").flags(["duplicate-field"]),
    ]
}

fn order_numbers() -> Vec<Test> {
    let number = |verdict: Verdict, id: &str, value: &str, about: &str| {
        member(
            verdict,
            &format!("page-pay-out-trade-no-{id}"),
            &format!("Section 7, out_trade_no `{value}`: {about}"),
            "out_trade_no",
            Some(value.into()),
        )
        .clauses(["ALI-PAY-1", "ALI-AMB-15"])
        .flags(["order-number-alphabet"])
    };
    let outside = |id: &str, value: &str| {
        number(
            Acceptable,
            id,
            value,
            "acceptable: outside the letter of the current rule; an older one says \"may contain\", and such numbers are in the field.",
        )
    };
    vec![
        number(Valid, "letters", "abcXYZ", "letters of both cases."),
        number(Valid, "digits", "0123456789", "digits."),
        number(Valid, "underscore", "_", "an underscore."),
        number(Valid, "edges", "09AZaz_", "the first and last of each range."),
        outside("hyphen", "T-1"),
        outside("dot", "T.1"),
        outside("chinese", "订单1"),
        outside("slash", "T/1"),
        outside("colon", "T:1"),
        outside("at", "T@1"),
        outside("bracket", "T[1"),
        outside("backtick", "T`1"),
        outside("brace", "T{1"),
        outside("space", "T 1"),
        outside("full-width", "Ｔ１").attacks(["E14"]),
        number(Acceptable, "json-number", "1", "as a JSON number. Acceptable: the table has a string.")
            .input(json!({"params": super::super::fixtures::object(&super::params(&[("biz_content", Some(&with("out_trade_no", json!(1))))]))})),
    ]
}

/// `biz_content` with one member set.
fn with(name: &str, value: Value) -> String {
    let mut members = biz();
    members.insert(name.to_owned(), value);
    Value::Object(members).to_string()
}

fn texts() -> Vec<Test> {
    let special = |id: &str, value: &str| {
        member(Acceptable, &format!("page-pay-subject-{id}"), &format!("Section 7, subject `{value}`. Acceptable: the current page bans such characters in an open list, the older table does not."), "subject", Some(value.into()))
            .clauses(["ALI-PAY-1"])
            .flags(["odd-value"])
    };
    let keyword = |id: &str, value: &str| {
        member(
            Acceptable,
            &format!("page-pay-subject-{id}"),
            &format!("Section 7, subject `{value}`. Acceptable: key words of Alipay's may be judged an attack."),
            "subject",
            Some(value.into()),
        )
        .clauses(["ALI-PAY-3"])
        .flags(["odd-value"])
    };
    vec![
        special("slash", "a/b"),
        special("equals", "a=b"),
        special("ampersand", "a&b"),
        special("question", "a?b"),
        keyword("keyword-fee", "total_fee=1"),
        keyword("keyword-seller", "seller_id"),
        member(Valid, "page-pay-subject-plain", "Section 7, subject: Chinese text with a plus and a space.", "subject", Some("中文商品 B+C".into())).clauses(["ALI-PAY-1", "ALI-PAY-3"]).flags(["odd-value"]),
        member(Valid, "page-pay-passback-encoded", "Section 7, passback_params: URL-encoded by the merchant.", "passback_params", Some("a%3D1%26b%3D2".into())).clauses(["ALI-PAY-1"]).flags(["odd-value"]),
        member(Acceptable, "page-pay-passback-raw", "Section 7, passback_params with a bare = and &. Acceptable: it must be URL-encoded, and a validator cannot know in general.", "passback_params", Some("a=1&b=2".into())).clauses(["ALI-PAY-1"]).flags(["odd-value"]),
        member(Acceptable, "page-pay-passback-chinese", "Section 7, passback_params in Chinese characters. Acceptable: it must be URL-encoded, and a validator cannot know in general.", "passback_params", Some("商户".into())).clauses(["ALI-PAY-1"]).flags(["odd-value"]),
    ]
}

fn words() -> Vec<Test> {
    let word = |verdict: Verdict, name: &str, id: &str, value: Value, about: &str| {
        let about = format!("Section 7, {name} {value}: {about}");
        let test = member(verdict, &format!("page-pay-{}-{id}", name.replace('_', "-")), &about, name, Some(value));
        blames_if_invalid(test, &format!("biz_content.{name}")).clauses(["ALI-PAY-1"]).flags(["word-list"])
    };
    let required = |test: Test| {
        blames_if_invalid(test, "biz_content.product_code").clauses(["ALI-PAY-1"]).flags(["required-field-missing"])
    };
    let width = |verdict: Verdict, id: &str, mode: &str, width: Value, about: &str| {
        let mut members = biz();
        members.insert("qr_pay_mode".to_owned(), mode.into());
        members.insert("qrcode_width".to_owned(), width);
        let test = content(verdict, &format!("page-pay-qrcode-width-{id}"), about, &Value::Object(members).to_string());
        blames_if_invalid(test, "biz_content.qrcode_width").clauses(["ALI-PAY-1"]).flags(["length-limit"])
    };
    let both = {
        let mut members = biz();
        members.insert("enable_pay_channels".to_owned(), "pcredit".into());
        members.insert("disable_pay_channels".to_owned(), "balance".into());
        Value::Object(members).to_string()
    };
    vec![
        required(member(Invalid, "page-pay-product-code-absent", "Section 7, product_code: required, and absent.", "product_code", None)),
        required(member(Invalid, "page-pay-product-code-empty", "Section 7, product_code: required, and empty.", "product_code", Some("".into()))),
        word(Invalid, "product_code", "other", json!("QUICK_WAP_WAY"), "the product of the mobile page."),
        word(Invalid, "product_code", "lower", json!("fast_instant_trade_pay"), "the only value is in upper case."),
        word(Invalid, "product_code", "space", json!("FAST_INSTANT_TRADE_PAY "), "a space at the end."),
        word(Invalid, "product_code", "long", json!("F".repeat(65)), "65 characters, and not the only value."),
        word(Valid, "goods_type", "virtual", json!("0"), "virtual goods."),
        word(Valid, "goods_type", "physical", json!("1"), "physical goods."),
        word(Invalid, "goods_type", "two", json!("2"), "no such type."),
        word(Invalid, "goods_type", "letters", json!("virtual"), "no such type."),
        word(Acceptable, "goods_type", "number", json!(0), "as a JSON number. Acceptable: the table has a string."),
        word(Valid, "qr_pay_mode", "0", json!("0"), "a simple frame."),
        word(Valid, "qr_pay_mode", "1", json!("1"), "a frame."),
        word(Valid, "qr_pay_mode", "3", json!("3"), "a small frame."),
        word(Acceptable, "qr_pay_mode", "2", json!("2"), "acceptable: the page describes a redirect and leaves it out of its own list."),
        word(Invalid, "qr_pay_mode", "5", json!("5"), "no such mode."),
        word(Invalid, "qr_pay_mode", "letters", json!("frame"), "no such mode."),
        word(Valid, "integration_type", "app", json!("ALIAPP"), "the wallet."),
        word(Valid, "integration_type", "web", json!("PCWEB"), "the default."),
        word(Invalid, "integration_type", "lower", json!("pcweb"), "the words are in upper case."),
        word(Invalid, "integration_type", "other", json!("IOS"), "no such type."),
        width(Valid, "200", "4", json!(200), "Section 7, qrcode_width 200 with qr_pay_mode 4."),
        width(Valid, "9999", "4", json!(9999), "Section 7, qrcode_width of four digits."),
        width(Invalid, "10000", "4", json!(10000), "Section 7, qrcode_width of five digits."),
        blames_if_invalid(width(Invalid, "letters", "4", json!("wide"), "Section 7, qrcode_width that is no number."), "biz_content.qrcode_width"),
        width(Acceptable, "text", "4", json!("200"), "Section 7, qrcode_width as text. Acceptable: the table has a number."),
        width(Acceptable, "other-mode", "0", json!(200), "Section 7, qrcode_width with qr_pay_mode 0. Acceptable: it has a meaning with mode 4 only, no page says that it is refused."),
        content(Invalid, "page-pay-channels-both-same", "Section 7: the same channel is enabled and disabled.", &both.replace("balance", "pcredit")).class("field").clauses(["ALI-PAY-1"]).flags(["condition-between-fields"]),
        content(Invalid, "page-pay-channels-both", "Section 7: enable_pay_channels and disable_pay_channels exclude each other. Which of the two is to blame is written nowhere.", &both).class("field").clauses(["ALI-PAY-1"]).flags(["condition-between-fields"]),
    ]
}

fn objects() -> Vec<Test> {
    let mut tests = Vec::new();
    for name in [
        "extend_params",
        "royalty_info",
        "settle_info",
        "sub_merchant",
        "invoice_info",
        "ext_user_info",
        "agreement_sign_params",
    ] {
        for (id, value) in [("text", json!("x")), ("list", json!(["x"])), ("number", json!(1))] {
            let about = format!("Section 7, {name}: an object, not {value}.");
            let test = member(Invalid, &format!("page-pay-{}-{id}", name.replace('_', "-")), &about, name, Some(value));
            tests.push(
                blames_if_invalid(test, &format!("biz_content.{name}"))
                    .clauses(["ALI-PAY-1"])
                    .flags(["wrong-json-type"]),
            );
        }
    }
    let url = |verdict: Verdict, n: usize, about: &str| {
        let head = "https://merchant.example/";
        let value = format!("{head}{}", "c".repeat(n - head.len()));
        let test = member(
            verdict,
            &format!("page-pay-request-from-url-{n}"),
            &format!("Section 7, request_from_url: {n} characters, {about}"),
            "request_from_url",
            Some(value.into()),
        );
        blames_if_invalid(test, "biz_content.request_from_url").clauses(["ALI-PAY-1"]).flags(["length-limit"])
    };
    tests.extend([
        member(Valid, "page-pay-extend-params", "Section 7, extend_params: an object with a provider's number.", "extend_params", Some(json!({"sys_service_provider_id": "2088511833207846"}))).clauses(["ALI-PAY-1"]).flags(["wrong-json-type"]),
        member(Acceptable, "page-pay-unknown-member", "A member that no table names. Acceptable: it may be intercepted, says the page; new members appear all the same.", "new_member_2030", Some("v".into())).clauses(["ALI-PAY-3"]).flags(["unknown-request-field"]),
        member(Acceptable, "page-pay-unknown-member-case", "Total_Amount beside total_amount. Acceptable: another member, that no table names.", "Total_Amount", Some("0.01".into())).clauses(["ALI-PAY-3"]).flags(["unknown-request-field"]),
        url(Valid, 256, "the most that fit."),
        url(Acceptable, 257, "one too many. Acceptable: the limit is from an older table, and was not confirmed (section 11)."),
    ]);
    tests
}
