//! The body of the target `explain`. It stands here and not in core, since what it judges is payspec's own; the test
//! `fuzz_explain` of that crate takes this file in and replays the seeds on stable.

mod again;
pub mod careless;

use std::sync::LazyLock;

use payspec_core::alipay::response::{self, Response};
use payspec_core::crypto::keys::PublicKey;
use payspec_core::crypto::rsa::{Backend, Scheme};
use payspec_core::fuzzing::chosen;
use payspec_core::fuzzing::draw::Draw;
use payspec_core::fuzzing::keys::{API_KEY_TEXT, APPLICATION, PLATFORM, PLATFORM_PRIVATE};
use payspec_core::fuzzing::naive::{Pairs, cipher, get, sign};
use payspec_core::fuzzing::seeds::{EXPLAINED, EXPLAINED_NAMES};
use payspec_core::wechat::message::Received;
use payspec_core::wire::charset::Charset;

use crate::explain::kind::{Family, Kind, Provider};
use crate::explain::read::Material;
use crate::explain::right::judge;
use crate::explain::{Answer, Keys, explain_within};
use careless::{Hash, SLIPS, Slip, Stage, Work};

/// A key that is not the documentation's, which has a mistake of its own.
const OWN_KEY: &str = "a0B1c2D3e4F5a6B7c8D9e0F1a2B3c4D5";

/// As [`explained`]; but mistakes, which cost hundreds of strings and hashes, are searched for in few inputs.
pub fn explaining(data: &[u8]) {
    explained(data, chosen(data, 48));
}

/// The explanation is "right" if and only if the naive signature is; each mistake that is named makes the given
/// signature when it is made again; and a signature that one known mistake made is explained.
pub fn explained(data: &[u8], search: bool) {
    let mut draw = Draw::short(data);
    let (made, mut plan) = (draw.byte() % 2 == 1, Plan::default());
    let (provider, name) = *draw.pick(EXPLAINED);
    let provider = if provider == "wechat" { Provider::Wechat } else { Provider::Alipay };
    let kind = Kind::find(provider, name).expect("a kind of the list");
    let api = *draw.pick(&[API_KEY_TEXT, OWN_KEY]);
    if made {
        plan = Plan::draw(&mut draw);
    }
    let material = match made {
        true => match kind.family {
            Family::AlipayResponse | Family::WechatRefund => return,
            _ => Material::from_params(kind, draw.pairs(EXPLAINED_NAMES)),
        },
        false => Material::read(kind, draw.rest(), None),
    };
    let Ok(material) = material else { return };
    let case = Case { pairs: pairs(&material), material, api };
    if !search {
        return case.decide();
    }
    let (given, slips) = if made { case.signature(&plan) } else { (None, None) };
    case.judge(given, slips.as_deref(), if plan.pairs { 60 } else { 0 });
}

/// How the signature is made.
#[derive(Default)]
struct Plan {
    slips: Vec<&'static Slip>,
    field: usize,
    /// A text in place of a signature.
    text: Option<String>,
    writing: u8,
    pairs: bool,
}

impl Plan {
    fn draw(draw: &mut Draw<'_>) -> Self {
        let many = draw.byte();
        let mut slips: Vec<&Slip> = (0..many % 3).map(|_| draw.pick(SLIPS)).collect();
        slips.sort_by_key(|slip| slip.stage);
        let field = usize::from(draw.byte());
        let writing = draw.byte();
        let text = (writing == 255).then(|| draw.text());
        Plan { slips, field, text, writing, pairs: many >= 250 }
    }
}

/// A message and what it is to be.
struct Case {
    material: Material,
    pairs: Pairs,
    api: &'static str,
}

fn pairs(material: &Material) -> Pairs {
    material.parts.iter().map(|part| (part.name.clone(), part.value.clone())).collect()
}

