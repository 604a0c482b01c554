//! Whether an adapter could be run: its tools, its installation, its handshake without a network.

use std::collections::BTreeSet;
use std::env;
use std::path::Path;

use super::{Shipped, State};
use crate::adapter::process::AdapterCommand;
use crate::isolation::Isolation;
use crate::run::{Options, greet};

/// One thing that was looked at.
pub(super) struct Check {
    /// What.
    pub(super) what: &'static str,
    /// How it is, or what to do.
    pub(super) found: Result<String, String>,
}

/// Looks at `adapter`, as far as what was found lets it.
pub(super) fn examine(adapter: &Shipped, isolation: Result<&Isolation, String>) -> Vec<Check> {
    let installed = installed(adapter);
    let usable = adapter.state() != State::Missing;
    let mut checks =
        vec![Check { what: "tools", found: tools(adapter) }, Check { what: "installed", found: installed }];
    if usable {
        checks.push(Check {
            what: "handshake",
            found: isolation.and_then(|isolation| shake_hands(adapter, isolation.clone())),
        });
    }
    checks
}

/// The programs that the manifest starts and that are not of the installation.
fn tools(adapter: &Shipped) -> Result<String, String> {
    let steps = adapter.manifest.install.iter().chain([&adapter.manifest.command]);
    let tools: BTreeSet<&str> =
        steps.filter_map(|step| step.first()).map(String::as_str).filter(|tool| !tool.contains('/')).collect();
    let path = env::var_os("PATH").unwrap_or_default();
    let there = |tool: &str| env::split_paths(&path).any(|folder| folder.join(tool).is_file());
    let missing: Vec<&str> = tools.iter().copied().filter(|tool| !there(tool)).collect();
    if missing.is_empty() {
        Ok(tools.into_iter().collect::<Vec<_>>().join(", "))
    } else {
        Err(format!("not on PATH: {}; install it", missing.join(", ")))
    }
}

fn installed(adapter: &Shipped) -> Result<String, String> {
    let repeat = format!("run `payspec adapters install {}`", adapter.id());
    match adapter.state() {
        State::Missing => Err(format!("no; {repeat}")),
        State::Stale => Err(format!("from another version of {}; {repeat}", adapter.source.display())),
        State::Current => Ok(adapter.manifest.version.clone()),
    }
}

fn shake_hands(adapter: &Shipped, isolation: Isolation) -> Result<String, String> {
    let hello = greet(&adapter.command()?.isolated(isolation), &Options::default()).map_err(|e| e.to_string())?;
    let said = format!("{} {}, {} operations, without a network", hello.name, hello.version, hello.ops.len());
    if hello.version == adapter.manifest.version {
        Ok(said)
    } else {
        Err(format!("{said}; {} pins {}", Path::new(super::manifest::FILE).display(), adapter.manifest.version))
    }
}

impl Shipped {
    /// The command that starts it.
    ///
    /// # Errors
    /// A folder's path is not UTF-8.
    pub fn command(&self) -> Result<AdapterCommand, String> {
        Ok(AdapterCommand::named(self.id(), self.expand(&self.manifest.command)?, self.install.clone()))
    }
}
