//! Each mistake as careless code makes it, written forward and apart from payspec's own catalogue: from the signer's
//! fields to a wrong signature. A signer works in steps, and a mistake is one step done otherwise.

use super::message::Message;

/// Fields on their way.
pub(crate) type Pairs = Vec<(Vec<u8>, Vec<u8>)>;

/// What the signer knows besides the fields.
pub(crate) struct Signer {
    pub message: Message,
    pub key: Vec<u8>,
    pub other_key: Vec<u8>,
}

/// One step done otherwise.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    /// From all fields to those that take part.
    Fields(fn(&Signer, &mut Pairs)),
    /// A value, in the message's charset.
    Value(fn(&Signer, &[u8], &[u8]) -> Vec<u8>),
    /// Their order, in place of sorting by name.
    Order(fn(&mut Pairs)),
    /// The joined string, in place of `a=1&b=2`.
    Join(fn(&Pairs) -> Vec<u8>),
    /// The string, once it is joined.
    Text(fn(&[u8]) -> Vec<u8>),
    /// The key.
    Key(fn(&Signer) -> Vec<u8>),
    /// String and key into one.
    Tail(fn(&[u8], &[u8]) -> Vec<u8>),
    /// The last string.
    Last(fn(&[u8]) -> Vec<u8>),
    /// The hash with whatever belongs to it, in place of the right one.
    Hash(fn(&Signer, &[u8], &[u8]) -> Vec<u8>),
    /// How the result is written.
    Write(fn(&Signer, &[u8]) -> String),
    /// The result with the RSA that makes it, for Alipay.
    Rsa(fn(&Signer, &[u8]) -> Vec<u8>),
    /// The node's text of a response.
    Node(fn(&Signer, &str) -> Vec<u8>),
}

impl Step {
    fn slot(self) -> u8 {
        match self {
            Step::Fields(_) => 0,
            Step::Node(_) => 1,
            Step::Value(_) => 2,
            Step::Order(_) => 3,
            Step::Join(_) => 4,
            Step::Text(_) => 5,
            Step::Key(_) => 6,
            Step::Tail(_) => 7,
            Step::Last(_) => 8,
            Step::Hash(_) => 9,
            Step::Rsa(_) => 10,
            Step::Write(_) => 11,
        }
    }

    /// Whether two can be done by one signer, the first before the second.
    pub(crate) fn goes_before(self, other: Step) -> bool {
        let twice = matches!(self, Step::Fields(_) | Step::Value(_));
        self.slot() < other.slot() || (twice && self.slot() == other.slot())
    }
}

/// A mistake, forward.
pub(crate) struct Forward {
    pub id: &'static str,
    pub step: Step,
}

/// The signature that a signer makes who does these steps otherwise and all else right.
pub(crate) fn sign(signer: &Signer, steps: &[Step]) -> String {
    let message = &signer.message;
    let wechat = message.provider == "wechat";
    let notified = matches!(message.kind, "notification" | "return") && !wechat;
    let mut text = if message.kind == "response" {
        let node = &message.pairs[0].1;
        let change = steps.iter().find_map(|step| if let Step::Node(change) = step { Some(change) } else { None });
        change.map_or_else(|| message.bytes(node), |change| change(signer, node))
    } else {
        // The right choice of fields.
        let all: Pairs =
            message.pairs.iter().map(|(name, value)| (name.clone().into_bytes(), message.bytes(value))).collect();
        let mut chosen: Pairs = if steps.iter().any(|step| matches!(step, Step::Fields(_))) {
            all
        } else {
            let mut all = all;
            right_fields(notified, &mut all);
            all
        };
        for step in steps {
            if let Step::Fields(change) = step {
                change(signer, &mut chosen);
            }
        }
        for step in steps {
            if let Step::Value(change) = step {
                for (name, value) in &mut chosen {
                    *value = change(signer, name, value);
                }
            }
        }
        match steps.iter().find_map(|step| if let Step::Order(order) = step { Some(order) } else { None }) {
            Some(order) => order(&mut chosen),
            None => chosen.sort(),
        }
        match steps.iter().find_map(|step| if let Step::Join(join) = step { Some(join) } else { None }) {
            Some(join) => join(&chosen),
            None => join(&chosen),
        }
    };
    for step in steps {
        if let Step::Text(change) = step {
            text = change(&text);
        }
    }
    let key = steps
        .iter()
        .find_map(|step| if let Step::Key(key) = step { Some(key(signer)) } else { None })
        .unwrap_or_else(|| signer.key.clone());
    if wechat {
        text = match steps.iter().find_map(|step| if let Step::Tail(tail) = step { Some(tail) } else { None }) {
            Some(tail) => tail(&text, &key),
            None => [&*text, b"&key=", &*key].concat(),
        };
    }
    for step in steps {
        if let Step::Last(change) = step {
            text = change(&text);
        }
    }
    let result = if wechat {
        match steps.iter().find_map(|step| if let Step::Hash(hash) = step { Some(hash) } else { None }) {
            Some(hash) => hash(signer, &text, &key),
            None => right_hash(message.algorithm, &text, &key),
        }
    } else {
        match steps.iter().find_map(|step| if let Step::Rsa(rsa) = step { Some(rsa) } else { None }) {
            Some(rsa) => rsa(signer, &text),
            None => super::alipay::right_rsa(message.algorithm, &text),
        }
    };
    match steps.iter().find_map(|step| if let Step::Write(write) = step { Some(write) } else { None }) {
        Some(write) => write(signer, &result),
        None if wechat => hex(&result).to_uppercase(),
        None => base64(&result),
    }
}

/// Sections 1 of both sheets: what takes part.
pub(crate) fn right_fields(notified: bool, pairs: &mut Pairs) {
    pairs.retain(|(name, value)| {
        let name: &[u8] = name;
        if notified { name != b"sign_type" } else { !value.is_empty() }
    });
}

/// For mistakes that choose otherwise: the right choice, by the message.
pub(crate) fn choose(signer: &Signer, pairs: &mut Pairs) {
    let notified = matches!(signer.message.kind, "notification" | "return") && signer.message.provider == "alipay";
    right_fields(notified, pairs);
}

pub(crate) fn join(pairs: &Pairs) -> Vec<u8> {
    let parts: Vec<Vec<u8>> = pairs.iter().map(|(name, value)| [name, b"=".as_slice(), value].concat()).collect();
    parts.join(&b'&')
}

pub(crate) fn right_hash(algorithm: &str, text: &[u8], key: &[u8]) -> Vec<u8> {
    if algorithm == "MD5" { md5_alone::compute(text).to_vec() } else { hmac(key, text) }
}

pub(crate) fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, key);
    ring::hmac::sign(&key, text).as_ref().to_vec()
}

pub(crate) fn sha256(text: &[u8]) -> Vec<u8> {
    ring::digest::digest(&ring::digest::SHA256, text).as_ref().to_vec()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Text in and out of the message's charset.
pub(crate) fn as_text(signer: &Signer, value: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    let text = if signer.message.gbk {
        encoding_rs::GBK.decode(value).0.into_owned()
    } else {
        // Another step may have made it something else than text; then nothing is changed.
        let Ok(text) = String::from_utf8(value.to_vec()) else { return value.to_vec() };
        text
    };
    signer.message.bytes(&change(&text))
}
