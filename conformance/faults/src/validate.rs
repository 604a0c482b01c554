//! The validators: core's interpreter over core's tables, both of which can be tampered with.

use std::cell::RefCell;
use std::collections::HashMap;

use payspec_core::fields::Fields;
use payspec_core::finding::{Finding, Severity, code};
use payspec_core::spec::{self, Field, Kind, Message, Rule, Table};
use payspec_core::time::Time;
use payspec_core::validate::{rule, validate};
use serde_json::{Map, Value};

use crate::input::Input;
use crate::pairs::{Pair, Pairs};
use crate::stop::{Complaint, Stop, refuse};

/// Changes one row of a table.
pub type RowChange = fn(&mut Field);

/// Changes one rule of a table, or drops it.
pub type RuleChange = fn(Rule) -> Option<Rule>;

/// A field, and the rule that it is said to break.
pub type Invented = (&'static str, &'static str);

/// The steps.
#[derive(Clone, Copy)]
pub struct Steps {
    /// Changes every row of every table, the tables within included; `None` leaves core's alone.
    pub row: Option<RowChange>,
    /// Changes a rule over several fields, or drops it.
    pub rules: Option<RuleChange>,
    /// The message's fields → what is judged.
    pub params: fn(&[Pair]) -> Pairs,
    /// The present, as it was given → as it is used.
    pub now: fn(Option<Time>) -> Option<Time>,
    /// Whether an error is seen.
    pub sees: fn(&Finding, &[Pair]) -> bool,
    /// Where an error is reported.
    pub blames: fn(&Finding) -> String,
    /// Errors that are none: the message's name and fields → field and rule.
    pub invents: fn(&str, &[Pair]) -> Vec<Invented>,
    /// All complaints → those that are handed out.
    pub reports: fn(Vec<Complaint>) -> Vec<Complaint>,
}

/// As the documents ask.
pub const SOUND: Steps = Steps {
    row: None,
    rules: None,
    params: <[Pair]>::to_vec,
    now: |now| now,
    sees: |_, _| true,
    blames: |finding| finding.path.clone(),
    invents: |_, _| Vec::new(),
    reports: |complaints| complaints,
};

/// Answers a `*.validate` request.
///
/// # Errors
/// The complaints, and whatever keeps the request from being understood.
pub fn call(steps: &Steps, input: Input<'_>) -> Result<Map<String, Value>, Stop> {
    let Some(message) = spec::message(input.text("message")?) else {
        return Ok(refuse(code::ARGUMENT_INVALID)?);
    };
    judge(steps, altered(steps, message), input)
}

/// As [`call`], by that table.
///
/// # Errors
/// As [`call`].
pub fn judge(steps: &Steps, message: &Message, input: Input<'_>) -> Result<Map<String, Value>, Stop> {
    let now = match input.optional("now") {
        Some(now) => match Time::read_compact(now.as_bytes()) {
            Ok(now) => Some(now),
            Err(_) => return Ok(refuse(code::ARGUMENT_INVALID)?),
        },
        None => None,
    };
    let params = (steps.params)(&input.pairs("params")?);
    let texts = params.iter().map(|(n, v)| (String::from_utf8_lossy(n), String::from_utf8_lossy(v)));
    let findings = validate(message, &Fields::from_pairs(texts), (steps.now)(now));
    let seen = findings.iter().filter(|finding| finding.severity == Severity::Error && (steps.sees)(finding, &params));
    let mut complaints: Vec<Complaint> = seen
        .map(|finding| Complaint { field: (steps.blames)(finding), rule: rule(finding.code).unwrap_or_default() })
        .collect();
    let invented = (steps.invents)(message.short(), &params).into_iter();
    complaints.extend(invented.map(|(field, rule)| Complaint { field: field.to_owned(), rule }));
    let complaints = (steps.reports)(complaints);
    if complaints.is_empty() { Ok(Map::new()) } else { Err(Stop::Complaints(complaints)) }
}

thread_local! {
    static ALTERED: RefCell<HashMap<(usize, usize, &'static str), &'static Message>> = RefCell::default();
}

/// The message with its table changed, once for each fault: tables live as long as the program.
fn altered(steps: &Steps, message: &'static Message) -> &'static Message {
    let (row, rules) = match (steps.row, steps.rules) {
        (None, None) => return message,
        (row, rules) => (row, rules),
    };
    let key = (row.map_or(0, |row| row as usize), rules.map_or(0, |rules| rules as usize), message.id);
    ALTERED.with_borrow_mut(|known| {
        *known.entry(key).or_insert_with(|| {
            let change = |field: &mut Field| row.into_iter().for_each(|row| row(field));
            let keep = |rule: Rule| rules.map_or(Some(rule), |rules| rules(rule));
            Box::leak(Box::new(with_table(message, table(&message.table, &change, &keep))))
        })
    })
}

/// The same message with another table.
pub fn with_table(message: &Message, table: Table) -> Message {
    Message {
        id: message.id,
        provider: message.provider,
        direction: message.direction,
        title: message.title,
        place: message.place,
        clause: message.clause,
        table,
    }
}

/// A table with its rows and rules changed, and those of the tables within.
pub fn table(old: &Table, change: &dyn Fn(&mut Field), keep: &dyn Fn(Rule) -> Option<Rule>) -> Table {
    let within = |inner: &'static Table| -> &'static Table { Box::leak(Box::new(table(inner, change, keep))) };
    let row = |field: &Field| {
        let mut field = *field;
        field.kind = match field.kind {
            Kind::Json(inner) => Kind::Json(within(inner)),
            Kind::JsonOrText(inner) => Kind::JsonOrText(within(inner)),
            Kind::Object(inner) => Kind::Object(within(inner)),
            Kind::Objects(inner) => Kind::Objects(within(inner)),
            other => other,
        };
        change(&mut field);
        field
    };
    let fields: Vec<Field> = old.fields.iter().map(row).collect();
    let rules: Vec<Rule> = old.rules.iter().filter_map(|rule| keep(*rule)).collect();
    let mut changed = Table::new(fields.leak()).rules(rules.leak());
    changed.others = old.others;
    changed
}
