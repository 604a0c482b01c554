//! AES by aws-lc, where core uses the `aes` crate.

use aws_lc_rs::cipher::{
    AES_128, AES_256, DecryptionContext, EncryptionContext, PaddedBlockDecryptingKey, PaddedBlockEncryptingKey,
    UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

fn refund_key(api_key: &str) -> UnboundCipherKey {
    let hex: String = Md5::digest(api_key).iter().map(|byte| format!("{byte:02x}")).collect();
    UnboundCipherKey::new(&AES_256, hex.as_bytes()).expect("32 characters")
}

/// The text within `req_info` (WX-RFN-2); `None` if it does not decrypt.
pub fn decrypt_req_info(req_info: &[u8], api_key: &str) -> Option<Vec<u8>> {
    let mut bytes = STANDARD.decode(req_info).ok()?;
    let key = PaddedBlockDecryptingKey::ecb_pkcs7(refund_key(api_key)).expect("a key of that length");
    key.decrypt(&mut bytes, DecryptionContext::None).ok().map(|plain| plain.to_vec())
}

/// `req_info` of that text.
pub fn encrypt_req_info(plain: &[u8], api_key: &str) -> String {
    let mut bytes = plain.to_vec();
    let key = PaddedBlockEncryptingKey::ecb_pkcs7(refund_key(api_key)).expect("a key of that length");
    key.encrypt(&mut bytes).expect("any text can be encrypted");
    STANDARD.encode(bytes)
}

/// `biz_content`, encrypted with an IV of zeros (ALI-ENC-1).
pub fn encrypt_content(plain: &[u8], key: &[u8; 16]) -> String {
    let mut bytes = plain.to_vec();
    let key = UnboundCipherKey::new(&AES_128, key).expect("16 bytes");
    let key = PaddedBlockEncryptingKey::cbc_pkcs7(key).expect("a key of that length");
    let iv = EncryptionContext::Iv128(FixedLength::from([0; 16]));
    key.less_safe_encrypt(&mut bytes, iv).expect("any text can be encrypted");
    STANDARD.encode(bytes)
}
