//! `alipay.notify`: what a receiver makes of the bytes that arrive, before it looks at any order.

mod encoding;
mod examples;
mod fields;
mod forged;
mod repeated;
mod signature;
mod status;
mod tampered;

use serde_json::json;

use super::fixtures::fields_of;
use super::form::Form;
use crate::suite::{Suite, Test};

/// The suites.
pub(super) fn suites() -> Vec<Suite> {
    let mut all = vec![examples::suite(), tampered::suite()];
    all.extend(encoding::suites());
    all.extend([fields::suite(), repeated::suite(), status::suite()]);
    all.extend(signature::suites());
    all.extend([forged::suite(), super::collisions::notify(super::fixtures::verifier())]);
    all
}

/// Adds a form as body and, as the output, what an order is found by and whether it is paid.
fn read(test: Test, form: &Form, paid: bool) -> Test {
    test.body(form.wire()).expect(json!({"fields": fields_of(form), "paid": paid}))
}

/// A genuine, paid notification.
fn genuine(id: &str, about: &str, form: &Form) -> Test {
    read(Test::valid(format!("ali-notify-{id}"), about), form, true)
}

/// A genuine one on which implementations may differ.
fn policy(id: &str, about: &str, form: &Form) -> Test {
    read(Test::acceptable(format!("ali-notify-{id}"), about), form, true)
}

/// One that must be refused for its signature.
fn refused(id: &str, about: &str, form: &Form) -> Test {
    Test::invalid(format!("ali-notify-{id}"), about).body(form.wire()).class("signature")
}
