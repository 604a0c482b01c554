//! Known failures: a file that says which vectors an implementation fails, why, who takes care, and until when.
//!
//! ```toml
//! payspec_expect = 1
//!
//! [[known]]
//! vectors = "wx-notify-xml-*"        # a glob over ids
//! reason  = "The XML reader joins text around comments."
//! owner   = "payments team"
//! link    = "https://example.com/issues/7"
//! until   = "2026-12-31"             # the last day on which it holds
//! implementation = "our-sdk"         # optional: only where the adapter's name is this
//! ```

pub mod draft;

use std::fmt;
use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};
use serde::Deserialize;
use toml::Spanned;

use crate::day::Day;

/// The version of the format.
pub const FORMAT: u32 = 1;

/// A file of known failures.
#[derive(Clone, Debug)]
pub struct Expectations {
    /// The file's name.
    pub file: String,
    /// Its entries, in order.
    pub entries: Vec<Entry>,
}

/// One entry.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The glob over ids, as written.
    pub vectors: String,
    /// The name of the implementation to which it is confined.
    pub implementation: Option<String>,
    /// Why it fails.
    pub reason: String,
    /// Who takes care.
    pub owner: String,
    /// Where it is tracked.
    pub link: String,
    /// The last day on which it holds.
    pub until: Day,
    /// Its line in the file, from 1.
    pub line: usize,
    glob: GlobMatcher,
}

impl Entry {
    /// Whether the entry speaks of the vector with this id.
    #[must_use]
    pub fn matches(&self, id: &str) -> bool {
        self.glob.is_match(id)
    }
}

/// Why a file of known failures cannot be used; the text names the file and the line, and says what to do.
#[derive(Debug)]
pub struct ExpectError(String);

impl fmt::Display for ExpectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ExpectError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    payspec_expect: u32,
    #[serde(default)]
    known: Vec<Spanned<RawEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    vectors: String,
    implementation: Option<String>,
    reason: String,
    owner: String,
    link: String,
    until: toml::Value,
}

impl Expectations {
    /// Reads a file.
    ///
    /// # Errors
    /// [`ExpectError`].
    pub fn read(path: &Path) -> Result<Self, ExpectError> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|e| ExpectError(format!("the known failures {name} cannot be read: {e}")))?;
        Self::parse(&name, &text)
    }

    /// Reads the text of a file called `name`.
    ///
    /// # Errors
    /// [`ExpectError`].
    pub fn parse(name: &str, text: &str) -> Result<Self, ExpectError> {
        let raw: RawFile =
            toml::from_str(text).map_err(|e| ExpectError(format!("{name}: {}", e.to_string().trim())))?;
        if raw.payspec_expect != FORMAT {
            let got = raw.payspec_expect;
            return Err(ExpectError(format!("{name}: payspec_expect is {got}; this program reads {FORMAT}")));
        }
        let mut entries: Vec<Entry> = Vec::new();
        for raw in raw.known {
            let line = text[..raw.span().start.min(text.len())].matches('\n').count() + 1;
            let entry = entry(raw.into_inner(), line).map_err(|why| ExpectError(format!("{name}:{line}: {why}")))?;
            let same = |other: &&Entry| other.vectors == entry.vectors && other.implementation == entry.implementation;
            if let Some(first) = entries.iter().find(same) {
                let (glob, first) = (&entry.vectors, first.line);
                return Err(ExpectError(format!("{name}:{line}: `{glob}` stands in line {first} already")));
            }
            entries.push(entry);
        }
        Ok(Self { file: name.to_owned(), entries })
    }
}

fn entry(raw: RawEntry, line: usize) -> Result<Entry, String> {
    let until = match &raw.until {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    for (member, text) in [("reason", &raw.reason), ("owner", &raw.owner), ("link", &raw.link)] {
        if text.trim().is_empty() {
            return Err(format!("`{member}` is empty; an entry without it is nobody's, so fill it in"));
        }
    }
    let glob = GlobBuilder::new(&raw.vectors).literal_separator(false).build();
    let glob = glob.map_err(|e| format!("`vectors` cannot be read as a glob: {}", e.kind()))?;
    Ok(Entry {
        glob: glob.compile_matcher(),
        until: until.parse().map_err(|why| format!("`until`: {why}"))?,
        vectors: raw.vectors,
        implementation: raw.implementation,
        reason: raw.reason,
        owner: raw.owner,
        link: raw.link,
        line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = "[[known]]\nvectors = 'wx-*'\nreason = 'r'\nowner = 'o'\nlink = 'l'\nuntil = 2026-12-31\n";

    fn why(text: &str) -> String {
        Expectations::parse("e.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn an_entry_is_read_with_its_line() {
        let read = Expectations::parse("e.toml", &format!("payspec_expect = 1\n\n{ENTRY}")).unwrap();
        let entry = &read.entries[0];
        assert_eq!((entry.line, entry.until.to_string().as_str()), (3, "2026-12-31"));
        assert!(entry.matches("wx-a/b") && !entry.matches("ali-x"));
    }

    #[test]
    fn what_cannot_be_used_is_named_with_its_line() {
        let head = "payspec_expect = 1\n";
        assert_eq!(why("payspec_expect = 2"), "e.toml: payspec_expect is 2; this program reads 1");
        let empty = ENTRY.replace("'o'", "' '");
        assert_eq!(
            why(&format!("{head}{empty}")),
            "e.toml:2: `owner` is empty; an entry without it is nobody's, so fill it in"
        );
        assert!(why(&format!("{head}{ENTRY}{ENTRY}")).ends_with("`wx-*` stands in line 2 already"));
        assert!(why(&format!("{head}{}", ENTRY.replace("2026-12-31", "'soon'"))).contains("`until`: `soon` is no day"));
        assert!(why(&format!("{head}{}", ENTRY.replace("wx-*", "["))).contains("cannot be read as a glob"));
        assert!(why(&format!("{head}{ENTRY}untill = 1\n")).contains("unknown field `untill`"));
        assert!(why(&format!("{head}[[known]]\nvectors = 'x'\n")).contains("missing field"));
    }
}
