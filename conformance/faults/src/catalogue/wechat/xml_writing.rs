//! WeChat Pay: writing a message.

use super::super::{Fault, fault};
use super::xml;

const BUILT: &[&str] = &["wechat.request", "wechat.native_reply"];

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "wx-xml-write-raw",
        "Values are written as they are, without escaping.",
        "R08, X27: outbound XML injection",
        BUILT,
        |s| s.wechat.outbound.xml = |pairs| Ok(xml(pairs, str::to_owned)),
    ),
    fault(
        "wx-xml-write-cdata-not-divided",
        "`]]>` in a value ends the CDATA section.",
        "X27: user text with `]]>`",
        BUILT,
        |s| s.wechat.outbound.xml = |pairs| Ok(xml(pairs, |value| format!("<![CDATA[{value}]]>"))),
    ),
    fault(
        "wx-xml-write-cdata-end-removed",
        "`]]>` is taken out of values, after they were signed.",
        "X27: emitted XML re-parses to the same map",
        BUILT,
        |s| s.wechat.outbound.xml = |pairs| Ok(xml(pairs, |value| format!("<![CDATA[{}]]>", value.replace("]]>", "")))),
    ),
    fault(
        "wx-xml-write-escaped-twice",
        "Values are escaped and put into CDATA.",
        "WX-XML-3: CDATA is just a marker",
        BUILT,
        |s| {
            s.wechat.outbound.xml = |pairs| {
                Ok(xml(pairs, |value| format!("<![CDATA[{}]]>", value.replace('&', "&amp;").replace('<', "&lt;"))))
            };
        },
    ),
    fault(
        "wx-xml-write-ampersand-only-raw",
        "`<` is escaped, `&` is not.",
        "R08: the builder must escape values",
        BUILT,
        |s| s.wechat.outbound.xml = |pairs| Ok(xml(pairs, |value| value.replace('<', "&lt;").replace('>', "&gt;"))),
    ),
    fault(
        "wx-xml-write-question-marks",
        "Characters beyond ASCII are sent as `?`.",
        "E15: XML emitted in the platform's charset",
        BUILT,
        |s| {
            s.wechat.outbound.xml = |pairs| {
                Ok(xml(pairs, |value| {
                    let ascii: String = value.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect();
                    format!("<![CDATA[{}]]>", ascii.replace("]]>", "]]]]><![CDATA[>"))
                }))
            };
        },
    ),
    fault(
        "wx-xml-write-line-ends",
        "A CR is written as it is, which the reader makes an LF.",
        "WX-AMB-8: a signer that hashes CRLF disagrees with the receiver",
        BUILT,
        |s| {
            s.wechat.outbound.xml =
                |pairs| Ok(xml(pairs, |value| format!("<![CDATA[{}]]>", value.replace("]]>", "]]]]><![CDATA[>"))));
        },
    ),
    fault("wx-xml-write-root", "The root is named `request`.", "WX-XML-1: the root element is named xml", BUILT, |s| {
        s.wechat.outbound.xml = |pairs| payspec_core::wire::xml::write(pairs, "request")
    }),
];
