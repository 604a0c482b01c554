//! What a CI relies on: exit codes that depend on no format, known failures, shards, thresholds, comparisons.

mod support;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use support::{File, PAYSPEC, fake, suite};

struct Place {
    file: File,
}

impl Place {
    fn new(vectors: usize) -> Self {
        Self::of(&suite(vectors))
    }

    fn of(suite: &Value) -> Self {
        Self { file: File::new(suite) }
    }

    fn payspec(&self, arguments: &[&str]) -> Output {
        let folder = self.file.path();
        Command::new(PAYSPEC)
            .args(arguments)
            .current_dir(folder.parent().unwrap())
            .env("PAYSPEC_LANG", "en")
            .output()
            .unwrap()
    }

    fn run(&self, mode: &str, more: &[&str]) -> Output {
        let adapter = fake(mode);
        let fixed = ["run", "--adapter", &adapter, "--vectors", "suite.json", "--timeout", "60", "--seed", "1"];
        self.payspec(&[&fixed, more].concat())
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.file.sibling(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.file.sibling(name)).unwrap()
    }

    fn expect(&self, vectors: &str, until: &str) {
        self.write(
            "expect.toml",
            &format!(
                "payspec_expect = 1\n[[known]]\nvectors = '{vectors}'\nreason = 'upper case'\nowner = 'us'\n\
                 link = 'https://example.com/1'\nuntil = {until}\n"
            ),
        );
    }
}

fn told(output: &Output) -> String {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    let text = String::from_utf8(both).unwrap();
    assert!(!text.contains("panicked"), "{text}");
    text
}

fn assert_exit(output: &Output, code: i32) -> String {
    let text = told(output);
    assert_eq!(output.status.code(), Some(code), "{text}");
    text
}

#[test]
fn known_failures_are_run_and_do_not_fail() {
    let place = Place::new(3);
    place.expect("fake-1", "2026-12-31");
    let held = ["--expect", "expect.toml", "--as-of", "2026-12-31"];
    let text = assert_exit(&place.run("wrong 1", &held), 0);
    assert!(text.contains("1 known failures") && text.contains("as of 2026-12-31"), "{text}");
    // One more failure than is known.
    assert_exit(&place.run("wrong", &held), 1);
    // One that passes.
    let text = assert_exit(&place.run("right", &held), 1);
    assert!(text.contains("this passes, so the entry must go or its glob be narrowed: fake-1"), "{text}");
    // Expired by a day.
    let text = assert_exit(&place.run("wrong 1", &["--expect", "expect.toml", "--as-of", "2027-01-01"]), 1);
    assert!(text.contains("its date is over"), "{text}");
}

#[test]
fn an_entry_may_cover_less_than_its_glob_only_when_the_rest_is_not_run() {
    let place = Place::new(3);
    place.expect("fake-*", "2026-12-31");
    let held = |mode: &str, more: &[&str]| {
        place.run(mode, &[&["--expect", "expect.toml", "--as-of", "2026-01-01"], more].concat())
    };
    assert_exit(&held("wrong", &[]), 0);
    assert!(assert_exit(&held("wrong 1", &[]), 1).contains("fake-2, fake-3"));
    // Left out by a filter or a shard, a vector neither passes nor is unknown.
    assert_exit(&held("wrong 1", &["--filter", "fake-1"]), 0);
    assert_exit(&held("wrong 1", &["--shard", "1/3"]), 0);
    place.expect("nothing-*", "2026-12-31");
    assert!(assert_exit(&held("right", &[]), 1).contains("no vector has such an id"));
}

#[test]
fn an_entry_can_be_confined_to_an_implementation() {
    let place = Place::new(3);
    place.expect("fake-1", "2026-12-31");
    let confined = |name: &str| {
        let text = place.read("expect.toml");
        let base = text.lines().filter(|line| !line.starts_with("implementation")).collect::<Vec<_>>().join("\n");
        place.write("expect.toml", &format!("{base}\nimplementation = '{name}'\n"));
        place.run("wrong 1", &["--expect", "expect.toml", "--as-of", "2026-01-01"])
    };
    assert_exit(&confined("fake"), 0);
    assert_exit(&confined("another"), 1);
}

