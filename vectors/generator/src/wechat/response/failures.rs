//! Failed and incomplete answers: what may be read of them.

use serde_json::json;

use super::{Answer, head};
use crate::suite::{Group, Test};
use crate::wechat::message::{Message, NONCE, PREPAY_ID};

impl Answer {
    /// Failures: what may be read of them.
    pub(super) fn failures(&self) -> Group {
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
            let about = format!(
                "A signed result_code FAIL with err_code {code}. Acceptable: most SDKs raise it as an error; read, it is that failure."
            );
            let mut expect = message.expect(&["return_code", "result_code", "err_code"]);
            if self.name == "orderquery" {
                expect["paid"] = false.into();
            }
            self.test(Test::acceptable, &id, &about)
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
    pub(super) fn partial(&self, required: &[&str]) -> Group {
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
}
