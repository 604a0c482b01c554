//! Generated attacks on somebody else's implementation (`payspec fuzz`).
//!
//! `make` makes cases by grammar and attack catalogue and knows what has to come of each; `hunt` asks and weighs
//! them and shrinks what diverges; `file` writes that down as vectors. The report is that of a run of these vectors, so
//! that every format, language and exit code is the run's own.

mod against;
mod asker;
mod case;
mod choices;
pub mod divergence;
pub(crate) mod file;
mod hunt;
mod make;
mod shrink;
mod tell;

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use globset::{GlobBuilder, GlobSetBuilder};

use crate::exit::Exit;
use crate::lang::Lang;
use crate::program::Failure;
use crate::report::{Report, place};
use crate::run::{self, Options, RunError, Target};
use crate::suite::{self, Filter, Selection};
use hunt::{Catch, Settings};

/// How to fuzz.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Globs of operations; none takes all.
    pub ops: Vec<String>,
    /// For how long.
    pub time: Duration,
    /// At most so many cases.
    pub cases: Option<u64>,
    /// Until the first divergence.
    pub first: bool,
    /// Where the vector files go.
    pub out: PathBuf,
    /// Jobs, window, time limits and seed.
    pub options: Options,
}

/// What came of it.
pub struct Fuzzed {
    /// The run of the vectors that were found; with a second implementation, one for each of the two.
    pub reports: Vec<Report>,
    /// The published exit code.
    pub exit: Exit,
    caught: Catch,
    files: Vec<PathBuf>,
    plan: Plan,
    command: Option<String>,
}

/// Fuzzes `target`, or holds it against `other`.
///
/// # Errors
/// A glob that cannot be read, an adapter that cannot be started, a file that cannot be written.
pub fn fuzz(
    target: Target<'_>,
    other: Option<Target<'_>>,
    plan: &Plan,
    progress: &(dyn Fn(u64, usize) + Sync),
) -> Result<Fuzzed, Failure> {
    let settings = Settings {
        ops: globs(&plan.ops)?,
        time: plan.time,
        cases: plan.cases,
        first: plan.first,
        options: plan.options.clone(),
    };
    let not_run = |error: RunError| Failure { exit: Exit::NotRun, message: error.to_string() };
    let caught = hunt::hunt(target, other, &settings, progress).map_err(not_run)?;
    let vectors: Vec<_> = caught.found.iter().map(file::vector).collect();
    let files = file::write(&plan.out, &vectors).map_err(|e| {
        let folder = plan.out.display();
        Failure::usage(format!("the vectors cannot be written to {folder}: {e}; --out names another folder"))
    })?;
    let exit = exit(&caught);
    let selection = if files.is_empty() {
        Selection { vectors: Vec::new(), ..Selection::default() }
    } else {
        suite::select(&files, &Filter::new(&[]).map_err(Failure::usage)?).map_err(Failure::usage)?
    };
    let options = Options { jobs: 1, filter: plan.ops.clone(), ..plan.options.clone() };
    let mut reports = Vec::new();
    for target in [Some(target), other].into_iter().flatten() {
        let mut report = run::run(&selection, target, &options, &mut |_| {}).map_err(not_run)?;
        report.exit_code = exit;
        place::fill(&mut report);
        reports.push(report);
    }
    let command = match target {
        Target::InProcess(_) => None,
        Target::Process(command) => Some(command.line()),
    };
    Ok(Fuzzed { reports, exit, caught, files, plan: plan.clone(), command })
}

fn exit(caught: &Catch) -> Exit {
    if !caught.found.is_empty() || caught.given_up.is_some() || caught.unanswered > 0 {
        Exit::Failures
    } else if caught.asked.is_empty() {
        Exit::NothingJudged
    } else {
        Exit::AsExpected
    }
}

fn globs(ops: &[String]) -> Result<Option<globset::GlobSet>, Failure> {
    if ops.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSetBuilder::new();
    for op in ops {
        let glob = GlobBuilder::new(op).literal_separator(false).build();
        let glob =
            glob.map_err(|e| Failure::usage(format!("--op {op} cannot be read: {e}; example: --op 'wechat.*'")))?;
        if !case::operations().any(|own| glob.compile_matcher().is_match(own)) {
            let all: Vec<&str> = case::operations().collect();
            return Err(Failure::usage(format!("--op {op} is no operation; there are: {}", all.join(" "))));
        }
        set.add(glob);
    }
    set.build().map(Some).map_err(|e| Failure::usage(e.to_string()))
}

impl Fuzzed {
    /// Tells a person what was found and how to have it again.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn tell(&self, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        tell::tell(self, lang, out)
    }
}
