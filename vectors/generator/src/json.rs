//! How the vectors' JSON is laid out: for people who read a diff.
//!
//! Two spaces a level; a list of scalars stands on one line; an object stands on one line when it is short and holds
//! no other object. The text is a pure function of the value.

use serde_json::Value;

/// Characters up to which a flat object stays on one line, the indentation counted.
const WIDTH: usize = 120;

/// The value as text, with a newline at the end.
pub fn layout(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, 0, &mut out);
    out.push('\n');
    out
}

/// `taken` is what already stands on the line besides the indentation: the member's name.
fn write(value: &Value, depth: usize, taken: usize, out: &mut String) {
    match value {
        Value::Object(members) if !members.is_empty() && !fits(value, depth, taken) => {
            out.push_str("{\n");
            for (i, (name, member)) in members.iter().enumerate() {
                let name = Value::from(name.as_str()).to_string();
                indent(depth + 1, out);
                out.push_str(&name);
                out.push_str(": ");
                write(member, depth + 1, name.len() + 2, out);
                end_line(i + 1 < members.len(), out);
            }
            indent(depth, out);
            out.push('}');
        }
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            out.push_str("[\n");
            for (i, item) in items.iter().enumerate() {
                indent(depth + 1, out);
                write(item, depth + 1, 0, out);
                end_line(i + 1 < items.len(), out);
            }
            indent(depth, out);
            out.push(']');
        }
        other => out.push_str(&one_line(other)),
    }
}

fn fits(value: &Value, depth: usize, taken: usize) -> bool {
    let Value::Object(members) = value else { return true };
    let flat = members.values().all(|member| !member.is_object() && !member.is_array());
    flat && 2 * depth + taken + one_line(value).chars().count() < WIDTH
}

fn one_line(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> =
                members.iter().map(|(name, v)| format!("{}: {}", Value::from(name.as_str()), one_line(v))).collect();
            format!("{{{}}}", members.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(one_line).collect::<Vec<_>>().join(", ")),
        scalar => scalar.to_string(),
    }
}

fn end_line(more: bool, out: &mut String) {
    out.push_str(if more { ",\n" } else { "\n" });
}

fn indent(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn short_objects_and_scalar_lists_stand_on_one_line() {
        let value = json!({"a": {"x": "1", "y": "2"}, "b": [1, 2], "c": [{"d": {}}], "e": {"f": {"g": "h"}}});
        assert_eq!(
            super::layout(&value),
            "{\n  \"a\": {\"x\": \"1\", \"y\": \"2\"},\n  \"b\": [1, 2],\n  \"c\": [\n    {\n      \"d\": {}\n    }\n  ],\n  \
             \"e\": {\n    \"f\": {\"g\": \"h\"}\n  }\n}\n"
        );
    }

    #[test]
    fn the_layout_changes_no_value() {
        let value = json!({"s": "\u{1}\"\\\u{1F3E0}", "n": null, "o": {}, "l": [], "t": [[1], [true]], "long": "x".repeat(200)});
        let read: serde_json::Value = serde_json::from_str(&super::layout(&value)).expect("layout writes JSON");
        assert_eq!(read, value);
    }
}
