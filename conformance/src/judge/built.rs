//! Messages that an implementation built: read again, compared with what was given, their signature recomputed.
//! This is the protocol page's table "How outputs are judged", one function a row.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::canonical::{Fields, canonical, public_key, rsa_verifies, wechat_sign};
use super::{form, query, xml};
use crate::outcome::{Note, Problem, plain};

/// The fields that were read, if the output is a message that has some, and what is wrong with it.
pub(super) fn judge(
    op: &str,
    input: &Map<String, Value>,
    output: &Map<String, Value>,
) -> (Option<Map<String, Value>>, Vec<Problem>) {
    let mut problems = Vec::new();
    let text = |name: &str| output.get(name).and_then(Value::as_str).unwrap_or_default();
    let body = || STANDARD.decode(text("body_b64")).unwrap_or_default();
    let read = match op {
        "wechat.request" => request(input, &body(), &mut problems),
        "wechat.native_reply" => native_reply(input, &body(), &mut problems),
        "wechat.native_url" => native_url(input, text("url"), &mut problems),
        "wechat.reply" => reply(input, &body(), &mut problems),
        "alipay.page_pay" => page_pay(input, output, &mut problems),
        "alipay.reply" => {
            alipay_reply(input, &body(), &mut problems);
            Ok(Fields::new())
        }
        "wechat.accept" | "alipay.accept" => {
            if output.get("paid") != Some(&Value::Bool(true)) {
                problems.push(differs("paid", "true", output.get("paid").map(plain)));
            }
            return (None, problems);
        }
        _ => return (None, problems),
    };
    match read {
        Ok(fields) => {
            let fields = fields.into_iter().map(|(name, value)| (name, Value::String(value)));
            (Some(fields.collect()), problems)
        }
        Err(problem) => (None, vec![problem]),
    }
}

/// What else is worth knowing of a WeChat message that was built: its root element has another name.
pub(super) fn note(op: &str, output: &Map<String, Value>) -> Option<Note> {
    if !matches!(op, "wechat.request" | "wechat.native_reply" | "wechat.reply") {
        return None;
    }
    let body = STANDARD.decode(output.get("body_b64")?.as_str()?).ok()?;
    xml::odd_root(&body).map(|got| Note::RootName { got })
}

fn differs(what: &str, expected: &str, got: Option<String>) -> Problem {
    Problem::Differs { what: what.into(), expected: expected.into(), got }
}

fn member<'a>(input: &'a Map<String, Value>, name: &str) -> &'a str {
    input.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn find<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

/// What was given stands unchanged, an empty value may be left out, and only `allowed` is added; `None` allows all.
fn given_stands(input: &Map<String, Value>, fields: &Fields, allowed: Option<&[&str]>, problems: &mut Vec<Problem>) {
    let given = input.get("params").and_then(Value::as_object);
    for (name, value) in given.into_iter().flatten() {
        let expected = plain(value);
        let got = find(fields, name);
        let same = match got {
            Some(got) => got == &*expected || name == "biz_content" && same_json(got, &expected),
            None => expected.is_empty(),
        };
        if !same {
            problems.push(differs(&format!("params.{name}"), &expected, got.map(str::to_owned)));
        }
    }
    let Some(allowed) = allowed else { return };
    for (name, value) in fields {
        let known = given.is_some_and(|given| given.contains_key(name));
        if !known && !allowed.contains(&name.as_str()) {
            problems.push(Problem::Added { field: name.clone(), value: value.clone() });
        }
    }
}

/// Whether both texts are JSON of one value: how `biz_content` is written is free as long as what is signed is what is
/// sent (ALI-AMB-20).
fn same_json(a: &str, b: &str) -> bool {
    let value = |text: &str| serde_json::from_str::<Value>(text).ok();
    value(a).is_some_and(|a| Some(a) == value(b))
}

fn wechat_signed(input: &Map<String, Value>, fields: &Fields, hmac: bool, problems: &mut Vec<Problem>) {
    let canonical = canonical(fields);
    let expected = wechat_sign(&canonical, member(input, "key"), hmac);
    match find(fields, "sign") {
        None | Some("") => problems.push(Problem::Unsigned),
        Some(got) if got != expected => {
            let got = got.to_owned();
            problems.push(Problem::BadSignature { canonical, expected: Some(expected), got });
        }
        Some(_) => {}
    }
}

fn request(input: &Map<String, Value>, body: &[u8], problems: &mut Vec<Problem>) -> Result<Fields, Problem> {
    let fields = xml::unique_fields(body)?;
    given_stands(input, &fields, Some(&["nonce_str", "sign", "sign_type"]), problems);
    let sign_type = member(input, "sign_type");
    let hmac = sign_type == "HMAC-SHA256";
    let stated = find(&fields, "sign_type");
    // Without it the service takes MD5 for granted, WX-SIGN-12.
    if stated.is_some_and(|stated| stated != sign_type) || (stated.is_none() && hmac) {
        let problem = differs("params.sign_type", sign_type, stated.map(str::to_owned));
        if !problems.iter().any(|p| matches!(p, Problem::Differs { what, .. } if what == "params.sign_type")) {
            problems.push(problem);
        }
    }
    wechat_signed(input, &fields, hmac, problems);
    Ok(fields)
}

fn native_reply(input: &Map<String, Value>, body: &[u8], problems: &mut Vec<Problem>) -> Result<Fields, Problem> {
    let fields = xml::unique_fields(body)?;
    given_stands(input, &fields, Some(&["sign", "return_msg"]), problems);
    wechat_signed(input, &fields, false, problems);
    Ok(fields)
}

/// The scheme, host and path of a Native mode 1 link (WX-NAT-2).
const NATIVE_LINK: &str = "weixin://wxpay/bizpayurl";

