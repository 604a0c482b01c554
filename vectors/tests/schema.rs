//! Every suite file keeps to `schema.json`, and the schema refuses what the format forbids.

use serde_json::{Value, json};

fn schema() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(include_str!("../schema.json")).expect("schema.json is JSON");
    jsonschema::draft202012::new(&schema).expect("schema.json is a schema of draft 2020-12")
}

#[test]
fn every_suite_keeps_to_the_schema() {
    let schema = schema();
    for name in payspec_vectors::names() {
        let text = payspec_vectors::text(name).expect("a name has its text");
        let file: Value = serde_json::from_str(text).expect("a suite is JSON");
        let faults: Vec<String> = schema.iter_errors(&file).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        assert_eq!(file["suite"], *name, "the suite's name is its path");
        let provider = name.split('/').next().expect("a path has a first part");
        let op = file["op"].as_str().expect("the schema says so");
        assert!(op.starts_with(&format!("{provider}.")), "{name} asks for {op}");
    }
}

#[test]
fn what_the_format_forbids_is_refused() {
    let schema = schema();
    let file = |test: Value| {
        json!({"payspec": 1, "suite": "wechat/x", "op": "wechat.sign", "about": "a",
               "groups": [{"tests": [test]}]})
    };
    let good = json!({"id": "wx-x", "about": "a", "clauses": ["WX-SIGN-1"], "attacks": ["X08"], "result": "valid"});
    assert!(schema.is_valid(&file(good.clone())));
    for (member, value) in [
        ("id", json!("Wx-x")),
        ("id", json!("xx-x")),
        ("result", json!("maybe")),
        ("needs", json!(["md5"])),
        ("attacks", json!(["x08"])),
        ("clauses", json!(["WX"])),
        ("in", json!({"unknown": 1})),
        ("in", json!({"params": {"a": 1}})),
        ("in", json!({"body_hex": "0"})),
        ("in", json!({"body_b64": "YQ"})),
        ("in", json!({"public_key": {"format": "der", "text": ""}})),
        ("in", json!({"now": "20260101"})),
        ("expect", json!({})),
        ("expect", json!({"signed": "x"})),
        ("expect", json!({"findings": ["a"]})),
        ("any_of", json!([{"sign": "x"}])),
        ("other", json!(1)),
    ] {
        let mut bad = good.clone();
        bad[member] = value.clone();
        assert!(!schema.is_valid(&file(bad)), "{member}: {value}");
    }
    let mut both = good.clone();
    both["expect"] = json!({"sign": "x"});
    both["any_of"] = json!([{"sign": "x"}, {"sign": "y"}]);
    assert!(!schema.is_valid(&file(both)));
    let mut refused = good;
    refused["result"] = json!("invalid");
    refused["expect"] = json!({"class": "field", "findings": ["a", "b[0].c"]});
    assert!(schema.is_valid(&file(refused.clone())));
    refused["expect"] = json!({"sign": "x"});
    assert!(!schema.is_valid(&file(refused)));
}
