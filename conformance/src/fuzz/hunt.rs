//! The hunt: makes cases, asks, weighs, and shrinks what diverges, in as many jobs as are wanted.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use globset::GlobSet;
use payspec_vectors::Vector;

use super::against;
use super::asker::{Answer, Asker};
use super::case::{Case, operations};
use super::choices::Choices;
use super::divergence::{Divergence, Kind, key};
use super::shrink::shrink;
use crate::adapter::Hello;
use crate::outcome::{Breach, Judgement, Outcome, Problem};
use crate::run::watch::Watch;
use crate::run::{Options, RunError, Target};

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
    /// How many cases were set aside because core and the way in which they were made differ; and one of them.
    pub(super) disputed: u64,
    /// Some of the disputed, no two alike, for a report to us.
    pub(super) disputes: Vec<Vector>,
    /// How many requests got no answer.
    pub(super) unanswered: u64,
    /// What the implementation said of itself.
    pub(super) hello: Option<Hello>,
    /// Why it was not started again.
    pub(super) given_up: Option<Breach>,
    /// How long it took.
    pub(super) elapsed: Duration,
}

/// What all jobs write into.
#[derive(Default)]
struct Book {
    caught: Catch,
    /// What was seen of each kind before shrinking, with the place of what it became.
    seen: HashMap<(String, Kind, Vec<String>), Option<usize>>,
    /// The same after shrinking.
    places: HashMap<(String, Kind, Vec<String>), usize>,
    /// Cases that hold the canary's address, by its token.
    baited: Vec<(String, Case)>,
    /// Operations and flags on which it breaks: asked no more.
    breaks: HashSet<(String, Vec<String>)>,
}

/// How many divergences are shrunk; the others are counted with their like, or left out.
const SHRUNK: usize = 60;

/// How many disputed cases are kept.
const DISPUTES: usize = 20;

/// How many requests go out at once.
fn block(options: &Options) -> u64 {
    options.window.max(1) as u64
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
    let started = Instant::now();
    let book = Mutex::new(Book::default());
    let (next, restarts) = (AtomicU64::new(0), AtomicU32::new(0));
    let mut watch = Watch::start(target).map_err(RunError::Canary)?;
    let common = Common { settings, book: &book, next: &next, started, watch: &watch, progress };
    thread::scope(|scope| {
        let jobs: Vec<_> = (0..settings.options.jobs.max(1))
            .map(|_| {
                let (common, restarts) = (&common, &restarts);
                scope.spawn(move || Job::start(common, target, other, restarts).map(Job::run))
            })
            .collect();
        jobs.into_iter().try_for_each(|job| job.join().unwrap_or(Ok(()))).map_err(RunError::NotStarted)
    })?;
    let mut book = book.into_inner().unwrap_or_else(PoisonError::into_inner);
    watch.stop().map_err(RunError::Canary)?;
    for (token, case) in std::mem::take(&mut book.baited) {
        if watch.hits(&token) > 0 {
            book.add(Divergence { case, kind: Kind::Fetched, times: 1 });
        }
    }
    let mut caught = book.caught;
    caught.found.sort_by_cached_key(|found| (super::divergence::rank(found.severity()), found.key()));
    caught.elapsed = started.elapsed();
    Ok(caught)
}

impl Book {
    /// Adds a divergence, or counts it with its like; gives its place.
    fn add(&mut self, found: Divergence) -> usize {
        let found_list = &mut self.caught.found;
        let place = *self.places.entry(found.key()).or_insert_with(|| {
            found_list.push(Divergence { times: 0, ..found.clone() });
            found_list.len() - 1
        });
        found_list[place].times += found.times;
        place
    }
}

struct Common<'a> {
    settings: &'a Settings,
    book: &'a Mutex<Book>,
    next: &'a AtomicU64,
    started: Instant,
    watch: &'a Watch,
    progress: &'a (dyn Fn(u64, usize) + Sync),
}

