//! alipay_sdk_rust: the calls of its README and its rustdoc.
//! - notify: `Payer::async_verify_sign`; the fields are read with `gostd`'s reader of forms, the SDK's own
//! - page_pay: `Payer::trade_page_pay`, with the clock at the given timestamp
//!
//! It reads an answer into a struct of the fields that it knows, so there is no node to show.

#[path = "../../../shared/clock.rs"]
mod clock;
#[path = "../../../shared/loop.rs"]
mod protocol;

use alipay_sdk_rust::biz::{BizContenter, TradePagePayBiz};
use alipay_sdk_rust::error::{AliPayResult, AliPaySDKError};
use alipay_sdk_rust::pay::{PayClient, Payer};
use base64::{Engine, engine::general_purpose::STANDARD};
use gostd::net::url::ParseQuery;
use protocol::{No, Outcome, bare, serve, text};
use serde_json::{Map, Value, json};

fn refusal(error: AliPaySDKError) -> No {
    No::Reject(error.to_string())
}

fn client(input: &Value) -> AliPayResult<impl Payer> {
    let params = &input["params"];
    let (private_key, alipay_public_key) =
        (bare(&input["private_key"]), bare(&input["public_key"]));
    let mut builder = PayClient::builder();
    builder
        .api_url(text(input, "gateway"))
        .private_key(&private_key)
        .public_key("unused")
        .alipay_public_key(&alipay_public_key)
        .app_cert_sn("")
        .alipay_root_cert_sn("")
        .app_id(text(params, "app_id"))
        .format_json()
        .charset_utf8()
        .sign_type_rsa2()
        .version_1_0()
        .return_url(text(params, "return_url"))
        .notify_url(text(params, "notify_url"));
    builder.build()
}

fn notify(input: &Value) -> Outcome {
    let body = STANDARD.decode(text(input, "body_b64")).unwrap_or_default();
    if !client(input)
        .and_then(|payer| payer.async_verify_sign(&body))
        .map_err(refusal)?
    {
        return Err(No::Reject("async_verify_sign says false".to_owned()));
    }
    let read = std::str::from_utf8(&body)
        .ok()
        .and_then(|query| ParseQuery(query).ok());
    let fields: Map<String, Value> = read
        .into_iter()
        .flatten()
        .map(|(name, values)| (name, values.into_iter().next().into()))
        .collect();
    Ok(json!({"fields": fields}))
}

fn page_pay(input: &Value) -> Outcome {
    if text(input, "http_method") != "POST" {
        return Err(No::Skip("makes forms only"));
    }
    let biz_content: Map<String, Value> =
        serde_json::from_str(text(&input["params"], "biz_content"))
            .map_err(|_| No::Skip("takes biz_content as members, and this text has none"))?;
    let mut biz = TradePagePayBiz::new();
    for (name, value) in &biz_content {
        biz.set(
            name,
            value
                .as_str()
                .ok_or(No::Skip("members that are no text"))?
                .to_owned()
                .into(),
        );
    }
    let form = clock::at(text(&input["params"], "timestamp"), || {
        client(input)?.trade_page_pay(&biz)
    })
    .map_err(refusal)?;
    Ok(json!({"html": form}))
}

fn main() -> std::io::Result<()> {
    let hello = json!({
        "name": "alipay_sdk_rust", "version": "1.0.16", "language": "rust", "ops": ["alipay.page_pay", "alipay.notify"],
        "homepage": "https://github.com/wandercn/alipay_sdk_rust",
        "lacks": ["rsa-sha1", "gbk", "pkcs1-public", "pem-keys"],
    });
    serve(hello, |op, input| match op {
        "alipay.page_pay" => Some(page_pay(input)),
        "alipay.notify" => Some(notify(input)),
        _ => None,
    })
}
