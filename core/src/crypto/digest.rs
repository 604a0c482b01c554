//! WeChat Pay's two schemes: MD5 and HMAC-SHA256 over the canonical string and the key (WX-SIGN-5..7).

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::canonical::{Sink, Sorted};
use crate::fields::Pair;
use crate::finding::{Refusal, code};

/// The algorithm of a WeChat Pay message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SignType {
    /// `MD5`, the default (WX-SIGN-12).
    #[default]
    Md5,
    /// `HMAC-SHA256`.
    HmacSha256,
}

impl SignType {
    /// The spelling on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            SignType::Md5 => "MD5",
            SignType::HmacSha256 => "HMAC-SHA256",
        }
    }

    /// The algorithm of that exact spelling.
    ///
    /// # Errors
    /// `sign-type-unknown`.
    pub fn parse(name: &[u8]) -> Result<Self, Refusal> {
        match name {
            b"MD5" => Ok(SignType::Md5),
            b"HMAC-SHA256" => Ok(SignType::HmacSha256),
            _ => Err(Refusal::new(code::SIGN_TYPE_UNKNOWN)),
        }
    }

    /// The algorithm whose signatures have that many hexadecimal digits (WX-SIGN-14).
    pub fn of_length(digits: usize) -> Option<Self> {
        match digits {
            32 => Some(SignType::Md5),
            64 => Some(SignType::HmacSha256),
            _ => None,
        }
    }
}

/// A signature as it stands in `sign`: 32 or 64 upper-case hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature {
    digits: [u8; 64],
    length: usize,
}

impl Signature {
    fn of(digest: &[u8]) -> Self {
        // Arithmetic and no table, so that many digits are made at a time.
        let digit = |nibble: u8| nibble + if nibble < 10 { b'0' } else { b'A' - 10 };
        let mut digits = [0; 64];
        for (two, byte) in digits.as_chunks_mut::<2>().0.iter_mut().zip(digest) {
            *two = [digit(byte >> 4), digit(byte & 15)];
        }
        Signature { digits, length: 2 * digest.len().min(32) }
    }

    fn as_bytes(&self) -> &[u8] {
        &self.digits[..self.length]
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// Whether `other` has the same digits, in a time that does not depend on where they differ (WX-SIGN-17).
    pub fn matches(&self, other: &[u8]) -> bool {
        self.as_bytes().ct_eq(other).into()
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An API key (API密钥), prepared once. The text is used as it is, never hex-decoded (WX-SIGN-10).
#[derive(Clone)]
pub struct ApiKey {
    text: Zeroizing<Vec<u8>>,
    mac: Hmac<Sha256>,
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(..)")
    }
}

impl ApiKey {
    /// Prepares a key. Its documented length is 32 bytes; others are taken, since merchants have them.
    ///
    /// # Errors
    /// `key-empty`: anybody can sign with an empty key (K02).
    pub fn new(text: &str) -> Result<Self, Refusal> {
        if text.is_empty() {
            return Err(Refusal::new(code::KEY_EMPTY));
        }
        let mac = Hmac::new_from_slice(text.as_bytes()).map_err(|_| Refusal::new(code::KEY_UNREADABLE))?;
        Ok(ApiKey { text: Zeroizing::new(text.as_bytes().to_vec()), mac })
    }

    /// Signs the canonical string and the key's tail, `&key=…` (WX-SIGN-5..7). Without any field the string is
    /// `&key=…` alone, as the formula has it.
    pub fn sign<P: Pair>(&self, sign_type: SignType, sorted: &Sorted<'_, P>) -> Signature {
        match sign_type {
            SignType::Md5 => {
                let mut hash = Md5::new();
                self.feed(sorted, |piece| Digest::update(&mut hash, piece));
                Signature::of(&hash.finalize())
            }
            SignType::HmacSha256 => {
                let mut mac = self.mac.clone();
                self.feed(sorted, |piece| mac.update(piece));
                Signature::of(&mac.finalize().into_bytes())
            }
        }
    }

    fn feed<P: Pair>(&self, sorted: &Sorted<'_, P>, update: impl FnMut(&[u8])) {
        let mut feed = Feed { update, gathered: [0; GATHER], length: 0 };
        sorted.write(&mut feed);
        feed.put(b"&key=");
        feed.put(&self.text);
        feed.flush();
    }

    /// The AES-256 key of `req_info`: the 32 ASCII characters of the key's lower-case hex MD5 (WX-RFN-2).
    pub(crate) fn refund_key(&self) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        key.copy_from_slice(Signature::of(&Md5::digest(&*self.text)).as_bytes());
        key.make_ascii_lowercase();
        key
    }
}

/// How much text is gathered before it is hashed. Most messages fit; a longer one is hashed in parts.
const GATHER: usize = 512;

/// Gathers small pieces, since a hasher costs more per call than a copy does.
struct Feed<U> {
    update: U,
    gathered: [u8; GATHER],
    length: usize,
}

impl<U: FnMut(&[u8])> Feed<U> {
    fn flush(&mut self) {
        (self.update)(&self.gathered[..self.length]);
        self.length = 0;
    }
}

impl<U: FnMut(&[u8])> Sink for Feed<U> {
    #[inline]
    fn put(&mut self, piece: &[u8]) {
        if let Some(room) = self.gathered.get_mut(self.length..self.length + piece.len()) {
            copy(room, piece);
            self.length += piece.len();
        } else {
            self.flush();
            (self.update)(piece);
        }
    }

