//! Holds a message's fields against its table and says everything that is wrong, at once.
//!
//! The only interpreter of the tables of [`crate::spec`]. A value is judged as it stands, in UTF-8; a message that came
//! in GBK is decoded first. An [`Severity::Error`] is what the documents forbid; where they differ, or are silent,
//! the finding is a [`Severity::Warning`]. No clock is read: rules about the present hold only if `now` is given.
//! While there is nothing to find, nothing is allocated but one list for each field of JSON text.

mod amount;
mod list;
mod member;
mod net;
mod place;
mod relation;
mod text;
mod when;

use std::borrow::Cow;

use crate::fields::{Fields, Pair};
use crate::finding::{Code, Finding, Severity, code};
use crate::spec::{Direction, Field, Kind, Members, Message, Presence, Provider, Rule, Standing, Table};
use crate::time::Time;
use crate::wire::json::{self, Node};
use place::{Origin, Path, Spot};

/// Everything that is wrong with these fields as that message, in the order in which they stand in the input; what is
/// missing comes last.
pub fn validate(message: &Message, fields: &Fields<'_>, now: Option<Time>) -> Vec<Finding> {
    let mut judge = Judge { message, now, found: Vec::new() };
    judge.message(fields);
    let mut found = judge.found;
    if found.len() > 1 {
        found.sort_by_key(|finding| finding.span.as_ref().map_or(usize::MAX, |span| span.start));
    }
    found
}

/// Whether nothing forbids sending the message: warnings are no obstacle.
pub fn passes(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.severity == Severity::Warning)
}

/// The adapter protocol's name for the rule that a finding of that code is about; `None` for codes that
/// [`validate`] never gives.
pub fn rule(code: Code) -> Option<&'static str> {
    list::RULES.iter().find(|(own, _)| *own == code).map(|(_, rule)| *rule)
}

/// A member as it was met: a field of the message or a value in JSON text.
#[derive(Clone, Copy)]
enum Seen<'a> {
    Field(&'a crate::fields::Field<'a>),
    Node(Node<'a>),
}

impl<'a> Seen<'a> {
    /// The value as text; `None` for objects, arrays, `null` and truth values.
    fn text(&self) -> Option<Cow<'a, [u8]>> {
        match self {
            Seen::Field(field) => Some(Cow::Borrowed(field.value())),
            Seen::Node(node) => match node.string() {
                Some(Cow::Borrowed(text)) => Some(Cow::Borrowed(text.as_bytes())),
                Some(Cow::Owned(text)) => Some(Cow::Owned(text.into_bytes())),
                None => node.number().map(|text| Cow::Borrowed(text.as_bytes())),
            },
        }
    }

    /// An empty value counts as none (WX-SIGN-3, ALI-SIGN-3), and so does `null`.
    fn is_empty(&self) -> bool {
        match self {
            Seen::Field(field) => field.value().is_empty(),
            Seen::Node(node) => matches!(node.raw(), "\"\"" | "null"),
        }
    }
}

impl Seen<'_> {
    fn is_null(&self) -> bool {
        matches!(self, Seen::Node(node) if node.kind() == json::Kind::Null)
    }
}

/// What was met of each row of one table.
struct Slots<'a> {
    table: &'a Table,
    first: [Option<Seen<'a>>; Table::ROWS],
    times: [u8; Table::ROWS],
}

impl<'a> Slots<'a> {
    fn new(table: &'a Table) -> Self {
        Slots { table, first: [None; Table::ROWS], times: [0; Table::ROWS] }
    }

    /// Keeps the first of each row; says how many there have been.
    fn put(&mut self, row: usize, seen: Seen<'a>) -> u8 {
        self.times[row] = self.times[row].saturating_add(1);
        self.first[row].get_or_insert(seen);
        self.times[row]
    }

    fn is_empty(&self, row: usize) -> bool {
        self.first[row].is_none_or(|seen| seen.is_empty())
    }

    /// The value of that name, if it is there and not empty.
    fn value(&self, name: &str) -> Option<Cow<'a, [u8]>> {
        let (row, _) = self.table.find(name.as_bytes())?;
        if self.is_empty(row) { None } else { self.first[row]?.text() }
    }

    fn has(&self, name: &str) -> bool {
        self.table.find(name.as_bytes()).is_some_and(|(row, _)| !self.is_empty(row))
    }
}

struct Judge<'m> {
    message: &'m Message,
    now: Option<Time>,
    found: Vec<Finding>,
}

