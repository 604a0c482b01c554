//! libFuzzer dictionaries, made from the field tables: names, samples and listed values, with the marks of the wire
//! format around them. `examples/fuzz_files.rs` writes them to `fuzz/dictionaries`; a test refuses stale ones.

use std::collections::BTreeSet;

use crate::spec::{self, Kind, Provider, Table};

/// Each dictionary's name and its text. Targets share them, see [`of`].
pub fn all() -> Vec<(&'static str, String)> {
    vec![
        ("wechat_xml", text(&xml())),
        ("alipay_form", text(&form())),
        ("alipay_json", text(&json())),
        ("tables", text(&[words(Provider::WeChatPay), words(Provider::Alipay)].concat())),
    ]
}

/// The dictionary of a target.
pub fn of(target: &str) -> Option<&'static str> {
    Some(match target {
        "wechat_xml" | "wechat_notification" | "refund_req_info" | "explain" => "wechat_xml",
        "alipay_form" | "alipay_notification" | "alipay_return" => "alipay_form",
        "alipay_response" | "biz_content" => "alipay_json",
        "validate" | "wechat_sign" | "native_link" | "alipay_request" => "tables",
        _ => return None,
    })
}

fn xml() -> Vec<String> {
    let marks = [
        "<xml>",
        "</xml>",
        "<root>",
        "</root>",
        "<![CDATA[",
        "]]>",
        "]]]]><![CDATA[>",
        "<!--",
        "-->",
        "<!-- -->",
        "<?x y?>",
        "<!DOCTYPE xml>",
        "<!ENTITY e \"1\">",
        "&e;",
        "&amp;",
        "&lt;",
        "&gt;",
        "&quot;",
        "&apos;",
        "&#x4F;",
        "&#13;",
        "&#0;",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        " v=\"1\"",
        " xmlns=\"u\"",
        "q:",
        "/>",
        "\u{feff}",
        "\r\n",
    ];
    let fields = words(Provider::WeChatPay);
    let elements = names(Provider::WeChatPay).map(|name| format!("<{name}></{name}>"));
    marks.map(str::to_owned).into_iter().chain(elements).chain(fields).collect()
}

fn form() -> Vec<String> {
    let marks = [
        "&",
        "=",
        "%",
        "%25",
        "%26",
        "%3D",
        "%2B",
        "+",
        "%00",
        "%B2%E2",
        ";",
        "[]",
        "%5B%5D",
        "sign=",
        "sign_type=RSA2",
        "sign_type=RSA",
        "charset=gbk",
    ];
    let pairs = names(Provider::Alipay).map(|name| format!("&{name}="));
    marks.map(str::to_owned).into_iter().chain(pairs).chain(words(Provider::Alipay)).collect()
}

fn json() -> Vec<String> {
    let marks = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u0041",
        "\\ud83d\\ude00",
        "null",
        "true",
        "1e2",
        "-0",
        "\"alipay_trade_query_response\":",
        "\"error_response\":",
        "\"sign\":",
        "\"alipay_cert_sn\":",
        "\"code\":\"10000\"",
        "\"trade_status\":\"TRADE_SUCCESS\"",
    ];
    let members = names(Provider::Alipay).map(|name| format!("\"{name}\":\""));
    marks.map(str::to_owned).into_iter().chain(members).chain(words(Provider::Alipay)).collect()
}

fn names(provider: Provider) -> impl Iterator<Item = &'static str> {
    let mut names = BTreeSet::new();
    for message in spec::messages().filter(|message| message.provider == provider) {
        gather(&message.table, &mut |name, _| _ = names.insert(name));
    }
    names.into_iter()
}

/// Names, samples and listed values, as they stand in any format.
fn words(provider: Provider) -> Vec<String> {
    let mut words: BTreeSet<String> = BTreeSet::new();
    for message in spec::messages().filter(|message| message.provider == provider) {
        gather(&message.table, &mut |name, values| {
            words.insert(name.replace("$n", "0").replace("$m", "1"));
            words.extend(values.iter().map(|value| (*value).to_owned()));
        });
    }
    // The fuzzer draws an entry at a time; long samples would only fill the input.
    words.into_iter().filter(|word| (2..=64).contains(&word.len())).collect()
}

fn gather(table: &'static Table, take: &mut dyn FnMut(&'static str, &[&'static str])) {
    for field in table.fields {
        let mut values = vec![field.example];
        match field.kind {
            Kind::Choice(choices, _) | Kind::Strings(choices, _) => {
                values.extend(choices.iter().map(|choice| choice.value))
            }
            Kind::Json(inner) | Kind::JsonOrText(inner) | Kind::Object(inner) | Kind::Objects(inner) => {
                gather(inner, take)
            }
            _ => {}
        }
        take(field.name, &values);
    }
}

/// One quoted entry a line, bytes beyond printable ASCII escaped.
fn text(entries: &[String]) -> String {
    let mut seen = BTreeSet::new();
    let mut text = "# Made by `cargo run -p payspec-core --example fuzz_files`; do not edit.\n".to_owned();
    for entry in entries.iter().filter(|entry| !entry.is_empty() && seen.insert(*entry)) {
        text.push('"');
        for byte in entry.bytes() {
            match byte {
                b'"' | b'\\' => text.extend(['\\', char::from(byte)]),
                b' '..=b'~' => text.push(char::from(byte)),
                _ => text.push_str(&format!("\\x{byte:02X}")),
            }
        }
        text.push_str("\"\n");
    }
    text
}
