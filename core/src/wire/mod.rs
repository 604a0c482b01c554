//! From bytes to fields: WeChat Pay's flat XML, Alipay's forms and JSON, and the two charsets.
//!
//! Every reader borrows from its input, has a bound on every count, and refuses with a
//! [`Refusal`](crate::finding::Refusal) that says at which byte.

pub mod charset;
pub mod form;
pub mod json;
pub mod xml;

/// Where `part`, a slice of `whole`, begins in it. Zero for a slice from elsewhere.
pub(crate) fn offset(whole: &[u8], part: &[u8]) -> usize {
    (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize).filter(|at| *at <= whole.len()).unwrap_or(0)
}
