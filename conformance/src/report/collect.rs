//! From events to a report.

use std::time::Duration;

use serde_json::{Map, Value};

use super::gate::Gate;
use super::severity::Severity;
use super::{
    Canonical, Counts, Exchange, FORMAT, ImplementationInfo, Report, RunInfo, SuiteCounts, SuiteInfo, VectorReport,
};
use crate::adapter::Reply;
use crate::event::Event;
use crate::exit::Exit;
use crate::fresh;
use crate::judge::wechat_canonical;
use crate::outcome::{Breach, Judgement, Outcome, Problem};
use crate::run::{Case, Options, Target};
use crate::suite::Selection;

/// How much of the processes' standard error a report holds, in bytes.
const STDERR_KEPT: usize = 64 * 1024;

/// The members of an operation's input that are keys.
const KEYS: [&str; 2] = ["key", "private_key"];

/// Takes events until the run is over.
pub struct Collector<'a> {
    selection: &'a Selection,
    cases: &'a [Case<'a>],
    options: &'a Options,
    /// The option that repeats what the adapter was allowed.
    network: Option<&'static str>,
    implementation: ImplementationInfo,
    outcomes: Vec<Option<(Judgement, Option<Reply>)>>,
    replies: usize,
}

impl<'a> Collector<'a> {
    /// A collector that has seen nothing.
    pub(crate) fn new(
        selection: &'a Selection,
        cases: &'a [Case<'a>],
        target: Target<'a>,
        options: &'a Options,
    ) -> Self {
        let command = match target {
            Target::InProcess(_) => None,
            Target::Process(command) => Some(command.line()),
        };
        let network = match target {
            Target::InProcess(_) => None,
            Target::Process(command) => command.network_option(),
        };
        let implementation =
            ImplementationInfo { command, hello: None, incidents: Vec::new(), given_up: None, stderr: String::new() };
        let outcomes = vec![None; cases.len()];
        Self { selection, cases, options, network, implementation, outcomes, replies: 0 }
    }

    /// Takes one event. A later outcome of a vector takes the earlier one's place.
    pub(crate) fn add(&mut self, event: Event) {
        match event {
            Event::Ready(hello) => {
                self.implementation.hello.get_or_insert(hello);
            }
            Event::Judged { case, judgement, reply } => {
                let broke = |p: &Problem| matches!(p, Problem::Broke { .. } | Problem::Unstable { .. });
                if judgement.outcome.judged() && !judgement.problems.iter().any(broke) {
                    self.replies += 1;
                }
                if let Some(outcome) = self.outcomes.get_mut(case) {
                    *outcome = Some((judgement, reply));
                }
            }
            Event::Broke(incident) => self.implementation.incidents.push(incident),
            Event::GaveUp(how) => {
                self.implementation.given_up.get_or_insert(how);
            }
            Event::Stderr(text) => {
                let room = STDERR_KEPT.saturating_sub(self.implementation.stderr.len());
                let start = text.len().saturating_sub(room);
                let start = (start..=text.len()).find(|at| text.is_char_boundary(*at));
                self.implementation.stderr += &text[start.unwrap_or(text.len())..];
            }
            Event::Sent(_) | Event::Received(_) => {}
        }
    }

    /// Adds a problem that shows only at the end of the run.
    pub(crate) fn fail(&mut self, case: usize, outcome: Outcome, problem: Problem) {
        if let Some(Some((judgement, _))) = self.outcomes.get_mut(case) {
            judgement.outcome = outcome;
            judgement.handling = None;
            judgement.skip = None;
            judgement.problems.insert(0, problem);
        }
    }

    /// The report.
    pub(crate) fn finish(self, elapsed: Duration) -> Report {
        let mut summary = Counts::default();
        let mut suites: Vec<SuiteCounts> = Vec::new();
        let mut vectors = Vec::with_capacity(self.cases.len());
        let unasked = self
            .implementation
            .given_up
            .clone()
            .unwrap_or(Breach::NotStarted { why: "the run ended before it was asked".to_owned() });
        for (case, outcome) in self.cases.iter().zip(&self.outcomes) {
            let never = || (Judgement::unstable(unasked.clone()), None);
            let (judgement, reply) = outcome.clone().unwrap_or_else(never);
            let vector = self.vector_report(case, judgement, reply);
            if suites.last().is_none_or(|suite| suite.name != vector.suite) {
                let (name, op) = (vector.suite.clone(), vector.op.clone());
                suites.push(SuiteCounts { name, op, counts: Counts::default() });
            }
            if let Some(suite) = suites.last_mut() {
                suite.counts.count(&vector);
            }
            summary.count(&vector);
            vectors.push(vector);
        }
        let exit_code = self.exit(summary);
        Report {
            payspec_report: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            suite: SuiteInfo {
                hash: self.selection.hash.clone(),
                files: self.selection.files.clone(),
                filter: self.options.filter.clone(),
            },
            run: RunInfo {
                seed: self.options.seed,
                jobs: self.options.jobs,
                window: self.options.window,
                timeout_seconds: self.options.timeout.as_secs_f64(),
                elapsed_ms: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            },
            gate: Gate::default(),
            implementation: self.implementation,
            summary,
            suites,
            vectors,
            exit_code,
        }
    }

    fn exit(&self, summary: Counts) -> Exit {
        if self.implementation.given_up.is_some() && self.replies == 0 {
            Exit::NotRun
        } else if summary.judged() == 0 {
            Exit::NothingJudged
        } else if summary.wrong() > 0 {
            Exit::Failures
        } else {
            Exit::AsExpected
        }
    }

    fn vector_report(&self, case: &Case<'_>, judgement: Judgement, came: Option<Reply>) -> VectorReport {
        let vector = case.vector;
        let exchange = judgement.outcome.fails().then(|| Exchange {
            sent: Value::Object(self.shown(&case.input)),
            canonical: canonical(case, &judgement.problems, came.as_ref()),
            came,
            expected: vector.expect.iter().cloned().map(Value::Object).collect(),
            repeat: self.repeat(&vector.id),
        });
        let flags = flags_seen(&vector.flags, &judgement.problems);
        VectorReport {
            id: vector.id.clone(),
            suite: vector.suite.clone(),
            op: vector.op.clone(),
            about: vector.about.clone(),
            result: vector.result.as_str().to_owned(),
            outcome: judgement.outcome,
            handling: judgement.handling,
            skip: judgement.skip,
            clauses: vector.clauses.clone(),
            severity: Severity::of_flags(&flags),
            flags,
            known: None,
            place: None,
            problems: judgement.problems,
            notes: judgement.notes,
            exchange,
        }
    }

    /// The input as it may be shown: payspec's own vectors hold test keys, a user's file may hold a real one.
    fn shown(&self, input: &Map<String, Value>) -> Map<String, Value> {
        let mut shown = input.clone();
        if !self.selection.files.is_empty() {
            for name in KEYS {
                if let Some(key) = shown.get_mut(name) {
                    *key = Value::String("(hidden)".to_owned());
                }
            }
        }
        shown
    }

    fn repeat(&self, id: &str) -> String {
        let quote = |word: &str| shlex::try_quote(word).map_or_else(|_| word.to_owned(), Into::into);
        let mut command = "payspec run".to_owned();
        if let Some(adapter) = &self.implementation.command {
            command += &format!(" --adapter {}", quote(adapter));
        }
        if let Some(option) = self.network {
            command += &format!(" {option}");
        }
        for file in &self.selection.files {
            command += &format!(" --vectors {}", quote(file));
        }
        let id = match id.strip_suffix(fresh::MARK) {
            Some(original) => {
                command += &format!(" --fresh --seed {}", self.options.seed);
                original
            }
            None => id,
        };
        command + &format!(" --filter {} --show-io", quote(id))
    }
}

