//! Variants of vectors with new keys, nonces and amounts, made at run time (`payspec run --fresh`): an
//! implementation that looks the published answers up instead of computing them cannot know these.
//!
//! The expected values are the judge's own: nothing here rests on payspec-core.

use payspec_vectors::{Expected, Vector};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::judge::{rsa_sign, wechat_canonical, wechat_sign};

/// The operations whose output anybody can compute who has the input.
pub const OPERATIONS: [&str; 6] =
    ["wechat.sign", "wechat.request", "wechat.native_url", "wechat.jsapi", "wechat.app", "alipay.sign"];

/// What stands behind the id of a vector in that of its variant.
pub const MARK: &str = "+fresh";

/// Members of the input, and of its `params`, whose text is replaced by another one of the same shape.
const CHANGED: [&str; 12] = [
    "key",
    "nonce_str",
    "prepay_id",
    "timestamp",
    "time_stamp",
    "out_trade_no",
    "product_id",
    "total_fee",
    "cash_fee",
    "coupon_fee",
    "app_id",
    "attach",
];

/// One variant of each `valid` vector of [`OPERATIONS`]. The same seed gives the same variants, whatever stands beside
/// them.
#[must_use]
pub fn variants(vectors: &[Vector], seed: u64) -> Vec<Vector> {
    let variant_of = |vector| {
        let mut random = random_of(vector, seed);
        variant(vector, &mut |text| other(text, &mut random))
    };
    vectors.iter().filter_map(variant_of).collect()
}

/// Depends on the seed and the vector alone, so that a filter does not change a vector's variant.
fn random_of(vector: &Vector, seed: u64) -> ChaCha8Rng {
    let digest = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(&vector.id).finalize();
    ChaCha8Rng::from_seed(digest.into())
}

/// The vector with its changeable members changed; `None` if it has none, or another answer is right as well.
fn variant(vector: &Vector, change: &mut dyn FnMut(&str) -> String) -> Option<Vector> {
    if vector.result != Expected::Valid || vector.expect.len() > 1 || !OPERATIONS.contains(&&*vector.op) {
        return None;
    }
    let mut input = vector.input.clone();
    let in_params = input.get_mut("params").and_then(Value::as_object_mut).map(|params| replace(params, change));
    let in_input = replace(&mut input, change);
    if !in_input && in_params != Some(true) {
        return None;
    }
    let expect = expected(&vector.op, &input)?;
    Some(Vector {
        id: format!("{}{MARK}", vector.id),
        about: format!("{} With another key, nonce and amount.", vector.about),
        expect: expect.into_iter().collect(),
        input,
        ..vector.clone()
    })
}

/// Changes the members that may change; whether there was one.
fn replace(members: &mut Map<String, Value>, change: &mut dyn FnMut(&str) -> String) -> bool {
    let mut any = false;
    for (name, value) in members {
        if let Value::String(text) = value
            && CHANGED.contains(&name.as_str())
        {
            any |= text.bytes().any(|byte| byte.is_ascii_alphanumeric());
            *text = change(text);
        }
    }
    any
}

/// Another text of the same shape: digits become digits, letters letters of the same case, and hexadecimal texts
/// stay hexadecimal. A zero that leads or stands alone stays, since it may be what the vector is about.
fn other(text: &str, random: &mut ChaCha8Rng) -> String {
    let hexadecimal = text.len() > 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let letters = if hexadecimal { 6 } else { 26 };
    let mut letter = |first: u8, count: u32| char::from(first + (random.next_u32() % count) as u8);
    let change = |(at, character): (usize, char)| match character {
        '0' if at == 0 => '0',
        '1'..='9' if at == 0 => letter(b'1', 9),
        '0'..='9' => letter(b'0', 10),
        'a'..='z' => letter(b'a', letters),
        'A'..='Z' => letter(b'A', letters),
        other => other,
    };
    text.chars().enumerate().map(change).collect()
}

