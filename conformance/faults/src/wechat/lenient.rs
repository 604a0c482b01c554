//! A reader of XML that allows whatever it is told to. With nothing allowed it is as strict as core's.

use payspec_core::finding::{Refusal, code};
use payspec_core::wire::xml::is_name;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::doctype::{Declarations, Doctype};
use crate::stop::refuse;

/// What is allowed beyond core's rules.
#[derive(Debug, Clone, Copy)]
pub struct Allow {
    /// Comments inside a value.
    pub comments: bool,
    /// Processing instructions, anywhere.
    pub instructions: bool,
    /// Elements inside a value.
    pub nested: bool,
    /// Attributes.
    pub attributes: bool,
    /// Names with a prefix.
    pub prefixes: bool,
    /// Text between the fields.
    pub stray: bool,
    /// Anything after the root's end.
    pub after: bool,
    /// Any root.
    pub root: bool,
    /// Any entity; one that is not declared is empty.
    pub entities: bool,
    /// Document types, and what becomes of them.
    pub doctype: Doctype,
}

/// Nothing beyond core's rules.
pub const STRICT: Allow = Allow {
    comments: false,
    instructions: false,
    nested: false,
    attributes: false,
    prefixes: false,
    stray: false,
    after: false,
    root: false,
    entities: false,
    doctype: Doctype::Refuse,
};

/// A part of an element's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text, entities not among it.
    Text(String),
    /// A CDATA section.
    Cdata(String),
    /// An entity or a character reference: its name, and what it stands for.
    Reference(String, String),
    /// A comment or a processing instruction.
    Break,
    /// A child's text.
    Child(String),
}

impl Piece {
    /// What it adds to the text; a child adds nothing.
    pub fn text(&self) -> &str {
        match self {
            Piece::Text(text) | Piece::Cdata(text) | Piece::Reference(_, text) => text,
            Piece::Break | Piece::Child(_) => "",
        }
    }
}

/// An element below the root.
#[derive(Debug, Clone)]
pub struct Element {
    /// Its name, with its prefix.
    pub name: String,
    /// 1 for a child of the root.
    pub depth: usize,
    /// Its attributes, undecoded.
    pub attributes: Vec<(String, String)>,
    /// Its content.
    pub pieces: Vec<Piece>,
}

impl Element {
    /// The whole text, without that of children.
    pub fn text(&self) -> String {
        self.pieces.iter().map(Piece::text).collect()
    }

    /// The name without its prefix.
    pub fn local_name(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or(&self.name)
    }

    /// Whether elements stand inside it.
    pub fn has_children(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Child(_)))
    }
}

/// Reads a document.
///
/// # Errors
/// The codes of core's reader, without a place.
pub fn read(body: &[u8], root: &str, allow: Allow) -> Result<Vec<Element>, Refusal> {
    if body.is_empty() {
        return refuse(code::BODY_EMPTY);
    }
    let Ok(text) = std::str::from_utf8(body) else { return refuse(code::TEXT_NOT_UTF8) };
    if !text.chars().all(is_character) {
        return refuse(code::CONTROL_CHARACTER);
    }
    let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    reader.config_mut().check_comments = true;
    let mut walk = Walk { reader, allow, declared: Declarations::default(), elements: Vec::new(), open: Vec::new() };
    walk.run(root)?;
    Ok(walk.elements)
}

fn is_character(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

struct Walk<'a> {
    reader: Reader<&'a [u8]>,
    allow: Allow,
    declared: Declarations,
    elements: Vec<Element>,
    /// The open elements below the root, by their places in `elements`.
    open: Vec<usize>,
}

