//! Two implementations held against each other (`--against`).

use serde_json::{Map, Value};

use super::asker::Answer;
use super::case::Case;
use crate::adapter::Reply;
use crate::outcome::Outcome;

/// The members of outputs in which two wrong answers can be wrong in different ways.
const COMPARED: [&str; 6] = ["sign", "fields", "paid", "node", "json", "params"];

/// Whether the two answers differ in something that the documents do not leave open.
pub(super) fn differ(case: &Case, canary: &str, one: &Answer, two: &Answer) -> bool {
    let (Answer::Reply(one), Answer::Reply(two)) = (one, two) else {
        return matches!(one, Answer::Broke(_)) != matches!(two, Answer::Broke(_));
    };
    let [first, second] = [one, two].map(|reply| case.judge(canary, reply).outcome);
    match (one, two) {
        _ if first == Outcome::Skipped || second == Outcome::Skipped => false,
        // Both are right: what differs then, the documents leave open.
        _ if first == Outcome::Passed && second == Outcome::Passed => false,
        (Reply::Ok(one), Reply::Ok(two)) if first == second => {
            COMPARED.iter().any(|name| differs(case, name, one, two))
        }
        _ => first != second,
    }
}

/// Outputs that one of them leaves out are not compared, nor fields that the case does not name.
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::adapter::{built_in, call_guarded};
    use crate::fuzz::choices::Choices;
    use crate::fuzz::make::object;

    fn first_case(op: &str, wanted: impl Fn(&Case) -> bool) -> Case {
        (0..500).filter_map(|number| Case::make(op, Choices::random(1, number))).find(wanted).unwrap()
    }

    fn ok(output: &Map<String, Value>) -> Answer {
        Answer::Reply(Reply::Ok(output.clone()))
    }

    #[test]
    fn two_right_outputs_do_not_differ() {
        let case = first_case("wechat.sign", |case| case.vector.expect.len() == 2);
        let [raw, trimmed] = &*case.vector.expect else { panic!("{:?}", case.vector.expect) };
        assert_ne!(raw, trimmed);
        assert!(!differ(&case, "", &ok(raw), &ok(trimmed)));
        assert!(differ(&case, "", &ok(raw), &ok(&object(json!({ "sign": "0" })))));
    }

    #[test]
    fn a_wrong_body_differs_from_a_right_one() {
        let case = first_case("wechat.request", |_| true);
        let right = Answer::Reply(call_guarded(built_in(), "wechat.request", &case.vector.request_input("")));
        let wrong = ok(&object(json!({ "body_b64": "PHhtbC8+" })));
        assert!(differ(&case, "", &right, &wrong) && differ(&case, "", &wrong, &right));
        assert!(!differ(&case, "", &right, &right.clone()) && !differ(&case, "", &wrong, &wrong.clone()));
    }
}
