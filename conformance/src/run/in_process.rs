//! Asks an implementation that lives in this process.

use std::sync::mpsc::Sender;

use super::case::Case;
use super::queue::Queue;
use crate::adapter::protocol::{push_request, reply_line};
use crate::adapter::{Implementation, Reply, call_guarded};
use crate::event::Event;
use crate::judge::judge;
use crate::outcome::Outcome;

/// One thread's work: takes vectors until none is left.
pub(super) fn work(
    implementation: &dyn Implementation,
    cases: &[Case<'_>],
    queue: &Queue,
    show_io: bool,
    events: &Sender<Event>,
) {
    let hello = implementation.hello();
    while let Some(at) = queue.next() {
        let case = &cases[at];
        let (judgement, reply) = match case.not_asked(&hello) {
            Some(judgement) => (judgement, None),
            None => {
                let reply = call_guarded(implementation, &case.vector.op, &case.input);
                if show_io {
                    show(at, case, &reply, events);
                }
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

/// The lines that would be exchanged if the implementation stood behind the adapter protocol.
fn show(at: usize, case: &Case<'_>, reply: &Reply, events: &Sender<Event>) {
    let id = at as u64 + 1;
    let mut request = Vec::new();
    push_request(&mut request, id, &case.tail);
    let text = |line: &[u8]| String::from_utf8_lossy(line).trim_end().to_owned();
    let _ = events.send(Event::Sent(text(&request)));
    let _ = events.send(Event::Received(text(&reply_line(id, reply))));
}
