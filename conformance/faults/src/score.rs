//! Which vectors kill which fault, and the table that says so.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use payspec::adapter::{Implementation, Reply, call_guarded};
use payspec::judge::judge;
use payspec::outcome::Outcome;
use payspec_vectors::Vector;
use serde_json::{Map, Value};

use crate::catalogue::{self, Fault};
use crate::faulty::Faulty;
use crate::watched::Watched;

/// A fault and the vectors on which it fails.
#[derive(Debug)]
pub struct Score {
    /// The fault.
    pub fault: &'static Fault,
    /// The ids of the vectors that kill it, in the order of the suites.
    pub killed_by: Vec<String>,
}

/// A vector that does not pass, and why.
#[derive(Debug)]
pub struct Failure {
    /// The vector's id.
    pub id: String,
    /// What is wrong, as the judge has it.
    pub why: String,
}

/// A vector that is asked of many implementations.
struct Case<'v> {
    vector: &'v Vector,
    /// What is asked, for the vectors that are no bait.
    input: Map<String, Value>,
    /// What the sound implementation answers. It passes, so whoever answers the same passes.
    sound: Reply,
}

/// Puts vectors to an implementation and lists those that it does not pass. Skipped ones count as passed.
///
/// # Errors
/// The canary's listener cannot be started.
pub fn failures(implementation: &dyn Implementation, vectors: &[Vector]) -> io::Result<Vec<Failure>> {
    let mut canary = Watched::start()?;
    let ops = implementation.hello().ops;
    let mut failures = Vec::new();
    let mut baits = Vec::new();
    for (n, vector) in vectors.iter().enumerate().filter(|(_, vector)| ops.contains(&vector.op)) {
        let token = format!("v{n}");
        let input = vector.request_input(&canary.url(&token));
        let judgement = judge(vector, &input, &call_guarded(implementation, &vector.op, &input));
        if judgement.outcome.fails() {
            failures.push(Failure { id: vector.id.clone(), why: format!("{:?}", judgement.problems) });
        } else if vector.uses_canary() {
            baits.push((vector, token));
        }
    }
    canary.stop();
    for (vector, token) in baits.into_iter().filter(|(_, token)| canary.hits(token) > 0) {
        failures.push(Failure { id: vector.id.clone(), why: format!("it fetched the canary {token}") });
    }
    Ok(failures)
}

/// Puts to each fault the vectors of its operations.
///
/// # Errors
/// The canary's listener cannot be started.
pub fn scores(vectors: &[Vector]) -> io::Result<Vec<Score>> {
    let mut canary = Watched::start()?;
    let cases: Vec<Case<'_>> = vectors
        .iter()
        .map(|vector| {
            let input = vector.request_input("");
            let sound = Faulty::SOUND.call(&vector.op, &input);
            Case { vector, input, sound }
        })
        .collect();
    let faults: Vec<&'static Fault> = catalogue::all().collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some(fault) = faults.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push((*fault, killers(fault, &cases, &canary)));
        }
        done
    };
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8);
    let mut killed: Vec<(&'static Fault, Vec<Killer>)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    });
    canary.stop();
    killed.sort_by_key(|(fault, _)| faults.iter().position(|other| std::ptr::eq(*other, *fault)));
    let score = |(fault, killers): (&'static Fault, Vec<Killer>)| Score {
        fault,
        killed_by: killers
            .into_iter()
            .filter(|killer| killer.token.as_ref().is_none_or(|token| canary.hits(token) > 0))
            .map(|killer| cases[killer.case].vector.id.clone())
            .collect(),
    };
    Ok(killed.into_iter().map(score).collect())
}

/// A vector that a fault does not pass, or one that it may have taken the bait of.
struct Killer {
    case: usize,
    /// The bait that has to have been taken.
    token: Option<String>,
}

fn killers(fault: &Fault, cases: &[Case<'_>], canary: &Watched) -> Vec<Killer> {
    let faulty = Faulty::new(fault.name, fault.break_it);
    let mut killers = Vec::new();
    for (n, case) in cases.iter().enumerate().filter(|(_, case)| fault.ops.contains(&case.vector.op.as_str())) {
        let op = &case.vector.op;
        if case.vector.uses_canary() {
            let token = format!("{}-{n}", fault.name);
            let input = case.vector.request_input(&canary.url(&token));
            let fails = judge(case.vector, &input, &call_guarded(&faulty, op, &input)).outcome.fails();
            killers.push(Killer { case: n, token: (!fails).then_some(token) });
            continue;
        }
        let reply = call_guarded(&faulty, op, &case.input);
        if reply != case.sound && judge(case.vector, &case.input, &reply).outcome != Outcome::Passed {
            killers.push(Killer { case: n, token: None });
        }
    }
    killers
}

/// The vectors that are shown of those that kill a fault.
const SHOWN: usize = 4;

/// `vectors/KILLS.md`. Of the vectors that kill a fault those are shown that kill the fewest others: they are about it.
pub fn table(scores: &[Score], vectors: usize) -> String {
    let mut kills: HashMap<&str, usize> = HashMap::new();
    for id in scores.iter().flat_map(|score| &score.killed_by) {
        *kills.entry(id).or_default() += 1;
    }
    let mut counts: Vec<usize> = scores.iter().map(|score| score.killed_by.len()).collect();
    counts.sort_unstable();
    let mut text = format!(
        "# What the vectors catch\n\n\
         {} implementations with one fault each, and which of the {vectors} vectors catch them: at least {}, half of them \
         at least {}. {} vectors catch something. Made by `cargo run -p payspec-faults -- table > vectors/KILLS.md`; a test \
         fails when it is stale.\n\n\
         What stands for a fault, such as `WX-SIGN-3`, `ALI-RSP-4` or `X08`, are clauses and attack classes: \
         `vectors/clauses.json` and `vectors/attacks.json` have their texts. `payspec run --adapter \
         \"payspec-faults --fault NAME\"` shows a fault fail. Shown are the vectors that kill the fewest other faults.\n",
        scores.len(),
        counts.first().unwrap_or(&0),
        counts.get(counts.len() / 2).unwrap_or(&0),
        kills.len(),
    );
    let mut group = "";
    for score in scores {
        let fault = score.fault;
        if fault.group() != group {
            group = fault.group();
            let head = "| fault | what it does wrong | stands for | killed by |\n| --- | --- | --- | --- |";
            let _ = write!(text, "\n## {group}\n\n{head}\n");
        }
        let mut killers: Vec<&str> = score.killed_by.iter().map(String::as_str).collect();
        killers.sort_by_key(|id| kills[id]);
        let shown: Vec<String> = killers.iter().take(SHOWN).map(|id| format!("`{id}`")).collect();
        let more = match killers.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let cells = [
            format!("`{}`", fault.name),
            fault.about.to_owned(),
            fault.stands_for.to_owned(),
            shown.join(", ") + &more,
        ];
        let cells = cells.map(|cell| cell.replace('|', "\\|"));
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}
