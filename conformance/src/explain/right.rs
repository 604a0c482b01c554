//! What the right signature is, and whether the given one is it. Core decides; here is only asked.

use payspec_core::alipay::response::Received;
use payspec_core::canonical::{ALIPAY_NOTIFICATION, ALIPAY_NOTIFICATION_NO_EMPTY, Rule, Sorted, sort};
use payspec_core::crypto::digest::{ApiKey, SignType};
use payspec_core::crypto::rsa::Scheme;
use payspec_core::finding::{Code, Refusal, code};
use payspec_core::wechat::refund_notification;

use super::draft::Hash;
use super::kind::{Family, Provider};
use super::read::Material;
use super::search::Found;
use super::{Answer, Keys, api_key, sign_type};

/// What core says.
pub struct Judged {
    /// Right, wrong, or why nothing can be said.
    pub answer: Answer,
    /// The right signature, if the keys can make it.
    pub expected: Option<String>,
    pub(crate) hash: Hash,
    /// Whether nothing but the length of `sign` tells the algorithm, so that both are right (WX-SIGN-14).
    pub(crate) free: bool,
    /// False if the message names its algorithm otherwise than the documents do.
    pub(crate) spelled: bool,
}

type Named = (Vec<u8>, Vec<u8>);

fn named(material: &Material) -> Vec<Named> {
    material.parts.iter().map(|part| (part.name.clone(), part.value.clone())).collect()
}

/// Judges `given`, the signature of `material`.
///
/// # Errors
/// `key-empty`, `key-too-small`: the keys cannot be used.
pub fn judge(material: &Material, keys: &Keys, given: Option<&[u8]>) -> Result<Judged, Refusal> {
    match material.kind.provider {
        Provider::Wechat if material.kind.family == Family::WechatRefund => refund(material, keys),
        Provider::Wechat => wechat(material, keys, given),
        Provider::Alipay => alipay(material, keys, given),
    }
}

fn wrong(code: Code) -> Answer {
    Answer::Wrong { code, found: Found::default(), opened: None, inside: None }
}

/// The algorithm that is meant: the named one; else, where the document lets the length decide (WX-SIGN-14), the one
/// of that length; else the configured one, else MD5, the default (WX-SIGN-12).
fn meant(material: &Material, keys: &Keys, given: Option<&[u8]>) -> (SignType, bool) {
    if let Some(name) = material.sign_type() {
        return match SignType::parse(name) {
            Ok(named) => (named, true),
            Err(_) => {
                let upper = String::from_utf8_lossy(name).to_ascii_uppercase();
                let like = if upper.contains("SHA") { SignType::HmacSha256 } else { SignType::Md5 };
                (like, false)
            }
        };
    }
    let by_length = given.and_then(|given| SignType::of_length(given.trim_ascii().len()));
    let found =
        by_length.filter(|_| lets_length_decide(material)).or(keys.sign_type.filter(|_| !is_md5_only(material)));
    (found.unwrap_or_default(), true)
}

/// Native mode 1 knows MD5 alone (WX-NAT-4).
fn is_md5_only(material: &Material) -> bool {
    matches!(material.kind.name, "native-callback" | "native-link" | "native-reply")
}

/// What WeChat Pay signs, and an APP call-up, need not name the algorithm.
fn lets_length_decide(material: &Material) -> bool {
    let unnamed = matches!(material.kind.family, Family::WechatInbound | Family::WechatApp);
    unnamed && material.sign_type().is_none() && !is_md5_only(material)
}

fn wechat(material: &Material, keys: &Keys, given: Option<&[u8]>) -> Result<Judged, Refusal> {
    let (meant, spelled) = meant(material, keys, given);
    let hash = if meant == SignType::HmacSha256 { Hash::HmacSha256 } else { Hash::Md5 };
    let free = lets_length_decide(material);
    let judged = |answer, expected| Ok(Judged { answer, expected, hash, free, spelled });
    let Some(key) = api_key(keys) else {
        return judged(if given.is_some() { Answer::NoKey } else { Answer::Unsigned }, None);
    };
    let key: ApiKey = key?;
    let pairs = named(material);
    let sorted = match sort(&pairs, &material.kind.rule()) {
        Ok(sorted) => sorted,
        Err(refusal) if given.is_some() => return judged(wrong(refusal.code), None),
        Err(refusal) => return Err(refusal),
    };
    let expected = key.sign(sign_type(hash), &sorted);
    let answer = match given {
        None => Answer::Unsigned,
        Some(given) if spelled && expected.matches(given) => Answer::Right { algorithm: hash.name() },
        Some(_) if !spelled => wrong(code::SIGN_TYPE_UNKNOWN),
        Some(given) if !is_upper_hex(given, hash) => wrong(code::SIGN_FORMAT),
        Some(_) => wrong(code::SIGN_WRONG),
    };
    judged(answer, Some(expected.to_string()))
}

