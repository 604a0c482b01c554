//! Key, padding, base64 and blocks of `req_info`.

use aes::cipher::{BlockCipherEncrypt as _, KeyInit as _};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use md5::{Digest as _, Md5};
use serde_json::json;

use super::{READ, either, encrypt_blocks, envelope, group, padded, read, refund, refund_key, refuse, root};
use crate::sign::{hex_lower, hex_upper};
use crate::suite::{Group, Test};
use crate::wechat::message::{KEY, Message, OTHER_KEY};

/// The inner XML of a length that fits: refund_account is lengthened until it does.
fn inner(fits: impl Fn(usize) -> bool) -> (Message, String) {
    let base = refund();
    let mut filled = base.value("refund_account").to_owned();
    loop {
        let message = base.with("refund_account", filled.clone());
        let text = root(&message);
        if fits(text.len()) {
            return (message, text);
        }
        filled.push('X');
    }
}

/// The notification around these plain blocks, encrypted with the right key.
fn sealed(plain: &[u8]) -> String {
    envelope(&STANDARD.encode(encrypt_blocks(&refund_key(KEY), plain))).xml()
}

pub(super) fn padding() -> Group {
    let mut group = group("PKCS#7 padding, for every length of the last block.");
    for rest in 0..16 {
        let (message, text) = inner(|len| len % 16 == rest);
        let about = match rest {
            0 => "The text fills its last block, so that a whole block of padding follows. Cut off as text, or left on, it spoils the XML.".to_owned(),
            _ => format!("The text leaves {rest} bytes in its last block; {} bytes of padding follow.", 16 - rest),
        };
        group = group.test(
            read(&format!("padding-{}", 16 - rest), &about, &message, sealed(&padded(text.as_bytes())))
                .clauses(["WX-RFN-6"])
                .flags(["padding"]),
        );
    }
    let (full, full_text) = inner(|len| len % 16 == 0);
    let (part, part_text) = inner(|len| len % 16 == 5);
    let lax = |id: &str, about: &str, message: &Message, plain: Vec<u8>| {
        either(&format!("padding-{id}"), about, sealed(&plain), message.expect(READ))
            .clauses(["WX-RFN-2", "WX-RFN-6"])
            .flags(["padding"])
            .attacks(["S24"])
    };
    let bad = |id: &str, about: &str, plain: Vec<u8>| {
        refuse(&format!("padding-{id}"), "malformed", about, sealed(&plain))
            .any_class()
            .clauses(["WX-RFN-2", "WX-RFN-6"])
            .flags(["padding"])
            .attacks(["S24"])
    };
    let filled = |last: u8, fill: u8| {
        let mut plain = part_text.clone().into_bytes();
        plain.resize(plain.len() + 10, fill);
        plain.push(last);
        plain
    };
    group
        .test(lax("none", "The text fills its last block and no padding follows, as one SDK writes it; that SDK also reads it, strict PKCS#7 refuses it (WX-AMB-23).",
            &full, full_text.clone().into_bytes()))
        .test(lax("iso-10126", "Padding whose last byte alone is its length: a reader that checks the last byte takes it, strict PKCS#7 refuses it. ECB has no \
            integrity that the check could add.", &part, filled(11, 0x5A)))
        .test(lax("x923", "Padding of zeros with the length at its end: the same.", &part, filled(11, 0)))
        .test(bad("too-long", "Sixteen bytes behind the text whose last says 17: no padding of a block of 16.", {
            let mut plain = full_text.clone().into_bytes();
            plain.resize(plain.len() + 15, b'Z');
            plain.push(17);
            plain
        }))
        .test(bad("too-short", "A padding byte of 1 where eleven bytes follow the text: ten stay behind it.", filled(1, 0x5A)))
        .test(bad("eats-text", "A padding byte of 16 where eleven bytes follow the text: five bytes of the text go.", filled(16, 16)))
        .test(bad("255", "A padding byte of 255.", filled(255, 255)))
}

