//! The URL or form of `alipay.trade.page.pay`, step by step (ALI-TR-4..9).

use payspec_core::alipay::request::IN_QUERY;
use payspec_core::alipay::sign::Scheme;
use payspec_core::crypto::keys::PrivateKey;
use payspec_core::finding::code;
use payspec_core::wire::charset::Charset;
use payspec_core::wire::form;

use crate::pairs::{Pair, Pairs, filled, get, pair};
use crate::stop::{Step, refuse};

/// The steps.
#[derive(Clone, Copy)]
pub struct Steps {
    /// The given fields and the algorithm → what is sent, as text, without `sign`.
    pub to_send: fn(&[Pair], Scheme) -> Step<Pairs>,
    /// What is sent → what is signed of it.
    pub to_sign: fn(&[Pair]) -> Pairs,
    /// Whether a parameter of the form goes into the query.
    pub in_query: fn(&Pair) -> bool,
    /// Text → bytes for a query.
    pub encode: fn(&[u8], Charset) -> Step<Vec<u8>>,
    /// Bytes in the request's charset → their form in a query.
    pub percent: fn(&[u8]) -> String,
    /// A text → its form in an attribute.
    pub attribute: fn(&str) -> String,
    /// The fields with `sign` → what is written.
    pub written: fn(&[Pair]) -> Pairs,
}

/// As the documents ask.
pub const SOUND: Steps = Steps {
    to_send,
    to_sign: <[Pair]>::to_vec,
    in_query,
    encode: |text, charset| Ok(charset.encode(&String::from_utf8_lossy(text))?.into_owned()),
    percent,
    attribute,
    written: <[Pair]>::to_vec,
};

/// The fields that are not empty; `charset` and `sign_type` where they are absent.
pub fn to_send(params: &[Pair], scheme: Scheme) -> Step<Pairs> {
    let other = filled(params, "sign_type").is_some_and(|name| name != scheme.as_str().as_bytes());
    if other || filled(params, "sign").is_some() {
        return refuse(code::ARGUMENT_INVALID);
    }
    let mut pairs: Pairs = params.iter().filter(|pair| !pair.1.is_empty()).cloned().collect();
    for (name, value) in [("charset", Charset::default().label()), ("sign_type", scheme.as_str())] {
        if get(&pairs, name).is_none() {
            pairs.push(pair(name, value));
        }
    }
    Ok(pairs)
}

/// Common parameters, and values that a browser would change in a hidden field.
pub fn in_query(pair: &Pair) -> bool {
    let common = IN_QUERY.iter().any(|name| name.as_bytes() == pair.0);
    common || pair.0 == b"_charset_" || pair.1.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0))
}

/// As Java's URLEncoder.
pub fn percent(bytes: &[u8]) -> String {
    let mut out = String::new();
    form::encode(bytes, &mut out);
    out
}

/// What a browser would read as markup is escaped.
pub fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;").replace('\'', "&#39;")
}

/// The URL (GET), or the form as HTML (POST).
///
/// # Errors
/// Those of the steps.
pub fn build(
    steps: &super::Steps,
    params: &[Pair],
    key: &PrivateKey,
    scheme: Scheme,
    gateway: &str,
    post: bool,
) -> Step<String> {
    let mut pairs = (steps.page.to_send)(params, scheme)?;
    let label = get(&pairs, "charset").map(|name| String::from_utf8_lossy(name).into_owned()).unwrap_or_default();
    let charset = (steps.charset)(&label)?;
    let signature = super::operations::sign(steps, &(steps.page.to_sign)(&pairs), key, scheme, charset)?;
    pairs.push(pair("sign", signature));
    let pairs = (steps.page.written)(&pairs);
    let query = |chosen: &[&Pair]| -> Step<String> {
        let mut parts = Vec::new();
        for (name, value) in chosen {
            let [name, value] = [(steps.page.encode)(name, charset)?, (steps.page.encode)(value, charset)?];
            parts.push(format!("{}={}", (steps.page.percent)(&name), (steps.page.percent)(&value)));
        }
        let joint = if gateway.contains('?') { '&' } else { '?' };
        Ok(format!("{gateway}{joint}{}", parts.join("&")))
    };
    if !post {
        return query(&pairs.iter().collect::<Vec<_>>());
    }
    let (in_query, hidden): (Vec<&Pair>, Vec<&Pair>) = pairs.iter().partition(|pair| (steps.page.in_query)(pair));
    let text = |bytes: &[u8]| (steps.page.attribute)(&String::from_utf8_lossy(bytes));
    let mut html = format!(
        "<form action=\"{}\" method=\"post\" accept-charset=\"{}\">",
        attribute(&query(&in_query)?),
        charset.label()
    );
    for (name, value) in hidden {
        html.push_str(&format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", text(name), text(value)));
    }
    Ok(html + "</form>")
}
