//! From the wire's bytes to fields: percent-encoding, separators, charsets, content types.

use serde_json::{Value, json};

use super::super::charset::Charset;
use super::super::fixtures::{notification, notification_gbk, notification_no, verifier};
use super::super::form::encode;
use super::{Form, genuine, policy, refused};
use crate::canonical::EmptyValues;
use crate::keys::P;
use crate::sign::RsaScheme;
use crate::suite::{Group, Suite, Test};

pub(super) fn suites() -> Vec<Suite> {
    vec![percent(), splitting(), charsets(), content_types()]
}

/// A form signed as it is, whose field `name` then stands on the wire as `raw`.
fn raw(test: fn(&str, &str, &Form) -> Test, id: &str, about: &str, form: &Form, name: &str, raw: &str) -> Test {
    let value = form.text(name);
    test(id, about, form).body(form.wire_with(name, raw)).expect(json!({"fields": {name: value}}))
}

fn percent() -> Suite {
    let signed = notification().signed();
    let subject = |text: &str| notification().set("subject", text).signed();
    let nul = notification().set("out_trade_no", "T20260101_0001\0X").signed();
    let o1 = notification().set("out_trade_no", "O1").signed();
    let malformed = |id: &str, text: &str| {
        raw(policy, &format!("percent-{id}"), &format!("`{text}` stands on the wire unencoded. Acceptable: parsers differ about a percent sign that begins no escape; nobody may crash."), &subject(text), "subject", text)
            .clauses(["ALI-AMB-6"])
            .attacks(["F05", "E12"])
            .flags(["percent-crash"])
    };
    Suite::new("alipay/notify-percent", "alipay.notify", "Values are decoded once, by the rules of forms.")
        .group(
            Group::new("Spellings of a space, a plus and other bytes.", verifier())
                .test(raw(genuine, "percent-space-20", "A space spelt %20 is a space too.", &signed, "subject", "%E6%B5%8B%E8%AF%95%E5%95%86%E5%93%81%20A%2BB").clauses(["ALI-AMB-1", "ALI-NTF-2"]).attacks(["E10"]).flags(["plus-not-space"]))
                .test(raw(genuine, "percent-space-plus", "A space spelt + is a space: a decoder for URIs leaves a plus.", &notification_no(7).signed(), "gmt_create", "2026-01-01+12%3A00%3A30").clauses(["ALI-AMB-1", "ALI-NTF-2"]).attacks(["E10"]).flags(["plus-not-space"]))
                .test(raw(genuine, "percent-lower-case", "Escapes in lower case mean the same bytes.", &signed, "subject", "%e6%b5%8b%e8%af%95%e5%95%86%e5%93%81+A%2bB").clauses(["ALI-NTF-2"]).flags(["escape-case-matters"]))
                .test(raw(genuine, "percent-all-escaped", "Letters and digits may be escaped as well.", &signed, "out_trade_no", "%54%32%30%32%36%30%31%30%31%5F%30%30%30%31").clauses(["ALI-NTF-2"]).attacks(["E10"]).flags(["escape-case-matters"]))
                .test(raw(genuine, "percent-star-escaped", "An asterisk may be escaped.", &signed, "buyer_logon_id", "tes%2A%2A%2A%40example.com").clauses(["ALI-NTF-2"]).flags(["escape-case-matters"]))
                .test(genuine("percent-literal", "`50% off` arrives as 50%25: one decoding, no second.", &subject("50% off")).expect(json!({"fields": {"subject": "50% off"}})).clauses(["ALI-VER-2", "ALI-AMB-1"]).attacks(["E12"]).flags(["decoded-twice", "percent-crash"]))
                .test(genuine("percent-literal-escape", "A subject that reads `100%25` keeps its escape; a second decoding changes it.", &subject("100%25 %41")).expect(json!({"fields": {"subject": "100%25 %41"}})).clauses(["ALI-VER-2"]).attacks(["E11", "E12"]).flags(["decoded-twice"]))
                .test(genuine("percent-passback-deep", "passback_params encoded twice by the merchant stays encoded.", &notification().set("passback_params", "%257B%2522uid%2522%253A1%257D").signed()).expect(json!({"fields": {"passback_params": "%257B%2522uid%2522%253A1%257D"}})).clauses(["ALI-VER-2"]).attacks(["V20"]).flags(["decoded-twice"]))
                .test(genuine("percent-many-pluses", "Pluses and spaces side by side: each plus is %2B.", &subject("+ +  ++")).expect(json!({"fields": {"subject": "+ +  ++"}})).clauses(["ALI-NTF-2", "ALI-AMB-1"]).attacks(["E10"]).flags(["plus-not-space"])),
        )
        .group(
            Group::new("Values that a second decoding, or none, would make genuine.", verifier())
                .test(Test::invalid("ali-notify-percent-double", "out_trade_no is %254F1 under a signature over O1: decoded twice it is the signed value.").body(o1.wire_with("out_trade_no", "%254F1")).class("signature").clauses(["ALI-AMB-1", "ALI-VER-2"]).attacks(["E11"]).flags(["decoded-twice"]))
                .test(Test::invalid("ali-notify-percent-double-amount", "total_amount is %2538%2538.88 under a signature over 88.88.").body(signed.wire_with("total_amount", "%2538%2538.88")).class("signature").clauses(["ALI-AMB-1", "ALI-VER-2"]).attacks(["E11"]).flags(["decoded-twice"]))
                .test(Test::invalid("ali-notify-percent-whole-body", "The whole body was encoded once more.").body(encode(signed.wire().as_bytes())).class("malformed").clauses(["ALI-VER-2", "ALI-NTF-3"]).attacks(["E11"]).flags(["decoded-twice"]))
                .test(Test::invalid("ali-notify-percent-plus-lost", "The plus of `A+B` stands bare, so that it is a space; the signature is over a plus.").body(signed.wire_with("subject", "%E6%B5%8B%E8%AF%95%E5%95%86%E5%93%81+A+B")).class("signature").clauses(["ALI-NTF-2", "ALI-AMB-1"]).attacks(["E10"]).flags(["plus-not-space"]))
                .test(Test::invalid("ali-notify-percent-space-as-2b", "The space of the subject was sent as %2B; the signature is over a space.").body(signed.wire_with("subject", "%E6%B5%8B%E8%AF%95%E5%95%86%E5%93%81%2BA%2BB")).class("signature").clauses(["ALI-NTF-2"]).attacks(["E10"]).flags(["plus-not-space"]))
                .test(Test::invalid("ali-notify-percent-signed-encoded", "The signature is over the values as they stand on the wire, still encoded.").body(signed_over_wire()).class("signature").clauses(["ALI-VER-2"]).flags(["value-encoded-before-signing"])),
        )
        .group(
            Group::new("Percent signs that begin no escape.", verifier())
                .test(malformed("bare", "50% off"))
                .test(malformed("bad-digits", "a%zz"))
                .test(malformed("one-digit", "a%4"))
                .test(malformed("at-end", "a%")),
        )
        .group(
            Group::new("Bytes that no text holds.", verifier())
                .test(Test::invalid("ali-notify-percent-nul-added", "%00 was put after out_trade_no: a string that ends at a zero looks like the signed one.").body(signed.wire_with("out_trade_no", "T20260101_0001%00X")).class("signature").clauses(["ALI-VER-2"]).attacks(["E07", "S20"]).flags(["nul-truncates"]))
                .test(policy("percent-nul-signed", "A signed out_trade_no with a zero byte. Acceptable: Alipay signed it, though no order number has one; read, it is whole, as whatever ends strings at a zero reads another order.", &nul).expect(json!({"fields": {"out_trade_no": "T20260101_0001\0X"}})).clauses(["ALI-VER-2"]).attacks(["E07"]).flags(["nul-truncates"]))
                .test(policy("percent-nul-in-sign", "The signature is followed by %00 and junk. Acceptable: most decoders skip or end there, and it only gives one signature several spellings (S14).", &signed).body(signed.wire_with("sign", &format!("{}%00junk", encode(signed.text("sign").as_bytes())))).clauses(["ALI-VER-7", "ALI-AMB-19"]).attacks(["E07", "S20", "S15", "S14"]).flags(["base64-lenient"])),
        )
}

