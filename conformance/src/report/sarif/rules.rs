//! The rules to which SARIF's results point.

use payspec_vectors::Flag;
use serde_json::{Value, json};

use super::level;
use crate::report::VectorReport;
use crate::report::severity::Severity;

/// The rule of entries of the known failures that do not hold.
const ENTRY: &str = "known-failure-does-not-hold";

/// The rules that were needed, in the order in which they were.
#[derive(Default)]
pub(super) struct Rules {
    ids: Vec<String>,
    rules: Vec<Value>,
}

impl Rules {
    /// The rule of a failing vector, and its index: the worst bug class, else the code of what is wrong.
    pub(super) fn of(&mut self, vector: &VectorReport) -> (String, usize) {
        if let Some((name, flag)) = vector.known_flags().first() {
            return self.add(name, || of_flag(name, flag));
        }
        let code = vector.problems.first().map_or("failed", |problem| problem.code());
        self.add(code, || of_code(code))
    }

    pub(super) fn of_entry(&mut self) -> (String, usize) {
        self.add(ENTRY, || {
            json!({
                "id": ENTRY,
                "shortDescription": {"text": "An entry of the known failures does not hold."},
                "help": {"text": "Remove the entry, narrow its glob, or give it a new date. 请删除该条目、收窄其匹配范围或更新日期。"},
                "defaultConfiguration": {"level": "error"},
                "properties": {"tags": ["baseline"], "precision": "very-high"},
            })
        })
    }

    fn add(&mut self, id: &str, rule: impl FnOnce() -> Value) -> (String, usize) {
        let place = self.ids.iter().position(|known| known == id).unwrap_or_else(|| {
            self.ids.push(id.to_owned());
            self.rules.push(rule());
            self.rules.len() - 1
        });
        (id.to_owned(), place)
    }

    pub(super) fn into_values(self) -> Vec<Value> {
        self.rules
    }
}

fn of_flag(name: &str, flag: &Flag) -> Value {
    let severity = flag.severity.parse().unwrap_or(Severity::Interop);
    let references: String = flag.references.iter().map(|reference| format!("\n- {reference}")).collect();
    // Interoperation is no weakness: a code host would list a score among security alerts.
    let security = (severity > Severity::Interop).then(|| severity.score());
    let tags =
        if security.is_some() { json!(["security", "payments"]) } else { json!(["interoperability", "payments"]) };
    let mut properties = json!({"tags": tags, "precision": "very-high", "payspec-severity": severity});
    if let (Some(properties), Some(score)) = (properties.as_object_mut(), security) {
        properties.insert("security-severity".into(), json!(score));
    }
    json!({
        "id": name,
        "shortDescription": {"text": flag.en},
        "fullDescription": {"text": format!("{} {}", flag.en, flag.effect_en)},
        "help": {
            "text": format!("{}\n{}\n{}\n{}", flag.en, flag.effect_en, flag.zh, flag.effect_zh),
            "markdown": format!("{} **{}**\n\n{}**{}**\n{references}", flag.en, flag.effect_en, flag.zh, flag.effect_zh),
        },
        "defaultConfiguration": {"level": level(severity)},
        "properties": properties,
    })
}

fn of_code(code: &str) -> Value {
    json!({
        "id": code,
        "shortDescription": {"text": format!("The answer is not the one that the documents ask for ({code}).")},
        "help": {"text": format!("`payspec vectors show ID` shows a vector whole; `problems` of the JSON report holds {code} with its values.")},
        "defaultConfiguration": {"level": "note"},
        "properties": {"tags": ["interoperability", "payments"], "precision": "very-high"},
    })
}
