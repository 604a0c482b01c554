//! Order query and close order (查询订单, 关闭订单; WX-QRY, WX-CLS): what an answer says of an order's state.

use crate::finding::Refusal;
use crate::order::State;
use crate::wechat::message::{Received, Response, Verified};
use crate::wechat::sign::ApiKey;

/// `trade_state` of an order query (WX-QRY-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TradeState {
    /// SUCCESS, 支付成功.
    Success,
    /// REFUND, 转入退款.
    Refund,
    /// NOTPAY, 未支付.
    NotPay,
    /// CLOSED, 已关闭.
    Closed,
    /// REVOKED, 已撤销 (card payment only).
    Revoked,
    /// USERPAYING, 用户支付中 (card payment only).
    UserPaying,
    /// PAYERROR, 支付失败 (card payment only).
    PayError,
    /// ACCEPT, 已接收,等待扣款.
    Accept,
}

impl TradeState {
    /// Every state with its spelling on the wire.
    pub const ALL: [(&'static str, TradeState); 8] = [
        ("SUCCESS", TradeState::Success),
        ("REFUND", TradeState::Refund),
        ("NOTPAY", TradeState::NotPay),
        ("CLOSED", TradeState::Closed),
        ("REVOKED", TradeState::Revoked),
        ("USERPAYING", TradeState::UserPaying),
        ("PAYERROR", TradeState::PayError),
        ("ACCEPT", TradeState::Accept),
    ];

    /// The state of that exact spelling; unknown ones are possible and mean "not paid".
    pub fn parse(text: &[u8]) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| name.as_bytes() == text).map(|(_, state)| *state)
    }

    /// The order's state that it stands for (WX-QRY-4).
    pub fn state(self) -> State {
        match self {
            TradeState::Success => State::Paid,
            TradeState::Refund => State::Refunded,
            TradeState::NotPay | TradeState::UserPaying | TradeState::Accept => State::Waiting,
            TradeState::Closed | TradeState::Revoked | TradeState::PayError => State::Closed,
        }
    }
}

/// Reads the answer to an order query or a close order.
///
/// # Errors
/// Those of reading and verifying a response.
pub fn read<'a>(body: &'a [u8], key: &ApiKey) -> Result<Response<'a>, Refusal> {
    Received::response(body)?.parse()?.response(key)
}

/// The state of the order as a genuine message tells it: `trade_state`, or, in a payment notification, which has
/// none, "paid" or nothing. `None` if the three layers return_code, result_code, trade_state do not reach it
/// (WX-XML-17).
pub fn state(message: &Verified<'_>) -> Option<State> {
    let fields = message.fields();
    let success = |name: &str| fields.get(name) == Some(b"SUCCESS");
    if !success("return_code") || !success("result_code") {
        return None;
    }
    match fields.get("trade_state") {
        Some(text) => TradeState::parse(text).map(TradeState::state),
        None if message.says_paid() => Some(State::Paid),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::code;
    use crate::wechat::sign::{SignType, sign};
    use crate::wire::xml;

    fn key() -> ApiKey {
        ApiKey::new("192006250b4c09247ec02edce69f6a2d").unwrap()
    }

    fn signed(fields: &[(&str, &str)]) -> Vec<u8> {
        let signature = sign(fields, &key(), SignType::Md5).unwrap();
        let mut all = fields.to_vec();
        all.push(("sign", signature.as_str()));
        xml::write(&all, xml::ROOT).unwrap()
    }

    #[test]
    fn paid_needs_all_three_layers() {
        let base = [("return_code", "SUCCESS"), ("result_code", "SUCCESS"), ("transaction_id", "1")];
        for (name, own) in TradeState::ALL {
            let mut fields = base.to_vec();
            fields.push(("trade_state", name));
            let body = signed(&fields);
            let Response::Signed(message) = read(&body, &key()).unwrap() else { panic!("it is signed") };
            assert_eq!(state(&message), Some(own.state()));
            assert_eq!(message.says_paid(), name == "SUCCESS");
        }
        for broken in [
            [("return_code", "SUCCESS"), ("result_code", "FAIL")],
            [("return_code", "FAIL"), ("result_code", "SUCCESS")],
        ] {
            let mut fields = broken.to_vec();
            fields.extend([("trade_state", "SUCCESS"), ("transaction_id", "1")]);
            let body = signed(&fields);
            let Response::Signed(message) = read(&body, &key()).unwrap() else { panic!("it is signed") };
            assert_eq!((state(&message), message.says_paid()), (None, false));
        }
    }

    #[test]
    fn an_unsigned_failure_says_nothing_but_its_text() {
        let body = b"<xml><return_code>FAIL</return_code><return_msg>sign error</return_msg><trade_state>SUCCESS</trade_state></xml>";
        let Response::Failed(failure) = read(body, &key()).unwrap() else { panic!("it is not signed") };
        assert_eq!(failure.return_msg.as_deref(), Some("sign error"));
        for body in ["<xml><return_code>Fail</return_code></xml>", "<xml><return_code>SUCCESS</return_code></xml>"] {
            assert_eq!(read(body.as_bytes(), &key()).unwrap_err().code, code::SIGN_MISSING);
        }
    }
}
