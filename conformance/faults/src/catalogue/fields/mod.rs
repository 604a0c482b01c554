//! The field rules' part of the catalogue.

mod addresses;
mod amounts;
mod json;
mod presence;
mod text;
mod times;

use payspec_core::finding::{Code, Finding};

use super::Fault;
use crate::pairs::{Pair, get};

/// The lists, each with its heading.
pub(super) const LISTS: &[(&str, &[Fault])] = &[
    ("Field rules: amounts", amounts::FAULTS),
    ("Field rules: times", times::FAULTS),
    ("Field rules: URLs, IP addresses and currencies", addresses::FAULTS),
    ("Field rules: JSON text", json::FAULTS),
    ("Field rules: what must be there", presence::FAULTS),
    ("Field rules: lengths, alphabets and words", text::FAULTS),
];

const BOTH: &[&str] = &["wechat.validate", "alipay.validate"];

const WECHAT: &[&str] = &["wechat.validate"];

const ALIPAY: &[&str] = &["alipay.validate"];

/// A field's value as text.
fn text(pairs: &[Pair], name: &str) -> String {
    String::from_utf8_lossy(get(pairs, name).unwrap_or_default()).into_owned()
}

fn none_of(finding: &Finding, codes: &[Code]) -> bool {
    !codes.contains(&finding.code)
}

/// The value that a finding is about, if it is a field of the message.
fn value(finding: &Finding, pairs: &[Pair]) -> String {
    text(pairs, &finding.path)
}
