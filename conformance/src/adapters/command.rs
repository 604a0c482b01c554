//! `payspec adapters`, and what `--adapter`, `--isolate` and `--allow-network` mean.

use std::io::Write;

use clap::{Args, Subcommand};

use super::{Places, Shelf, Shipped, State, doctor, install, is_name};
use crate::adapter::process::AdapterCommand;
use crate::exit::Exit;
use crate::isolation::Isolation;
use crate::program::Failure;

/// Subcommands of `payspec adapters`.
#[derive(Debug, Subcommand)]
pub enum AdaptersCommand {
    /// List the adapters, each with its implementation, and whether it is installed.
    #[command(after_help = "\
Examples:
  payspec adapters list")]
    List {
        /// Where.
        #[command(flatten)]
        places: Places,
    },
    /// Install adapters into private folders, with exactly the versions of their lock files.
    #[command(after_help = "\
This is the only step that needs the package registries. What is installed as asked for is left alone.

Examples:
  payspec adapters install npm/tenpay
  payspec adapters install 'pypi/*'")]
    Install {
        /// Names; globs are allowed.
        #[arg(value_name = "NAME", required = true)]
        names: Vec<String>,
        /// Begin anew, also where it is installed.
        #[arg(long)]
        again: bool,
        /// Where.
        #[command(flatten)]
        places: Places,
    },
    /// Check tools, installation and handshake, without a network.
    #[command(after_help = "\
Exit code 1 when something is amiss. Without names, all that are installed.

Examples:
  payspec adapters doctor
  payspec adapters doctor npm/tenpay")]
    Doctor {
        /// Names; globs are allowed.
        #[arg(value_name = "NAME")]
        names: Vec<String>,
        /// Where.
        #[command(flatten)]
        places: Places,
    },
}

/// Whether an adapter may reach a network, as options of the command line.
#[derive(Args, Clone, Debug, Default)]
pub struct Network {
    /// Start the adapter without a network, and with limits of memory and CPU time; adapters that come with payspec
    /// are always started so.
    #[arg(long)]
    pub isolate: bool,

    /// Start an adapter that comes with payspec on this machine's network.
    #[arg(long, conflicts_with = "isolate")]
    pub allow_network: bool,
}

/// Runs a subcommand.
///
/// # Errors
/// A name that nothing has, a step that fails, or an output that cannot be written.
pub fn run(command: &AdaptersCommand, out: &mut dyn Write) -> Result<Exit, Failure> {
    match command {
        AdaptersCommand::List { places } => {
            let all = Shelf::open(places).and_then(|shelf| shelf.all()).map_err(Failure::usage)?;
            list(&all, out)?;
            Ok(Exit::AsExpected)
        }
        AdaptersCommand::Install { names, again, places } => {
            let shelf = Shelf::open(places).map_err(Failure::usage)?;
            for adapter in find(&shelf, names)? {
                let done = install::install(&adapter, *again, out);
                done.map_err(|message| Failure { exit: Exit::NotRun, message })?;
                out.flush()?;
            }
            Ok(Exit::AsExpected)
        }
        AdaptersCommand::Doctor { names, places } => {
            let shelf = Shelf::open(places).map_err(Failure::usage)?;
            let chosen = if names.is_empty() {
                let all = shelf.all().map_err(Failure::usage)?;
                all.into_iter().filter(|one| one.state() != State::Missing).collect()
            } else {
                find(&shelf, names)?
            };
            examine(&chosen, out)
        }
    }
}

fn find(shelf: &Shelf, names: &[String]) -> Result<Vec<Shipped>, Failure> {
    let found: Result<Vec<Vec<Shipped>>, String> = names.iter().map(|name| shelf.find(name)).collect();
    Ok(found.map_err(Failure::usage)?.concat())
}

fn list(all: &[Shipped], out: &mut dyn Write) -> Result<(), Failure> {
    let package = |one: &Shipped| format!("{} {}", one.manifest.package, one.manifest.version);
    let widest = |of: &dyn Fn(&Shipped) -> String| all.iter().map(|one| of(one).len()).max().unwrap_or_default();
    let (id, name) = (widest(&Shipped::id), widest(&package));
    for one in all {
        let state = match one.state() {
            State::Missing => "not installed",
            State::Stale => "stale",
            State::Current => "installed",
        };
        writeln!(out, "{:id$}  {:name$}  {state:13}  {}", one.id(), package(one), one.manifest.homepage)?;
    }
    Ok(())
}

fn examine(chosen: &[Shipped], out: &mut dyn Write) -> Result<Exit, Failure> {
    if chosen.is_empty() {
        writeln!(
            out,
            "no adapter is installed; `payspec adapters list` names them, `payspec adapters install` installs"
        )?;
        return Ok(Exit::Failures);
    }
    let isolation = isolation();
    let mut exit = Exit::AsExpected;
    for adapter in chosen {
        writeln!(out, "{}", adapter.id())?;
        for check in doctor::examine(adapter, isolation.as_ref().map_err(|failure| failure.message.clone())) {
            let (word, said) = match check.found {
                Ok(said) => ("ok   ", said),
                Err(said) => {
                    exit = Exit::Failures;
                    ("amiss", said)
                }
            };
            writeln!(out, "  {:<10} {word}  {}", check.what, said.replace('\n', "\n                    "))?;
        }
        out.flush()?;
    }
    Ok(exit)
}

/// The commands that `--adapter text` means: that of a shipped adapter, those of several, or `text` itself.
///
/// # Errors
/// A name that nothing has or that is not installed, a command that cannot be split, or no isolation where it must be.
pub fn resolve(text: &str, places: &Places, network: &Network) -> Result<Vec<AdapterCommand>, Failure> {
    let (commands, isolate) = if is_name(text) {
        let found = Shelf::open(places).and_then(|shelf| shelf.installed(text)).map_err(Failure::usage)?;
        let commands: Result<Vec<_>, String> = found.iter().map(Shipped::command).collect();
        (commands.map_err(Failure::usage)?, !network.allow_network)
    } else {
        (vec![AdapterCommand::parse(text).map_err(Failure::usage)?], network.isolate)
    };
    if !isolate {
        return Ok(commands);
    }
    // Each its own, as each notes the canary's calls in a file of its own.
    commands.into_iter().map(|command| Ok(command.isolated(isolation()?))).collect()
}

fn isolation() -> Result<Isolation, Failure> {
    let not_run = |message: String| Failure { exit: Exit::NotRun, message };
    let payspec = std::env::current_exe().map_err(|e| not_run(format!("payspec cannot find itself: {e}")))?;
    Isolation::find(&payspec).map_err(|error| not_run(error.to_string()))
}
