//! The formats of a report: each held to its public schema, and n findings in, n out.

mod support;

use std::collections::BTreeSet;
use std::process::Command;

use payspec::exit::Exit;
use payspec::lang::Lang;
use payspec::report::html::Html;
use payspec::report::json::{self, Json};
use payspec::report::junit::Junit;
use payspec::report::markdown::Markdown;
use payspec::report::sarif::{Sarif, SourceHint};
use payspec::report::{Place, Report, Reporter};
use serde_json::{Value, json};
use support::{options, report, suite};

/// Hostile words, every kind of outcome, and flags of several severities.
fn findings() -> Vec<Report> {
    let mut vectors = suite(9);
    let tests = vectors["groups"][0]["tests"].as_array_mut().unwrap();
    let mut severities = BTreeSet::new();
    let flags = payspec_vectors::flags().iter().filter(|(_, flag)| severities.insert(flag.severity.clone()));
    for (test, (name, _)) in tests.iter_mut().zip(flags) {
        test["flags"] = json!([name]);
    }
    tests[5]["about"] = json!("</script><script>alert(1)</script> ]]> `a`|b \u{1b}[31m & <details>");
    let modes = ["right", "wrong", "missing", "reject", "skip", "fault", "crash 2", "garbage 2"];
    let mut reports: Vec<Report> = modes.iter().map(|mode| report(&vectors, mode, &options())).collect();
    for (line, vector) in reports.iter_mut().flat_map(|report| &mut report.vectors).enumerate() {
        vector.place = Some(Place { file: "suite.json".into(), line: line + 1 });
    }
    assert!(reports.iter().any(|report| report.wrong().count() == 9));
    reports
}

fn written(reporter: &dyn Reporter, reports: &[Report]) -> String {
    let mut out = Vec::new();
    reporter.write(reports, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn wrong(reports: &[Report]) -> usize {
    reports.iter().map(|report| report.wrong().count()).sum()
}

/// The public schema, out of a crate that ships it: `cargo metadata` knows where the crate lies.
fn sarif_schema() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = std::path::Path::new(package["manifest_path"].as_str().unwrap());
    let schema = std::fs::read_to_string(manifest.with_file_name("src").join("schema.json")).unwrap();
    let mut schema: Value = serde_json::from_str(&schema).unwrap();
    // A bracket is missing in the pattern of a language tag, which the reports do not have.
    for owner in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{owner}/properties/language")).unwrap();
        language.as_object_mut().unwrap().remove("pattern");
    }
    schema
}

#[test]
fn sarif_is_as_its_schema_says_and_holds_every_finding() {
    let schema = sarif_schema();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let all = findings();
    let hint = Some(SourceHint { file: "src/pay ment.py".into(), line: 7 });
    for source_hint in [None, hint] {
        let file: Value = serde_json::from_str(&written(&Sarif { source_hint: source_hint.clone() }, &all)).unwrap();
        let errors: Vec<String> = validator.iter_errors(&file).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new());
        assert_eq!(file["runs"].as_array().unwrap().len(), all.len());
        for (run, report) in file["runs"].as_array().unwrap().iter().zip(&all) {
            let results = run["results"].as_array().unwrap();
            let told: Vec<&str> = results.iter().map(|r| r["properties"]["vector"].as_str().unwrap()).collect();
            let are: Vec<&str> = report.wrong().map(|vector| vector.id.as_str()).collect();
            assert_eq!(told, are);
            assert_eq!(run["invocations"][0]["exitCode"], report.exit_code.code());
            assert_eq!(run["properties"]["suiteHash"], report.suite.hash);
            let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
            for result in results {
                let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
                assert_eq!(rules[index]["id"], result["ruleId"]);
                let place = &result["locations"][0]["physicalLocation"];
                let uri = place["artifactLocation"]["uri"].as_str().unwrap();
                if source_hint.is_some() {
                    assert_eq!((uri, &place["region"]["startLine"]), ("src/pay%20ment.py", &json!(7)));
                    assert!(result["relatedLocations"][0]["physicalLocation"].is_object());
                } else {
                    assert!(uri.ends_with("suite.json"), "{uri}");
                }
            }
        }
    }
}

