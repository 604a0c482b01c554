//! Readings of a WeChat Pay signature: 32 or 64 upper-case hexadecimal digits, or what became of them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::{Reading, Seen, Want};
use crate::explain::draft::Hash;
use crate::explain::edit;

/// All readings of `given`, likeliest first; `right` is the hash that is meant, `free` says that the other one would
/// be right too, `spelled` is false if the message names it otherwise than the documents do.
pub(crate) fn wechat(given: &[u8], right: Hash, free: bool, spelled: bool) -> Vec<Reading> {
    let mut seen = Vec::new();
    if !spelled {
        seen.push(Seen::new("sign-type-unknown-spelling"));
    }
    let mut text = given.trim_ascii();
    if text.len() != given.len() {
        seen.push(Seen::new("sign-white-space"));
    }
    let joined;
    if let Some(plain) = without_separators(text) {
        joined = plain;
        text = &joined;
        seen.push(Seen::new("hex-with-separators"));
    }
    let mut readings = Vec::new();
    if !text.is_empty() && text.iter().all(u8::is_ascii_hexdigit) {
        let has = |test: fn(&u8) -> bool| text.iter().any(test);
        match (has(u8::is_ascii_lowercase), has(u8::is_ascii_uppercase)) {
            (true, false) => seen.push(Seen::new("hex-lower-case")),
            (true, true) => seen.push(Seen::new("hex-mixed-case")),
            _ => {}
        }
        digits(&text.to_ascii_lowercase(), right, free, &seen, &mut readings);
    }
    // `=` ends Base64; its length tells the hash.
    let body: Vec<u8> = text.iter().copied().filter(|byte| *byte != b'=').collect();
    if let Ok(bytes) = STANDARD_NO_PAD.decode(&body) {
        for hash in hashes(bytes.len()) {
            let mut seen =
                seen.iter().filter(|seen| !seen.mistake.id().starts_with("hex-")).cloned().collect::<Vec<_>>();
            seen.push(Seen::new("sign-base64"));
            seen.extend(other(right, free, hash));
            readings.push(Reading { seen, hash, want: Want::Digest(bytes.clone()) });
        }
    }
    readings.sort_by_key(|reading| reading.seen.len());
    readings
}

/// The hashes with an output of that many bytes.
fn hashes(length: usize) -> impl Iterator<Item = Hash> {
    use Hash::*;
    [Md5, HmacSha256, Sha256, HmacMd5, Sha1, HmacSha1, Sha512, HmacSha512]
        .into_iter()
        .filter(move |hash| hash.length() == length)
}

/// What it says that `hash` was used where `right` is meant.
fn other(right: Hash, free: bool, hash: Hash) -> Option<Seen> {
    match (right, hash) {
        _ if right == hash => None,
        (Hash::Md5, Hash::HmacSha256) | (Hash::HmacSha256, Hash::Md5) if free => None,
        (Hash::HmacSha256, Hash::Md5) => Some(Seen::new("md5-for-hmac")),
        (Hash::Md5, Hash::HmacSha256) => Some(Seen::new("hmac-for-md5")),
        (Hash::HmacSha256, Hash::Sha256) => Some(Seen::new("sha256-for-hmac")),
        _ => Some(Seen::with("other-hash", hash.name())),
    }
}

fn digits(text: &[u8], right: Hash, free: bool, seen: &[Seen], readings: &mut Vec<Reading>) {
    let mut add = |more: Option<&str>, hash: Hash, want: Want| {
        let mut seen = seen.to_vec();
        seen.extend(more.map(Seen::new));
        seen.extend(other(right, free, hash));
        readings.push(Reading { seen, hash, want });
    };
    if let Some(bytes) = edit::unhex(text) {
        for hash in hashes(bytes.len()) {
            add(None, hash, Want::Digest(bytes.clone()));
        }
        if bytes.len() == 8 {
            add(Some("md5-of-16-digits"), Hash::Md5, Want::Middle(bytes));
        }
    }
    for hash in [Hash::Md5, Hash::HmacSha256] {
        let full = 2 * hash.length();
        // A lost zero or two; the chance that a cut one begins with the same digits is nil.
        if text.len() < full && text.len() + 8 > full {
            let padded = [vec![b'0'; full - text.len()], text.to_vec()].concat();
            if let Some(bytes) = edit::unhex(&padded) {
                add(Some("leading-zeros-lost"), hash, Want::Digest(bytes));
            }
            add(Some("leading-zeros-lost"), hash, Want::Unpadded(text.to_vec()));
        }
        if (8..full).contains(&text.len()) {
            add(Some("sign-cut"), hash, Want::Prefix(text.to_vec()));
        }
    }
}

/// `9A-0A-86` → `9A0A86`, for one separator used throughout.
fn without_separators(text: &[u8]) -> Option<Vec<u8>> {
    let mark = *text.get(2).filter(|byte| matches!(byte, b'-' | b':' | b' '))?;
    let pairs: Vec<&[u8]> = text.split(|byte| *byte == mark).collect();
    let whole = pairs.iter().all(|pair| pair.len() == 2 && pair.iter().all(u8::is_ascii_hexdigit));
    whole.then(|| pairs.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(given: &str, right: Hash) -> Vec<(Vec<&'static str>, &'static str)> {
        let readings = wechat(given.as_bytes(), right, false, true);
        readings.iter().map(|r| (r.seen.iter().map(|seen| seen.mistake.id()).collect(), r.hash.name())).collect()
    }

    #[test]
    fn the_likeliest_reading_is_first() {
        let md5 = "9A0A8659F005D6984697E2CA0A9CF3B7";
        assert_eq!(read(md5, Hash::Md5)[0], (vec![], "MD5"));
        assert_eq!(read(&md5.to_lowercase(), Hash::Md5)[0], (vec!["hex-lower-case"], "MD5"));
        assert_eq!(read(md5, Hash::HmacSha256)[0], (vec!["md5-for-hmac"], "MD5"));
        assert_eq!(read("9A-0A-86-59", Hash::Md5)[0], (vec!["hex-with-separators", "sign-cut"], "MD5"));
        assert_eq!(read(&md5[1..], Hash::Md5)[0], (vec!["leading-zeros-lost"], "MD5"));
        assert_eq!(read("mgqGWfAF1phGl+LKCpzztw==", Hash::Md5)[0], (vec!["sign-base64"], "MD5"));
        assert!(read("no signature", Hash::Md5).is_empty());
    }

    #[test]
    fn a_hash_is_matched_in_each_form() {
        let digest = || vec![0x0a, 0xb1, 0x02, 0xff, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
        assert!(Want::Prefix(b"0ab102ff".to_vec()).is(digest, b""));
        assert!(Want::Middle(vec![4, 5, 6, 7, 8, 9, 10, 11]).is(digest, b""));
        assert!(Want::Unpadded(b"ab12ff456789abcdef".to_vec()).is(digest, b""));
        assert!(!Want::Digest(vec![0; 16]).is(digest, b""));
        assert!(Want::Text(b"x".to_vec()).is(digest, b"x"));
    }
}