#[test]
fn a_draft_excuses_nothing_until_somebody_owns_it() {
    let place = Place::new(3);
    let day = ["--as-of", "2026-01-01"];
    assert_exit(&place.run("wrong", &[&day[..], &["--write-expect", "draft.toml"]].concat()), 1);
    let draft = place.read("draft.toml");
    assert_eq!(draft.matches("[[known]]").count(), 3, "{draft}");
    assert!(draft.contains("until = \"2026-04-01\""), "{draft}");
    let held = [&day[..], &["--expect", "draft.toml"]].concat();
    let text = assert_exit(&place.run("wrong", &held), 2);
    assert!(text.contains("`owner` is empty"), "{text}");
    let filled = draft.replace("owner = \"\"", "owner = 'us'").replace("link = \"\"", "link = 'https://example.com'");
    place.write("draft.toml", &filled);
    assert_exit(&place.run("wrong", &held), 0);
}

#[test]
fn files_of_known_failures_that_cannot_be_used() {
    let place = Place::new(1);
    assert!(assert_exit(&place.run("right", &["--expect", "none.toml"]), 2).contains("none.toml cannot be read"));
    place.write("bad.toml", "payspec_expect = 1\n[[known]\n");
    assert!(assert_exit(&place.run("right", &["--expect", "bad.toml"]), 2).contains("bad.toml: "));
    assert!(assert_exit(&place.run("right", &["--as-of", "today"]), 2).contains("such as 2026-12-31"));
    assert!(assert_exit(&place.run("right", &["--shard", "0/2"]), 2).contains("such as 2/4"));
    assert!(assert_exit(&place.run("right", &["--fail-on", "bad"]), 2).contains("critical, high, medium"));
    let two = ["--report", "json=-", "--report", "sarif=-"];
    assert!(assert_exit(&place.run("right", &two), 2).contains("two reports for standard output"));
}

#[test]
fn failures_below_a_severity_are_told_and_pass() {
    let mut vectors = suite(2);
    let medium = payspec_vectors::flags().iter().find(|(_, flag)| flag.severity == "medium").unwrap().0;
    vectors["groups"][0]["tests"][0]["flags"] = json!([medium]);
    let place = Place::of(&vectors);
    let text = assert_exit(&place.run("wrong 1", &["--fail-on", "high", "--report", "json=r.json"]), 0);
    assert!(text.contains("1 failed"), "{text}");
    assert_eq!(serde_json::from_str::<Value>(&place.read("r.json")).unwrap()["summary"]["failed"], 1);
    assert_exit(&place.run("wrong 1", &["--fail-on", "medium"]), 1);
    assert_exit(&place.run("wrong 2", &["--fail-on", "low"]), 0);
    assert_exit(&place.run("wrong 2", &["--fail-on", "interop"]), 1);
    // A fault has no severity of its own.
    assert_exit(&place.run("fault 1", &["--fail-on", "critical"]), 1);
}

#[test]
fn too_few_vectors_are_exit_4() {
    let place = Place::new(3);
    assert_exit(&place.run("right", &["--min-vectors", "3"]), 0);
    let text = assert_exit(&place.run("right", &["--min-vectors", "4"]), 4);
    assert!(text.contains("too few were judged"), "{text}");
    assert_exit(&place.run("skip 1", &["--min-vectors", "3"]), 4);
}

#[test]
fn shards_are_a_partition_whatever_the_seed() {
    let place = Place::new(10);
    let mut together = Vec::new();
    for (number, seed) in [("1/3", "5"), ("2/3", "6"), ("3/3", "7")] {
        let arguments = ["run", "--adapter", &fake("right"), "--vectors", "suite.json", "--shard", number, "--seed"];
        assert_exit(&place.payspec(&[&arguments[..], &[seed, "--report", "json=r.json"]].concat()), 0);
        let report: Value = serde_json::from_str(&place.read("r.json")).unwrap();
        assert_eq!(report["gate"]["shard"], number);
        let ids = report["vectors"].as_array().unwrap().iter().map(|v| v["id"].as_str().unwrap().to_owned());
        together.extend(ids);
    }
    together.sort();
    let mut all: Vec<String> = (1..=10).map(|n| format!("fake-{n}")).collect();
    all.sort();
    assert_eq!(together, all);
}

