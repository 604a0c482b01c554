//! The hunt: makes cases, asks, weighs, and shrinks what diverges, in as many jobs as are wanted.
//!
//! What a block of cases shows is weighed in the order in which the blocks were made, whoever asked them: so a seed gives
//! the same divergences and the same files, with several jobs too.

mod book;
mod job;
mod turns;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use globset::GlobSet;
use payspec_vectors::Vector;

use super::case::Case;
use super::divergence::{Divergence, Kind};
use crate::adapter::Hello;
use crate::outcome::Breach;
use crate::run::watch::Watch;
use crate::run::{Options, RunError, Target};
use book::Book;
use job::Job;
use turns::Turns;

/// How a hunt is done.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// Which operations; none takes all that the implementation has.
    pub(super) ops: Option<GlobSet>,
    /// For how long.
    pub(super) time: Duration,
    /// At most so many cases.
    pub(super) cases: Option<u64>,
    /// Until the first divergence.
    pub(super) first: bool,
    /// Jobs, window, limits and seed.
    pub(super) options: Options,
}

/// What came of a hunt.
#[derive(Debug, Default)]
pub(super) struct Catch {
    /// The divergences, the worst first.
    pub(super) found: Vec<Divergence>,
    /// How many cases each operation was asked.
    pub(super) asked: BTreeMap<String, u64>,
    /// How many cases were made: those that need what the implementation lacks, or on which it is known to break, were
    /// not asked. With the seed it gives the same again.
    pub(super) made: u64,
    /// How many cases were set aside because core and the way in which they were made differ.
    pub(super) disputed: u64,
    /// Some of the disputed, no two alike, for a report to us.
    pub(super) disputes: Vec<Vector>,
    /// How many divergences were of a kind of their own and still left out, as there were so many.
    pub(super) left_out: u64,
    /// How many requests got no answer.
    pub(super) unanswered: u64,
    /// What the implementation said of itself.
    pub(super) hello: Option<Hello>,
    /// Why it was not started again.
    pub(super) given_up: Option<Breach>,
    /// How long it took.
    pub(super) elapsed: Duration,
}

/// What the jobs share.
struct Common<'a> {
    settings: &'a Settings,
    book: Mutex<Book>,
    turns: Turns,
    restarts: AtomicU32,
    /// How many addresses were made beside those of the cases.
    baits: AtomicU32,
    started: Instant,
    watch: Watch,
    progress: &'a (dyn Fn(u64, usize) + Sync),
}

impl Common<'_> {
    fn book<R>(&self, write: impl FnOnce(&mut Book) -> R) -> R {
        write(&mut self.book.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Hunts until the time is up.
///
/// # Errors
/// An adapter cannot be started, or the canary cannot.
pub(super) fn hunt(
    target: Target<'_>,
    other: Option<Target<'_>>,
    settings: &Settings,
    progress: &(dyn Fn(u64, usize) + Sync),
) -> Result<Catch, RunError> {
    let mut common = Common {
        settings,
        book: Mutex::default(),
        turns: Turns::default(),
        restarts: AtomicU32::new(0),
        baits: AtomicU32::new(0),
        started: Instant::now(),
        watch: Watch::start(target).map_err(RunError::Canary)?,
        progress,
    };
    thread::scope(|scope| {
        let start = || Job::start(&common, target, other).map(Job::run);
        let jobs: Vec<_> = (0..settings.options.jobs.max(1)).map(|_| scope.spawn(start)).collect();
        // A panic is an error in payspec: nothing must be told as if it were a result.
        jobs.into_iter().try_for_each(|job| job.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
    .map_err(RunError::NotStarted)?;
    common.watch.stop().map_err(RunError::Canary)?;
    let mut book = common.book.into_inner().unwrap_or_else(PoisonError::into_inner);
    let baited = std::mem::take(&mut book.baited);
    let fetched = baited.into_iter().filter(|(number, _)| common.watch.hits(&token(*number)) > 0);
    plainest(fetched.map(|(_, case)| case).collect()).into_iter().for_each(|found| _ = book.add(found));
    Ok(Catch { elapsed: common.started.elapsed(), ..book.close() })
}

/// The plainest case of each way of fetching. What an isolated adapter fetched is known only when it has ended, so that
/// nothing can be shrunk any more.
fn plainest(mut fetched: Vec<Case>) -> Vec<Divergence> {
    const WAYS: [&str; 3] = ["xxe", "external-dtd-fetched", "xinclude"];
    let ways = |case: &Case| WAYS.map(|way| case.vector.flags.iter().any(|flag| flag == way));
    fetched.sort_by_key(|case| (case.vector.flags.len(), case.choices.len()));
    let mut kept: Vec<Divergence> = Vec::new();
    for case in fetched {
        let like = |one: &&mut Divergence| one.case.vector.op == case.vector.op && ways(&one.case) == ways(&case);
        match kept.iter_mut().find(like) {
            Some(one) => one.times += 1,
            None => kept.push(Divergence { case, kind: Kind::Fetched, times: 1 }),
        }
    }
    kept
}

/// What the address in the message of the case ends in.
fn token(number: u64) -> String {
    format!("{number:x}")
}

/// The number of a bait that was made while a case was shrunk: beyond those of all cases.
fn bait(common: &Common<'_>) -> u64 {
    const FIRST: u64 = 1 << 62;
    FIRST + u64::from(common.baits.fetch_add(1, Ordering::Relaxed))
}
