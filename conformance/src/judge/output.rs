//! The output of an operation: its shape, and what the vector and the protocol page ask of it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_vectors::Vector;
use serde_json::{Map, Value};

use super::built;
use crate::outcome::{Problem, plain};

/// Everything that is wrong with the output of a vector that may be done; empty when nothing is.
pub(super) fn problems(vector: &Vector, input: &Map<String, Value>, output: &Map<String, Value>) -> Vec<Problem> {
    let shape = shape_problems(&vector.op, input, output);
    if !shape.is_empty() {
        return shape;
    }
    let (read, mut problems) = built::judge(&vector.op, input, output);
    // A message that cannot be read has nothing in it to compare.
    if !problems.iter().any(|p| matches!(p, Problem::Unreadable { .. })) {
        let alternatives = vector.expect.iter().map(|expect| compare(expect, output, read.as_ref()));
        let closest = alternatives.min_by_key(Vec::len).unwrap_or_default();
        for problem in closest {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
    problems
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Base64,
    Flag,
    Object,
    Any,
}

impl Kind {
    fn holds(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Base64 => value.as_str().is_some_and(|text| STANDARD.decode(text).is_ok()),
            Self::Flag => value.is_boolean(),
            Self::Object => value.is_object(),
            Self::Any => true,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Base64 => "standard padded base64",
            Self::Flag => "true or false",
            Self::Object => "an object",
            Self::Any => "a value",
        }
    }
}

type Members = Vec<(&'static str, Kind)>;

/// The members of an operation's output: those of which one has to be there, and those that may be.
fn members(op: &str, input: &Map<String, Value>) -> Option<(Members, Members)> {
    let posts = input.get("http_method").and_then(Value::as_str) == Some("POST");
    Some(match op {
        "wechat.sign" | "alipay.sign" => (vec![("sign", Kind::Text)], vec![("canonical", Kind::Text)]),
        "wechat.request" | "wechat.reply" | "wechat.native_reply" | "alipay.reply" => {
            (vec![("body_b64", Kind::Base64)], vec![])
        }
        "wechat.notify" | "wechat.response" | "alipay.notify" => {
            (vec![("fields", Kind::Object)], vec![("paid", Kind::Flag)])
        }
        "wechat.native_callback" | "wechat.refund_notify" | "alipay.return" => (vec![("fields", Kind::Object)], vec![]),
        "wechat.accept" | "alipay.accept" => (vec![("paid", Kind::Flag)], vec![]),
        "wechat.native_url" => (vec![("url", Kind::Text)], vec![]),
        "wechat.jsapi" | "wechat.app" => (vec![("params", Kind::Object)], vec![]),
        "alipay.page_pay" if posts => (vec![("html", Kind::Text)], vec![]),
        "alipay.page_pay" => (vec![("url", Kind::Text)], vec![]),
        "alipay.response" => (vec![("node", Kind::Text), ("json", Kind::Any)], vec![("paid", Kind::Flag)]),
        "wechat.validate" | "alipay.validate" => (vec![], vec![]),
        _ => return None,
    })
}

fn shape_problems(op: &str, input: &Map<String, Value>, output: &Map<String, Value>) -> Vec<Problem> {
    let Some((one_of, optional)) = members(op, input) else {
        return vec![Problem::VectorFault { what: format!("there is no operation `{op}`") }];
    };
    let there = |name: &str| output.get(name).filter(|value| !value.is_null());
    if !one_of.is_empty() && one_of.iter().all(|(name, _)| there(name).is_none()) {
        let names: Vec<_> = one_of.iter().map(|(name, _)| *name).collect();
        return vec![Problem::MissingOutput { output: names.join(" or ") }];
    }
    one_of
        .into_iter()
        .chain(optional)
        .filter(|(name, kind)| there(name).is_some_and(|value| !kind.holds(value)))
        .map(|(name, kind)| Problem::WrongType { output: name.into(), wanted: kind.name().into() })
        .collect()
}

/// Compares an output with one `expect` object. `read` holds the fields of a message that was built, decoded.
fn compare(
    expect: &Map<String, Value>,
    output: &Map<String, Value>,
    read: Option<&Map<String, Value>>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let object = |name: &str| output.get(name).and_then(Value::as_object).or(read);
    for (member, wanted) in expect {
        match member.as_str() {
            "sign" => {
                let got = output.get("sign").or_else(|| read?.get("sign"));
                problems.extend(differs("sign", wanted, got));
            }
            // Optional outputs: not judged where they are missing.
            "canonical" | "paid" => {
                let got = output.get(member).filter(|value| !value.is_null());
                problems.extend(got.and_then(|got| differs(member, wanted, Some(got))));
            }
            "fields" | "params" => {
                for (name, wanted) in wanted.as_object().into_iter().flatten() {
                    let got = object(member).and_then(|fields| fields.get(name));
                    if name == "biz_content" && member == "params" && same_biz_content(wanted, got) {
                        continue;
                    }
                    problems.extend(differs(&format!("{member}.{name}"), wanted, got));
                }
            }
            "absent" => {
                let fields = object("fields").or_else(|| object("params"));
                for name in wanted.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    if let Some(got) = fields.and_then(|fields| fields.get(name)) {
                        problems.push(Problem::MustBeAbsent { field: name.into(), got: plain(got) });
                    }
                }
            }
            "node" => problems.extend(node_differs(wanted, output)),
            "json" => problems.extend(json_differs(wanted, output)),
            "body_b64" => problems.extend(differs("body_b64", wanted, output.get("body_b64"))),
            // Of a refusal, which this is not.
            "class" | "findings" => {}
            other => problems.push(Problem::VectorFault { what: format!("`expect` has an unknown member `{other}`") }),
        }
    }
    problems
}

/// How `biz_content` is written is free, see [`built::same_json_text`].
fn same_biz_content(wanted: &Value, got: Option<&Value>) -> bool {
    let got = got.and_then(Value::as_str);
    wanted.as_str().zip(got).is_some_and(|(wanted, got)| built::same_json_text(wanted, got))
}

fn differs(what: &str, wanted: &Value, got: Option<&Value>) -> Option<Problem> {
    (got != Some(wanted)).then(|| Problem::Differs {
        what: what.to_owned(),
        expected: plain(wanted),
        got: got.map(plain),
    })
}

/// A response node: `node` has to be the same text, `json` the same value.
fn node_differs(wanted: &Value, output: &Map<String, Value>) -> Vec<Problem> {
    let text = differs("node", wanted, output.get("node").filter(|v| !v.is_null()).or(Some(wanted)));
    let value = wanted.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok());
    let json = output.get("json").zip(value).and_then(|(got, wanted)| {
        (!same_json(&wanted, got)).then(|| Problem::Differs {
            what: "json".into(),
            expected: wanted.to_string(),
            got: Some(got.to_string()),
        })
    });
    text.into_iter().chain(json).collect()
}

fn json_differs(wanted: &Value, output: &Map<String, Value>) -> Option<Problem> {
    let parsed = || serde_json::from_str::<Value>(output.get("node")?.as_str()?).ok();
    let got = output.get("json").cloned().or_else(parsed);
    let same = got.as_ref().is_some_and(|got| same_json(wanted, got));
    (!same).then(|| Problem::Differs {
        what: "json".into(),
        expected: wanted.to_string(),
        got: got.map(|got| got.to_string()),
    })
}

/// Equality as JSON values: members in any order, and `1` is `1.0`, which some languages cannot tell apart.
pub(super) fn same_json(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => a == b || (a.is_f64() != b.is_f64() && a.as_f64() == b.as_f64()),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_json(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same_json(a, b)))
        }
        _ => one == other,
    }
}