pub(super) fn keys() -> Group {
    let message = refund();
    let plain = padded(root(&message).as_bytes());
    let digest = Md5::digest(KEY);
    let bad = |id: &str, about: &str, cipher: Vec<u8>| -> Test {
        refuse(&format!("key-{id}"), "malformed", about, envelope(&STANDARD.encode(cipher)).xml())
            .any_class()
            .clauses(["WX-RFN-2"])
            .flags(["wrong-refund-key"])
    };
    let with = |key: &[u8]| encrypt_blocks(key.try_into().expect("32 bytes"), &plain);
    let small = |key: &[u8]| {
        let cipher = aes::Aes128::new_from_slice(key).expect("16 bytes");
        let mut out = Vec::new();
        for chunk in plain.chunks_exact(16) {
            let mut block = aes::Block::default();
            block.copy_from_slice(chunk);
            cipher.encrypt_block(&mut block);
            out.extend_from_slice(&block);
        }
        out
    };
    let chained = {
        let mut previous = [0_u8; 16];
        let mut out: Vec<u8> = Vec::new();
        for chunk in plain.chunks_exact(16) {
            let mixed: Vec<u8> = chunk.iter().zip(previous).map(|(a, b)| a ^ b).collect();
            let block = encrypt_blocks(&refund_key(KEY), &mixed);
            previous.copy_from_slice(&block);
            out.extend(block);
        }
        out
    };
    group("The key is the lower-case hex of the API key's MD5, as 32 bytes of text (WX-RFN-2). Each of these opens for another derivation only.")
        .test(bad("other", "Another merchant's key.", with(&refund_key(OTHER_KEY))))
        .test(bad("raw", "The API key itself.", with(KEY.as_bytes())))
        .test(bad("upper-case", "The MD5 in upper-case hex.", with(hex_upper(&digest).as_bytes())))
        .test(bad("hex-of-twice", "The MD5 of the MD5.", with(hex_lower(&Md5::digest(hex_lower(&digest))).as_bytes())))
        .test(bad("bytes", "The MD5's 16 bytes, as AES-128.", small(&digest)))
        .test(bad("first-half", "The first 16 hexadecimal digits, as AES-128.", small(&hex_lower(&digest).as_bytes()[..16])))
        .test(bad("empty", "The MD5 of an empty key.", with(&refund_key(""))))
        .test(bad("cbc", "The right key in CBC with an IV of zeros: the first block opens in ECB too.", chained))
        .test(bad("not-encrypted", "No encryption at all, only base64.", root(&message).into_bytes()))
}

pub(super) fn encoding() -> Group {
    let (message, inner) = inner(|len| (len / 16 + 1) % 3 != 0);
    let cipher = encrypt_blocks(&refund_key(KEY), &padded(inner.as_bytes()));
    let text = STANDARD.encode(&cipher);
    assert!(text.ends_with('=') && text.contains(['+', '/']), "the sample must show padding and both alphabets");
    let lax = |id: &str, about: &str, req_info: String| {
        either(&format!("base64-{id}"), about, envelope(&req_info).xml(), message.expect(READ))
            .clauses(["WX-RFN-2"])
            .flags(["base64-lenient"])
    };
    let bad = |id: &str, about: &str, req_info: String| {
        refuse(&format!("base64-{id}"), "malformed", about, envelope(&req_info).xml())
            .any_class()
            .clauses(["WX-RFN-2"])
            .flags(["base64-lenient"])
    };
    let lines: Vec<&str> = text.as_bytes().chunks(76).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    let free = "No document says how strict to be, and nothing rests on it: read or refused.";
    group("req_info is base64 of whole blocks.")
        .test(lax("lines", &format!("A line feed after every 76 characters. {free}"), lines.join("\n")))
        .test(lax("space-around", &format!("White space around it. {free}"), format!("\n {text} \n")))
        .test(lax("url-safe", &format!("The URL-safe alphabet. {free}"), URL_SAFE.encode(&cipher)))
        .test(lax("no-padding", &format!("Without `=` at the end. {free}"), text.trim_end_matches('=').to_owned()))
        .test(bad("cut", "The last four characters are missing: no whole blocks.", text[..text.len() - 4].to_owned()))
        .test(bad(
            "cut-block",
            "The last block is missing, and the padding and the end of the XML with it.",
            STANDARD.encode(&cipher[..cipher.len() - 16]),
        ))
        .test(bad("one-byte-more", "One byte behind the last block.", STANDARD.encode([&cipher[..], b"x"].concat())))
        .test(bad(
            "fifteen-bytes-more",
            "Fifteen bytes behind the last block: no whole block.",
            STANDARD.encode([&cipher[..], &[b'x'; 15]].concat()),
        ))
        .test(bad("hex", "The cipher text in hex.", hex_lower(&cipher)))
        .test(bad("twice", "Base64 of the base64.", STANDARD.encode(&text)))
        .test(bad("none", "Characters that are no base64.", "!!!not base64!!!".into()))
        .test(bad(
            "sample",
            "Filler like the documentation's own sample, which decrypts to nothing.",
            STANDARD.encode("T87GAHG17TGAHG1TGHAHAHA1Y1CIOA9U"),
        ))
        .test(bad("zeros", "A block of zeros, which decrypts to noise.", STANDARD.encode([0_u8; 16])))
}

