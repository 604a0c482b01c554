//! `payspec fuzz` and `payspec vectors promote`, as a user meets them.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use payspec_vectors::{Suite, parse};
use support::{PAYSPEC, fake};
use tempfile::TempDir;

fn payspec(arguments: &[&str]) -> Output {
    Command::new(PAYSPEC).args(arguments).env("PAYSPEC_LANG", "en").env("COLUMNS", "100").output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn assert_exit(output: &Output, code: i32) {
    let told = (stdout(output), stderr(output));
    assert_eq!(output.status.code(), Some(code), "{}\n{}", told.0, told.1);
    assert!(!told.1.contains("panicked"), "{}", told.1);
}

/// A folder for what is found, and the flags by which the clock decides nothing.
struct Hunt {
    folder: TempDir,
}

impl Hunt {
    fn new() -> Self {
        Hunt { folder: tempfile::tempdir().unwrap() }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("found")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let out = self.out();
        let fixed = ["fuzz", "--time", "10h", "--timeout", "60", "--handshake-timeout", "60"];
        payspec(&[&fixed, &["--out", out.to_str().unwrap()][..], arguments].concat())
    }

    fn file(&self, name: &str) -> String {
        self.out().join(name).to_str().unwrap().to_owned()
    }

    fn suite(&self, name: &str) -> Suite {
        parse(name, &fs::read_to_string(self.file(name)).unwrap()).unwrap()
    }
}

/// An adapter in Python that signs empty values too; nothing if there is no Python.
fn keeps_empty_values(folder: &Path) -> Option<String> {
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: python3 is missing");
        return None;
    }
    let right = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/minimal.py")).unwrap();
    let wrong = right.replace(" and params[k] != \"\"", "");
    assert_ne!(wrong, right);
    let path = folder.join("keeps_empty.py");
    fs::write(&path, wrong).unwrap();
    Some(format!("python3 {}", path.display()))
}

#[test]
fn a_fault_is_found_shrunk_merged_replayed_and_promoted() {
    let hunt = Hunt::new();
    let Some(adapter) = keeps_empty_values(hunt.folder.path()) else { return };
    let arguments = ["--adapter", &adapter, "--op", "wechat.sign", "--seed", "1", "--cases", "1500"];
    let found = hunt.run(&arguments);
    assert_exit(&found, 1);

    // Many cases, one divergence, and nothing is left of its case but an empty value.
    let suite = hunt.suite("wechat-sign.json");
    assert_eq!(suite.vectors.len(), 1, "{:?}", suite.vectors);
    let vector = &suite.vectors[0];
    assert!(vector.id.starts_with("fuzz-wechat-sign-wrong-value-empty-value-signed-"), "{}", vector.id);
    assert_eq!(vector.flags, ["empty-value-signed"]);
    let params = vector.input["params"].as_object().unwrap();
    let empty: Vec<&String> = params.iter().filter(|(_, value)| *value == "").map(|(name, _)| name).collect();
    assert!(empty.len() == 1 && params.len() <= 6, "{params:?}");
    let told = stdout(&found);
    let line =
        told.lines().find(|line| line.contains("· read or made another value")).unwrap_or_else(|| panic!("{told}"));
    let times: usize = line.rsplit_once('(').unwrap().1.split(' ').next().unwrap().parse().unwrap();
    assert!(times > 50, "{line}");
    assert!(told.trim_end().ends_with("--seed 1 --cases 1500"), "{told}");

    // The file is a suite: it replays, and a person may bring it into the vectors.
    let file = hunt.file("wechat-sign.json");
    assert_exit(&payspec(&["vectors", "lint", &file]), 0);
    assert_exit(&payspec(&["run", "--adapter", &adapter, "--vectors", &file, "--timeout", "60"]), 1);
    assert_exit(&payspec(&["run", "--vectors", &file]), 0);
    let into = hunt.folder.path().join("vectors");
    let into = into.to_str().unwrap();
    let promote = |id: &str, verdict: &str| {
        let fixed =
            ["vectors", "promote", &file, "--into", into, "--as", "wx-sign-found-empty", "--about", "It is empty."];
        payspec(&[&fixed[..], &["--id", id, "--verdict", verdict]].concat())
    };
    assert_exit(&promote(&vector.id, "valid"), 0);
    let promoted = format!("{into}/wechat/found-sign.json");
    assert_exit(&payspec(&["vectors", "lint", &promoted]), 0);
    assert_exit(&payspec(&["run", "--adapter", &adapter, "--vectors", &promoted, "--timeout", "60"]), 1);
    assert_exit(&payspec(&["run", "--vectors", &promoted]), 0);

    // An id is given once, and a vector has to be there.
    let again = promote(&vector.id, "valid");
    assert_exit(&again, 2);
    assert!(stderr(&again).contains("wx-sign-found-empty"), "{}", stderr(&again));
    let unknown = promote("fuzz-nothing", "valid");
    assert_exit(&unknown, 2);
    assert!(stderr(&unknown).contains(&vector.id), "{}", stderr(&unknown));

    // The seed decides all of it.
    let second = Hunt::new();
    assert_exit(&second.run(&arguments), 1);
    assert_eq!(fs::read(second.file("wechat-sign.json")).unwrap(), fs::read(&file).unwrap());
}

