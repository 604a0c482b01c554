use super::draw::Draw;
use super::keys::{API_KEY, API_KEY_TEXT};
use super::naive::{Pairs, sign};
use super::{chosen, hash};
use crate::canonical::{self, ALIPAY_NOTIFICATION, ALIPAY_NOTIFICATION_NO_EMPTY, ALIPAY_REQUEST, WECHAT};
use crate::crypto::digest::{ApiKey, SignType};
use crate::finding::code;
use crate::limits;
use crate::wechat::message::Received;
use crate::wechat::{app, jsapi, native, request, sign as core_sign};

/// Names that the drawn fields mostly have.
pub(super) const NAMES: &[&str] = &[
    "appid",
    "mch_id",
    "nonce_str",
    "body",
    "attach",
    "total_fee",
    "out_trade_no",
    "coupon_fee",
    "coupon_fee_0",
    "coupon_fee_1",
    "coupon_fee_10",
    "Zeta",
    "alpha",
    "a",
    "a\0",
    "ab",
    "key",
    "sign",
    "sign_type",
    "trade_type",
];

/// The canonical string and the signatures are those of a sorted map, whatever the order of the fields; a repeated name
/// is refused; a built request verifies and holds what was given.
pub fn wechat_sign(data: &[u8]) {
    let mut draw = Draw::short(data);
    let sign_type = *draw.pick(&[SignType::Md5, SignType::HmacSha256]);
    let turn = usize::from(draw.byte());
    let mut pairs = draw.pairs(NAMES);
    let bytes: Pairs = pairs.iter().map(|(n, v)| (n.clone().into_bytes(), v.clone().into_bytes())).collect();
    // They differ in what takes part only.
    let (rule, keep_empty) =
        [(WECHAT, false), (ALIPAY_REQUEST, false), (ALIPAY_NOTIFICATION, true), (ALIPAY_NOTIFICATION_NO_EMPTY, false)]
            [hash(data) as usize % 4];
    let expected = sign::canonical(&bytes, rule.without, keep_empty);
    match canonical::sort(&pairs, &rule) {
        Ok(sorted) => assert_eq!(Some(sorted.to_vec()), expected),
        Err(refusal) if pairs.len() > limits::FIELDS => assert_eq!(refusal.code, code::TOO_MANY_FIELDS),
        Err(refusal) => assert_eq!((refusal.code, expected), (code::FIELD_REPEATED, None)),
    }
    let Ok(signature) = core_sign::sign(&pairs, &API_KEY, sign_type) else { return };
    let string = sign::canonical(&bytes, &["sign"], false).expect("no name repeats");
    assert_eq!(signature.as_str(), sign::wechat(&string, API_KEY_TEXT, sign_type));
    if chosen(data, 8) {
        built(&pairs, sign_type);
    }
    if chosen(data, 7) {
        call_ups(&pairs, sign_type);
    }
    if !pairs.is_empty() {
        let places = pairs.len();
        pairs.rotate_left(turn % places);
    }
    assert_eq!(core_sign::sign(&pairs, &API_KEY, sign_type).as_ref(), Ok(&signature), "the order matters");
}

fn built(pairs: &[(String, String)], sign_type: SignType) {
    let Ok(body) = request::write(pairs, &API_KEY, sign_type) else { return };
    if sign_type == SignType::Md5 {
        assert_eq!(native::reply(pairs, &API_KEY).as_ref(), Ok(&body), "mode 1 signs by MD5 alone");
        let read = native::read_reply(&body, &API_KEY).map_err(|refusal| refusal.code);
        assert!(read.is_ok() || read.is_err_and(|code| code == code::TOO_MANY_FIELDS));
    }
    let read = Received::response(&body).and_then(Received::parse).and_then(|parsed| parsed.verify(&API_KEY));
    let message = match read {
        Ok(message) => message,
        // With `sign_type` and `sign` it can have two fields more than are read.
        Err(refusal) => return assert!(refusal.code == code::TOO_MANY_FIELDS || body.len() > limits::RESPONSE_BYTES),
    };
    assert_eq!(message.sign_type(), sign_type);
    for (name, value) in pairs.iter().filter(|pair| !pair.1.is_empty()) {
        assert_eq!(message.fields().text(name), Some(&**value));
    }
}

/// The call-ups' signatures cover exactly their other members.
fn call_ups(pairs: &[(String, String)], sign_type: SignType) {
    let value = |at: usize| pairs.get(at).map_or("", |pair| &*pair.1);
    let key = ApiKey::new(API_KEY_TEXT).expect("a test key");
    let (appid, nonce_str, prepay_id, timestamp) = (value(0), value(1), value(2), value(3));
    let page = jsapi::CallUp { appid, timestamp, nonce_str, prepay_id, sign_type }.params(&key).expect("six names");
    let app = app::CallUp { appid, mch_id: value(4), prepay_id, timestamp, nonce_str, sign_type };
    for (params, name) in [(page, "paySign"), (app.params(&key).expect("seven names"), "sign")] {
        let (given, last) = params.split_at(params.len() - 1);
        let bytes: Pairs = given.iter().map(|(n, v)| (n.as_bytes().to_vec(), v.clone().into_bytes())).collect();
        let string = sign::canonical(&bytes, &[], false).expect("no name repeats");
        assert_eq!((last[0].0, &*last[0].1), (name, &*sign::wechat(&string, API_KEY_TEXT, sign_type)));
    }
}
