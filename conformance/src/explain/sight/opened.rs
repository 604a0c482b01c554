//! Readings of an Alipay signature: Base64, then RSA opened with each public key that was given. A genuine one opens
//! to padding and a DigestInfo, which tells the hash and its algorithm; so each hypothesis costs one hash.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use payspec_core::crypto::keys::PublicKey;

use super::{Reading, Seen, Want};
use crate::explain::draft::Hash;
use crate::explain::edit;

/// What became of the opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// It is no Base64 in any spelling.
    NotBase64,
    /// It has another length than every key: so many bytes.
    Length(usize),
    /// The padding does not open: another key, or the signature was altered.
    Unpadded,
    /// It opened, with the key of that number.
    With(usize),
}

/// All readings of `given`. The first of `keys` is the right one. `right` is the hash of the message's signature type.
pub(crate) fn alipay(given: &[u8], keys: &[&PublicKey], right: Hash) -> (Vec<Reading>, Opened) {
    let Some((mut seen, mut signature)) = decode(given) else { return (Vec::new(), Opened::NotBase64) };
    // Base64 of Base64 has four thirds of the length, and reads as text.
    if keys.iter().all(|key| key.bits().div_ceil(8) != signature.len())
        && let Ok(inner) = STANDARD.decode(&signature)
    {
        seen.push(Seen::new("sign-not-base64-decoded"));
        signature = inner;
    }
    if keys.iter().all(|key| key.bits().div_ceil(8) != signature.len()) {
        return (Vec::new(), Opened::Length(signature.len()));
    }
    let text = STANDARD.encode(&signature);
    let mut readings = Vec::new();
    let mut opened = Opened::Unpadded;
    for (n, key) in keys.iter().enumerate() {
        let Ok(encoded) = key.open(text.as_bytes()) else { continue };
        let mut seen = seen.clone();
        if n > 0 {
            seen.push(Seen::new("another-key"));
        }
        let found = payload(&encoded, right);
        if !found.is_empty() {
            opened = Opened::With(n);
        }
        for (more, hash, want) in found {
            readings.push(Reading { seen: [&*seen, &more].concat(), hash, want });
        }
    }
    readings.sort_by_key(|reading| reading.seen.len());
    (readings, opened)
}

/// The bytes of a signature in whatever spelling, and what is odd about the spelling.
fn decode(given: &[u8]) -> Option<(Vec<Seen>, Vec<u8>)> {
    let mut seen = Vec::new();
    let mut text = given.to_vec();
    let whole = given.len() % 4 == 0 || given.len() % 64 == 0;
    if edit::unhex(&text).is_some_and(|bytes| bytes.len().is_power_of_two() && bytes.len() >= 128) && whole {
        return edit::unhex(&text).map(|bytes| (vec![Seen::new("sign-hex")], bytes));
    }
    if text.contains(&b'%') {
        while text.contains(&b'%') {
            let decoded = edit::percent_decode(&text);
            if decoded == text {
                return None;
            }
            text = decoded;
        }
        seen.push(Seen::new("sign-url-encoded"));
    }
    let trimmed = text.trim_ascii();
    if trimmed.len() != text.len() {
        seen.push(Seen::new("sign-white-space"));
        text = trimmed.to_vec();
    }
    if text.iter().any(|byte| matches!(byte, b'\r' | b'\n')) {
        seen.push(Seen::new("base64-wrapped"));
        text.retain(|byte| !matches!(byte, b'\r' | b'\n'));
    }
    if text.contains(&b' ') {
        seen.push(Seen::new("base64-plus-as-space"));
        text.iter_mut().filter(|byte| **byte == b' ').for_each(|byte| *byte = b'+');
    }
    if text.iter().any(|byte| matches!(byte, b'-' | b'_')) {
        seen.push(Seen::new("base64-url-safe"));
        text.iter_mut().for_each(|byte| match byte {
            b'-' => *byte = b'+',
            b'_' => *byte = b'/',
            _ => {}
        });
    }
    let unpadded: Vec<u8> = text.iter().copied().take_while(|byte| *byte != b'=').collect();
    if text.len() - unpadded.len() != (4 - unpadded.len() % 4) % 4 {
        seen.push(Seen::new("base64-unpadded"));
    }
    STANDARD_NO_PAD.decode(&unpadded).ok().filter(|bytes| !bytes.is_empty()).map(|bytes| (seen, bytes))
}