impl Judge<'_> {
    fn message<'a>(&mut self, fields: &'a Fields<'a>) {
        let table = &self.message.table;
        let mut slots = Slots::new(table);
        for field in fields {
            let Some((row, rule)) = table.find(field.name()) else {
                self.unknown(table, None, &String::from_utf8_lossy(field.name()), place::span_of(field));
                continue;
            };
            let again = slots.put(row, Seen::Field(field)) > 1 && !rule.is_family();
            if field.value().is_empty() && !again {
                continue;
            }
            let spot = Spot::of_field(rule, field);
            if again {
                self.report(&spot, code::FIELD_REPEATED, Severity::Error, &[]);
            }
            // JSON text waits until all fields are known: its members' conditions look at them.
            if !rule.kind.is_json() && !field.value().is_empty() {
                self.text(&spot, field.value());
            }
        }
        let encrypted = table.rules.iter().find_map(|rule| match rule {
            Rule::Encrypted { field, by } if slots.has(by) => Some(*field),
            _ => None,
        });
        for (row, rule) in table.fields.iter().enumerate() {
            if let (true, Some(Seen::Field(field))) = (rule.kind.is_json(), slots.first[row])
                && !field.value().is_empty()
            {
                let spot = Spot::of_field(rule, field);
                if encrypted == Some(rule.name) {
                    self.base64(&spot, field.value());
                } else {
                    self.json_text(&spot, field, &slots);
                }
            }
        }
        self.finish(&slots, None, None, None);
    }

    /// What is missing, and what does not go together. `outer` are the message's fields, within an object of it.
    fn finish(
        &mut self,
        slots: &Slots<'_>,
        parent: Option<&Path<'_>>,
        outer: Option<&Slots<'_>>,
        origin: Option<(&Origin, Node<'_>)>,
    ) {
        for (row, field) in slots.table.fields.iter().enumerate() {
            let seen = slots.first[row];
            if (field.presence != Presence::Optional || seen.is_some()) && slots.is_empty(row) {
                let span = match (seen, origin) {
                    (Some(Seen::Field(empty)), _) => place::span_of(empty),
                    (Some(Seen::Node(empty)), Some((origin, _))) => origin.map(empty.span()),
                    (None, Some((origin, object))) => origin.map(object.span()),
                    _ => None,
                };
                let (spot, before) = (Spot::new(field, parent, span), self.found.len());
                self.missing(&spot, slots, outer);
                let sent = self.message.direction == Direction::Sent;
                if sent && self.found.len() == before && seen.is_some_and(|seen| !seen.is_null()) {
                    let clause = match self.message.provider {
                        Provider::WeChatPay => "WX-SIGN-3",
                        Provider::Alipay => "ALI-SIGN-3",
                    };
                    self.report_by(&spot, clause, code::FIELD_EMPTY, Severity::Warning, &[]);
                }
            }
        }
        for rule in slots.table.rules {
            self.relation(rule, slots, parent, origin);
        }
    }

    fn missing(&mut self, spot: &Spot<'_>, slots: &Slots<'_>, outer: Option<&Slots<'_>>) {
        match spot.field.presence {
            Presence::Optional => {}
            Presence::Required => self.report(spot, code::FIELD_REQUIRED, Severity::Error, &[]),
            Presence::Expected(Some((other, value))) if slots.value(other).as_deref() != Some(value.as_bytes()) => {}
            Presence::Expected(_) => self.report(spot, code::FIELD_EXPECTED, Severity::Warning, &[]),
            Presence::RequiredWhen { other, values, unless } => {
                let value = match (slots.table.find(other.as_bytes()), outer) {
                    (None, Some(outer)) => outer.value(other),
                    _ => slots.value(other),
                };
                let holds = value.as_ref().is_some_and(|value| values.iter().any(|one| one.as_bytes() == &**value));
                if let (true, Some(value)) = (holds && !unless.is_some_and(|name| slots.has(name)), value) {
                    let value = String::from_utf8_lossy(&value);
                    self.report(
                        spot,
                        code::FIELD_REQUIRED_WHEN,
                        Severity::Error,
                        &[("other", other), ("value", &value)],
                    );
                }
            }
        }
    }

    /// A member that is in no row.
    fn unknown(&mut self, table: &Table, parent: Option<&Path<'_>>, name: &str, span: Option<std::ops::Range<usize>>) {
        if table.others == Members::Open {
            return;
        }
        let clause = match self.message.provider {
            Provider::WeChatPay => "WX-XML-12",
            Provider::Alipay => "ALI-PAY-3",
        };
        self.found.push(Finding {
            code: code::FIELD_UNKNOWN,
            severity: Severity::Warning,
            path: Path::name(parent, name).to_string(),
            span,
            clause,
            args: Vec::new(),
        });
    }

    /// Adds a finding of a row, with the row's clause.
    fn report(&mut self, spot: &Spot<'_>, code: Code, severity: Severity, args: &[(&'static str, &str)]) {
        let cited = spot.field.cites.iter().find(|(own, _)| *own == code);
        let clause = cited.map_or(spot.field.clause, |(_, clause)| clause);
        self.report_by(spot, clause, code, severity, args);
    }

    /// Adds a finding with a clause of its own.
    fn report_by(
        &mut self,
        spot: &Spot<'_>,
        clause: &'static str,
        code: Code,
        severity: Severity,
        args: &[(&'static str, &str)],
    ) {
        let severity = match spot.field.standing {
            Standing::Unconfirmed(_) => Severity::Warning,
            _ => severity,
        };
        self.found.push(Finding {
            code,
            severity,
            path: spot.path().to_string(),
            span: spot.span.clone(),
            clause,
            args: args.iter().map(|(name, value)| (*name, (*value).to_string())).collect(),
        });
    }
}

impl Field {
    /// Whether the row stands for a numbered family of fields.
    fn is_family(&self) -> bool {
        self.name.ends_with("_$n") || self.name.ends_with("_$m")
    }
}

impl Kind {
    fn is_json(&self) -> bool {
        matches!(self, Kind::Json(_) | Kind::JsonOrText(_) | Kind::AnyJson)
    }
}

#[cfg(test)]
mod tests;
