//! Installing one adapter into its private folder.

use std::fs::{self, File};
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::{Shipped, State};

/// The log of the steps, in the private folder.
const LOG: &str = "install.log";

/// How much of the log is shown where a step fails, in lines.
const LOG_SHOWN: usize = 20;

/// Installs `adapter` unless it is installed as its folder asks for; `again` begins anew in any case.
///
/// # Errors
/// A file cannot be written, or a step fails: says which, and what it wrote.
pub(super) fn install(adapter: &Shipped, again: bool, out: &mut dyn Write) -> Result<(), String> {
    let id = adapter.id();
    let told = |error: io::Error| format!("{id} cannot be installed into {}: {error}", adapter.install.display());
    let output = |error: io::Error| format!("the output cannot be written: {error}");
    if !again && adapter.state() == State::Current {
        return writeln!(out, "{id} {} is installed", adapter.manifest.version).map_err(output);
    }
    let started = Instant::now();
    if again && adapter.install.exists() {
        fs::remove_dir_all(&adapter.install).map_err(told)?;
    }
    fs::create_dir_all(&adapter.install).map_err(told)?;
    adapter.remove_stamp().map_err(told)?;
    for file in &adapter.manifest.files {
        fs::copy(adapter.source.join(file), adapter.install.join(file))
            .map_err(|e| format!("{id}: {} cannot be copied: {e}", adapter.source.join(file).display()))?;
    }
    let mut log = File::create(adapter.install.join(LOG)).map_err(told)?;
    for step in &adapter.manifest.install {
        run(adapter, &adapter.expand(step)?, &mut log)?;
    }
    adapter.set_stamp().map_err(told)?;
    let seconds = started.elapsed().as_secs_f64();
    writeln!(out, "{id} {} is installed, in {seconds:.1} s", adapter.manifest.version).map_err(output)
}

fn run(adapter: &Shipped, step: &[String], log: &mut File) -> Result<(), String> {
    let line = shlex::try_join(step.iter().map(String::as_str)).unwrap_or_else(|_| step.join(" "));
    let told = |error: &dyn std::fmt::Display| format!("{}: `{line}` cannot be run: {error}", adapter.id());
    let (program, arguments) = step.split_first().ok_or_else(|| told(&"it is empty"))?;
    writeln!(log, "$ {line}").map_err(|e| told(&e))?;
    let outputs = (log.try_clone().map_err(|e| told(&e))?, log.try_clone().map_err(|e| told(&e))?);
    let status = Command::new(program)
        .args(arguments)
        .current_dir(&adapter.install)
        .stdin(Stdio::null())
        .stdout(outputs.0)
        .stderr(outputs.1)
        .status()
        .map_err(|e| {
            let hint = if e.kind() == io::ErrorKind::NotFound { "; install it, or put it on PATH" } else { "" };
            told(&format!("{e}{hint}"))
        })?;
    if status.success() {
        return Ok(());
    }
    let path = adapter.install.join(LOG);
    let written = fs::read(&path).unwrap_or_default();
    let written = String::from_utf8_lossy(&written);
    let lines: Vec<&str> = written.lines().collect();
    let tail = lines[lines.len().saturating_sub(LOG_SHOWN)..].join("\n");
    Err(format!("{}: `{line}` ended with {status}; the end of {}:\n{tail}", adapter.id(), path.display()))
}
