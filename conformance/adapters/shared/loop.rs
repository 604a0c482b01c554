//! The JSON Lines loop of every Rust adapter: adapter protocol v1, see conformance/PROTOCOL.md.

use std::io::{BufRead, Write, stdin, stdout};
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};

/// Why an operation has no output.
pub enum No {
    /// The SDK refused the input in the way in which it documents refusing.
    Reject(String),
    /// The SDK has no such feature.
    Skip(&'static str),
}

/// What an operation gives: the protocol's output object, or why there is none.
pub type Outcome = Result<Value, No>;

/// A text member of the input; absent and empty are one.
pub fn text<'a>(input: &'a Value, name: &str) -> &'a str {
    input[name].as_str().unwrap_or_default()
}

/// The base64 body of a key, on one line: the SDKs here take keys without PEM's first and last line.
pub fn bare(key: &Value) -> String {
    text(key, "text")
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .collect()
}

fn answer(
    request: &Value,
    hello: &Value,
    operation: &impl Fn(&str, &Value) -> Option<Outcome>,
) -> Value {
    let op = text(request, "op");
    if op == "hello" {
        return json!({"id": request["id"], "ok": hello});
    }
    // A panic is no way of refusing; the next request finds the SDK as it was.
    match catch_unwind(AssertUnwindSafe(|| operation(op, &request["in"]))) {
        Ok(Some(Ok(ok))) => json!({"id": request["id"], "ok": ok}),
        Ok(Some(Err(No::Reject(reason)))) => {
            json!({"id": request["id"], "reject": {"reason": reason}})
        }
        Ok(Some(Err(No::Skip(why)))) => json!({"id": request["id"], "skip": why}),
        Ok(None) => json!({"id": request["id"], "skip": "not in ops"}),
        Err(_) => json!({"id": request["id"], "fault": "a panic; standard error has its message"}),
    }
}

/// Answers requests one at a time until the input ends. Neither SDK prints, so standard output is left as it is.
pub fn serve(
    hello: Value,
    operation: impl Fn(&str, &Value) -> Option<Outcome>,
) -> std::io::Result<()> {
    for line in stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let mut out = stdout().lock();
        writeln!(out, "{}", answer(&request, &hello, &operation))?;
        out.flush()?;
    }
    Ok(())
}
