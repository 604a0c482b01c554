//! The life of one adapter process: its handshake, what it was asked, and what it has not answered.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::handshake::{StartError, shake_hands};
use crate::adapter::process::{AdapterCommand, FromAdapter, Line, Process};
use crate::adapter::protocol::{hello_line, push_request};
use crate::adapter::{Hello, Reply};
use crate::event::Event;
use crate::outcome::Breach;
use crate::run::Options;

/// How long the exit of a process whose output has ended is waited for, to say how it ended.
const EXIT_STATUS_WAIT: Duration = Duration::from_millis(500);

struct Asked {
    id: u64,
    case: usize,
}

/// A running adapter that has answered the handshake.
pub(crate) struct Life {
    process: Process,
    /// What came with the handshake's answer and is still to be looked at.
    backlog: Option<FromAdapter>,
    /// The requests under way, oldest first.
    pending: VecDeque<Asked>,
    /// Since when the oldest of them is the oldest.
    since: Instant,
    /// The vector of each id that was asked; id 0 was the handshake.
    asked: Vec<usize>,
    exited: bool,
    pub(super) last_answered: Option<usize>,
}

impl Life {
    /// Starts the process and shakes hands.
    pub(crate) fn start(
        command: &AdapterCommand,
        options: &Options,
        emit: &dyn Fn(Event),
    ) -> Result<(Self, Hello), StartError> {
        let fail = |why: String, again: bool| StartError { command: command.line(), why, stderr: String::new(), again };
        let mut process = Process::start(command, options.show_io).map_err(|e| {
            let program = command.words().first().map_or("", String::as_str);
            let hint = if e.kind() == std::io::ErrorKind::NotFound {
                "; is it installed and on PATH, or is the path right?"
            } else {
                ""
            };
            fail(format!("`{program}` cannot be started: {e}{hint}"), false)
        })?;
        let mut line = hello_line();
        if options.show_io {
            emit(Event::Sent(String::from_utf8_lossy(&line[..line.len() - 1]).into_owned()));
        }
        process.send(std::mem::take(&mut line));
        match shake_hands(&mut process, options, emit) {
            Ok((hello, backlog)) => {
                let life = Self {
                    process,
                    backlog,
                    pending: VecDeque::new(),
                    since: Instant::now(),
                    asked: Vec::new(),
                    exited: false,
                    last_answered: None,
                };
                Ok((life, hello))
            }
            Err((why, again)) => {
                let status = process.end();
                let why = why.replace("{status}", &status);
                Err(StartError { stderr: process.stderr(), ..fail(why, again) })
            }
        }
    }

    /// How many requests are under way.
    pub(crate) fn under_way(&self) -> usize {
        self.pending.len()
    }

    /// The vectors of the requests under way, oldest first.
    pub(crate) fn unanswered(&self) -> Vec<usize> {
        self.pending.iter().map(|asked| asked.case).collect()
    }

    /// The vector that was asked under `id`.
    pub(super) fn asked_as(&self, id: u64) -> Option<usize> {
        self.asked.get(usize::try_from(id.checked_sub(1)?).ok()?).copied()
    }

    /// Puts the line of one more request into `lines`, to be sent.
    pub(crate) fn ask(&mut self, case: usize, tail: &[u8], lines: &mut Vec<u8>) {
        self.asked.push(case);
        let id = self.asked.len() as u64;
        push_request(lines, id, tail);
        if self.pending.is_empty() {
            self.since = Instant::now();
        }
        self.pending.push_back(Asked { id, case });
    }

    /// Hands lines to the process.
    pub(crate) fn send(&self, lines: Vec<u8>) {
        if !lines.is_empty() {
            self.process.send(lines);
        }
    }

