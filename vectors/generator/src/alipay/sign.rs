//! `alipay.sign`: the string of a request and its signature (object A).

use serde_json::{Value, json};

use super::charset::Charset;
use super::fixtures::{BIZ_CONTENT, object, request, signer};
use crate::canonical::{Pair, alipay_request};
use crate::keys::{A, Container, L, TestKey};
use crate::sign::RsaScheme;
use crate::suite::{Group, Suite, Test, Verdict};

/// The string and its signature, as an adapter returns them.
fn output(params: &[Pair], key: &TestKey, scheme: RsaScheme, charset: Charset) -> Value {
    let canonical = alipay_request(params);
    json!({"sign": scheme.sign(key, &charset.encode(&canonical)), "canonical": canonical})
}

fn case(verdict: Verdict, id: &str, about: &str, params: &[Pair]) -> Test {
    Test::new(verdict, format!("ali-sign-{id}"), about.to_owned())
        .input(json!({"params": object(params)}))
        .expect(output(params, &A, RsaScheme::Rsa2, Charset::Utf8))
}

fn valid(id: &str, about: &str, changes: &[(&str, Option<&str>)]) -> Test {
    case(Verdict::Valid, id, about, &request(changes))
}

fn given(charset: &str) -> Value {
    let mut given = signer();
    given["charset"] = charset.into();
    given
}

/// The suites.
pub(super) fn suites() -> Vec<Suite> {
    vec![examples(), string(), values(), charsets(), keys()]
}

fn examples() -> Suite {
    let rsa = request(&[("sign_type", Some("RSA"))]);
    let gbk = request(&[("charset", Some("gbk"))]);
    Suite::new("alipay/sign-examples", "alipay.sign", "The worked examples of requests.").group(
        Group::new("The request of page pay in each charset and algorithm.", given("utf-8"))
            .test(valid("ex-1", "ALI-EX-1: RSA2 over UTF-8.", &[]).clauses([
                "ALI-EX-1",
                "ALI-SIGN-1",
                "ALI-SIGN-2",
                "ALI-SIGN-4",
                "ALI-SIGN-7",
                "ALI-SIGN-8",
                "ALI-KEY-3",
            ]))
            .test(
                Test::valid("ali-sign-ex-2", "ALI-EX-2: the same request with charset=gbk, hashed as GBK bytes.")
                    .clauses(["ALI-EX-2", "ALI-SIGN-6", "ALI-AMB-2"])
                    .attacks(["R09"])
                    .flags(["wrong-charset"])
                    .needs("gbk")
                    .input(json!({"params": object(&gbk), "charset": "gbk"}))
                    .expect(output(&gbk, &A, RsaScheme::Rsa2, Charset::Gbk)),
            )
            .test(
                Test::acceptable(
                    "ali-sign-ex-3a",
                    "ALI-EX-3a: sign_type RSA, SHA-1, with 2048 bits. Acceptable: SHA-1 is for old applications only.",
                )
                .clauses(["ALI-EX-3a", "ALI-SIGN-7", "ALI-AMB-12"])
                .flags(["wrong-digest"])
                .needs("rsa-sha1")
                .input(json!({"params": object(&rsa), "sign_type": "RSA"}))
                .expect(output(&rsa, &A, RsaScheme::Rsa, Charset::Utf8)),
            )
            .test(
                Test::acceptable(
                    "ali-sign-ex-3b",
                    "ALI-EX-3b: sign_type RSA with 1024 bits. Acceptable: SHA-1 is for old applications only.",
                )
                .clauses(["ALI-EX-3b", "ALI-SIGN-7", "ALI-AMB-12"])
                .flags(["wrong-digest"])
                .needs("rsa-sha1")
                .needs("rsa-1024")
                .input(json!({
                    "params": object(&rsa), "sign_type": "RSA", "private_key": L.private_pem(Container::Pkcs8)
                }))
                .expect(output(&rsa, &L, RsaScheme::Rsa, Charset::Utf8)),
            ),
    )
}

