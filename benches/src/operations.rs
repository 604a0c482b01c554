//! The operations whose instructions and allocations are counted: named, prepared, and free of anything random.

use std::hint::black_box;

use payspec_core::alipay::trade_query::Answer;
use payspec_core::alipay::{self as core_alipay, response};
use payspec_core::crypto::rsa::Scheme;
use payspec_core::fields::Fields;
use payspec_core::validate::validate;
use payspec_core::wechat::sign::{ApiKey, SignType, sign};
use payspec_core::wechat::tables::UNIFIED_ORDER;
use payspec_core::wechat::{self as core_wechat};
use payspec_core::wire::charset::Charset;
use payspec_core::wire::{form, json, xml};

use crate::{alipay, wechat};

/// One operation on a fixed message.
pub struct Operation {
    /// As it stands in `instructions.toml`.
    pub name: &'static str,
    /// Does it once and says whether it succeeded.
    pub run: Box<dyn Fn() -> bool>,
}

/// All of them. The keys and messages are prepared here, so that `run` is the operation alone.
///
/// # Panics
/// Never: the messages are fixed.
pub fn all() -> Vec<Operation> {
    let key = ApiKey::new(wechat::KEY).expect("the key is fixed");
    let body = wechat::notification(SignType::Md5);
    let order = Fields::from_pairs(wechat::FULL_ORDER.iter().copied());
    let notification = alipay::notification();
    let answer = alipay::response();
    let node = String::from_utf8(answer.signed.clone()).expect("text");
    let (key2, key3, body2) = (key.clone(), key.clone(), body.clone());
    let form_body = notification.body.clone();
    let answer_body = answer.body.clone();
    let read = |sample: &alipay::Sample| {
        response::read(&sample.body, "alipay.trade.query", &sample.key, Scheme::Rsa2, Charset::Utf8)
            .and_then(|response| Answer::read(&response))
            .is_ok()
    };
    let operation = |name, run: Box<dyn Fn() -> bool>| Operation { name, run };
    vec![
        operation("wechat-sign-md5", Box::new(move || sign(black_box(wechat::ORDER), &key, SignType::Md5).is_ok())),
        operation(
            "wechat-sign-hmac",
            Box::new(move || sign(black_box(wechat::ORDER), &key2, SignType::HmacSha256).is_ok()),
        ),
        operation("wechat-parse", Box::new(move || xml::parse(black_box(&body2), xml::ROOT).is_ok())),
        operation(
            "wechat-notification",
            Box::new(move || core_wechat::notification::read(black_box(&body), &key3).is_ok()),
        ),
        operation("wechat-validate", Box::new(move || validate(&UNIFIED_ORDER, black_box(&order), None).is_empty())),
        operation("alipay-parse", Box::new(move || form::parse(black_box(&form_body)).is_ok())),
        operation(
            "alipay-notification",
            Box::new(move || {
                core_alipay::notification::read(None, black_box(&notification.body), &notification.key, Scheme::Rsa2)
                    .is_ok()
            }),
        ),
        operation(
            "alipay-response-members",
            Box::new(move || json::members(black_box(&answer_body), Charset::Utf8).is_ok()),
        ),
        operation("alipay-response-json", Box::new(move || json::parse(black_box(&node)).is_ok())),
        operation("alipay-response", Box::new(move || read(black_box(&answer)))),
    ]
}
