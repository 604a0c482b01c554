//! Why a signature is wrong: the canonical string with its trace, the bytes that cannot be seen, and the known
//! mistakes that reproduce the given signature exactly.
//!
//! [`read::Material`] is the message taken apart, [`catalogue`] the list of mistakes, [`explain`] the question put to
//! them. Whether a signature is right is never decided here: that is core's word ([`right`]).
//!
//! Nothing here shows a key: results hold names and strings without the key's tail.

pub mod catalogue;
mod draft;
mod edit;
pub mod invisible;
pub mod kind;
pub mod of_vector;
pub mod read;
pub mod right;
mod search;
pub mod sight;

use payspec_core::canonical::Fate;
use payspec_core::crypto::digest::{ApiKey, SignType};
use payspec_core::crypto::keys::{PrivateKey, PublicKey};
use payspec_core::crypto::rsa::Scheme;
use payspec_core::finding::{Code, Refusal};

use draft::{Draft, Hash};
use invisible::Invisible;
use kind::{Family, Provider};
use read::Material;
use search::Search;

pub use search::{Cause, Found, Made, PAIRS};
pub use sight::Opened;

/// The keys that the caller has, and what the merchant is configured for.
#[derive(Default)]
pub struct Keys {
    /// WeChat Pay's API key (API密钥).
    pub api: Option<String>,
    /// Other API keys that may have been used.
    pub also_api: Vec<String>,
    /// The merchant's application private key (应用私钥).
    pub private: Option<PrivateKey>,
    /// The public key that verifies: Alipay's (支付宝公钥), or for a request the application's (应用公钥).
    pub public: Option<PublicKey>,
    /// Other public keys that may fit.
    pub also_public: Vec<PublicKey>,
    /// The algorithm that the merchant is configured for, where the message does not say: WeChat Pay.
    pub sign_type: Option<SignType>,
    /// The same for Alipay.
    pub scheme: Option<Scheme>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(..)")
    }
}

impl Keys {
    /// The public key by which a signature is judged.
    pub(crate) fn verifier(&self) -> Option<&PublicKey> {
        self.public.as_ref().or_else(|| self.private.as_ref().map(PrivateKey::public))
    }
}

/// One field and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The name.
    pub name: String,
    /// The value as text.
    pub value: String,
    /// Taken, or left out and why.
    pub fate: Fate,
    /// Its place in the string, counted from 1.
    pub place: Option<usize>,
}

/// Whether the given signature is right.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The message is not signed and no signature was given.
    Unsigned,
    /// No key was given, so nothing can be said.
    NoKey,
    /// It is right: by core's own verification.
    Right {
        /// The algorithm.
        algorithm: &'static str,
    },
    /// It is not.
    Wrong {
        /// Why core refuses it.
        code: Code,
        /// What reproduces it, and how much was tried.
        found: Found,
        /// For Alipay: what became of opening the signature.
        opened: Option<Opened>,
        /// The hash within the opened signature, in hexadecimal, with its name.
        inside: Option<(&'static str, String)>,
    },
}

/// All that can be said of one message's signature.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The message.
    pub kind: &'static kind::Kind,
    /// The exact bytes that are to be signed, without the key's tail.
    pub canonical: Vec<u8>,
    /// Whether `&key=…` is to be appended.
    pub with_key: bool,
    /// The fields in the order of the string, and those that are left out.
    pub steps: Vec<Step>,
    /// The hash that is meant.
    pub hash: &'static str,
    /// Its value over the string: for Alipay, where no key goes into it. In lower-case hexadecimal.
    pub digest: Option<String>,
    /// The right signature, if the keys can make it.
    pub expected: Option<String>,
    /// The given signature.
    pub given: Option<String>,
    /// What cannot be seen in the message.
    pub invisible: Vec<Invisible>,
    /// Whether the given signature is right.
    pub answer: Answer,
}

/// Explains the signature of `material`, or `sign` in its place.
///
/// # Errors
/// Those of core's signing: a repeated field is no error here but part of the answer; `key-too-small` and the like
/// are.
pub fn explain(material: &Material, keys: &Keys, sign: Option<&str>) -> Result<Explanation, Refusal> {
    explain_within(material, keys, sign, PAIRS)
}

