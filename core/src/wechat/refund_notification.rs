//! Refund notification (退款结果通知, WX-RFN). It has no `sign`; `req_info`, AES-256-ECB under the API key, is all
//! that protects it, and ECB does not notice blocks that are cut out or moved (WX-RFN-5). So what it says is a
//! hint, to be confirmed by a refund query, and never a payment.

use aes::Aes256;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::fields::{Field, Fields, Pair};
use crate::finding::{Refusal, code};
use crate::wechat::message::Received;
use crate::wechat::sign::ApiKey;
use crate::wire::xml;

const BLOCK: usize = 16;

/// The bytes of a refund notification, decrypted but with the text of `req_info` not yet read.
#[derive(Debug, Clone)]
pub struct Decrypted<'a> {
    outer: Fields<'a>,
    inner: Vec<u8>,
}

/// Reads the outer message and decrypts `req_info`.
///
/// # Errors
/// `body-too-large`, those of [`xml::parse`], `field-repeated`, `req-info-missing`, `req-info-unreadable`.
pub fn read<'a>(body: &'a [u8], key: &ApiKey) -> Result<Decrypted<'a>, Refusal> {
    let outer = Received::notification(body)?.parse()?.fields;
    no_repeats(&outer)?;
    let req_info = outer.get("req_info").filter(|text| !text.is_empty());
    let req_info = req_info.ok_or(Refusal::new(code::REQ_INFO_MISSING))?;
    let inner = decrypt(req_info, key)?;
    Ok(Decrypted { outer, inner })
}

impl<'a> Decrypted<'a> {
    /// The text within `req_info`, for the fuzz targets' mutator.
    #[cfg(feature = "fuzzing")]
    pub(crate) fn into_plain(self) -> Vec<u8> {
        self.inner
    }

    /// All fields: the outer ones without `req_info`, and those within it, which win over outer ones of the same
    /// name.
    ///
    /// # Errors
    /// Those of [`xml::parse`] with [`xml::REQ_INFO_ROOT`], `field-repeated`.
    pub fn fields(&self) -> Result<Fields<'_>, Refusal> {
        let inner = xml::parse(&self.inner, xml::REQ_INFO_ROOT)?;
        no_repeats(&inner)?;
        let is_inner = |field: &&Field<'_>| inner.iter().any(|other| other.name() == field.name());
        let mut all = Fields::with_capacity(self.outer.len() + inner.len());
        for field in self.outer.iter().filter(|field| field.name() != b"req_info" && !is_inner(field)) {
            all.push(field.clone());
        }
        for field in &inner {
            all.push(field.clone());
        }
        Ok(all)
    }
}

fn no_repeats(fields: &Fields<'_>) -> Result<(), Refusal> {
    crate::canonical::sort(fields.as_slice(), &crate::canonical::WECHAT).map(|_| ())
}

/// Base64, AES-256-ECB, PKCS#7 (WX-RFN-2). Every failure is one code: a caller who told them apart would be a
/// padding oracle (S24).
fn decrypt(req_info: &[u8], key: &ApiKey) -> Result<Vec<u8>, Refusal> {
    let refused = Refusal::new(code::REQ_INFO_UNREADABLE);
    let mut text = STANDARD.decode(req_info).map_err(|_| refused)?;
    if text.is_empty() || text.len() % BLOCK != 0 {
        return Err(refused);
    }
    let cipher = cipher(key);
    for block in text.chunks_exact_mut(BLOCK) {
        if let Ok(block) = block.try_into() {
            cipher.decrypt_block(block);
        }
    }
    let padding = usize::from(text.last().copied().unwrap_or_default());
    let end = text.len().wrapping_sub(padding);
    let whole = (1..=BLOCK).contains(&padding) && text[end..].iter().all(|byte| usize::from(*byte) == padding);
    if !whole {
        return Err(refused);
    }
    text.truncate(end);
    Ok(text)
}

