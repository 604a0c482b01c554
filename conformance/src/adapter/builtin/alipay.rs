//! Alipay's operations.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use payspec_core::alipay::reply::Reply;
use payspec_core::alipay::response::{self, Response};
use payspec_core::alipay::sign::{self, Scheme};
use payspec_core::alipay::{notification, page_pay, return_url, trade_query};
use payspec_core::crypto::keys::{PrivateKey, PublicKey};
use payspec_core::finding::{Refusal, code};
use payspec_core::money::Yuan;
use payspec_core::order::Order;
use payspec_core::wire::charset::Charset;
use serde_json::{Map, Value, json};

use super::input::{bytes, object, optional, pairs, text};
use super::{Operation, Output, Trouble, body_b64, validate_message};

pub(super) const OPERATIONS: &[(&str, Operation)] = &[
    ("alipay.sign", sign),
    ("alipay.page_pay", page_pay),
    ("alipay.notify", notify),
    ("alipay.accept", accept),
    ("alipay.return", browser_return),
    ("alipay.response", response),
    ("alipay.reply", reply),
    ("alipay.validate", validate_message),
];

/// Keys that have been read, since reading one costs more than using it. A suite has a handful; the bound is for
/// whoever sends a new one each time.
struct Prepared<K> {
    keys: HashMap<String, Rc<K>>,
}

const PREPARED: usize = 64;

impl<K> Prepared<K> {
    fn get(&mut self, text: &str, read: impl Fn(&str) -> Result<K, Refusal>) -> Result<Rc<K>, Refusal> {
        if let Some(key) = self.keys.get(text) {
            return Ok(Rc::clone(key));
        }
        let key = Rc::new(read(text)?);
        if self.keys.len() == PREPARED {
            self.keys.clear();
        }
        self.keys.insert(text.to_owned(), Rc::clone(&key));
        Ok(key)
    }
}

thread_local! {
    static PRIVATE: RefCell<Prepared<PrivateKey>> = RefCell::new(Prepared { keys: HashMap::new() });
    static PUBLIC: RefCell<Prepared<PublicKey>> = RefCell::new(Prepared { keys: HashMap::new() });
}

fn private_key(input: &Map<String, Value>) -> Result<Rc<PrivateKey>, Trouble> {
    let key = text(object(input, "private_key")?, "text")?;
    Ok(PRIVATE.with_borrow_mut(|keys| keys.get(key, PrivateKey::read))?)
}

fn public_key(input: &Map<String, Value>) -> Result<Rc<PublicKey>, Trouble> {
    let key = text(object(input, "public_key")?, "text")?;
    Ok(PUBLIC.with_borrow_mut(|keys| keys.get(key, PublicKey::read))?)
}

fn scheme(input: &Map<String, Value>) -> Result<Scheme, Trouble> {
    Ok(Scheme::parse(text(input, "sign_type")?.as_bytes())?)
}

fn charset(input: &Map<String, Value>) -> Result<Charset, Trouble> {
    Ok(match optional(input, "charset")? {
        Some(label) => Charset::from_label(label.as_bytes())?,
        None => Charset::default(),
    })
}

fn sign(input: &Map<String, Value>) -> Output {
    let charset = charset(input)?;
    let params = pairs(input, "params")?;
    let signature = sign::sign(&params, &*private_key(input)?, scheme(input)?, charset)?;
    Ok(json!({ "sign": signature.sign, "canonical": charset.decode(&signature.canonical)? }))
}

fn page_pay(input: &Map<String, Value>) -> Output {
    let params = pairs(input, "params")?;
    let (key, scheme, gateway) = (private_key(input)?, scheme(input)?, text(input, "gateway")?);
    Ok(match text(input, "http_method")? {
        "POST" => json!({ "html": page_pay::form(&params, &key, scheme, gateway)? }),
        _ => json!({ "url": page_pay::url(&params, &key, scheme, gateway)? }),
    })
}

/// Runs `judge` on the genuine notification of the input.
fn with_notification(input: &Map<String, Value>, judge: impl Fn(&notification::Verified<'_>) -> Output) -> Output {
    let body = bytes(input, "body_b64")?;
    let content_type = optional(input, "content_type")?;
    judge(&notification::read(content_type, &body, &*public_key(input)?, scheme(input)?)?)
}

fn notify(input: &Map<String, Value>) -> Output {
    with_notification(input, |message| {
        let fields: Map<String, Value> =
            message.texts().map(|(name, value)| (name.into_owned(), value.into())).collect();
        Ok(json!({ "fields": fields, "paid": message.says_paid() }))
    })
}

fn accept(input: &Map<String, Value>) -> Output {
    let order = object(input, "order")?;
    let amount = Yuan::read(text(order, "total_amount")?.as_bytes()).ok_or(Refusal::new(code::ARGUMENT_INVALID))?.0;
    let order = Order {
        number: text(order, "out_trade_no")?.to_owned(),
        fen: amount.to_fen().get(),
        currency: "CNY".to_owned(),
        application: text(order, "app_id")?.to_owned(),
        merchant: text(order, "seller_id")?.to_owned(),
    };
    with_notification(input, |message| {
        message.accept(&order)?;
        Ok(json!({ "paid": true }))
    })
}

fn browser_return(input: &Map<String, Value>) -> Output {
    let query = text(input, "query")?;
    let message = return_url::read(query.as_bytes(), &*public_key(input)?, scheme(input)?)?;
    let fields: Map<String, Value> = message.texts().map(|(name, value)| (name.into_owned(), value.into())).collect();
    Ok(json!({ "fields": fields }))
}

fn response(input: &Map<String, Value>) -> Output {
    let body = bytes(input, "body_b64")?;
    let method = text(input, "method")?;
    let answer = response::read(&body, method, &*public_key(input)?, scheme(input)?, charset(input)?)?;
    let node = match &answer {
        Response::Signed(message) => message.text()?,
        Response::Failed(failure) => failure.text().into(),
    };
    let encrypted = matches!(&answer, Response::Signed(message) if message.is_encrypted());
    if method == trade_query::METHOD && !encrypted {
        let paid = trade_query::Answer::read(&answer)?.says_paid();
        return Ok(json!({ "node": node, "paid": paid }));
    }
    Ok(json!({ "node": node }))
}

fn reply(input: &Map<String, Value>) -> Output {
    let reply = if text(input, "outcome")? == "success" { Reply::Success } else { Reply::Fail };
    Ok(body_b64(reply.body()))
}
