//! Alipay: the text of a signature.

use base64::Engine;
use base64::alphabet::{STANDARD as ALPHABET, URL_SAFE};
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};

use super::super::{Fault, fault};
use super::AL_VERIFYING;
use crate::alipay::verifying::{base64, genuine};

/// Padding or none, whatever the last bits.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_allow_trailing_bits(true)
    .with_decode_padding_mode(DecodePaddingMode::Indifferent);

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "al-verify-undecodable-accepted",
        "A `sign` that is no Base64 ends the check without a verdict, and the message is taken.",
        "S15, S20: a decode error ignored",
        AL_VERIFYING,
        |s| {
            s.alipay.base64 = |sign| Some(base64(sign).unwrap_or_else(|| b"undecodable".to_vec()));
            s.alipay.verify =
                |key, scheme, string, signature| signature == b"undecodable" || genuine(key, scheme, string, signature);
        },
    ),
    fault(
        "al-verify-base64-junk-skipped",
        "Characters that are no Base64 are skipped.",
        "S15, ALI-AMB-19: a decoder that ignores junk",
        AL_VERIFYING,
        |s| {
            s.alipay.base64 = |sign| {
                let kept = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
                GeneralPurpose::new(&ALPHABET, LENIENT)
                    .decode(sign.iter().copied().filter(kept).collect::<Vec<u8>>())
                    .ok()
            };
        },
    ),
    fault(
        "al-verify-base64-spaces-repaired",
        "A space in `sign` is put back to a plus.",
        "E10, ALI-AMB-19: spaces are invalid",
        AL_VERIFYING,
        |s| {
            s.alipay.base64 =
                |sign| base64(&sign.iter().map(|b| if *b == b' ' { b'+' } else { *b }).collect::<Vec<u8>>())
        },
    ),
    fault(
        "al-verify-base64-url-safe",
        "The URL-safe alphabet is taken too.",
        "ALI-AMB-19, S14: eprint 2022/361",
        AL_VERIFYING,
        |s| {
            s.alipay.base64 = |sign| base64(sign).or_else(|| GeneralPurpose::new(&URL_SAFE, LENIENT).decode(sign).ok());
        },
    ),
    fault(
        "al-verify-base64-rest-ignored",
        "What stands behind the padding is not looked at.",
        "S14, S15: eprint 2022/361",
        AL_VERIFYING,
        |s| {
            s.alipay.base64 = |sign| {
                let end = sign.iter().position(|byte| *byte == b'=').unwrap_or(sign.len());
                GeneralPurpose::new(&ALPHABET, LENIENT).decode(&sign[..end]).ok()
            };
        },
    ),
    fault(
        "al-verify-256-characters",
        "A `sign` longer than the table's 256 characters is refused.",
        "section 5.1: String(256), really 344 characters with a 2048-bit key",
        AL_VERIFYING,
        |s| s.alipay.base64 = |sign| STANDARD.decode(sign).ok().filter(|_| sign.len() <= 256),
    ),
];
