use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn refusal(text: &str) -> (&'static str, Option<usize>) {
    let by_parse = parse(text).unwrap_err();
    (by_parse.code.id(), by_parse.at)
}

#[test]
fn what_is_no_json_is_refused_where_it_goes_wrong() {
    let cases = [
        ("", "json-syntax", 0),
        (" ", "json-syntax", 1),
        ("{", "json-syntax", 1),
        ("{\"a\":1,}", "json-syntax", 7),
        ("[1,]", "json-syntax", 3),
        ("[,1]", "json-syntax", 1),
        ("{} x", "json-syntax", 3),
        ("{}{}", "json-syntax", 2),
        ("{]", "json-syntax", 1),
        ("[}", "json-syntax", 1),
        ("{a:1}", "json-syntax", 1),
        ("{\"a\" 1}", "json-syntax", 5),
        ("{'a':1}", "json-syntax", 1),
        ("01", "json-syntax", 1),
        ("1.", "json-syntax", 2),
        (".5", "json-syntax", 0),
        ("+1", "json-syntax", 0),
        ("1e", "json-syntax", 2),
        ("-", "json-syntax", 1),
        ("nul", "json-syntax", 0),
        ("NaN", "json-syntax", 0),
        ("\"a", "json-syntax", 2),
        ("\"a\nb\"", "json-syntax", 2),
        ("\"longer than eight\u{1}\"", "json-syntax", 18),
        ("\"\\x\"", "json-syntax", 2),
        ("\"\\u12g4\"", "json-syntax", 5),
        ("\"\\ud83d\"", "json-syntax", 1),
        ("\"ab\\udc00\\ud83d\"", "json-syntax", 3),
        ("\u{feff}{}", "json-syntax", 0),
        ("{\"a\":1,\"b\":{\"c\":1,\"c\":2}}", "json-repeated", 18),
        ("{\"a\":1,\"\\u0061\":2}", "json-repeated", 7),
    ];
    for (text, code, at) in cases {
        assert_eq!(refusal(text), (code, Some(at)), "{text}");
    }
}

#[test]
fn nesting_has_a_bound() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(parse(&nested(64)).is_ok());
    assert_eq!(refusal(&nested(65)), ("json-depth", Some(64)));
    assert_eq!(refusal(&"[".repeat(1_000_000)), ("json-depth", Some(64)));
    let text = format!("{{\"a\":{}}}", nested(64));
    assert_eq!(members(text.as_bytes(), Charset::Utf8).unwrap_err().code, code::JSON_DEPTH);
}

