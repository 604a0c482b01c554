//! WeChat Pay: values in XML.

use super::super::{Fault, fault};
use super::WX_READING;
use crate::pairs::{Pairs, pair, with_values};
use crate::views::Views;
use crate::wechat::lenient::{Allow, Element, Piece, STRICT, read};
use crate::wechat::xml::{children, lax, sound};

const COMMENTS: Allow = Allow { comments: true, ..STRICT };

const INSTRUCTIONS: Allow = Allow { instructions: true, ..STRICT };

/// The text before the first comment or instruction.
fn before_break(element: &Element) -> String {
    element.pieces.iter().take_while(|piece| **piece != Piece::Break).map(Piece::text).collect()
}

/// The text behind the last one.
fn after_break(element: &Element) -> String {
    element.pieces.rsplit(|piece| *piece == Piece::Break).next().unwrap_or_default().iter().map(Piece::text).collect()
}

/// The text of the pieces that pass.
fn passing(element: &Element, passes: fn(&Piece) -> bool) -> String {
    element.pieces.iter().filter(|piece| passes(piece)).map(Piece::text).collect()
}

/// What stands between the first `<name>` and the next `</name>`, marks of CDATA taken off.
fn between_tags(body: &[u8], names: &[(Vec<u8>, Vec<u8>)]) -> Pairs {
    let text = String::from_utf8_lossy(body);
    let value = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        let (value, _) = rest.split_once(&format!("</{name}>"))?;
        let value = value.strip_prefix("<![CDATA[").and_then(|value| value.strip_suffix("]]>")).unwrap_or(value);
        Some(value.to_owned())
    };
    let found = names.iter().filter_map(|(name, _)| {
        let name = String::from_utf8_lossy(name);
        Some(pair(&name, value(&name)?))
    });
    found.collect()
}

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "wx-xml-cut-at-comment",
        "A value ends at the first comment in it.",
        "X08: CVE-2017-11427, CVE-2018-7340, CVE-2018-5387",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let elements = read(body, root, COMMENTS)?;
                Ok(Views { signed: children(&elements, Element::text), read: children(&elements, before_break) })
            };
        },
    ),
    fault(
        "wx-xml-kept-behind-comment",
        "A value begins behind the last comment in it.",
        "X08: GHSA-5p5w-j3g7-w4wv; the last text node wins",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let elements = read(body, root, COMMENTS)?;
                Ok(Views { signed: children(&elements, Element::text), read: children(&elements, after_break) })
            };
        },
    ),
    fault(
        "wx-xml-cut-at-instruction",
        "A value ends at the first processing instruction in it.",
        "X10: as X08, by processing instruction",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let elements = read(body, root, INSTRUCTIONS)?;
                Ok(Views { signed: children(&elements, Element::text), read: children(&elements, before_break) })
            };
        },
    ),
    fault(
        "wx-xml-first-piece",
        "Of text and CDATA in turn the first piece is the value.",
        "X09: split CDATA; WX-AMB-8",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                lax(body, root, STRICT, |element| element.pieces.first().map_or("", Piece::text).to_owned())
            };
        },
    ),
    fault(
        "wx-xml-last-piece",
        "Of text and CDATA in turn the last piece is the value.",
        "X09: split CDATA; WX-AMB-8",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                lax(body, root, STRICT, |element| element.pieces.last().map_or("", Piece::text).to_owned())
            };
        },
    ),
    fault(
        "wx-xml-cdata-only",
        "Only CDATA is read; a value in plain text is empty.",
        "WX-XML-5: github borball/weixin-sdk 38; `total_fee` comes plain",
        WX_READING,
        |s| {
            s.wechat.xml =
                |body, root| lax(body, root, STRICT, |e| passing(e, |piece| matches!(piece, Piece::Cdata(_))));
        },
    ),
    fault(
        "wx-xml-text-only",
        "Only plain text is read; a value in CDATA is empty.",
        "WX-XML-3: both decode to the same value",
        WX_READING,
        |s| {
            s.wechat.xml =
                |body, root| lax(body, root, STRICT, |e| passing(e, |piece| !matches!(piece, Piece::Cdata(_))));
        },
    ),
    fault(
        "wx-xml-cdata-escaped",
        "Entities are decoded within CDATA too.",
        "WX-XML-3: CDATA is just a marker, its text stands as it is",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let views = sound(body, root)?;
                let decode = |value: &[u8]| {
                    let text = String::from_utf8_lossy(value).replace("&lt;", "<").replace("&gt;", ">");
                    text.replace("&quot;", "\"").replace("&amp;", "&").into_bytes()
                };
                Ok(Views::same(with_values(&views.signed, decode)))
            };
        },
    ),
    fault(
        "wx-xml-entities-dropped",
        "`&lt;` and its like are dropped.",
        "WX-SIGN-8: hash the text after entity decoding",
        WX_READING,
        |s| {
            s.wechat.xml =
                |body, root| lax(body, root, STRICT, |e| passing(e, |piece| !matches!(piece, Piece::Reference(..))));
        },
    ),
    fault(
        "wx-xml-entities-raw",
        "`&lt;` and its like stay as they are written.",
        "WX-SIGN-8: hash the text after entity decoding",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                lax(body, root, STRICT, |element| {
                    let raw = |piece: &Piece| match piece {
                        Piece::Reference(name, _) => format!("&{name};"),
                        other => other.text().to_owned(),
                    };
                    element.pieces.iter().map(raw).collect()
                })
            };
        },
    ),
    fault(
        "wx-xml-numeric-references-raw",
        "Numeric references stay as they are written.",
        "E08: `&#x4F;1` is `O1`",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                lax(body, root, STRICT, |element| {
                    let raw = |piece: &Piece| match piece {
                        Piece::Reference(name, _) if name.starts_with('#') => format!("&{name};"),
                        other => other.text().to_owned(),
                    };
                    element.pieces.iter().map(raw).collect()
                })
            };
        },
    ),
    fault(
        "wx-xml-read-between-tags",
        "The application cuts its values out of the body, from `<name>` to `</name>`.",
        "X09, X17: a parser differential; CVE-2025-25291",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let signed = sound(body, root)?.signed;
                let read = between_tags(body, &signed);
                Ok(Views { signed, read })
            };
        },
    ),
    fault(
        "wx-xml-empty-is-null",
        "An empty element has the value `null`.",
        "X17, WX-SIGN-3: empty elements occur in genuine messages",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let null = |value: &[u8]| if value.is_empty() { b"null".to_vec() } else { value.to_vec() };
                Ok(Views::same(with_values(&sound(body, root)?.signed, null)))
            };
        },
    ),
    fault(
        "wx-xml-white-space-removed",
        "All white space is taken out of the body before it is parsed.",
        "X21: the exact text is signed",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let squeezed: Vec<u8> = body.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
                sound(&squeezed, root)
            };
        },
    ),
    fault(
        "wx-xml-numbers-coerced",
        "Values that look like numbers are read as numbers: `007` as `7`.",
        "X22: numeric coercion by the parser",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let signed = sound(body, root)?.signed;
                let number = |value: &[u8]| match std::str::from_utf8(value).ok().and_then(|v| v.parse::<f64>().ok()) {
                    Some(number) if value.iter().all(|b| b.is_ascii_digit() || b".eE+-".contains(b)) => {
                        number.to_string().into_bytes()
                    }
                    _ => value.to_vec(),
                };
                let read = with_values(&signed, number);
                Ok(Views { signed, read })
            };
        },
    ),
    fault(
        "wx-xml-markup-in-values-dropped",
        "Tags within CDATA are stripped from values.",
        "E13: filters on input; raw values to the verifier",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let strip = |value: &[u8]| {
                    let text = String::from_utf8_lossy(value).into_owned();
                    let mut parts = text.split('<');
                    let mut kept = parts.next().unwrap_or_default().to_owned();
                    parts.for_each(|part| kept.push_str(part.split_once('>').map_or("", |(_, rest)| rest)));
                    kept.into_bytes()
                };
                Ok(Views::same(with_values(&sound(body, root)?.signed, strip)))
            };
        },
    ),
];
