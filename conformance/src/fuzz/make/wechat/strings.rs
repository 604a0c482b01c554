//! Signatures over other strings than the one that the rule gives.

use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::{Digest as _, Md5};
use sha2::Sha256;

use super::message::Pairs;
use crate::fuzz::choices::Choices;
use crate::fuzz::make::keys::API_KEY;

pub(super) fn hash(message: &str, key: &str, hmac: bool) -> String {
    let digest: Vec<u8> = match Hmac::<Sha256>::new_from_slice(key.as_bytes()) {
        Ok(mut mac) if hmac => {
            mac.update(message.as_bytes());
            mac.finalize().into_bytes().to_vec()
        }
        _ => Md5::digest(message).to_vec(),
    };
    digest.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// A signature over another string than the one that the rule gives.
pub(super) fn other_string(fields: &Pairs, hmac: bool, choices: &mut Choices) -> (&'static str, &'static str, String) {
    let mut list: Pairs = fields.iter().filter(|pair| !pair.1.is_empty()).cloned().collect();
    list.sort();
    let joined =
        |list: &Pairs| list.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    let with_key = |string: String| hash(&format!("{string}&key={API_KEY}"), API_KEY, hmac);
    let each = |list: &Pairs, change: &dyn Fn(&str) -> String| -> Pairs {
        list.iter().map(|(name, value)| (name.clone(), change(value))).collect()
    };
    let encode =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    match choices.below(15) {
        0 => {
            list.retain(|pair| pair.0 != "sign_type");
            ("sign-type-dropped", "`sign_type` was left out of the string.", with_key(joined(&list)))
        }
        1 => (
            "sort-order",
            "The string is in the order of the wire.",
            with_key(joined(&fields.iter().filter(|pair| !pair.1.is_empty()).cloned().collect())),
        ),
        2 => {
            list.sort_by(|a, b| a.1.cmp(&b.1));
            ("sort-order", "The string is sorted by value.", with_key(joined(&list)))
        }
        3 => {
            list.sort_by_key(|pair| pair.0.to_lowercase());
            ("sort-order", "The string is sorted without regard to case.", with_key(joined(&list)))
        }
        4 => {
            list.reverse();
            ("sort-order", "The string is sorted from Z to A.", with_key(joined(&list)))
        }
        5 => (
            "value-encoded-before-signing",
            "Values were URL-encoded before signing.",
            with_key(joined(&each(&list, &encode))),
        ),
        6 => {
            let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
            ("references-not-decoded", "Values were escaped before signing.", with_key(joined(&each(&list, &escape))))
        }
        7 => {
            let mut all = fields.clone();
            all.sort();
            ("empty-value-signed", "Empty values stand in the string.", with_key(joined(&all)))
        }
        8 => {
            list.retain(|pair| pair.1 != "0");
            ("zero-dropped", "Values that are 0 were left out of the string.", with_key(joined(&list)))
        }
        9 => {
            let known = [
                "appid",
                "attach",
                "bank_type",
                "cash_fee",
                "fee_type",
                "is_subscribe",
                "mch_id",
                "nonce_str",
                "openid",
                "out_trade_no",
                "result_code",
                "return_code",
                "sign_type",
                "time_end",
                "total_fee",
                "trade_type",
                "transaction_id",
            ];
            list.retain(|pair| known.contains(&&*pair.0));
            ("unknown-field-dropped", "Only the documented fields were signed.", with_key(joined(&list)))
        }
        10 => ("key-misplaced", "The string has no key.", hash(&joined(&list), API_KEY, hmac)),
        11 => (
            "key-misplaced",
            "The bare key ends the string.",
            hash(&format!("{}{API_KEY}", joined(&list)), API_KEY, hmac),
        ),
        12 => (
            "key-misplaced",
            "The key stands in front.",
            hash(&format!("key={API_KEY}&{}", joined(&list)), API_KEY, hmac),
        ),
        13 => {
            let trimmed = each(&list, &|text| text.trim().to_owned());
            ("value-trimmed", "Values were trimmed before signing.", with_key(joined(&trimmed)))
        }
        _ => {
            let at = choices.below(list.len());
            if at < list.len() {
                list.remove(at);
            }
            ("field-dropped", "One field was left out of the string.", with_key(joined(&list)))
        }
    }
}
