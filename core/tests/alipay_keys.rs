//! Keys, signatures and certificate numbers, against what OpenSSL and Python's `cryptography` made of the same data.

mod alipay_data;

use alipay_data::*;
use payspec_core::crypto::certificate::{root_serial_number, serial_number};
use payspec_core::crypto::keys::{PrivateKey, PublicKey};
use payspec_core::crypto::rsa::Scheme;

const APP_PKCS8: &str = include_str!("alipay_data/app.pkcs8.pem");
const APP_PKCS1: &str = include_str!("alipay_data/app.pkcs1.pem");
const APP_SPKI: &str = include_str!("alipay_data/app.spki.pem");
const APP_PKCS1_PUBLIC: &str = include_str!("alipay_data/app.pkcs1-public.pem");
const APP_CERTIFICATE: &str = include_str!("alipay_data/app.crt");
const ROOTS: &str = include_str!("alipay_data/root.crt");
const ZERO: &str = include_str!("alipay_data/zero.crt");
const EC_PRIVATE: &str = include_str!("alipay_data/ec.pkcs8.pem");
const EC_PUBLIC: &str = include_str!("alipay_data/ec.spki.pem");
const SMALL_PRIVATE: &str = include_str!("alipay_data/small.pkcs1.pem");
const SMALL_PUBLIC: &str = include_str!("alipay_data/small.spki.pem");

/// A PEM file's Base64 as one line.
fn bare(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with("-----")).collect()
}

fn private(text: &str) -> &'static str {
    PrivateKey::read(text).err().map_or("ok", |refusal| refusal.code.id())
}

fn public(text: &str) -> &'static str {
    PublicKey::read(text).err().map_or("ok", |refusal| refusal.code.id())
}

#[test]
fn every_container_holds_the_same_key() {
    let key = PublicKey::read(APP_PUBLIC).unwrap();
    assert_eq!(key.bits(), 2048);
    for text in [APP_SPKI, APP_PKCS1_PUBLIC, APP_CERTIFICATE] {
        assert_eq!(PublicKey::read(text).unwrap(), key);
        assert_eq!(PublicKey::read(&bare(text)).unwrap(), key);
    }
    for text in [APP_PRIVATE, APP_PKCS8, APP_PKCS1] {
        assert_eq!(*PrivateKey::read(text).unwrap().public(), key);
        assert_eq!(*PrivateKey::read(&bare(text)).unwrap().public(), key);
    }
    assert_ne!(PublicKey::read(ALIPAY_PUBLIC).unwrap(), key);
}

#[test]
fn layout_and_labels_do_not_matter() {
    let key = PublicKey::read(APP_PUBLIC).unwrap();
    let crlf = APP_SPKI.replace('\n', "\r\n");
    let one_line = format!("-----BEGIN PUBLIC KEY-----{}-----END PUBLIC KEY-----", bare(APP_SPKI));
    let indented = APP_SPKI.replace('\n', "\n\t  ");
    let wrapped = APP_PUBLIC.trim().as_bytes().chunks(40).map(|line| std::str::from_utf8(line).unwrap());
    let wrapped = wrapped.collect::<Vec<_>>().join(" \n");
    let mislabelled = APP_PKCS1_PUBLIC.replace("RSA PUBLIC", "PUBLIC");
    let unpadded = bare(APP_PKCS1_PUBLIC).trim_end_matches('=').to_owned();
    for text in [crlf, one_line, indented, wrapped, mislabelled, unpadded] {
        assert_eq!(PublicKey::read(&text).unwrap(), key, "{text}");
    }
}

#[test]
fn what_is_no_usable_key_is_refused_by_name() {
    assert_eq!(private(""), "key-empty");
    assert_eq!(public(" \r\n"), "key-empty");
    assert_eq!(public("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----"), "key-empty");
    for text in ["hello", "****", "AAAA", "-----BEGIN PUBLIC KEY-----\nAAAA", "192006250b4c09247ec02edce69f6a2d"] {
        assert_eq!(private(text), "key-unreadable", "{text}");
        assert_eq!(public(text), "key-unreadable", "{text}");
    }
    assert_eq!(public(&bare(APP_SPKI)[..200]), "key-unreadable");
    for text in [APP_PRIVATE, APP_PKCS1, EC_PUBLIC] {
        assert_eq!(public(text), "key-kind");
    }
    for text in [APP_PUBLIC, APP_PKCS1_PUBLIC, EC_PRIVATE] {
        assert_eq!(private(text), "key-kind");
    }
    assert_eq!(private(SMALL_PRIVATE), "key-too-small");
    assert_eq!(public(SMALL_PUBLIC), "key-too-small");
}

