//! The kill score: every fault is caught, the sound pipelines and nobody else pass, and the table is fresh.

use payspec::adapter::Implementation;
use payspec_faults::faulty::Faulty;
use payspec_faults::score::{Failure, failures, scores, table};
use payspec_faults::{catalogue, cheats};
use payspec_vectors::{Expected, Vector};

/// Operations that refuse messages, rather than arguments.
const VERIFYING: &[&str] = &[
    "wechat.notify",
    "wechat.accept",
    "wechat.response",
    "wechat.native_callback",
    "wechat.refund_notify",
    "alipay.notify",
    "alipay.accept",
    "alipay.return",
    "alipay.response",
];

fn vectors() -> Vec<Vector> {
    payspec_vectors::load_all().unwrap().into_iter().flat_map(|suite| suite.vectors).collect()
}

#[test]
fn the_sound_pipelines_pass_every_vector() {
    let failures = failures(&Faulty::SOUND, &vectors()).unwrap();
    let lines: Vec<String> = failures.iter().map(|failure| format!("{}: {}", failure.id, failure.why)).collect();
    assert!(lines.is_empty(), "{} fail:\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn every_fault_is_killed_by_two_vectors_and_the_table_says_so() {
    let vectors = vectors();
    let scores = scores(&vectors).unwrap();
    let needed = |ops: &[&str]| if ops == ["alipay.reply"] { 1 } else { 2 };
    let alive: Vec<String> = scores
        .iter()
        .filter(|score| score.killed_by.len() < needed(score.fault.ops))
        .map(|score| format!("{} ({:?}): {:?}", score.fault.name, score.fault.ops, score.killed_by))
        .collect();
    assert!(alive.is_empty(), "{} of {} live:\n{}", alive.len(), scores.len(), alive.join("\n"));
    let written = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors/KILLS.md")).unwrap();
    assert!(
        written == table(&scores, vectors.len()),
        "vectors/KILLS.md is stale: cargo run -p payspec-faults -- table > vectors/KILLS.md"
    );
}

#[test]
fn who_accepts_everything_or_refuses_everything_fails_at_every_operation_that_can_show_it() {
    let vectors = vectors();
    let accepting = failures(&cheats::accepts_everything(), &vectors).unwrap();
    let refusing = failures(&cheats::RefusesEverything, &vectors).unwrap();
    for op in Faulty::SOUND.hello().ops {
        let of_op: Vec<&Vector> = vectors.iter().filter(|vector| vector.op == op).collect();
        let fails =
            |failures: &[Failure]| failures.iter().any(|failure| of_op.iter().any(|vector| vector.id == failure.id));
        assert!(fails(&refusing), "{op}: refusing everything passes");
        let has_invalid = of_op.iter().any(|vector| vector.result == Expected::Invalid && VERIFYING.contains(&&*op));
        assert!(!has_invalid || fails(&accepting), "{op}: accepting everything passes");
    }
}

#[test]
fn who_knows_the_answers_by_heart_passes_the_files() {
    let vectors = vectors();
    let failures = failures(&cheats::LooksAnswersUp::of(&vectors), &vectors).unwrap();
    // An answer that quotes the canary's address cannot be learnt; there is none.
    assert!(failures.is_empty(), "{failures:?}");
}

#[test]
fn who_knows_the_answers_by_heart_fails_fresh_ones() {
    let vectors = vectors();
    let cheat = cheats::LooksAnswersUp::of(&vectors);
    for seed in [1, 2] {
        let variants = payspec::fresh::variants(&vectors, seed);
        assert!(variants.len() > 100, "{}", variants.len());
        assert_eq!(failures(&cheat, &variants).unwrap().len(), variants.len(), "seed {seed}");
        for honest in [&Faulty::SOUND as &dyn Implementation, payspec::adapter::built_in()] {
            let failures = failures(honest, &variants).unwrap();
            assert!(failures.is_empty(), "seed {seed}: {failures:?}");
        }
    }
}

#[test]
fn faults_have_names_of_their_own_and_operations_that_there_are() {
    let ops = Faulty::SOUND.hello().ops;
    let mut names: Vec<&str> = catalogue::all().map(|fault| fault.name).collect();
    assert!(names.len() >= 120, "{}", names.len());
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "a name occurs twice");
    for fault in catalogue::all() {
        assert!(!fault.ops.is_empty() && fault.ops.iter().all(|op| ops.contains(&(*op).to_owned())), "{}", fault.name);
        assert!(!fault.stands_for.is_empty() && fault.about.ends_with('.'), "{}", fault.name);
        assert!(
            fault.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{}",
            fault.name
        );
    }
}
