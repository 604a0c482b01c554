//! A second reading of the tables, slow and obvious: it looks rows up one by one, copies everything, reads JSON with
//! serde_json and days with jiff.

use std::collections::{BTreeMap, BTreeSet};

use payspec_core::finding::Severity;
use payspec_core::spec::{Choice, Field, Kind, Layout, Members, Others, Presence, Rule, Standing, Table, Unit};
use payspec_core::time::Time;
use serde_json::{Map, Value};

/// Path, code and whether it is an error.
pub(crate) type Found = BTreeSet<(String, &'static str, bool)>;

pub(crate) struct Naive {
    pub(crate) found: Found,
    pub(crate) now: Option<Time>,
    pub(crate) sent: bool,
    pub(crate) message: BTreeMap<String, Value>,
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
            None => digits(text)? * 100,
            Some((yuan, decimals)) if decimals.len() == 1 || decimals.len() == 2 => {
                digits(&format!("0{yuan}"))? * 100 + digits(&format!("{decimals:0<2}"))?
            }
            Some(_) => return None,
        },
        _ => return None,
    };
    (fen <= u128::from(u64::MAX)).then_some(fen)
}

fn time_of(field: &Field, text: &str) -> Option<i64> {
    let formats: &[&str] = match field.kind {
        Kind::Time(Layout::Compact) => &["%Y%m%d%H%M%S"],
        Kind::Time(_) => &["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S%.f"],
        _ => return None,
    };
    if !text.chars().all(|letter| letter.is_ascii_digit() || "-: T.".contains(letter)) {
        return None;
    }
    let time = formats.iter().find_map(|format| jiff::civil::DateTime::strptime(format, text).ok())?;
    // jiff reads second 60 as 59, and numbers with fewer digits.
    if text.ends_with("60") || !matches!(text.len(), 14 | 16 | 19 | 21 | 22 | 23) {
        return None;
    }
    Some(jiff::tz::Offset::constant(8).to_timestamp(time).unwrap().as_second())
}

impl Naive {
    fn add(&mut self, field: &Field, path: &str, code: &'static str, error: bool) {
        let error = error && !matches!(field.standing, Standing::Unconfirmed(_));
        self.found.insert((path.to_string(), code, error));
    }

