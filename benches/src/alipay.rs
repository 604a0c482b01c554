//! Alipay's messages, made with the project's test keys (alipay.md, section 9.2).

use payspec_core::canonical::{ALIPAY_NOTIFICATION, sort};
use payspec_core::crypto::keys::{PrivateKey, PublicKey};
use payspec_core::crypto::rsa::Scheme;
use payspec_core::wire::form;

/// Key A, the merchant's application key.
pub const APP_PRIVATE: &str = include_str!("../../core/tests/alipay_data/app-private.txt");
const ALIPAY_PRIVATE: &str = include_str!("../../core/tests/alipay_data/alipay-private.txt");
/// Key B, the public half of Alipay's.
pub const PUBLIC: &str = include_str!("../../core/tests/alipay_data/alipay-public.txt");

/// A page pay request as ALI-EX-1 has it.
pub const REQUEST: &[(&str, &str)] = &[
    ("app_id", "2014072300007148"),
    (
        "biz_content",
        "{\"out_trade_no\":\"T20260101_0001\",\"product_code\":\"FAST_INSTANT_TRADE_PAY\",\"total_amount\":\"88.88\",\
         \"subject\":\"测试商品 A+B\"}",
    ),
    ("charset", "utf-8"),
    ("format", "JSON"),
    ("method", "alipay.trade.page.pay"),
    ("notify_url", "https://merchant.example/notify"),
    ("return_url", "https://merchant.example/return"),
    ("sign_type", "RSA2"),
    ("timestamp", "2026-01-01 12:00:00"),
    ("version", "1.0"),
];

/// A notification as ALI-EX-4 has it.
const NOTIFICATION: &[(&str, &str)] = &[
    ("gmt_create", "2026-01-01 12:00:30"),
    ("charset", "utf-8"),
    ("seller_id", "2088000000000009"),
    ("subject", "测试商品 A+B"),
    ("buyer_id", "2088000000000001"),
    ("buyer_logon_id", "tes***@example.com"),
    ("invoice_amount", "88.88"),
    ("notify_id", "2026010100222120104012345678901234"),
    ("fund_bill_list", "[{\"amount\":\"88.88\",\"fundChannel\":\"ALIPAYACCOUNT\"}]"),
    ("notify_type", "trade_status_sync"),
    ("trade_status", "TRADE_SUCCESS"),
    ("receipt_amount", "88.88"),
    ("buyer_pay_amount", "88.88"),
    ("app_id", "2014072300007148"),
    ("auth_app_id", "2014072300007148"),
    ("gmt_payment", "2026-01-01 12:01:04"),
    ("notify_time", "2026-01-01 12:01:05"),
    ("out_trade_no", "T20260101_0001"),
    ("passback_params", "a%3D1%26b%3D2"),
    ("point_amount", "0.00"),
    ("total_amount", "88.88"),
    ("trade_no", "2026010122001400000000000001"),
    ("version", "1.0"),
];

/// What Alipay sent, and what the bare verification of it needs.
pub struct Sample {
    /// The body on the wire.
    pub body: Vec<u8>,
    /// The bytes that are signed.
    pub signed: Vec<u8>,
    /// `sign`, in Base64.
    pub sign: String,
    /// Alipay's key.
    pub key: PublicKey,
}

fn keys() -> (PrivateKey, PublicKey) {
    let private = PrivateKey::read(ALIPAY_PRIVATE).expect("a test key");
    (private, PublicKey::read(PUBLIC).expect("a test key"))
}

/// A genuine notification.
///
/// # Panics
/// Never: the message is fixed.
pub fn notification() -> Sample {
    let (private, key) = keys();
    let signed = sort(NOTIFICATION, &ALIPAY_NOTIFICATION).expect("no repeats").to_vec();
    let sign = private.sign(Scheme::Rsa2, &signed).expect("a key of 2048 bits");
    let mut fields = NOTIFICATION.to_vec();
    fields.extend([("sign_type", "RSA2"), ("sign", &sign)]);
    Sample { body: form::write(&fields).into_bytes(), signed, sign, key }
}

/// A genuine response to a query, 2 kB long.
///
/// # Panics
/// Never: the message is fixed.
pub fn response() -> Sample {
    let (private, key) = keys();
    let bills: Vec<String> = (0..24)
        .map(|n| format!("{{\"fund_channel\":\"ALIPAYACCOUNT\",\"amount\":\"{n}.00\",\"real_amount\":\"{n}.00\"}}"))
        .collect();
    let node = format!(
        "{{\"code\":\"10000\",\"msg\":\"Success\",\"trade_no\":\"2026010122001400000000000001\",\
         \"out_trade_no\":\"T20260101_0001\",\"trade_status\":\"TRADE_SUCCESS\",\"total_amount\":\"88.88\",\
         \"subject\":\"brace }} and quote \\\" end\",\"fund_bill_list\":[{}]}}",
        bills.join(",")
    );
    let sign = private.sign(Scheme::Rsa2, node.as_bytes()).expect("a key of 2048 bits");
    let body = format!("{{\"alipay_trade_query_response\":{node},\"sign\":\"{sign}\"}}").into_bytes();
    Sample { body, signed: node.into_bytes(), sign, key }
}
