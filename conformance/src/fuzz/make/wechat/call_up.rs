//! What starts a payment in the payer's client.

use serde_json::json;

use super::forge::canonical;
use super::message::{NONCE, Pairs, set};
use super::outbound::{blank, key, params, sign_type};
use crate::fuzz::choices::Choices;
use crate::fuzz::make::words;
use crate::fuzz::make::{Asks, Made};
use crate::judge::wechat_sign;

fn call_up(made: &mut Made, choices: &mut Choices) -> (String, String, String) {
    let prepay = match choices.below(5) {
        0 => "wx201410272009395522657a690389285100".to_owned(),
        1 => "wx27102233123456a1b2c3d4e5f6a7b80000".to_owned(),
        2 => "p".repeat(64),
        3 => "wx%20+&=".to_owned(),
        _ => words::text(choices),
    };
    let time = choices.word(&["1414561699", "1412000000", "1700000000"]);
    let nonce = *choices.pick(&[NONCE, "1", "ibuaiVcKdpRxkhJA"]);
    // WX-CHR-12.
    if blank(&prepay) || prepay.len() > 64 {
        made.asks = Asks::Open;
    }
    (prepay, time.to_owned(), nonce.to_owned())
}

/// `wechat.jsapi`.
pub(in crate::fuzz) fn jsapi(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["WX-JS-1"]);
    let (prepay, time, nonce) = call_up(&mut made, choices);
    let key = key(&mut made, choices);
    let kind = sign_type(&mut made, choices);
    let mut pairs: Pairs = vec![
        ("appId".to_owned(), "wxd930ea5d5a258f4f".to_owned()),
        ("timeStamp".to_owned(), time.clone()),
        ("nonceStr".to_owned(), nonce.clone()),
        ("package".to_owned(), format!("prepay_id={prepay}")),
        ("signType".to_owned(), kind.to_owned()),
    ];
    let right = wechat_sign(&canonical(&pairs), key, kind != "MD5");
    set(&mut pairs, "paySign", right);
    made.expect = crate::fuzz::make::object(json!({ "params": params(&pairs) }));
    made.did(Asks::Done, "call-up-names", "WX-JS-2", "A call-up of JSAPI.");
    for (name, value) in
        [("appid", "wxd930ea5d5a258f4f"), ("prepay_id", &*prepay), ("timestamp", &*time), ("nonce_str", &*nonce)]
    {
        made.put(name, value);
    }
    made
}

/// `wechat.app`.
pub(in crate::fuzz) fn app(choices: &mut Choices) -> Made {
    let mut made = Made::new(&["WX-APP-1"]);
    let (prepay, time, nonce) = call_up(&mut made, choices);
    let key = key(&mut made, choices);
    let kind = sign_type(&mut made, choices);
    let mut pairs: Pairs = vec![
        ("appid".to_owned(), "wxd930ea5d5a258f4f".to_owned()),
        ("partnerid".to_owned(), "10000100".to_owned()),
        ("prepayid".to_owned(), prepay.clone()),
        ("package".to_owned(), "Sign=WXPay".to_owned()),
        ("noncestr".to_owned(), nonce.clone()),
        ("timestamp".to_owned(), time.clone()),
    ];
    let right = wechat_sign(&canonical(&pairs), key, kind != "MD5");
    set(&mut pairs, "sign", right);
    made.expect = crate::fuzz::make::object(json!({ "params": params(&pairs) }));
    made.did(Asks::Done, "call-up-names", "WX-APP-2", "A call-up of the app's SDK.");
    let members = [
        ("appid", "wxd930ea5d5a258f4f"),
        ("mch_id", "10000100"),
        ("prepay_id", &*prepay),
        ("timestamp", &*time),
        ("nonce_str", &*nonce),
    ];
    for (name, value) in members {
        made.put(name, value);
    }
    made
}