    /// Waits for output and hands each reply to `sink`, with its vector.
    pub(crate) fn receive(
        &mut self,
        options: &Options,
        emit: &dyn Fn(Event),
        sink: &mut dyn FnMut(usize, Reply),
    ) -> Result<(), Breach> {
        let late = || Breach::TimedOut { seconds: options.timeout.as_secs_f64() };
        let deadline = self.since + options.timeout;
        let backlog = self.backlog.take();
        let report = backlog.or_else(|| self.process.receive(deadline)).ok_or_else(late)?;
        self.digest(report, emit, sink)?;
        while let Some(report) = self.process.receive_now() {
            self.digest(report, emit, sink)?;
        }
        // Replies to younger requests do not stop the oldest one's clock.
        let overdue = !self.pending.is_empty() && self.since.elapsed() > options.timeout;
        if overdue { Err(late()) } else { Ok(()) }
    }

    fn digest(
        &mut self,
        report: FromAdapter,
        emit: &dyn Fn(Event),
        sink: &mut dyn FnMut(usize, Reply),
    ) -> Result<(), Breach> {
        match report {
            FromAdapter::Lines(lines) => lines.into_iter().try_for_each(|line| {
                let (case, reply) = self.reply(line, emit)?;
                sink(case, reply);
                Ok(())
            }),
            FromAdapter::TooLong => Err(Breach::LineTooLong),
            FromAdapter::Closed { half } => Err(self.died(half)),
            // The output is what counts: a launcher may exit and leave the adapter behind.
            FromAdapter::Exited => {
                self.exited = true;
                Ok(())
            }
        }
    }

    fn reply(&mut self, line: Line, emit: &dyn Fn(Event)) -> Result<(usize, Reply), Breach> {
        let (id, reply) = match line.read {
            Ok(reply) => reply,
            Err(why) => {
                emit_received(&line.text, emit);
                return Err(Breach::BadLine { why, line: line.text });
            }
        };
        emit_received(&line.text, emit);
        let Some(place) = self.pending.iter().position(|asked| asked.id == id) else {
            let known = id <= self.asked.len() as u64;
            return Err(if known { Breach::RepeatedId { id } } else { Breach::UnknownId { id } });
        };
        if place == 0 {
            self.since = Instant::now();
        }
        let case = self.pending.remove(place).map_or(0, |asked| asked.case);
        self.last_answered = Some(case);
        Ok((case, reply))
    }

    /// The output has ended; the exit follows at once, unless the process only closed it.
    fn died(&mut self, half_line: String) -> Breach {
        let deadline = Instant::now() + EXIT_STATUS_WAIT;
        while !self.exited {
            match self.process.receive(deadline) {
                Some(FromAdapter::Exited) => self.exited = true,
                Some(FromAdapter::Closed { .. }) | None => break,
                Some(_) => {}
            }
        }
        let status = if self.exited {
            String::new() // known once it is reaped
        } else {
            "it closed its standard output".to_owned()
        };
        Breach::Died { status, half_line }
    }

    /// Ends the input and waits for the exit until `deadline`. Any line that still comes is one too many.
    pub(super) fn close(&mut self, deadline: Instant, emit: &dyn Fn(Event)) -> Result<(), Breach> {
        self.process.close_input();
        let mut closed = false;
        while !(closed && self.exited) {
            let Some(report) = self.process.receive(deadline) else {
                break;
            };
            match report {
                FromAdapter::Closed { half } if half.is_empty() => {
                    // Reported again and again once every thread has ended.
                    self.exited |= closed;
                    closed = true;
                }
                FromAdapter::Closed { half } => {
                    return Err(Breach::BadLine { why: "it is half a line".to_owned(), line: half });
                }
                other => self.digest(other, emit, &mut |_, _| {})?,
            }
        }
        Ok(())
    }

    /// Ends the process; gives its status and the end of its standard error.
    pub(crate) fn end(&mut self) -> (String, String) {
        let status = self.process.end();
        (status, self.process.stderr())
    }
}

pub(super) fn emit_received(text: &str, emit: &dyn Fn(Event)) {
    // Empty unless lines are kept, or the line is no reply.
    if !text.is_empty() {
        emit(Event::Received(text.to_owned()));
    }
}
