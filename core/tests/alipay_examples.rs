//! The worked examples of alipay.md, section 9.2: every string, signature and body there was made with Python's
//! `cryptography` and checked with OpenSSL.

mod alipay_data;

use alipay_data::examples::*;
use alipay_data::*;
use payspec_core::alipay::sign::Scheme;
use payspec_core::alipay::{notification, page_pay, request, response, return_url, sign};
use payspec_core::crypto::keys::PrivateKey;
use payspec_core::order::Order;
use payspec_core::wire::charset::Charset;
use payspec_core::wire::form;

fn order() -> Order {
    Order {
        number: "T20260101_0001".into(),
        fen: 8888,
        currency: "CNY".into(),
        application: "2014072300007148".into(),
        merchant: "2088000000000009".into(),
    }
}

#[test]
fn requests() {
    let legacy = PrivateKey::read(LEGACY_PRIVATE).unwrap();
    for (string, key, scheme, charset, expected) in [
        (EX_1_STRING, &app(), Scheme::Rsa2, Charset::Utf8, EX_1_SIGN),
        (EX_2_STRING, &app(), Scheme::Rsa2, Charset::Gbk, EX_2_SIGN),
        (EX_3_STRING, &app(), Scheme::Rsa, Charset::Utf8, EX_3A_SIGN),
        (EX_3_STRING, &legacy, Scheme::Rsa, Charset::Utf8, EX_3B_SIGN),
    ] {
        let mut params = fields(string);
        params.reverse();
        let signature = sign::sign(&params, key, scheme, charset).unwrap();
        assert_eq!(charset.decode(&signature.canonical).unwrap(), string);
        assert_eq!(signature.sign, expected);
        let url = page_pay::url(&params, key, scheme, "https://gateway.example/").unwrap();
        let query = url.strip_prefix("https://gateway.example/?").unwrap();
        let received = form::parse(query.as_bytes()).unwrap();
        assert_eq!(sign::verify(&received, key.public(), scheme), Ok(()));
    }
}

#[test]
fn layout_of_a_request() {
    let params = fields(EX_1_STRING);
    let request = request::sign(&params, &app(), Scheme::Rsa2).unwrap();
    let post = request.post(page_pay::GATEWAY);
    let sorted = |url: &str| {
        let (gateway, query) = url.split_once('?').unwrap();
        let mut parts: Vec<&str> = query.split('&').collect();
        parts.sort_unstable();
        format!("{gateway}?{}", parts.join("&"))
    };
    assert_eq!(sorted(&post.url), sorted(EX_1_ACTION));
    assert_eq!(post.body, EX_1_BODY);
    assert_eq!(post.content_type, "application/x-www-form-urlencoded;charset=utf-8");
}

#[test]
fn the_call_builder_gives_the_parameters_of_the_example() {
    let biz_content = r#"{"out_trade_no":"T20260101_0001","product_code":"FAST_INSTANT_TRADE_PAY","total_amount":"88.88","subject":"测试商品 A+B"}"#;
    let mut call = request::Call {
        application: "2014072300007148",
        method: page_pay::METHOD,
        charset: Charset::Utf8,
        scheme: Scheme::Rsa2,
        timestamp: "2026-01-01 12:00:00",
        notify_url: Some("https://merchant.example/notify"),
        return_url: Some("https://merchant.example/return"),
        certificates: None,
        biz_content,
    };
    let params = call.params();
    assert_eq!(request::sign(&params, &app(), Scheme::Rsa2).unwrap().signature().sign, EX_1_SIGN);
    call.certificates = Some(("a", "b_c"));
    let numbers: Vec<_> = call.params().into_iter().filter(|(name, _)| name.ends_with("cert_sn")).collect();
    assert_eq!(numbers, [("app_cert_sn", "a"), ("alipay_root_cert_sn", "b_c")]);
}

