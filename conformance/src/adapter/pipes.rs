//! What goes through an adapter's three pipes: whole lines in both directions, and the end of standard error.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::process::ChildStdin;
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::protocol::{MAX_LINE, Reply, read_reply};

/// How much of standard error is kept, in bytes; the end is, as that is where the exception stands.
const STDERR_KEPT: usize = 16 * 1024;

/// How much of a line that is no reply is kept for the report, in bytes.
const EXCERPT: usize = 200;

/// Fewer lines than this at once are the sign of an adapter that flushes after each.
const FEW: usize = 8;

/// How long such an adapter is left to write some more: being woken for every line would take the processor from it,
/// and while it has half a window of requests to work on, nobody waits.
const NAP: Duration = Duration::from_micros(100);

/// One line of an adapter's standard output.
#[derive(Debug)]
pub struct Line {
    /// The reply, or why the line is none.
    pub read: Result<(u64, Reply), String>,
    /// The whole line where the session shows its traffic, its beginning where the line is no reply, else empty.
    pub text: String,
}

/// What an adapter's threads report.
#[derive(Debug)]
pub enum FromAdapter {
    /// It wrote these lines.
    Lines(Vec<Line>),
    /// It wrote a line longer than [`MAX_LINE`]; nothing more is read.
    TooLong,
    /// Its standard output ended; `half` is what stood after the last line feed.
    Closed {
        /// The beginning of an unfinished line, empty if there is none.
        half: String,
    },
    /// Its process ended. Replies may still be on their way.
    Exited,
}

pub(super) fn write_requests(mut stdin: ChildStdin, requests: &Receiver<Vec<u8>>) {
    while let Ok(lines) = requests.recv() {
        if stdin.write_all(&lines).is_err() {
            return;
        }
    }
}

pub(super) fn read_lines(mut stdout: impl Read, reports: &SyncSender<FromAdapter>, keep: bool) {
    let mut chunk = vec![0; 64 * 1024];
    let mut started: Vec<u8> = Vec::new();
    loop {
        let length = match stdout.read(&mut chunk) {
            Ok(length) => length,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => 0,
        };
        if length == 0 {
            let half = excerpt(&started);
            let _ = reports.send(FromAdapter::Closed { half });
            return;
        }
        let mut lines = Vec::new();
        let mut rest = &chunk[..length];
        while let Some(at) = memchr::memchr(b'\n', rest) {
            if started.len() + at >= MAX_LINE {
                break;
            }
            if started.is_empty() {
                lines.push(read_line(&rest[..at], keep));
            } else {
                started.extend_from_slice(&rest[..at]);
                lines.push(read_line(&started, keep));
                started = Vec::new();
            }
            rest = &rest[at + 1..];
        }
        started.extend_from_slice(rest);
        let few = lines.len() < FEW;
        if !lines.is_empty() && reports.send(FromAdapter::Lines(lines)).is_err() {
            return;
        }
        if started.len() >= MAX_LINE {
            let _ = reports.send(FromAdapter::TooLong);
            return;
        }
        if few {
            std::thread::sleep(NAP);
        }
    }
}

fn read_line(line: &[u8], keep: bool) -> Line {
    let read = read_reply(line);
    let text = match (&read, keep) {
        (_, true) => String::from_utf8_lossy(line).into_owned(),
        (Err(_), false) => excerpt(line),
        (Ok(_), false) => String::new(),
    };
    Line { read, text }
}

fn excerpt(line: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(&line[..line.len().min(EXCERPT)]).into_owned();
    if line.len() > EXCERPT {
        text.push('…');
    }
    text
}

pub(super) fn keep_tail(mut errors: impl Read, tail: &Mutex<Tail>) {
    let mut chunk = vec![0; 16 * 1024];
    loop {
        match errors.read(&mut chunk) {
            Ok(0) => return,
            Ok(length) => tail.lock().unwrap_or_else(PoisonError::into_inner).push(&chunk[..length]),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

/// The last [`STDERR_KEPT`] bytes of a stream, and how many came before them.
#[derive(Debug, Default)]
pub(super) struct Tail {
    bytes: VecDeque<u8>,
    dropped: u64,
}

impl Tail {
    fn push(&mut self, chunk: &[u8]) {
        self.bytes.extend(chunk);
        let excess = self.bytes.len().saturating_sub(STDERR_KEPT);
        self.bytes.drain(..excess);
        self.dropped += excess as u64;
    }

    pub(super) fn text(&self) -> String {
        let (head, rest) = self.bytes.as_slices();
        let text = String::from_utf8_lossy(&[head, rest].concat()).into_owned();
        if self.dropped == 0 { text } else { format!("… ({} bytes before this)\n{text}", self.dropped) }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;

    fn lines_of(output: &[u8]) -> Vec<FromAdapter> {
        let (reports, received) = sync_channel(64);
        read_lines(output, &reports, false);
        drop(reports);
        received.iter().collect()
    }

    #[test]
    fn lines_are_cut_at_line_feeds_and_half_a_line_is_told_apart() {
        let got = lines_of(b"{\"id\":1,\"skip\":\"a\"}\nnoise\n{\"id\":2,");
        let [FromAdapter::Lines(lines), FromAdapter::Closed { half }] = got.as_slice() else {
            panic!("{got:?}");
        };
        assert_eq!(lines[0].read, Ok((1, Reply::Skip("a".into()))));
        assert_eq!(lines[1].text, "noise");
        assert!(lines[1].read.is_err());
        assert_eq!(half, "{\"id\":2,");
    }

    #[test]
    fn a_line_of_16_mib_is_read_and_a_longer_one_is_not() {
        let line = |length: usize| {
            let mut line = br#"{"id":1,"skip":""#.to_vec();
            line.resize(length - 3, b'x');
            line.extend_from_slice(b"\"}\n");
            line
        };
        assert!(matches!(lines_of(&line(MAX_LINE))[0], FromAdapter::Lines(_)));
        assert!(matches!(lines_of(&line(MAX_LINE + 1))[0], FromAdapter::TooLong));
        assert!(matches!(lines_of(&vec![b'x'; MAX_LINE + 1])[0], FromAdapter::TooLong));
    }

    #[test]
    fn of_standard_error_the_end_is_kept() {
        let mut tail = Tail::default();
        tail.push(&vec![b'a'; STDERR_KEPT]);
        tail.push(b"the end");
        let text = tail.text();
        assert!(text.starts_with("… (7 bytes before this)\naaa"), "{}", &text[..40]);
        assert!(text.ends_with("athe end"));
    }
}
