//! Signing and verifying any WeChat Pay message (WX-SIGN-1..17).

use crate::canonical::{WECHAT, sort};
pub use crate::crypto::digest::{ApiKey, SignType, Signature};
use crate::fields::{Fields, Pair};
use crate::finding::{Refusal, code};

/// Signs `pairs` exactly as they are; nothing is added. A `sign` among them takes no part.
///
/// # Errors
/// `field-repeated`, `too-many-fields`.
pub fn sign<P: Pair>(pairs: &[P], key: &ApiKey, sign_type: SignType) -> Result<Signature, Refusal> {
    Ok(key.sign(sign_type, &sort(pairs, &WECHAT)?))
}

/// Checks the signature of a message and says by which algorithm it was made.
///
/// The algorithm is the one that a signed `sign_type` names; without one, the one whose signatures have the
/// length of `sign` (WX-SIGN-14). Both need the key, so the message's choice opens nothing; a caller who wants one
/// algorithm alone compares the answer with it.
///
/// # Errors
/// `sign-missing`, `sign-format`, `sign-type-unknown`, `sign-wrong`; `field-repeated`, `too-many-fields`.
pub fn verify(fields: &Fields<'_>, key: &ApiKey) -> Result<SignType, Refusal> {
    let sorted = sort(fields.as_slice(), &WECHAT)?;
    let given = fields.get("sign").unwrap_or_default();
    if given.is_empty() {
        return Err(Refusal::new(code::SIGN_MISSING));
    }
    let sign_type = match fields.get("sign_type").filter(|name| !name.is_empty()) {
        Some(name) => Some(SignType::parse(name)?),
        None => None,
    };
    let upper_hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'A'..=b'F');
    let by_length = SignType::of_length(given.len()).filter(|_| given.iter().all(upper_hex));
    let Some(by_length) = by_length.filter(|found| sign_type.is_none_or(|named| named == *found)) else {
        return Err(Refusal::new(code::SIGN_FORMAT));
    };
    if key.sign(by_length, &sorted).matches(given) { Ok(by_length) } else { Err(Refusal::new(code::SIGN_WRONG)) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key() -> ApiKey {
        ApiKey::new("192006250b4c09247ec02edce69f6a2d").unwrap()
    }

    fn base<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let mut pairs = vec![
            ("appid", "wxd930ea5d5a258f4f"),
            ("mch_id", "10000100"),
            ("device_info", "1000"),
            ("body", "test"),
            ("nonce_str", "ibuaiVcKdpRxkhJA"),
        ];
        pairs.extend_from_slice(more);
        pairs
    }

    /// The worked examples of section 1.4.
    #[test]
    fn worked_examples() {
        for (more, md5) in [
            (vec![("sign_type", "MD5")], "6B4978B16793D0C2604CD59C47425A27"),
            (vec![("attach", "")], "9A0A8659F005D6984697E2CA0A9CF3B7"),
            (vec![("coupon_fee", "0")], "9ABAFC70A6D611A538BAD21F2FD8D9A0"),
            (vec![("attach", "a&b=c")], "658563E80BCC83B5927B7EF4D808B5E2"),
            (vec![("attach", " x ")], "E437FBD68FDC81D8E04FA4DDC1F7D30F"),
            (vec![("Zeta", "1"), ("alpha", "2")], "7211CAD7363D2F03CBC1AC376D8FD58D"),
            (vec![("new_field_2030", "v")], "D8842A3970DC1F29990F322987B1F787"),
        ] {
            assert_eq!(sign(&base(&more), &key(), SignType::Md5).unwrap().as_str(), md5, "{more:?}");
        }
        // WX-SIGN-EX-7: the HMAC of the string without `&key=` must not come out.
        let without_tail = "F734F0E6B3509F9701F4A27CA72985EE10313DD0F96B71CAB42985D0F4F56376";
        assert_ne!(sign(&base(&[]), &key(), SignType::HmacSha256).unwrap().as_str(), without_tail);
    }

    #[test]
    fn what_sign_and_sign_type_may_be() {
        let md5 = "9A0A8659F005D6984697E2CA0A9CF3B7";
        let hmac = "6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6";
        let typed = "6B4978B16793D0C2604CD59C47425A27";
        for (more, result) in [
            (vec![("sign", md5)], Ok(SignType::Md5)),
            (vec![("sign", hmac)], Ok(SignType::HmacSha256)),
            (vec![("sign", typed), ("sign_type", "MD5")], Ok(SignType::Md5)),
            (vec![("sign", md5), ("sign_type", "")], Ok(SignType::Md5)),
            (vec![], Err(code::SIGN_MISSING)),
            (vec![("sign", "")], Err(code::SIGN_MISSING)),
            (vec![("Sign", md5)], Err(code::SIGN_MISSING)),
            (vec![("sign", "9a0a8659f005d6984697e2ca0a9cf3b7")], Err(code::SIGN_FORMAT)),
            (vec![("sign", &md5[..31])], Err(code::SIGN_FORMAT)),
            (vec![("sign", "0")], Err(code::SIGN_FORMAT)),
            (vec![("sign", md5), ("sign_type", "HMAC-SHA256")], Err(code::SIGN_FORMAT)),
            (vec![("sign", md5), ("sign_type", "md5")], Err(code::SIGN_TYPE_UNKNOWN)),
            (vec![("sign", md5), ("sign_type", "none")], Err(code::SIGN_TYPE_UNKNOWN)),
            (vec![("sign", md5), ("total_fee", "1")], Err(code::SIGN_WRONG)),
            (vec![("sign", md5), ("sign", md5)], Err(code::FIELD_REPEATED)),
        ] {
            let fields = Fields::from_pairs(base(&more));
            assert_eq!(verify(&fields, &key()).map_err(|refusal| refusal.code), result, "{more:?}");
        }
    }

    prop_compose! {
        fn any_pairs()(map in prop::collection::btree_map("[a-z_]{1,10}", ".{0,12}", 1..20)) -> Vec<(String, String)> {
            map.into_iter().filter(|(name, _)| name != "sign" && name != "sign_type").collect()
        }
    }

    proptest! {
        #[test]
        fn what_is_signed_verifies_in_any_order(pairs in any_pairs(), hmac: bool, rotate in 0_usize..20) {
            let sign_type = if hmac { SignType::HmacSha256 } else { SignType::Md5 };
            let signature = sign(&pairs, &key(), sign_type).unwrap();
            let mut all = pairs;
            all.push(("sign".into(), signature.to_string()));
            let places = all.len();
            all.rotate_left(rotate % places);
            prop_assert_eq!(verify(&Fields::from_pairs(all), &key()), Ok(sign_type));
        }

        #[test]
        fn any_changed_value_fails(pairs in any_pairs(), which: prop::sample::Index, added in "[^&=]") {
            prop_assume!(!pairs.is_empty());
            let signature = sign(&pairs, &key(), SignType::Md5).unwrap();
            let mut all = pairs;
            let which = which.index(all.len());
            all[which].1.push_str(&added);
            all.push(("sign".into(), signature.to_string()));
            let refusal = verify(&Fields::from_pairs(all), &key()).unwrap_err();
            prop_assert_eq!(refusal.code, code::SIGN_WRONG);
        }
    }
}
