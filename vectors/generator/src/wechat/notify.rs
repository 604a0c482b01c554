//! What the suites for `wechat.notify` share: a genuine payment notification and its verdicts.

use serde_json::{Value, json};

use super::message::{KEY, Message};
use crate::suite::{Group, Test};

pub(super) mod algorithm;
pub(super) mod charset;
pub(super) mod collision;
pub(super) mod doctype;
pub(super) mod fields;
pub(super) mod limits;
pub(super) mod meaning;
pub(super) mod repeats;
pub(super) mod rows;
pub(super) mod signature;
pub(super) mod values;
pub(super) mod xml;

/// The fields that money hangs on; every accepted notification must be read with these values.
const MONEY: &[&str] = &["out_trade_no", "total_fee", "transaction_id"];

/// A group for a merchant who is configured for MD5.
fn md5_group(about: &str) -> Group {
    Group::new(about, json!({"key": KEY, "sign_type": "MD5"}))
}

/// A genuine notification that must be read, with this body.
fn read(id: &str, about: &str, message: &Message, body: impl AsRef<[u8]>) -> Test {
    Test::valid(format!("wx-notify-{id}"), about).body(body).expect(message.expect(MONEY)).expect(json!({"paid": true}))
}

/// A genuine notification, MD5, as the provider sends it.
fn genuine(id: &str, about: &str, message: &Message) -> Test {
    read(id, about, message, message.md5().xml())
}

/// A genuine notification in a form that a strict reader may refuse; what is read must be this message.
fn either(id: &str, about: &str, message: &Message, body: impl AsRef<[u8]>) -> Test {
    let test = Test::acceptable(format!("wx-notify-{id}"), about);
    test.body(body).expect(message.expect(MONEY)).expect(json!({"paid": true}))
}

/// A notification that must be refused; `class` is a note.
fn refuse(id: &str, class: &str, about: &str, body: impl AsRef<[u8]>) -> Test {
    Test::invalid(format!("wx-notify-{id}"), about).body(body).class(class)
}

/// Adds one field to what must be read.
fn and_field(test: Test, name: &str, value: &str) -> Test {
    let mut fields = test.expect.as_ref().and_then(|e| e.get("fields")).cloned().unwrap_or_else(|| json!({}));
    fields[name] = Value::from(value);
    test.expect(json!({"fields": fields}))
}
