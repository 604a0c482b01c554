//! Replays the seeds and regressions of the fuzz target `explain` on stable, as core's `fuzz_replay` does for the others.

#[path = "../../fuzz/src/explaining/mod.rs"]
#[expect(unreachable_pub, reason = "it is public in its own crate, fuzz/")]
#[allow(dead_code, reason = "the target itself searches in some inputs only")]
mod explaining;

use std::fs;
use std::path::Path;

use payspec::explain;
use payspec_core::fuzzing::seeds::EXPLAINED_MAX_LEN;

fn fuzz() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

#[test]
fn explain_replays() {
    let mut replayed = 0;
    for folder in ["seeds", "regressions"] {
        let Ok(entries) = fs::read_dir(fuzz().join(folder).join("explain")) else { continue };
        for entry in entries {
            let path = entry.expect("a readable folder").path();
            let data = fs::read(&path).expect("a readable seed");
            assert!(data.len() <= EXPLAINED_MAX_LEN, "{} is longer than {EXPLAINED_MAX_LEN}", path.display());
            let outcome = std::panic::catch_unwind(|| explaining::explained(&data, true));
            assert!(outcome.is_ok(), "explain fails on {}", path.display());
            replayed += 1;
        }
    }
    assert!(replayed > 50, "explain has {replayed} seeds");
}

#[test]
fn every_slip_is_one_of_the_catalogue() {
    for slip in explaining::careless::SLIPS {
        assert!(explain::catalogue::find(slip.id).is_some(), "{} is not in the catalogue", slip.id);
    }
}

#[test]
fn the_options_are_those_of_the_code() {
    let options = fs::read_to_string(fuzz().join("options/explain.options")).expect("the target's options");
    assert!(options.contains(&format!("max_len = {EXPLAINED_MAX_LEN}\n")), "{options}");
    assert!(options.contains("dict = wechat_xml.dict\n"), "{options}");
}
