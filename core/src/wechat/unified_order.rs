//! Unified order (统一下单, WX-UO): the answer to it and its error codes. The request's fields stand in the tables,
//! [`super::request::write`] makes its bytes.

use crate::finding::{Lang, Refusal};
use crate::wechat::message::{Received, Response, Verified};
use crate::wechat::sign::ApiKey;

/// Reads the answer to a unified order. The merchant must verify it too (WX-UOR-7).
///
/// # Errors
/// Those of reading and verifying a response.
pub fn read<'a>(body: &'a [u8], key: &ApiKey) -> Result<Response<'a>, Refusal> {
    Received::response(body)?.parse()?.response(key)
}

/// What a placed order is paid with. All of it is opaque and good for two hours (WX-UOR-4..6), `mweb_url` for five
/// minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed<'m> {
    /// For the call-ups of JSAPI and APP, and for mode 1's reply.
    pub prepay_id: &'m str,
    /// Native mode 2: the text of the QR code.
    pub code_url: Option<&'m str>,
    /// H5.
    pub mweb_url: Option<&'m str>,
}

/// The placed order, if return_code and result_code both say SUCCESS and there is a `prepay_id`.
pub fn placed<'m>(message: &'m Verified<'_>) -> Option<Placed<'m>> {
    let fields = message.fields();
    let success = |name: &str| fields.get(name) == Some(b"SUCCESS");
    let filled = |name: &str| fields.text(name).filter(|text| !text.is_empty());
    let prepay_id = filled("prepay_id").filter(|_| success("return_code") && success("result_code"))?;
    Some(Placed { prepay_id, code_url: filled("code_url"), mweb_url: filled("mweb_url") })
}

/// What to do about an error code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remedy {
    /// The result is unknown: call again with the same parameters, or query.
    Retry,
    /// The order is in a state in which it cannot be placed; look it up.
    Query,
    /// The request or the account's settings must be mended.
    Mend,
    /// The payer has to act.
    Payer,
}

/// A documented or observed `err_code` (section 3.5).
#[derive(Debug, Clone, Copy)]
pub struct ErrorCode {
    /// As on the wire.
    pub code: &'static str,
    /// Whether the official table has it; the others are seen in practice.
    pub documented: bool,
    /// What to do.
    pub remedy: Remedy,
    en: &'static str,
    zh: &'static str,
}

impl ErrorCode {
    /// The meaning, in Chinese as the provider words it.
    pub fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }
}

const fn row(code: &'static str, documented: bool, remedy: Remedy, en: &'static str, zh: &'static str) -> ErrorCode {
    ErrorCode { code, documented, remedy, en, zh }
}

/// The error codes of unified order. The list is open: treat an unknown code as [`Remedy::Query`].
pub const ERROR_CODES: &[ErrorCode] = &[
    row("INVALID_REQUEST", true, Remedy::Mend, "bad format, or the order was placed with other parameters", "参数错误"),
    row("NOAUTH", true, Remedy::Mend, "the merchant has no permission for this interface", "商户无此接口权限"),
    row("NOTENOUGH", true, Remedy::Payer, "the payer's balance is too low", "余额不足"),
    row("ORDERPAID", true, Remedy::Query, "the order has been paid already", "商户订单已支付"),
    row("ORDERCLOSED", true, Remedy::Query, "the order is closed", "订单已关闭"),
    row("SYSTEMERROR", true, Remedy::Retry, "timeout; call again with the same parameters", "系统错误"),
    row("APPID_NOT_EXIST", true, Remedy::Mend, "no such appid", "APPID不存在"),
    row("MCHID_NOT_EXIST", true, Remedy::Mend, "no such mch_id", "MCHID不存在"),
    row(
        "APPID_MCHID_NOT_MATCH",
        true,
        Remedy::Mend,
        "appid and mch_id are not bound to each other",
        "appid和mch_id不匹配",
    ),
    row("LACK_PARAMS", true, Remedy::Mend, "a required field is missing", "缺少参数"),
    row("OUT_TRADE_NO_USED", true, Remedy::Query, "the order number has been used", "商户订单号重复"),
    row("SIGNERROR", true, Remedy::Mend, "the signature is wrong", "签名错误"),
    row("XML_FORMAT_ERROR", true, Remedy::Mend, "the XML is malformed", "XML格式错误"),
    row("REQUIRE_POST_METHOD", true, Remedy::Mend, "not sent by POST", "请使用post方法"),
    row("POST_DATA_EMPTY", true, Remedy::Mend, "the body is empty", "post数据为空"),
    row("NOT_UTF8", true, Remedy::Mend, "not encoded in UTF-8", "编码格式错误"),
    row("PARAM_ERROR", false, Remedy::Mend, "a parameter is wrong or not in the document", "参数错误"),
    row("SIGN_ERROR", false, Remedy::Mend, "the signature is wrong (other interfaces' spelling)", "签名错误"),
    row("NO_AUTH", false, Remedy::Mend, "no permission (other interfaces' spelling)", "没有权限"),
    row("FREQ_LIMIT", false, Remedy::Retry, "too many calls", "频率限制"),
    row("CA_ERROR", false, Remedy::Mend, "the client certificate is wrong", "证书错误"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wechat::sign::{SignType, sign};
    use crate::wire::xml;

    #[test]
    fn a_placed_order_needs_both_codes_and_a_prepay_id() {
        let key = ApiKey::new("192006250b4c09247ec02edce69f6a2d").unwrap();
        let read_placed = |fields: &[(&str, &str)]| {
            let signature = sign(fields, &key, SignType::Md5).unwrap();
            let mut all = fields.to_vec();
            all.push(("sign", signature.as_str()));
            let body = xml::write(&all, xml::ROOT).unwrap();
            match read(&body, &key).unwrap() {
                Response::Signed(message) => placed(&message).map(|placed| placed.prepay_id.to_owned()),
                Response::Failed(_) => None,
            }
        };
        let ok = [("return_code", "SUCCESS"), ("result_code", "SUCCESS"), ("prepay_id", "wx1")];
        assert_eq!(read_placed(&ok).as_deref(), Some("wx1"));
        assert_eq!(read_placed(&[ok[0], ("result_code", "FAIL"), ok[2]]), None);
        assert_eq!(read_placed(&ok[..2]), None);
    }

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<&str> = ERROR_CODES.iter().map(|row| row.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ERROR_CODES.len());
    }
}
