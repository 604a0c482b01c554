//! A reader of forms that errs as it is told to.

use crate::pairs::{Pair, Pairs};

/// Undoes `+` and `%XX` once; a percent sign without two digits stays.
pub fn decode(raw: &[u8]) -> Vec<u8> {
    decode_percent(&raw.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect::<Vec<u8>>())
}

/// Undoes `%XX` once and leaves `+`.
pub fn decode_percent(raw: &[u8]) -> Vec<u8> {
    percent_encoding::percent_decode(raw).collect()
}

/// Splits at `&` and the first `=`, and decodes both sides; parts without `=` are skipped.
pub fn read(body: &[u8], decode: fn(&[u8]) -> Vec<u8>) -> Pairs {
    let pair = |part: &[u8]| -> Option<Pair> {
        let at = part.iter().position(|byte| *byte == b'=')?;
        Some((decode(&part[..at]), decode(&part[at + 1..])))
    };
    body.split(|byte| *byte == b'&').filter_map(pair).collect()
}
