//! Makes cases: messages by the grammar of each operation, mutated by the attack catalogue, signed with keys that are
//! known, with the result that the documents ask for.
//!
//! The result follows from how a case was made: a genuine message that was written in another way has to be done, one
//! that was changed after signing has to be refused, and where the documents leave something open either will do as long
//! as the values that were signed are read. Core judges each case too; one on which the two differ is set aside.

pub(super) mod alipay;
pub(super) mod keys;
pub(super) mod tables;
mod values;
pub(super) mod wechat;
pub(super) mod words;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_vectors::{Expected, Vector};
use serde_json::{Map, Value, json};

use super::choices::Choices;

/// A JSON object.
pub(super) type Object = Map<String, Value>;

/// What the mutations so far ask of an implementation, from the mildest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asks {
    /// It must do it.
    Done,
    /// It may refuse it.
    Open,
    /// It must refuse it.
    Refused,
}

/// A case on its way.
#[derive(Clone, Debug)]
pub(super) struct Made {
    /// The operation's input.
    pub(super) input: Object,
    /// What has to come of it.
    pub(super) asks: Asks,
    /// What the output has to hold if it is done.
    pub(super) expect: Object,
    /// Other right outputs.
    pub(super) or_expect: Vec<Object>,
    /// The bug classes that the mutations stand for.
    pub(super) flags: Vec<&'static str>,
    /// What was done, for people.
    pub(super) about: Vec<String>,
    /// The clauses that decide.
    pub(super) clauses: Vec<&'static str>,
    /// Features that an implementation may lack.
    pub(super) needs: Vec<&'static str>,
    /// Fields whose value the documents leave open.
    pub(super) loose: Vec<String>,
}

impl Made {
    /// A case that nothing was done to.
    pub(super) fn new(clauses: &[&'static str]) -> Self {
        Made {
            input: Object::new(),
            asks: Asks::Done,
            expect: Object::new(),
            or_expect: Vec::new(),
            flags: Vec::new(),
            about: Vec::new(),
            clauses: clauses.to_vec(),
            needs: Vec::new(),
            loose: Vec::new(),
        }
    }

    /// Notes a mutation: what it asks, its bug class, the clause, what it is.
    pub(super) fn did(&mut self, asks: Asks, flag: &'static str, clause: &'static str, about: impl Into<String>) {
        self.asks = self.asks.max(asks);
        for (list, name) in [(&mut self.flags, flag), (&mut self.clauses, clause)] {
            if !name.is_empty() && !list.contains(&name) {
                list.push(name);
            }
        }
        self.about.push(about.into());
    }

    /// Notes a feature without which the case says nothing.
    pub(super) fn needs(&mut self, feature: &'static str) {
        if !self.needs.contains(&feature) {
            self.needs.push(feature);
        }
    }

    /// Puts a member into the input.
    pub(super) fn put(&mut self, name: &str, value: impl Into<Value>) {
        self.input.insert(name.to_owned(), value.into());
    }

    /// Puts the body into the input.
    pub(super) fn body(&mut self, bytes: &[u8]) {
        self.put("body_b64", STANDARD.encode(bytes));
    }

    /// The fields as the output has to have them. One that is empty is as good as absent (WX-SIGN-3, ALI-VER-5).
    pub(super) fn fields(&mut self, pairs: &[(String, String)]) {
        let told = pairs.iter().filter(|pair| !pair.1.is_empty() && !self.loose.contains(&pair.0));
        let fields: Object = told.map(|(name, value)| (name.clone(), Value::from(value.clone()))).collect();
        self.expect.insert("fields".to_owned(), Value::Object(fields));
    }

    /// A field is read with another value than it had, and whether that is a state of the documents is left open.
    pub(super) fn reads(&mut self, name: &str, value: &str) {
        if let Some(fields) = self.expect.get_mut("fields").and_then(Value::as_object_mut) {
            fields.insert(name.to_owned(), value.into());
        }
        self.expect.shift_remove("paid");
    }

    /// As a vector, which the judge weighs and `payspec run --vectors` replays.
    pub(super) fn vector(self, op: &'static str) -> Vector {
        let expect = match self.asks {
            // Of a refusal nothing but a validator's findings is judged.
            Asks::Refused => self
                .expect
                .into_iter()
                .filter(|(name, _)| name == "findings")
                .map(|one| Object::from_iter([one]))
                .collect(),
            _ if self.or_expect.is_empty() => vec![self.expect],
            _ => self.or_expect,
        };
        Vector {
            id: "fuzz".to_owned(),
            suite: format!("fuzz/{}", op.replace(['.', '_'], "-")),
            op: op.to_owned(),
            about: if self.about.is_empty() { "As the documents show it.".to_owned() } else { self.about.join(" ") },
            group_about: String::new(),
            clauses: self.clauses.iter().map(|clause| (*clause).to_owned()).collect(),
            attacks: Vec::new(),
            flags: self.flags.iter().map(|flag| (*flag).to_owned()).collect(),
            needs: self.needs.iter().map(|need| (*need).to_owned()).collect(),
            input: self.input,
            result: match self.asks {
                Asks::Done => Expected::Valid,
                Asks::Open => Expected::Acceptable,
                Asks::Refused => Expected::Invalid,
            },
            expect,
        }
    }
}

/// Makes one case of an operation.
pub(super) type Maker = fn(&mut Choices) -> Made;

/// The operations, each with what makes a case for it.
pub(super) const OPERATIONS: &[(&str, Maker)] = &[
    ("wechat.notify", wechat::notify),
    ("wechat.accept", wechat::accept),
    ("wechat.response", wechat::response),
    ("wechat.native_callback", wechat::native_callback),
    ("wechat.refund_notify", wechat::refund_notify),
    ("wechat.sign", wechat::sign),
    ("wechat.request", wechat::request),
    ("wechat.native_url", wechat::native_url),
    ("wechat.native_reply", wechat::native_reply),
    ("wechat.jsapi", wechat::jsapi),
    ("wechat.app", wechat::app),
    ("wechat.reply", wechat::reply),
    ("wechat.validate", tables::wechat),
    ("alipay.notify", alipay::notify),
    ("alipay.accept", alipay::accept),
    ("alipay.return", alipay::browser_return),
    ("alipay.response", alipay::response),
    ("alipay.sign", alipay::sign),
    ("alipay.page_pay", alipay::page_pay),
    ("alipay.reply", alipay::reply),
    ("alipay.validate", tables::alipay),
];

/// The `json!` object that it is.
pub(super) fn object(value: Value) -> Object {
    match value {
        Value::Object(object) => object,
        other => Object::from_iter([("value".to_owned(), other)]),
    }
}

/// `{"format", "text"}` of the adapter protocol.
pub(super) fn key(format: &str, text: &str) -> Value {
    json!({ "format": format, "text": text })
}
