//! An adapter that is broken on purpose: `payspec-fake-adapter MODE [N]`.
//!
//! It has one operation, `alipay.reply`, and answers it right, but for the request whose `n` is N: there it does
//! what its mode says. Requests are told apart by `n`, a member that the operation does not know.

use std::io::{BufRead, Write, stdin, stdout};
use std::net::TcpStream;
use std::process::{Command, exit};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mode = arguments.first().map_or("right", String::as_str);
    let target = arguments.get(1).map_or("", String::as_str);
    match mode {
        // Its target is an address, which nobody must answer.
        "reach" => return reach(target),
        "exit-early" => {
            eprintln!("cannot find my library");
            exit(1);
        }
        "mute" => {
            // Reads everything, answers nothing.
            for _ in stdin().lines() {}
            return;
        }
        _ => {}
    }
    let mut held = Vec::new();
    for line in stdin().lock().lines() {
        let Ok(line) = line else { break };
        let request: Value = serde_json::from_str(&line).expect("the runner writes JSON");
        if request["op"] == "hello" {
            say(&hello(mode));
            continue;
        }
        let hit = target.is_empty() || request["in"]["n"] == target;
        match mode {
            "reversed" => held.push(right(&request)),
            _ if hit => misbehave(mode, target, &request),
            _ => say(&right(&request)),
        }
        if held.len() == target.parse().unwrap_or(usize::MAX) {
            held.drain(..).rev().for_each(|reply| say(&reply));
        }
    }
    match mode {
        // An adapter that does not go when it is asked to.
        "linger" => loop {
            std::thread::park();
        },
        "last-words" => say(&"good bye"),
        _ => {}
    }
}

fn hello(mode: &str) -> Value {
    let mut ok = json!({"name": "fake", "version": "0", "language": "rust", "ops": ["alipay.reply"]});
    match mode {
        "bad-hello" => {
            ok.as_object_mut().expect("an object").remove("ops");
        }
        "no-ops" => ok["ops"] = json!([]),
        "lacks" => ok["lacks"] = json!(["gbk"]),
        "hello-id" => return json!({"id": 5, "ok": ok}),
        "hello-reject" => return json!({"id": 0, "reject": {"reason": "no"}}),
        _ => {}
    }
    json!({"id": 0, "ok": ok})
}

/// What `alipay.reply` has to answer.
fn right(request: &Value) -> Value {
    let body = if request["in"]["outcome"] == "success" { "success" } else { "failure" };
    json!({"id": request["id"], "ok": {"body_b64": STANDARD.encode(body)}})
}

fn misbehave(mode: &str, target: &str, request: &Value) {
    let id = &request["id"];
    match mode {
        "hang" => {}
        "crash" => {
            eprintln!("Segmentation fault, so to speak");
            exit(7);
        }
        "crash-once" => {
            // The marker says that it has crashed already.
            let marker = std::env::var("FAKE_MARKER").expect("FAKE_MARKER names a file");
            if !std::path::Path::new(&marker).exists() {
                std::fs::write(&marker, target).expect("the marker can be written");
                exit(7);
            }
            say(&right(request));
        }
        "abort" => std::process::abort(),
        "close" => {
            // Standard output ends, the process does not.
            use std::os::unix::process::CommandExt as _;
            let error = Command::new("sh").args(["-c", "exec 1>&-; exec cat >/dev/null"]).exec();
            panic!("sh cannot be run: {error}");
        }
        "garbage" => say(&"Loading model..."),
        "wrong-id" => say(&json!({"id": 4_000_000, "ok": {}})),
        "repeated-id" => {
            say(&right(request));
            say(&right(request));
        }
        "half-line" => {
            print!("{{\"id\":{id},\"ok\":");
            let _ = stdout().flush();
            exit(0);
        }
        "long-line" => say(&json!({"id": id, "skip": "x".repeat(16 * 1024 * 1024)})),
        "stderr-flood" => {
            for _ in 0..4096 {
                eprintln!("{}", "warning: deprecated ".repeat(50));
            }
            say(&right(request));
        }
        "wrong" => say(&json!({"id": id, "ok": {"body_b64": STANDARD.encode("SUCCESS")}})),
        "missing" => say(&json!({"id": id, "ok": {}})),
        "reject" => say(&json!({"id": id, "reject": {"reason": "I will not", "class": "unsupported"}})),
        "skip" => say(&json!({"id": id, "skip": "not today"})),
        "fault" => say(&json!({"id": id, "fault": "IndexError: list index out of range"})),
        "fetch" => {
            fetch(request["in"]["body_b64"].as_str().unwrap_or_default());
            say(&right(request));
        }
        _ => say(&right(request)),
    }
}

/// Answers right where `address` cannot be reached, and with a fault where it can.
fn reach(address: &str) {
    for line in stdin().lock().lines() {
        let Ok(line) = line else { break };
        let request: Value = serde_json::from_str(&line).expect("the runner writes JSON");
        match TcpStream::connect(address) {
            _ if request["op"] == "hello" => say(&hello("reach")),
            Ok(_) => say(&json!({"id": request["id"], "fault": format!("{address} was reached")})),
            Err(_) => say(&right(&request)),
        }
    }
}

/// Fetches the first address in a body, as a parser that resolves external entities does.
fn fetch(body: &str) {
    let body = String::from_utf8(STANDARD.decode(body).unwrap_or_default()).unwrap_or_default();
    let Some((_, rest)) = body.split_once("http://") else {
        return;
    };
    let address = rest.split('"').next().unwrap_or_default();
    let (host, path) = address.split_once('/').expect("the address has a path");
    let mut connection = TcpStream::connect(host).expect("the canary listens");
    write!(connection, "GET /{path} HTTP/1.0\r\n\r\n").expect("the canary reads");
    let mut answer = String::new();
    std::io::Read::read_to_string(&mut connection, &mut answer).expect("the canary answers");
    assert!(answer.ends_with("canary"), "{answer}");
}

fn say(line: &impl std::fmt::Display) {
    let mut out = stdout().lock();
    // The runner may have hung up, which is its right.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