fn native_url(input: &Map<String, Value>, url: &str, problems: &mut Vec<Problem>) -> Result<Fields, Problem> {
    let (base, query) = query::split_url(url);
    if base != NATIVE_LINK {
        problems.push(differs("url", NATIVE_LINK, Some(base.to_owned())));
    }
    let fields =
        query::pairs(query, query::Plus::Plus, encoding_rs::UTF_8).map_err(|why| unreadable("url", "URL", why))?;
    if let Some(field) = repeated(&fields) {
        return Err(Problem::Repeated { field });
    }
    given_stands(input, &fields, Some(&["sign"]), problems);
    wechat_signed(input, &fields, false, problems);
    Ok(fields)
}

fn repeated(fields: &Fields) -> Option<String> {
    let mut names = fields.iter().enumerate().map(|(at, (name, _))| (at, name));
    names.find(|(at, name)| fields[..*at].iter().any(|(earlier, _)| earlier == *name)).map(|(_, name)| name.clone())
}

fn unreadable(output: &str, wanted: &str, why: String) -> Problem {
    Problem::Unreadable { output: output.into(), wanted: wanted.into(), why }
}

/// The answer to a notification: only `return_code` is judged (WX-NTF-40).
fn reply(input: &Map<String, Value>, body: &[u8], problems: &mut Vec<Problem>) -> Result<Fields, Problem> {
    let fields = xml::fields(body).map_err(|why| unreadable("body_b64", "XML", why))?;
    let expected = if member(input, "outcome") == "success" { "SUCCESS" } else { "FAIL" };
    let codes: Vec<&(String, String)> = fields.iter().filter(|(name, _)| name == "return_code").collect();
    match codes.as_slice() {
        [(_, code)] if code == expected => {}
        [] => problems.push(differs("fields.return_code", expected, None)),
        [(_, code)] => problems.push(differs("fields.return_code", expected, Some(code.clone()))),
        _ => problems.push(Problem::Repeated { field: "return_code".into() }),
    }
    Ok(fields)
}

/// Exactly the seven bytes for success, anything else for failure (ALI-ACK-1, 2, ALI-BIZ-6).
fn alipay_reply(input: &Map<String, Value>, body: &[u8], problems: &mut Vec<Problem>) {
    let success = member(input, "outcome") == "success";
    if success != (body == b"success") {
        let expected = if success { "success" } else { "anything but success" };
        let got = String::from_utf8_lossy(body).into_owned();
        problems.push(differs("body_b64", expected, Some(got)));
    }
}

/// URL or form of a page pay request (ALI-TR-4 to 7, ALI-SIGN-1 to 8).
fn page_pay(
    input: &Map<String, Value>,
    output: &Map<String, Value>,
    problems: &mut Vec<Problem>,
) -> Result<Fields, Problem> {
    let label = input.get("params").and_then(|params| params.get("charset")).map(plain).unwrap_or_default();
    let charset = query::charset(&label)
        .ok_or_else(|| Problem::VectorFault { what: format!("its charset `{label}` is none of the gateway's") })?;
    let posts = member(input, "http_method") == "POST";
    let (name, wanted) = if posts { ("html", "HTML form") } else { ("url", "URL") };
    let text = output.get(name).and_then(Value::as_str).unwrap_or_default();
    let form = if posts {
        form::first_form(text).map_err(|why| unreadable(name, wanted, why))?
    } else {
        form::Form { action: text.to_owned(), method: "get".to_owned(), inputs: Fields::new() }
    };
    let method = if posts { "post" } else { "get" };
    if form.method != method {
        problems.push(differs("html.method", method, Some(form.method)));
    }
    let (base, in_query) = query::split_url(&form.action);
    let gateway = query::split_url(member(input, "gateway")).0;
    if base != gateway {
        problems.push(differs(&format!("{name}.action"), gateway, Some(base.to_owned())));
    }
    let in_query = query::pairs(in_query, query::Plus::Space, charset).map_err(|why| unreadable(name, wanted, why))?;
    if find(&in_query, "charset").is_none() {
        problems.push(Problem::CharsetNotInQuery);
    }
    let fields = joined(in_query, form.inputs)?;
    given_stands(input, &fields, None, problems);
    let sign_type = member(input, "sign_type");
    if find(&fields, "sign_type").is_some_and(|stated| stated != sign_type)
        && input.get("params").is_some_and(|params| params.get("sign_type").is_none())
    {
        let got = find(&fields, "sign_type").map(str::to_owned);
        problems.push(differs("params.sign_type", sign_type, got));
    }
    let canonical = canonical(&fields);
    let (bytes, _, outside) = charset.encode(&canonical);
    if outside {
        return Err(unreadable(name, wanted, format!("it holds text outside {}", charset.name())));
    }
    let key =
        public_key(input.get("private_key").unwrap_or(&Value::Null)).map_err(|what| Problem::VectorFault { what })?;
    match find(&fields, "sign") {
        None | Some("") => problems.push(Problem::Unsigned),
        Some(got) if !rsa_verifies(key, &bytes, got, sign_type == "RSA") => {
            let got = got.to_owned();
            problems.push(Problem::BadSignature { canonical, expected: None, got });
        }
        Some(_) => {}
    }
    Ok(fields)
}

/// Query and inputs as one set; a name may repeat with the same value only, as some SDKs send `charset` twice.
fn joined(query: Fields, inputs: Fields) -> Result<Fields, Problem> {
    let mut fields = Fields::new();
    for (name, value) in query.into_iter().chain(inputs) {
        match find(&fields, &name) {
            None => fields.push((name, value)),
            Some(earlier) if *earlier == value => {}
            Some(_) => return Err(Problem::Repeated { field: name }),
        }
    }
    Ok(fields)
}
