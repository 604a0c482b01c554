//! Documents that have to be refused whatever their signature says: document types, nested and repeated elements, values
//! that were cut, text that is no UTF-8, more than one document.

use super::doctype::doctype;
use super::encoding::{bytes, controls};
use super::forge::canonical;
use super::layout::{Document, Node, cdata, divided, middle, plain};
use super::message::{Pairs, get, set};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::keys::API_KEY;
use crate::fuzz::make::words;
use crate::fuzz::make::{Asks, Made};
use crate::judge::wechat_sign;

/// The runner puts the address at which it listens in its place.
pub(crate) const CANARY: &str = "{{canary}}";

/// What the attacker wants to be read in place of a value.
fn wanted(value: &str, choices: &mut Choices) -> String {
    match choices.below(3) {
        0 => words::other(value, choices),
        1 => format!("{value}9"),
        _ => "1".to_owned(),
    }
}

/// Attacks on the structure. `hmac` and `fields` are what was signed. Gives the bytes.
pub(super) fn attack(
    mut document: Document,
    fields: &Pairs,
    hmac: bool,
    made: &mut Made,
    choices: &mut Choices,
) -> Vec<u8> {
    let filled: Vec<&(String, String)> = fields.iter().filter(|pair| pair.1.len() > 1).collect();
    let Some((name, value)) = filled.get(choices.below(filled.len())).copied().cloned() else {
        return document.text().into_bytes();
    };
    let mut resign = |document: &mut Document, fields: &Pairs| {
        let sign = wechat_sign(&canonical(fields), API_KEY, hmac);
        if let Some(content) = document.content("sign") {
            *content = cdata(&sign);
        }
    };
    match choices.below(16) {
        // A repeat beside the value that was signed: that one may be read, never the other.
        0 | 1 => {
            let other = wanted(&value, choices);
            let node = Node::Field(name.clone(), String::new(), cdata(&other));
            let at = document.place(&name).unwrap_or(0) + choices.below(2);
            let at = if choices.once_in(3) { document.nodes.len() } else { at };
            document.nodes.insert(at, node);
            made.did(
                Asks::Open,
                "duplicate-field",
                "WX-SIGN-38",
                format!("{name} comes twice, and only one is signed."),
            );
        }
        // A repeat that the signer passed over.
        2 => {
            let mut rest = fields.clone();
            rest.retain(|pair| pair.0 != name);
            resign(&mut document, &rest);
            document.nodes.push(Node::Field(name.clone(), String::new(), cdata(&wanted(&value, choices))));
            made.did(
                Asks::Refused,
                "list-skipped-by-signer",
                "WX-SIGN-38",
                format!("{name} comes twice, and neither is signed."),
            );
        }
        // Pieces, of which only one was signed.
        3 | 4 => {
            let at = middle(&value, choices);
            let (first, second) = value.split_at(at);
            let (written, flag) = divided(&value, choices);
            let signed = if choices.once_in(2) { second } else { first };
            if at == 0 || signed.is_empty() {
                return document.text().into_bytes();
            }
            let mut cut = fields.clone();
            set(&mut cut, &name, signed);
            resign(&mut document, &cut);
            if let Some(content) = document.content(&name) {
                *content = written;
            }
            made.did(Asks::Refused, flag, "WX-XML-3", format!("The signature covers a piece of {name} only."));
        }
        // Elements within elements.
        5 | 6 => nested(&mut document, &name, &value, fields, &mut resign, made, choices),
        7 => {
            let prefixed = format!("q:{name}");
            let node = Node::Field(prefixed, " xmlns:q=\"u\"".to_owned(), cdata(&wanted(&value, choices)));
            let at = if choices.once_in(2) { 0 } else { document.nodes.len() };
            document.nodes.insert(at, node);
            made.did(
                Asks::Refused,
                "attribute-or-namespace",
                "WX-XML-2",
                format!("An element with a prefix looks like {name}."),
            );
        }
        8 | 9 => doctype(&mut document, &name, &value, fields, &mut resign, made, choices),
        10 => {
            let sign = get(fields, "transaction_id").to_owned();
            document.epilog = match choices.below(5) {
                0 => "x".to_owned(),
                1 => "<xml><total_fee>1</total_fee></xml>".to_owned(),
                2 => "<xml/>".to_owned(),
                3 => "</xml>".to_owned(),
                _ => format!("<{name}>{}</{name}>", plain(&sign)),
            };
            made.did(Asks::Refused, "trailing-data", "WX-XML-11", "Something stands behind the root.");
        }
        11 => return bytes(document, &name, &value, fields, &mut resign, made, choices),
        12 => return controls(document, &name, &value, fields, &mut resign, made, choices),
        13 => {
            let (written, read) = match choices.below(5) {
                0 => ("&nope;", ""),
                1 => ("&nbsp;", "\u{a0}"),
                2 => ("&", "&"),
                3 => ("&lt", "<"),
                _ => ("&nope;", "&nope;"),
            };
            let mut signed = fields.clone();
            set(&mut signed, &name, format!("{value}{read}"));
            resign(&mut document, &signed);
            if let Some(content) = document.content(&name) {
                *content = format!("{}{written}", plain(&value));
            }
            let about = format!("{name} ends in {written}, which is no reference that XML has.");
            if written == read || written == "&lt" {
                // Whoever reads it all the same reads what was signed.
                made.did(Asks::Open, "malformed-xml", "WX-XML-15", about);
                made.reads(&name, &format!("{value}{read}"));
            } else {
                made.did(Asks::Refused, "malformed-xml", "WX-XML-15", about);
            }
        }
        14 => {
            // A line feed at the end is no part of it.
            let text = document.text().trim_end().to_owned();
            let end = text.len() - 1 - choices.below(text.len() / 2);
            let end = (0..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            made.did(Asks::Refused, "malformed-xml", "WX-XML-11", "The message was cut.");
            return text.as_bytes()[..end].to_vec();
        }
        _ => {
            let include = format!("<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"{CANARY}\"/>");
            document.nodes.push(Node::Raw(include));
            made.did(Asks::Refused, "xinclude", "WX-XML-14", "An XInclude element stands among the fields.");
        }
    }
    document.text().into_bytes()
}

pub(super) type Resign<'r> = &'r mut dyn FnMut(&mut Document, &Pairs);

fn nested(
    document: &mut Document,
    name: &str,
    value: &str,
    fields: &Pairs,
    resign: Resign<'_>,
    made: &mut Made,
    choices: &mut Choices,
) {
    let other = plain(&wanted(value, choices));
    let at = middle(value, choices);
    let (first, second) = value.split_at(at);
    match choices.below(6) {
        0 => document.nodes.insert(0, Node::Raw(format!("<z><{name}>{other}</{name}></z>"))),
        1 => document.nodes.push(Node::Raw(format!("<z><{name}>{other}</{name}></z>"))),
        kind => {
            let inner = match kind {
                2 => format!("{}<b>{}</b>", plain(first), plain(second)),
                3 => format!("<b>{}</b>", plain(value)),
                4 => format!("{}<b/>", plain(value)),
                _ => format!("{}<b>x</b>{}", plain(first), plain(second)),
            };
            if let Some(content) = document.content(name) {
                *content = inner;
            }
            let mut read = fields.clone();
            match choices.below(3) {
                0 => {}
                1 => set(&mut read, name, first),
                _ => read.retain(|pair| pair.0 != name),
            }
            resign(document, &read);
        }
    }
    made.did(Asks::Refused, "nested-element", "WX-SIGN-39", format!("An element stands within another, at {name}."));
}
