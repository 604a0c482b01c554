//! JSAPI and mini program call-up (调起支付, WX-JS): the parameters of `getBrandWCPayRequest`.

use crate::finding::Refusal;
use crate::wechat::sign::{ApiKey, SignType, sign};

/// What the page passes to WeChat. A mini program passes the same without `appId`, which is signed all the same
/// (WX-JS-5); `wx.chooseWXPay` takes the time as `timestamp`, which is signed as `timeStamp` (WX-JS-4).
#[derive(Debug, Clone, Copy)]
pub struct CallUp<'a> {
    /// `appId`.
    pub appid: &'a str,
    /// Unix seconds as text (WX-UO-55).
    pub timestamp: &'a str,
    /// At most 32 characters.
    pub nonce_str: &'a str,
    /// From the unified order; good for two hours (WX-UO-52).
    pub prepay_id: &'a str,
    /// The algorithm of the unified order (WX-JS-6).
    pub sign_type: SignType,
}

impl CallUp<'_> {
    /// The six parameters, `paySign` last.
    ///
    /// # Errors
    /// None for this set of names; the type is that of every signing.
    pub fn params(&self, key: &ApiKey) -> Result<Vec<(&'static str, String)>, Refusal> {
        let mut params = vec![
            ("appId", self.appid.to_owned()),
            ("timeStamp", self.timestamp.to_owned()),
            ("nonceStr", self.nonce_str.to_owned()),
            ("package", format!("prepay_id={}", self.prepay_id)),
            ("signType", self.sign_type.as_str().to_owned()),
        ];
        let signature = sign(&params, key, self.sign_type)?;
        params.push(("paySign", signature.to_string()));
        Ok(params)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WX-JS-EX-1 and 2.
    #[test]
    fn worked_examples() {
        let key = ApiKey::new("192006250b4c09247ec02edce69f6a2d").unwrap();
        for (sign_type, signature) in [
            (SignType::Md5, "FD19D752A746E5F238A6E53BD99EEBD0"),
            (SignType::HmacSha256, "FC7A79E4918B4FFA96E836F5AD4A510F31241FB46C14C971D6D7B4F8E15AF262"),
        ] {
            let call_up = CallUp {
                appid: "wxd930ea5d5a258f4f",
                timestamp: "1414561699",
                nonce_str: "5K8264ILTKCH16CQ2502SI8ZNMTM67VS",
                prepay_id: "wx201410272009395522657a690389285100",
                sign_type,
            };
            assert_eq!(call_up.params(&key).unwrap()[5], ("paySign", signature.to_owned()));
        }
    }
}
