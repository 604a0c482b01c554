//! `payspec vectors`: the test vectors, for people.

mod lint;
mod list;
mod promote;
mod show;
mod stats;

use std::io::Write;

use crate::cli::VectorsCommand;
use crate::exit::Exit;
use crate::lang::Lang;
use crate::program::Failure;

/// Runs one of the subcommands.
///
/// # Errors
/// A file or glob that cannot be used, or an output that cannot be written.
pub fn run(command: &VectorsCommand, lang: Lang, out: &mut dyn Write) -> Result<Exit, Failure> {
    match command {
        VectorsCommand::List { filter, vectors } => list::run(filter, vectors, lang, out),
        VectorsCommand::Show { ids, vectors } => show::run(ids, vectors, lang, out),
        VectorsCommand::Lint { files } => lint::run(files, out),
        VectorsCommand::Promote { file, id, verdict, new_id, about, into } => {
            promote::run(&promote::Promotion { file, id, verdict, new_id, about: about.as_deref(), into }, out)
        }
        VectorsCommand::Stats { vectors } => stats::run(vectors, lang, out),
    }
}
