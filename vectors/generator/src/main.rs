//! `cargo run -p payspec-vectors-generator [DIR]` writes every suite under DIR (default: this repository's `vectors/`)
//! and removes the files of suites that no longer exist.

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let dir = std::env::args_os().nth(1).map_or_else(payspec_vectors_generator::vectors_dir, PathBuf::from);
    let files = payspec_vectors_generator::files(&dir);
    for (path, text) in &files {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, text)?;
    }
    let written: Vec<PathBuf> = files.into_iter().map(|(path, _)| path).collect();
    for stray in payspec_vectors_generator::strays(&dir, &written)? {
        eprintln!("removing {}: no suite has this name", stray.display());
        std::fs::remove_file(stray)?;
    }
    let tests: usize = payspec_vectors_generator::suites().iter().map(|s| s.tests().count()).sum();
    eprintln!("{} suites, {tests} vectors", written.len());
    Ok(())
}
