//! Writes payspec's test vectors: `vectors/wechat/*.json` and `vectors/alipay/*.json`.
//!
//! The generator shares no code with `payspec-core`: it has its own canonical strings, its own copy of the limits, read
//! off the fact sheets, and its own writers of XML and forms. An expected value therefore never comes from the code
//! under test. Nothing here is random: the same files come out byte for byte on every run, and a test says so.

pub mod alipay;
pub mod canonical;
pub mod flags;
pub mod json;
pub mod keys;
pub mod sign;
pub mod suite;
pub mod wechat;

use std::path::{Path, PathBuf};

use crate::suite::Suite;

/// Every suite of both providers, in the order in which the files are written.
pub fn suites() -> Vec<Suite> {
    let mut all = wechat::suites();
    all.extend(alipay::suites());
    all
}

/// The folder that holds `wechat/` and `alipay/` in this repository.
pub fn vectors_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Path of a suite's file under `dir` and the text that belongs there.
pub fn files(dir: &Path) -> Vec<(PathBuf, String)> {
    suites().iter().map(|suite| (dir.join(format!("{}.json", suite.name)), suite.to_json())).collect()
}

/// Files in the two providers' folders that no suite claims: left over from a suite that was renamed.
pub fn strays(dir: &Path, written: &[PathBuf]) -> std::io::Result<Vec<PathBuf>> {
    let mut strays = Vec::new();
    for provider in ["wechat", "alipay"] {
        let folder = dir.join(provider);
        if !folder.exists() {
            continue;
        }
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|e| e == "json") && !written.contains(&path) {
                strays.push(path);
            }
        }
    }
    strays.sort();
    Ok(strays)
}
