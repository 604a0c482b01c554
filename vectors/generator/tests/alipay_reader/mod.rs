//! A small reader of the Alipay suites: plain JSON, its own forms, `ring` for the signatures. Nothing of the generator
//! but the fixed keys, which are data.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_vectors_generator::keys;
use ring::signature::{
    RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY as RSA, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY as RSA2,
    UnparsedPublicKey,
};
use serde_json::{Map, Value};

/// One vector with its group's input under its own.
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) op: String,
    pub(crate) result: String,
    input: Map<String, Value>,
    test: Value,
}

/// On which reading a form is genuine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// The rule of notifications, empty values kept, the configured algorithm.
    Configured,
    /// The same by the other algorithm.
    OtherAlgorithm,
    /// Empty values left out.
    EmptyDropped,
    /// `sign_type` kept, the rule of other messages.
    SignTypeKept,
}

/// All vectors of the written Alipay suites.
pub(crate) fn cases() -> Vec<Case> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../alipay");
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the suites are there") {
        let text = std::fs::read_to_string(entry.expect("a file").path()).expect("a suite is UTF-8");
        let suite: Value = serde_json::from_str(&text).expect("a suite is JSON");
        for group in suite["groups"].as_array().expect("groups") {
            for test in group["tests"].as_array().expect("tests") {
                let mut input = group["given"].as_object().cloned().unwrap_or_default();
                input.extend(test["in"].as_object().cloned().unwrap_or_default());
                let text = |value: &Value| value.as_str().expect("text").to_owned();
                let (id, op, result) = (text(&test["id"]), text(&suite["op"]), text(&test["result"]));
                all.push(Case { id, op, result, input, test: test.clone() });
            }
        }
    }
    all
}

impl Case {
    fn text(&self, name: &str) -> Option<&str> {
        self.input.get(name)?.as_str()
    }

    /// Operation and input, as text.
    pub(crate) fn request(&self) -> String {
        format!("{} {}", self.op, Value::Object(self.input.clone()))
    }

    pub(crate) fn flagged(&self, flags: &[&str]) -> bool {
        self.test["flags"].as_array().is_some_and(|all| all.iter().any(|f| flags.contains(&f.as_str().unwrap_or(""))))
    }

    pub(crate) fn class(&self) -> Option<&str> {
        self.test["expect"]["class"].as_str()
    }

    /// The body, or the query, as bytes.
    pub(crate) fn body(&self) -> Vec<u8> {
        if let Some(text) = self.text("body").or_else(|| self.text("query")) {
            return text.as_bytes().to_vec();
        }
        if let Some(digits) = self.text("body_hex") {
            let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("hex");
            return (0..digits.len()).step_by(2).map(byte).collect();
        }
        let repeat = &self.input["body_repeat"];
        let part = |name: &str| repeat[name].as_str().unwrap_or("").to_owned();
        let times = usize::try_from(repeat["times"].as_u64().expect("a number")).expect("a small number");
        (part("head") + &part("unit").repeat(times) + &part("tail")).into_bytes()
    }

    /// Decoded fields in order, as bytes.
    fn fields(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        let body = self.body();
        let pairs = body.split(|b| *b == b'&').filter(|pair| !pair.is_empty());
        pairs
            .map(|pair| {
                let at = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
                (decode(&pair[..at]), decode(pair.get(at + 1..).unwrap_or(b"")))
            })
            .collect()
    }

    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let value = self.fields().into_iter().find(|(n, _)| n == name.as_bytes())?.1;
        String::from_utf8(value).ok()
    }

    /// The public key's PKCS#1 DER, found by the key object's base64 among the fixed keys.
    fn key(&self) -> Vec<u8> {
        let object = self.input.get("public_key").or_else(|| self.input.get("private_key")).expect("a key");
        let text: String =
            object["text"].as_str().expect("text").lines().filter(|line| !line.starts_with('-')).collect();
        let der = STANDARD.decode(text).expect("a key is base64");
        let key = keys::ALL.iter().find(|key| {
            use keys::Container::{Pkcs1, Pkcs8};
            [key.spki_der(), key.pkcs1_public_der(), key.private_der(Pkcs1), key.private_der(Pkcs8)].contains(&der)
        });
        key.expect("one of the test keys").pkcs1_public_der()
    }

    /// Text in the charset of the request.
    pub(crate) fn encode(&self, text: &str) -> Vec<u8> {
        let unasked = self.id == "ali-response-gbk-unasked";
        let charset = self.text("charset").unwrap_or("utf-8").to_ascii_lowercase();
        if charset.starts_with("gb") || unasked {
            encoding_rs::GBK.encode(text).0.into_owned()
        } else {
            text.as_bytes().to_vec()
        }
    }

    fn expectations(&self) -> Vec<Value> {
        match (self.test.get("expect"), self.test.get("any_of")) {
            (Some(one), _) => vec![one.clone()],
            (None, Some(several)) => several.as_array().expect("a list").clone(),
            (None, None) => Vec::new(),
        }
    }

    /// `canonical` and `sign` of each expectation.
    pub(crate) fn expected_signatures(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        self.expectations().iter().map(|one| (text(&one["canonical"]), text(&one["sign"]))).collect()
    }

    pub(crate) fn expected_node(&self) -> Option<String> {
        self.expectations().first()?["node"].as_str().map(str::to_owned)
    }

    /// ALI-SIGN-2 to 5 over `params`.
    pub(crate) fn request_string(&self) -> String {
        let params = self.input["params"].as_object().expect("params");
        let sorted: BTreeMap<&str, &str> =
            params.iter().map(|(n, v)| (n.as_str(), v.as_str().expect("text"))).collect();
        let taken = sorted.iter().filter(|(name, value)| **name != "sign" && !value.is_empty());
        taken.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    pub(crate) fn node_name(&self) -> String {
        self.text("method").expect("a method").replace('.', "_") + "_response"
    }
}

