//! The fields of genuine messages, with values that have to come through unchanged.

use crate::fuzz::choices::Choices;
use crate::fuzz::make::words::{self, NEW_NAMES, OBJECT_NAMES, ORDER_NUMBERS, SPACED};
use crate::fuzz::make::{Asks, Made};

/// Names and values, in the order of the wire.
pub(super) type Pairs = Vec<(String, String)>;

pub(super) const NONCE: &str = "5K8264ILTKCH16CQ2502SI8ZNMTM67VS";
const NONCES: &[&str] = &[NONCE, "ibuaiVcKdpRxkhJA", "1409196838000", "1", "0e462097431906509019562988736854"];

fn pairs(list: &[(&str, &str)]) -> Pairs {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The value of that name; empty if there is none.
pub(super) fn get<'p>(pairs: &'p Pairs, name: &str) -> &'p str {
    pairs.iter().find(|pair| pair.0 == name).map_or("", |pair| &*pair.1)
}

/// Sets a value, at the end if the name is new.
pub(super) fn set(pairs: &mut Pairs, name: &str, value: impl Into<String>) {
    let value = value.into();
    match pairs.iter_mut().find(|pair| pair.0 == name) {
        Some(pair) => pair.1 = value,
        None => pairs.push((name.to_owned(), value)),
    }
}

/// A payment notification with all that its table requires (WX-NTF-1..29).
pub(super) fn payment() -> Pairs {
    pairs(&[
        ("appid", "wxd930ea5d5a258f4f"),
        ("bank_type", "OTHERS"),
        ("cash_fee", "100"),
        ("is_subscribe", "N"),
        ("mch_id", "10000100"),
        ("nonce_str", NONCE),
        ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
        ("out_trade_no", "20150806125346"),
        ("result_code", "SUCCESS"),
        ("return_code", "SUCCESS"),
        ("time_end", "20141030133525"),
        ("total_fee", "100"),
        ("trade_type", "JSAPI"),
        ("transaction_id", "1217752501201407033233368018"),
    ])
}

/// A payment whose MD5 signature with the documentation's key is `0E` and thirty digits.
pub(super) fn zero_digest() -> Pairs {
    let mut fields = payment();
    set(&mut fields, "attach", "shop-7");
    set(&mut fields, "fee_type", "CNY");
    set(&mut fields, "nonce_str", "ibuaiVcKdpRxkhJA");
    set(&mut fields, "transaction_id", "1217752501201407000418699937");
    fields
}

/// The answer to a unified order, an order query or a close order.
pub(super) fn answer(message: &str) -> Pairs {
    match message {
        "orderquery" => {
            let mut fields = payment();
            set(&mut fields, "trade_state", "SUCCESS");
            set(&mut fields, "trade_state_desc", "ok");
            fields
        }
        other => {
            let mut fields = pairs(&[
                ("return_code", "SUCCESS"),
                ("return_msg", "OK"),
                ("appid", "wxd930ea5d5a258f4f"),
                ("mch_id", "10000100"),
                ("nonce_str", NONCE),
                ("result_code", "SUCCESS"),
            ]);
            if other == "unifiedorder" {
                set(&mut fields, "prepay_id", "wx201410272009395522657a690389285100");
                set(&mut fields, "trade_type", "JSAPI");
            }
            fields
        }
    }
}

/// The callback of mode 1 (WX-NAT-6).
pub(super) fn callback() -> Pairs {
    pairs(&[
        ("appid", "wxd930ea5d5a258f4f"),
        ("is_subscribe", "Y"),
        ("mch_id", "10000100"),
        ("nonce_str", NONCE),
        ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
        ("product_id", "88888"),
    ])
}

/// A unified order (WX-UO).
pub(super) fn order() -> Pairs {
    pairs(&[
        ("appid", "wxd930ea5d5a258f4f"),
        ("mch_id", "10000100"),
        ("nonce_str", NONCE),
        ("body", "test"),
        ("out_trade_no", "20150806125346"),
        ("total_fee", "88"),
        ("spbill_create_ip", "123.12.12.123"),
        ("notify_url", "https://pay.merchant.example/wechat/notify"),
        ("trade_type", "JSAPI"),
        ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
    ])
}

/// Adds fields and changes values of a message that stays genuine. Half of the messages stay as they are.
pub(super) fn vary(fields: &mut Pairs, made: &mut Made, choices: &mut Choices) {
    if !choices.percent(55) {
        return;
    }
    for _ in 0..1 + choices.below(3) {
        let (name, value, flag, clause): (String, String, _, _) = match choices.below(13) {
            0 | 1 => ("attach".into(), words::text(choices), "value-coerced", "WX-NTF-28"),
            2 => ("nonce_str".into(), (*choices.pick(NONCES)).to_owned(), "value-coerced", "WX-SIGN-11"),
            3 => ((*choices.pick(NEW_NAMES)).to_owned(), words::text(choices), "unknown-field-dropped", "WX-SIGN-9"),
            4 => ("attach".into(), String::new(), "empty-value-signed", "WX-SIGN-3"),
            5 => {
                let many = [1, 2, 3, 11][choices.below(4)];
                for index in 0..many {
                    set(fields, &format!("coupon_fee_{index}"), "1");
                    set(fields, &format!("coupon_id_{index}"), format!("200000000000000{index}"));
                }
                ("coupon_count".into(), many.to_string(), "unknown-field-dropped", "WX-XML-7")
            }
            6 => ("out_trade_no".into(), (*choices.pick(ORDER_NUMBERS)).to_owned(), "value-coerced", "WX-XML-6"),
            7 => (
                "device_info".into(),
                (choices.word(&["WEB", "013467007045764", "0"])).to_owned(),
                "zero-dropped",
                "WX-SIGN-32",
            ),
            8 => (
                "bank_type".into(),
                (choices.word(&["CFT", "ICBC_DEBIT", "NEWBANK_2030"])).to_owned(),
                "closed-list",
                "WX-NTF-15",
            ),
            9 => {
                let details = r#"{"promotion_detail":[{"id":"1","amount":100,"name":"a/b \"c\""}]}"#;
                ("promotion_detail".into(), details.into(), "value-coerced", "WX-NTF-30")
            }
            10 => ("coupon_fee".into(), "0".into(), "zero-dropped", "WX-SIGN-32"),
            11 => {
                let value = words::text(choices);
                made.did(
                    Asks::Open,
                    "prototype-name",
                    "WX-SIGN-9",
                    "A field has a name that a language's objects have.",
                );
                let name = (*choices.pick(OBJECT_NAMES)).to_owned();
                // Whether it can be handed out is a question of the language.
                made.loose.push(name.clone());
                (name, value, "prototype-name", "WX-SIGN-9")
            }
            _ => {
                made.did(Asks::Open, "odd-value", "WX-SIGN-30", "A value has white space around it.");
                made.loose.push("attach".to_owned());
                ("attach".into(), (*choices.pick(SPACED)).to_owned(), "odd-value", "WX-SIGN-30")
            }
        };
        made.did(Asks::Done, flag, clause, format!("The field {name} is {value:?}."));
        set(fields, &name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fuzz::make::keys::API_KEY;
    use crate::judge::wechat_sign;

    #[test]
    fn the_zero_digest_is_one() {
        let sign = wechat_sign(&super::super::forge::canonical(&zero_digest()), API_KEY, false);
        let digits = sign.strip_prefix("0E").unwrap_or_default();
        assert!(digits.len() == 30 && digits.bytes().all(|digit| digit.is_ascii_digit()), "{sign}");
    }
}
