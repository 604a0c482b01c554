//! An isolated adapter: it reaches nothing, the canary inside its namespace sees it, and no isolation means no run.

mod support;

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};
use support::{File, PAYSPEC, fake, suite};

/// Whether this system has network namespaces; where it has none, only the refusal can be tested.
fn available() -> bool {
    let found = payspec::isolation::Isolation::find(Path::new(PAYSPEC));
    if let Err(error) = &found {
        println!("skipped: {error}");
    }
    found.is_ok()
}

fn payspec(arguments: &[&str]) -> Command {
    let mut command = Command::new(PAYSPEC);
    command.args(arguments).env("PAYSPEC_LANG", "en");
    command
}

fn report(vectors: &Value, mode: &str, more: &[&str]) -> (Option<i32>, Value) {
    let file = File::new(vectors);
    let (path, adapter) = (file.path(), fake(mode));
    let fixed = ["run", "--adapter", &adapter, "--vectors", path.to_str().unwrap(), "--timeout", "60"];
    let output = payspec(&[&fixed[..], &["--report", "json=-"], more].concat()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {told}")))
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The fake tries to connect and answers right only if that fails.
#[test]
fn a_connection_attempt_fails_at_once() {
    if !available() {
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let ours = listener.local_addr().unwrap().to_string();
    let (code, open) = report(&suite(1), &format!("reach {ours}"), &[]);
    assert_eq!((code, &open["summary"]["faults"]), (Some(1), &json!(1)), "{open}");
    // 192.0.2.1 is an address of nobody's (RFC 5737); a packet to it would vanish, and the attempt wait.
    for address in [ours.as_str(), "192.0.2.1:80"] {
        let (code, closed) = report(&suite(1), &format!("reach {address}"), &["--isolate"]);
        assert_eq!((code, &closed["summary"]["passed"]), (Some(0), &json!(1)), "{address}: {closed}");
    }
}

#[test]
fn the_canary_inside_the_namespace_sees_a_fetch() {
    if !available() {
        return;
    }
    let mut watched = suite(2);
    watched["groups"][0]["tests"][0]["in"]["body"] = "<!DOCTYPE xml SYSTEM \"{{canary}}/x.dtd\"><xml/>".into();
    let (code, report) = report(&watched, "fetch", &["--isolate", "--jobs", "2"]);
    assert_eq!(code, Some(1));
    let failed = &report["vectors"][0];
    assert_eq!(failed["problems"], json!([{"code": "fetched", "times": 1}]), "{report}");
    assert_eq!(failed["flags"], json!(["external-dtd-fetched"]));
    let repeat = failed["exchange"]["repeat"].as_str().unwrap();
    assert!(repeat.contains(" --isolate "), "{repeat}");
    assert_eq!(report["vectors"][1]["outcome"], "passed");
}

#[test]
fn the_host_is_not_seen_between_runner_and_adapter() {
    if !available() {
        return;
    }
    let (_, crashed) = report(&suite(5), "crash 3", &["--isolate"]);
    assert_eq!(crashed["summary"]["faults"], 1);
    assert_eq!(crashed["vectors"][2]["problems"][0]["how"]["status"], "exit status: 7", "{crashed}");
    let (_, killed) = report(&suite(5), "abort 3", &["--isolate"]);
    let status = killed["vectors"][2]["problems"][0]["how"]["status"].as_str().unwrap();
    assert!(status.starts_with("signal: 6"), "{killed}");
    let (_, closed) = report(&suite(5), "close 3", &["--isolate"]);
    let status = closed["vectors"][2]["problems"][0]["how"]["status"].as_str().unwrap();
    assert_eq!(status, "it closed its standard output", "{closed}");
}

#[test]
fn an_adapter_that_is_not_there_is_named() {
    if !available() {
        return;
    }
    let output = payspec(&["run", "--isolate", "--adapter", "/nonexistent/adapter"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let told = text(&output);
    assert!(told.contains("`/nonexistent/adapter` cannot be started") && told.contains("is the path right?"), "{told}");
}

/// A folder that looks like `conformance/adapters` and has one adapter, the fake.
fn shelf(folder: &Path) -> [String; 4] {
    let source = folder.join("adapters/npm/fake");
    std::fs::create_dir_all(&source).unwrap();
    let program = env!("CARGO_BIN_EXE_payspec-fake-adapter");
    let manifest = format!(
        "name = \"fake\"\nregistry = \"npm\"\npackage = \"fake\"\nversion = \"0\"\nlanguage = \"rust\"\n\
         homepage = \"none\"\nnotes = \"For the tests.\"\nfiles = [\"data.txt\"]\n\
         install = [[\"cp\", \"data.txt\", \"{{install}}/copy.txt\"]]\ncommand = [{program:?}, \"right\"]\n"
    );
    std::fs::write(source.join("adapter.toml"), manifest).unwrap();
    std::fs::write(source.join("data.txt"), "data").unwrap();
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    ["--adapters-dir".to_owned(), path("adapters"), "--install-dir".to_owned(), path("installed")]
}

#[test]
fn a_shipped_adapter_is_installed_checked_and_run_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let places = shelf(folder.path());
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let payspec = |arguments: &[&str]| payspec(&[arguments, &places].concat()).output().unwrap();

    let early = payspec(&["run", "--adapter", "npm/fake"]);
    assert_eq!(early.status.code(), Some(2));
    assert!(text(&early).contains("npm/fake is not installed; run `payspec adapters install npm/fake`"));

    let installed = payspec(&["adapters", "install", "npm/fake"]);
    assert_eq!(installed.status.code(), Some(0), "{}", text(&installed));
    assert_eq!(std::fs::read_to_string(folder.path().join("installed/npm/fake/copy.txt")).unwrap(), "data");
    let again = payspec(&["adapters", "install", "npm/*"]);
    assert_eq!(String::from_utf8_lossy(&again.stdout), "npm/fake 0 is installed\n");

    if available() {
        let doctor = payspec(&["adapters", "doctor"]);
        let told = String::from_utf8_lossy(&doctor.stdout);
        assert!(told.contains("fake 0, 1 operations, without a network"), "{told}");
        assert_eq!(doctor.status.code(), Some(0));
        let file = File::new(&suite(3));
        let run = payspec(&["run", "--adapter", "npm/fake", "--vectors", file.path().to_str().unwrap()]);
        assert_eq!(run.status.code(), Some(0), "{}", text(&run));
    }

    std::fs::write(folder.path().join("adapters/npm/fake/data.txt"), "new").unwrap();
    let list = payspec(&["adapters", "list"]);
    assert!(String::from_utf8_lossy(&list.stdout).contains(" stale "), "{}", String::from_utf8_lossy(&list.stdout));
}

#[test]
fn a_step_that_fails_leaves_nothing_installed() {
    let folder = tempfile::tempdir().unwrap();
    let places = shelf(folder.path());
    let manifest = folder.path().join("adapters/npm/fake/adapter.toml");
    let broken =
        std::fs::read_to_string(&manifest).unwrap().replace("\"data.txt\", \"{install}", "\"none.txt\", \"{install}");
    std::fs::write(&manifest, broken).unwrap();
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let output = payspec(&[&["adapters", "install", "npm/fake"][..], &places].concat()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let told = text(&output);
    assert!(told.contains("npm/fake: `cp none.txt") && told.contains("none.txt"), "{told}");
    let doctor = payspec(&[&["adapters", "doctor", "npm/fake"][..], &places].concat()).output().unwrap();
    assert_eq!(doctor.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&doctor.stdout).contains("no; run `payspec adapters install npm/fake`"));
}

/// Without `unshare` there is no namespace, and without a namespace no run.
#[test]
fn without_isolation_a_shipped_adapter_is_refused_with_exit_3() {
    let folder = tempfile::tempdir().unwrap();
    let places = shelf(folder.path());
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    payspec(&[&["adapters", "install", "npm/fake"][..], &places].concat()).output().unwrap();
    let file = File::new(&suite(3));
    let vectors = file.path();
    let bare = |adapter: &str, more: &[&str]| {
        let fixed = ["run", "--adapter", adapter, "--vectors", vectors.to_str().unwrap()];
        payspec(&[&fixed[..], &places[..], more].concat()).env("PATH", folder.path()).output().unwrap()
    };
    let refused = bare("npm/fake", &[]);
    assert_eq!(refused.status.code(), Some(3), "{}", text(&refused));
    assert!(text(&refused).contains("no empty network namespace") && text(&refused).contains("--allow-network"));
    assert_eq!(bare("npm/fake", &["--allow-network"]).status.code(), Some(0));
    assert_eq!(bare(&fake("right"), &["--isolate"]).status.code(), Some(3));
    assert_eq!(bare(&fake("right"), &[]).status.code(), Some(0));
}
