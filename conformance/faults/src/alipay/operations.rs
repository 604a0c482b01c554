//! The adapter protocol's `alipay.*` operations, by the pipeline's steps. `alipay.validate` stands with the other
//! validator.

use payspec_core::alipay::sign::Scheme;
use payspec_core::crypto::keys::PrivateKey;
use payspec_core::finding::code;
use payspec_core::limits;
use payspec_core::wire::charset::Charset;
use serde_json::{Map, Value};

use super::order::{Order, accept};
use super::verifying::verify;
use super::{Steps, keys, page, response};
use crate::input::{Input, base64, output};
use crate::pairs::{Pair, Pairs};
use crate::stop::{Step, Stop, refuse};

/// Answers one request.
///
/// # Errors
/// Why there is no output.
pub fn call(steps: &Steps, op: &str, input: Input<'_>) -> Result<Map<String, Value>, Stop> {
    match op {
        "alipay.sign" => {
            let charset = (steps.charset)(input.optional("charset").unwrap_or("utf-8"))?;
            let scheme = (steps.configured)(input.text("sign_type")?)?;
            let params = input.pairs("params")?;
            Ok(output("sign", sign(steps, &params, &*keys::private(input)?, scheme, charset)?))
        }
        "alipay.page_pay" => {
            let post = input.text("http_method")? == "POST";
            let scheme = (steps.configured)(input.text("sign_type")?)?;
            let (params, gateway) = (input.pairs("params")?, input.text("gateway")?);
            let built = page::build(steps, &params, &*keys::private(input)?, scheme, gateway, post)?;
            Ok(output(if post { "html" } else { "url" }, built))
        }
        "alipay.notify" => {
            let (read, charset) = notification(steps, input)?;
            let mut answer = output("fields", object(steps, &read, charset)?);
            answer.insert("paid".to_owned(), (steps.paid)(&read).into());
            Ok(answer)
        }
        "alipay.accept" => {
            let (read, charset) = notification(steps, input)?;
            if !(steps.paid)(&read) {
                refuse(code::NOT_A_PAYMENT)?;
            }
            // The order is text, so it is compared with text.
            let text = |bytes: &[u8]| (steps.decode)(bytes, charset).map(String::into_bytes);
            let read = read.iter().map(|(n, v)| Ok((text(n)?, text(v)?))).collect::<Step<Pairs>>()?;
            accept(&steps.order, &read, &order(input.object("order")?)?)?;
            Ok(output("paid", true))
        }
        "alipay.return" => {
            let (read, charset) = genuine(steps, input.text("query")?.as_bytes(), input)?;
            Ok(output("fields", object(steps, &read, charset)?))
        }
        "alipay.response" => {
            let charset = (steps.charset)(input.optional("charset").unwrap_or("utf-8"))?;
            let scheme = (steps.configured)(input.text("sign_type")?)?;
            let (body, method) = (input.body(limits::RESPONSE_BYTES)?, input.text("method")?);
            let found = response::read(steps, &body, method, &*keys::public(input)?, scheme, charset)?;
            let mut answer = output("node", found.read.as_str());
            if method == "alipay.trade.query" && !found.read.starts_with('"') {
                answer.insert("paid".to_owned(), (steps.response.paid)(&found).into());
            }
            Ok(answer)
        }
        "alipay.reply" => Ok(output("body_b64", base64(&(steps.answer)(input.text("outcome")? == "success")))),
        _ => Err(Stop::Unknown(op.to_owned())),
    }
}

/// Signs fields that are given as text.
///
/// # Errors
/// Those of the steps.
pub fn sign(steps: &Steps, params: &[Pair], key: &PrivateKey, scheme: Scheme, charset: Charset) -> Step<String> {
    (steps.unique)(params)?;
    let string = (steps.request_string)(params)?;
    (steps.sign)(key, scheme, &(steps.encode)(&string, charset)?)
}

fn notification(steps: &Steps, input: Input<'_>) -> Result<(Pairs, Charset), Stop> {
    (steps.content_type)(input.optional("content_type"))?;
    genuine(steps, &input.body(limits::NOTIFICATION_BYTES)?, input)
}

/// What the application reads of a form that has been verified, and its charset.
fn genuine(steps: &Steps, body: &[u8], input: Input<'_>) -> Result<(Pairs, Charset), Stop> {
    if body.is_empty() {
        refuse(code::BODY_EMPTY)?;
    }
    if body.len() > limits::NOTIFICATION_BYTES {
        refuse(code::BODY_TOO_LARGE)?;
    }
    let configured = (steps.configured)(input.text("sign_type")?)?;
    let views = (steps.form)(body)?;
    verify(steps, &views.signed, &*keys::public(input)?, configured)?;
    let charset = (steps.values_charset)(&views.signed)?;
    // Core refuses bytes that are no text in their charset, whether anybody reads them or not.
    views.signed.iter().try_for_each(|pair| (steps.decode)(&pair.1, charset).map(|_| ()))?;
    Ok(((steps.handed_out)(&views.read), charset))
}

fn order(input: Input<'_>) -> Result<Order, Stop> {
    Ok(Order {
        number: input.text("out_trade_no")?.to_owned(),
        amount: input.text("total_amount")?.to_owned(),
        application: input.text("app_id")?.to_owned(),
        seller: input.text("seller_id")?.to_owned(),
    })
}

fn object(steps: &Steps, pairs: &[Pair], charset: Charset) -> Result<Value, Stop> {
    let mut object = Map::new();
    for (name, value) in pairs {
        let (name, value) = ((steps.decode)(name, charset)?, (steps.decode)(value, charset)?);
        object.entry(name).or_insert_with(|| value.into());
    }
    Ok(Value::Object(object))
}
