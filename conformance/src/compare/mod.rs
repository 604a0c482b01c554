//! Implementations side by side, and what is new since an earlier result.

mod html;
pub mod markdown;
pub mod news;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::path::PathBuf;

use crate::cli::{CompareArgs, ReportKind, ReportTarget};
use crate::exit::Exit;
use crate::lang::Lang;
use crate::outcome::{Handling, Outcome};
use crate::output;
use crate::program::Failure;
use crate::report::severity::Severity;
use crate::report::{Report, VectorReport, json};
use news::News;

pub(crate) use html::side_by_side;

/// What one implementation did with a vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The outcome.
    pub outcome: Outcome,
    /// What was done with an acceptable one.
    pub handling: Option<Handling>,
}

/// A vector, and what each implementation did with it.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The vector, as one of the reports has it.
    pub vector: &'a VectorReport,
    /// In the order of [`Comparison::names`]; none where a report does not have the vector.
    pub cells: Vec<Option<Cell>>,
}

/// Several reports, vector by vector.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    /// The reports.
    pub reports: &'a [Report],
    /// What to call each.
    pub names: Vec<String>,
    /// The vectors on which they differ, the gravest first.
    pub differing: Vec<Row<'a>>,
    /// The vectors that all of them fail alike, the gravest first.
    pub all_fail: Vec<Row<'a>>,
    /// How many vectors have no row: all did the same, and nothing is wrong with it.
    pub alike: usize,
}

impl<'a> Comparison<'a> {
    /// Lays the reports side by side.
    #[must_use]
    pub fn of(reports: &'a [Report]) -> Self {
        let mut rows: BTreeMap<&str, Row<'a>> = BTreeMap::new();
        for (at, report) in reports.iter().enumerate() {
            for vector in &report.vectors {
                let row = rows.entry(&vector.id).or_insert_with(|| Row { vector, cells: vec![None; reports.len()] });
                row.cells[at] = Some(Cell { outcome: vector.outcome, handling: vector.handling });
            }
        }
        let all = rows.len();
        let (same, mut differing): (Vec<_>, Vec<_>) =
            rows.into_values().partition(|row| row.cells.windows(2).all(|pair| pair[0] == pair[1]));
        let fails = |row: &Row<'_>| row.cells.iter().flatten().any(|cell| cell.outcome.fails());
        let mut all_fail: Vec<_> = same.into_iter().filter(fails).collect();
        // Where two were judged and one of them is right, the others learn most.
        let told_apart = |row: &Row<'_>| {
            let mut judged = row.cells.iter().flatten().filter(|cell| cell.outcome.judged());
            judged.clone().any(|cell| cell.outcome.fails()) && judged.any(|cell| !cell.outcome.fails())
        };
        let grave = |row: &Row<'_>| (Reverse(told_apart(row)), Reverse(fails(row)), Reverse(row.vector.severity));
        differing.sort_by_key(grave);
        all_fail.sort_by_key(grave);
        let alike = all - differing.len() - all_fail.len();
        Self { reports, names: names(reports), differing, all_fail, alike }
    }

    /// How many of a report's failures have this severity.
    pub(crate) fn failures(report: &Report, severity: Severity) -> usize {
        report.wrong().filter(|vector| vector.severity == severity).count()
    }
}

/// A name for each report, no two the same.
#[must_use]
pub fn names(reports: &[Report]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let name = |report: &Report| {
        let name = report.who().unwrap_or_else(|| "built in".to_owned());
        let times = seen.entry(name.clone()).or_default();
        *times += 1;
        if *times == 1 { name } else { format!("{name} ({times})") }
    };
    reports.iter().map(name).collect()
}

/// `payspec compare`.
///
/// # Errors
/// A file that cannot be read or is no report, or a report that cannot be written.
pub fn command(args: &CompareArgs, lang: Lang) -> Result<Exit, Failure> {
    let reports = read(&args.results)?;
    let earlier = read(&args.since)?;
    let usual = [ReportTarget { kind: ReportKind::Markdown, path: None }];
    let targets = if args.report.is_empty() { &usual[..] } else { &args.report };
    if targets.iter().any(|to| !matches!(to.kind, ReportKind::Markdown | ReportKind::Html)) {
        return Err(Failure::usage("a comparison is written as markdown or html"));
    }
    let news = news::since(&reports, &earlier).map_err(Failure::usage)?;
    let comparison = Comparison::of(&reports);
    for (kind, mut out) in output::open(targets)? {
        let mut page = String::new();
        if kind == ReportKind::Html {
            page = crate::report::html::page(&reports, &news, lang);
        } else {
            markdown::write(&comparison, &news, lang, &mut page);
        }
        out.write_all(page.as_bytes())?;
        out.flush()?;
    }
    let worse = news.iter().any(News::is_worse);
    Ok(if worse { Exit::Failures } else { Exit::AsExpected })
}

fn read(files: &[PathBuf]) -> Result<Vec<Report>, Failure> {
    let mut reports = Vec::new();
    for file in files {
        let name = file.display();
        let text = std::fs::read_to_string(file)
            .map_err(|e| Failure::usage(format!("the result {name} cannot be read: {e}")))?;
        reports.extend(json::read(&text).map_err(|e| {
            Failure::usage(format!("{name} is no result: {e}; `payspec run --report json={name}` writes one"))
        })?);
    }
    Ok(reports)
}
