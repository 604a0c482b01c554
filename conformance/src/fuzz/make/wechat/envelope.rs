//! `req_info`: how it is encrypted, and how it must not be.

use aes::Aes256;
use aes::cipher::{BlockCipherEncrypt as _, KeyInit as _};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use md5::{Digest as _, Md5};

use crate::fuzz::choices::Choices;
use crate::fuzz::make::keys::{API_KEY, OTHER_API_KEY};
use crate::fuzz::make::{Asks, Made};

/// The 32 characters that are the cipher's key (WX-RFN-2).
pub(super) fn cipher_key(api_key: &str) -> Vec<u8> {
    Md5::digest(api_key).iter().map(|byte| format!("{byte:02x}")).collect::<String>().into_bytes()
}

pub(super) fn encrypt(padded: &[u8], key: &[u8], chained: bool) -> Vec<u8> {
    let mut out = padded.to_vec();
    let Ok(cipher) = Aes256::new_from_slice(key) else { return out };
    let mut before = [0_u8; 16];
    for block in out.chunks_exact_mut(16) {
        if chained {
            block.iter_mut().zip(before).for_each(|(byte, before)| *byte ^= before);
        }
        if let Ok(block) = <&mut [u8; 16]>::try_from(&mut *block) {
            cipher.encrypt_block(block.into());
            before = *block;
        }
    }
    out
}

pub(super) fn padded(plain: &[u8]) -> Vec<u8> {
    let padding = 16 - plain.len() % 16;
    let mut text = plain.to_vec();
    text.resize(plain.len() + padding, padding as u8);
    text
}

/// Other keys, ciphers, paddings and spellings of `req_info`. `None` leaves it out.
pub(super) fn envelope(plain: &[u8], made: &mut Made, choices: &mut Choices) -> Option<String> {
    let right = cipher_key(API_KEY);
    let whole = padded(plain);
    let good = STANDARD.encode(encrypt(&whole, &right, false));
    let with = |bytes: &[u8], key: &[u8]| STANDARD.encode(encrypt(bytes, key, false));
    let (asks, flag, clause, about, text) = match choices.below(16) {
        0 => (
            Asks::Refused,
            "wrong-refund-key",
            "WX-RFN-2",
            "Another merchant's key.",
            with(&whole, &cipher_key(OTHER_API_KEY)),
        ),
        1 => (
            Asks::Refused,
            "wrong-refund-key",
            "WX-RFN-2",
            "The API key itself is the cipher's key.",
            with(&whole, API_KEY.as_bytes()),
        ),
        2 => (
            Asks::Refused,
            "wrong-refund-key",
            "WX-RFN-2",
            "The cipher's key is in upper case.",
            with(&whole, &right.to_ascii_uppercase()),
        ),
        3 => {
            let bytes = Md5::digest(API_KEY);
            (
                Asks::Refused,
                "wrong-refund-key",
                "WX-RFN-2",
                "The cipher's key is the 16 bytes, twice.",
                with(&whole, &[&bytes[..], &bytes[..]].concat()),
            )
        }
        4 => (
            Asks::Refused,
            "wrong-refund-key",
            "WX-RFN-2",
            "The blocks are chained.",
            STANDARD.encode(encrypt(&whole, &right, true)),
        ),
        5 => (Asks::Refused, "wrong-refund-key", "WX-RFN-2", "req_info is not encrypted.", STANDARD.encode(plain)),
        6 => (
            Asks::Refused,
            "base64-lenient",
            "WX-RFN-2",
            "req_info lost its last block's end.",
            STANDARD.encode(&encrypt(&whole, &right, false)[..whole.len() - 5]),
        ),
        7 => (
            Asks::Refused,
            "base64-lenient",
            "WX-RFN-2",
            "req_info is in hex.",
            encrypt(&whole, &right, false).iter().map(|byte| format!("{byte:02x}")).collect(),
        ),
        8 => {
            made.did(Asks::Refused, "refund-without-req-info", "WX-RFN-7", "There is no req_info.");
            return None;
        }
        9 => (Asks::Refused, "refund-without-req-info", "WX-RFN-7", "req_info is empty.", String::new()),
        10 => (
            Asks::Refused,
            "base64-lenient",
            "WX-RFN-2",
            "req_info is no Base64.",
            (choices.word(&["!", "null", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA=="])).to_owned(),
        ),
        11 => {
            let mut text = whole.clone();
            let last = text.len() - 1;
            text[last] = *choices.pick(&[0, 17, 255, 32]);
            (Asks::Refused, "padding", "WX-RFN-6", "The padding has an impossible length.", with(&text, &right))
        }
        12 => {
            let (mut lines, mut rest) = (String::new(), &*good);
            while rest.len() > 76 {
                lines.push_str(&rest[..76]);
                lines.push('\n');
                rest = &rest[76..];
            }
            (Asks::Open, "base64-lenient", "WX-RFN-2", "req_info is broken into lines.", lines + rest)
        }
        13 => (
            Asks::Open,
            "base64-lenient",
            "WX-RFN-2",
            "req_info has no padding.",
            STANDARD_NO_PAD.encode(encrypt(&whole, &right, false)),
        ),
        14 => (
            Asks::Open,
            "base64-lenient",
            "WX-RFN-2",
            "req_info is in the URL-safe alphabet.",
            URL_SAFE.encode(encrypt(&whole, &right, false)),
        ),
        _ => {
            let mut text = encrypt(&whole, &right, false);
            text[0] ^= 1;
            (Asks::Refused, "ecb-cut-and-paste", "WX-RFN-5", "The first block was changed.", STANDARD.encode(text))
        }
    };
    if text != good {
        made.did(asks, flag, clause, about);
    }
    Some(text)
}
