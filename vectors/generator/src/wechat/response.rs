//! The three suites for `wechat.response`: what the merchant's own calls are answered with.

use serde_json::{Value, json};

use super::message::{KEY, Message, NONCE, OTHER_KEY, PREPAY_ID, element, spread, swap};
use crate::sign::Algorithm;
use crate::suite::{Group, Suite, Test};

mod closeorder;
mod orderquery;
mod unifiedorder;

pub(super) fn suites() -> [Suite; 3] {
    [unifiedorder::suite(), orderquery::suite(), closeorder::suite()]
}

/// One of the three messages: what its ids begin with, its genuine answer, the fields that a reader needs.
struct Answer {
    name: &'static str,
    id: &'static str,
    genuine: Message,
    reads: &'static [&'static str],
    clause: &'static str,
}

/// The fields that every signed answer has.
fn head() -> Message {
    Message::new(&[
        ("return_code", "SUCCESS"),
        ("return_msg", "OK"),
        ("appid", "wxd930ea5d5a258f4f"),
        ("mch_id", "10000100"),
        ("nonce_str", NONCE),
        ("result_code", "SUCCESS"),
    ])
}

/// The clause of a field that every answer has.
fn row(field: &str) -> Option<&'static str> {
    match field {
        "return_code" => Some("WX-UOR-1"),
        "return_msg" => Some("WX-UOR-2"),
        "appid" | "mch_id" | "nonce_str" | "result_code" => Some("WX-UOR-3"),
        _ => None,
    }
}

impl Answer {
    fn group(&self, about: &str) -> Group {
        self.group_with(about, Algorithm::Md5)
    }

    fn group_with(&self, about: &str, algorithm: Algorithm) -> Group {
        Group::new(about, json!({"message": self.name, "key": KEY, "sign_type": algorithm.sign_type()}))
    }

    fn test(&self, make: impl Fn(String, String) -> Test, id: &str, about: &str) -> Test {
        make(format!("wx-response-{}-{id}", self.id), about.to_owned()).clauses([self.clause])
    }

    /// Must be read.
    fn read(&self, id: &str, about: &str, message: &Message) -> Test {
        self.test(Test::valid, id, about).body(message.md5().xml()).expect(message.expect(self.reads))
    }

    /// Genuine, in a form or with content that one may refuse.
    fn either(&self, id: &str, about: &str, body: impl AsRef<[u8]>, expect: Value) -> Test {
        self.test(Test::acceptable, id, about).body(body).expect(expect)
    }

    fn refuse(&self, id: &str, class: &str, about: &str, body: impl AsRef<[u8]>) -> Test {
        self.test(Test::invalid, id, about).body(body).class(class)
    }