/// The vector's bug classes, and that of a fetch where one was seen: a message may be read with or without it.
fn flags_seen(flags: &[String], problems: &[Problem]) -> Vec<String> {
    const FETCHES: [&str; 3] = ["external-dtd-fetched", "xinclude", "xxe"];
    let mut flags = flags.to_vec();
    let fetched = problems.iter().any(|problem| matches!(problem, Problem::Fetched { .. }));
    if fetched && !flags.iter().any(|flag| FETCHES.contains(&flag.as_str())) {
        flags.push(FETCHES[0].to_owned());
    }
    flags
}

/// The string to be signed, for a failure that is about a signature: from the vector, from the message that was
/// built, or from the given params.
fn canonical(case: &Case<'_>, problems: &[Problem], came: Option<&Reply>) -> Option<Canonical> {
    let built = problems.iter().find_map(|problem| match problem {
        Problem::BadSignature { canonical, .. } => Some(canonical.clone()),
        _ => None,
    });
    let about_sign =
        |problem: &Problem| matches!(problem, Problem::Differs { what, .. } if what == "sign" || what == "canonical");
    let given = || {
        let told = case.vector.expect.iter().find_map(|expect| expect.get("canonical")?.as_str());
        let params = || {
            let params = case.input.get("params")?.as_object()?;
            let pairs = params.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
            Some(wechat_canonical(pairs))
        };
        let expected = told.map(str::to_owned).or_else(params);
        expected.filter(|_| problems.iter().any(about_sign))
    };
    let got = match came {
        Some(Reply::Ok(output)) => output.get("canonical").and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    built.or_else(given).map(|expected| Canonical { expected, got })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fetch_that_was_seen_is_its_own_bug_class() {
        let fetched = [Problem::Fetched { times: 1 }];
        let of = |flags: &[&str], problems: &[Problem]| {
            flags_seen(&flags.iter().map(|flag| (*flag).to_owned()).collect::<Vec<_>>(), problems)
        };
        assert_eq!(of(&["doctype-accepted"], &fetched), ["doctype-accepted", "external-dtd-fetched"]);
        assert_eq!(of(&["doctype-accepted"], &[Problem::Accepted]), ["doctype-accepted"]);
        assert_eq!(of(&["xxe"], &fetched), ["xxe"]);
    }
}