impl Case {
    /// The signature of a signer who makes these slips; those of them that are made in such a message.
    fn signature(&self, plan: &Plan) -> (Option<String>, Option<Vec<&'static Slip>>) {
        if let Some(text) = &plan.text {
            return (Some(text.clone()), None);
        }
        let family = self.material.kind.family;
        let slips: Vec<&'static Slip> = plan.slips.iter().copied().filter(|slip| (slip.on)(family)).collect();
        let mut work = Work::right(family, &self.pairs, self.key(), self.hash(None));
        for slip in &slips {
            let taken: Vec<&Vec<u8>> = work.fields.iter().filter(|field| field.2).map(|field| &field.0).collect();
            let one = ["field-left-out", "value-in-other-case"].contains(&slip.id);
            let only = match taken.get(plan.field % taken.len().max(1)) {
                Some(name) if one || slip.stage == Stage::Values && plan.field % 2 == 1 => {
                    vec![String::from_utf8_lossy(name).into_owned()]
                }
                _ => Vec::new(),
            };
            (slip.make)(&mut work, &only);
        }
        let string = work.string();
        let written = match self.key() {
            Some(_) => write_hex(&work.hashed(&string), plan.writing),
            None => {
                let scheme = if work.hash == Hash::Sha1 { Scheme::Rsa } else { Scheme::Rsa2 };
                let key = if plan.writing % 8 == 7 { &APPLICATION } else { &PLATFORM_PRIVATE };
                let signature = key.sign_with(Backend::Fast, scheme, &string).unwrap_or_default();
                match plan.writing % 8 {
                    1 => signature.replace('+', " "),
                    2 => signature.trim_end_matches('=').to_owned(),
                    3 => signature.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"),
                    4 => signature.replace('+', "-").replace('/', "_"),
                    _ => signature,
                }
            }
        };
        (Some(written), Some(slips))
    }