/// Which parameters take part, and in which order.
fn string() -> Suite {
    let with_sign = request(&[("sign", Some("stale"))]);
    let sign_signed = {
        let canonical = crate::canonical::join(with_sign.iter().filter(|(_, value)| !value.is_empty()));
        json!({"sign": RsaScheme::Rsa2.sign(&A, canonical.as_bytes()), "canonical": canonical})
    };
    let mut shuffled = request(&[]);
    shuffled.reverse();
    let prefixes = crate::canonical::pairs(&[("a1", "2"), ("a", "1"), ("a-b", "3")]);
    let by_pair = "a-b=3&a1=2&a=1";
    Suite::new("alipay/sign-string", "alipay.sign", "Which parameters a request signs, and in which order.")
        .group(
            Group::new("Parameters that take part and those that do not.", given("utf-8"))
                .test(
                    Test::acceptable("ali-sign-drops-sign", "A sign among the parameters. Acceptable: a request leaves it out, but this operation signs what it is given, and no caller gives one.")
                        .input(json!({"params": object(&with_sign)}))
                        .or_expect(output(&with_sign, &A, RsaScheme::Rsa2, Charset::Utf8))
                        .or_expect(sign_signed)
                        .clauses(["ALI-SIGN-2"])
                        .flags(["sign-signed"]),
                )
                .test(
                    case(Verdict::Valid, "drops-sign-short", "A sign of one letter is left out all the same: the name decides, not the value.", &request(&[("sign", Some("x"))]))
                        .clauses(["ALI-SIGN-2"])
                        .flags(["sign-signed"]),
                )
                .test(
                    case(Verdict::Valid, "keeps-sign-type", "A request keeps sign_type in the string; the rule of notifications drops it.", &request(&[("timestamp", Some("2026-01-01 12:00:01"))]))
                        .clauses(["ALI-SIGN-2"])
                        .flags(["sign-type-dropped"]),
                )
                .test(
                    case(Verdict::Valid, "no-sign-type", "The operation signs the parameters as given and adds nothing: without sign_type among them the string has none.", &request(&[("sign_type", None)]))
                        .clauses(["ALI-SIGN-1"])
                        .flags(["field-added"]),
                )
                .test(valid("unknown-parameter", "A parameter that no table names is signed all the same.", &[("new_param_2030", Some("v"))]).clauses(["ALI-SIGN-1", "ALI-PAR-1"]).flags(["unknown-field-dropped"]))
                .test(valid("agent-token", "app_auth_token of an agent's call is signed.", &[("app_auth_token", Some("202601BB5d4b3f1d2a4d4a7e8c1e0f5b6a7c8d9e"))]).clauses(["ALI-SIGN-1"]).flags(["unknown-field-dropped"]))
                .test(
                    valid("certificate-numbers", "app_cert_sn and alipay_root_cert_sn are signed in certificate mode.", &[
                        ("app_cert_sn", Some("0123456789abcdef0123456789abcdef")),
                        ("alipay_root_cert_sn", Some("0123456789abcdef0123456789abcdef_fedcba9876543210fedcba9876543210")),
                    ])
                    .clauses(["ALI-SIGN-1"])
                    .flags(["unknown-field-dropped"]),
                )
                .all(["app_auth_token", "notify_url", "return_url", "biz_content", "aaa", "zzz"].map(|name| {
                    valid(
                        &format!("empty-{}", name.replace('_', "-")),
                        &format!("{name} is empty and takes no part; a string with `{name}=` is refused by the gateway."),
                        &[(name, Some(""))],
                    )
                    .clauses(["ALI-SIGN-3", "ALI-SIGN-12"])
                    .attacks(["R09", "F10"])
                    .flags(["empty-value-signed"])
                }))
                .test(
                    valid("value-zero-product", "The value `0` in another parameter.", &[("prod_code", Some("0"))])
                        .clauses(["ALI-SIGN-3"])
                        .attacks(["F11"])
                        .flags(["zero-dropped"]),
                )
                .all([("zero", "0"), ("false", "false"), ("null", "null")].map(|(id, value)| {
                    valid(
                        &format!("value-{id}"),
                        &format!("The value `{value}` is not empty; a test of truth drops it."),
                        &[("terminal_info", Some(value))],
                    )
                    .clauses(["ALI-SIGN-3"])
                    .attacks(["F11"])
                    .flags(["zero-dropped"])
                }))
                .test(
                    Test::acceptable("ali-sign-value-spaces", "A value of white space alone. Acceptable: some count it as empty, and no document says.")
                        .clauses(["ALI-SIGN-11", "ALI-AMB-18"])
                        .flags(["value-trimmed"])
                        .input(json!({"params": object(&request(&[("terminal_info", Some("  "))]))}))
                        .or_expect(output(&request(&[("terminal_info", Some("  "))]), &A, RsaScheme::Rsa2, Charset::Utf8))
                        .or_expect(output(&request(&[]), &A, RsaScheme::Rsa2, Charset::Utf8)),
                )
                .test(
                    Test::acceptable("ali-sign-value-tab", "A tab alone as a value. Acceptable: some count it as empty, and no document says.")
                        .clauses(["ALI-SIGN-11", "ALI-AMB-18"])
                        .flags(["value-trimmed"])
                        .input(json!({"params": object(&request(&[("terminal_info", Some("\t"))]))}))
                        .or_expect(output(&request(&[("terminal_info", Some("\t"))]), &A, RsaScheme::Rsa2, Charset::Utf8))
                        .or_expect(output(&request(&[]), &A, RsaScheme::Rsa2, Charset::Utf8)),
                )
                .test(
                    Test::acceptable("ali-sign-value-ideographic-space", "An ideographic space alone as a value. Acceptable: whether it is white space depends on the trimmer, and no document says.")
                        .clauses(["ALI-SIGN-11"])
                        .flags(["value-trimmed"])
                        .input(json!({"params": object(&request(&[("terminal_info", Some("\u{3000}"))]))}))
                        .or_expect(output(&request(&[("terminal_info", Some("\u{3000}"))]), &A, RsaScheme::Rsa2, Charset::Utf8))
                        .or_expect(output(&request(&[]), &A, RsaScheme::Rsa2, Charset::Utf8)),
                ),
        )
        .group(
            Group::new("Byte order of the names.", given("utf-8"))
                .test(case(Verdict::Valid, "order-reversed", "The parameters come in reverse order; the string does not.", &shuffled).clauses(["ALI-SIGN-4"]).attacks(["C06"]).flags(["sort-order"]))
                .test(valid("order-upper-case", "Zeta sorts before alpha: bytes, not letters.", &[("Zeta", Some("1")), ("alpha", Some("2"))]).clauses(["ALI-SIGN-4"]).attacks(["C06"]).flags(["sort-order", "name-case-folded"]))
                .test(valid("order-underscore", "app_id and appIdx: `I` is below `_`; a collation that skips the underscore differs.", &[("appIdx", Some("1")), ("appzz", Some("2"))]).clauses(["ALI-SIGN-4"]).attacks(["C06"]).flags(["sort-order"]))
                .test(valid("order-case-pair", "Two names that differ only in case are two names.", &[("Version", Some("2.0"))]).clauses(["ALI-SIGN-4"]).attacks(["C06", "F06"]).flags(["name-case-folded"]))
                .test({
                    let params = request(&[("10", Some("x")), ("9", Some("y"))]);
                    let numeric = alipay_request(&params).replacen("10=x&9=y", "9=y&10=x", 1);
                    Test::acceptable("ali-sign-order-digits", "Names of digits sort as text, 10 before 9. Acceptable: no real parameter is a number, and sorting numbers as such differs here only.")
                        .clauses(["ALI-AMB-16"])
                        .attacks(["C06"])
                        .flags(["sort-order"])
                        .input(json!({"params": object(&params)}))
                        .or_expect(output(&params, &A, RsaScheme::Rsa2, Charset::Utf8))
                        .or_expect(json!({"sign": RsaScheme::Rsa2.sign(&A, numeric.as_bytes()), "canonical": numeric}))
                })
                .test(valid("order-by-value", "The values' order is the reverse of the names'; sorting by value shows.", &[("x_a", Some("9")), ("x_b", Some("1"))]).clauses(["ALI-SIGN-4"]).flags(["sort-order"]))
                .test(
                    Test::acceptable("ali-sign-order-prefix", "Names that are prefixes of others. Acceptable: no real parameter is one, and sorting joined pairs differs here only.")
                        .clauses(["ALI-AMB-16"])
                        .attacks(["C06"])
                        .flags(["sort-order"])
                        .input(json!({"params": object(&prefixes)}))
                        .or_expect(output(&prefixes, &A, RsaScheme::Rsa2, Charset::Utf8))
                        .or_expect(json!({"sign": RsaScheme::Rsa2.sign(&A, by_pair.as_bytes()), "canonical": by_pair})),
                ),
        )
}

