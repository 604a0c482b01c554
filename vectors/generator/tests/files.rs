//! The committed files are what the generator writes, and the generator keeps the format's rules about names.

use std::collections::BTreeSet;

use payspec_vectors_generator::suite::Verdict;
use payspec_vectors_generator::{files, flags, strays, suites, vectors_dir};

const HELP: &str = "run `cargo run -p payspec-vectors-generator` and commit what it writes";

#[test]
fn the_committed_files_are_what_the_generator_writes() {
    let dir = vectors_dir();
    let files = files(&dir);
    for (path, text) in &files {
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(committed == *text, "{} is stale: {HELP}", path.display());
    }
    let written: Vec<_> = files.into_iter().map(|(path, _)| path).collect();
    let strays = strays(&dir, &written).expect("the vectors' folder is readable");
    assert!(strays.is_empty(), "no suite has these names: {strays:?}; {HELP}");
}

#[test]
fn two_runs_write_the_same() {
    let dir = vectors_dir();
    assert!(files(&dir) == files(&dir), "something in the generator depends on more than its source");
}

#[test]
fn ids_are_unique_and_kebab_case() {
    let mut seen = BTreeSet::new();
    for suite in suites() {
        for test in suite.tests() {
            let id = &test.id;
            let kebab = id
                .split('-')
                .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
            assert!(kebab, "{id} is not kebab-case");
            assert!(seen.insert(id.clone()), "{id} is used twice");
        }
    }
}

#[test]
fn every_flag_is_registered_and_used() {
    for list in [flags::WECHAT, flags::ALIPAY] {
        assert!(list.is_sorted(), "keep the flags sorted");
    }
    let mut used = BTreeSet::new();
    for suite in suites() {
        for test in suite.tests() {
            for flag in &test.flags {
                assert!(flags::known(flag), "{}: flag {flag} is not in src/flags.rs", test.id);
                used.insert(flag.clone());
            }
        }
    }
    for flag in flags::WECHAT.iter().chain(flags::ALIPAY) {
        assert!(used.contains(*flag), "no vector carries {flag}");
    }
}

#[test]
fn every_vector_says_why_and_what() {
    for suite in suites() {
        for test in suite.tests() {
            let id = &test.id;
            assert!(test.about.len() >= 4, "{id}: `about` says nothing");
            assert!(!test.clauses.is_empty() || !test.attacks.is_empty(), "{id}: which clause decides?");
            assert!(test.expect.is_none() || test.any_of.is_empty(), "{id}: `expect` or `any_of`, not both");
            if test.verdict == Verdict::Invalid {
                assert!(test.any_of.is_empty(), "{id}: a refusal has no outputs");
            }
        }
    }
}
