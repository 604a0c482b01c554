//! The three suites for `wechat.response`: what the merchant's own calls are answered with.

use serde_json::{Value, json};

use super::message::{KEY, Message, NONCE, spread};
use crate::sign::Algorithm;
use crate::suite::{Group, Suite, Test};

mod closeorder;
mod failures;
mod forged;
mod orderquery;
mod unifiedorder;
mod wire;

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
}
