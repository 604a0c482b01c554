//! What the tests of the runner share: a suite for the fake adapter, and the fake's command.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::path::PathBuf;
use std::time::Duration;

use payspec::adapter::process::AdapterCommand;
use payspec::outcome::Outcome;
use payspec::report::Report;
use payspec::run::{Options, RunError, Target, run};
use payspec::suite::{Filter, Selection, select};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The program under test.
pub(crate) const PAYSPEC: &str = env!("CARGO_BIN_EXE_payspec");

/// The command of the fake adapter in a mode.
pub(crate) fn fake(mode: &str) -> String {
    format!("{} {mode}", env!("CARGO_BIN_EXE_payspec-fake-adapter"))
}

/// A suite of `alipay.reply` vectors, numbered from 1 by the member `n`.
pub(crate) fn suite(vectors: usize) -> Value {
    let tests: Vec<Value> = (1..=vectors)
        .map(|n| {
            json!({"id": format!("fake-{n}"), "about": "Seven bytes, nothing else.", "clauses": ["ALI-ACK-1"],
                   "in": {"outcome": "success", "n": n.to_string()}, "result": "valid"})
        })
        .collect();
    json!({"payspec": 1, "suite": "alipay/fake", "op": "alipay.reply", "about": "For the fake adapter.",
           "groups": [{"tests": tests}]})
}

/// A vector file in a folder that goes when the value does.
pub(crate) struct File {
    folder: TempDir,
}

impl File {
    pub(crate) fn new(suite: &Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("suite.json"), suite.to_string()).unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("suite.json")
    }

    pub(crate) fn sibling(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn select(&self) -> Selection {
        select(&[self.path()], &Filter::new(&[]).unwrap()).unwrap()
    }
}

/// Options under which no time limit is reached, however busy the machine is.
pub(crate) fn options() -> Options {
    Options { timeout: Duration::from_secs(60), handshake: Duration::from_secs(60), seed: 1, ..Options::default() }
}

/// Runs a suite against the fake in a mode.
pub(crate) fn try_run(suite: &Value, mode: &str, options: &Options) -> Result<Report, RunError> {
    let file = File::new(suite);
    let command = AdapterCommand::parse(&fake(mode)).unwrap();
    run(&file.select(), Target::Process(&command), options, &mut |_| {})
}

/// The same, for modes that let the run end with a report.
pub(crate) fn report(suite: &Value, mode: &str, options: &Options) -> Report {
    try_run(suite, mode, options).unwrap()
}

/// The ids that have an outcome, in the suite's order.
pub(crate) fn with(report: &Report, outcome: Outcome) -> Vec<&str> {
    let vectors = report.vectors.iter().filter(|vector| vector.outcome == outcome);
    vectors.map(|vector| vector.id.as_str()).collect()
}
