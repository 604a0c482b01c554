//! WeChat Pay's XML: one flat document, no attributes, no DTD (WX-XML-1..17).
//!
//! The tokens are `quick-xml`'s; what a message may be made of is decided here, and it is much less than XML. The
//! document is refused before anything in it is believed: DOCTYPE and with it every entity and external fetch
//! (WX-XML-15), nesting, attributes, comments inside a value, text between fields, anything outside the root.

use std::borrow::Cow;

use memchr::memchr;
use quick_xml::Reader;
use quick_xml::errors::{Error, SyntaxError};
use quick_xml::events::{BytesStart, Event};

use crate::fields::{Field, Fields, Pair};
use crate::finding::{Code, Refusal, code};
use crate::{limits, wire};

/// The root of every message (WX-XML-1).
pub const ROOT: &str = "xml";

/// The root of the decrypted `req_info` (WX-RFN-3).
pub const REQ_INFO_ROOT: &str = "root";

/// Room for a notification's usual fields, so that reading one allocates once.
const USUAL_FIELDS: usize = 32;

/// Reads one document whose root element is named `root`.
///
/// A value may be text, CDATA or both in turn; entities are decoded, line ends become LF as XML says
/// (WX-AMB-8), white space is kept (WX-SIGN-30). Repeated names are kept for the caller to see.
///
/// # Errors
/// One of the codes `body-empty`, `text-not-utf8`, `control-character`, `too-many-fields` and `xml-…`, with the
/// offset in bytes.
pub fn parse<'a>(body: &'a [u8], root: &str) -> Result<Fields<'a>, Refusal> {
    if body.is_empty() {
        return Err(Refusal::new(code::BODY_EMPTY));
    }
    // The tokens are text, so whatever is accepted was checked on the way to them; a refusal asks once more what the
    // matter is.
    read(body, root).map_err(|refusal| match std::str::from_utf8(body) {
        Ok(_) => refusal,
        Err(error) => Refusal::at(code::TEXT_NOT_UTF8, error.valid_up_to()),
    })
}

fn read<'a>(body: &'a [u8], root: &str) -> Result<Fields<'a>, Refusal> {
    only_characters(body)?;
    // A byte order mark is the reader's to skip.
    let mut document = Document { body, reader: Reader::from_reader(body), has_cr: memchr(b'\r', body).is_some() };
    document.reader.config_mut().check_comments = true;
    let mut fields = Fields::with_capacity(USUAL_FIELDS);
    if document.open(root)? {
        document.fields(&mut fields)?;
    }
    document.close()?;
    Ok(fields)
}

/// Refuses what is no character of XML 1.0: controls other than tab and line ends, U+FFFE and U+FFFF.
fn only_characters(body: &[u8]) -> Result<(), Refusal> {
    let control = |byte: &u8| (*byte < b' ') & (*byte != b'\t') & (*byte != b'\n') & (*byte != b'\r');
    if body.iter().fold(false, |any, byte| any | control(byte)) {
        let at = body.iter().position(control);
        return Err(Refusal { code: code::CONTROL_CHARACTER, at });
    }
    for at in memchr::memchr_iter(0xef, body) {
        if let [0xef, 0xbf, 0xbe | 0xbf, ..] = body[at..] {
            return Err(Refusal::at(code::CONTROL_CHARACTER, at));
        }
    }
    Ok(())
}

fn is_character(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether `name` can be a field's name: ASCII letters, digits, `_`, `-`, `.`, not beginning with a digit.
/// A colon would be a namespace's prefix (X13).
pub fn is_name(name: &[u8]) -> bool {
    let Some(first) = name.first() else { return false };
    (first.is_ascii_alphabetic() || *first == b'_') && name.iter().all(|byte| IN_NAME[usize::from(*byte)])
}

/// Looked up, since every byte of every name is asked.
const IN_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 0x80 {
        table[byte] = matches!(byte as u8, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.');
        byte += 1;
    }
    table
};

struct Document<'a> {
    body: &'a [u8],
    reader: Reader<&'a [u8]>,
    has_cr: bool,
}