/// What [`read`] decrypts: for simulators and tests.
pub fn encrypt(plain: &[u8], key: &ApiKey) -> String {
    let padding = BLOCK - plain.len() % BLOCK;
    let mut text = plain.to_vec();
    text.resize(plain.len() + padding, padding as u8);
    let cipher = cipher(key);
    for block in text.chunks_exact_mut(BLOCK) {
        if let Ok(block) = block.try_into() {
            cipher.encrypt_block(block);
        }
    }
    STANDARD.encode(text)
}

fn cipher(key: &ApiKey) -> Aes256 {
    let key: Zeroizing<[u8; 32]> = key.refund_key();
    Aes256::new((&*key).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "<root><out_refund_no><![CDATA[131811191610442717309]]></out_refund_no><refund_fee>\
        <![CDATA[3960]]></refund_fee><refund_status><![CDATA[SUCCESS]]></refund_status></root>";
    const REQ_INFO: &str = "WBzGpzQuNpcFxIlFjUUD9FKo0rHFKIn0kRJVv7PAhPDSCjWAzcyQtBNpSb92FQg9FKQ3UKchg9ThtBc2nKj5Y+xx4F4MTCKR8dFndPaGDOyNkOIffPQ/2ZWyBW8LCf/CJCQhrWzHgzBAaiCJX5wsCKk536YX/dQ+yd2McPLw+jmEDhgGIKulWDAjHBZRUiATENQlDVl4YcM6G2ZaZT1fpulBrlkMHiq14Dmt/DMtLqI=";

    fn key() -> ApiKey {
        ApiKey::new("192006250b4c09247ec02edce69f6a2d").unwrap()
    }

    fn body(req_info: &str, more: &str) -> Vec<u8> {
        format!("<xml><return_code>SUCCESS</return_code><req_info>{req_info}</req_info>{more}</xml>").into_bytes()
    }

    /// WX-RFN-EX-1 and 2.
    #[test]
    fn worked_examples() {
        let body = body(REQ_INFO, "<refund_fee>1</refund_fee><mch_id>10000100</mch_id>");
        let decrypted = read(&body, &key()).unwrap();
        let fields = decrypted.fields().unwrap();
        assert_eq!(fields.text("refund_fee"), Some("3960"), "the inner one wins");
        assert_eq!(fields.text("mch_id"), Some("10000100"));
        assert_eq!(fields.len(), 5);
        assert_eq!(encrypt(PLAIN.as_bytes(), &key()), REQ_INFO);
        assert_eq!(encrypt(b"<root>012</root>", &key()), "opLdEnqvjwjg8yLJpBt1WfwXAd2fVvyZUPuCqJRycuk=");
    }

    /// WX-RFN-EX-3: the cipher alone, with a raw key.
    #[test]
    fn primitive() {
        let cipher = Aes256::new(b"0123456789abcdef0123456789abcdef".into());
        let mut block = *b"hello\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b";
        cipher.encrypt_block((&mut block).into());
        assert_eq!(STANDARD.encode(block), "pZwJZBLuy3mDACEQT4YTBw==");
    }

    #[test]
    fn what_does_not_decrypt_is_refused_with_one_code() {
        let unpadded = &REQ_INFO[..64];
        for req_info in ["AAAA", "!", "AAAAAAAAAAAAAAAAAAAAAA==", unpadded] {
            assert_eq!(read(&body(req_info, ""), &key()).unwrap_err().code, code::REQ_INFO_UNREADABLE, "{req_info}");
        }
        assert_eq!(read(&body("", ""), &key()).unwrap_err().code, code::REQ_INFO_MISSING);
        assert_eq!(read(b"<xml><a>1</a></xml>", &key()).unwrap_err().code, code::REQ_INFO_MISSING);
    }

    #[test]
    fn the_inner_document_is_read_with_the_same_care() {
        for (plain, code) in [
            ("<xml><refund_fee>1</refund_fee></xml>", code::XML_ROOT),
            ("<!DOCTYPE root><root/>", code::XML_DOCTYPE),
            ("<root><a>1</a><a>2</a></root>", code::FIELD_REPEATED),
        ] {
            let body = body(&encrypt(plain.as_bytes(), &key()), "");
            assert_eq!(read(&body, &key()).unwrap().fields().unwrap_err().code, code, "{plain}");
        }
    }
}
