//! `wechat/notify-doctype`: DOCTYPE, entities, inclusion. The runner listens behind `{{canary}}` and answers `canary`.

use serde_json::json;

use super::{md5_group, refuse};
use crate::suite::{Group, Suite, Test};
use crate::wechat::message::{Message, element, swap};

mod hidden;

pub(in crate::wechat) fn suite() -> Suite {
    Suite::new(
        "wechat/notify-doctype",
        "wechat.notify",
        "DOCTYPE, external and internal entities, inclusion. Every body would verify for a parser that expands them; any \
         DOCTYPE is refused, and nothing is fetched (WX-XML-13 to WX-XML-15).",
    )
    .group(external())
    .group(internal())
    .group(hidden::hidden())
    .group(hidden::other_fetches())
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
    // Reading past such a DOCTYPE without a fetch does no harm; a fetch is seen by the runner and told as one.
    let idle = |id: &str, attack: &str, about: &str, body: String| {
        dtd(id, "doctype-accepted", attack, about, body).clauses(["WX-XML-13"])
    };
    let fetch = |id: &str, about: &str, body: String| idle(id, "X02", about, body);
    md5_group("External entities and DTDs: files are read and addresses called before the signature is looked at.")
        .test(idle(
            "file",
            "X01",
            "An entity reads /etc/hostname into attach. Its text is not signed; what was signed is nothing, which \
            is what a parser that hides the entity reads.",
            body("<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>", "", "&e;"),
        ))
        .test(idle(
            "file-windows",
            "X01",
            "The same for a file of Windows.",
            body("<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///c:/windows/win.ini\">]>", "", "&e;"),
        ))
        .test(idle(
            "file-relative",
            "X01",
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
        .test(idle(
            "url-unused",
            "X01",
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
        .test(
            dtd(
                "both-subsets",
                "internal-entity",
                "X02",
                "An external and an internal subset.",
                body("<!DOCTYPE xml SYSTEM \"{{canary}}\" [<!ENTITY e \"x\">]>", "x", "&e;"),
            )
            .clauses(["WX-XML-13"]),
        )
}

fn internal() -> Group {
    let alias = |id: &str, about: &str, body: String| dtd(id, "internal-entity", "X05", about, body);
    let idle = |id: &str, about: &str, body: String| dtd(id, "doctype-accepted", "X05", about, body);
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
        .test(idle(
            "bare",
            "A DOCTYPE that declares nothing. There is no use for one in a callback.",
            body("<!DOCTYPE xml>", "x", "x"),
        ))
        .test(idle("empty-subset", "An empty internal subset.", body("<!DOCTYPE xml []>", "x", "x")))
        .test(idle(
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
        .test(idle(
            "built-in-redeclared",
            "`lt` is declared anew.",
            body("<!DOCTYPE xml [<!ENTITY lt \"&#38;#60;\">]>", "<", "&lt;"),
        ))
        .test(idle(
            "default-attribute",
            "A default attribute is declared.",
            body("<!DOCTYPE xml [<!ATTLIST xml a CDATA \"1\">]>", "x", "x"),
        ))
        .test(idle(
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
