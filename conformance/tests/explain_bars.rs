//! The bars of `payspec explain`: signatures made wrong on purpose, by code that shares nothing with the catalogue,
//! must be explained by the mistake that was made or by one with the same bytes.
//!
//! `.ci/explain-bars` runs this in release and prints the figures. Times are judged only there.

#[path = "bars/alipay.rs"]
mod alipay;
#[path = "bars/common.rs"]
mod common;
#[path = "bars/forward.rs"]
mod forward;
#[path = "bars/message.rs"]
mod message;
#[path = "bars/wechat.rs"]
mod wechat;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use forward::{Forward, Signer, sign};
use message::Message;
use payspec::explain::kind::{Kind, Provider};
use payspec::explain::read::Material;
use payspec::explain::{Answer, Cause, Keys, catalogue, explain};
use payspec_core::crypto::digest::SignType;
use payspec_core::crypto::keys::PrivateKey;
use payspec_core::crypto::rsa::Scheme;
use rand::SeedableRng;
use rand::seq::SliceRandom;

const KEY: &str = "a0B1c2D3e4F5a6B7c8D9e0F1a2B3c4D5";
const OTHER: &str = "ffeeddccbbaa99887766554433221100";
/// Most messages that one mistake is made on.
const MESSAGES: usize = 6;
const PAIRS: usize = 200;
const SEED: u64 = 20_150_806;

/// Time of this thread on a processor where the system tells it, since others may be at work too; else time on the
/// wall. The search has one thread, so on an idle machine the two are one.
struct Clock(Instant, Option<Duration>);

impl Clock {
    fn on_processor() -> Option<Duration> {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        text.split_ascii_whitespace().next()?.parse().ok().map(Duration::from_nanos)
    }

    fn start() -> Self {
        Clock(Instant::now(), Self::on_processor())
    }

    fn stop(&self) -> Duration {
        let on_processor = Self::on_processor().zip(self.1).and_then(|(now, then)| now.checked_sub(then));
        on_processor.unwrap_or_else(|| self.0.elapsed())
    }
}

struct Case {
    mistakes: Vec<&'static str>,
    message: usize,
    signature: String,
}

struct Verdict {
    /// The right mistake is named first.
    first: bool,
    /// It is among those that are named.
    named: bool,
    /// Something with the same bytes is named first, with as few mistakes.
    same: bool,
    took: Duration,
    tried: String,
}

fn signer(message: &Message) -> Signer {
    Signer { message: message.clone(), key: KEY.into(), other_key: OTHER.into() }
}

fn mistakes(message: &Message) -> Vec<Forward> {
    match (message.provider, message.kind) {
        ("wechat", _) => common::list().into_iter().chain(wechat::list()).collect(),
        (_, "response") => {
            let own = alipay::list().into_iter();
            let rsa = own.filter(|forward| matches!(forward.step, forward::Step::Rsa(_) | forward::Step::Write(_)));
            alipay::responses().into_iter().chain(rsa).collect()
        }
        _ => common::list().into_iter().chain(alipay::list()).collect(),
    }
}

fn keys(message: &Message) -> Keys {
    let mut keys = Keys::default();
    if message.provider == "wechat" {
        keys.api = Some(KEY.to_owned());
        keys.also_api = vec![OTHER.to_owned()];
        keys.sign_type = SignType::parse(message.algorithm.as_bytes()).ok();
    } else {
        let public = |text: &str| PrivateKey::read(text).unwrap().public().clone();
        keys.public = Some(public(alipay::KEY_A));
        keys.also_public = vec![public(alipay::KEY_P)];
        keys.scheme = Scheme::parse(message.algorithm.as_bytes()).ok();
    }
    keys
}

fn judge(case: &Case, message: &Message, keys: &Keys) -> Verdict {
    let provider = if message.provider == "wechat" { Provider::Wechat } else { Provider::Alipay };
    let kind = Kind::find(provider, message.kind).unwrap();
    let body = message.body(&case.signature);
    let clock = Clock::start();
    let material = Material::read(kind, &body, None)
        .unwrap_or_else(|refusal| panic!("{refusal} in {}", String::from_utf8_lossy(&body)));
    let explanation = explain(&material, keys, None).unwrap();
    let took = clock.stop();
    let Answer::Wrong { found, .. } = explanation.answer else {
        panic!("{:?} on {} {}: {:?}", case.mistakes, message.kind, case.signature, explanation.answer);
    };
    let want: BTreeSet<&str> = case.mistakes.iter().copied().collect();
    let ids = |cause: &Cause| cause.made.iter().map(|made| made.mistake.id()).collect::<BTreeSet<_>>();
    let first = found.causes.first();
    Verdict {
        first: first.is_some_and(|cause| ids(cause) == want),
        named: found.causes.iter().any(|cause| ids(cause) == want),
        same: first.is_some_and(|cause| cause.made.len() <= case.mistakes.len()),
        took,
        tried: format!("{} singles, {} of {} pairs", found.singles, found.pairs, found.pairs_possible),
    }
}

