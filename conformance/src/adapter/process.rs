//! An adapter's process: started in a group of its own, spoken to over pipes by threads, and always ended.
//!
//! Four threads serve one process, so that nothing the adapter does can block the runner: one writes requests, one
//! reads and parses replies, one keeps the end of standard error, one waits for the exit. They end with the process.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use super::protocol::{MAX_LINE, Reply, read_reply};

/// How much of standard error is kept, in bytes; the end is, as that is where the exception stands.
const STDERR_KEPT: usize = 16 * 1024;

/// How much of a line that is no reply is kept for the report, in bytes.
const EXCERPT: usize = 200;

/// How long the last output of a dead process is waited for: somebody else may hold its pipes open.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// The argument vector of an adapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdapterCommand(Vec<String>);

impl AdapterCommand {
    /// Splits `text` as a shell splits words. No shell is run: no variables, globs or pipes.
    ///
    /// # Errors
    /// A quote that is not closed, or no word at all.
    pub fn parse(text: &str) -> Result<Self, String> {
        match shlex::split(text) {
            None => Err(format!("the command `{text}` ends inside a quote or after a backslash")),
            Some(words) if words.is_empty() => {
                Err("the command is empty; give a program, such as \"python3 adapter.py\"".into())
            }
            Some(words) => Ok(Self(words)),
        }
    }

    /// The words: the program and its arguments.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.0
    }

    /// One line that [`AdapterCommand::parse`] splits into the same words.
    #[must_use]
    pub fn line(&self) -> String {
        // Only a NUL byte cannot be quoted, and no argument can hold one.
        shlex::try_join(self.0.iter().map(String::as_str)).unwrap_or_else(|_| self.0.join(" "))
    }
}

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

/// A running adapter.
#[derive(Debug)]
pub struct Process {
    child: Child,
    requests: Option<Sender<Vec<u8>>>,
    output: Receiver<FromAdapter>,
    stderr: Arc<Mutex<Tail>>,
    stderr_done: Receiver<()>,
    ended: bool,
}

impl Process {
    /// Starts the adapter. `keep_lines` keeps the text of every line for `--show-io`.
    ///
    /// # Errors
    /// The program cannot be started, or a thread cannot.
    pub fn start(command: &AdapterCommand, keep_lines: bool) -> io::Result<Self> {
        let (program, arguments) = command
            .words()
            .split_first()
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "an empty command"))?;
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .spawn()?;
        let pid = pid(&child);
        let stdin = child.stdin.take();
        let stdout = child.stdout.take();
        let errors = child.stderr.take();
        let (requests, to_write) = channel();
        let (reports, output) = sync_channel(256);
        let (done, stderr_done) = channel();
        let stderr = Arc::new(Mutex::new(Tail::default()));
        // From here on the value's drop ends the process, also when a thread cannot be started.
        let process =
            Self { child, requests: Some(requests), output, stderr: Arc::clone(&stderr), stderr_done, ended: false };
        let exits = reports.clone();
        let named = |name: &str| thread::Builder::new().name(name.to_owned());
        if let Some(stdin) = stdin {
            named("adapter-stdin").spawn(move || write_requests(stdin, &to_write))?;
        }
        if let Some(stdout) = stdout {
            named("adapter-stdout").spawn(move || read_lines(stdout, &reports, keep_lines))?;
        }
        if let Some(errors) = errors {
            named("adapter-stderr").spawn(move || {
                keep_tail(errors, &stderr);
                drop(done);
            })?;
        }
        named("adapter-exit").spawn(move || {
            wait_for_exit(pid);
            let _ = exits.send(FromAdapter::Exited);
        })?;
        Ok(process)
    }

    /// Hands whole lines to the writer; they are lost if the adapter has gone, which its output then shows.
    pub fn send(&self, lines: Vec<u8>) {
        if let Some(requests) = &self.requests {
            let _ = requests.send(lines);
        }
    }

    /// The next report, waited for until `deadline`; `None` when there is none by then.
    pub fn receive(&self, deadline: Instant) -> Option<FromAdapter> {
        let wait = deadline.saturating_duration_since(Instant::now());
        match self.output.recv_timeout(wait) {
            Ok(report) => Some(report),
            Err(RecvTimeoutError::Timeout) => None,
            // All threads have ended, and each had its say: the end of output again, for whoever asks.
            Err(RecvTimeoutError::Disconnected) => Some(FromAdapter::Closed { half: String::new() }),
        }
    }

    /// A report that is there already.
    pub fn receive_now(&self) -> Option<FromAdapter> {
        self.output.try_recv().ok()
    }

    /// Ends the input, which asks the adapter to exit.
    pub fn close_input(&mut self) {
        self.requests = None;
    }

    /// Kills the process group and reaps the process; says how the process ended, such as `exit status: 1`.
    pub fn end(&mut self) -> String {
        self.requests = None;
        // Not yet reaped, so the number cannot have become another process's.
        if let Some(pid) = pid(&self.child).filter(|_| !self.ended) {
            let _ = kill_process_group(pid, Signal::KILL);
        }
        self.ended = true;
        self.child.wait().map_or_else(|e| e.to_string(), |status| status.to_string())
    }

    /// The end of what the adapter wrote on standard error, after it was ended.
    #[must_use]
    pub fn stderr(&self) -> String {
        let _ = self.stderr_done.recv_timeout(LAST_WORDS);
        let tail = self.stderr.lock().unwrap_or_else(PoisonError::into_inner);
        tail.text()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if !self.ended {
            self.end();
        }
    }
}

fn pid(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

fn wait_for_exit(pid: Option<Pid>) {
    let Some(pid) = pid else { return };
    // NOWAIT leaves the process unreaped, so that its group can still be killed by number.
    let wait = || waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT);
    while matches!(wait(), Err(rustix::io::Errno::INTR)) {}
}

fn write_requests(mut stdin: ChildStdin, requests: &Receiver<Vec<u8>>) {
    while let Ok(lines) = requests.recv() {
        if stdin.write_all(&lines).is_err() {
            return;
        }
    }
}

fn read_lines(mut stdout: impl Read, reports: &SyncSender<FromAdapter>, keep: bool) {
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
        if !lines.is_empty() && reports.send(FromAdapter::Lines(lines)).is_err() {
            return;
        }
        if started.len() >= MAX_LINE {
            let _ = reports.send(FromAdapter::TooLong);
            return;
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

fn keep_tail(mut errors: impl Read, tail: &Mutex<Tail>) {
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
struct Tail {
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

    fn text(&self) -> String {
        let (head, rest) = self.bytes.as_slices();
        let text = String::from_utf8_lossy(&[head, rest].concat()).into_owned();
        if self.dropped == 0 { text } else { format!("… ({} bytes before this)\n{text}", self.dropped) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_of(output: &[u8]) -> Vec<FromAdapter> {
        let (reports, received) = sync_channel(64);
        read_lines(output, &reports, false);
        drop(reports);
        received.iter().collect()
    }

    #[test]
    fn a_command_is_split_as_a_shell_splits_words() {
        let command = AdapterCommand::parse(r#"python3 "my adapter.py" --flag='a b'"#).unwrap();
        assert_eq!(command.words(), ["python3", "my adapter.py", "--flag=a b"]);
        assert_eq!(AdapterCommand::parse(&command.line()), Ok(command));
        assert!(AdapterCommand::parse("a 'b").unwrap_err().contains("inside a quote"));
        assert!(AdapterCommand::parse("  ").unwrap_err().contains("is empty"));
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