#[test]
fn members_are_found_with_their_exact_text() {
    let text = br#" { "r" : {"a":"}","b":[1,{"sign":"x"}]} , "si\u0067n":"a\/b", "n":-1.5e3,"t":true,"z":null } "#;
    let found = members(text, Charset::Utf8).unwrap();
    let response = found.find("r").unwrap();
    assert_eq!(response.raw(), br#"{"a":"}","b":[1,{"sign":"x"}]}"#);
    assert_eq!(&text[response.span()], response.raw());
    assert_eq!((response.kind(), response.name_at()), (Kind::Object, 3));
    let sign = found.find("sign").unwrap();
    assert_eq!(sign.raw(), br#""a\/b""#);
    assert_eq!(sign.string(Charset::Utf8).unwrap().unwrap(), &b"a/b"[..]);
    let kinds: Vec<Kind> = found.as_slice().iter().map(Member::kind).collect();
    assert_eq!(kinds, [Kind::Object, Kind::String, Kind::Number, Kind::Bool, Kind::Null]);
    assert_eq!(found.find("n").unwrap().string(Charset::Utf8), Ok(None));
}

#[test]
fn members_are_those_of_one_object_and_each_occurs_once() {
    let refused = |text: &[u8]| members(text, Charset::Utf8).map_err(|refusal| (refusal.code, refusal.at)).unwrap_err();
    assert_eq!(refused(b"[]"), (code::JSON_SYNTAX, Some(0)));
    assert_eq!(refused(b"\"a\""), (code::JSON_SYNTAX, Some(0)));
    assert_eq!(refused(br#"{"a":1,"b":2,"a":3}"#), (code::JSON_REPEATED, Some(13)));
    assert_eq!(refused(br#"{"a":1,"\u0061":3}"#), (code::JSON_REPEATED, Some(7)));
    assert_eq!(refused(b"{\"a\":\"\xff\"}"), (code::TEXT_NOT_IN_CHARSET, Some(6)));
    let many = |last: &str| {
        let names: Vec<String> = (0..1000).map(|n| format!("\"n{n}\":0")).collect();
        format!("{{{},\"{last}\":1}}", names.join(","))
    };
    assert_eq!(members(many("m").as_bytes(), Charset::Utf8).unwrap().as_slice().len(), 1001);
    let text = many("n7");
    let last = text.rfind("\"n7\"").unwrap();
    assert_eq!(refused(text.as_bytes()), (code::JSON_REPEATED, Some(last)));
    assert_eq!(refusal(&text), ("json-repeated", Some(last)));
}

#[test]
fn a_pair_of_gbk_may_end_in_a_backslash() {
    // 誠 is 0xD5 0x5C in GBK.
    let text = b"{\"r\":{\"subject\":\"\xd5\x5c\"},\"sign\":\"\xd5\x5c\\n\"}";
    let found = members(text, Charset::Gbk).unwrap();
    assert_eq!(found.find("r").unwrap().raw(), b"{\"subject\":\"\xd5\x5c\"}");
    assert_eq!(found.find("sign").unwrap().string(Charset::Gbk).unwrap().unwrap(), &b"\xd5\x5c\n"[..]);
    let escaped = members(br#"{"a":"\u8aa0"}"#, Charset::Gbk).unwrap();
    assert_eq!(escaped.find("a").unwrap().string(Charset::Gbk).unwrap().unwrap(), &b"\xd5\x5c"[..]);
    for (broken, at) in [(&b"{\"a\":\"\xd5\"}"[..], 6), (b"{\"a\":\"\xff\xff\"}", 6), (b"{\"a\":\"\xd5", 6)] {
        assert_eq!(members(broken, Charset::Gbk).unwrap_err(), Refusal::at(code::TEXT_NOT_IN_CHARSET, at));
    }
}

fn close(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= a.abs() * 1e-12
}

/// The same value as serde_json has it; numbers as their text.
fn same(node: Node<'_>, value: &Value) -> bool {
    match value {
        Value::Null => node.kind() == Kind::Null,
        Value::Bool(truth) => node.kind() == Kind::Bool && node.raw() == truth.to_string(),
        Value::Number(number) => {
            node.number().is_some_and(|text| close(text.parse().unwrap(), number.as_f64().unwrap()))
        }
        Value::String(text) => node.string().as_deref() == Some(text),
        Value::Array(items) => {
            node.kind() == Kind::Array
                && node.items().count() == items.len()
                && node.items().zip(items).all(|(item, value)| item.name.is_empty() && same(item.node, value))
        }
        Value::Object(map) => {
            node.kind() == Kind::Object
                && node.items().count() == map.len()
                && node.items().zip(map).all(|(item, (name, value))| item.name == *name && same(item.node, value))
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        // Quarters: serde_json reads longer fractions to the last bit but one.
        any::<i32>().prop_map(|n| Value::from(f64::from(n) / 4.0)),
        any::<String>().prop_map(Value::from),
        "[ -~]{0,24}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 20, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec(("[a-z\"\\\\é]{0,3}", inner), 0..20)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_serde_json_writes_reads_the_same(value in any_json(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
        let document = parse(&text).unwrap();
        prop_assert!(same(document.root(), &value));
        if let Value::Object(map) = &value {
            let found = members(text.as_bytes(), Charset::Utf8).unwrap();
            prop_assert_eq!(found.as_slice().len(), map.len());
            for (member, (name, value)) in found.as_slice().iter().zip(map) {
                prop_assert_eq!(member.name(), name.as_bytes());
                prop_assert_eq!(&serde_json::from_slice::<Value>(member.raw()).unwrap(), value);
            }
        }
    }

    #[test]
    fn text_like_json_is_read_only_if_serde_json_reads_it(text in r#"[\[\]{}:,"\\a0-2.eE+\-u \n]{0,16}"#) {
        if let Ok(document) = parse(&text) {
            let value: Value = match serde_json::from_str(&text) {
                Ok(value) => value,
                // A number beyond a double's range is still JSON.
                Err(error) if error.to_string().starts_with("number out of range") => return Ok(()),
                Err(error) => return Err(TestCaseError::fail(error.to_string())),
            };
            prop_assert!(same(document.root(), &value));
        } else if let Ok(value) = serde_json::from_str::<Value>(&text) {
            // Only a repeated name is refused beyond the grammar.
            prop_assert_eq!(parse(&text).unwrap_err().code, code::JSON_REPEATED, "{}", value);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64), gbk: bool) {
        let mut text = b"{\"a\":\"".to_vec();
        text.extend(&bytes);
        text.extend(b"\"}");
        let charset = if gbk { Charset::Gbk } else { Charset::Utf8 };
        if let Ok(found) = members(&text, charset) {
            for member in found.as_slice() {
                prop_assert_eq!(&text[member.span()], member.raw());
            }
        }
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let _ = parse(text);
        }
    }
}
