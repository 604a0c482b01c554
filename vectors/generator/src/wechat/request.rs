//! `wechat/request`: the XML of a request, from params.

use serde_json::json;

use super::message::{KEY, Message, NONCE, OTHER_KEY};
use crate::sign::Algorithm;
use crate::suite::{Group, Suite, Test};

pub(super) fn suite() -> Suite {
    Suite::new(
        "wechat/request",
        "wechat.request",
        "The XML of a request. nonce_str, sign and sign_type may be added and nothing else; what was given stands unchanged, and the \
         signature is over what stands there.",
    )
    .group(messages(Algorithm::Md5))
    .group(messages(Algorithm::HmacSha256))
    .group(text())
    .group(impossible())
}

/// The order's request with a `sign_type` in its params, so that there is one right signature.
fn fixed(id: &str, about: &str, name: &str, params: &Message, algorithm: Algorithm) -> Test {
    let params = params.with("sign_type", algorithm.sign_type());
    let names: Vec<&str> =
        params.fields.iter().filter(|(_, value)| !value.is_empty()).map(|(name, _)| name.as_str()).collect();
    let mut expect = params.expect(&names);
    expect["fields"]["sign"] = params.sign(algorithm).into();
    Test::valid(format!("wx-request-{id}"), about)
        .input(json!({"message": name, "params": params.params()}))
        .expect(expect)
        .clauses(["WX-XML-1", "WX-SIGN-4"])
        .flags(["sign-type-dropped"])
}

fn messages(algorithm: Algorithm) -> Group {
    let suffix = if algorithm == Algorithm::Md5 { "md5" } else { "hmac" };
    let order = Message::unified_order();
    let query = Message::order_query();
    let by_transaction = query.without("out_trade_no").with("transaction_id", "1217752501201407033233368018");
    let free = |id: &str, about: &str, name: &str, params: &Message| {
        let mut test = Test::valid(format!("wx-request-{id}-{suffix}"), about)
            .input(json!({"message": name, "params": params.params()}))
            .clauses(["WX-XML-1", "WX-XML-12", "WX-SIGN-12"])
            .flags(["request-field-added"]);
        if algorithm == Algorithm::HmacSha256 {
            test = test.expect(json!({"fields": {"sign_type": "HMAC-SHA256"}})).flags(["algorithm-by-default"]);
        }
        test
    };
    let full = order.with("device_info", "013467007045764").with("detail", "{\"goods_detail\":[{\"goods_id\":\"1\",\"quantity\":1,\"price\":88}]}")
        .with("attach", "深圳分店").with("fee_type", "CNY").with("time_start", "20091225091010").with("time_expire", "20091227091010")
        .with("goods_tag", "WXG").with("product_id", "12235413214070356458058").with("limit_pay", "no_credit").with("receipt", "Y")
        .with("scene_info", "{\"store_info\":{\"id\":\"SZTX001\",\"name\":\"腾大餐厅\",\"area_code\":\"440305\",\"address\":\"科技园中一路腾讯大厦\"}}");
    let native = order.without("openid").with("trade_type", "NATIVE").with("product_id", "88888");
    Group::new(
        &format!("The three messages, {}.", algorithm.sign_type()),
        json!({"key": KEY, "sign_type": algorithm.sign_type()}),
    )
    .test(free("unifiedorder", "A unified order, JSAPI.", "unifiedorder", &order))
    .test(free("unifiedorder-native", "A unified order, NATIVE.", "unifiedorder", &native).clauses(["WX-NAT-20"]))
    .test(free(
        "unifiedorder-app",
        "A unified order, APP.",
        "unifiedorder",
        &order.without("openid").with("trade_type", "APP"),
    ))
    .test(
        free("unifiedorder-full", "A unified order with every field of the seed's table.", "unifiedorder", &full)
            .clauses(["WX-XML-2"]),
    )
    .test(
        free(
            "unifiedorder-no-nonce",
            "No nonce_str is given; it may be added and is then signed.",
            "unifiedorder",
            &order.without("nonce_str"),
        )
        .clauses(["WX-SIGN-11"]),
    )
    .test(
        free(
            "unifiedorder-empty-optional",
            "An empty optional value may be left out; it is never signed.",
            "unifiedorder",
            &order.with("attach", "").with("detail", ""),
        )
        .clauses(["WX-SIGN-3"])
        .flags(["empty-value-signed"]),
    )
    .test(
        free(
            "unifiedorder-device-zero",
            "A device_info of `0` is a value: sent and signed.",
            "unifiedorder",
            &order.with("device_info", "0"),
        )
        .clauses(["WX-SIGN-32"])
        .flags(["zero-dropped"]),
    )
    .test(free("orderquery", "A query by merchant order number.", "orderquery", &query).clauses(["WX-QRY-1"]))
    .test(
        free("orderquery-transaction", "A query by transaction_id.", "orderquery", &by_transaction)
            .clauses(["WX-QRY-1"]),
    )
    .test(free("closeorder", "A close.", "closeorder", &query).clauses(["WX-CLS-1"]))
    .test(fixed(
        &format!("typed-unifiedorder-{suffix}"),
        "sign_type is among the params: sent once and signed.",
        "unifiedorder",
        &order,
        algorithm,
    ))
    .test(fixed(&format!("typed-native-{suffix}"), "NATIVE with sign_type.", "unifiedorder", &native, algorithm))
    .test(fixed(&format!("typed-full-{suffix}"), "Every field with sign_type.", "unifiedorder", &full, algorithm))
    .test(
        fixed(&format!("typed-orderquery-{suffix}"), "A query with sign_type.", "orderquery", &query, algorithm)
            .clauses(["WX-QRY-1"]),
    )
    .test(
        fixed(&format!("typed-closeorder-{suffix}"), "A close with sign_type.", "closeorder", &query, algorithm)
            .clauses(["WX-CLS-1"]),
    )
    .test({
        let params = order.with("sign_type", algorithm.sign_type());
        let mut expect = params.expect(&["nonce_str", "sign_type"]);
        expect["fields"]["sign"] = algorithm.sign(&params.fields, OTHER_KEY).into();
        Test::valid(format!("wx-request-other-key-{suffix}"), "Another key.")
            .clauses(["WX-SIGN-5"])
            .flags(["key-ignored"])
            .input(json!({"message": "unifiedorder", "params": params.params(), "key": OTHER_KEY}))
            .expect(expect)
    })
    .test({
        let mut reversed = order.clone();
        reversed.fields.reverse();
        fixed(
            &format!("typed-reversed-{suffix}"),
            "Params in another order have the same signature.",
            "unifiedorder",
            &reversed,
            algorithm,
        )
        .clauses(["WX-SIGN-1", "WX-XML-4"])
        .flags(["sort-order"])
    })
}

