//! The runner against adapters that are broken on purpose: every way to break has its outcome, and the run ends.

mod support;

use std::time::Duration;

use payspec::exit::Exit;
use payspec::outcome::{Breach, Outcome, Problem, Skip};
use payspec::report::{Report, VectorReport};
use payspec::run::{Options, RunError};
use serde_json::json;
use support::{options, report, suite, try_run, with};

/// The one vector that is charged, and how it broke.
fn charged(report: &Report) -> (&str, &Breach) {
    let faults: Vec<&VectorReport> = report.wrong().collect();
    let [only] = faults.as_slice() else { panic!("{faults:#?}") };
    assert_eq!(only.outcome, Outcome::Fault);
    let [Problem::Broke { how }] = only.problems.as_slice() else { panic!("{only:#?}") };
    (&only.id, how)
}

#[test]
fn a_right_adapter_passes() {
    let report = report(&suite(200), "right", &Options { jobs: 2, ..options() });
    assert_eq!(report.summary.passed, 200);
    assert_eq!(report.exit_code, Exit::AsExpected);
    assert_eq!(report.implementation.incidents, []);
    assert_eq!(report.implementation.hello.as_ref().map(|hello| hello.name.as_str()), Some("fake"));
}

#[test]
fn replies_in_any_order_are_taken() {
    let report = report(&suite(16), "reversed 4", &Options { window: 4, ..options() });
    assert_eq!(report.summary.passed, 16, "{report:#?}");
}

#[test]
fn a_window_of_one_asks_one_at_a_time() {
    let report = report(&suite(8), "reversed 1", &Options { window: 1, ..options() });
    assert_eq!(report.summary.passed, 8);
}

#[test]
fn who_hangs_is_charged_and_the_others_pass() {
    let limit = Options { timeout: Duration::from_secs(2), ..options() };
    let report = report(&suite(10), "hang 7", &limit);
    assert_eq!(charged(&report), ("fake-7", &Breach::TimedOut { seconds: 2.0 }));
    assert_eq!(report.summary.passed, 9);
    assert_eq!(report.implementation.incidents.len(), 2);
    assert_eq!(report.exit_code, Exit::Failures);
}

#[test]
fn who_crashes_is_charged_with_its_status_and_standard_error_is_kept() {
    let report = report(&suite(10), "crash 3", &options());
    let (id, how) = charged(&report);
    assert_eq!(id, "fake-3");
    assert_eq!(how, &Breach::Died { status: "exit status: 7".into(), half_line: String::new() });
    assert_eq!(report.summary.passed, 9);
    for incident in &report.implementation.incidents {
        assert_eq!(incident.stderr, "Segmentation fault, so to speak\n");
    }
}

#[test]
fn a_crash_that_does_not_come_again_is_unstable_for_the_first_in_line() {
    let file = support::File::new(&suite(10));
    let marker = file.sibling("crashed");
    let words = format!("env FAKE_MARKER={} {}", marker.display(), support::fake("crash-once 3"));
    let command = payspec::adapter::process::AdapterCommand::parse(&words).unwrap();
    let target = payspec::run::Target::Process(&command);
    let options = Options { window: 1, ..options() };
    let report = payspec::run::run(&file.select(), target, &options, &mut |_| {}).unwrap();
    assert_eq!(with(&report, Outcome::Unstable), ["fake-3"]);
    assert_eq!(report.summary.passed, 9);
    assert_eq!(report.implementation.incidents.len(), 1);
    assert_eq!(report.exit_code, Exit::Failures);
}

#[test]
fn a_line_that_is_no_reply_is_charged() {
    let report = report(&suite(10), "garbage 5", &options());
    let (id, how) = charged(&report);
    assert_eq!(id, "fake-5");
    assert!(matches!(how, Breach::BadLine { line, .. } if line == "Loading model..."), "{how:?}");
    assert_eq!(report.summary.passed, 9);
}

#[test]
fn an_unknown_id_is_charged() {
    let report = report(&suite(10), "wrong-id 5", &options());
    assert_eq!(charged(&report), ("fake-5", &Breach::UnknownId { id: 4_000_000 }));
    assert_eq!(report.summary.passed, 9);
}

#[test]
fn half_a_line_is_charged() {
    let report = report(&suite(10), "half-line 2", &options());
    let (id, how) = charged(&report);
    assert_eq!(id, "fake-2");
    let Breach::Died { status, half_line } = how else { panic!("{how:?}") };
    assert_eq!(status, "exit status: 0");
    assert!(half_line.ends_with("\"ok\":"), "{half_line}");
}

#[test]
fn too_long_a_line_is_charged() {
    let report = report(&suite(4), "long-line 2", &options());
    assert_eq!(charged(&report), ("fake-2", &Breach::LineTooLong));
    assert_eq!(report.summary.passed, 3);
}

#[test]
fn an_adapter_that_closes_its_output_is_charged() {
    let report = report(&suite(4), "close 2", &options());
    let (id, how) = charged(&report);
    assert_eq!(id, "fake-2");
    let status = "it closed its standard output".to_owned();
    assert_eq!(how, &Breach::Died { status, half_line: String::new() });
}

/// Whoever is asked alone and answered twice is charged. Whether the second answer is seen before the next question
/// is a race, which must not make anybody else guilty: the last one may be found out only after the last question.
#[test]
fn who_is_answered_twice_is_charged() {
    let report = report(&suite(4), "repeated-id", &Options { window: 4, ..options() });
    assert_eq!(report.summary.passed, 1, "{report:#?}");
    assert!(report.summary.faults >= 2, "{report:#?}");
    for vector in report.wrong() {
        let (Problem::Broke { how } | Problem::Unstable { how }) = &vector.problems[0] else { panic!("{vector:#?}") };
        assert!(matches!(how, Breach::RepeatedId { .. }), "{how:?}");
    }
}

