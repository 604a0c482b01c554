//! An adapter's process: started in a group of its own, spoken to over pipes by threads, and always ended.
//!
//! Four threads serve one process, so that nothing the adapter does can block the runner: one writes requests, one
//! reads and parses replies, one keeps the end of standard error, one waits for the exit. They end with the process.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

pub use super::command::AdapterCommand;
pub use super::pipes::{FromAdapter, Line};
use super::pipes::{Tail, keep_tail, read_lines, write_requests};

/// How long the last output of a dead process is waited for: somebody else may hold its pipes open.
const LAST_WORDS: Duration = Duration::from_millis(500);

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
        let mut child = command
            .to_start()
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "an empty command"))?
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
