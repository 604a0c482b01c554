//! Values that are text: kinds, lengths, alphabets and lists.

use super::{Judge, Severity, Spot, code};
use crate::spec::{Alphabet, Choice, Kind, Limit, Others, Unit};
use crate::spec::{DOUBTFUL, FORBIDDEN, WIDE};

impl Judge<'_> {
    /// A value that is not empty, by its row.
    pub(super) fn text(&mut self, spot: &Spot<'_>, value: &[u8]) {
        let limited = match spot.field.kind {
            Kind::Text(alphabet) => {
                self.characters(spot, alphabet, value);
                true
            }
            Kind::Url(rules) => {
                self.url(spot, rules, value);
                true
            }
            Kind::Base64 => {
                self.base64(spot, value);
                true
            }
            Kind::PercentEncoded => {
                self.percent_encoded(spot, value);
                true
            }
            Kind::Prefixed(prefix) => {
                if !value.starts_with(prefix.as_bytes()) || value.len() == prefix.len() {
                    self.report(spot, code::PREFIX_MISSING, Severity::Error, &[("form", &format!("{prefix}…"))]);
                }
                true
            }
            Kind::Choice(choices, others) => {
                self.choice(spot, choices, others, value);
                // A value that is none of a closed list is refused already; in an open list it is bound by length.
                !matches!(others, Others::Refused)
            }
            // These have a shape that leaves no length open.
            Kind::HexSignature => {
                self.hex_signature(spot, value);
                false
            }
            Kind::Currency => {
                self.currency(spot, value);
                false
            }
            Kind::Fen { least, most } => {
                self.fen(spot, least, most, value);
                false
            }
            Kind::Yuan { least, most } => {
                self.yuan(spot, least, most, value);
                true
            }
            Kind::Count { least, most } => {
                self.count(spot, least, most, value);
                false
            }
            Kind::Time(layout) => {
                self.time(spot, layout, value);
                false
            }
            Kind::Period => {
                self.period(spot, value);
                false
            }
            Kind::UnixSeconds => {
                self.unix_seconds(spot, value);
                false
            }
            Kind::Ip => {
                self.ip(spot, value);
                false
            }
            // JSON text and the members of JSON are judged where they are met.
            Kind::Any | Kind::Json(_) | Kind::JsonOrText(_) | Kind::AnyJson => false,
            Kind::Object(_) | Kind::Objects(_) | Kind::Strings(..) => false,
        };
        if let (true, Some(limit)) = (limited, spot.field.limit) {
            self.length(spot, limit, value);
        }
    }

    /// WX-AMB-11, ALI-PAY-6: the documents do not say whether bytes or characters count.
    pub(super) fn length(&mut self, spot: &Spot<'_>, limit: Limit, value: &[u8]) {
        let (agreed, widest, least) = (limit.agreed as usize, limit.widest as usize, limit.least as usize);
        // A character has at most four bytes.
        if value.len() <= agreed && value.len() / 4 >= least {
            return;
        }
        let characters = value.iter().filter(|&&byte| byte & 0xc0 != 0x80).count();
        let counted = if limit.unit == Unit::Bytes { value.len() } else { characters };
        let (code, severity, length, shown) = if counted < least {
            (code::LENGTH_SHORT, Severity::Warning, counted, least)
        } else if counted > widest && !limit.sure {
            (code::LENGTH_UNCONFIRMED, Severity::Warning, counted, widest)
        } else if counted > widest && limit.unit == Unit::Bytes {
            (code::LENGTH_EXCEEDED_BYTES, Severity::Error, counted, widest)
        } else if counted > widest {
            (code::LENGTH_EXCEEDED, Severity::Error, counted, widest)
        } else if limit.unit == Unit::Either && value.len() > widest {
            (code::LENGTH_IN_BYTES, Severity::Warning, value.len(), agreed)
        } else if counted > agreed || limit.unit == Unit::Either && value.len() > agreed {
            (code::LENGTH_EDITIONS, Severity::Warning, value.len(), agreed)
        } else {
            return;
        };
        let args = [length, shown, widest].map(|number| number.to_string());
        self.report(spot, code, severity, &[("length", &args[0]), ("limit", &args[1]), ("widest", &args[2])]);
    }

    fn characters(&mut self, spot: &Spot<'_>, alphabet: &Alphabet, value: &[u8]) {
        let classes = alphabet.look(value);
        if let ([b' ' | b'\t' | b'\n' | b'\r', ..], _) | (_, [.., b' ' | b'\t' | b'\n' | b'\r']) = (value, value)
            && classes & FORBIDDEN == 0
        {
            self.report(spot, code::SPACE_AROUND, Severity::Warning, &[]);
        }
        if classes == 0 {
            return;
        }
        if classes & WIDE != 0 {
            let Ok(text) = std::str::from_utf8(value) else {
                return self.report(spot, code::TEXT_NOT_UTF8, Severity::Error, &[]);
            };
            // XML 1.0 excludes these two as well.
            if let Some((at, found)) = text.char_indices().find(|(_, found)| matches!(found, '\u{fffe}' | '\u{ffff}')) {
                return self.character(spot, alphabet, value, at, found, code::CHARACTER_FORBIDDEN, Severity::Error);
            }
        }
        let (class, code, severity) = if classes & FORBIDDEN != 0 {
            (FORBIDDEN, code::CHARACTER_FORBIDDEN, Severity::Error)
        } else if classes & DOUBTFUL != 0 {
            (DOUBTFUL, code::CHARACTER_DOUBTFUL, Severity::Warning)
        } else {
            return;
        };
        if let Some(at) = alphabet.first(value, class) {
            let found = std::str::from_utf8(&value[at..]).ok().and_then(|text| text.chars().next());
            self.character(spot, alphabet, value, at, found.unwrap_or('\u{fffd}'), code, severity);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one finding's parts")]
    fn character(
        &mut self,
        spot: &Spot<'_>,
        alphabet: &Alphabet,
        value: &[u8],
        at: usize,
        found: char,
        code: super::Code,
        severity: Severity,
    ) {
        let shown = if found.is_control() || found.is_whitespace() {
            format!("U+{:04X}", u32::from(found))
        } else {
            format!("`{found}` (U+{:04X})", u32::from(found))
        };
        self.report(
            &spot.part(value, at..at + found.len_utf8()),
            code,
            severity,
            &[("character", &shown), ("allowed_en", alphabet.title.en), ("allowed_zh", alphabet.title.zh)],
        );
    }

    pub(super) fn choice(&mut self, spot: &Spot<'_>, choices: &[Choice], others: Others, value: &[u8]) {
        let (code, severity) = match (choices.iter().find(|choice| choice.is(value)), others) {
            (Some(choice), _) if !choice.doubtful => return,
            (Some(_), _) => (code::CHOICE_DOUBTFUL, Severity::Warning),
            (None, Others::Refused) => (code::CHOICE_UNKNOWN, Severity::Error),
            (None, Others::Doubtful) => (code::CHOICE_UNDOCUMENTED, Severity::Warning),
            (None, Others::Open) => return,
        };
        let plain: Vec<&str> = choices.iter().filter(|choice| !choice.doubtful).map(|choice| choice.value).collect();
        let args = [("choices", &*plain.join(" / ")), ("value", &*String::from_utf8_lossy(value))];
        // An unknown value is not repeated: it may be anything.
        let shown = if code == code::CHOICE_DOUBTFUL { &args[..] } else { &args[..1] };
        self.report(spot, code, severity, shown);
    }

    /// WX-SIGN-6, 7, 13; lower case: WX-AMB-3.
    fn hex_signature(&mut self, spot: &Spot<'_>, value: &[u8]) {
        if !matches!(value.len(), 32 | 64) || !value.iter().all(u8::is_ascii_hexdigit) {
            self.report(spot, code::SIGNATURE_SHAPE, Severity::Error, &[]);
        } else if value.iter().any(u8::is_ascii_lowercase) {
            self.report(spot, code::SIGNATURE_CASE, Severity::Warning, &[]);
        }
    }

    /// WX-UO-15, WX-AMB-25.
    fn currency(&mut self, spot: &Spot<'_>, value: &[u8]) {
        if value.len() != 3 || !value.iter().all(u8::is_ascii_alphabetic) {
            self.report(spot, code::CURRENCY_SHAPE, Severity::Error, &[]);
        } else if value != b"CNY" {
            self.report(spot, code::CURRENCY_OTHER, Severity::Warning, &[]);
        }
    }

    pub(super) fn base64(&mut self, spot: &Spot<'_>, value: &[u8]) {
        let data = value.strip_suffix(b"==").or_else(|| value.strip_suffix(b"=")).unwrap_or(value);
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        if !value.len().is_multiple_of(4) || !data.iter().all(plain) {
            self.report(spot, code::BASE64_SHAPE, Severity::Error, &[]);
        }
    }

    fn percent_encoded(&mut self, spot: &Spot<'_>, value: &[u8]) {
        let mut rest = value;
        loop {
            rest = match rest {
                [] => return,
                [b'%', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => rest,
                [byte, rest @ ..] if byte.is_ascii_alphanumeric() || b"-_.~*+!'()".contains(byte) => rest,
                _ => break,
            };
        }
        let at = value.len() - rest.len();
        self.report(&spot.part(value, at..at + 1), code::PERCENT_SHAPE, Severity::Error, &[]);
    }
}
