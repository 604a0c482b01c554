//! APP call-up (APP调起支付, WX-APP): the parameters of the SDK's `PayReq`.

use crate::finding::Refusal;
use crate::wechat::sign::{ApiKey, SignType, sign};

/// What the app passes to WeChat, all names in lower case.
#[derive(Debug, Clone, Copy)]
pub struct CallUp<'a> {
    /// `appid`.
    pub appid: &'a str,
    /// `partnerid`, the merchant number.
    pub mch_id: &'a str,
    /// `prepayid`, from the unified order.
    pub prepay_id: &'a str,
    /// Unix seconds as text.
    pub timestamp: &'a str,
    /// At most 32 characters.
    pub nonce_str: &'a str,
    /// The algorithm of the unified order. It is not among the parameters (WX-APP-1).
    pub sign_type: SignType,
}

impl CallUp<'_> {
    /// The seven parameters, `sign` last. `package` is fixed; Android's SDK calls it `packageValue` but it is
    /// signed as `package` (WX-APP-3).
    ///
    /// # Errors
    /// None for this set of names; the type is that of every signing.
    pub fn params(&self, key: &ApiKey) -> Result<Vec<(&'static str, String)>, Refusal> {
        let mut params = vec![
            ("appid", self.appid.to_owned()),
            ("partnerid", self.mch_id.to_owned()),
            ("prepayid", self.prepay_id.to_owned()),
            ("package", "Sign=WXPay".to_owned()),
            ("noncestr", self.nonce_str.to_owned()),
            ("timestamp", self.timestamp.to_owned()),
        ];
        let signature = sign(&params, key, self.sign_type)?;
        params.push(("sign", signature.to_string()));
        Ok(params)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WX-APP-EX-1.
    #[test]
    fn worked_example() {
        let key = ApiKey::new("192006250b4c09247ec02edce69f6a2d").unwrap();
        for (sign_type, signature) in [
            (SignType::Md5, "2919569F617B3B20A0A9E632811185FD"),
            (SignType::HmacSha256, "05F33CA98485F5AA2FFA3F80752FDA2E34FDA943E8112F190511EFE3B963F932"),
        ] {
            let call_up = CallUp {
                appid: "wxd930ea5d5a258f4f",
                mch_id: "10000100",
                prepay_id: "wx201410272009395522657a690389285100",
                timestamp: "1412000000",
                nonce_str: "5K8264ILTKCH16CQ2502SI8ZNMTM67VS",
                sign_type,
            };
            assert_eq!(call_up.params(&key).unwrap()[6], ("sign", signature.to_owned()));
        }
    }
}
