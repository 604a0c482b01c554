//! What an integrator does by hand with one message: `check`, `sign`, `verify`, `explain`, and `spec`, the tables.

pub mod args;
mod check;
mod explain;
mod input;
mod lookup;
mod show;
mod sign;
mod source;
mod spec;
mod verify;
mod words;

use std::io::Write;

use payspec_core::finding;

use crate::exit::Exit;
use crate::lang::Lang;
use crate::program::Failure;
use args::{CheckArgs, ExplainArgs, SignArgs, SpecArgs, VerifyArgs};

/// One of the commands.
#[derive(Debug, Clone, Copy)]
pub enum Manual<'a> {
    /// `payspec check`.
    Check(&'a CheckArgs),
    /// `payspec sign`.
    Sign(&'a SignArgs),
    /// `payspec verify`.
    Verify(&'a VerifyArgs),
    /// `payspec explain`.
    Explain(&'a ExplainArgs),
    /// `payspec spec`.
    Spec(&'a SpecArgs),
}

/// Where results go, and how.
pub struct Screen<'o> {
    /// Standard output.
    pub out: &'o mut dyn Write,
    /// In which language.
    pub lang: Lang,
    /// So many columns; none if it is no terminal.
    pub width: Option<usize>,
}

/// Runs one of the commands. 0: clean; 1: findings, or a signature that is wrong.
///
/// # Errors
/// 2: a wrong command line, or a file or key that cannot be used.
pub fn run(command: Manual<'_>, screen: &mut Screen<'_>) -> Result<Exit, Failure> {
    match command {
        Manual::Check(args) => check::run(args, screen),
        Manual::Sign(args) => sign::run(args, screen),
        Manual::Verify(args) => verify::run(args, screen),
        Manual::Explain(args) => explain::run(args, screen),
        Manual::Spec(args) => spec::run(args, screen),
    }
}

/// The same language for core's texts.
fn of_core(lang: Lang) -> finding::Lang {
    lang.pick(finding::Lang::En, finding::Lang::Zh)
}

fn json(value: &serde_json::Value, out: &mut dyn Write) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(Failure::usage)?;
    Ok(writeln!(out, "{text}")?)
}
