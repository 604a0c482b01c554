//! Holds a finished run to what its CI asks of it: known failures, a severity, a number of vectors.
//!
//! Pure: the report and the conditions go in, the report with its outcome comes out.

use std::collections::BTreeSet;

use crate::day::Day;
use crate::exit::Exit;
use crate::expect::{Entry, Expectations};
use crate::outcome::Outcome;
use crate::report::Report;
use crate::report::gate::{Baseline, BaselineEntry, EntryBreach, Gate};
use crate::report::severity::Severity;
use crate::shard::Shard;

/// What a run is held to.
#[derive(Debug)]
pub struct Conditions<'a> {
    /// The known failures.
    pub expectations: Option<&'a Expectations>,
    /// The day by which they are held to their dates.
    pub as_of: Day,
    /// Failures below it count for nothing.
    pub fail_on: Option<Severity>,
    /// How many vectors have to be judged.
    pub min_vectors: Option<usize>,
    /// The part of the selection that was run.
    pub shard: Option<Shard>,
    /// Every id that a filter and a shard could have left over.
    pub ids: &'a BTreeSet<String>,
}

impl Conditions<'_> {
    /// Writes into the report what the conditions make of it, its exit code included.
    pub fn apply(&self, report: &mut Report) {
        let baseline = self.expectations.map(|expectations| Baseline {
            file: expectations.file.clone(),
            as_of: self.as_of.to_string(),
            entries: expectations.entries.iter().filter_map(|entry| self.weigh(entry, report)).collect(),
        });
        report.gate = Gate { fail_on: self.fail_on, min_vectors: self.min_vectors, shard: self.shard, baseline };
        report.summary.known = report.wrong().filter(|vector| vector.known.is_some()).count();
        for suite in &mut report.suites {
            let known = report.vectors.iter().filter(|vector| vector.known.is_some() && vector.suite == suite.name);
            suite.counts.known = known.count();
        }
        report.exit_code = self.exit(report);
    }

    /// What an entry is worth in this run; none if it speaks of another implementation.
    fn weigh(&self, entry: &Entry, report: &mut Report) -> Option<BaselineEntry> {
        let name = report.implementation.hello.as_ref().map(|hello| hello.name.as_str());
        if entry.implementation.as_deref().is_some_and(|confined| Some(confined) != name) {
            return None;
        }
        let expired = entry.until < self.as_of;
        let (mut covers, mut passes) = (0, Vec::new());
        for vector in report.vectors.iter_mut().filter(|vector| entry.matches(&vector.id)) {
            if vector.outcome == Outcome::Passed {
                passes.push(vector.id.clone());
            } else if vector.outcome.fails() && !expired && vector.known.is_none() {
                vector.known = Some(entry.vectors.clone());
                covers += 1;
            }
        }
        let mut breaches = Vec::new();
        if !self.ids.iter().any(|id| entry.matches(id)) {
            breaches.push(EntryBreach::Unknown);
        }
        if expired {
            breaches.push(EntryBreach::Expired);
        }
        if !passes.is_empty() {
            breaches.push(EntryBreach::Passes { ids: passes });
        }
        Some(BaselineEntry {
            vectors: entry.vectors.clone(),
            implementation: entry.implementation.clone(),
            reason: entry.reason.clone(),
            owner: entry.owner.clone(),
            link: entry.link.clone(),
            until: entry.until.to_string(),
            line: entry.line,
            covers,
            breaches,
        })
    }

    fn exit(&self, report: &Report) -> Exit {
        let judged = report.summary.judged();
        if report.exit_code == Exit::NotRun {
            Exit::NotRun
        } else if judged == 0 || self.min_vectors.is_some_and(|least| judged < least) {
            Exit::NothingJudged
        } else if report.vectors.iter().any(|vector| report.gates(vector)) || report.broken_entries().next().is_some() {
            Exit::Failures
        } else {
            Exit::AsExpected
        }
    }
}

/// The exit code of a command over several implementations: the gravest.
#[must_use]
pub fn gravest(reports: &[Report]) -> Exit {
    let order = [Exit::NotRun, Exit::NothingJudged, Exit::Failures];
    let has = |exit: &Exit| reports.iter().any(|report| report.exit_code == *exit);
    order.into_iter().find(has).unwrap_or(Exit::AsExpected)
}
