//! From the command line to an exit code.

use std::ffi::OsString;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::Parser as _;

use crate::adapter::{self, serve};
use crate::adapters;
use crate::cli::{Cli, Command, FuzzArgs, RunArgs};
use crate::day::Day;
use crate::event::Event;
use crate::exit::Exit;
use crate::expect::{self, Expectations};
use crate::fresh;
use crate::fuzz::{Plan, fuzz};
use crate::gate::{Conditions, gravest};
use crate::isolation;
use crate::lang::Lang;
use crate::manual::{self, Manual, Screen};
use crate::output::Outputs;
use crate::progress::{FuzzProgress, Progress};
use crate::report::severity::Severity;
use crate::report::text::printable;
use crate::report::{Report, place};
use crate::run::{self, Options, Target};
use crate::suite::{self, Filter, Selection};
use crate::{compare, vectors_command};

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
        Command::Compare(args) => compare::command(args, cli.lang()),
        Command::Adapter => serve::serve(adapter::built_in(), io::stdin().lock(), io::stdout().lock())
            .map(|()| Exit::AsExpected)
            .map_err(|error| match error.kind() {
                io::ErrorKind::InvalidData => Failure::usage(error),
                _ => error.into(),
            }),
        Command::Adapters(command) => adapters::command::run(command, &mut anstream::stdout().lock()),
        Command::Host(args) => std::process::exit(isolation::host::host(args)),
        Command::Vectors(command) => {
            let mut out = BufWriter::new(anstream::stdout().lock());
            let exit = vectors_command::run(command, cli.lang(), &mut out)?;
            out.flush()?;
            Ok(exit)
        }
        Command::Check(args) => by_hand(Manual::Check(args), cli.lang()),
        Command::Sign(args) => by_hand(Manual::Sign(args), cli.lang()),
        Command::Verify(args) => by_hand(Manual::Verify(args), cli.lang()),
        Command::Explain(args) => by_hand(Manual::Explain(args), cli.lang()),
        Command::Spec(args) => by_hand(Manual::Spec(args), cli.lang()),
    }
}

fn by_hand(command: Manual<'_>, lang: Lang) -> Result<Exit, Failure> {
    let width = comfy_table::Table::new().width().map(usize::from);
    let mut out = BufWriter::new(anstream::stdout().lock());
    let exit = manual::run(command, &mut Screen { out: &mut out, lang, width })?;
    out.flush()?;
    Ok(exit)
}

fn run_command(args: &RunArgs, lang: Lang) -> Result<Exit, Failure> {
    let mut commands = Vec::new();
    for text in &args.adapter {
        commands.extend(adapters::command::resolve(text, &args.places, &args.network)?);
    }
    let filter = Filter::new(&args.filter).map_err(Failure::usage)?;
    let gate = &args.gate;
    let expectations = gate.expect.as_deref().map(Expectations::read).transpose().map_err(Failure::usage)?;
    let mut selection = suite::select(&args.vectors, &filter).map_err(Failure::usage)?;
    if !args.severity.is_empty() {
        selection.vectors.retain(|vector| args.severity.contains(&Severity::of_flags(&vector.flags)));
    }
    if let Some(shard) = gate.shard {
        shard.keep(&mut selection.vectors);
    }
    let seed = args.seed.unwrap_or_else(random_seed);
    if args.fresh {
        let variants = fresh::variants(&selection.vectors, seed);
        selection.ids.extend(variants.iter().map(|vector| vector.id.clone()));
        selection.vectors.extend(variants);
        // A suite's vectors stand together in every report.
        selection.vectors.sort_by(|a, b| a.suite.cmp(&b.suite));
    }
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let targets: Vec<Target<'_>> = match commands.as_slice() {
        [] => vec![Target::InProcess(adapter::built_in())],
        commands => commands.iter().map(Target::Process).collect(),
    };
    let jobs = if commands.is_empty() { cores() } else { 1 };
    let options = Options {
        jobs: args.jobs.unwrap_or(jobs),
        window: args.window,
        timeout: args.timeout,
        handshake: args.handshake_timeout,
        seed,
        show_io: args.show_io,
        filter: args.filter.clone(),
    };
    let conditions = Conditions {
        expectations: expectations.as_ref(),
        as_of: gate.as_of.clone().unwrap_or_else(Day::today),
        fail_on: gate.fail_on,
        min_vectors: gate.min_vectors,
        shard: gate.shard,
        ids: &selection.ids,
    };
    // Opened before the run, so that a path that cannot be written costs no run.
    let outputs = Outputs::open(&args.report, lang, gate.source_hint.clone())?;
    let reports: Result<Vec<Report>, Failure> = targets
        .into_iter()
        .map(|target| {
            let mut report = run_one(&selection, target, &options, lang)?;
            place::fill(&mut report);
            conditions.apply(&mut report);
            Ok(report)
        })
        .collect();
    let reports = reports?;
    if let Some(path) = &gate.write_expect {
        std::fs::write(path, expect::draft::draft(&reports, &conditions.as_of))
            .map_err(|e| Failure::usage(format!("the draft {} cannot be written: {e}", path.display())))?;
    }
    match outputs.write(&reports) {
        // Whoever reads the table may stop reading; the verdict stands.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        written => written?,
    }
    if selection.vectors.is_empty() {
        let severities = args.severity.iter().map(|severity| format!(" --severity {severity}"));
        let chosen: String = args.filter.iter().map(|glob| format!(" --filter {glob}")).chain(severities).collect();
        let hint = format!("no vector matches{chosen}; `payspec vectors list` names them all");
        let _ = writeln!(anstream::stderr(), "payspec: {hint}");
    }
    Ok(gravest(&reports))
}

fn run_one(selection: &Selection, target: Target<'_>, options: &Options, lang: Lang) -> Result<Report, Failure> {
    let mut progress = Progress::new(selection.vectors.len(), lang);
    let report = run::run(selection, target, options, &mut |event| {
        progress.see(event);
        show_io(&progress, event);
    });
    progress.clear();
    report.map_err(|error| Failure { exit: Exit::NotRun, message: error.to_string() })
}

fn fuzz_command(args: &FuzzArgs, lang: Lang) -> Result<Exit, Failure> {
    let resolve = |text: &String| match adapters::command::resolve(text, &args.places, &args.network)?.as_slice() {
        [one] => Ok(one.clone()),
        several => Err(Failure::usage(format!("{text} names {} adapters; fuzz one at a time", several.len()))),
    };
    let command = args.adapter.as_ref().map(resolve).transpose()?;
    let other = args.against.as_ref().map(resolve).transpose()?;
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
    let table = !args.report.iter().any(|target| target.path.is_none());
    let outputs = Outputs::open(&args.report, lang, None)?;
    let progress = FuzzProgress::new(args.time, lang);
    let fuzzed = fuzz(target, other.as_ref().map(Target::Process), &plan, &|asked, found| progress.see(asked, found));
    progress.clear();
    let fuzzed = fuzzed?;
    // A table of nothing says nothing.
    let nothing = fuzzed.reports.iter().all(|report| report.vectors.is_empty());
    let outputs = if nothing { outputs.without_table() } else { outputs };
    outputs.write(&fuzzed.reports)?;
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
