//! How bad a failure is, by the worst bug class that its vector names.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A severity, in ascending order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A genuine message is not understood, or ours is not: money stays where it is.
    Interop,
    /// A mistake that needs more than itself to do harm.
    Low,
    /// Harm under conditions that an attacker does not choose.
    Medium,
    /// Harm that an attacker reaches with some effort.
    High,
    /// A thief is served.
    Critical,
}

impl Severity {
    /// All of them, the worst first.
    pub const ALL: [Self; 5] = [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Interop];

    /// The word of the register and of the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Interop => "interop",
        }
    }

    /// The worst severity of these bug classes. A vector without one shows plain behaviour: [`Severity::Interop`].
    #[must_use]
    pub fn of_flags(flags: &[String]) -> Self {
        let known = flags.iter().filter_map(|flag| payspec_vectors::flags().get(flag)?.severity.parse().ok());
        known.max().unwrap_or(Self::Interop)
    }

    /// The score that code hosts sort by, from 0 to 10, as CVSS has its bands.
    #[must_use]
    pub fn score(self) -> &'static str {
        match self {
            Self::Critical => "9.5",
            Self::High => "8.0",
            Self::Medium => "5.5",
            Self::Low => "3.0",
            Self::Interop => "1.0",
        }
    }
}

impl FromStr for Severity {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == text).ok_or_else(|| {
            let names = Self::ALL.map(Self::as_str).join(", ");
            format!("there is no severity `{text}`; there are, the worst first: {names}")
        })
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_flag_decides() {
        let named = |severity: &str| {
            let mut flags = payspec_vectors::flags().iter();
            flags.find(|(_, flag)| flag.severity == severity).map(|(name, _)| name.clone()).unwrap()
        };
        let worst = |names: &[&str]| Severity::of_flags(&names.iter().map(|name| named(name)).collect::<Vec<_>>());
        assert_eq!(worst(&["interop", "critical", "medium"]), Severity::Critical);
        assert_eq!(worst(&["interop", "medium"]), Severity::Medium);
        assert_eq!(worst(&[]), Severity::Interop);
        assert_eq!(Severity::of_flags(&["no-such-flag".into()]), Severity::Interop);
    }

    #[test]
    fn every_severity_of_the_register_is_one() {
        for (name, flag) in payspec_vectors::flags() {
            assert_eq!(flag.severity.parse::<Severity>().map(Severity::as_str), Ok(flag.severity.as_str()), "{name}");
        }
        assert!("bad".parse::<Severity>().unwrap_err().contains("critical, high, medium, low, interop"));
    }
}
