//! Alipay: whether a message is checked, and by which algorithm.

use payspec_core::alipay::sign::Scheme;

use super::super::{Fault, fault};
use super::{AL_FORMS, AL_VERIFYING};
use crate::alipay::verifying::{genuine, given};
use crate::pairs::{filled, get, is};

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
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