/// The same, trying at most so many pairs of mistakes.
///
/// # Errors
/// As [`explain`].
pub fn explain_within(
    material: &Material,
    keys: &Keys,
    sign: Option<&str>,
    most: usize,
) -> Result<Explanation, Refusal> {
    let given: Option<Vec<u8>> = sign.map(|sign| sign.as_bytes().to_vec()).or_else(|| material.given.clone());
    let judged = right::judge(material, keys, given.as_deref())?;
    let mut answer = judged.answer;
    if let (Answer::Wrong { found, opened, inside, .. }, Some(given)) = (&mut answer, &given) {
        let others: Vec<Vec<u8>> = keys.also_api.iter().map(|key| key.clone().into_bytes()).collect();
        let key = keys.api.as_deref().unwrap_or_default().as_bytes();
        let readings = match material.kind.provider {
            Provider::Wechat => sight::wechat(given, judged.hash, judged.free, judged.spelled),
            Provider::Alipay => {
                let verifiers: Vec<&PublicKey> = keys.verifier().into_iter().chain(&keys.also_public).collect();
                let (readings, what) = sight::alipay(given, &verifiers, judged.hash);
                *opened = Some(what);
                *inside = readings.iter().find_map(|reading| match &reading.want {
                    sight::Want::Digest(digest) => Some((reading.hash.name(), text(&edit::hex(digest, false)))),
                    _ => None,
                });
                readings
            }
        };
        if material.kind.family != Family::WechatRefund {
            *found = Search { material, key, others: &others, most }.run(&readings);
        }
    }
    let base = Draft::right(material, b"", judged.hash);
    let canonical = draft::without_key(&base);
    let digest =
        (material.kind.provider == Provider::Alipay).then(|| text(&edit::hex(&judged.hash.of(&canonical, b""), false)));
    Ok(Explanation {
        kind: material.kind,
        with_key: material.kind.provider == Provider::Wechat,
        steps: steps(material),
        hash: judged.hash.name(),
        digest,
        canonical,
        expected: judged.expected,
        given: given.map(|given| text(&given)),
        invisible: invisible::find(material),
        answer,
    })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Each field, those of the string first and in its order.
fn steps(material: &Material) -> Vec<Step> {
    let rule = material.kind.rule();
    let show = |bytes: &[u8]| material.charset.decode(bytes).map_or_else(|_| text(bytes), |text| text.into_owned());
    if material.kind.family == Family::AlipayResponse {
        return Vec::new();
    }
    let mut steps: Vec<(Vec<u8>, Step)> = material
        .parts
        .iter()
        .map(|part| {
            let fate = rule.fate(&(&part.name, &part.value));
            let step = Step { name: show(&part.name), value: show(&part.value), fate, place: None };
            (part.name.clone(), step)
        })
        .collect();
    steps.sort_by(|(a, left), (b, right)| {
        let out = |step: &Step| step.fate != Fate::Taken;
        out(left).cmp(&out(right)).then_with(|| a.cmp(b))
    });
    let mut steps: Vec<Step> = steps.into_iter().map(|(_, step)| step).collect();
    for (n, step) in steps.iter_mut().filter(|step| step.fate == Fate::Taken).enumerate() {
        step.place = Some(n + 1);
    }
    steps
}

/// A key's text must not appear in anything that is shown, wherever it came from: a message can hold it as a field.
pub fn without_keys(shown: &str, keys: &Keys) -> String {
    let api = keys.api.iter().chain(&keys.also_api).filter(|key| key.len() >= 8);
    api.fold(shown.to_owned(), |shown, key| shown.replace(key.as_str(), "…"))
}

/// The algorithm of a hash that WeChat Pay knows.
fn sign_type(hash: Hash) -> SignType {
    if hash == Hash::HmacSha256 { SignType::HmacSha256 } else { SignType::Md5 }
}

/// A key, prepared.
fn api_key(keys: &Keys) -> Option<Result<ApiKey, Refusal>> {
    keys.api.as_deref().map(ApiKey::new)
}
