//! Asks an implementation that lives in this process.

use std::sync::mpsc::Sender;

use super::case::Case;
use super::queue::Queue;
use crate::adapter::{Implementation, call_guarded};
use crate::event::Event;
use crate::judge::judge;
use crate::outcome::Outcome;

/// One thread's work: takes vectors until none is left.
pub(super) fn work(implementation: &dyn Implementation, cases: &[Case<'_>], queue: &Queue, events: &Sender<Event>) {
    let hello = implementation.hello();
    while let Some(at) = queue.next() {
        let case = &cases[at];
        let (judgement, reply) = match case.not_asked(&hello) {
            Some(judgement) => (judgement, None),
            None => {
                let reply = call_guarded(implementation, &case.vector.op, &case.input);
                (judge(case.vector, &case.input, &reply), Some(reply))
            }
        };
        let keep = judgement.outcome != Outcome::Passed || case.canary.is_some();
        let reply = reply.filter(|_| keep);
        if events.send(Event::Judged { case: at, judgement, reply }).is_err() {
            return;
        }
    }
}
