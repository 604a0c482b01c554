//! One failure, so that a person can understand it and have it again.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::{BAD, DIM, STRONG, Terminal, WARN};
use crate::outcome::Outcome;
use crate::report::said::{self, shorten};
use crate::report::text::{self, Word, printable};
use crate::report::{VectorReport, diff};

/// Columns between a line's start and its text, beside the widest label.
const INDENT: usize = 2;

pub(super) fn write(vector: &VectorReport, style: Terminal, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    let mark = if vector.outcome == Outcome::Failed { BAD } else { WARN };
    let outcome = text::outcome(vector.outcome, lang);
    let result = text::result(&vector.result, lang);
    writeln!(out, "{mark}{outcome}{mark:#} {STRONG}{}{STRONG:#} {DIM}({}, {result}){DIM:#}", vector.id, vector.op)?;
    let block = Block { style };
    block.text(&printable(&vector.about), out)?;
    for flag in &vector.flags {
        let Some(known) = payspec_vectors::flags().get(flag) else {
            continue;
        };
        let severity = text::severity(&known.severity, lang);
        let what = lang.pick(&known.en, &known.zh);
        block.line(Word::Flag, &format!("{flag} ({severity}): {what}"), out)?;
        block.line(Word::Effect, lang.pick(&known.effect_en, &known.effect_zh), out)?;
    }
    block.line(Word::Clauses, &vector.clauses.join(", "), out)?;
    for problem in &vector.problems {
        block.line(Word::Why, &shorten(&printable(&text::problem(problem, lang)), said::SHOWN), out)?;
    }
    let Some(exchange) = &vector.exchange else {
        return Ok(());
    };
    if let Some(known) = said::known_mistake(vector, lang) {
        block.line(Word::Mistake, &known, out)?;
    }
    block.line(Word::Sent, &said::shown(&exchange.sent), out)?;
    block.line(Word::Came, &said::came(exchange.came.as_ref(), lang), out)?;
    block.line(Word::Expected, &said::expected(&vector.result, &exchange.expected, lang), out)?;
    if let Some(canonical) = &exchange.canonical {
        match &canonical.got {
            Some(got) if *got != canonical.expected => {
                block.line(Word::Canonical, Word::DiffLegend.text(lang), out)?;
                for hunk in diff::hunks(&canonical.expected, got) {
                    block.text(&hunk, out)?;
                }
            }
            _ => block.line(Word::Canonical, &printable(&canonical.expected), out)?,
        }
    }
    block.line(Word::Repeat, &exchange.repeat, out)
}

struct Block {
    style: Terminal,
}

impl Block {
    fn line(&self, label: Word, value: &str, out: &mut dyn Write) -> io::Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        let label = label.text(self.style.lang);
        let pad = self.column().saturating_sub(INDENT + label.width());
        let lines = wrap(value, self.room());
        writeln!(out, "{:INDENT$}{DIM}{label}{DIM:#}{:pad$}{}", "", "", lines[0])?;
        self.rest(&lines[1..], out)
    }

    fn text(&self, value: &str, out: &mut dyn Write) -> io::Result<()> {
        self.rest(&wrap(value, self.room()), out)
    }

    fn rest(&self, lines: &[String], out: &mut dyn Write) -> io::Result<()> {
        let column = self.column();
        lines.iter().try_for_each(|line| writeln!(out, "{:column$}{line}", ""))
    }

    /// Where values begin.
    fn column(&self) -> usize {
        self.style.lang.pick(13, 16)
    }

    fn room(&self) -> Option<usize> {
        self.style.width.map(|width| width.saturating_sub(self.column()).max(20))
    }
}

/// Cuts at `room` columns, at a space where one is near. ANSI escapes have no width.
fn wrap(text: &str, room: Option<usize>) -> Vec<String> {
    let Some(room) = room else {
        return vec![text.to_owned()];
    };
    let mut lines = vec![];
    let (mut line, mut used, mut space, mut escape) = (String::new(), 0, None, false);
    for c in text.chars() {
        escape |= c == '\u{1b}';
        let width = if escape { 0 } else { c.width().unwrap_or(0) };
        if used + width > room {
            let near = space.filter(|(_, at)| used - at < room / 4);
            let cut: usize = near.map_or(line.len(), |(cut, _)| cut);
            let rest = line.split_off(cut);
            lines.push(std::mem::replace(&mut line, rest.trim_start().to_owned()));
            used = anstream::adapter::strip_str(&line).to_string().width();
            space = None;
        }
        line.push(c);
        used += width;
        if c == ' ' && !escape {
            space = Some((line.len(), used));
        }
        escape &= c != 'm';
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_at_spaces_and_by_columns() {
        assert_eq!(wrap("one two three", Some(8)), ["one two ", "three"]);
        assert_eq!(wrap("abcdefghij", Some(4)), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("测试测试", Some(5)), ["测试", "测试"]);
        assert_eq!(wrap("\u{1b}[31mab\u{1b}[0m", Some(2)), ["\u{1b}[31mab\u{1b}[0m"]);
        assert_eq!(wrap("as long as it is", None), ["as long as it is"]);
    }
}
