//! The validator agrees with a second, naive reading of the tables on whatever is put together from them.

use std::collections::BTreeSet;

use payspec_core::fields::Fields;
use payspec_core::finding::{Lang, Severity};
use payspec_core::fuzzing::naive::tables;
use payspec_core::spec::{self, Kind, Table};
use payspec_core::time::Time;
use payspec_core::validate::{rule, validate};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

/// What can stand in any field: samples of all rows, and what people get wrong.
fn any_text() -> impl Strategy<Value = String> {
    let samples: Vec<String> = spec::messages()
        .flat_map(|message| message.table.fields)
        .map(|field| field.example.to_string())
        .chain(
            [
                "",
                "",
                "0",
                "1",
                "088",
                "88.8",
                "100000000",
                "100000000.01",
                "1000000001",
                "-1",
                "1e2",
                " 1",
                "1 ",
                "a b",
                "a\u{1}",
                "\u{ffff}",
                "测试",
                "wx-1|2*3@",
                "a/b=c&d",
                "NATIVE",
                "MWEB",
                "APP",
                "MD5",
                "md5",
                "USD",
                "cny",
                "RSA",
                "2",
                "4",
                "1c",
                "16d",
                "90m",
                "prepay_id=",
                "prepay_id=1",
                "a%3D1",
                "a=1",
                "{}",
                "{",
                "[]",
                "null",
                "20240229235959",
                "20240230000000",
                "20240101000000",
                "20240101000030",
                "20240101000300",
                "20240101010000",
                "2024-01-01 00:00:30",
                "2024-01-01 00:10",
                "2024-01-01T00:00:00",
                "2024-01-10 00:00:00.5",
                "2024-03-01 00:00:00",
                "2024-02-30 00:00:00",
                "1414488825",
                "AAA=",
                "AA=A",
            ]
            .map(String::from),
        )
        .collect();
    prop_oneof![
        8 => select(samples),
        1 => "[a-zA-Z0-9_|.测 ]{0,140}",
        1 => ("[a测]", 0_usize..300).prop_map(|(letter, times)| letter.repeat(times)),
    ]
}

fn any_value(table: &'static Table, depth: u32) -> BoxedStrategy<Value> {
    let text = any_text().prop_map(Value::from);
    if depth == 0 {
        return text.boxed();
    }
    let names: Vec<&'static str> = table.fields.iter().map(|field| field.name).chain(["other"]).collect();
    let members = prop::collection::vec((select(names), any_inner(table, depth)), 0..8);
    prop_oneof![
        1 => text,
        4 => members.prop_map(|members| {
            Value::Object(members.into_iter().map(|(name, value)| (name.to_string(), value)).collect())
        }),
    ]
    .boxed()
}

/// A value for some member: often one that the tables below would hold.
fn any_inner(table: &'static Table, depth: u32) -> BoxedStrategy<Value> {
    let mut all: Vec<BoxedStrategy<Value>> = vec![
        any_text().prop_map(Value::from).boxed(),
        any_text().prop_map(Value::from).boxed(),
        select(vec![
            Value::Null,
            Value::from(true),
            Value::from(1),
            Value::from(0),
            Value::from(88.5),
            serde_json::json!([]),
        ])
        .boxed(),
    ];
    for field in table.fields {
        match field.kind {
            Kind::Object(inner) => all.push(any_value(inner, depth - 1)),
            Kind::Objects(inner) => {
                all.push(prop::collection::vec(any_value(inner, depth - 1), 0..3).prop_map(Value::from).boxed());
            }
            Kind::Strings(..) => all.push(prop::collection::vec(any_text(), 0..3).prop_map(Value::from).boxed()),
            _ => {}
        }
    }
    (any::<Index>(), all).prop_map(|(index, values)| index.get(&values).clone()).boxed()
}

fn any_message() -> impl Strategy<Value = (&'static str, Vec<(String, String)>, Option<Time>)> {
    let now = prop::option::of((0_i64..4000).prop_map(|ahead| Time::from_unix(1_704_038_400 - 2000 + ahead).unwrap()));
    let message = select(spec::messages().map(|message| message.id).collect::<Vec<_>>());
    (message, now).prop_flat_map(|(id, now)| {
        let message = spec::message(id).unwrap();
        let rows: Vec<BoxedStrategy<Option<(String, String)>>> = message
            .table
            .fields
            .iter()
            .map(|field| {
                let name = Just(field.name.replace("$n", "0"));
                let value = match field.kind {
                    Kind::Json(table) | Kind::JsonOrText(table) => prop_oneof![
                        1 => any_text(),
                        4 => any_value(table, 3).prop_map(|value| value.to_string()),
                    ]
                    .boxed(),
                    Kind::Url(_) | Kind::Ip => Just(field.example.to_string()).boxed(),
                    Kind::Choice(choices, _) => prop_oneof![
                        2 => select(choices.to_vec()).prop_map(|choice| choice.value.to_string()),
                        1 => any_text(),
                    ]
                    .boxed(),
                    _ => prop_oneof![2 => Just(field.example.to_string()), 1 => any_text()].boxed(),
                };
                prop::option::weighted(0.8, (name, value)).boxed()
            })
            .collect();
        let extra = prop::option::weighted(
            0.2,
            (select(vec!["coupon_id_12", "total_fee", "Sign", "other", "attach"]).prop_map(String::from), any_text()),
        );
        (rows, extra).prop_map(move |(rows, extra)| (id, rows.into_iter().flatten().chain(extra).collect(), now))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn validate_agrees_with_the_slow_reading((id, pairs, now) in any_message()) {
        let message = spec::message(id).unwrap();
        let expected = tables::findings(message, &pairs, now);
        let findings = validate(message, &Fields::from_pairs(pairs), now);
        let mut found = BTreeSet::new();
        for finding in &findings {
            for lang in [Lang::En, Lang::Zh] {
                let text = finding.text(lang) + &finding.mend(lang);
                for name in ["{field}", "{other}", "{limit}", "{length}", "{choices}", "{form}", "{value}", "{seconds}", "{part}"] {
                    prop_assert!(!text.contains(name), "{text}");
                }
            }
            prop_assert!(rule(finding.code).is_some());
            let entry = (finding.path.clone(), finding.code.id(), finding.severity == Severity::Error);
            // URLs and addresses are read value by value in `validate_wechat.rs`.
            if !entry.1.starts_with("url-") && !entry.1.starts_with("ip-") {
                found.insert(entry);
            }
        }
        prop_assert_eq!(found, expected);
    }
}
