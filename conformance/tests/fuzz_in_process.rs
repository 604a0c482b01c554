//! `payspec fuzz` with implementations in this process: what several jobs find, and what is fetched.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec::adapter::{Hello, Implementation, Reject, Reply, built_in};
use payspec::exit::Exit;
use payspec::fuzz::{Fuzzed, Plan, fuzz};
use payspec::lang::Lang;
use payspec::run::{Options, Target};
use serde_json::{Map, Value, json};

/// The built-in implementation, but for what one function does with a request first.
struct But(fn(&str, &Map<String, Value>) -> Option<Reply>);

impl Implementation for But {
    fn hello(&self) -> Hello {
        built_in().hello()
    }

    fn call(&self, op: &str, input: &Map<String, Value>) -> Reply {
        (self.0)(op, input).unwrap_or_else(|| built_in().call(op, input))
    }
}

fn body(input: &Map<String, Value>) -> String {
    let bytes = STANDARD.decode(input["body_b64"].as_str().unwrap()).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Pays whatever has no `sign`, and breaks on a percent sign.
fn gullible(op: &str, input: &Map<String, Value>) -> Option<Reply> {
    match op {
        "wechat.accept" if !body(input).contains("<sign>") => {
            Some(Reply::Ok(Map::from_iter([("paid".to_owned(), json!(true))])))
        }
        "wechat.native_callback" if body(input).contains('%') => panic!("no format"),
        _ => None,
    }
}

/// Fetches the address on the loopback interface before it refuses.
fn curious(op: &str, input: &Map<String, Value>) -> Option<Reply> {
    if op != "wechat.notify" {
        return None;
    }
    let text = body(input);
    let address = text.split_once("http://127.0.0.1:")?.1.split('"').next()?;
    let (port, path) = address.split_once('/')?;
    let mut connection = TcpStream::connect(("127.0.0.1", port.parse().unwrap())).unwrap();
    write!(connection, "GET /{path} HTTP/1.0\r\n\r\n").unwrap();
    connection.read_to_string(&mut String::new()).unwrap();
    None
}

fn hunt(implementation: &But, jobs: usize, cases: u64, out: &Path) -> Fuzzed {
    let plan = Plan {
        ops: vec!["wechat.*".to_owned()],
        time: Duration::from_secs(36_000),
        cases: Some(cases),
        first: false,
        out: out.to_owned(),
        options: Options { jobs, seed: 5, window: 16, ..Options::default() },
    };
    fuzz(Target::InProcess(implementation), None, &plan, &|_, _| {}).unwrap()
}

fn told(fuzzed: &Fuzzed) -> String {
    let mut out = Vec::new();
    fuzzed.tell(Lang::En, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn jobs_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let files = |jobs: usize| {
        let out = folder.path().join(jobs.to_string());
        let fuzzed = hunt(&But(gullible), jobs, 4000, &out);
        assert_eq!(fuzzed.exit, Exit::Failures);
        let read = |name: &str| fs::read_to_string(out.join(name)).unwrap();
        // Without colours and the time that it took.
        let divergences: Vec<String> = told(&fuzzed)
            .lines()
            .filter(|line| line.contains("fuzz-wechat") || line.contains(" · "))
            .map(str::to_owned)
            .collect();
        let lines = divergences[..divergences.len() - 1].to_vec();
        (read("wechat-accept.json"), read("wechat-native-callback.json"), lines)
    };
    let one = files(1);
    assert_eq!(files(3), one);
    let missing = payspec_vectors::parse("accept", &one.0).unwrap();
    assert_eq!(missing.vectors[0].flags, ["missing-signature-accepted"], "{:?}", missing.vectors);
    assert!(one.2[0].contains("wechat.accept"), "the worst comes first: {:?}", one.2);
    assert!(one.1.contains("fuzz-wechat-native-callback-crash-"), "{}", one.1);
}

#[test]
fn what_was_fetched_is_seen_and_replays() {
    let folder = tempfile::tempdir().unwrap();
    let fuzzed = hunt(&But(curious), 2, 6000, folder.path());
    assert_eq!(fuzzed.exit, Exit::Failures);
    let text = fs::read_to_string(folder.path().join("wechat-notify.json")).unwrap();
    let suite = payspec_vectors::parse("notify", &text).unwrap();
    let ids: Vec<&str> = suite.vectors.iter().map(|vector| &*vector.id).collect();
    assert!(ids.iter().all(|id| id.starts_with("fuzz-wechat-notify-fetched-")), "{ids:?}");
    assert!(suite.vectors.iter().all(|vector| vector.uses_canary()), "{text}");
    assert_eq!(fuzzed.reports[0].summary.failed, suite.vectors.len(), "{}", told(&fuzzed));
}

/// Within the documents, and otherwise than the built-in implementation: failures are raised, empty fields are not handed
/// out, a request holds nothing that its table does not have.
fn of_another_mind(op: &str, input: &Map<String, Value>) -> Option<Reply> {
    let refused = |reason: &str| {
        let class = Some("field".to_owned());
        Some(Reply::Reject(Reject { reason: reason.to_owned(), class, findings: None }))
    };
    let known = |name: &str| payspec_core::wechat::tables::UNIFIED_ORDER.table.find(name.as_bytes()).is_some();
    match op {
        "wechat.response" if body(input).contains("FAIL") => refused("it failed"),
        "wechat.request" if !input["params"].as_object().unwrap().keys().all(|name| known(name)) => refused("unknown"),
        _ => match built_in().call(op, input) {
            Reply::Ok(mut output) => {
                if let Some(fields) = output.get_mut("fields").and_then(Value::as_object_mut) {
                    fields.retain(|_, value| value != "");
                }
                Some(Reply::Ok(output))
            }
            other => Some(other),
        },
    }
}

#[test]
fn what_the_documents_leave_open_is_not_reported() {
    let folder = tempfile::tempdir().unwrap();
    let fuzzed = hunt(&But(of_another_mind), 2, 3000, folder.path());
    assert_eq!(fuzzed.exit, Exit::AsExpected, "{}", told(&fuzzed));
}
