//! What a run had to reach: the part of a report that a CI is asked to hold.

use serde::{Deserialize, Serialize};

use super::severity::Severity;
use super::{Report, VectorReport};
use crate::outcome::Outcome;
use crate::shard::Shard;

/// The conditions beyond "no failures", and how they were met.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Gate {
    /// Failures below it are told and change no exit code; absent: every failure counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fail_on: Option<Severity>,
    /// How many vectors had to be judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_vectors: Option<usize>,
    /// Which part of the selection was run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    /// The known failures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
}

/// The known failures of a file, and what this run made of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    /// The file.
    pub file: String,
    /// The day by which entries were held to their dates, `yyyy-MM-dd`.
    pub as_of: String,
    /// The entries, in the file's order.
    pub entries: Vec<BaselineEntry>,
}

/// One entry of the known failures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaselineEntry {
    /// A glob over ids.
    pub vectors: String,
    /// The implementation's name to which it is confined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub implementation: Option<String>,
    /// Why it fails.
    pub reason: String,
    /// Who takes care.
    pub owner: String,
    /// Where it is tracked.
    pub link: String,
    /// The last day on which it holds, `yyyy-MM-dd`.
    pub until: String,
    /// Its line in the file, from 1.
    pub line: usize,
    /// How many failures of this run it covers.
    pub covers: usize,
    /// Why it fails the run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaches: Vec<EntryBreach>,
}

/// Why an entry of the known failures fails the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum EntryBreach {
    /// These vectors pass: the entry, or its glob, promises more failures than there are.
    Passes {
        /// Their ids.
        ids: Vec<String>,
    },
    /// No vector has an id like this.
    Unknown,
    /// Its date is over; what it covered counts again.
    Expired,
}

impl Report {
    /// Whether this vector alone makes the exit code 1.
    #[must_use]
    pub fn gates(&self, vector: &VectorReport) -> bool {
        // A fault has no severity of its own: nobody knows what it hides.
        let bad_enough =
            vector.outcome != Outcome::Failed || self.gate.fail_on.is_none_or(|least| vector.severity >= least);
        vector.outcome.fails() && vector.known.is_none() && bad_enough
    }

    /// The entries of the known failures that make the exit code 1, each with its reasons.
    pub fn broken_entries(&self) -> impl Iterator<Item = &BaselineEntry> {
        let entries = self.gate.baseline.iter().flat_map(|baseline| &baseline.entries);
        entries.filter(|entry| !entry.breaches.is_empty())
    }

    /// The entry that covers this failure.
    #[must_use]
    pub fn entry_of(&self, vector: &VectorReport) -> Option<&BaselineEntry> {
        let known = vector.known.as_deref()?;
        self.gate.baseline.as_ref()?.entries.iter().find(|entry| entry.vectors == known)
    }
}
