//! What came of a vector, as data. Every report format and language is made from these types.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The outcome of a vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// As expected.
    Passed,
    /// It did what it must not do, or not what it must.
    Failed,
    /// It broke.
    Fault,
    /// It broke once and not again; nobody knows on what.
    Unstable,
    /// Not asked, or not answered, for a reason that is no mistake.
    Skipped,
}

impl Outcome {
    /// Whether it makes a run fail.
    #[must_use]
    pub fn fails(self) -> bool {
        matches!(self, Self::Failed | Self::Fault | Self::Unstable)
    }

    /// Whether the implementation's answer was weighed, or its breaking was.
    #[must_use]
    pub fn judged(self) -> bool {
        self != Self::Skipped
    }
}

/// What an implementation did with an `acceptable` vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Handling {
    /// It did it, with a right output.
    Accepted,
    /// It refused it.
    Refused,
}

/// Why a vector was skipped.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Skip {
    /// The operation is not among the implementation's `ops`.
    NoOperation {
        /// The operation.
        op: String,
    },
    /// The implementation `lacks` a feature that the vector `needs`.
    LacksFeature {
        /// The feature.
        feature: String,
    },
    /// It answered `skip`.
    SaidSo {
        /// In its own words.
        why: String,
    },
}

/// How a process broke the protocol.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Breach {
    /// It died.
    Died {
        /// How, such as `exit status: 1`.
        status: String,
        /// What it had begun to write, empty if nothing.
        half_line: String,
    },
    /// No reply within the time limit.
    TimedOut {
        /// The limit.
        seconds: f64,
    },
    /// It wrote a line that is no reply.
    BadLine {
        /// Why it is none.
        why: String,
        /// The line's beginning.
        line: String,
    },
    /// It wrote a line longer than the protocol allows.
    LineTooLong,
    /// It replied to an id that was never asked.
    UnknownId {
        /// The id.
        id: u64,
    },
    /// It replied twice to one id.
    RepeatedId {
        /// The id.
        id: u64,
    },
    /// It could not be started again.
    NotStarted {
        /// Why.
        why: String,
    },
    /// It had been started again as often as the protocol allows.
    TooManyRestarts {
        /// How often.
        restarts: u32,
    },
}

/// One thing that is wrong with a reply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Problem {
    /// It did what it must refuse.
    Accepted,
    /// It refused what it must do.
    Refused {
        /// In its own words.
        reason: String,
    },
    /// The output lacks a member that the operation requires.
    MissingOutput {
        /// The member; several that may stand for each other are joined by ` or `.
        output: String,
    },
    /// A member of the output is of a wrong type.
    WrongType {
        /// The member.
        output: String,
        /// What it has to be.
        wanted: String,
    },
    /// A value is not the expected one.
    Differs {
        /// Which: an output's member, or the path of a field such as `fields.total_fee`.
        what: String,
        /// The right value.
        expected: String,
        /// The value that came; absent if none did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        got: Option<String>,
    },
    /// A field is there that must not be.
    MustBeAbsent {
        /// The field.
        field: String,
        /// Its value.
        got: String,
    },
    /// A validator did not complain of these fields.
    FindingsMissing {
        /// The fields that it had to name.
        fields: Vec<String>,
        /// The fields that it named.
        named: Vec<String>,
    },
    /// An output cannot be read as what it has to be.
    Unreadable {
        /// The member of the output.
        output: String,
        /// As what: `XML`, `URL`, `form`, `HTML form`.
        wanted: String,
        /// Why not.
        why: String,
    },
    /// The message built holds a field that was not given and may not be added.
    Added {
        /// The field.
        field: String,
        /// Its value.
        value: String,
    },
    /// The message built holds a field more than once, with different values or where none may repeat.
    Repeated {
        /// The field.
        field: String,
    },
    /// The message built is not signed.
    Unsigned,
    /// The message built is signed wrongly.
    BadSignature {
        /// The string that has to be signed, by the fields of the message.
        canonical: String,
        /// The right signature, where there is just one and anybody can compute it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<String>,
        /// The signature that it holds.
        got: String,
    },
    /// `charset` has to be readable from the query string.
    CharsetNotInQuery,
    /// It broke while it answered.
    Fault {
        /// In its own words.
        what: String,
    },
    /// It broke the protocol, and did so again when asked alone.
    Broke {
        /// How.
        how: Breach,
    },
    /// The process broke, and nobody knows on which request.
    Unstable {
        /// How.
        how: Breach,
    },
    /// It fetched the address that stood in the message.
    Fetched {
        /// How often.
        times: usize,
    },
    /// The vector itself asks for something that cannot be judged.
    VectorFault {
        /// What.
        what: String,
    },
}

