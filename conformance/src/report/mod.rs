//! The report of a run, as data, and the formats that are made from it.
//!
//! Reporters are pure maps: everything that they say stands in the [`Report`] or in the vectors' registers, and the
//! exit code does not depend on the format. `report.schema.json` describes the JSON form.

pub mod collect;
pub mod diff;
pub mod gate;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod place;
pub mod said;
pub mod sarif;
pub mod severity;
pub mod terminal;
pub mod text;

use std::io;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::adapter::{Hello, Reply};
use crate::event::Incident;
use crate::exit::Exit;
use crate::outcome::{Breach, Handling, Note, Outcome, Problem, Skip};
use gate::Gate;
use severity::Severity;

/// The version of the report's JSON form.
pub const FORMAT: u32 = 1;

/// Writes the reports of one command in one format: one for each implementation.
pub trait Reporter {
    /// Writes them whole.
    ///
    /// # Errors
    /// Those of `out`.
    fn write(&self, reports: &[Report], out: &mut dyn io::Write) -> io::Result<()>;
}

/// Everything about a finished run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`FORMAT`].
    pub payspec_report: u32,
    /// payspec's version.
    pub version: String,
    /// What was run.
    pub suite: SuiteInfo,
    /// How.
    pub run: RunInfo,
    /// What it had to reach.
    #[serde(default)]
    pub gate: Gate,
    /// Against what.
    pub implementation: ImplementationInfo,
    /// The counts over all vectors.
    pub summary: Counts,
    /// The counts of each suite, in the suites' order.
    pub suites: Vec<SuiteCounts>,
    /// What came of each vector, in the suites' order.
    pub vectors: Vec<VectorReport>,
    /// The published exit code, whatever the format.
    pub exit_code: Exit,
}

/// What a run was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuiteInfo {
    /// SHA-256 over all vectors that were selected from, lower-case hex.
    pub hash: String,
    /// The files that took the embedded suites' place; empty for those.
    pub files: Vec<String>,
    /// The globs that chose; empty for all.
    pub filter: Vec<String>,
}

/// How a run was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunInfo {
    /// What decided the order.
    pub seed: u64,
    /// Processes or threads.
    pub jobs: usize,
    /// Requests under way at once for each process.
    pub window: usize,
    /// The time limit of a request.
    pub timeout_seconds: f64,
    /// How long the run took.
    pub elapsed_ms: u64,
}

/// What a run was against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImplementationInfo {
    /// The adapter's command; absent for the built-in implementation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// What it said of itself; absent when it was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hello: Option<Hello>,
    /// How often a process broke the protocol, and how.
    pub incidents: Vec<Incident>,
    /// Why it was not started again, if it was given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_up: Option<Breach>,
    /// The end of what the processes wrote on standard error.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub stderr: String,
}

/// How many vectors had which outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// All of them.
    pub vectors: usize,
    /// As expected.
    pub passed: usize,
    /// Not as expected.
    pub failed: usize,
    /// It broke.
    pub faults: usize,
    /// It broke, nobody knows on what.
    pub unstable: usize,
    /// Not asked, or not answered.
    pub skipped: usize,
    /// `acceptable` ones that were done.
    pub accepted: usize,
    /// `acceptable` ones that were refused.
    pub refused: usize,
    /// Those of the wrong ones that an entry of the known failures covers.
    #[serde(default)]
    pub known: usize,
    /// Notes.
    pub notes: usize,
}

impl Counts {
    /// How many were judged: all but the skipped.
    #[must_use]
    pub fn judged(&self) -> usize {
        self.vectors - self.skipped
    }

    /// How many make the run fail.
    #[must_use]
    pub fn wrong(&self) -> usize {
        self.failed + self.faults + self.unstable
    }

    fn count(&mut self, vector: &VectorReport) {
        self.vectors += 1;
        self.notes += vector.notes.len();
        *match vector.outcome {
            Outcome::Passed => &mut self.passed,
            Outcome::Failed => &mut self.failed,
            Outcome::Fault => &mut self.faults,
            Outcome::Unstable => &mut self.unstable,
            Outcome::Skipped => &mut self.skipped,
        } += 1;
        match vector.handling {
            Some(Handling::Accepted) => self.accepted += 1,
            Some(Handling::Refused) => self.refused += 1,
            None => {}
        }
    }
}

/// The counts of one suite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuiteCounts {
    /// Its name.
    pub name: String,
    /// Its operation.
    pub op: String,
    /// The counts.
    #[serde(flatten)]
    pub counts: Counts,
}

/// What came of one vector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VectorReport {
    /// The vector's id.
    pub id: String,
    /// Its suite.
    pub suite: String,
    /// Its operation.
    pub op: String,
    /// What a wrong implementation would do.
    pub about: String,
    /// `valid`, `invalid` or `acceptable`.
    pub result: String,
    /// The outcome.
    pub outcome: Outcome,
    /// What was done with an `acceptable` one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handling: Option<Handling>,
    /// Why it was skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip: Option<Skip>,
    /// The clauses that decide.
    pub clauses: Vec<String>,
    /// The bug classes.
    pub flags: Vec<String>,
    /// The worst of them.
    pub severity: Severity,
    /// The entry of the known failures that covers it, by its glob.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<String>,
    /// Where it stands, if something is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What is wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
    /// What else is worth knowing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// What was said, where something is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Exchange>,
}

impl VectorReport {
    /// The bug classes that the register knows, the worst first.
    #[must_use]
    pub fn known_flags(&self) -> Vec<(&String, &'static payspec_vectors::Flag)> {
        let mut known: Vec<_> =
            self.flags.iter().filter_map(|name| Some((name, payspec_vectors::flags().get(name)?))).collect();
        known.sort_by_key(|(_, flag)| std::cmp::Reverse(flag.severity.parse::<Severity>().ok()));
        known
    }

    /// The worst bug class.
    #[must_use]
    pub fn worst_flag(&self) -> Option<&String> {
        self.known_flags().first().map(|(name, _)| *name)
    }
}

/// A line of a vector file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file; of the embedded suites, its path in payspec's repository.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// What was said about a vector, and how to say it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// The request's `in`. Keys of vectors that are not payspec's own are hidden.
    pub sent: Value,
    /// The reply; absent when none came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came: Option<Reply>,
    /// The outputs that the vector allows: one, or several of which one must match.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<Value>,
    /// The string to be signed, where the vector or the message tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<Canonical>,
    /// The command that repeats this vector alone.
    pub repeat: String,
}

/// The string to be signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Canonical {
    /// The right one.
    pub expected: String,
    /// The one that the implementation says it signed; absent when it did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub got: Option<String>,
}

impl Report {
    /// The implementation's name and version, or the command where it never said, or none: the built-in one.
    #[must_use]
    pub fn who(&self) -> Option<String> {
        let said = |hello: &Hello| format!("{} {}", hello.name, hello.version).trim_end().to_owned();
        let hello = self.implementation.hello.as_ref().map(said);
        hello.or_else(|| self.implementation.command.clone())
    }

    /// The vectors that make the run fail.
    pub fn wrong(&self) -> impl Iterator<Item = &VectorReport> {
        self.vectors.iter().filter(|vector| vector.outcome.fails())
    }
}
