use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::chosen;
use super::keys::{PLATFORM, PLATFORM_PRIVATE};
use crate::crypto::certificate;
use crate::crypto::keys::{PrivateKey, PublicKey, SMALLEST_KEY};
use crate::crypto::rsa::{Backend, Scheme};
use crate::finding::Blame;

/// A key is read the same whatever its armour; both libraries sign and verify alike with it; a signature that is
/// altered is refused by both; nothing but a key of that kind is read.
pub fn alipay_keys(data: &[u8]) {
    altered_signature(data);
    let Ok(text) = std::str::from_utf8(data) else { return };
    let public = PublicKey::read(text);
    match &public {
        Ok(key) => {
            assert!(key.bits() >= SMALLEST_KEY);
            assert_eq!(rearmoured(text).map(|text| PublicKey::read(&text)), Some(Ok(key.clone())));
            let verdicts =
                [Backend::Plain, Backend::Fast].map(|one| key.verify_with(one, Scheme::Rsa2, data, &[1; 256]));
            assert!(verdicts.iter().all(|verdict| verdict.is_none_or(|verified| !verified)));
        }
        Err(refusal) => assert_eq!(refusal.blame(), Blame::Misuse),
    }
    match PrivateKey::read(text) {
        Ok(key) => {
            assert!(public.is_err(), "one text is both a private and a public key");
            assert!(key.bits() >= SMALLEST_KEY);
            assert!(!format!("{key:?}").contains(&text[..text.len().min(40)]), "a key shows itself");
            let plain = key.sign_with(Backend::Plain, Scheme::Rsa2, data);
            let fast = key.sign_with(Backend::Fast, Scheme::Rsa2, data);
            assert!(fast.is_none() || plain.is_none() || fast == plain, "the libraries sign differently");
            for sign in [plain, fast].into_iter().flatten() {
                assert_eq!(key.public().verify(Scheme::Rsa2, data, sign.as_bytes()), Ok(()));
            }
        }
        Err(refusal) => assert_eq!(refusal.blame(), Blame::Misuse),
    }
    let serial = certificate::serial_number(text);
    let root = certificate::root_serial_number(text);
    assert!(root.is_err() || serial.is_ok());
    assert!(serial.is_ok_and(|number| number.len() == 32) || root.is_err());
}

const MESSAGE: &[u8] = b"payspec";

static GENUINE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let genuine = PLATFORM_PRIVATE.sign_with(Backend::Fast, Scheme::Rsa2, MESSAGE).expect("a key of 2048 bits");
    STANDARD.decode(genuine).expect("our own Base64")
});

/// The same container on one line, without armour.
fn rearmoured(text: &str) -> Option<String> {
    let body = match text.split_once("-----BEGIN ") {
        Some((_, armoured)) => armoured.split_once("-----")?.1.split_once("-----END ")?.0,
        None => text,
    };
    Some(body.chars().filter(|letter| !letter.is_ascii_whitespace()).collect())
}

/// A genuine signature in which the input's first bytes are written over: both libraries say no, unless nothing was
/// changed.
fn altered_signature(data: &[u8]) {
    let [place, byte, ..] = data else { return };
    let mut signature = GENUINE.clone();
    let unchanged = std::mem::replace(&mut signature[usize::from(*place)], *byte) == *byte;
    if chosen(data, 8) {
        signature.insert(0, 0);
    }
    let whole = unchanged && signature.len() == 256;
    // The slow library takes eight times as long.
    let backends: &[Backend] = if chosen(data, 16) { &[Backend::Plain, Backend::Fast] } else { &[Backend::Fast] };
    for backend in backends.iter().copied() {
        assert_eq!(PLATFORM.verify_with(backend, Scheme::Rsa2, MESSAGE, &signature), Some(whole), "{backend:?}");
    }
}
