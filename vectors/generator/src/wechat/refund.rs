//! `wechat/refund-notify`: the refund notification, whose only protection is its encrypted `req_info` (section 7.4).

use aes::Aes256;
use aes::cipher::{BlockCipherEncrypt as _, KeyInit as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use serde_json::{Value, json};

use super::message::{KEY, Message, NONCE};
use crate::sign::hex_lower;
use crate::suite::{Group, Suite, Test};

mod cipher;
mod content;
mod envelope;
mod hostile;

pub(super) fn suite() -> Suite {
    Suite::new(
        "wechat/refund-notify",
        "wechat.refund_notify",
        "The refund notification has no sign. req_info is AES-256-ECB under the MD5 of the API key; it hides, and protects no order of \
         blocks. Its XML needs the same care as the outer one.",
    )
    .group(content::genuine())
    .group(content::partial())
    .group(hostile::hostile())
    .group(cipher::padding())
    .group(cipher::keys())
    .group(cipher::encoding())
    .group(cipher::blocks())
    .group(envelope::outer())
    .group(envelope::refused())
}

/// The key of req_info: lower-case hex of the API key's MD5, as 32 bytes of text (WX-RFN-2).
fn refund_key(key: &str) -> [u8; 32] {
    let text = hex_lower(&Md5::digest(key));
    text.into_bytes().try_into().expect("an MD5 has 32 hexadecimal digits")
}

/// AES-256-ECB of whole blocks.
fn encrypt_blocks(key: &[u8; 32], plain: &[u8]) -> Vec<u8> {
    assert_eq!(plain.len() % 16, 0, "whole blocks only");
    let cipher = Aes256::new(key.into());
    let mut blocks: Vec<u8> = Vec::with_capacity(plain.len());
    for chunk in plain.chunks_exact(16) {
        let mut block = aes::Block::default();
        block.copy_from_slice(chunk);
        cipher.encrypt_block(&mut block);
        blocks.extend_from_slice(&block);
    }
    blocks
}

/// With PKCS#7 padding, a whole block of it where the text fills its last block.
fn padded(plain: &[u8]) -> Vec<u8> {
    let missing = 16 - plain.len() % 16;
    let mut text = plain.to_vec();
    text.resize(plain.len() + missing, missing as u8);
    text
}

/// req_info of a plain text: encrypted with the documentation's key, base64.
fn req_info(plain: &[u8]) -> String {
    STANDARD.encode(encrypt_blocks(&refund_key(KEY), &padded(plain)))
}

/// The inner fields, all of the table (WX-RFN-3).
fn refund() -> Message {
    Message::new(&[
        ("transaction_id", "1217752501201407033233368018"),
        ("out_trade_no", "20150806125346"),
        ("refund_id", "50000408942018111907145868882"),
        ("out_refund_no", "131811191610442717309"),
        ("total_fee", "3960"),
        ("settlement_total_fee", "3960"),
        ("refund_fee", "3960"),
        ("settlement_refund_fee", "3960"),
        ("refund_status", "SUCCESS"),
        ("success_time", "2018-11-19 16:24:13"),
        ("refund_recv_accout", "支付用户零钱"),
        ("refund_account", "REFUND_SOURCE_RECHARGE_FUNDS"),
        ("refund_request_source", "API"),
    ])
}

/// The inner XML: root `root`, all values in CDATA.
fn root(message: &Message) -> String {
    let elements: Vec<String> =
        message.fields.iter().map(|(name, value)| format!("<{name}><![CDATA[{value}]]></{name}>")).collect();
    format!("<root>{}</root>", elements.concat())
}

/// The outer message around a req_info.
fn envelope(req_info: &str) -> Message {
    Message::new(&[
        ("return_code", "SUCCESS"),
        ("appid", "wxd930ea5d5a258f4f"),
        ("mch_id", "10000100"),
        ("nonce_str", NONCE),
        ("req_info", req_info),
    ])
}

const READ: &[&str] = &["out_refund_no", "refund_fee", "refund_status"];

fn group(about: &str) -> Group {
    Group::new(about, json!({"key": KEY}))
}

fn read(id: &str, about: &str, message: &Message, body: String) -> Test {
    Test::valid(format!("wx-refund-{id}"), about)
        .body(body)
        .expect(message.expect(READ))
        .clauses(["WX-RFN-1", "WX-RFN-2", "WX-RFN-3"])
}

fn either(id: &str, about: &str, body: String, expect: Value) -> Test {
    Test::acceptable(format!("wx-refund-{id}"), about).body(body).expect(expect)
}

fn refuse(id: &str, class: &str, about: &str, body: impl AsRef<[u8]>) -> Test {
    Test::invalid(format!("wx-refund-{id}"), about).body(body).class(class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheets_examples_come_out() {
        assert_eq!(&refund_key(KEY), b"d96eb16afdd491fa1e705096edbc2205");
        let plain = "<root><out_refund_no><![CDATA[131811191610442717309]]></out_refund_no><refund_fee><![CDATA[3960]]></refund_fee>\
            <refund_status><![CDATA[SUCCESS]]></refund_status></root>";
        assert_eq!(plain.len(), 168);
        assert!(
            req_info(plain.as_bytes())
                .starts_with("WBzGpzQuNpcFxIlFjUUD9FKo0rHFKIn0kRJVv7PAhPDSCjWAzcyQtBNpSb92FQg9FKQ3UKchg9ThtBc2nKj5Y+")
        );
        assert!(req_info(plain.as_bytes()).ends_with("ENQlDVl4YcM6G2ZaZT1fpulBrlkMHiq14Dmt/DMtLqI="));
        assert_eq!(req_info(b"<root>012</root>"), "opLdEnqvjwjg8yLJpBt1WfwXAd2fVvyZUPuCqJRycuk=");
        let raw = encrypt_blocks(b"0123456789abcdef0123456789abcdef", &padded(b"hello"));
        assert_eq!(STANDARD.encode(raw), "pZwJZBLuy3mDACEQT4YTBw==");
    }
}
