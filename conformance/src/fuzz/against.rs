//! Two implementations held against each other (`--against`).

use serde_json::{Map, Value};

use super::asker::Answer;
use super::case::Case;
use crate::adapter::Reply;
use crate::outcome::Outcome;

/// The members of outputs that two right implementations give alike.
const COMPARED: [&str; 6] = ["sign", "fields", "paid", "node", "json", "params"];

/// Whether the two answers differ in something that the documents do not leave open.
pub(super) fn differ(case: &Case, canary: &str, one: &Answer, two: &Answer) -> bool {
    let (Answer::Reply(one), Answer::Reply(two)) = (one, two) else {
        return matches!(one, Answer::Broke(_)) != matches!(two, Answer::Broke(_));
    };
    let [first, second] = [one, two].map(|reply| case.judge(canary, reply));
    if first.outcome == Outcome::Skipped || second.outcome == Outcome::Skipped {
        return false;
    }
    match (one, two) {
        (Reply::Ok(one), Reply::Ok(two)) => COMPARED.iter().any(|name| differs(case, name, one, two)),
        // Where both are right the documents leave it open.
        _ => first.outcome != second.outcome,
    }
}

/// Outputs that one of them leaves out are not compared, nor fields that the case leaves open.
fn differs(case: &Case, name: &str, one: &Map<String, Value>, two: &Map<String, Value>) -> bool {
    let there = |output: &Map<String, Value>| output.get(name).filter(|value| !value.is_null()).cloned();
    let (Some(one), Some(two)) = (there(one), there(two)) else { return false };
    let told = case.vector.expect.iter().find_map(|expect| expect.get(name)?.as_object());
    match (&one, &two, told) {
        (Value::Object(one), Value::Object(two), Some(told)) => {
            told.keys().any(|field| one.get(field) != two.get(field))
        }
        (Value::Object(_), Value::Object(_), None) => false,
        _ => !case.vector.expect.is_empty() && one != two,
    }
}
