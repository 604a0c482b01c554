//! Seeds from the vectors: what each operation's input gives to the targets. `examples/fuzz_files.rs` writes them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::draw::Ink;
use super::keys::{API_KEY, API_KEY_TEXT};
use super::naive::{self, cipher};
use super::{alipay_request, message_table, native_link, wechat_sign};
use crate::spec;
use crate::wechat::native;
use crate::wire::xml;

/// The messages that the target `explain` is about: provider and name, as on payspec's command line.
pub const EXPLAINED: &[(&str, &str)] = &[
    ("wechat", "unifiedorder"),
    ("wechat", "orderquery-response"),
    ("wechat", "notification"),
    ("wechat", "refund-notification"),
    ("wechat", "native-link"),
    ("wechat", "native-callback"),
    ("wechat", "native-reply"),
    ("wechat", "jsapi"),
    ("wechat", "app"),
    ("alipay", "page.pay"),
    ("alipay", "notification"),
    ("alipay", "return"),
    ("alipay", "response"),
];

/// Names that the fields of such a message mostly have, where the target draws them.
pub const EXPLAINED_NAMES: &[&str] = &[
    "appid",
    "mch_id",
    "nonce_str",
    "body",
    "attach",
    "total_fee",
    "out_trade_no",
    "coupon_fee_2",
    "coupon_fee_10",
    "notify_url",
    "sign_type",
    "appId",
    "timeStamp",
    "nonceStr",
    "package",
    "signType",
    "partnerid",
    "prepayid",
    "app_id",
    "charset",
    "method",
    "biz_content",
    "total_amount",
    "app_cert_sn",
    "Zeta",
    "ab",
    "a_z",
];

/// The longest input of the target `explain`, in bytes.
pub const EXPLAINED_MAX_LEN: usize = 2048;

