//! `alipay.page_pay`: the signed URL, and the form that posts itself.
//!
//! The judge reads both as a browser would and recomputes the signature, so a vector needs no expected signature. Texts
//! with line feeds are not posted here: a browser turns them into CRLF, so that no form can carry them unchanged.

use serde_json::{Value, json};

use super::fixtures::{BIZ_CONTENT, object, request, signer};
use crate::canonical::Pair;
use crate::keys::{A, Container, L};
use crate::suite::{Group, Suite, Test, Verdict};

const GATEWAY: &str = "https://openapi.alipay.com/gateway.do";
const SANDBOX: &str = "https://openapi-sandbox.dl.alipaydev.com/gateway.do";

/// The suites.
pub(super) fn suites() -> Vec<Suite> {
    vec![suite("GET"), suite("POST")]
}

/// The same cases for both ways to the gateway.
fn suite(method: &'static str) -> Suite {
    let id = |id: &str| format!("ali-page-pay-{}-{id}", method.to_lowercase());
    let case = |verdict: Verdict, name: &str, about: &str, params: &[Pair]| {
        let mut expect = params.to_vec();
        expect.retain(|(_, value)| !value.is_empty());
        Test::new(verdict, id(name), about.to_owned())
            .input(json!({"params": object(params)}))
            .expect(json!({"params": object(&expect)}))
    };
    let valid = |name: &str, about: &str, changes: &[(&str, Option<&str>)]| {
        case(Verdict::Valid, name, about, &request(changes))
    };
    let subject = |name: &str, about: &str, subject: &str| {
        let content = BIZ_CONTENT.replace("测试商品 A+B", subject);
        valid(&format!("subject-{name}"), about, &[("biz_content", Some(&content))])
            .clauses(["ALI-TR-9", "ALI-AMB-21"])
            .attacks(["R09"])
            .flags(["form-value-not-escaped"])
    };
    let gbk = |name: &str, about: &str, label: &str, subject: &str| {
        let content = BIZ_CONTENT.replace("测试商品 A+B", subject);
        valid(name, about, &[("charset", Some(label)), ("biz_content", Some(&content))])
            .clauses(["ALI-SIGN-6", "ALI-TR-7"])
            .attacks(["R09"])
            .flags(["wrong-charset", "charset-not-in-query"])
            .needs("gbk")
    };
    let (name, about, place) = match method {
        "GET" => ("alipay/page-pay-url", "The URL to which the browser is sent.", "everything is in the query"),
        _ => ("alipay/page-pay-form", "The form that posts itself.", "charset is in the query of the action"),
    };
    let rsa = request(&[("sign_type", Some("RSA"))]);
    let outside = request(&[("charset", Some("gbk")), ("biz_content", Some(r#"{"subject":"🏠"}"#))]);
    let mut given = signer();
    given["gateway"] = GATEWAY.into();
    given["http_method"] = method.into();
    let mut tests = vec![
        valid("ex-1", &format!("The request of ALI-EX-1: {place}, and the signature covers what the browser sends."), &[])
            .clauses(["ALI-TR-2", "ALI-TR-5", "ALI-TR-7", "ALI-SIGN-8", "ALI-EX-1"])
            .attacks(["R09"])
            .flags(["charset-not-in-query"]),
        valid("sandbox", "The sandbox's gateway has another host and path; the caller's gateway is used as given.", &[])
            .clauses(["ALI-TR-5"])
            .flags(["gateway-hard-coded"])
            .input(json!({"gateway": SANDBOX})),
        valid("minimal", "Without format, notify_url and return_url: nothing is added unsigned.", &[
            ("format", None),
            ("notify_url", None),
            ("return_url", None),
        ])
        .clauses(["ALI-TR-5", "ALI-SIGN-1"])
        .flags(["field-added"]),
        valid("empty-notify-url", "An empty notify_url is neither signed nor, if sent, part of what the gateway checks.", &[("notify_url", Some(""))])
            .clauses(["ALI-SIGN-3", "ALI-SIGN-12"])
            .attacks(["R09"])
            .flags(["empty-value-signed"]),
        valid("empty-token", "An empty app_auth_token takes no part.", &[("app_auth_token", Some(""))])
            .clauses(["ALI-SIGN-3", "ALI-SIGN-12"])
            .attacks(["R09"])
            .flags(["empty-value-signed"]),
        valid("return-url-encoded-part", "A return_url with a percent-encoded part is encoded once more for the wire, and only once.", &[("return_url", Some("https://merchant.example/%E6%B5%8B%20x"))])
            .clauses(["ALI-PAR-3", "ALI-SIGN-8"])
            .flags(["double-encoding"]),
        valid("return-url-plus", "A plus in return_url must arrive as a plus.", &[("return_url", Some("https://merchant.example/a+b"))])
            .clauses(["ALI-PAR-3", "ALI-SIGN-8"])
            .flags(["plus-not-encoded"]),
        valid("notify-url-chinese", "A path in Chinese characters is percent-encoded from UTF-8.", &[("notify_url", Some("https://merchant.example/通知"))])
            .clauses(["ALI-SIGN-8"])
            .flags(["wrong-charset"]),
        valid("unknown-parameter", "A parameter that no table names is sent and signed.", &[("new_param_2030", Some("a b&c=d"))])
            .clauses(["ALI-SIGN-1"])
            .flags(["unknown-field-dropped"]),
        valid("value-at", "A value that begins with @ is sent and signed.", &[("terminal_info", Some("@home"))])
            .clauses(["ALI-SIGN-13", "ALI-AMB-17"])
            .flags(["at-value-dropped"]),
        valid("value-trailing-space", "A trailing space is sent and signed.", &[("terminal_info", Some("a "))])
            .clauses(["ALI-SIGN-5", "ALI-AMB-18"])
            .flags(["value-trimmed"]),
        valid("upper-charset", "The label UTF-8 is sent and signed as it stands.", &[("charset", Some("UTF-8"))])
            .clauses(["ALI-PAR-1", "ALI-AMB-3", "ALI-TR-7"])
            .flags(["charset-label-rewritten"]),
        valid("certificate-mode", "The certificate numbers are common parameters.", &[
            ("app_cert_sn", Some("0123456789abcdef0123456789abcdef")),
            ("alipay_root_cert_sn", Some("0123456789abcdef0123456789abcdef_fedcba9876543210fedcba9876543210")),
        ])
        .clauses(["ALI-TR-5", "ALI-SIGN-1"])
        .flags(["unknown-field-dropped"]),
        valid("biz-pretty", "biz_content with white space is sent byte for byte.", &[("biz_content", Some(r#"{ "out_trade_no" : "T1",  "subject" : "a" }"#))])
            .clauses(["ALI-SIGN-5", "ALI-AMB-20", "ALI-TR-2"])
            .attacks(["R09"])
            .flags(["biz-content-reserialised"]),
        valid("biz-unicode-escapes", "\\u escapes in biz_content stay escapes.", &[("biz_content", Some(r#"{"subject":"\u6d4b\/\u8bd5"}"#))])
            .clauses(["ALI-SIGN-5", "ALI-AMB-20", "ALI-TR-2"])
            .attacks(["R09"])
            .flags(["biz-content-reserialised"]),
        subject("double-quote", "Escaped quotes within the JSON, quotes around every member.", r#"6\" screen"#),
        subject("single-quote", "A single quote ends an attribute that is single-quoted.", "it's"),
        subject("ampersand", "An ampersand before letters reads as an entity when it is not escaped.", "A&B&copy=1"),
        subject("quot-entity", "The text &quot; typed by a user must arrive as six characters.", "say &quot;hi&quot;"),
        subject("amp-entity", "The text &amp; typed by a user must arrive as five characters.", "R&amp;D"),
        subject("numeric-entity", "The text &#34; typed by a user is no quote.", "a&#34;b&#x27;c"),
        subject("tags", "Angle brackets and a script must not leave the attribute.", "<script>alert(1)</script>"),
        subject("attribute-end", "Text that closes the attribute and the tag.", r#"\">\n<input name=total_amount value=0.01>"#),
        subject("chinese", "Chinese text in UTF-8.", "中文商品"),
        subject("emoji", "A character beyond the basic plane.", "房子🏠"),
        subject("percent-plus", "Percent signs and pluses are encoded once.", "50%25 + 1%zz"),
        gbk("gbk", "charset=gbk: the bytes on the wire and under the signature are GBK.", "gbk", "测试商品"),
        gbk("gbk-upper", "The label GBK is sent as it stands.", "GBK", "测试商品"),
        gbk("gbk-trail-bytes", "Characters whose second bytes are a backslash, a bar and braces.", "gbk", "淺東漿潁"),
        Test::invalid(id("gbk-outside"), "A character outside GBK under charset=gbk: no right output exists, a question mark would be signed in its place.")
            .clauses(["ALI-SIGN-6"])
            .flags(["unmappable-replaced"])
            .needs("gbk")
            .input(json!({"params": object(&outside)}))
            .class("unsupported"),
        case(Verdict::Acceptable, "rsa", "sign_type RSA. Acceptable: SHA-1 is for old applications only.", &rsa)
            .clauses(["ALI-SIGN-7", "ALI-AMB-12"])
            .flags(["wrong-digest"])
            .needs("rsa-sha1")
            .input(json!({"sign_type": "RSA"})),
        case(Verdict::Acceptable, "key-1024", "RSA2 with 1024 bits. Acceptable: the documents ask for 2048.", &request(&[]))
            .clauses(["ALI-SIGN-9", "ALI-AMB-11"])
            .attacks(["K10"])
            .flags(["short-key"])
            .needs("rsa-1024")
            .input(json!({"private_key": L.private_pem(Container::Pkcs8)})),
    ];
    for (name, key, needs) in keys() {
        let test =
            valid(&format!("key-{name}"), "The private key in another container: same key, same signature.", &[])
                .clauses(["ALI-KEY-2", "ALI-KEY-3"])
                .attacks(["K11"])
                .flags(["key-container-refused"])
                .input(json!({"private_key": key}));
        tests.push(needs.iter().fold(test, |test, feature| test.needs(feature)));
    }
    if method == "GET" {
        tests.push(
            valid("value-newline", "A line feed in a value is %0A in the URL.", &[("terminal_info", Some("a\nb"))])
                .clauses(["ALI-SIGN-5", "ALI-SIGN-8"])
                .flags(["value-trimmed"]),
        );
    }
    Suite::new(name, "alipay.page_pay", about)
        .group(Group::new("Key A signs; nothing but what was given needs to be sent.", given).all(tests))
}

fn keys() -> Vec<(&'static str, Value, &'static [&'static str])> {
    vec![
        ("pkcs8-bare", A.private_bare(Container::Pkcs8), &["pkcs8-private", "bare-keys"]),
        ("pkcs1-pem", A.private_pem(Container::Pkcs1), &["pkcs1-private", "pem-keys"]),
        ("pkcs1-bare", A.private_bare(Container::Pkcs1), &["pkcs1-private", "bare-keys"]),
    ]
}
