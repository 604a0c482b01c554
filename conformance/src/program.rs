//! From the command line to an exit code.

use std::ffi::OsString;
use std::fs::File;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::Parser as _;

use crate::adapter::process::AdapterCommand;
use crate::adapter::{self, serve};
use crate::cli::{Cli, Command, FuzzArgs, ReportKind, ReportTarget, RunArgs};
use crate::event::Event;
use crate::exit::Exit;
use crate::fresh;
use crate::fuzz::{Plan, fuzz};
use crate::lang::Lang;
use crate::progress::{FuzzProgress, Progress};
use crate::report::json::Json;
use crate::report::terminal::Terminal;
use crate::report::text::printable;
use crate::report::{Report, Reporter};
use crate::run::{self, Options, Target};
use crate::suite::{self, Filter};
use crate::vectors_command;

/// Why a command ended without a result.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What happened and what to do.
    pub message: String,
}

impl Failure {
    /// The command line, or a file that it names, is wrong.
    pub fn usage(message: impl ToString) -> Self {
        Self { exit: Exit::Usage, message: message.to_string() }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        // Whoever reads our output may stop reading; that is no failure of ours.
        let exit = if error.kind() == io::ErrorKind::BrokenPipe { Exit::AsExpected } else { Exit::Usage };
        Self { exit, message: format!("the output cannot be written: {error}") }
    }
}

/// Runs the program with these arguments, the first being its name.
#[must_use]
pub fn main(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    quiet_panics();
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            // Help and version are no errors.
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::AsExpected };
            return ExitCode::from(exit.code());
        }
    };
    let exit = dispatch(&cli).unwrap_or_else(|failure| {
        if failure.exit != Exit::AsExpected {
            let _ = writeln!(anstream::stderr(), "payspec: {}", failure.message);
        }
        failure.exit
    });
    ExitCode::from(exit.code())
}

/// A panic inside the implementation under test is told as a fault; any other as one line.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        if !adapter::guarded() {
            let place = panic.location().map_or_else(String::new, |at| format!(" at {at}"));
            eprintln!("payspec: an error in payspec itself{place}; please report it");
        }
    }));
}

fn dispatch(cli: &Cli) -> Result<Exit, Failure> {
    match &cli.command {
        Command::Run(args) => run_command(args, cli.lang()),
        Command::Fuzz(args) => fuzz_command(args, cli.lang()),
        Command::Adapter => serve::serve(adapter::built_in(), io::stdin().lock(), io::stdout().lock())
            .map(|()| Exit::AsExpected)
            .map_err(|error| match error.kind() {
                io::ErrorKind::InvalidData => Failure::usage(error),
                _ => error.into(),
            }),
        Command::Vectors(command) => {
            let mut out = BufWriter::new(anstream::stdout().lock());
            let exit = vectors_command::run(command, cli.lang(), &mut out)?;
            out.flush()?;
            Ok(exit)
        }
    }
}

fn run_command(args: &RunArgs, lang: Lang) -> Result<Exit, Failure> {
    let command = args.adapter.as_deref().map(AdapterCommand::parse).transpose().map_err(Failure::usage)?;
    let filter = Filter::new(&args.filter).map_err(Failure::usage)?;
    let mut selection = suite::select(&args.vectors, &filter).map_err(Failure::usage)?;
    let seed = args.seed.unwrap_or_else(random_seed);
    if args.fresh {
        let variants = fresh::variants(&selection.vectors, seed);
        selection.vectors.extend(variants);
    }
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let (target, jobs) = match &command {
        Some(command) => (Target::Process(command), 1),
        None => (Target::InProcess(adapter::built_in()), cores()),
    };
    let options = Options {
        jobs: args.jobs.unwrap_or(jobs),
        window: args.window,
        timeout: args.timeout,
        handshake: args.handshake_timeout,
        seed,
        show_io: args.show_io,
        filter: args.filter.clone(),
    };
    // Opened before the run, so that a path that cannot be written costs no run.
    let reports = open(&args.report)?;
    let mut progress = Progress::new(selection.vectors.len(), lang);
    let report = run::run(&selection, target, &options, &mut |event| {
        progress.see(event);
        show_io(&progress, event);
    });
    progress.clear();
    let report = report.map_err(|error| Failure { exit: Exit::NotRun, message: error.to_string() })?;
    let table = !args.report.iter().any(|target| target.path.is_none());
    match write_reports(&report, reports, table, lang) {
        // Whoever reads the table may stop reading; the verdict stands.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        written => written?,
    }
    if report.vectors.is_empty() {
        let globs = args.filter.join(" ");
        let hint = format!("no vector matches --filter {globs}; `payspec vectors list` names them all");
        let _ = writeln!(anstream::stderr(), "payspec: {hint}");
    }
    Ok(report.exit_code)
}

