//! A flat document, read by `roxmltree` and by the rules of WX-XML-2, 4, 15.

use roxmltree::{Document, Node};

/// The fields of a document that is nothing but a root of that name and its fields, each nothing but text.
///
/// More is read than by core in one place only: names may have letters beyond ASCII.
pub fn flat(data: &[u8], root: &str) -> Option<Vec<(String, String)>> {
    let text = std::str::from_utf8(data).ok()?;
    // Without a DTD: there are no entities but the five.
    let document = Document::parse(text).ok()?;
    let beside = document.root().children().all(|node| node.is_element() || node.is_comment());
    let element = document.root_element();
    let plain = |node: &Node<'_, '_>| {
        node.attributes().len() == 0 && node.namespaces().len() == 0 && node.tag_name().namespace().is_none()
    };
    if !beside || !plain(&element) || element.tag_name().name() != root {
        return None;
    }
    let mut fields = Vec::new();
    for node in element.children() {
        if node.is_element() {
            if !plain(&node) || !node.children().all(|child| child.is_text()) {
                return None;
            }
            let value = node.children().filter_map(|child| child.text()).collect();
            fields.push((node.tag_name().name().to_owned(), value));
        } else if !(node.is_comment() || node.is_text() && is_space(&node, text)) {
            return None;
        }
    }
    Some(fields)
}

/// White space as it stands in the document: a reference to a space is no white space.
fn is_space(node: &Node<'_, '_>, text: &str) -> bool {
    text[node.range()].bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}
