//! Messages for the field rules: a message with all that its table requires, with values at and beyond the rules.

use payspec_core::fields::Fields;
use payspec_core::finding::Severity;
use payspec_core::spec::{self, Field, Kind, Message, Presence, Table};
use payspec_core::time::Time;
use payspec_core::validate::validate;
use serde_json::{Value, json};

use super::values::value;
use super::{Asks, Made, Object, object};
use crate::fuzz::choices::Choices;

/// Beginnings and ends of orders: distances that are not those of their digits, days that are in some years only.
const GAPS: &[(&str, &str)] = &[
    ("20260101120000", "20260101123000"),
    ("20260101120045", "20260101120115"),
    ("20260101125930", "20260101130000"),
    ("20260101235930", "20260102000000"),
    ("20260131235930", "20260201000000"),
    ("20251231235930", "20260101000000"),
    ("20260101120000", "20260101120060"),
    ("20260101120000", "20260101120100"),
    ("20260101120000", "20260101120101"),
    ("20260101115800", "20260101120000"),
    ("20260101120500", "20260101120000"),
    ("20240229120000", "20240229130000"),
    ("20280228235000", "20280229000000"),
    ("20000229120000", "20000229130000"),
    ("20230229120000", "20230301120000"),
    ("21000229120000", "21000301120000"),
    ("19000229120000", "19000301120000"),
    ("20260430120000", "20260431120000"),
];

/// `wechat.validate`.
pub(super) fn wechat(choices: &mut Choices) -> Made {
    let name = choices.word(&["unifiedorder", "unifiedorder", "unifiedorder", "orderquery", "closeorder"]);
    message(name, choices)
}

/// `alipay.validate`.
pub(super) fn alipay(choices: &mut Choices) -> Made {
    let name = choices.word(&["alipay.trade.page.pay", "alipay.trade.page.pay", "alipay.trade.query"]);
    message(name, choices)
}

fn message(name: &str, choices: &mut Choices) -> Made {
    let mut made = Made::new(&[]);
    let Some(message) = spec::message(name) else { return made };
    made.clauses.push(if name.starts_with("alipay") { "ALI-PAR-1" } else { "WX-UO-1" });
    let mut pairs = Vec::new();
    for field in message.table.fields {
        if wanted(field, &pairs, choices) {
            let other = field.name == "trade_type" && choices.percent(40);
            // What else is required depends on it.
            let value = if other { choices.word(&["NATIVE", "APP", "MWEB"]).to_owned() } else { sample(field) };
            pairs.push((field.name.to_owned(), value));
        }
    }
    let now = choices.percent(50).then_some("20260101120000");
    if name == "unifiedorder" && choices.percent(10) {
        let (start, end) = *choices.pick(GAPS);
        for (name, value) in [("time_start", start), ("time_expire", end)] {
            pairs.retain(|pair: &(String, String)| pair.0 != name);
            pairs.push((name.to_owned(), value.to_owned()));
        }
    }
    for _ in 0..[0, 1, 1, 2][choices.below(4)] {
        mutate(message, &mut pairs, now, choices);
    }
    let params: Object = pairs.iter().map(|(name, value)| (name.clone(), Value::from(value.clone()))).collect();
    // A name that came twice has its last value, as an object has.
    let pairs: Vec<(&str, &str)> =
        params.iter().map(|(name, value)| (&**name, value.as_str().unwrap_or_default())).collect();
    let time = now.and_then(|now| Time::read_compact(now.as_bytes()).ok());
    let found = validate(message, &Fields::from_pairs(pairs), time);
    let errors: Vec<&str> =
        found.iter().filter(|finding| finding.severity == Severity::Error).map(|finding| &*finding.path).collect();
    for finding in &found {
        let asks = if finding.severity == Severity::Error { Asks::Refused } else { Asks::Open };
        let flag = flag_of(finding.code.id());
        made.did(asks, flag, finding.clause, finding.text(payspec_core::finding::Lang::En));
    }
    if !errors.is_empty() {
        made.expect = object(json!({ "findings": errors }));
    }
    made.put("message", name);
    made.put("params", Value::Object(params));
    if let Some(now) = now {
        made.put("now", now);
    }
    made
}

/// The bug class of a finding, by the codes' families.
fn flag_of(code: &str) -> &'static str {
    let families = [
        ("amount-", "amount-form"),
        ("number-", "amount-form"),
        ("length-", "length-limit"),
        ("field-required-when", "condition-between-fields"),
        ("field-one-of", "condition-between-fields"),
        ("field-excludes", "condition-between-fields"),
        ("field-required", "required-field-missing"),
        ("field-expected", "required-field-missing"),
        ("field-unknown", "unknown-request-field"),
        ("field-", "condition-between-fields"),
        ("character-", "order-number-alphabet"),
        ("choice-", "word-list"),
        ("currency-", "currency"),
        ("time-gap", "time-gap"),
        ("time-past", "time-gap"),
        ("time-not-after", "time-gap"),
        ("time-far", "time-gap"),
        ("time-", "calendar"),
        ("unix-", "calendar"),
        ("period-", "timeout-form"),
        ("url-", "notify-url"),
        ("ip-", "ip-form"),
        ("signature-", "sign-length"),
        ("percent-", "double-encoding"),
        ("base64-", "sign-length"),
        ("json-", "wrong-json-type"),
    ];
    families.iter().find(|(start, _)| code.starts_with(start)).map_or("", |(_, flag)| *flag)
}

