//! Alipay: a small pipeline per operation, whose steps can be replaced one by one.

pub mod keys;
pub mod operations;
pub mod order;
pub mod page;
pub mod response;
pub mod verifying;

use payspec_core::alipay::reply::Reply;
use payspec_core::alipay::sign::Scheme;
use payspec_core::canonical::{ALIPAY_REQUEST, sort};
use payspec_core::crypto::keys::PrivateKey;
use payspec_core::wire::charset::Charset;

use self::keys::Key;
use crate::pairs::{self, Pair, Pairs};
use crate::stop::Step;
use crate::views::Views;

/// The steps of all operations.
#[derive(Clone, Copy)]
pub struct Steps {
    /// Refuses fields of which two have one name.
    pub unique: fn(&[Pair]) -> Step<()>,
    /// The configured name of the algorithm → the algorithm.
    pub configured: fn(&str) -> Step<Scheme>,
    /// The name of a charset → the charset.
    pub charset: fn(&str) -> Step<Charset>,

    /// A request's fields → the string that is signed, as text.
    pub request_string: fn(&[Pair]) -> Step<Vec<u8>>,
    /// Text → bytes in the request's charset.
    pub encode: fn(&[u8], Charset) -> Step<Vec<u8>>,
    /// Signs.
    pub sign: fn(&PrivateKey, Scheme, &[u8]) -> Step<String>,
    /// Building the form or URL of `alipay.trade.page.pay`.
    pub page: page::Steps,

    /// Whether a body of that type is read as a form.
    pub content_type: fn(Option<&str>) -> Step<()>,
    /// Body or query → fields.
    pub form: fn(&[u8]) -> Step<Views>,
    /// Fields → the signature to check, or `None` if nothing is checked.
    pub given: fn(&[Pair]) -> Step<Option<Vec<u8>>>,
    /// Fields and the configured algorithm → the algorithm to check with.
    pub algorithm: fn(&[Pair], Scheme) -> Step<Scheme>,
    /// Fields → the strings of which one has to be signed.
    pub strings: fn(&[Pair]) -> Step<Vec<Vec<u8>>>,
    /// Fields → the charset of their values.
    pub values_charset: fn(&[Pair]) -> Step<Charset>,
    /// `sign` → bytes.
    pub base64: fn(&[u8]) -> Option<Vec<u8>>,
    /// Whether the bytes are a signature over the string.
    pub verify: fn(&Key, Scheme, &[u8], &[u8]) -> bool,
    /// A value → text.
    pub decode: fn(&[u8], Charset) -> Step<String>,
    /// The application's view → what the operation hands out.
    pub handed_out: fn(&[Pair]) -> Pairs,
    /// Fields → whether the message alone says "paid".
    pub paid: fn(&[Pair]) -> bool,
    /// What is held against the order.
    pub order: order::Steps,

    /// Synchronous responses.
    pub response: response::Steps,
    /// Whether it was received → the answer to a notification.
    pub answer: fn(bool) -> Vec<u8>,
}

/// As the documents ask.
pub const SOUND: Steps = Steps {
    unique: |pairs| sort(pairs, &ALIPAY_REQUEST).map(|_| ()),
    configured: |name| Scheme::parse(name.as_bytes()),
    charset: |name| Charset::from_label(name.as_bytes()),
    request_string: |pairs| Ok(sort(pairs, &ALIPAY_REQUEST)?.to_vec()),
    encode: |text, charset| Ok(charset.encode(&String::from_utf8_lossy(text))?.into_owned()),
    sign: |key, scheme, string| key.sign(scheme, string),
    page: page::SOUND,
    content_type: verifying::content_type,
    form: |body| Ok(Views::same(pairs::of(&payspec_core::wire::form::parse(body)?))),
    given: verifying::given,
    algorithm: verifying::algorithm,
    strings: verifying::strings,
    values_charset: verifying::values_charset,
    base64: verifying::base64,
    verify: verifying::genuine,
    decode: |bytes, charset| Ok(charset.decode(bytes)?.into_owned()),
    handed_out: <[Pair]>::to_vec,
    paid: verifying::paid,
    order: order::SOUND,
    response: response::SOUND,
    answer: |received| if received { Reply::Success } else { Reply::Fail }.body().to_vec(),
};
