//! Replays the seeds and regressions of every fuzz target on stable: a crash that was mended stays mended. And holds
//! the files under `fuzz/` to the list of targets. With PAYSPEC_FUZZ_CORPUS, a folder, what the fuzzer has found out is
//! replayed as well, which `.ci/fuzz-coverage` counts lines by.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use payspec_core::fuzzing::{TARGETS, choose_everything, dictionary};

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

fn replay(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target of the list");
    choose_everything();
    let mut replayed = 0;
    let corpus = std::env::var_os("PAYSPEC_FUZZ_CORPUS").map(PathBuf::from);
    for folder in [fuzz().join("seeds"), fuzz().join("regressions")].into_iter().chain(corpus) {
        let Ok(entries) = fs::read_dir(folder.join(name)) else { continue };
        for entry in entries {
            let path = entry.expect("a readable folder").path();
            let data = fs::read(&path).expect("a readable seed");
            assert!(data.len() <= target.max_len, "{} is longer than {}", path.display(), target.max_len);
            let outcome = std::panic::catch_unwind(|| (target.body)(&data));
            assert!(outcome.is_ok(), "{name} fails on {}", path.display());
            replayed += 1;
        }
    }
    assert!(replayed > 0, "{name} has no seeds");
}

macro_rules! targets {
    ($($target:ident)*) => {
        $(
            #[test]
            fn $target() {
                replay(stringify!($target));
            }
        )*

        #[test]
        fn every_target_is_replayed() {
            let replayed = BTreeSet::from([$(stringify!($target)),*]);
            let listed: BTreeSet<&str> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(replayed, listed);
        }
    };
}

targets! {
    wechat_xml wechat_notification wechat_sign native_link refund_req_info
    alipay_form alipay_notification alipay_response alipay_return alipay_request alipay_keys
    biz_content validate time_money transition
}

/// `fuzz/` is a workspace of its own, so nothing else compares it with the list.
#[test]
fn every_target_has_its_line_in_fuzz() {
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).expect("the fuzz workspace");
    for target in TARGETS {
        let line = fs::read_to_string(fuzz().join(format!("fuzz_targets/{}.rs", target.name)));
        let line = line.unwrap_or_else(|e| panic!("{} has no file: {e}", target.name));
        assert!(line.contains(target.name), "{} does not call its body", target.name);
        assert!(manifest.contains(&format!("name = \"{}\"", target.name)), "{} is not in fuzz/Cargo.toml", target.name);
        let options = fs::read_to_string(fuzz().join(format!("options/{}.options", target.name)));
        let options = options.unwrap_or_else(|e| panic!("{} has no options: {e}", target.name));
        let length = format!("max_len = {}\n", target.max_len);
        assert!(options.contains(&length), "fuzz/options/{}.options should say {length}", target.name);
        let dictionary = dictionary::of(target.name).map(|name| format!("dict = {name}.dict\n"));
        assert!(dictionary.is_none_or(|line| options.contains(&line)), "{} names another dictionary", target.name);
    }
}

#[test]
fn dictionaries_are_made_from_the_tables() {
    for (name, text) in dictionary::all() {
        let path = fuzz().join(format!("dictionaries/{name}.dict"));
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == text,
            "{} is stale: run cargo run -p payspec-core --example fuzz_files -- SEEDS",
            path.display()
        );
    }
}
