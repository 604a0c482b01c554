//! 交易状态, `trade_status` (ALI-STAT-1..8).

use crate::order::{Event, State};

/// The four states of a trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TradeStatus {
    /// WAIT_BUYER_PAY, 交易创建,等待买家付款.
    WaitBuyerPay,
    /// TRADE_CLOSED, 未付款交易超时关闭,或支付完成后全额退款.
    Closed,
    /// TRADE_SUCCESS, 交易支付成功.
    Success,
    /// TRADE_FINISHED, 交易结束,不可退款.
    Finished,
}

impl TradeStatus {
    /// Every state with its spelling on the wire.
    pub const ALL: [(&'static str, TradeStatus); 4] = [
        ("WAIT_BUYER_PAY", TradeStatus::WaitBuyerPay),
        ("TRADE_CLOSED", TradeStatus::Closed),
        ("TRADE_SUCCESS", TradeStatus::Success),
        ("TRADE_FINISHED", TradeStatus::Finished),
    ];

    /// The state of that exact spelling; an unknown one means "not paid".
    pub fn parse(text: &[u8]) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| name.as_bytes() == text).map(|(_, status)| *status)
    }

    /// Whether it counts as paid (ALI-STAT-5).
    pub fn is_paid(self) -> bool {
        matches!(self, TradeStatus::Success | TradeStatus::Finished)
    }

    /// What it means for the order. With signs of a refund, TRADE_CLOSED is a paid trade that was wholly refunded
    /// (ALI-STAT-2), and TRADE_SUCCESS comes again for a part refund (ALI-STAT-7).
    pub fn event(self, refund: bool) -> Event {
        match (self, refund) {
            (TradeStatus::WaitBuyerPay, _) => Event::Reports(State::Waiting),
            (TradeStatus::Closed, false) => Event::Reports(State::Closed),
            (TradeStatus::Closed, true) => Event::Reports(State::Refunded),
            (TradeStatus::Success, false) => Event::Reports(State::Paid),
            (TradeStatus::Finished, false) => Event::Reports(State::Finished),
            (TradeStatus::Success | TradeStatus::Finished, true) => Event::PartRefund,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_states_are_paid_and_spelling_is_exact() {
        let paid: Vec<&str> =
            TradeStatus::ALL.iter().filter(|(_, status)| status.is_paid()).map(|(name, _)| *name).collect();
        assert_eq!(paid, ["TRADE_SUCCESS", "TRADE_FINISHED"]);
        for text in ["trade_success", "TRADE_SUCCESS ", "", "SUCCESS"] {
            assert_eq!(TradeStatus::parse(text.as_bytes()), None);
        }
        assert_eq!(TradeStatus::Closed.event(true), Event::Reports(State::Refunded));
        assert_eq!(TradeStatus::Success.event(true), Event::PartRefund);
    }
}
