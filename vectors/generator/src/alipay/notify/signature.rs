//! `sign`, `sign_type` and the key: encodings of the signature, confusions of the algorithm, containers of the key.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use num_bigint::BigUint;
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};

use super::super::fixtures::{notification, notification_no, verifier};
use super::super::form::encode;
use super::super::padding::{fixed, modulus};
use super::{Form, genuine, policy, refused};
use crate::canonical::EmptyValues;
use crate::keys::{A, C, L, P, TestKey};
use crate::sign::RsaScheme;
use crate::suite::{Group, Suite, Test};

pub(super) fn suites() -> Vec<Suite> {
    vec![base64(), numbers(), algorithms(), keys()]
}

fn base64() -> Suite {
    let signed = notification_no(1).signed();
    let sign = signed.text("sign");
    let raw = STANDARD.decode(&sign).expect("the generator wrote it");
    let with = |sign: &str| signed.clone().set("sign", sign);
    let bad = |id: &str, about: &str, sign: &str| {
        refused(&format!("sign-{id}"), about, &with(sign)).clauses(["ALI-VER-7"]).flags(["base64-junk-ignored"])
    };
    let none = |id: &str, about: &str, sign: &str| {
        refused(&format!("sign-{id}"), about, &with(sign))
            .clauses(["ALI-VER-7"])
            .attacks(["S04"])
            .flags(["missing-signature-accepted"])
    };
    let lenient = |id: &str, about: &str, sign: &str| {
        policy(&format!("sign-{id}"), about, &with(sign))
            .clauses(["ALI-AMB-19"])
            .attacks(["S14"])
            .flags(["base64-lenient"])
    };
    let wrapped: Vec<&str> = sign.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
    // 256 bytes leave 4 unused bits in the last character before `==`.
    let mut trailing: Vec<char> = sign.chars().collect();
    let last = trailing.len() - 3;
    trailing[last] = next_in_alphabet(trailing[last]);
    let trailing: String = trailing.into_iter().collect();
    let million = with("").without("sign").wire();
    Suite::new("alipay/notify-sign-base64", "alipay.notify", "The signature is standard, padded base64, or none.")
        .group(
            Group::new("No signature.", verifier())
                .test(refused("sign-absent", "No sign at all: a receiver that checks only what is there accepts anything.", &signed.clone().without("sign")).clauses(["ALI-VER-7"]).attacks(["S04", "S22"]).flags(["missing-signature-accepted"]))
                .test(refused("sign-and-type-absent", "Neither sign nor sign_type.", &signed.clone().without("sign").without("sign_type")).clauses(["ALI-VER-7"]).attacks(["S04"]).flags(["missing-signature-accepted"]))
                .test(none("empty", "An empty sign.", ""))
                .test(none("space", "A space as sign.", " "))
                .test(none("null", "The text null as sign.", "null"))
                .test(none("undefined", "The text undefined as sign.", "undefined"))
                .test(none("true", "The text true as sign.", "true"))
                .test(none("zero", "The text 0 as sign.", "0"))
                .test(none("padding-only", "Padding without a signature.", "===="))
                .test(refused("sign-array", "sign[] in place of sign, which some form readers make a list.", &signed.clone().without("sign").push("sign[]", &sign)).clauses(["ALI-VER-7"]).attacks(["S20", "F03"]).flags(["names-nested"]))
                .test(
                    Test::invalid("ali-notify-sign-million", "A sign of a million letters: refused as any other, and no crash.")
                        .input(json!({"body_repeat": {"head": format!("{million}&sign="), "unit": "A", "times": 1_000_000, "tail": ""}}))
                        .class("signature")
                        .clauses(["ALI-VER-7"])
                        .attacks(["S20"])
                        .flags(["signature-crash"]),
                ),
        )
        .group(
            Group::new("Text that is no base64 of the signature.", verifier())
                .test(lenient("junk-end", "The good signature and `!!!`. Acceptable: most decoders skip it, and it only gives one signature several spellings (S14); the string they spell is right.", &format!("{sign}!!!")).attacks(["S15"]))
                .test(lenient("junk-middle", "A `!` within the good signature. Acceptable: most decoders skip it, and it only gives one signature several spellings (S14); the string they spell is right.", &format!("{}!{}", &sign[..100], &sign[100..])).attacks(["S15"]))
                .test(lenient("junk-after-padding", "The good signature and more base64 after its padding. Acceptable: most decoders skip it, and it only gives one signature several spellings (S14); the string they spell is right.", &format!("{sign}AAAA")).attacks(["S15"]))
                .test(bad("hex", "The signature in hex.", &crate::sign::hex_lower(&raw)))
                .test(bad("twice", "The base64 of the base64.", &STANDARD.encode(&sign)))
                .test(bad("percent", "The signature still percent-encoded after decoding.", &encode(sign.as_bytes())).clauses(["ALI-AMB-1"]).flags(["decoded-twice"]))
                .test(bad("url-safe", "The url-safe alphabet, which no document allows.", &URL_SAFE.encode(&raw)).clauses(["ALI-AMB-19"]).attacks(["S14"]))
                .test(lenient("quoted", "The signature in quotation marks. Acceptable: most decoders skip it, and it only gives one signature several spellings (S14); the string they spell is right.", &format!("\"{sign}\"")).attacks(["S15"]))
                .test(
                    Test::invalid("ali-notify-sign-spaces-for-pluses", "Every plus of the signature arrived as a space: decoded twice on the way; repairing it hides that.")
                        .body(signed.wire_with("sign", &encode(sign.as_bytes()).replace("%2B", "%20")))
                        .class("signature")
                        .clauses(["ALI-AMB-19"])
                        .attacks(["E10", "S14"])
                        .flags(["sign-repaired"]),
                )
                .test(
                    Test::invalid("ali-notify-sign-raw-pluses", "The signature's pluses stand bare on the wire, so that they are spaces.")
                        .body(signed.wire_with("sign", &encode(sign.as_bytes()).replace("%2B", "+")))
                        .class("signature")
                        .clauses(["ALI-AMB-19", "ALI-NTF-2"])
                        .attacks(["E10"])
                        .flags(["sign-repaired"]),
                )
                .test(bad("lower-case", "The signature in lower case: base64 has case.", &sign.to_lowercase()))
                .test(bad("first-half", "The first half of the signature.", &sign[..172]).attacks(["S18"]))
                .test(bad("bit", "One bit of the signature flipped.", &flipped(&raw, 128)).attacks(["S21"]).flags(["signature-not-checked"]))
                .test(bad("first-bit", "The lowest bit of the first byte flipped.", &flipped(&raw, 0)).attacks(["S21"]).flags(["signature-not-checked"]))
                .test(bad("last-bit", "The lowest bit of the last byte flipped.", &flipped(&raw, 255)).attacks(["S21"]).flags(["signature-not-checked"])),
        )
        .group(
            Group::new("Other spellings of the same bytes. Acceptable: decoders differ, and only the signer can have made the bytes; whoever tells messages apart by this text must know.", verifier())
                .test(lenient("line-breaks", "Line breaks every 76 characters. Acceptable: MIME decoders skip them.", &wrapped.join("\n")))
                .test(lenient("line-break-end", "A line feed at the end. Acceptable: MIME decoders skip it.", &format!("{sign}\n")))
                .test(lenient("crlf", "CRLF every 76 characters. Acceptable: MIME decoders skip them.", &wrapped.join("\r\n")))
                .test(lenient("no-padding", "Without padding. Acceptable: some decoders do not ask for it.", &STANDARD_NO_PAD.encode(&raw)))
                .test(lenient("one-padding", "With one of two padding characters. Acceptable: some decoders do not ask for it.", sign.strip_suffix('=').expect("it is padded")))
                .test(lenient("trailing-bits", "The unused bits before the padding are set. Acceptable: some decoders ignore them, others ask for zero.", &trailing))
                .test(genuine("sign-standard", "Exact standard base64.", &signed).clauses(["ALI-AMB-19", "ALI-VER-7"]).flags(["base64-lenient"])),
        )
}