impl<'a> Document<'a> {
    fn next(&mut self) -> Result<Event<'a>, Refusal> {
        self.reader.read_event().map_err(|error| {
            let code = match error {
                Error::Syntax(SyntaxError::UnclosedDoctype) => code::XML_DOCTYPE,
                _ => code::XML_SYNTAX,
            };
            Refusal::at(code, self.reader.error_position() as usize)
        })
    }

    fn refuse<T>(&self, code: Code) -> Result<T, Refusal> {
        Err(Refusal::at(code, self.reader.buffer_position() as usize))
    }

    /// Reads up to the root's start tag. False if the root is empty.
    fn open(&mut self, root: &str) -> Result<bool, Refusal> {
        let mut first = true;
        loop {
            match self.next()? {
                Event::Decl(declaration) if first => {
                    match declaration.encoding() {
                        None => {}
                        Some(Ok(encoding)) if encoding.eq_ignore_ascii_case("utf-8") => {}
                        Some(Ok(_)) => return self.refuse(code::XML_ENCODING),
                        Some(Err(_)) => return self.refuse(code::XML_SYNTAX),
                    }
                    if !declaration.version().is_ok_and(|version| version == "1.0") {
                        return self.refuse(code::XML_SYNTAX);
                    }
                }
                Event::Start(tag) => {
                    self.check_root(&tag, root)?;
                    return Ok(true);
                }
                Event::Empty(tag) => {
                    self.check_root(&tag, root)?;
                    return Ok(false);
                }
                Event::Eof => return self.refuse(code::XML_SYNTAX),
                other => self.between(&other, code::XML_OUTSIDE_ROOT)?,
            }
            first = false;
        }
    }

    fn check_root(&self, tag: &BytesStart<'_>, root: &str) -> Result<(), Refusal> {
        if tag.name().as_ref() != root {
            return self.refuse(code::XML_ROOT);
        }
        self.no_attributes(tag)
    }

    fn no_attributes(&self, tag: &BytesStart<'_>) -> Result<(), Refusal> {
        if tag.attributes_raw().trim_ascii().is_empty() { Ok(()) } else { self.refuse(code::XML_ATTRIBUTE) }
    }

    /// What may stand between elements: white space and comments.
    fn between(&self, event: &Event<'_>, text_code: Code) -> Result<(), Refusal> {
        match event {
            Event::Text(text) if text.as_ref().trim_ascii().is_empty() => Ok(()),
            Event::Comment(_) => Ok(()),
            Event::DocType(_) => self.refuse(code::XML_DOCTYPE),
            Event::PI(_) | Event::Decl(_) => self.refuse(code::XML_INSTRUCTION),
            _ => self.refuse(text_code),
        }
    }

    /// Reads the root's children up to its end tag.
    fn fields(&mut self, fields: &mut Fields<'a>) -> Result<(), Refusal> {
        loop {
            match self.next()? {
                Event::Start(tag) => {
                    let mut field = self.field(&tag, fields)?;
                    self.value(&mut field)?;
                    fields.push(field);
                }
                Event::Empty(tag) => {
                    let field = self.field(&tag, fields)?;
                    fields.push(field);
                }
                Event::End(_) => return Ok(()),
                Event::Eof => return self.refuse(code::XML_SYNTAX),
                other => self.between(&other, code::XML_STRAY_TEXT)?,
            }
        }
    }

    /// A field of that name, without a value as yet.
    fn field(&self, tag: &BytesStart<'a>, fields: &Fields<'a>) -> Result<Field<'a>, Refusal> {
        if fields.len() == limits::FIELDS {
            return self.refuse(code::TOO_MANY_FIELDS);
        }
        self.no_attributes(tag)?;
        // The tag borrows from the input; its accessors borrow from the tag. So the name is cut out of the input.
        let length = tag.name().as_ref().len();
        let start = wire::offset(self.body, tag.as_ref().as_bytes());
        let name = &self.body[start..start + length];
        if !is_name(name) {
            return self.refuse(code::XML_NAME);
        }
        Ok(Field { name: Cow::Borrowed(name), value: Cow::Borrowed(b""), at: start..start + length })
    }

    /// Reads a field's value up to its end tag.
    fn value(&mut self, field: &mut Field<'a>) -> Result<(), Refusal> {
        let mut pieces = 0_u32;
        loop {
            let piece = match self.next()? {
                Event::End(_) => return Ok(()),
                Event::Text(text) => {
                    let piece = if self.has_cr { text.xml10_content() } else { text.into_inner() };
                    // `]]>` may not stand in text; a reader that cuts at it sees another value.
                    if memchr(b'>', piece.as_bytes()).is_some() && piece.contains("]]>") {
                        return self.refuse(code::XML_SYNTAX);
                    }
                    piece
                }
                Event::CData(text) => {
                    if self.has_cr {
                        text.xml10_content()
                    } else {
                        text.into_inner()
                    }
                }
                Event::GeneralRef(reference) => {
                    let character = match reference.resolve_char_ref() {
                        Ok(Some(character)) => character,
                        Err(_) => return self.refuse(code::CONTROL_CHARACTER),
                        Ok(None) => match reference.as_ref() {
                            "amp" => '&',
                            "lt" => '<',
                            "gt" => '>',
                            "quot" => '"',
                            "apos" => '\'',
                            _ => return self.refuse(code::XML_ENTITY),
                        },
                    };
                    if !is_character(character) {
                        return self.refuse(code::CONTROL_CHARACTER);
                    }
                    Cow::Owned(character.to_string())
                }
                Event::Start(_) | Event::Empty(_) => return self.refuse(code::XML_NESTED),
                Event::Comment(_) => return self.refuse(code::XML_COMMENT),
                Event::PI(_) | Event::Decl(_) => return self.refuse(code::XML_COMMENT),
                Event::DocType(_) => return self.refuse(code::XML_DOCTYPE),
                Event::Eof => return self.refuse(code::XML_SYNTAX),
            };
            pieces += 1;
            if pieces == 1 {
                let end = self.reader.buffer_position() as usize;
                field.at = match &piece {
                    Cow::Borrowed(text) => {
                        let start = wire::offset(self.body, text.as_bytes());
                        start..start + text.len()
                    }
                    Cow::Owned(_) => field.at.end + 1..end,
                };
                field.value = bytes(piece);
            } else {
                field.at.end = self.reader.buffer_position() as usize;
                field.value.to_mut().extend_from_slice(piece.as_bytes());
            }
        }
    }

    /// Reads to the end of the input, where only white space and comments may be left.
    fn close(&mut self) -> Result<(), Refusal> {
        loop {
            match self.next()? {
                Event::Eof => return Ok(()),
                other => self.between(&other, code::XML_OUTSIDE_ROOT)?,
            }
        }
    }
}

