//! Asks an implementation that lives in this process.

use std::sync::mpsc::Sender;

use super::case::Case;
use super::queue::Queue;
use crate::adapter::protocol::{push_request, reply_line};
use crate::adapter::{Implementation, Reply, call_guarded};
use crate::event::Event;
use crate::judge::judge;
use crate::outcome::Outcome;

/// So many events are told at once, as a thread that is woken for every one would cost more than most vectors.
const TOLD_AT_ONCE: usize = 64;

/// One thread's work: takes vectors until none is left.
pub(super) fn work(
    implementation: &dyn Implementation,
    cases: &[Case<'_>],
    queue: &Queue,
    show_io: bool,
    events: &Sender<Vec<Event>>,
) {
    let hello = implementation.hello();
    let mut untold = Vec::new();
    while let Some(at) = queue.next() {
        let case = &cases[at];
        let (judgement, reply) = match case.not_asked(&hello) {
            Some(judgement) => (judgement, None),
            None => {
                let reply = call_guarded(implementation, &case.vector.op, &case.input);
                if show_io {
                    show(at, case, &reply, &mut untold);
                }
                (judge(case.vector, &case.input, &reply), Some(reply))
            }
        };
        let keep = judgement.outcome != Outcome::Passed || case.canary.is_some();
        let reply = reply.filter(|_| keep);
        untold.push(Event::Judged { case: at, judgement, reply });
        if untold.len() >= TOLD_AT_ONCE && events.send(std::mem::take(&mut untold)).is_err() {
            return;
        }
    }
    let _ = events.send(untold);
}

/// The lines that would be exchanged if the implementation stood behind the adapter protocol.
fn show(at: usize, case: &Case<'_>, reply: &Reply, events: &mut Vec<Event>) {
    let id = at as u64 + 1;
    let mut request = Vec::new();
    push_request(&mut request, id, &case.tail);
    let text = |line: &[u8]| String::from_utf8_lossy(line).trim_end().to_owned();
    events.push(Event::Sent(text(&request)));
    events.push(Event::Received(text(&reply_line(id, reply))));
}
