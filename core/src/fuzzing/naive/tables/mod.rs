//! A second reading of the tables, slow and obvious, to hold the validator against: it looks rows up one by one,
//! copies everything, reads JSON with serde_json and days with jiff.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::spec::{Direction, Field, Kind, Layout, Members, Message, Presence, Rule, Standing, Table};
use crate::time::Time;

mod values;

/// Path, code and whether it is an error.
pub type Found = BTreeSet<(String, &'static str, bool)>;

struct Naive {
    found: Found,
    now: Option<Time>,
    sent: bool,
    message: BTreeMap<String, Value>,
}

fn row_of(table: &'static Table, name: &str) -> Option<&'static Field> {
    table.fields.iter().find(|field| match field.name.strip_suffix("_$n") {
        None => field.name == name,
        Some(stem) => name.strip_prefix(stem).and_then(|rest| rest.strip_prefix('_')).is_some_and(|number| {
            (1..=3).contains(&number.len()) && number.chars().all(|digit| digit.is_ascii_digit())
        }),
    })
}

/// Text of a value that is there and not empty.
fn text_of(members: &BTreeMap<String, Value>, name: &str) -> Option<String> {
    match members.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn is_there(members: &BTreeMap<String, Value>, name: &str) -> bool {
    !matches!(members.get(name), None | Some(Value::Null)) && members.get(name) != Some(&Value::from(""))
}

fn fen_of(field: &Field, text: &str) -> Option<u128> {
    let digits = |text: &str| {
        let right = !text.is_empty() && text.chars().all(|digit| digit.is_ascii_digit());
        right.then(|| text.parse::<u128>().ok()).flatten()
    };
    let fen = match field.kind {
        Kind::Fen { .. } => digits(text)?,
        Kind::Yuan { .. } => match text.split_once('.') {
            None => digits(text)?.checked_mul(100)?,
            Some((yuan, decimals)) if decimals.len() == 1 || decimals.len() == 2 => {
                digits(&format!("0{yuan}{decimals:0<2}"))?
            }
            Some(_) => return None,
        },
        _ => return None,
    };
    (fen <= u128::from(u64::MAX)).then_some(fen)
}

fn time_of(field: &Field, text: &str) -> Option<i64> {
    let formats: &[(&str, &str)] = match field.kind {
        Kind::Time(Layout::Compact) => &[("99999999999999", "%Y%m%d%H%M%S")],
        Kind::Time(_) => &[
            ("9999-99-99 99:99", "%Y-%m-%d %H:%M"),
            ("9999-99-99 99:99:99", "%Y-%m-%d %H:%M:%S"),
            ("9999-99-99 99:99:99.9", "%Y-%m-%d %H:%M:%S%.f"),
            ("9999-99-99 99:99:99.99", "%Y-%m-%d %H:%M:%S%.f"),
            ("9999-99-99 99:99:99.999", "%Y-%m-%d %H:%M:%S%.f"),
        ],
        _ => return None,
    };
    let text = text.replacen('T', " ", 1);
    // jiff alone also reads numbers with fewer digits, and second 60 as 59.
    let shape: String = text.chars().map(|letter| if letter.is_ascii_digit() { '9' } else { letter }).collect();
    let (_, format) = formats.iter().find(|(own, _)| *own == shape)?;
    if text.get(shape.len().min(19) - 2..shape.len().min(19)) == Some("60") {
        return None;
    }
    let time = jiff::civil::DateTime::strptime(format, &text).ok()?;
    Some(jiff::tz::Offset::constant(8).to_timestamp(time).ok()?.as_second())
}

/// What is wrong with these fields as that message. Findings about URLs and addresses are left out: they are read value
/// by value in `tests/validate_wechat.rs`.
pub fn findings(message: &'static Message, pairs: &[(String, String)], now: Option<Time>) -> Found {
    let sent = message.direction == Direction::Sent;
    let mut naive = Naive { found: Found::new(), now, sent, message: BTreeMap::new() };
    let members: Vec<(String, Value)> =
        pairs.iter().map(|(name, value)| (name.clone(), Value::from(value.clone()))).collect();
    naive.object(&message.table, "", &members);
    naive.found
}

impl Naive {
    fn add(&mut self, field: &Field, path: &str, code: &'static str, error: bool) {
        let error = error && !matches!(field.standing, Standing::Unconfirmed(_));
        self.found.insert((path.to_string(), code, error));
    }

    fn object(&mut self, table: &'static Table, prefix: &str, members: &[(String, Value)]) {
        let path = |name: &str| if prefix.is_empty() { name.to_string() } else { format!("{prefix}.{name}") };
        let mut known: BTreeMap<String, Value> = BTreeMap::new();
        let mut names: BTreeSet<String> = BTreeSet::new();
        for (name, value) in members {
            let Some(field) = row_of(table, name) else {
                if table.others == Members::Listed {
                    self.found.insert((path(name), "field-unknown", false));
                }
                continue;
            };
            if !names.insert(name.clone()) && field.name == name {
                self.add(field, &path(name), "field-repeated", true);
            }
            known.entry(name.clone()).or_insert_with(|| value.clone());
        }
        if prefix.is_empty() {
            self.message = known.clone();
        }
        for (name, value) in members {
            if let Some(field) = row_of(table, name) {
                let encrypted = table
                    .rules
                    .iter()
                    .any(|rule| matches!(rule, Rule::Encrypted { field, by } if field == name && is_there(&known, by)));
                // Of repeated JSON text only the first is read.
                if matches!(field.kind, Kind::Json(_) | Kind::JsonOrText(_) | Kind::AnyJson)
                    && known.get(name) != Some(value)
                {
                    continue;
                }
                self.member(field, &path(name), value, encrypted);
            }
        }
        for field in table.fields {
            let missing = !is_there(&known, field.name);
            let before = self.found.len();
            let value = |other: &str| match row_of(table, other) {
                Some(_) => text_of(&known, other),
                None => text_of(&self.message, other),
            };
            match field.presence {
                Presence::Required if missing => self.add(field, &path(field.name), "field-required", true),
                Presence::Expected(None) if missing => self.add(field, &path(field.name), "field-expected", false),
                Presence::Expected(Some((other, wanted))) if missing && value(other).as_deref() == Some(wanted) => {
                    self.add(field, &path(field.name), "field-expected", false);
                }
                Presence::RequiredWhen { other, values, unless }
                    if missing
                        && value(other).is_some_and(|value| values.contains(&&*value))
                        && !unless.is_some_and(|name| is_there(&known, name)) =>
                {
                    self.add(field, &path(field.name), "field-required-when", true);
                }
                _ => {}
            }
            if self.sent && self.found.len() == before && known.get(field.name) == Some(&Value::from("")) {
                self.add(field, &path(field.name), "field-empty", false);
            }
        }
        for rule in table.rules {
            self.rule(table, rule, &known, &path);
        }
    }

    fn rule(
        &mut self,
        table: &'static Table,
        rule: &Rule,
        known: &BTreeMap<String, Value>,
        path: &dyn Fn(&str) -> String,
    ) {
        let field = |name: &str| row_of(table, name).unwrap();
        let time = |name: &str| text_of(known, name).and_then(|text| time_of(field(name), &text));
        let amount = |name: &str| text_of(known, name).and_then(|text| fen_of(field(name), &text));
        match *rule {
            Rule::OneOf { names, blamed, .. } => {
                if !names.iter().any(|name| is_there(known, name)) {
                    self.add(field(blamed), &path(blamed), "field-one-of", true);
                }
            }
            Rule::Wins { winner, loser, .. } => {
                if is_there(known, winner) && is_there(known, loser) {
                    self.add(field(loser), &path(loser), "field-ignored", false);
                }
            }
            Rule::Excludes { field: own, other, .. } => {
                if is_there(known, own) && is_there(known, other) {
                    self.add(field(own), &path(own), "field-excludes", true);
                }
            }
            Rule::OnlyWith { field: own, other, value, .. } => {
                if is_there(known, own) && text_of(known, other).as_deref() != Some(value) {
                    self.add(field(own), &path(own), "field-without-effect", false);
                }
            }
            Rule::Expiry { later, earlier, short, advised, .. } => {
                let Some(end) = time(later) else { return };
                for (start, code) in [(time(earlier), "time-not-after"), (self.now.map(Time::unix), "time-past")] {
                    match start.map(|start| end - start) {
                        Some(gap) if gap <= 0 => self.add(field(later), &path(later), code, true),
                        Some(gap) if gap <= short => self.add(field(later), &path(later), "time-gap-short", true),
                        Some(gap) if gap <= advised => self.add(field(later), &path(later), "time-gap-advised", false),
                        _ => {}
                    }
                }
            }
            Rule::Ahead { field: own, least, most, .. } => {
                match time(own).zip(self.now).map(|(end, now)| end - now.unix()) {
                    Some(gap) if gap <= 0 => self.add(field(own), &path(own), "time-past", true),
                    Some(gap) if gap < least => self.add(field(own), &path(own), "time-gap-short", true),
                    Some(gap) if gap > most => self.add(field(own), &path(own), "time-far", true),
                    _ => {}
                }
            }
            Rule::AtMost { field: own, other, .. } => {
                if amount(own).zip(amount(other)).is_some_and(|(own, other)| own > other) {
                    self.add(field(own), &path(own), "amount-above", false);
                }
            }
            Rule::Counted { count, family, .. } => {
                let there = known.keys().filter(|name| row_of(table, name).unwrap().name == family).count();
                let said = text_of(known, count)
                    .filter(|text| text.chars().all(|digit| digit.is_ascii_digit()))
                    .and_then(|text| text.parse::<u64>().ok());
                if said.is_some_and(|said| said != there as u64) {
                    self.add(field(count), &path(count), "count-differs", false);
                }
            }
            Rule::Encrypted { .. } => {}
        }
    }
}

fn list(map: &Map<String, Value>) -> Vec<(String, Value)> {
    map.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
}
