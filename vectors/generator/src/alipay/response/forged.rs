//! Responses that Alipay did not sign, or not as they stand.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use serde_json::json;

use super::{QUERY, body, body_with, expect_node, given, invalid, policy, sign, valid, with_subject};
use crate::keys::{A, L, P};
use crate::sign::RsaScheme;
use crate::suite::{Group, Suite, Test};

/// What a man in the middle would like to be told.
const FORGED: &str = r#"{"code":"10000","msg":"Success","out_trade_no":"T20260101_9999","trade_status":"TRADE_SUCCESS","total_amount":"8888.00"}"#;

pub(super) fn suites() -> Vec<Suite> {
    vec![duplicates(), unsigned(), signatures()]
}

fn duplicates() -> Suite {
    let node = with_subject("测试");
    let signature = sign(&node);
    let twice = |id: &str, about: &str, body: String| {
        policy(
            &format!("duplicate-{id}"),
            &format!("{about} Acceptable to refuse, or to return the signed node; returning the other is a forgery."),
            &body,
            &node,
        )
        .clauses(["ALI-RSP-7"])
        .attacks(["J01"])
        .flags(["unsigned-node-returned"])
    };
    let spelt = |id: &str, about: &str, name: &str, first: bool| {
        let body = if first {
            format!(r#"{{"{name}":{FORGED},"{QUERY}":{node},"sign":"{signature}"}}"#)
        } else {
            format!(r#"{{"{QUERY}":{node},"sign":"{signature}","{name}":{FORGED}}}"#)
        };
        twice(id, about, body).attacks(["J03"])
    };
    let swapped = |id: &str, about: &str, body: &str| {
        invalid(&format!("duplicate-{id}"), about, body, "signature")
            .clauses(["ALI-RSP-7"])
            .attacks(["J01"])
            .flags(["unsigned-node-returned"])
    };
    Suite::new("alipay/response-duplicate", "alipay.response", "Two nodes: what is verified is what is returned.")
        .group(
            Group::new("A forged node beside the signed one.", given())
                .test(twice(
                    "after",
                    "The forged node last, after the signature.",
                    format!(r#"{{"{QUERY}":{node},"sign":"{signature}","{QUERY}":{FORGED}}}"#),
                ))
                .test(twice(
                    "between",
                    "The forged node between the signed one and the signature.",
                    format!(r#"{{"{QUERY}":{node},"{QUERY}":{FORGED},"sign":"{signature}"}}"#),
                ))
                .test(twice(
                    "before",
                    "The forged node first.",
                    format!(r#"{{"{QUERY}":{FORGED},"{QUERY}":{node},"sign":"{signature}"}}"#),
                ))
                .test(twice(
                    "around",
                    "A forged node on each side.",
                    format!(r#"{{"{QUERY}":{FORGED},"{QUERY}":{node},"{QUERY}":{FORGED},"sign":"{signature}"}}"#),
                ))
                .test(twice(
                    "spaced",
                    "The forged node last, with a space before its colon.",
                    format!(r#"{{"{QUERY}":{node},"sign":"{signature}","{QUERY}" :{FORGED}}}"#),
                ))
                .test(twice(
                    "escaped-name",
                    "The forged node last, its name with an escaped letter.",
                    format!(r#"{{"{QUERY}":{node},"sign":"{signature}","alipay\u005ftrade_query_response":{FORGED}}}"#),
                ))
                .test(spelt(
                    "upper-after",
                    "The forged node last, its name in upper case.",
                    "ALIPAY_TRADE_QUERY_RESPONSE",
                    false,
                ))
                .test(spelt(
                    "upper-before",
                    "The forged node first, its name in upper case.",
                    "ALIPAY_TRADE_QUERY_RESPONSE",
                    true,
                ))
                .test(spelt(
                    "capital-after",
                    "The forged node last, its name with a capital.",
                    "Alipay_trade_query_response",
                    false,
                ))
                .test(spelt(
                    "no-underscores",
                    "The forged node last, its name without underscores, as a binder to classes matches it.",
                    "alipayTradeQueryResponse",
                    false,
                ))
                .test(twice(
                    "sign-first-good",
                    "Two signatures, the good one first.",
                    format!(r#"{{"{QUERY}":{node},"sign":"{signature}","sign":"AAAA"}}"#),
                ))
                .test(twice(
                    "sign-last-good",
                    "Two signatures, the good one last.",
                    format!(r#"{{"{QUERY}":{node},"sign":"AAAA","sign":"{signature}"}}"#),
                ))
                .test(swapped(
                    "forged-alone",
                    "A forged node under the signature of the genuine one.",
                    &body_with(FORGED, &signature),
                ))
                .test(swapped(
                    "genuine-nested",
                    "The genuine node within a forged one: the signature covers a part.",
                    &body_with(
                        &format!(r#"{{"code":"10000","trade_status":"TRADE_SUCCESS","old":{node}}}"#),
                        &signature,
                    ),
                ))
                .test(swapped(
                    "genuine-in-other",
                    "The genuine node under another name, a forged one under the right name.",
                    &format!(r#"{{"x":{node},"{QUERY}":{FORGED},"sign":"{signature}"}}"#),
                ))
                .test(swapped(
                    "genuine-in-string",
                    "The genuine node as text within an earlier member; the forged one is keyed.",
                    &format!(
                        r#"{{"note":{},"{QUERY}":{FORGED},"sign":"{signature}"}}"#,
                        json!(format!("\"{QUERY}\":{node}"))
                    ),
                )),
        )
}

fn unsigned() -> Suite {
    let success = with_subject("测试");
    let failure = r#"{"code":"40004","msg":"Business Failed","sub_code":"ACQ.TRADE_NOT_EXIST"}"#;
    let gateway =
        r#"{"code":"40002","msg":"Invalid Arguments","sub_code":"isv.invalid-signature","sub_msg":"验签出错"}"#;
    let no_sign = |name: &str, node: &str| format!(r#"{{"{name}":{node}}}"#);
    let refused = |id: &str, about: &str, body: &str| {
        invalid(&format!("unsigned-{id}"), about, body, "signature")
            .clauses(["ALI-RSP-8"])
            .attacks(["J04"])
            .flags(["unsigned-success"])
    };
    let error = |id: &str, about: &str, body: &str, node: &str| {
        policy(
            &format!("unsigned-{id}"),
            &format!("{about} Acceptable: gateway errors come unsigned; what is read is that error."),
            body,
            node,
        )
        .expect(json!({"paid": false}))
        .clauses(["ALI-RSP-8"])
        .attacks(["J05"])
        .flags(["unsigned-error-as-result"])
    };
    let paid_error = r#"{"code":"40004","msg":"Business Failed","sub_code":"ACQ.SYSTEM_ERROR","trade_status":"TRADE_SUCCESS","total_amount":"88.88"}"#;
    Suite::new("alipay/response-unsigned", "alipay.response", "An unsigned success is none; an unsigned error is an error.")
        .group(
            Group::new("Success without a signature.", given())
                .test(refused("success", "code 10000 and no sign.", &no_sign(QUERY, &success)))
                .test(refused("empty", "An empty sign.", &body_with(&success, "")))
                .test(refused("null", "sign is null.", &format!(r#"{{"{QUERY}":{success},"sign":null}}"#)))
                .test(refused("number", "sign is a number.", &format!(r#"{{"{QUERY}":{success},"sign":0}}"#)))
                .test(refused("true", "sign is true.", &format!(r#"{{"{QUERY}":{success},"sign":true}}"#)).attacks(["S20"]))
                .test(refused("object", "sign is an object.", &format!(r#"{{"{QUERY}":{success},"sign":{{}}}}"#)).attacks(["S20"]))
                .test(refused("array", "sign is a list with the good signature.", &format!(r#"{{"{QUERY}":{success},"sign":["{}"]}}"#, sign(&success))).attacks(["S20"]))
                .test(refused("space", "sign is a space.", &body_with(&success, " ")))
                .test(refused("text-null", "sign is the text null.", &body_with(&success, "null")).attacks(["S04"]))
                .test(refused("upper", "The good signature under the name SIGN.", &body(&success).replace(r#","sign":"#, r#","SIGN":"#)).attacks(["J03"]))
                .test(refused("certificate", "alipay_cert_sn and no sign.", &format!(r#"{{"{QUERY}":{success},"alipay_cert_sn":"0123456789abcdef0123456789abcdef"}}"#)).clauses(["ALI-KEY-8"]))
                .test(refused("certificate-forged", "alipay_cert_sn of the forger's choice and his own signature.", &format!(r#"{{"{QUERY}":{success},"sign":"{}","alipay_cert_sn":"ffffffffffffffffffffffffffffffff"}}"#, RsaScheme::Rsa2.sign(&A, success.as_bytes()))).clauses(["ALI-KEY-8"]).attacks(["K03"]))
                .test(refused("no-code", "No code and no sign: nothing says that it is an error.", &no_sign(QUERY, r#"{"trade_status":"TRADE_SUCCESS","total_amount":"88.88"}"#)))
                .test(refused("code-number", "code is the number 10000, and no sign.", &no_sign(QUERY, r#"{"code":10000,"msg":"Success","trade_status":"TRADE_SUCCESS"}"#)))
                .test(refused("error-node-success", "error_response with code 10000 and a paid trade, and no sign.", &no_sign("error_response", &success)).attacks(["J05"]))
                .test(refused("error-node-finished", "error_response with code 10000 and a finished trade, and no sign.", &no_sign("error_response", &success.replace("TRADE_SUCCESS", "TRADE_FINISHED"))).attacks(["J05"]))
                .test(refused("sub-code", "code 10000 with a sub_code, and no sign: a sub_code makes no error of a success.", &no_sign(QUERY, &success.replacen('{', r#"{"sub_code":"isv.invalid-signature","#, 1))).attacks(["J05"]))
                .test(refused("sub-code-pay", "code 10003 with a sub_code, and no sign.", &no_sign(QUERY, r#"{"code":"10003","sub_code":"ACQ.PAYING","trade_status":"TRADE_SUCCESS"}"#)).attacks(["J05"]))
                .test(refused("inner-sign", "The good signature as a member of the node.", &no_sign(QUERY, &success.replacen('{', &format!(r#"{{"sign":"{}","#, sign(&success)), 1)))),
        )
        .group(
            Group::new("Errors.", given())
                .test(error("error-response", "An unsigned error_response.", &no_sign("error_response", gateway), gateway).clauses(["ALI-RSP-1"]))
                .test(error("method-node", "An unsigned error under the method's own name.", &no_sign(QUERY, gateway), gateway))
                .test(error("not-exist", "An unsigned ACQ.TRADE_NOT_EXIST.", &no_sign(QUERY, failure), failure).clauses(["ALI-QRY-4"]))
                .test(error("error-with-status", "An unsigned error that carries TRADE_SUCCESS: an error is never paid.", &no_sign(QUERY, paid_error), paid_error).clauses(["ALI-QRY-3"]).flags(["unpaid-status-paid"]))
                .test(error("error-null-sign", "An unsigned error with sign null.", &format!(r#"{{"{QUERY}":{gateway},"sign":null}}"#), gateway))
                .test(
                    policy("unsigned-error-and-success", "An unsigned error_response beside an unsigned success. Acceptable to refuse; read, it is the error.", &format!(r#"{{"error_response":{gateway},"{QUERY}":{success}}}"#), gateway)
                        .expect(json!({"paid": false}))
                        .clauses(["ALI-RSP-8", "ALI-RSP-7"])
                        .attacks(["J05"])
                        .flags(["unsigned-success"]),
                )
                .test(valid("error-signed", "A signed ACQ.TRADE_NOT_EXIST is a genuine answer.", &body(failure), failure).expect(json!({"paid": false})).clauses(["ALI-RSP-8", "ALI-QRY-4", "ALI-ERR-1"]).attacks(["J05"]).flags(["signed-error-refused"]))
                .test(policy("error-response-signed", "A signed error_response: the fallback's name. Acceptable: documents show it unsigned, and most SDKs raise an error without looking for a signature; read, it is that error.", &format!(r#"{{"error_response":{gateway},"sign":"{}"}}"#, sign(gateway)), gateway).expect(json!({"paid": false})).clauses(["ALI-RSP-1", "ALI-RSP-8"]).attacks(["J05"]).flags(["node-name-wrong"]))
                .test(invalid("error-badly-signed", "An error whose signature does not verify: where there is one it counts.", &body_with(failure, &sign(gateway)), "signature").clauses(["ALI-RSP-8"]).attacks(["J05"]).flags(["signature-not-checked"]))
                .test(invalid("error-changed", "A signed waiting trade that was turned into an error.", &body_with(failure, &sign(r#"{"code":"10000","trade_status":"WAIT_BUYER_PAY"}"#)), "signature").clauses(["ALI-RSP-8"]).attacks(["J05"]).flags(["signature-not-checked"]))
                .test(valid("error-unknown-code", "A code that no table names, signed: the list is not closed.", &body(r#"{"code":"49999","msg":"New"}"#), r#"{"code":"49999","msg":"New"}"#).clauses(["ALI-ERR-1"]).flags(["closed-list"]))
                .test(valid("error-unknown-sub-code", "A sub_code without the usual prefix, signed.", &body(r#"{"code":"40004","msg":"Business Failed","sub_code":"TRADE_NOT_EXIST"}"#), r#"{"code":"40004","msg":"Business Failed","sub_code":"TRADE_NOT_EXIST"}"#).clauses(["ALI-ERR-1"]).flags(["closed-list"])),
        )
        .group(
            Group::new("Bodies that are no response.", given())
                .test(invalid("not-json", "An error page in HTML.", "<html><body>error</body></html>", "malformed").clauses(["ALI-RSP-1"]).flags(["empty-body-accepted"]))
                .test(invalid("empty", "An empty body.", "", "malformed").clauses(["ALI-RSP-1"]).flags(["empty-body-accepted"]))
                .test(invalid("empty-object", "An empty object.", "{}", "malformed").clauses(["ALI-RSP-1", "ALI-RSP-8"]).flags(["empty-body-accepted"]))
                .test(invalid("truncated", "The body ends within the node.", &body(&success)[..120], "malformed").clauses(["ALI-RSP-3"]).flags(["empty-body-accepted"]))
                .test(invalid("unclosed", "The node's last brace is missing.", &body(&success).replacen("},", ",", 1), "malformed").clauses(["ALI-RSP-3"]).flags(["node-cut-wrong"])),
        )
}

fn signatures() -> Suite {
    let node = with_subject("a/b 测试");
    let signature = sign(&node);
    let raw = STANDARD.decode(&signature).expect("the generator wrote it");
    let changed = |id: &str, about: &str, from: &str, to: &str| {
        assert!(node.contains(from), "{from}");
        invalid(&format!("changed-{id}"), about, &body_with(&node.replacen(from, to, 1), &signature), "signature")
            .clauses(["ALI-RSP-2"])
            .attacks(["S21"])
            .flags(["field-not-covered"])
    };
    let rewritten = |id: &str, about: &str, node: &str, signed: &str| {
        invalid(&format!("rewritten-{id}"), about, &body_with(node, &sign(signed)), "signature")
            .clauses(["ALI-RSP-2"])
            .attacks(["J09"])
            .flags(["node-reserialised"])
    };
    let bad = |id: &str, about: &str, text: &str| {
        invalid(&format!("sign-{id}"), about, &body_with(&node, text), "signature")
            .clauses(["ALI-RSP-2", "ALI-AMB-19"])
            .flags(["base64-junk-ignored"])
    };
    let lenient = |id: &str, about: &str, text: &str| {
        policy(&format!("sign-{id}"), about, &body_with(&node, text), &node)
            .clauses(["ALI-AMB-19"])
            .attacks(["S14"])
            .flags(["base64-lenient"])
    };
    let slash = r#"{"code":"10000","url":"https://m.example/x"}"#;
    let escaped = r#"{"code":"10000","url":"https:\/\/m.example\/x"}"#;
    let sha1 = RsaScheme::Rsa.sign(&P, node.as_bytes());
    Suite::new("alipay/response-signature", "alipay.response", "The signature covers the node's text as received, by the configured hash.")
        .group(
            Group::new("Changed after signing.", given())
                .test(changed("status", "The status was changed.", "TRADE_SUCCESS", "TRADE_FINISHED"))
                .test(changed("amount", "The amount was changed.", "88.88", "88.89"))
                .test(changed("order", "The order number was changed.", "T20260101_0001", "T20260101_0002"))
                .test(changed("code", "The code was changed.", "10000", "10003"))
                .test(changed("space", "A space was put after a colon.", r#""code":"#, r#""code": "#).attacks(["J10"]).flags(["node-reserialised"]))
                .test(changed("member-added", "A member was added.", r#"{"code""#, r#"{"x":1,"code""#))
                .test(rewritten("pretty", "Pretty-printed on the way; the signature is over the compact text.", "{\n  \"code\": \"10000\"\n}", r#"{"code":"10000"}"#).clauses(["ALI-RSP-6"]))
                .test(rewritten("compact", "Compacted on the way; the signature is over the spaces.", r#"{"code":"10000"}"#, r#"{ "code": "10000" }"#).clauses(["ALI-RSP-6"]))
                .test(rewritten("sorted", "Members sorted on the way.", r#"{"a":"1","code":"10000"}"#, r#"{"code":"10000","a":"1"}"#))
                .test(rewritten("unicode", "Escapes turned into characters on the way.", r#"{"code":"10000","s":"测"}"#, r#"{"code":"10000","s":"\u6d4b"}"#))
                .test(rewritten("escaped-unicode", "Characters turned into escapes on the way.", r#"{"code":"10000","s":"\u6d4b"}"#, r#"{"code":"10000","s":"测"}"#))
                .test(rewritten("number", "88.80 became 88.8 on the way.", r#"{"code":"10000","n":88.8}"#, r#"{"code":"10000","n":88.80}"#))
                .test(rewritten("without-braces", "The signature is over the node without its braces.", r#"{"code":"10000"}"#, r#""code":"10000""#))
                .test(rewritten("whole-body", "The signature is over the whole body so far, not the node.", r#"{"code":"10000"}"#, &format!(r#"{{"{QUERY}":{{"code":"10000"}}"#)))
                .test(rewritten("with-name", "The signature is over the node and its name.", r#"{"code":"10000"}"#, &format!(r#""{QUERY}":{{"code":"10000"}}"#)))
                .test(policy("slashes-unescaped", "Plain slashes under a signature over escaped ones. Acceptable: the official advice is a second try with the slashes escaped.", &body_with(slash, &sign(escaped)), slash).clauses(["ALI-RSP-5"]).attacks(["J09"]).flags(["second-try"]))
                .test(policy("slashes-escaped", "Escaped slashes under a signature over plain ones. Acceptable: some try again with the slashes plain.", &body_with(escaped, &sign(slash)), escaped).clauses(["ALI-RSP-5"]).attacks(["J09"]).flags(["second-try"])),
        )
        .group(
            Group::new("The signature's text.", given())
                .test(bad("cut", "The first half of the signature.", &signature[..172]).attacks(["S18"]).flags(["signature-length"]))
                .test(bad("bit", "One bit flipped.", &STANDARD.encode(raw.iter().enumerate().map(|(i, b)| if i == 100 { b ^ 1 } else { *b }).collect::<Vec<u8>>())).flags(["signature-not-checked"]))
                .test(lenient("junk", "The signature and `!!!`. Acceptable: most decoders skip it, and it only gives one signature several spellings (S14); the string they spell is right.", &format!("{signature}!!!")).attacks(["S15"]))
                .test(bad("url-safe", "The url-safe alphabet.", &URL_SAFE.encode(&raw)).attacks(["S14"]))
                .test(bad("spaces", "Its pluses became spaces.", &signature.replace('+', " ")).flags(["sign-repaired"]))
                .test(bad("random", "256 bytes of nothing.", &STANDARD.encode([7; 256])).attacks(["T02"]).flags(["signature-not-checked"]))
                .test(bad("app-key", "Signed with the merchant's own application key.", &RsaScheme::Rsa2.sign(&A, node.as_bytes())).clauses(["ALI-KEY-1"]).attacks(["K03"]).flags(["wrong-key-accepted"]))
                .test(lenient("escaped-slashes", "The signature's slashes are escaped, as some JSON writers do: the same text by JSON's rules. Acceptable only for readers that cut strings by hand.", &signature.replace('/', "\\/")))
                .test(lenient("line-breaks", "Escaped line feeds in the signature. Acceptable: MIME decoders skip them.", &signature.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).expect("ASCII")).collect::<Vec<_>>().join("\\n")))
                .test(lenient("no-padding", "Without padding. Acceptable: some decoders do not ask for it.", &STANDARD_NO_PAD.encode(&raw))),
        )
        .group(
            Group::new("The hash and the key.", given())
                .test(invalid("hash-sha1", "A SHA-1 signature where RSA2 is configured: a response has no sign_type, so nothing else can be meant.", &body_with(&node, &sha1), "signature").clauses(["ALI-RSP-11"]).attacks(["S09", "S10"]).flags(["wrong-digest"]))
                .test(invalid("hash-member", "The same with a member sign_type RSA beside it.", &body_with(&node, &sha1).replacen(r#","sign""#, r#","sign_type":"RSA","sign""#, 1), "signature").clauses(["ALI-RSP-11"]).attacks(["S09"]).flags(["sign-type-confusion"]))
                .test(policy("hash-rsa", "A SHA-1 signature where RSA is configured. Acceptable: SHA-1 is for old applications only.", &body_with(&node, &sha1), &node).input(json!({"sign_type": "RSA"})).clauses(["ALI-RSP-11", "ALI-AMB-12"]).flags(["wrong-digest"]).needs("rsa-sha1"))
                .test(invalid("hash-rsa-sha256", "A SHA-256 signature where RSA is configured.", &body(&node), "signature").input(json!({"sign_type": "RSA"})).clauses(["ALI-RSP-11"]).attacks(["S10"]).flags(["wrong-digest"]).needs("rsa-sha1"))
                .test(valid("key-bare", "Alipay's key as one line of base64.", &body(&node), &node).input(json!({"public_key": P.public_bare()})).clauses(["ALI-KEY-2", "ALI-KEY-4"]).attacks(["K11"]).flags(["key-container-refused"]).needs("bare-keys"))
                .test(valid("key-pkcs1", "Alipay's key as PKCS#1.", &body(&node), &node).input(json!({"public_key": P.public_pkcs1_pem()})).clauses(["ALI-KEY-4"]).attacks(["K11"]).flags(["key-container-refused"]).needs("pkcs1-public").needs("pem-keys"))
                .test({
                    let test = Test::acceptable("ali-response-key-1024", "A genuine response under a key of 1024 bits. Acceptable: the documents ask for 2048.");
                    let body = body_with(&node, &RsaScheme::Rsa2.sign(&L, node.as_bytes()));
                    expect_node(test.body(body), &node).input(json!({"public_key": L.public_pem()})).clauses(["ALI-AMB-11"]).attacks(["K10"]).flags(["short-key"]).needs("rsa-1024")
                }),
        )
}
