//! Content encryption (接口内容加密, ALI-ENC-1..3), an option of server calls: AES-128-CBC over the whole of
//! `biz_content`, with an IV of zeros. It is encrypted first and signed afterwards; a response is verified with its
//! quotes, then decrypted. CBC protects nothing against change: the signature does.

use std::fmt;

use aes::Aes128;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit as _};
use zeroize::Zeroizing;

use crate::finding::{Refusal, code};
use crate::wire::charset::Charset;

/// The value of `encrypt_type`, which the request carries then and which is signed (ALI-ENC-2).
pub const ENCRYPT_TYPE: &str = "AES";

const IV: [u8; 16] = [0; 16];

/// 接口内容加密密钥: 16 bytes. Shows nothing of itself and is wiped when it is dropped.
pub struct ContentKey(Zeroizing<[u8; 16]>);

impl ContentKey {
    /// Reads the key from Base64, as the open platform shows it.
    ///
    /// # Errors
    /// `key-empty`; `key-unreadable` for anything but 16 bytes in Base64.
    pub fn read(base64: &str) -> Result<Self, Refusal> {
        if base64.is_empty() {
            return Err(Refusal::new(code::KEY_EMPTY));
        }
        // Room for two more, which the decoder's estimate wants.
        let mut bytes = Zeroizing::new([0; 18]);
        let length = STANDARD.decode_slice(base64, bytes.as_mut_slice());
        match (length, bytes.first_chunk::<16>()) {
            (Ok(16), Some(key)) => Ok(ContentKey(Zeroizing::new(*key))),
            _ => Err(Refusal::new(code::KEY_UNREADABLE)),
        }
    }

    /// What is sent as `biz_content` for this text: ciphertext in Base64.
    ///
    /// # Errors
    /// `text-outside-charset`.
    pub fn encrypt(&self, text: &str, charset: Charset) -> Result<String, Refusal> {
        let cipher = cbc::Encryptor::<Aes128>::new(&(*self.0).into(), &IV.into());
        Ok(STANDARD.encode(cipher.encrypt_padded_vec::<Pkcs7>(&charset.encode(text)?)))
    }

    /// The text within the node of an encrypted response, which is a JSON string once it is unquoted and unescaped.
    /// Only to be called on what was verified.
    ///
    /// # Errors
    /// `content-unreadable`; `text-not-in-charset`.
    pub fn decrypt(&self, base64: &str, charset: Charset) -> Result<String, Refusal> {
        let unreadable = Refusal::new(code::CONTENT_UNREADABLE);
        let bytes = STANDARD.decode(base64).map_err(|_| unreadable)?;
        let cipher = cbc::Decryptor::<Aes128>::new(&(*self.0).into(), &IV.into());
        let bytes = cipher.decrypt_padded_vec::<Pkcs7>(&bytes).map_err(|_| unreadable)?;
        Ok(charset.decode(&bytes)?.into_owned())
    }
}

impl fmt::Debug for ContentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContentKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ALI-EX-8.
    #[test]
    fn worked_example() {
        let key = ContentKey::read("aa4BtZ4tspm2wnXLb1ThQA==").unwrap();
        let text = r#"{"out_trade_no":"T20260101_0001","subject":"测试"}"#;
        let sealed = "v9xEJGtFY9vW2Ge//P1+YDhG/y6k2XGH38R0FaaA2dsLX2w6jNo3fNfzF/39kO1ViCsGp8T0deyL/KE/Az9daQ==";
        assert_eq!(key.encrypt(text, Charset::Utf8).unwrap(), sealed);
        assert_eq!(key.decrypt(sealed, Charset::Utf8).unwrap(), text);
        let gbk = key.encrypt(text, Charset::Gbk).unwrap();
        assert_ne!(gbk, sealed);
        assert_eq!(key.decrypt(&gbk, Charset::Gbk).unwrap(), text);
        assert_eq!(format!("{key:?}"), "ContentKey(..)");
    }

    #[test]
    fn what_cannot_be_read() {
        for text in ["aa4BtZ4tspm2wnXLb1Th", "aa4BtZ4tspm2wnXLb1ThQA", "x", "aa4BtZ4tspm2wnXLb1ThQUFBQUFB"] {
            assert_eq!(ContentKey::read(text).unwrap_err().code, code::KEY_UNREADABLE, "{text}");
        }
        assert_eq!(ContentKey::read("").unwrap_err().code, code::KEY_EMPTY);
        let key = ContentKey::read("aa4BtZ4tspm2wnXLb1ThQA==").unwrap();
        for text in ["", "x", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA=="] {
            assert_eq!(key.decrypt(text, Charset::Utf8).unwrap_err().code, code::CONTENT_UNREADABLE, "{text}");
        }
    }
}
