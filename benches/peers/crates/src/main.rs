//! `payspec-peers MESSAGES`: how many nanoseconds crates take for the messages of `peers messages`, as JSON by crate. Their
//! clients are made once; each call is the one that their documentation shows.

use std::time::Instant;

use alipay_sdk_rust::pay::{PayClient, Payer};
use serde_json::{Value, json};

/// The fastest of many batches of about a millisecond, for one call in nanoseconds, as for payspec itself.
fn fastest(run: impl Fn() -> bool) -> f64 {
    let (mut times, mut fastest, began) = (1_u32, f64::INFINITY, Instant::now());
    while began.elapsed().as_secs_f64() < 2.0 {
        let started = Instant::now();
        assert!((0..times).all(|_| run()), "the crate refuses a genuine message");
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
    let path = std::env::args().nth(1).expect("usage: payspec-peers MESSAGES");
    let messages = std::fs::read_to_string(path).expect("a file of messages");
    let messages: Value = serde_json::from_str(&messages).expect("JSON");
    let text = |name: &str| messages[name].as_str().expect("text").to_owned();
    let (private, public) = (text("private_key"), text("public_key"));
    let mut builder = PayClient::builder();
    builder
        .api_url("https://example.com")
        .private_key(&private)
        .public_key("unused")
        .alipay_public_key(&public)
        .app_cert_sn("")
        .alipay_root_cert_sn("")
        .app_id("2014072300007148")
        .format_json()
        .charset_utf8()
        .sign_type_rsa2()
        .version_1_0();
    let client = builder.build().expect("a client");
    let notification = text("alipay_notification").into_bytes();
    let took = fastest(|| client.async_verify_sign(&notification).is_ok_and(|genuine| genuine));
    println!("{}", json!({ "alipay_sdk_rust": { "alipay-notification": took } }));
}
