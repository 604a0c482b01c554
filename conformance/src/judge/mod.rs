//! The pure function (vector, reply) → outcome, by the tables of `PROTOCOL.md`.
//!
//! Nothing here rests on payspec-core: messages are read with other readers and signatures recomputed from the
//! primitives, so that the built-in implementation is judged by somebody else.

mod built;
mod canonical;
mod form;
mod output;
mod query;
mod xml;

use std::collections::BTreeSet;

use payspec_vectors::{Expected, Vector};
use serde_json::{Map, Value};

use crate::adapter::{Reject, Reply};
use crate::outcome::{Handling, Judgement, Note, Problem, Skip};

pub use canonical::wechat_canonical;
pub(crate) use canonical::{rsa_sign, wechat_sign};

/// Weighs a reply. `input` is what the implementation was given, see [`Vector::request_input`].
#[must_use]
pub fn judge(vector: &Vector, input: &Map<String, Value>, reply: &Reply) -> Judgement {
    match reply {
        Reply::Skip(why) => Judgement::skipped(Skip::SaidSo { why: why.clone() }),
        Reply::Fault(what) => Judgement::wrong(vec![Problem::Fault { what: what.clone() }]),
        Reply::Reject(reject) => judge_refusal(vector, reject),
        Reply::Ok(output) => judge_output(vector, input, output),
    }
}

fn judge_refusal(vector: &Vector, reject: &Reject) -> Judgement {
    let mut judgement = match vector.result {
        Expected::Valid => {
            let reason = reject.reason.clone();
            Judgement::wrong(vec![Problem::Refused { reason }])
        }
        Expected::Acceptable => Judgement::passed(Some(Handling::Refused)),
        Expected::Invalid => match missing_findings(vector, reject) {
            Some(problem) => Judgement::wrong(vec![problem]),
            None => Judgement::passed(None),
        },
    };
    judgement.notes.extend(class_note(vector, reject));
    judgement
}

/// For `*.validate`: each field that the vector names has to be among the findings.
fn missing_findings(vector: &Vector, reject: &Reject) -> Option<Problem> {
    let named: Vec<String> = reject.findings.iter().flatten().map(|finding| finding.field.clone()).collect();
    let missing = |expect: &Map<String, Value>| -> Vec<String> {
        let wanted: BTreeSet<String> = match expect.get("findings") {
            Some(Value::Array(items)) => items.iter().map(finding_field).collect(),
            _ => BTreeSet::new(),
        };
        wanted.into_iter().filter(|field| !named.contains(field)).collect()
    };
    let fewest = vector.expect.iter().map(missing).min_by_key(Vec::len)?;
    let named = named.clone();
    (!fewest.is_empty()).then_some(Problem::FindingsMissing { fields: fewest, named })
}

/// A finding of a vector is a field's name, or an object that holds it as `field`.
fn finding_field(item: &Value) -> String {
    crate::outcome::plain(item.get("field").unwrap_or(item))
}

fn class_note(vector: &Vector, reject: &Reject) -> Option<Note> {
    let got = reject.class.clone()?;
    let mut classes = vector.expect.iter().filter_map(|e| e.get("class")?.as_str());
    let first = classes.next()?.to_owned();
    let same = first == got || classes.any(|class| class == got);
    (!same).then_some(Note::ClassDiffers { expected: first, got })
}

fn judge_output(vector: &Vector, input: &Map<String, Value>, output: &Map<String, Value>) -> Judgement {
    if vector.result == Expected::Invalid {
        return Judgement::wrong(vec![Problem::Accepted]);
    }
    let problems = output::problems(vector, input, output);
    if !problems.is_empty() {
        return Judgement::wrong(problems);
    }
    let acceptable = vector.result == Expected::Acceptable;
    let mut judgement = Judgement::passed(acceptable.then_some(Handling::Accepted));
    judgement.notes.extend(built::note(&vector.op, output));
    judgement
}
