//! `wechat/notify-doctype`: DOCTYPE, entities, inclusion. The runner listens behind `{{canary}}` and answers `canary`.

use serde_json::json;

use super::{either, md5_group, refuse};
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::{Message, element, swap};

pub(in crate::wechat) fn suite() -> Suite {
    Suite::new(
        "wechat/notify-doctype",
        "wechat.notify",
        "DOCTYPE, external and internal entities, inclusion. Every body would verify for a parser that expands them; any \
         DOCTYPE is refused, and nothing is fetched (WX-XML-13 to WX-XML-15).",
    )
    .group(external())
    .group(internal())
    .group(hidden())
    .group(other_fetches())
}

/// A payment whose signature covers `attach`, which the body writes as `written`, after `doctype`.
fn body(doctype: &str, attach: &str, written: &str) -> String {
    let message = Message::payment().with("attach", attach).md5();
    let field = if attach.is_empty() { "<attach><![CDATA[]]></attach>".to_owned() } else { element("attach", attach) };
    format!("{doctype}{}", swap(&message.xml(), &field, &format!("<attach>{written}</attach>")))
}

fn dtd(id: &str, flag: &str, attack: &str, about: &str, body: String) -> Test {
    refuse(&format!("dtd-{id}"), "malformed", about, body)
        .clauses(["WX-XML-15", "WX-XML-14"])
        .flags([flag])
        .attacks([attack])
}

fn external() -> Group {
    let xxe = |id: &str, about: &str, body: String| dtd(id, "xxe", "X01", about, body).clauses(["WX-XML-13"]);
    let fetch = |id: &str, about: &str, body: String| {
        dtd(id, "external-dtd-fetched", "X02", about, body).clauses(["WX-XML-13"])
    };
    md5_group("External entities and DTDs: files are read and addresses called before the signature is looked at.")
        .test(xxe(
            "file",
            "An entity reads /etc/hostname into attach. Its text is not signed; what was signed is nothing, which \
            is what a parser that hides the entity reads.",
            body("<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>", "", "&e;"),
        ))
        .test(xxe(
            "file-windows",
            "The same for a file of Windows.",
            body("<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///c:/windows/win.ini\">]>", "", "&e;"),
        ))
        .test(xxe(
            "file-relative",
            "The same for a relative address.",
            body("<!DOCTYPE xml [<!ENTITY e SYSTEM \"Cargo.toml\">]>", "", "&e;"),
        ))
        .test(xxe(
            "url",
            "An entity is fetched from an address; the signature covers what the runner answers there.",
            body("<!DOCTYPE xml [<!ENTITY e SYSTEM \"{{canary}}\">]>", "canary", "&e;"),
        ))
        .test(xxe(
            "url-public",
            "The same with a PUBLIC identifier.",
            body("<!DOCTYPE xml [<!ENTITY e PUBLIC \"-//x//y\" \"{{canary}}\">]>", "canary", "&e;"),
        ))
        .test(xxe(
            "url-unused",
            "The external entity is declared and never used.",
            body("<!DOCTYPE xml [<!ENTITY e SYSTEM \"{{canary}}\">]>", "x", "x"),
        ))
        .test(xxe(
            "url-in-amount",
            "The entity supplies the end of out_trade_no, which was signed as the runner's answer.",
            {
                let message = Message::payment().with("out_trade_no", "canary").md5();
                let xml = swap(&message.xml(), "<![CDATA[canary]]>", "&e;");
                format!("<!DOCTYPE xml [<!ENTITY e SYSTEM \"{{{{canary}}}}\">]>{xml}")
            },
        ))
        .test(fetch(
            "external-subset",
            "An external DTD and no entity at all.",
            body("<!DOCTYPE xml SYSTEM \"{{canary}}\">", "x", "x"),
        ))
        .test(fetch(
            "external-subset-public",
            "An external DTD with a PUBLIC identifier.",
            body("<!DOCTYPE xml PUBLIC \"-//x//y\" \"{{canary}}\">", "x", "x"),
        ))
        .test(fetch(
            "parameter-entity",
            "A parameter entity is fetched though no field shows it: the blind form.",
            body("<!DOCTYPE xml [<!ENTITY % p SYSTEM \"{{canary}}\"> %p;]>", "x", "x"),
        ))
        .test(fetch(
            "parameter-entity-unused",
            "A parameter entity is declared and never used.",
            body("<!DOCTYPE xml [<!ENTITY % p SYSTEM \"{{canary}}\">]>", "x", "x"),
        ))
        .test(fetch(
            "parameter-entity-nested",
            "A parameter entity declares another that is fetched.",
            body("<!DOCTYPE xml [<!ENTITY % a \"<!ENTITY &#37; b SYSTEM '{{canary}}'>\"> %a; %b;]>", "x", "x"),
        ))
        .test(fetch(
            "both-subsets",
            "An external and an internal subset.",
            body("<!DOCTYPE xml SYSTEM \"{{canary}}\" [<!ENTITY e \"x\">]>", "x", "&e;"),
        ))
}

