//! The report of a run, as data, and the formats that are made from it.
//!
//! Reporters are pure maps: everything that they say stands in the [`Report`] or in the vectors' registers, and the
//! exit code does not depend on the format. `report.schema.json` describes the JSON form.

pub mod collect;
pub mod diff;
pub mod json;
pub mod terminal;
pub mod text;

use std::io;

use serde::Serialize;
use serde_json::Value;

use crate::adapter::{Hello, Reply};
use crate::event::Incident;
use crate::exit::Exit;
use crate::outcome::{Breach, Handling, Note, Outcome, Problem, Skip};

/// The version of the report's JSON form.
pub const FORMAT: u32 = 1;

/// Writes a report in one format.
pub trait Reporter {
    /// Writes it whole.
    ///
    /// # Errors
    /// Those of `out`.
    fn write(&self, report: &Report, out: &mut dyn io::Write) -> io::Result<()>;
}

/// Everything about a finished run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// [`FORMAT`].
    pub payspec_report: u32,
    /// payspec's version.
    pub version: String,
    /// What was run.
    pub suite: SuiteInfo,
    /// How.
    pub run: RunInfo,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SuiteInfo {
    /// SHA-256 over all vectors that were selected from, lower-case hex.
    pub hash: String,
    /// The files that took the embedded suites' place; empty for those.
    pub files: Vec<String>,
    /// The globs that chose; empty for all.
    pub filter: Vec<String>,
}

/// How a run was done.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImplementationInfo {
    /// The adapter's command; absent for the built-in implementation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// What it said of itself; absent when it was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hello: Option<Hello>,
    /// How often a process broke the protocol, and how.
    pub incidents: Vec<Incident>,
    /// Why it was not started again, if it was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_up: Option<Breach>,
    /// The end of what the processes wrote on standard error.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stderr: String,
}

/// How many vectors had which outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    pub result: &'static str,
    /// The outcome.
    pub outcome: Outcome,
    /// What was done with an `acceptable` one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handling: Option<Handling>,
    /// Why it was skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip: Option<Skip>,
    /// The clauses that decide.
    pub clauses: Vec<String>,
    /// The bug classes.
    pub flags: Vec<String>,
    /// What is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
    /// What else is worth knowing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// What was said, where something is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchange: Option<Exchange>,
}

/// What was said about a vector, and how to say it again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Exchange {
    /// The request's `in`. Keys of vectors that are not payspec's own are hidden.
    pub sent: Value,
    /// The reply; absent when none came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub came: Option<Reply>,
    /// The outputs that the vector allows: one, or several of which one must match.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<Value>,
    /// The string to be signed, where the vector or the message tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical: Option<Canonical>,
    /// The command that repeats this vector alone.
    pub repeat: String,
}

/// The string to be signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Canonical {
    /// The right one.
    pub expected: String,
    /// The one that the implementation says it signed; absent when it did not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub got: Option<String>,
}

impl Report {
    /// The vectors that make the run fail.
    pub fn wrong(&self) -> impl Iterator<Item = &VectorReport> {
        self.vectors.iter().filter(|vector| vector.outcome.fails())
    }
}
