//! Requests to the gateway: unified order, order query and close order as signed XML. No field is judged here;
//! that is [`crate::validate`]'s task.

use crate::fields::Pair;
use crate::finding::{Refusal, code};
use crate::wechat::sign::{ApiKey, SignType, sign};
use crate::wire::xml;

/// The body to POST: the given fields that are not empty, `sign_type` for HMAC-SHA256, and `sign`.
///
/// Empty fields are left out, since the service refuses some of them even when empty (WX-XML-12); they take no
/// part in the signature in any case.
///
/// # Errors
/// `argument-invalid` if `params` has a `sign`, or a `sign_type` that is not `sign_type`'s; `field-repeated`,
/// `too-many-fields`; `name-impossible`, `text-impossible`, `text-not-utf8`.
pub fn write<P: Pair>(params: &[P], key: &ApiKey, sign_type: SignType) -> Result<Vec<u8>, Refusal> {
    let mut pairs: Vec<(&[u8], &[u8])> = Vec::with_capacity(params.len() + 2);
    let mut named = false;
    for pair in params {
        match pair.name() {
            b"sign" => return Err(Refusal::new(code::ARGUMENT_INVALID)),
            b"sign_type" if !pair.value().is_empty() => {
                named = true;
                if pair.value() != sign_type.as_str().as_bytes() {
                    return Err(Refusal::new(code::ARGUMENT_INVALID));
                }
            }
            _ => {}
        }
        pairs.push((pair.name(), pair.value()));
    }
    if sign_type == SignType::HmacSha256 && !named {
        pairs.retain(|pair| pair.0 != b"sign_type");
        pairs.push((b"sign_type", sign_type.as_str().as_bytes()));
    }
    // Signed before the empty ones go, so that a repeated name shows.
    let signature = sign(&pairs, key, sign_type)?;
    pairs.retain(|pair| !pair.1.is_empty());
    pairs.push((b"sign", signature.as_str().as_bytes()));
    xml::write(&pairs, xml::ROOT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wechat::message::Received;

    fn key() -> ApiKey {
        ApiKey::new("192006250b4c09247ec02edce69f6a2d").unwrap()
    }

    #[test]
    fn what_is_written_verifies_and_holds_what_was_given() {
        let params = [("appid", "wx1"), ("body", "a<&>\"']]>测试 "), ("attach", ""), ("total_fee", "0")];
        for (sign_type, fields) in [(SignType::Md5, 4), (SignType::HmacSha256, 5)] {
            let body = write(&params, &key(), sign_type).unwrap();
            let verified = Received::response(&body).unwrap().parse().unwrap().verify(&key()).unwrap();
            assert_eq!(verified.sign_type(), sign_type);
            assert_eq!(verified.fields().len(), fields);
            assert_eq!(verified.fields().text("body"), Some("a<&>\"']]>测试 "));
            assert_eq!(verified.fields().text("attach"), None);
        }
    }

    #[test]
    fn what_has_no_right_output_is_refused() {
        for (params, code) in [
            ([("a", "\u{1}")], code::TEXT_IMPOSSIBLE),
            ([("a b", "1")], code::NAME_IMPOSSIBLE),
            ([("sign", "1")], code::ARGUMENT_INVALID),
            ([("sign_type", "HMAC-SHA256")], code::ARGUMENT_INVALID),
        ] {
            assert_eq!(write(&params, &key(), SignType::Md5).unwrap_err().code, code);
        }
    }
}
