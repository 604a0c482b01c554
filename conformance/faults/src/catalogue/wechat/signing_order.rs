//! WeChat Pay: in which order they stand.

use super::super::{Fault, fault};
use super::WX_SIGNATURE;
use crate::pairs::{Pair, Pairs};
use crate::wechat::signing::{join, join_sorted, taken};

/// The taken pairs, sorted otherwise.
fn sorted_by<K: Ord>(pairs: &[Pair], by: impl Fn(&Pair) -> K) -> Vec<u8> {
    let mut pairs = taken(pairs);
    pairs.sort_by_key(by);
    join(&pairs)
}

/// A name with its runs of digits as numbers: `coupon_fee_2` before `coupon_fee_10`.
fn natural(name: &[u8]) -> Vec<(u64, u8)> {
    let mut parts: Vec<(u64, u8)> = Vec::new();
    for byte in name {
        match (byte, parts.last_mut()) {
            (b'0'..=b'9', Some((number, 0))) => *number = number.wrapping_mul(10).wrapping_add(u64::from(byte - b'0')),
            (b'0'..=b'9', _) => parts.push((u64::from(byte - b'0'), 0)),
            _ => parts.push((u64::MAX, *byte)),
        }
    }
    parts
}

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "wx-sign-sort-ignores-case",
        "Names are sorted without regard to case.",
        "WX-SIGN-2: `Z` sorts before `a`",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(sorted_by(pairs, |pair| pair.0.to_ascii_lowercase())),
    ),
    fault(
        "wx-sign-unsorted",
        "Fields stay in the order in which they came.",
        "WX-SIGN-1: sorted by name in ascending ASCII order; C06",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(join(&taken(pairs))),
    ),
    fault("wx-sign-sort-descending", "Names are sorted from Z to A.", "WX-SIGN-1: ascending", WX_SIGNATURE, |s| {
        s.wechat.canonical = |pairs| Ok(sorted_by(pairs, |pair| std::cmp::Reverse(pair.0.clone())))
    }),
    fault(
        "wx-sign-sort-by-value",
        "Fields are sorted by their values.",
        "section 9 of the WeChat sheet: sorted by value is always invalid",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(sorted_by(pairs, |pair| pair.1.clone())),
    ),
    fault(
        "wx-sign-sort-pairs",
        "The joined texts `name=value` are sorted instead of the names.",
        "ALI-AMB-16: the order flips where one name begins another",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(sorted_by(pairs, |pair| [&pair.0, &b"="[..], &pair.1].concat())),
    ),
    fault(
        "wx-sign-sort-natural",
        "Digits in names are sorted as numbers: `coupon_id_9` before `coupon_id_10`.",
        "WX-SIGN-37: index fields sort as text",
        WX_SIGNATURE,
        |s| s.wechat.canonical = |pairs| Ok(sorted_by(pairs, |pair| natural(&pair.0))),
    ),
    fault(
        "wx-sign-sort-numeric",
        "Names that look like numbers are compared as numbers.",
        "WX-SIGN-36: `ksort` without SORT_STRING",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical = |pairs| {
                Ok(sorted_by(pairs, |pair| {
                    let number = std::str::from_utf8(&pair.0).ok().and_then(|name| name.parse::<f64>().ok());
                    (number.map_or(u64::MAX, |number| (number * 1000.0) as u64), pair.0.clone())
                }))
            };
        },
    ),
    fault(
        "wx-sign-sort-ignores-underscore",
        "Names are sorted as a locale's collation does, without regard to `_`.",
        "C06: byte order versus locale",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical = |pairs| {
                Ok(sorted_by(pairs, |pair| pair.0.iter().filter(|b| **b != b'_').copied().collect::<Vec<u8>>()))
            };
        },
    ),
    fault(
        "wx-sign-names-lower-case",
        "Names are written in lower case.",
        "WX-SIGN-2: names are case-sensitive",
        WX_SIGNATURE,
        |s| {
            s.wechat.canonical = |pairs| {
                let lower: Pairs = taken(pairs).into_iter().map(|(n, v)| (n.to_ascii_lowercase(), v)).collect();
                Ok(join_sorted(lower))
            };
        },
    ),
];