/// Values go into the string as they are.
fn values() -> Suite {
    let biz = |id: &str, about: &str, content: &str| {
        valid(&format!("biz-{id}"), about, &[("biz_content", Some(content))])
            .clauses(["ALI-SIGN-5", "ALI-AMB-20"])
            .attacks(["R09"])
            .flags(["biz-content-reserialised"])
    };
    let raw = |id: &str, about: &str, value: &str| {
        valid(id, about, &[("terminal_info", Some(value))])
            .clauses(["ALI-SIGN-5"])
            .flags(["value-encoded-before-signing"])
    };
    Suite::new("alipay/sign-values", "alipay.sign", "Values are signed raw; the JSON of biz_content byte for byte.")
        .group(
            Group::new("biz_content as it will be sent.", given("utf-8"))
                .test(biz(
                    "spaces",
                    "White space between the JSON's members stays.",
                    r#"{ "out_trade_no" : "1",  "subject" : "a" }"#,
                ))
                .test(biz(
                    "newlines",
                    "Line feeds and tabs of a pretty printer stay.",
                    "{\n\t\"out_trade_no\": \"1\"\n}",
                ))
                .test(biz("member-order", "Members are not sorted.", r#"{"z":"1","a":"2","m":{"y":"1","b":"2"}}"#))
                .test(biz(
                    "unicode-escapes",
                    "\\u escapes are not turned into characters.",
                    r#"{"subject":"\u6d4b\u8bd5"}"#,
                ))
                .test(biz("raw-unicode", "Characters are not turned into \\u escapes.", r#"{"subject":"测试"}"#))
                .test(biz(
                    "escaped-slash",
                    "An escaped slash stays escaped.",
                    r#"{"url":"https:\/\/merchant.example\/x"}"#,
                ))
                .test(biz("plain-slash", "A plain slash is not escaped.", r#"{"url":"https://merchant.example/x"}"#))
                .test(biz("number", "A JSON number keeps its digits: 88.80 is not 88.8.", r#"{"total_amount":88.80}"#))
                .test(biz("duplicate-members", "Members that stand twice both stay.", r#"{"a":"1","a":"2"}"#))
                .test(biz("quotes", "Escaped quotes and backslashes stay.", r#"{"subject":"a \"b\" \\ c"}"#))
                .test(biz(
                    "empty-members",
                    "Empty members of the JSON stay: emptiness is judged for parameters only.",
                    r#"{"body":"","goods_detail":[],"subject":"a"}"#,
                ))
                .test(biz("html", "Text that looks like HTML is not escaped.", r#"{"subject":"<b>&quot;&amp;</b>"}"#)),
        )
        .group(
            Group::new("Values of other parameters.", given("utf-8"))
                .test(raw("value-ampersand", "A value with & and = goes in raw.", "a=1&b=2"))
                .test(raw("value-percent", "A percent sign is not encoded and not decoded.", "100%25 %zz"))
                .test(raw("value-plus", "A plus stays a plus, a space a space.", "a+b c"))
                .test(raw("value-quotes", "Quotes, angle brackets and a backslash stay.", r#""'<>\"#))
                .test(raw("value-newline", "A line feed stays.", "a\nb"))
                .test(raw("value-emoji", "A character beyond the basic plane is four bytes of UTF-8.", "🏠"))
                .test(
                    valid("value-trailing-space", "A trailing space is signed.", &[("terminal_info", Some("a "))])
                        .clauses(["ALI-SIGN-5", "ALI-AMB-18"])
                        .flags(["value-trimmed"]),
                )
                .test(
                    valid("value-leading-space", "A leading space is signed.", &[("terminal_info", Some(" a"))])
                        .clauses(["ALI-SIGN-5", "ALI-AMB-18"])
                        .flags(["value-trimmed"]),
                )
                .test(
                    valid(
                        "value-at",
                        "A value that begins with @ is signed; file upload has no part here.",
                        &[("terminal_info", Some("@home"))],
                    )
                    .clauses(["ALI-SIGN-13", "ALI-AMB-17"])
                    .flags(["at-value-dropped"]),
                )
                .test(
                    valid("value-at-alone", "The value @ alone is signed.", &[("terminal_info", Some("@"))])
                        .clauses(["ALI-SIGN-13", "ALI-AMB-17"])
                        .flags(["at-value-dropped"]),
                )
                .test(
                    valid(
                        "value-at-biz",
                        "biz_content that begins with @ is signed as any other.",
                        &[("biz_content", Some("@{}"))],
                    )
                    .clauses(["ALI-SIGN-13", "ALI-AMB-17"])
                    .flags(["at-value-dropped"]),
                )
                .test(
                    valid(
                        "value-url",
                        "A URL with percent-encoded parts is signed as it stands.",
                        &[("return_url", Some("https://merchant.example/%E6%B5%8B?"))],
                    )
                    .clauses(["ALI-PAR-3", "ALI-SIGN-5"])
                    .flags(["value-encoded-before-signing"]),
                ),
        )
}

/// The charset in which the string is hashed.
fn charsets() -> Suite {
    let gbk = |id: &str, about: &str, verdict: Verdict, label: &str, subject: &str| {
        let content = BIZ_CONTENT.replace("测试商品 A+B", subject);
        let params = request(&[("charset", Some(label)), ("biz_content", Some(&content))]);
        Test::new(verdict, format!("ali-sign-charset-{id}"), about.to_owned())
            .clauses(["ALI-SIGN-6", "ALI-AMB-2"])
            .attacks(["R09"])
            .flags(["wrong-charset"])
            .needs("gbk")
            .input(json!({"params": object(&params), "charset": label}))
            .expect(output(&params, &A, RsaScheme::Rsa2, Charset::Gbk))
    };
    let outside = |id: &str, subject: &str| {
        let content = BIZ_CONTENT.replace("测试商品 A+B", subject);
        let params = request(&[("charset", Some("gbk")), ("biz_content", Some(&content))]);
        Test::invalid(
            format!("ali-sign-charset-outside-{id}"),
            format!("{subject} is not in GBK: a question mark in its place would be signed and sent without a word."),
        )
        .clauses(["ALI-SIGN-6"])
        .flags(["unmappable-replaced"])
        .needs("gbk")
        .input(json!({"params": object(&params), "charset": "gbk"}))
        .class("unsupported")
    };
    let label = |id: &str, label: &str| {
        let params = request(&[("charset", Some(label))]);
        case(
            Verdict::Valid,
            &format!("charset-{id}"),
            &format!("The label {label} is signed as it stands; its case is free."),
            &params,
        )
        .input(json!({"charset": label}))
        .clauses(["ALI-PAR-1", "ALI-AMB-3"])
        .flags(["charset-label-rewritten"])
    };
    Suite::new("alipay/sign-charset", "alipay.sign", "The string is hashed in the request's charset.").group(
        Group::new("Labels and bytes.", signer())
            .test(label("upper-utf-8", "UTF-8"))
            .test(label("mixed-utf-8", "Utf-8"))
            .test(gbk(
                "upper-gbk",
                "The label GBK is signed as it stands and means GBK bytes.",
                Verdict::Valid,
                "GBK",
                "测试",
            ))
            .test(gbk(
                "gbk-backslash",
                "A character whose second byte in GBK is a backslash.",
                Verdict::Valid,
                "gbk",
                "淺水",
            ))
            .test(gbk(
                "gbk-bar",
                "A character whose second byte in GBK is a vertical bar.",
                Verdict::Valid,
                "gbk",
                "東西",
            ))
            .test(gbk("gbk-brace", "Characters whose second bytes in GBK are braces.", Verdict::Valid, "gbk", "漿潁"))
            .test(gbk("gbk-only", "A character of GBK that GB2312 lacks.", Verdict::Valid, "gbk", "镕"))
            .test(gbk(
                "gb2312",
                "The label gb2312. Acceptable: older tables name it, current pages do not.",
                Verdict::Acceptable,
                "gb2312",
                "测试",
            ))
            .test(outside("emoji", "🏠"))
            .test(outside("korean", "한국"))
            .test(outside("accent", "Zürich ñ")),
    )
}

/// Containers of the private key, and its size.
fn keys() -> Suite {
    let params = request(&[("timestamp", Some("2026-01-01 12:00:02"))]);
    let rsa = request(&[("sign_type", Some("RSA"))]);
    let container = |id: &str, about: &str, key: Value, needs: &[&str]| {
        let test = case(Verdict::Valid, &format!("key-{id}"), about, &params)
            .input(json!({"private_key": key}))
            .clauses(["ALI-KEY-2", "ALI-KEY-3"])
            .attacks(["K11"])
            .flags(["key-container-refused"]);
        needs.iter().fold(test, |test, feature| test.needs(feature))
    };
    let crlf = |key: Value| {
        let text = key["text"].as_str().expect("a key is text").replace('\n', "\r\n");
        json!({"format": key["format"], "text": text})
    };
    Suite::new("alipay/sign-keys", "alipay.sign", "One private key in each container gives one signature.").group(
        Group::new("Key A, four ways; and keys that a policy may refuse.", given("utf-8"))
            .test(container("pkcs8-pem", "PKCS#8 with PEM armour.", A.private_pem(Container::Pkcs8), &["pkcs8-private", "pem-keys"]))
            .test(container("pkcs8-bare", "PKCS#8 as one line of base64, as Alipay's tool writes it for Java.", A.private_bare(Container::Pkcs8), &["pkcs8-private", "bare-keys"]))
            .test(container("pkcs1-pem", "PKCS#1 with PEM armour.", A.private_pem(Container::Pkcs1), &["pkcs1-private", "pem-keys"]))
            .test(container("pkcs1-bare", "PKCS#1 as one line of base64, as Alipay's tool writes it for all other languages.", A.private_bare(Container::Pkcs1), &["pkcs1-private", "bare-keys"]))
            .test(
                Test::acceptable("ali-sign-key-pem-crlf", "PEM armour with CRLF line ends, as a Windows editor saves it. Acceptable: a clear refusal is as good.")
                    .clauses(["ALI-KEY-3"])
                    .attacks(["K11"])
                    .needs("pkcs8-private")
                    .needs("pem-keys")
                    .input(json!({"params": object(&params), "private_key": crlf(A.private_pem(Container::Pkcs8))}))
                    .expect(output(&params, &A, RsaScheme::Rsa2, Charset::Utf8)),
            )
            .test(
                Test::acceptable("ali-sign-key-1024-rsa2", "RSA2 with 1024 bits. Acceptable: the documents ask for 2048, libraries sign happily.")
                    .clauses(["ALI-SIGN-9", "ALI-AMB-11"])
                    .attacks(["K10"])
                    .flags(["short-key"])
                    .needs("rsa-1024")
                    .input(json!({"params": object(&params), "private_key": L.private_pem(Container::Pkcs8)}))
                    .expect(output(&params, &L, RsaScheme::Rsa2, Charset::Utf8)),
            )
            .test(
                Test::acceptable("ali-sign-key-pkcs1-rsa", "sign_type RSA with a PKCS#1 key. Acceptable: SHA-1 is for old applications only.")
                    .clauses(["ALI-SIGN-7", "ALI-SIGN-9", "ALI-AMB-12"])
                    .flags(["wrong-digest"])
                    .needs("rsa-sha1")
                    .needs("pkcs1-private")
                    .input(json!({"params": object(&rsa), "sign_type": "RSA", "private_key": A.private_pem(Container::Pkcs1)}))
                    .expect(output(&rsa, &A, RsaScheme::Rsa, Charset::Utf8)),
            ),
    )
}