#[test]
fn the_first_divergence_is_enough_with_first() {
    let hunt = Hunt::new();
    let Some(adapter) = keeps_empty_values(hunt.folder.path()) else { return };
    let report = hunt.folder.path().join("report.json");
    let to = format!("json={}", report.display());
    let found = hunt.run(&["--adapter", &adapter, "--seed", "1", "--first", "--report", &to]);
    assert_exit(&found, 1);
    let report: serde_json::Value = serde_json::from_str(&fs::read_to_string(report).unwrap()).unwrap();
    assert_eq!(report["exit_code"], 1, "{report}");
    assert_eq!(report["summary"]["failed"], 1, "{}", report["summary"]);
}

#[test]
fn who_crashes_or_hangs_is_told_so_once() {
    let hunt = Hunt::new();
    let crash = hunt.run(&["--adapter", &fake("crash"), "--seed", "1", "--cases", "400"]);
    assert_exit(&crash, 1);
    let suite = hunt.suite("alipay-reply.json");
    assert_eq!(suite.vectors.len(), 1, "{:?}", suite.vectors);
    assert!(suite.vectors[0].id.starts_with("fuzz-alipay-reply-crash-"), "{}", suite.vectors[0].id);
    assert!(stdout(&crash).contains("alipay.reply · broke"), "{}", stdout(&crash));

    let hunt = Hunt::new();
    let fixed = ["fuzz", "--time", "10h", "--timeout", "0.2", "--handshake-timeout", "60", "--out"];
    let out = hunt.out();
    let hangs = fake("hang");
    let more = [out.to_str().unwrap(), "--adapter", &hangs, "--seed", "1", "--cases", "400"];
    let hang = payspec(&[&fixed[..], &more].concat());
    assert_exit(&hang, 1);
    assert!(hunt.suite("alipay-reply.json").vectors[0].id.starts_with("fuzz-alipay-reply-hang-"));
    assert!(stdout(&hang).contains("alipay.reply · did not answer"), "{}", stdout(&hang));

    // An exception is none of its ways of refusing, and costs no restart.
    let fault = Hunt::new();
    assert_exit(&fault.run(&["--adapter", &fake("fault"), "--seed", "1", "--cases", "400"]), 1);
    assert!(fault.suite("alipay-reply.json").vectors[0].id.starts_with("fuzz-alipay-reply-crash-"));
}

#[test]
fn the_built_in_implementation_does_what_the_documents_ask() {
    let hunt = Hunt::new();
    let output = hunt.run(&["--seed", "1", "--cases", "2100"]);
    assert_exit(&output, 0);
    let told = stdout(&output);
    assert!(told.contains("no divergence · payspec-core"), "{told}");
    assert!(told.contains("2100 cases over 21 operations"), "{told}");
    assert!(!told.contains("set aside") && !hunt.out().exists(), "{told}");
    let chinese = payspec(&["fuzz", "--lang", "zh", "--cases", "100", "--time", "10h", "--seed", "2"]);
    assert!(stdout(&chinese).contains("没有差异"), "{}", stdout(&chinese));
}

#[test]
fn two_implementations_differ_only_where_the_documents_leave_nothing_open() {
    let built_in = format!("{PAYSPEC} adapter");
    let hunt = Hunt::new();
    assert_exit(&hunt.run(&["--against", &built_in, "--seed", "1", "--cases", "2100"]), 0);
    let Some(adapter) = keeps_empty_values(hunt.folder.path()) else { return };
    let report = hunt.folder.path().join("report.json");
    let to = format!("json={}", report.display());
    let arguments = ["--adapter", &adapter, "--against", &built_in, "--seed", "1", "--cases", "900", "--report", &to];
    let found = hunt.run(&arguments);
    assert_exit(&found, 1);
    assert!(stdout(&found).contains("wechat.sign · the two implementations differ"), "{}", stdout(&found));
    let suite = hunt.suite("wechat-sign.json");
    assert_eq!(suite.vectors[0].flags, ["empty-value-signed"]);
    // Who of the two is wrong, the report says.
    let report: serde_json::Value = serde_json::from_str(&fs::read_to_string(report).unwrap()).unwrap();
    let runs = report["reports"].as_array().unwrap_or_else(|| panic!("{report}"));
    let failed: Vec<_> = runs.iter().map(|run| run["summary"]["failed"].clone()).collect();
    assert_eq!(failed, [1, 0], "{report}");
}

