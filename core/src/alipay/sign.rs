//! Signing and verifying requests to the gateway (object A, ALI-SIGN-1..9).

use std::borrow::Cow;

use crate::canonical::{ALIPAY_REQUEST, sort};
use crate::crypto::keys::{PrivateKey, PublicKey};
pub use crate::crypto::rsa::Scheme;
use crate::fields::{Fields, Pair};
use crate::finding::{Refusal, code};
use crate::wire::charset::Charset;

/// A signature and what it was made over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// `sign`: standard Base64.
    pub sign: String,
    /// The string that was signed, in the request's charset.
    pub canonical: Vec<u8>,
}

/// A field in a charset.
pub(crate) type Encoded<'p> = (Cow<'p, [u8]>, Cow<'p, [u8]>);

/// Signs `params` exactly as they are; nothing is added. Names and values are UTF-8; they are signed in `charset`
/// (ALI-SIGN-6). A `sign` among them takes no part, a `sign_type` does (ALI-SIGN-2).
///
/// # Errors
/// `text-not-utf8`, `text-outside-charset`, `field-repeated`, `too-many-fields`, `key-too-small`.
pub fn sign<P: Pair>(params: &[P], key: &PrivateKey, scheme: Scheme, charset: Charset) -> Result<Signature, Refusal> {
    sign_encoded(&encode(params, charset)?, key, scheme)
}

pub(crate) fn sign_encoded(params: &[Encoded<'_>], key: &PrivateKey, scheme: Scheme) -> Result<Signature, Refusal> {
    let canonical = sort(params, &ALIPAY_REQUEST)?.to_vec();
    Ok(Signature { sign: key.sign(scheme, &canonical)?, canonical })
}

/// The fields in `charset`.
pub(crate) fn encode<P: Pair>(params: &[P], charset: Charset) -> Result<Vec<Encoded<'_>>, Refusal> {
    let encode = |bytes| {
        let text = std::str::from_utf8(bytes).map_err(|_| Refusal::new(code::TEXT_NOT_UTF8))?;
        charset.encode(text)
    };
    params.iter().map(|pair| Ok((encode(pair.name())?, encode(pair.value())?))).collect()
}

/// Checks a request as the gateway does: `fields` are the decoded parameters of query and body together.
///
/// # Errors
/// `sign-missing`, `sign-format`, `sign-wrong`; `sign-type-unknown`, and `sign-type-other` if `sign_type` is not the
/// one expected (an absent one is taken for it, ALI-SIGN-10); `field-repeated`, `too-many-fields`.
pub fn verify(fields: &Fields<'_>, key: &PublicKey, scheme: Scheme) -> Result<(), Refusal> {
    let sorted = sort(fields.as_slice(), &ALIPAY_REQUEST)?;
    expect_scheme(fields, scheme)?;
    key.verify(scheme, &sorted.to_vec(), signature(fields)?)
}

/// `sign`, which must be there.
pub(crate) fn signature<'f>(fields: &'f Fields<'_>) -> Result<&'f [u8], Refusal> {
    fields.get("sign").filter(|sign| !sign.is_empty()).ok_or(Refusal::new(code::SIGN_MISSING))
}

/// Pins the algorithm to the configured one. `sign_type` is itself unsigned in a notification, so the message must
/// not choose (ALI-VER-8).
pub(crate) fn expect_scheme(fields: &Fields<'_>, scheme: Scheme) -> Result<(), Refusal> {
    match fields.get("sign_type").map(Scheme::parse).transpose()? {
        Some(named) if named != scheme => Err(Refusal::new(code::SIGN_TYPE_OTHER)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wire::form;

    fn key() -> PrivateKey {
        PrivateKey::read(include_str!("../../tests/alipay_data/app-private.txt")).unwrap()
    }

    #[test]
    fn what_has_no_right_signature_is_refused() {
        let key = key();
        let refused = |params: &[(&str, &str)], charset| sign(params, &key, Scheme::Rsa2, charset).unwrap_err().code;
        assert_eq!(refused(&[("subject", "🏠")], Charset::Gbk), code::TEXT_OUTSIDE_CHARSET);
        assert_eq!(refused(&[("a", "1"), ("a", "1")], Charset::Utf8), code::FIELD_REPEATED);
        let bytes = [("a", &b"\xff"[..])];
        assert_eq!(sign(&bytes, &key, Scheme::Rsa2, Charset::Utf8).unwrap_err().code, code::TEXT_NOT_UTF8);
    }

    #[test]
    fn empty_values_and_sign_take_no_part_but_zero_spaces_and_sign_type_do() {
        let params = [("sign_type", "RSA2"), ("b", "0"), ("a", ""), ("c", " "), ("sign", "x"), ("d", "@x")];
        let signature = sign(&params, &key(), Scheme::Rsa2, Charset::Utf8).unwrap();
        assert_eq!(signature.canonical, b"b=0&c= &d=@x&sign_type=RSA2");
    }

    #[test]
    fn the_request_is_pinned_to_the_algorithm() {
        let key = key();
        let check = |sign_type: &str, scheme| {
            let mut params = vec![("app_id", "1"), ("sign_type", sign_type)];
            let signature = sign(&params, &key, scheme, Charset::Utf8).unwrap();
            params.push(("sign", &signature.sign));
            verify(&Fields::from_pairs(params), key.public(), Scheme::Rsa2).err().map(|refusal| refusal.code)
        };
        assert_eq!(check("RSA2", Scheme::Rsa2), None);
        assert_eq!(check("RSA", Scheme::Rsa), Some(code::SIGN_TYPE_OTHER));
        assert_eq!(check("rsa2", Scheme::Rsa2), Some(code::SIGN_TYPE_UNKNOWN));
        assert_eq!(check("", Scheme::Rsa2), Some(code::SIGN_TYPE_UNKNOWN));
        let unsigned = Fields::from_pairs([("app_id", "1"), ("sign", "")]);
        assert_eq!(verify(&unsigned, key.public(), Scheme::Rsa2).unwrap_err().code, code::SIGN_MISSING);
    }

    fn any_params() -> impl Strategy<Value = Vec<(String, String)>> {
        prop::collection::btree_map("[a-z_]{1,10}", "[ -~测试商品\n]{0,12}", 1..12)
            .prop_map(|map| map.into_iter().filter(|(name, _)| !name.starts_with("sign")).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn what_is_signed_verifies_in_any_order_and_in_both_charsets(
            mut params in any_params(),
            gbk: bool,
            turn in 0..12_usize,
        ) {
            let key = key();
            let charset = if gbk { Charset::Gbk } else { Charset::Utf8 };
            let first = sign(&params, &key, Scheme::Rsa2, charset).unwrap();
            let turn = turn % params.len().max(1);
            params.rotate_left(turn);
            let second = sign(&params, &key, Scheme::Rsa2, charset).unwrap();
            prop_assert_eq!(&first, &second);
            params.push(("sign".to_owned(), second.sign));
            let body = form::write(&encode(&params, charset).unwrap());
            prop_assert_eq!(verify(&form::parse(body.as_bytes()).unwrap(), key.public(), Scheme::Rsa2), Ok(()));
        }
    }
}
