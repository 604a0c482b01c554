//! For `benches/peers/run`: `peers messages` prints the messages that every implementation is given, `peers times` how
//! many nanoseconds ours takes for each, as JSON.

use std::time::Instant;

use payspec_benches::alipay::{APP_PRIVATE, PUBLIC, REQUEST, notification};
use payspec_benches::wechat::{self, KEY, ORDER};
use payspec_core::alipay;
use payspec_core::crypto::keys::PrivateKey;
use payspec_core::crypto::rsa::Scheme;
use payspec_core::wechat::sign::{ApiKey, SignType, sign};
use payspec_core::wire::charset::Charset;
use serde_json::{Map, Value, json};

fn object(pairs: &[(&str, &str)]) -> Map<String, Value> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect()
}

/// The fastest of many batches of about a millisecond, for one call in nanoseconds. The peers are timed alike.
fn fastest(run: impl Fn() -> bool) -> f64 {
    let (mut times, mut fastest, began) = (1_u32, f64::INFINITY, Instant::now());
    while began.elapsed().as_secs_f64() < 2.0 {
        let started = Instant::now();
        assert!((0..times).all(|_| run()));
        let took = started.elapsed().as_secs_f64();
        if took < 1e-3 {
            times *= 2;
        } else {
            fastest = fastest.min(took / f64::from(times));
        }
    }
    fastest * 1e9
}

fn main() {
    let body = wechat::notification(SignType::Md5);
    let message = notification();
    let answer = match std::env::args().nth(1).as_deref() {
        Some("messages") => json!({
            "key": KEY,
            "order": object(ORDER),
            "notification": String::from_utf8_lossy(&body),
            "request": object(REQUEST),
            "private_key": APP_PRIVATE.trim(),
            "public_key": PUBLIC.trim(),
            "alipay_notification": String::from_utf8_lossy(&message.body),
        }),
        Some("times") => {
            let key = ApiKey::new(KEY).expect("a key");
            let private = PrivateKey::read(APP_PRIVATE).expect("a key");
            json!({
                "wechat-sign": fastest(|| sign(ORDER, &key, SignType::Md5).is_ok()),
                "wechat-notification": fastest(|| payspec_core::wechat::notification::read(&body, &key).is_ok()),
                "alipay-sign": fastest(|| alipay::sign::sign(REQUEST, &private, Scheme::Rsa2, Charset::Utf8).is_ok()),
                "alipay-notification": fastest(|| {
                    alipay::notification::read(None, &message.body, &message.key, Scheme::Rsa2).is_ok()
                }),
            })
        }
        _ => panic!("usage: peers messages|times"),
    };
    println!("{answer}");
}
