use super::chooser;
use super::naive::json::{self as naive, Json};
use super::naive::tables;
use crate::fields::Fields;
use crate::finding::{Severity, code};
use crate::spec;
use crate::validate::validate;
use crate::wire::charset::Charset;
use crate::wire::json;

/// JSON text is read if and only if serde_json reads it, to the same value, but for repeated names and depth; its outer
/// members stand where counting braces finds them; a page pay request with it has the findings of the slow reading.
pub fn biz_content(data: &[u8]) {
    // serde_json and what is drawn from it cost ten times what core does.
    let chosen = chooser(data);
    let slowly = chosen(8);
    let as_gbk = chosen(4).then(|| json::members(data, Charset::Gbk));
    let Ok(text) = std::str::from_utf8(data) else {
        let refusal = json::members(data, Charset::Utf8).expect_err("no UTF-8");
        return assert_eq!(refusal.code, code::TEXT_NOT_IN_CHARSET);
    };
    let parsed = json::parse(text);
    if !chosen(2) {
        return;
    }
    if !slowly {
        let members = json::members(data, Charset::Utf8);
        let object = text.trim_start().starts_with('{');
        return assert!(parsed.is_err() || members.is_ok() == object, "{members:?}");
    }
    let expected = naive::read(text);
    match parsed {
        Ok(document) => {
            let own = Json::of(document.root());
            // A number beyond a float's range is refused by serde_json alone.
            assert!(expected.is_none_or(|expected| same(&own, &expected)), "core and serde_json read different values");
            assert!(!own.repeats(), "a repeated name was overlooked");
            assert!(own.is_shallow());
            outer_members(text, &own);
            if chosen(16) {
                findings(text, &own);
            }
        }
        Err(refusal) => {
            assert!(refusal.at.is_some_and(|at| at <= data.len()), "{refusal:?} is outside the input");
            let refused = match refusal.code {
                code if code == code::JSON_REPEATED => expected.is_none_or(|value| value.repeats()),
                code if code == code::JSON_DEPTH => expected.is_none_or(|value| !value.is_shallow()),
                _ => expected.is_none(),
            };
            assert!(refused, "{refusal:?}, but serde_json reads it");
        }
    }
    if let (Some(Ok(gbk)), true) = (as_gbk, data.is_ascii() && !data.contains(&b'\\')) {
        let utf8 = json::members(data, Charset::Utf8).expect("ASCII is the same in both");
        assert_eq!(gbk, utf8);
    }
}

/// serde_json may round a number otherwise in its last place.
fn same(own: &Json, other: &Json) -> bool {
    match (own, other) {
        (Json::Number(own), Json::Number(other)) => own == other || (own - other).abs() <= other.abs() * 1e-15,
        (Json::Array(own), Json::Array(other)) => {
            own.len() == other.len() && own.iter().zip(other).all(|(own, other)| same(own, other))
        }
        (Json::Object(own), Json::Object(other)) => {
            own.len() == other.len()
                && own.iter().zip(other).all(|(own, other)| own.0 == other.0 && same(&own.1, &other.1))
        }
        _ => own == other,
    }
}

fn outer_members(text: &str, own: &Json) {
    let members = json::members(text.as_bytes(), Charset::Utf8);
    let Json::Object(own) = own else { return assert!(members.is_err()) };
    let members = members.expect("an object has members");
    let places = naive::spans(text.as_bytes());
    assert_eq!(members.as_slice().len(), own.len());
    for ((member, own), place) in members.as_slice().iter().zip(own).zip(places) {
        assert_eq!(member.name(), own.0.as_bytes());
        assert_eq!(member.span(), place.1);
        assert_eq!(member.name_at() + 1, place.0.start);
        let string = member.string(Charset::Utf8).expect("checked by the whole document");
        assert_eq!(string.as_deref(), if let Json::String(text) = &own.1 { Some(text.as_bytes()) } else { None });
    }
}

fn findings(text: &str, own: &Json) {
    // The slow reading takes numbers as serde_json writes them anew.
    if text.is_empty() || has_number(own) {
        return;
    }
    let message = spec::message("alipay.trade.page.pay").expect("a message with a table");
    let pairs = [("biz_content".to_owned(), text.to_owned())];
    let found = validate(message, &Fields::from_pairs([("biz_content", text)]), None);
    for finding in &found {
        assert!(finding.span.as_ref().is_none_or(|span| span.end <= text.len()), "{finding:?} is outside the input");
    }
    let found: tables::Found = found
        .into_iter()
        .map(|finding| (finding.path, finding.code.id(), finding.severity == Severity::Error))
        .filter(|entry| !entry.1.starts_with("url-"))
        .collect();
    assert_eq!(found, tables::findings(message, &pairs, None));
}

fn has_number(value: &Json) -> bool {
    match value {
        Json::Number(_) => true,
        Json::Array(items) => items.iter().any(has_number),
        Json::Object(members) => members.iter().any(|member| has_number(&member.1)),
        _ => false,
    }
}
