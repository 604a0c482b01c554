//! The process between `unshare` and the adapter: see [`super`].

use std::fs::File;
use std::io::{self, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};

use clap::Args;
use rustix::process::{Resource, Rlimit, Signal, getpid, getrlimit, kill_process, setrlimit};

use super::{CANARY, loopback};
use crate::canary::Canary;

/// How much private memory a process of the adapter may have, in bytes. Address space that is only reserved, of
/// which Node.js takes very much, does not count.
const MEMORY: u64 = 4 << 30;

/// How long a process of the adapter may compute, in seconds. The slowest implementation known needs a tenth.
const CPU_SECONDS: u64 = 600;

/// The exit code where the adapter cannot be started, as a shell has it.
const NOT_FOUND: i32 = 127;

/// The exit code where the namespace is of no use.
const NO_NAMESPACE: i32 = 125;

/// Arguments of `payspec __host`.
#[derive(Debug, Args)]
pub struct HostArgs {
    /// The file to which each call of the canary is appended, one token a line.
    #[arg(long)]
    hits: PathBuf,
    /// The adapter; without one, only the namespace is tried out.
    #[arg(last = true)]
    adapter: Vec<String>,
}

/// Runs the adapter and gives its exit code. It must be called by a program that has no other threads.
#[must_use]
pub fn host(args: &HostArgs) -> i32 {
    let canary = loopback::bring_up().and_then(|()| listen(&args.hits));
    let mut canary = match canary {
        Ok(canary) => canary,
        Err(error) => return say(NO_NAMESPACE, &format!("the loopback interface: {error}")),
    };
    let Some((program, arguments)) = args.adapter.split_first() else { return 0 };
    limit(Resource::Data, MEMORY);
    limit(Resource::Cpu, CPU_SECONDS);
    limit(Resource::Core, 0);
    let mut adapter = match Command::new(program).args(arguments).spawn() {
        Ok(adapter) => adapter,
        Err(error) => {
            let hint = if error.kind() == io::ErrorKind::NotFound {
                "; is it installed and on PATH, or is the path right?"
            } else {
                ""
            };
            return say(NOT_FOUND, &format!("`{program}` cannot be started: {error}{hint}"));
        }
    };
    let status = let_go().and_then(|()| wait(&mut adapter));
    canary.stop();
    match status {
        Ok(status) => end_like(status),
        Err(error) => say(NO_NAMESPACE, &format!("the adapter's end: {error}")),
    }
}

fn say(code: i32, what: &str) -> i32 {
    let _ = writeln!(io::stderr(), "payspec: {what}");
    code
}

fn listen(hits: &Path) -> io::Result<Canary> {
    let hits = File::options().append(true).open(hits)?;
    // One write a line, and the file is opened to append: lines of several hosts do not mix.
    Canary::start_at(CANARY, move |token| {
        let _ = (&hits).write_all(format!("{token}\n").as_bytes());
    })
}

/// Lowers a limit of this process, which the adapter inherits; a lower one that holds already stays.
fn limit(resource: Resource, most: u64) {
    let now = getrlimit(resource);
    let lower = |limit: Option<u64>| Some(limit.map_or(most, |limit| limit.min(most)));
    let _ = setrlimit(resource, Rlimit { current: lower(now.current), maximum: lower(now.maximum) });
}

/// Lets go of the pipes: the runner must see the adapter's end of them close, not ours.
fn let_go() -> io::Result<()> {
    let nothing = File::options().read(true).write(true).open("/dev/null")?;
    rustix::stdio::dup2_stdin(&nothing)?;
    rustix::stdio::dup2_stdout(&nothing)?;
    Ok(())
}

fn wait(adapter: &mut Child) -> io::Result<ExitStatus> {
    adapter.wait()
}

/// Ends as the adapter ended, also by a signal, so that the report names it.
fn end_like(status: ExitStatus) -> i32 {
    let Some(signal) = status.signal() else { return status.code().unwrap_or(NO_NAMESPACE) };
    if let Some(named) = Signal::from_named_raw(signal) {
        let _ = kill_process(getpid(), named);
    }
    128 + signal
}
