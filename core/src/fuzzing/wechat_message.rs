use super::keys::{API_KEY, API_KEY_TEXT, WECHAT_ORDER};
use super::naive::{self, order, sign};
use super::{chosen, hash};
use crate::fields::{Fields, Pair};
use crate::finding::code;
use crate::order::State;
use crate::wechat::message::{Received, Response};
use crate::wechat::{native, order_query, sign as core_sign, unified_order};

/// A message is verified if and only if the naive signature is right; a changed byte loses it; its order does not
/// matter; it pays the order if and only if the naive rules say so; as a response it is signed under the same
/// condition, and an unsigned failure shows nothing else.
pub fn wechat_notification(data: &[u8]) {
    let Ok(parsed) = Received::notification(data).and_then(Received::parse) else { return };
    let fields = parsed.fields.clone();
    let as_response = chosen(data, 4).then(|| parsed.clone().response(&API_KEY));
    let verified = parsed.verify(&API_KEY);
    if verified.is_err() && !chosen(data, 4) {
        return;
    }
    let pairs = naive::pairs(&fields);
    let genuine = sign::wechat_genuine(&pairs, API_KEY_TEXT);
    match verified {
        Ok(message) => {
            assert_eq!(Some(message.sign_type()), genuine, "verified, but not signed with the key");
            assert_eq!(naive::pairs(message.fields()), pairs, "other fields than were verified");
            assert_eq!(message.says_paid(), order::wechat_says_paid(&pairs));
            let accepted = message.accept(&WECHAT_ORDER);
            assert_eq!(accepted.is_ok(), order::wechat_pays(&pairs, &WECHAT_ORDER), "{accepted:?}: {pairs:?}");
            if let Ok(accepted) = accepted {
                assert_eq!((accepted.number(), accepted.fen()), (&*WECHAT_ORDER.number, WECHAT_ORDER.fen));
                assert_eq!(naive::get(&pairs, "transaction_id"), Some(accepted.payment().as_bytes()));
            }
            assert!(matches!(as_response, None | Some(Ok(Response::Signed(_)))));
            let paid = order_query::state(&message).is_some_and(|state| state == State::Paid);
            assert!(!paid || naive::get(&pairs, "result_code") == Some(b"SUCCESS"));
            let placed = unified_order::placed(&message);
            let prepaid = ["return_code", "result_code"].iter().all(|n| naive::get(&pairs, n) == Some(b"SUCCESS"));
            assert_eq!(placed.is_some(), prepaid && naive::filled(&pairs, "prepay_id").is_some());
            let wanted = ["appid", "mch_id", "openid", "product_id"];
            if chosen(data, 8) {
                assert!(matches!(unified_order::read(data, &API_KEY), Ok(Response::Signed(_))));
                let callback = native::read_callback(data, &API_KEY);
                assert_eq!(callback.is_ok(), wanted.iter().all(|name| naive::filled(&pairs, name).is_some()));
            }
            if chosen(data, 8) {
                changed(data, &pairs);
            }
        }
        Err(refusal) => {
            assert_eq!(genuine, None, "{refusal:?}, but it is signed with the key");
            match as_response {
                Some(Ok(Response::Failed(failure))) => {
                    assert_eq!(naive::get(&pairs, "return_code"), Some(&b"FAIL"[..]));
                    assert!(naive::filled(&pairs, "sign").is_none(), "a wrong signature was overlooked");
                    assert_eq!(failure.return_msg.as_deref().map(str::as_bytes), naive::get(&pairs, "return_msg"));
                }
                Some(Ok(Response::Signed(_))) => panic!("signed as a response alone"),
                _ => {}
            }
        }
    }
}

/// The fields backwards verify; with one byte more in one value they do not.
fn changed(data: &[u8], pairs: &naive::Pairs) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("XML is UTF-8");
    let mut backwards: Vec<(String, String)> = pairs.iter().rev().map(|(n, v)| (text(n), text(v))).collect();
    let verify = |pairs: &[(String, String)]| {
        let fields = Fields::from_pairs(pairs.iter().map(|(name, value)| (&**name, &**value)));
        core_sign::verify(&fields, &API_KEY).map_err(|refusal| refusal.code)
    };
    assert!(verify(&backwards).is_ok(), "the order of the fields matters");
    let which = hash(data) as usize % backwards.len();
    let field = &mut backwards[which];
    field.1.insert(0, if field.1.starts_with('0') { '1' } else { '0' });
    let outcome = verify(&backwards).expect_err("a changed value verifies");
    let name = backwards[which].name();
    let expected = if name == b"sign" { code::SIGN_FORMAT } else { code::SIGN_WRONG };
    assert!(outcome == expected || name == b"sign_type" && outcome == code::SIGN_TYPE_UNKNOWN, "{outcome}");
}
