//! Requests to the gateway: the parameters of a call, signed, and laid out over query and body (ALI-TR-5, ALI-TR-8).
//! No field is judged here; that is [`crate::validate`]'s task.

use std::borrow::Cow;

use crate::alipay::sign::{Encoded, Scheme, Signature, sign_encoded};
use crate::crypto::keys::PrivateKey;
use crate::fields::Pair;
use crate::finding::{Refusal, code};
use crate::wire::charset::Charset;
use crate::wire::form;

/// The parameters of section 3. They go into the query, so that the gateway can read `charset` before it decodes
/// the body (ALI-TR-7); `biz_content` and what is not listed goes into the body.
pub const IN_QUERY: &[&str] = &[
    "alipay_root_cert_sn",
    "alipay_sdk",
    "app_auth_token",
    "app_cert_sn",
    "app_id",
    "auth_token",
    "charset",
    "encrypt_type",
    "format",
    "method",
    "notify_url",
    "prod_code",
    "return_url",
    "sign",
    "sign_type",
    "terminal_info",
    "terminal_type",
    "timestamp",
    "version",
    "ws_service_url",
];

/// What every call has in common, and its `biz_content`.
#[derive(Debug, Clone, Copy)]
pub struct Call<'c> {
    /// 应用 ID, `app_id`.
    pub application: &'c str,
    /// As `alipay.trade.query`.
    pub method: &'c str,
    /// In which the request is signed and sent.
    pub charset: Charset,
    /// 签名类型, `sign_type`.
    pub scheme: Scheme,
    /// `yyyy-MM-dd HH:mm:ss` in UTC+8.
    pub timestamp: &'c str,
    /// Where Alipay's server reports the payment.
    pub notify_url: Option<&'c str>,
    /// Where the buyer's browser is sent.
    pub return_url: Option<&'c str>,
    /// In certificate mode: `app_cert_sn` and `alipay_root_cert_sn` (ALI-KEY-5).
    pub certificates: Option<(&'c str, &'c str)>,
    /// JSON text, sent and signed byte for byte.
    pub biz_content: &'c str,
}

impl<'c> Call<'c> {
    /// The parameters to sign.
    pub fn params(&self) -> Vec<(&'static str, &'c str)> {
        let (application_number, root_number) = self.certificates.unzip();
        [
            ("app_id", Some(self.application)),
            ("method", Some(self.method)),
            ("format", Some("JSON")),
            ("charset", Some(self.charset.label())),
            ("sign_type", Some(self.scheme.as_str())),
            ("timestamp", Some(self.timestamp)),
            ("version", Some("1.0")),
            ("notify_url", self.notify_url),
            ("return_url", self.return_url),
            ("app_cert_sn", application_number),
            ("alipay_root_cert_sn", root_number),
            ("biz_content", Some(self.biz_content)),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }
}

/// A signed request.
#[derive(Debug, Clone)]
pub struct Request<'p> {
    charset: Charset,
    signature: Signature,
    texts: Vec<(&'p str, &'p str)>,
    encoded: Vec<Encoded<'p>>,
}

/// A request of a server to the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// The gateway with the common parameters and `sign`.
    pub url: String,
    /// The header `Content-Type`.
    pub content_type: String,
    /// A form.
    pub body: String,
}

/// Signs the given parameters for sending. Empty ones are left out, since the gateway drops them before it verifies
/// (ALI-SIGN-3, ALI-SIGN-12); `charset` and `sign_type` are added if they are absent.
///
/// # Errors
/// `argument-invalid` for a `sign` among the parameters, or a `sign_type` that is not `scheme`'s; `charset-unknown`;
/// `text-not-utf8`, `text-outside-charset`; `field-repeated`, `too-many-fields`; `key-too-small`.
pub fn sign<'p, P: Pair>(params: &'p [P], key: &PrivateKey, scheme: Scheme) -> Result<Request<'p>, Refusal> {
    let mut texts = Vec::with_capacity(params.len() + 2);
    for pair in params.iter().filter(|pair| !pair.value().is_empty()) {
        let [name, value] = [pair.name(), pair.value()].map(std::str::from_utf8);
        let not_utf8 = |_| Refusal::new(code::TEXT_NOT_UTF8);
        texts.push((name.map_err(not_utf8)?, value.map_err(not_utf8)?));
    }
    let find = |wanted: &str| texts.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    let sign_type = find("sign_type");
    if find("sign").is_some() || sign_type.is_some_and(|named| named != scheme.as_str()) {
        return Err(Refusal::new(code::ARGUMENT_INVALID));
    }
    let charset = find("charset");
    if charset.is_none() {
        texts.push(("charset", Charset::default().label()));
    }
    if sign_type.is_none() {
        texts.push(("sign_type", scheme.as_str()));
    }
    let charset = charset.map_or(Ok(Charset::default()), |label| Charset::from_label(label.as_bytes()))?;
    let encoded = texts
        .iter()
        .map(|(name, value)| Ok((charset.encode(name)?, charset.encode(value)?)))
        .collect::<Result<Vec<Encoded<'p>>, Refusal>>()?;
    let signature = sign_encoded(&encoded, key, scheme)?;
    Ok(Request { charset, signature, texts, encoded })
}

impl Request<'_> {
    /// `sign`, and what it was made over.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// The charset in which it was signed.
    pub fn charset(&self) -> Charset {
        self.charset
    }

    /// A URL with everything in its query. `gateway` may have a query already.
    pub fn url(&self, gateway: &str) -> String {
        self.with_query(gateway, |_| true)
    }

    /// A call from server to server: common parameters in the query, the rest in the body.
    pub fn post(&self, gateway: &str) -> Post {
        let body = self.encoded.iter().filter(|pair| !in_query(pair));
        Post {
            url: self.with_query(gateway, in_query),
            content_type: format!("application/x-www-form-urlencoded;charset={}", self.charset.label()),
            body: form::write(body),
        }
    }

    /// `gateway` with those parameters that `chosen` picks, and `sign`, in the query.
    pub(super) fn with_query(&self, gateway: &str, chosen: impl Fn(&Encoded<'_>) -> bool) -> String {
        let sign: Encoded<'_> = (Cow::Borrowed(b"sign"), Cow::Borrowed(self.signature.sign.as_bytes()));
        let query = form::write(self.encoded.iter().filter(|pair| chosen(pair)).chain([&sign]));
        let joint = if gateway.contains('?') { '&' } else { '?' };
        format!("{gateway}{joint}{query}")
    }

    /// Each parameter but `sign`, encoded and as text.
    pub(super) fn params(&self) -> impl Iterator<Item = (&Encoded<'_>, &(&str, &str))> {
        self.encoded.iter().zip(&self.texts)
    }
}

/// Whether a parameter is a common one.
pub(super) fn in_query(pair: &Encoded<'_>) -> bool {
    IN_QUERY.iter().any(|name| *name.as_bytes() == *pair.0)
}
