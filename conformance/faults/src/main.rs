//! An implementation with one fault behind the adapter protocol, and the table of what the vectors catch.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use payspec::adapter::Implementation;
use payspec::adapter::serve::serve;
use payspec_faults::faulty::Faulty;
use payspec_faults::score::{scores, table};
use payspec_faults::{catalogue, cheats};
use payspec_vectors::Vector;

/// Implementations with one fault each: they show which mistakes the vectors catch.
#[derive(Debug, Parser)]
#[command(arg_required_else_help = true)]
struct Cli {
    /// Answer the adapter protocol on standard input and output with this fault. `sound` has none;
    /// `accepts-everything`, `refuses-everything` and `looks-answers-up` cheat.
    #[arg(long, value_name = "NAME")]
    fault: Option<String>,
    /// List the faults: name, what it does wrong, what it stands for.
    #[arg(long)]
    list: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the table of which vectors kill which fault.
    Table,
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::from(2)
        }
    }
}

fn vectors() -> Result<Vec<Vector>, String> {
    let suites = payspec_vectors::load_all().map_err(|error| error.to_string())?;
    Ok(suites.into_iter().flat_map(|suite| suite.vectors).collect())
}

fn run(cli: &Cli) -> Result<(), String> {
    let mut out = io::stdout().lock();
    if cli.list {
        for fault in catalogue::all() {
            writeln!(out, "{}\t{}\t{}", fault.name, fault.about, fault.stands_for)
                .map_err(|error| error.to_string())?;
        }
    }
    if let Some(Command::Table) = cli.command {
        let vectors = vectors()?;
        let scores = scores(&vectors).map_err(|error| error.to_string())?;
        out.write_all(table(&scores, vectors.len()).as_bytes()).map_err(|error| error.to_string())?;
    }
    if let Some(name) = &cli.fault {
        let implementation: Box<dyn Implementation> = match (catalogue::find(name), name.as_str()) {
            (Some(fault), _) => Box::new(Faulty::new(fault.name, fault.break_it)),
            (None, "sound") => Box::new(Faulty::SOUND),
            (None, "accepts-everything") => Box::new(cheats::accepts_everything()),
            (None, "refuses-everything") => Box::new(cheats::RefusesEverything),
            (None, "looks-answers-up") => Box::new(cheats::LooksAnswersUp::of(&vectors()?)),
            (None, _) => return Err(format!("there is no fault `{name}`; --list shows them")),
        };
        serve(&*implementation, io::stdin().lock(), out).map_err(|error| error.to_string())?;
    }
    Ok(())
}
