//! WeChat Pay: document types.

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::super::{Fault, fault};
use super::WX_READING;
use crate::wechat::doctype::Doctype;
use crate::wechat::lenient::{Allow, Element, STRICT};
use crate::wechat::xml::{lax, sound};

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "wx-xml-doctype-ignored",
        "A document type is passed over.",
        "WX-XML-15: any DOCTYPE in a callback is refused",
        WX_READING,
        |s| s.wechat.xml = |body, root| lax(body, root, Allow { doctype: Doctype::Ignore, ..STRICT }, Element::text),
    ),
    fault(
        "wx-xml-internal-entities",
        "Entities that the message declares are expanded.",
        "X05, X04: CVE-2026-26278, CVE-2026-33036",
        WX_READING,
        |s| s.wechat.xml = |body, root| lax(body, root, Allow { doctype: Doctype::Internal, ..STRICT }, Element::text),
    ),
    fault(
        "wx-xml-external-entities",
        "External entities are fetched and expanded.",
        "X01: CVE-2018-13439, in the official Java SDK; WX-XML-13",
        WX_READING,
        |s| s.wechat.xml = |body, root| lax(body, root, Allow { doctype: Doctype::External, ..STRICT }, Element::text),
    ),
    fault(
        "wx-xml-external-subset",
        "Entities are not expanded, but the external subset and parameter entities are fetched.",
        "X02: CVE-2018-20318, the incomplete fix; CVE-2019-5312",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                lax(body, root, Allow { doctype: Doctype::Subset, entities: true, ..STRICT }, Element::text)
            };
        },
    ),
    fault(
        "wx-xml-doctype-by-search",
        "`<!DOCTYPE ` is looked for in the first 4 KiB, in upper case and with a space behind it.",
        "X26: detector evasion",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let head = String::from_utf8_lossy(&body[..body.len().min(4096)]).into_owned();
                let doctype = if head.contains("<!DOCTYPE ") { Doctype::Refuse } else { Doctype::External };
                let allow = Allow { doctype, instructions: true, ..STRICT };
                lax(body, root, allow, Element::text)
            };
        },
    ),
    fault(
        "wx-xml-unknown-entities-dropped",
        "An entity that nobody declares is empty.",
        "WX-XML-15: the five built-in entities and numeric references are all",
        WX_READING,
        |s| s.wechat.xml = |body, root| lax(body, root, Allow { entities: true, ..STRICT }, Element::text),
    ),
    fault(
        "wx-xml-utf16-decoded",
        "A body in UTF-16 is decoded, and its document type with it.",
        "X26, E05: UTF-16 against a detector of DOCTYPE",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let encoding = match body {
                    [0xff, 0xfe, ..] | [b'<', 0, ..] => UTF_16LE,
                    [0xfe, 0xff, ..] | [0, b'<', ..] => UTF_16BE,
                    _ => return sound(body, root),
                };
                let text = encoding.decode(body).0.replace("UTF-16", "UTF-8").replace("utf-16", "utf-8");
                lax(text.as_bytes(), root, Allow { doctype: Doctype::External, ..STRICT }, Element::text)
            };
        },
    ),
];
