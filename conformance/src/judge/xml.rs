//! Reads the XML that an implementation built, with another reader than core's.

use roxmltree::{Document, ParsingOptions};

use super::canonical::Fields;
use crate::outcome::Problem;

/// The fields of a flat WeChat message (WX-XML-1, 2): each child of the root is a field. Repeats are kept. The root may
/// have any name (WX-AMB-9); see [`odd_root`].
///
/// # Errors
/// Why it is no such message: not UTF-8, not well-formed, a DOCTYPE, nesting, text between the fields.
pub(super) fn fields(bytes: &[u8]) -> Result<Fields, String> {
    let document = parse(bytes)?;
    let root = document.root_element();
    let mut fields = Fields::new();
    for node in root.children() {
        if node.is_element() {
            let name = node.tag_name().name().to_owned();
            if node.children().any(|child| child.is_element()) {
                return Err(format!("the field `{name}` holds elements"));
            }
            let value = node.children().filter_map(|child| child.text().filter(|_| child.is_text()));
            fields.push((name, value.collect()));
        } else if node.is_text() && node.text().is_some_and(|text| !text.trim().is_empty()) {
            return Err("there is text between its fields".into());
        }
    }
    Ok(fields)
}

/// The name of the root where it is not `xml`, as the documents have it.
pub(super) fn odd_root(bytes: &[u8]) -> Option<String> {
    let document = parse(bytes).ok()?;
    let root = document.root_element().tag_name();
    (root.name() != "xml" || root.namespace().is_some()).then(|| root.name().to_owned())
}

fn parse(bytes: &[u8]) -> Result<Document<'_>, String> {
    let text = std::str::from_utf8(bytes).map_err(|e| e.to_string())?;
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|e| e.to_string())
}

/// [`fields`] of an output's `body_b64`, a name that stands twice being a problem.
///
/// # Errors
/// The problem.
pub(super) fn unique_fields(bytes: &[u8]) -> Result<Fields, Problem> {
    let read =
        fields(bytes).map_err(|why| Problem::Unreadable { output: "body_b64".into(), wanted: "XML".into(), why })?;
    for (at, (name, _)) in read.iter().enumerate() {
        if read[..at].iter().any(|(earlier, _)| earlier == name) {
            return Err(Problem::Repeated { field: name.clone() });
        }
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ok(text: &str) -> Vec<(String, String)> {
        fields(text.as_bytes()).unwrap()
    }

    fn why(text: &str) -> String {
        fields(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn text_cdata_and_references_are_one_value() {
        let read = ok("<?xml version=\"1.0\"?><xml>\n<a>1&amp;<![CDATA[<2>]]>&#x33;</a><b/><!-- c --></xml>\n");
        assert_eq!(read, [("a".to_owned(), "1&<2>3".to_owned()), ("b".to_owned(), String::new())]);
    }

    #[test]
    fn what_is_no_flat_message_is_refused() {
        assert!(why("<xml><a></xml>").contains("expected"));
        assert!(why("<!DOCTYPE xml><xml/>").contains("DTD"));
        assert_eq!(why("<xml><a><b/></a></xml>"), "the field `a` holds elements");
        assert_eq!(why("<xml>x<a/></xml>"), "there is text between its fields");
        assert!(why("<xml/><xml/>").contains("unexpected") || why("<xml/><xml/>").contains("unknown"));
        assert!(fields(b"<xml>\xff</xml>").is_err());
    }

    #[test]
    fn a_root_of_another_name_is_read_and_told() {
        assert_eq!(ok("<root><a>1</a></root>"), [("a".to_owned(), "1".to_owned())]);
        assert_eq!(odd_root(b"<root/>").as_deref(), Some("root"));
        assert_eq!(odd_root(b"<xml xmlns=\"x\"/>").as_deref(), Some("xml"));
        assert_eq!(odd_root(b"<xml/>"), None);
    }

    #[test]
    fn a_name_that_stands_twice_is_a_problem() {
        assert_eq!(unique_fields(b"<xml><a>1</a><a>1</a></xml>"), Err(Problem::Repeated { field: "a".into() }));
    }
}
