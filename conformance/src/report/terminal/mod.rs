//! The report for a person at a terminal: a table, the failures, and one line that sums up.

mod baseline;
mod failure;
pub(crate) mod table;

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::text::{self, Word, printable};
use super::{Report, Reporter};
use crate::exit::Exit;
use crate::lang::Lang;
use crate::outcome::Skip;

const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const WARN: Style = AnsiColor::Yellow.on_default();
const DIM: Style = Style::new().dimmed();
const STRONG: Style = Style::new().bold();

/// How many broken processes are told of; the JSON report has them all.
const INCIDENTS_SHOWN: usize = 5;

/// How many lines of standard error are shown.
const STDERR_LINES: usize = 10;

/// Writes text with ANSI colours, which an [`anstream`] stream takes out where nobody can see them.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// The language.
    pub lang: Lang,
    /// The width of the terminal in columns; none writes lines of any length.
    pub width: Option<usize>,
}

impl Reporter for Terminal {
    fn write(&self, reports: &[Report], out: &mut dyn Write) -> io::Result<()> {
        for (number, report) in reports.iter().enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            self.one(report, out)?;
        }
        Ok(())
    }
}

impl Terminal {
    fn one(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        if !report.vectors.is_empty() {
            writeln!(out, "{}", table::of(report, self.lang, self.width))?;
        }
        self.skips(report, out)?;
        let fresh = || report.wrong().filter(|vector| vector.known.is_none());
        if fresh().next().is_some() {
            writeln!(out, "\n{STRONG}{}{STRONG:#}", Word::Failures.text(self.lang))?;
        }
        for vector in fresh() {
            writeln!(out)?;
            failure::write(vector, *self, out)?;
        }
        baseline::write(report, *self, out)?;
        self.incidents(report, out)?;
        writeln!(out, "\n{}", self.sum(report))
    }

    fn skips(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let mut reasons: BTreeMap<&Skip, usize> = BTreeMap::new();
        for skip in report.vectors.iter().filter_map(|vector| vector.skip.as_ref()) {
            *reasons.entry(skip).or_default() += 1;
        }
        if reasons.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n{}", Word::SkippedBecause.text(self.lang))?;
        for (skip, count) in reasons {
            writeln!(out, "{DIM}{count:>6}  {}{DIM:#}", printable(&text::skip(skip, self.lang)))?;
        }
        Ok(())
    }

    fn incidents(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let incidents = &report.implementation.incidents;
        if incidents.is_empty() {
            return Ok(());
        }
        let head = Word::Incidents.text(self.lang);
        writeln!(out, "\n{STRONG}{head}{STRONG:#} × {}", incidents.len())?;
        for incident in incidents.iter().take(INCIDENTS_SHOWN) {
            writeln!(out, "  {WARN}{}{WARN:#}", printable(&text::breach(&incident.how, self.lang)))?;
        }
        if let Some(more) = incidents.len().checked_sub(INCIDENTS_SHOWN).filter(|more| *more > 0) {
            writeln!(out, "  {DIM}… +{more}{DIM:#}")?;
        }
        if let Some(how) = &report.implementation.given_up {
            writeln!(out, "  {BAD}{}{BAD:#}", printable(&text::breach(how, self.lang)))?;
        }
        let stderr = incidents.iter().rev().map(|i| i.stderr.trim_end()).find(|text| !text.is_empty());
        let Some(stderr) = stderr else { return Ok(()) };
        writeln!(out, "\n{STRONG}{}{STRONG:#}", Word::Stderr.text(self.lang))?;
        let lines: Vec<&str> = stderr.lines().collect();
        for line in &lines[lines.len().saturating_sub(STDERR_LINES)..] {
            writeln!(out, "  {DIM}{}{DIM:#}", printable(line))?;
        }
        Ok(())
    }

    /// The last line: what came of it all, and how to have it again.
    fn sum(&self, report: &Report) -> String {
        let counts = &report.summary;
        let style = if report.exit_code == Exit::AsExpected { GOOD } else { BAD };
        let verdict = text::verdict(report, self.lang);
        let who = match &report.implementation.hello {
            Some(hello) => printable(format!("{} {}", hello.name, hello.version).trim_end()),
            None => Word::BuiltIn.text(self.lang).to_owned(),
        };
        let mut parts =
            vec![self.lang.pick(format!("{} judged", counts.judged()), format!("已评判 {}", counts.judged()))];
        let outcomes = [
            (crate::outcome::Outcome::Passed, counts.passed),
            (crate::outcome::Outcome::Failed, counts.failed),
            (crate::outcome::Outcome::Fault, counts.faults),
            (crate::outcome::Outcome::Unstable, counts.unstable),
            (crate::outcome::Outcome::Skipped, counts.skipped),
        ];
        for (outcome, count) in outcomes.into_iter().filter(|(_, count)| *count > 0) {
            let word = text::outcome(outcome, self.lang);
            parts.push(self.lang.pick(format!("{count} {word}"), format!("{word} {count}")));
        }
        if counts.known > 0 {
            let known = counts.known;
            parts.push(self.lang.pick(format!("{known} known failures"), format!("已知失败 {known}")));
        }
        if counts.notes > 0 {
            let notes = counts.notes;
            parts.push(self.lang.pick(format!("{notes} notes"), format!("附注 {notes}")));
        }
        let shard = report.gate.shard.map_or_else(String::new, |shard| format!("· shard {shard} "));
        let seconds = report.run.elapsed_ms as f64 / 1000.0;
        format!(
            "{style}{verdict}{style:#} · {who} · {} {DIM}{shard}· seed {} · {seconds:.2} s · {}{DIM:#}",
            parts.join(", "),
            report.run.seed,
            report.suite.hash.get(..12).unwrap_or_default(),
        )
    }
}
