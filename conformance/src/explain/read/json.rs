//! A JSON object of parameters, and Alipay's response.

use payspec_core::finding::{Refusal, code};
use payspec_core::wire::charset::Charset;
use payspec_core::wire::json::{self, Kind, Member};

use super::{Material, Part};

pub(super) fn params(body: &[u8]) -> Result<Vec<Part>, Refusal> {
    let start = if body.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let members = json::members(&body[start..], Charset::Utf8)
        .map_err(|refusal| Refusal { at: refusal.at.map(|at| at + start), ..refusal })?;
    members.as_slice().iter().map(|member| part(member, start, Charset::Utf8)).collect()
}

fn part(member: &Member<'_>, start: usize, charset: Charset) -> Result<Part, Refusal> {
    let mut span = member.span();
    let mut raw = member.raw();
    let value = match member.string(charset)? {
        Some(text) => {
            raw = &raw[1..raw.len() - 1];
            span = span.start + 1..span.end - 1;
            text.into_owned()
        }
        None if member.kind() == Kind::Null => Vec::new(),
        None => raw.to_vec(),
    };
    Ok(Part {
        name: member.name().to_vec(),
        value,
        raw: raw.to_vec(),
        span: Some(span.start + start..span.end + start),
    })
}

/// `{"alipay_…_response":{…},"sign":"…"}`. The text is GBK if it is no UTF-8 (ALI-RSP-9).
pub(super) fn response(material: &mut Material, method: Option<&str>) -> Result<(), Refusal> {
    let body = std::mem::take(&mut material.body);
    let read = read_response(material, &body, method);
    material.body = body;
    read
}

fn read_response(material: &mut Material, body: &[u8], method: Option<&str>) -> Result<(), Refusal> {
    let start = if body.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    material.charset = if std::str::from_utf8(body).is_ok() { Charset::Utf8 } else { Charset::Gbk };
    let members = json::members(&body[start..], material.charset)
        .map_err(|refusal| Refusal { at: refusal.at.map(|at| at + start), ..refusal })?;
    let name = method.map(|method| method.replace('.', "_") + "_response");
    let is_node = |member: &&Member<'_>| match &name {
        Some(name) => member.name() == name.as_bytes(),
        None => member.name().ends_with(b"_response"),
    };
    let error = |member: &&Member<'_>| member.name() == b"error_response";
    let node = members.as_slice().iter().find(is_node).or_else(|| members.as_slice().iter().find(error));
    let node = node.ok_or(Refusal::new(code::RESPONSE_NODE))?;
    material.node_name = String::from_utf8_lossy(node.name()).into_owned();
    material.node = Some(node.span().start + start..node.span().end + start);
    if let Some(sign) = members.find("sign") {
        material.given = sign.string(material.charset)?.map(|sign| sign.into_owned()).filter(|sign| !sign.is_empty());
    }
    if node.kind() == Kind::Object {
        let at = start + node.span().start;
        let inner = json::members(node.raw(), material.charset)
            .map_err(|refusal| Refusal { at: refusal.at.map(|place| place + at), ..refusal })?;
        for member in inner.as_slice() {
            material.parts.push(part(member, at, material.charset)?);
        }
    }
    Ok(())
}