/// Every mistake on up to [`MESSAGES`] messages on which it changes something.
fn singles(messages: &[Message]) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (n, message) in messages.iter().enumerate() {
        let signer = signer(message);
        let right = sign(&signer, &[]);
        let mut seen = BTreeSet::new();
        for forward in mistakes(message) {
            let signature = sign(&signer, &[forward.step]);
            let made = cases.iter().filter(|case| case.mistakes == [forward.id]).count();
            if signature != right
                && !is_right_too(message, forward.id)
                && made < MESSAGES * ways(forward.id)
                && seen.insert((forward.id, signature.clone()))
            {
                cases.push(Case { mistakes: vec![forward.id], message: n, signature });
            }
        }
    }
    cases
}

/// What the sheets call right as well: the length of `sign` decides where nothing names the algorithm (WX-SIGN-14),
/// and an empty value of a notification may be left out (ALI-VER-5).
fn is_right_too(message: &Message, id: &str) -> bool {
    let free = matches!(message.kind, "notification" | "unifiedorder-response" | "app");
    match id {
        "md5-for-hmac" | "hmac-for-md5" => free && !message.pairs.iter().any(|(name, _)| name == "sign_type"),
        "empty-values-dropped" => message.provider == "alipay",
        _ => false,
    }
}

fn ways(id: &str) -> usize {
    let all = [common::list(), wechat::list(), alipay::list(), alipay::responses()];
    all.iter().flatten().filter(|forward| forward.id == id).count()
}

/// Two mistakes of one signer, drawn at random; both must count: neither alone makes the same signature.
fn pairs(messages: &[Message], count: usize) -> Vec<Case> {
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(SEED);
    let mut all = Vec::new();
    for (n, message) in messages.iter().enumerate() {
        let list = mistakes(message);
        for a in 0..list.len() {
            for b in 0..list.len() {
                if list[a].id != list[b].id && list[a].step.goes_before(list[b].step) {
                    all.push((n, a, b));
                }
            }
        }
    }
    all.shuffle(&mut rng);
    let mut cases: Vec<Case> = Vec::new();
    for (n, a, b) in all {
        let message = &messages[n];
        let (signer, list) = (signer(message), mistakes(message));
        let (a, b) = (&list[a], &list[b]);
        let signature = sign(&signer, &[a.step, b.step]);
        let alone = [sign(&signer, &[]), sign(&signer, &[a.step]), sign(&signer, &[b.step])];
        let right_too = is_right_too(message, a.id) || is_right_too(message, b.id);
        if !alone.contains(&signature) && !right_too {
            cases.push(Case { mistakes: vec![a.id, b.id], message: n, signature });
        }
        if cases.len() == count {
            break;
        }
    }
    cases
}

struct Figures {
    share: f64,
    slowest: Duration,
}

fn run(title: &str, cases: &[Case], messages: &[Message]) -> Figures {
    let keys: Vec<Keys> = messages.iter().map(keys).collect();
    let (mut first, mut named, mut same) = (0, 0, 0);
    let (mut slowest, mut sum) = (Duration::ZERO, Duration::ZERO);
    let mut missed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for case in cases {
        let verdict = judge(case, &messages[case.message], &keys[case.message]);
        first += usize::from(verdict.first);
        named += usize::from(verdict.named);
        same += usize::from(verdict.same);
        slowest = slowest.max(verdict.took);
        sum += verdict.took;
        if !verdict.same {
            missed
                .entry(case.mistakes.join(" + "))
                .or_default()
                .push(format!("{} ({})", messages[case.message].kind, verdict.tried));
        }
    }
    let percent = |count: usize| 100.0 * count as f64 / cases.len() as f64;
    println!("{title}: {} wrong signatures", cases.len());
    println!("  it or one with the same bytes first: {same} ({:.1} %)", percent(same));
    println!("  named first: {first} ({:.1} %), named at all: {named} ({:.1} %)", percent(first), percent(named));
    println!(
        "  slowest {:.1} ms, mean {:.1} ms",
        1e3 * slowest.as_secs_f64(),
        1e3 * sum.as_secs_f64() / cases.len() as f64
    );
    for (mistake, kinds) in missed {
        println!("  missed: {mistake} on {}", kinds.join(", "));
    }
    Figures { share: percent(same), slowest }
}

#[test]
fn every_known_mistake_is_found_and_none_is_called_right() {
    let messages = message::all();
    let singles = singles(&messages);
    let made: BTreeSet<&str> = singles.iter().flat_map(|case| case.mistakes.iter().copied()).collect();
    let never: Vec<&str> = catalogue::all().map(|mistake| mistake.id()).filter(|id| !made.contains(id)).collect();
    println!(
        "{} mistakes in the catalogue, {} of them made here; not made: {}",
        catalogue::all().count(),
        made.len(),
        never.join(", ")
    );
    // An unoptimised build is some ten times slower; the pairs are then a sample.
    let count = if cfg!(debug_assertions) { 20 } else { PAIRS };
    println!("seed of the pairs: {SEED}");
    let pairs = pairs(&messages, count);
    let one = run("one mistake", &singles, &messages);
    let two = run("two mistakes", &pairs, &messages);
    assert!(singles.len() > 400, "{}", singles.len());
    assert!(one.share >= 98.0, "{}", one.share);
    assert!(two.share >= 85.0, "{}", two.share);
    if let Ok(limit) = std::env::var("EXPLAIN_BARS_MS") {
        let limit = Duration::from_millis(limit.parse().expect("EXPLAIN_BARS_MS is a number"));
        assert!(one.slowest < limit && two.slowest < limit, "{:?}, {:?}", one.slowest, two.slowest);
    }
}