fn flipped(raw: &[u8], at: usize) -> String {
    let mut bytes = raw.to_vec();
    bytes[at] ^= 1;
    STANDARD.encode(bytes)
}

fn next_in_alphabet(letter: char) -> char {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let at = ALPHABET.find(letter).expect("a letter of base64");
    ALPHABET[at + 1..].chars().next().expect("its unused bits are zero, so it is not the last")
}

/// The first notification, by its number, whose signature has a property.
fn find(property: impl Fn(&[u8]) -> bool) -> (Form, Vec<u8>) {
    (0..4096)
        .map(|n| notification().set("notify_id", format!("20260101002221201040123456{n:08}")))
        .map(|form| {
            let raw = RsaScheme::Rsa2.sign_bytes(&P, &form.message_string(EmptyValues::Kept));
            (form, raw)
        })
        .find(|(_, raw)| property(raw))
        .expect("one in 256 signatures has it")
}

/// The signature as a number: its length, and its place below the modulus.
fn numbers() -> Suite {
    let n = modulus(&P);
    let size = P.private_key().size();
    let limit = BigUint::from(1u32) << (8 * size);
    let plus_n = |raw: &[u8]| BigUint::from_bytes_be(raw) + &n;
    let (form, raw) = find(|raw| plus_n(raw) < limit);
    let same_length = fixed(&plus_n(&raw), size);
    let (zero_form, zero_raw) = find(|raw| raw[0] == 0);
    let with = |form: &Form, raw: &[u8]| form.clone().with_sign(&STANDARD.encode(raw), "RSA2");
    let bad = |id: &str, about: &str, form: &Form, raw: &[u8]| {
        refused(&format!("number-{id}"), about, &with(form, raw))
            .clauses(["ALI-VER-7"])
            .attacks(["S18"])
            .flags(["signature-length"])
    };
    Suite::new("alipay/notify-sign-number", "alipay.notify", "The signature is a number below the modulus, and as long as it.").group(
        Group::new("Lengths and ranges.", verifier())
            .test(
                genuine("number-leading-zero", "A signature whose first byte is zero: a big-number library that drops the zero must not change the verdict.", &with(&zero_form, &zero_raw))
                    .clauses(["ALI-VER-7", "ALI-VER-3"])
                    .attacks(["S18"])
                    .flags(["leading-zero-lost"]),
            )
            .test(bad("zero-stripped", "That signature without its leading zero: one byte too short.", &zero_form, &zero_raw[1..]))
            .test(bad("zero-added", "A zero before the signature: one byte too long.", &form, &[&[0], &raw[..]].concat()))
            .test(bad("zero-after", "A zero after the signature.", &form, &[&raw[..], &[0]].concat()))
            .test(bad("plus-modulus", "The signature plus the modulus, in as many bytes: congruent, and out of range.", &form, &same_length))
            .test(bad("plus-modulus-longer", "The signature plus twice the modulus, one byte longer.", &form, &(plus_n(&raw) + &n).to_bytes_be()))
            .test(bad("zero", "A signature of zeros.", &form, &vec![0; size]))
            .test(bad("one", "The number one, whose power is one.", &form, &fixed(&BigUint::from(1u32), size)))
            .test(bad("modulus", "The modulus itself.", &form, &fixed(&n, size)))
            .test(bad("modulus-minus-one", "The modulus less one, whose odd powers are minus one.", &form, &fixed(&(&n - 1u32), size)))
            .test(bad("negated", "The modulus less the signature.", &form, &fixed(&(&n - BigUint::from_bytes_be(&raw)), size)))
            .test(bad("all-ones", "A signature of FF bytes.", &form, &vec![0xff; size]))
            .test(bad("one-byte", "A signature of one byte.", &form, &[1]))
            .test(bad("cut", "The signature without its last byte.", &form, &raw[..size - 1]))
            .test(bad("cut-first", "The signature without its first byte.", &form, &raw[1..]))
            .test(bad("twice-as-long", "The signature twice.", &form, &[&raw[..], &raw[..]].concat()))
            .test(bad("reversed", "The signature's bytes in reverse order.", &form, &raw.iter().rev().copied().collect::<Vec<u8>>())),
    )
}

