use proptest::prelude::*;
use rsa::hazmat::rsa_decrypt;
use sha2::Digest as _;

use super::*;

const APP: &str = include_str!("../../../tests/alipay_data/app-private.txt");
const LEGACY: &str = include_str!("../../../tests/alipay_data/legacy-private.txt");

fn key(text: &str) -> PrivateKey {
    PrivateKey::read(text).unwrap()
}

/// RSA with the private key on any encoded message, well-formed or not.
fn seal(key: &PrivateKey, encoded: &[u8]) -> Vec<u8> {
    let number = BoxedUint::from_be_slice(encoded, key.plain.n_bits_precision()).unwrap();
    rsa_decrypt::<rand_core_none::None>(None, &key.plain, &number).unwrap().to_be_bytes().to_vec()
}

/// A type of generator, for a function that is given none.
mod rand_core_none {
    use std::convert::Infallible;

    use rsa::rand_core::{TryCryptoRng, TryRng};

    pub(super) struct None;

    impl TryRng for None {
        type Error = Infallible;
        fn try_next_u32(&mut self) -> Result<u32, Infallible> {
            Ok(0)
        }
        fn try_next_u64(&mut self) -> Result<u64, Infallible> {
            Ok(0)
        }
        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
            bytes.fill(0);
            Ok(())
        }
    }

    impl TryCryptoRng for None {}
}

fn verdicts(key: &PublicKey, scheme: Scheme, bytes: &[u8], signature: &[u8]) -> [Option<bool>; 2] {
    [Backend::Plain, Backend::Fast].map(|backend| key.verify_with(backend, scheme, bytes, signature))
}

/// What both libraries say; the second may not be there.
fn agreed(verdicts: [Option<bool>; 2]) -> bool {
    let [plain, fast] = verdicts;
    assert!(fast.is_none_or(|fast| Some(fast) == plain), "{verdicts:?}");
    plain.unwrap()
}

/// `00 01 FF … FF 00`, then `info`.
fn encoded(length: usize, info: &[u8]) -> Vec<u8> {
    let mut encoded = vec![0xff; length];
    encoded[0] = 0;
    encoded[1] = 1;
    encoded[length - info.len() - 1] = 0;
    encoded[length - info.len()..].copy_from_slice(info);
    encoded
}

#[test]
fn only_the_one_encoding_is_taken() {
    let key = key(APP);
    let hash = Sha256::digest(b"x");
    let info = [&b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20"[..], &hash].concat();
    let genuine = encoded(256, &info);
    assert!(agreed(verdicts(key.public(), Scheme::Rsa2, b"x", &seal(&key, &genuine))));

    let no_null = [&b"\x30\x2f\x30\x0b\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x04\x20"[..], &hash].concat();
    let long_form =
        [&b"\x30\x81\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20"[..], &hash].concat();
    let sha512_name =
        [&b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x20"[..], &hash].concat();
    let junk_inside =
        [&b"\x30\x33\x30\x0f\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x02\xaa\xbb\x04\x20"[..], &hash].concat();
    let mut short_padding = encoded(256, &[&[0; 8][..], &info].concat());
    short_padding[255 - info.len() - 8] = 0;
    // Bleichenbacher's form: eight FF, the right DigestInfo, then anything.
    let mut trailing = vec![0xaa; 256];
    trailing[..2].copy_from_slice(&[0, 1]);
    trailing[2..10].fill(0xff);
    trailing[10] = 0;
    trailing[11..11 + info.len()].copy_from_slice(&info);
    let mut type_two = genuine.clone();
    type_two[1] = 2;
    let mut one_bit = genuine.clone();
    one_bit[100] = 0xfe;
    let wrong = [
        encoded(256, &no_null),
        encoded(256, &long_form),
        encoded(256, &sha512_name),
        encoded(256, &junk_inside),
        encoded(256, &hash),
        short_padding,
        trailing,
        type_two,
        one_bit,
        vec![0; 256],
    ];
    for (n, encoded) in wrong.iter().enumerate() {
        assert!(!agreed(verdicts(key.public(), Scheme::Rsa2, b"x", &seal(&key, encoded))), "{n}");
    }
}

#[test]
fn a_signature_has_the_length_of_the_key_and_is_below_the_modulus() {
    let key = key(APP);
    // A message whose signature begins with a zero byte, so that a shorter form exists.
    let (message, signature) = (0_u32..)
        .map(|n| (n.to_be_bytes(), STANDARD.decode(key.sign(Scheme::Rsa2, &n.to_be_bytes()).unwrap()).unwrap()))
        .find(|(_, signature)| signature[0] == 0)
        .unwrap();
    assert!(agreed(verdicts(key.public(), Scheme::Rsa2, &message, &signature)));
    let longer = [&[0][..], &signature].concat();
    let number = BoxedUint::from_be_slice(&signature, 2048).unwrap();
    let plus_modulus = number.wrapping_add(key.public().plain.n().as_ref()).to_be_bytes();
    for wrong in [&signature[1..], &longer, &plus_modulus, &[], &[0xff; 256]] {
        assert!(!agreed(verdicts(key.public(), Scheme::Rsa2, &message, wrong)));
    }
    assert_eq!(key.public().open(STANDARD.encode(&plus_modulus).as_bytes()).unwrap_err().code, code::SIGN_WRONG);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn both_libraries_agree(bytes in prop::collection::vec(any::<u8>(), 0..300), flip in 0..256_usize, bit in 0..8_u8) {
        for (text, scheme) in [(APP, Scheme::Rsa2), (APP, Scheme::Rsa), (LEGACY, Scheme::Rsa), (LEGACY, Scheme::Rsa2)] {
            let key = key(text);
            let plain = key.sign_with(Backend::Plain, scheme, &bytes).unwrap();
            if let Some(fast) = key.sign_with(Backend::Fast, scheme, &bytes) {
                prop_assert_eq!(&fast, &plain);
            }
            let mut signature = STANDARD.decode(plain).unwrap();
            prop_assert!(agreed(verdicts(key.public(), scheme, &bytes, &signature)));
            let flip = flip % signature.len();
            signature[flip] ^= 1 << bit;
            prop_assert!(!agreed(verdicts(key.public(), scheme, &bytes, &signature)));
        }
    }
}
