//! The outer message: nothing in it but `req_info` is protected.

use serde_json::json;

use super::{READ, either, envelope, group, read, refund, refuse, req_info, root};
use crate::suite::{Group, Test};
use crate::wechat::message::{Message, spread, swap};

/// The genuine notification.
fn genuine() -> Message {
    envelope(&req_info(root(&refund()).as_bytes()))
}

pub(super) fn outer() -> Group {
    let base = refund();
    let xml = genuine().xml();
    let lax = |id: &str, about: &str, body: String, clause: &str, flag: &str, attack: &str| {
        either(&format!("outer-{id}"), about, body, base.expect(READ)).clauses([clause]).flags([flag]).attacks([attack])
    };
    let clash = |id: &str, field: &str, value: &str| {
        let about = format!(
            "An outer {field} of `{value}` beside the inner one. Nothing outside req_info is protected: refused, or the inner one wins."
        );
        let body = genuine().with(field, value).xml();
        either(
            &format!("outer-{id}"),
            &about,
            body,
            base.expect(&["out_refund_no", "refund_fee", "refund_status", "out_trade_no"]),
        )
        .clauses(["WX-RFN-1", "WX-RFN-5"])
        .flags(["outer-field-wins"])
    };
    let second = envelope(&req_info(root(&base.with("refund_fee", "1")).as_bytes())).value("req_info").to_owned();
    group("What stands around req_info.")
        .test(
            read("outer-lines", "Line feeds between elements.", &base, spread(&xml, "\n"))
                .clauses(["WX-XML-4"])
                .flags(["wire-order-or-layout"]),
        )
        .test(
            read(
                "outer-declaration",
                "An XML declaration.",
                &base,
                format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{xml}"),
            )
            .clauses(["WX-XML-10"])
            .flags(["wire-order-or-layout"]),
        )
        .test(
            read("outer-order", "req_info comes first.", &base, {
                let mut message = genuine();
                message.fields.reverse();
                message.xml()
            })
            .clauses(["WX-XML-4"])
            .flags(["wire-order-or-layout"]),
        )
        .test(read("outer-return-msg", "An empty return_msg.", &base, genuine().with("return_msg", "").xml()))
        .test(clash("refund-fee", "refund_fee", "1"))
        .test(clash("refund-status", "refund_status", "REFUNDCLOSE"))
        .test(clash("out-refund-no", "out_refund_no", "VICTIM1"))
        .test(clash("out-trade-no", "out_trade_no", "VICTIM1"))
        .test(lax(
            "sign",
            "A `sign`, which refund notifications do not have: read or refused.",
            genuine().with("sign", "C380BEC2BFD727A4B6845133519F3AD6").xml(),
            "WX-RFN-1",
            "refund-sign-expected",
            "S22",
        ))
        .test(lax(
            "root",
            "The outer root is `root`; many SDKs take any (WX-AMB-9).",
            xml.replace("<xml>", "<root>").replace("</xml>", "</root>"),
            "WX-XML-1",
            "root-name",
            "X15",
        ))
        .test(lax(
            "comment",
            "A comment inside req_info: refused, or read whole (WX-AMB-8).",
            {
                let value = genuine().value("req_info").to_owned();
                swap(&xml, &format!("<![CDATA[{value}]]>"), &format!("{}<!---->{}", &value[..40], &value[40..]))
            },
            "WX-XML-4",
            "comment-in-text",
            "X08",
        ))
        .test(
            either(
                "outer-repeat",
                "req_info twice, both genuine. Refused, or one of them is read (WX-AMB-6).",
                swap(&xml, "</xml>", &format!("<req_info><![CDATA[{second}]]></req_info></xml>")),
                json!({"fields": {"out_refund_no": "131811191610442717309"}}),
            )
            .clauses(["WX-SIGN-38"])
            .flags(["duplicate-field"])
            .attacks(["X07"]),
        )
}

