//! The bodies of the fuzz targets: each asserts a property of what it is given, not only that nothing panics. Called
//! by the one-line targets of `fuzz/` and, on stable, by `tests/fuzz_replay.rs` with the seeds and regressions.

use std::sync::LazyLock;

use crate::alipay::response;
use crate::crypto::keys::PublicKey;
use crate::crypto::rsa::Scheme;
use crate::fields::{Fields, Pair};
use crate::wire::charset::Charset;
use crate::wire::{form, xml};

fn pairs(fields: &Fields<'_>) -> Vec<(Vec<u8>, Vec<u8>)> {
    fields.iter().map(|field| (field.name().to_vec(), field.value().to_vec())).collect()
}

/// Parse → write → parse is the identity, and every span lies in the input.
pub fn wechat_xml(data: &[u8]) {
    let Ok(fields) = xml::parse(data, xml::ROOT) else { return };
    for field in &fields {
        assert!(data.get(field.span()).is_some(), "the span of {:?} is outside the input", field.name());
    }
    let written = xml::write(&pairs(&fields), xml::ROOT).expect("what was read can be written");
    let again = xml::parse(&written, xml::ROOT).expect("what was written can be read");
    assert_eq!(pairs(&fields), pairs(&again));
}

/// Parse → write → parse is the identity, and the decoded pairs are those of a naive reader.
pub fn alipay_form(data: &[u8]) {
    let Ok(fields) = form::parse(data) else { return };
    let written = form::write(fields.as_slice());
    let again = form::parse(written.as_bytes()).expect("what was written can be read");
    assert_eq!(pairs(&fields), pairs(&again));
    assert_eq!(pairs(&fields), naive_form(data));
}

fn naive_form(data: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let decode = |text: &[u8]| {
        let mut out = Vec::new();
        let mut rest = text;
        while let [first, tail @ ..] = rest {
            rest = tail;
            out.push(match (first, tail) {
                (b'+', _) => b' ',
                (b'%', [high, low, tail @ ..]) => {
                    rest = tail;
                    let digit = |byte: &u8| (*byte as char).to_digit(16).expect("the reader refuses others") as u8;
                    digit(high) << 4 | digit(low)
                }
                (byte, _) => *byte,
            });
        }
        out
    };
    data.split(|byte| *byte == b'&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let equals = part.iter().position(|byte| *byte == b'=').expect("the reader refuses others");
            (decode(&part[..equals]), decode(&part[equals + 1..]))
        })
        .collect()
}

const METHOD: &str = "alipay.trade.query";

static PLATFORM_KEY: LazyLock<PublicKey> =
    LazyLock::new(|| PublicKey::read(include_str!("../tests/alipay_data/alipay-public.txt")).expect("a test key"));

/// The node's span lies in the input, is a JSON value by itself, and nothing is verified that was not signed.
pub fn alipay_response(data: &[u8]) {
    let Ok(received) = response::Received::new(data) else { return };
    let Ok(parsed) = received.parse(METHOD, Charset::Utf8) else { return };
    let span = parsed.span();
    let node = data.get(span).expect("the span lies in the input").to_vec();
    if let Ok(text) = std::str::from_utf8(&node) {
        let value: Result<serde_json::Value, _> = serde_json::from_str(text);
        assert!(value.is_ok_and(|value| value.is_object() || value.is_string()), "the node is no JSON value: {text}");
    }
    if let Ok(response::Response::Signed(message)) = parsed.verify(&PLATFORM_KEY, Scheme::Rsa2) {
        assert_eq!(message.raw(), node, "what is handed out is what was verified");
    }
}
