//! Signature blocks whose padding is not what RSASSA-PKCS1-v1_5 has (attack classes S10, S16, S17). Whoever compares the
//! whole block refuses them all.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};

use crate::fuzz::choices::Choices;
use crate::fuzz::make::Asks;

const SHA256: &[u8] = &[0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20];
const SHA512: &[u8] = &[0x30, 0x51, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3, 5, 0, 4, 0x40];
const SHA1: &[u8] = &[0x30, 0x21, 0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0, 4, 0x14];
const MD5: &[u8] = &[0x30, 0x20, 0x30, 0x0c, 6, 8, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5, 5, 0, 4, 0x10];

/// How long a block of a 2048-bit key is.
const LENGTH: usize = 256;

/// `00 01 FF … FF 00` and `tail`.
fn block(tail: &[u8]) -> Vec<u8> {
    let padding = LENGTH.saturating_sub(tail.len() + 3);
    [&[0, 1][..], &vec![0xff; padding], &[0], tail].concat()
}

/// A block over the message that is wrong in one thing, and what the documents make of it.
pub(super) fn forged(message: &[u8], choices: &mut Choices) -> (Vec<u8>, Asks, &'static str) {
    let hash = Sha256::digest(message);
    let right = [SHA256, &hash].concat();
    let mut bytes = block(&right);
    match choices.below(15) {
        0 => {
            bytes = block(&[MD5, &Md5::digest(message)].concat());
            return (bytes, Asks::Refused, "wrong-digest");
        }
        1 => {
            bytes = block(&[SHA1, &Sha1::digest(message)].concat());
            return (bytes, Asks::Refused, "wrong-digest");
        }
        2 => {
            bytes = block(&[SHA512, &Sha512::digest(message)].concat());
            return (bytes, Asks::Refused, "wrong-digest");
        }
        3 => bytes[1] = 2,
        4 => bytes[1] = 0,
        5 => {
            let at = *choices.pick(&[2, 3, 9, 100, 200]);
            bytes[at] = 0xfe;
        }
        6 => {
            // Short padding and garbage behind the hash.
            let short = *choices.pick(&[8, 1, 9, 100]);
            bytes = [&[0, 1][..], &vec![0xff; short], &[0], &right].concat();
            bytes.resize(LENGTH, 0xaa);
        }
        7 => {
            bytes = [&[0, 1][..], &[0], &right].concat();
            bytes.resize(LENGTH, 0);
        }
        8 => bytes = block(&hash),
        9 => {
            let mut info = right.clone();
            info[1] += 2;
            info[3] += 2;
            info.splice(17..17, [5, 0]);
            bytes = block(&info);
        }
        10 => {
            // NULL with content.
            let mut info = right.clone();
            info[1] += 4;
            info[3] += 4;
            info.splice(15..17, [5, 4, 1, 2, 3, 4]);
            bytes = block(&info);
        }
        11 => {
            // Parameters left out: verifiers differ on it.
            let mut info = right.clone();
            info[1] -= 2;
            info[3] -= 2;
            info.drain(15..17);
            return (block(&info), Asks::Open, "padding-not-compared");
        }
        12 => {
            // No separator.
            let at = LENGTH - right.len() - 1;
            bytes[at] = 0xff;
        }
        13 => {
            // Random padding, the hash at the end.
            let filler: Vec<u8> = (0..LENGTH - right.len()).map(|at| (at * 7 + 1) as u8 | 1).collect();
            bytes = [filler, right].concat();
            bytes[0] = 0;
        }
        _ => {
            let filler: Vec<u8> = (0..LENGTH - hash.len()).map(|at| (at * 5 + 3) as u8 | 1).collect();
            bytes = [&filler[..], &hash].concat();
            bytes[0] = 0;
        }
    }
    (bytes, Asks::Refused, "padding-not-compared")
}
