//! JSON text, and the members within.

use super::{Judge, Origin, Path, Seen, Severity, Slots, Spot, code};
use crate::fields::{self, Pair};
use crate::spec::{Field, Kind, Table};
use crate::wire::json::{self, Kind as Json, Node};

impl Judge<'_> {
    /// A field whose value is JSON text.
    pub(super) fn json_text(&mut self, spot: &Spot<'_>, field: &fields::Field<'_>, message: &Slots<'_>) {
        if let Some(limit) = spot.field.limit {
            self.length(spot, limit, field.value());
        }
        let Ok(text) = std::str::from_utf8(field.value()) else {
            return self.report(spot, code::TEXT_NOT_UTF8, Severity::Error, &[]);
        };
        let (members, loose) = match spot.field.kind {
            Kind::Json(members) => (Some(members), false),
            Kind::JsonOrText(members) => (Some(members), true),
            _ => (None, false),
        };
        if loose && !text.trim_start().starts_with(['{', '[']) {
            return self.report(spot, code::JSON_PLAIN, Severity::Warning, &[]);
        }
        let document = match json::parse(text) {
            Ok(document) => document,
            Err(refusal) => {
                let at = refusal.at.unwrap_or(0).min(text.len());
                let end = text[at..].chars().next().map_or(at, |next| at + next.len_utf8());
                return self.report(&spot.part(text.as_bytes(), at..end), refusal.code, Severity::Error, &[]);
            }
        };
        let Some(members) = members else { return };
        let origin = Origin::of(field);
        let root = document.root();
        if root.kind() == Json::Object {
            self.object(members, root, &spot.path(), message, &origin);
        } else {
            let severity = if loose { Severity::Warning } else { Severity::Error };
            self.report(spot, code::JSON_TYPE, severity, &[("expected", "object")]);
        }
    }

    fn object(
        &mut self,
        table: &'static Table,
        object: Node<'_>,
        path: &Path<'_>,
        message: &Slots<'_>,
        origin: &Origin,
    ) {
        let mut slots = Slots::new(table);
        for item in object.items() {
            let span = origin.map(item.node.span());
            let Some((row, field)) = table.find(item.name.as_bytes()) else {
                self.unknown(table, Some(path), &item.name, span);
                continue;
            };
            slots.put(row, Seen::Node(item.node));
            self.member(&Spot::new(field, Some(path), span), item.node, message, origin);
        }
        self.finish(&slots, Some(path), Some(message), Some((origin, object)));
    }

    fn member(&mut self, spot: &Spot<'_>, node: Node<'_>, message: &Slots<'_>, origin: &Origin) {
        let path = spot.path();
        match (spot.field.kind, node.kind()) {
            (Kind::Any, _) => {}
            // As a required one it is missing; as an optional one it is doubtful whether `null` may stand there.
            (kind, Json::Null) => {
                if spot.field.presence != crate::spec::Presence::Required {
                    self.report(spot, code::JSON_TYPE, Severity::Warning, &[("expected", expected(kind))]);
                }
            }
            (Kind::Object(table), Json::Object) => self.object(table, node, &path, message, origin),
            (Kind::Objects(table), Json::Array) => {
                for (index, item) in node.items().enumerate() {
                    let path = Path::item(&path, index);
                    if item.node.kind() == Json::Object {
                        self.object(table, item.node, &path, message, origin);
                    } else {
                        self.wrong_item(spot.field, &path, item.node, origin, "object");
                    }
                }
            }
            (Kind::Strings(choices, others), Json::Array) => {
                for (index, item) in node.items().enumerate() {
                    let path = Path::item(&path, index);
                    match item.node.string() {
                        Some(text) => {
                            let spot = Spot::of_item(spot.field, &path, origin.map(item.node.span()));
                            self.choice(&spot, choices, others, text.as_bytes());
                        }
                        None => self.wrong_item(spot.field, &path, item.node, origin, "string"),
                    }
                }
            }
            (kind, Json::String) if expected(kind) == "string" => {
                if let Some(text) = Seen::Node(node).text()
                    && !text.is_empty()
                {
                    // The quotes are not part of the value.
                    let mut inner = spot.clone();
                    inner.span = origin.map(node.span().start + 1..node.span().end - 1).or(inner.span);
                    self.text(&inner, &text);
                }
            }
            (Kind::Fen { .. } | Kind::Count { .. } | Kind::Yuan { .. }, Json::Number) => {
                if matches!(spot.field.kind, Kind::Yuan { .. }) {
                    self.report(spot, code::JSON_NUMBER, Severity::Warning, &[]);
                }
                self.text(spot, node.raw().as_bytes());
            }
            (kind, _) => self.report(spot, code::JSON_TYPE, Severity::Error, &[("expected", expected(kind))]),
        }
    }

    fn wrong_item(&mut self, field: &'static Field, path: &Path<'_>, item: Node<'_>, origin: &Origin, expected: &str) {
        let spot = Spot::of_item(field, path, origin.map(item.span()));
        self.report(&spot, code::JSON_TYPE, Severity::Error, &[("expected", expected)]);
    }
}

/// JSON's own word for what a member of that kind is.
fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Object(_) => "object",
        Kind::Objects(_) | Kind::Strings(..) => "array",
        _ => "string",
    }
}
