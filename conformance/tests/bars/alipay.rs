//! Mistakes with Alipay's fields, RSA and responses. Keys are those of section 9.2 of the fact sheet: test keys.

use std::sync::LazyLock;

use rsa::pkcs8::DecodePrivateKey;
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, PrivateKey, Pss};

use super::common::rename;
use super::forward::*;

fn f(id: &'static str, step: Step) -> Forward {
    Forward { id, step }
}

/// Key A, the application's, and key P, which plays Alipay's.
pub(crate) const KEY_A: &str = include_str!("key-a.txt");
pub(crate) const KEY_P: &str = include_str!("key-p.txt");

fn read(text: &str) -> PrivateKey {
    use base64::Engine;
    let der = base64::engine::general_purpose::STANDARD.decode(text.trim()).unwrap();
    PrivateKey::from_pkcs8_der(&der).unwrap()
}

static A: LazyLock<PrivateKey> = LazyLock::new(|| read(KEY_A));
static P: LazyLock<PrivateKey> = LazyLock::new(|| read(KEY_P));

fn sha1(text: &[u8]) -> Vec<u8> {
    ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, text).as_ref().to_vec()
}

/// All messages are signed with key A here: the explainer is given its public half.
pub(crate) fn right_rsa(algorithm: &str, text: &[u8]) -> Vec<u8> {
    if algorithm == "RSA" { rsa_sha1(&A, text) } else { rsa_sha256(&A, text) }
}

fn rsa_sha256(key: &PrivateKey, text: &[u8]) -> Vec<u8> {
    key.sign(Pkcs1v15Sign::new::<sha2::Sha256>(), &sha256(text)).unwrap()
}

fn rsa_sha1(key: &PrivateKey, text: &[u8]) -> Vec<u8> {
    key.sign(Pkcs1v15Sign::new::<sha1::Sha1>(), &sha1(text)).unwrap()
}

/// Type 1 padding around anything, as encryption with the private key has it.
fn bare(payload: &[u8]) -> Vec<u8> {
    A.sign(Pkcs1v15Sign::new_unprefixed(), payload).unwrap()
}

/// RSA with the private key and nothing else.
fn raw(encoded: &[u8]) -> Vec<u8> {
    let number = rsa::BoxedUint::from_be_slice(encoded, A.n().bits_precision()).unwrap();
    let signature = rsa::hazmat::rsa_decrypt::<rand_chacha::ChaCha8Rng>(None, &*A, &number).unwrap().to_be_bytes();
    signature[signature.len() - encoded.len()..].to_vec()
}

fn digest(signer: &Signer, text: &[u8]) -> Vec<u8> {
    if signer.message.algorithm == "RSA" { sha1(text) } else { sha256(text) }
}

fn compact(node: &str) -> String {
    serde_json::from_str::<serde_json::Value>(node).unwrap().to_string()
}

fn spaced(node: &str) -> String {
    // Outside of strings only, which for these nodes is where a quote or brace follows.
    let mut out = String::new();
    let mut inside = false;
    let mut back = false;
    for c in compact(node).chars() {
        out.push(c);
        if inside {
            inside = c != '"' || back;
            back = c == '\\' && !back;
        } else {
            inside = c == '"';
            if c == ',' || c == ':' {
                out.push(' ');
            }
        }
    }
    out
}

