//! The messages of `alipay.md`, section 9.2, from which the vectors are made.

use serde_json::{Value, json};

use super::charset::Charset;
use super::form::Form;
use crate::keys::{A, Container, P};

/// The notification of ALI-EX-4 without its signature.
pub const NOTIFICATION: &[(&str, &str)] = &[
    ("app_id", "2014072300007148"),
    ("auth_app_id", "2014072300007148"),
    ("buyer_id", "2088000000000001"),
    ("buyer_logon_id", "tes***@example.com"),
    ("buyer_pay_amount", "88.88"),
    ("charset", "utf-8"),
    ("fund_bill_list", r#"[{"amount":"88.88","fundChannel":"ALIPAYACCOUNT"}]"#),
    ("gmt_create", "2026-01-01 12:00:30"),
    ("gmt_payment", "2026-01-01 12:01:04"),
    ("invoice_amount", "88.88"),
    ("notify_id", "2026010100222120104012345678901234"),
    ("notify_time", "2026-01-01 12:01:05"),
    ("notify_type", "trade_status_sync"),
    ("out_trade_no", "T20260101_0001"),
    ("passback_params", "a%3D1%26b%3D2"),
    ("point_amount", "0.00"),
    ("receipt_amount", "88.88"),
    ("seller_id", "2088000000000009"),
    ("subject", "测试商品 A+B"),
    ("total_amount", "88.88"),
    ("trade_no", "2026010122001400000000000001"),
    ("trade_status", "TRADE_SUCCESS"),
    ("version", "1.0"),
];

/// The browser return of ALI-EX-6 without its signature.
pub const RETURN: &[(&str, &str)] = &[
    ("app_id", "2014072300007148"),
    ("auth_app_id", "2014072300007148"),
    ("charset", "utf-8"),
    ("method", "alipay.trade.page.pay.return"),
    ("out_trade_no", "T20260101_0001"),
    ("seller_id", "2088000000000009"),
    ("timestamp", "2026-01-01 12:01:10"),
    ("total_amount", "88.88"),
    ("trade_no", "2026010122001400000000000001"),
    ("version", "1.0"),
];

/// `biz_content` of ALI-EX-1.
pub const BIZ_CONTENT: &str = r#"{"out_trade_no":"T20260101_0001","product_code":"FAST_INSTANT_TRADE_PAY","total_amount":"88.88","subject":"测试商品 A+B"}"#;

/// The request of ALI-EX-1 without its signature.
pub const REQUEST: &[(&str, &str)] = &[
    ("app_id", "2014072300007148"),
    ("biz_content", BIZ_CONTENT),
    ("charset", "utf-8"),
    ("format", "JSON"),
    ("method", "alipay.trade.page.pay"),
    ("notify_url", "https://merchant.example/notify"),
    ("return_url", "https://merchant.example/return"),
    ("sign_type", "RSA2"),
    ("timestamp", "2026-01-01 12:00:00"),
    ("version", "1.0"),
];

/// The node of ALI-EX-7.
pub const NODE: &str = r#"{"code":"10000","msg":"Success","trade_no":"2026010122001400000000000001","out_trade_no":"T20260101_0001","trade_status":"TRADE_SUCCESS","total_amount":"88.88","subject":"brace } and quote \" end","url":"https:\/\/merchant.example\/x","ext":{"n":1,"sign":"inner","a":{"b":"}"}}}"#;

/// The notification as a form.
pub fn notification() -> Form {
    Form::new(NOTIFICATION, Charset::Utf8)
}

/// The notification with another `notify_id`, so that no two vectors are one.
pub fn notification_no(n: u32) -> Form {
    notification().set("notify_id", format!("20260101002221201040123456{n:08}"))
}

/// The notification with `charset=GBK`, in GBK.
pub fn notification_gbk() -> Form {
    Form::new(NOTIFICATION, Charset::Gbk).set("charset", "GBK")
}

/// The return as a form.
pub fn browser_return() -> Form {
    Form::new(RETURN, Charset::Utf8)
}

/// The request's parameters with some set, added, or (with `None`) taken away.
pub fn request(changes: &[(&str, Option<&str>)]) -> Vec<(String, String)> {
    let mut params = crate::canonical::pairs(REQUEST);
    for (name, value) in changes {
        let at = params.iter().position(|(n, _)| n == name);
        match (at, value) {
            (Some(at), Some(value)) => params[at].1 = (*value).to_owned(),
            (Some(at), None) => drop(params.remove(at)),
            (None, Some(value)) => params.push(((*name).to_owned(), (*value).to_owned())),
            (None, None) => panic!("there is no parameter {name} to take away"),
        }
    }
    params
}

/// Pairs as a JSON object.
pub fn object(pairs: &[(String, String)]) -> Value {
    Value::Object(pairs.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect())
}

/// What a verifier is configured with: key P and RSA2.
pub fn verifier() -> Value {
    json!({"public_key": P.public_pem(), "sign_type": "RSA2"})
}

/// What a signer is configured with: key A and RSA2.
pub fn signer() -> Value {
    json!({"private_key": A.private_pem(Container::Pkcs8), "sign_type": "RSA2"})
}

/// The merchant's order that ALI-EX-4 pays.
pub fn order() -> Value {
    json!({
        "out_trade_no": "T20260101_0001", "total_amount": "88.88",
        "app_id": "2014072300007148", "seller_id": "2088000000000009"
    })
}

/// Verdict fields that most notifications' outputs are compared with.
pub fn fields_of(form: &Form) -> Value {
    let names = ["out_trade_no", "total_amount", "trade_no", "trade_status"];
    Value::Object(names.iter().map(|name| ((*name).to_owned(), Value::from(form.text(name)))).collect())
}
