//! The canonical string (待签名字符串): from fields and a rule to the exact bytes that are signed.
//!
//! Both protocols join `name=value` with `&`, sorted by name in byte order (WX-SIGN-1, ALI-SIGN-4). They differ in
//! what takes part, which is what a [`Rule`] says. Nothing is escaped, so two different sets of fields can have
//! the same string (WX-SIGN-33); [`crate::order`] looks for that.

use arrayvec::ArrayVec;

use crate::fields::Pair;
use crate::finding::{Refusal, code};
use crate::limits;

/// Which fields take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Names that are left out.
    pub without: &'static [&'static str],
    /// Whether a field with an empty value takes part.
    pub empty: Empty,
}

/// What becomes of empty values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Empty {
    /// They are left out.
    LeftOut,
    /// They stand as `name=`.
    Kept,
}

/// WeChat Pay, every message: all but `sign`, without empty values (WX-SIGN-3, WX-SIGN-4).
pub const WECHAT: Rule = Rule { without: &["sign"], empty: Empty::LeftOut };

/// Alipay, requests: all but `sign`; `sign_type` takes part (ALI-SIGN-2, ALI-SIGN-3).
pub const ALIPAY_REQUEST: Rule = Rule { without: &["sign"], empty: Empty::LeftOut };

/// Alipay, notifications and returns: all but `sign` and `sign_type` (ALI-VER-1). Empty values stay, as in most
/// official code.
pub const ALIPAY_NOTIFICATION: Rule = Rule { without: &["sign", "sign_type"], empty: Empty::Kept };

/// The other reading of ALI-VER-5: empty values are left out.
pub const ALIPAY_NOTIFICATION_NO_EMPTY: Rule = Rule { without: &["sign", "sign_type"], empty: Empty::LeftOut };

/// What happened to one field on its way into the string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is in the string.
    Taken,
    /// The rule leaves this name out.
    LeftOutByName,
    /// The rule leaves empty values out.
    LeftOutEmpty,
}

impl Rule {
    /// What this rule does with such a field.
    pub fn fate(&self, pair: &impl Pair) -> Fate {
        if self.without.iter().any(|name| name.as_bytes() == pair.name()) {
            Fate::LeftOutByName
        } else if pair.value().is_empty() && self.empty == Empty::LeftOut {
            Fate::LeftOutEmpty
        } else {
            Fate::Taken
        }
    }
}

/// The fields that take part, in the order of the string. Lives on the stack.
pub struct Sorted<'p, P> {
    pairs: &'p [P],
    /// Indices into `pairs`. One byte each, so that the value is cheap to hand on.
    order: ArrayVec<u8, { limits::FIELDS }>,
}

/// A name's first six bytes and, below them, whether the field is left out, and its index: one number, so that
/// sorting compares numbers. Names that share six bytes are compared as a whole afterwards.
type Key = u64;

const BELOW_NAME: u32 = 16;
const LEFT_OUT: Key = 1 << u8::BITS;
const _: () = assert!(limits::FIELDS <= 1 << u8::BITS);

#[inline(always)]
fn key(name: &[u8], index: usize) -> Key {
    let be32 = |bytes: &[u8; 4]| u64::from(u32::from_be_bytes(*bytes));
    let prefix = match (name.first_chunk::<8>(), name.first_chunk::<4>(), name.last_chunk::<4>()) {
        (Some(first), ..) => u64::from_be_bytes(*first) >> 16 << 16,
        // Four to seven bytes: the first four and the last four overlap.
        (None, Some(first), Some(last)) => {
            let missing = 8 * (8 - name.len() as u32);
            (be32(first) << 32 | be32(last) << missing) >> 16 << 16
        }
        _ => name.iter().zip([56, 48, 40]).fold(0, |prefix, (byte, shift)| prefix | u64::from(*byte) << shift),
    };
    prefix | index as u64
}

fn index(key: Key) -> u8 {
    key as u8
}

/// Sorts what takes part. A name that occurs twice, also one that does not take part, is refused: what is
/// verified and what is read could differ (WX-SIGN-38, ALI-AMB-4).
///
/// # Errors
/// `too-many-fields`, `field-repeated`.
#[inline]
pub fn sort<'p, P: Pair>(pairs: &'p [P], rule: &Rule) -> Result<Sorted<'p, P>, Refusal> {
    if pairs.len() > limits::FIELDS {
        return Err(Refusal::new(code::TOO_MANY_FIELDS));
    }
    // Everything is sorted, so that a repeat shows wherever it is. Filled in place: `collect` would move the arrays.
    let mut keys: ArrayVec<Key, { limits::FIELDS }> = ArrayVec::new();
    for (index, pair) in pairs.iter().enumerate() {
        let left_out = if rule.fate(pair) == Fate::Taken { 0 } else { LEFT_OUT };
        keys.push(key(pair.name(), index) | left_out);
    }
    keys.sort_unstable();
    settle_ties(&mut keys, pairs)?;
    let mut sorted = Sorted { pairs, order: ArrayVec::new() };
    for key in &keys {
        if key & LEFT_OUT == 0 {
            sorted.order.push(index(*key));
        }
    }
    Ok(sorted)
}

