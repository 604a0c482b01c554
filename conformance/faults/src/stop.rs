//! Why an operation gave no output.

use payspec_core::finding::{Code, Refusal};

/// A field that a validator complains of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The field, or the path of a member of JSON text.
    pub field: String,
    /// The broken rule, one of the adapter protocol's words.
    pub rule: &'static str,
}

/// Why there is no output.
#[derive(Debug)]
pub enum Stop {
    /// The input was refused, in core's words.
    Refused(Refusal),
    /// A validator's complaints.
    Complaints(Vec<Complaint>),
    /// It broke.
    Broke(String),
    /// The implementation has no such operation.
    Unknown(String),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Stop::Refused(refusal)
    }
}

/// Refuses with that code.
pub fn refuse<T>(code: Code) -> Result<T, Refusal> {
    Err(Refusal::new(code))
}

/// What a step of a pipeline yields.
pub type Step<T> = Result<T, Refusal>;
