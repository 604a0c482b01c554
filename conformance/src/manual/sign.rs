//! `payspec sign`: the message with its signature. Nothing else in its bytes changes.

use payspec_core::crypto::digest::SignType;
use payspec_core::wire::form;
use serde_json::json;

use super::Screen;
use super::args::{Format, SignArgs};
use super::check::unreadable;
use super::input;
use crate::exit::Exit;
use crate::explain::kind::{Family, Kind};
use crate::explain::read::Material;
use crate::explain::{Answer, Keys, explain, right};
use crate::program::Failure;

pub(super) fn run(args: &SignArgs, screen: &mut Screen<'_>) -> Result<Exit, Failure> {
    let input = input::message(&args.message)?;
    let keys = input::keys(input.kind.provider, &args.key, &[], screen.lang)?;
    let method = args.message.method.as_deref();
    let read = |body: &[u8]| Material::read(input.kind, body, method);
    let mut material = match read(&input.body) {
        Ok(material) => material,
        Err(refusal) => return unreadable(&input, &refusal, args.format, screen),
    };
    if input.kind.family == Family::WechatRefund {
        return Err(Failure::usage("a refund notification has no signature: its req_info is encrypted (WX-RFN-1)"));
    }
    // A request by HMAC-SHA256 must say so (WX-SIGN-12), and what is sent is signed.
    let hmac = keys.sign_type == Some(SignType::HmacSha256) && input.kind.family == Family::WechatRequest;
    if hmac && material.sign_type().is_none() && input.kind.name != "native-reply" {
        let body = put(&material, "sign_type", "HMAC-SHA256");
        material = read(&body).map_err(|refusal| Failure::usage(refusal.to_string()))?;
    }
    let signature = signature(&material, &keys)?;
    let body = put(&material, input.kind.sign_field(), &signature);
    // What is handed out is read back and judged like any other message.
    let again = read(&body).map_err(|refusal| Failure::usage(refusal.to_string()))?;
    let judged = right::judge(&again, &keys, again.given.as_deref());
    if !matches!(judged.map(|judged| judged.answer), Ok(Answer::Right { .. })) {
        return Err(Failure::usage("the signed message does not verify; please report this with the message"));
    }
    match args.format {
        Format::Terminal => {
            screen.out.write_all(&body)?;
            if !body.ends_with(b"\n") {
                writeln!(screen.out)?;
            }
        }
        Format::Json => {
            let explained = explain(&again, &keys, None).map_err(|refusal| Failure::usage(refusal.to_string()))?;
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let value = json!({ "sign": signature, "algorithm": explained.hash, "canonical": text(&explained.canonical), "message": text(&body) });
            super::json(&value, screen.out)?;
        }
    }
    Ok(Exit::AsExpected)
}

fn signature(material: &Material, keys: &Keys) -> Result<String, Failure> {
    let none = "no key to sign with; give --key-file, --key-env, or the key on standard input with --key-file -";
    if keys.public.is_some() {
        return Err(Failure::usage("this is a public key; sign with the private key (应用私钥)"));
    }
    let judged = right::judge(material, keys, None).map_err(|refusal| Failure::usage(refusal.to_string()))?;
    judged.expected.ok_or_else(|| Failure::usage(none))
}

/// The message's bytes with that field set: in place of its value, or added at the end.
fn put(material: &Material, name: &str, value: &str) -> Vec<u8> {
    let body = &material.body;
    let kind: &Kind = material.kind;
    let response = kind.family == Family::AlipayResponse;
    let part = material.parts.iter().find(|part| part.name == name.as_bytes()).filter(|_| !response);
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0xef | 0xbb | 0xbf));
    let json = first == Some(&b'{');
    let is_xml = first == Some(&b'<');
    let written = if is_xml || json {
        value.to_owned()
    } else {
        let mut encoded = String::new();
        form::encode(value.as_bytes(), &mut encoded);
        encoded
    };
    if let Some(span) = part.and_then(|part| part.span.clone()) {
        // `<sign/>` has no content to write into.
        let empty_element = is_xml && body[..span.start].ends_with(b"/>");
        if !empty_element {
            return [&body[..span.start], written.as_bytes(), &body[span.end..]].concat();
        }
        let start = body[..span.start].iter().rposition(|byte| *byte == b'<').unwrap_or(span.start);
        return [&body[..start], format!("<{name}>{written}</{name}>").as_bytes(), &body[span.start..]].concat();
    }
    if response && let Some(span) = sign_of_response(material) {
        return [&body[..span.start], written.as_bytes(), &body[span.end..]].concat();
    }
    let (at, added) = if is_xml {
        (rfind(body, b"</"), format!("<{name}>{written}</{name}>"))
    } else if json {
        let at = rfind(body, b"}");
        let before = body[..at].trim_ascii_end().len();
        let comma = if body[..before].ends_with(b"{") { "" } else { "," };
        (before, format!("{comma}\"{name}\":\"{written}\""))
    } else {
        let at = body.trim_ascii_end().len();
        (at, format!("&{name}={written}"))
    };
    [&body[..at], added.as_bytes(), &body[at..]].concat()
}

/// Where the text of a response's `sign` stands, without its quotes.
fn sign_of_response(material: &Material) -> Option<std::ops::Range<usize>> {
    let start = if material.body.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let members = payspec_core::wire::json::members(&material.body[start..], material.charset).ok()?;
    let span = members.find("sign")?.span();
    (material.body[start + span.start] == b'"').then(|| start + span.start + 1..start + span.end - 1)
}

fn rfind(body: &[u8], what: &[u8]) -> usize {
    body.windows(what.len()).rposition(|window| window == what).unwrap_or(body.len())
}
