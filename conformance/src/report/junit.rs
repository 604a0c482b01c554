//! JUnit's XML: a test suite for each suite of vectors, a test case for each vector.
//!
//! A failure that does not count, because it is known or below `--fail-on`, is a skipped case that says so: whoever
//! reads the file comes to the verdict of the exit code.

use std::io;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Property, TestCase, TestCaseStatus, TestSuite};

use super::gate::BaselineEntry;
use super::said::{self, SHOWN};
use super::text::{self, Word, printable};
use super::{Report, Reporter, VectorReport};
use crate::exit::Exit;
use crate::lang::Lang;
use crate::outcome::{Outcome, Problem};

/// Writes JUnit's XML.
#[derive(Clone, Copy, Debug)]
pub struct Junit {
    /// The language of the messages.
    pub lang: Lang,
}

impl Reporter for Junit {
    fn write(&self, reports: &[Report], out: &mut dyn io::Write) -> io::Result<()> {
        let mut file = quick_junit::Report::new("payspec");
        let elapsed = reports.iter().map(|report| report.run.elapsed_ms).sum();
        file.set_time(Duration::from_millis(elapsed));
        for report in reports {
            let who = if reports.len() > 1 { report.who() } else { None };
            self.suites(report, who.as_deref(), &mut file);
        }
        file.serialize(&mut *out).map_err(io::Error::other)?;
        out.write_all(b"\n")
    }
}

impl Junit {
    fn suites(&self, report: &Report, who: Option<&str>, file: &mut quick_junit::Report) {
        let named = |name: &str| who.map_or_else(|| name.to_owned(), |who| format!("{who}: {name}"));
        let mut vectors = report.vectors.as_slice();
        while let Some(first) = vectors.first() {
            let (own, rest) = vectors.split_at(vectors.iter().take_while(|v| v.suite == first.suite).count());
            vectors = rest;
            let mut suite = TestSuite::new(named(&first.suite));
            properties(report, &mut suite);
            for vector in own {
                let mut case = TestCase::new(vector.id.as_str(), self.status(report, vector));
                case.set_classname(named(&vector.suite).replace('/', "."));
                suite.add_test_case(case);
            }
            file.add_test_suite(suite);
        }
        let mut gate = TestSuite::new(named("gate"));
        for entry in report.broken_entries() {
            gate.add_test_case(self.entry(entry));
        }
        if matches!(report.exit_code, Exit::NothingJudged | Exit::NotRun) {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_type("too-few").set_message(too_few(report, self.lang));
            gate.add_test_case(TestCase::new("min-vectors", status));
        }
        if gate.tests > 0 {
            properties(report, &mut gate);
            file.add_test_suite(gate);
        }
    }

    fn status(&self, report: &Report, vector: &VectorReport) -> TestCaseStatus {
        let lang = self.lang;
        if vector.outcome == Outcome::Skipped {
            let mut status = TestCaseStatus::skipped();
            if let Some(skip) = &vector.skip {
                status.set_message(printable(&text::skip(skip, lang)));
            }
            return status;
        }
        if !vector.outcome.fails() {
            return TestCaseStatus::success();
        }
        let problems: Vec<String> = vector.problems.iter().map(|p| printable(&text::problem(p, lang))).collect();
        let why = said::shorten(&problems.join("; "), SHOWN);
        let (mut status, message) = if let Some(entry) = report.entry_of(vector) {
            let known = lang.pick("known failure", "已知失败");
            (TestCaseStatus::skipped(), format!("{known}: {} ({}): {why}", printable(&entry.reason), entry.until))
        } else if !report.gates(vector) {
            let severity = text::severity(vector.severity.as_str(), lang);
            let below = lang.pick(format!("{severity}, below --fail-on"), format!("{severity}，低于 --fail-on"));
            (TestCaseStatus::skipped(), format!("{below}: {why}"))
        } else if vector.outcome == Outcome::Failed {
            (TestCaseStatus::non_success(NonSuccessKind::Failure), why)
        } else {
            (TestCaseStatus::non_success(NonSuccessKind::Error), why)
        };
        status.set_message(message).set_description(self.description(vector));
        if let Some(code) = vector.problems.first().map(Problem::code) {
            // The worst bug class says more than "accepted"; without one, the problem's code stands.
            status.set_type(vector.worst_flag().map_or(code, String::as_str));
        }
        status
    }

    fn description(&self, vector: &VectorReport) -> String {
        let lang = self.lang;
        let mut lines = vec![printable(&vector.about)];
        let mut line = |label: Word, value: &str| {
            if !value.is_empty() {
                lines.push(format!("{}: {value}", label.text(lang)));
            }
        };
        for (name, flag) in vector.known_flags() {
            let severity = text::severity(&flag.severity, lang);
            line(Word::Flag, &format!("{name} ({severity}): {}", lang.pick(&flag.en, &flag.zh)));
            line(Word::Effect, lang.pick(&flag.effect_en, &flag.effect_zh));
        }
        line(Word::Clauses, &vector.clauses.join(", "));
        if let Some(exchange) = &vector.exchange {
            line(Word::Sent, &said::shown(&exchange.sent));
            line(Word::Came, &said::came(exchange.came.as_ref(), lang));
            line(Word::Expected, &said::expected(&vector.result, &exchange.expected, lang));
            line(Word::Repeat, &exchange.repeat);
        }
        lines.join("\n")
    }

    fn entry(&self, entry: &BaselineEntry) -> TestCase {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        let why: Vec<String> = entry.breaches.iter().map(|breach| text::entry_breach(breach, self.lang)).collect();
        status.set_type("known-failure").set_message(printable(&why.join("; ")));
        TestCase::new(format!("known failure {}", printable(&entry.vectors)), status)
    }
}

fn properties(report: &Report, suite: &mut TestSuite) {
    let hash = ("payspec.suite-hash", report.suite.hash.clone());
    let pairs = [("payspec.version", report.version.clone()), hash, ("payspec.seed", report.run.seed.to_string())];
    let shard = report.gate.shard.map(|shard| ("payspec.shard", shard.to_string()));
    let who = report.who().map(|who| ("payspec.implementation", printable(&who)));
    let all = pairs.into_iter().chain(shard).chain(who);
    suite.add_properties(all.map(|(name, value)| Property::new(name, value)));
}

/// Why exit code 3 or 4 is this run's.
pub(super) fn too_few(report: &Report, lang: Lang) -> String {
    let (judged, least) = (report.summary.judged(), report.gate.min_vectors.unwrap_or(1));
    lang.pick(format!("{judged} vectors were judged, at least {least} had to be"), {
        format!("已评判 {judged} 个向量，至少应为 {least} 个")
    })
}
