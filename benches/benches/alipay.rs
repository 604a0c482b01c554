//! Alipay: signing and verifying, beside aws-lc's bare RSA over the same bytes.

use std::hint::black_box;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use criterion::{Criterion, criterion_group, criterion_main};
use payspec_benches::alipay::{APP_PRIVATE, REQUEST, Sample, notification, response};
use payspec_core::alipay::trade_query::Answer;
use payspec_core::alipay::{self, request};
use payspec_core::canonical::{ALIPAY_REQUEST, sort};
use payspec_core::crypto::keys::PrivateKey;
use payspec_core::crypto::rsa::Scheme;
use payspec_core::wire::charset::Charset;
use payspec_core::wire::form;
use rsa::pkcs1::EncodeRsaPublicKey;
use rsa::pkcs8::DecodePublicKey;

const PUBLIC: &str = include_str!("../../core/tests/alipay_data/alipay-public.txt");

fn bare_key() -> ParsedPublicKey {
    let der = STANDARD.decode(PUBLIC.trim()).expect("base64");
    let key = rsa::PublicKey::from_public_key_der(&der).expect("a key");
    let der = key.to_pkcs1_der().expect("a key");
    ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der.as_bytes()).expect("a key")
}

fn signing(c: &mut Criterion) {
    let key = PrivateKey::read(APP_PRIVATE).expect("a key");
    let bytes = sort(REQUEST, &ALIPAY_REQUEST).expect("no repeats").to_vec();
    let bare = KeyPair::from_pkcs8(&STANDARD.decode(APP_PRIVATE.trim()).expect("base64")).expect("a key");
    let mut group = c.benchmark_group("sign");
    group.bench_function("floor/rsa2", |b| {
        let mut signature = vec![0; bare.public_modulus_len()];
        let random = SystemRandom::new();
        b.iter(|| bare.sign(&RSA_PKCS1_SHA256, &random, black_box(&bytes), &mut signature))
    });
    group.bench_function("alipay/rsa2", |b| {
        b.iter(|| alipay::sign::sign(black_box(REQUEST), &key, Scheme::Rsa2, Charset::Utf8))
    });
    group.bench_function("alipay/page-pay-url", |b| {
        b.iter(|| request::sign(black_box(REQUEST), &key, Scheme::Rsa2).map(|request| request.url("https://g.example")))
    });
    group.finish();
}

fn verifying(c: &mut Criterion) {
    let bare = bare_key();
    let floor = |sample: &Sample| {
        let signature = STANDARD.decode(&sample.sign).expect("base64");
        bare.verify_sig(black_box(&sample.signed), &signature).is_ok()
    };
    let mut group = c.benchmark_group("verify");
    let sample = notification();
    let signature = STANDARD.decode(&sample.sign).expect("base64");
    assert!(floor(&sample));
    group.bench_function("floor/rsa2-notification", |b| {
        b.iter(|| bare.verify_sig(black_box(&sample.signed), &signature))
    });
    let read = |body: &[u8]| alipay::notification::read(None, body, &sample.key, Scheme::Rsa2).is_ok();
    assert!(read(&sample.body));
    group.bench_function("alipay/notification", |b| b.iter(|| read(black_box(&sample.body))));
    let text = String::from_utf8(sample.body.clone()).expect("ASCII");
    let forged = text.replace("total_amount=88.88", "total_amount=88.89").into_bytes();
    assert!(!read(&forged));
    group.bench_function("alipay/notification-forged", |b| b.iter(|| read(black_box(&forged))));

    let sample = response();
    let signature = STANDARD.decode(&sample.sign).expect("base64");
    group.bench_function("floor/rsa2-response", |b| b.iter(|| bare.verify_sig(black_box(&sample.signed), &signature)));
    let read = |body| alipay::response::read(body, "alipay.trade.query", &sample.key, Scheme::Rsa2, Charset::Utf8);
    group.bench_function("alipay/response", |b| b.iter(|| read(black_box(&sample.body)).is_ok()));
    group.bench_function("alipay/response-parsed", |b| {
        b.iter(|| read(black_box(&sample.body)).and_then(|response| Answer::read(&response)).is_ok())
    });
    group.finish();
}

fn parsing(c: &mut Criterion) {
    let sample = notification();
    let mut group = c.benchmark_group("parse");
    group.bench_function("alipay/form", |b| b.iter(|| form::parse(black_box(&sample.body)).is_ok()));
    group.finish();
}

criterion_group!(benches, signing, verifying, parsing);
criterion_main!(benches);
