//! The input as it can be shown: every byte has a place, whatever the charset, and nothing in it obeys a terminal.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use payspec_core::wire::charset::Charset;

use super::Screen;
use crate::lang::Lang;

/// Bytes made text, with the way back.
pub(super) struct Source {
    pub(super) name: String,
    text: String,
    /// For each byte of the input, where it begins in `text`; one more for the end.
    at: Vec<usize>,
}

impl Source {
    pub(super) fn new(name: &str, body: &[u8], charset: Charset) -> Self {
        let mut text = String::with_capacity(body.len());
        let mut at = Vec::with_capacity(body.len() + 1);
        let mut rest = body;
        while !rest.is_empty() {
            let (character, length) = next(rest, charset);
            at.extend(std::iter::repeat_n(text.len(), length));
            text.push(shown(character));
            rest = &rest[length..];
        }
        at.push(text.len());
        Source { name: name.to_owned(), text, at }
    }

    fn place(&self, span: Range<usize>) -> Range<usize> {
        let last = self.at.len() - 1;
        let start = self.at[span.start.min(last)];
        start..self.at[span.end.min(last)].max(start)
    }

    /// A message of that level under the bytes it is about.
    pub(super) fn report(&self, note: &Note<'_>, screen: &mut Screen<'_>) -> std::io::Result<()> {
        let level = match note.weight {
            Weight::Error => Level::ERROR.with_name(screen.lang.pick("error", "错误")),
            Weight::Warning => Level::WARNING.with_name(screen.lang.pick("warning", "警告")),
        };
        let help = Level::HELP.with_name(screen.lang.pick("mend", "改法"));
        let mut group = Group::with_title(level.primary_title(note.title).id(note.code));
        if let Some(span) = &note.span {
            let annotation = AnnotationKind::Primary.span(self.place(span.clone())).label(note.label);
            group = group.element(Snippet::source(&self.text).path(&self.name).annotation(annotation));
        }
        group = group.element(help.message(note.mend));
        let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).term_width(screen.width.unwrap_or(120));
        writeln!(screen.out, "{}\n", renderer.render(&[group]))
    }
}

/// How much it weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Error,
    Warning,
}

/// What is said of some bytes.
pub(super) struct Note<'n> {
    pub(super) weight: Weight,
    pub(super) code: &'n str,
    pub(super) title: &'n str,
    /// What stands under the bytes: the clause.
    pub(super) label: &'n str,
    pub(super) mend: &'n str,
    pub(super) span: Option<Range<usize>>,
}

/// The first character and how many bytes it has. A byte that is none stands for itself.
fn next(bytes: &[u8], charset: Charset) -> (char, usize) {
    let longest = if charset == Charset::Gbk { 2 } else { 4 };
    (1..=longest.min(bytes.len()))
        .find_map(|length| {
            let text = charset.decode(&bytes[..length]).ok()?;
            let mut characters = text.chars();
            characters.next().filter(|_| characters.next().is_none()).map(|character| (character, length))
        })
        .unwrap_or(('\u{fffd}', 1))
}

/// Control characters have pictures; characters without width become a mark that has one.
fn shown(character: char) -> char {
    match character {
        '\n' => '\n',
        '\t' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            '\u{fffd}'
        }
        _ if character.is_control() => '\u{fffd}',
        _ => character,
    }
}

/// A refusal of the whole input, at its byte if there is one.
pub(super) fn refusal(
    source: &Source,
    refusal: &payspec_core::finding::Refusal,
    screen: &mut Screen<'_>,
    lang: Lang,
) -> std::io::Result<()> {
    let (core, code) = (super::of_core(lang), refusal.code);
    let span = refusal.at.map(|at| at..at + 1);
    let note = Note {
        weight: Weight::Error,
        code: code.id(),
        title: code.text(core),
        label: code.clause(),
        mend: code.mend(core),
        span,
    };
    source.report(&note, screen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_its_place() {
        let source = Source::new("x", b"a\xb2\xe2\xffb\x1b", Charset::Gbk);
        assert_eq!(source.text, "a测\u{fffd}b␛");
        assert_eq!(&source.text[source.place(1..3)], "测");
        assert_eq!(&source.text[source.place(4..5)], "b");
        let source = Source::new("x", "测\u{feff}z".as_bytes(), Charset::Utf8);
        assert_eq!(&source.text[source.place(6..7)], "z");
        assert_eq!(source.place(90..99), source.text.len()..source.text.len());
    }
}