    #[inline]
    fn put_pair(&mut self, before: &[u8], name: &[u8], value: &[u8]) {
        let length = before.len() + name.len() + 1 + value.len();
        let Some(room) = self.gathered.get_mut(self.length..self.length + length) else {
            for piece in [before, name, b"=", value] {
                self.put(piece);
            }
            return;
        };
        let (to_before, room) = room.split_at_mut(before.len());
        let (to_name, room) = room.split_at_mut(name.len());
        if let ([equals], to_value) = room.split_at_mut(1) {
            copy(to_before, before);
            copy(to_name, name);
            *equals = b'=';
            copy(to_value, value);
        }
        self.length += length;
    }
}

/// `copy_from_slice` without a call for the short pieces that messages are made of: the first and the last bytes,
/// overlapping in the middle.
#[inline]
fn copy(to: &mut [u8], from: &[u8]) {
    fn ends<const N: usize>(to: &mut [u8], from: &[u8]) -> bool {
        if let (Some(first), Some(last)) = (from.first_chunk::<N>(), from.last_chunk::<N>())
            && from.len() <= 2 * N
        {
            if let Some(to) = to.first_chunk_mut() {
                *to = *first;
            }
            if let Some(to) = to.last_chunk_mut() {
                *to = *last;
            }
            return true;
        }
        false
    }
    match from.len() {
        0 => {}
        1 => to[0] = from[0],
        2..=4 => _ = ends::<2>(to, from),
        5..=8 => _ = ends::<4>(to, from),
        9..=16 => _ = ends::<8>(to, from),
        17..=32 => _ = ends::<16>(to, from),
        _ => to.copy_from_slice(from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canonical::{WECHAT, sort};

    const KEY: &str = "192006250b4c09247ec02edce69f6a2d";

    fn sign(sign_type: SignType, pairs: &[(&str, &str)]) -> String {
        ApiKey::new(KEY).unwrap().sign(sign_type, &sort(pairs, &WECHAT).unwrap()).to_string()
    }

    /// WX-SIGN-EX-1, the official example.
    #[test]
    fn official_example() {
        let pairs = [
            ("appid", "wxd930ea5d5a258f4f"),
            ("mch_id", "10000100"),
            ("device_info", "1000"),
            ("body", "test"),
            ("nonce_str", "ibuaiVcKdpRxkhJA"),
        ];
        assert_eq!(sign(SignType::Md5, &pairs), "9A0A8659F005D6984697E2CA0A9CF3B7");
        let hmac = "6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6";
        assert_eq!(sign(SignType::HmacSha256, &pairs), hmac);
    }

    #[test]
    fn a_value_longer_than_what_is_gathered_is_hashed_whole() {
        for length in [GATHER - 40, GATHER - 2, GATHER - 1, GATHER, 3 * GATHER] {
            let long = "x".repeat(length);
            let expected = Signature::of(&Md5::digest(format!("a=1&b={long}&z=2&key={KEY}"))).to_string();
            assert_eq!(sign(SignType::Md5, &[("z", "2"), ("b", &long), ("a", "1")]), expected);
        }
    }

    #[test]
    fn keys_keep_their_secret() {
        let key = ApiKey::new(KEY).unwrap();
        assert_eq!(format!("{key:?}"), "ApiKey(..)");
        assert_eq!(ApiKey::new("").unwrap_err().code, code::KEY_EMPTY);
        assert_eq!(&*key.refund_key(), b"d96eb16afdd491fa1e705096edbc2205");
    }
}
