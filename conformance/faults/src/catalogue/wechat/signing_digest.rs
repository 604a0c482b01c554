//! WeChat Pay: how the string is keyed and hashed.

use md5::Digest as _;
use payspec_core::wechat::sign::SignType;
use sha2::Sha256;

use super::super::{Fault, fault};
use super::WX_SIGNATURE;
use crate::wechat::signing::{hex, hmac_hex, md5_hex, tail};

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "wx-sign-no-key",
        "The string has no `&key=` tail, with either algorithm.",
        "WX-SIGN-5, WX-SIGN-EX-7; S13",
        WX_SIGNATURE,
        |s| s.wechat.tail = |string, _| string,
    ),
    fault(
        "wx-sign-hmac-without-tail",
        "With HMAC-SHA256 the `&key=` tail is left out, since the key is the HMAC's key already.",
        "WX-SIGN-7, WX-SIGN-EX-7: the key is used twice",
        WX_SIGNATURE,
        |s| {
            s.wechat.digest = |sign_type, string, key| match sign_type {
                SignType::Md5 => md5_hex(string),
                SignType::HmacSha256 => {
                    let end = string.len().saturating_sub(key.len() + 5);
                    hmac_hex(key.as_bytes(), &string[..end])
                }
            };
        },
    ),
    fault(
        "wx-sign-key-without-name",
        "The bare key is appended, without `&key=`.",
        "WX-SIGN-5: stringSignTemp",
        WX_SIGNATURE,
        |s| s.wechat.tail = |string, key| [&string, key.as_bytes()].concat(),
    ),
    fault(
        "wx-sign-key-first",
        "`key=…&` stands in front.",
        "WX-SIGN-5: the key pair is always last",
        WX_SIGNATURE,
        |s| s.wechat.tail = |string, key| [b"key=", key.as_bytes(), b"&", &string].concat(),
    ),
    fault(
        "wx-sign-key-sorted-in",
        "`key` is sorted in among the fields.",
        "WX-SIGN-5; section 9: always invalid",
        WX_SIGNATURE,
        |s| {
            s.wechat.tail = |string, key| {
                let mut parts: Vec<&[u8]> = string.split(|byte| *byte == b'&').collect();
                let pair = format!("key={key}");
                let at = parts.partition_point(|part| *part < pair.as_bytes());
                parts.insert(at, pair.as_bytes());
                parts.join(&b'&')
            };
        },
    ),
    fault(
        "wx-sign-key-decoded",
        "A key of hexadecimal digits is decoded to bytes before it is used for HMAC.",
        "WX-SIGN-10: the 32 characters are used as text",
        WX_SIGNATURE,
        |s| {
            s.wechat.digest = |sign_type, string, key| match sign_type {
                SignType::Md5 => md5_hex(string),
                SignType::HmacSha256 => {
                    let pairs = key.as_bytes().chunks_exact(2).map(|two| std::str::from_utf8(two).unwrap_or_default());
                    let bytes: Option<Vec<u8>> = pairs.map(|two| u8::from_str_radix(two, 16).ok()).collect();
                    hmac_hex(bytes.as_deref().unwrap_or(key.as_bytes()), string)
                }
            };
        },
    ),
    fault(
        "wx-sign-key-upper-case",
        "The key is put in upper case with the rest of the string.",
        "WX-SIGN-10: the key is used as it is",
        WX_SIGNATURE,
        |s| s.wechat.tail = |string, key| tail(string, &key.to_ascii_uppercase()),
    ),
    fault(
        "wx-sign-lower-case-hex",
        "The signature is in lower-case hex.",
        "WX-SIGN-6, WX-SIGN-17: upper-case",
        WX_SIGNATURE,
        |s| {
            s.wechat.digest =
                |sign_type, string, key| crate::wechat::signing::digest(sign_type, string, key).to_ascii_lowercase()
        },
    ),
    fault(
        "wx-sign-hex-zeros-lost",
        "Each byte below 16 is written as one digit.",
        "WX-SIGN-6: 32 characters; `Integer.toHexString` without padding",
        WX_SIGNATURE,
        |s| {
            s.wechat.digest = |sign_type, string, key| {
                let right = crate::wechat::signing::digest(sign_type, string, key);
                let bytes = right.as_bytes().chunks_exact(2).map(|two| match two {
                    [b'0', low] => char::from(*low).to_string(),
                    _ => String::from_utf8_lossy(two).into_owned(),
                });
                bytes.collect()
            };
        },
    ),
    fault(
        "wx-sign-cut-to-32",
        "Signatures are cut to the 32 characters of the table.",
        "WX-SIGN-13: String(32) in the table, 64 characters for HMAC-SHA256",
        WX_SIGNATURE,
        |s| {
            s.wechat.digest = |sign_type, string, key| {
                let mut sign = crate::wechat::signing::digest(sign_type, string, key);
                sign.truncate(32);
                sign
            };
        },
    ),
    fault(
        "wx-sign-plain-sha256",
        "HMAC-SHA256 is taken for SHA-256 of the string.",
        "WX-SIGN-7: HMAC with the API key; S13",
        WX_SIGNATURE,
        |s| {
            s.wechat.digest = |sign_type, string, _| match sign_type {
                SignType::Md5 => md5_hex(string),
                SignType::HmacSha256 => hex(&Sha256::digest(string)),
            };
        },
    ),
    fault(
        "wx-sign-hmac-swapped",
        "Key and message of the HMAC are exchanged.",
        "WX-SIGN-7: key = API key, message = the string",
        WX_SIGNATURE,
        |s| {
            s.wechat.digest = |sign_type, string, key| match sign_type {
                SignType::Md5 => md5_hex(string),
                SignType::HmacSha256 => hmac_hex(string, key.as_bytes()),
            };
        },
    ),
    fault(
        "wx-sign-always-md5",
        "HMAC-SHA256 is not known: everything is signed with MD5.",
        "WX-SIGN-12: the type that the merchant uses",
        WX_SIGNATURE,
        |s| s.wechat.digest = |_, string, _| md5_hex(string),
    ),
];
