//! Alipay: how a signature is looked for, chosen, decoded and compared.

use super::{AL_FORMS, AL_VERIFYING, Fault, fault};
use crate::alipay::verifying::{base64, genuine, given};
use crate::emsa::{self, Hash};
use crate::pairs::{filled, get, is};
use base64::Engine;
use base64::alphabet::{STANDARD as ALPHABET, URL_SAFE};
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use payspec_core::alipay::sign::Scheme;

/// Padding or none, whatever the last bits.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_allow_trailing_bits(true)
    .with_decode_padding_mode(DecodePaddingMode::Indifferent);

pub(super) const FAULTS: &[Fault] = &[
    fault(
        "al-verify-missing-sign-accepted",
        "A message without `sign` is not checked.",
        "S01, ALI-VER-7",
        AL_FORMS,
        |s| s.alipay.given = |pairs| if get(pairs, "sign").is_none() { Ok(None) } else { given(pairs) },
    ),
    fault(
        "al-verify-empty-sign-accepted",
        "A message whose `sign` is empty is not checked.",
        "S04, ALI-VER-7",
        AL_FORMS,
        |s| s.alipay.given = |pairs| if is(pairs, "sign", "") { Ok(None) } else { given(pairs) },
    ),
    fault(
        "al-verify-missing-type-unchecked",
        "A message without `sign_type` is not checked.",
        "ALI-AMB-8: absent is not unsigned; S11",
        AL_FORMS,
        |s| s.alipay.given = |pairs| if get(pairs, "sign_type").is_none() { Ok(None) } else { given(pairs) },
    ),
    fault(
        "al-verify-result-ignored",
        "The verification's result is thrown away.",
        "S21, T02: CVE-2026-0656, CVE-2025-14078",
        AL_VERIFYING,
        |s| s.alipay.verify = |_, _, _, _| true,
    ),
    fault(
        "al-verify-error-is-success",
        "An error of the verification (-1 for a signature of a wrong length) counts as true.",
        "S19, ALI-VER-7: a tri-state result",
        AL_VERIFYING,
        |s| {
            s.alipay.verify = |key, scheme, string, signature| {
                signature.len() * 8 != key.bits() || genuine(key, scheme, string, signature)
            };
        },
    ),
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
        "al-verify-type-from-message",
        "A `sign_type` RSA is followed where the merchant has RSA2, and a message without one is taken for RSA.",
        "S09, ALI-VER-8, ALI-SIGN-10",
        AL_FORMS,
        |s| {
            s.alipay.algorithm = |pairs, _| match filled(pairs, "sign_type") {
                Some(name) => Scheme::parse(name),
                None => Ok(Scheme::Rsa),
            };
        },
    ),
    fault(
        "al-verify-unknown-type-configured",
        "A `sign_type` that is unknown means the configured one.",
        "S11, ALI-AMB-7: unknown falls back to SHA-256",
        AL_FORMS,
        |s| s.alipay.algorithm = |_, configured| Ok(configured),
    ),
    fault(
        "al-verify-unknown-type-sha1",
        "A `sign_type` that is unknown means RSA with SHA-1.",
        "S11: unknown sign_type falls back",
        AL_FORMS,
        |s| {
            s.alipay.algorithm = |pairs, configured| match get(pairs, "sign_type").map(Scheme::parse) {
                Some(Err(_)) => Ok(Scheme::Rsa),
                Some(Ok(named)) => Ok(named),
                None => Ok(configured),
            };
        },
    ),
    fault(
        "al-verify-unknown-type-unchecked",
        "A message with a `sign_type` that is unknown, or of no length, is not checked.",
        "S11: RSA3, constructor, none",
        AL_FORMS,
        |s| {
            s.alipay.given = |pairs| match get(pairs, "sign_type").map(Scheme::parse) {
                Some(Err(_)) => Ok(None),
                _ => given(pairs),
            };
        },
    ),
    fault(
        "al-verify-sha1-only",
        "Everything is verified with SHA-1.",
        "ALI-SIGN-7, ALI-SIGN-9: RSA2 is SHA-256",
        AL_VERIFYING,
        |s| s.alipay.verify = |key, _, string, signature| genuine(key, Scheme::Rsa, string, signature),
    ),
    fault(
        "al-verify-sha256-only",
        "Everything is verified with SHA-256, messages of `RSA` too.",
        "ALI-VER-3, ALI-VER-8: RSA is SHA-1",
        AL_VERIFYING,
        |s| s.alipay.verify = |key, _, string, signature| genuine(key, Scheme::Rsa2, string, signature),
    ),
    fault(
        "al-verify-either-hash",
        "A signature by either hash will do.",
        "S09, S10: the hash is fixed by configuration",
        AL_VERIFYING,
        |s| {
            s.alipay.verify = |key, _, string, signature| {
                [Scheme::Rsa2, Scheme::Rsa].iter().any(|scheme| genuine(key, *scheme, string, signature))
            };
        },
    ),
    fault(
        "al-verify-hash-from-signature",
        "The hash that the signature's DigestInfo names is used.",
        "S10: a hash chosen by the signature",
        AL_VERIFYING,
        |s| {
            s.alipay.verify = |key, _, string, signature| {
                emsa::open(key, signature)
                    .is_some_and(|em| Hash::ALL.iter().any(|hash| em == emsa::encoded(*hash, string, em.len())))
            };
        },
    ),
    fault(
        "al-verify-garbage-behind-hash",
        "What stands behind the hash is not looked at.",
        "S16: Bleichenbacher 2006; CVE-2016-1494, CVE-2022-24771",
        AL_VERIFYING,
        |s| {
            s.alipay.verify = |key, scheme, string, signature| {
                let Some(em) = emsa::open(key, signature) else { return false };
                let Some(info) = emsa::behind_padding(&em) else { return false };
                info.starts_with(&emsa::digest_info(scheme.into(), string))
            };
        },
    ),
    fault(
        "al-verify-padding-by-zero",
        "The padding is whatever stands before the first zero; its bytes are not compared.",
        "S16: short or arbitrary PS; BERserk",
        AL_VERIFYING,
        |s| {
            s.alipay.verify = |key, scheme, string, signature| {
                let Some(em) = emsa::open(key, signature) else { return false };
                let end = em.iter().skip(2).position(|byte| *byte == 0).map_or(em.len(), |at| at + 3);
                em[..2] == [0, 1] && em.get(end..) == Some(&emsa::digest_info(scheme.into(), string)[..])
            };
        },
    ),
    fault(
        "al-verify-block-type-ignored",
        "The first two bytes, 00 01, are not compared.",
        "S16: exact EMSA comparison; RFC 8017, 8.2.2",
        AL_VERIFYING,
        |s| {
            s.alipay.verify = |key, scheme, string, signature| {
                let Some(em) = emsa::open(key, signature) else { return false };
                em[2..] == emsa::encoded(scheme.into(), string, em.len())[2..]
            };
        },
    ),
    fault(
        "al-verify-hash-at-end",
        "Only the last bytes, the hash, are compared.",
        "S16, S10: the rest of the block is not looked at",
        AL_VERIFYING,
        |s| {
            s.alipay.verify = |key, scheme, string, signature| {
                emsa::open(key, signature).is_some_and(|em| em.ends_with(&Hash::from(scheme).digest(string)))
            };
        },
    ),
    fault(
        "al-verify-digest-info-parameters",
        "Parameters in the DigestInfo may hold anything.",
        "S16: ASN.1 in the parameters; Kühn et al. 2008, CVE-2022-24772",
        AL_VERIFYING,
        |s| {
            s.alipay.verify = |key, scheme, string, signature| {
                let Some(em) = emsa::open(key, signature) else { return false };
                let hash = Hash::from(scheme);
                emsa::behind_padding(&em)
                    .is_some_and(|info| emsa::lenient_digest(info, hash) == Some(hash.digest(string)))
            };
        },
    ),
    fault(
        "al-verify-bare-hash",
        "A block that holds the hash without its DigestInfo is taken too.",
        "S10: no hash identifier at all; RFC 8017, 9.2",
        AL_VERIFYING,
        |s| {
            s.alipay.verify = |key, scheme, string, signature| {
                let Some(em) = emsa::open(key, signature) else { return false };
                let bare = emsa::behind_padding(&em) == Some(&Hash::from(scheme).digest(string)[..]);
                bare || genuine(key, scheme, string, signature)
            };
        },
    ),
    fault(
        "al-verify-leading-zeros",
        "A signature is filled up with zeros in front, or freed of them, to the key's length.",
        "S18: length unequal to the modulus; CVE-2020-25658",
        AL_VERIFYING,
        |s| {
            s.alipay.verify = |key, scheme, string, signature| {
                let length = key.bits().div_ceil(8);
                let bare: Vec<u8> = signature.iter().copied().skip_while(|byte| *byte == 0).collect();
                let filled = [vec![0; length.saturating_sub(bare.len())], bare].concat();
                genuine(key, scheme, string, &filled)
            };
        },
    ),
    fault(
        "al-verify-modulus-reduced",
        "A signature that is no number below the modulus is reduced.",
        "S18: s + n; RFC 8017, 5.2.2",
        AL_VERIFYING,
        |s| {
            s.alipay.verify = |key, scheme, string, signature| {
                emsa::reduced(key, signature).is_some_and(|signature| genuine(key, scheme, string, &signature))
            };
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
        "al-verify-first-bytes",
        "Only the first half of the block is compared.",
        "S06: truncated comparison",
        AL_VERIFYING,
        |s| {
            s.alipay.verify = |key, scheme, string, signature| {
                let Some(em) = emsa::open(key, signature) else { return false };
                let right = emsa::encoded(scheme.into(), string, em.len());
                em[..em.len() / 2] == right[..em.len() / 2]
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
    fault(
        "al-verify-sign-from-nested-json",
        "A `sign` inside another value's JSON is taken where the message has none.",
        "F13: one source of sign",
        AL_FORMS,
        |s| {
            s.alipay.given = |pairs| match filled(pairs, "sign") {
                Some(sign) => Ok(Some(sign.to_vec())),
                None => {
                    let nested = pairs.iter().find_map(|(_, value)| {
                        let object: serde_json::Value = serde_json::from_slice(value).ok()?;
                        Some(object.get("sign")?.as_str()?.as_bytes().to_vec())
                    });
                    nested.map_or_else(|| given(pairs), |_| Ok(None))
                }
            };
        },
    ),
];