/// A target's name and an input for it.
pub type Seed = (&'static str, Vec<u8>);

/// The seeds that an operation's input gives, in the shapes of the adapter protocol.
pub fn of_input(op: &str, input: &Map<String, Value>) -> Vec<Seed> {
    let mut seeds = Vec::new();
    let text = |name: &str| input.get(name).and_then(Value::as_str);
    let body = text("body_b64").and_then(|body| STANDARD.decode(body).ok());
    let explained = match op {
        "wechat.response" => "orderquery-response",
        "wechat.notify" => "notification",
        "wechat.refund_notify" => "refund-notification",
        "wechat.native_callback" => "native-callback",
        "alipay.response" => "response",
        _ => "notification",
    };
    if let Some(body) = body.as_deref().or(text("query").or(text("url")).map(str::as_bytes)) {
        let provider = op.split('.').next().unwrap_or_default();
        let name = if op == "alipay.return" { "return" } else { explained };
        let place = EXPLAINED.iter().position(|kind| *kind == (provider, name)).unwrap_or_default();
        seeds.push(("explain", [&[0, place as u8, 0], body].concat()));
    }
    if let Some(body) = body {
        let targets: &[&str] = match op {
            "wechat.refund_notify" => &["refund_req_info", "wechat_xml"],
            "alipay.response" => &["alipay_response", "biz_content"],
            _ if op.starts_with("wechat.") => &["wechat_notification", "wechat_xml"],
            _ => &["alipay_notification", "alipay_form"],
        };
        let inner = (op == "wechat.refund_notify").then(|| within(&body)).flatten();
        seeds.extend(targets.iter().map(|target| (*target, body.clone())));
        seeds.extend(inner.map(|inner| ("refund_req_info", inner)));
    }
    if let Some(query) = text("query") {
        seeds.push(("alipay_return", query.as_bytes().to_vec()));
        seeds.push(("alipay_form", query.as_bytes().to_vec()));
    }
    for key in ["public_key", "private_key"] {
        let key = input.get(key).and_then(|key| key.get("text")).and_then(Value::as_str);
        seeds.extend(key.map(|key| ("alipay_keys", key.as_bytes().to_vec())));
    }
    let params = input.get("params").and_then(Value::as_object);
    seeds.extend(of_params(op, text("message"), params.unwrap_or(input)));
    seeds
}

/// The text within a refund notification.
fn within(body: &[u8]) -> Option<Vec<u8>> {
    let pairs = naive::pairs(&xml::parse(body, xml::ROOT).ok()?);
    cipher::decrypt_req_info(naive::get(&pairs, "req_info")?, API_KEY_TEXT)
}

fn of_params(op: &str, message: Option<&str>, params: &Map<String, Value>) -> Vec<Seed> {
    let pairs: Vec<(&str, &str)> = params.iter().filter_map(|(name, value)| Some((&**name, value.as_str()?))).collect();
    let head = |ink: Ink| ink.byte(0).byte(0);
    let mut seeds = Vec::new();
    match op {
        "wechat.sign" | "wechat.request" | "wechat.native_reply" | "wechat.jsapi" | "wechat.app" => {
            seeds.push(("wechat_sign", head(Ink::default()).pairs(pairs.clone(), wechat_sign::NAMES).into_bytes()));
        }
        "wechat.native_url" => {
            seeds.push(("native_link", Ink::default().byte(0).pairs(pairs.clone(), native_link::NAMES).into_bytes()));
            let owned: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            seeds.extend(native::link(&owned, &API_KEY).ok().map(|link| ("native_link", link.into_bytes())));
        }
        "alipay.sign" | "alipay.page_pay" => {
            seeds.push((
                "alipay_request",
                head(Ink::default()).pairs(pairs.clone(), alipay_request::NAMES).into_bytes(),
            ));
        }
        _ => {}
    }
    if let Some((message, choice)) = message.and_then(spec::message).and_then(|m| Some((m, message_table::choice(m)?)))
    {
        for hours in [0, 1] {
            let ink = Ink::default().byte(choice).byte(hours);
            seeds.push(("validate", ink.fields(pairs.clone(), message).into_bytes()));
        }
    }
    for (name, value) in pairs {
        if ["biz_content", "scene_info", "detail"].contains(&name) {
            seeds.push(("biz_content", value.as_bytes().to_vec()));
        }
        if (name.contains("time") || name.contains("fee") || name.contains("amount")) && value.len() <= 64 {
            seeds.push(("time_money", value.as_bytes().to_vec()));
        }
    }
    seeds
}

/// Messages for `explain` with each of its slips and ways of writing: it takes the number that it is given modulo the
/// number of them.
fn mistaken() -> impl Iterator<Item = Seed> {
    const PAIRS: &[(&str, &str)] = &[
        ("out_trade_no", "0"),
        ("appid", "wxd930ea5d5a258f4f"),
        ("body", " 测试 A+B<&> "),
        ("notify_url", "https://pay.example.com/notify?x=1"),
        ("attach", ""),
        ("ab", "@x"),
        ("a_z", "{\"a\":1}"),
        ("Zeta", "v"),
        ("coupon_fee_10", "5"),
        ("coupon_fee_2", "  "),
        ("app_cert_sn", "1"),
    ];
    const KINDS: [(&str, &str); 4] =
        [("wechat", "unifiedorder"), ("wechat", "jsapi"), ("alipay", "page.pay"), ("alipay", "notification")];
    EXPLAINED.iter().zip(0u8..).filter(|(kind, _)| KINDS.contains(kind)).flat_map(|((provider, name), place)| {
        (0..80u8).map(move |slip| {
            let sign_type = match (*provider, slip % 3) {
                ("wechat", 0) => "HMAC-SHA256",
                ("wechat", _) => "MD5",
                (_, 0) => "RSA",
                (_, _) => "RSA2",
            };
            let field = if *name == "jsapi" { "signType" } else { "sign_type" };
            // A message that is made, with how many slips, which, in what field, and how the signature is written.
            let head = match slip {
                0..72 => vec![1, place, slip % 2, 1, slip, slip / 3, 0],
                _ => vec![1, place, slip % 2, 0, 0, slip],
            };
            let ink = head.into_iter().fold(Ink::default(), Ink::byte);
            let pairs = PAIRS.iter().copied().chain([(field, sign_type)]);
            ("explain", ink.pairs(pairs, EXPLAINED_NAMES).into_bytes())
        })
    })
}

/// Seeds that no vector gives.
pub fn others() -> Vec<Seed> {
    let mut seeds: Vec<Seed> =
        (0..4).flat_map(|kind| (0..8).map(move |which| ("transition", vec![kind, which, 1, 0, 2, 1, 2, 0]))).collect();
    seeds.extend(mistaken());
    let certificate = include_str!("../../tests/alipay_data/app.crt");
    seeds.push(("alipay_keys", certificate.as_bytes().to_vec()));
    for amount in ["0.01", "100000000.00", "088.80", ".5", "88", "1.005", "18446744073709551615"] {
        seeds.push(("time_money", amount.as_bytes().to_vec()));
    }
    for time in
        ["20240229235959", "2026-01-01 12:00:00", "2026-01-01T12:00", "2026-01-01 12:00:00.123", "20230229000000"]
    {
        seeds.push(("time_money", time.as_bytes().to_vec()));
    }
    seeds
}
