//! `payspec vectors list`: a line a vector.

use std::io::{IsTerminal as _, Write};
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use payspec_vectors::{Expected, Vector};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::exit::Exit;
use crate::lang::Lang;
use crate::program::Failure;
use crate::report::text;
use crate::suite::{self, Filter};

pub(super) fn run(globs: &[String], files: &[PathBuf], lang: Lang, out: &mut dyn Write) -> Result<Exit, Failure> {
    let filter = Filter::new(globs).map_err(Failure::usage)?;
    let selection = suite::select(files, &filter).map_err(Failure::usage)?;
    if selection.vectors.is_empty() {
        return Err(Failure::usage(format!("no vector matches {}; without --filter all are listed", globs.join(" "))));
    }
    // A line is cut to the terminal's width; a pipe gets it whole.
    let width = std::io::stdout().is_terminal().then(|| comfy_table::Table::new().width()).flatten();
    for line in lines(&selection.vectors, lang, width.map(usize::from)) {
        writeln!(out, "{line}")?;
    }
    Ok(Exit::AsExpected)
}

fn lines(vectors: &[Vector], lang: Lang, width: Option<usize>) -> impl Iterator<Item = String> {
    let widest = |of: fn(&Vector) -> &str| vectors.iter().map(|vector| of(vector).width()).max().unwrap_or(0);
    let (id, op) = (widest(|v| &v.id), widest(|v| &v.op));
    let results = [Expected::Valid, Expected::Invalid, Expected::Acceptable];
    let result_width = results.map(|r| text::result(r.as_str(), lang).width()).into_iter().max().unwrap_or(0);
    vectors.iter().map(move |vector| {
        let result = text::result(vector.result.as_str(), lang);
        let pad = result_width - result.width();
        let style = colour(vector.result);
        let head = id + result_width + op + 6;
        let about = cut(&text::printable(&vector.about), width.map(|width| width.saturating_sub(head)));
        format!("{:id$}  {style}{result}{style:#}{:pad$}  {:op$}  {about}", vector.id, "", vector.op)
    })
}

fn colour(result: Expected) -> Style {
    match result {
        Expected::Valid => AnsiColor::Green.on_default(),
        Expected::Invalid => AnsiColor::Red.on_default(),
        Expected::Acceptable => AnsiColor::Yellow.on_default(),
    }
}

fn cut(text: &str, room: Option<usize>) -> String {
    let Some(room) = room.filter(|room| text.width() > *room) else {
        return text.to_owned();
    };
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= room
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_by_columns() {
        assert_eq!(cut("abcdef", Some(4)), "abc…");
        assert_eq!(cut("测试测试", Some(5)), "测试…");
        assert_eq!(cut("abcd", Some(4)), "abcd");
        assert_eq!(cut("abcd", None), "abcd");
    }
}
