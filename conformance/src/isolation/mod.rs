//! An adapter without a network: it runs in a network namespace in which only the loopback interface exists.
//!
//! `unshare` makes the namespace and becomes the [`host`], a small process of ours, which brings the loopback
//! interface up, listens there for the XXE vectors, limits memory and CPU time, and starts the adapter on its own
//! standard input and output. What the listener is asked for reaches the runner through a file, as no socket can.

pub mod host;
mod loopback;

use std::collections::HashMap;
use std::ffi::OsString;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use tempfile::TempPath;

/// Where the canary listens. Each namespace is empty, so the port is free in all of them.
const CANARY: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 40961);

/// The ways to an empty network namespace: for root, and for everybody else where the system allows it. The second
/// maps the user to root, as only root may bring an interface up.
const WAYS: [&[&str]; 2] = [&["--net"], &["--user", "--map-root-user", "--net"]];

/// How an adapter is started without a network.
#[derive(Clone, Debug)]
pub struct Isolation {
    /// The program that is the host.
    payspec: PathBuf,
    /// The options of `unshare`.
    way: &'static [&'static str],
    /// The file in which hosts note each call of the canary; it goes with the value.
    hits: Arc<TempPath>,
}

/// Why there is no isolation on this system.
#[derive(Debug)]
pub struct NoIsolation(String);

impl std::fmt::Display for NoIsolation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "no empty network namespace can be had ({}), so the adapter was not started. Run payspec where `unshare \
             --net` works (Linux, util-linux; a container may need the capability SYS_ADMIN or user namespaces), or \
             let the adapter use this machine's network with --allow-network",
            self.0
        )
    }
}

impl std::error::Error for NoIsolation {}

impl Isolation {
    /// Finds a way to an empty namespace by trying. `payspec` is this program, which becomes the host.
    ///
    /// # Errors
    /// There is none: not Linux, no `unshare`, or no permission.
    pub fn find(payspec: &Path) -> Result<Self, NoIsolation> {
        let hits = tempfile::Builder::new()
            .prefix("payspec-canary-")
            .tempfile()
            .map_err(|e| NoIsolation(format!("no temporary file: {e}")))?;
        let hits = Arc::new(hits.into_temp_path());
        let mut reasons = Vec::new();
        for way in WAYS {
            let isolation = Self { payspec: payspec.to_owned(), way, hits: Arc::clone(&hits) };
            match isolation.try_out() {
                Ok(()) => return Ok(isolation),
                Err(reason) => reasons.push(reason),
            }
        }
        reasons.dedup();
        Err(NoIsolation(reasons.join("; ")))
    }

    /// Goes the whole way, with no adapter at its end.
    fn try_out(&self) -> Result<(), String> {
        let output = self.command(&[]).stdin(Stdio::null()).output().map_err(|e| format!("`unshare`: {e}"))?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(said.lines().next().map_or_else(|| format!("`unshare`: {}", output.status), str::to_owned))
    }

    /// The command that starts the adapter `words` in a namespace of its own.
    #[must_use]
    pub fn command(&self, words: &[String]) -> Command {
        let mut command = Command::new("unshare");
        command.args(self.way).arg("--").arg(&self.payspec).arg("__host");
        command.arg("--hits").arg(self.hits.as_os_str()).arg("--").args(words.iter().map(OsString::from));
        command
    }

    /// The address that stands in the message of the vector `token`.
    #[must_use]
    pub fn url(token: &str) -> String {
        format!("http://{CANARY}/{token}")
    }

    /// How often each token was asked for, in all processes so far.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn hits(&self) -> io::Result<HashMap<String, usize>> {
        let mut hits = HashMap::new();
        for line in std::fs::read_to_string(&*self.hits)?.lines() {
            *hits.entry(line.to_owned()).or_default() += 1;
        }
        Ok(hits)
    }
}
