//! The start of an adapter: its answer to `hello`, or why there is none.

use std::fmt;
use std::time::Instant;

use super::life::emit_received;
use crate::adapter::process::{FromAdapter, Line, Process};
use crate::adapter::{Hello, Reply};
use crate::event::Event;
use crate::run::Options;

/// Why an adapter could not be started.
#[derive(Debug)]
pub struct StartError {
    /// The command, as one line.
    pub command: String,
    /// Why, in one sentence.
    pub why: String,
    /// The end of what it wrote on standard error.
    pub stderr: String,
    /// Whether a second attempt may go better.
    pub(super) again: bool,
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the adapter `{}` could not be run: {}", self.command, self.why)?;
        if !self.stderr.trim().is_empty() {
            write!(f, "\nits standard error ends:\n{}", self.stderr.trim_end())?;
        }
        Ok(())
    }
}

impl std::error::Error for StartError {}

/// What the adapter said of itself, and what came along with that.
pub(super) type Shaken = (Hello, Option<FromAdapter>);

/// Waits for the answer to hello. The error says why there is none, and whether a second attempt may go better.
pub(super) fn shake_hands(
    process: &mut Process,
    options: &Options,
    emit: &dyn Fn(Event),
) -> Result<Shaken, (String, bool)> {
    let deadline = Instant::now() + options.handshake;
    loop {
        let Some(report) = process.receive(deadline) else {
            let seconds = options.handshake.as_secs_f64();
            let why = format!(
                "it did not answer {{\"payspec\":1,\"id\":0,\"op\":\"hello\"}} within {seconds} s; \
                 does it flush its standard output after every line?"
            );
            return Err((why, false));
        };
        match report {
            FromAdapter::Exited => {}
            FromAdapter::TooLong => {
                return Err(("it wrote a line that is too long".to_owned(), false));
            }
            FromAdapter::Closed { .. } => {
                return Err(("it ended before it answered hello ({status})".to_owned(), true));
            }
            FromAdapter::Lines(mut lines) => {
                if lines.is_empty() {
                    continue;
                }
                let first = lines.remove(0);
                emit_received(&first.text, emit);
                let hello = hello_of(first).map_err(|why| (why, false))?;
                let backlog = (!lines.is_empty()).then_some(FromAdapter::Lines(lines));
                return Ok((hello, backlog));
            }
        }
    }
}

fn hello_of(line: Line) -> Result<Hello, String> {
    match line.read {
        Ok((0, Reply::Ok(output))) => Hello::from_output(&output),
        Ok((0, _)) => Err("it answered hello with something else than `ok`".to_owned()),
        Ok((id, _)) => Err(format!("it answered hello, whose id is 0, with the id {id}")),
        Err(why) => Err(format!("its first line is no answer to hello: {why}; the line: {}", line.text)),
    }
}