fn wanted(field: &Field, before: &[(String, String)], choices: &mut Choices) -> bool {
    match field.presence {
        Presence::Required | Presence::Expected(_) => true,
        Presence::RequiredWhen { other, values, unless } => {
            let holds = before.iter().any(|pair| pair.0 == other && values.contains(&&*pair.1));
            let instead = unless.is_some_and(|name| before.iter().any(|pair| pair.0 == name));
            holds && !instead || choices.percent(10)
        }
        Presence::Optional => field.name == "out_trade_no" || choices.percent(12),
    }
}

/// A value that the row allows.
pub(super) fn sample(field: &Field) -> String {
    match field.kind {
        Kind::Json(table) => json_sample(table).to_string(),
        Kind::JsonOrText(_) => "{}".to_owned(),
        Kind::HexSignature => "C380BEC2BFD727A4B6845133519F3AD6".to_owned(),
        _ if field.name == "time_start" => "20260101120000".to_owned(),
        _ if field.name == "time_expire" => "20260101130000".to_owned(),
        _ if field.name == "sign" => "c2lnbg==".to_owned(),
        _ if field.name.ends_with("_url") => "https://pay.merchant.example/notify".to_owned(),
        _ => field.example.to_owned(),
    }
}

fn json_sample(table: &'static Table) -> Value {
    let required =
        table.fields.iter().filter(|field| matches!(field.presence, Presence::Required | Presence::Expected(_)));
    let mut members: Object = required.map(|field| (field.name.to_owned(), Value::from(sample(field)))).collect();
    if members.is_empty() && table.find(b"out_trade_no").is_some() {
        members.insert("out_trade_no".to_owned(), "T20260101_0001".into());
    }
    Value::Object(members)
}

/// One field or member gets another value, or goes.
fn mutate(message: &'static Message, pairs: &mut Vec<(String, String)>, now: Option<&str>, choices: &mut Choices) {
    let table = &message.table;
    // Optional fields are many, and rules that reach into JSON as well: each kind has its share.
    let taken = |wanted: &dyn Fn(&Field) -> bool| -> Vec<&Field> {
        table.fields.iter().filter(|field| wanted(field)).collect()
    };
    let rows = match choices.below(4) {
        0 => taken(&|_| true),
        1 => taken(&|field| matches!(field.kind, Kind::Json(_))),
        _ => taken(&|field| pairs.iter().any(|pair| pair.0 == field.name)),
    };
    if rows.is_empty() {
        return;
    }
    let row = rows[choices.below(rows.len())];
    let there = pairs.iter().position(|pair| pair.0 == row.name);
    match (row.kind, there) {
        (Kind::Json(inner), Some(at)) if !choices.percent(20) => {
            let Ok(Value::Object(mut members)) = serde_json::from_str(&pairs[at].1) else { return };
            for _ in 0..1 + choices.below(2) {
                mutate_member(inner, &mut members, now, choices);
            }
            pairs[at].1 = Value::Object(members).to_string();
        }
        (_, Some(at)) if choices.percent(15) => _ = pairs.remove(at),
        (_, Some(at)) if choices.percent(5) => pairs[at].1 = String::new(),
        (_, Some(at)) => pairs[at].1 = value(row, now, choices),
        (_, None) if choices.percent(8) => {
            pairs.push(((choices.word(&["signType", "zzz", "Body", "version2"])).to_owned(), "1".to_owned()))
        }
        (_, None) => pairs.push((row.name.to_owned(), value(row, now, choices))),
    }
}

fn mutate_member(table: &'static Table, members: &mut Object, now: Option<&str>, choices: &mut Choices) {
    // What is there already, half of the time: optional members are many.
    let there: Vec<&Field> = table.fields.iter().filter(|field| members.contains_key(field.name)).collect();
    let row = match choices.once_in(2) && !there.is_empty() {
        true => Some(there[choices.below(there.len())]),
        false => table.fields.get(choices.below(table.fields.len())),
    };
    let Some(row) = row else { return };
    match row.kind {
        Kind::Object(inner) | Kind::Json(inner) => {
            let mut object = match members.get(row.name) {
                Some(Value::Object(object)) => object.clone(),
                _ => match json_sample(inner) {
                    Value::Object(object) => object,
                    _ => Object::new(),
                },
            };
            mutate_member(inner, &mut object, now, choices);
            members.insert(row.name.to_owned(), Value::Object(object));
        }
        Kind::Objects(inner) => {
            let sample = json_sample(inner);
            let Value::Object(mut object) = sample.clone() else { return };
            mutate_member(inner, &mut object, now, choices);
            let mut items = vec![Value::Object(object)];
            if choices.percent(40) {
                items.insert(0, sample);
            }
            members.insert(row.name.to_owned(), Value::Array(items));
        }
        _ if members.contains_key(row.name) && choices.percent(20) => _ = members.shift_remove(row.name),
        _ => {
            let text = value(row, now, choices);
            let value = match choices.below(10) {
                0 => text.parse::<i64>().map_or_else(|_| Value::from(text.clone()), Value::from),
                1 => (*choices.pick(&[Value::Null, Value::Bool(true), json!({}), json!([])])).clone(),
                _ => Value::from(text),
            };
            members.insert(row.name.to_owned(), value);
        }
    }
}
