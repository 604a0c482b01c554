//! The two consumers of `examples/` run and find every vector that they read in order, where their language is installed.

use std::path::Path;
use std::process::{Command, Output};

/// Runs a program on an example; `None`, and a line that says so, where the program is not installed.
fn run(program: &str, example: &str) -> Option<Output> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example);
    if Command::new(program).arg("--version").output().is_err() {
        println!("skipped: {program} is not installed, so examples/{example} was not run");
        return None;
    }
    Some(Command::new(program).arg(path).output().expect("the program ran a moment ago"))
}

fn judged_without_failure(output: &Output, at_least: usize) {
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
    let last = text.lines().last().unwrap_or_default();
    let judged = last.strip_suffix(" vectors, 0 failed").and_then(|n| n.parse::<usize>().ok());
    assert!(judged.is_some_and(|n| n >= at_least), "{text}");
}

#[test]
fn the_python_consumer_reads_the_vectors() {
    if let Some(output) = run("python3", "consumer.py") {
        judged_without_failure(&output, 200);
    }
}

#[test]
fn the_node_consumer_reads_the_vectors() {
    if let Some(output) = run("node", "consumer.mjs") {
        judged_without_failure(&output, 350);
    }
}
