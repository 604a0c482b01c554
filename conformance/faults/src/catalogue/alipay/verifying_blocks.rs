//! Alipay: the block under an RSA signature.

use super::super::{Fault, fault};
use super::AL_VERIFYING;
use crate::alipay::verifying::genuine;
use crate::emsa;
use crate::emsa::Hash;

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
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
];
