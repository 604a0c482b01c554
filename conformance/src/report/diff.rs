//! Two strings, and where they part: for canonical strings, where one byte decides.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use anstyle::{AnsiColor, Style};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

/// How many characters around a difference are shown.
const CONTEXT: usize = 24;

/// How long the shortest diff is looked for; after that a longer one is shown.
const PATIENCE: Duration = Duration::from_millis(200);

const REMOVED: Style = AnsiColor::Red.on_default().bold();
const ADDED: Style = AnsiColor::Green.on_default().bold();

/// One place where two strings part, with a little of what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// The byte of the expected string at which the first difference begins.
    pub byte: usize,
    /// Whether text before it is left out.
    pub cut_before: bool,
    /// Whether text behind it is left out.
    pub cut_after: bool,
    /// What stands there, in order.
    pub pieces: Vec<Piece>,
}

/// A piece of a [`Hunk`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Different; either may be empty.
    Changed {
        /// What was expected.
        expected: String,
        /// What came.
        got: String,
    },
}

/// The places where `got` differs from `expected`.
#[must_use]
pub fn compare(expected: &str, got: &str) -> Vec<Hunk> {
    let (old, new): (Vec<char>, Vec<char>) = (expected.chars().collect(), got.chars().collect());
    let deadline = Some(Instant::now() + PATIENCE);
    let ops = capture_diff_slices_deadline(Algorithm::Myers, &old, &new, deadline);
    let groups = similar::group_diff_ops(ops, CONTEXT);
    let hunk = |group: &Vec<DiffOp>| {
        let start = group.first().map_or(0, |op| op.old_range().start);
        let end = group.last().map_or(0, |op| op.old_range().end);
        let first = group.iter().find(|op| !matches!(op, DiffOp::Equal { .. }));
        let at = first.map_or(0, |op| op.old_range().start);
        let pieces = group.iter().map(|op| {
            let expected: String = old[op.old_range()].iter().collect();
            match op {
                DiffOp::Equal { .. } => Piece::Same(expected),
                _ => Piece::Changed { expected, got: new[op.new_range()].iter().collect() },
            }
        });
        Hunk {
            byte: old[..at].iter().map(|c| c.len_utf8()).sum(),
            cut_before: start > 0,
            cut_after: end < old.len(),
            pieces: pieces.collect(),
        }
    };
    groups.iter().map(hunk).collect()
}

/// The same for a terminal, a line each: the byte, and `[-expected-]{+got+}`. Characters that cannot be seen are
/// escaped.
#[must_use]
pub fn hunks(expected: &str, got: &str) -> Vec<String> {
    let line = |hunk: Hunk| {
        let mut line = format!("@{}: ", hunk.byte);
        line += if hunk.cut_before { "…" } else { "" };
        for piece in hunk.pieces {
            match piece {
                Piece::Same(text) => line += &visible(&text),
                Piece::Changed { expected, got } => {
                    if !expected.is_empty() {
                        let _ = write!(line, "{REMOVED}[-{}-]{REMOVED:#}", visible(&expected));
                    }
                    if !got.is_empty() {
                        let _ = write!(line, "{ADDED}{{+{}+}}{ADDED:#}", visible(&got));
                    }
                }
            }
        }
        line += if hunk.cut_after { "…" } else { "" };
        line
    };
    compare(expected, got).into_iter().map(line).collect()
}

/// Text in which every character can be seen.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars().fold(String::new(), |mut text, c| {
        if c.is_control() || (c.is_whitespace() && c != ' ') {
            text.extend(c.escape_default());
        } else {
            text.push(c);
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(expected: &str, got: &str) -> Vec<String> {
        let strip = |line: String| anstream::adapter::strip_str(&line).to_string();
        hunks(expected, got).into_iter().map(strip).collect()
    }

    #[test]
    fn a_missing_field_is_marked_with_its_byte() {
        let expected = "appid=wx1&body=测试&mch_id=10000100&nonce_str=x&sign_type=MD5";
        let got = "appid=wx1&body=测试&mch_id=10000100&nonce_str=x";
        assert_eq!(plain(expected, got), ["@49: …_id=10000100&nonce_str=x[-&sign_type=MD5-]"]);
    }

    #[test]
    fn differences_far_apart_are_shown_apart_and_white_space_is_seen() {
        let middle = "=".repeat(100);
        let got = plain(&format!("a{middle}b"), &format!("A{middle}\n"));
        let around = "=".repeat(CONTEXT);
        assert_eq!(got[0], format!("@0: [-a-]{{+A+}}{around}…"));
        assert_eq!(got[1], format!("@101: …{around}[-b-]{{+\\n+}}"));
    }

    #[test]
    fn equal_strings_have_no_difference() {
        assert!(plain("same", "same").is_empty());
    }
}