    /// Genuine answers in every clothing.
    fn clothing(&self) -> Group {
        let base = &self.genuine;
        let xml = base.md5().xml();
        let hmac = |id: &str, about: &str, message: &Message| {
            self.test(Test::valid, id, about)
                .body(message.sealed(Algorithm::HmacSha256).xml())
                .input(json!({"sign_type": "HMAC-SHA256"}))
                .expect(message.expect(self.reads))
                .clauses(["WX-SIGN-7", "WX-SIGN-14"])
        };
        let crossed = |id: &str, about: &str, body: String, configured: &str| {
            let about = format!("{about} Genuine by the other algorithm: read or refused (WX-AMB-2).");
            self.either(id, &about, body, base.expect(self.reads))
                .input(json!({"sign_type": configured}))
                .clauses(["WX-SIGN-14"])
                .flags(["algorithm-downgrade"])
                .attacks(["S12"])
        };
        self.group("Genuine answers.")
            .test(
                self.read("as-sent", "As the provider sends it.", base)
                    .clauses(["WX-UOR-1", "WX-UOR-2", "WX-UOR-3", "WX-UOR-7", "WX-XML-3"]),
            )
            .test(
                self.read("plain", "Every value as plain text.", base)
                    .body(xml.replace("<![CDATA[", "").replace("]]>", ""))
                    .clauses(["WX-XML-3"])
                    .flags(["cdata-only"]),
            )
            .test(
                self.read("lines", "Line feeds between elements.", base)
                    .body(spread(&xml, "\n"))
                    .clauses(["WX-XML-4"])
                    .flags(["wire-order-or-layout"]),
            )
            .test(
                self.read("declaration", "An XML declaration.", base)
                    .body(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{xml}"))
                    .clauses(["WX-XML-10"])
                    .flags(["wire-order-or-layout"]),
            )
            .test(
                self.read("sign-type", "A signed sign_type.", &base.with("sign_type", "MD5"))
                    .clauses(["WX-SIGN-4"])
                    .flags(["sign-type-dropped"]),
            )
            .test(
                self.read(
                    "unknown-field",
                    "A field that no table names is signed too.",
                    &base.with("new_field_2030", "v"),
                )
                .clauses(["WX-SIGN-9"])
                .flags(["unknown-field-dropped"]),
            )
            .test(
                self.read("empty-field", "An empty device_info takes no part.", &base.with("device_info", ""))
                    .clauses(["WX-SIGN-3", "WX-XML-9"])
                    .flags(["empty-value-signed"]),
            )
            .test(
                self.read("empty-return-msg", "An empty return_msg takes no part.", &base.with("return_msg", ""))
                    .clauses(["WX-SIGN-3", "WX-XML-9"])
                    .flags(["empty-value-signed"]),
            )
            .test(
                self.read("no-return-msg", "No return_msg: optional in old pages.", &base.without("return_msg"))
                    .clauses(["WX-UOR-2"]),
            )
            .test(
                self.read("device-info", "device_info comes back.", &base.with("device_info", "013467007045764"))
                    .clauses(["WX-UOR-3"]),
            )
            .test(hmac("hmac", "HMAC-SHA256, configured; the answer has no sign_type.", base))
            .test(
                hmac("hmac-sign-type", "HMAC-SHA256, configured and named.", &base.with("sign_type", "HMAC-SHA256"))
                    .clauses(["WX-SIGN-4"]),
            )
            .test(crossed(
                "hmac-for-md5",
                "HMAC-SHA256 for a merchant who is configured for MD5.",
                base.sealed(Algorithm::HmacSha256).xml(),
                "MD5",
            ))
            .test(crossed(
                "md5-for-hmac",
                "MD5 for a merchant who is configured for HMAC-SHA256.",
                xml.clone(),
                "HMAC-SHA256",
            ))
            .test(
                self.either(
                    "lower-case-sign",
                    "The right digest in lower case: not confirmed on the wire, read or refused (WX-AMB-3).",
                    base.with("sign", base.sign(Algorithm::Md5).to_lowercase()).xml(),
                    base.expect(self.reads),
                )
                .clauses(["WX-SIGN-17"])
                .flags(["signature-compared-loosely"])
                .attacks(["S05"]),
            )
    }

    /// Failures: what may be read of them.
    fn failures(&self) -> Group {
        let failure = Message::new(&[("return_code", "FAIL"), ("return_msg", "签名失败")]);
        let beyond = self.reads.iter().copied().filter(|name| *name != "return_code" && *name != "result_code");
        let secrets: Vec<&str> = beyond.chain(["result_code"]).collect();
        let unsigned = |id: &str, about: &str, message: &Message| {
            let about = format!(
                "{about} A failure is usually unsigned (WX-SIGN-16): refused, or nothing but return_code and return_msg is read."
            );
            let mut expect = json!({"fields": {"return_code": "FAIL"}, "absent": secrets});
            if self.name == "orderquery" {
                expect["paid"] = false.into();
            }
            self.either(id, &about, message.xml(), expect)
                .clauses(["WX-SIGN-16", "WX-UOR-1"])
                .flags(["unsigned-values-read"])
                .attacks(["S03"])
        };
        let code = |code: &str, text: &str| {
            let mut message = head().with("result_code", "FAIL").with("err_code", code).with("err_code_des", text);
            if self.name == "orderquery" {
                message = message.without("return_msg");
            }
            let id = format!("err-{}", code.to_lowercase().replace('_', "-"));
            let about =
                format!("A signed result_code FAIL with err_code {code}: the answer is genuine and must be readable.");
            let mut expect = message.expect(&["return_code", "result_code", "err_code"]);
            if self.name == "orderquery" {
                expect["paid"] = false.into();
            }
            self.test(Test::valid, &id, &about)
                .body(message.md5().xml())
                .expect(expect)
                .clauses(["WX-XML-17", "WX-UOR-3"])
                .flags(["error-answer-unreadable"])
        };
        let codes: &[&str] = match self.name {
            "unifiedorder" => &[
                "INVALID_REQUEST",
                "NOAUTH",
                "NOTENOUGH",
                "ORDERPAID",
                "ORDERCLOSED",
                "SYSTEMERROR",
                "OUT_TRADE_NO_USED",
                "PARAM_ERROR",
            ],
            "orderquery" => &["ORDERNOTEXIST", "SYSTEMERROR"],
            _ => &["ORDERPAID", "SYSTEMERROR", "ORDERCLOSED", "SIGNERROR"],
        };
        self.group("Failures, unsigned and signed.")
            .test(unsigned("fail", "return_code FAIL and its reason.", &failure).clauses(["WX-UOR-2"]))
            .test(unsigned("fail-bare", "return_code FAIL alone.", &failure.without("return_msg")))
            .test(unsigned(
                "fail-smuggled",
                "return_code FAIL and every field of a success, unsigned.",
                &self.genuine.with("return_code", "FAIL"),
            ))
            .all(codes.iter().map(|c| code(c, "失败")))
            .test({
                let message = failure.with("nonce_str", NONCE).with("appid", "wxd930ea5d5a258f4f");
                let about =
                    "return_code FAIL with a right signature: read or refused, like an unsigned one (WX-SIGN-16).";
                self.either("fail-signed", about, message.md5().xml(), json!({"fields": {"return_code": "FAIL"}}))
                    .clauses(["WX-SIGN-16"])
            })
    }

    /// Genuine answers without a required field, or to another call.
    fn partial(&self, required: &[&str]) -> Group {
        let lacks = |field: &str| {
            let message = self.genuine.without(field);
            let names: Vec<&str> = self.reads.iter().copied().filter(|name| *name != field).collect();
            let about = format!("The required {field} is missing; the answer is genuine: read or refused.");
            self.either(
                &format!("lacks-{}", field.replace('_', "-")),
                &about,
                message.md5().xml(),
                message.expect(&names),
            )
            .flags(["required-field-missing"])
        };
        let other = |id: &str, what: &str, message: &Message| {
            let about = format!("{what} Genuine, and of another kind: read or refused.");
            self.either(&format!("kind-{id}"), &about, message.md5().xml(), json!({"fields": {"mch_id": "10000100"}}))
                .flags(["other-message-kind"])
                .attacks(["S25"])
        };
        let mut group =
            self.group("Genuine, and not a whole answer to this call.").all(required.iter().map(|field| lacks(field)));
        if self.name != "unifiedorder" {
            group = group.test(other(
                "unifiedorder",
                "The answer to a unified order.",
                &head().with("trade_type", "JSAPI").with("prepay_id", PREPAY_ID),
            ));
        }
        if self.name != "closeorder" {
            group = group.test(other("closeorder", "The answer to a close.", &head().with("result_msg", "OK")));
        }
        if self.name != "orderquery" {
            group = group.test(other(
                "orderquery",
                "The answer to a query.",
                &head().with("out_trade_no", "20150806125346").with("trade_state", "NOTPAY"),
            ));
        }
        group
            .test(other("request", "The merchant's own query, reflected.", &Message::order_query()).attacks(["C14"]))
            .test(other("notification", "A payment notification.", &Message::payment()))
    }

    /// Not the provider's.
    fn forged(&self) -> Group {
        let base = &self.genuine;
        let sealed = base.md5();
        let right = sealed.value("sign").to_owned();
        let case = |id: &str, about: &str, message: &Message, attack: &str| {
            self.refuse(id, "signature", about, message.xml())
                .clauses(["WX-UOR-7", "WX-SIGN-1"])
                .flags(["signature-not-checked"])
                .attacks([attack])
        };
        let mut group = self
            .group("Not the provider's. A merchant verifies answers too (WX-UOR-7).")
            .test(case("no-sign", "return_code SUCCESS and no `sign`.", base, "S01"))
            .test(case(
                "no-sign-fail",
                "return_code SUCCESS, result_code FAIL and no `sign`: only a failed transport is unsigned.",
                &base.with("result_code", "FAIL").with("err_code", "ORDERPAID"),
                "S03",
            ))
            .test(case(
                "code-title",
                "return_code `Success` and no `sign`: neither SUCCESS nor FAIL.",
                &base.with("return_code", "Success"),
                "S02",
            ))
            .test(case("code-absent", "Neither return_code nor `sign`.", &base.without("return_code"), "S02"))
            .test(case("empty-sign", "An empty `sign`.", &base.with("sign", ""), "S04"))
            .test(case(
                "any-sign",
                "The decoration of the tables as `sign`.",
                &base.with("sign", "C380BEC2BFD727A4B6845133519F3AD6"),
                "T15",
            ))
            .test(case("cut-sign", "The first half of the right signature.", &base.with("sign", &right[..16]), "S06"))
            .test(case(
                "other-key",
                "Signed with another key.",
                &base.with("sign", Algorithm::Md5.sign(&base.fields, OTHER_KEY)),
                "K04",
            ))
            .test(case(
                "empty-key",
                "Signed with an empty key.",
                &base.with("sign", Algorithm::Md5.sign(&base.fields, "")),
                "K02",
            ))
            .test(case("added", "A field was added after signing.", &base.with("x", "1").with("sign", &right), "X18"))
            .test(
                case(
                    "unknown-sign-type",
                    "sign_type RSA under a right MD5 signature.",
                    &base.with("sign_type", "RSA").md5(),
                    "S12",
                )
                .class("unsupported")
                .flags(["unknown-sign-type-accepted"])
                .clauses(["WX-SIGN-12"]),
            )
            .test(case(
                "key-field",
                "A field named `key` supplies the key.",
                &base.with("key", "attacker").with("sign", Algorithm::Md5.sign(&base.fields, "attacker")),
                "C04",
            ));
        for (field, value) in &base.fields {
            let other = format!("{value}0");
            let about = format!("{field} is `{other}`, which was not signed.");
            group = group.test(
                case(&format!("changed-{}", field.replace('_', "-")), &about, &sealed.with(field, other), "T15")
                    .clauses(row(field)),
            );
        }
        group
    }

    /// The same parser as for notifications.
    fn wire(&self, split: &str) -> Group {
        let base = &self.genuine;
        let xml = base.md5().xml();
        let value = base.value(split).to_owned();
        let real = element(split, &value);
        let bad = |id: &str, about: &str, body: String, clause: &str, flag: &str, attack: &str| {
            self.refuse(id, "malformed", about, body).clauses([clause]).flags([flag]).attacks([attack])
        };
        let lax = |id: &str, about: &str, body: String, clause: &str, flag: &str, attack: &str| {
            self.either(id, about, body, base.expect(self.reads)).clauses([clause]).flags([flag]).attacks([attack])
        };
        let entity = |doctype: &str| {
            format!(
                "{doctype}{}",
                swap(&base.with("attach", "canary").md5().xml(), &element("attach", "canary"), "<attach>&e;</attach>")
            )
        };
        self.group("The same parser as for notifications.")
            .test(bad(
                "xxe",
                "An external entity; the signature covers the runner's answer.",
                entity("<!DOCTYPE xml [<!ENTITY e SYSTEM \"{{canary}}\">]>"),
                "WX-XML-15",
                "xxe",
                "X03",
            ))
            .test(bad(
                "entity",
                "An internal entity.",
                entity("<!DOCTYPE xml [<!ENTITY e \"canary\">]>"),
                "WX-XML-15",
                "internal-entity",
                "X05",
            ))
            .test(bad(
                "external-subset",
                "An external DTD.",
                format!("<!DOCTYPE xml SYSTEM \"{{{{canary}}}}\">{xml}"),
                "WX-XML-15",
                "external-dtd-fetched",
                "X02",
            ))
            .test(bad(
                "nested",
                &format!("A {split} inside another element, before the signed one."),
                swap(&xml, "<xml>", &format!("<xml><z><{split}>x</{split}></z>")),
                "WX-SIGN-39",
                "nested-element",
                "X11",
            ))
            .test(bad("second-root", "A second root.", format!("{xml}<xml/>"), "WX-XML-1", "trailing-data", "X16"))
            .test(bad("empty", "No byte at all.", String::new(), "WX-XML-1", "malformed-xml", "T14"))
            .test(bad(
                "html",
                "An error page of a gateway.",
                "<html><body><h1>502 Bad Gateway</h1></body></html>".into(),
                "WX-XML-1",
                "malformed-xml",
                "T14",
            ))
            .test(bad(
                "json",
                "The fields as JSON.",
                base.md5().params().to_string(),
                "WX-XML-1",
                "malformed-xml",
                "T05",
            ))
            .test(bad(
                "cut",
                "The second half is missing.",
                xml[..xml.len() / 2].into(),
                "WX-XML-1",
                "malformed-xml",
                "T14",
            ))
            .test(lax(
                "repeat-first",
                &format!("{split} as signed, then another: refused, or read as signed (WX-AMB-6)."),
                swap(&xml, &real, &format!("{real}<{split}>x</{split}>")),
                "WX-SIGN-38",
                "duplicate-field",
                "X07",
            ))
            .test(lax(
                "repeat-last",
                &format!("Another {split}, then the signed one: refused, or read as signed (WX-AMB-6)."),
                swap(&xml, &real, &format!("<{split}>x</{split}>{real}")),
                "WX-SIGN-38",
                "duplicate-field",
                "X07",
            ))
            .test(lax(
                "comment",
                &format!("A comment inside {split}: refused, or read whole (WX-AMB-8)."),
                swap(&xml, &real, &format!("<{split}>{}<!---->{}</{split}>", &value[..2], &value[2..])),
                "WX-XML-4",
                "comment-in-text",
                "X08",
            ))
            .test(lax(
                "cdata",
                &format!("Two CDATA sections in {split}: refused, or read whole (WX-AMB-8)."),
                swap(
                    &xml,
                    &real,
                    &format!("<{split}><![CDATA[{}]]><![CDATA[{}]]></{split}>", &value[..2], &value[2..]),
                ),
                "WX-XML-4",
                "cdata-split",
                "X09",
            ))
    }
}