fn decode(part: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = part;
    while let [first, tail @ ..] = rest {
        let hex = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        match (first, tail) {
            (b'+', _) => out.push(b' '),
            (b'%', [a, b, ..]) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => {
                out.push(hex(&tail[..2]).expect("two digits"));
                rest = &tail[2..];
                continue;
            }
            (other, _) => out.push(*other),
        }
        rest = tail;
    }
    out
}

fn verifies(key: &[u8], sign_type: &str, string: &[u8], sign: &str) -> bool {
    let Ok(raw) = STANDARD.decode(sign) else { return false };
    let algorithm = if sign_type == "RSA" { &RSA } else { &RSA2 };
    UnparsedPublicKey::new(algorithm, key).verify(string, &raw).is_ok()
}

/// Whether `sign` is right over these bytes by the configured key and algorithm.
pub(crate) fn right(case: &Case, bytes: &[u8], sign: &str) -> bool {
    verifies(&case.key(), case.text("sign_type").expect("a sign_type"), bytes, sign)
}

/// Every reading on which the case's form is genuine. A form with a name twice is read as it stands.
pub(crate) fn readings(case: &Case) -> Vec<Reading> {
    let fields = case.fields();
    let Some(sign) = case.field("sign") else { return Vec::new() };
    let string = |kept: &dyn Fn(&[u8], &[u8]) -> bool| {
        let mut taken: Vec<_> = fields.iter().filter(|(name, value)| kept(name, value)).collect();
        taken.sort();
        let pairs: Vec<Vec<u8>> = taken.iter().map(|(name, value)| [&name[..], value].join(&b'=')).collect();
        pairs.join(&b'&')
    };
    let message = |name: &[u8]| name != b"sign" && name != b"sign_type";
    let v1 = string(&|name, _| message(name));
    let dropped = string(&|name, value| message(name) && !value.is_empty());
    let v2 = string(&|name, _| name != b"sign");
    let configured = case.text("sign_type").expect("a sign_type");
    let other = if configured == "RSA" { "RSA2" } else { "RSA" };
    let key = case.key();
    let found = [
        (Reading::Configured, verifies(&key, configured, &v1, &sign)),
        (Reading::OtherAlgorithm, verifies(&key, other, &v1, &sign)),
        (Reading::EmptyDropped, verifies(&key, configured, &dropped, &sign)),
        (Reading::SignTypeKept, verifies(&key, configured, &v2, &sign)),
    ];
    found.into_iter().filter(|(_, right)| *right).map(|(reading, _)| reading).collect()
}

/// The last top-level `sign` of a response that is text; in GBK the body is read as Latin-1, whose ASCII is the same.
pub(crate) fn signature_of_response(body: &[u8]) -> Option<String> {
    let text = readable(body);
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}').trim_end_matches('x')).ok()?;
    Some(value.get("sign")?.as_str()?.to_owned())
}

/// The bytes of the first node of that name.
pub(crate) fn node_of_response(body: &[u8], name: &str) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(body).ok()?;
    let after = text.find(&format!("\"{name}\":"))? + name.len() + 3;
    let mut values = serde_json::Deserializer::from_str(&text[after..]).into_iter::<Value>();
    values.next()?.ok()?;
    let end = after + values.byte_offset();
    Some(text[after..end].trim().as_bytes().to_vec())
}

fn readable(body: &[u8]) -> String {
    match std::str::from_utf8(body) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GBK.decode(body).0.into_owned(),
    }
}
