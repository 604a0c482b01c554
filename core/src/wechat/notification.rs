//! Payment result notification (支付结果通知, WX-NTF): what a genuine one claims.

use crate::fields::{Fields, Pair};
use crate::finding::Refusal;
use crate::order::{Claim, names_another};
use crate::wechat::message::{Received, Verified};
use crate::wechat::sign::ApiKey;

/// Fields on which it depends whether goods are handed out. A value that holds one of them behind an `&` could be
/// two messages (WX-SIGN-33, attack class C02).
const DECIDING: &[&str] = &[
    "appid",
    "fee_type",
    "mch_id",
    "out_trade_no",
    "result_code",
    "return_code",
    "sub_mch_id",
    "time_end",
    "total_fee",
    "trade_state",
    "transaction_id",
];

/// From the bytes of a POST to the notify address to a genuine message.
///
/// # Errors
/// Whatever [`Received::notification`], [`Received::parse`] or the verification refuses.
pub fn read<'a>(body: &'a [u8], key: &ApiKey) -> Result<Verified<'a>, Refusal> {
    Received::notification(body)?.parse()?.verify(key)
}

pub(crate) fn says_paid(fields: &Fields<'_>) -> bool {
    fields.get("return_code") == Some(b"SUCCESS")
        && fields.get("result_code") == Some(b"SUCCESS")
        && fields.get("trade_state").is_none_or(|state| state == b"SUCCESS")
        && fields.get("transaction_id").is_some_and(|id| !id.is_empty())
}

/// What the fields claim. `total_fee` counts, not `cash_fee` or `settlement_total_fee`, which coupons make smaller
/// (WX-NTF-51).
pub(crate) fn claim<'m>(fields: &'m Fields<'_>) -> Claim<'m> {
    let filled = |name: &str| fields.get(name).filter(|value| !value.is_empty());
    Claim {
        number: filled("out_trade_no"),
        fen: fields.get("total_fee").and_then(fen),
        currency: filled("fee_type").unwrap_or(b"CNY"),
        application: filled("appid"),
        merchant: filled("mch_id"),
        payment: filled("transaction_id"),
        // The same key signs refunds' answers, which have nearly the same fields (S25) but no `time_end`.
        paid: says_paid(fields) && filled("time_end").is_some(),
        refund: fields.iter().any(|field| field.name().starts_with(b"refund_") || field.name() == b"out_refund_no"),
        ambiguous: fields.iter().any(|field| names_another(field.value(), DECIDING)),
    }
}

