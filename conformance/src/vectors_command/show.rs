//! `payspec vectors show`: a vector whole, for somebody who has to mend what it found.

use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;
use payspec_vectors::{Vector, clauses, flags};
use serde_json::Value;

use crate::exit::Exit;
use crate::judge::wechat_canonical;
use crate::lang::Lang;
use crate::program::Failure;
use crate::report::text::{self, Word, printable};
use crate::suite::{self, Filter};

const HEAD: Style = Style::new().bold();
const LABEL: Style = Style::new().dimmed();

pub(super) fn run(ids: &[String], files: &[PathBuf], lang: Lang, out: &mut dyn Write) -> Result<Exit, Failure> {
    let all = suite::select(files, &Filter::new(&[]).map_err(Failure::usage)?).map_err(Failure::usage)?;
    for id in ids {
        let filter = Filter::new(std::slice::from_ref(id)).map_err(Failure::usage)?;
        let mut found = all.vectors.iter().filter(|vector| filter.takes_id(vector)).peekable();
        if found.peek().is_none() {
            return Err(Failure::usage(format!(
                "there is no vector `{id}`{}; `payspec vectors list` names them all",
                nearest(id, &all.vectors)
            )));
        }
        for vector in found {
            show(vector, lang, out)?;
            writeln!(out)?;
        }
    }
    Ok(Exit::AsExpected)
}

/// A hint at the id that shares the longest beginning, if that is more than a provider's prefix.
fn nearest(id: &str, vectors: &[Vector]) -> String {
    let shared = |other: &str| id.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let best = vectors.iter().max_by_key(|vector| shared(&vector.id)).filter(|vector| shared(&vector.id) > 4);
    best.map_or_else(String::new, |vector| format!("; did you mean `{}`?", vector.id))
}

fn show(vector: &Vector, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let result = text::result(vector.result.as_str(), lang);
    writeln!(out, "{HEAD}{}{HEAD:#}  {result}  {} ({})", vector.id, vector.op, vector.suite)?;
    writeln!(out, "{}", printable(&vector.about))?;
    if !vector.group_about.is_empty() {
        writeln!(out, "{}", printable(&vector.group_about))?;
    }
    let label = |word: Word| word.text(lang);
    for name in &vector.flags {
        let Some(flag) = flags().get(name) else {
            continue;
        };
        let severity = text::severity(&flag.severity, lang);
        writeln!(out, "\n{LABEL}{}{LABEL:#} {name} ({severity})", label(Word::Flag))?;
        writeln!(out, "  {}", lang.pick(&flag.en, &flag.zh))?;
        writeln!(out, "  {LABEL}{}{LABEL:#} {}", label(Word::Effect), lang.pick(&flag.effect_en, &flag.effect_zh))?;
        for reference in &flag.references {
            writeln!(out, "  {reference}")?;
        }
    }
    if !vector.clauses.is_empty() {
        writeln!(out, "\n{LABEL}{}{LABEL:#}", label(Word::Clauses))?;
    }
    for id in &vector.clauses {
        match clauses().get(id) {
            Some(clause) => writeln!(out, "  {id}  {} ({})", clause.text, clause.source)?,
            None => writeln!(out, "  {id}")?,
        }
    }
    writeln!(out, "\n{LABEL}{}{LABEL:#}", label(Word::Sent))?;
    json(&Value::Object(vector.input.clone()), out)?;
    for (at, expect) in vector.expect.iter().enumerate() {
        let word = if at == 0 { label(Word::Expected) } else { "|" };
        writeln!(out, "\n{LABEL}{word}{LABEL:#}")?;
        json(&Value::Object(expect.clone()), out)?;
    }
    if let Some(canonical) = canonical(vector) {
        writeln!(out, "\n{LABEL}{}{LABEL:#}\n{}", label(Word::Canonical), printable(&canonical))?;
    }
    Ok(())
}

fn json(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    let text = serde_json::to_string_pretty(value)?;
    // JSON escapes most control characters, but not all that a terminal obeys.
    text.lines().try_for_each(|line| writeln!(out, "{}", printable(line)))
}

/// The string to be signed: the vector's, or that of the params it signs.
fn canonical(vector: &Vector) -> Option<String> {
    if let Some(told) = vector.expect.iter().find_map(|expect| expect.get("canonical")?.as_str()) {
        return Some(told.to_owned());
    }
    if !vector.op.ends_with(".sign") {
        return None;
    }
    let params = vector.input.get("params")?.as_object()?;
    let pairs = params.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
    Some(wechat_canonical(pairs))
}
