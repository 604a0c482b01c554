//! Asks an implementation, in this process or behind an adapter, and survives whatever it does.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU32, Ordering};

use payspec_vectors::Vector;
use serde_json::{Map, Value};

use crate::adapter::process::AdapterCommand;
use crate::adapter::protocol::request_tail;
use crate::adapter::{Hello, Implementation, Reply, call_guarded};
use crate::event::Event;
use crate::outcome::Breach;
use crate::run::session::StartError;
use crate::run::session::life::Life;
use crate::run::{Options, Target};

/// What came of a request.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// A reply.
    Reply(Reply),
    /// It broke the protocol, and did so again when asked alone.
    Broke(Breach),
    /// Not asked, or it broke and nobody knows on what.
    Nothing,
}

/// A request: the operation and its input.
pub(super) type Request<'r> = (&'r str, Map<String, Value>);

/// How often an adapter is started again in one run, over all jobs. One that breaks costs two where it does so first, and
/// one each time it is asked again to make the case smaller.
pub(super) const MAX_RESTARTS: u32 = 400;

/// One job's connection to the implementation.
pub(super) enum Asker<'a> {
    /// In this process.
    Here(&'a dyn Implementation),
    /// Behind an adapter.
    There(Box<There<'a>>),
}

/// A running adapter.
pub(super) struct There<'a> {
    command: &'a AdapterCommand,
    options: &'a Options,
    restarts: &'a AtomicU32,
    life: Option<Life>,
    /// Why there is no life any more.
    given_up: Option<Breach>,
}

impl<'a> Asker<'a> {
    /// Connects.
    ///
    /// # Errors
    /// The adapter cannot be started.
    pub(super) fn start(
        target: Target<'a>,
        options: &'a Options,
        restarts: &'a AtomicU32,
    ) -> Result<(Self, Hello), StartError> {
        match target {
            Target::InProcess(implementation) => Ok((Asker::Here(implementation), implementation.hello())),
            Target::Process(command) => {
                let (life, hello) = Life::start(command, options, &|_| {})?;
                Ok((
                    Asker::There(Box::new(There { command, options, restarts, life: Some(life), given_up: None })),
                    hello,
                ))
            }
        }
    }

    /// Why nothing is asked any more.
    pub(super) fn given_up(&self) -> Option<&Breach> {
        match self {
            Asker::Here(_) => None,
            Asker::There(there) => there.given_up.as_ref(),
        }
    }

    /// Asks all of them, several at once; does something else while the adapter thinks.
    pub(super) fn ask_all(&mut self, requests: &[Request<'_>], meanwhile: &mut dyn FnMut()) -> Vec<Answer> {
        match self {
            Asker::Here(implementation) => {
                meanwhile();
                let ask = |(op, input): &Request<'_>| Answer::Reply(call_guarded(*implementation, op, input));
                requests.iter().map(ask).collect()
            }
            Asker::There(there) => there.ask_all(requests, meanwhile),
        }
    }

    /// Asks one vector.
    pub(super) fn ask(&mut self, vector: &Vector, canary: &str) -> Answer {
        let (op, input) = (&*vector.op, vector.request_input(canary));
        match self {
            Asker::Here(implementation) => Answer::Reply(call_guarded(*implementation, op, &input)),
            Asker::There(there) => match there.ask_alone(&request_tail(op, &input)) {
                Ok(Some(reply)) => Answer::Reply(reply),
                Ok(None) => Answer::Nothing,
                Err(breach) => Answer::Broke(breach),
            },
        }
    }
}

impl There<'_> {
    fn ask_all(&mut self, requests: &[Request<'_>], meanwhile: &mut dyn FnMut()) -> Vec<Answer> {
        let tails: Vec<Vec<u8>> = requests.iter().map(|(op, input)| request_tail(op, input)).collect();
        let answers = RefCell::new(vec![Answer::Nothing; requests.len()]);
        let mut sink = |at: usize, reply: Reply| {
            if let Some(answer) = answers.borrow_mut().get_mut(at) {
                *answer = Answer::Reply(reply);
            }
        };
        let mut done = false;
        let Some(life) = &mut self.life else {
            meanwhile();
            return answers.into_inner();
        };
        let mut lines = Vec::new();
        for (at, tail) in tails.iter().enumerate() {
            life.ask(at, tail, &mut lines);
        }
        life.send(lines);
        meanwhile();
        let mut broken = None;
        while !done && broken.is_none() {
            done = life.under_way() == 0;
            if !done {
                broken = life.receive(self.options, &|_: Event| {}, &mut sink).err();
            }
        }
        if let Some(breach) = broken {
            let unanswered = life.unanswered();
            self.end();
            // The first in line is asked first: it is the likeliest.
            let mut guilty = None;
            for at in unanswered {
                match self.ask_alone(&tails[at]) {
                    Ok(Some(reply)) => sink(at, reply),
                    Ok(None) => break,
                    Err(breach) => {
                        guilty = Some(());
                        answers.borrow_mut()[at] = Answer::Broke(breach);
                    }
                }
            }
            if guilty.is_none() && self.life.is_none() {
                self.given_up.get_or_insert(breach);
            }
        }
        answers.into_inner()
    }

    /// Asks one thing of a life of its own, or of the one at hand. Nothing if there will be none.
    fn ask_alone(&mut self, tail: &[u8]) -> Result<Option<Reply>, Breach> {
        if self.life.is_none() && !self.start_again() {
            return Ok(None);
        }
        let Some(life) = &mut self.life else { return Ok(None) };
        let mut lines = Vec::new();
        life.ask(0, tail, &mut lines);
        life.send(lines);
        let mut reply = None;
        while reply.is_none() {
            let received = life.receive(self.options, &|_: Event| {}, &mut |_, came| reply = Some(came));
            if let Err(breach) = received {
                let status = self.end();
                return Err(match breach {
                    Breach::Died { status: known, half_line } if known.is_empty() => Breach::Died { status, half_line },
                    other => other,
                });
            }
        }
        Ok(reply)
    }

    fn start_again(&mut self) -> bool {
        if self.restarts.fetch_add(1, Ordering::Relaxed) >= MAX_RESTARTS {
            self.given_up = Some(Breach::TooManyRestarts { restarts: MAX_RESTARTS });
            return false;
        }
        match Life::start(self.command, self.options, &|_| {}) {
            Ok((life, _)) => self.life = Some(life),
            Err(error) => self.given_up = Some(Breach::NotStarted { why: error.why }),
        }
        self.life.is_some()
    }

    fn end(&mut self) -> String {
        self.life.take().map(|mut life| life.end().0).unwrap_or_default()
    }
}

impl Drop for There<'_> {
    fn drop(&mut self) {
        self.end();
    }
}
