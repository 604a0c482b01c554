//! The table of a report: a row a suite.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

use crate::lang::Lang;
use crate::outcome::Outcome;
use crate::report::text::{self, Word};
use crate::report::{Counts, Report};

/// The width where there is no terminal, in columns.
const WIDTH_OF_FILES: usize = 120;

/// A line under the head, and none that would make the table twice as long.
pub(crate) const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// The table, without a line feed at its end.
pub(super) fn of(report: &Report, lang: Lang, width: Option<usize>) -> String {
    let mut table = Table::new();
    table.load_style(STYLE);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    let width = width.unwrap_or(WIDTH_OF_FILES);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    let outcome = |o| text::outcome(o, lang);
    table.set_header([
        Word::Suite.text(lang),
        Word::Vectors.text(lang),
        outcome(Outcome::Passed),
        outcome(Outcome::Failed),
        outcome(Outcome::Fault),
        outcome(Outcome::Unstable),
        outcome(Outcome::Skipped),
        Word::Acceptable.text(lang),
    ]);
    for suite in &report.suites {
        table.add_row(row(&suite.name, &suite.counts));
    }
    if report.suites.len() > 1 {
        table.add_row(row(Word::Total.text(lang), &report.summary));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.trim_fmt()
}

fn row(name: &str, counts: &Counts) -> Vec<String> {
    // Zeros would hide the numbers that matter.
    let shown = |count: usize| {
        if count == 0 { String::new() } else { count.to_string() }
    };
    let acceptable = counts.accepted + counts.refused;
    vec![
        name.to_owned(),
        counts.vectors.to_string(),
        shown(counts.passed),
        shown(counts.failed),
        shown(counts.faults),
        shown(counts.unstable),
        shown(counts.skipped),
        if acceptable == 0 { String::new() } else { format!("{}/{}", counts.accepted, counts.refused) },
    ]
}
