//! The test keys of the fact sheets: they are known to everybody and protect nothing.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_core::crypto::keys::PrivateKey;
use payspec_core::crypto::rsa::Scheme;
use rsa::BoxedUint;
use rsa::pkcs1::{EncodeRsaPrivateKey as _, EncodeRsaPublicKey as _};
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::traits::PublicKeyParts as _;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::key;

/// The WeChat Pay documentation's API key.
pub(crate) const API_KEY: &str = "192006250b4c09247ec02edce69f6a2d";
/// Another merchant's.
pub(crate) const OTHER_API_KEY: &str = "8934e7d15453e97507ef794cf7b0519d";

/// Plays Alipay's key.
pub(crate) static PLATFORM: LazyLock<RsaKey> = LazyLock::new(|| {
    RsaKey::new(0, include_str!("../keys/platform-private.txt"), include_str!("../keys/platform-public.txt"))
});
/// The application's key.
pub(crate) static APPLICATION: LazyLock<RsaKey> = LazyLock::new(|| {
    RsaKey::new(1, include_str!("../keys/application-private.txt"), include_str!("../keys/application-public.txt"))
});

/// An RSA key pair in all its containers.
pub(crate) struct RsaKey {
    number: u8,
    fast: Option<PrivateKey>,
    plain: Option<rsa::PrivateKey>,
    private: &'static str,
    public: &'static str,
}

/// How many signatures a thread remembers: many cases differ only in what was done after signing.
const REMEMBERED: usize = 4096;

thread_local! {
    static SIGNATURES: RefCell<HashMap<[u8; 32], String>> = RefCell::new(HashMap::new());
}

impl RsaKey {
    fn new(number: u8, private: &'static str, public: &'static str) -> Self {
        let der = STANDARD.decode(private.trim()).unwrap_or_default();
        RsaKey {
            number,
            fast: PrivateKey::read(private).ok(),
            plain: rsa::PrivateKey::from_pkcs8_der(&der).ok(),
            private: private.trim(),
            public: public.trim(),
        }
    }

    /// The signature over the bytes, in Base64.
    pub(crate) fn sign(&self, scheme: Scheme, bytes: &[u8]) -> String {
        self.remembered(u8::from(scheme == Scheme::Rsa), bytes, || {
            self.fast.as_ref().and_then(|fast| fast.sign(scheme, bytes).ok()).unwrap_or_default()
        })
    }

    fn remembered(&self, how: u8, bytes: &[u8], made: impl FnOnce() -> String) -> String {
        let name: [u8; 32] = Sha256::new().chain_update([self.number, how]).chain_update(bytes).finalize().into();
        SIGNATURES.with_borrow_mut(|known| {
            if known.len() >= REMEMBERED {
                known.clear();
            }
            known.entry(name).or_insert_with(made).clone()
        })
    }

    /// The number whose `e`-th power is the block, in Base64: a signature whose padding is whatever one likes.
    pub(crate) fn sign_block(&self, block: &[u8]) -> String {
        self.remembered(2, block, || self.signed_block(block))
    }

    fn signed_block(&self, block: &[u8]) -> String {
        let Some(plain) = &self.plain else { return String::new() };
        let bits = plain.n().as_ref().bits_precision();
        let number = BoxedUint::from_be_slice(block, bits).ok();
        let signed = number.and_then(|number| {
            rsa::hazmat::rsa_decrypt_and_check(plain, None::<&mut rand::rngs::StdRng>, &number).ok()
        });
        let bytes = signed.map(|signed| signed.to_be_bytes()).unwrap_or_default();
        STANDARD.encode(&bytes[bytes.len().saturating_sub(block.len())..])
    }

    /// The public key as `spki-pem`.
    pub(crate) fn public(&self) -> Value {
        key("spki-pem", &pem("PUBLIC KEY", self.public))
    }

    /// The private key as `pkcs8-pem`.
    pub(crate) fn private(&self) -> Value {
        key("pkcs8-pem", &pem("PRIVATE KEY", self.private))
    }

    /// The public key in one of its containers, and the feature that it takes.
    pub(crate) fn public_as(&self, which: usize) -> (Value, &'static str) {
        let pkcs1 = || {
            let der = self.plain.as_ref().and_then(|plain| plain.to_public_key().to_pkcs1_der().ok());
            der.map(|der| STANDARD.encode(der.as_bytes())).unwrap_or_default()
        };
        match which {
            1 => (key("spki-bare", self.public), "bare-keys"),
            2 => (key("pkcs1-public-pem", &pem("RSA PUBLIC KEY", &pkcs1())), "pkcs1-public"),
            _ => (self.public(), ""),
        }
    }

    /// The private key in one of its containers, and the feature that it takes.
    pub(crate) fn private_as(&self, which: usize) -> (Value, &'static str) {
        let pkcs1 = || {
            let der = self.plain.as_ref().and_then(|plain| plain.to_pkcs1_der().ok());
            der.map(|der| STANDARD.encode(der.as_bytes())).unwrap_or_default()
        };
        match which {
            1 => (key("pkcs8-bare", self.private), "bare-keys"),
            2 => (key("pkcs1-pem", &pem("RSA PRIVATE KEY", &pkcs1())), "pkcs1-private"),
            _ => (self.private(), ""),
        }
    }
}

fn pem(label: &str, base64: &str) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in base64.as_bytes().chunks(64) {
        text.push_str(&String::from_utf8_lossy(line));
        text.push('\n');
    }
    text + &format!("-----END {label}-----\n")
}
