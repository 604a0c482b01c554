use std::borrow::Cow;

use super::keys::{ALIPAY_ORDER, PLATFORM};
use super::naive::json::{self, Json};
use super::naive::sign;
use super::{chosen, hash};
use crate::alipay::response::{self, Response};
use crate::alipay::trade_query::{Answer, METHOD, Outcome};
use crate::crypto::rsa::Scheme;
use crate::finding::code;
use crate::wire::charset::Charset;

const NODE: &str = "alipay_trade_query_response";

/// The node's span is that which counting braces finds, and is one JSON value; nothing is verified that was not signed,
/// and what is handed out is what was verified; a changed byte of the node loses it; a success without a signature is
/// refused; the answer is read from that text alone.
pub fn alipay_response(data: &[u8]) {
    let Ok(received) = response::Received::new(data) else { return };
    let gbk = chosen(data, 4).then(|| response::Received::parse(received, METHOD, Charset::Gbk));
    let parsed = match received.parse(METHOD, Charset::Utf8) {
        Ok(parsed) => parsed,
        Err(refusal) => return assert_ne!(refusal.code, code::TEXT_NOT_UTF8),
    };
    let span = parsed.span();
    let node = data.get(span.clone()).expect("the span lies in the input");
    let verified = parsed.verify(&PLATFORM, Scheme::Rsa2);
    // serde_json is asked of all that is believed, and of some of the rest.
    let text = std::str::from_utf8(data).ok().filter(|_| verified.is_ok() || chosen(data, 4));
    let whole = text.and_then(json::read);
    if let Some(whole) = &whole {
        same_node(data, &span, whole);
        if let Some(Ok(gbk)) = gbk {
            assert!(data.is_ascii() || gbk.span() == span);
        }
    }
    let (sign, success) = match &whole {
        Some(Json::Object(members)) => {
            (member(members, "sign"), node_text(members).is_some_and(|members| is_success(members)))
        }
        _ => (None, false),
    };
    let answer = match verified {
        Ok(Response::Signed(message)) => {
            assert_eq!(message.raw(), node, "what is handed out is what was verified");
            assert_eq!(message.is_encrypted(), node.starts_with(b"\""));
            if let Some(sign) = sign {
                assert!(
                    sign::rsa(&PLATFORM, Scheme::Rsa2, node, sign.as_bytes()),
                    "verified, but not signed with the key"
                );
            }
            lost_by_a_change(data, &span);
            Answer::read(&Response::Signed(message))
        }
        Ok(failed) => {
            assert!(!success, "a success without a signature");
            assert!(sign.is_none_or(str::is_empty), "a signature was overlooked");
            Answer::read(&failed)
        }
        Err(refusal) => {
            if let Some(sign) = sign.filter(|_| refusal.code == code::SIGN_WRONG && chosen(data, 16)) {
                assert!(!sign::rsa(&PLATFORM, Scheme::Rsa2, node, sign.as_bytes()), "signed with the key, but refused");
            }
            return;
        }
    };
    let Ok(answer) = answer else { return };
    assert!(!answer.says_paid() || success || whole.is_none(), "paid by something else than the node");
    let (code, sub_code) = answer.codes();
    assert_eq!(answer.outcome(), Outcome::of(code, sub_code));
    assert!(!answer.says_paid() || answer.outcome() == Outcome::Success && answer.event().is_some());
    assert!(answer.status().is_some() || !answer.says_paid());
    if let Ok(accepted) = answer.accept(&ALIPAY_ORDER) {
        assert!(answer.says_paid());
        assert_eq!((accepted.number(), accepted.fen()), (&*ALIPAY_ORDER.number, ALIPAY_ORDER.fen));
    }
}

fn member<'m>(members: &'m [(String, Json)], name: &str) -> Option<&'m str> {
    members.iter().find(|member| member.0 == name).and_then(|member| match &member.1 {
        Json::String(text) => Some(&**text),
        _ => None,
    })
}

fn node_text(members: &[(String, Json)]) -> Option<&Vec<(String, Json)>> {
    let node = members.iter().find(|member| member.0 == NODE).map(|member| &member.1);
    match node {
        Some(Json::Object(members)) => Some(members),
        _ => None,
    }
}

/// Whether the node says that the call worked. `code` is a string, but is read as a number too.
fn is_success(members: &[(String, Json)]) -> bool {
    let code = members.iter().find(|member| member.0 == "code").map(|member| &member.1);
    matches!(code, Some(Json::String(code)) if code == "10000") || code == Some(&Json::Number(10000.0))
}

fn same_node(data: &[u8], span: &std::ops::Range<usize>, whole: &Json) {
    assert!(!whole.repeats_here(), "a repeated name was overlooked");
    let places = json::spans(data);
    let name = places.iter().find(|place| place.1 == *span).map(|place| &data[place.0.clone()]);
    let name = name.unwrap_or_else(|| panic!("no member has the span {span:?}: {places:?}"));
    let name: String = json_string(name);
    assert!([NODE, "error_response"].contains(&&*name), "{name} is no node");
    let text = std::str::from_utf8(&data[span.clone()]).expect("part of UTF-8 text");
    assert!(matches!(json::read(text), Some(Json::Object(_) | Json::String(_))), "the node is no JSON value: {text}");
}

fn json_string(raw: &[u8]) -> String {
    let quoted = [b"\"", raw, b"\""].concat();
    serde_json::from_slice::<Cow<'_, str>>(&quoted).expect("a name of JSON text").into_owned()
}

/// One byte of the node becomes another that keeps the text's shape.
fn lost_by_a_change(data: &[u8], span: &std::ops::Range<usize>) {
    let mut changed = data.to_vec();
    let places: Vec<usize> =
        span.clone().filter(|at| data[*at].is_ascii_digit() && data[*at - 1].is_ascii_digit()).collect();
    let Some(at) = places.get(hash(data) as usize % places.len().max(1)) else { return };
    changed[*at] = if changed[*at] == b'1' { b'2' } else { b'1' };
    let read = response::read(&changed, METHOD, &PLATFORM, Scheme::Rsa2, Charset::Utf8);
    assert!(!matches!(read, Ok(Response::Signed(_))), "a changed byte of the node verifies");
}