impl Problem {
    /// The permanent code, as in the JSON report.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused { .. } => "refused",
            Self::MissingOutput { .. } => "missing-output",
            Self::WrongType { .. } => "wrong-type",
            Self::Differs { .. } => "differs",
            Self::MustBeAbsent { .. } => "must-be-absent",
            Self::FindingsMissing { .. } => "findings-missing",
            Self::Unreadable { .. } => "unreadable",
            Self::Added { .. } => "added",
            Self::Repeated { .. } => "repeated",
            Self::Unsigned => "unsigned",
            Self::BadSignature { .. } => "bad-signature",
            Self::CharsetNotInQuery => "charset-not-in-query",
            Self::Fault { .. } => "fault",
            Self::Broke { .. } => "broke",
            Self::Unstable { .. } => "unstable",
            Self::Fetched { .. } => "fetched",
            Self::VectorFault { .. } => "vector-fault",
        }
    }

    /// Whether the implementation broke, rather than answered wrongly.
    #[must_use]
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::MissingOutput { .. } | Self::WrongType { .. } | Self::Fault { .. } | Self::Broke { .. })
    }
}

/// Something worth knowing that changes no outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Note {
    /// It refused for another class of reason than the vector names: the order of checks differs legitimately.
    ClassDiffers {
        /// The vector's.
        expected: String,
        /// The reply's.
        got: String,
    },
    /// The root element of a WeChat message that it built is not named `xml` (WX-XML-1, WX-AMB-9).
    RootName {
        /// Its name.
        got: String,
    },
}

/// What came of one vector.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The outcome.
    pub outcome: Outcome,
    /// For a passed `acceptable` vector: what was done with it.
    pub handling: Option<Handling>,
    /// For a skipped one: why.
    pub skip: Option<Skip>,
    /// What is wrong; empty when it passed or was skipped.
    pub problems: Vec<Problem>,
    /// What else a reader may want to know.
    pub notes: Vec<Note>,
}

impl Judgement {
    /// It is as expected.
    #[must_use]
    pub fn passed(handling: Option<Handling>) -> Self {
        Self { outcome: Outcome::Passed, handling, skip: None, problems: Vec::new(), notes: Vec::new() }
    }

    /// It was not asked, or not answered.
    #[must_use]
    pub fn skipped(skip: Skip) -> Self {
        Self { outcome: Outcome::Skipped, skip: Some(skip), ..Self::passed(None) }
    }

    /// Something is wrong: a fault where the implementation broke, else a failure.
    #[must_use]
    pub fn wrong(problems: Vec<Problem>) -> Self {
        let broke = problems.iter().any(Problem::is_fault);
        let outcome = if broke { Outcome::Fault } else { Outcome::Failed };
        Self { outcome, problems, ..Self::passed(None) }
    }

    /// The process broke and this vector stood first in line.
    #[must_use]
    pub fn unstable(how: Breach) -> Self {
        let problems = vec![Problem::Unstable { how }];
        Self { outcome: Outcome::Unstable, problems, ..Self::passed(None) }
    }
}

/// `value` as a reader wants to see it: a string without quotes, anything else as JSON.
#[must_use]
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
