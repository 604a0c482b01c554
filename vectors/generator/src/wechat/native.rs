//! `wechat/native-url`, `wechat/native-callback`, `wechat/native-reply`: Native payment, mode 1 (section 5.1).

use serde_json::json;

use super::message::{KEY, Message, NONCE, OTHER_KEY, PREPAY_ID};
use crate::sign::Algorithm;
use crate::suite::{Group, Suite, Test};

pub(super) mod callback;

/// WX-NAT-EX-1's fields.
fn link() -> Message {
    Message::new(&[
        ("appid", "wxd930ea5d5a258f4f"),
        ("mch_id", "10000100"),
        ("product_id", "88888"),
        ("time_stamp", "1414488825"),
        ("nonce_str", NONCE),
    ])
}

pub(super) fn url() -> Suite {
    let expect = |message: &Message, key: &str| json!({"params": message.with("sign", Algorithm::Md5.sign(&message.fields, key)).params()});
    let case = |id: &str, about: &str, message: &Message| {
        Test::valid(format!("wx-native-url-{id}"), about)
            .input(json!({"params": message.params()}))
            .expect(expect(message, KEY))
            .clauses(["WX-NAT-2", "WX-NAT-3", "WX-NAT-4"])
            .flags(["link-fields"])
    };
    let product = |id: &str, value: &str, about: &str| {
        let message = link().with("product_id", value);
        let about = format!(
            "{about} The characters of product_id are not specified, so that one may refuse it; in the link they are \
            percent-encoded, in the signature raw (WX-NAT-8)."
        );
        Test::acceptable(format!("wx-native-url-product-{id}"), about)
            .input(json!({"params": message.params()}))
            .expect(expect(&message, KEY))
            .clauses(["WX-NAT-8", "WX-NAT-4"])
            .flags(["link-not-encoded"])
    };
    Suite::new(
        "wechat/native-url",
        "wechat.native_url",
        "The link of Native mode 1: five fields and their MD5 signature, in any order, percent-encoded after signing.",
    )
    .group(
        Group::new("Links of plain characters.", json!({"key": KEY}))
            .test(case("ex-1", "WX-NAT-EX-1.", &link()))
            .test(case("order", "Params in another order give the same link's fields.", &{
                let mut message = link();
                message.fields.reverse();
                message
            }))
            .test(case("other-nonce", "The nonce is the caller's.", &link().with("nonce_str", "ibuaiVcKdpRxkhJA")))
            .test(
                case("other-time", "The time is the caller's.", &link().with("time_stamp", "1700000000"))
                    .clauses(["WX-NAT-5"]),
            )
            .test(case("other-appid", "Another appid.", &link().with("appid", "wx2421b1c4370ec43b")))
            .test(case("other-merchant", "Another mch_id.", &link().with("mch_id", "1900000109")))
            .test(case(
                "product-letters",
                "A product id of letters and digits, 32 characters.",
                &link().with("product_id", "ABCDEFGHIJKLMNOPabcdefghijklmn09"),
            ))
            .test(case(
                "product-unreserved",
                "A product id of `-_.~`, which need no encoding.",
                &link().with("product_id", "a-b_c.d~e"),
            ))
            .test(
                case("product-zero", "Leading zeros stay.", &link().with("product_id", "00088888"))
                    .flags(["value-coerced"]),
            )
            .test(
                case(
                    "product-exponent",
                    "A product id that looks like a number is text.",
                    &link().with("product_id", "1e3"),
                )
                .flags(["value-coerced"]),
            )
            .test({
                let message = link();
                Test::valid("wx-native-url-other-key", "Another key.")
                    .input(json!({"params": message.params(), "key": OTHER_KEY}))
                    .expect(expect(&message, OTHER_KEY))
                    .clauses(["WX-NAT-4"])
                    .flags(["link-fields"])
            }),
    )
    .group(
        Group::new("Product ids with characters that a URL reserves.", json!({"key": KEY}))
            .test(product("ampersand", "a&b", "`&` would end the value."))
            .test(product("equals", "a=b", "`=` inside the value."))
            .test(product("plus", "a+b", "`+` must not become a space."))
            .test(product("space", "a b", "A space inside the value."))
            .test(product("spaces", " a  b ", "Spaces on all sides."))
            .test(product("percent", "a%41b", "`%41` must not become `A`."))
            .test(product("hash", "a#b", "`#` would end the link."))
            .test(product("question", "a?b", "`?` inside the value."))
            .test(product("slash", "a/b", "`/` inside the value."))
            .test(product("sign", "1&sign=x", "The value brings a `sign` of its own."))
            .test(product("quotes", "a\"b'c", "Quotes inside the value."))
            .test(product("chinese", "商品一", "Chinese text is UTF-8 in the link and in the signature.")),
    )
}

