//! SARIF 2.1.0: a run for each implementation, a result for each failing vector.
//!
//! A rule is a bug class of the register, or the code of a problem where the vector names no class. A failure that
//! does not count is a suppressed result, so that a code host comes to the verdict of the exit code.

mod rules;

use std::io;
use std::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use self::rules::Rules;
use super::gate::BaselineEntry;
use super::severity::Severity;
use super::text::{self, printable};
use super::{Report, Reporter, VectorReport};
use crate::exit::Exit;
use crate::lang::Lang;
use crate::outcome::Outcome;

/// Writes SARIF.
#[derive(Clone, Debug)]
pub struct Sarif {
    /// Where results point instead of at the vectors.
    pub source_hint: Option<SourceHint>,
}

/// A line of the tested code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceHint {
    /// The file, as the code host names it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

impl FromStr for SourceHint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse::<usize>().ok()?)));
        match parts {
            Some((file, line)) if !file.is_empty() && line > 0 => Ok(Self { file: file.to_owned(), line }),
            _ => Err("give FILE:LINE, such as src/notify.py:40".to_owned()),
        }
    }
}

/// What may stand raw in the path of a URI.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');

/// payspec's own repository, to which the places of embedded vectors are relative.
const BASE: &str = "PAYSPEC";

impl Reporter for Sarif {
    fn write(&self, reports: &[Report], out: &mut dyn io::Write) -> io::Result<()> {
        let runs: Vec<Value> = reports.iter().map(|report| self.run(report)).collect();
        let file = json!({
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": runs,
        });
        serde_json::to_writer_pretty(&mut *out, &file)?;
        out.write_all(b"\n")
    }
}

impl Sarif {
    fn run(&self, report: &Report) -> Value {
        let mut rules = Rules::default();
        let vectors = report.wrong().map(|vector| self.result(report, vector, &mut rules));
        let mut results: Vec<Value> = vectors.collect();
        results.extend(report.broken_entries().map(|entry| entry_result(report, entry, &mut rules)));
        let suite = &report.suite;
        let gate = json!(report.gate.shard.map(|shard| shard.to_string()));
        json!({
            "tool": {"driver": {
                "name": "payspec",
                "version": report.version,
                "semanticVersion": report.version,
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.into_values(),
            }},
            "automationDetails": {"id": format!("payspec/{}", report.who().unwrap_or_else(|| "built-in".into()))},
            "originalUriBaseIds": {BASE: {"description": {"text": "The root of payspec's repository."}}},
            "invocations": [{
                "executionSuccessful": !matches!(report.exit_code, Exit::NotRun | Exit::NothingJudged),
                "exitCode": report.exit_code.code(),
            }],
            "columnKind": "unicodeCodePoints",
            "results": results,
            "properties": {
                "suiteHash": suite.hash, "seed": report.run.seed, "shard": gate,
                "summary": json!(report.summary),
            },
        })
    }

    fn result(&self, report: &Report, vector: &VectorReport, rules: &mut Rules) -> Value {
        let problems: Vec<String> =
            vector.problems.iter().map(|problem| printable(&text::problem(problem, Lang::En))).collect();
        let message = format!("{}: {} {}", vector.id, printable(&vector.about), problems.join("; "));
        let (rule, index) = rules.of(vector);
        let own = vector.place.as_ref().map(|place| {
            let base = report.suite.files.is_empty().then_some(BASE);
            location(&place.file, place.line, base)
        });
        let hint = self.source_hint.as_ref().map(|hint| location(&hint.file, hint.line, None));
        let (place, related) = if hint.is_some() { (hint, own) } else { (own, None) };
        let mut result = json!({
            "ruleId": rule,
            "ruleIndex": index,
            "kind": "fail",
            "level": if vector.outcome == Outcome::Failed { level(vector.severity) } else { "error" },
            "message": {"text": message},
            "locations": Vec::from_iter(place),
            "partialFingerprints": {"payspecVector/v1": format!("{} {}", report.who().unwrap_or_default(), vector.id)},
            "properties": {
                "vector": vector.id, "suite": vector.suite, "op": vector.op, "outcome": vector.outcome,
                "severity": vector.severity, "clauses": vector.clauses, "flags": vector.flags,
                "problems": vector.problems.iter().map(|problem| problem.code()).collect::<Vec<_>>(),
                "repeat": vector.exchange.as_ref().map(|exchange| &exchange.repeat),
            },
        });
        if let (Some(result), Some(related)) = (result.as_object_mut(), related) {
            result.insert("relatedLocations".into(), json!([related]));
        }
        if !report.gates(vector)
            && let Some(result) = result.as_object_mut()
        {
            result.insert("suppressions".into(), json!([suppression(report, vector)]));
        }
        result
    }
}

fn suppression(report: &Report, vector: &VectorReport) -> Value {
    let (why, extra) = match report.entry_of(vector) {
        Some(entry) => (
            format!("known failure until {}: {}", entry.until, entry.reason),
            json!({"owner": entry.owner, "link": entry.link}),
        ),
        None => (format!("{} is below --fail-on", vector.severity), json!({})),
    };
    json!({"kind": "external", "status": "accepted", "justification": why, "properties": extra})
}

fn entry_result(report: &Report, entry: &BaselineEntry, rules: &mut Rules) -> Value {
    let why: Vec<String> = entry.breaches.iter().map(|breach| text::entry_breach(breach, Lang::En)).collect();
    let (rule, index) = rules.of_entry();
    let file = report.gate.baseline.as_ref().map_or("", |baseline| baseline.file.as_str());
    json!({
        "ruleId": rule,
        "ruleIndex": index,
        "kind": "fail",
        "level": "error",
        "message": {"text": format!("{}: {}", printable(&entry.vectors), printable(&why.join("; ")))},
        "locations": [location(file, entry.line, None)],
        "partialFingerprints": {"payspecKnownFailure/v1": entry.vectors},
    })
}

fn location(file: &str, line: usize, base: Option<&str>) -> Value {
    let path = utf8_percent_encode(&file.replace('\\', "/"), PATH).to_string();
    let uri = if path.starts_with('/') { format!("file://{path}") } else { path };
    let mut artifact = Map::from_iter([("uri".to_owned(), json!(uri))]);
    if let Some(base) = base {
        artifact.insert("uriBaseId".to_owned(), json!(base));
    }
    json!({"physicalLocation": {"artifactLocation": artifact, "region": {"startLine": line}}})
}

pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Interop => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_hint_is_a_file_and_a_line() {
        assert_eq!("a:b/c.py:40".parse(), Ok(SourceHint { file: "a:b/c.py".into(), line: 40 }));
        for bad in ["", "c.py", ":4", "c.py:0", "c.py:x"] {
            assert!(bad.parse::<SourceHint>().unwrap_err().contains("FILE:LINE"), "{bad}");
        }
    }
}
