//! One adapter process after another, until every vector that this job took has its outcome.
//!
//! A process that dies, is late, or writes what it must not is started anew and asked one at a time what it had not
//! answered (`PROTOCOL.md`): whoever breaks it again is charged, and if nobody does, the first in line is unstable.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use super::Options;
use super::case::Case;
use super::queue::Queue;
use crate::adapter::process::AdapterCommand;
use crate::adapter::{Hello, Reply};
use crate::event::{Event, Incident};
use crate::judge::judge;
use crate::outcome::{Breach, Judgement, Outcome, Problem};

mod handshake;
pub(crate) mod life;

pub use handshake::StartError;
use life::Life;

/// How often an adapter is started again in one run, over all jobs.
pub(super) const MAX_RESTARTS: u32 = 20;

/// How long an adapter may take to exit once its input has ended.
const EXIT_WAIT: Duration = Duration::from_secs(2);

/// Requests are handed to the writer in pieces of about this many bytes.
const WRITE_PIECE: usize = 64 * 1024;

/// Starts an adapter, shakes hands, and ends it.
///
/// # Errors
/// It cannot be started, or does not answer as it must.
pub fn greet(command: &AdapterCommand, options: &Options) -> Result<Hello, StartError> {
    let (mut life, hello) = Life::start(command, options, &|_| {})?;
    life.end();
    Ok(hello)
}

/// One job.
pub(super) struct Session<'a> {
    command: &'a AdapterCommand,
    options: &'a Options,
    cases: &'a [Case<'a>],
    queue: &'a Queue,
    restarts: &'a AtomicU32,
    events: Sender<Vec<Event>>,
    /// What has happened and is not told yet.
    untold: RefCell<Vec<Event>>,
}

/// So many events are told at once: a thread that is woken for every one would cost more than the judging.
const TOLD_AT_ONCE: usize = 64;

/// What came of a request that was repeated alone.
enum Answer {
    Reply(Reply),
    Charged(Breach),
}