pub(super) fn reply() -> Suite {
    let base = Message::new(&[
        ("appid", "wxd930ea5d5a258f4f"),
        ("mch_id", "10000100"),
        ("nonce_str", NONCE),
        ("prepay_id", PREPAY_ID),
        ("result_code", "SUCCESS"),
        ("return_code", "SUCCESS"),
    ]);
    let failed = base.with("prepay_id", "").with("result_code", "FAIL");
    let case = |id: &str, about: &str, message: &Message, flag: &str| {
        let test = Test::valid(format!("wx-native-reply-{id}"), about)
            .input(json!({"params": message.params()}))
            .clauses(["WX-NAT-7"])
            .flags([flag]);
        let names: Vec<&str> =
            message.fields.iter().filter(|(_, value)| !value.is_empty()).map(|(name, _)| name.as_str()).collect();
        test.expect(message.expect(&names))
    };
    let reason = |id: &str, value: &str, about: &str| {
        case(id, about, &failed.with("err_code_des", value), "xml-injection").attacks(["R05", "R08"])
    };
    Suite::new(
        "wechat/native-reply",
        "wechat.native_reply",
        "The signed answer to Native mode 1's callback. A return_msg may be added, so that the signature is recomputed over what is there.",
    )
    .group(
        Group::new("Answers.", json!({"key": KEY}))
            .test(case("ex-3", "WX-NAT-EX-3: a success. Signed, unlike the answer to a payment notification.", &base, "reply-unsigned"))
            .test(case("other-nonce", "The nonce is the caller's.", &base.with("nonce_str", "ibuaiVcKdpRxkhJA"), "reply-unsigned"))
            .test(case("other-prepay-id", "Another prepay_id.", &base.with("prepay_id", "u802345jgfjsdfgsdg888"), "reply-unsigned"))
            .test(case("success-ok", "err_code_des `OK` on success, as the official demo sends it, is signed.", &base.with("err_code_des", "OK"), "reply-unsigned"))
            .test(case("fail", "A failure without a prepay_id.", &failed.with("err_code_des", "商品已下架"), "reply-unsigned"))
            .test(case("fail-return", "return_code FAIL is signed as well.", &failed.with("return_code", "FAIL").with("err_code_des", "签名失败"), "reply-unsigned"))
            .test(case("order", "Params in another order.", &{
                let mut message = base.clone();
                message.fields.reverse();
                message
            }, "sort-order"))
            .test(case("nonce-digits", "A nonce with leading zeros stays text.", &base.with("nonce_str", "0012345678"), "value-coerced"))
            .test(case("other-appid", "Another appid and merchant.", &base.with("appid", "wx2421b1c4370ec43b").with("mch_id", "1900000109"), "reply-unsigned"))
            .test({
                let test = case("other-key", "Another key.", &base, "reply-unsigned");
                test.input(json!({"key": OTHER_KEY}))
            }),
    )
    .group(
        Group::new("The text that the payer sees is escaped in the XML and raw in the signature.", json!({"key": KEY}))
            .test(reason("text-special", "<a> & \"b\" 'c'", "The five special characters."))
            .test(reason("text-cdata-end", "a]]>b", "The end of CDATA."))
            .test(reason("text-injection", "]]></err_code_des><result_code>SUCCESS</result_code><err_code_des>", "Text that brings a result_code of its own."))
            .test(reason("text-entity", "&lt;b&gt;", "Text that looks escaped already is not decoded."))
            .test(reason("text-emoji", "🏠", "A character of four bytes."))
            .test(reason("text-ampersand", "a=1&b=2", "`&` and `=` are raw in the signature."))
            .test(reason("text-lines", "line one\nline two", "A line feed inside the text.")),
    )
}
