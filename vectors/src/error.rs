//! Why a suite could not be loaded.

use std::fmt;

/// Why a suite could not be loaded. Each text names the file and the place, and what to change.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoadError {
    /// No embedded suite has this name.
    NoSuchSuite {
        /// The name that was asked for.
        name: String,
    },
    /// The text is no JSON, or not of the suite format: a member is missing, unknown or of a wrong type.
    Json {
        /// The file, as the caller named it.
        file: String,
        /// Where and what, in the words of the JSON reader.
        what: String,
    },
    /// `payspec` is not 1.
    Version {
        /// The file, as the caller named it.
        file: String,
        /// The version that it states.
        found: u64,
    },
    /// A test that is JSON but says something impossible.
    Test {
        /// The file, as the caller named it.
        file: String,
        /// The test's id.
        id: String,
        /// What is wrong.
        what: String,
    },
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchSuite { name } => {
                write!(f, "there is no suite `{name}`; `payspec vectors list` names them all")
            }
            Self::Json { file, what } => {
                write!(f, "{file}: {what}; FORMAT.md describes a suite file")
            }
            Self::Version { file, found } => {
                write!(f, "{file}: format version {found}, but this loader reads version 1 (`\"payspec\": 1`)")
            }
            Self::Test { file, id, what } => write!(f, "{file}: test `{id}`: {what}"),
        }
    }
}

impl std::error::Error for LoadError {}
