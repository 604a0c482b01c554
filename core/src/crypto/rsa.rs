//! RSASSA-PKCS1-v1_5, the one signature scheme of Alipay's gateway (ALI-SIGN-7): sign, verify, and open a signature
//! to see what was signed.
//!
//! Two libraries can do it. The `rsa` crate is always there; aws-lc, behind the feature `aws-lc`, is three times
//! faster at verifying and seven at signing, and takes everything that it can: verifying, and RSA2 signatures with
//! keys from 2048 bits. Both compare the whole encoded message: nothing in it is parsed, so no leniency about
//! padding or DigestInfo can be abused (attack classes S10, S16, S17).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::BoxedUint;
use rsa::hazmat::rsa_encrypt;
use rsa::traits::PublicKeyParts as _;
use sha1::Sha1;
use sha2::Sha256;

use super::keys::{PrivateKey, PublicKey};
use crate::finding::{Refusal, code};

/// The smallest key that signs RSA2, in bits (ALI-SIGN-9). Verifying with a smaller one is allowed: the documents'
/// own sample is such a message (ALI-AMB-11).
pub const RSA2_SMALLEST_KEY: usize = 2048;

/// The largest signature in bytes, that of an 8192-bit key.
const LARGEST: usize = 1024;

/// 签名类型, `sign_type`: which hash is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Scheme {
    /// `RSA2`, SHA-256.
    #[default]
    Rsa2,
    /// `RSA`, SHA-1. For applications from before 2018 (ALI-SIGN-9).
    Rsa,
}

impl Scheme {
    /// The spelling in `sign_type`.
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Rsa2 => "RSA2",
            Scheme::Rsa => "RSA",
        }
    }

    /// The scheme of that exact spelling (ALI-AMB-7).
    ///
    /// # Errors
    /// `sign-type-unknown`.
    pub fn parse(name: &[u8]) -> Result<Self, Refusal> {
        match name {
            b"RSA2" => Ok(Scheme::Rsa2),
            b"RSA" => Ok(Scheme::Rsa),
            _ => Err(Refusal::new(code::SIGN_TYPE_UNKNOWN)),
        }
    }
}

/// A library that can do the arithmetic.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// The `rsa` crate.
    Plain,
    /// aws-lc.
    Fast,
}

impl PrivateKey {
    /// The signature over `bytes`, as `sign` carries it: standard Base64, padded, on one line (ALI-SIGN-8). The same
    /// key and bytes give the same signature.
    ///
    /// # Errors
    /// `key-too-small`: RSA2 with a key under [`RSA2_SMALLEST_KEY`].
    pub fn sign(&self, scheme: Scheme, bytes: &[u8]) -> Result<String, Refusal> {
        let too_small = Refusal::new(code::KEY_TOO_SMALL);
        if scheme == Scheme::Rsa2 && self.bits() < RSA2_SMALLEST_KEY {
            return Err(too_small);
        }
        self.sign_with(Backend::Fast, scheme, bytes)
            .or_else(|| self.sign_with(Backend::Plain, scheme, bytes))
            .ok_or(too_small)
    }

    /// The signature by one library; `None` if it cannot make it.
    #[doc(hidden)]
    pub fn sign_with(&self, backend: Backend, scheme: Scheme, bytes: &[u8]) -> Option<String> {
        let signature = match backend {
            Backend::Fast => self.fast.as_ref()?.sign(scheme, bytes)?,
            Backend::Plain => match scheme {
                Scheme::Rsa2 => self.plain.pkcs1v15_sign::<Sha256>(bytes),
                Scheme::Rsa => self.plain.pkcs1v15_sign::<Sha1>(bytes),
            }
            .ok()?,
        };
        Some(STANDARD.encode(signature))
    }
}

impl PublicKey {
    /// Checks the signature `sign`, in Base64, over `bytes`.
    ///
    /// # Errors
    /// `sign-format` (not standard, padded Base64 on one line), `sign-wrong`, also for a signature of another length
    /// than the key's (ALI-VER-7).
    pub fn verify(&self, scheme: Scheme, bytes: &[u8], sign: &[u8]) -> Result<(), Refusal> {
        let mut buffer = [0; LARGEST];
        let signature = decode(sign, &mut buffer)?;
        let backend = if self.fast.is_some() { Backend::Fast } else { Backend::Plain };
        match self.verify_with(backend, scheme, bytes, signature) {
            Some(true) => Ok(()),
            _ => Err(Refusal::new(code::SIGN_WRONG)),
        }
    }

    /// Whether one library takes `signature`, decoded, for one over `bytes`; `None` if it cannot say.
    #[doc(hidden)]
    pub fn verify_with(&self, backend: Backend, scheme: Scheme, bytes: &[u8], signature: &[u8]) -> Option<bool> {
        Some(match backend {
            Backend::Fast => self.fast.as_ref()?.verify(scheme, bytes, signature),
            Backend::Plain => match scheme {
                Scheme::Rsa2 => self.plain.pkcs1v15_verify::<Sha256>(bytes, signature),
                Scheme::Rsa => self.plain.pkcs1v15_verify::<Sha1>(bytes, signature),
            }
            .is_ok(),
        })
    }