pub(crate) fn list() -> Vec<Forward> {
    use Step::*;
    vec![
        f("empty-values-dropped", Fields(|_, pairs| pairs.retain(|pair| !pair.1.is_empty() && pair.0 != b"sign_type"))),
        f("sign-type-kept", Fields(|_, _| {})),
        f(
            "sign-type-value-other",
            Value(|_, name, value| {
                if name == b"sign_type" {
                    if value == b"RSA2" { b"RSA".to_vec() } else { b"RSA2".to_vec() }
                } else {
                    value.to_vec()
                }
            }),
        ),
        f(
            "sign-type-not-sent",
            Fields(|signer, pairs| {
                if signer.message.kind != "return" {
                    choose(signer, pairs)
                }
            }),
        ),
        f(
            "biz-content-flattened",
            Fields(|signer, pairs| {
                choose(signer, pairs);
                if let Some(at) = pairs.iter().position(|pair| pair.0 == b"biz_content") {
                    let (_, value) = pairs.remove(at);
                    let Ok(map) = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&value) else {
                        return;
                    };
                    pairs.extend(
                        map.into_iter()
                            .map(|(name, value)| (name.into_bytes(), value.as_str().unwrap().as_bytes().to_vec())),
                    );
                }
            }),
        ),
        f(
            "cert-sn-dropped",
            Fields(|signer, pairs| {
                choose(signer, pairs);
                pairs.retain(|pair| !pair.0.ends_with(b"cert_sn"))
            }),
        ),
        f(
            "transport-fields-dropped",
            Fields(|signer, pairs| {
                choose(signer, pairs);
                pairs.retain(|pair| pair.0 != b"notify_url" && pair.0 != b"return_url")
            }),
        ),
        f(
            "notification-rule-for-request",
            Fields(|signer, pairs| {
                if matches!(signer.message.kind, "page.pay" | "query") {
                    pairs.retain(|pair| pair.0 != b"sign_type")
                } else {
                    choose(signer, pairs)
                }
            }),
        ),
        f("request-rule-for-notification", Fields(|_, pairs| pairs.retain(|pair| !pair.1.is_empty()))),
        f(
            "appid-name",
            Fields(|signer, pairs| {
                choose(signer, pairs);
                rename(pairs, &["app_id"], "appid")
            }),
        ),
        f(
            "amount-in-fen",
            Value(|signer, name, value| {
                if name == b"biz_content" {
                    as_text(signer, value, |text| text.replace("88.80", "8880"))
                } else {
                    value.to_vec()
                }
            }),
        ),
        f(
            "values-not-decoded",
            Value(|signer, _, value| {
                as_text(signer, value, |text| String::from_utf8(signer.message.form(text)).unwrap())
            }),
        ),
        f(
            "utf8-for-gbk",
            Value(|signer, _, value| {
                if signer.message.gbk {
                    encoding_rs::GBK.decode(value).0.into_owned().into_bytes()
                } else {
                    value.to_vec()
                }
            }),
        ),
        f("path-signed", Text(|string| [b"https://openapi.alipay.com/gateway.do?", string].concat())),
        f("sha1-for-sha256", Rsa(|_, text| rsa_sha1(&A, text))),
        f("sha256-for-sha1", Rsa(|_, text| rsa_sha256(&A, text))),
        f(
            "other-hash",
            Rsa(|_, text| {
                A.sign(Pkcs1v15Sign::new::<sha2::Sha512>(), ring::digest::digest(&ring::digest::SHA512, text).as_ref())
                    .unwrap()
            }),
        ),
        f(
            "another-key",
            Rsa(
                |signer, text| {
                    if signer.message.algorithm == "RSA" { rsa_sha1(&P, text) } else { rsa_sha256(&P, text) }
                },
            ),
        ),
        f(
            "pss",
            Rsa(|signer, text| {
                let mut rng = <rand_chacha::ChaCha8Rng as rand::SeedableRng>::seed_from_u64(1);
                if signer.message.algorithm == "RSA" {
                    A.sign_with_rng(&mut rng, Pss::<sha1::Sha1>::new(), &sha1(text)).unwrap()
                } else {
                    A.sign_with_rng(&mut rng, Pss::<sha2::Sha256>::new(), &sha256(text)).unwrap()
                }
            }),
        ),
        f("raw-hash", Rsa(|signer, text| bare(&digest(signer, text)))),
        f(
            "digest-info-without-null",
            Rsa(|signer, text| {
                let digest = digest(signer, text);
                let oid: &[u8] = if digest.len() == 20 {
                    &[0x30, 0x1f, 0x30, 7, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 4, 20]
                } else {
                    &[0x30, 0x2f, 0x30, 0x0b, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 4, 32]
                };
                bare(&[oid, &digest].concat())
            }),
        ),
        f(
            "padding-of-encryption",
            Rsa(|signer, text| {
                let digest = digest(signer, text);
                let filler = vec![0x5a; A.size() - 3 - digest.len()];
                raw(&[&[0, 2], &*filler, &[0], &digest].concat())
            }),
        ),
        f(
            "padding-of-encryption",
            Rsa(|signer, text| {
                let digest = digest(signer, text);
                raw(&[vec![0; A.size() - digest.len()], digest].concat())
            }),
        ),
        f("hash-text-encrypted", Rsa(|signer, text| bare(hex(&digest(signer, text)).as_bytes()))),
        f(
            "string-encrypted",
            Rsa(|_, text| if text.len() + 11 <= A.size() { bare(text) } else { rsa_sha256(&A, text) }),
        ),
        f("hashed-twice", Rsa(|signer, text| right_rsa(signer.message.algorithm, &digest(signer, text)))),
        f(
            "hashed-twice",
            Rsa(|signer, text| right_rsa(signer.message.algorithm, hex(&digest(signer, text)).as_bytes())),
        ),
        f("sign-hex", Write(|_, signature| hex(signature))),
        f("base64-url-safe", Write(|_, signature| base64(signature).replace('+', "-").replace('/', "_"))),
        f(
            "base64-wrapped",
            Write(|_, signature| {
                base64(signature)
                    .as_bytes()
                    .chunks(76)
                    .map(|line| std::str::from_utf8(line).unwrap())
                    .collect::<Vec<_>>()
                    .join("\n")
            }),
        ),
        f("base64-unpadded", Write(|_, signature| base64(signature).replace('=', ""))),
        f("base64-plus-as-space", Write(|_, signature| base64(signature).replace('+', " "))),
        f(
            "sign-url-encoded",
            Write(|_, signature| base64(signature).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")),
        ),
        f("sign-not-base64-decoded", Write(|_, signature| base64(base64(signature).as_bytes()))),
        f("sign-white-space", Write(|_, signature| format!("{}\n", base64(signature)))),
    ]
}