impl Common<'_> {
    fn book<R>(&self, write: impl FnOnce(&mut Book) -> R) -> R {
        write(&mut self.book.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

struct Job<'a> {
    common: &'a Common<'a>,
    asker: Asker<'a>,
    other: Option<Asker<'a>>,
    ops: Vec<&'static str>,
    lacks: Vec<String>,
}

/// A case that is to be asked, with the address that is put into it.
struct Asked {
    number: u64,
    case: Case,
    canary: String,
}

impl<'a> Job<'a> {
    fn start(
        common: &'a Common<'a>,
        target: Target<'a>,
        other: Option<Target<'a>>,
        restarts: &'a AtomicU32,
    ) -> Result<Self, crate::run::StartError> {
        let options = &common.settings.options;
        let (asker, hello) = Asker::start(target, options, restarts)?;
        let mut lacks = hello.lacks.clone();
        let mut has = hello.ops.clone();
        let other = match other {
            Some(other) => {
                let (asker, hello) = Asker::start(other, options, restarts)?;
                lacks.extend(hello.lacks);
                has.retain(|op| hello.ops.contains(op));
                Some(asker)
            }
            None => None,
        };
        let wanted = |op: &&str| common.settings.ops.as_ref().is_none_or(|set| set.is_match(op));
        let ops = operations().filter(|op| has.iter().any(|own| own == op)).filter(wanted).collect();
        common.book(|book| _ = book.caught.hello.get_or_insert(hello));
        Ok(Job { common, asker, other, ops, lacks })
    }

    fn run(mut self) {
        if self.ops.is_empty() {
            return;
        }
        let mut ready = self.next_block();
        while let Some(block) = ready.take() {
            let requests: Vec<_> = block
                .iter()
                .map(|asked| (&*asked.case.vector.op, asked.case.vector.request_input(&asked.canary)))
                .collect();
            let mut answers = {
                let Job { common, asker, ops, lacks, .. } = &mut self;
                asker.ask_all(&requests, &mut || ready = next_block(common, ops, lacks))
            };
            if let Some(other) = &mut self.other {
                let others = other.ask_all(&requests, &mut || {});
                self.compare(&block, answers, others);
            } else {
                self.weigh(&block, &mut answers);
            }
            if let Some(how) = self.asker.given_up() {
                let how = how.clone();
                self.common.book(|book| _ = book.caught.given_up.get_or_insert(how));
                return;
            }
        }
    }

    fn next_block(&self) -> Option<Vec<Asked>> {
        next_block(self.common, &self.ops, &self.lacks)
    }

    fn count(&self, block: &[Asked]) {
        let (asked, found) = self.common.book(|book| {
            for asked in block {
                *book.caught.asked.entry(asked.case.vector.op.clone()).or_default() += 1;
                if !asked.canary.is_empty() {
                    let token = format!("{:x}", asked.number);
                    book.baited.push((token, asked.case.clone()));
                }
            }
            (book.caught.asked.values().sum(), book.caught.found.len())
        });
        (self.common.progress)(asked, found);
    }

    /// Weighs a block's answers.
    fn weigh(&mut self, block: &[Asked], answers: &mut Vec<Answer>) {
        self.count(block);
        for (asked, answer) in block.iter().zip(answers.drain(..)) {
            let Some(judgement) = judged(&asked.case, &asked.canary, &answer) else {
                self.common.book(|book| book.caught.unanswered += 1);
                continue;
            };
            if let Some(kind) = Kind::of(&judgement) {
                self.diverges(&asked.case, kind);
            }
        }
    }

    /// Compares two implementations' answers.
    fn compare(&mut self, block: &[Asked], answers: Vec<Answer>, others: Vec<Answer>) {
        self.count(block);
        for ((asked, one), two) in block.iter().zip(answers).zip(others) {
            if against::differ(&asked.case, &asked.canary, &one, &two) {
                self.diverges(&asked.case, Kind::Differs);
            }
        }
    }

    /// Notes a divergence; shrinks it if it is the first of its like.
    fn diverges(&mut self, case: &Case, kind: Kind) {
        let own = key(&case.vector, kind);
        let known = self.common.book(|book| {
            if matches!(kind, Kind::Crash | Kind::Hang) {
                book.breaks.insert((own.0.clone(), own.2.clone()));
            }
            match book.seen.get(&own).copied() {
                Some(Some(place)) => book.caught.found[place].times += 1,
                Some(None) => {}
                None => _ = book.seen.insert(own.clone(), None),
            }
            book.seen.len() > SHRUNK || book.caught.found.len() >= SHRUNK
        });
        let first = self.common.book(|book| book.seen.get(&own) == Some(&None) && !known);
        if !first {
            return;
        }
        if !case.undisputed() {
            return self.common.book(|book| {
                book.seen.remove(&own);
                book.caught.disputed += 1;
                let disputes = &mut book.caught.disputes;
                let like = |other: &Vector| other.op == case.vector.op && other.flags == case.vector.flags;
                if disputes.len() < DISPUTES && !disputes.iter().any(like) {
                    disputes.push(case.vector.clone());
                }
            });
        }
        let made = shrink(case.choices.clone(), &mut |choices| self.still(&own, choices));
        let smallest = Case::make(&own.0, Choices::replay(made)).unwrap_or_else(|| case.clone());
        self.common.book(|book| {
            let place = book.add(Divergence { case: smallest, kind, times: 1 });
            book.seen.insert(own, Some(place));
        });
    }

    /// Whether the case of these choices shows the same kind of divergence, by no other mutation.
    fn still(&mut self, own: &(String, Kind, Vec<String>), choices: &[u32]) -> bool {
        let Some(case) = Case::make(&own.0, Choices::replay(choices.to_vec())) else { return false };
        let others = case.vector.flags.iter().any(|flag| !own.2.contains(flag));
        if others || case.vector.needs.iter().any(|need| self.lacks.contains(need)) {
            return false;
        }
        let canary = "http://127.0.0.1:9/";
        let answer = self.asker.ask(&case.vector, canary);
        let same = match (&mut self.other, own.1) {
            (Some(other), Kind::Differs) => {
                let two = other.ask(&case.vector, canary);
                against::differ(&case, canary, &answer, &two)
            }
            _ => judged(&case, canary, &answer).and_then(|judgement| Kind::of(&judgement)) == Some(own.1),
        };
        same && case.undisputed()
    }
}

/// The next cases; none when the time is up.
fn next_block(common: &Common<'_>, ops: &[&'static str], lacks: &[String]) -> Option<Vec<Asked>> {
    let settings = common.settings;
    let enough = settings.first && common.book(|book| !book.caught.found.is_empty());
    if enough || common.started.elapsed() >= settings.time {
        return None;
    }
    let size = block(&settings.options);
    let first = common.next.fetch_add(size, Ordering::Relaxed);
    let end = (first + size).min(settings.cases.unwrap_or(u64::MAX));
    if first >= end {
        return None;
    }
    let breaks = common.book(|book| book.breaks.clone());
    let mut made = Vec::with_capacity(size as usize);
    for number in first..end {
        let op = ops[(number % ops.len() as u64) as usize];
        let Some(case) = Case::make(op, Choices::random(settings.options.seed, number)) else { continue };
        let lacking = case.vector.needs.iter().any(|need| lacks.contains(need));
        let own = key(&case.vector, Kind::Crash);
        if lacking || breaks.contains(&(own.0, own.2)) {
            continue;
        }
        let bait = case.vector.uses_canary();
        let canary = if bait { common.watch.url(&format!("{number:x}")) } else { String::new() };
        made.push(Asked { number, case, canary });
    }
    Some(made)
}

/// What came of a case; nothing if there was no answer.
fn judged(case: &Case, canary: &str, answer: &Answer) -> Option<Judgement> {
    let judgement = match answer {
        Answer::Reply(reply) => case.judge(canary, reply),
        Answer::Broke(how) => Judgement::wrong(vec![Problem::Broke { how: how.clone() }]),
        Answer::Nothing => return None,
    };
    (judgement.outcome != Outcome::Skipped).then_some(judgement)
}