/// `total_fee`: digits, no sign, no leading zero (WX-UO-40..43). At most 18 of them, so that it fits.
fn fen(text: &[u8]) -> Option<u64> {
    let plain = !text.is_empty() && text.len() <= 18 && text[0] != b'0' && text.iter().all(u8::is_ascii_digit);
    plain.then(|| text.iter().fold(0, |fen, digit| 10 * fen + u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::code;
    use crate::order::Order;
    use crate::wechat::sign::{SignType, sign};
    use crate::wire::xml;

    const GENUINE: &[(&str, &str)] = &[
        ("appid", "wxd930ea5d5a258f4f"),
        ("attach", ""),
        ("bank_type", "OTHERS"),
        ("cash_fee", "942"),
        ("coupon_count", "1"),
        ("coupon_fee", "58"),
        ("coupon_fee_0", "58"),
        ("coupon_id_0", "2000000000000000001"),
        ("fee_type", "CNY"),
        ("is_subscribe", "N"),
        ("mch_id", "10000100"),
        ("nonce_str", "ibuaiVcKdpRxkhJA"),
        ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
        ("out_trade_no", "20150806125346"),
        ("result_code", "SUCCESS"),
        ("return_code", "SUCCESS"),
        ("time_end", "20141030133525"),
        ("total_fee", "1000"),
        ("trade_type", "JSAPI"),
        ("transaction_id", "1217752501201407033233368018"),
    ];

    fn key() -> ApiKey {
        ApiKey::new("192006250b4c09247ec02edce69f6a2d").unwrap()
    }

    fn order() -> Order {
        Order {
            number: "20150806125346".into(),
            fen: 1000,
            currency: "CNY".into(),
            application: "wxd930ea5d5a258f4f".into(),
            merchant: "10000100".into(),
        }
    }

    /// The genuine message with some fields set otherwise, signed again.
    fn body(changes: &[(&str, Option<&str>)]) -> Vec<u8> {
        let mut pairs: Vec<(String, String)> =
            GENUINE.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        for (name, value) in changes {
            pairs.retain(|pair| pair.0 != *name);
            if let Some(value) = value {
                pairs.push(((*name).into(), (*value).into()));
            }
        }
        let signature = sign(&pairs, &key(), SignType::Md5).unwrap();
        pairs.push(("sign".into(), signature.to_string()));
        xml::write(&pairs, xml::ROOT).unwrap()
    }

    /// WX-NTF-EX-1 to 4.
    #[test]
    fn worked_examples() {
        for (sign_type, signature) in [
            (None, "765871B64FE3EDCFD4CFC82E57F9CDD2"),
            (None, "5E093338159EBC76AE08D38194B0F2C089A14053BB643B1A3DE4EC9A356D7B4C"),
            (Some("MD5"), "04778EAD7FEDD380F1283DCE7F9D9838"),
            (Some("HMAC-SHA256"), "C03E9855DD4FD6C16C23D058BFE7C4FD7CA3511EB36DE3F1FE1E27903A1C54B6"),
        ] {
            let mut pairs = GENUINE.to_vec();
            pairs.extend(sign_type.map(|name| ("sign_type", name)));
            pairs.push(("sign", signature));
            let body = xml::write(&pairs, xml::ROOT).unwrap();
            let verified = read(&body, &key()).unwrap();
            assert!(verified.says_paid());
            let accepted = verified.accept(&order()).unwrap();
            assert_eq!((accepted.number(), accepted.fen()), ("20150806125346", 1000));
            assert_eq!(accepted.payment(), "1217752501201407033233368018");
        }
    }

    #[test]
    fn only_this_order_is_accepted() {
        for (changes, broken) in [
            (vec![("total_fee", Some("999"))], code::ORDER_AMOUNT),
            (vec![("total_fee", Some("1000.0"))], code::ORDER_AMOUNT),
            (vec![("total_fee", None)], code::ORDER_AMOUNT),
            (vec![("total_fee", Some("1")), ("settlement_total_fee", Some("1000"))], code::ORDER_AMOUNT),
            (vec![("out_trade_no", Some("20150806125347"))], code::ORDER_NUMBER),
            (vec![("out_trade_no", Some("20150806125346 "))], code::ORDER_NUMBER),
            (vec![("fee_type", Some("JPY"))], code::ORDER_CURRENCY),
            (vec![("appid", Some("wx0000000000000000"))], code::ORDER_APPLICATION),
            (vec![("mch_id", Some("10000101"))], code::ORDER_MERCHANT),
            (vec![("result_code", Some("FAIL"))], code::NOT_A_PAYMENT),
            (vec![("return_code", Some("success"))], code::NOT_A_PAYMENT),
            (vec![("trade_state", Some("NOTPAY"))], code::NOT_A_PAYMENT),
            (vec![("transaction_id", None)], code::NOT_A_PAYMENT),
            (vec![("time_end", None)], code::NOT_A_PAYMENT),
            (vec![("refund_fee", Some("1000"))], code::ORDER_REFUNDED),
            (vec![("attach", Some("a&total_fee=1000&z=1"))], code::ORDER_AMBIGUOUS),
        ] {
            let body = body(&changes);
            let refusal = read(&body, &key()).unwrap().accept(&order()).unwrap_err();
            assert_eq!(refusal.code, broken, "{changes:?}");
        }
        for changes in [
            vec![],
            vec![("fee_type", None)],
            vec![("attach", Some("a=1&b=2"))],
            vec![("cash_fee", Some("0"))],
            vec![("trade_state", Some("SUCCESS"))],
        ] {
            assert!(read(&body(&changes), &key()).unwrap().accept(&order()).is_ok(), "{changes:?}");
        }
    }
}