/// The rules of the schema that the xUnit plugin of Jenkins publishes as `junit-10.xsd`: for each element its
/// attributes (`!` for required ones) and its children. `skipped` of the root is an addition that readers ignore.
const JUNIT: [(&str, &[&str], &[&str]); 8] = [
    ("testsuites", &["name", "time", "tests", "failures", "errors", "skipped"], &["testsuite"]),
    (
        "testsuite",
        &["name!", "tests!", "failures!", "errors!", "skipped", "time", "timestamp", "hostname", "id", "package"],
        &["properties", "testcase", "system-out", "system-err"],
    ),
    ("properties", &[], &["property"]),
    ("property", &["name!", "value!"], &[]),
    (
        "testcase",
        &["name!", "time", "classname", "group"],
        &["skipped", "error", "failure", "system-out", "system-err"],
    ),
    ("failure", &["type", "message"], &[]),
    ("error", &["type", "message"], &[]),
    ("skipped", &["type", "message"], &[]),
];

#[test]
fn junit_is_as_its_schema_says_and_holds_every_finding() {
    let all = findings();
    for lang in [Lang::En, Lang::Zh] {
        let text = written(&Junit { lang }, &all);
        let document = roxmltree::Document::parse(&text).unwrap();
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let name = node.tag_name().name();
            let (_, attributes, children) = JUNIT.iter().find(|(known, ..)| *known == name).unwrap();
            for attribute in node.attributes() {
                let known = |a: &&&str| a.trim_end_matches('!') == attribute.name();
                assert!(attributes.iter().any(|a| known(&a)), "{name} {}", attribute.name());
            }
            for required in attributes.iter().filter_map(|a| a.strip_suffix('!')) {
                assert!(node.has_attribute(required), "{name} lacks {required}");
            }
            for child in node.children().filter(roxmltree::Node::is_element) {
                assert!(children.contains(&child.tag_name().name()), "{name} {}", child.tag_name().name());
            }
        }
        let count = |tag: &str| document.descendants().filter(|node| node.has_tag_name(tag)).count();
        // A run that judged nothing is an error of its own.
        let empty = all.iter().filter(|report| report.exit_code == Exit::NothingJudged).count();
        assert_eq!((count("failure") + count("error"), empty), (wrong(&all) + empty, 1));
        assert_eq!(count("testcase"), all.iter().map(|report| report.vectors.len()).sum::<usize>() + empty);
        let read = quick_junit::Report::deserialize_from_str(&text).unwrap();
        assert_eq!(read.failures + read.errors, wrong(&all) + empty);
        for node in document.descendants().filter(|node| node.has_tag_name("testsuite")) {
            let sum = |tag: &str| node.descendants().filter(|n| n.has_tag_name(tag)).count().to_string();
            for (attribute, tag) in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")] {
                assert_eq!(node.attribute(attribute), Some(sum(tag).as_str()));
            }
        }
    }
}

#[test]
fn markdown_holds_every_finding_and_nothing_said_is_markup() {
    let all = findings();
    for lang in [Lang::En, Lang::Zh] {
        let page = written(&Markdown { lang }, &all);
        assert_eq!(page.matches("<details><summary>").count(), wrong(&all));
        assert_eq!(page.matches("</details>").count(), wrong(&all));
        assert!(!page.contains("<script>") && !page.contains('\u{1b}'));
        for report in &all {
            assert!(page.contains(&report.suite.hash) && page.contains(&format!("payspec {}", report.version)));
        }
    }
}

#[test]
fn html_holds_every_finding_and_nothing_said_is_markup() {
    let all = findings();
    let page = written(&Html { lang: Lang::En }, &all);
    assert_eq!(page.matches("<article").count(), wrong(&all));
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(page.contains("&lt;/script&gt;&lt;script&gt;alert(1)"));
    // Nothing is loaded: no address but those that are said.
    for loads in [" src=", "<link", "@import", "url(", "http://", "<iframe", "<img"] {
        let body = page.split("<body>").next().unwrap();
        assert!(!body.contains(loads), "{loads}");
    }
    let severities: Vec<&str> =
        page.split("data-severity=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let rank = |name: &&str| ["critical", "high", "medium", "low", "interop"].iter().position(|s| s == name);
    assert!(severities.is_sorted_by_key(rank), "{severities:?}");
}

#[test]
fn json_is_read_back_as_it_was() {
    let all = findings();
    assert_eq!(json::read(&written(&Json, &all)).unwrap(), all);
    assert_eq!(json::read(&written(&Json, &all[..1])).unwrap(), all[..1]);
    assert!(json::read("{}").is_err());
}