fn algorithms() -> Suite {
    let rsa = notification_no(2).signed_by(&P, RsaScheme::Rsa);
    let rsa2 = notification_no(2).signed();
    let configured_rsa = json!({"sign_type": "RSA"});
    let odd = |id: &str, about: &str, sign_type: &str| {
        policy(&format!("algorithm-{id}"), about, &rsa2.clone().set("sign_type", sign_type))
            .clauses(["ALI-AMB-7"])
            .attacks(["S11"])
            .flags(["sign-type-confusion"])
    };
    let unknown = |id: &str, sign_type: &str| {
        refused(
            &format!("algorithm-unknown-{id}"),
            &format!("sign_type {sign_type} names no algorithm; falling back to one hides that."),
            &rsa2.clone().set("sign_type", sign_type),
        )
        .clauses(["ALI-AMB-7", "ALI-VER-8"])
        .attacks(["S11"])
        .flags(["sign-type-confusion"])
    };
    Suite::new("alipay/notify-sign-algorithm", "alipay.notify", "The algorithm is the configured one; the message's word for it is unsigned.")
        .group(
            Group::new("RSA2 is configured.", verifier())
                .test(genuine("algorithm-rsa2", "sign_type RSA2 and SHA-256.", &rsa2).clauses(["ALI-VER-3", "ALI-AMB-7", "ALI-VER-8"]).flags(["wrong-digest"]))
                .test(policy("algorithm-downgrade", "sign_type RSA and a SHA-1 signature. Acceptable: Alipay can have signed it, but the merchant asked for RSA2; SHA-1 collisions are cheap.", &rsa).clauses(["ALI-VER-8", "ALI-AMB-12"]).attacks(["S09"]).flags(["algorithm-downgrade"]).needs("rsa-sha1"))
                .test(policy("algorithm-label-rsa", "sign_type RSA over a SHA-256 signature. Acceptable: the label is unsigned, and some refuse what differs from their configuration.", &rsa2.clone().set("sign_type", "RSA")).clauses(["ALI-VER-8"]).attacks(["S11"]).flags(["sign-type-confusion"]))
                .test(refused("algorithm-label-rsa2-sha1", "sign_type RSA2 over a SHA-1 signature: trying one hash after the other accepts it.", &rsa.clone().set("sign_type", "RSA2")).clauses(["ALI-VER-3", "ALI-VER-8"]).attacks(["S09", "S10"]).flags(["wrong-digest"]))
                .test(odd("lower-case", "sign_type rsa2. Acceptable: no document writes it so, and there is no doubt what is meant.", "rsa2"))
                .test(odd("empty", "An empty sign_type. Acceptable: as good as absent, and the configuration says which.", ""))
                .test(policy("algorithm-absent", "No sign_type. Acceptable: the configuration says which; the table requires the field.", &rsa2.clone().without("sign_type")).clauses(["ALI-AMB-8"]).attacks(["S11"]).flags(["sign-type-confusion"]))
                .test(refused("algorithm-absent-sha1", "No sign_type and a SHA-1 signature: absent does not mean RSA here.", &rsa.clone().without("sign_type")).clauses(["ALI-AMB-8", "ALI-VER-8"]).attacks(["S11"]).flags(["wrong-digest"]))
                .test(refused("algorithm-empty-sha1", "An empty sign_type and a SHA-1 signature: empty does not mean RSA here.", &rsa.clone().set("sign_type", "")).clauses(["ALI-AMB-8", "ALI-VER-8"]).attacks(["S11"]).flags(["wrong-digest"]))
                .test(refused("algorithm-unknown-rsa1-sha1", "sign_type RSA1 and a SHA-1 signature: falling back to the older algorithm accepts it.", &rsa.clone().set("sign_type", "RSA1")).clauses(["ALI-AMB-7", "ALI-VER-8"]).attacks(["S09", "S11"]).flags(["sign-type-confusion"]))
                .test(refused("algorithm-unknown-none-sha1", "sign_type none and a SHA-1 signature.", &rsa.clone().set("sign_type", "none")).clauses(["ALI-AMB-7", "ALI-VER-8"]).attacks(["S09", "S11"]).flags(["sign-type-confusion"]))
                .test(refused("algorithm-absent-forged", "No sign_type and a changed amount: an absent field must not switch verification off.", &rsa2.clone().without("sign_type").set("total_amount", "0.01")).clauses(["ALI-AMB-8"]).attacks(["S11"]).flags(["missing-signature-accepted"]))
                .all([("rsa3", "RSA3"), ("none", "none"), ("constructor", "constructor"), ("md5", "MD5"), ("hmac", "HMAC-SHA256"), ("dsa", "DSA")].map(|(id, text)| unknown(id, text)))
                .test(refused("algorithm-none-unsigned", "sign_type none and no signature.", &rsa2.clone().set("sign_type", "none").set("sign", "")).clauses(["ALI-AMB-7", "ALI-VER-7"]).attacks(["S11", "S04"]).flags(["missing-signature-accepted", "sign-type-confusion"]))
                .test(
                    refused("algorithm-md5-shared", "sign_type MD5 with an MD5 over the string and the public key as secret: the key is public.", &md5_with_public_key())
                        .clauses(["ALI-AMB-7", "ALI-VER-8"])
                        .attacks(["S11"])
                        .flags(["sign-type-confusion"]),
                ),
        )
        .group(
            Group::new("RSA is configured, as for old applications.", {
                let mut given = verifier();
                given["sign_type"] = configured_rsa["sign_type"].clone();
                given
            })
            .test(policy("algorithm-rsa", "sign_type RSA and SHA-1, as configured. Acceptable: SHA-1 is for old applications only.", &rsa).clauses(["ALI-VER-3", "ALI-AMB-12"]).attacks(["S09"]).flags(["wrong-digest"]).needs("rsa-sha1"))
            .test(refused("algorithm-rsa-sha256", "sign_type RSA, as configured, over a SHA-256 signature: RSA means SHA-1.", &rsa2.clone().set("sign_type", "RSA")).clauses(["ALI-VER-3", "ALI-VER-8"]).attacks(["S10"]).flags(["wrong-digest"]).needs("rsa-sha1"))
            .test(policy("algorithm-upgrade", "sign_type RSA2 and SHA-256 where RSA is configured. Acceptable: Alipay can have signed it; some refuse what differs from their configuration.", &rsa2).clauses(["ALI-VER-8"]).attacks(["S11"]).flags(["sign-type-confusion"]).needs("rsa-sha1"))
            .test(refused("algorithm-rsa-tampered", "A changed amount under sign_type RSA.", &rsa.clone().set("total_amount", "0.01")).clauses(["ALI-VER-3", "ALI-AMB-12"]).flags(["field-not-covered"]).needs("rsa-sha1")),
        )
}

