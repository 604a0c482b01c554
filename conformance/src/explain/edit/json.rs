//! JSON text written anew, as libraries do it.

use serde_json::Value;

/// How a library writes JSON.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JsonStyle {
    /// What stands behind `:` and `,`.
    pub(crate) space: &'static str,
    /// Indentation; empty for one line.
    pub(crate) indent: &'static str,
    /// Members sorted by name.
    pub(crate) sorted: bool,
    /// Non-ASCII as `\uXXXX`.
    pub(crate) ascii: bool,
    /// `/` as `\/`.
    pub(crate) slashes: bool,
    /// `<`, `>` and `&` as `\u003c` and so on, as Go does.
    pub(crate) html: bool,
}

/// The object or array `text` in another style; `None` if it is neither.
pub(crate) fn json_rewrite(text: &str, style: JsonStyle) -> Option<String> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let value: Value = serde_json::from_str(text).ok()?;
    let mut out = String::with_capacity(text.len() + 16);
    write(&value, style, 0, &mut out);
    Some(out)
}

fn write(value: &Value, style: JsonStyle, depth: usize, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut members: Vec<(&String, &Value)> = map.iter().collect();
            if style.sorted {
                members.sort_by_key(|(name, _)| name.as_str());
            }
            list(members.len(), ('{', '}'), style, depth, out, |n, out| {
                string(members[n].0, style, out);
                out.push(':');
                out.push_str(if style.indent.is_empty() { style.space } else { " " });
                write(members[n].1, style, depth + 1, out);
            });
        }
        Value::Array(items) => list(items.len(), ('[', ']'), style, depth, out, |n, out| {
            write(&items[n], style, depth + 1, out);
        }),
        Value::String(text) => string(text, style, out),
        other => out.push_str(&other.to_string()),
    }
}

fn list(
    count: usize,
    marks: (char, char),
    style: JsonStyle,
    depth: usize,
    out: &mut String,
    mut item: impl FnMut(usize, &mut String),
) {
    out.push(marks.0);
    for n in 0..count {
        if n > 0 {
            out.push(',');
            if style.indent.is_empty() {
                out.push_str(style.space);
            }
        }
        if !style.indent.is_empty() {
            out.push('\n');
            out.push_str(&style.indent.repeat(depth + 1));
        }
        item(n, out);
    }
    if !style.indent.is_empty() && count > 0 {
        out.push('\n');
        out.push_str(&style.indent.repeat(depth));
    }
    out.push(marks.1);
}

fn string(text: &str, style: JsonStyle, out: &mut String) {
    let mut quoted = Value::from(text).to_string();
    if style.slashes {
        quoted = quoted.replace('/', "\\/");
    }
    if style.html {
        quoted = quoted.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    }
    if style.ascii {
        quoted = super::unicode_escape(&quoted, false);
    }
    out.push_str(&quoted);
}

/// Quotes around whole numbers and amounts dropped: `"88.88"` → `88.88`.
pub(crate) fn json_unquote_numbers(text: &str) -> Option<String> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split('"').peekable();
    let mut inside = false;
    while let Some(piece) = pieces.next() {
        let number = inside
            && !piece.is_empty()
            && piece.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && (piece == "0" || !piece.starts_with('0') || piece.starts_with("0."))
            && pieces.peek().is_some_and(|after| !after.trim_start().starts_with(':'));
        if inside && !number {
            out.push('"');
            out.push_str(piece);
            out.push('"');
        } else {
            out.push_str(piece);
        }
        // An escaped quote does not end the string.
        if inside && piece.ends_with('\\') {
            return None;
        }
        inside = !inside;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: JsonStyle =
        JsonStyle { space: "", indent: "", sorted: false, ascii: false, slashes: false, html: false };

    #[test]
    fn styles() {
        let text = r#"{"b":"测/<","a":[1,{}],"c":"88.80"}"#;
        assert_eq!(json_rewrite(text, PLAIN).as_deref(), Some(text));
        let python = JsonStyle { space: " ", ascii: true, ..PLAIN };
        assert_eq!(json_rewrite(text, python).as_deref(), Some(r#"{"b": "\u6d4b/<", "a": [1, {}], "c": "88.80"}"#));
        let php = JsonStyle { ascii: true, slashes: true, ..PLAIN };
        assert_eq!(json_rewrite(text, php).as_deref(), Some(r#"{"b":"\u6d4b\/<","a":[1,{}],"c":"88.80"}"#));
        let sorted = JsonStyle { sorted: true, html: true, ..PLAIN };
        assert_eq!(json_rewrite(text, sorted).as_deref(), Some(r#"{"a":[1,{}],"b":"测/\u003c","c":"88.80"}"#));
        let pretty = JsonStyle { indent: "  ", ..PLAIN };
        assert_eq!(json_rewrite(r#"{"a":[1]}"#, pretty).as_deref(), Some("{\n  \"a\": [\n    1\n  ]\n}"));
        assert_eq!(json_rewrite("abc", PLAIN), None);
        assert_eq!(json_unquote_numbers(text).as_deref(), Some(r#"{"b":"测/<","a":[1,{}],"c":88.80}"#));
    }
}
