//! `payspec vectors stats`: how many vectors there are of what, and which clauses have none.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use comfy_table::{CellAlignment, ContentArrangement, Table};
use payspec_vectors::{Expected, ShownBy, Vector, clauses, flags};

use crate::exit::Exit;
use crate::lang::Lang;
use crate::program::Failure;
use crate::report::text::{self, Word};
use crate::suite::{self, Filter};

/// Vectors by result: valid, invalid, acceptable.
#[derive(Clone, Copy, Default)]
struct Tally([usize; 3]);

impl Tally {
    fn count(&mut self, vector: &Vector) {
        self.0[match vector.result {
            Expected::Valid => 0,
            Expected::Invalid => 1,
            Expected::Acceptable => 2,
        }] += 1;
    }
}

pub(super) fn run(files: &[PathBuf], lang: Lang, out: &mut dyn Write) -> Result<Exit, Failure> {
    let all = Filter::new(&[]).map_err(Failure::usage)?;
    let vectors = suite::select(files, &all).map_err(Failure::usage)?.vectors;
    let one = |name: &str| vec![name.to_owned()];
    writeln!(out, "{}", table(Word::Suite.text(lang), &tally(&vectors, |v| one(&v.suite)), lang))?;
    writeln!(out, "\n{}", table(Word::Flag.text(lang), &tally(&vectors, |v| v.flags.clone()), lang))?;
    let by_clause = tally(&vectors, |v| v.shows().into_iter().map(str::to_owned).collect());
    writeln!(out, "\n{}", table(Word::Clauses.text(lang), &by_clause, lang))?;
    let wanted = clauses().iter().filter(|(_, clause)| clause.shown_by == ShownBy::Vector);
    let missing: Vec<&str> = wanted.map(|(id, _)| id.as_str()).filter(|id| !by_clause.contains_key(*id)).collect();
    let head = lang.pick("Clauses that a vector should show, without one", "应有向量而尚无向量的条款");
    writeln!(out, "\n{head}: {}", missing.len())?;
    if !missing.is_empty() {
        writeln!(out, "{}", missing.join(" "))?;
    }
    let used = tally(&vectors, |v| v.flags.clone());
    let unused: Vec<&str> = flags().keys().map(String::as_str).filter(|name| !used.contains_key(*name)).collect();
    let head = lang.pick("Mistakes that no vector shows", "没有向量的错误类型");
    writeln!(out, "{head}: {}", unused.len())?;
    if !unused.is_empty() {
        writeln!(out, "{}", unused.join(" "))?;
    }
    Ok(Exit::AsExpected)
}

fn tally(vectors: &[Vector], names: impl Fn(&Vector) -> Vec<String>) -> BTreeMap<String, Tally> {
    let mut tallies = BTreeMap::<String, Tally>::new();
    for vector in vectors {
        for name in names(vector) {
            tallies.entry(name).or_default().count(vector);
        }
    }
    tallies
}

fn table(head: &str, tallies: &BTreeMap<String, Tally>, lang: Lang) -> String {
    let mut table = Table::new();
    table.load_style(crate::report::terminal::table::STYLE);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    let result = |result: Expected| text::result(result.as_str(), lang);
    table.set_header([
        head,
        Word::Vectors.text(lang),
        result(Expected::Valid),
        result(Expected::Invalid),
        result(Expected::Acceptable),
    ]);
    let mut total = Tally::default();
    for (name, tally) in tallies {
        table.add_row(row(name, *tally));
        for (sum, count) in total.0.iter_mut().zip(tally.0) {
            *sum += count;
        }
    }
    table.add_row(row(Word::Total.text(lang), total));
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.trim_fmt()
}

fn row(name: &str, tally: Tally) -> Vec<String> {
    let counts = tally.0.iter().map(|count| if *count == 0 { String::new() } else { count.to_string() });
    let total = tally.0.iter().sum::<usize>().to_string();
    [name.to_owned(), total].into_iter().chain(counts).collect()
}
