//! The XML of answers: the same parser as for notifications.

use super::Answer;
use crate::suite::Group;
use crate::wechat::message::{element, swap};

impl Answer {
    /// The same parser as for notifications.
    pub(super) fn wire(&self, split: &str) -> Group {
        let base = &self.genuine;
        let xml = base.md5().xml();
        let value = base.value(split).to_owned();
        let real = element(split, &value);
        let bad = |id: &str, about: &str, body: String, clause: &str, flag: &str, attack: &str| {
            self.refuse(id, "malformed", about, body).clauses([clause]).flags([flag]).attacks([attack])
        };
        let lax = |id: &str, about: &str, body: String, clause: &str, flag: &str, attack: &str| {
            self.either(id, about, body, base.expect(self.reads)).clauses([clause]).flags([flag]).attacks([attack])
        };
        let entity = |doctype: &str| {
            format!(
                "{doctype}{}",
                swap(&base.with("attach", "canary").md5().xml(), &element("attach", "canary"), "<attach>&e;</attach>")
            )
        };
        self.group("The same parser as for notifications.")
            .test(bad(
                "xxe",
                "An external entity; the signature covers the runner's answer.",
                entity("<!DOCTYPE xml [<!ENTITY e SYSTEM \"{{canary}}\">]>"),
                "WX-XML-15",
                "xxe",
                "X03",
            ))
            .test(bad(
                "entity",
                "An internal entity.",
                entity("<!DOCTYPE xml [<!ENTITY e \"canary\">]>"),
                "WX-XML-15",
                "internal-entity",
                "X05",
            ))
            .test(bad(
                "external-subset",
                "An external DTD.",
                format!("<!DOCTYPE xml SYSTEM \"{{{{canary}}}}\">{xml}"),
                "WX-XML-15",
                "doctype-accepted",
                "X02",
            ))
            .test(bad(
                "nested",
                &format!("A {split} inside another element, before the signed one."),
                swap(&xml, "<xml>", &format!("<xml><z><{split}>x</{split}></z>")),
                "WX-SIGN-39",
                "nested-element",
                "X11",
            ))
            .test(bad("second-root", "A second root.", format!("{xml}<xml/>"), "WX-XML-1", "trailing-data", "X16"))
            .test(bad("empty", "No byte at all.", String::new(), "WX-XML-1", "malformed-xml", "T14"))
            .test(bad(
                "html",
                "An error page of a gateway.",
                "<html><body><h1>502 Bad Gateway</h1></body></html>".into(),
                "WX-XML-1",
                "malformed-xml",
                "T14",
            ))
            .test(bad(
                "json",
                "The fields as JSON.",
                base.md5().params().to_string(),
                "WX-XML-1",
                "malformed-xml",
                "T05",
            ))
            .test(bad(
                "cut",
                "The second half is missing.",
                xml[..xml.len() / 2].into(),
                "WX-XML-1",
                "malformed-xml",
                "T14",
            ))
            .test(lax(
                "repeat-first",
                &format!("{split} as signed, then another: refused, or read as signed (WX-AMB-6)."),
                swap(&xml, &real, &format!("{real}<{split}>x</{split}>")),
                "WX-SIGN-38",
                "duplicate-field",
                "X07",
            ))
            .test(lax(
                "repeat-last",
                &format!("Another {split}, then the signed one: refused, or read as signed (WX-AMB-6)."),
                swap(&xml, &real, &format!("<{split}>x</{split}>{real}")),
                "WX-SIGN-38",
                "duplicate-field",
                "X07",
            ))
            .test(lax(
                "comment",
                &format!("A comment inside {split}: refused, or read whole (WX-AMB-8)."),
                swap(&xml, &real, &format!("<{split}>{}<!---->{}</{split}>", &value[..2], &value[2..])),
                "WX-XML-4",
                "comment-in-text",
                "X08",
            ))
            .test(lax(
                "cdata",
                &format!("Two CDATA sections in {split}: refused, or read whole (WX-AMB-8)."),
                swap(
                    &xml,
                    &real,
                    &format!("<{split}><![CDATA[{}]]><![CDATA[{}]]></{split}>", &value[..2], &value[2..]),
                ),
                "WX-XML-4",
                "cdata-split",
                "X09",
            ))
    }
}
