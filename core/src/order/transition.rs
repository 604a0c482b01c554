//! What a genuine message changes: duplicates change nothing, states never move backwards (ALI-STAT-8, WX-QRY-2..4),
//! goods are handed out at most once, and a refund is no second payment.

/// The state of an order in the merchant's books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Not paid yet: NOTPAY, USERPAYING, ACCEPT; WAIT_BUYER_PAY.
    Waiting,
    /// Closed without payment: CLOSED, REVOKED, PAYERROR; TRADE_CLOSED without a refund.
    Closed,
    /// Paid: SUCCESS; TRADE_SUCCESS.
    Paid,
    /// Paid, and no refund is possible any more: TRADE_FINISHED.
    Finished,
    /// Paid, then wholly refunded: REFUND; TRADE_CLOSED with a refund.
    Refunded,
}

impl State {
    /// Every state.
    pub const ALL: [State; 5] = [State::Waiting, State::Closed, State::Paid, State::Finished, State::Refunded];

    /// Whether money has come in at some time.
    pub fn was_paid(self) -> bool {
        matches!(self, State::Paid | State::Finished | State::Refunded)
    }

    /// Whether `self` may become `next` by what the documents allow (ALI-STAT-8). Staying is always allowed.
    pub fn may_become(self, next: State) -> bool {
        use State::{Closed, Finished, Paid, Refunded, Waiting};
        self == next
            || matches!((self, next), (Waiting, Closed | Paid | Finished | Refunded) | (Paid, Finished | Refunded))
    }
}

/// What a genuine message about this order says. Whether a payment is of this order is `accept`'s task; an event
/// that has not passed it must not be given here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// The order is in this state, as a notification or a query says.
    Reports(State),
    /// Part of the payment was given back; the order stays paid (ALI-STAT-7).
    PartRefund,
    /// A refund notification says that all or part was given back (WX-RFN).
    RefundHint,
}

/// What the merchant has to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing: a duplicate, or older news than is known. Still to be answered as received.
    Nothing,
    /// Hand out the goods. Happens at most once in an order's life.
    Deliver,
    /// Book the refund; hand nothing out.
    BookRefund,
    /// Money came in for an order that was closed: give it back or ask a person (B08). Hand nothing out.
    LatePayment,
    /// The order will not be paid any more.
    Close,
}

/// The order's state after a message, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Step {
    /// The state to store, in the same transaction as the effect.
    pub state: State,
    /// What to do.
    pub effect: Effect,
}

/// One step of an order's life. A pure function: the caller stores `state` atomically with the effect, or two
/// deliveries at once both see the old state (I02).
pub fn transition(state: State, event: Event) -> Step {
    let stay = |effect| Step { state, effect };
    let next = match event {
        Event::Reports(next) => next,
        // A hint is confirmed by a query before the state follows it (WX-RFN-5); a part refund leaves it.
        Event::PartRefund | Event::RefundHint if state.was_paid() => return stay(Effect::BookRefund),
        // The refund overtook its payment: wait for the payment's own message.
        Event::PartRefund | Event::RefundHint => return stay(Effect::Nothing),
    };
    if next == state {
        return stay(Effect::Nothing);
    }
    if state == State::Closed && next.was_paid() && next != State::Refunded {
        return stay(Effect::LatePayment);
    }
    if !state.may_become(next) {
        return stay(Effect::Nothing);
    }
    let effect = match (state, next) {
        (State::Waiting, State::Paid | State::Finished) => Effect::Deliver,
        (_, State::Closed) => Effect::Close,
        (_, State::Refunded) => Effect::BookRefund,
        _ => Effect::Nothing,
    };
    Step { state: next, effect }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn run(events: &[Event]) -> (State, Vec<Effect>) {
        let mut state = State::Waiting;
        let effects = events
            .iter()
            .map(|event| {
                let step = transition(state, *event);
                state = step.state;
                step.effect
            })
            .collect();
        (state, effects)
    }

    #[test]
    fn ordinary_lives() {
        use Event::{PartRefund, Reports};
        let paid = Reports(State::Paid);
        assert_eq!(run(&[paid, paid]), (State::Paid, vec![Effect::Deliver, Effect::Nothing]));
        assert_eq!(run(&[paid, PartRefund]), (State::Paid, vec![Effect::Deliver, Effect::BookRefund]));
        let finished = Reports(State::Finished);
        assert_eq!(run(&[paid, finished]), (State::Finished, vec![Effect::Deliver, Effect::Nothing]));
        assert_eq!(run(&[finished, paid]), (State::Finished, vec![Effect::Deliver, Effect::Nothing]));
        let closed = Reports(State::Closed);
        assert_eq!(run(&[closed, paid]), (State::Closed, vec![Effect::Close, Effect::LatePayment]));
        assert_eq!(run(&[paid, closed]), (State::Paid, vec![Effect::Deliver, Effect::Nothing]));
        let refunded = Reports(State::Refunded);
        assert_eq!(run(&[refunded, paid]), (State::Refunded, vec![Effect::BookRefund, Effect::Nothing]));
    }

    fn any_event() -> impl Strategy<Value = Event> {
        prop_oneof![
            prop::sample::select(&State::ALL[..]).prop_map(Event::Reports),
            Just(Event::PartRefund),
            Just(Event::RefundHint),
        ]
    }

    proptest! {
        /// Over every order of messages: delivered at most once, only from a payment, and never backwards.
        #[test]
        fn laws(events in prop::collection::vec(any_event(), 0..12)) {
            let mut state = State::Waiting;
            let mut delivered = 0;
            for event in events {
                let step = transition(state, event);
                prop_assert!(state.may_become(step.state), "{state:?} to {:?}", step.state);
                if step.effect == Effect::Deliver {
                    delivered += 1;
                    prop_assert!(matches!(event, Event::Reports(State::Paid | State::Finished)));
                }
                let again = transition(step.state, event);
                prop_assert_eq!(again.state, step.state, "a duplicate changes no state");
                prop_assert!(again.effect != Effect::Deliver, "a duplicate hands nothing out");
                state = step.state;
            }
            prop_assert!(delivered <= 1);
        }

        /// Whatever the order in which they come, the same reports about a paid order deliver once or, if it was
        /// closed or refunded first, never.
        #[test]
        fn order_does_not_deliver_twice(mut events in prop::collection::vec(any_event(), 1..8), seed: u64) {
            let deliveries = |events: &[Event]| run(events).1.iter().filter(|e| **e == Effect::Deliver).count();
            prop_assert!(deliveries(&events) <= 1);
            let turn = (seed % events.len() as u64) as usize;
            events.rotate_left(turn);
            prop_assert!(deliveries(&events) <= 1);
        }
    }
}