fn fuzz_command(args: &FuzzArgs, lang: Lang) -> Result<Exit, Failure> {
    let parse =
        |command: &Option<String>| command.as_deref().map(AdapterCommand::parse).transpose().map_err(Failure::usage);
    let (command, other) = (parse(&args.adapter)?, parse(&args.against)?);
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let (target, jobs) = match &command {
        Some(command) => (Target::Process(command), 1),
        None => (Target::InProcess(adapter::built_in()), cores()),
    };
    let options = Options {
        jobs: args.jobs.unwrap_or(jobs),
        window: args.window,
        timeout: args.timeout,
        handshake: args.handshake_timeout,
        seed: args.seed.unwrap_or_else(random_seed),
        ..Options::default()
    };
    let (ops, out) = (args.op.clone(), args.out.clone());
    let plan = Plan { ops, time: args.time, cases: args.cases, first: args.first, out, options };
    let reports = open(&args.report)?;
    let progress = FuzzProgress::new(args.time, lang);
    let fuzzed = fuzz(target, other.as_ref().map(Target::Process), &plan, &|asked, found| progress.see(asked, found));
    progress.clear();
    let fuzzed = fuzzed?;
    let table = !args.report.iter().any(|target| target.path.is_none());
    if let Some(report) = &fuzzed.report {
        write_reports(report, reports, table, lang)?;
    }
    if table {
        let mut out = BufWriter::new(anstream::stdout().lock());
        fuzzed.tell(lang, &mut out)?;
        out.flush()?;
    }
    Ok(fuzzed.exit)
}

fn show_io(progress: &Progress, event: &Event) {
    let (arrow, line) = match event {
        Event::Sent(line) => ("→", line),
        Event::Received(line) => ("←", line),
        _ => return,
    };
    progress.aside(|| {
        let _ = writeln!(anstream::stderr(), "{arrow} {}", printable(line));
    });
}

/// A seed that a person can type: 32 bits from the randomness that the standard library's hash maps have.
fn random_seed() -> u64 {
    std::collections::hash_map::RandomState::new().build_hasher().finish() >> 32
}

type Output = (ReportKind, Box<dyn Write>);

fn open(targets: &[ReportTarget]) -> Result<Vec<Output>, Failure> {
    targets
        .iter()
        .map(|target| {
            let out: Box<dyn Write> = match &target.path {
                None => Box::new(io::stdout().lock()),
                Some(path) => {
                    let file = File::create(path)
                        .map_err(|e| Failure::usage(format!("the report {} cannot be written: {e}", path.display())))?;
                    Box::new(BufWriter::new(file))
                }
            };
            Ok((target.kind, out))
        })
        .collect()
}

fn write_reports(report: &Report, outputs: Vec<Output>, table: bool, lang: Lang) -> io::Result<()> {
    for (kind, mut out) in outputs {
        match kind {
            ReportKind::Json => Json.write(report, &mut out)?,
        }
        out.flush()?;
    }
    if table {
        let width = comfy_table::Table::new().width().map(usize::from);
        let mut out = BufWriter::new(anstream::stdout().lock());
        Terminal { lang, width }.write(report, &mut out)?;
        out.flush()?;
    }
    Ok(())
}
