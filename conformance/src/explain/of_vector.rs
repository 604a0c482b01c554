//! What a failing `*.sign` vector says: which known mistake the implementation makes.

use payspec_core::crypto::digest::SignType;
use payspec_core::crypto::keys::PrivateKey;
use payspec_core::crypto::rsa::Scheme;
use serde_json::{Map, Value};

use super::kind::{Kind, Provider};
use super::read::Material;
use super::{Answer, Cause, Keys, explain};

/// The causes that reproduce `given`, the signature that an implementation returned for the operation `op` with
/// that input (members as in the adapter protocol). All of them have the same effect on this input. `None` if the
/// operation makes no signature that can be explained, if the signature is right, or if nothing known reproduces it.
///
/// Operations: `wechat.sign`, `wechat.jsapi`, `wechat.app`, `alipay.sign`.
pub fn mistake_of(op: &str, input: &Map<String, Value>, given: &str) -> Option<Vec<Cause>> {
    let text = |name: &str| input.get(name).and_then(Value::as_str);
    let mut keys = Keys::default();
    let sign_type = text("sign_type").unwrap_or_default().as_bytes();
    let (kind, params) = match op {
        "wechat.sign" => ("unifiedorder", params(input)?),
        "wechat.jsapi" => ("jsapi", jsapi(&text)?),
        "wechat.app" => ("app", app(&text)?),
        "alipay.sign" => ("page.pay", params(input)?),
        _ => return None,
    };
    let provider = if op.starts_with("wechat.") { Provider::Wechat } else { Provider::Alipay };
    match provider {
        Provider::Wechat => {
            keys.api = Some(text("key")?.to_owned());
            keys.sign_type = SignType::parse(sign_type).ok();
        }
        Provider::Alipay => {
            let key = input.get("private_key")?.as_object()?;
            keys.private = PrivateKey::read(key.get("text")?.as_str()?).ok();
            keys.scheme = Scheme::parse(sign_type).ok();
        }
    }
    let material = Material::from_params(Kind::find(provider, kind)?, params).ok()?;
    match explain(&material, &keys, Some(given)).ok()?.answer {
        Answer::Wrong { found, .. } if !found.causes.is_empty() => Some(found.causes),
        _ => None,
    }
}

fn params(input: &Map<String, Value>) -> Option<Vec<(String, String)>> {
    let params = input.get("params")?.as_object()?;
    params.iter().map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
}

fn jsapi<'t>(text: &impl Fn(&str) -> Option<&'t str>) -> Option<Vec<(String, String)>> {
    let pair = |name: &str, value: String| (name.to_owned(), value);
    Some(vec![
        pair("appId", text("appid")?.to_owned()),
        pair("timeStamp", text("timestamp")?.to_owned()),
        pair("nonceStr", text("nonce_str")?.to_owned()),
        pair("package", format!("prepay_id={}", text("prepay_id")?)),
        pair("signType", text("sign_type").unwrap_or("MD5").to_owned()),
    ])
}

fn app<'t>(text: &impl Fn(&str) -> Option<&'t str>) -> Option<Vec<(String, String)>> {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Some(vec![
        pair("appid", text("appid")?),
        pair("partnerid", text("mch_id")?),
        pair("prepayid", text("prepay_id")?),
        pair("package", "Sign=WXPay"),
        pair("noncestr", text("nonce_str")?),
        pair("timestamp", text("timestamp")?),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(text: &str) -> Map<String, Value> {
        serde_json::from_str(text).unwrap()
    }

    const SIGN: &str = r#"{"params":{"appid":"wxd930ea5d5a258f4f","mch_id":"10000100","device_info":"1000",
        "body":"test","nonce_str":"ibuaiVcKdpRxkhJA"},"key":"192006250b4c09247ec02edce69f6a2d","sign_type":"MD5"}"#;

    #[test]
    fn a_known_mistake_is_named_and_a_right_signature_is_not() {
        let named = |given: &str| mistake_of("wechat.sign", &input(SIGN), given).map(|causes| causes[0].id());
        assert_eq!(named("9a0a8659f005d6984697e2ca0a9cf3b7").as_deref(), Some("hex-lower-case"));
        assert_eq!(named("9A0A8659F005D6984697E2CA0A9CF3B7"), None);
        assert_eq!(named("0A0A8659F005D6984697E2CA0A9CF3B7"), None);
        // WX-SIGN-EX-7 with the algorithm that it is made for.
        let hmac = input(&SIGN.replace("\"MD5\"", "\"HMAC-SHA256\""));
        let given = "F734F0E6B3509F9701F4A27CA72985EE10313DD0F96B71CAB42985D0F4F56376";
        assert_eq!(mistake_of("wechat.sign", &hmac, given).unwrap()[0].id(), "hmac-without-key-suffix");
    }

    /// WX-JS-EX-3.
    #[test]
    fn a_call_up_with_the_wrong_name() {
        let call_up = input(
            r#"{"appid":"wxd930ea5d5a258f4f","prepay_id":"wx201410272009395522657a690389285100",
            "timestamp":"1414561699","nonce_str":"5K8264ILTKCH16CQ2502SI8ZNMTM67VS",
            "key":"192006250b4c09247ec02edce69f6a2d","sign_type":"MD5"}"#,
        );
        let causes = mistake_of("wechat.jsapi", &call_up, "4DF55F6E55A8ED5D5DC70065354BD61A").unwrap();
        assert_eq!(causes[0].id(), "time-stamp-name");
    }
}