impl<'a> Walk<'a> {
    fn next(&mut self) -> Result<Event<'a>, Refusal> {
        self.reader.read_event().map_err(|_| Refusal::new(code::XML_SYNTAX))
    }

    fn run(&mut self, root: &str) -> Result<(), Refusal> {
        let mut first = true;
        let mut inside = false;
        loop {
            let event = self.next()?;
            match event {
                Event::Decl(declaration) if first => {
                    let utf8 = match declaration.encoding() {
                        Some(Ok(encoding)) => encoding.eq_ignore_ascii_case("utf-8"),
                        Some(Err(_)) => return refuse(code::XML_SYNTAX),
                        None => true,
                    };
                    if !utf8 {
                        return refuse(code::XML_ENCODING);
                    }
                    if !declaration.version().is_ok_and(|version| version == "1.0") {
                        return refuse(code::XML_SYNTAX);
                    }
                }
                Event::Start(tag) if !inside => {
                    self.check_root(&tag, root)?;
                    inside = true;
                }
                Event::Empty(tag) if !inside => {
                    self.check_root(&tag, root)?;
                    return self.after();
                }
                Event::Start(tag) => self.start(&tag)?,
                Event::Empty(tag) => {
                    self.start(&tag)?;
                    self.end();
                }
                Event::End(_) if self.open.is_empty() => return self.after(),
                Event::End(_) => self.end(),
                Event::Eof => return refuse(code::XML_SYNTAX),
                Event::DocType(text) => self.doctype(&text.into_inner())?,
                other => self.content(other, inside)?,
            }
            first = false;
        }
    }

    fn check_root(&self, tag: &BytesStart<'_>, root: &str) -> Result<(), Refusal> {
        if !self.allow.root && tag.name().as_ref() != root {
            return refuse(code::XML_ROOT);
        }
        self.attributes(tag).map(|_| ())
    }

    fn attributes(&self, tag: &BytesStart<'_>) -> Result<Vec<(String, String)>, Refusal> {
        if tag.attributes_raw().trim_ascii().is_empty() {
            return Ok(Vec::new());
        }
        let namespace = |name: &str| name == "xmlns" || name.starts_with("xmlns:");
        let all: Vec<(String, String)> = tag
            .attributes()
            .map(|attribute| attribute.map(|a| (a.key.as_ref().to_owned(), a.value.into_owned())))
            .collect::<Result<_, _>>()
            .map_err(|_| Refusal::new(code::XML_SYNTAX))?;
        let allowed = self.allow.attributes || (self.allow.prefixes && all.iter().all(|(name, _)| namespace(name)));
        if allowed { Ok(all) } else { refuse(code::XML_ATTRIBUTE) }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Refusal> {
        if !self.open.is_empty() && !self.allow.nested {
            return refuse(code::XML_NESTED);
        }
        let name = tag.name().as_ref().to_owned();
        let plain = if self.allow.prefixes { name.replacen(':', "", 1) } else { name.clone() };
        if !is_name(plain.as_bytes()) {
            return refuse(code::XML_NAME);
        }
        let attributes = self.attributes(tag)?;
        self.open.push(self.elements.len());
        self.elements.push(Element { name, depth: self.open.len(), attributes, pieces: Vec::new() });
        Ok(())
    }

    fn end(&mut self) {
        let Some(index) = self.open.pop() else { return };
        if let Some(parent) = self.open.last() {
            let text = self.elements[index].text();
            self.elements[*parent].pieces.push(Piece::Child(text));
        }
    }

    fn doctype(&mut self, text: &str) -> Result<(), Refusal> {
        if self.allow.doctype == Doctype::Refuse {
            return refuse(code::XML_DOCTYPE);
        }
        self.declared = Declarations::read(text, self.allow.doctype);
        Ok(())
    }

    fn content(&mut self, event: Event<'a>, inside: bool) -> Result<(), Refusal> {
        let piece = match event {
            Event::Text(text) => {
                let text = text.xml10_content().into_owned();
                if text.contains("]]>") {
                    return refuse(code::XML_SYNTAX);
                }
                Piece::Text(text)
            }
            Event::CData(text) => Piece::Cdata(text.xml10_content().into_owned()),
            Event::GeneralRef(reference) => {
                let name = reference.as_ref().to_owned();
                let text = match reference.resolve_char_ref() {
                    Ok(Some(character)) if is_character(character) => character.to_string(),
                    Ok(Some(_)) | Err(_) => return refuse(code::CONTROL_CHARACTER),
                    Ok(None) => self.entity(&name)?,
                };
                Piece::Reference(name, text)
            }
            Event::Comment(_) if self.open.is_empty() || self.allow.comments => Piece::Break,
            Event::PI(_) if self.allow.instructions => Piece::Break,
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => return refuse(code::XML_COMMENT),
            _ => return refuse(code::XML_SYNTAX),
        };
        match self.open.last() {
            Some(index) => self.elements[*index].pieces.push(piece),
            None if piece.text().trim_ascii().is_empty() => {}
            None if inside && self.allow.stray => {}
            None => return refuse(code::XML_STRAY_TEXT),
        }
        Ok(())
    }

    fn entity(&self, name: &str) -> Result<String, Refusal> {
        let text = match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            _ => match self.declared.text(name) {
                Some(text) => return Ok(text),
                None if self.allow.entities => "",
                None => return refuse(code::XML_ENTITY),
            },
        };
        Ok(text.to_owned())
    }

    /// After the root.
    fn after(&mut self) -> Result<(), Refusal> {
        while !self.allow.after {
            match self.next()? {
                Event::Eof => return Ok(()),
                Event::Text(text) if text.as_ref().trim_ascii().is_empty() => {}
                Event::Comment(_) => {}
                Event::PI(_) if self.allow.instructions => {}
                _ => return refuse(code::XML_OUTSIDE_ROOT),
            }
        }
        Ok(())
    }
}
