//! Signatures that only a careless PKCS#1 v1.5 verifier accepts (attacks S10, S16, S17, S18).
//!
//! Two sources. With a private key any block can be put under the exponentiation, so each part of the encoded message
//! can be wrong alone. With the public exponent 3 nobody needs the private key: a cube root gives a signature whose
//! cube begins, or begins and ends, with bytes of the forger's choice (Bleichenbacher's attack of 2006 and its kin).

use num_bigint::BigUint;
use rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};
use sha2::{Digest as _, Sha256};

use crate::keys::TestKey;

/// DER of a DigestInfo up to the hash: name for ids, and the bytes.
pub const DIGEST_INFOS: [(&str, &[u8]); 6] = [
    ("md5", b"\x30\x20\x30\x0c\x06\x08\x2a\x86\x48\x86\xf7\x0d\x02\x05\x05\x00\x04\x10"),
    ("sha1", b"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14"),
    ("sha224", b"\x30\x2d\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x04\x05\x00\x04\x1c"),
    ("sha384", b"\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30"),
    ("sha512", b"\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40"),
    ("sha256", SHA256_INFO),
];

/// DigestInfo of SHA-256 up to the hash.
pub const SHA256_INFO: &[u8] = b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20";

/// The object identifier of SHA-256 as DER.
const SHA256_OID: &[u8] = b"\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01";

/// The modulus.
pub fn modulus(key: &TestKey) -> BigUint {
    BigUint::from_bytes_be(&key.private_key().n().to_be_bytes())
}

/// `block` under the private exponent, as long as the modulus: the bare RSA operation.
pub fn exponentiate(key: &TestKey, block: &[u8]) -> Vec<u8> {
    let private = key.private_key();
    let n = modulus(key);
    let exponent = BigUint::from_bytes_be(&private.d().to_be_bytes());
    let block = BigUint::from_bytes_be(block);
    assert!(block < n, "the block is larger than the modulus");
    fixed(&block.modpow(&exponent, &n), private.size())
}

/// A number as `size` big-endian bytes.
pub fn fixed(number: &BigUint, size: usize) -> Vec<u8> {
    let bytes = number.to_bytes_be();
    assert!(bytes.len() <= size, "the number has {} bytes, not {size}", bytes.len());
    let mut out = vec![0; size - bytes.len()];
    out.extend(bytes);
    out
}

/// `00 01 FF … FF 00` and `info`, `size` bytes long (RFC 8017, 9.2).
pub fn padded(info: &[u8], size: usize) -> Vec<u8> {
    let mut block = vec![0, 1];
    block.resize(size - info.len() - 1, 0xff);
    block.push(0);
    block.extend(info);
    block
}

/// DigestInfo with the hash of `string`, SHA-256.
pub fn info(string: &[u8]) -> Vec<u8> {
    [SHA256_INFO, &Sha256::digest(string)[..]].concat()
}