#[test]
fn a_flood_on_standard_error_disturbs_nothing_and_its_end_is_kept() {
    let report = report(&suite(3), "stderr-flood", &options());
    assert_eq!(report.summary.passed, 3);
    let stderr = &report.implementation.stderr;
    assert!(stderr.len() <= 20 * 1024 && stderr.contains("bytes before this"), "{}", stderr.len());
}

#[test]
fn an_adapter_that_does_not_go_is_killed() {
    let report = report(&suite(3), "linger nobody", &options());
    assert_eq!(report.summary.passed, 3);
    assert_eq!(report.exit_code, Exit::AsExpected);
}

#[test]
fn a_line_after_the_last_reply_is_one_too_many() {
    let report = report(&suite(3), "last-words nobody", &options());
    assert_eq!(report.summary.passed, 2);
    assert_eq!(report.summary.unstable, 1);
}

#[test]
fn after_twenty_restarts_it_is_given_up() {
    let report = report(&suite(40), "crash", &options());
    assert_eq!(report.summary.faults, 20, "each restart shows one culprit");
    assert_eq!(report.summary.unstable, 20);
    assert_eq!(report.implementation.given_up, Some(Breach::TooManyRestarts { restarts: 20 }));
    assert_eq!(report.exit_code, Exit::NotRun, "no reply was ever judged");
}

#[test]
fn given_up_after_replies_were_judged_is_a_failure() {
    let mut mixed = suite(40);
    mixed["groups"][0]["tests"][0]["in"]["n"] = json!("good");
    for test in mixed["groups"][0]["tests"].as_array_mut().unwrap().iter_mut().skip(1) {
        test["in"]["n"] = json!("bad");
    }
    let report = report(&mixed, "crash bad", &Options { window: 1, ..options() });
    assert_eq!(report.summary.passed + report.summary.faults + report.summary.unstable, 40);
    // The good one is asked in its turn; whether it is reached before the end depends on the seed alone.
    let expected = if report.summary.passed == 1 { Exit::Failures } else { Exit::NotRun };
    assert_eq!(report.exit_code, expected);
}

#[test]
fn an_adapter_without_a_handshake_is_not_run() {
    let brief = Options { handshake: Duration::from_millis(300), ..options() };
    for (mode, options, why) in [
        ("mute", &brief, "it did not answer {\"payspec\":1,\"id\":0,\"op\":\"hello\"} within 0.3 s"),
        ("exit-early", &options(), "it ended before it answered hello (exit status: 1)"),
        ("bad-hello", &options(), "missing field `ops`"),
        ("hello-id", &options(), "with the id 5"),
        ("hello-reject", &options(), "something else than `ok`"),
    ] {
        let error = try_run(&suite(2), mode, options).unwrap_err();
        let RunError::NotStarted(start) = &error else { panic!("{error:?}") };
        assert!(start.why.contains(why), "{mode}: {}", start.why);
        assert_eq!(start.stderr.contains("cannot find my library"), mode == "exit-early", "{mode}");
    }
}

#[test]
fn what_an_adapter_does_not_have_is_skipped() {
    let none = report(&suite(2), "no-ops", &options());
    assert_eq!(none.summary.skipped, 2);
    assert_eq!(none.exit_code, Exit::NothingJudged);
    let op = "alipay.reply".to_owned();
    assert_eq!(none.vectors[0].skip, Some(Skip::NoOperation { op }));

    let mut needy = suite(2);
    needy["groups"][0]["tests"][1]["needs"] = json!(["gbk"]);
    let lacking = report(&needy, "lacks nobody", &options());
    assert_eq!(with(&lacking, Outcome::Skipped), ["fake-2"]);
    assert_eq!(lacking.vectors[1].skip, Some(Skip::LacksFeature { feature: "gbk".into() }));
    assert_eq!(lacking.exit_code, Exit::AsExpected);

    let said = report(&suite(2), "skip 1", &options());
    assert_eq!(said.vectors[0].skip, Some(Skip::SaidSo { why: "not today".into() }));
}

#[test]
fn wrong_answers_fail_and_faults_are_faults() {
    let wrong = report(&suite(2), "wrong 1", &options());
    assert_eq!(with(&wrong, Outcome::Failed), ["fake-1"]);
    let refused = report(&suite(2), "reject 1", &options());
    let reason = "I will not".to_owned();
    assert_eq!(refused.vectors[0].problems, [Problem::Refused { reason }]);
    let fault = report(&suite(2), "fault 2", &options());
    assert_eq!(with(&fault, Outcome::Fault), ["fake-2"]);
    let missing = report(&suite(2), "missing 2", &options());
    assert_eq!(with(&missing, Outcome::Fault), ["fake-2"]);
}

#[test]
fn a_fetch_of_the_canary_fails_the_vector_whatever_the_reply() {
    let mut watched = suite(2);
    let body = "<!DOCTYPE xml SYSTEM \"{{canary}}/x.dtd\"><xml/>";
    watched["groups"][0]["tests"][1]["in"]["body"] = json!(body);
    let report = report(&watched, "fetch", &options());
    assert_eq!(with(&report, Outcome::Failed), ["fake-2"]);
    assert_eq!(report.vectors[1].problems, [Problem::Fetched { times: 1 }]);
    let sent = &report.vectors[1].exchange.as_ref().unwrap().sent;
    assert!(sent["body_b64"].is_string());
}

#[test]
fn an_empty_selection_starts_nothing() {
    let report = report(&suite(0), "exit-early", &options());
    assert_eq!(report.exit_code, Exit::NothingJudged);
}