fn text() -> Group {
    let order = Message::unified_order();
    let field = |field: &str, id: &str, value: &str, about: &str| {
        fixed(&format!("text-{id}"), about, "unifiedorder", &order.with(field, value), Algorithm::Md5)
            .clauses(["WX-XML-3", "WX-SIGN-8"])
            .flags(["xml-injection"])
            .attacks(["R08"])
    };
    let attach = |id: &str, value: &str, about: &str| field("attach", id, value, about);
    let body = |id: &str, value: &str, about: &str| field("body", id, value, about).attacks(["X27"]);
    let nonce = |id: &str, value: &str| {
        fixed(
            &format!("nonce-{id}"),
            "The nonce is the caller's text, not a number.",
            "unifiedorder",
            &order.with("nonce_str", value),
            Algorithm::Md5,
        )
        .clauses(["WX-SIGN-11"])
        .flags(["value-coerced"])
    };
    Group::new("Values are escaped for XML and signed raw: what a parser reads back is what was given.", json!({"key": KEY, "sign_type": "MD5"}))
        .test(body("special", "a < b > c & d \" e ' f", "The five special characters."))
        .test(body("cdata-end", "a]]>b", "`]]>` cannot stand inside one CDATA section."))
        .test(body("cdata-end-only", "]]>", "`]]>` alone."))
        .test(body("cdata-end-twice", "]]>]]>", "`]]>` twice."))
        .test(body("cdata-brackets", "a]]", "`]]` at the end joins the section's own end."))
        .test(body("cdata-inside", "<![CDATA[x]]>", "A CDATA section in the text."))
        .test(body("injection", "]]></body><total_fee>1</total_fee><body><![CDATA[", "User text that closes its element and brings a total_fee of its own."))
        .test(body("injection-plain", "</body><total_fee>1</total_fee><body>", "The same without CDATA marks."))
        .test(body("comment", "<!-- x", "Text that opens a comment."))
        .test(body("pi", "<?x y?>", "Text that looks like a processing instruction."))
        .test(body("doctype", "<!DOCTYPE x>", "Text that looks like a DOCTYPE."))
        .test(body("chinese", "腾讯充值中心-QQ会员充值", "Chinese text in UTF-8.").attacks(["E15"]))
        .test(attach("entity", "&amp;&#38;&lt;", "Text that is escaped already is escaped again in XML and signed as it is."))
        .test(attach("ampersand", "a=1&b=2", "`&` and `=` are raw in the signature."))
        .test(attach("percent", "100%25", "Percent signs are raw."))
        .test(attach("plus", "1+1", "A plus is raw."))
        .test(attach("emoji", "🏠", "A character of four bytes.").attacks(["E15"]))
        .test(attach("joined", "👨‍👩‍👧", "Joiners stay."))
        .test(attach("decomposed", "e\u{301}", "A combining accent stays apart."))
        .test(attach("json", "{\"a\": \"b\\n\", \"c\":[1]}", "JSON stays byte for byte."))
        .test(attach("zero", "0", "`0` is sent and signed.").clauses(["WX-SIGN-32"]).flags(["zero-dropped"]))
        .test(attach("false", "false", "The word false is sent and signed."))
        .test(attach("line-feed", "a\nb", "A line feed inside a value."))
        .test(attach("tab", "a\tb", "A tab inside a value."))
        .test(attach("line-separator", "a\u{2028}b", "U+2028 inside a value."))
        .test(attach("key-lookalike", &format!("x&key={OTHER_KEY}"), "Text that looks like the key's pair is a value."))
        .test(nonce("digits", "00012345678901234567890123456789"))
        .test(nonce("exponent", "1e3"))
        .test(nonce("short", "7"))
        .test(nonce("documentation", NONCE))
        .test({
            let params = order.with("attach", "a\r\nb").with("sign_type", "MD5");
            let mut expect = params.expect(&["attach"]);
            expect["fields"]["sign"] = params.sign(Algorithm::Md5).into();
            let about = "CR LF inside a value. XML reads a raw CR LF as LF, so that the receiver hashes something else (WX-AMB-8): refused, or \
                written as a reference.";
            Test::acceptable("wx-request-text-crlf", about).input(json!({"message": "unifiedorder", "params": params.params()})).expect(expect)
                .clauses(["WX-XML-3", "WX-SIGN-8"]).flags(["line-end"])
        })
}

