//! The built-in implementation: payspec-core behind the operations of the adapter protocol.
//!
//! Architecture invariant: this folder maps names and shapes, and decides nothing. A rule that stands here is a rule
//! that a user of the library does not get.

mod alipay;
mod input;
mod wechat;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use payspec_core::fields::{Fields, Pair};
use payspec_core::finding::{Blame, Finding, Lang, Refusal, Severity, code};
use payspec_core::spec::message;
use payspec_core::time::Time;
use payspec_core::validate::{rule, validate};
use serde_json::{Map, Value, json};

use self::input::BadInput;
use super::{Hello, Implementation, Reject, Reply, ReplyFinding};

/// payspec-core as an implementation under test.
#[derive(Debug, Clone, Copy)]
pub(super) struct BuiltIn;

/// Why an operation has no output.
enum Trouble {
    /// The message was turned down.
    Refused(Refusal),
    /// The fields break these rules.
    Findings(Vec<Finding>),
    /// The request is not as the protocol describes it.
    BadInput(BadInput),
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Trouble::Refused(refusal)
    }
}

impl From<BadInput> for Trouble {
    fn from(bad: BadInput) -> Self {
        Trouble::BadInput(bad)
    }
}

type Output = Result<Value, Trouble>;
type Operation = fn(&Map<String, Value>) -> Output;

fn operation(op: &str) -> Option<Operation> {
    wechat::OPERATIONS.iter().chain(alipay::OPERATIONS).find(|(name, _)| *name == op).map(|(_, operation)| *operation)
}

impl Implementation for BuiltIn {
    fn hello(&self) -> Hello {
        let names = wechat::OPERATIONS.iter().chain(alipay::OPERATIONS);
        Hello {
            name: "payspec-core".into(),
            version: env!("CARGO_PKG_VERSION").into(),
            language: "rust".into(),
            ops: names.map(|(name, _)| (*name).to_owned()).collect(),
            ..Hello::default()
        }
    }

    fn call(&self, op: &str, input: &Map<String, Value>) -> Reply {
        let Some(operation) = operation(op) else {
            return Reply::Skip(format!("payspec-core has no operation {op}"));
        };
        match operation(input) {
            Ok(Value::Object(output)) => Reply::Ok(output),
            Ok(other) => Reply::Fault(format!("the output is no object: {other}")),
            Err(Trouble::Refused(refusal)) => Reply::Reject(Reject {
                reason: format!("{}: {refusal}", refusal.code),
                class: Some(class(refusal.blame()).to_owned()),
                findings: None,
            }),
            Err(Trouble::Findings(findings)) => Reply::Reject(Reject {
                reason: findings.iter().map(|finding| finding.text(Lang::En)).collect::<Vec<_>>().join("; "),
                class: Some(class(Blame::Violation).to_owned()),
                findings: Some(findings.iter().map(reply_finding).collect()),
            }),
            Err(Trouble::BadInput(bad)) => Reply::Fault(bad.to_string()),
        }
    }
}

fn class(blame: Blame) -> &'static str {
    match blame {
        Blame::Malformed => "malformed",
        Blame::Forged => "signature",
        Blame::Violation => "field",
        Blame::Misuse => "unsupported",
    }
}

fn reply_finding(finding: &Finding) -> ReplyFinding {
    ReplyFinding { field: finding.path.clone(), rule: rule(finding.code).map(str::to_owned) }
}

/// The `*.validate` operations: warnings alone are an empty object.
fn validate_message(input: &Map<String, Value>) -> Output {
    let message = message(input::text(input, "message")?).ok_or(Refusal::new(code::ARGUMENT_INVALID))?;
    let now = match input::optional(input, "now")? {
        Some(now) => Some(Time::read_compact(now.as_bytes()).map_err(|_| Refusal::new(code::ARGUMENT_INVALID))?),
        None => None,
    };
    let fields = Fields::from_pairs(input::pairs(input, "params")?);
    let mut findings = validate(message, &fields, now);
    findings.retain(|finding| finding.severity == Severity::Error);
    if findings.is_empty() { Ok(json!({})) } else { Err(Trouble::Findings(findings)) }
}

/// Fields as the protocol shows them. Bytes are read in the message's charset by the caller.
fn text_fields(fields: &Fields<'_>) -> Map<String, Value> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    fields.iter().map(|field| (text(field.name()), Value::String(text(field.value())))).collect()
}

fn body_b64(body: &[u8]) -> Value {
    json!({ "body_b64": STANDARD.encode(body) })
}
