//! What an implementation does otherwise than the documents say, sorted by what a merchant loses.

use payspec_vectors::{Vector, flags};
use serde::Serialize;

use super::case::Case;
use crate::lang::Lang;
use crate::outcome::{Breach, Judgement, Problem};

/// The kinds, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// What has to be refused was done.
    ForgedAccepted,
    /// The address in a message was fetched.
    Fetched,
    /// A genuine message was read, or an own one made, with another value.
    WrongValue,
    /// A genuine message was refused.
    GenuineRefused,
    /// It broke.
    Crash,
    /// It did not answer.
    Hang,
    /// Two implementations differ (`--against`).
    Differs,
}

impl Kind {
    /// Its name, in kebab-case.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Kind::ForgedAccepted => "forged-accepted",
            Kind::Fetched => "fetched",
            Kind::WrongValue => "wrong-value",
            Kind::GenuineRefused => "genuine-refused",
            Kind::Crash => "crash",
            Kind::Hang => "hang",
            Kind::Differs => "differs",
        }
    }

    /// For people.
    #[must_use]
    pub fn text(self, lang: Lang) -> &'static str {
        let (en, zh) = match self {
            Kind::ForgedAccepted => ("accepted what has to be refused", "接受了必须拒绝的报文"),
            Kind::Fetched => ("fetched an address from the message", "访问了报文中的地址"),
            Kind::WrongValue => ("read or made another value", "读出或生成了不同的值"),
            Kind::GenuineRefused => ("refused what is genuine", "拒绝了真实的报文"),
            Kind::Crash => ("broke", "出错"),
            Kind::Hang => ("did not answer", "没有应答"),
            Kind::Differs => ("the two implementations differ", "两个实现的结果不同"),
        };
        lang.pick(en, zh)
    }

    /// What a judgement shows; none if it is as the documents ask.
    pub(super) fn of(judgement: &Judgement) -> Option<Self> {
        let of_problem = |problem: &Problem| match problem {
            Problem::Accepted => Kind::ForgedAccepted,
            Problem::Refused { .. } => Kind::GenuineRefused,
            Problem::Broke { how: Breach::TimedOut { .. } } => Kind::Hang,
            Problem::Fetched { .. } => Kind::Fetched,
            problem if problem.is_fault() => Kind::Crash,
            _ => Kind::WrongValue,
        };
        judgement.problems.iter().map(of_problem).min()
    }
}

/// One divergence, made as small as it gets.
#[derive(Clone, Debug)]
pub(super) struct Divergence {
    /// The case.
    pub(super) case: Case,
    /// What kind.
    pub(super) kind: Kind,
    /// How many cases showed the same.
    pub(super) times: usize,
}

impl Divergence {
    /// What tells it from others.
    pub(super) fn key(&self) -> Key {
        Key::of(&self.case.vector, self.kind)
    }

    /// The worst that its flags stand for; without one, what its kind stands for.
    pub(super) fn severity(&self) -> &'static str {
        severity(&self.case.vector, self.kind)
    }
}

/// What tells a divergence from others: the operation, the kind, and the bug classes that are left of the case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) op: String,
    pub(super) kind: Kind,
    /// Sorted.
    pub(super) flags: Vec<String>,
}

impl Key {
    /// That of a case that shows a divergence of this kind.
    pub(super) fn of(vector: &Vector, kind: Kind) -> Self {
        let mut flags = vector.flags.clone();
        flags.sort();
        Key { op: vector.op.clone(), kind, flags }
    }

    /// Whether the other one is shown just as well by this one, which has no bug class beside its own.
    pub(super) fn covers(&self, other: &Key) -> bool {
        self.op == other.op && self.kind == other.kind && self.flags.iter().all(|flag| other.flags.contains(flag))
    }

    /// Whether it depends on what the documents ask: breaking and fetching are wrong whatever they ask.
    pub(super) fn needs_a_verdict(&self) -> bool {
        !matches!(self.kind, Kind::Crash | Kind::Hang | Kind::Fetched)
    }
}

const SEVERITIES: [&str; 5] = ["critical", "high", "medium", "low", "interop"];

fn severity(vector: &Vector, kind: Kind) -> &'static str {
    match kind {
        // A refused genuine message is a lost order, whatever the mutation is called elsewhere.
        Kind::GenuineRefused => "interop",
        Kind::Crash | Kind::Hang => "medium",
        Kind::Fetched => "critical",
        Kind::ForgedAccepted | Kind::WrongValue | Kind::Differs => {
            let of = |flag: &String| {
                SEVERITIES.iter().position(|own| flags().get(flag).is_some_and(|entry| entry.severity == *own))
            };
            let default = if kind == Kind::ForgedAccepted { 0 } else { 1 };
            SEVERITIES[vector.flags.iter().filter_map(of).min().unwrap_or(default)]
        }
    }
}

/// Where it stands in a list that begins with the worst.
pub(super) fn rank(severity: &str) -> usize {
    SEVERITIES.iter().position(|own| *own == severity).unwrap_or(SEVERITIES.len())
}