/// Orders the runs of names that share their first six bytes.
fn settle_ties<P: Pair>(mut keys: &mut [Key], pairs: &[P]) -> Result<(), Refusal> {
    let tied = |a: Key, b: Key| a >> BELOW_NAME == b >> BELOW_NAME;
    while let Some(start) = keys.windows(2).position(|two| tied(two[0], two[1])) {
        let length = keys[start..].iter().take_while(|key| tied(**key, keys[start])).count();
        let (run, rest) = keys[start..].split_at_mut(length);
        let name = |key: Key| pairs[usize::from(index(key))].name();
        run.sort_unstable_by(|a, b| name(*a).cmp(name(*b)));
        if run.windows(2).any(|two| name(two[0]) == name(two[1])) {
            return Err(Refusal::new(code::FIELD_REPEATED));
        }
        keys = rest;
    }
    Ok(())
}

impl<'p, P: Pair> Sorted<'p, P> {
    /// The fields that take part, in order.
    pub fn iter(&self) -> impl Iterator<Item = &'p P> {
        self.order.iter().map(|index| &self.pairs[usize::from(*index)])
    }

    /// Writes the string into `sink`, piece by piece.
    pub fn write(&self, sink: &mut impl Sink) {
        let mut before: &[u8] = b"";
        for pair in self.iter() {
            sink.put_pair(before, pair.name(), pair.value());
            before = b"&";
        }
    }

    /// The string as one piece.
    pub fn to_vec(&self) -> Vec<u8> {
        let length = self.iter().map(|pair| pair.name().len() + pair.value().len() + 2).sum();
        let mut bytes = Vec::with_capacity(length);
        self.write(&mut bytes);
        bytes
    }
}

/// Takes the pieces of a canonical string.
pub trait Sink {
    /// Takes the next piece.
    fn put(&mut self, piece: &[u8]);

    /// Takes one `name=value` with what stands before it.
    fn put_pair(&mut self, before: &[u8], name: &[u8], value: &[u8]) {
        self.put(before);
        self.put(name);
        self.put(b"=");
        self.put(value);
    }
}

impl Sink for Vec<u8> {
    fn put(&mut self, piece: &[u8]) {
        self.extend_from_slice(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(pairs: &[(&str, &str)], rule: &Rule) -> String {
        String::from_utf8(sort(pairs, rule).unwrap().to_vec()).unwrap()
    }

    #[test]
    fn upper_case_sorts_before_lower_case_and_a_prefix_before_its_extension() {
        let pairs = [("coupon_fee_10", "3"), ("alpha", "2"), ("coupon_fee", "6"), ("Zeta", "1"), ("coupon_fee_2", "2")];
        assert_eq!(string(&pairs, &WECHAT), "Zeta=1&alpha=2&coupon_fee=6&coupon_fee_10=3&coupon_fee_2=2");
    }

    #[test]
    fn what_takes_part_depends_on_the_rule() {
        let pairs = [("sign_type", "MD5"), ("sign", "x"), ("a", ""), ("b", "0")];
        assert_eq!(string(&pairs, &WECHAT), "b=0&sign_type=MD5");
        assert_eq!(string(&pairs, &ALIPAY_REQUEST), "b=0&sign_type=MD5");
        assert_eq!(string(&pairs, &ALIPAY_NOTIFICATION), "a=&b=0");
        assert_eq!(string(&pairs, &ALIPAY_NOTIFICATION_NO_EMPTY), "b=0");
        let fates: Vec<Fate> = pairs.iter().map(|pair| WECHAT.fate(pair)).collect();
        assert_eq!(fates, [Fate::Taken, Fate::LeftOutByName, Fate::LeftOutEmpty, Fate::Taken]);
    }

    #[test]
    fn a_repeat_is_refused_whether_it_takes_part_or_not() {
        for pairs in [[("a", "1"), ("a", "1")], [("sign", "1"), ("sign", "2")], [("a", ""), ("a", "2")]] {
            let refusal = sort(&pairs, &WECHAT).err().unwrap();
            assert_eq!(refusal.code, code::FIELD_REPEATED);
        }
    }

    #[test]
    fn names_that_share_eight_bytes_and_names_with_a_nul_keep_byte_order() {
        let pairs = [("total_fee_1", "b"), ("total_fee", "a"), ("a\0", "2"), ("a", "1")];
        assert_eq!(string(&pairs, &WECHAT), "a=1&a\0=2&total_fee=a&total_fee_1=b");
    }

    #[test]
    fn more_fields_than_the_limit_are_refused() {
        let pairs: Vec<(String, &str)> = (0..=limits::FIELDS).map(|n| (format!("f{n}"), "v")).collect();
        assert_eq!(sort(&pairs, &WECHAT).err().unwrap().code, code::TOO_MANY_FIELDS);
        assert!(sort(&pairs[1..], &WECHAT).is_ok());
    }
}