/// Two notifications of one merchant, their blocks exchanged. ECB cannot show it (WX-RFN-5).
pub(super) fn blocks() -> Group {
    let mine = aligned("1000000");
    let theirs = aligned("9999900");
    let at = mine.find("<![CDATA[1000000").expect("the amount stands in the text") / 16;
    let exchanged = {
        let mut mixed = encrypt_blocks(&refund_key(KEY), &padded(mine.as_bytes()));
        let other = encrypt_blocks(&refund_key(KEY), &padded(theirs.as_bytes()));
        mixed[16 * at..16 * (at + 1)].copy_from_slice(&other[16 * at..16 * (at + 1)]);
        envelope(&STANDARD.encode(mixed)).xml()
    };
    let own = encrypt_blocks(&refund_key(KEY), &padded(root(&refund()).as_bytes()));
    let flip = |at: usize| {
        let mut copy = own.clone();
        copy[at] ^= 1;
        envelope(&STANDARD.encode(copy)).xml()
    };
    group("Blocks that were moved or touched. A touched block becomes noise; a moved one stays readable, so that only a query confirms a refund (WX-RFN-5).")
        .test(either("blocks-exchanged", "The block with refund_fee comes from another notification of the same merchant. No reader can see it: read or refused, and \
            the refund confirmed by a query.", exchanged, json!({"fields": {"refund_fee": "9999900"}})).any_class().clauses(["WX-RFN-5"]).flags(["ecb-cut-and-paste"]).attacks(["S23"]))
        .test(refuse("blocks-first-touched", "malformed", "One bit of the first block is flipped: the root is noise.", flip(3)).any_class().clauses(["WX-RFN-5"]).flags(["ecb-cut-and-paste"]).attacks(["S24"]))
        .test(refuse("blocks-last-touched", "malformed", "One bit of the last block is flipped: padding and end tag are noise.", flip(own.len() - 2)).clauses(["WX-RFN-2"])
            .flags(["padding"]).attacks(["S24"]))
        .test(refuse("blocks-reversed", "malformed", "The blocks in reverse order.", {
            let reversed: Vec<u8> = own.chunks_exact(16).rev().flatten().copied().collect();
            envelope(&STANDARD.encode(reversed)).xml()
        }).any_class().clauses(["WX-RFN-5"]).flags(["ecb-cut-and-paste"]).attacks(["S23"]))
        .test(refuse("blocks-first-missing", "malformed", "The first block is missing.", envelope(&STANDARD.encode(&own[16..])).xml()).any_class().clauses(["WX-RFN-5"])
            .flags(["ecb-cut-and-paste"]).attacks(["S23"]))
        .test(refuse("blocks-doubled", "malformed", "The whole cipher text twice: two roots with padding between them.", envelope(&STANDARD.encode([&own[..], &own[..]].concat())).xml())
            .any_class().clauses(["WX-RFN-5"]).flags(["ecb-cut-and-paste"]).attacks(["S23"]))
}

/// The inner XML in which refund_fee's seven digits fill a block with the CDATA mark before them.
fn aligned(fee: &str) -> String {
    let base = refund().with("total_fee", "9999900");
    let text = |lead: usize| {
        let message = base.with("refund_account", "x".repeat(lead + 1)).with("refund_fee", fee);
        let mut fields = message.fields.clone();
        fields.sort_by_key(|(name, _)| name == "refund_fee");
        root(&Message { fields })
    };
    let mark = format!("<![CDATA[{fee}]]></refund_fee>");
    (0..16).map(text).find(|text| text.find(&mark).is_some_and(|at| at % 16 == 0)).expect("one of sixteen leads fits")
}
