//! The adapter protocol's `wechat.*` operations, by the pipeline's steps. `wechat.validate` stands with the other
//! validator.

use payspec_core::finding::code;
use payspec_core::limits;
use serde_json::{Map, Value};

use super::call_up::{CallUp, app_params, jsapi_params};
use super::order::{Order, accept};
use super::outbound::{native_reply, native_url, request};
use super::signing::sign;
use super::verifying::verify;
use super::{Steps, refund};
use crate::input::{Input, base64, output};
use crate::pairs::{Pair, Pairs, filled};
use crate::stop::{Stop, refuse};

/// Answers one request.
///
/// # Errors
/// Why there is no output.
pub fn call(steps: &Steps, op: &str, input: Input<'_>) -> Result<Map<String, Value>, Stop> {
    match op {
        "wechat.sign" => {
            let sign_type = (steps.configured)(input.text("sign_type")?)?;
            let params = input.pairs("params")?;
            Ok(output("sign", sign(steps, &params, input.text("key")?, sign_type)?))
        }
        "wechat.request" => {
            let sign_type = (steps.configured)(input.text("sign_type")?)?;
            Ok(output("body_b64", base64(&request(steps, &input.pairs("params")?, input.text("key")?, sign_type)?)))
        }
        "wechat.notify" => {
            let read = genuine(steps, input)?;
            Ok(with_paid(steps, &read))
        }
        "wechat.native_callback" => {
            let read = genuine(steps, input)?;
            if ["appid", "mch_id", "openid", "product_id"].iter().any(|name| filled(&read, name).is_none()) {
                refuse(code::FIELD_ABSENT)?;
            }
            Ok(output("fields", object(&read)))
        }
        "wechat.accept" => {
            let read = genuine(steps, input)?;
            if !(steps.paid)(&read) {
                refuse(code::NOT_A_PAYMENT)?;
            }
            accept(&steps.order, &read, &order(input.object("order")?)?)?;
            Ok(output("paid", true))
        }
        "wechat.response" => response(steps, input),
        "wechat.reply" => {
            let received = input.text("outcome")? == "success";
            let reason = input.optional("message").unwrap_or("the message was refused");
            Ok(output("body_b64", base64(&(steps.outbound.answer)(received, reason)?)))
        }
        "wechat.native_url" => Ok(output("url", native_url(steps, &input.pairs("params")?, input.text("key")?)?)),
        "wechat.native_reply" => {
            Ok(output("body_b64", base64(&native_reply(steps, &input.pairs("params")?, input.text("key")?)?)))
        }
        "wechat.jsapi" => {
            Ok(output("params", object(&jsapi_params(steps, &call_up(steps, input, "")?, input.text("key")?)?)))
        }
        "wechat.app" => {
            let call_up = call_up(steps, input, input.text("mch_id")?)?;
            Ok(output("params", object(&app_params(steps, &call_up, input.text("key")?)?)))
        }
        "wechat.refund_notify" => {
            let fields = refund::fields(steps, &input.body(limits::NOTIFICATION_BYTES)?, input.text("key")?)?;
            Ok(output("fields", object(&fields)))
        }
        _ => Err(Stop::Unknown(op.to_owned())),
    }
}

/// What the application reads of a message that has been verified.
fn genuine(steps: &Steps, input: Input<'_>) -> Result<Pairs, Stop> {
    let configured = (steps.configured)(input.text("sign_type")?)?;
    let views = (steps.xml)(&input.body(limits::NOTIFICATION_BYTES)?, "xml")?;
    verify(steps, &views.signed, input.text("key")?, configured)?;
    (steps.handed_out)(&views.read)
}

fn response(steps: &Steps, input: Input<'_>) -> Result<Map<String, Value>, Stop> {
    let configured = (steps.configured)(input.text("sign_type")?)?;
    let views = (steps.xml)(&input.body(limits::RESPONSE_BYTES)?, "xml")?;
    if let Some(read) = (steps.unsigned)(&views.signed) {
        (steps.unique)(&views.signed)?;
        return Ok(output("fields", object(&read)));
    }
    verify(steps, &views.signed, input.text("key")?, configured)?;
    let read = (steps.handed_out)(&views.read)?;
    Ok(match input.optional("message") {
        Some("orderquery") => with_paid(steps, &read),
        _ => output("fields", object(&read)),
    })
}

fn with_paid(steps: &Steps, read: &[Pair]) -> Map<String, Value> {
    let mut answer = output("fields", object(read));
    answer.insert("paid".to_owned(), (steps.paid)(read).into());
    answer
}

fn call_up<'a>(steps: &Steps, input: Input<'a>, mch_id: &'a str) -> Result<CallUp<'a>, Stop> {
    Ok(CallUp {
        appid: input.text("appid")?,
        mch_id,
        prepay_id: input.text("prepay_id")?,
        timestamp: input.text("timestamp")?,
        nonce_str: input.text("nonce_str")?,
        sign_type: (steps.configured)(input.optional("sign_type").unwrap_or("MD5"))?,
    })
}

fn order(input: Input<'_>) -> Result<Order, Stop> {
    let fen = input.text("amount_fen")?;
    Ok(Order {
        number: input.text("out_trade_no")?.to_owned(),
        fen: fen.parse().map_err(|_| Stop::Broke(format!("`amount_fen` is no number: {fen}")))?,
        application: input.text("appid")?.to_owned(),
        merchant: input.text("mch_id")?.to_owned(),
        currency: input.optional("fee_type").unwrap_or("CNY").to_owned(),
    })
}

/// Names and values as JSON. The first of a repeated name stands.
fn object(pairs: &[Pair]) -> Value {
    let mut object = Map::new();
    for (name, value) in pairs {
        object
            .entry(String::from_utf8_lossy(name).into_owned())
            .or_insert_with(|| String::from_utf8_lossy(value).into_owned().into());
    }
    Value::Object(object)
}