fn md5_with_public_key() -> Form {
    use md5::{Digest as _, Md5};
    let string = notification().message_string(EmptyValues::Kept);
    let key = P.public_bare()["text"].as_str().expect("a key is text").to_owned();
    let sign = crate::sign::hex_lower(&Md5::digest([&string[..], key.as_bytes()].concat()));
    notification().with_sign(&sign, "MD5")
}

fn keys() -> Suite {
    let signed = notification_no(3).signed();
    let container = |id: &str, about: &str, key: Value, features: &[&str]| {
        let test = genuine(&format!("key-{id}"), about, &signed)
            .input(json!({"public_key": key}))
            .clauses(["ALI-KEY-2", "ALI-KEY-4"])
            .attacks(["K11"])
            .flags(["key-container-refused"]);
        features.iter().fold(test, |test, feature| test.needs(feature))
    };
    let pkcs1_bare = json!({"format": "pkcs1-public-bare", "text": STANDARD.encode(P.pkcs1_public_der())});
    let other = |id: &str, about: &str, key: &TestKey| {
        Test::invalid(format!("ali-notify-key-{id}"), about)
            .body(signed.wire())
            .input(json!({"public_key": key.public_pem()}))
            .class("signature")
            .clauses(["ALI-KEY-1", "ALI-VER-3"])
            .attacks(["K03"])
            .flags(["wrong-key-accepted"])
    };
    let sized = |id: &str, about: &str, key: &TestKey, scheme: RsaScheme| {
        policy(&format!("key-{id}"), about, &notification().signed_by(key, scheme))
            .input(json!({"public_key": key.public_pem(), "sign_type": scheme.sign_type()}))
            .attacks(["K10"])
            .flags(["short-key"])
    };
    Suite::new("alipay/notify-keys", "alipay.notify", "Alipay's public key in its containers, and keys that are not Alipay's.")
        .group(
            Group::new("One key in each container.", verifier())
                .test(container("spki-pem", "SubjectPublicKeyInfo with PEM armour.", P.public_pem(), &["pem-keys"]))
                .test(container("spki-bare", "SubjectPublicKeyInfo as one line of base64, as Alipay's site shows it.", P.public_bare(), &["bare-keys"]).clauses(["ALI-KEY-1"]))
                .test(container("pkcs1-pem", "PKCS#1 with PEM armour.", P.public_pkcs1_pem(), &["pkcs1-public", "pem-keys"]))
                .test(container("pkcs1-bare", "PKCS#1 as one line of base64.", pkcs1_bare, &["pkcs1-public", "bare-keys"]))
                .test(
                    policy("key-pem-crlf", "PEM armour with CRLF line ends, as a Windows editor saves it. Acceptable: a clear refusal is as good.", &signed)
                        .input(json!({"public_key": {"format": "spki-pem", "text": P.public_pem()["text"].as_str().expect("a key is text").replace('\n', "\r\n")}}))
                        .clauses(["ALI-KEY-4"])
                        .attacks(["K11"])
                        .flags(["key-container-refused"])
                        .needs("pem-keys"),
                ),
        )
        .group(
            Group::new("Keys that did not sign.", verifier())
                .test(other("application", "The merchant's own application key is configured in place of Alipay's.", &A))
                .test(other("another", "Another key of 2048 bits is configured.", &C))
                .test(other("shorter", "A key of 1024 bits is configured: the signature is longer than its modulus.", &L).needs("rsa-1024")),
        )
        .group(
            Group::new("Weak keys. Acceptable: a policy may refuse them.", verifier())
                .test(sized("1024-rsa2", "RSA2 with 1024 bits. Acceptable: the documents ask for 2048, the official sample has 1024.", &L, RsaScheme::Rsa2).clauses(["ALI-AMB-11", "ALI-SIGN-9"]).needs("rsa-1024"))
                .test(sized("1024-rsa", "RSA with 1024 bits. Acceptable: SHA-1 is for old applications only.", &L, RsaScheme::Rsa).clauses(["ALI-AMB-11", "ALI-AMB-12"]).needs("rsa-1024").needs("rsa-sha1"))
                .test(sized("exponent-3", "A genuine signature under a key with the exponent 3. Acceptable: it is sound where padding is compared exactly.", &C, RsaScheme::Rsa2).clauses(["ALI-VER-3"])),
        )
}