fn internal() -> Group {
    let alias = |id: &str, about: &str, body: String| dtd(id, "internal-entity", "X05", about, body);
    let bomb = |id: &str, about: &str| {
        Test::invalid(format!("wx-notify-dtd-{id}"), about)
            .class("malformed")
            .clauses(["WX-XML-15"])
            .flags(["entity-bomb"])
            .attacks(["X04"])
    };
    let amount = |entity: &str, written: &str| {
        let xml = swap(&Message::payment().md5().xml(), "<total_fee>100<", &format!("<total_fee>{written}<"));
        format!("<!DOCTYPE xml [{entity}]>{xml}")
    };
    let laughs = |levels: u32| {
        let mut text = String::from("<!ENTITY l0 \"lol\">");
        for level in 1..=levels {
            let inner = format!("&l{};", level - 1).repeat(10);
            text.push_str(&format!("<!ENTITY l{level} \"{inner}\">"));
        }
        text
    };
    md5_group("Internal entities: a value that stands elsewhere, and bombs.")
        .test(alias(
            "bare",
            "A DOCTYPE that declares nothing. There is no use for one in a callback.",
            body("<!DOCTYPE xml>", "x", "x"),
        ))
        .test(alias("empty-subset", "An empty internal subset.", body("<!DOCTYPE xml []>", "x", "x")))
        .test(alias(
            "unused",
            "An internal entity that nobody uses.",
            body("<!DOCTYPE xml [<!ENTITY e \"y\">]>", "x", "x"),
        ))
        .test(alias(
            "value",
            "An internal entity supplies attach; the signature covers its text.",
            body("<!DOCTYPE xml [<!ENTITY e \"O1\">]>", "O1", "&e;"),
        ))
        .test(alias(
            "value-part",
            "An internal entity supplies a part of total_fee.",
            amount("<!ENTITY e \"00\">", "1&e;"),
        ))
        .test(alias(
            "value-dropped",
            "The signature covers total_fee without the entity, which a reader that skips entities sees.",
            {
                let xml = swap(&Message::payment().md5().xml(), "<total_fee>100<", "<total_fee>100&e;<");
                format!("<!DOCTYPE xml [<!ENTITY e \"0\">]>{xml}")
            },
        ))
        .test(alias("markup", "An internal entity supplies a whole element.", {
            let xml = swap(&Message::payment().md5().xml(), "<total_fee>100</total_fee>", "&e;");
            format!("<!DOCTYPE xml [<!ENTITY e \"<total_fee>100</total_fee>\">]>{xml}")
        }))
        .test(alias(
            "built-in-redeclared",
            "`lt` is declared anew.",
            body("<!DOCTYPE xml [<!ENTITY lt \"&#38;#60;\">]>", "<", "&lt;"),
        ))
        .test(alias(
            "default-attribute",
            "A default attribute is declared.",
            body("<!DOCTYPE xml [<!ATTLIST xml a CDATA \"1\">]>", "x", "x"),
        ))
        .test(alias(
            "element-type",
            "An element type is declared.",
            body("<!DOCTYPE xml [<!ELEMENT xml ANY>]>", "x", "x"),
        ))
        .test(bomb("laughs", "Ten levels of ten: 10^10 times three characters.").body(format!(
            "<!DOCTYPE xml [{}]>{}",
            laughs(10),
            swap(&Message::payment().md5().xml(), "<![CDATA[shop-7]]>", "&l10;")
        )))
        .test(
            bomb(
                "laughs-small",
                "Three levels of ten, which a limit on expansion lets pass; the signature covers the expansion.",
            )
            .body(body(&format!("<!DOCTYPE xml [{}]>", laughs(3)), &"lol".repeat(1000), "&l3;")),
        )
        .test(bomb("loop", "An entity that refers to itself.").body(body(
            "<!DOCTYPE xml [<!ENTITY e \"&e;\">]>",
            "x",
            "&e;",
        )))
        .test(bomb("loop-of-two", "Two entities that refer to each other.").body(body(
            "<!DOCTYPE xml [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>",
            "x",
            "&a;",
        )))
        .test(bomb("parameter-loop", "A parameter entity that refers to itself.").body(body(
            "<!DOCTYPE xml [<!ENTITY % a \"%a;\"> %a;]>",
            "x",
            "x",
        )))
        .test(bomb("quadratic", "One entity of 1,000 characters, 20,000 times.").input(json!({"body_repeat": {
            "head": format!("<!DOCTYPE xml [<!ENTITY e \"{}\">]><xml><attach>", "A".repeat(1000)),
            "unit": "&e;", "times": 20_000,
            "tail": format!("</attach>{}", Message::payment().without("attach").md5().xml().replacen("<xml>", "", 1)),
        }})))
}

fn hidden() -> Group {
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

fn other_fetches() -> Group {
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
