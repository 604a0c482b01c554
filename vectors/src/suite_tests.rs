use super::*;
use serde_json::json;

fn suite(tests: Value) -> String {
    json!({
        "payspec": 1, "suite": "wechat/x", "op": "wechat.sign", "about": "A suite.",
        "groups": [{"about": "A group.", "given": {"key": "k", "params": {"a": "1", "b": "2"}}, "tests": tests}]
    })
    .to_string()
}

fn test(more: Value) -> Value {
    let mut test = json!({"id": "wx-x", "about": "A test.", "clauses": ["WX-SIGN-1"], "result": "valid"});
    for (name, value) in more.as_object().expect("an object") {
        test[name] = value.clone();
    }
    test
}

fn error(text: &str) -> String {
    parse("x.json", text).unwrap_err().to_string()
}

#[test]
fn a_test_takes_what_its_group_gives_and_replaces_it_shallowly() {
    let text = suite(json!([test(json!({"in": {"params": {"a": "9"}}, "attacks": ["C06"], "expect": {"sign": "S"}}))]));
    let suite = parse("x.json", &text).unwrap();
    assert_eq!((suite.name.as_str(), suite.op.as_str(), suite.about.as_str()), ("wechat/x", "wechat.sign", "A suite."));
    let vector = &suite.vectors[0];
    assert_eq!(Value::Object(vector.input.clone()), json!({"key": "k", "params": {"a": "9"}}));
    assert_eq!((vector.suite.as_str(), vector.group_about.as_str()), ("wechat/x", "A group."));
    assert_eq!(vector.result, Expected::Valid);
    assert_eq!(vector.attacks, ["C06"]);
    assert_eq!(vector.expect, [json!({"sign": "S"}).as_object().unwrap().clone()]);
    assert!(vector.needs.is_empty() && vector.flags.is_empty());
}

#[test]
fn bodies_become_base64_when_the_request_is_made_and_not_before() {
    let text = suite(json!([test(
        json!({"in": {"body": "<{{canary}}>"}, "result": "acceptable", "any_of": [{"body": "a"}, {"body_hex": "62"}]})
    )]));
    let vector = parse("x.json", &text).unwrap().vectors.remove(0);
    assert!(vector.uses_canary());
    assert_eq!(vector.input["body"], "<{{canary}}>");
    assert_eq!(vector.request_input("http://127.0.0.1:9/c")["body_b64"], "PGh0dHA6Ly8xMjcuMC4wLjE6OS9jPg==");
    assert_eq!(vector.request_input("").get("body"), None);
    assert_eq!(vector.expect[0]["body_b64"], "YQ==");
    assert_eq!(vector.expect[1]["body_b64"], "Yg==");
}

#[test]
fn a_body_without_the_word_uses_no_canary() {
    let text = suite(json!([test(json!({"in": {"body": "canary"}}))]));
    assert!(!parse("x.json", &text).unwrap().vectors[0].uses_canary());
}

#[test]
fn neither_expect_nor_any_of_means_no_expectation() {
    let text = suite(json!([test(json!({"result": "invalid"}))]));
    assert!(parse("x.json", &text).unwrap().vectors[0].expect.is_empty());
}

#[test]
fn faults_name_the_file_and_the_test() {
    assert_eq!(
        error(&suite(json!([test(json!({})), test(json!({}))]))),
        "x.json: test `wx-x`: this id stands twice; give the second one its own"
    );
    assert_eq!(
        error(&suite(json!([test(json!({"expect": {}, "any_of": [{}]}))]))),
        "x.json: test `wx-x`: has both `expect` and `any_of`; keep one"
    );
    assert_eq!(
        error(&suite(json!([test(json!({"any_of": []}))]))),
        "x.json: test `wx-x`: `any_of` is empty; list what may come, or leave it out"
    );
    assert_eq!(
        error(&suite(json!([test(json!({"in": {"body_hex": "0"}}))]))),
        "x.json: test `wx-x`: `body_hex` is no hex of whole bytes"
    );
    assert_eq!(
        error(&suite(json!([])).replace("\"payspec\":1", "\"payspec\":2")),
        "x.json: format version 2, but this loader reads version 1 (`\"payspec\": 1`)"
    );
}

#[test]
fn an_unknown_member_is_refused_and_named() {
    for text in [
        suite(json!([test(json!({"flag": []}))])),
        suite(json!([])).replace("\"given\"", "\"flag\""),
        suite(json!([])).replace("\"op\"", "\"flag\":0,\"op\""),
    ] {
        assert!(error(&text).starts_with("x.json: unknown field `flag`"), "{}", error(&text));
    }
    assert!(error(&suite(json!([test(json!({"result": "maybe"}))]))).contains("unknown variant `maybe`"));
    assert!(error("").starts_with("x.json: EOF while parsing"));
}