#[test]
fn notification() {
    let verified = notification::read(None, EX_4_BODY.as_bytes(), &alipay_public(), Scheme::Rsa2).unwrap();
    assert!(verified.says_paid());
    assert_eq!(verified.text("subject").unwrap(), "测试商品 A+B");
    assert_eq!(verified.text("passback_params").unwrap(), "a%3D1%26b%3D2");
    assert_eq!(verified.texts().count(), 25);
    let accepted = verified.accept(&order()).unwrap();
    assert_eq!((accepted.number(), accepted.fen()), ("T20260101_0001", 8888));
    assert_eq!(accepted.payment(), "2026010122001400000000000001");
}

#[test]
fn the_other_rule_is_not_tried() {
    let body = with_sign(&with(fields(EX_4_STRING), &[("sign_type", Some("RSA2"))]), EX_4V2_SIGN);
    let refusal = notification::read(None, body.as_bytes(), &alipay_public(), Scheme::Rsa2).unwrap_err();
    assert_eq!(refusal.code.id(), "sign-wrong");
}

#[test]
fn gbk_notification() {
    let text = EX_4_STRING.replace("charset=utf-8", "charset=GBK");
    let gbk: Vec<(String, Vec<u8>)> = fields(&text)
        .into_iter()
        .map(|(name, value)| (name, Charset::Gbk.encode(std::str::from_utf8(&value).unwrap()).unwrap().into_owned()))
        .collect();
    let body = with_sign(&gbk, EX_4GBK_SIGN);
    // A header's charset is of no account.
    let header = Some("application/x-www-form-urlencoded; charset=utf-8");
    let verified = notification::read(header, body.as_bytes(), &alipay_public(), Scheme::Rsa2).unwrap();
    assert_eq!(verified.charset(), Charset::Gbk);
    assert_eq!(verified.text("subject").unwrap(), "测试商品 A+B");
    assert!(verified.accept(&order()).is_ok());
    // The same signature does not fit the text in UTF-8.
    let body = with_sign(&fields(&text), EX_4GBK_SIGN);
    let refusal = notification::read(None, body.as_bytes(), &alipay_public(), Scheme::Rsa2).unwrap_err();
    assert_eq!(refusal.code.id(), "sign-wrong");
}

#[test]
fn an_empty_value_by_both_readings() {
    let pairs = with(fields(EX_4_STRING), &[("body", Some(""))]);
    for sign in [EX_5_SIGN, EX_4_SIGN] {
        let body = with_sign(&pairs, sign);
        let verified = notification::read(None, body.as_bytes(), &alipay_public(), Scheme::Rsa2).unwrap();
        assert_eq!(verified.text("body").unwrap(), "");
        assert!(verified.accept(&order()).is_ok());
    }
    let body = with_sign(&fields(EX_4_STRING), EX_5_SIGN);
    assert!(notification::read(None, body.as_bytes(), &alipay_public(), Scheme::Rsa2).is_err());
}

#[test]
fn browser_return() {
    let query = with_sign(&with(fields(EX_6_STRING), &[("sign_type", Some("RSA2"))]), EX_6_SIGN);
    let verified = return_url::read(query.as_bytes(), &alipay_public(), Scheme::Rsa2).unwrap();
    assert_eq!(verified.text("out_trade_no").unwrap(), "T20260101_0001");
    assert_eq!(verified.text("timestamp").unwrap(), "2026-01-01 12:01:10");
    // Posted to the notify address it is genuine, and still no payment.
    let posted = notification::read(None, query.as_bytes(), &alipay_public(), Scheme::Rsa2).unwrap();
    assert!(!posted.says_paid());
    assert_eq!(posted.accept(&order()).unwrap_err().code.id(), "not-a-payment");
    let own = format!("{query}&_config=1");
    assert_eq!(return_url::read(own.as_bytes(), &alipay_public(), Scheme::Rsa2).unwrap_err().code.id(), "sign-wrong");
}

#[test]
fn response() {
    let read = |body: &str| {
        let key = alipay_public();
        match response::read(body.as_bytes(), "alipay.trade.query", &key, Scheme::Rsa2, Charset::Utf8).unwrap() {
            response::Response::Signed(verified) => verified.text().unwrap().into_owned(),
            response::Response::Failed(failure) => panic!("unsigned {failure:?}"),
        }
    };
    assert_eq!(read(EX_7_BODY), EX_7_NODE);
}
