//! One page that needs nothing else: failures first, the worst first, with a filter that is kept in the URL.
//!
//! What vectors and implementations say is hostile by trade. maud escapes all of it, and a content security policy
//! lets no script run but the page's own, by its hash, and nothing be loaded.

mod finding;
mod words;

use std::collections::BTreeSet;
use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::severity::Severity;
use super::text::{self, Word};
use super::{Counts, Report, Reporter, VectorReport};
use crate::compare::news::News;
use crate::compare::{Comparison, names, side_by_side};
use crate::exit::Exit;
use crate::lang::Lang;
use crate::outcome::Outcome;
pub(crate) use words::{both, each, word};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Writes the page.
#[derive(Clone, Copy, Debug)]
pub struct Html {
    /// The language that is shown first; the page holds both.
    pub lang: Lang,
}

impl Reporter for Html {
    fn write(&self, reports: &[Report], out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(page(reports, &[], self.lang).as_bytes())
    }
}

/// A failing vector of one of the reports.
struct Found<'a> {
    report: &'a Report,
    name: &'a str,
    vector: &'a VectorReport,
}

/// The page of these reports, and what is new in them.
#[must_use]
pub fn page(reports: &[Report], news: &[News], lang: Lang) -> String {
    let names = names(reports);
    let found: Vec<Found<'_>> = reports
        .iter()
        .zip(&names)
        .flat_map(|(report, name)| report.wrong().map(move |vector| Found { report, name, vector }))
        .collect();
    let markup = html! {
        (DOCTYPE)
        html lang=(lang) data-lang=(lang) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "payspec · " (names.join(" · ")) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "payspec · " (names.join(" · ")) }
                    button #language type="button" hidden { (both("中文", "English")) }
                }
                @for (report, name) in reports.iter().zip(&names) { (summary(report, name)) }
                (side_by_side(&Comparison::of(reports), news))
                (filter(&found, &names))
                @for severity in Severity::ALL {
                    @let own: Vec<_> = found.iter().filter(|found| found.vector.severity == severity).collect();
                    @if !own.is_empty() {
                        section.severity {
                            h2 { span class=(severity) { (each(|lang| text::severity(severity.as_str(), lang).to_owned())) } " · " (own.len()) }
                            @for found in own { (finding::article(found)) }
                        }
                    }
                }
                @for (report, name) in reports.iter().zip(&names) { (suites(report, name)) }
                footer {
                    @for (report, name) in reports.iter().zip(&names) {
                        p {
                            (name) " · payspec " (report.version) " · suite " code { (report.suite.hash) }
                            @if let Some(shard) = report.gate.shard { " · shard " (shard) }
                            " · seed " (report.run.seed) " · exit " (report.exit_code.code())
                        }
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    markup.into_string()
}

fn policy() -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(SCRIPT),
        hash(STYLE)
    )
}

fn summary(report: &Report, name: &str) -> Markup {
    let class = if report.exit_code == Exit::AsExpected { "ok" } else { "bad" };
    let counts = &report.summary;
    let outcomes = [
        (Outcome::Passed, counts.passed),
        (Outcome::Failed, counts.failed),
        (Outcome::Fault, counts.faults),
        (Outcome::Unstable, counts.unstable),
        (Outcome::Skipped, counts.skipped),
    ];
    html! {
        p {
            strong { (name) } ": "
            span class=(class) { (each(|lang| text::verdict(report, lang).to_owned())) }
            @for (outcome, count) in outcomes.into_iter().filter(|(_, count)| *count > 0) {
                " · " (count) " " (each(|lang| text::outcome(outcome, lang).to_owned()))
            }
            @if counts.known > 0 { " · " (counts.known) " " (word(Word::KnownFailures)) }
        }
        @for entry in report.broken_entries() {
            p.bad {
                (word(Word::KnownFailures)) ": " code { (entry.vectors) }
                @for breach in &entry.breaches { " · " (each(|lang| text::entry_breach(breach, lang))) }
            }
        }
    }
}

fn filter(found: &[Found<'_>], names: &[String]) -> Markup {
    let set = |of: fn(&VectorReport) -> Vec<String>| -> Vec<String> {
        found.iter().flat_map(|found| of(found.vector)).collect::<BTreeSet<_>>().into_iter().collect()
    };
    let severities = Severity::ALL.map(|severity| severity.to_string());
    let choices = [
        ("suite", both("suite", "测试集"), set(|vector| vec![vector.suite.clone()])),
        ("flag", both("mistake", "错误类型"), set(|vector| vector.flags.clone())),
        ("impl", both("implementation", "实现"), names.to_vec()),
        ("severity", both("severity", "严重程度"), severities.to_vec()),
        ("outcome", both("outcome", "结果"), set(|vector| vec![outcome(vector).to_owned()])),
    ];
    html! {
        form hidden {
            @for (name, label, values) in choices {
                label {
                    (label)
                    select name=(name) {
                        option value="" { "*" }
                        @for value in values { option value=(value) data-zh=[in_chinese(name, &value)] { (value) } }
                    }
                }
            }
            button #all type="button" { (both("show all", "显示全部")) }
            output #shown { (found.len()) " / " (found.len()) }
        }
    }
}

/// The Chinese word for a value of the filter, where it is a word; names stay as they are.
fn in_chinese(filter: &str, value: &str) -> Option<String> {
    let outcomes = [Outcome::Failed, Outcome::Fault, Outcome::Unstable];
    match filter {
        "severity" => Some(text::severity(value, Lang::Zh).to_owned()),
        "outcome" => {
            let known = outcomes.into_iter().find(|outcome| text::outcome(*outcome, Lang::En) == value)?;
            Some(text::outcome(known, Lang::Zh).to_owned())
        }
        _ => None,
    }
}

fn outcome(vector: &VectorReport) -> &'static str {
    text::outcome(vector.outcome, Lang::En)
}

fn suites(report: &Report, name: &str) -> Markup {
    let row = |label: Markup, c: &Counts| {
        html! {
            tr {
                td { (label) }
                @for n in [c.vectors, c.passed, c.failed, c.faults, c.unstable, c.skipped] { td.n { (n) } }
            }
        }
    };
    let outcomes = [Outcome::Passed, Outcome::Failed, Outcome::Fault, Outcome::Unstable, Outcome::Skipped];
    html! {
        h2 { (name) }
        div.scroll {
            table {
                tr {
                    th { (word(Word::Suite)) }
                    th.n { (word(Word::Vectors)) }
                    @for outcome in outcomes { th.n { (each(|lang| text::outcome(outcome, lang).to_owned())) } }
                }
                @for suite in &report.suites { (row(html! { (suite.name) }, &suite.counts)) }
                (row(word(Word::Total), &report.summary))
            }
        }
    }
}
