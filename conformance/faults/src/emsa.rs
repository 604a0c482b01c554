//! PKCS#1 v1.5's encoded message, taken apart: what careless verifiers look at.

use md5::{Digest, Md5};
use payspec_core::alipay::sign::Scheme;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use crate::alipay::keys::Key;

/// A hash that a DigestInfo can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// MD5.
    Md5,
    /// SHA-1.
    Sha1,
    /// SHA-224.
    Sha224,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl From<Scheme> for Hash {
    fn from(scheme: Scheme) -> Self {
        match scheme {
            Scheme::Rsa2 => Hash::Sha256,
            Scheme::Rsa => Hash::Sha1,
        }
    }
}

impl Hash {
    /// All of them.
    pub const ALL: [Hash; 6] = [Hash::Md5, Hash::Sha1, Hash::Sha224, Hash::Sha256, Hash::Sha384, Hash::Sha512];

    /// The hash of `bytes`.
    pub fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Hash::Md5 => Md5::digest(bytes).to_vec(),
            Hash::Sha1 => Sha1::digest(bytes).to_vec(),
            Hash::Sha224 => Sha224::digest(bytes).to_vec(),
            Hash::Sha256 => Sha256::digest(bytes).to_vec(),
            Hash::Sha384 => Sha384::digest(bytes).to_vec(),
            Hash::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }

    /// The object identifier, tag and length included (RFC 8017, B.1).
    fn identifier(self) -> Vec<u8> {
        let sha2 = |last| vec![0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last];
        match self {
            Hash::Md5 => vec![0x06, 0x08, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05],
            Hash::Sha1 => vec![0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a],
            Hash::Sha256 => sha2(1),
            Hash::Sha384 => sha2(2),
            Hash::Sha512 => sha2(3),
            Hash::Sha224 => sha2(4),
        }
    }
}

/// The DigestInfo of `bytes`.
pub fn digest_info(hash: Hash, bytes: &[u8]) -> Vec<u8> {
    let algorithm = [hash.identifier(), vec![0x05, 0x00]].concat();
    let digest = hash.digest(bytes);
    let inner = [&[0x30, algorithm.len() as u8][..], &algorithm, &[0x04, digest.len() as u8], &digest].concat();
    [&[0x30, inner.len() as u8][..], &inner].concat()
}

/// The whole block: `00 01 FF … FF 00`, DigestInfo.
pub fn encoded(hash: Hash, bytes: &[u8], length: usize) -> Vec<u8> {
    let info = digest_info(hash, bytes);
    let padding = vec![0xff; length.saturating_sub(info.len() + 3)];
    [&[0, 1][..], &padding, &[0], &info].concat()
}

/// What RSA yields for a signature; `None` if it is no number below the modulus or of another length than the key.
pub fn open(key: &Key, signature: &[u8]) -> Option<Vec<u8>> {
    use base64::Engine;
    key.open(base64::engine::general_purpose::STANDARD.encode(signature).as_bytes()).ok()
}

/// What stands behind `00 01 FF … 00`, however short the padding is.
pub fn behind_padding(em: &[u8]) -> Option<&[u8]> {
    let rest = em.strip_prefix(&[0, 1])?;
    let end = rest.iter().position(|byte| *byte != 0xff)?;
    (rest[end] == 0 && end > 0).then(|| &rest[end + 1..])
}

/// The digest in a DigestInfo whose algorithm parameters, and whatever follows, may hold anything.
pub fn lenient_digest(info: &[u8], hash: Hash) -> Option<Vec<u8>> {
    let (outer, _) = element(info, 0x30)?;
    let (algorithm, rest) = element(outer, 0x30)?;
    let (digest, _) = element(rest, 0x04)?;
    algorithm.starts_with(&hash.identifier()).then(|| digest.to_vec())
}

/// The modulus in a SubjectPublicKeyInfo or a PKCS#1 public key, without leading zeros.
pub fn modulus(der: &[u8]) -> Option<Vec<u8>> {
    let (outer, _) = element(der, 0x30)?;
    let numbers = match element(outer, 0x30) {
        Some((_, rest)) => element(element(rest, 0x03)?.0.strip_prefix(&[0])?, 0x30)?.0,
        None => outer,
    };
    let (modulus, _) = element(numbers, 0x02)?;
    Some(modulus.iter().copied().skip_while(|byte| *byte == 0).collect())
}

/// A DER element's content and what follows it.
fn element(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let rest = bytes.strip_prefix(&[tag])?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7f => (usize::from(*first), rest),
        0x81 => (usize::from(*rest.first()?), &rest[1..]),
        0x82 => (usize::from(*rest.first()?) << 8 | usize::from(*rest.get(1)?), &rest[2..]),
        _ => return None,
    };
    Some((rest.get(..length)?, &rest[length..]))
}

/// The signature less the modulus as often as it goes, as long as the key.
pub fn reduced(key: &Key, signature: &[u8]) -> Option<Vec<u8>> {
    let length = key.bits().div_ceil(8);
    let modulus = &key.modulus;
    let mut number: Vec<u8> = signature.iter().copied().skip_while(|byte| *byte == 0).collect();
    if number.len() > length + 1 {
        return None;
    }
    number = [vec![0; length + 1 - number.len()], number].concat();
    let modulus = [vec![0; length + 1 - modulus.len()], modulus.clone()].concat();
    // A byte and a bit too many are at most 512 subtractions.
    for _ in 0..512 {
        if number < modulus {
            return Some(number[1..].to_vec());
        }
        let mut borrow = false;
        for (digit, other) in number.iter_mut().zip(&modulus).rev() {
            let (less, first) = digit.overflowing_sub(*other);
            let (less, second) = less.overflowing_sub(u8::from(borrow));
            (*digit, borrow) = (less, first || second);
        }
    }
    None
}