#[test]
fn every_format_at_once_and_one_exit_code() {
    let place = Place::new(3);
    for (mode, code) in [("right", 0), ("wrong 1", 1), ("no-ops", 4)] {
        let kinds = ["json", "junit", "sarif", "markdown", "html"];
        let files: Vec<String> = kinds.iter().map(|kind| format!("{kind}=r.{kind}")).collect();
        let all: Vec<&str> = files.iter().flat_map(|file| ["--report", file]).collect();
        assert_exit(&place.run(mode, &all), code);
        for kind in kinds {
            assert_exit(&place.run(mode, &["--report", &format!("{kind}=-")]), code);
            assert!(place.read(&format!("r.{kind}")).contains("payspec"), "{kind}");
        }
        let sarif: Value = serde_json::from_str(&place.read("r.sarif")).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), usize::from(code == 1));
        for result in results {
            let physical = &result["locations"][0]["physicalLocation"];
            assert_eq!(*physical, json!({"artifactLocation": {"uri": "suite.json"}, "region": {"startLine": 1}}));
        }
    }
}

#[test]
fn several_adapters_are_set_side_by_side() {
    let place = Place::new(3);
    let (right, wrong) = (fake("right"), fake("wrong 2"));
    let arguments = ["run", "--adapter", &right, "--adapter", &wrong, "--vectors", "suite.json", "--seed", "1"];
    let output = place.payspec(&[&arguments[..], &["--report", "json=both.json", "--report", "markdown=-"]].concat());
    let text = assert_exit(&output, 1);
    assert!(text.contains("## Where they differ · 1"), "{text}");
    assert!(text.contains("| `fake-2` | interop | passed | **failed** |"), "{text}");
    let html = place.payspec(&["compare", "both.json", "--report", "html=-"]);
    let page = assert_exit(&html, 0);
    assert!(page.contains("Where they differ") && page.matches("<article").count() == 1, "{page}");
}

#[test]
fn what_is_new_since_an_earlier_result() {
    let place = Place::new(3);
    assert_exit(&place.run("wrong 1", &["--report", "json=old.json"]), 1);
    let now = Place::new(4);
    assert_exit(&now.run("wrong 2", &["--report", "json=new.json"]), 1);
    let now = |name: &str| now.file.sibling(name).display().to_string();
    let old = place.file.sibling("old.json").display().to_string();
    let text = assert_exit(&place.payspec(&["compare", &now("new.json"), "--since", &old]), 1);
    for line in [
        "- new failures: 1\n  - `fake-2`",
        "- new vectors that fail: 0",
        "- new passes: 1\n  - `fake-1`",
        "- new vectors: 1\n  - `fake-4`",
        "- vanished vectors: 0",
        "The vectors are others",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let back = assert_exit(&place.payspec(&["compare", &old, "--since", &now("new.json")]), 1);
    assert!(back.contains("- vanished vectors: 1\n  - `fake-4`"), "{back}");
    assert_exit(&place.payspec(&["compare", &old, "--since", &old]), 0);
    place.write("no.json", "{}");
    assert!(assert_exit(&place.payspec(&["compare", "no.json"]), 2).contains("no.json is no result"));
}

/// Every shell block of the page is run as it stands, in a folder that holds an adapter.
#[test]
fn the_commands_of_in_your_ci_run() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("IN-YOUR-CI.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let adapter = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/minimal.py");
    std::fs::copy(adapter, folder.path().join("my_adapter.py")).unwrap();
    let program = Path::new(PAYSPEC).parent().unwrap();
    let path = std::env::join_paths(
        [program.to_path_buf()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let path = path.unwrap();
    let blocks: Vec<&str> = page.split("```sh\n").skip(1).map(|rest| rest.split_once("```").unwrap().0).collect();
    assert!(blocks.len() >= 5, "{}", blocks.len());
    for block in blocks {
        let output = Command::new("bash")
            .args(["-euo", "pipefail", "-c", block])
            .current_dir(folder.path())
            .env("PATH", &path)
            .env("PAYSPEC_LANG", "en")
            .output()
            .unwrap();
        assert!(output.status.success(), "{block}\n{}", told(&output));
    }
}