/// Blocks with one fault each: id, what is wrong, the block. All others of their bytes are as they should be.
pub fn faulty_blocks(string: &[u8], size: usize) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let hash = Sha256::digest(string).to_vec();
    let good_info = info(string);
    let good = padded(&good_info, size);
    let separator = size - good_info.len() - 1;
    let changed = |at: usize, byte: u8| {
        let mut block = good.clone();
        block[at] = byte;
        block
    };
    let short = |ps: usize, filler: u8| {
        let mut block = vec![0, 1];
        block.resize(2 + ps, 0xff);
        block.push(0);
        block.extend(&good_info);
        block.resize(size, filler);
        block
    };
    let with_info = |parts: &[&[u8]]| padded(&parts.concat(), size);
    vec![
        ("block-type-2", "block type 02, which is that of encryption", changed(1, 2)),
        ("block-type-0", "block type 00", changed(1, 0)),
        ("first-byte-1", "a first byte of 01", changed(0, 1)),
        ("padding-byte-fe", "one padding byte FE", changed(separator / 2, 0xfe)),
        (
            "padding-byte-last",
            "the last padding byte 00, so that the padding seems to end early",
            changed(separator - 1, 0),
        ),
        ("no-separator", "FF in place of the 00 that ends the padding", changed(separator, 0xff)),
        ("short-by-one", "padding one byte too short and a 00 after the hash", short(separator - 3, 0)),
        ("short-garbage", "eight bytes of padding and AA up to the end after the hash", short(8, 0xaa)),
        ("no-padding", "no padding byte at all and AA up to the end after the hash", short(0, 0xaa)),
        ("bare-hash", "the hash alone, without the DigestInfo", padded(&hash, size)),
        ("long-length", "the DigestInfo's length in two bytes, which DER forbids", {
            with_info(&[b"\x30\x81\x31", &SHA256_INFO[2..], &hash])
        }),
        ("null-with-content", "a NULL that holds a byte", {
            with_info(&[b"\x30\x32\x30\x0e", SHA256_OID, b"\x05\x01\x00\x04\x20", &hash])
        }),
        ("parameters-octets", "parameters that are an octet string in place of NULL", {
            with_info(&[b"\x30\x33\x30\x0f", SHA256_OID, b"\x04\x02\xaa\xaa\x04\x20", &hash])
        }),
        ("hash-cut", "the hash without its last byte", {
            with_info(&[b"\x30\x30", &SHA256_INFO[2..17], b"\x04\x1f", &hash[..31]])
        }),
        ("hash-longer", "the hash and one byte more", {
            with_info(&[b"\x30\x32", &SHA256_INFO[2..17], b"\x04\x21", &hash, b"\x00"])
        }),
        ("trailing-element", "a NULL after the hash within the DigestInfo", {
            with_info(&[b"\x30\x33", &SHA256_INFO[2..], &hash, b"\x05\x00"])
        }),
        ("other-oid", "the object identifier of SHA-512 above a hash of SHA-256", {
            with_info(&[&SHA256_INFO[..14], b"\x03", &SHA256_INFO[15..], &hash])
        }),
        ("bit-string", "the hash as a bit string", with_info(&[&SHA256_INFO[..17], b"\x03\x20", &hash])),
    ]
}

/// A block whose DigestInfo has no NULL, which older standards allowed (S17).
pub fn missing_null(string: &[u8], size: usize) -> Vec<u8> {
    let hash = Sha256::digest(string);
    padded(&[b"\x30\x2f\x30\x0b", SHA256_OID, b"\x04\x20", &hash[..]].concat(), size)
}

/// A number whose cube, as `size` bytes, begins with `prefix`; `None` where the prefix is too long for that.
pub fn cube_root_of_prefix(prefix: &[u8], size: usize) -> Option<BigUint> {
    let free = 8 * (size - prefix.len());
    let lowest = BigUint::from_bytes_be(prefix) << free;
    let root = lowest.cbrt() + 1u32;
    (fixed(&root.pow(3), size)[..prefix.len()] == *prefix).then_some(root)
}

/// A number whose cube, as `size` bytes, begins with `prefix` and ends with `suffix`, an odd number. Every cube of an
/// odd number is odd and cubing permutes the odd numbers modulo a power of two, so the low bits follow one by one.
pub fn cube_root_of_both(prefix: &[u8], suffix: &[u8], size: usize) -> Option<BigUint> {
    let bits = 8 * suffix.len() as u64;
    let target = BigUint::from_bytes_be(suffix);
    let mut low = BigUint::from(1u32);
    for bit in 1..bits {
        if low.pow(3).bit(bit) != target.bit(bit) {
            low.set_bit(bit, true);
        }
    }
    let lowest = BigUint::from_bytes_be(prefix) << (8 * (size - prefix.len()));
    let high = (lowest.cbrt() >> bits) + 1u32;
    let root = (high << bits) + low;
    let cube = fixed(&root.pow(3), size);
    (cube.starts_with(prefix) && cube.ends_with(suffix)).then_some(root)
}