#[test]
fn exit_codes_are_those_of_run() {
    let hunt = Hunt::new();
    let nothing = hunt.run(&["--adapter", &fake("right"), "--op", "wechat.*", "--cases", "100"]);
    assert_exit(&nothing, 4);
    assert!(stdout(&nothing).contains("nothing was judged"), "{}", stdout(&nothing));
    assert_exit(&hunt.run(&["--adapter", "/no/such/program", "--cases", "1"]), 3);
    assert_exit(&hunt.run(&["--against", "/no/such/program", "--cases", "1"]), 3);
    for (arguments, told) in [
        (&["--op", "wechat.nothing"][..], "--op wechat.nothing is no operation; there are: wechat.notify"),
        (&["--op", "["], "--op [ cannot be read"),
        (&["--time", "x"], "give a time such as 60s"),
        (&["--cases", "0"], "0 is not in 1.."),
        (&["--report", "xml=x"], "there is no report format `xml`"),
        (&["--adapter", "\"", "--cases", "1"], "ends inside a quote"),
    ] {
        let output = payspec(&[&["fuzz"], arguments].concat());
        assert_exit(&output, 2);
        assert!(stderr(&output).contains(told), "{told}\n{}", stderr(&output));
    }
    // A file stands where the folder would be.
    let file = hunt.folder.path().join("file");
    fs::write(&file, "").unwrap();
    let out = file.to_str().unwrap();
    let unwritable = payspec(&["fuzz", "--adapter", &fake("fault"), "--cases", "50", "--out", out]);
    assert_exit(&unwritable, 2);
    assert!(stderr(&unwritable).contains("--out names another folder"), "{}", stderr(&unwritable));
}

#[test]
fn a_verdict_that_needs_an_output_is_not_made_up() {
    let folder = tempfile::tempdir().unwrap();
    let found = folder.path().join("wechat-notify.json");
    let suite = serde_json::json!({
        "payspec": 1, "suite": "wechat/fuzz-notify", "op": "wechat.notify", "about": "For a test.",
        "groups": [{ "tests": [{
            "id": "fuzz-a", "about": "It is not signed.", "clauses": ["WX-SIGN-17"], "flags": ["missing-signature-accepted"],
            "in": { "body": "<xml/>", "key": "192006250b4c09247ec02edce69f6a2d", "sign_type": "MD5" }, "result": "invalid",
        }] }],
    });
    fs::write(&found, suite.to_string()).unwrap();
    let into = folder.path().join("vectors");
    let promote = |id: &str, verdict: &str, into: &Path| {
        let [file, into] = [&found, into].map(|path| path.to_str().unwrap());
        let fixed = ["vectors", "promote", file, "--id", "fuzz-a", "--into", into];
        payspec(&[&fixed[..], &["--as", id, "--verdict", verdict]].concat())
    };
    for (id, verdict, told) in [
        ("wx-notify-a", "valid", "give it an `expect` by hand"),
        ("wx-notify-a", "acceptable", "give it an `expect` by hand"),
        ("Not An Id", "invalid", "Not An Id"),
        ("wx-sign-ex-1-md5", "invalid", "wx-sign-ex-1-md5"),
        ("wx-notify-a", "perhaps", "valid, invalid, acceptable"),
    ] {
        let output = promote(id, verdict, &into);
        assert_exit(&output, 2);
        assert!(stderr(&output).contains(told), "{told}\n{}", stderr(&output));
    }
    assert!(!into.exists());
    let unwritable = promote("wx-notify-a", "invalid", &found);
    assert_exit(&unwritable, 2);
    assert!(stderr(&unwritable).contains("--into names another folder"), "{}", stderr(&unwritable));
    assert_exit(&promote("wx-notify-a", "invalid", &into), 0);
    let promoted = into.join("wechat/found-notify.json");
    assert_exit(&payspec(&["vectors", "lint", promoted.to_str().unwrap()]), 0);
}