fn impossible() -> Group {
    let order = Message::unified_order();
    let case = |id: &str, about: &str, message: &Message| {
        let about = format!("{about} No XML holds it, so that there is no right output.");
        Test::invalid(format!("wx-request-{id}"), about)
            .input(json!({"message": "unifiedorder", "params": message.params()}))
            .clauses(["WX-XML-1", "WX-XML-16"])
    };
    let control = |id: &str, value: &str, about: &str| {
        case(&format!("control-{id}"), about, &order.with("attach", value))
            .flags(["control-character"])
            .attacks(["E07"])
    };
    let name = |id: &str, name: &str, about: &str| {
        case(&format!("name-{id}"), about, &order.with(name, "1")).flags(["impossible-name"]).attacks(["X27"])
    };
    Group::new("Characters and names that XML 1.0 does not have.", json!({"key": KEY, "sign_type": "MD5"}))
        .test(control("one", "a\u{1}b", "U+0001 in a value."))
        .test(control("nul", "a\u{0}b", "NUL in a value."))
        .test(control("escape", "\u{1B}[2J", "ESC in a value."))
        .test(control("vertical-tab", "a\u{B}b", "A vertical tab in a value."))
        .test(control("noncharacter", "a\u{FFFE}b", "U+FFFE in a value."))
        .test(control("noncharacter-last", "a\u{FFFF}b", "U+FFFF in a value."))
        .test(name("space", "a b", "A name with a space."))
        .test(name("digit", "1a", "A name that begins with a digit."))
        .test(name("empty", "", "An empty name."))
        .test(name("markup", "a><b", "A name that closes its tag."))
        .test(name("attribute", "a x=\"1\"", "A name that brings an attribute."))
        .test(name("slash", "a/", "A name that ends in a slash."))
        .test(name("control", "a\u{1}", "A name with a control character."))
}
