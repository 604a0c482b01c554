//! DOCTYPEs where a search of the bytes does not look, and other ways to make a parser fetch something.

use super::super::{either, md5_group, refuse};
use super::{body, dtd};
use crate::suite::Group;
use crate::wechat::message::{Message, swap};

pub(super) fn hidden() -> Group {
    let doctype = "<!DOCTYPE xml [<!ENTITY e SYSTEM \"{{canary}}\">]>";
    let case = |id: &str, about: &str, before: &str| {
        let body = format!("{before}{}", body(doctype, "canary", "&e;"));
        dtd(&format!("hidden-{id}"), "doctype-detector-evaded", "X26", about, body)
    };
    let plain = "<!DOCTYPE xml [<!ENTITY e \"O1\">]>";
    let encoded = |id: &str, about: &str, bom: &[u8], big: bool| {
        let text = body(plain, "O1", "&e;");
        let mut bytes = bom.to_vec();
        bytes.extend(text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }));
        refuse(&format!("dtd-hidden-{id}"), "malformed", about, bytes)
            .clauses(["WX-XML-15"])
            .flags(["doctype-detector-evaded"])
            .attacks(["X26"])
    };
    md5_group("The same DOCTYPE where a search of the bytes does not look. The parser must refuse it.")
        .test(case("declaration", "After an XML declaration.", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"))
        .test(case("comment", "After a comment.", "<!-- x -->"))
        .test(case("long-comment", "After a comment of 5,000 characters.", &format!("<!--{}-->", "x".repeat(5000))))
        .test(case("pi", "After a processing instruction.", "<?x y?>"))
        .test(case("white-space", "After lines of white space.", "\n\n \t\n"))
        .test(dtd(
            "hidden-lines",
            "doctype-detector-evaded",
            "X26",
            "A line feed between the keyword and the name.",
            body("<!DOCTYPE\nxml\n[<!ENTITY e SYSTEM '{{canary}}'>]\n>", "canary", "&e;"),
        ))
        .test(dtd(
            "hidden-lower-case",
            "doctype-detector-evaded",
            "X26",
            "The keyword in lower case, which a lenient parser takes.",
            body("<!doctype xml [<!entity e SYSTEM \"{{canary}}\">]>", "canary", "&e;"),
        ))
        .test(dtd(
            "hidden-other-root",
            "doctype-detector-evaded",
            "X26",
            "The DOCTYPE names another root.",
            body("<!DOCTYPE html [<!ENTITY e SYSTEM \"{{canary}}\">]>", "canary", "&e;"),
        ))
        .test(dtd(
            "hidden-after-root",
            "doctype-detector-evaded",
            "X26",
            "The DOCTYPE stands inside the root, where XML has none.",
            {
                let message = Message::payment().with("attach", "canary").md5();
                let xml = swap(&message.xml(), "<![CDATA[canary]]>", "&e;");
                swap(&xml, "<xml>", &format!("<xml>{doctype}"))
            },
        ))
        .test(encoded("utf16-le", "In UTF-16, little end first, with a byte order mark.", &[0xFF, 0xFE], false))
        .test(encoded("utf16-be", "In UTF-16, big end first, with a byte order mark.", &[0xFE, 0xFF], true))
        .test(encoded("utf16-le-bare", "In UTF-16 without a byte order mark.", &[], false))
        .test({
            let text = format!("+ADwAIQ-DOCTYPE xml [+ADwAIQ-ENTITY e \"O1\">]>{}", body("", "O1", "&e;"));
            let text = format!("<?xml version=\"1.0\" encoding=\"UTF-7\"?>{text}");
            dtd("hidden-utf7", "doctype-detector-evaded", "X26", "In UTF-7, which the declaration names.", text)
        })
}

pub(super) fn other_fetches() -> Group {
    let payment = Message::payment();
    let wire = payment.md5().xml();
    let xi = "http://www.w3.org/2001/XInclude";
    let include = |id: &str, about: &str, inside: &str, attach: &str| {
        let written = format!("<xi:include xmlns:xi=\"{xi}\" {inside}");
        refuse(&format!("xinclude-{id}"), "malformed", about, body("", attach, &written))
            .clauses(["WX-XML-14", "WX-XML-2"])
            .flags(["xinclude"])
            .attacks(["X25"])
    };
    let quiet = |id: &str, about: &str, body: String| {
        let about = format!("{about} Refused or read; nothing is fetched.");
        either(&format!("fetch-{id}"), &about, &payment, body)
            .clauses(["WX-XML-14"])
            .flags(["external-dtd-fetched"])
            .attacks(["X02"])
    };
    md5_group("Other ways to make a parser fetch something, and the word DOCTYPE where it is only text.")
        .test(include("url", "XInclude fetches an address; the signature covers the answer.",
            "href=\"{{canary}}\" parse=\"text\"/>", "canary"))
        .test(include("file", "XInclude reads a file.", "href=\"file:///etc/hostname\" parse=\"text\"/>", ""))
        .test(include("fallback", "XInclude's fallback text was signed.",
            "href=\"file:///nonexistent\"><xi:fallback>F</xi:fallback></xi:include>", "F"))
        .test(quiet("schema-location", "The root names a schema.", swap(&wire, "<xml>",
            "<xml xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:noNamespaceSchemaLocation=\"{{canary}}\">")))
        .test(quiet("stylesheet", "A processing instruction names a stylesheet.",
            format!("<?xml-stylesheet type=\"text/xsl\" href=\"{{{{canary}}}}\"?>{wire}")))
        .test(quiet("namespace", "A namespace is an address.", swap(&wire, "<xml>", "<xml xmlns=\"{{canary}}\">")))
        .test({
            let message = payment.with("attach", "<!DOCTYPE x>");
            either("dtd-word-in-cdata", "The word stands in CDATA and is a value. The sheet's rule says any `<!DOCTYPE`, so \
                that a search of the bytes may refuse it; a parser reads it.", &message, message.md5().xml())
                .clauses(["WX-XML-15", "WX-XML-3"]).flags(["doctype-detector-evaded"])
        })
        .test(either("dtd-word-in-comment", "The word stands in a comment and means nothing; a search of the bytes may refuse it.",
            &payment, format!("<!-- <!DOCTYPE x> -->{wire}")).clauses(["WX-XML-15"]).flags(["doctype-detector-evaded"]))
}