pub(crate) fn responses() -> Vec<Forward> {
    use Step::*;
    vec![
        f(
            "response-with-name",
            Node(|signer, node| signer.message.bytes(&format!("\"{}\":{node}", signer.message.pairs[0].0))),
        ),
        f(
            "response-whole-body",
            Node(|signer, node| signer.message.bytes(&format!("{{\"{}\":{node}}}", signer.message.pairs[0].0))),
        ),
        f("response-braces-missing", Node(|signer, node| signer.message.bytes(&node[1..node.len() - 1]))),
        f("response-reserialised", Node(|signer, node| signer.message.bytes(&compact(node)))),
        f("response-reserialised", Node(|signer, node| signer.message.bytes(&spaced(node)))),
        f(
            "response-as-notification",
            Node(|signer, node| {
                let map: std::collections::BTreeMap<String, serde_json::Value> = serde_json::from_str(node).unwrap();
                let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let pairs: Vec<String> = map
                    .iter()
                    .filter(|(name, _)| *name != "sign")
                    .map(|(name, value)| format!("{name}={}", text(value)))
                    .collect();
                signer.message.bytes(&pairs.join("&"))
            }),
        ),
        f(
            "response-cut-at-sign",
            Node(|signer, node| signer.message.bytes(&node[..node.find(",\"sign\":").unwrap_or(node.len())])),
        ),
        f(
            "response-cut-at-brace",
            Node(|signer, node| {
                let mut depth = 0;
                let end = node
                    .char_indices()
                    .find(|(_, c)| {
                        depth += i32::from(*c == '{') - i32::from(*c == '}');
                        depth == 0
                    })
                    .unwrap()
                    .0;
                signer.message.bytes(&node[..=end])
            }),
        ),
        f("response-slashes", Node(|signer, node| signer.message.bytes(&node.replace("\\/", "/")))),
        f("response-white-space", Node(|signer, node| signer.message.bytes(&node.replace('\n', "")))),
        f("response-charset", Node(|_, node| encoding_rs::GBK.encode(node).0.into_owned())),
        f("response-unescaped", Node(|signer, node| signer.message.bytes(&node.replace("\\u4e2d", "中")))),
        f("response-unescaped", Node(|signer, node| signer.message.bytes(&node.replace("&quot;", "\"")))),
        f("bom-prepended", Last(|text| [b"\xef\xbb\xbf", text].concat())),
        f("line-end-appended", Last(|text| [text, b"\n"].concat())),
    ]
}
