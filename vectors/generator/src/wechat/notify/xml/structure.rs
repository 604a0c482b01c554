//! Nesting, prefixes, attributes, other roots, text around the root.

use super::wire;
use crate::suite::Group;
use crate::wechat::message::{Message, element, swap};
use crate::wechat::notify::{either, md5_group, refuse};

/// `extra` before the last field of the sealed payment, outside the signature.
pub(super) fn unsigned(extra: &str) -> String {
    swap(&wire(), "<bank_type>", &format!("{extra}<bank_type>"))
}

pub(super) fn nested() -> Group {
    let payment = Message::payment();
    let case = |id: &str, about: &str, body: String| {
        refuse(&format!("xml-nested-{id}"), "malformed", about, body)
            .clauses(["WX-SIGN-39", "WX-XML-2"])
            .flags(["nested-element"])
            .attacks(["X11"])
    };
    let inside = |signed: &str, written: &str| {
        let message = payment.with("total_fee", signed).md5();
        swap(&message.xml(), &element("total_fee", signed), written)
    };
    let concatenated = payment.with("z", "999").md5();
    let no_total = payment.without("total_fee").md5();
    let no_sign = wire().replace("<sign>", "<s><sign>").replace("</sign>", "</sign></s>");
    md5_group("Messages are flat (WX-XML-2); an element inside a field is refused, however it was signed.")
        .test(case(
            "before",
            "A total_fee of 999 inside `z`, before the real one; the signature covers the flat fields. A search \
            for the first descendant reads 999.",
            unsigned("<z><total_fee>999</total_fee></z>"),
        ))
        .test(case(
            "after",
            "The same after the real one: a search that keeps the last reads 999.",
            swap(&wire(), "</xml>", "<z><total_fee>999</total_fee></z></xml>"),
        ))
        .test(case(
            "concatenated",
            "As before, but signed as `z=999`, the text of the nested element.",
            swap(&concatenated.xml(), &element("z", "999"), "<z><total_fee>999</total_fee></z>"),
        ))
        .test(case("result-code", "A nested result_code of SUCCESS beside a signed FAIL.", {
            let failed = payment.with("result_code", "FAIL").md5();
            swap(&failed.xml(), "<bank_type>", "<z><result_code>SUCCESS</result_code></z><bank_type>")
        }))
        .test(
            case(
                "in-value-whole",
                "`<b>` inside total_fee; signed as 100, all text.",
                inside("100", "<total_fee>1<b>00</b></total_fee>"),
            )
            .attacks(["X12"]),
        )
        .test(
            case(
                "in-value-first",
                "The same, signed as 1, the text before the child.",
                inside("1", "<total_fee>1<b>00</b></total_fee>"),
            )
            .attacks(["X12"]),
        )
        .test(
            case(
                "in-value-tail",
                "The same, signed as 2, the text after the child.",
                inside("2", "<total_fee><b>10</b>2</total_fee>"),
            )
            .attacks(["X12"]),
        )
        .test(
            case(
                "wrapped-value",
                "All of total_fee's text in a child; signed as 100.",
                inside("100", "<total_fee><b>100</b></total_fee>"),
            )
            .attacks(["X12"]),
        )
        .test(
            case(
                "skipped",
                "A nested total_fee and a signature without total_fee: a signer that skips arrays and objects, as \
            the official PHP demo does, leaves it unsigned.",
                swap(&no_total.xml(), "<trade_type>", "<total_fee><v>100</v></total_fee><trade_type>"),
            )
            .attacks(["X18"]),
        )
        .test(case(
            "whole-message",
            "The whole message one level down: `<xml><xml>…`. A search for descendants finds everything.",
            format!("<xml>{}</xml>", wire()),
        ))
        .test(case("sign", "`sign` stands inside another element; the root has none.", no_sign))
        .test(
            case(
                "empty-child",
                "An empty child inside out_trade_no.",
                swap(&wire(), "<![CDATA[20150806125346]]>", "20150806125346<b/>"),
            )
            .attacks(["X12"]),
        )
        .test(
            case("deep", "attach holds 200 levels of elements; the signature covers its text.", {
                let deep = format!("{}x{}", "<a>".repeat(200), "</a>".repeat(200));
                let message = payment.with("attach", "x").md5();
                swap(&message.xml(), &element("attach", "x"), &format!("<attach>{deep}</attach>"))
            })
            .attacks(["X24"]),
        )
}

