use super::keys::{ALIPAY_ORDER, PLATFORM};
use super::naive::{self, get, order, sign};
use super::{chosen, hash};
use crate::alipay::{notification, return_url};
use crate::crypto::rsa::Scheme;
use crate::finding::{Refusal, code};
use crate::wire::charset::Charset;
use crate::wire::form;

/// A notification is verified if and only if `rsa` takes its signature over the naive string and its text is in its
/// charset; the message does not choose the algorithm; a changed byte loses it; it pays the order if and only if the
/// naive rules say so.
pub fn alipay_notification(data: &[u8]) {
    let Ok(parsed) = notification::Received::new(None, data).and_then(notification::Received::parse) else { return };
    let pairs = naive::form::parse(data).expect("core has read it");
    // What the merchant is configured for: what the message names, so that both are reached, and then the other.
    let (scheme, other) = match get(&pairs, "sign_type") {
        Some(b"RSA") => (Scheme::Rsa, Scheme::Rsa2),
        _ => (Scheme::Rsa2, Scheme::Rsa),
    };
    let verified = parsed.clone().verify(&PLATFORM, scheme);
    judge(
        &pairs,
        scheme,
        chosen(data, 16),
        verified.as_ref().map(notification::Verified::charset).map_err(|refusal| *refusal),
    );
    let Ok(message) = verified else { return };
    assert_eq!(naive::pairs(message.fields()), pairs, "other fields than were verified");
    assert_eq!(message.texts().count(), pairs.len());
    assert_eq!(message.says_paid(), order::alipay_says_paid(&pairs));
    let accepted = message.accept(&ALIPAY_ORDER);
    assert_eq!(accepted.is_ok(), order::alipay_pays(&pairs, &ALIPAY_ORDER), "{accepted:?}: {pairs:?}");
    if let Ok(accepted) = accepted {
        assert_eq!((accepted.number(), accepted.fen()), (&*ALIPAY_ORDER.number, ALIPAY_ORDER.fen));
        assert!(message.event().is_some());
    }
    if get(&pairs, "sign_type").is_some() {
        let refusal = parsed.verify(&PLATFORM, other).expect_err("the message chose the algorithm");
        assert_eq!(refusal.code, code::SIGN_TYPE_OTHER);
    }
    if !chosen(data, 2) {
        return;
    }
    let body = changed(data, &pairs);
    let again = notification::read(None, body.as_bytes(), &PLATFORM, scheme);
    assert!(again.is_err_and(|refusal| refusal.code != code::FORM_PERCENT), "a changed value verifies");
}

/// A return is verified as a notification is, with the same fields, and pays nothing.
pub fn alipay_return(data: &[u8]) {
    let Ok(parsed) = return_url::Received::new(data).parse() else { return };
    let pairs = naive::form::parse(data).expect("core has read it");
    let verified = parsed.verify(&PLATFORM, Scheme::Rsa2);
    judge(
        &pairs,
        Scheme::Rsa2,
        chosen(data, 16),
        verified.as_ref().map(return_url::Verified::charset).map_err(|refusal| *refusal),
    );
    let Ok(message) = verified else { return };
    assert_eq!(naive::pairs(message.fields()), pairs, "other fields than were verified");
    for (name, value) in message.texts() {
        // Two names of other bytes may be one text in GBK.
        let same = || message.texts().filter(|pair| pair.0 == name).count();
        assert!(message.text(&name) == Some(value) || same() > 1, "{name} is not found");
    }
    let posted = notification::read(None, data, &PLATFORM, Scheme::Rsa2).expect("one rule for both");
    let is_return = get(&pairs, "method").is_some_and(|method| method.ends_with(b".return"));
    assert!(!is_return || posted.accept(&ALIPAY_ORDER).is_err(), "a return pays");
}

fn judge(pairs: &naive::Pairs, scheme: Scheme, thorough: bool, verified: Result<Charset, Refusal>) {
    let charset = match get(pairs, "charset").map(|label| label.to_ascii_lowercase()).as_deref() {
        None | Some(b"utf-8" | b"utf8") => Some(Charset::Utf8),
        Some(b"gbk" | b"gb2312" | b"gb18030") => Some(Charset::Gbk),
        Some(_) => None,
    };
    match verified {
        Ok(own) => {
            assert_eq!(Some(own), charset);
            assert!(sign::alipay_genuine(pairs, &PLATFORM, scheme), "verified, but not signed with the key");
            assert!(pairs.iter().all(|pair| is_text(&pair.0, own) && is_text(&pair.1, own)), "verified, but no text");
        }
        // What would cost one more signature check is left to chance.
        Err(refusal) if refusal.code == code::SIGN_WRONG && !thorough => {}
        Err(refusal) if [code::SIGN_WRONG, code::SIGN_FORMAT, code::SIGN_MISSING].contains(&refusal.code) => {
            assert!(!sign::alipay_genuine(pairs, &PLATFORM, scheme), "{refusal:?}, but it is signed with the key");
        }
        Err(refusal) if refusal.code == code::TEXT_NOT_IN_CHARSET => {
            let own = charset.expect("a charset that is known");
            assert!(
                pairs.iter().any(|pair| !is_text(&pair.0, own) || !is_text(&pair.1, own)),
                "text in its charset was refused"
            );
        }
        Err(refusal) if refusal.code == code::CHARSET_UNKNOWN => assert_eq!(charset, None),
        Err(refusal) => assert!(
            [code::SIGN_TYPE_UNKNOWN, code::SIGN_TYPE_OTHER, code::FIELD_REPEATED].contains(&refusal.code),
            "{refusal:?}"
        ),
    }
}

fn is_text(bytes: &[u8], charset: Charset) -> bool {
    match charset {
        Charset::Utf8 => std::str::from_utf8(bytes).is_ok(),
        Charset::Gbk => !encoding_rs::GBK.decode_without_bom_handling(bytes).1,
    }
}

/// The message with one byte more in one value that is signed.
fn changed(data: &[u8], pairs: &naive::Pairs) -> String {
    let mut pairs = pairs.clone();
    let places: Vec<usize> = (0..pairs.len()).filter(|at| !pairs[*at].0.starts_with(b"sign")).collect();
    match places.get(hash(data) as usize % places.len().max(1)) {
        Some(at) => pairs[*at].1.push(b'0'),
        None => pairs.push((b"a".to_vec(), b"0".to_vec())),
    }
    form::write(&pairs)
}
