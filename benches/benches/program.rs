//! The program: explaining a wrong signature beside making one, and judging a suite beside answering it.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use md5::{Digest, Md5};
use payspec::adapter::{built_in, call_guarded};
use payspec::explain::kind::{Kind, Provider};
use payspec::explain::read::Material;
use payspec::explain::{Answer, Keys, explain};
use payspec::judge::judge;
use payspec::outcome::Outcome;
use payspec_benches::wechat::{KEY, ORDER};
use payspec_core::canonical::{WECHAT, sort};
use payspec_core::wechat::sign::{ApiKey, SignType, sign};

/// The order's canonical string with a tail other than the right one, hashed: a signature by one known mistake or more.
fn wrong(tail: &str) -> Vec<u8> {
    let mut bytes = sort(ORDER, &WECHAT).expect("no repeats").to_vec();
    bytes.extend_from_slice(tail.as_bytes());
    Md5::digest(&bytes).to_vec()
}

fn hex(bytes: &[u8], digit: fn(u8) -> String) -> String {
    bytes.iter().copied().map(digit).collect()
}

fn explaining(c: &mut Criterion) {
    let upper = |byte| format!("{byte:02X}");
    let lower = |byte| format!("{byte:02x}");
    let params: Vec<(String, String)> =
        ORDER.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let kind = Kind::find(Provider::Wechat, "unifiedorder").expect("a kind of message");
    let material = Material::from_params(kind, params).expect("a message");
    let keys = Keys { api: Some(KEY.into()), sign_type: Some(SignType::Md5), ..Keys::default() };
    let key = ApiKey::new(KEY).expect("a key");
    let one = hex(&wrong(&format!("&key={KEY}\n")), upper);
    let two = hex(&wrong(""), lower);
    let none = "0123456789ABCDEF0123456789ABCDEF".to_owned();
    // How many mistakes at once the first explanation takes.
    let found = |given: &str| match explain(&material, &keys, Some(given)).expect("a message").answer {
        Answer::Wrong { found, .. } => found.causes.first().map(|cause| cause.made.len()),
        _ => None,
    };
    assert_eq!([&one, &two, &none].map(|given| found(given)), [Some(1), Some(2), None]);
    let mut group = c.benchmark_group("explain");
    group.bench_function("floor/sign", |b| b.iter(|| sign(black_box(ORDER), &key, SignType::Md5)));
    group.bench_function("one-mistake", |b| b.iter(|| found(black_box(&one))));
    group.bench_function("two-mistakes", |b| b.iter(|| found(black_box(&two))));
    group.bench_function("unknown", |b| b.iter(|| found(black_box(&none))));
    group.finish();
}

fn judging(c: &mut Criterion) {
    let suites = payspec_vectors::load_all().expect("the embedded suites");
    let mut group = c.benchmark_group("runner");
    for op in ["wechat.sign", "wechat.notify", "alipay.notify"] {
        let vectors: Vec<_> = suites.iter().flat_map(|suite| &suite.vectors).filter(|vector| vector.op == op).collect();
        let inputs: Vec<_> = vectors.iter().map(|vector| vector.request_input("http://127.0.0.1:1/canary")).collect();
        let answers: Vec<_> = inputs.iter().map(|input| call_guarded(built_in(), op, input)).collect();
        group.throughput(Throughput::Elements(vectors.len() as u64));
        group.bench_function(format!("floor/{op}"), |b| {
            b.iter(|| {
                for input in &inputs {
                    black_box(call_guarded(built_in(), op, black_box(input)));
                }
            })
        });
        group.bench_function(format!("judge/{op}"), |b| {
            b.iter(|| {
                let judged = vectors.iter().zip(&inputs).zip(&answers);
                let passed = judged
                    .filter(|((vector, input), answer)| judge(vector, input, answer).outcome == Outcome::Passed)
                    .count();
                assert_eq!(passed, vectors.len());
            })
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = explaining, judging
}
criterion_main!(benches);
