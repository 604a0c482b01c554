//! The suites for `wechat.validate`: fields only, against the generator's own copy of the tables' limits.

use serde_json::{Value, json};

use super::message::Message;
use crate::suite::{Group, Suite, Test};

mod address;
mod amount;
mod conditions;
mod number;
mod queries;
mod rows;
mod scene;
mod text;
mod time;
mod time_gap;
mod url;
mod words;

pub(super) fn suites() -> Vec<Suite> {
    vec![
        rows::suite(),
        text::suite(),
        number::suite(),
        amount::suite(),
        time::suite(),
        address::suite(),
        url::suite(),
        words::suite(),
        scene::suite(),
        queries::orderquery(),
        queries::closeorder(),
    ]
}

/// A message's name, the beginning of its vectors' ids, and a request that every rule lets pass.
#[derive(Clone, Copy)]
struct Subject {
    message: &'static str,
    id: &'static str,
}

const ORDER: Subject = Subject { message: "unifiedorder", id: "order" };
const QUERY: Subject = Subject { message: "orderquery", id: "query" };
const CLOSE: Subject = Subject { message: "closeorder", id: "close" };

impl Subject {
    fn group(self, about: &str) -> Group {
        Group::new(about, json!({"message": self.message}))
    }

    /// `params` are sent with a right MD5 signature, unless they hold a `sign` of their own.
    fn test(self, make: impl Fn(String, String) -> Test, id: &str, about: &str, params: &Message) -> Test {
        let signed = params.fields.iter().any(|(name, _)| name == "sign");
        let sent = if signed { params.clone() } else { params.md5() };
        make(format!("wx-validate-{}-{id}", self.id), about.to_owned()).input(json!({"params": sent.params()}))
    }

    /// Every rule is kept.
    fn good(self, id: &str, about: &str, params: &Message) -> Test {
        self.test(Test::valid, id, about, params)
    }

    /// One rule is broken; `field` is to blame.
    fn bad(self, id: &str, about: &str, params: &Message, field: &str) -> Test {
        self.test(Test::invalid, id, about, params).expect(json!({"findings": [field], "class": "field"}))
    }

    /// Editions or readings differ; `about` says which.
    fn lax(self, id: &str, about: &str, params: &Message) -> Test {
        self.test(Test::acceptable, id, about, params)
    }
}

/// A clock for the rules that look at one.
fn at(now: &str) -> Value {
    json!({"now": now})
}
