//! WeChat Pay's XML, with each element's content as it stands in the document.

use std::ops::Range;

use payspec_core::fields::Pair;
use payspec_core::finding::Refusal;
use payspec_core::wire::xml;

use super::Part;

pub(super) fn parts(body: &[u8]) -> Result<Vec<Part>, Refusal> {
    let fields = xml::parse(body, xml::ROOT)?;
    let mut from = 0;
    Ok(fields
        .iter()
        .map(|field| {
            let content = content(body, field.name(), from, field.span());
            from = content.end;
            Part {
                name: field.name().to_vec(),
                value: field.value().to_vec(),
                raw: body[content.clone()].to_vec(),
                span: Some(content),
            }
        })
        .collect())
}

/// Where the content of the element whose value (or, if it is empty, name) stands at `value`: between the last start
/// tag before it and the first end tag behind it. Core has accepted the document, so it is flat.
fn content(body: &[u8], name: &[u8], from: usize, value: Range<usize>) -> Range<usize> {
    let find = |needle: &[u8], from: usize| {
        body[from..].windows(needle.len()).position(|window| window == needle).map(|at| from + at)
    };
    let open = [b"<", name].concat();
    let close = [b"</", name].concat();
    // A comment between fields may hold the same text.
    let mut tag = find(&open, from).unwrap_or(from);
    while let Some(next) = find(&open, tag + 1).filter(|next| *next < value.start) {
        tag = next;
    }
    let Some(start) = find(b">", tag).map(|at| at + 1) else { return from..from };
    if body[start - 2] == b'/' {
        return start..start;
    }
    let end = find(&close, start.max(value.end)).unwrap_or(start);
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_is_kept_as_it_stands() {
        let body = b"<xml>\n<!-- <a>0 --><a><![CDATA[x<a>y]]></a><aa/><b>1 &amp; 2</b><c></c ><d>&#65;</d></xml>";
        let parts = parts(body).unwrap();
        let read: Vec<(&str, &str, &str)> = parts
            .iter()
            .map(|part| {
                let text = |bytes| std::str::from_utf8(bytes).unwrap();
                (text(&part.name), text(&part.value), text(&part.raw))
            })
            .collect();
        assert_eq!(
            read,
            [
                ("a", "x<a>y", "<![CDATA[x<a>y]]>"),
                ("aa", "", ""),
                ("b", "1 & 2", "1 &amp; 2"),
                ("c", "", ""),
                ("d", "A", "&#65;"),
            ]
        );
    }
}
