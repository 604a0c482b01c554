//! Makes the mistakes again that were named, and looks whether the given signature comes out.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use payspec_core::crypto::rsa::Scheme;
use payspec_core::finding::Lang;
use payspec_core::fuzzing::keys::PLATFORM;
use payspec_core::fuzzing::naive::sign;
use payspec_core::wire::charset::Charset;

use super::careless::{Hash, Slip, Stage, Work, slip};
use super::{Case, other_key};
use crate::explain::Cause;
use crate::explain::kind::{Family, Provider};

/// Mistakes that are seen on the signature, and can be undone here.
const SEEN: &[&str] = &[
    "another-key",
    "base64-plus-as-space",
    "base64-unpadded",
    "base64-url-safe",
    "base64-wrapped",
    "hex-lower-case",
    "hex-mixed-case",
    "hex-with-separators",
    "hmac-for-md5",
    "leading-zeros-lost",
    "md5-for-hmac",
    "md5-of-16-digits",
    "other-hash",
    "sha1-for-sha256",
    "sha256-for-hmac",
    "sha256-for-sha1",
    "sign-base64",
    "sign-cut",
    "sign-type-unknown-spelling",
    "sign-url-encoded",
    "sign-white-space",
];

/// Whether these mistakes, made anew, come to the given signature. `None` if one of them is not written here.
pub(super) fn reproduces(case: &Case, cause: &Cause, given: &[u8]) -> Option<bool> {
    let family = case.material.kind.family;
    if matches!(family, Family::AlipayResponse | Family::WechatRefund) {
        return None;
    }
    let mut seen: Vec<&str> = Vec::new();
    let mut slips: Vec<(&Slip, &[String])> = Vec::new();
    let mut hash = case.hash(Some(given));
    for made in &cause.made {
        let (id, way) = (made.mistake.id(), made.detail(Lang::En));
        if !SEEN.contains(&id) {
            slips.push((slip(id, way)?, &made.fields));
            continue;
        }
        hash = match (id, way) {
            ("md5-for-hmac", _) | ("other-hash", "MD5") => Hash::Md5,
            ("hmac-for-md5", _) | ("other-hash", "HMAC-SHA256") => Hash::HmacSha256,
            ("sha256-for-hmac" | "sha256-for-sha1", _) | ("other-hash", "SHA-256") => Hash::Sha256,
            ("sha1-for-sha256", _) | ("other-hash", "SHA-1") => Hash::Sha1,
            ("other-hash", _) => return None,
            _ => hash,
        };
        seen.push(id);
    }
    if case.key().is_none() && !matches!(hash, Hash::Sha1 | Hash::Sha256) {
        return None;
    }
    let of_values = slips.iter().any(|slip| slip.0.stage == Stage::Values);
    if of_values && case.material.charset != Charset::Utf8 || !slips.is_empty() && !case.has_each_once() {
        return None;
    }
    // Where the length decides, a signature written otherwise has another.
    let hashes = match hash {
        Hash::Md5 | Hash::HmacSha256 if case.is_free() => vec![Hash::Md5, Hash::HmacSha256],
        only => vec![only],
    };
    let orders: [Vec<usize>; 2] = [(0..slips.len()).collect(), (0..slips.len()).rev().collect()];
    Some(hashes.iter().any(|hash| {
        orders.iter().any(|order| {
            [true, false].into_iter().any(|everywhere| {
                let mut work = Work::right(family, &case.pairs, case.key(), *hash);
                for at in order {
                    let (slip, fields) = slips[*at];
                    // All fields that change are named when they are few; a second mistake may bring in others.
                    (slip.make)(
                        &mut work,
                        if everywhere && slips.len() > 1 && fields.len() > 1 { &[] } else { fields },
                    );
                }
                fits(case, &work, given, &seen)
            })
        })
    }))
}

fn fits(case: &Case, work: &Work, given: &[u8], seen: &[&str]) -> bool {
    let string = work.string();
    match case.material.kind.provider {
        Provider::Wechat => is_written(&work.hashed(&string), given, seen),
        Provider::Alipay => {
            let key = if seen.contains(&"another-key") { other_key() } else { &PLATFORM };
            let scheme = if work.hash == Hash::Sha1 { Scheme::Rsa } else { Scheme::Rsa2 };
            plain_base64(given, seen).is_some_and(|text| sign::rsa(key, scheme, &string, text.as_bytes()))
        }
    }
}

/// Whether that text is the hash, written as it was seen.
fn is_written(hash: &[u8], given: &[u8], seen: &[&str]) -> bool {
    let has = |id: &str| seen.contains(&id);
    let mut text = String::from_utf8_lossy(given).into_owned();
    if has("sign-white-space") {
        text = text.trim_ascii().to_owned();
    }
    if has("sign-base64") {
        return STANDARD_NO_PAD.decode(text.replace('=', "")).is_ok_and(|bytes| bytes == hash);
    }
    if has("hex-with-separators") {
        text.retain(|letter| letter.is_ascii_hexdigit());
    }
    let digits: String = hash.iter().map(|byte| format!("{byte:02X}")).collect();
    if has("hex-lower-case") || has("hex-mixed-case") {
        text = text.to_ascii_uppercase();
    }
    if has("sign-cut") {
        return text.len() >= 8 && digits.starts_with(&text);
    }
    if has("md5-of-16-digits") {
        return digits.get(8..24) == Some(&*text);
    }
    if has("leading-zeros-lost") {
        let unpadded: String = hash.iter().map(|byte| format!("{byte:X}")).collect();
        return text == unpadded || digits.trim_start_matches('0') == text.trim_start_matches('0');
    }
    text == digits
}

/// Standard Base64 with padding, from what was seen.
fn plain_base64(given: &[u8], seen: &[&str]) -> Option<String> {
    let has = |id: &str| seen.contains(&id);
    let mut text = String::from_utf8(given.to_vec()).ok()?;
    while has("sign-url-encoded") && text.contains('%') {
        let at = text.find('%')?;
        let byte = u8::from_str_radix(text.get(at + 1..at + 3)?, 16).ok()?;
        text.replace_range(at..at + 3, &char::from(byte).to_string());
    }
    if has("sign-white-space") {
        text = text.trim_ascii().to_owned();
    }
    if has("base64-wrapped") {
        text.retain(|letter| letter != '\r' && letter != '\n');
    }
    if has("base64-plus-as-space") {
        text = text.replace(' ', "+");
    }
    if has("base64-url-safe") {
        text = text.replace('-', "+").replace('_', "/");
    }
    if has("base64-unpadded") {
        let bytes = STANDARD_NO_PAD.decode(text.split('=').next()?).ok()?;
        text = STANDARD.encode(bytes);
    }
    Some(text)
}

/// Whether it has the shape of a signature that was written with care: then one known mistake must explain it, if one
/// was made.
pub(super) fn is_written_right(case: &Case, given: &[u8]) -> bool {
    let upper = given.iter().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(byte));
    match case.hash(Some(given)) {
        Hash::Md5 => given.len() == 32 && upper,
        Hash::HmacSha256 => given.len() == 64 && upper,
        Hash::Sha1 | Hash::Sha256 => STANDARD.decode(given).is_ok_and(|bytes| bytes.len() == 256),
    }
}