    /// WeChat Pay's key.
    fn key(&self) -> Option<&'static str> {
        (self.material.kind.provider == Provider::Wechat).then_some(self.api)
    }

    fn sign_type(&self) -> Option<&[u8]> {
        let name = match self.material.kind.family {
            Family::WechatJsapi => "signType",
            Family::WechatApp | Family::AlipayResponse => return None,
            _ => "sign_type",
        };
        get(&self.pairs, name).filter(|value| !value.is_empty())
    }

    /// The hash that is meant: the one that is named; else, where the length decides, that of `given`.
    fn hash(&self, given: Option<&[u8]>) -> Hash {
        match (self.material.kind.provider, self.sign_type()) {
            (Provider::Alipay, Some(b"RSA")) => Hash::Sha1,
            (Provider::Alipay, _) => Hash::Sha256,
            (Provider::Wechat, Some(name)) if name.to_ascii_uppercase().windows(3).any(|part| part == b"SHA") => {
                Hash::HmacSha256
            }
            (Provider::Wechat, None) if self.is_free() && given.is_some_and(|given| given.len() == 64) => {
                Hash::HmacSha256
            }
            (Provider::Wechat, _) => Hash::Md5,
        }
    }

    /// Whether the length of the signature decides between MD5 and HMAC-SHA256 (WX-SIGN-14).
    fn is_free(&self) -> bool {
        let kind = self.material.kind;
        self.sign_type().is_none()
            && matches!(kind.family, Family::WechatInbound | Family::WechatApp)
            && kind.name != "native-callback"
    }

    /// Whether the signature is right, by the naive implementations and, for a response, by core's own reading.
    fn is_genuine(&self, given: &[u8]) -> bool {
        let named = self.sign_type();
        let pairs = |without: &[&str], keep_empty| sign::canonical(&self.pairs, without, keep_empty);
        let rsa = |string: Option<Vec<u8>>, scheme| string.is_some_and(|s| sign::rsa(&PLATFORM, scheme, &s, given));
        let scheme = match named {
            None | Some(b"RSA2") => Some(Scheme::Rsa2),
            Some(b"RSA") => Some(Scheme::Rsa),
            Some(_) => None,
        };
        match (self.material.kind.family, scheme) {
            (Family::WechatRefund, _) => {
                let is_xml = Received::notification(&self.material.body).and_then(Received::parse).is_ok();
                is_xml
                    && get(&self.pairs, "req_info")
                        .is_some_and(|info| cipher::decrypt_req_info(info, self.api).is_some())
            }
            (Family::AlipayResponse, _) => {
                let method = self.material.node_name.trim_end_matches("_response");
                let read = response::read(&self.material.body, method, &PLATFORM, Scheme::Rsa2, self.material.charset);
                matches!(read, Ok(Response::Signed(_)))
            }
            (Family::AlipayRequest, Some(scheme)) => rsa(pairs(&["sign"], false), scheme),
            (Family::AlipayInbound, Some(scheme)) => {
                [true, false].into_iter().any(|keep| rsa(pairs(&["sign", "sign_type"], keep), scheme))
            }
            (Family::AlipayRequest | Family::AlipayInbound, None) => false,
            (family, _) => {
                let own = if family == Family::WechatJsapi { "paySign" } else { "sign" };
                let work = Work::right(family, &self.pairs, self.key(), self.hash(Some(given)));
                let known = named.is_none_or(|name| name == b"MD5" || name == b"HMAC-SHA256");
                known
                    && pairs(&[own], false).is_some()
                    && given == write_hex(&work.hashed(&work.string()), 0).as_bytes()
            }
        }
    }

    fn keys(&self) -> Keys {
        Keys {
            api: Some(self.api.to_owned()),
            public: Some(PLATFORM.clone()),
            also_public: vec![other_key().clone()],
            ..Keys::default()
        }
    }

    /// Whether the message's own signature is right, and nothing else.
    fn decide(&self) {
        let given = self.material.given.as_deref();
        let Ok(judged) = judge(&self.material, &self.keys(), given) else { return assert_eq!(given, None) };
        match judged.answer {
            Answer::Right { .. } => assert!(self.is_genuine(given.unwrap_or_default()), "called right"),
            Answer::Wrong { .. } => assert!(!self.is_genuine(given.unwrap_or_default()), "called wrong"),
            _ => assert_eq!(given, None),
        }
    }

    fn judge(&self, sign: Option<String>, slips: Option<&[&'static Slip]>, most: usize) {
        let explained = match explain_within(&self.material, &self.keys(), sign.as_deref(), most) {
            Ok(explained) => explained,
            Err(_) => return assert!(sign.is_none(), "a signature was given, but nothing is said of it"),
        };
        let given = sign.map(String::into_bytes).or_else(|| self.material.given.clone());
        let found = match &explained.answer {
            Answer::Wrong { found, .. } => found,
            Answer::Right { .. } => {
                let given = given.unwrap_or_default();
                return assert!(self.is_genuine(&given), "called right: {}", String::from_utf8_lossy(&given));
            }
            Answer::Unsigned => return assert_eq!(given, None),
            Answer::NoKey => panic!("all keys were given"),
        };
        let given = given.unwrap_or_default();
        assert!(!self.is_genuine(&given), "called wrong: {}", String::from_utf8_lossy(&given));
        for cause in &found.causes {
            let again = again::reproduces(self, cause, &given);
            assert!(again != Some(false), "{} does not make {}", cause.id(), String::from_utf8_lossy(&given));
        }
        let Some(slips) = slips.filter(|slips| slips.len() <= 1) else { return };
        // A name of an algorithm that is none is no mistake of Alipay's catalogue, but a refusal of its own.
        let known = self.key().is_some() || matches!(self.sign_type(), None | Some(b"RSA" | b"RSA2"));
        if known
            && self.material.charset == Charset::Utf8
            && self.has_each_once()
            && again::is_written_right(self, &given)
        {
            assert!(!found.causes.is_empty(), "{} is not named", slips.first().map_or("no slip", |slip| slip.id));
        }
    }

    fn has_each_once(&self) -> bool {
        sign::canonical(&self.pairs, &[], true).is_some()
    }
}

fn other_key() -> &'static PublicKey {
    static OTHER: LazyLock<PublicKey> = LazyLock::new(|| APPLICATION.public().clone());
    &OTHER
}

/// A hash as WeChat Pay's signature, or as somebody writes it.
fn write_hex(hash: &[u8], writing: u8) -> String {
    let hex = |hash: &[u8]| hash.iter().map(|byte| format!("{byte:02X}")).collect::<String>();
    match writing % 8 {
        1 => hex(hash).to_ascii_lowercase(),
        2 => hash.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join("-"),
        3 => hex(hash).trim_start_matches('0').to_owned(),
        4 => hex(&hash[..hash.len() - 3]),
        5 => format!(" {}", hex(hash)),
        _ => hex(hash),
    }
}