/// Signed over the percent-encoded values, a mistake of the verifier's that would make this genuine.
fn signed_over_wire() -> String {
    let form = notification();
    let encoded = form.wire();
    let mut pairs: Vec<&str> = encoded.split('&').collect();
    pairs.sort_unstable();
    form.with_sign(&RsaScheme::Rsa2.sign(&P, pairs.join("&").as_bytes()), "RSA2").wire()
}

fn splitting() -> Suite {
    let signed = notification().signed();
    let wire = signed.wire();
    let passback = |text: &str| notification().set("passback_params", text).signed();
    let odd = |id: &str, about: &str, body: String| {
        policy(&format!("split-{id}"), about, &signed)
            .body(body)
            .clauses(["ALI-AMB-6"])
            .attacks(["F05"])
            .flags(["separator-crash"])
    };
    Suite::new("alipay/notify-splitting", "alipay.notify", "The body is split before it is decoded.")
        .group(
            Group::new("Separators within values.", verifier())
                .test(genuine("split-ampersand", "A value with & and = arrives escaped; decoding before splitting cuts it in three.", &passback("a=1&total_amount=0.01&b=2")).expect(json!({"fields": {"passback_params": "a=1&total_amount=0.01&b=2", "total_amount": "88.88"}})).clauses(["ALI-NTF-3"]).flags(["decoded-before-splitting"]))
                .test(genuine("split-equals", "A value that begins and ends with =.", &passback("=a==")).expect(json!({"fields": {"passback_params": "=a=="}})).clauses(["ALI-NTF-3"]).flags(["decoded-before-splitting"]))
                .test(raw(genuine, "split-bare-equals", "A bare = within a value: only the first one separates.", &passback("a=1=2"), "passback_params", "a=1=2").clauses(["ALI-NTF-3"]).flags(["split-at-every-equals"]))
                .test(genuine("split-bare-sign", "The signature's padding stands as bare = on the wire.", &signed).body(signed.wire_with("sign", &encode(signed.text("sign").as_bytes()).replace("%3D", "="))).clauses(["ALI-NTF-3"]).flags(["split-at-every-equals"]))
                .test(genuine("split-semicolon", "A semicolon within a value separates nothing.", &passback("a;b=c")).expect(json!({"fields": {"passback_params": "a;b=c"}})).clauses(["ALI-NTF-3"]).attacks(["F05"]).flags(["semicolon-separates"]))
                .test(genuine("split-order", "The fields come in reverse order; the order of a form means nothing.", &signed.clone().reversed()).clauses(["ALI-VER-2"]).flags(["sort-order"]))
                .test(Test::invalid("ali-notify-split-injected", "total_amount=0.01 was appended to a value, escaped: decoding before splitting makes it a field.").body(signed.wire_with("passback_params", "a%253D1%2526b%253D2%26total_amount%3D0.01")).class("signature").clauses(["ALI-NTF-3"]).flags(["decoded-before-splitting"]))
                .test(Test::invalid("ali-notify-split-separators-escaped", "All separators of the body are escaped: there is one name and no value.").body(wire.replace('&', "%26").replace('=', "%3D")).class("malformed").clauses(["ALI-NTF-3"]).flags(["decoded-before-splitting"])),
        )
        .group(
            Group::new("Separators that separate nothing. Acceptable: parsers differ, and what is read is what was signed.", verifier())
                .test(odd("double-ampersand", "Two & in a row. Acceptable: some parsers see an empty pair and refuse it.", wire.replacen('&', "&&", 1)))
                .test(odd("leading-ampersand", "An & before the first pair. Acceptable: some parsers see an empty pair and refuse it.", format!("&{wire}")))
                .test(odd("trailing-ampersand", "An & after the last pair. Acceptable: some parsers see an empty pair and refuse it.", format!("{wire}&")))
                .test(odd("no-equals", "A name without = at the end. Acceptable: an unsigned name with an empty value drops out of one reading of empty values.", format!("{wire}&x")))
                .test(odd("empty-name", "A pair without name and value. Acceptable: some parsers skip it, others refuse it.", format!("{wire}&="))),
        )
        .group(
            Group::new("Bodies that are no form.", verifier())
                .test(Test::invalid("ali-notify-split-empty", "An empty body holds no signature; nothing in it can be trusted.").body("").class("malformed").clauses(["ALI-VER-7"]).flags(["empty-body-accepted"]))
                .test(Test::invalid("ali-notify-split-json", "The fields as JSON without a content type that says so: as a form it is one odd name.").body(as_json(&signed)).class("malformed").clauses(["ALI-AMB-23"]).attacks(["T05"]).flags(["body-format-guessed"]))
                .test(Test::invalid("ali-notify-split-xml", "The fields as WeChat's XML.").body("<xml><out_trade_no>T20260101_0001</out_trade_no><trade_status>TRADE_SUCCESS</trade_status></xml>").class("malformed").clauses(["ALI-AMB-23"]).attacks(["T05"]).flags(["body-format-guessed"])),
        )
}

