//! Signatures: WeChat's MD5 and HMAC-SHA256 over the string with the key at its end, Alipay's RSA over bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::{Digest as _, Md5};
use rsa::Pkcs1v15Sign;
use sha1::Sha1;
use sha2::Sha256;

use crate::canonical::{self, Pair};
use crate::keys::TestKey;

/// WeChat's two algorithms (WX-SIGN-6, 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// `MD5`, 32 hexadecimal digits.
    Md5,
    /// `HMAC-SHA256`, 64 hexadecimal digits.
    HmacSha256,
}

impl Algorithm {
    /// The exact spelling of `sign_type` (WX-SIGN-12).
    pub fn sign_type(self) -> &'static str {
        match self {
            Algorithm::Md5 => "MD5",
            Algorithm::HmacSha256 => "HMAC-SHA256",
        }
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Algorithm::Md5 => Algorithm::HmacSha256,
            Algorithm::HmacSha256 => Algorithm::Md5,
        }
    }

    /// Upper-case hex over the exact bytes that are hashed; HMAC is keyed with `key`.
    pub fn hash(self, key: &str, bytes: &[u8]) -> String {
        match self {
            Algorithm::Md5 => hex_upper(&Md5::digest(bytes)),
            Algorithm::HmacSha256 => {
                let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
                mac.update(bytes);
                hex_upper(&mac.finalize().into_bytes())
            }
        }
    }

    /// WeChat's signature of a string that is already canonical: `&key=` and the key are put at its end (WX-SIGN-5).
    pub fn seal(self, canonical: &str, key: &str) -> String {
        self.hash(key, format!("{canonical}&key={key}").as_bytes())
    }

    /// WeChat's signature of fields.
    pub fn sign(self, fields: &[Pair], key: &str) -> String {
        self.seal(&canonical::wechat(fields), key)
    }
}

/// Alipay's two algorithms (ALI-SIGN-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RsaScheme {
    /// `RSA2`: PKCS#1 v1.5 with SHA-256.
    Rsa2,
    /// `RSA`: PKCS#1 v1.5 with SHA-1.
    Rsa,
}

impl RsaScheme {
    /// The exact spelling of `sign_type`.
    pub fn sign_type(self) -> &'static str {
        match self {
            RsaScheme::Rsa2 => "RSA2",
            RsaScheme::Rsa => "RSA",
        }
    }

    /// The raw signature over bytes.
    pub fn sign_bytes(self, key: &TestKey, bytes: &[u8]) -> Vec<u8> {
        let key = key.private_key();
        let signature = match self {
            RsaScheme::Rsa2 => key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(bytes)),
            RsaScheme::Rsa => key.sign(Pkcs1v15Sign::new::<Sha1>(), &Sha1::digest(bytes)),
        };
        signature.expect("a fixed test key can sign")
    }

    /// The signature over bytes as standard padded base64 (ALI-SIGN-8).
    pub fn sign(self, key: &TestKey, bytes: &[u8]) -> String {
        STANDARD.encode(self.sign_bytes(key, bytes))
    }
}

/// Upper-case hex.
pub fn hex_upper(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Lower-case hex.
pub fn hex_lower(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canonical::pairs;

    const KEY: &str = "192006250b4c09247ec02edce69f6a2d";

    #[test]
    fn the_official_example_comes_out() {
        let fields = pairs(&[
            ("appid", "wxd930ea5d5a258f4f"),
            ("mch_id", "10000100"),
            ("device_info", "1000"),
            ("body", "test"),
            ("nonce_str", "ibuaiVcKdpRxkhJA"),
        ]);
        assert_eq!(Algorithm::Md5.sign(&fields, KEY), "9A0A8659F005D6984697E2CA0A9CF3B7");
        assert_eq!(
            Algorithm::HmacSha256.sign(&fields, KEY),
            "6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6"
        );
    }

    #[test]
    fn alipays_example_7_comes_out() {
        let node = r#"{"code":"10000","msg":"Success","trade_no":"2026010122001400000000000001","out_trade_no":"T20260101_0001","trade_status":"TRADE_SUCCESS","total_amount":"88.88","subject":"brace } and quote \" end","url":"https:\/\/merchant.example\/x","ext":{"n":1,"sign":"inner","a":{"b":"}"}}}"#;
        let signature = RsaScheme::Rsa2.sign(&crate::keys::P, node.as_bytes());
        assert!(signature.starts_with("pNhVyUGTu1zkB9bWc34A35gBwcO6E"), "{signature}");
    }
}
