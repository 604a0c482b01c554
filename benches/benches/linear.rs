//! That the cost grows with the length and no faster, from 1 kB to the limit of 64 kB, for what anybody may send.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use payspec_core::wechat::sign::ApiKey;
use payspec_core::wire::charset::Charset;
use payspec_core::wire::{form, json, xml};

const LENGTHS: [usize; 4] = [1, 4, 16, 64];

/// A message of about that length, with as many pieces as fit in each protocol's worst way.
type Make = fn(usize) -> Vec<u8>;

/// Whether such a message is read.
type Read<'r> = &'r dyn Fn(&[u8]) -> bool;

fn one_value(length: usize) -> Vec<u8> {
    format!("<xml><attach><![CDATA[{}]]></attach><sign>0</sign></xml>", "a".repeat(length - 64)).into_bytes()
}

fn many_pieces(length: usize) -> Vec<u8> {
    format!("<xml><attach>{}</attach><sign>0</sign></xml>", "&amp;".repeat((length - 64) / 5)).into_bytes()
}

fn percents(length: usize) -> Vec<u8> {
    format!("subject={}", "%41".repeat((length - 8) / 3)).into_bytes()
}

fn members(length: usize) -> Vec<u8> {
    let list: Vec<String> = (0..(length - 2) / 11).map(|n| format!("\"{n:06}\":0")).collect();
    format!("{{{}}}", list.join(",")).into_bytes()
}

fn linear(c: &mut Criterion) {
    let key = ApiKey::new("192006250b4c09247ec02edce69f6a2d").expect("a key");
    let wechat = |body: &[u8]| payspec_core::wechat::notification::read(body, &key).is_ok();
    let form = |body: &[u8]| form::parse(body).is_ok();
    let json = |body: &[u8]| json::members(body, Charset::Utf8).is_ok();
    assert!(xml::parse(&many_pieces(1024), xml::ROOT).is_ok());
    let shapes: [(&str, Make, Read<'_>); 4] = [
        ("wechat-one-value", one_value, &wechat),
        ("wechat-many-pieces", many_pieces, &wechat),
        ("form-percents", percents, &form),
        ("json-members", members, &json),
    ];
    let mut group = c.benchmark_group("linear");
    for (name, make, read) in shapes {
        for kilobytes in LENGTHS {
            let body = make(1024 * kilobytes);
            group.throughput(Throughput::Bytes(body.len() as u64));
            group.bench_function(BenchmarkId::new(name, kilobytes), |b| b.iter(|| read(black_box(&body))));
        }
    }
    group.finish();
}

criterion_group!(benches, linear);
criterion_main!(benches);
