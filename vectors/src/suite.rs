//! A suite file, read and flattened: one [`Vector`] a test, with its group's input laid under its own.

use std::collections::{BTreeSet, HashSet};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::error::LoadError;
use crate::short_form;

/// One suite file.
#[derive(Clone, Debug)]
pub struct Suite {
    /// `wechat/notify-xml`: folder and file name, without `.json`.
    pub name: String,
    /// The operation of the adapter protocol that all its vectors ask for.
    pub op: String,
    /// What the suite is about, in English.
    pub about: String,
    /// Its tests, in the order of the file.
    pub vectors: Vec<Vector>,
}

/// What an implementation has to do with a vector's input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expected {
    /// It must do it, and the output must match `expect`.
    Valid,
    /// It must refuse it.
    Invalid,
    /// It may refuse it; if it does it, the output must match `expect`.
    Acceptable,
}

impl Expected {
    /// The word that stands in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::Acceptable => "acceptable",
        }
    }
}

/// One test, with everything that its group and suite say about it.
#[derive(Clone, Debug)]
pub struct Vector {
    /// Unique over all suites, kebab-case, never reused.
    pub id: String,
    /// The suite's name.
    pub suite: String,
    /// The operation.
    pub op: String,
    /// What a wrong implementation would do, in English.
    pub about: String,
    /// The group's `about`; empty when it has none.
    pub group_about: String,
    /// The clauses that decide the result.
    pub clauses: Vec<String>,
    /// The classes of `attacks.md` that it belongs to.
    pub attacks: Vec<String>,
    /// The bug classes that it shows.
    pub flags: Vec<String>,
    /// Features without which it says nothing.
    pub needs: Vec<String>,
    /// `given` with `in` laid over it; short forms as written.
    pub input: Map<String, Value>,
    /// What must happen.
    pub result: Expected,
    /// What the output must hold: one for `expect`, several for `any_of` (one of them must match), none if neither
    /// is there. Short forms are expanded to `…_b64`.
    pub expect: Vec<Map<String, Value>>,
}

impl Vector {
    /// The operation's input as an adapter gets it: `body`, `body_hex` and `body_repeat` become `body_b64`, and
    /// `{{canary}}` in a text body becomes `canary`, the URL at which the runner listens.
    #[must_use]
    pub fn request_input(&self, canary: &str) -> Map<String, Value> {
        // `parse` has expanded it once already, so that a fault in a short form was reported there.
        short_form::expand(&self.input, Some(canary)).unwrap_or_else(|_| self.input.clone())
    }

    /// The clauses that it shows: those that it lists, and the worked examples that its `about` names, since such a
    /// vector lists the rule that the example is of.
    #[must_use]
    pub fn shows(&self) -> BTreeSet<&str> {
        let words = self.about.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        self.clauses.iter().map(String::as_str).chain(words.filter(|word| word.contains("-EX-"))).collect()
    }

    /// Whether the body holds `{{canary}}`, so that the runner has to listen.
    #[must_use]
    pub fn uses_canary(&self) -> bool {
        matches!(self.input.get("body"), Some(Value::String(body)) if body.contains(short_form::CANARY))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    payspec: u64,
    suite: String,
    op: String,
    about: String,
    groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    #[serde(default)]
    about: String,
    #[serde(default)]
    given: Map<String, Value>,
    tests: Vec<Test>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Test {
    id: String,
    about: String,
    clauses: Vec<String>,
    #[serde(default)]
    attacks: Vec<String>,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default, rename = "in")]
    input: Map<String, Value>,
    result: Expected,
    expect: Option<Map<String, Value>>,
    any_of: Option<Vec<Map<String, Value>>>,
}

/// Parses the text of a suite file; `file` is its name for messages.
///
/// # Errors
/// Text that is no JSON, a member that is missing, unknown or of a wrong type, another format version, an id that
/// stands twice, `expect` beside `any_of`, or a short form that says something impossible.
pub fn parse(file: &str, text: &str) -> Result<Suite, LoadError> {
    let read: File =
        serde_json::from_str(text).map_err(|e| LoadError::Json { file: file.into(), what: e.to_string() })?;
    if read.payspec != 1 {
        return Err(LoadError::Version { file: file.into(), found: read.payspec });
    }
    let mut seen = HashSet::new();
    let mut vectors = Vec::new();
    for group in read.groups {
        for test in group.tests {
            let fail = |what: String| LoadError::Test { file: file.into(), id: test.id.clone(), what };
            if !seen.insert(test.id.clone()) {
                return Err(fail("this id stands twice; give the second one its own".into()));
            }
            let input = short_form::lay_over(&group.given, &test.input).map_err(&fail)?;
            short_form::expand(&input, None).map_err(&fail)?;
            let expect = match (&test.expect, &test.any_of) {
                (Some(_), Some(_)) => {
                    return Err(fail("has both `expect` and `any_of`; keep one".into()));
                }
                (Some(one), None) => vec![one.clone()],
                (None, Some(several)) if several.is_empty() => {
                    return Err(fail("`any_of` is empty; list what may come, or leave it out".into()));
                }
                (None, Some(several)) => several.clone(),
                (None, None) => Vec::new(),
            };
            let expect =
                expect.iter().map(|one| short_form::expand(one, None)).collect::<Result<_, _>>().map_err(&fail)?;
            vectors.push(Vector {
                id: test.id,
                suite: read.suite.clone(),
                op: read.op.clone(),
                about: test.about,
                group_about: group.about.clone(),
                clauses: test.clauses,
                attacks: test.attacks,
                flags: test.flags,
                needs: test.needs,
                input,
                result: test.result,
                expect,
            });
        }
    }
    Ok(Suite { name: read.suite, op: read.op, about: read.about, vectors })
}

#[cfg(test)]
#[path = "suite_tests.rs"]
mod tests;
