use super::draw::Draw;
use crate::alipay::status::TradeStatus;
use crate::alipay::trade_query::Outcome;
use crate::order::{Effect, Event, State, transition as step};
use crate::wechat::order_query::TradeState;

/// The whole table by hand: for each state, what each report makes of it. Columns as [`State::ALL`].
#[rustfmt::skip]
const TABLE: [[(State, Effect); 5]; 5] = {
    use Effect::{BookRefund, Close, Deliver, LatePayment, Nothing};
    use State::{Closed, Finished, Paid, Refunded, Waiting};
    [
        [(Waiting, Nothing), (Closed, Close), (Paid, Deliver), (Finished, Deliver), (Refunded, BookRefund)],
        [(Closed, Nothing), (Closed, Nothing), (Closed, LatePayment), (Closed, LatePayment), (Closed, Nothing)],
        [(Paid, Nothing), (Paid, Nothing), (Paid, Nothing), (Finished, Nothing), (Refunded, BookRefund)],
        [(Finished, Nothing), (Finished, Nothing), (Finished, Nothing), (Finished, Nothing), (Finished, Nothing)],
        [(Refunded, Nothing), (Refunded, Nothing), (Refunded, Nothing), (Refunded, Nothing), (Refunded, Nothing)],
    ]
};

/// Over any order of messages of both providers: each step is the table's, goods go out at most once and only for a
/// payment, states never move backwards, and a duplicate changes nothing.
pub fn transition(data: &[u8]) {
    let mut draw = Draw::new(data);
    let mut state = State::Waiting;
    let mut delivered = 0;
    while !draw.is_done() {
        let event = any_event(&mut draw);
        let next = step(state, event);
        let row = TABLE[State::ALL.iter().position(|own| *own == state).expect("listed")];
        match event {
            Event::Reports(reported) => {
                let column = State::ALL.iter().position(|own| *own == reported).expect("listed");
                assert_eq!((next.state, next.effect), row[column], "{state:?}, {event:?}");
            }
            Event::PartRefund | Event::RefundHint => {
                let effect = if state.was_paid() { Effect::BookRefund } else { Effect::Nothing };
                assert_eq!((next.state, next.effect), (state, effect), "{state:?}, {event:?}");
            }
        }
        assert!(state.may_become(next.state), "{state:?} became {:?}", next.state);
        delivered += usize::from(next.effect == Effect::Deliver);
        let again = step(next.state, event);
        assert_eq!(again.state, next.state, "a duplicate changes the state");
        assert_ne!(again.effect, Effect::Deliver, "a duplicate hands goods out");
        state = next.state;
    }
    assert!(delivered <= 1, "goods went out {delivered} times");
}

/// An event, as a message of either provider gives it.
fn any_event(draw: &mut Draw<'_>) -> Event {
    match draw.byte() % 4 {
        0 => {
            let (name, own) = *draw.pick(&TradeState::ALL);
            assert_eq!(TradeState::parse(name.as_bytes()), Some(own));
            Event::Reports(own.state())
        }
        1 => {
            let (name, own) = *draw.pick(&TradeStatus::ALL);
            assert_eq!(TradeStatus::parse(name.as_bytes()), Some(own));
            own.event(draw.byte() % 2 == 1)
        }
        2 => Event::RefundHint,
        _ => {
            let code = draw.text_of(&["10000", "10003", "20000", "40004"]);
            let sub_code = draw.text_of(&["", "ACQ.SYSTEM_ERROR", "ACQ.TRADE_NOT_EXIST"]);
            assert_eq!(Outcome::of(&code, Some(&sub_code)) == Outcome::Success, code == "10000");
            Event::PartRefund
        }
    }
}
