//! Mistakes that are made with both providers' fields.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};
use unicode_normalization::UnicodeNormalization;

use super::forward::*;

fn f(id: &'static str, step: Step) -> Forward {
    Forward { id, step }
}

const RFC3986: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
const COMPONENT: &AsciiSet = &RFC3986.remove(b'!').remove(b'*').remove(b'\'').remove(b'(').remove(b')');

fn component(value: &[u8]) -> Vec<u8> {
    percent_encode(value, COMPONENT).to_string().into_bytes()
}

/// What Java's URLEncoder and browsers do.
fn form(value: &[u8]) -> Vec<u8> {
    form_urlencoded::byte_serialize(value).collect::<String>().into_bytes()
}

fn text(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}

fn no_plus(value: &[u8]) -> Vec<u8> {
    value.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect()
}

fn drop_if(signer: &Signer, pairs: &mut Pairs, test: impl Fn(&[u8], &[u8]) -> bool) {
    choose(signer, pairs);
    pairs.retain(|(name, value)| !test(name, value));
}

fn empty_to(pairs: &mut Pairs, word: &str) {
    pairs.iter_mut().filter(|pair| pair.1.is_empty()).for_each(|pair| pair.1 = word.as_bytes().to_vec());
}

fn json(value: &[u8], write: impl Fn(&serde_json::Value) -> String) -> Vec<u8> {
    match serde_json::from_slice::<serde_json::Value>(value) {
        Ok(parsed) if parsed.is_object() || parsed.is_array() => write(&parsed).into_bytes(),
        _ => value.to_vec(),
    }
}

fn python(value: &serde_json::Value) -> String {
    struct Spaced;
    impl serde_json::ser::Formatter for Spaced {
        fn begin_array_value<W: ?Sized + std::io::Write>(&mut self, w: &mut W, first: bool) -> std::io::Result<()> {
            if first { Ok(()) } else { w.write_all(b", ") }
        }
        fn begin_object_key<W: ?Sized + std::io::Write>(&mut self, w: &mut W, first: bool) -> std::io::Result<()> {
            if first { Ok(()) } else { w.write_all(b", ") }
        }
        fn begin_object_value<W: ?Sized + std::io::Write>(&mut self, w: &mut W) -> std::io::Result<()> {
            w.write_all(b": ")
        }
    }
    use serde::Serialize;
    let mut out = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Spaced)).unwrap();
    String::from_utf8(out).unwrap()
}

fn escaped(text: &str) -> String {
    let units = text.encode_utf16();
    units.map(|unit| if unit < 0x80 { char::from(unit as u8).to_string() } else { format!("\\u{unit:04x}") }).collect()
}

fn sorted(value: &serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(map) => {
            let tree: std::collections::BTreeMap<_, _> = map.iter().map(|(k, v)| (k.clone(), sorted(v))).collect();
            tree.into_iter().collect::<serde_json::Map<_, _>>().into()
        }
        serde_json::Value::Array(list) => list.iter().map(sorted).collect::<Vec<_>>().into(),
        other => other.clone(),
    }
}

fn is_amount(name: &[u8]) -> bool {
    let name = text(name);
    name.ends_with("_fee") || name.ends_with("_amount")
}

fn case_key(name: &[u8]) -> String {
    text(name).to_lowercase()
}

fn digits(name: &[u8]) -> (String, u64) {
    let name = text(name);
    let base = name.trim_end_matches(|c: char| c.is_ascii_digit());
    (base.to_owned(), name[base.len()..].parse().unwrap_or(0))
}