#[test]
fn rsa2_is_signed_from_2048_bits_and_verified_from_1024() {
    let legacy = PrivateKey::read(LEGACY_PRIVATE).unwrap();
    assert_eq!(legacy.bits(), 1024);
    assert_eq!(legacy.sign(Scheme::Rsa2, b"x").unwrap_err().code.id(), "key-too-small");
    assert!(legacy.public().verify(Scheme::Rsa, b"x", legacy.sign(Scheme::Rsa, b"x").unwrap().as_bytes()).is_ok());
    // printf x | openssl dgst -sha256 -sign legacy | base64
    let sign = include_str!("alipay_data/legacy-rsa2-of-x.txt").trim();
    assert!(PublicKey::read(LEGACY_PUBLIC).unwrap().verify(Scheme::Rsa2, b"x", sign.as_bytes()).is_ok());
}

#[test]
fn a_signature_is_read_strictly() {
    let key = PrivateKey::read(APP_PRIVATE).unwrap();
    let sign = key.sign(Scheme::Rsa2, b"x").unwrap();
    let check = |sign: &str| key.public().verify(Scheme::Rsa2, b"x", sign.as_bytes()).err().map(|r| r.code.id());
    assert_eq!((sign.len(), check(&sign)), (344, None));
    let wrapped = format!("{}\n{}", &sign[..76], &sign[76..]);
    let forms = [
        sign.trim_end_matches('=').to_owned(),
        sign.replace(['+', '/'], "-"),
        sign.replace('+', " "),
        format!("{sign} "),
        format!(" {sign}"),
        format!("{sign}="),
        wrapped,
        String::new(),
        "null".to_owned() + "!",
        "A".repeat(100_000),
    ];
    for form in forms {
        assert_eq!(check(&form), Some("sign-format"), "{form}");
    }
    // The last sextet of 256 bytes has four bits to spare: they must be zero.
    let spare = format!("{}B==", &sign[..341]);
    assert!(matches!(check(&spare), Some("sign-format")));
    for form in ["AAAA", &"AAAA".repeat(86)[..], &key.sign(Scheme::Rsa, b"x").unwrap()] {
        assert_eq!(check(form), Some("sign-wrong"), "{form}");
    }
}

#[test]
fn opening_shows_the_hash_that_was_signed() {
    let key = PrivateKey::read(APP_PRIVATE).unwrap();
    let opened = key.public().open(key.sign(Scheme::Rsa2, b"abc").unwrap().as_bytes()).unwrap();
    let sha256_of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    let hex: String = opened.iter().map(|byte| format!("{byte:02x}")).collect();
    let expected = format!("0001{}003031300d060960864801650304020105000420{sha256_of_abc}", "ff".repeat(202));
    assert_eq!(hex, expected);
    assert_eq!(key.public().open(b"AAAA").unwrap_err().code.id(), "sign-wrong");
    assert_eq!(key.public().open("/".repeat(342).as_bytes()).unwrap_err().code.id(), "sign-format");
}

#[test]
fn keys_show_nothing_of_themselves() {
    let key = PrivateKey::read(APP_PRIVATE).unwrap();
    assert_eq!(format!("{key:?} {:?}", key.public()), "PrivateKey { bits: 2048, .. } PublicKey { bits: 2048, .. }");
}

#[test]
fn certificate_numbers_are_those_that_python_computes() {
    assert_eq!(serial_number(APP_CERTIFICATE).unwrap(), "e0102339530d8b5511d4025945dc15c5");
    // The digest begins with a zero byte, which must not be lost.
    assert_eq!(serial_number(ZERO).unwrap(), "0095546cf35d47d65db5bbc31b415e84");
    // The bundle's second root is on an elliptic curve and does not count; its texts and CRLFs do no harm.
    let roots = "3b1280d6d4bae3bc24b5ae4f7fcef54c_fd50756cb6c2a7fca39e46c29fffa748";
    assert_eq!(root_serial_number(ROOTS).unwrap(), roots);
    for text in ["", "x", "-----BEGIN CERTIFICATE-----", &APP_CERTIFICATE.replace("MII", "AAA"), APP_SPKI] {
        assert_eq!(serial_number(text).unwrap_err().code.id(), "certificate-unreadable", "{text}");
        assert_eq!(root_serial_number(text).unwrap_err().code.id(), "certificate-unreadable", "{text}");
    }
}
