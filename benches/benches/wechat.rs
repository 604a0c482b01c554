//! WeChat Pay: signing and verifying, beside the bare hash and quick-xml's bare loop.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use payspec_benches::wechat::{FULL_ORDER, KEY, ORDER, notification};
use payspec_core::canonical::{WECHAT, sort};
use payspec_core::fields::Fields;
use payspec_core::validate::validate;
use payspec_core::wechat::notification::read;
use payspec_core::wechat::sign::{ApiKey, SignType, sign};
use payspec_core::wechat::tables::UNIFIED_ORDER;
use payspec_core::wire::xml;
use quick_xml::Reader;
use quick_xml::events::Event;
use sha2::Sha256;

fn to_hash(pairs: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = sort(pairs, &WECHAT).expect("no repeats").to_vec();
    bytes.extend_from_slice(b"&key=");
    bytes.extend_from_slice(KEY.as_bytes());
    bytes
}

fn signing(c: &mut Criterion) {
    let key = ApiKey::new(KEY).expect("a key");
    let bytes = to_hash(ORDER);
    let mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).expect("a key");
    let mut group = c.benchmark_group("sign");
    group.bench_function("floor/md5", |b| b.iter(|| Md5::digest(black_box(&bytes))));
    group.bench_function("wechat/md5", |b| b.iter(|| sign(black_box(ORDER), &key, SignType::Md5)));
    group.bench_function("floor/hmac-sha256", |b| {
        b.iter(|| {
            let mut mac = mac.clone();
            mac.update(black_box(&bytes));
            mac.finalize()
        })
    });
    group.bench_function("wechat/hmac-sha256", |b| b.iter(|| sign(black_box(ORDER), &key, SignType::HmacSha256)));
    group.finish();
}

fn canonical(c: &mut Criterion) {
    let mut group = c.benchmark_group("canonical");
    group.bench_function("wechat/sort", |b| {
        b.iter(|| sort(black_box(ORDER), &WECHAT).map(|sorted| sorted.iter().count()))
    });
    group.bench_function("wechat/string", |b| b.iter(|| sort(black_box(ORDER), &WECHAT).map(|sorted| sorted.to_vec())));
    group.finish();
}

fn events(body: &str) -> usize {
    let mut reader = Reader::from_str(body);
    let mut events = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) | Err(_) => return events,
            Ok(event) => {
                black_box(&event);
                events += 1;
            }
        }
    }
}

fn verifying(c: &mut Criterion) {
    let key = ApiKey::new(KEY).expect("a key");
    let body = notification(SignType::Md5);
    let text = std::str::from_utf8(&body).expect("text");
    let fields = xml::parse(&body, xml::ROOT).expect("a message");
    let mut bytes = sort(fields.as_slice(), &WECHAT).expect("no repeats").to_vec();
    bytes.extend_from_slice(b"&key=");
    bytes.extend_from_slice(KEY.as_bytes());
    let forged = text.replace("<total_fee><![CDATA[1000]]>", "<total_fee><![CDATA[1001]]>").into_bytes();
    let malformed = text.replace("</xml>", "</xmk>").into_bytes();
    let mut group = c.benchmark_group("verify");
    group.bench_function("floor/quick-xml-and-md5", |b| {
        b.iter(|| (events(black_box(text)), Md5::digest(black_box(&bytes))))
    });
    group.bench_function("wechat/notification", |b| b.iter(|| read(black_box(&body), &key).is_ok()));
    group.bench_function("wechat/notification-forged", |b| b.iter(|| read(black_box(&forged), &key).is_ok()));
    group.bench_function("wechat/notification-malformed", |b| b.iter(|| read(black_box(&malformed), &key).is_ok()));
    group.finish();
    let mut group = c.benchmark_group("parse");
    group.bench_function("floor/quick-xml", |b| b.iter(|| events(black_box(text))));
    group.bench_function("wechat/xml", |b| b.iter(|| xml::parse(black_box(&body), xml::ROOT).is_ok()));
    group.finish();
}

fn validating(c: &mut Criterion) {
    let message = xml::write(FULL_ORDER, xml::ROOT).expect("a message");
    let fields = xml::parse(&message, xml::ROOT).expect("a message");
    assert_eq!(validate(&UNIFIED_ORDER, &fields, None), []);
    let wrong = FULL_ORDER.iter().map(|(name, value)| (*name, if *name == "total_fee" { "08" } else { *value }));
    let wrong = Fields::from_pairs(wrong);
    assert_ne!(validate(&UNIFIED_ORDER, &wrong, None), []);
    let mut group = c.benchmark_group("validate");
    group.bench_function("floor/md5-of-message", |b| b.iter(|| Md5::digest(black_box(&message))));
    group.bench_function("wechat/unified-order", |b| b.iter(|| validate(&UNIFIED_ORDER, black_box(&fields), None)));
    group
        .bench_function("wechat/unified-order-wrong", |b| b.iter(|| validate(&UNIFIED_ORDER, black_box(&wrong), None)));
    group.finish();
}

criterion_group!(benches, signing, canonical, verifying, validating);
criterion_main!(benches);
