//! The published exit codes. They are the same whatever is printed and in whatever format.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: everything as expected.
    AsExpected,
    /// 1: failures, faults or unstable vectors; for other commands, findings.
    Failures,
    /// 2: the command line or a file that it names is wrong.
    Usage,
    /// 3: the adapter could not be run.
    NotRun,
    /// 4: nothing was judged.
    NothingJudged,
}

impl Exit {
    /// The number.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::AsExpected => 0,
            Self::Failures => 1,
            Self::Usage => 2,
            Self::NotRun => 3,
            Self::NothingJudged => 4,
        }
    }
}

impl Serialize for Exit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.code())
    }
}

impl<'de> Deserialize<'de> for Exit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = u8::deserialize(deserializer)?;
        let all = [Self::AsExpected, Self::Failures, Self::Usage, Self::NotRun, Self::NothingJudged];
        all.into_iter().find(|exit| exit.code() == code).ok_or_else(|| D::Error::custom("no exit code of payspec's"))
    }
}