pub(super) fn names() -> Group {
    let payment = Message::payment();
    let lax = |id: &str, about: &str, body: String| {
        let about = format!("{about} No document says that one must refuse it.");
        either(&format!("xml-{id}"), &about, &payment, body).clauses(["WX-XML-2"]).flags(["attribute-or-namespace"])
    };
    let prefixed = "<q:total_fee xmlns:q=\"urn:q\">999</q:total_fee>";
    let signed = payment.with("q:total_fee", "999").md5();
    let root = |name: &str| {
        let body = wire().replace("<xml>", &format!("<{name}>")).replace("</xml>", &format!("</{name}>"));
        let about =
            format!("The root is `{name}`, not `xml`; many SDKs take any root, a strict one refuses (WX-AMB-9).");
        either(&format!("xml-root-{}", name.to_lowercase().replace('_', "-")), &about, &payment, body)
            .clauses(["WX-XML-1"])
            .flags(["root-name"])
            .attacks(["X15"])
    };
    md5_group("No attributes, no namespaces, the root `xml` (WX-XML-1, WX-XML-2).")
        .test(
            refuse(
                "xml-prefix-unsigned",
                "malformed",
                "`q:total_fee` of 999 in a namespace beside the real total_fee, outside \
            the signature. A reader of local names sees two.",
                unsigned(prefixed),
            )
            .clauses(["WX-XML-2", "WX-SIGN-1"])
            .flags(["attribute-or-namespace"])
            .attacks(["X13"]),
        )
        .test(
            refuse(
                "xml-prefix-unsigned-last",
                "malformed",
                "The same as the last element: the last local name wins.",
                swap(&wire(), "</xml>", &format!("{prefixed}</xml>")),
            )
            .clauses(["WX-XML-2", "WX-SIGN-1"])
            .flags(["attribute-or-namespace"])
            .attacks(["X13"]),
        )
        .test(
            lax(
                "prefix-signed",
                "`q:total_fee` is a signed field of its own; total_fee is 100.",
                swap(&signed.xml(), &element("q:total_fee", "999"), prefixed),
            )
            .attacks(["X13"]),
        )
        .test(lax(
            "default-namespace",
            "A default namespace on the root.",
            swap(&wire(), "<xml>", "<xml xmlns=\"urn:wx\">"),
        ))
        .test(
            lax(
                "attribute",
                "An attribute on total_fee whose value differs from the text.",
                swap(&wire(), "<total_fee>", "<total_fee v=\"9\">"),
            )
            .attacks(["X14"]),
        )
        .test(
            lax(
                "attribute-value",
                "An attribute named `value` on total_fee. The value is the text.",
                swap(&wire(), "<total_fee>", "<total_fee value=\"999\">"),
            )
            .attacks(["X14"]),
        )
        .test(
            lax(
                "attribute-root",
                "A total_fee attribute on the root, which no reader may take for the field.",
                swap(&wire(), "<xml>", "<xml total_fee=\"999\">"),
            )
            .attacks(["X14"]),
        )
        .test(
            lax(
                "attribute-nil",
                "total_fee is marked nil and has text.",
                swap(
                    &wire(),
                    "<total_fee>",
                    "<total_fee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\">",
                ),
            )
            .attacks(["X14"]),
        )
        .test(
            lax(
                "attribute-type",
                "total_fee names a type. Its value stays text.",
                swap(&wire(), "<total_fee>", "<total_fee type=\"integer\">"),
            )
            .attacks(["X14"]),
        )
        .test(root("root"))
        .test(root("XML"))
        .test(root("evil"))
        .test(root("SUCCESS_xml"))
}

pub(super) fn around() -> Group {
    let payment = Message::payment();
    let lax = |id: &str, about: &str, body: String| {
        let about = format!("{about} Nobody sends it, XML allows it (WX-AMB-8).");
        either(&format!("xml-{id}"), &about, &payment, body)
            .clauses(["WX-XML-4"])
            .flags(["comment-as-field"])
            .attacks(["X19"])
    };
    let junk = |id: &str, about: &str, body: String| {
        refuse(&format!("xml-{id}"), "malformed", about, body)
            .clauses(["WX-XML-1"])
            .flags(["trailing-data"])
            .attacks(["X16"])
    };
    let second = payment.with("total_fee", "1").md5().xml();
    md5_group("Between the fields and around the root.")
        .test(lax("comment-between", "A comment between two fields; it is no field.", unsigned("<!-- x -->")))
        .test(lax(
            "comment-field",
            "A comment that holds a field; it is no field.",
            unsigned("<!-- <total_fee>1</total_fee> -->"),
        ))
        .test(lax("comment-before-root", "A comment before the root.", format!("<!-- x -->{}", wire())))
        .test(lax("comment-after-root", "A comment after the root.", format!("{}<!-- x -->", wire())))
        .test(lax("comment-first", "A comment is the root's first child.", swap(&wire(), "<xml>", "<xml><!-- x -->")))
        .test(lax("pi-between", "A processing instruction between two fields.", unsigned("<?x y?>")))
        .test(lax("pi-before-root", "A processing instruction before the root.", format!("<?x y?>{}", wire())))
        .test(lax("text-between", "Text between two fields; it is no field.", unsigned("text")))
        .test(lax(
            "cdata-between",
            "A CDATA section between two fields; it is no field.",
            unsigned("<![CDATA[total_fee=1]]>"),
        ))
        .test(junk("text-after-root", "Text after the root.", format!("{}junk", wire())))
        .test(junk("text-before-root", "Text before the root.", format!("junk{}", wire())))
        .test(junk("second-root", "A second root after the first, both genuine.", format!("{}{second}", wire())))
        .test(junk(
            "second-root-first",
            "The other way round: the genuine message for 1 fen comes first.",
            format!("{second}{}", wire()),
        ))
        .test(junk("empty-second-root", "An empty second root.", format!("{}<xml/>", wire())))
        .test(junk("stray-end-tag", "A second end tag of the root.", format!("{}</xml>", wire())))
        .test(junk("field-after-root", "A field after the root.", format!("{}<total_fee>1</total_fee>", wire())))
}
