//! Bytes that cannot be seen, or that look like others: the usual reason why two equal texts have two signatures.

use payspec_core::finding::Lang;
use payspec_core::wire::charset::Charset;

use super::edit;
use super::read::Material;

/// One such character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invisible {
    /// The field; empty for one outside of all fields.
    pub field: String,
    /// What it is.
    pub what: What,
    /// Its code point.
    pub character: char,
    /// Where it stands in the value (or in the input, if in no field), in bytes.
    pub at: usize,
    /// Where it stands in the input, if that is known to the byte.
    pub offset: Option<usize>,
}

/// What kind of character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// U+FEFF.
    Bom,
    /// Carriage return.
    Cr,
    /// Line feed.
    Lf,
    /// Tab.
    Tab,
    /// A space that is not the ASCII one.
    OddSpace,
    /// A character of no width.
    ZeroWidth,
    /// A full-width form of an ASCII character.
    FullWidth,
    /// A space at the end of a value.
    TrailingSpace,
    /// A space at the beginning of a value.
    LeadingSpace,
    /// A control character.
    Control,
    /// A byte that is no text in the message's charset.
    NoText,
}

impl What {
    /// The name of it.
    pub fn text(self, lang: Lang) -> &'static str {
        let (en, zh) = match self {
            What::Bom => ("byte order mark", "BOM（字节顺序标记）"),
            What::Cr => ("carriage return", "回车符 CR"),
            What::Lf => ("line feed", "换行符 LF"),
            What::Tab => ("tab", "制表符"),
            What::OddSpace => ("space that is not the ASCII one", "非 ASCII 空格"),
            What::ZeroWidth => ("character of no width", "零宽字符"),
            What::FullWidth => ("full-width character", "全角字符"),
            What::TrailingSpace => ("space at the end", "末尾空格"),
            What::LeadingSpace => ("space at the beginning", "开头空格"),
            What::Control => ("control character", "控制字符"),
            What::NoText => ("byte that is no text in this charset", "在该字符集中无效的字节"),
        };
        match lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }
}

const CDATA: &[u8] = b"<![CDATA[";

fn what(character: char) -> Option<What> {
    Some(match character {
        '\u{feff}' => What::Bom,
        '\r' => What::Cr,
        '\n' => What::Lf,
        '\t' => What::Tab,
        _ if edit::is_odd_space(character) => What::OddSpace,
        _ if edit::is_zero_width(character) => What::ZeroWidth,
        '\u{ff01}'..='\u{ff5e}' => What::FullWidth,
        _ if character.is_control() => What::Control,
        _ => return None,
    })
}

/// All of a message: a BOM in front, and those within names and values. Full-width punctuation counts only beside
/// ASCII, since in Chinese text it is right.
pub fn find(material: &Material) -> Vec<Invisible> {
    let mut found = Vec::new();
    if material.body.starts_with(b"\xef\xbb\xbf") {
        let field = String::new();
        found.push(Invisible { field, what: What::Bom, character: '\u{feff}', at: 0, offset: Some(0) });
    }
    for part in &material.parts {
        let field = String::from_utf8_lossy(&part.name).into_owned();
        // Where the value stands as it is, its bytes have places in the input.
        let before = match &part.raw {
            raw if *raw == part.value => Some(0),
            raw if *raw == [CDATA, &part.value, b"]]>"].concat() => Some(CDATA.len()),
            _ => None,
        };
        let before = before.filter(|_| material.charset == Charset::Utf8);
        let offset = |at: usize| part.span.as_ref().zip(before).map(|(span, before)| span.start + before + at);
        let mut push = |what: What, character: char, at: usize| {
            found.push(Invisible { field: field.clone(), what, character, at, offset: offset(at) });
        };
        let Ok(text) = material.charset.decode(&part.value) else {
            let at = std::str::from_utf8(&part.value).err().map_or(0, |error| error.valid_up_to());
            push(What::NoText, '\u{fffd}', at);
            continue;
        };
        let chinese = text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character));
        let json = text.starts_with(['{', '[']);
        for (at, character) in text.char_indices() {
            match what(character) {
                Some(What::FullWidth) if chinese => {}
                // White space between the members of JSON text is no surprise.
                Some(What::Lf | What::Tab) if json => {}
                Some(what) => push(what, character, at),
                None => {}
            }
        }
        if text.ends_with(' ') {
            push(What::TrailingSpace, ' ', text.len() - 1);
        }
        if text.starts_with(' ') && text.trim() != "" {
            push(What::LeadingSpace, ' ', 0);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::kind::{Kind, Provider};

    #[test]
    fn each_is_found_at_its_place() {
        let kind = Kind::find(Provider::Wechat, "unifiedorder").unwrap();
        let body =
            "\u{feff}<xml><a>x\u{a0}y</a><b>z </b><c>\u{ff11}2</c><d>\u{6d4b}\u{ff01}</d><e>&#13;\u{200b}</e></xml>";
        let material = Material::read(kind, body.as_bytes(), None).unwrap();
        let found: Vec<(String, What, Option<usize>)> =
            find(&material).into_iter().map(|one| (one.field, one.what, one.offset)).collect();
        let at = |needle: &str| body.find(needle);
        assert_eq!(
            found,
            [
                (String::new(), What::Bom, Some(0)),
                ("a".into(), What::OddSpace, at("\u{a0}")),
                ("b".into(), What::TrailingSpace, at(" </b>")),
                ("c".into(), What::FullWidth, at("\u{ff11}")),
                ("e".into(), What::Cr, None),
                ("e".into(), What::ZeroWidth, None),
            ]
        );
    }
}
