//! WeChat Pay: how a message's XML is read.

use super::{Fault, WX_READING, fault};
use crate::pairs::{Pairs, one_each, pair, with_values};
use crate::views::Views;
use crate::wechat::doctype::Doctype;
use crate::wechat::lenient::{Allow, Element, Piece, STRICT, read};
use crate::wechat::xml::{children, descendants, lax, sound};
use encoding_rs::{GBK, UTF_16BE, UTF_16LE, WINDOWS_1252};

const COMMENTS: Allow = Allow { comments: true, ..STRICT };
const INSTRUCTIONS: Allow = Allow { instructions: true, ..STRICT };
const NESTED: Allow = Allow { nested: true, ..STRICT };
const PREFIXES: Allow = Allow { prefixes: true, ..STRICT };

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

/// The text with that of elements inside it, in the order of the document.
fn flattened(element: &Element) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Child(text) => text.clone(),
        other => other.text().to_owned(),
    };
    element.pieces.iter().map(text).collect()
}

/// The verifier takes the one, the application the other of two fields of one name.
fn repeats(all: &[(Vec<u8>, Vec<u8>)], signed_last: bool, read_last: bool) -> Views {
    Views { signed: one_each(all, signed_last), read: one_each(all, read_last) }
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

/// The body with a private-use character for each control character, written or referred to, so that core's reader
/// takes it.
fn mark_controls(body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(body).replace("&#0;", "\0").replace("&#1;", "\u{1}");
    let mark = |c: char| match u32::from(c) {
        code @ (0..=8 | 11 | 12 | 14..=31) => char::from_u32(0xe000 + code).unwrap_or(c),
        _ => c,
    };
    text.chars().map(mark).collect::<String>().into_bytes()
}

fn is_mark(c: char) -> bool {
    ('\u{e000}'..='\u{e01f}').contains(&c)
}

fn restore_controls(value: &[u8]) -> Vec<u8> {
    let restore = |c: char| if is_mark(c) { char::from_u32(u32::from(c) - 0xe000).unwrap_or(c) } else { c };
    String::from_utf8_lossy(value).chars().map(restore).collect::<String>().into_bytes()
}

pub(super) const FAULTS: &[Fault] = &[
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
        "wx-xml-verifies-last-reads-first",
        "Of two fields of one name the verifier takes the last, the application the first.",
        "X07: CVE-2025-25291, CVE-2025-66567, CVE-2024-45409",
        WX_READING,
        |s| s.wechat.xml = |body, root| Ok(repeats(&sound(body, root)?.signed, true, false)),
    ),
    fault(
        "wx-xml-verifies-first-reads-last",
        "Of two fields of one name the verifier takes the first, the application the last.",
        "X07: CVE-2025-25291, CVE-2025-66567, CVE-2024-45409",
        WX_READING,
        |s| s.wechat.xml = |body, root| Ok(repeats(&sound(body, root)?.signed, false, true)),
    ),
    fault(
        "wx-xml-repeats-unsigned",
        "A field that comes twice is a list, which the verifier skips; the application reads its last member.",
        "X18: array-valued fields are skipped by the signer; WX-SIGN-38",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let all = sound(body, root)?.signed;
                let once = |name: &[u8]| all.iter().filter(|pair| pair.0 == name).count() == 1;
                let signed = all.iter().filter(|pair| once(&pair.0)).cloned().collect();
                Ok(Views { signed, read: one_each(&all, true) })
            };
        },
    ),
    fault(
        "wx-xml-descendants-read",
        "The application takes the first element of a name anywhere in the document.",
        "X11: descendant search",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let elements = read(body, root, NESTED)?;
                let leaves: Vec<Element> = elements.iter().filter(|e| !e.has_children()).cloned().collect();
                Ok(Views { signed: children(&leaves, Element::text), read: one_each(&descendants(&leaves), false) })
            };
        },
    ),
    fault(
        "wx-xml-descendants-signed",
        "Every element without children is a field, however deep it stands.",
        "X11, WX-SIGN-39: messages are flat",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let elements = read(body, root, NESTED)?;
                let leaves: Vec<Element> = elements.into_iter().filter(|e| !e.has_children()).collect();
                Ok(Views::same(descendants(&leaves)))
            };
        },
    ),
    fault(
        "wx-xml-nested-flattened",
        "The text of elements inside a value is part of the value.",
        "X12, WX-SIGN-39: a reader that takes the concatenated text",
        WX_READING,
        |s| s.wechat.xml = |body, root| lax(body, root, NESTED, flattened),
    ),
    fault(
        "wx-xml-nested-own-text",
        "Elements inside a value are passed over; the text around them is the value.",
        "X12: nested structure flattened into a value",
        WX_READING,
        |s| s.wechat.xml = |body, root| lax(body, root, NESTED, Element::text),
    ),
    fault(
        "wx-xml-nested-unsigned",
        "A field with elements inside is an array, which the verifier skips.",
        "X18, WX-SIGN-39: the official PHP demo skips arrays",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let elements = read(body, root, NESTED)?;
                let leaves: Vec<Element> = elements.iter().filter(|e| !e.has_children()).cloned().collect();
                Ok(Views { signed: children(&leaves, Element::text), read: children(&elements, flattened) })
            };
        },
    ),
    fault(
        "wx-xml-prefixes-stripped",
        "`q:total_fee` is read as `total_fee`; the verifier passes it over.",
        "X13: CVE-2025-25291, CVE-2020-29509",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let elements = read(body, root, PREFIXES)?;
                let plain: Vec<Element> = elements.iter().filter(|e| !e.name.contains(':')).cloned().collect();
                let local: Pairs =
                    elements.iter().map(|e| (e.local_name().as_bytes().to_vec(), e.text().into_bytes())).collect();
                Ok(Views { signed: children(&plain, Element::text), read: one_each(&local, false) })
            };
        },
    ),
    fault(
        "wx-xml-attribute-wins",
        "An attribute of a field is read in place of its text.",
        "X14: attributes on fields",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let elements = read(body, root, Allow { attributes: true, ..STRICT })?;
                let attribute = |element: &Element| match element.attributes.first() {
                    Some((_, value)) => value.clone(),
                    None => element.text(),
                };
                Ok(Views { signed: children(&elements, Element::text), read: children(&elements, attribute) })
            };
        },
    ),
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
        "wx-xml-trailing-ignored",
        "Whatever stands behind the root is passed over.",
        "X16: trailing junk, a second root",
        WX_READING,
        |s| s.wechat.xml = |body, root| lax(body, root, Allow { after: true, ..STRICT }, Element::text),
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
        "wx-xml-names-lower-case",
        "Element names are read in lower case.",
        "WX-SIGN-40: a name that differs in case is another field",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let lower = |(name, value): (Vec<u8>, Vec<u8>)| (name.to_ascii_lowercase(), value);
                Ok(Views::same(sound(body, root)?.signed.into_iter().map(lower).collect()))
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
        "wx-xml-declaration-refused",
        "A message that begins with an XML declaration is refused.",
        "WX-XML-10: legal XML, and the official Java SDK writes one",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                if body.starts_with(b"<?xml") {
                    crate::stop::refuse(payspec_core::finding::code::XML_INSTRUCTION)?;
                }
                sound(body, root)
            };
        },
    ),
    fault(
        "wx-xml-white-space-refused",
        "White space between elements is refused.",
        "WX-XML-4, X20: notifications put newlines between elements",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                if body.windows(2).any(|two| two == b">\n" || two == b"> " || two == b">\r") {
                    crate::stop::refuse(payspec_core::finding::code::XML_STRAY_TEXT)?;
                }
                sound(body, root)
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
        "wx-xml-bytes-replaced",
        "Bytes that are no UTF-8 are replaced, for the verifier and the application.",
        "E03: two inputs, one value",
        WX_READING,
        |s| s.wechat.xml = |body, root| sound(String::from_utf8_lossy(body).as_bytes(), root),
    ),
    fault(
        "wx-xml-bytes-dropped",
        "Bytes that are no UTF-8 are dropped.",
        "E03: `iconv` with //IGNORE",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let text: String = body.utf8_chunks().map(|chunk| chunk.valid()).collect();
                sound(text.as_bytes(), root)
            };
        },
    ),
    fault("wx-xml-overlong", "Overlong UTF-8 is decoded.", "E04: `%C0%B1` for `1`", WX_READING, |s| {
        s.wechat.xml = |body, root| {
            let mut bytes = Vec::with_capacity(body.len());
            let mut rest = body;
            while let Some((&first, behind)) = rest.split_first() {
                let byte;
                (byte, rest) = match rest {
                    [lead @ (0xc0 | 0xc1), next @ 0x80..=0xbf, behind @ ..] => {
                        (((lead & 1) << 6) | (next & 0x3f), behind)
                    }
                    [0xe0, lead @ 0x80..=0x81, next @ 0x80..=0xbf, behind @ ..] => {
                        (((lead & 1) << 6) | (next & 0x3f), behind)
                    }
                    _ => (first, behind),
                };
                bytes.push(byte);
            }
            sound(&bytes, root)
        };
    }),
    fault(
        "wx-xml-latin1",
        "The body is read as ISO-8859-1.",
        "WX-XML-1, T08: UTF-8 everywhere, whatever the transport's default",
        WX_READING,
        |s| s.wechat.xml = |body, root| sound(WINDOWS_1252.decode(body).0.as_bytes(), root),
    ),
    fault("wx-xml-gbk", "The body is read as GBK.", "WX-XML-1: UTF-8 everywhere", WX_READING, |s| {
        s.wechat.xml = |body, root| sound(GBK.decode(body).0.as_bytes(), root)
    }),
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
    fault(
        "wx-xml-controls-dropped",
        "Control characters are signed and not handed out.",
        "E07: NUL and control characters; WX-XML-16",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let marked = sound(&mark_controls(body), root)?.signed;
                let without = |value: &[u8]| String::from_utf8_lossy(value).replace(is_mark, "").into_bytes();
                Ok(Views { signed: with_values(&marked, restore_controls), read: with_values(&marked, without) })
            };
        },
    ),
    fault("wx-xml-cut-at-nul", "A value ends at a NUL.", "E07: strings that end at a NUL", WX_READING, |s| {
        s.wechat.xml = |body, root| {
            let cut = |value: &[u8]| String::from_utf8_lossy(value).split(is_mark).next().unwrap_or_default().into();
            Ok(Views::same(with_values(&sound(&mark_controls(body), root)?.signed, cut)))
        };
    }),
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
    fault("wx-xml-astral-lost", "Characters above U+FFFF are lost.", "E09: emoji in `attach`", WX_READING, |s| {
        s.wechat.xml = |body, root| {
            let text: String = String::from_utf8_lossy(body).chars().filter(|c| *c <= '\u{ffff}').collect();
            sound(text.as_bytes(), root)
        };
    }),
    fault(
        "wx-xml-prototype-names-dropped",
        "Elements named as a member of every object (`constructor`, `toString`, `__proto__`) vanish before the check.",
        "X23: CVE-2023-0842, CVE-2023-26920",
        WX_READING,
        |s| {
            s.wechat.xml = |body, root| {
                let names = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"];
                Ok(Views::same(crate::pairs::without(&sound(body, root)?.signed, &names)))
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
