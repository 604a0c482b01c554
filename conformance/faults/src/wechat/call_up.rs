//! The call-ups of JSAPI and APP (WX-JS, WX-APP).

use payspec_core::finding::Refusal;
use payspec_core::wechat::sign::SignType;

use super::signing::sign;
use crate::pairs::{Pair, Pairs, pair};

/// What the operations get.
#[derive(Debug, Clone, Copy)]
pub struct CallUp<'a> {
    /// `appid`.
    pub appid: &'a str,
    /// `mch_id`, for APP.
    pub mch_id: &'a str,
    /// `prepay_id`.
    pub prepay_id: &'a str,
    /// Unix seconds.
    pub timestamp: &'a str,
    /// `nonce_str`.
    pub nonce_str: &'a str,
    /// The order's algorithm.
    pub sign_type: SignType,
}

/// The steps.
#[derive(Clone, Copy)]
pub struct Steps {
    /// The order's algorithm → that of the call-up.
    pub algorithm: fn(SignType) -> SignType,
    /// JSAPI: the five parameters.
    pub jsapi: fn(&CallUp<'_>) -> Pairs,
    /// JSAPI: the parameters → what is signed.
    pub jsapi_signed: fn(&[Pair]) -> Pairs,
    /// JSAPI: the signature's name.
    pub jsapi_name: &'static str,
    /// APP: the six parameters.
    pub app: fn(&CallUp<'_>) -> Pairs,
    /// APP: the parameters → what is signed.
    pub app_signed: fn(&[Pair]) -> Pairs,
}

/// As the documents ask.
pub const SOUND: Steps = Steps {
    algorithm: |order| order,
    jsapi,
    jsapi_signed: <[Pair]>::to_vec,
    jsapi_name: "paySign",
    app,
    app_signed: <[Pair]>::to_vec,
};

/// `appId`, `timeStamp`, `nonceStr`, `package`, `signType`.
pub fn jsapi(call_up: &CallUp<'_>) -> Pairs {
    vec![
        pair("appId", call_up.appid),
        pair("timeStamp", call_up.timestamp),
        pair("nonceStr", call_up.nonce_str),
        pair("package", format!("prepay_id={}", call_up.prepay_id)),
        pair("signType", call_up.sign_type.as_str()),
    ]
}

/// `appid`, `partnerid`, `prepayid`, `package`, `noncestr`, `timestamp`.
pub fn app(call_up: &CallUp<'_>) -> Pairs {
    vec![
        pair("appid", call_up.appid),
        pair("partnerid", call_up.mch_id),
        pair("prepayid", call_up.prepay_id),
        pair("package", "Sign=WXPay"),
        pair("noncestr", call_up.nonce_str),
        pair("timestamp", call_up.timestamp),
    ]
}

/// JSAPI's parameters, signed.
///
/// # Errors
/// Those of the steps.
pub fn jsapi_params(steps: &super::Steps, call_up: &CallUp<'_>, key: &str) -> Result<Pairs, Refusal> {
    let call_up = CallUp { sign_type: (steps.call_up.algorithm)(call_up.sign_type), ..*call_up };
    let mut params = (steps.call_up.jsapi)(&call_up);
    let signature = sign(steps, &(steps.call_up.jsapi_signed)(&params), key, call_up.sign_type)?;
    params.push(pair(steps.call_up.jsapi_name, signature));
    Ok(params)
}

/// APP's parameters, signed.
///
/// # Errors
/// Those of the steps.
pub fn app_params(steps: &super::Steps, call_up: &CallUp<'_>, key: &str) -> Result<Pairs, Refusal> {
    let call_up = CallUp { sign_type: (steps.call_up.algorithm)(call_up.sign_type), ..*call_up };
    let mut params = (steps.call_up.app)(&call_up);
    let signature = sign(steps, &(steps.call_up.app_signed)(&params), key, call_up.sign_type)?;
    params.push(pair("sign", signature));
    Ok(params)
}
