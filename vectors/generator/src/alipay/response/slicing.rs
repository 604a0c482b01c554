//! Where the signed text begins and ends.

use serde_json::json;

use super::super::charset::Charset;
use super::super::fixtures::NODE;
use super::{QUERY, body, body_with, expect_node, given, invalid, policy, sign, valid, with_subject};
use crate::keys::P;
use crate::sign::RsaScheme;
use crate::suite::{Group, Suite, Test};

pub(super) fn suites() -> Vec<Suite> {
    vec![strings(), layout(), names(), bytes()]
}

/// Braces, quotes and backslashes within strings.
fn strings() -> Suite {
    let subject = |id: &str, about: &str, subject: &str| {
        let node = with_subject(subject);
        valid(&format!("string-{id}"), about, &body(&node), &node)
            .clauses(["ALI-RSP-2", "ALI-RSP-3", "ALI-RSP-4"])
            .attacks(["J07"])
            .flags(["node-cut-wrong"])
    };
    let kept = |id: &str, about: &str, subject: &str| {
        let node = with_subject(subject);
        valid(&format!("string-{id}"), about, &body(&node), &node)
            .clauses(["ALI-RSP-2", "ALI-RSP-5"])
            .attacks(["J09"])
            .flags(["node-reserialised"])
    };
    let shape = |id: &str, about: &str, node: &str| {
        valid(&format!("shape-{id}"), about, &body(node), node)
            .clauses(["ALI-RSP-2", "ALI-RSP-3"])
            .attacks(["J07"])
            .flags(["node-cut-wrong"])
    };
    let nested = format!(
        "{{\"code\":\"10000\",\"out_trade_no\":\"T20260101_0001\",\"trade_no\":\"2026010122001400000000000001\",\"trade_status\":\"TRADE_SUCCESS\",\"total_amount\":\"88.88\",\"ext\":{}1{}}}",
        "{\"a\":".repeat(20),
        "}".repeat(20)
    );
    let deep = format!("{{\"code\":\"10000\",\"ext\":{}1{}}}", "{\"a\":".repeat(100), "}".repeat(100));
    Suite::new("alipay/response-strings", "alipay.response", "The node ends where its outermost brace does, strings aside.")
        .group(
            Group::new("Signs within strings.", given())
                .test(valid("ex-7", "ALI-EX-7: a brace, an escaped quote, escaped slashes, an inner member named sign, nested objects.", &body(NODE), NODE).clauses(["ALI-EX-7", "ALI-RSP-1", "ALI-RSP-2", "ALI-RSP-3", "ALI-RSP-4", "ALI-QRY-2"]).attacks(["J07", "J09"]).flags(["node-cut-wrong"]))
                .test(subject("close-brace", "A closing brace: counting braces without looking at strings ends too early.", "a}b"))
                .test(subject("close-braces", "Three closing braces.", "}}}"))
                .test(subject("open-brace", "An opening brace: counting ends too late, or never.", "a{b"))
                .test(subject("open-braces", "Opening braces and a quote.", r#"{{\"{"#))
                .test(subject("escaped-quote", "An escaped quote does not end the string.", r#"6\" screen"#))
                .test(subject("escaped-quote-brace", "An escaped quote and a brace.", r#"a\"}b"#))
                .test(subject("backslash-end", "An escaped backslash before the closing quote: the quote ends the string.", r"C:\\"))
                .test(subject("backslash-quote", "An escaped backslash, then an escaped quote and a brace.", r#"a\\\"}b"#))
                .test(subject("backslashes", "Four backslashes are two characters, and the quote after them ends the string.", r"\\\\"))
                .test(subject("sign-member", "The text `,\"sign\":\"` within a string: the first one is not the signature's.", r#"a,\"sign\":\"b"#))
                .test(subject("sign-after-brace", "The text `},\"sign\":\"` within a string.", r#"a},\"sign\":\"b"#))
                .test(subject("node-name", "The node's own name within a string.", r#"{\"alipay_trade_query_response\":{}}"#))
                .test(subject("response-colon", "The text `_response\":` within a string.", r#"x_response\":{\"code\":\"10000\"}"#))
                .test(subject("brackets", "Brackets, colons and commas.", "[],:]["))
                .test(subject("unicode-brace", "A brace written as an escape.", r"a\u007db\u0022c")),
        )
        .group(
            Group::new("Spellings that a parser would change.", given())
                .test(kept("escaped-slashes", "Escaped slashes stay escaped in what is signed.", r"https:\/\/qr.alipay.com\/bax0001"))
                .test(kept("plain-slashes", "Plain slashes stay plain.", "https://qr.alipay.com/bax0001"))
                .test(kept("mixed-slashes", "One slash escaped and one not.", r"a\/b/c"))
                .test(kept("unicode-escapes", "Chinese text as \\u escapes.", r"\u6d4b\u8bd5"))
                .test(kept("unicode-upper", "Escapes with hex digits in upper case.", r"\u6D4B\u8BD5"))
                .test(kept("raw-unicode", "Chinese text as it is.", "测试商品"))
                .test(kept("emoji", "A character beyond the basic plane, once as it is and once as two escapes.", r"🏠\ud83c\udfe0"))
                .test(kept("controls", "Escaped control characters.", r"a\tb\nc"))
                .test(kept("html", "Angle brackets and ampersands that some writers escape.", "<a&b>")),
        )
        .group(
            Group::new("Shapes of the node.", given())
                .test(shape("plain", "Text alone: no nesting at all.", r#"{"code":"10000","out_trade_no":"T20260101_0001","trade_no":"2026010122001400000000000001","trade_status":"TRADE_SUCCESS","total_amount":"88.88"}"#))
                .test(shape("inner-sign", "A member named sign within the node is not the signature.", r#"{"code":"10000","out_trade_no":"T20260101_0001","trade_no":"2026010122001400000000000001","trade_status":"TRADE_SUCCESS","total_amount":"88.88","sign":"inner"}"#))
                .test(shape("inner-sign-object", "A member named sign that is an object.", r#"{"code":"10000","out_trade_no":"T20260101_0001","trade_no":"2026010122001400000000000001","trade_status":"TRADE_SUCCESS","total_amount":"88.88","sign":{"sign":"}"}}"#))
                .test(shape("inner-node", "A member with the node's own name within the node.", &format!(r#"{{"code":"10000","out_trade_no":"T20260101_0001","trade_no":"2026010122001400000000000001","trade_status":"TRADE_SUCCESS","total_amount":"88.88","{QUERY}":{{"code":"40004"}}}}"#)))
                .test(shape("array", "Arrays of objects.", r#"{"code":"10000","out_trade_no":"T20260101_0001","trade_no":"2026010122001400000000000001","trade_status":"TRADE_SUCCESS","total_amount":"88.88","fund_bill_list":[{"amount":"80.00","fund_channel":"PCREDIT"},{"amount":"8.88","fund_channel":"COUPON"}]}"#).clauses(["ALI-QRY-2"]))
                .test(shape("json-text", "JSON within a string.", r#"{"code":"10000","out_trade_no":"T20260101_0001","trade_no":"2026010122001400000000000001","trade_status":"TRADE_SUCCESS","total_amount":"88.88","discount_goods_detail":"[{\"goods_id\":\"STANDARD\",\"discount_amount\":\"1.00\"}]"}"#).clauses(["ALI-QRY-2"]))
                .test(shape("numbers", "A number keeps its digits: 88.80 is not 88.8.", r#"{"code":"10000","out_trade_no":"T20260101_0001","trade_no":"2026010122001400000000000001","trade_status":"TRADE_SUCCESS","total_amount":"88.88","a":88.80,"b":100,"d":true,"e":null}"#).attacks(["J09"]).flags(["node-reserialised"]))
                .test(shape("member-order", "Members are not sorted.", r#"{"z":"1","code":"10000","out_trade_no":"T20260101_0001","trade_no":"2026010122001400000000000001","trade_status":"TRADE_SUCCESS","total_amount":"88.88","a":"2"}"#).attacks(["J09"]).flags(["node-reserialised"]))
                .test(shape("nested", "Twenty levels.", &nested))
                .test(policy("shape-deep", "A hundred levels. Acceptable: no document limits the depth, and a reader has to.", &body(&deep), &deep).clauses(["ALI-RSP-3"]).flags(["genuine-large-refused"]))
                .test(policy("shape-long-number", "trade_no as a number of 28 digits. Acceptable: the documents have strings; whoever reads it must keep every digit.", &body(r#"{"code":"10000","trade_no":2026010122001400000000000001}"#), r#"{"code":"10000","trade_no":2026010122001400000000000001}"#).clauses(["ALI-RSP-2"]).attacks(["J13"]).flags(["value-coerced"]))
                .test(policy("shape-code-number", "code as a number. Acceptable: the documents have a string.", &body(r#"{"code":10000,"msg":"Success"}"#), r#"{"code":10000,"msg":"Success"}"#).clauses(["ALI-ERR-1"]).attacks(["J13"]).flags(["value-coerced"]))
                .test({
                    let node = r#"{"code":"10000","trade_status":"WAIT_BUYER_PAY","trade_status":"TRADE_SUCCESS"}"#;
                    Test::acceptable("ali-response-shape-duplicate-members", "A member stands twice within the signed node. Acceptable to refuse; all of it is signed.")
                        .body(body(node))
                        .expect(json!({"node": node}))
                        .clauses(["ALI-RSP-2"])
                        .attacks(["J02"])
                        .flags(["duplicate-field"])
                }),
        )
}

/// White space and the order of the top level.
fn layout() -> Suite {
    let node = with_subject("测试");
    let signature = sign(&node);
    let outside = |id: &str, about: &str, body: String| {
        valid(&format!("layout-{id}"), about, &body, &node)
            .clauses(["ALI-RSP-6"])
            .attacks(["J10"])
            .flags(["node-cut-wrong"])
    };
    let inside = |id: &str, about: &str, node: &str| {
        valid(&format!("layout-{id}"), about, &body(node), node)
            .clauses(["ALI-RSP-6", "ALI-RSP-2"])
            .attacks(["J10", "J09"])
            .flags(["node-reserialised"])
    };
    let certificate = "0123456789abcdef0123456789abcdef";
    Suite::new("alipay/response-layout", "alipay.response", "White space outside the node is free, inside it is signed.")
        .group(
            Group::new("White space.", given())
                .test(outside("spaces", "Spaces around names, colons and commas.", format!(r#"{{ "{QUERY}" : {node} , "sign" : "{signature}" }}"#)))
                .test(outside("newlines", "Line feeds and tabs.", format!("{{\n\t\"{QUERY}\":\n\t{node},\n\t\"sign\":\n\t\"{signature}\"\n}}\n")))
                .test(outside("crlf", "CRLF line ends.", format!("{{\r\n\"{QUERY}\": {node},\r\n\"sign\": \"{signature}\"\r\n}}")))
                .test(outside("colon-space", "One space after the node's colon, which is not signed.", format!(r#"{{"{QUERY}": {node},"sign":"{signature}"}}"#)))
                .test(outside("before-comma", "A space between the node and the comma.", format!(r#"{{"{QUERY}":{node} ,"sign":"{signature}"}}"#)))
                .test(inside("inside-spaces", "Spaces within the node are signed.", r#"{ "code" : "10000" , "out_trade_no" : "T20260101_0001" , "trade_no" : "2026010122001400000000000001" , "trade_status" : "TRADE_SUCCESS" , "total_amount" : "88.88" }"#))
                .test(inside("inside-newlines", "A node that is pretty-printed.", "{\n  \"code\": \"10000\",\n  \"out_trade_no\": \"T20260101_0001\",\n  \"trade_no\": \"2026010122001400000000000001\",\n  \"trade_status\": \"TRADE_SUCCESS\",\n  \"total_amount\": \"88.88\",\n  \"ext\": {\n    \"a\": [ 1, 2 ]\n  }\n}"))
                .test(inside("inside-before-end", "A space before the last brace.", r#"{"code":"10000","out_trade_no":"T20260101_0001","trade_no":"2026010122001400000000000001","trade_status":"TRADE_SUCCESS","total_amount":"88.88" }"#)),
        )
        .group(
            Group::new("Members beside the node.", given())
                .test(valid("certificate-after", "alipay_cert_sn after the signature.", &format!(r#"{{"{QUERY}":{node},"sign":"{signature}","alipay_cert_sn":"{certificate}"}}"#), &node).clauses(["ALI-KEY-8"]).attacks(["J12"]).flags(["node-cut-wrong"]))
                .test(valid("certificate-between", "alipay_cert_sn between node and signature.", &format!(r#"{{"{QUERY}":{node},"alipay_cert_sn":"{certificate}","sign":"{signature}"}}"#), &node).clauses(["ALI-KEY-8"]).attacks(["J12"]).flags(["node-cut-wrong"]))
                .test(valid("certificate-before", "alipay_cert_sn before the node.", &format!(r#"{{"alipay_cert_sn":"{certificate}","{QUERY}":{node},"sign":"{signature}"}}"#), &node).clauses(["ALI-KEY-8"]).attacks(["J12"]).flags(["node-cut-wrong"]))
                .test(policy("sign-first", "The signature before the node. Acceptable: never seen, and the same JSON.", &format!(r#"{{"sign":"{signature}","{QUERY}":{node}}}"#), &node).clauses(["ALI-RSP-6"]).attacks(["J12"]).flags(["node-cut-wrong"]))
                .test(policy("unknown-member", "A member that no document names, after the signature. Acceptable: it is unsigned, and not returned.", &format!(r#"{{"{QUERY}":{node},"sign":"{signature}","trace_id":"21"}}"#), &node).clauses(["ALI-RSP-7"]).flags(["node-cut-wrong"]))
                .test(policy("name-in-value", "The node's name as the value of an earlier, unsigned member. Acceptable to refuse the member; the node is the one that is keyed.", &format!(r#"{{"note":"{QUERY}","{QUERY}":{node},"sign":"{signature}"}}"#), &node).clauses(["ALI-RSP-4"]).attacks(["J08"]).flags(["node-cut-wrong"]))
                .test(policy("name-in-text", "The text `\"alipay_trade_query_response\":{…}` within an earlier member's value. Acceptable to refuse the member.", &format!(r#"{{"note":"\"{QUERY}\":{{\"code\":\"10000\"}}","{QUERY}":{node},"sign":"{signature}"}}"#), &node).clauses(["ALI-RSP-4"]).attacks(["J08"]).flags(["node-cut-wrong"]))
                .test(policy("name-nested", "A node of that name within an earlier, unsigned member. Acceptable to refuse the member; the signed node is at the top.", &format!(r#"{{"data":{{"{QUERY}":{{"code":"10000","trade_status":"TRADE_CLOSED"}}}},"{QUERY}":{node},"sign":"{signature}"}}"#), &node).clauses(["ALI-RSP-4", "ALI-RSP-7"]).attacks(["J08"]).flags(["unsigned-node-returned"]))
                .test(policy("sign-nested", "A member sign within an object between node and signature. Acceptable to refuse the member.", &format!(r#"{{"{QUERY}":{node},"ext":{{"sign":"x"}},"sign":"{signature}"}}"#), &node).clauses(["ALI-RSP-4"]).attacks(["J08"]).flags(["node-cut-wrong"]))
                .test(policy("name-escaped", "The node's name with an escaped letter. Acceptable: the same name by JSON's rules, and never seen.", &body(&node).replacen("alipay_trade", "alipay\\u005ftrade", 1), &node).clauses(["ALI-RSP-1"]).attacks(["J08"]).flags(["node-cut-wrong"]))
                .test(policy("bom", "A byte order mark before the body. Acceptable: JSON's readers may skip or refuse it.", &format!("\u{feff}{}", body(&node)), &node).clauses(["ALI-RSP-6"]).flags(["node-cut-wrong"]))
                .test(policy("trailing-text", "Text after the body's last brace. Acceptable: it is no JSON then, yet the node is whole and signed.", &format!("{}x", body(&node)), &node).clauses(["ALI-RSP-6"]).flags(["node-cut-wrong"])),
        )
}

/// The node is named by the method.
fn names() -> Suite {
    let node = r#"{"code":"10000","msg":"Success"}"#;
    let method = |id: &str, method: &str, name: &str, node: &str| {
        valid(
            &format!("name-{id}"),
            &format!("The node of {method} is {name}."),
            &format!(r#"{{"{name}":{node},"sign":"{}"}}"#, sign(node)),
            node,
        )
        .input(json!({"method": method}))
        .clauses(["ALI-RSP-1"])
        .flags(["node-name-wrong"])
    };
    let named = |name: &str| format!(r#"{{"{name}":{node},"sign":"{}"}}"#, sign(node));
    Suite::new("alipay/response-name", "alipay.response", "The node is named by the method, dots to underscores.")
        .group(
            Group::new("Methods.", given())
                .test(method("refund", "alipay.trade.refund", "alipay_trade_refund_response", node))
                .test(method("refund-query", "alipay.trade.fastpay.refund.query", "alipay_trade_fastpay_refund_query_response", node))
                .test(method("close", "alipay.trade.close", "alipay_trade_close_response", node))
                .test(method("bill", "alipay.data.dataservice.bill.downloadurl.query", "alipay_data_dataservice_bill_downloadurl_query_response", r#"{"code":"10000","msg":"Success","bill_download_url":"https:\/\/dwbillcenter.alipay.com\/downloadBillFile.resource?bizType=trade&fileId=1"}"#)),
        )
        .group(
            Group::new("Other names.", given())
                .test(invalid("name-upper", "The node's name in upper case: names are matched exactly.", &named("ALIPAY_TRADE_QUERY_RESPONSE"), "malformed").clauses(["ALI-RSP-1"]).attacks(["J03"]).flags(["node-name-wrong"]))
                .test(invalid("name-dots", "The method's dots stand in the node's name.", &named("alipay.trade.query_response"), "malformed").clauses(["ALI-RSP-1"]).flags(["node-name-wrong"]))
                .test(invalid("name-none", "A signature and no node.", &format!(r#"{{"sign":"{}"}}"#, sign(node)), "malformed").clauses(["ALI-RSP-1"]).flags(["node-name-wrong"]))
                .test(invalid("name-prefix", "A node whose name only ends like the right one.", &named("x_alipay_trade_query_response"), "malformed").clauses(["ALI-RSP-1"]).attacks(["J08"]).flags(["node-name-wrong"]))
                .test(policy("name-other-method", "The genuine node of another method. Acceptable: genuine, and of another kind.", &named("alipay_trade_pay_response"), node).clauses(["ALI-RSP-1"]).flags(["node-name-wrong"])),
        )
}

/// Bytes: charsets, and the encrypted node.
fn bytes() -> Suite {
    let gbk = |id: &str, about: &str, subject: &str| {
        let node = with_subject(subject);
        let encoded = Charset::Gbk.encode(&node);
        let sign = RsaScheme::Rsa2.sign(&P, &encoded);
        let body = Charset::Gbk.encode(&body_with(&node, &sign));
        expect_node(Test::valid(format!("ali-response-gbk-{id}"), about).body(body), &node)
            .input(json!({"charset": "gbk"}))
            .clauses(["ALI-RSP-9", "ALI-AMB-2"])
            .attacks(["E01"])
            .flags(["wrong-charset"])
            .needs("gbk")
    };
    let node = with_subject("测试");
    let encoded = Charset::Gbk.encode(&node);
    let gbk_body = Charset::Gbk.encode(&body_with(&node, &RsaScheme::Rsa2.sign(&P, &encoded)));
    let encrypted = "\"v9xEJGtFY9vW2Ge//P1+YDhG/y6k2XGH38R0FaaA2dsLX2w6jNo3fNfzF/39kO1ViCsGp8T0deyL/KE/Az9daQ==\"";
    let escaped = encrypted.replace('/', "\\/");
    let string_node = |id: &str, about: &str, node: &str| {
        policy(id, about, &body(node), node)
            .clauses(["ALI-ENC-3", "ALI-RSP-2"])
            .attacks(["J11"])
            .flags(["node-cut-wrong"])
    };
    let mut broken = body(&node).into_bytes();
    let at = broken.windows(2).position(|pair| pair == "测".as_bytes()[..2].as_ref()).expect("the subject is there");
    broken[at] = 0xff;
    Suite::new("alipay/response-bytes", "alipay.response", "The node's bytes are signed, in the charset of the request.")
        .group(
            Group::new("GBK.", given())
                .test(gbk("plain", "A response in GBK.", "测试商品"))
                .test(gbk("backslash-end", "The last byte before the closing quote is a backslash, and half of 淺: reading bytes one at a time, it escapes the quote.", "水淺"))
                .test(gbk("backslash-brace", "A half character that is a backslash, before a brace.", "淺}"))
                .test(gbk("braces", "Half characters that are braces.", "漿潁漿漿"))
                .test({
                    let test = Test::acceptable("ali-response-gbk-unasked", "A response in GBK although utf-8 was asked for. Acceptable: reported of gateway errors; the bytes are genuine.");
                    expect_node(test.body(gbk_body), &node).clauses(["ALI-RSP-9"]).flags(["wrong-charset"]).needs("gbk")
                })
                .test(
                    Test::invalid("ali-response-gbk-signed-utf8", "GBK bytes under a signature over UTF-8: a verifier that re-encodes accepts it.")
                        .body(Charset::Gbk.encode(&body(&node)))
                        .input(json!({"charset": "gbk"}))
                        .class("signature")
                        .clauses(["ALI-RSP-9"])
                        .attacks(["E02"])
                        .flags(["wrong-charset"])
                        .needs("gbk"),
                )
                .test(
                    Test::invalid("ali-response-utf8-broken", "A byte of the subject became FF; replaced by a mark, it is not what was signed.")
                        .body(broken)
                        .class("signature")
                        .clauses(["ALI-RSP-9"])
                        .attacks(["E03"])
                        .flags(["invalid-utf8-repaired"]),
                ),
        )
        .group(
            Group::new("An encrypted node is a string. Acceptable: encryption is an option, and the operation has no key for it.", given())
                .test(string_node("encrypted", "Signed with its quotes. Acceptable: without the content key some refuse it.", encrypted))
                .test(string_node("encrypted-slashes", "The same with escaped slashes. Acceptable: without the content key some refuse it.", &escaped))
                .test(invalid("encrypted-without-quotes", "Signed without its quotes.", &body_with(encrypted, &sign(encrypted.trim_matches('"'))), "signature").clauses(["ALI-ENC-3"]).attacks(["J11"]).flags(["node-cut-wrong"]))
                .test(invalid("encrypted-slashes-without-quotes", "The same with escaped slashes.", &body_with(&escaped, &sign(escaped.trim_matches('"'))), "signature").clauses(["ALI-ENC-3"]).attacks(["J11"]).flags(["node-cut-wrong"]))
                .test(invalid("encrypted-changed", "A letter of the ciphertext changed.", &body_with(&encrypted.replacen("v9", "w9", 1), &sign(encrypted)), "signature").clauses(["ALI-ENC-3"]).attacks(["J11"]).flags(["signature-not-checked"])),
        )
}
