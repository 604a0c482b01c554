//! What a suite may say and still be wrong: names that no register knows, ids that stand in two suites.

use std::collections::HashMap;

use crate::registers::{attacks, clauses, features, flags};
use crate::suite::{Expected, Suite, Vector};

/// The members that `expect` may have, after its short forms are expanded.
const EXPECT_MEMBERS: [&str; 11] =
    ["sign", "canonical", "fields", "absent", "paid", "params", "node", "json", "class", "findings", "body_b64"];

/// Checks suites that parsed against the registers and against each other; one sentence a fault, none if all is well.
#[must_use]
pub fn lint(suites: &[Suite]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut homes: HashMap<&str, &str> = HashMap::new();
    for suite in suites {
        for vector in &suite.vectors {
            if let Some(first) = homes.insert(&vector.id, &suite.name) {
                faults.push(format!(
                    "{}: `{}` stands in {first} as well; ids are unique over all suites",
                    suite.name, vector.id
                ));
            }
            vector_faults(vector, &mut |fault| {
                faults.push(format!("{}: `{}`: {fault}", suite.name, vector.id));
            });
        }
    }
    faults
}

fn vector_faults(vector: &Vector, report: &mut dyn FnMut(String)) {
    if !is_kebab(&vector.id) {
        report("the id is not kebab-case".into());
    }
    if vector.about.trim().is_empty() {
        report("`about` is empty; say what a wrong implementation would do".into());
    }
    if vector.clauses.is_empty() && vector.attacks.is_empty() {
        report("names neither clause nor attack; a vector rests on at least one".into());
    }
    type Known = fn(&str) -> bool;
    let registers: [(&str, &[String], Known); 4] = [
        ("clauses", &vector.clauses, |name| clauses().contains_key(name)),
        ("attacks", &vector.attacks, |name| attacks().contains_key(name)),
        ("flags", &vector.flags, |name| flags().contains_key(name)),
        ("needs", &vector.needs, |name| features().contains_key(name)),
    ];
    for (member, used, known) in registers {
        let file = if member == "needs" { "features" } else { member };
        for (at, name) in used.iter().enumerate() {
            if !known(name) {
                report(format!("`{member}` names `{name}`, which {file}.json does not know"));
            }
            if used[..at].contains(name) {
                report(format!("`{member}` names `{name}` twice"));
            }
        }
    }
    let refused_only = ["class", "findings"];
    for expect in &vector.expect {
        for name in expect.keys() {
            if !EXPECT_MEMBERS.contains(&name.as_str()) {
                report(format!("`expect` has an unknown member `{name}`"));
            } else if vector.result == Expected::Invalid && !refused_only.contains(&name.as_str()) {
                report(format!("`expect` holds `{name}`, but an invalid input has no output"));
            } else if name == "findings" && vector.result != Expected::Invalid {
                report("`expect` holds `findings`, but only an invalid input must have them".into());
            }
        }
    }
}

fn is_kebab(id: &str) -> bool {
    !id.is_empty()
        && id
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;
    use serde_json::{Value, json};

    fn faults(op: &str, tests: Value) -> Vec<String> {
        let text = json!({"payspec": 1, "suite": "wechat/x", "op": op, "about": "", "groups": [{"tests": tests}]});
        lint(&[parse("x.json", &text.to_string()).unwrap()])
    }

    #[test]
    fn embedded_suites_have_no_faults() {
        assert_eq!(lint(&crate::load_all().unwrap()), Vec::<String>::new());
    }

    #[test]
    fn unknown_names_are_found() {
        let got = faults(
            "wechat.sign",
            json!([{"id": "wx-x", "about": "a", "clauses": ["WX-NONE-1"], "attacks": ["ZZ"], "flags": ["none"],
                    "needs": ["md5", "md5"], "result": "valid", "expect": {"signed": 1}}]),
        );
        assert_eq!(
            got,
            [
                "wechat/x: `wx-x`: `clauses` names `WX-NONE-1`, which clauses.json does not know",
                "wechat/x: `wx-x`: `attacks` names `ZZ`, which attacks.json does not know",
                "wechat/x: `wx-x`: `flags` names `none`, which flags.json does not know",
                "wechat/x: `wx-x`: `needs` names `md5`, which features.json does not know",
                "wechat/x: `wx-x`: `needs` names `md5`, which features.json does not know",
                "wechat/x: `wx-x`: `needs` names `md5` twice",
                "wechat/x: `wx-x`: `expect` has an unknown member `signed`",
            ]
        );
    }

    #[test]
    fn expectations_must_fit_the_result() {
        let one = |result: &str, expect: Value| json!([{"id": "wx-x", "about": "a", "clauses": ["WX-SIGN-1"], "result": result, "expect": expect}]);
        assert_eq!(
            faults("wechat.notify", one("invalid", json!({"fields": {}}))),
            ["wechat/x: `wx-x`: `expect` holds `fields`, but an invalid input has no output"]
        );
        assert_eq!(
            faults("wechat.validate", one("valid", json!({"findings": []}))),
            ["wechat/x: `wx-x`: `expect` holds `findings`, but only an invalid input must have them"]
        );
    }

    #[test]
    fn an_id_in_two_suites_is_found() {
        let text = json!({"payspec": 1, "suite": "wechat/x", "op": "wechat.sign", "about": "", "groups": [{"tests": [
            {"id": "Wx-", "about": " ", "clauses": [], "result": "valid"}]}]})
        .to_string();
        let first = parse("x.json", &text).unwrap();
        let second = parse("y.json", &text.replace("wechat/x", "wechat/y")).unwrap();
        assert_eq!(
            lint(&[first, second]),
            [
                "wechat/x: `Wx-`: the id is not kebab-case",
                "wechat/x: `Wx-`: `about` is empty; say what a wrong implementation would do",
                "wechat/x: `Wx-`: names neither clause nor attack; a vector rests on at least one",
                "wechat/y: `Wx-` stands in wechat/x as well; ids are unique over all suites",
                "wechat/y: `Wx-`: the id is not kebab-case",
                "wechat/y: `Wx-`: `about` is empty; say what a wrong implementation would do",
                "wechat/y: `Wx-`: names neither clause nor attack; a vector rests on at least one",
            ]
        );
    }
}
