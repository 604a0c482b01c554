use memchr::memmem;

use super::chosen;
use super::naive::{self, xml as naive_xml};
use crate::finding::{Blame, code};
use crate::wire::xml;

/// Parse → write → parse is the identity; every span lies in the input; `roxmltree` accepts what core accepts, with the
/// same fields, and refuses what core refuses.
pub fn wechat_xml(data: &[u8]) {
    let slowly = chosen(data, 16);
    match xml::parse(data, xml::ROOT) {
        Ok(fields) => {
            for field in &fields {
                assert!(data.get(field.span()).is_some(), "the span of {field:?} is outside the input");
            }
            if !slowly && !chosen(data, 4) {
                return;
            }
            let pairs = naive::pairs(&fields);
            if slowly && !keeps_cr(data) {
                let other = naive_xml::flat(data, xml::ROOT).expect("what core reads is a flat document");
                let other: naive::Pairs = other.into_iter().map(|(n, v)| (n.into_bytes(), v.into_bytes())).collect();
                assert_eq!(pairs, other, "quick-xml and roxmltree read different fields");
            }
            if !chosen(data, 4) {
                return;
            }
            let written = xml::write(&pairs, xml::ROOT).expect("what was read can be written");
            let again = xml::parse(&written, xml::ROOT).expect("what was written can be read");
            assert_eq!(pairs, naive::pairs(&again));
        }
        Err(refusal) => {
            assert_eq!(refusal.blame(), Blame::Malformed);
            assert!(refusal.at.is_none_or(|at| at <= data.len()), "{refusal:?} is outside the input");
            // The other reader takes declarations of any version and encoding, `<:a>` for `<a>`, and a reference to half a
            // surrogate pair.
            let lenient =
                || ["<?xml", "</:", "<:", "&#"].iter().any(|mark| memmem::find(data, mark.as_bytes()).is_some());
            if slowly && refusal.code != code::TOO_MANY_FIELDS && !lenient() {
                let other = naive_xml::flat(data, xml::ROOT);
                let wide =
                    |fields: &Vec<(String, String)>| fields.iter().any(|(name, _)| !xml::is_name(name.as_bytes()));
                assert!(other.as_ref().is_none_or(wide), "{refusal:?}, but it is a flat document: {other:?}");
            }
        }
    }
}

/// Whether roxmltree may keep a CR that XML makes an LF: in front of a reference, or at the end of a text that has one.
fn keeps_cr(data: &[u8]) -> bool {
    memmem::find(data, b"\r&").is_some() || memmem::find(data, b"\r<").is_some() && memchr::memchr(b'&', data).is_some()
}
