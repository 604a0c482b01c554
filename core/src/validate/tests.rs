use std::borrow::Cow;

use super::*;
use crate::fields;

/// Fields as a reader of XML gives them: `&quot;` is undone, and each field knows where it stood.
fn read(input: &str) -> Fields<'_> {
    let mut list = Fields::with_capacity(8);
    let mut rest = 0;
    while let Some(start) = input[rest..].find('<').map(|at| rest + at) {
        let name_end = start + input[start..].find('>').unwrap();
        let name = &input[start + 1..name_end];
        let end = name_end + 1 + input[name_end + 1..].find("</").unwrap();
        let value = &input[name_end + 1..end];
        let plain = if value.contains('&') {
            Cow::Owned(value.replace("&quot;", "\"").into_bytes())
        } else {
            Cow::Borrowed(value.as_bytes())
        };
        let at = if value.is_empty() { start + 1..name_end } else { name_end + 1..end };
        list.push(fields::Field { name: Cow::Borrowed(name.as_bytes()), value: plain, at });
        rest = end + 3 + name.len();
    }
    list
}

/// Each finding's path and the bytes of the input that it points at.
fn pointed<'i>(message: &str, input: &'i str) -> Vec<(String, Option<&'i str>)> {
    let fields = read(input);
    validate(spec::message(message).unwrap(), &fields, None)
        .into_iter()
        .map(|finding| (finding.path, finding.span.map(|span| &input[span])))
        .filter(|(path, span)| span.is_some() || path.contains('.'))
        .collect()
}

use crate::spec;

#[test]
fn a_finding_points_at_the_bytes_it_is_about() {
    let input = "<total_fee>0.01</total_fee><attach></attach><out_trade_no>2015 0806</out_trade_no><body></body><other>1</other>\
                 <notify_url>https://a.example/x?y=1</notify_url>";
    assert_eq!(
        pointed("unifiedorder", input),
        [
            ("total_fee".to_string(), Some("0.01")),
            ("attach".to_string(), Some("attach")),
            ("out_trade_no".to_string(), Some(" ")),
            ("body".to_string(), Some("body")),
            ("other".to_string(), Some("1")),
            ("notify_url".to_string(), Some("?y=1")),
        ]
    );
}

#[test]
fn within_json_text_it_points_at_the_member() {
    let input = r#"<scene_info>{"h5_info":{"type":"wap"},"x":[1]}</scene_info>"#;
    assert_eq!(
        pointed("unifiedorder", input),
        [("scene_info.h5_info.type".to_string(), Some("wap")), ("scene_info.x".to_string(), Some("[1]")),]
    );
    let missing = r#"<scene_info>{"h5_info":{"type":"IOS","app_name":"a"}}</scene_info>"#;
    assert_eq!(
        pointed("unifiedorder", missing),
        [("scene_info.h5_info.bundle_id".to_string(), Some(r#"{"type":"IOS","app_name":"a"}"#)),]
    );
    let broken = r#"<scene_info>{"h5_info":测}</scene_info>"#;
    assert_eq!(pointed("unifiedorder", broken), [("scene_info".to_string(), Some("测"))]);
    let short = "<scene_info>{</scene_info>";
    assert_eq!(pointed("unifiedorder", short), [("scene_info".to_string(), Some(""))]);
}

#[test]
fn where_the_text_was_escaped_it_points_at_the_field() {
    let value = "{&quot;h5_info&quot;:{&quot;type&quot;:&quot;wap&quot;}}";
    let input = format!("<scene_info>{value}</scene_info>");
    assert_eq!(pointed("unifiedorder", &input), [("scene_info.h5_info.type".to_string(), Some(value))]);
}

#[test]
fn findings_come_in_the_order_of_the_input_and_what_is_missing_last() {
    let input = r#"<scene_info>{"y":1}</scene_info><total_fee>x</total_fee><appid>1</appid><zz>1</zz>"#;
    let fields = read(input);
    let found = validate(spec::message("unifiedorder").unwrap(), &fields, None);
    let paths: Vec<&str> = found.iter().map(|finding| finding.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "scene_info.y",
            "total_fee",
            "zz",
            "mch_id",
            "nonce_str",
            "sign",
            "body",
            "out_trade_no",
            "spbill_create_ip",
            "notify_url",
            "trade_type",
        ]
    );
}

#[test]
fn bytes_that_are_no_text_are_found_and_not_shown() {
    let mut fields = Fields::with_capacity(4);
    let invalid = || Cow::Borrowed(&b"\xd5\x5c\xff"[..]);
    for name in ["body", "notify_url", "scene_info", "trade_type", "spbill_create_ip", "\u{fffd}"] {
        fields.push(fields::Field { name: Cow::Borrowed(name.as_bytes()), value: invalid(), at: 0..3 });
    }
    fields.push(fields::Field { name: Cow::Borrowed(b"\xff"), value: invalid(), at: 0..3 });
    let found = validate(spec::message("unifiedorder").unwrap(), &fields, None);
    let codes: Vec<(&str, &str)> =
        found.iter().take(7).map(|finding| (finding.path.as_str(), finding.code.id())).collect();
    assert_eq!(
        codes,
        [
            ("body", "text-not-utf8"),
            ("notify_url", "text-not-utf8"),
            ("trade_type", "choice-unknown"),
            ("spbill_create_ip", "ip-shape"),
            ("\u{fffd}", "field-unknown"),
            ("\u{fffd}", "field-unknown"),
            ("scene_info", "text-not-utf8"),
        ]
    );
}

#[test]
fn the_providers_own_samples_break_no_rule_of_their_row() {
    let mut samples = 0;
    for message in spec::messages() {
        for field in message.table.fields.iter().filter(|field| !field.example.is_empty()) {
            let name = field.name.replace("$n", "0");
            let fields = Fields::from_pairs([(name.as_str(), field.example)]);
            let found = validate(message, &fields, None);
            let own =
                found.iter().filter(|finding| finding.path.starts_with(&name) && finding.severity == Severity::Error);
            assert_eq!(own.map(|finding| finding.code).collect::<Vec<_>>(), [], "{} {name}", message.id);
            samples += 1;
        }
    }
    assert!(samples > 150, "{samples}");
}
