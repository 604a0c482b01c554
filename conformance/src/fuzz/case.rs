//! One case: made from choices, weighed by the judge.

use payspec_vectors::Vector;

use super::choices::Choices;
use super::make::OPERATIONS;
use crate::adapter::{Reply, built_in, call_guarded};
use crate::judge::judge;
use crate::outcome::{Judgement, Outcome};

/// A case, and what it was made from.
#[derive(Clone, Debug)]
pub(super) struct Case {
    /// The choices.
    pub(super) choices: Vec<u32>,
    /// The case as a vector.
    pub(super) vector: Vector,
}

/// The name of an operation for which cases can be made.
pub(super) fn operations() -> impl Iterator<Item = &'static str> {
    OPERATIONS.iter().map(|(op, _)| *op)
}

impl Case {
    /// Makes a case for the operation.
    pub(super) fn make(op: &str, mut choices: Choices) -> Option<Self> {
        let (op, make) = OPERATIONS.iter().find(|(name, _)| *name == op)?;
        let vector = make(&mut choices).vector(op);
        Some(Case { choices: choices.into_made(), vector })
    }

    /// Weighs a reply. `canary` is the address that was put into the message.
    pub(super) fn judge(&self, canary: &str, reply: &Reply) -> Judgement {
        judge(&self.vector, &self.vector.request_input(canary), reply)
    }

    /// Whether core does with it what the way in which it was made asks for. If not, one of our two oracles is wrong,
    /// and nobody else is charged.
    pub(super) fn undisputed(&self) -> bool {
        let reply = call_guarded(built_in(), &self.vector.op, &self.vector.request_input("http://127.0.0.1/"));
        self.judge("http://127.0.0.1/", &reply).outcome == Outcome::Passed
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Core does with every case what the way in which it was made asks for: two oracles that share no code.
    #[test]
    fn core_agrees_with_how_cases_are_made() {
        let cases: u64 = std::env::var("PAYSPEC_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(150);
        let mut disputes: BTreeMap<(String, Vec<String>), (usize, String)> = BTreeMap::new();
        for op in operations() {
            for number in 0..cases {
                let case = Case::make(op, Choices::random(1, number)).unwrap();
                if !case.undisputed() {
                    let reply = call_guarded(built_in(), op, &case.vector.request_input("http://127.0.0.1/"));
                    let judgement = case.judge("http://127.0.0.1/", &reply);
                    let told = format!(
                        "{} {:?} {}",
                        case.vector.result.as_str(),
                        judgement.problems,
                        super::super::file::test(&case.vector)
                    );
                    disputes.entry((op.to_owned(), case.vector.flags)).or_insert((0, told)).0 += 1;
                }
            }
        }
        assert!(disputes.is_empty(), "{disputes:#?}");
    }

    #[test]
    fn the_same_choices_make_the_same_case() {
        for op in operations() {
            for number in 0..20 {
                let case = Case::make(op, Choices::random(3, number)).unwrap();
                let again = Case::make(op, Choices::replay(case.choices.clone())).unwrap();
                assert_eq!(case.vector.input, again.vector.input, "{op} {number}");
                assert_eq!(case.vector.flags, again.vector.flags, "{op} {number}");
            }
        }
    }
}
