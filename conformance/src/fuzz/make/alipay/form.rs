//! Forms on the wire: encoded as Alipay does, or in another way that reads the same.

use crate::fuzz::choices::Choices;
use crate::fuzz::make::{Asks, Made};

/// Names and values, as text; the charset comes later.
pub(super) type Pairs = Vec<(String, String)>;

/// The value of that name; empty if there is none.
pub(super) fn get<'p>(pairs: &'p Pairs, name: &str) -> &'p str {
    pairs.iter().find(|pair| pair.0 == name).map_or("", |pair| &*pair.1)
}

/// Sets a value, at the end if the name is new.
pub(super) fn set(pairs: &mut Pairs, name: &str, value: impl Into<String>) {
    let value = value.into();
    match pairs.iter_mut().find(|pair| pair.0 == name) {
        Some(pair) => pair.1 = value,
        None => pairs.push((name.to_owned(), value)),
    }
}

/// The text in the charset that the fields name.
pub(super) fn bytes(text: &str, gbk: bool) -> Vec<u8> {
    if gbk { encoding_rs::GBK.encode(text).0.into_owned() } else { text.as_bytes().to_vec() }
}

/// `name=value` joined by `&`, sorted by name.
pub(super) fn canonical(pairs: &Pairs, without: &[&str], keep_empty: bool) -> String {
    let taken = |pair: &&(String, String)| !without.contains(&&*pair.0) && (keep_empty || !pair.1.is_empty());
    let mut list: Vec<&(String, String)> = pairs.iter().filter(taken).collect();
    list.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    list.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

/// How the bytes of a form are written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spelling {
    /// `%20` for a space.
    pub(super) percent_space: bool,
    /// Hexadecimal digits in lower case.
    pub(super) lower: bool,
    /// Everything is escaped.
    pub(super) all: bool,
    /// What a URL allows in a query stands bare.
    pub(super) bare: bool,
}

/// Appends the bytes.
pub(super) fn encode(bytes: &[u8], spelling: Spelling, out: &mut String) {
    for byte in bytes {
        let plain =
            byte.is_ascii_alphanumeric() || b"*-_.".contains(byte) || spelling.bare && b"=:/?@!$'(),~".contains(byte);
        match byte {
            b' ' if !spelling.percent_space && !spelling.all => out.push('+'),
            _ if plain && !spelling.all => out.push(char::from(*byte)),
            _ if spelling.lower => out.push_str(&format!("%{byte:02x}")),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

/// The form.
pub(super) fn write(pairs: &Pairs, gbk: bool, spelling: Spelling) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        encode(&bytes(name, gbk), Spelling { bare: false, ..spelling }, &mut out);
        out.push('=');
        encode(&bytes(value, gbk), spelling, &mut out);
    }
    out
}

/// Chooses a spelling; all of them read the same.
pub(super) fn spelling(made: &mut Made, choices: &mut Choices) -> Spelling {
    let mut spelling = Spelling::default();
    if !choices.percent(50) {
        return spelling;
    }
    let (flag, clause, about) = match choices.below(4) {
        0 => {
            spelling.percent_space = true;
            ("plus-not-space", "ALI-AMB-1", "Spaces are written %20.")
        }
        1 => {
            spelling.lower = true;
            ("escape-case-matters", "ALI-NTF-2", "Escapes are in lower case.")
        }
        2 => {
            spelling.all = true;
            ("escape-case-matters", "ALI-NTF-2", "Every byte is escaped.")
        }
        _ => {
            spelling.bare = true;
            ("split-at-every-equals", "ALI-NTF-3", "Signs that a query may hold stand bare in values.")
        }
    };
    made.did(Asks::Done, flag, clause, about);
    spelling
}

/// What becomes of separators is left open.
pub(super) fn separators(form: String, made: &mut Made, choices: &mut Choices) -> String {
    if !choices.percent(8) {
        return form;
    }
    made.did(Asks::Open, "separator-crash", "ALI-AMB-6", "A separator or a name stands alone.");
    match choices.below(5) {
        0 => form.replacen('&', "&&", 1),
        1 => format!("&{form}"),
        2 => format!("{form}&"),
        3 => format!("{form}&x"),
        _ => format!("{form}&=x"),
    }
}
