//! RSA keys in the containers in which they are handed around (ALI-KEY-2..4).
//!
//! PKCS#8 and PKCS#1 for private keys; SubjectPublicKeyInfo, PKCS#1 and certificates for public ones; each as PEM
//! or as bare Base64. What is inside decides, not the PEM label, and white space is of no account. A key is read
//! once and then used many times.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_PAD_INDIFFERENT;
use rsa::pkcs1::{ALGORITHM_OID, RsaPrivateKeyRef, RsaPublicKeyRef, UintRef};
use rsa::pkcs8::PrivateKeyInfoRef;
use rsa::pkcs8::der::{Decode as _, Encode as _};
use rsa::pkcs8::spki::SubjectPublicKeyInfoRef;
use rsa::traits::PublicKeyParts as _;
use x509_cert::Certificate;
use zeroize::Zeroizing;

use super::rsa::{FastPrivate, FastPublic};
use crate::finding::{Refusal, code};

/// The smallest modulus that is read, in bits: old applications still have such keys (ALI-SIGN-9).
pub const SMALLEST_KEY: usize = 1024;

/// A private key, prepared for signing. Shows nothing of itself and is wiped when it is dropped.
pub struct PrivateKey {
    pub(super) plain: rsa::PrivateKey,
    pub(super) fast: Option<FastPrivate>,
    public: PublicKey,
}

/// A public key, prepared for verifying.
#[derive(Clone)]
pub struct PublicKey {
    pub(super) plain: rsa::PublicKey,
    pub(super) fast: Option<FastPublic>,
}

impl PrivateKey {
    /// Reads a key from PKCS#8 or PKCS#1, PEM or bare Base64.
    ///
    /// # Errors
    /// `key-empty`, `key-unreadable`, `key-kind` (a public key, or another algorithm than RSA), `key-too-small`
    /// (under [`SMALLEST_KEY`]).
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let der = container(text)?;
        let inner = match PrivateKeyInfoRef::from_der(&der) {
            Ok(info) if info.algorithm.oid == ALGORITHM_OID => info.private_key.as_bytes(),
            Ok(_) => return Err(Refusal::new(code::KEY_KIND)),
            Err(_) => &der,
        };
        let Ok(parts) = RsaPrivateKeyRef::from_der(inner) else {
            let public = SubjectPublicKeyInfoRef::from_der(&der).is_ok() || RsaPublicKeyRef::from_der(&der).is_ok();
            return Err(Refusal::new(if public { code::KEY_KIND } else { code::KEY_UNREADABLE }));
        };
        big_enough(&parts.modulus)?;
        let fast = FastPrivate::new(inner);
        let plain = rsa::PrivateKey::try_from(parts).map_err(|_| Refusal::new(code::KEY_UNREADABLE))?;
        let public = PublicKey::new(plain.to_public_key());
        Ok(PrivateKey { plain, fast, public })
    }

    /// The public half.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The size of the modulus in bits.
    pub fn bits(&self) -> usize {
        self.public.bits()
    }
}

impl PublicKey {
    /// Reads a key from SubjectPublicKeyInfo, PKCS#1 or an X.509 certificate, PEM or bare Base64. Of a certificate
    /// nothing but the key is used: whom it belongs to is not checked.
    ///
    /// # Errors
    /// `key-empty`, `key-unreadable`, `key-kind` (a private key, or another algorithm than RSA), `key-too-small`
    /// (under [`SMALLEST_KEY`]).
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let der = container(text)?;
        match Certificate::from_der(&der) {
            Ok(certificate) => {
                let info = certificate.tbs_certificate().subject_public_key_info().to_der();
                Self::from_der(&info.map_err(|_| Refusal::new(code::KEY_UNREADABLE))?)
            }
            Err(_) => Self::from_der(&der),
        }
    }

    fn from_der(der: &[u8]) -> Result<Self, Refusal> {
        let unreadable = Refusal::new(code::KEY_UNREADABLE);
        let inner = match SubjectPublicKeyInfoRef::from_der(der) {
            Ok(info) if info.algorithm.oid == ALGORITHM_OID => info.subject_public_key.as_bytes().ok_or(unreadable)?,
            Ok(_) => return Err(Refusal::new(code::KEY_KIND)),
            Err(_) => der,
        };
        let Ok(parts) = RsaPublicKeyRef::from_der(inner) else {
            let private = PrivateKeyInfoRef::from_der(der).is_ok() || RsaPrivateKeyRef::from_der(der).is_ok();
            return Err(if private { Refusal::new(code::KEY_KIND) } else { unreadable });
        };
        big_enough(&parts.modulus)?;
        rsa::PublicKey::try_from(parts).map(Self::new).map_err(|_| unreadable)
    }

    fn new(plain: rsa::PublicKey) -> Self {
        let fast = FastPublic::new(&plain);
        PublicKey { plain, fast }
    }

    /// The size of the modulus in bits.
    pub fn bits(&self) -> usize {
        self.plain.n().bit_width_vartime() as usize
    }
}

/// Equal if modulus and exponent are. An application's own public key where Alipay's is meant is the commonest
/// mistake in configuration (ALI-KEY-1): compare with [`PrivateKey::public`].
impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.plain == other.plain
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey").field("bits", &self.bits()).finish_non_exhaustive()
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKey").field("bits", &self.bits()).finish_non_exhaustive()
    }
}

fn big_enough(modulus: &UintRef<'_>) -> Result<(), Refusal> {
    let bytes = modulus.as_bytes();
    let bits = bytes.len() * 8 - bytes.first().map_or(0, |byte| byte.leading_zeros() as usize);
    if bits < SMALLEST_KEY { Err(Refusal::new(code::KEY_TOO_SMALL)) } else { Ok(()) }
}

/// The DER inside PEM armour or bare Base64, whatever white space is in it.
fn container(text: &str) -> Result<Zeroizing<Vec<u8>>, Refusal> {
    let body = match text.split_once("-----BEGIN ") {
        Some((_, armoured)) => armoured
            .split_once("-----")
            .and_then(|(_label, rest)| rest.split_once("-----END "))
            .map(|(body, _)| body)
            .ok_or(Refusal::new(code::KEY_UNREADABLE))?,
        None => text,
    };
    let mut base64 = Zeroizing::new(Vec::with_capacity(body.len()));
    base64.extend(body.bytes().filter(|byte| !byte.is_ascii_whitespace()));
    if base64.is_empty() {
        return Err(Refusal::new(code::KEY_EMPTY));
    }
    let mut der = Zeroizing::new(vec![0; base64.len() / 4 * 3 + 3]);
    let length =
        STANDARD_PAD_INDIFFERENT.decode_slice(&*base64, &mut der).map_err(|_| Refusal::new(code::KEY_UNREADABLE))?;
    der.truncate(length);
    Ok(der)
}