type Found = (Vec<Seen>, Hash, Want);

const PLAIN_HASHES: [Hash; 6] = [Hash::Sha256, Hash::Sha1, Hash::Md5, Hash::Sha512, Hash::Sha224, Hash::Sha384];

/// What the opened signature holds.
fn payload(encoded: &[u8], right: Hash) -> Vec<Found> {
    let mut found = Vec::new();
    match encoded {
        [0, 1, rest @ ..] => {
            let ones = rest.iter().take_while(|byte| **byte == 0xff).count();
            if ones >= 8 && rest.get(ones) == Some(&0) {
                digest_info(&rest[ones + 1..], right, &mut found);
            }
        }
        [0, 2, rest @ ..] => {
            let end = rest.iter().position(|byte| *byte == 0);
            if let Some(end) = end.filter(|end| *end >= 8) {
                bare(&rest[end + 1..], right, &Seen::new("padding-of-encryption"), &mut found);
            }
        }
        _ => {
            let zeros = encoded.iter().take_while(|byte| **byte == 0).count();
            if zeros >= 16 {
                bare(&encoded[zeros..], right, &Seen::new("padding-of-encryption"), &mut found);
            } else if encoded.last() == Some(&0xbc) {
                found.extend(
                    [Hash::Sha256, Hash::Sha1, Hash::Sha512].into_iter().filter_map(|hash| pss(encoded, hash, right)),
                );
            }
        }
    }
    found
}

fn other(right: Hash, hash: Hash) -> Option<Seen> {
    match (right, hash) {
        _ if right == hash => None,
        (Hash::Sha256, Hash::Sha1) => Some(Seen::new("sha1-for-sha256")),
        (Hash::Sha1, Hash::Sha256) => Some(Seen::new("sha256-for-sha1")),
        _ => Some(Seen::with("other-hash", hash.name())),
    }
}

/// The DER of `SEQUENCE { SEQUENCE { OID, NULL }, OCTET STRING }` before the hash.
fn prefix(hash: Hash, null: bool) -> Vec<u8> {
    let oid: &[u8] = match hash {
        Hash::Md5 => &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05],
        Hash::Sha1 => &[0x2b, 0x0e, 0x03, 0x02, 0x1a],
        Hash::Sha224 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x04],
        Hash::Sha384 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02],
        Hash::Sha512 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03],
        _ => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
    };
    let null: &[u8] = if null { &[5, 0] } else { &[] };
    let inner = 2 + oid.len() + null.len();
    let outer = 2 + inner + 2 + hash.length();
    [&[0x30, outer as u8, 0x30, inner as u8, 6, oid.len() as u8], oid, null, &[4, hash.length() as u8]].concat()
}

fn digest_info(payload: &[u8], right: Hash, found: &mut Vec<Found>) {
    for hash in PLAIN_HASHES {
        for null in [true, false] {
            let digest = payload.strip_prefix(&*prefix(hash, null)).filter(|digest| digest.len() == hash.length());
            if let Some(digest) = digest {
                let mut seen = Vec::new();
                if !null {
                    seen.push(Seen::new("digest-info-without-null"));
                }
                seen.extend(other(right, hash));
                found.push((seen, hash, Want::Digest(digest.to_vec())));
                return;
            }
        }
    }
    bare(payload, right, &Seen::new("raw-hash"), found);
}

