//! WeChat Pay: elements.

use super::super::{Fault, fault};
use super::WX_READING;
use crate::pairs::{Pairs, one_each};
use crate::views::Views;
use crate::wechat::lenient::{Allow, Element, Piece, STRICT, read};
use crate::wechat::xml::{children, descendants, lax, sound};

const NESTED: Allow = Allow { nested: true, ..STRICT };

const PREFIXES: Allow = Allow { prefixes: true, ..STRICT };

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

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
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
        "wx-xml-trailing-ignored",
        "Whatever stands behind the root is passed over.",
        "X16: trailing junk, a second root",
        WX_READING,
        |s| s.wechat.xml = |body, root| lax(body, root, Allow { after: true, ..STRICT }, Element::text),
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
];