/// Signatures under public exponent 3 that need no private key: id, what a verifier must overlook, the number.
/// `None` where `string` does not suit (its hash is even, or the padding would hold a zero).
pub fn forgeries(string: &[u8], size: usize) -> Option<Vec<(&'static str, &'static str, BigUint)>> {
    let hash = Sha256::digest(string).to_vec();
    let good_info = info(string);
    let after_padding = |ps: usize| [&[0u8, 1][..], &vec![0xff; ps], &[0], &good_info].concat();
    let parameters = size - 11 - 3 - 3 - SHA256_OID.len() - 3 - 34;
    let inner = SHA256_OID.len() + 3 + parameters;
    let byte = |n: usize| u8::try_from(n).expect("a length below 256");
    let header = [
        &after_padding(8)[..11],
        &[0x30, 0x81, byte(3 + inner + 34), 0x30, 0x81, byte(inner)],
        SHA256_OID,
        &[0x05, 0x81, byte(parameters)],
    ]
    .concat();
    let hash_element = [&b"\x04\x20"[..], &hash].concat();
    let end = [&[0u8][..], &good_info].concat();
    // Below the chosen bytes a smallest root leaves zeros until its precision ends, so most of them are chosen.
    let random_padding = cube_root_of_both(&[&[0, 1][..], &[0xaa; 32]].concat(), &end, size)?;
    let block = fixed(&random_padding.pow(3), size);
    if block[2..size - end.len()].contains(&0) {
        return None;
    }
    Some(vec![
        ("garbage", "bytes after the hash: padding of eight bytes, the DigestInfo, then garbage", {
            cube_root_of_prefix(&after_padding(8), size)?
        }),
        ("garbage-no-padding", "bytes after the hash and that there is no padding at all", {
            cube_root_of_prefix(&after_padding(0), size)?
        }),
        ("garbage-one-padding", "bytes after the hash and a single byte of padding", {
            cube_root_of_prefix(&after_padding(1), size)?
        }),
        ("parameters", "garbage in the parameters of the algorithm", cube_root_of_both(&header, &hash_element, size)?),
        ("random-padding", "padding that is not FF: it looks for the first zero only", random_padding),
        ("hash-at-end", "everything but the hash at the end of the block", cube_root_of_both(&[0, 1], &hash, size)?),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{C, P};
    use crate::sign::RsaScheme;

    #[test]
    fn the_bare_operation_over_a_good_block_is_the_librarys_signature() {
        let block = padded(&info(b"text"), 256);
        assert_eq!(exponentiate(&P, &block), RsaScheme::Rsa2.sign_bytes(&P, b"text"));
    }

    #[test]
    fn each_faulty_block_differs_from_the_good_one_and_from_all_others() {
        let mut seen = vec![padded(&info(b"text"), 256)];
        for (id, _, block) in faulty_blocks(b"text", 256) {
            assert_eq!(block.len(), 256, "{id}");
            assert!(!seen.contains(&block), "{id}");
            seen.push(block);
        }
    }

    #[test]
    fn cube_roots_have_the_bytes_that_were_asked_for() {
        let mut texts = (0..64).map(|n| format!("text {n}"));
        let string = texts.find(|text| forgeries(text.as_bytes(), 256).is_some()).expect("every fourth text will do");
        let hash = Sha256::digest(string.as_bytes());
        for (id, _, root) in forgeries(string.as_bytes(), 256).expect("it was found") {
            let cube = root.pow(3);
            assert!(cube < modulus(&C), "{id}: no reduction happens, so the cube is the block");
            let block = fixed(&cube, 256);
            assert_eq!(block[..2], [0, 1], "{id}");
            assert!(block.windows(32).any(|part| part == &hash[..]), "{id}");
            assert_ne!(block, padded(&info(string.as_bytes()), 256), "{id}");
        }
    }
}
