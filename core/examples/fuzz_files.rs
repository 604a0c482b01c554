//! Writes what the fuzz targets start from: `cargo run -p payspec-core --example fuzz_files -- SEEDS` puts every seed that
//! the vectors give under the folder SEEDS, one folder a target, and the dictionaries into `fuzz/dictionaries`. Files in
//! the vector format may follow: their vectors give seeds too.
//!
//! The seeds are many; `fuzz/seed` keeps those that add coverage, which are committed.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use payspec_core::fuzzing::{TARGETS, dictionary, seeds};
use sha2::{Digest as _, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).ok_or("say where the seeds go: fuzz_files SEEDS")?;
    let mut all = seeds::others();
    let mut suites = payspec_vectors::load_all()?;
    for file in std::env::args_os().skip(2) {
        suites.push(payspec_vectors::parse(&file.to_string_lossy(), &fs::read_to_string(&file)?)?);
    }
    for suite in suites {
        for vector in &suite.vectors {
            all.extend(seeds::of_input(&vector.op, &vector.request_input("http://127.0.0.1/")));
        }
    }
    let mut written = 0;
    let targets = TARGETS.iter().map(|target| (target.name, target.max_len));
    for (target, max_len) in targets.chain([("explain", seeds::EXPLAINED_MAX_LEN)]) {
        let folder = folder.join(target);
        fs::create_dir_all(&folder)?;
        let own = all.iter().filter(|(name, seed)| *name == target && seed.len() <= max_len);
        for (_, seed) in own {
            let hash: String = Sha256::digest(seed).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            fs::write(folder.join(hash), seed)?;
            written += 1;
        }
    }
    let dictionaries = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/dictionaries");
    fs::create_dir_all(&dictionaries)?;
    for (name, text) in dictionary::all() {
        fs::write(dictionaries.join(format!("{name}.dict")), text)?;
    }
    println!("{written} seeds for {} targets under {}", TARGETS.len() + 1, folder.display());
    Ok(())
}