pub(super) fn refused() -> Group {
    let xml = genuine().xml();
    let bad = |id: &str, about: &str, body: String, clause: &str, flag: &str, attack: &str| -> Test {
        refuse(&format!("outer-{id}"), "malformed", about, body).clauses([clause]).flags([flag]).attacks([attack])
    };
    group("Refused for what is outside, or for want of req_info.")
        .test(bad(
            "no-req-info",
            "No req_info: nothing says what was refunded.",
            genuine().without("req_info").xml(),
            "WX-RFN-1",
            "refund-without-req-info",
            "S22",
        ))
        .test(bad(
            "empty-req-info",
            "An empty req_info.",
            genuine().with("req_info", "").xml(),
            "WX-RFN-1",
            "refund-without-req-info",
            "S22",
        ))
        .test(bad(
            "payment",
            "A payment notification, posted to the refund's address.",
            Message::payment().md5().xml(),
            "WX-RFN-7",
            "refund-without-req-info",
            "S22",
        ))
        .test(bad(
            "payment-hmac",
            "A payment notification with HMAC-SHA256, posted to the refund's address.",
            Message::payment().sealed(crate::sign::Algorithm::HmacSha256).xml(),
            "WX-RFN-7",
            "refund-without-req-info",
            "S22",
        ))
        .test(bad(
            "plain-fields",
            "The refund's fields in the open, without req_info.",
            {
                let mut message = genuine().without("req_info");
                message.fields.extend(refund().fields);
                message.xml()
            },
            "WX-RFN-1",
            "refund-without-req-info",
            "S22",
        ))
        .test(bad(
            "plain-fields-signed",
            "The same with a right MD5 signature: refund notifications have none, and a signer's oracle may be open.",
            {
                let mut message = genuine().without("req_info");
                message.fields.extend(refund().fields);
                message.md5().xml()
            },
            "WX-RFN-1",
            "refund-without-req-info",
            "S22",
        ))
        .test(bad(
            "bare-root",
            "The plain inner XML alone, unencrypted.",
            root(&refund()),
            "WX-RFN-1",
            "refund-without-req-info",
            "S22",
        ))
        .test(bad(
            "req-info-plain",
            "req_info holds the inner XML in the open, as text.",
            genuine().with("req_info", "").xml().replace(
                "<req_info><![CDATA[]]></req_info>",
                &format!("<req_info>{}</req_info>", crate::wechat::message::escape(&root(&refund()))),
            ),
            "WX-RFN-2",
            "refund-without-req-info",
            "S22",
        ))
        .test(bad(
            "req-info-elements",
            "req_info holds elements instead of text.",
            genuine()
                .with("req_info", "")
                .xml()
                .replace("<req_info><![CDATA[]]></req_info>", &format!("<req_info>{}</req_info>", root(&refund()))),
            "WX-SIGN-39",
            "nested-element",
            "X12",
        ))
        .test(bad(
            "xxe",
            "An external entity outside.",
            format!("<!DOCTYPE xml [<!ENTITY e SYSTEM \"{{{{canary}}}}\">]>{xml}"),
            "WX-XML-15",
            "doctype-accepted",
            "X01",
        ))
        .test(bad(
            "xxe-used",
            "An external entity in the outer appid.",
            format!(
                "<!DOCTYPE xml [<!ENTITY e SYSTEM \"{{{{canary}}}}\">]>{}",
                swap(&xml, "<![CDATA[wxd930ea5d5a258f4f]]>", "&e;")
            ),
            "WX-XML-15",
            "xxe",
            "X01",
        ))
        .test(bad(
            "parameter-entity",
            "A parameter entity outside.",
            format!("<!DOCTYPE xml [<!ENTITY % p SYSTEM \"{{{{canary}}}}\"> %p;]>{xml}"),
            "WX-XML-15",
            "doctype-accepted",
            "X02",
        ))
        .test(bad(
            "external-subset",
            "An external DTD outside.",
            format!("<!DOCTYPE xml SYSTEM \"{{{{canary}}}}\">{xml}"),
            "WX-XML-15",
            "doctype-accepted",
            "X02",
        ))
        .test(bad("second-root", "A second root.", format!("{xml}<xml/>"), "WX-XML-1", "trailing-data", "X16"))
        .test(bad(
            "nested",
            "req_info stands inside another element.",
            xml.replace("<req_info>", "<z><req_info>").replace("</req_info>", "</req_info></z>"),
            "WX-SIGN-39",
            "nested-element",
            "X11",
        ))
        .test(bad("empty", "No byte at all.", String::new(), "WX-XML-1", "malformed-xml", "T14"))
        .test(bad(
            "cut",
            "The root's end tag is missing.",
            xml.trim_end_matches("</xml>").into(),
            "WX-XML-1",
            "malformed-xml",
            "T14",
        ))
        .test(bad("json", "The fields as JSON.", genuine().params().to_string(), "WX-XML-1", "malformed-xml", "T05"))
        .test(bad("no-fields", "A root without fields.", "<xml></xml>".into(), "WX-XML-1", "malformed-xml", "T14"))
}