fn is_upper_hex(given: &[u8], hash: Hash) -> bool {
    given.len() == 2 * hash.length() && given.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'))
}

/// A refund notification has no signature: it decrypts or it does not.
fn refund(material: &Material, keys: &Keys) -> Result<Judged, Refusal> {
    let answer = match api_key(keys) {
        None => Answer::NoKey,
        Some(key) => match refund_notification::read(&material.body, &key?) {
            Ok(_) => Answer::Right { algorithm: "AES-256-ECB" },
            Err(refusal) => wrong(refusal.code),
        },
    };
    Ok(Judged { answer, expected: None, hash: Hash::Md5, free: false, spelled: true })
}

fn alipay(material: &Material, keys: &Keys, given: Option<&[u8]>) -> Result<Judged, Refusal> {
    let named_scheme = material.sign_type().map(Scheme::parse);
    let spelled = !matches!(named_scheme, Some(Err(_)));
    let scheme = named_scheme.and_then(Result::ok).or(keys.scheme).unwrap_or_default();
    let hash = if scheme == Scheme::Rsa { Hash::Sha1 } else { Hash::Sha256 };
    let judged = |answer, expected| Ok(Judged { answer, expected, hash, free: false, spelled });
    let pairs = named(material);
    let texts = match strings(material, &pairs) {
        Ok(texts) => texts,
        Err(refusal) if given.is_some() && keys.verifier().is_some() => return judged(wrong(refusal.code), None),
        Err(refusal) => return Err(refusal),
    };
    let signing = keys.private.as_ref().filter(|_| !material.kind.is_inbound() || keys.public.is_none());
    let expected = match signing {
        Some(private) => Some(private.sign(scheme, &texts[0])?),
        None => None,
    };
    let answer = match (given, keys.verifier()) {
        (None, _) => Answer::Unsigned,
        (Some(_), None) => Answer::NoKey,
        (Some(given), Some(verifier)) => {
            let results: Vec<Result<(), Refusal>> =
                texts.iter().map(|text| verifier.verify(scheme, text, given)).collect();
            match &results[0] {
                _ if !spelled => wrong(code::SIGN_TYPE_UNKNOWN),
                _ if results.iter().any(Result::is_ok) => Answer::Right { algorithm: scheme.as_str() },
                Err(refusal) => wrong(refusal.code),
                Ok(()) => Answer::Right { algorithm: scheme.as_str() },
            }
        }
    };
    judged(answer, expected)
}

/// The strings that may be signed: one, or for notifications and returns one for each reading of empty values
/// (ALI-VER-5).
fn strings(material: &Material, pairs: &[Named]) -> Result<Vec<Vec<u8>>, Refusal> {
    let string = |rule: &Rule| sort(pairs, rule).map(|sorted: Sorted<'_, Named>| sorted.to_vec());
    match material.kind.family {
        Family::AlipayResponse => {
            // A second node is refused whatever is signed: what is verified and what is read could differ.
            let method = material.node_name.strip_suffix("_response").unwrap_or_default();
            Received::new(&material.body)?.parse(method, material.charset)?;
            Ok(vec![material.node_text().to_vec()])
        }
        Family::AlipayInbound => {
            let mut texts = vec![string(&ALIPAY_NOTIFICATION)?];
            if pairs.iter().any(|(_, value)| value.is_empty()) {
                texts.push(string(&ALIPAY_NOTIFICATION_NO_EMPTY)?);
            }
            Ok(texts)
        }
        _ => Ok(vec![string(&material.kind.rule())?]),
    }
}
