//! Steps behind the adapter protocol.

use payspec::adapter::{Hello, Implementation, Reject, Reply, ReplyFinding};
use payspec_core::finding::{Blame, Refusal};
use serde_json::{Map, Value};

use crate::input::Input;
use crate::stop::Stop;
use crate::{SOUND, Steps, alipay, validate, wechat};

/// Every operation of the pipelines.
pub const OPERATIONS: &[&str] = &[
    "wechat.sign",
    "wechat.request",
    "wechat.notify",
    "wechat.accept",
    "wechat.response",
    "wechat.reply",
    "wechat.native_url",
    "wechat.native_callback",
    "wechat.native_reply",
    "wechat.jsapi",
    "wechat.app",
    "wechat.refund_notify",
    "alipay.sign",
    "alipay.page_pay",
    "alipay.notify",
    "alipay.accept",
    "alipay.return",
    "alipay.response",
    "alipay.reply",
    "wechat.validate",
    "alipay.validate",
];

/// An implementation made of steps.
#[derive(Clone, Copy)]
pub struct Faulty {
    name: &'static str,
    steps: Steps,
}

impl Faulty {
    /// The implementation without a fault.
    pub const SOUND: Faulty = Faulty { name: "sound", steps: SOUND };

    /// The sound implementation with `break_it` done to it.
    pub fn new(name: &'static str, break_it: fn(&mut Steps)) -> Self {
        let mut steps = SOUND;
        break_it(&mut steps);
        Faulty { name, steps }
    }
}

impl Implementation for Faulty {
    fn hello(&self) -> Hello {
        Hello {
            name: format!("payspec-faults {}", self.name),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            language: "rust".to_owned(),
            ops: OPERATIONS.iter().map(|op| (*op).to_owned()).collect(),
            ..Hello::default()
        }
    }

    fn call(&self, op: &str, input: &Map<String, Value>) -> Reply {
        let input = Input(input);
        let answer = match op.split_once('.') {
            Some((_, "validate")) => validate::call(&self.steps.validate, input),
            Some(("wechat", _)) => wechat::operations::call(&self.steps.wechat, op, input),
            Some(("alipay", _)) => alipay::operations::call(&self.steps.alipay, op, input),
            _ => Err(Stop::Unknown(op.to_owned())),
        };
        match answer {
            Ok(output) => Reply::Ok(output),
            Err(stop) => stopped(stop),
        }
    }
}

fn stopped(stop: Stop) -> Reply {
    match stop {
        Stop::Refused(refusal) => Reply::Reject(reject(refusal)),
        Stop::Complaints(complaints) => Reply::Reject(Reject {
            reason: format!("{} fields break a rule", complaints.len()),
            class: Some("field".to_owned()),
            findings: Some(
                complaints
                    .into_iter()
                    .map(|complaint| ReplyFinding { field: complaint.field, rule: Some(complaint.rule.to_owned()) })
                    .collect(),
            ),
        }),
        Stop::Broke(what) => Reply::Fault(what),
        Stop::Unknown(op) => Reply::Skip(format!("there is no operation {op}")),
    }
}

fn reject(refusal: Refusal) -> Reject {
    let class = match refusal.blame() {
        Blame::Malformed => "malformed",
        Blame::Forged => "signature",
        Blame::Violation => "field",
        Blame::Misuse => "unsupported",
    };
    Reject { reason: format!("{}: {refusal}", refusal.code), class: Some(class.to_owned()), findings: None }
}
