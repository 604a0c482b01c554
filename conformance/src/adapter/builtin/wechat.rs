//! WeChat Pay's operations.

use payspec_core::canonical::{self, WECHAT};
use payspec_core::finding::{Refusal, code};
use payspec_core::order::Order;
use payspec_core::wechat::message::{Response, Verified};
use payspec_core::wechat::reply::{self, Reply};
use payspec_core::wechat::sign::{self, ApiKey, SignType};
use payspec_core::wechat::{app, jsapi, native, notification, order_query, refund_notification, request};
use serde_json::{Map, Value, json};

use super::input::{bytes, object, optional, pairs, text};
use super::{Operation, Output, Trouble, body_b64, text_fields, validate_message};

pub(super) const OPERATIONS: &[(&str, Operation)] = &[
    ("wechat.sign", sign),
    ("wechat.request", request),
    ("wechat.notify", notify),
    ("wechat.accept", accept),
    ("wechat.response", response),
    ("wechat.reply", reply),
    ("wechat.native_url", native_url),
    ("wechat.native_callback", native_callback),
    ("wechat.native_reply", native_reply),
    ("wechat.jsapi", jsapi),
    ("wechat.app", app),
    ("wechat.refund_notify", refund_notify),
    ("wechat.validate", validate_message),
];

fn key(input: &Map<String, Value>) -> Result<ApiKey, Trouble> {
    Ok(ApiKey::new(text(input, "key")?)?)
}

fn sign_type(input: &Map<String, Value>) -> Result<SignType, Trouble> {
    Ok(match optional(input, "sign_type")? {
        Some(name) => SignType::parse(name.as_bytes())?,
        None => SignType::Md5,
    })
}

fn sign(input: &Map<String, Value>) -> Output {
    let params = pairs(input, "params")?;
    let signature = sign::sign(&params, &key(input)?, sign_type(input)?)?;
    let canonical = canonical::sort(&params, &WECHAT)?.to_vec();
    Ok(json!({ "sign": signature.as_str(), "canonical": String::from_utf8_lossy(&canonical) }))
}

fn request(input: &Map<String, Value>) -> Output {
    let params = pairs(input, "params")?;
    Ok(body_b64(&request::write(&params, &key(input)?, sign_type(input)?)?))
}

fn message_output(message: &Verified<'_>) -> Value {
    json!({ "fields": text_fields(message.fields()), "paid": message.says_paid() })
}

fn notify(input: &Map<String, Value>) -> Output {
    let body = bytes(input, "body_b64")?;
    Ok(message_output(&notification::read(&body, &key(input)?)?))
}

fn accept(input: &Map<String, Value>) -> Output {
    let body = bytes(input, "body_b64")?;
    let order = object(input, "order")?;
    let fen = text(order, "amount_fen")?.parse().map_err(|_| Refusal::new(code::ARGUMENT_INVALID))?;
    let order = Order {
        number: text(order, "out_trade_no")?.to_owned(),
        fen,
        currency: optional(order, "fee_type")?.unwrap_or("CNY").to_owned(),
        application: text(order, "appid")?.to_owned(),
        merchant: text(order, "mch_id")?.to_owned(),
    };
    notification::read(&body, &key(input)?)?.accept(&order)?;
    Ok(json!({ "paid": true }))
}

fn response(input: &Map<String, Value>) -> Output {
    let body = bytes(input, "body_b64")?;
    // All three answers are one kind of message; only an order query's says whether the order is paid.
    let query = text(input, "message")? == "orderquery";
    Ok(match order_query::read(&body, &key(input)?)? {
        Response::Signed(message) if query => message_output(&message),
        Response::Signed(message) => json!({ "fields": text_fields(message.fields()) }),
        Response::Failed(failure) => {
            let mut fields = json!({ "return_code": "FAIL" });
            if let Some(return_msg) = failure.return_msg {
                fields["return_msg"] = return_msg.into();
            }
            if query { json!({ "fields": fields, "paid": false }) } else { json!({ "fields": fields }) }
        }
    })
}

fn reply(input: &Map<String, Value>) -> Output {
    let reply = match text(input, "outcome")? {
        "success" => Reply::Success,
        _ => Reply::Fail(optional(input, "message")?.unwrap_or("FAIL")),
    };
    Ok(body_b64(&reply::write(reply)?))
}

fn native_url(input: &Map<String, Value>) -> Output {
    let params: Vec<(String, String)> =
        pairs(input, "params")?.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Ok(json!({ "url": native::link(&params, &key(input)?)? }))
}

fn native_callback(input: &Map<String, Value>) -> Output {
    let body = bytes(input, "body_b64")?;
    let message = native::read_callback(&body, &key(input)?)?;
    Ok(json!({ "fields": text_fields(message.fields()) }))
}

fn native_reply(input: &Map<String, Value>) -> Output {
    Ok(body_b64(&native::reply(&pairs(input, "params")?, &key(input)?)?))
}

fn params(list: Vec<(&'static str, String)>) -> Value {
    let params: Map<String, Value> = list.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    json!({ "params": params })
}

fn jsapi(input: &Map<String, Value>) -> Output {
    let call_up = jsapi::CallUp {
        appid: text(input, "appid")?,
        timestamp: text(input, "timestamp")?,
        nonce_str: text(input, "nonce_str")?,
        prepay_id: text(input, "prepay_id")?,
        sign_type: sign_type(input)?,
    };
    Ok(params(call_up.params(&key(input)?)?))
}

fn app(input: &Map<String, Value>) -> Output {
    let call_up = app::CallUp {
        appid: text(input, "appid")?,
        mch_id: text(input, "mch_id")?,
        prepay_id: text(input, "prepay_id")?,
        timestamp: text(input, "timestamp")?,
        nonce_str: text(input, "nonce_str")?,
        sign_type: sign_type(input)?,
    };
    Ok(params(call_up.params(&key(input)?)?))
}

fn refund_notify(input: &Map<String, Value>) -> Output {
    let body = bytes(input, "body_b64")?;
    let message = refund_notification::read(&body, &key(input)?)?;
    Ok(json!({ "fields": text_fields(&message.fields()?) }))
}