fn as_json(form: &Form) -> String {
    let fields = form.names().into_iter().map(|name| {
        let value = form.text(&name);
        (name, Value::from(value))
    });
    Value::Object(fields.collect()).to_string()
}

fn multipart(form: &Form) -> String {
    let parts: String = form
        .names()
        .iter()
        .map(|name| format!("--XXX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{}\r\n", form.text(name)))
        .collect();
    format!("{parts}--XXX--\r\n")
}

fn charsets() -> Suite {
    let gbk = |id: &str, about: &str, subject: &str, label: &str| {
        let text = notification().set("subject", subject).set("charset", label);
        let bytes = notification_gbk().set("subject", Charset::Gbk.encode(subject)).set("charset", label);
        genuine(&format!("charset-{id}"), about, &text)
            .body(bytes.signed().wire())
            .expect(json!({"fields": {"subject": subject, "charset": label}}))
            .clauses(["ALI-VER-4", "ALI-AMB-2"])
            .attacks(["E01"])
            .flags(["wrong-charset"])
            .needs("gbk")
    };
    let gbk_policy = |id: &str, about: &str, subject: &str, label: &str| {
        let mut test = gbk(id, about, subject, label);
        test.verdict = crate::suite::Verdict::Acceptable;
        test
    };
    let gbk_bytes = notification_gbk().set("charset", "gbk");
    let over_utf8 = RsaScheme::Rsa2.sign(&P, &notification().set("charset", "gbk").message_string(EmptyValues::Kept));
    let broken = |id: &str, about: &str, name: &str, bytes: &[u8]| {
        Test::invalid(format!("ali-notify-charset-{id}"), about)
            .body(notification().set(name, bytes).signed().wire())
            .class("malformed")
            .clauses(["ALI-AMB-3"])
            .flags(["invalid-utf8-repaired"])
    };
    let trail_raw = notification_gbk().set("subject", [0x81, 0x41]).signed();
    Suite::new("alipay/notify-charset", "alipay.notify", "The signed bytes are in the charset that the message names.")
        .group(
            Group::new("GBK.", verifier())
                .test(gbk("gbk-lower", "The label in lower case.", "测试商品", "gbk"))
                .test(gbk(
                    "gbk-backslash",
                    "The second byte of 淺 is a backslash; escaping or stripping it breaks the character.",
                    "淺水",
                    "GBK",
                ))
                .test(gbk("gbk-bar", "The second byte of 東 is a vertical bar.", "東西", "GBK"))
                .test(gbk("gbk-braces", "Second bytes that are braces.", "漿潁", "GBK"))
                .test(gbk("gbk-at", "A second byte that is an at sign, at the beginning of the value.", "丂", "GBK"))
                .test(gbk("gbk-plus-space", "GBK text with a plus, a space and a percent sign.", "測 + 100%", "GBK"))
                .test(gbk("gb2312", "The label GB2312, which the table of fields names.", "测试", "GB2312"))
                .test(gbk_policy(
                    "gb18030",
                    "The label GB18030. Acceptable: no table names it; the bytes are those of GBK.",
                    "测试",
                    "GB18030",
                ))
                .test(
                    genuine(
                        "charset-gbk-trail-letter",
                        "A second byte that is a letter stands bare on the wire, as some encoders leave it.",
                        &notification().set("charset", "GBK"),
                    )
                    .body(trail_raw.wire())
                    .expect(json!({"fields": {"subject": "丄"}}))
                    .clauses(["ALI-VER-4", "ALI-AMB-2"])
                    .attacks(["E01"])
                    .flags(["wrong-charset"])
                    .needs("gbk"),
                )
                .test(
                    Test::invalid(
                        "ali-notify-charset-gbk-signed-utf8",
                        "GBK bytes on the wire under a signature over UTF-8: a verifier that re-encodes accepts it.",
                    )
                    .body(gbk_bytes.with_sign(&over_utf8, "RSA2").wire())
                    .class("signature")
                    .clauses(["ALI-VER-4"])
                    .attacks(["E02"])
                    .flags(["wrong-charset"])
                    .needs("gbk"),
                )
                .test(
                    Test::invalid(
                        "ali-notify-charset-utf8-signed-gbk",
                        "UTF-8 on the wire under a signature over GBK.",
                    )
                    .body(
                        notification()
                            .with_sign(
                                &RsaScheme::Rsa2.sign(
                                    &P,
                                    &notification_gbk().set("charset", "utf-8").message_string(EmptyValues::Kept),
                                ),
                                "RSA2",
                            )
                            .wire(),
                    )
                    .class("signature")
                    .clauses(["ALI-VER-4"])
                    .attacks(["E02"])
                    .flags(["wrong-charset"]),
                )
                .test(
                    Test::invalid(
                        "ali-notify-charset-gbk-label-utf8-bytes",
                        "The label says GBK, the signed bytes are UTF-8 and no GBK: half a character is left over.",
                    )
                    .body(notification().set("charset", "gbk").set("subject", "试").signed().wire())
                    .class("malformed")
                    .clauses(["ALI-AMB-3"])
                    .attacks(["E03"])
                    .flags(["invalid-utf8-repaired"])
                    .needs("gbk"),
                ),
        )
        .group(
            Group::new("Labels.", verifier())
                .test(
                    genuine(
                        "charset-upper-utf-8",
                        "The label UTF-8 in upper case is signed as it stands.",
                        &notification().set("charset", "UTF-8").signed(),
                    )
                    .expect(json!({"fields": {"charset": "UTF-8"}}))
                    .clauses(["ALI-AMB-3"])
                    .flags(["charset-label-rewritten"]),
                )
                .test(
                    policy(
                        "charset-utf8",
                        "The label utf8. Acceptable: it is no name of the tables, and there is no doubt what is meant.",
                        &notification().set("charset", "utf8").signed(),
                    )
                    .clauses(["ALI-AMB-3"])
                    .flags(["charset-label-rewritten"]),
                )
                .test(
                    policy(
                        "charset-absent",
                        "No charset. Acceptable: the table requires the field; the message is genuine and paid.",
                        &notification().without("charset").signed(),
                    )
                    .clauses(["ALI-NTF-1"])
                    .flags(["required-field-missing"]),
                )
                .test(
                    genuine(
                        "charset-emoji",
                        "A subject with characters of four bytes.",
                        &notification().set("subject", "房子🏠𠮷").signed(),
                    )
                    .expect(json!({"fields": {"subject": "房子🏠𠮷"}}))
                    .clauses(["ALI-VER-4"])
                    .flags(["wrong-charset"]),
                )
                .test(
                    refused(
                        "charset-label-swapped",
                        "The label was changed from utf-8 to UTF-8 after signing.",
                        &notification().signed().set("charset", "UTF-8"),
                    )
                    .clauses(["ALI-AMB-3", "ALI-VER-1"])
                    .flags(["charset-label-rewritten"]),
                ),
        )
        .group(
            Group::new("Signed bytes that the label does not allow.", verifier())
                .test(
                    broken(
                        "utf8-gbk-bytes",
                        "The label says utf-8, the signed bytes are GBK.",
                        "subject",
                        &Charset::Gbk.encode("测试商品"),
                    )
                    .attacks(["E03"]),
                )
                .test(
                    broken(
                        "utf8-invalid",
                        "out_trade_no holds the byte FF: replaced or dropped, it is the number of another order.",
                        "out_trade_no",
                        b"O\xff1",
                    )
                    .attacks(["E03"]),
                )
                .test(
                    broken(
                        "utf8-overlong",
                        "out_trade_no holds C0 B1, a spelling of 1 in two bytes that UTF-8 forbids.",
                        "out_trade_no",
                        b"O\xc0\xb1",
                    )
                    .attacks(["E04"]),
                )
                .test(
                    broken(
                        "utf8-surrogate",
                        "subject holds ED A0 80, half of a surrogate pair.",
                        "subject",
                        b"a\xed\xa0\x80b",
                    )
                    .attacks(["E03"]),
                )
                .test(broken("utf8-cut", "subject ends within a character.", "subject", b"a\xe6\xb5").attacks(["E03"]))
                .test(
                    broken(
                        "utf8-too-high",
                        "subject holds F4 90 80 80, beyond the last code point.",
                        "subject",
                        b"a\xf4\x90\x80\x80",
                    )
                    .attacks(["E03"]),
                )
                .test(
                    Test::invalid(
                        "ali-notify-charset-overlong-unsigned",
                        "out_trade_no holds an overlong 1 under a signature over a plain 1.",
                    )
                    .body(notification().set("out_trade_no", "O1").signed().set("out_trade_no", b"O\xc0\xb1").wire())
                    .class("malformed")
                    .clauses(["ALI-AMB-3"])
                    .attacks(["E04"])
                    .flags(["invalid-utf8-repaired"]),
                ),
        )
}