impl<'a> Session<'a> {
    pub(super) fn new(
        command: &'a AdapterCommand,
        options: &'a Options,
        cases: &'a [Case<'a>],
        queue: &'a Queue,
        restarts: &'a AtomicU32,
        events: Sender<Vec<Event>>,
    ) -> Self {
        let untold = RefCell::new(Vec::with_capacity(TOLD_AT_ONCE));
        Self { command, options, cases, queue, restarts, events, untold }
    }

    /// Works until the queue is empty.
    ///
    /// # Errors
    /// The adapter could not be started the first time.
    pub(super) fn run(self) -> Result<(), StartError> {
        let (mut life, hello) = self.start().inspect_err(|_| self.queue.stop())?;
        self.emit(Event::Ready(hello.clone()));
        loop {
            let asked = self.ask_all(&mut life, &hello);
            let broken = match asked {
                Err(breach) => Some(breach),
                Ok(()) => self.close(&mut life).err(),
            };
            let Some(breach) = broken else {
                self.emit(Event::Stderr(life.end().1));
                return Ok(());
            };
            let unanswered = life.unanswered();
            let last = life.last_answered;
            let breach = self.broke(&mut life, breach, unanswered.len());
            drop(life);
            match self.repeat(&breach, &unanswered, last) {
                Some(next) => life = next,
                None => return Ok(()),
            }
        }
    }

    fn emit(&self, event: Event) {
        let mut untold = self.untold.borrow_mut();
        untold.push(event);
        // Whoever watches the lines wants to see the last one before an adapter hangs.
        if self.options.show_io || untold.len() >= TOLD_AT_ONCE {
            self.tell(&mut untold);
        }
    }

    fn tell(&self, untold: &mut Vec<Event>) {
        let events = std::mem::replace(untold, Vec::with_capacity(TOLD_AT_ONCE));
        // The receiver outlives every session.
        let _ = self.events.send(events);
    }

    fn start(&self) -> Result<(Life, Hello), StartError> {
        Life::start(self.command, self.options, &|event| self.emit(event))
    }

    /// Keeps the window full until nothing is left to ask.
    fn ask_all(&self, life: &mut Life, hello: &Hello) -> Result<(), Breach> {
        let window = self.options.window.max(1);
        loop {
            // Topping up at half of the window writes many requests at once instead of one for every reply.
            if life.under_way() <= window / 2 {
                self.top_up(life, hello, window);
            }
            if life.under_way() == 0 {
                return Ok(());
            }
            life.receive(self.options, &|event| self.emit(event), &mut |at, reply| {
                self.judged(at, reply);
            })?;
        }
    }

    fn top_up(&self, life: &mut Life, hello: &Hello, window: usize) {
        let mut lines = Vec::new();
        while life.under_way() < window {
            let Some(at) = self.queue.next() else { break };
            let case = &self.cases[at];
            if let Some(judgement) = case.not_asked(hello) {
                self.emit(Event::Judged { case: at, judgement, reply: None });
                continue;
            }
            self.ask(life, at, &mut lines);
            if lines.len() >= WRITE_PIECE {
                life.send(std::mem::take(&mut lines));
            }
        }
        life.send(lines);
    }

    fn ask(&self, life: &mut Life, at: usize, lines: &mut Vec<u8>) {
        let start = lines.len();
        life.ask(at, &self.cases[at].tail, lines);
        if self.options.show_io {
            let line = &lines[start..lines.len() - 1];
            self.emit(Event::Sent(String::from_utf8_lossy(line).into_owned()));
        }
    }

    fn judged(&self, at: usize, reply: Reply) {
        let case = &self.cases[at];
        let judgement = judge(case.vector, &case.input, &reply);
        let keep = judgement.outcome != Outcome::Passed || case.canary.is_some();
        let reply = keep.then_some(reply);
        self.emit(Event::Judged { case: at, judgement, reply });
    }

    /// Ends the input and waits for the exit. What still comes must not be there.
    fn close(&self, life: &mut Life) -> Result<(), Breach> {
        life.close(Instant::now() + EXIT_WAIT, &|event| self.emit(event))
    }

    /// Ends a process that broke the protocol; gives the breach with the process's status in it.
    fn broke(&self, life: &mut Life, how: Breach, unanswered: usize) -> Breach {
        let (status, stderr) = life.end();
        let how = match how {
            Breach::Died { status: known, half_line } if known.is_empty() => Breach::Died { status, half_line },
            other => other,
        };
        self.emit(Event::Broke(Incident { how: how.clone(), unanswered, stderr }));
        how
    }

    /// Repeats the unanswered requests one at a time; gives the process to go on with, or none if it is over.
    fn repeat(&self, breach: &Breach, unanswered: &[usize], last: Option<usize>) -> Option<Life> {
        let mut answers: Vec<Option<Answer>> = unanswered.iter().map(|_| None).collect();
        let mut given_up = None;
        let mut life = self.restart(&mut given_up);
        let mut at = 0;
        while let (Some(alive), true) = (&mut life, at < unanswered.len()) {
            match self.ask_one(alive, unanswered[at]) {
                Ok(reply) => {
                    answers[at] = Some(Answer::Reply(reply));
                    at += 1;
                }
                Err(again) => {
                    // A second reply to the request before names that one; anything else is this one's.
                    let guilty = match again {
                        Breach::RepeatedId { id } => alive.asked_as(id),
                        _ => None,
                    };
                    let guilty = guilty.and_then(|case| unanswered.iter().position(|u| *u == case));
                    let guilty = guilty.filter(|place| *place < at).unwrap_or(at);
                    let again = self.broke(alive, again, 1);
                    answers[guilty] = Some(Answer::Charged(again));
                    at = if guilty == at { at + 1 } else { at };
                    life = self.restart(&mut given_up);
                }
            }
        }
        self.settle(breach, unanswered, answers, last, given_up.as_ref());
        if life.is_none() {
            self.queue.stop();
            self.emit(Event::GaveUp(given_up?));
        }
        life
    }

    fn ask_one(&self, life: &mut Life, case: usize) -> Result<Reply, Breach> {
        let mut lines = Vec::new();
        self.ask(life, case, &mut lines);
        life.send(lines);
        let mut answer = None;
        while answer.is_none() {
            life.receive(self.options, &|event| self.emit(event), &mut |_, reply| {
                answer = Some(reply);
            })?;
        }
        answer.ok_or(Breach::LineTooLong)
    }

    /// Gives each repeated request its outcome.
    fn settle(
        &self,
        breach: &Breach,
        unanswered: &[usize],
        answers: Vec<Option<Answer>>,
        last: Option<usize>,
        given_up: Option<&Breach>,
    ) {
        let mut charged = answers.iter().any(|answer| matches!(answer, Some(Answer::Charged(_))));
        // Whoever wrote what nobody had asked for is the last one that was answered.
        if let (true, Some(case), false) = (unanswered.is_empty(), last, matches!(breach, Breach::Died { .. })) {
            self.outcome(case, Judgement::unstable(breach.clone()));
        }
        for (case, answer) in unanswered.iter().zip(answers) {
            match answer {
                Some(Answer::Charged(how)) => {
                    self.outcome(*case, Judgement::wrong(vec![Problem::Broke { how }]));
                }
                _ if !charged => {
                    charged = true;
                    self.outcome(*case, Judgement::unstable(breach.clone()));
                }
                Some(Answer::Reply(reply)) => self.judged(*case, reply),
                None => {
                    let how = given_up.unwrap_or(breach).clone();
                    self.outcome(*case, Judgement::unstable(how));
                }
            }
        }
    }

    fn outcome(&self, case: usize, judgement: Judgement) {
        self.emit(Event::Judged { case, judgement, reply: None });
    }

    /// Starts the adapter again, unless it was started again often enough.
    fn restart(&self, given_up: &mut Option<Breach>) -> Option<Life> {
        loop {
            if self.restarts.fetch_add(1, Ordering::Relaxed) >= MAX_RESTARTS {
                *given_up = Some(Breach::TooManyRestarts { restarts: MAX_RESTARTS });
                return None;
            }
            match self.start() {
                Ok((life, _)) => return Some(life),
                Err(error) => {
                    let how = Breach::NotStarted { why: error.why.clone() };
                    let stderr = error.stderr.clone();
                    self.emit(Event::Broke(Incident { how: how.clone(), unanswered: 0, stderr }));
                    if !error.again {
                        *given_up = Some(how);
                        return None;
                    }
                }
            }
        }
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        let mut untold = std::mem::take(self.untold.get_mut());
        self.tell(&mut untold);
    }
}