pub(crate) fn list() -> Vec<Forward> {
    use Step::*;
    vec![
        f("empty-values-kept", Fields(|_, _| {})),
        f(
            "sign-kept",
            Fields(|signer, pairs| {
                choose(signer, pairs);
                pairs.push((signer.message.sign_field().into(), Vec::new()))
            }),
        ),
        f(
            "sign-type-dropped",
            Fields(|signer, pairs| drop_if(signer, pairs, |name, _| name == b"sign_type" || name == b"signType")),
        ),
        f(
            "sign-type-kept",
            Fields(|signer, pairs| {
                if signer.message.kind == "return" {
                    choose(signer, pairs);
                    pairs.push(("sign_type".into(), "RSA2".into()))
                }
            }),
        ),
        f("zero-dropped", Fields(|signer, pairs| drop_if(signer, pairs, |_, value| value == b"0"))),
        f("zero-dropped", Fields(|signer, pairs| drop_if(signer, pairs, |_, value| text(value).parse() == Ok(0.0)))),
        f(
            "white-space-dropped",
            Fields(|signer, pairs| {
                drop_if(signer, pairs, |_, value| !value.is_empty() && text(value).trim().is_empty())
            }),
        ),
        f("at-values-dropped", Fields(|signer, pairs| drop_if(signer, pairs, |_, value| value.first() == Some(&b'@')))),
        f(
            "structured-values-dropped",
            Fields(|signer, pairs| drop_if(signer, pairs, |_, value| matches!(value.first(), Some(b'{' | b'[')))),
        ),
        f(
            "field-left-out",
            Fields(|signer, pairs| {
                choose(signer, pairs);
                pairs.remove(pairs.len() / 2);
            }),
        ),
        f(
            "field-left-out",
            Fields(|signer, pairs| {
                choose(signer, pairs);
                pairs.remove(1);
            }),
        ),
        f("null-as-text", Fields(|_, pairs| empty_to(pairs, "null"))),
        f("null-as-text", Fields(|_, pairs| empty_to(pairs, "None"))),
        f("null-as-text", Fields(|_, pairs| empty_to(pairs, "undefined"))),
        f(
            "appid-name",
            Fields(|signer, pairs| {
                choose(signer, pairs);
                rename(pairs, &["appid", "app_id"], "appId")
            }),
        ),
        f(
            "appid-name",
            Fields(|signer, pairs| {
                choose(signer, pairs);
                rename(pairs, &["appId", "app_id"], "appid")
            }),
        ),
        f(
            "names-lower-cased",
            Fields(|signer, pairs| {
                choose(signer, pairs);
                pairs.iter_mut().for_each(|pair| pair.0.make_ascii_lowercase())
            }),
        ),
        f(
            "names-upper-cased",
            Fields(|signer, pairs| {
                choose(signer, pairs);
                pairs.iter_mut().for_each(|pair| pair.0.make_ascii_uppercase())
            }),
        ),
        f(
            "names-camel-case",
            Fields(|signer, pairs| {
                choose(signer, pairs);
                pairs.iter_mut().for_each(|pair| pair.0 = camel(&pair.0))
            }),
        ),
        f("repeat-resolved", Fields(|signer, pairs| once(signer, pairs, false))),
        f("repeat-resolved", Fields(|signer, pairs| once(signer, pairs, true))),
        f("not-sorted", Order(|_| {})),
        f("sorted-without-case", Order(|pairs| pairs.sort_by_key(|pair| case_key(&pair.0)))),
        f("sorted-by-pair", Order(|pairs| pairs.sort_by_key(|pair| [&*pair.0, b"=", &*pair.1].concat()))),
        f("sorted-naturally", Order(|pairs| pairs.sort_by_key(|pair| digits(&pair.0)))),
        f("sorted-by-value", Order(|pairs| pairs.sort_by(|a, b| a.1.cmp(&b.1)))),
        f(
            "sorted-descending",
            Order(|pairs| {
                pairs.sort();
                pairs.reverse()
            }),
        ),
        f("sorted-by-locale", Order(|pairs| pairs.sort_by_key(|pair| case_key(&pair.0).replace('_', "")))),
        f(
            "joined-without-ampersand",
            Join(|pairs| pairs.iter().flat_map(|(n, v)| [n.clone(), b"=".to_vec(), v.clone()]).flatten().collect()),
        ),
        f(
            "joined-without-equals",
            Join(|pairs| pairs.iter().flat_map(|(n, v)| [n.clone(), v.clone()]).flatten().collect()),
        ),
        f("values-only", Join(|pairs| pairs.iter().flat_map(|(_, v)| v.clone()).collect())),
        f(
            "values-quoted",
            Join(|pairs| {
                pairs.iter().map(|(n, v)| [n, b"=\"".as_slice(), v, b"\""].concat()).collect::<Vec<_>>().join(&b'&')
            }),
        ),
        f(
            "json-of-fields-signed",
            Join(|pairs| {
                let map: serde_json::Map<String, serde_json::Value> =
                    pairs.iter().map(|(n, v)| (text(n), text(v).into())).collect();
                serde_json::to_vec(&map).unwrap()
            }),
        ),
        f("stray-ampersand", Text(|string| [string, b"&"].concat())),
        f("stray-ampersand", Text(|string| [b"&", string].concat())),
        f("ampersands-trimmed", Text(|string| text(string).trim_matches('&').as_bytes().to_vec())),
        f("ampersands-escaped", Text(|string| text(string).replace('&', "&amp;").into_bytes())),
        f(
            "entities-mangled",
            Text(|string| {
                let mut out = string.to_vec();
                for (from, to) in [("&times", "×"), ("&not", "¬")] {
                    while let Some(at) = out.windows(from.len()).position(|window| window == from.as_bytes()) {
                        out.splice(at..at + from.len(), to.bytes());
                    }
                }
                out
            }),
        ),
        f("string-lower-cased", Text(|string| string.to_ascii_lowercase())),
        f("string-upper-cased", Last(|string| string.to_ascii_uppercase())),
        f("string-url-encoded", Text(component)),
        f("string-url-encoded", Last(form)),
        f("string-url-decoded", Text(|string| percent_decode(string).collect())),
        f("string-trimmed", Text(|string| string.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect())),
        f("line-end-appended", Last(|string| [string, b"\n"].concat())),
        f("line-end-appended", Last(|string| [string, b"\r\n"].concat())),
        f("bom-prepended", Last(|string| [b"\xef\xbb\xbf", string].concat())),
        f("string-base64", Last(|string| base64(string).into_bytes())),
        f("string-utf16", Last(|string| text(string).encode_utf16().flat_map(u16::to_le_bytes).collect())),
        f("string-quoted", Last(|string| format!("\"{}\"", text(string)).into_bytes())),
        f("path-signed", Text(|string| [b"?", string].concat())),
        f("values-url-encoded", Value(|_, _, value| component(value))),
        f("values-url-encoded", Value(|_, _, value| form(value))),
        f(
            "values-url-encoded",
            Value(|_, name, value| if name.ends_with(b"_url") { form(value) } else { value.to_vec() }),
        ),
        f("values-url-encoded", Value(|_, _, value| percent_encode(value, RFC3986).to_string().into_bytes())),
        f("values-url-encoded-twice", Value(|_, _, value| component(&component(value)))),
        f("values-url-decoded", Value(|_, _, value| percent_decode(value).collect())),
        f("values-url-decoded", Value(|_, _, value| percent_decode(&no_plus(value)).collect())),
        f("plus-as-space", Value(|_, _, value| no_plus(value))),
        f(
            "space-as-plus",
            Value(|_, _, value| value.iter().map(|byte| if *byte == b' ' { b'+' } else { *byte }).collect()),
        ),
        f(
            "values-html-escaped",
            Value(|signer, _, value| {
                as_text(signer, value, |v| {
                    v.replace('&', "&amp;")
                        .replace('<', "&lt;")
                        .replace('>', "&gt;")
                        .replace('"', "&quot;")
                        .replace('\'', "&#39;")
                })
            }),
        ),
        f(
            "values-html-escaped",
            Value(|signer, _, value| {
                as_text(signer, value, |v| v.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
            }),
        ),
        f("values-html-escaped", Value(|signer, _, value| as_text(signer, value, |v| v.replace('"', "&quot;")))),
        f(
            "values-html-unescaped",
            Value(|signer, _, value| as_text(signer, value, |v| v.replace("&quot;", "\"").replace("&amp;", "&"))),
        ),
        f("values-trimmed", Value(|signer, _, value| as_text(signer, value, |v| v.trim().to_owned()))),
        f("values-trimmed", Value(|signer, _, value| as_text(signer, value, |v| v.trim_end_matches(' ').to_owned()))),
        f(
            "white-space-collapsed",
            Value(|signer, _, value| as_text(signer, value, |v| v.split_whitespace().collect::<Vec<_>>().join(" "))),
        ),
        f(
            "white-space-collapsed",
            Value(|signer, _, value| as_text(signer, value, |v| v.replace(char::is_whitespace, ""))),
        ),
        f("unicode-nfc", Value(|signer, _, value| as_text(signer, value, |v| v.nfc().collect()))),
        f("unicode-nfkc", Value(|signer, _, value| as_text(signer, value, |v| v.nfkc().collect()))),
        f("invisible-characters", Value(|signer, _, value| as_text(signer, value, |v| v.replace('\u{200b}', "")))),
        f("invisible-characters", Value(|signer, _, value| as_text(signer, value, |v| v.replace('\u{a0}', " ")))),
        f("line-ends", Value(|signer, _, value| as_text(signer, value, |v| v.replace("\r\n", "\n")))),
        f(
            "line-ends",
            Value(|signer, _, value| as_text(signer, value, |v| v.replace("\r\n", "\n").replace('\n', "\r\n"))),
        ),
        f(
            "slashes-escaped",
            Value(|signer, _, value| as_text(signer, value, |v| v.replace("\\/", "/").replace('/', "\\/"))),
        ),
        f("slashes-unescaped", Value(|signer, _, value| as_text(signer, value, |v| v.replace("\\/", "/")))),
        f("quotes-escaped", Value(|signer, _, value| as_text(signer, value, |v| v.replace('"', "\\\"")))),
        f(
            "quotes-unescaped",
            Value(|signer, _, value| as_text(signer, value, |v| v.replace("\\\"", "\"").replace("\\'", "'"))),
        ),
        f("unicode-escaped", Value(|signer, _, value| as_text(signer, value, escaped))),
        f(
            "unicode-unescaped",
            Value(|signer, _, value| as_text(signer, value, |v| v.replace("\\u6d4b\\u8bd5", "测试"))),
        ),
        f("gbk-for-utf8", Value(|signer, _, value| gbk(signer, value))),
        f(
            "latin1-for-utf8",
            Value(|signer, _, value| {
                as_text(signer, value, |v| v.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect())
            }),
        ),
        f(
            "read-in-wrong-charset",
            Value(|_, _, value| value.iter().map(|byte| char::from(*byte)).collect::<String>().into_bytes()),
        ),
        f("read-in-wrong-charset", Value(|_, _, value| encoding_rs::GBK.decode(value).0.into_owned().into_bytes())),
        f("astral-characters-lost", Value(|signer, _, value| as_text(signer, value, |v| v.replace('🏠', "")))),
        f("astral-characters-lost", Value(|signer, _, value| as_text(signer, value, |v| v.replace('🏠', "????")))),
        f(
            "amount-as-float",
            Value(|_, name, value| {
                if is_amount(name) && value.contains(&b'.') {
                    text(value).trim_end_matches('0').trim_end_matches('.').as_bytes().to_vec()
                } else {
                    value.to_vec()
                }
            }),
        ),
        f(
            "number-reformatted",
            Value(|_, _, value| {
                if value.len() > 1 && value.iter().all(u8::is_ascii_digit) {
                    let t = text(value);
                    t.trim_start_matches('0').as_bytes().to_vec()
                } else {
                    value.to_vec()
                }
            }),
        ),
        f("booleans-as-text", Value(|_, _, value| if value == b"true" { b"1".to_vec() } else { value.to_vec() })),
        f("booleans-as-text", Value(|_, _, value| if value == b"true" { b"True".to_vec() } else { value.to_vec() })),
        f(
            "time-reformatted",
            Value(|_, _, value| {
                let t = text(value);
                if t.len() == 19 && t.as_bytes()[4] == b'-' && t.as_bytes()[10] == b' ' {
                    t.replace(['-', ' ', ':'], "").into_bytes()
                } else {
                    value.to_vec()
                }
            }),
        ),
        f("value-cut-at-equals", Value(|_, _, value| value.split(|byte| *byte == b'=').next().unwrap().to_vec())),
        f(
            "value-cut",
            Value(|signer, _, value| {
                as_text(signer, value, |v| {
                    let mut end = v.len().min(32);
                    while !v.is_char_boundary(end) {
                        end -= 1
                    }
                    v[..end].to_owned()
                })
            }),
        ),
        f(
            "value-in-other-case",
            Value(
                |_, name, value| {
                    if name == b"trade_type" || name == b"format" { value.to_ascii_lowercase() } else { value.to_vec() }
                },
            ),
        ),
        f(
            "value-in-other-case",
            Value(|_, name, value| if name == b"charset" { value.to_ascii_uppercase() } else { value.to_vec() }),
        ),
        f(
            "url-changed",
            Value(|_, name, value| {
                if name == b"notify_url" {
                    text(value).replace("https://", "http://").into_bytes()
                } else {
                    value.to_vec()
                }
            }),
        ),
        f(
            "url-changed",
            Value(|_, name, value| if name == b"notify_url" { [value, b"/"].concat() } else { value.to_vec() }),
        ),
        f("json-spaces", Value(|_, _, value| json(value, python))),
        f("json-spaces", Value(|_, _, value| json(value, |v| v.to_string()))),
        f("json-spaces", Value(|_, _, value| json(value, |v| serde_json::to_string_pretty(v).unwrap()))),
        f("json-key-order", Value(|_, _, value| json(value, |v| sorted(v).to_string()))),
        f("json-unicode-escapes", Value(|_, _, value| json(value, |v| escaped(&python(v))))),
        f("json-unicode-escapes", Value(|_, _, value| json(value, |v| escaped(&v.to_string().replace('/', "\\/"))))),
        f(
            "json-html-escapes",
            Value(|_, _, value| {
                json(value, |v| v.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
            }),
        ),
        f("json-slashes-escaped", Value(|_, _, value| json(value, |v| v.to_string().replace('/', "\\/")))),
        f("json-numbers-unquoted", Value(|_, _, value| json(value, |v| v.to_string().replace("\"88.80\"", "88.80")))),
        f(
            "structured-values-dropped",
            Fields(|signer, pairs| drop_if(signer, pairs, |_, value| value.first() == Some(&b'['))),
        ),
    ]
}

/// Of a repeated name, the first or the last value.
fn once(signer: &Signer, pairs: &mut Pairs, last: bool) {
    choose(signer, pairs);
    let mut kept: Pairs = Vec::new();
    for (name, value) in pairs.drain(..) {
        match kept.iter_mut().find(|pair| pair.0 == name) {
            Some(pair) if last => pair.1 = value,
            Some(_) => {}
            None => kept.push((name, value)),
        }
    }
    *pairs = kept;
}

fn gbk(signer: &Signer, value: &[u8]) -> Vec<u8> {
    if signer.message.gbk {
        return value.to_vec();
    }
    let Ok(text) = std::str::from_utf8(value) else { return value.to_vec() };
    let (bytes, _, lost) = encoding_rs::GBK.encode(text);
    if lost { value.to_vec() } else { bytes.into_owned() }
}

pub(crate) fn rename(pairs: &mut Pairs, from: &[&str], to: &str) {
    pairs
        .iter_mut()
        .filter(|pair| from.iter().any(|name| name.as_bytes() == &*pair.0))
        .for_each(|pair| pair.0 = to.into());
}

fn camel(name: &[u8]) -> Vec<u8> {
    let name = text(name);
    let mut parts = name.split('_');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        out.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out.into_bytes()
}
