//! Native payment (Native支付, WX-NAT): the link of mode 1, its callback and the signed reply; mode 2's `code_url`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

use crate::fields::{Fields, Pair};
use crate::finding::{Refusal, code};
use crate::limits;
use crate::wechat::message::{Received, Verified};
use crate::wechat::sign::{ApiKey, SignType, sign, verify};
use crate::wire::xml;

/// What stands before the parameters of a mode 1 link (WX-NAT-2).
pub const LINK: &str = "weixin://wxpay/bizpayurl?";

/// How long a `code_url` of mode 2, and a `prepay_id`, can be paid with, in seconds: two hours (WX-NAT-21,
/// WX-UO-52). Seed: code_url有效期为2小时.
pub const CODE_URL_SECONDS: u32 = 2 * 60 * 60;

/// Everything but RFC 3986's unreserved characters.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The link that a mode 1 QR code holds: `sign` over the other five, MD5, over the raw values (WX-NAT-4).
///
/// `params` are `appid`, `mch_id`, `product_id`, `time_stamp` and `nonce_str`, in any order; none is judged.
///
/// # Errors
/// `field-repeated`, `too-many-fields`; `argument-invalid` for a `sign` among the parameters.
pub fn link(params: &[(String, String)], key: &ApiKey) -> Result<String, Refusal> {
    if params.iter().any(|(name, _)| name == "sign") {
        return Err(Refusal::new(code::ARGUMENT_INVALID));
    }
    let signature = sign(params, key, SignType::Md5)?;
    let mut link = format!("{LINK}sign={signature}");
    for (name, value) in params {
        link.push('&');
        link.extend(utf8_percent_encode(name, ESCAPED));
        link.push('=');
        link.extend(utf8_percent_encode(value, ESCAPED));
    }
    Ok(link)
}

/// Reads a mode 1 link and checks its signature, as the service does before it calls the merchant.
///
/// # Errors
/// `argument-invalid` for another kind of link, `form-percent`, `form-pair`, `too-many-fields`; those of
/// [`verify`].
pub fn read_link(link: &str, key: &ApiKey) -> Result<Fields<'static>, Refusal> {
    let query = link.strip_prefix(LINK).ok_or(Refusal::new(code::ARGUMENT_INVALID))?;
    if link.len() > limits::NOTIFICATION_BYTES {
        return Err(Refusal::at(code::BODY_TOO_LARGE, limits::NOTIFICATION_BYTES));
    }
    let mut pairs = Vec::new();
    for part in query.split('&') {
        let (name, value) = part.split_once('=').ok_or(Refusal::new(code::FORM_PAIR))?;
        if pairs.len() == limits::FIELDS {
            return Err(Refusal::new(code::TOO_MANY_FIELDS));
        }
        pairs.push((decode(name)?, decode(value)?));
    }
    let fields = Fields::from_pairs(pairs);
    verify(&fields, key)?;
    Ok(fields)
}

/// A `+` is a plus here: the link is no form.
fn decode(text: &str) -> Result<String, Refusal> {
    let bytes = text.as_bytes();
    let broken = memchr::memchr_iter(b'%', bytes)
        .any(|at| !bytes.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)));
    if broken {
        return Err(Refusal::new(code::FORM_PERCENT));
    }
    let text = percent_decode(bytes).decode_utf8().map_err(|_| Refusal::new(code::TEXT_NOT_UTF8))?;
    Ok(text.into_owned())
}

/// From the bytes of mode 1's callback to a genuine one: signed, and with the fields that make it one
/// (WX-NAT-6).
///
/// # Errors
/// As for a notification, and `field-absent` if the genuine message has no `openid` or `product_id`.
pub fn read_callback<'a>(body: &'a [u8], key: &ApiKey) -> Result<Verified<'a>, Refusal> {
    let verified = Received::notification(body)?.parse()?.verify(key)?;
    verified.require(&["appid", "mch_id", "openid", "product_id"])?;
    Ok(verified)
}

/// The signed reply to the callback (WX-NAT-7). `params` are those of the reply without `sign`; none is judged.
/// MD5, as everything in mode 1.
///
/// # Errors
/// As [`super::request::write`].
pub fn reply<P: Pair>(params: &[P], key: &ApiKey) -> Result<Vec<u8>, Refusal> {
    super::request::write(params, key, SignType::Md5)
}

/// The fields of a reply to the callback, as the service reads them.
///
/// # Errors
/// Those of [`xml::parse`] and [`verify`].
pub fn read_reply<'a>(body: &'a [u8], key: &ApiKey) -> Result<Fields<'a>, Refusal> {
    let fields = xml::parse(body, xml::ROOT)?;
    verify(&fields, key)?;
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONCE: &str = "5K8264ILTKCH16CQ2502SI8ZNMTM67VS";

    fn key() -> ApiKey {
        ApiKey::new("192006250b4c09247ec02edce69f6a2d").unwrap()
    }

    fn params(product_id: &str) -> Vec<(String, String)> {
        [
            ("appid", "wxd930ea5d5a258f4f"),
            ("mch_id", "10000100"),
            ("nonce_str", NONCE),
            ("product_id", product_id),
            ("time_stamp", "1414488825"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    /// WX-NAT-EX-1.
    #[test]
    fn worked_link() {
        let link = link(&params("88888"), &key()).unwrap();
        assert_eq!(
            link,
            format!(
                "weixin://wxpay/bizpayurl?sign=9D1D490CBBF322C6C570375718106149&appid=wxd930ea5d5a258f4f\
                 &mch_id=10000100&nonce_str={NONCE}&product_id=88888&time_stamp=1414488825"
            )
        );
        assert_eq!(read_link(&link, &key()).unwrap().text("product_id"), Some("88888"));
        assert_eq!(read_link(&link.replace("=88888", "=88889"), &key()).unwrap_err().code, code::SIGN_WRONG);
        assert_eq!(read_link("https://example.com/", &key()).unwrap_err().code, code::ARGUMENT_INVALID);
    }

    #[test]
    fn reserved_characters_travel_escaped_and_are_signed_raw() {
        let link = link(&params("a+b &c=%测"), &key()).unwrap();
        assert!(link.contains("&product_id=a%2Bb%20%26c%3D%25%E6%B5%8B&"), "{link}");
        assert_eq!(read_link(&link, &key()).unwrap().text("product_id"), Some("a+b &c=%测"));
    }

    /// WX-NAT-EX-2 and 3.
    #[test]
    fn worked_callback_and_reply() {
        let callback = [
            ("appid", "wxd930ea5d5a258f4f"),
            ("is_subscribe", "Y"),
            ("mch_id", "10000100"),
            ("nonce_str", NONCE),
            ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
            ("product_id", "88888"),
            ("sign", "5A428C813F6506B9CEB3C10F48884D74"),
        ];
        let body = xml::write(&callback, xml::ROOT).unwrap();
        assert_eq!(read_callback(&body, &key()).unwrap().fields().text("product_id"), Some("88888"));
        let reply = reply(
            &[
                ("appid", "wxd930ea5d5a258f4f"),
                ("mch_id", "10000100"),
                ("nonce_str", NONCE),
                ("prepay_id", "wx201410272009395522657a690389285100"),
                ("result_code", "SUCCESS"),
                ("return_code", "SUCCESS"),
            ],
            &key(),
        )
        .unwrap();
        assert_eq!(read_reply(&reply, &key()).unwrap().text("sign"), Some("CF0C5ADA673EC01BCDC74A96277B7F5C"));
        assert_eq!(read_callback(&reply, &key()).unwrap_err().code, code::FIELD_ABSENT);
    }
}
