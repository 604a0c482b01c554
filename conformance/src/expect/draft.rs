//! A draft of the known failures, from a run. What only a person can know is left empty, and an empty member is
//! refused when the file is read: a program alone cannot excuse a failure.

use std::fmt::Write as _;

use super::FORMAT;
use crate::day::Day;
use crate::lang::Lang;
use crate::report::text::{self, printable};
use crate::report::{Report, VectorReport};

/// How long a drafted entry holds, in days.
const DAYS: i64 = 90;

/// The text of a file with an entry for every failure that no entry covers, and with the entries that still hold.
#[must_use]
pub fn draft(reports: &[Report], as_of: &Day) -> String {
    let until = as_of.plus(DAYS).to_string();
    let mut file = format!(
        "# Known failures, drafted by `payspec run --write-expect` on {as_of}.\n\
         # Fill in `owner` and `link`; entries with an empty one are refused. One entry may cover several vectors by a glob.\n\
         payspec_expect = {FORMAT}\n"
    );
    let confined = reports.len() > 1;
    for report in reports {
        let name = report.implementation.hello.as_ref().map(|hello| hello.name.as_str()).filter(|_| confined);
        let kept = report.gate.baseline.iter().flat_map(|baseline| &baseline.entries);
        for entry in kept.filter(|entry| entry.breaches.is_empty()) {
            let name = entry.implementation.as_deref();
            push(&mut file, &entry.vectors, name, [&entry.reason, &entry.owner, &entry.link, &entry.until]);
        }
        for vector in report.wrong().filter(|vector| vector.known.is_none()) {
            let _ = write!(file, "\n# {}: {}", vector.severity, printable(&vector.about));
            push(&mut file, &vector.id, name, [&reason(vector), "", "", &until]);
        }
    }
    file
}

fn reason(vector: &VectorReport) -> String {
    let problems = vector.problems.iter().map(|problem| text::problem(problem, Lang::En));
    super::super::report::said::shorten(&problems.collect::<Vec<_>>().join("; "), 200)
}

fn push(file: &mut String, vectors: &str, implementation: Option<&str>, values: [&str; 4]) {
    let quote = |text: &str| toml::Value::String(printable(text)).to_string();
    let _ = write!(file, "\n[[known]]\nvectors = {}\n", quote(vectors));
    if let Some(name) = implementation {
        let _ = writeln!(file, "implementation = {}", quote(name));
    }
    for (member, value) in ["reason", "owner", "link", "until"].into_iter().zip(values) {
        let _ = writeln!(file, "{member} = {}", quote(value));
    }
}
