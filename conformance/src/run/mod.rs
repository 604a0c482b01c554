//! Runs vectors against an implementation: order, scheduling, and the report at the end.

mod case;
mod in_process;
mod queue;
pub(crate) mod session;
pub(crate) mod watch;

use std::fmt;
use std::io;
use std::sync::atomic::AtomicU32;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rand::SeedableRng as _;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

use crate::adapter::Implementation;
use crate::adapter::process::AdapterCommand;
use crate::event::Event;
use crate::outcome::{Outcome, Problem};
use crate::report::{Report, collect::Collector};
use crate::suite::Selection;

pub(crate) use case::Case;
use queue::Queue;
use session::Session;
pub use session::{StartError, greet};
use watch::Watch;

/// What is run against.
#[derive(Clone, Copy)]
pub enum Target<'a> {
    /// An implementation in this process.
    InProcess(&'a dyn Implementation),
    /// An adapter that is started.
    Process(&'a AdapterCommand),
}

/// How a run is done.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Adapter processes, or threads for an implementation in this process; at least 1.
    pub jobs: usize,
    /// Requests under way at once for each process; at least 1.
    pub window: usize,
    /// How long the oldest unanswered request may take.
    pub timeout: Duration,
    /// How long the handshake may take.
    pub handshake: Duration,
    /// Decides the order of the vectors.
    pub seed: u64,
    /// Reports every line that is exchanged.
    pub show_io: bool,
    /// The globs that made the selection, for the report.
    pub filter: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            jobs: 1,
            window: 64,
            timeout: Duration::from_secs(5),
            handshake: Duration::from_secs(30),
            seed: 0,
            show_io: false,
            filter: Vec::new(),
        }
    }
}

/// Why nothing could be run.
#[derive(Debug)]
pub enum RunError {
    /// The adapter could not be started, or did not answer the handshake.
    NotStarted(StartError),
    /// The loopback listener of the canary could not be started.
    Canary(io::Error),
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted(error) => error.fmt(f),
            Self::Canary(error) => write!(
                f,
                "the loopback address that the XXE vectors watch could not be opened: {error}; \
                 --filter can leave those vectors out"
            ),
        }
    }
}

impl std::error::Error for RunError {}

/// Runs the selected vectors and reports each event to `watch` as it happens.
///
/// An empty selection is not an error: the report says that nothing was judged.
///
/// # Errors
/// When no vector could be asked: see [`RunError`].
pub fn run(
    selection: &Selection,
    target: Target<'_>,
    options: &Options,
    watch: &mut dyn FnMut(&Event),
) -> Result<Report, RunError> {
    let started = Instant::now();
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let mut order: Vec<usize> = (0..selection.vectors.len()).collect();
    order.shuffle(&mut random);
    let listens = selection.vectors.iter().any(payspec_vectors::Vector::uses_canary);
    let mut canary = listens.then(|| Watch::start(target)).transpose().map_err(RunError::Canary)?;
    let cases = case::prepare(&selection.vectors, canary.as_ref(), &mut random);

    let mut collector = Collector::new(selection, &cases, target, options);
    if !cases.is_empty() {
        let queue = Queue::new(order);
        let (events, happened) = mpsc::channel();
        let mut seen = |event: Event| {
            watch(&event);
            collector.add(event);
        };
        match target {
            Target::InProcess(implementation) => {
                let _ = events.send(vec![Event::Ready(implementation.hello())]);
                thread::scope(|scope| {
                    for _ in 0..options.jobs.max(1) {
                        let events = events.clone();
                        let (cases, queue) = (&cases, &queue);
                        scope.spawn(move || in_process::work(implementation, cases, queue, options.show_io, &events));
                    }
                    drop(events);
                    happened.iter().flatten().for_each(&mut seen);
                });
            }
            Target::Process(command) => {
                let restarts = AtomicU32::new(0);
                thread::scope(|scope| {
                    let sessions: Vec<_> = (0..options.jobs.max(1))
                        .map(|_| {
                            let session = Session::new(command, options, &cases, &queue, &restarts, events.clone());
                            scope.spawn(move || session.run())
                        })
                        .collect();
                    drop(events);
                    happened.iter().flatten().for_each(&mut seen);
                    sessions.into_iter().try_for_each(|session| session.join().unwrap_or(Ok(())))
                })
                .map_err(RunError::NotStarted)?;
            }
        }
    }
    if let Some(canary) = &mut canary {
        canary.stop().map_err(RunError::Canary)?;
        for (at, case) in cases.iter().enumerate() {
            let times = case.canary.as_ref().map_or(0, |token| canary.hits(token));
            if times > 0 {
                collector.fail(at, Outcome::Failed, Problem::Fetched { times });
            }
        }
    }
    Ok(collector.finish(started.elapsed()))
}
