//! One job: a connection to the implementation, and the blocks of cases that are put to it.

use super::book::News;
use super::turns::Ticket;
use super::{Common, bait, token};
use crate::fuzz::against;
use crate::fuzz::asker::{Answer, Asker};
use crate::fuzz::case::{Case, operations};
use crate::fuzz::choices::Choices;
use crate::fuzz::divergence::{Divergence, Key, Kind};
use crate::fuzz::shrink::shrink;
use crate::outcome::{Breach, Judgement, Outcome, Problem};
use crate::run::{Options, StartError, Target};

/// One of the jobs.
pub(super) struct Job<'a> {
    common: &'a Common<'a>,
    asker: Asker<'a>,
    other: Option<Asker<'a>>,
    ops: Vec<&'static str>,
    lacks: Vec<String>,
}

/// Cases that are asked at once, and their place in the order.
struct Block<'a> {
    ticket: Ticket<'a>,
    /// How many cases had been made when these were.
    made: u64,
    asked: Vec<Asked>,
}

/// A case that is to be asked, with the address that is put into it.
struct Asked {
    number: u64,
    case: Case,
    canary: String,
}

impl<'a> Job<'a> {
    /// Connects.
    ///
    /// # Errors
    /// An adapter cannot be started.
    pub(super) fn start(
        common: &'a Common<'a>,
        target: Target<'a>,
        other: Option<Target<'a>>,
    ) -> Result<Self, StartError> {
        let options = &common.settings.options;
        let (asker, hello) = Asker::start(target, options, &common.restarts)?;
        let mut lacks = hello.lacks.clone();
        let mut has = hello.ops.clone();
        let other = match other {
            Some(other) => {
                let (asker, hello) = Asker::start(other, options, &common.restarts)?;
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

    /// Works until the time is up or the implementation is given up.
    pub(super) fn run(mut self) {
        if self.ops.is_empty() {
            return;
        }
        let mut ready = next_block(self.common, &self.ops, &self.lacks);
        while let Some(block) = ready.take() {
            let requests: Vec<_> = block
                .asked
                .iter()
                .map(|asked| (&*asked.case.vector.op, asked.case.vector.request_input(&asked.canary)))
                .collect();
            let Job { common, asker, ops, lacks, .. } = &mut self;
            let answers = asker.ask_all(&requests, &mut || ready = next_block(common, ops, lacks));
            let others = self.other.as_mut().map(|other| other.ask_all(&requests, &mut || {}));
            self.weigh(block, &answers, others.as_deref());
            if let Some(how) = self.asker.given_up().or(self.other.as_ref().and_then(Asker::given_up)) {
                let how = how.clone();
                return self.common.book(|book| _ = book.caught.given_up.get_or_insert(how));
            }
        }
    }

    /// Weighs a block's answers when it is its turn.
    fn weigh(&mut self, block: Block<'_>, answers: &[Answer], others: Option<&[Answer]>) {
        block.ticket.wait();
        if self.enough() {
            return;
        }
        for (at, (asked, answer)) in block.asked.iter().zip(answers).enumerate() {
            let other = others.and_then(|others| others.get(at));
            let kind = match other {
                Some(other) => against::differ(&asked.case, &asked.canary, answer, other).then_some(Kind::Differs),
                None => self.kind(asked, answer),
            };
            if let Some(kind) = kind {
                let dead = [Some(answer), other].iter().flatten().any(|answer| matches!(answer, Answer::Broke(_)));
                self.diverges(&asked.case, kind, dead, block.ticket.block);
            }
            if self.enough() {
                break;
            }
        }
        let (asked, found) = self.common.book(|book| {
            for asked in &block.asked {
                *book.caught.asked.entry(asked.case.vector.op.clone()).or_default() += 1;
            }
            book.caught.made = block.made;
            (book.caught.asked.values().sum(), book.caught.found.len())
        });
        (self.common.progress)(asked, found);
    }

    fn enough(&self) -> bool {
        self.common.settings.first && self.common.book(|book| !book.caught.found.is_empty())
    }

    /// What kind of divergence the answer shows.
    fn kind(&self, asked: &Asked, answer: &Answer) -> Option<Kind> {
        if !asked.canary.is_empty() {
            if self.common.watch.hits(&token(asked.number)) > 0 {
                return Some(Kind::Fetched);
            }
            if self.common.watch.is_late() {
                self.common.book(|book| book.baited.push((asked.number, asked.case.clone())));
            }
        }
        match judged(&asked.case, &asked.canary, answer) {
            Some(judgement) => Kind::of(&judgement),
            None => {
                let silent = matches!(answer, Answer::Nothing);
                self.common.book(|book| book.caught.unanswered += u64::from(silent));
                None
            }
        }
    }

    /// Notes a divergence; shrinks it if it is the first of its like.
    fn diverges(&mut self, case: &Case, kind: Kind, dead: bool, block: u64) {
        let key = Key::of(&case.vector, kind);
        if matches!(self.common.book(|book| book.count(&key)), News::Known) {
            return;
        }
        if key.needs_a_verdict() && !case.undisputed() {
            return self.common.book(|book| book.dispute(&case.vector));
        }
        let budget = match (kind, dead) {
            (Kind::Hang, _) => HANGS,
            (_, true) => DEATHS,
            _ => ASKED,
        };
        let made = shrink(case.choices.clone(), budget, &mut |choices| self.still(&key, choices));
        let smallest = Case::make(&key.op, Choices::replay(made)).unwrap_or_else(|| case.clone());
        self.common.book(|book| {
            if dead {
                book.breaks(block, Key::of(&smallest.vector, kind));
            }
            book.add_shrunk(key, Divergence { case: smallest, kind, times: 1 });
        });
    }

    /// Whether the case of these choices shows the same kind of divergence, by no other mutation.
    fn still(&mut self, key: &Key, choices: &[u32]) -> bool {
        let Some(case) = Case::make(&key.op, Choices::replay(choices.to_vec())) else { return false };
        let others = case.vector.flags.iter().any(|flag| !key.flags.contains(flag));
        if others || case.vector.needs.iter().any(|need| self.lacks.contains(need)) {
            return false;
        }
        let number = bait(self.common);
        let canary = if case.vector.uses_canary() { self.common.watch.url(&token(number)) } else { String::new() };
        let answer = self.asker.ask(&case.vector, &canary);
        let asked = Asked { number, case, canary };
        let same = match &mut self.other {
            Some(other) => {
                let two = other.ask(&asked.case.vector, &asked.canary);
                against::differ(&asked.case, &asked.canary, &answer, &two)
            }
            None if key.kind == Kind::Fetched => self.common.watch.hits(&token(number)) > 0,
            None => {
                judged(&asked.case, &asked.canary, &answer).and_then(|judgement| Kind::of(&judgement)) == Some(key.kind)
            }
        };
        same && (!key.needs_a_verdict() || asked.case.undisputed())
    }
}

/// How often an implementation is asked for one divergence.
const ASKED: usize = 600;
/// The same where it has to be started again each time.
const DEATHS: usize = 24;
/// The same where its time limit is waited for each time.
const HANGS: usize = 8;

/// The next cases; none when the time is up or there are enough.
fn next_block<'a>(common: &'a Common<'a>, ops: &[&'static str], lacks: &[String]) -> Option<Block<'a>> {
    let settings = common.settings;
    let enough = settings.first && common.book(|book| !book.caught.found.is_empty());
    if enough || common.started.elapsed() >= settings.time {
        return None;
    }
    let size = size(&settings.options);
    let ticket = common.turns.ticket();
    let first = ticket.block * size;
    let end = (first + size).min(settings.cases.unwrap_or(u64::MAX));
    if first >= end {
        return None;
    }
    // Each job has at most two blocks in hand, so all before those are weighed, however the jobs run.
    let weighed = ticket.block.checked_sub(2 * settings.options.jobs.max(1) as u64);
    let broken = weighed.map(|before| common.book(|book| book.broken(before))).unwrap_or_default();
    let mut asked = Vec::with_capacity(size as usize);
    for number in first..end {
        let op = ops[(number % ops.len() as u64) as usize];
        let Some(case) = Case::make(op, Choices::random(settings.options.seed, number)) else { continue };
        let lacking = case.vector.needs.iter().any(|need| lacks.contains(need));
        let breaks = |known: &Key| known.covers(&Key::of(&case.vector, known.kind));
        if lacking || broken.iter().any(breaks) {
            continue;
        }
        let baited = case.vector.uses_canary();
        let canary = if baited { common.watch.url(&token(number)) } else { String::new() };
        asked.push(Asked { number, case, canary });
    }
    Some(Block { ticket, made: end, asked })
}

/// How many requests go out at once.
fn size(options: &Options) -> u64 {
    options.window.max(1) as u64
}

/// What came of a case; nothing if there was no answer or it was skipped.
fn judged(case: &Case, canary: &str, answer: &Answer) -> Option<Judgement> {
    let judgement = match answer {
        Answer::Reply(reply) => case.judge(canary, reply),
        Answer::Broke(how) if !matches!(how, Breach::NotStarted { .. }) => {
            Judgement::wrong(vec![Problem::Broke { how: how.clone() }])
        }
        Answer::Broke(_) | Answer::Nothing => return None,
    };
    (judgement.outcome != Outcome::Skipped).then_some(judgement)
}
