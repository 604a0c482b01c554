//! What is installed, and whether it is what the source folder now asks for.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::Shipped;

/// The file that a finished installation leaves in the private folder: the digest of what it was made from.
const FILE: &str = ".payspec-installed";

/// The state of an installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There is none, or it did not end well.
    Missing,
    /// It is from another version of the source folder.
    Stale,
    /// It is what the source folder asks for.
    Current,
}

impl Shipped {
    /// The state of its installation.
    #[must_use]
    pub fn state(&self) -> State {
        match (fs::read_to_string(self.stamp()), self.digest()) {
            (Ok(stamp), Ok(digest)) if stamp.trim() == digest => State::Current,
            (Ok(_), _) => State::Stale,
            (Err(_), _) => State::Missing,
        }
    }

    pub(super) fn set_stamp(&self) -> io::Result<()> {
        fs::write(self.stamp(), self.digest()?)
    }

    pub(super) fn remove_stamp(&self) -> io::Result<()> {
        match fs::remove_file(self.stamp()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn stamp(&self) -> PathBuf {
        self.install.join(FILE)
    }

    /// SHA-256 over the names and contents of all that an installation is made from: the source folder, and the
    /// shared files that the manifest names or a Rust adapter includes.
    fn digest(&self) -> io::Result<String> {
        let mut files = Vec::new();
        list(&self.source, &mut files)?;
        // A script in place is run as it is, and needs no new installation when it changes.
        files.retain(|file| !file.extension().is_some_and(|kind| kind == "py" || kind == "mjs"));
        match self.manifest.registry.as_str() {
            "crates" => list(&self.shared, &mut files)?,
            "pypi" => files.push(self.shared.join("build-requirements.txt")),
            _ => {}
        }
        files.sort();
        let mut hash = Sha256::new();
        for file in files {
            let content = fs::read(&file)?;
            hash.update(file.file_name().unwrap_or_default().as_encoded_bytes());
            hash.update((content.len() as u64).to_be_bytes());
            hash.update(content);
        }
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if !entry.file_type()?.is_dir() {
            files.push(path);
        } else if !["target", "node_modules", "__pycache__"].iter().any(|name| path.ends_with(name)) {
            list(&path, files)?;
        }
    }
    Ok(())
}
