//! What is wrong with one value.

use serde_json::Value;

use super::{Naive, fen_of, list};
use crate::finding::Severity;
use crate::spec::{Choice, Field, Kind, Layout, Others, Presence, Unit};

impl Naive {
    pub(super) fn member(&mut self, field: &'static Field, path: &str, value: &Value, encrypted: bool) {
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
