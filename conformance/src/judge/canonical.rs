//! The judge's own canonical strings and signatures, from the primitives alone.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::{Digest as _, Md5};
use rsa::pkcs1::DecodeRsaPrivateKey as _;
use rsa::pkcs1v15::{Signature, SigningKey, VerifyingKey};
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::signature::{SignatureEncoding as _, Signer as _, Verifier as _};
use rsa::{PrivateKey, PublicKey};
use serde_json::Value;
use sha1::Sha1;
use sha2::Sha256;

use super::query;

/// A message's fields, in the order in which they were read.
pub(super) type Fields = Vec<(String, String)>;

/// `name=value` pairs joined by `&`, sorted by name in byte order; `sign` and empty values take no part
/// (WX-SIGN-1 to 4, ALI-SIGN-2 to 5).
#[must_use]
pub fn wechat_canonical<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut pairs: Vec<_> = fields.into_iter().filter(|(name, value)| *name != "sign" && !value.is_empty()).collect();
    pairs.sort_by_key(|(name, _)| name.as_bytes());
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// [`wechat_canonical`] of fields that the judge read.
pub(super) fn canonical(fields: &Fields) -> String {
    wechat_canonical(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// WeChat's signature over a canonical string, upper-case hex (WX-SIGN-5 to 7). `hmac` chooses HMAC-SHA256.
pub(crate) fn wechat_sign(canonical: &str, key: &str, hmac: bool) -> String {
    let message = format!("{canonical}&key={key}");
    if hmac {
        // HMAC takes keys of any length; an error cannot come.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else {
            return String::new();
        };
        mac.update(message.as_bytes());
        hex_upper(&mac.finalize().into_bytes())
    } else {
        hex_upper(&Md5::digest(message.as_bytes()))
    }
}

fn hex_upper(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// The public half of a private key of the protocol's `{"format", "text"}`.
///
/// # Errors
/// Why the vector's key cannot be read.
pub(super) fn public_key(key: &Value) -> Result<PublicKey, String> {
    private_key(key).map(|private| private.to_public_key())
}

fn private_key(key: &Value) -> Result<PrivateKey, String> {
    let member = |name: &str| key.get(name).and_then(Value::as_str);
    let (Some(format), Some(text)) = (member("format"), member("text")) else {
        return Err("its private key is no {\"format\", \"text\"}".into());
    };
    let bare = || STANDARD.decode(text.trim()).map_err(|e| e.to_string());
    let private = match format {
        "pkcs8-pem" => PrivateKey::from_pkcs8_pem(text).map_err(|e| e.to_string()),
        "pkcs1-pem" => PrivateKey::from_pkcs1_pem(text).map_err(|e| e.to_string()),
        "pkcs8-bare" => PrivateKey::from_pkcs8_der(&bare()?).map_err(|e| e.to_string()),
        "pkcs1-bare" => PrivateKey::from_pkcs1_der(&bare()?).map_err(|e| e.to_string()),
        other => return Err(format!("`{other}` is no format of a private key")),
    };
    private.map_err(|e| format!("its private key cannot be read as {format}: {e}"))
}

/// The signature of `message` in `charset`, standard padded base64 (ALI-SIGN-6 to 8). `None` for a key or a charset
/// that cannot be used.
pub(crate) fn rsa_sign(key: &Value, charset: &str, message: &str, sha1: bool) -> Option<String> {
    let (bytes, _, outside) = query::charset(charset)?.encode(message);
    let private = private_key(key).ok().filter(|_| !outside)?;
    let signature = if sha1 {
        SigningKey::<Sha1>::new(private).try_sign(&bytes)
    } else {
        SigningKey::<Sha256>::new(private).try_sign(&bytes)
    };
    Some(STANDARD.encode(signature.ok()?.to_bytes()))
}

/// Whether `sign`, standard padded base64, is the RSASSA-PKCS1-v1_5 signature of `message` (ALI-SIGN-7, 8).
/// `sha1` chooses `RSA` over `RSA2`.
pub(super) fn rsa_verifies(key: PublicKey, message: &[u8], sign: &str, sha1: bool) -> bool {
    let signature = STANDARD.decode(sign).ok().and_then(|bytes| Signature::try_from(&*bytes).ok());
    let Some(signature) = signature else {
        return false;
    };
    if sha1 {
        VerifyingKey::<Sha1>::new(key).verify(message, &signature).is_ok()
    } else {
        VerifyingKey::<Sha256>::new(key).verify(message, &signature).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WX-SIGN-EX-1, the documentation's own example.
    #[test]
    fn the_documentations_example_is_reproduced() {
        let canonical = wechat_canonical([
            ("mch_id", "10000100"),
            ("appid", "wxd930ea5d5a258f4f"),
            ("sign", "X"),
            ("device_info", "1000"),
            ("attach", ""),
            ("body", "test"),
            ("nonce_str", "ibuaiVcKdpRxkhJA"),
        ]);
        assert_eq!(
            canonical,
            "appid=wxd930ea5d5a258f4f&body=test&device_info=1000&mch_id=10000100&nonce_str=ibuaiVcKdpRxkhJA"
        );
        let key = "192006250b4c09247ec02edce69f6a2d";
        assert_eq!(wechat_sign(&canonical, key, false), "9A0A8659F005D6984697E2CA0A9CF3B7");
        assert_eq!(
            wechat_sign(&canonical, key, true),
            "6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6"
        );
    }

    #[test]
    fn a_key_that_cannot_be_read_is_an_error_of_the_vector() {
        let error = public_key(&serde_json::json!({"format": "spki-pem", "text": ""})).unwrap_err();
        assert_eq!(error, "`spki-pem` is no format of a private key");
        assert!(public_key(&Value::Null).unwrap_err().contains("no {\"format\""));
    }
}
