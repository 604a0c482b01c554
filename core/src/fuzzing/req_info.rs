use super::chosen;
use super::keys::{API_KEY, API_KEY_TEXT};
use super::naive::{self, cipher, get};
use crate::finding::code;
use crate::wechat::message::Received;
use crate::wechat::refund_notification;
use crate::wire::xml;

/// `req_info` decrypts if and only if aws-lc decrypts it, to the same text; the fields are the outer ones and those of
/// that text, which win. What is no XML at all is taken for the text within `req_info`.
pub fn refund_req_info(data: &[u8]) {
    let outer = Received::notification(data).and_then(Received::parse);
    let Ok(outer) = outer else { return within(data) };
    let pairs = naive::pairs(&outer.fields);
    let plain = get(&pairs, "req_info").and_then(|info| cipher::decrypt_req_info(info, API_KEY_TEXT));
    match refund_notification::read(data, &API_KEY) {
        Ok(decrypted) => {
            let plain = plain.expect("aws-lc decrypts what core does");
            let inner = xml::parse(&plain, xml::REQ_INFO_ROOT);
            match (decrypted.fields(), inner) {
                (Ok(fields), Ok(inner)) => {
                    let inner = naive::pairs(&inner);
                    let mut expected = pairs;
                    expected.retain(|(name, _)| name != b"req_info" && inner.iter().all(|own| own.0 != *name));
                    expected.extend(inner);
                    assert_eq!(naive::pairs(&fields), expected);
                }
                (Err(refusal), Ok(_)) => assert_eq!(refusal.code, code::FIELD_REPEATED),
                (Err(own), Err(refusal)) => assert_eq!(own, refusal),
                (Ok(_), Err(refusal)) => panic!("fields of text that is refused: {refusal:?}"),
            }
        }
        Err(refusal) if refusal.code == code::REQ_INFO_UNREADABLE => assert_eq!(plain, None),
        Err(refusal) => assert!([code::REQ_INFO_MISSING, code::FIELD_REPEATED].contains(&refusal.code), "{refusal:?}"),
    }
}

fn within(plain: &[u8]) {
    let req_info = refund_notification::encrypt(plain, &API_KEY);
    if chosen(plain, 4) {
        assert_eq!(req_info, cipher::encrypt_req_info(plain, API_KEY_TEXT));
    }
    let body = format!("<xml><return_code>SUCCESS</return_code><req_info>{req_info}</req_info></xml>");
    let decrypted = match refund_notification::read(body.as_bytes(), &API_KEY) {
        Ok(decrypted) => decrypted,
        Err(refusal) => return assert_eq!(refusal.code, code::BODY_TOO_LARGE),
    };
    let inner = xml::parse(plain, xml::REQ_INFO_ROOT).map(|fields| naive::pairs(&fields));
    match (decrypted.fields(), inner) {
        (Ok(fields), Ok(inner)) => {
            let read = naive::pairs(&fields);
            assert!(read.ends_with(&inner));
            assert!(read.len() <= inner.len() + 1);
        }
        (Err(refusal), Ok(_)) => assert_eq!(refusal.code, code::FIELD_REPEATED),
        (Err(own), Err(refusal)) => assert_eq!(own, refusal),
        (Ok(_), Err(refusal)) => panic!("fields of text that is refused: {refusal:?}"),
    }
}
