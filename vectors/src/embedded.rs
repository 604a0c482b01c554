//! The suites as they were when the crate was built.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::error::LoadError;
use crate::suite::{Suite, parse};

include!(concat!(env!("OUT_DIR"), "/suites.rs"));

/// The names of the embedded suites, sorted, such as `wechat/notify-xml`.
#[must_use]
pub fn names() -> &'static [&'static str] {
    NAMES
}

/// The JSON file of an embedded suite, byte for byte; `None` when there is no suite of that name.
#[must_use]
pub fn text(name: &str) -> Option<&'static str> {
    let at = NAMES.binary_search(&name).ok()?;
    TEXTS.get(at).copied()
}

/// Parses one embedded suite.
///
/// # Errors
/// [`LoadError::NoSuchSuite`] for an unknown name, else whatever [`parse`] finds.
pub fn load(name: &str) -> Result<Suite, LoadError> {
    let text = text(name).ok_or_else(|| LoadError::NoSuchSuite { name: name.into() })?;
    parse(&format!("{name}.json"), text)
}

/// Parses all embedded suites, in the order of [`names`].
///
/// # Errors
/// The first error that [`load`] meets.
pub fn load_all() -> Result<Vec<Suite>, LoadError> {
    NAMES.iter().map(|name| load(name)).collect()
}

/// SHA-256, in lower-case hex, over all embedded files: for each, in the order of [`names`], its name, its length
/// in bytes as decimal text, and its bytes, each followed by a line feed. Reports name it, so that two runs can be compared.
#[must_use]
pub fn hash() -> String {
    let mut hasher = Sha256::new();
    for (name, text) in NAMES.iter().zip(TEXTS) {
        hasher.update(format!("{name}\n{}\n{text}\n", text.len()));
    }
    hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_each_has_its_text() {
        assert!(!names().is_empty());
        assert!(names().is_sorted());
        for name in names() {
            assert!(text(name).is_some_and(|t| t.starts_with('{')), "{name}");
        }
        assert_eq!(text("wechat/no-such-suite"), None);
    }

    #[test]
    fn an_unknown_name_is_an_error_that_says_what_to_do() {
        let error = load("wechat/no-such-suite").unwrap_err();
        assert_eq!(
            error.to_string(),
            "there is no suite `wechat/no-such-suite`; `payspec vectors list` names them all"
        );
    }

    #[test]
    fn the_hash_is_64_hex_digits_and_stable() {
        assert_eq!(hash().len(), 64);
        assert_eq!(hash(), hash());
    }
}
