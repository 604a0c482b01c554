//! Forms, query strings, URLs and the Native link.

use payspec_core::fields::Pair;
use payspec_core::finding::{Refusal, code};
use payspec_core::wire::form;

use super::Part;
use crate::explain::edit;

/// Each line is a form, a query string or a URL with one; a request that is sent by POST is a URL and a body.
pub(super) fn parts(body: &[u8]) -> Result<Vec<Part>, Refusal> {
    let mut parts = Vec::new();
    for (at, line) in lines(body) {
        let fields =
            form::parse(line).map_err(|refusal| Refusal { at: refusal.at.map(|place| place + at), ..refusal })?;
        parts.extend(fields.iter().map(|field| {
            let span = field.span();
            Part {
                name: field.name().to_vec(),
                value: field.value().to_vec(),
                raw: line[span.clone()].to_vec(),
                span: Some(span.start + at..span.end + at),
            }
        }));
    }
    Ok(parts)
}

/// The link of Native mode 1: percent-encoded, but a `+` is a plus (WX-NAT-4).
pub(super) fn link(body: &[u8]) -> Result<Vec<Part>, Refusal> {
    let mut parts = Vec::new();
    for (at, line) in lines(body) {
        let mut start = 0;
        for piece in line.split(|byte| *byte == b'&') {
            let equals = piece.iter().position(|byte| *byte == b'=');
            let equals = equals.ok_or(Refusal::at(code::FORM_PAIR, at + start))?;
            let (name, raw) = (&piece[..equals], &piece[equals + 1..]);
            parts.push(Part {
                name: edit::percent_decode(name),
                value: edit::percent_decode(raw),
                raw: raw.to_vec(),
                span: Some(at + start + equals + 1..at + start + piece.len()),
            });
            start += piece.len() + 1;
        }
    }
    Ok(parts)
}

/// The parameters of each line that has any, and where they begin.
fn lines(body: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    body.split(|byte| *byte == b'\n').filter_map(move |line| {
        let mut start = at;
        at += line.len() + 1;
        let mut text = line;
        if let Some(rest) = text.strip_prefix(b"\xef\xbb\xbf") {
            start += 3;
            text = rest;
        }
        let trimmed = text.trim_ascii_start();
        start += text.len() - trimmed.len();
        text = trimmed.trim_ascii_end();
        let scheme = text.iter().position(|byte| !byte.is_ascii_alphanumeric());
        let is_url = scheme.is_some_and(|end| text[end..].starts_with(b"://"));
        if let Some(mark) = text.iter().position(|byte| *byte == b'?').filter(|mark| is_url || *mark == 0) {
            start += mark + 1;
            text = &text[mark + 1..];
        } else if is_url {
            return None;
        }
        if let Some(hash) = text.iter().position(|byte| *byte == b'#') {
            text = &text[..hash];
        }
        (!text.is_empty()).then_some((start, text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(parts: &[Part]) -> Vec<(String, String)> {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        parts.iter().map(|part| (text(&part.name), text(&part.value))).collect()
    }

    #[test]
    fn a_url_and_a_body_are_one_request() {
        let body = b"\xef\xbb\xbfhttps://gateway.example/gateway.do?a=1+2&sign=x%2By#top\r\nbiz_content=%7B%7D\n";
        let parts = parts(body).unwrap();
        let expected = [("a", "1 2"), ("sign", "x+y"), ("biz_content", "{}")];
        assert_eq!(read(&parts), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        for part in &parts {
            assert_eq!(&body[part.span.clone().unwrap()], part.raw);
        }
    }

    #[test]
    fn a_plus_is_a_plus_in_a_link() {
        let body = b"weixin://wxpay/bizpayurl?product_id=a+b%20c&sign=\n";
        let parts = link(body).unwrap();
        assert_eq!(read(&parts)[0], ("product_id".to_owned(), "a+b c".to_owned()));
        assert_eq!(&body[parts[0].span.clone().unwrap()], b"a+b%20c");
        assert_eq!(link(b"weixin://wxpay/bizpayurl?a").unwrap_err().code, code::FORM_PAIR);
    }
}