fn content_types() -> Suite {
    let signed = notification().signed();
    let form = "application/x-www-form-urlencoded";
    let labelled = |test: Test, content_type: &str| test.input(json!({"content_type": content_type}));
    let ok = |id: &str, about: &str, content_type: &str| {
        labelled(genuine(&format!("type-{id}"), about, &signed), content_type)
            .clauses(["ALI-VER-4"])
            .attacks(["T09"])
            .flags(["header-charset-wins"])
    };
    let odd = |id: &str, content_type: &str| {
        labelled(policy(&format!("type-{id}"), &format!("A genuine form labelled {content_type}. Acceptable: Alipay never sends that label, and the body is what it is."), &signed), content_type)
            .clauses(["ALI-AMB-23"])
            .attacks(["T05"])
            .flags(["body-format-guessed"])
    };
    Suite::new("alipay/notify-content-type", "alipay.notify", "The signed charset decides, not a header; other formats are none.")
        .group(
            Group::new("Forms.", verifier())
                .test(ok("plain", "The content type without a charset.", form))
                .test(ok("utf-8", "The content type with the right charset.", &format!("{form}; charset=utf-8")))
                .test(ok("upper", "Media types have no case.", "APPLICATION/X-WWW-FORM-URLENCODED;CHARSET=UTF-8"))
                .test(ok("wrong-charset", "The header says GBK, the signed field utf-8: the field decides.", &format!("{form}; charset=GBK")))
                .test(ok("latin1", "The header says ISO-8859-1, as some containers add by default.", &format!("{form};charset=ISO-8859-1")))
                .test(
                    labelled(genuine("type-gbk-header-utf8", "The header says utf-8, the signed field GBK: the field decides.", &notification().set("charset", "GBK")), &format!("{form}; charset=utf-8"))
                        .body(notification_gbk().signed().wire())
                        .expect(json!({"fields": {"subject": "测试商品 A+B"}}))
                        .clauses(["ALI-VER-4"])
                        .attacks(["T09", "E01"])
                        .flags(["header-charset-wins"])
                        .needs("gbk"),
                )
                .test(odd("text", "text/plain"))
                .test(odd("json-label", "application/json")),
        )
        .group(
            Group::new("What Alipay never sends.", verifier())
                .test(labelled(Test::invalid("ali-notify-type-multipart", "The genuine fields as multipart/form-data: another parser, which nobody tested.").body(multipart(&signed)), "multipart/form-data; boundary=XXX").class("malformed").clauses(["ALI-AMB-23"]).attacks(["T07"]).flags(["body-format-guessed"]))
                .test(labelled(Test::invalid("ali-notify-type-json", "The genuine fields as JSON.").body(as_json(&signed)), "application/json").class("malformed").clauses(["ALI-AMB-23"]).attacks(["T05"]).flags(["body-format-guessed"]))
                .test(labelled(Test::invalid("ali-notify-type-json-sign-true", "JSON whose sign is the boolean true, which a loose comparison takes for any text.").body(r#"{"out_trade_no":"T20260101_0001","total_amount":"88.88","trade_status":"TRADE_SUCCESS","app_id":"2014072300007148","sign_type":"RSA2","sign":true}"#), "application/json").class("malformed").clauses(["ALI-AMB-23"]).attacks(["T05"]).flags(["body-format-guessed"])),
        )
}
