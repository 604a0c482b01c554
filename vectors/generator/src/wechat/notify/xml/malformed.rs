//! Bytes that are no XML, or none that holds a message.

use super::structure::unsigned;
use super::wire;
use crate::suite::{Group, Test};
use crate::wechat::message::{Message, element, swap};
use crate::wechat::notify::{either, md5_group, refuse};

pub(super) fn malformed() -> Group {
    let wire = wire();
    let bad = |id: &str, about: &str, body: String| -> Test {
        refuse(&format!("xml-bad-{id}"), "malformed", about, body).clauses(["WX-XML-1"]).flags(["malformed-xml"])
    };
    let cut = |n: usize| wire[..n].to_owned();
    let lenient = |id: &str, about: &str, value: &str, written: &str| {
        let message = Message::payment().with("attach", value);
        let body = swap(&message.md5().xml(), &element("attach", value), &format!("<attach>{written}</attach>"));
        let about =
            format!("{about} That is no well-formed XML; a lenient reader that gets the signed text does no harm.");
        either(&format!("xml-bad-{id}"), &about, &message, body).clauses(["WX-XML-1"]).flags(["malformed-xml"])
    };
    md5_group("Bytes that are no XML, or none that holds a message. Refused as malformed, not with a crash.")
        .test(bad("empty", "No byte at all.", String::new()).attacks(["T14"]))
        .test(bad("blank", "White space alone.", " \n ".into()).attacks(["T14"]))
        .test(bad("no-fields", "A root without fields.", "<xml></xml>".into()).attacks(["T14"]))
        .test(bad("no-fields-self-closing", "An empty root.", "<xml/>".into()).attacks(["T14"]))
        .test(bad("json", "The fields as JSON.", Message::payment().md5().params().to_string()).attacks(["T05"]))
        .test(bad("form", "The fields as a form.", form()).attacks(["T05"]))
        .test(bad("words", "One word, no markup.", "SUCCESS".into()))
        .test(bad("cut-last-byte", "The last byte is missing.", cut(wire.len() - 1)).attacks(["T14"]))
        .test(bad("cut-root-end", "The root's end tag is missing.", cut(wire.len() - 6)).attacks(["T14"]))
        .test(bad("cut-half", "Half the message.", cut(wire.len() / 2)).attacks(["T14"]))
        .test(
            bad("cut-in-tag", "Cut off inside a start tag.", cut(wire.find("<total_fee").unwrap_or(0) + 6))
                .attacks(["T14"]),
        )
        .test(bad("cut-in-cdata", "Cut off inside CDATA.", cut(wire.find("SUCCESS").unwrap_or(0) + 3)).attacks(["T14"]))
        .test(bad("end-tag-name", "An end tag of another name.", swap(&wire, "</total_fee>", "</totalfee>")))
        .test(bad("end-tag-case", "An end tag in another case.", swap(&wire, "</total_fee>", "</Total_Fee>")))
        .test(bad("end-tag-missing", "total_fee is never closed.", swap(&wire, "</total_fee>", "")))
        .test(bad(
            "overlap",
            "Two elements overlap.",
            swap(&wire, "<total_fee>100</total_fee><trade_type>", "<total_fee>100<trade_type></total_fee>"),
        ))
        .test(bad("nameless", "A tag without a name.", unsigned("<>1</>")))
        .test(bad("name-digit", "A name that begins with a digit.", unsigned("<1a>1</1a>")))
        .test(bad("cdata-open", "CDATA that never ends.", swap(&wire, "<![CDATA[JSAPI]]>", "<![CDATA[JSAPI")))
        .test(bad("comment-open", "A comment that never ends.", unsigned("<!-- x")))
        .test(bad(
            "attribute-twice",
            "The same attribute twice.",
            swap(&wire, "<total_fee>", "<total_fee a=\"1\" a=\"2\">"),
        ))
        .test({
            let message = Message::payment().with("attach", "O1").md5();
            let body = swap(&message.xml(), "<![CDATA[O1]]>", "O&nope;1");
            bad("entity-dropped", "An entity that nobody declared; the signature covers the text without it.", body)
                .clauses(["WX-XML-15"])
        })
        .test({
            let message = Message::payment().with("out_trade_no", "O12").md5();
            let body = swap(&message.xml(), "<![CDATA[O12]]>", "O1&nbsp;2");
            bad("entity-html", "An entity of HTML, which XML does not declare; the text without it was signed.", body)
                .clauses(["WX-XML-15"])
        })
        .test(lenient("ampersand", "A bare `&` in text.", "a&b", "a&b"))
        .test(lenient("entity-kept", "An entity that nobody declared, signed as it stands.", "a&nope;b", "a&nope;b"))
        .test(lenient("cdata-end", "`]]>` in plain text.", "a]]>b", "a]]>b"))
        .test(lenient("surrogates", "A character beyond U+FFFF as two surrogate references.", "🏠", "&#55356;&#57312;"))
        .test(lenient("comment-dashes", "Two hyphens inside a comment (WX-AMB-8).", "x", "x<!-- a -- b -->"))
        .test(
            either(
                "xml-bad-declaration-late",
                "White space before the XML declaration: not well-formed, and harmless.",
                &Message::payment(),
                format!("\n<?xml version=\"1.0\"?>{wire}"),
            )
            .clauses(["WX-XML-10"])
            .flags(["malformed-xml"]),
        )
}

/// The sealed payment as `name=value` pairs.
fn form() -> String {
    let fields = Message::payment().md5().fields;
    fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}
