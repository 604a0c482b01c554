//! Keys that a wrong treatment changes and digests that a wrong printer shortens, for `wechat/sign-rules`.

use serde_json::json;

use crate::sign::Algorithm;
use crate::suite::{Group, Test};
use crate::wechat::message::{KEY, Message, OTHER_KEY};

/// Keys of 32 characters that a wrong treatment changes, and digests that a wrong printer shortens.
pub(super) fn keys(algorithm: Algorithm) -> Group {
    let suffix = if algorithm == Algorithm::Md5 { "md5" } else { "hmac" };
    let base = Message::documentation();
    let with_key = |id: &str, key: &str, about: &str, clause: &str, flag: &str| {
        Test::valid(format!("wx-sign-{id}-{suffix}"), about)
            .clauses([clause])
            .flags([flag])
            .input(json!({"params": base.params(), "key": key}))
            .expect(json!({"sign": algorithm.sign(&base.fields, key)}))
    };
    let zeros = |id: &str, prefix: &str, about: &str| {
        let message = first_digest(algorithm, prefix);
        Test::valid(format!("wx-sign-{id}-{suffix}"), about)
            .clauses([if algorithm == Algorithm::Md5 { "WX-SIGN-6" } else { "WX-SIGN-7" }])
            .flags(["digest-zeros-lost"])
            .input(json!({"params": message.params()}))
            .expect(json!({"sign": message.sign(algorithm)}))
    };
    Group::new(
        &format!("The key is 32 characters of text; the digest keeps its zeros. {}.", algorithm.sign_type()),
        json!({"key": KEY, "sign_type": algorithm.sign_type()}),
    )
    .test(with_key("key-other", OTHER_KEY, "Another key gives another signature.", "WX-SIGN-5", "key-ignored"))
    .test(with_key(
        "key-upper-case",
        "192006250B4C09247EC02EDCE69F6A2D",
        "An upper-case key is used as it is: it is text, neither folded nor decoded from hex.",
        "WX-SIGN-10",
        "key-decoded",
    ))
    .test(with_key(
        "key-mixed",
        "Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFy",
        "A key that looks like base64 is text.",
        "WX-SIGN-10",
        "key-decoded",
    ))
    .test(with_key(
        "key-digits",
        "01234567890123456789012345678901",
        "A key of digits keeps its leading zero.",
        "WX-SIGN-10",
        "key-decoded",
    ))
    .test(zeros("digest-leading-zero", "0", "The digest begins with 0. A big number's hex loses it."))
    .test(zeros("digest-leading-zeros", "000", "The digest begins with 000."))
    .test(zeros("digest-zero-byte-inside", "A0", "A byte below 0x10 keeps its leading zero."))
}

/// The documentation's fields with the first counter as nonce whose digest begins with these digits.
fn first_digest(algorithm: Algorithm, prefix: &str) -> Message {
    let base = Message::documentation();
    let mut candidates = (0..).map(|i: u32| base.with("nonce_str", format!("{i:08}")));
    candidates.find(|m| m.sign(algorithm).starts_with(prefix)).expect("an endless search ends in a find")
}
