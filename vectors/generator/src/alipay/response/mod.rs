//! `alipay.response`: the signed node of a synchronous response (object D), cut out of the body byte for byte.

mod forged;
mod paid;
mod slicing;

use serde_json::{Value, json};

use super::fixtures::verifier;
use crate::keys::P;
use crate::sign::RsaScheme;
use crate::suite::{Suite, Test};

/// The suites.
pub(super) fn suites() -> Vec<Suite> {
    let mut all = slicing::suites();
    all.extend(forged::suites());
    all.push(paid::suite());
    all
}

/// The name of the query's node.
const QUERY: &str = "alipay_trade_query_response";

fn given() -> Value {
    let mut given = verifier();
    given["method"] = "alipay.trade.query".into();
    given["charset"] = "utf-8".into();
    given
}

/// Key P's RSA2 signature over a node's text.
fn sign(node: &str) -> String {
    RsaScheme::Rsa2.sign(&P, node.as_bytes())
}

/// The usual body: the query's node, then its signature.
fn body(node: &str) -> String {
    body_with(node, &sign(node))
}

fn body_with(node: &str, sign: &str) -> String {
    format!(r#"{{"{QUERY}":{node},"sign":"{sign}"}}"#)
}

/// Expects a node back: its text, or the value that it is.
fn expect_node(test: Test, node: &str) -> Test {
    let value: Value = serde_json::from_str(node).expect("the generator's nodes are JSON");
    test.expect(json!({"node": node, "json": value}))
}

fn valid(id: &str, about: &str, body: &str, node: &str) -> Test {
    expect_node(Test::valid(format!("ali-response-{id}"), about).body(body), node)
}

fn policy(id: &str, about: &str, body: &str, node: &str) -> Test {
    expect_node(Test::acceptable(format!("ali-response-{id}"), about).body(body), node)
}

fn invalid(id: &str, about: &str, body: &str, class: &str) -> Test {
    Test::invalid(format!("ali-response-{id}"), about).body(body).class(class)
}

/// A successful query's node with a subject, given as JSON text without its quotes.
fn with_subject(subject: &str) -> String {
    format!(
        r#"{{"code":"10000","msg":"Success","out_trade_no":"T20260101_0001","subject":"{subject}","trade_no":"2026010122001400000000000001","trade_status":"TRADE_SUCCESS","total_amount":"88.88"}}"#
    )
}