    pub(crate) fn object(&mut self, table: &'static Table, prefix: &str, members: &[(String, Value)]) {
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

    fn member(&mut self, field: &'static Field, path: &str, value: &Value, encrypted: bool) {
        match (field.kind, value) {
            (Kind::Any, _) => {}
            (_, Value::String(text))
                if text.is_empty() && !matches!(field.kind, Kind::Object(_) | Kind::Objects(_) | Kind::Strings(..)) => {
            }
            (_, Value::Null) => {
                if field.presence != Presence::Required {
                    self.add(field, path, "json-type", false);
                }
            }
            (Kind::Json(_) | Kind::JsonOrText(_) | Kind::AnyJson, Value::String(text)) if encrypted => {
                self.base64(field, path, text);
            }
            (Kind::Json(_) | Kind::JsonOrText(_) | Kind::AnyJson, Value::String(text)) => {
                self.length(field, path, text);
                self.json(field, path, text);
            }
            (Kind::Object(table), Value::Object(map)) => self.object(table, path, &list(map)),
            (Kind::Objects(table), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    match item {
                        Value::Object(map) => self.object(table, &format!("{path}[{index}]"), &list(map)),
                        _ => self.add(field, &format!("{path}[{index}]"), "json-type", true),
                    }
                }
            }
            (Kind::Strings(choices, others), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    match item {
                        Value::String(text) => self.choice(field, &format!("{path}[{index}]"), choices, others, text),
                        _ => self.add(field, &format!("{path}[{index}]"), "json-type", true),
                    }
                }
            }
            (Kind::Object(_) | Kind::Objects(_) | Kind::Strings(..), _) => self.add(field, path, "json-type", true),
            (_, Value::String(text)) => self.text(field, path, text),
            (Kind::Fen { .. } | Kind::Count { .. }, Value::Number(number)) => {
                self.text(field, path, &number.to_string())
            }
            (Kind::Yuan { .. }, Value::Number(number)) => {
                self.add(field, path, "json-number", false);
                self.text(field, path, &number.to_string());
            }
            _ => self.add(field, path, "json-type", true),
        }
    }

    fn json(&mut self, field: &'static Field, path: &str, text: &str) {
        let loose = matches!(field.kind, Kind::JsonOrText(_));
        if loose && !text.trim_start().starts_with(['{', '[']) {
            return self.add(field, path, "json-plain", false);
        }
        match (field.kind, serde_json::from_str::<Value>(text)) {
            (_, Err(_)) => self.add(field, path, "json-syntax", true),
            (Kind::Json(table) | Kind::JsonOrText(table), Ok(Value::Object(map))) => {
                self.object(table, path, &list(&map))
            }
            (Kind::Json(_) | Kind::JsonOrText(_), Ok(_)) => self.add(field, path, "json-type", !loose),
            _ => {}
        }
    }

    fn length(&mut self, field: &Field, path: &str, text: &str) {
        let Some(limit) = field.limit else { return };
        let (bytes, characters) = (text.len() as u32, text.chars().count() as u32);
        let (low, high) = match limit.unit {
            Unit::Bytes => (bytes, bytes),
            Unit::Characters => (characters, characters),
            Unit::Either => (characters, bytes),
        };
        if low < limit.least {
            self.add(field, path, "length-short", false);
        } else if low > limit.widest && !limit.sure {
            self.add(field, path, "length-unconfirmed", false);
        } else if low > limit.widest {
            let code = if limit.unit == Unit::Bytes { "length-exceeded-bytes" } else { "length-exceeded" };
            self.add(field, path, code, true);
        } else if high > limit.widest {
            self.add(field, path, "length-in-bytes", false);
        } else if high > limit.agreed {
            self.add(field, path, "length-editions", false);
        }
    }

    fn choice(&mut self, field: &Field, path: &str, choices: &[Choice], others: Others, text: &str) {
        let is = |choice: &&Choice| choice.value == text || choice.any_case && choice.value.eq_ignore_ascii_case(text);
        match (choices.iter().find(is), others) {
            (Some(choice), _) if choice.doubtful => self.add(field, path, "choice-doubtful", false),
            (None, Others::Refused) => self.add(field, path, "choice-unknown", true),
            (None, Others::Doubtful) => self.add(field, path, "choice-undocumented", false),
            _ => {}
        }
    }

    fn base64(&mut self, field: &Field, path: &str, text: &str) {
        use base64::Engine;
        let lenient = base64::engine::GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);
        let engine = base64::engine::GeneralPurpose::new(&base64::alphabet::STANDARD, lenient);
        if engine.decode(text).is_err() {
            self.add(field, path, "base64-shape", true);
        }
    }

    fn text(&mut self, field: &Field, path: &str, text: &str) {
        let digits = text.chars().all(|digit| digit.is_ascii_digit());
        match field.kind {
            Kind::Text(alphabet) => {
                let worst = text.bytes().filter_map(|byte| alphabet.judges(byte)).max();
                let worst = if text.contains(['\u{fffe}', '\u{ffff}']) { Some(Severity::Error) } else { worst };
                let forbidden_byte = text.bytes().any(|byte| alphabet.judges(byte) == Some(Severity::Error));
                let trimmed = text.trim_matches([' ', '\t', '\n', '\r']);
                if trimmed != text && !forbidden_byte {
                    self.add(field, path, "space-around", false);
                }
                match worst {
                    Some(Severity::Error) => self.add(field, path, "character-forbidden", true),
                    Some(Severity::Warning) => self.add(field, path, "character-doubtful", false),
                    None => {}
                }
                self.length(field, path, text);
            }
            Kind::Choice(choices, others) => {
                self.choice(field, path, choices, others, text);
                if others != Others::Refused {
                    self.length(field, path, text);
                }
            }
            Kind::Fen { least, most } => match fen_of(field, text) {
                None => self.add(field, path, "amount-fen-shape", true),
                Some(fen) => {
                    if fen < u128::from(least.get()) {
                        self.add(field, path, "amount-range", true);
                    }
                    if fen > u128::from(most.get()) {
                        self.add(field, path, "amount-large", false);
                    }
                    if fen.to_string() != text {
                        self.add(field, path, "amount-spelling", false);
                    }
                }
            },
            Kind::Yuan { least, most } => {
                match fen_of(field, text) {
                    None => self.add(field, path, "amount-yuan-shape", true),
                    Some(fen) => {
                        if fen < u128::from(least.get()) || fen > u128::from(most.get()) {
                            self.add(field, path, "amount-range", true);
                        }
                        let whole = fen == u128::from(most.get()) && text == (fen / 100).to_string();
                        if format!("{}.{:02}", fen / 100, fen % 100) != text && !whole {
                            self.add(field, path, "amount-spelling", false);
                        }
                    }
                }
                self.length(field, path, text);
            }
            Kind::Count { least, most }
                if !digits || !text.parse::<u64>().is_ok_and(|number| number >= least && number <= most) =>
            {
                self.add(field, path, "number-shape", true);
            }
            Kind::Time(layout) => self.time(field, path, layout, text),
            Kind::Period => {
                let number = text.get(..text.len() - 1).unwrap_or("");
                let minutes = match (number.parse::<u64>(), text.chars().last()) {
                    (Ok(number), Some('m')) => number,
                    (Ok(number), Some('h')) => number.saturating_mul(60),
                    (Ok(number), Some('d')) => number.saturating_mul(1440),
                    (Ok(1), Some('c')) => 1,
                    _ => 0,
                };
                if !(1..=21_600).contains(&minutes) || number.starts_with(['0', '+']) {
                    self.add(field, path, "period-shape", true);
                }
            }
            Kind::UnixSeconds if !digits || text.len() != 10 => self.add(field, path, "unix-shape", true),
            Kind::Currency => {
                if text.len() != 3 || !text.chars().all(|letter| letter.is_ascii_alphabetic()) {
                    self.add(field, path, "currency-shape", true);
                } else if text != "CNY" {
                    self.add(field, path, "currency-other", false);
                }
            }
            Kind::HexSignature => {
                if ![32, 64].contains(&text.len()) || !text.chars().all(|digit| digit.is_ascii_hexdigit()) {
                    self.add(field, path, "signature-shape", true);
                } else if text.to_uppercase() != text {
                    self.add(field, path, "signature-case", false);
                }
            }
            Kind::Base64 => {
                self.base64(field, path, text);
                self.length(field, path, text);
            }
            Kind::PercentEncoded => {
                let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.~*+!'()".contains(letter);
                let mut parts = text.split('%');
                let first = parts.next().unwrap_or("").chars().all(plain);
                let rest = parts.all(|part| {
                    let code: Vec<char> = part.chars().take(2).collect();
                    code.len() == 2 && code.iter().all(char::is_ascii_hexdigit) && part[2..].chars().all(plain)
                });
                if !first || !rest {
                    self.add(field, path, "percent-shape", true);
                }
                self.length(field, path, text);
            }
            Kind::Prefixed(prefix) => {
                if text.strip_prefix(prefix).is_none_or(str::is_empty) {
                    self.add(field, path, "prefix-missing", true);
                }
                self.length(field, path, text);
            }
            // Of these only the length is read again here; `validate_wechat.rs` has their values one by one.
            Kind::Url(_) => self.length(field, path, text),
            _ => {}
        }
    }

    fn time(&mut self, field: &Field, path: &str, layout: Layout, text: &str) {
        let shape: String = text.chars().map(|letter| if letter.is_ascii_digit() { '9' } else { letter }).collect();
        let plain = ["9999-99-99 99:99:99"];
        let fraction = ["9999-99-99 99:99:99.9", "9999-99-99 99:99:99.99", "9999-99-99 99:99:99.999"];
        let iso = [
            "9999-99-99T99:99:99",
            "9999-99-99T99:99",
            "9999-99-99T99:99:99.9",
            "9999-99-99T99:99:99.99",
            "9999-99-99T99:99:99.999",
        ];
        let loose = || iso.contains(&&*shape) || fraction.contains(&&*shape) || shape == "9999-99-99 99:99";
        let (right, spelt) = match layout {
            Layout::Compact => (shape == "99999999999999", false),
            Layout::Dashed => (plain.contains(&&*shape), false),
            Layout::DashedLoosely => (plain.contains(&&*shape), loose()),
            Layout::DashedFraction => {
                let right = plain.contains(&&*shape) || fraction.contains(&&*shape);
                (right, !right && loose())
            }
        };
        let numbers: Vec<i64> = {
            let all: String = text.chars().filter(char::is_ascii_digit).collect();
            let part = |from: usize, to: usize| all.get(from..to).and_then(|part| part.parse().ok()).unwrap_or(0);
            vec![part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 12), part(12, 14)]
        };
        let day =
            jiff::civil::Date::new(numbers[0] as i16, numbers[1] as i8, numbers[2] as i8).is_ok() && numbers[0] > 0;
        let exists = day && numbers[3] < 24 && numbers[4] < 60 && numbers[5] < 60;
        let dashed_loosely = layout == Layout::Dashed && loose();
        if (right || spelt || dashed_loosely) && !exists {
            self.add(field, path, "time-calendar", true);
        } else if spelt {
            self.add(field, path, "time-spelling", false);
        } else if !right {
            self.add(field, path, "time-shape", true);
        }
    }
}

fn list(map: &Map<String, Value>) -> Vec<(String, Value)> {
    map.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
}