/// A payload without a DigestInfo: a hash, its hexadecimal text, or the string itself.
fn bare(payload: &[u8], right: Hash, how: &Seen, found: &mut Vec<Found>) {
    let padded = how.mistake.id() == "padding-of-encryption";
    let mut add = |id: &str, hash: Hash, want: Want| {
        let mut seen = vec![if padded { how.clone() } else { Seen::new(id) }];
        seen.extend(other(right, hash));
        found.push((seen, hash, want));
    };
    for hash in PLAIN_HASHES {
        let rest = payload.strip_prefix(&*prefix(hash, true)).filter(|digest| digest.len() == hash.length());
        if let Some(digest) = rest {
            add(how.mistake.id(), hash, Want::Digest(digest.to_vec()));
        } else if payload.len() == hash.length() {
            add("raw-hash", hash, Want::Digest(payload.to_vec()));
        } else if let Some(digest) = edit::unhex(payload).filter(|digest| digest.len() == hash.length()) {
            add("hash-text-encrypted", hash, Want::Digest(digest));
        }
    }
    if payload.len() > 8 && !payload.contains(&0) {
        add("string-encrypted", right, Want::Text(payload.to_vec()));
    }
}

/// RFC 8017, 9.1.2, as far as it goes without the message.
fn pss(encoded: &[u8], hash: Hash, right: Hash) -> Option<Found> {
    let length = hash.length();
    let masked = encoded.get(..encoded.len().checked_sub(length + 1)?)?;
    let h = &encoded[masked.len()..encoded.len() - 1];
    let mut db = Vec::with_capacity(masked.len());
    for counter in 0_u32.. {
        if db.len() >= masked.len() {
            break;
        }
        db.extend(hash.of(&[h, &counter.to_be_bytes()].concat(), b""));
    }
    db.truncate(masked.len());
    db.iter_mut().zip(masked).for_each(|(byte, masked)| *byte ^= masked);
    // The topmost bit is not part of the encoding.
    *db.first_mut()? &= 0x7f;
    let zeros = db.iter().take_while(|byte| **byte == 0).count();
    let salt = db.get(zeros..)?.strip_prefix(&[1])?.to_vec();
    let mut seen = vec![Seen::new("pss")];
    seen.extend(other(right, hash));
    Some((seen, hash, Want::Pss { hash, h: h.to_vec(), salt }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefixes_are_those_of_rfc_8017() {
        let sha256 = [0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20];
        assert_eq!(prefix(Hash::Sha256, true), sha256);
        assert_eq!(prefix(Hash::Sha1, true), [0x30, 0x21, 0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0, 4, 0x14]);
        assert_eq!(prefix(Hash::Md5, true)[..4], [0x30, 0x20, 0x30, 0x0c]);
    }

    #[test]
    fn each_spelling_of_base64_is_seen() {
        let seen = |text: &str| {
            decode(text.as_bytes())
                .map(|(seen, bytes)| (seen.iter().map(|s| s.mistake.id()).collect::<Vec<_>>(), bytes))
        };
        let bytes = vec![0xfb, 0xff, 0xbe, 0xfb];
        assert_eq!(seen("+/+++w=="), Some((vec![], bytes.clone())));
        assert_eq!(seen("-_---w=="), Some((vec!["base64-url-safe"], bytes.clone())));
        assert_eq!(seen("+/+++w"), Some((vec!["base64-unpadded"], bytes.clone())));
        assert_eq!(seen("+/+\n++w=="), Some((vec!["base64-wrapped"], bytes.clone())));
        assert_eq!(seen("+/  +w=="), Some((vec!["base64-plus-as-space"], bytes.clone())));
        assert_eq!(seen("%2B%2F%2B%2B%2Bw%3D%3D"), Some((vec!["sign-url-encoded"], bytes.clone())));
        assert_eq!(seen("+/+++w==\n"), Some((vec!["sign-white-space"], bytes)));
        assert_eq!(seen("no%signature"), None);
    }
}
