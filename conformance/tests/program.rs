//! The program as a user meets it: exit codes, messages, help, and that nothing ends in a panic.

mod support;

use std::io::{Read as _, Write as _};
use std::process::{Command, Output, Stdio};

use support::{File, PAYSPEC, fake, suite};

fn payspec(arguments: &[&str]) -> Output {
    Command::new(PAYSPEC)
        .args(arguments)
        .env("PAYSPEC_LANG", "en")
        .env("COLUMNS", "100")
        .env("RUST_BACKTRACE", "1")
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Runs the fake in a mode over a file of vectors.
fn run(vectors: usize, mode: &str, more: &[&str]) -> Output {
    let file = File::new(&suite(vectors));
    let path = file.path();
    let adapter = fake(mode);
    let fixed = ["run", "--adapter", &adapter, "--vectors", path.to_str().unwrap(), "--timeout", "60"];
    payspec(&[&fixed, more].concat())
}

fn assert_exit(output: &Output, code: i32) {
    let told = (stdout(output), stderr(output));
    assert_eq!(output.status.code(), Some(code), "{}\n{}", told.0, told.1);
    for text in [told.0, told.1] {
        assert!(!text.contains("panicked") && !text.contains("RUST_BACKTRACE"), "{text}");
    }
}

#[test]
fn exit_0_as_expected() {
    assert_exit(&run(3, "right", &[]), 0);
    assert_exit(&run(3, "skip 1", &[]), 0);
    assert_exit(&payspec(&["--help"]), 0);
    assert_exit(&payspec(&["--version"]), 0);
}

#[test]
fn exit_1_failures_faults_and_unstable() {
    assert_exit(&run(3, "wrong 1", &[]), 1);
    assert_exit(&run(3, "fault 1", &[]), 1);
    assert_exit(&run(3, "crash 1", &[]), 1);
    assert_exit(&run(3, "last-words nobody", &[]), 1);
}

#[test]
fn exit_2_usage() {
    for (arguments, says) in [
        (&["run", "--adapter", "a 'b"][..], "ends inside a quote"),
        (&["run", "--adapter", ""], "the command is empty"),
        (&["run", "--adapter", "x", "--filter", "["], "the filter `[` cannot be read"),
        (&["run", "--adapter", "x", "--vectors", "/nonexistent.json"], "/nonexistent.json cannot be read"),
        (&["run", "--adapter", "x", "--window", "0"], "whole number from 1"),
        (&["run", "--adapter", "x", "--timeout=-1"], "--timeout"),
        (&["run", "--adapter", "x", "--report", "xml=x"], "there are: json, junit, sarif, markdown, html"),
        (&["run", "--adapter", "x", "--report", "json=/nonexistent/x"], "/nonexistent/x cannot be written"),
        (&["run", "--lang", "fr"], "--lang"),
        (&["frobnicate"], "frobnicate"),
        (&[], "Usage"),
        (&["vectors", "show", "no-such-vector"], "there is no vector `no-such-vector`"),
        (&["vectors", "list", "--filter", "nothing*"], "no vector matches nothing*"),
    ] {
        let output = payspec(arguments);
        assert_exit(&output, 2);
        assert!(stderr(&output).contains(says), "{arguments:?}: {}", stderr(&output));
    }
}

#[test]
fn exit_3_the_adapter_could_not_be_run() {
    let none = payspec(&["run", "--adapter", "/nonexistent/adapter", "--filter", "wechat.*"]);
    assert_exit(&none, 3);
    assert!(stderr(&none).contains("is it installed and on PATH, or is the path right?"), "{}", stderr(&none));
    let early = run(3, "exit-early", &[]);
    assert_exit(&early, 3);
    assert!(stderr(&early).contains("cannot find my library"), "{}", stderr(&early));
    assert_exit(&run(3, "bad-hello", &["--jobs", "3"]), 3);
    assert_exit(&run(3, "mute", &["--handshake-timeout", "0.2"]), 3);
    assert_exit(&run(30, "crash", &[]), 3);
}

#[test]
fn exit_4_nothing_was_judged() {
    let unmatched = run(3, "right", &["--filter", "nothing*"]);
    assert_exit(&unmatched, 4);
    assert!(stderr(&unmatched).contains("no vector matches --filter nothing*"), "{}", stderr(&unmatched));
    assert_exit(&run(3, "no-ops", &[]), 4);
    assert_exit(&run(3, "skip", &[]), 4);
}

#[test]
fn the_exit_code_does_not_depend_on_the_format() {
    assert_exit(&run(3, "wrong 1", &["--report", "json=-"]), 1);
    assert_exit(&run(3, "right", &["--report", "json=-"]), 0);
    assert_exit(&run(3, "no-ops", &["--report", "json=-"]), 4);
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    for arguments in [&["vectors", "list"][..], &["vectors", "stats"], &["vectors", "show", "*"]] {
        let mut child =
            Command::new(PAYSPEC).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut told = String::new();
        child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        assert_eq!(told, "", "{arguments:?}");
        assert!(child.wait().unwrap().code().is_some());
    }
}

/// The verdict must not get lost with the reader: `payspec run … | head -1` still fails.
#[test]
fn a_reader_that_stops_reading_changes_no_verdict() {
    let file = File::new(&suite(3));
    let mut child = Command::new(PAYSPEC)
        .args(["run", "--adapter", &fake("wrong 1"), "--vectors"])
        .arg(file.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn show_io_prints_both_directions_on_standard_error() {
    let output = run(1, "right", &["--show-io"]);
    let io = stderr(&output);
    let lines: Vec<&str> = io.lines().collect();
    assert_eq!(lines[0], r#"→ {"payspec":1,"id":0,"op":"hello"}"#);
    assert!(lines[1].starts_with(r#"← {"id":0,"ok":{"#), "{io}");
    assert_eq!(lines[2], r#"→ {"id":1,"op":"alipay.reply","in":{"outcome":"success","n":"1"}}"#);
    assert_eq!(lines[3], r#"← {"id":1,"ok":{"body_b64":"c3VjY2Vzcw=="}}"#);
    assert_eq!(lines.len(), 4, "{io}");
    assert!(!stdout(&output).contains('→'));
}

/// A request must not tell which vector it is: nothing in the lines but the operation's input, in a shuffled order.
#[test]
fn the_seed_decides_the_order_and_is_printed() {
    let order = |seed: &str| -> Vec<String> {
        let output = run(20, "right", &["--show-io", "--seed", seed]);
        assert!(stdout(&output).contains(&format!("seed {seed}")), "{}", stdout(&output));
        let io = stderr(&output);
        let asked = io.lines().filter(|line| line.starts_with("→ {\"id\":"));
        asked.map(str::to_owned).collect()
    };
    assert_eq!(order("1"), order("1"));
    assert_ne!(order("1"), order("2"));
    assert_eq!(order("3").len(), 20);
}

#[test]
fn the_minimal_adapter_passes_what_it_supports() {
    let Ok(found) = Command::new("python3").arg("--version").output() else {
        println!("skipped: python3 is missing");
        return;
    };
    assert!(found.status.success());
    let adapter = concat!("python3 ", env!("CARGO_MANIFEST_DIR"), "/tests/data/minimal.py");
    for window in ["1", "64"] {
        let output = payspec(&["run", "--adapter", adapter, "--window", window, "--timeout", "60"]);
        assert_exit(&output, 0);
    }
}

/// The built-in implementation gives the same answers in this process and behind the adapter protocol.
#[test]
fn run_equals_run_with_payspec_adapter() {
    let outcomes = |more: &[&str]| {
        let output = payspec(&[&["run", "--timeout", "60", "--seed", "5", "--report", "json=-"], more].concat());
        let report: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
        assert!(report["summary"]["vectors"].as_u64() > Some(250), "{}", report["summary"]);
        let told = report["vectors"].as_array().unwrap().iter().map(|vector| {
            let members = ["id", "outcome", "handling", "problems", "notes"];
            members.map(|name| vector[name].to_string()).join(" ")
        });
        (output.status.code(), told.collect::<Vec<_>>())
    };
    let adapter = format!("{PAYSPEC} adapter");
    let direct = outcomes(&[]);
    assert_eq!(direct, outcomes(&["--adapter", &adapter]));
    assert_eq!(direct, outcomes(&["--adapter", &adapter, "--window", "1", "--jobs", "2"]));
}

#[test]
fn show_io_shows_the_built_in_implementation_as_well() {
    let output = payspec(&["run", "--filter", "wx-sign-ex-1-md5", "--show-io"]);
    assert_exit(&output, 0);
    let io = stderr(&output);
    let lines: Vec<&str> = io.lines().collect();
    assert_eq!(lines.len(), 2, "{io}");
    assert!(lines[0].starts_with("→ {\"id\":1,\"op\":\"wechat.sign\","), "{io}");
    assert!(lines[1].starts_with("← {\"id\":1,\"ok\":{\"sign\":\"9A0A8659F005D6984697E2CA0A9CF3B7\""), "{io}");
}

#[test]
fn lint_finds_what_is_wrong_and_says_where() {
    let mut broken = suite(2);
    for test in broken["groups"][0]["tests"].as_array_mut().unwrap() {
        test["clauses"] = ["WX-SIGN-1"].as_slice().into();
    }
    broken["groups"][0]["tests"][1]["id"] = "Not Kebab".into();
    let file = File::new(&broken);
    let output = payspec(&["vectors", "lint", file.path().to_str().unwrap()]);
    assert_exit(&output, 1);
    assert!(stdout(&output).contains("`Not Kebab`: the id is not kebab-case"), "{}", stdout(&output));
    assert!(stdout(&output).ends_with("1 files, 2 vectors, 1 findings\n"), "{}", stdout(&output));

    std::fs::write(file.path(), "{").unwrap();
    let output = payspec(&["vectors", "lint", file.path().to_str().unwrap()]);
    assert_exit(&output, 1);
    assert!(stdout(&output).contains("EOF while parsing"), "{}", stdout(&output));
    assert_exit(&payspec(&["vectors", "lint", "/nonexistent.json"]), 2);
}

#[test]
fn a_pipe_gets_no_colours_and_no_progress_bar() {
    let output = run(3, "wrong 1", &[]);
    assert!(!stdout(&output).contains('\u{1b}') && stderr(&output).is_empty(), "{}", stderr(&output));
}

#[test]
fn garbage_on_standard_input_of_the_adapter_command_is_a_message() {
    let mut child = Command::new(PAYSPEC)
        .arg("adapter")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(b"\xff\xfe garbage\n");
    let output = child.wait_with_output().unwrap();
    assert_exit(&output, 2);
    assert!(stderr(&output).starts_with("payspec: "), "{}", stderr(&output));
}

#[test]
fn help_texts() {
    for (name, arguments) in [
        ("payspec", &["--help"][..]),
        ("payspec run", &["run", "--help"]),
        ("payspec fuzz", &["fuzz", "--help"]),
        ("payspec adapter", &["adapter", "--help"]),
        ("payspec adapters", &["adapters", "--help"]),
        ("payspec adapters list", &["adapters", "list", "--help"]),
        ("payspec adapters install", &["adapters", "install", "--help"]),
        ("payspec adapters doctor", &["adapters", "doctor", "--help"]),
        ("payspec vectors", &["vectors", "--help"]),
        ("payspec vectors list", &["vectors", "list", "--help"]),
        ("payspec vectors show", &["vectors", "show", "--help"]),
        ("payspec vectors lint", &["vectors", "lint", "--help"]),
        ("payspec vectors stats", &["vectors", "stats", "--help"]),
        ("payspec vectors promote", &["vectors", "promote", "--help"]),
    ] {
        let output = payspec(arguments);
        insta::assert_snapshot!(name.replace(' ', "_"), stdout(&output));
    }
}

#[test]
fn vectors_list_is_a_line_a_vector() {
    let all = stdout(&payspec(&["vectors", "list"]));
    let embedded: usize = payspec_vectors::load_all().unwrap().iter().map(|suite| suite.vectors.len()).sum();
    assert_eq!(all.lines().count(), embedded);
    let some = stdout(&payspec(&["vectors", "list", "--filter", "wx-sign-ex-1-*"]));
    let line = some.lines().find(|line| line.starts_with("wx-sign-ex-1-md5 ")).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words[1..3], ["valid", "wechat.sign"], "{line}");
    assert!(some.lines().count() < 5, "{some}");
}

#[test]
fn vectors_show_tells_all_of_a_vector_in_both_languages() {
    let english = stdout(&payspec(&["vectors", "show", "wx-sign-ex-1-md5"]));
    for part in [
        "wx-sign-ex-1-md5  valid  wechat.sign",
        "\"key\": \"192006250b4c09247ec02edce69f6a2d\"",
        "\"sign\": \"9A0A8659F005D6984697E2CA0A9CF3B7\"",
        "\ncanonical\nappid=wxd930ea5d5a258f4f&body=test&device_info=1000&mch_id=10000100&nonce_str=ibuaiVcKdpRxkhJA\n",
    ] {
        assert!(english.contains(part), "{part}\n{english}");
    }
    let chinese = stdout(&payspec(&["vectors", "show", "wx-sign-ex-1-md5", "--lang", "zh"]));
    assert!(chinese.contains("wx-sign-ex-1-md5  应接受  wechat.sign") && chinese.contains("待签名字符串"), "{chinese}");
    let hint = payspec(&["vectors", "show", "wx-sign-ex-1-md"]);
    assert!(stderr(&hint).contains("did you mean `wx-sign-ex-1-"), "{}", stderr(&hint));
}

#[test]
fn vectors_stats_count_by_suite_mistake_and_clause() {
    let mut one = suite(3);
    for (test, result) in
        one["groups"][0]["tests"].as_array_mut().unwrap().iter_mut().zip(["valid", "invalid", "valid"])
    {
        test["result"] = result.into();
        test["flags"] = ["slow"].as_slice().into();
    }
    let file = File::new(&one);
    let told = stdout(&payspec(&["vectors", "stats", "--vectors", file.path().to_str().unwrap()]));
    for name in ["alipay/fake", "slow", "ALI-ACK-1"] {
        let row = told.lines().find(|line| line.trim_start().starts_with(name)).unwrap_or_else(|| panic!("{told}"));
        let cells: Vec<&str> = row.split_whitespace().collect();
        assert_eq!(cells, [name, "3", "2", "1"], "{told}");
    }
    assert!(told.contains("Clauses that a vector should show, without one: "), "{told}");
}