/// The right answer to that input. `None` within: the judge recomputes the output's signature in any case, and
/// nothing else is to be said. `None`: the input is none that has an answer.
fn expected(op: &str, input: &Map<String, Value>) -> Option<Option<Map<String, Value>>> {
    let text = |name: &str| input.get(name).and_then(Value::as_str).unwrap_or_default();
    let hmac = text("sign_type") == "HMAC-SHA256";
    let signed = |pairs: &[(&str, String)], name: &str| {
        let canonical = wechat_canonical(pairs.iter().map(|(name, value)| (*name, value.as_str())));
        let mut params: Map<String, Value> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), value.as_str().into())).collect();
        params.insert(name.to_owned(), wechat_sign(&canonical, text("key"), hmac).into());
        object(json!({ "params": params }))
    };
    match op {
        "wechat.sign" => {
            let canonical = wechat_canonical(params(input)?.iter().copied());
            Some(Some(object(json!({ "sign": wechat_sign(&canonical, text("key"), hmac) }))))
        }
        "alipay.sign" => {
            let canonical = wechat_canonical(params(input)?.iter().copied());
            let charset = if text("charset").is_empty() { "utf-8" } else { text("charset") };
            let sign = rsa_sign(input.get("private_key")?, charset, &canonical, text("sign_type") == "RSA")?;
            Some(Some(object(json!({ "sign": sign }))))
        }
        "wechat.jsapi" => Some(Some(signed(
            &[
                ("appId", text("appid").to_owned()),
                ("timeStamp", text("timestamp").to_owned()),
                ("nonceStr", text("nonce_str").to_owned()),
                ("package", format!("prepay_id={}", text("prepay_id"))),
                ("signType", text("sign_type").to_owned()),
            ],
            "paySign",
        ))),
        "wechat.app" => Some(Some(signed(
            &[
                ("appid", text("appid").to_owned()),
                ("partnerid", text("mch_id").to_owned()),
                ("prepayid", text("prepay_id").to_owned()),
                ("package", "Sign=WXPay".to_owned()),
                ("noncestr", text("nonce_str").to_owned()),
                ("timestamp", text("timestamp").to_owned()),
            ],
            "sign",
        ))),
        _ => Some(None),
    }
}

fn params(input: &Map<String, Value>) -> Option<Vec<(&str, &str)>> {
    let params = input.get("params")?.as_object()?;
    params.iter().map(|(name, value)| Some((name.as_str(), value.as_str()?))).collect()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vectors() -> Vec<Vector> {
        payspec_vectors::load_all().unwrap().into_iter().flat_map(|suite| suite.vectors).collect()
    }

    /// What is computed for a vector that was not changed is what its file says: the two know the same rules.
    #[test]
    fn unchanged_a_vector_expects_what_its_file_says() {
        let mut compared = 0;
        for vector in vectors() {
            let Some(variant) = variant(&vector, &mut |text| text.to_owned()) else { continue };
            for (computed, written) in variant.expect.iter().zip(&vector.expect) {
                for name in ["sign", "params"] {
                    if let (Some(computed), Some(written)) = (computed.get(name), written.get(name)) {
                        let computed = match (computed, written) {
                            // A vector may name some of the parameters only.
                            (Value::Object(all), Value::Object(some)) => {
                                some.keys().map(|name| (name.clone(), all[name].clone())).collect()
                            }
                            _ => computed.clone(),
                        };
                        assert_eq!(&computed, written, "{}", vector.id);
                        compared += 1;
                    }
                }
            }
        }
        assert!(compared > 50, "{compared}");
    }

    #[test]
    fn a_seed_decides_and_every_operation_has_variants() {
        let vectors = vectors();
        let (one, same, another) = (variants(&vectors, 1), variants(&vectors, 1), variants(&vectors, 2));
        let inputs = |variants: &[Vector]| variants.iter().map(|vector| vector.input.clone()).collect::<Vec<_>>();
        assert_eq!(inputs(&one), inputs(&same));
        assert_ne!(inputs(&one), inputs(&another));
        for op in OPERATIONS.iter().filter(|op| vectors.iter().any(|vector| vector.op == **op)) {
            assert!(one.iter().any(|vector| vector.op == *op), "{op}");
        }
        let with_a_variant = vectors.iter().find(|vector| !variants(std::slice::from_ref(*vector), 1).is_empty());
        let alone = variants(std::slice::from_ref(with_a_variant.expect("some vector has a variant")), 1);
        assert_eq!(inputs(&alone), inputs(&one[..1]), "what else is selected changes nothing");
        let originals: Vec<&Map<String, Value>> = vectors.iter().map(|vector| &vector.input).collect();
        assert!(one.iter().all(|vector| !originals.contains(&&vector.input)));
    }

    #[test]
    fn shapes_are_kept() {
        let mut random = ChaCha8Rng::seed_from_u64(7);
        assert_eq!(other("0", &mut random), "0");
        let changed = other("wx12-Ab_0", &mut random);
        let shape = |text: &str| {
            text.chars()
                .map(|c| {
                    if c.is_ascii_digit() {
                        '9'
                    } else if c.is_ascii_lowercase() {
                        'a'
                    } else {
                        c
                    }
                })
                .collect::<String>()
        };
        assert_eq!(shape(&changed).replace(|c: char| c.is_ascii_uppercase(), "A"), "aa99-Aa_9");
        assert!(other("192006250b4c09247ec02edce69f6a2d", &mut random).bytes().all(|b| b.is_ascii_hexdigit()));
    }
}