    /// Opens the signature `sign`, in Base64: what RSA yields for it, as long as the key's modulus. For a genuine one
    /// that is `00 01 FF … FF 00`, then the DigestInfo with the hash that was signed; for another key's or an altered
    /// one it looks random. For explaining a wrong signature, never for judging one.
    ///
    /// # Errors
    /// `sign-format`; `sign-wrong` if it has another length than the key's or is no number below the modulus.
    pub fn open(&self, sign: &[u8]) -> Result<Vec<u8>, Refusal> {
        let mut buffer = [0; LARGEST];
        let signature = decode(sign, &mut buffer)?;
        let wrong = Refusal::new(code::SIGN_WRONG);
        let modulus = self.plain.n().as_ref();
        if signature.len() != self.plain.size() {
            return Err(wrong);
        }
        let number = BoxedUint::from_be_slice(signature, modulus.bits_precision()).map_err(|_| wrong)?;
        if number >= *modulus {
            return Err(wrong);
        }
        let opened = rsa_encrypt(&self.plain, &number).map_err(|_| wrong)?.to_be_bytes();
        // Limbs are wider than the modulus may be: cut the zeros that they add.
        Ok(opened[opened.len() - signature.len()..].to_vec())
    }
}

fn decode<'b>(sign: &[u8], buffer: &'b mut [u8; LARGEST]) -> Result<&'b [u8], Refusal> {
    match STANDARD.decode_slice(sign, buffer) {
        Ok(0) | Err(_) => Err(Refusal::new(code::SIGN_FORMAT)),
        Ok(length) => Ok(&buffer[..length]),
    }
}

#[cfg(feature = "aws-lc")]
mod fast {
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::rsa::KeyPair;
    use aws_lc_rs::signature::{
        ParsedPublicKey, RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY,
        RSA_PKCS1_SHA256,
    };
    use rsa::pkcs1::EncodeRsaPublicKey as _;

    use super::Scheme;

    /// aws-lc's form of a private key of at least 2048 bits.
    pub(crate) struct FastPrivate(KeyPair);

    impl FastPrivate {
        pub(crate) fn new(pkcs1: &[u8]) -> Option<Self> {
            KeyPair::from_der(pkcs1).ok().map(FastPrivate)
        }

        pub(super) fn sign(&self, scheme: Scheme, bytes: &[u8]) -> Option<Vec<u8>> {
            if scheme != Scheme::Rsa2 {
                return None;
            }
            let mut signature = vec![0; self.0.public_modulus_len()];
            self.0.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), bytes, &mut signature).ok()?;
            Some(signature)
        }
    }

    /// aws-lc's forms of a public key, one for each hash.
    #[derive(Clone)]
    pub(crate) struct FastPublic {
        rsa2: ParsedPublicKey,
        rsa: ParsedPublicKey,
    }

    impl FastPublic {
        pub(crate) fn new(plain: &rsa::PublicKey) -> Option<Self> {
            let der = plain.to_pkcs1_der().ok()?;
            let rsa2 = ParsedPublicKey::new(&RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, der.as_bytes()).ok()?;
            let rsa = ParsedPublicKey::new(&RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, der.as_bytes()).ok()?;
            Some(FastPublic { rsa2, rsa })
        }

        pub(super) fn verify(&self, scheme: Scheme, bytes: &[u8], signature: &[u8]) -> bool {
            match scheme {
                Scheme::Rsa2 => self.rsa2.verify_sig(bytes, signature),
                Scheme::Rsa => self.rsa.verify_sig(bytes, signature),
            }
            .is_ok()
        }
    }
}

#[cfg(not(feature = "aws-lc"))]
mod fast {
    use super::Scheme;

    /// Without aws-lc there is no faster form of a key.
    pub(crate) enum FastPrivate {}

    impl FastPrivate {
        pub(crate) fn new(_pkcs1: &[u8]) -> Option<Self> {
            None
        }

        pub(super) fn sign(&self, _scheme: Scheme, _bytes: &[u8]) -> Option<Vec<u8>> {
            match *self {}
        }
    }

    /// Without aws-lc there is no faster form of a key.
    #[derive(Clone)]
    pub(crate) enum FastPublic {}

    impl FastPublic {
        pub(crate) fn new(_plain: &rsa::PublicKey) -> Option<Self> {
            None
        }

        pub(super) fn verify(&self, _scheme: Scheme, _bytes: &[u8], _signature: &[u8]) -> bool {
            match *self {}
        }
    }
}

pub(super) use fast::{FastPrivate, FastPublic};

#[cfg(test)]
mod tests;
