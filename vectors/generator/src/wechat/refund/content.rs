//! What stands in the plain text.

use serde_json::json;

use super::{READ, either, envelope, group, read, refund, req_info, root};
use crate::suite::Group;
use crate::wechat::message::{Message, spread, swap};

/// The whole notification around this inner XML.
pub(super) fn around(inner: &str) -> String {
    envelope(&req_info(inner.as_bytes())).xml()
}

pub(super) fn genuine() -> Group {
    let base = refund();
    let all: Vec<&str> = base.fields.iter().map(|(name, _)| name.as_str()).collect();
    let case = |id: &str, about: &str, message: &Message, names: &[&str]| {
        read(id, about, message, around(&root(message))).expect(message.expect(names)).flags(["refund-field-lost"])
    };
    let status = |value: &str| {
        let id = format!("status-{}", value.to_lowercase());
        case(&id, &format!("refund_status {value}."), &base.with("refund_status", value), READ)
    };
    let source = |value: &str| {
        let id = format!("source-{}", value.to_lowercase().replace('_', "-"));
        case(
            &id,
            &format!("refund_request_source {value}."),
            &base.with("refund_request_source", value),
            &["refund_request_source", "refund_fee"],
        )
    };
    group("Genuine notifications.")
        .test(case("complete", "Every inner field of the table comes back, the misspelt refund_recv_accout under its wire name.", &base, &all).clauses(["WX-RFN-4", "WX-RFN-7"]))
        .test(case("outer-too", "The outer fields come back beside the inner ones.", &base, READ)
            .expect(json!({"fields": {"mch_id": "10000100", "return_code": "SUCCESS", "refund_fee": "3960", "out_refund_no": "131811191610442717309"}})))
        .test(status("SUCCESS"))
        .test(status("CHANGE"))
        .test(status("REFUNDCLOSE"))
        .test(source("API"))
        .test(source("VENDOR_PLATFORM"))
        .test(case("no-success-time", "success_time is optional: a refund that did not succeed has none.", &base.without("success_time").with("refund_status", "CHANGE"), READ)
            .clauses(["WX-RFN-4"]))
        .test(case("success-time", "success_time has separators, unlike every other time.", &base, &["success_time"]).clauses(["WX-RFN-4"]).flags(["value-coerced"]))
        .test(case("no-settlement-total", "settlement_total_fee is optional.", &base.without("settlement_total_fee"), READ))
        .test(case("partial-amount", "A partial refund.", &base.with("refund_fee", "1").with("settlement_refund_fee", "1"), &["refund_fee", "total_fee"]))
        .test(case("unknown-field", "A new inner field comes back.", &base.with("cash_refund_fee", "3960"), &["cash_refund_fee", "refund_fee"]).clauses(["WX-SIGN-9"]))
        .test(case("refund-number-64", "out_refund_no of 64 characters.", &base.with("out_refund_no", "9".repeat(64)), READ).clauses(["WX-RFD-1", "WX-CHR-3"]))
        .test(case("refund-number-signs", "out_refund_no with every sign that it may hold.", &base.with("out_refund_no", "a_b-c|d*e@1"), READ).clauses(["WX-RFD-1", "WX-CHR-3"]))
        .test(case("refund-number-zeros", "out_refund_no keeps its leading zeros.", &base.with("out_refund_no", "000123"), READ).flags(["value-coerced"]))
        .test(case("emoji", "A character of four bytes in refund_recv_accout.", &base.with("refund_recv_accout", "🏠"), &["refund_recv_accout", "refund_fee"]).flags(["wrong-charset"]))
        .test(read("inner-plain", "The inner values as plain text.", &base, around(&root(&base).replace("<![CDATA[", "").replace("]]>", ""))).clauses(["WX-XML-3"]).flags(["cdata-only"]))
        .test(read("inner-lines", "Line feeds between the inner elements.", &base, around(&spread(&root(&base), "\n"))).clauses(["WX-XML-4"])
            .flags(["wire-order-or-layout"]))
        .test(read("inner-references", "References inside an inner value.", &base, around(&swap(&root(&base), "<refund_fee><![CDATA[3960]]>", "<refund_fee>&#51;960")))
            .clauses(["WX-XML-15"]).flags(["references-not-decoded"]))
        .test(read("outer-plain", "The outer values as plain text.", &base, around(&root(&base)).replace("<![CDATA[", "").replace("]]>", "")).clauses(["WX-XML-3"]).flags(["cdata-only"]))
        .test(read("provider-mode", "The outer fields of provider mode.", &base,
            envelope(&req_info(root(&base).as_bytes())).with("sub_appid", "wx8888888888888888").with("sub_mch_id", "1900000109").xml()))
        .test({
            let other = crate::wechat::message::OTHER_KEY;
            let plain = super::padded(root(&base).as_bytes());
            let sealed = super::encrypt_blocks(&super::refund_key(other), &plain);
            let body = envelope(&base64::Engine::encode(&base64::engine::general_purpose::STANDARD, sealed)).xml();
            read("other-key", "Another merchant's key.", &base, body).input(json!({"key": other})).flags(["wrong-refund-key"])
        })
}

