//! Inner XML that must be refused.

use super::content::around;
use super::{group, refund, refuse, root};
use crate::suite::{Group, Test};
use crate::wechat::message::swap;

pub(super) fn hostile() -> Group {
    let base = refund();
    let inner = root(&base);
    let bad = |id: &str, about: &str, inner: String, clause: &str, flag: &str, attack: &str| -> Test {
        refuse(&format!("inner-{id}"), "malformed", about, around(&inner))
            .clauses([clause, "WX-RFN-5"])
            .flags([flag])
            .attacks([attack])
    };
    let entity =
        |doctype: &str| format!("{doctype}{}", swap(&inner, "<![CDATA[REFUND_SOURCE_RECHARGE_FUNDS]]>", "&e;"));
    group("Inner XML that must be refused: whoever knows the key, or moves blocks, reaches a second parser.")
        .test(bad(
            "xxe",
            "An external entity reads a file.",
            entity("<!DOCTYPE root [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"),
            "WX-XML-15",
            "xxe",
            "X03",
        ))
        .test(bad(
            "xxe-unused",
            "An external entity that nobody uses.",
            format!("<!DOCTYPE root [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>{inner}"),
            "WX-XML-15",
            "doctype-accepted",
            "X03",
        ))
        .test(bad(
            "external-subset",
            "An external DTD.",
            format!("<!DOCTYPE root SYSTEM \"file:///etc/hostname\">{inner}"),
            "WX-XML-15",
            "doctype-accepted",
            "X03",
        ))
        .test(bad(
            "parameter-entity",
            "A parameter entity.",
            format!("<!DOCTYPE root [<!ENTITY % p SYSTEM \"file:///etc/hostname\"> %p;]>{inner}"),
            "WX-XML-15",
            "doctype-accepted",
            "X03",
        ))
        .test(bad(
            "entity",
            "An internal entity.",
            entity("<!DOCTYPE root [<!ENTITY e \"REFUND_SOURCE_RECHARGE_FUNDS\">]>"),
            "WX-XML-15",
            "internal-entity",
            "X05",
        ))
        .test(bad(
            "doctype",
            "A DOCTYPE that declares nothing.",
            format!("<!DOCTYPE root>{inner}"),
            "WX-XML-15",
            "internal-entity",
            "X05",
        ))
        .test(bad(
            "laughs",
            "Nine levels of ten entities.",
            {
                let mut text = String::from("<!ENTITY l0 \"lol\">");
                for level in 1..=9 {
                    text.push_str(&format!("<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10)));
                }
                entity(&format!("<!DOCTYPE root [{text}<!ENTITY e \"&l9;\">]>"))
            },
            "WX-XML-15",
            "entity-bomb",
            "X04",
        ))
        .test(bad(
            "nested",
            "A refund_fee of 1 inside another element, before the real one.",
            swap(&inner, "<root>", "<root><z><refund_fee>1</refund_fee></z>"),
            "WX-SIGN-39",
            "nested-element",
            "X11",
        ))
        .test(bad(
            "nested-value",
            "refund_fee holds an element.",
            swap(&inner, "<refund_fee><![CDATA[3960]]>", "<refund_fee>39<b>60</b>"),
            "WX-SIGN-39",
            "nested-element",
            "X12",
        ))
        .test(bad(
            "second-root",
            "A second root.",
            format!("{inner}<root><refund_fee>1</refund_fee></root>"),
            "WX-XML-1",
            "trailing-data",
            "X16",
        ))
        .test(bad("trailing-text", "Text after the root.", format!("{inner}junk"), "WX-XML-1", "trailing-data", "X16"))
        .test(bad(
            "cut",
            "The end of the text is missing.",
            inner[..inner.len() / 2].to_owned(),
            "WX-XML-1",
            "malformed-xml",
            "T14",
        ))
        .test(bad(
            "empty",
            "An empty plain text: sixteen bytes of padding.",
            String::new(),
            "WX-XML-1",
            "malformed-xml",
            "T14",
        ))
        .test(bad("json", "The fields as JSON.", base.params().to_string(), "WX-XML-1", "malformed-xml", "T05"))
        .test(bad(
            "depth",
            "A thousand elements inside each other.",
            format!("<root>{}{}</root>", "<a>".repeat(1000), "</a>".repeat(1000)),
            "WX-SIGN-39",
            "resource-limit",
            "X24",
        ))
}