fn bytes(text: Cow<'_, str>) -> Cow<'_, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}

/// Writes fields as a message: each value as CDATA, as the provider's own samples do (WX-XML-3); an empty value
/// as an empty element.
///
/// # Errors
/// `name-impossible`, `text-impossible`: XML has no way to write a control character. `text-not-utf8` for values
/// that are no text.
pub fn write<P: Pair>(pairs: &[P], root: &str) -> Result<Vec<u8>, Refusal> {
    let length: usize = pairs.iter().map(|pair| 2 * pair.name().len() + pair.value().len() + 17).sum();
    let mut out = Vec::with_capacity(length + 2 * root.len() + 5);
    out.extend_from_slice(format!("<{root}>").as_bytes());
    for pair in pairs {
        if !is_name(pair.name()) {
            return Err(Refusal::new(code::NAME_IMPOSSIBLE));
        }
        let value = std::str::from_utf8(pair.value()).map_err(|_| Refusal::new(code::TEXT_NOT_UTF8))?;
        if only_characters(value.as_bytes()).is_err() {
            return Err(Refusal::new(code::TEXT_IMPOSSIBLE));
        }
        out.push(b'<');
        out.extend_from_slice(pair.name());
        out.push(b'>');
        write_value(&mut out, value);
        out.extend_from_slice(b"</");
        out.extend_from_slice(pair.name());
        out.push(b'>');
    }
    out.extend_from_slice(format!("</{root}>").as_bytes());
    Ok(out)
}

/// `]]>` would end the section, so it is divided over two (X27). A CR must be a reference, or the reader makes it
/// an LF and the signature fails.
fn write_value(out: &mut Vec<u8>, value: &str) {
    for (n, part) in value.split('\r').enumerate() {
        if n > 0 {
            out.extend_from_slice(b"&#13;");
        }
        if !part.is_empty() {
            out.extend_from_slice(b"<![CDATA[");
            out.extend_from_slice(part.replace("]]>", "]]]]><![CDATA[>").as_bytes());
            out.extend_from_slice(b"]]>");
        }
    }
}

#[cfg(test)]
mod tests;
