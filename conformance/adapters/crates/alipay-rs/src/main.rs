//! alipay-rs: the calls of its README.
//! - sign, page_pay: `set_public_params`, then `generate_url_data` ("pc支付示例"), with the clock at the given timestamp;
//!   the form around it is the README's
//!
//! `Sign::verify` checks a text that the caller has put together himself, so it decides nothing about a notification.

#[path = "../../../shared/clock.rs"]
mod clock;
#[path = "../../../shared/loop.rs"]
mod protocol;

use alipay_rs::{Client, MutCli};
use openssl::{base64, pkey::PKey};
use protocol::{No, Outcome, bare, serve, text};
use serde_json::{Map, Value, json};

const ALWAYS: [&str; 7] = [
    "app_id",
    "charset",
    "sign_type",
    "format",
    "version",
    "method",
    "timestamp",
];

/// The key in the container that the README asks for, bare PKCS#1, as Alipay's key tool converts it for a merchant.
fn pkcs1(key: &Value) -> String {
    let body = bare(key);
    if text(key, "format").starts_with("pkcs1") {
        return body;
    }
    let der = base64::decode_block(&body).and_then(|der| {
        PKey::private_key_from_pkcs8(&der)?
            .rsa()?
            .private_key_to_der()
    });
    der.map_or(body, |der| base64::encode_block(&der))
}

/// The pairs that the SDK makes of the given parameters, its `sign` among them.
fn signed(input: &Value) -> Result<Vec<(String, String)>, No> {
    let params = input["params"].as_object().cloned().unwrap_or_default();
    let biz_content: Value = serde_json::from_str(text(&input["params"], "biz_content"))
        .map_err(|_| No::Skip("takes biz_content as a value, and this text is none"))?;
    let others: Map<String, Value> = params
        .iter()
        .filter(|(name, _)| {
            !["app_id", "method", "timestamp", "biz_content"].contains(&name.as_str())
        })
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let private_key = pkcs1(&input["private_key"]);
    let client = Client::builder()
        .app_id(text(&input["params"], "app_id"))
        .private_key(&private_key)
        .finish();
    clock::at(text(&input["params"], "timestamp"), || {
        client
            .set_public_params(Value::Object(others))
            .generate_url_data(text(&input["params"], "method"), biz_content)
    })
    .map_err(|error| No::Reject(error.to_string()))
}

fn sign(input: &Value) -> Outcome {
    if ALWAYS.iter().any(|name| input["params"][name].is_null()) {
        return Err(No::Skip(
            "always signs app_id, charset, sign_type, format, version, method, timestamp",
        ));
    }
    let pairs = signed(input)?;
    let made = |name: &str| {
        pairs
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.as_str())
    };
    if made("biz_content") != text(&input["params"], "biz_content") {
        return Err(No::Skip("writes biz_content out itself, in another form"));
    }
    Ok(json!({"sign": made("sign")}))
}

fn page_pay(input: &Value) -> Outcome {
    if text(input, "http_method") != "POST" {
        return Err(No::Skip("the README makes forms only"));
    }
    let fields: String = signed(input)?
        .iter()
        .map(|(name, value)| format!("<input type='hidden' name='{name}' value='{value}'>\n"))
        .collect();
    let gateway = text(input, "gateway");
    Ok(json!({"html": format!(
        "<form name='submit_form' method='post' action='{gateway}?charset=utf-8'>\n{fields}\
         <input type='submit' style='display:none' >\n</form>\n<script>document.forms[0].submit();</script>"
    )}))
}

fn main() -> std::io::Result<()> {
    let hello = json!({
        "name": "alipay-rs", "version": "0.4.6", "language": "rust", "ops": ["alipay.sign", "alipay.page_pay"],
        "homepage": "https://github.com/chenhuaiyuan/alipay-rs",
        "lacks": ["rsa-sha1", "gbk", "pkcs8-private", "pem-keys"],
    });
    serve(hello, |op, input| match op {
        "alipay.sign" => Some(sign(input)),
        "alipay.page_pay" => Some(page_pay(input)),
        _ => None,
    })
}