pub(super) fn partial() -> Group {
    let base = refund();
    let example = Message::new(&[
        ("out_refund_no", "131811191610442717309"),
        ("refund_fee", "3960"),
        ("refund_status", "SUCCESS"),
    ]);
    let lacks = |field: &str| {
        let message = base.without(field);
        let names: Vec<&str> = READ.iter().copied().filter(|name| *name != field).collect();
        let about = format!(
            "The inner {field}, which the table requires, is missing; the notification is genuine: read or refused."
        );
        either(&format!("lacks-{}", field.replace('_', "-")), &about, around(&root(&message)), message.expect(&names))
            .clauses(["WX-RFN-3"])
            .flags(["required-field-missing"])
    };
    let outer = |field: &str| {
        let body = envelope(&req_info(root(&base).as_bytes())).without(field).xml();
        let about = format!(
            "The outer {field}, which the table requires, is missing; nothing outside req_info is protected: read or refused."
        );
        either(&format!("lacks-outer-{}", field.replace('_', "-")), &about, body, base.expect(READ))
            .clauses(["WX-RFN-1"])
            .flags(["required-field-missing"])
    };
    let mut group = group("Genuine, and not complete.").test(
        either("ex-1", "WX-RFN-EX-1: the sheet's worked example, which has three inner fields; required ones are missing, so that one may refuse it.",
            around(&root(&example)), example.expect(READ)).clauses(["WX-RFN-2", "WX-RFN-3"]).flags(["wrong-refund-key"]),
    );
    for field in [
        "transaction_id",
        "out_trade_no",
        "refund_id",
        "out_refund_no",
        "total_fee",
        "refund_fee",
        "settlement_refund_fee",
        "refund_status",
        "refund_recv_accout",
        "refund_account",
        "refund_request_source",
    ] {
        group = group.test(lacks(field));
    }
    group
        .test(
            either(
                "inner-no-fields",
                "A root without fields: every required one is missing; the notification is genuine: read or refused.",
                around("<root></root>"),
                json!({"fields": {"mch_id": "10000100"}, "absent": READ}),
            )
            .clauses(["WX-RFN-3"])
            .flags(["required-field-missing"])
            .attacks(["T14"]),
        )
        .test(outer("return_code"))
        .test(outer("appid"))
        .test(outer("mch_id"))
        .test(outer("nonce_str"))
        .test(
            either(
                "root-xml",
                "The inner root is `xml`, not `root`; many readers take any root (WX-AMB-9).",
                around(&root(&base).replace("<root>", "<xml>").replace("</root>", "</xml>")),
                base.expect(READ),
            )
            .clauses(["WX-RFN-3"])
            .flags(["root-name"])
            .attacks(["X15"]),
        )
        .test(
            either(
                "root-evil",
                "The inner root is `evil`; many readers take any root (WX-AMB-9).",
                around(&root(&base).replace("<root>", "<evil>").replace("</root>", "</evil>")),
                base.expect(READ),
            )
            .clauses(["WX-RFN-3"])
            .flags(["root-name"])
            .attacks(["X15"]),
        )
        .test(
            either(
                "status-unknown",
                "A refund_status that no table has: read or refused.",
                around(&root(&base.with("refund_status", "NEW_2030"))),
                json!({"fields": {"refund_status": "NEW_2030"}}),
            )
            .clauses(["WX-RFN-3"])
            .flags(["odd-value"]),
        )
        .test(
            either(
                "refund-above-total",
                "refund_fee exceeds total_fee, which no refund does (WX-RFD-2): read or refused.",
                around(&root(&base.with("refund_fee", "3961"))),
                json!({"fields": {"refund_fee": "3961"}}),
            )
            .clauses(["WX-RFD-2", "WX-RFN-5"])
            .flags(["odd-value"]),
        )
        .test(
            either(
                "inner-comment",
                "A comment inside refund_fee: refused, or read whole (WX-AMB-8).",
                around(&swap(&root(&base), "<refund_fee><![CDATA[3960]]>", "<refund_fee>39<!---->60")),
                base.expect(READ),
            )
            .clauses(["WX-XML-4"])
            .flags(["comment-in-text"])
            .attacks(["X08"]),
        )
        .test(
            either(
                "inner-cdata-split",
                "Two CDATA sections in refund_fee: refused, or read whole (WX-AMB-8).",
                around(&swap(&root(&base), "<refund_fee><![CDATA[3960]]>", "<refund_fee><![CDATA[39]]><![CDATA[60]]>")),
                base.expect(READ),
            )
            .clauses(["WX-XML-4"])
            .flags(["cdata-split"])
            .attacks(["X09"]),
        )
        .test(
            either(
                "inner-bom",
                "A byte order mark before the inner XML (WX-XML-10): read or refused.",
                around(&format!("\u{FEFF}{}", root(&base))),
                base.expect(READ),
            )
            .clauses(["WX-XML-10"])
            .flags(["wrong-charset"])
            .attacks(["E06"]),
        )
        .test(
            read(
                "inner-declaration",
                "A declaration before the inner XML.",
                &base,
                around(&format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{}", root(&base))),
            )
            .clauses(["WX-XML-10"]),
        )
}
