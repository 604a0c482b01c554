//! `alipay.validate`: field rules, from the generator's own copy of the limits in sections 3 and 7 of `alipay.md`.

mod amounts;
mod common;
mod goods;
mod members;
mod query;
mod rows;
mod times;
mod urls;

use serde_json::{Map, Value, json};

use super::fixtures::{object, request};
use crate::canonical::Pair;
use crate::keys::A;
use crate::sign::RsaScheme;
use crate::suite::{Suite, Test, Verdict};

/// The suites.
pub(super) fn suites() -> Vec<Suite> {
    vec![
        common::suite(),
        urls::suite(),
        rows::suite(),
        members::suite(),
        amounts::suite(),
        times::suite(),
        goods::suite(),
        query::suite(),
    ]
}

const PAGE_PAY: &str = "alipay.trade.page.pay";

/// What goes with every vector of page pay.
fn given() -> Value {
    json!({"message": PAGE_PAY})
}

/// The members of `biz_content` of ALI-EX-1.
fn biz() -> Map<String, Value> {
    let members = json!({
        "out_trade_no": "T20260101_0001", "product_code": "FAST_INSTANT_TRADE_PAY",
        "total_amount": "88.88", "subject": "测试商品 A+B"
    });
    members.as_object().expect("an object").clone()
}

/// A complete, signed request with some common parameters set, added, or (with `None`) taken away.
fn params(changes: &[(&str, Option<&str>)]) -> Vec<Pair> {
    let mut all = request(changes);
    if !changes.iter().any(|(name, _)| *name == "sign") {
        let string = crate::canonical::alipay_request(&all);
        all.push(("sign".to_owned(), RsaScheme::Rsa2.sign(&A, string.as_bytes())));
    }
    all
}

fn test(verdict: Verdict, id: &str, about: &str, params: &[Pair]) -> Test {
    Test::new(verdict, format!("ali-validate-{id}"), about.to_owned()).input(json!({"params": object(params)}))
}

/// A request with one common parameter changed.
fn common(verdict: Verdict, id: &str, about: &str, name: &str, value: Option<&str>) -> Test {
    let changed = match (name, value) {
        ("sign", None) => {
            let mut all = params(&[]);
            all.retain(|(n, _)| n != "sign");
            all
        }
        _ => params(&[(name, value)]),
    };
    test(verdict, id, about, &changed)
}

/// A request whose `biz_content` is this text.
fn content(verdict: Verdict, id: &str, about: &str, text: &str) -> Test {
    test(verdict, id, about, &params(&[("biz_content", Some(text))]))
}

/// A request with one member of `biz_content` set, or taken away.
fn member(verdict: Verdict, id: &str, about: &str, name: &str, value: Option<Value>) -> Test {
    let mut members = biz();
    match value {
        Some(value) => drop(members.insert(name.to_owned(), value)),
        None => drop(members.shift_remove(name).expect("the member is there")),
    }
    content(verdict, id, about, &Value::Object(members).to_string())
}

/// The finding without which a refusal is not for the right reason.
fn blames(test: Test, field: &str) -> Test {
    test.expect(json!({"findings": [field]})).class("field")
}

/// `blames` where the verdict is a refusal; nothing where it is none.
fn blames_if_invalid(test: Test, field: &str) -> Test {
    if test.verdict == Verdict::Invalid { blames(test, field) } else { test }
}
