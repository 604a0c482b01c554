//! `adapter.toml`: what an adapter is, and the argument vectors that install and start it.

use std::path::Path;

use serde::Deserialize;

use super::Shipped;

/// The file's name.
pub const FILE: &str = "adapter.toml";

/// What the file says.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The adapter's name, which its folder has too.
    pub name: String,
    /// `crates`, `npm` or `pypi`.
    pub registry: String,
    /// The package's name there.
    pub package: String,
    /// The pinned version.
    pub version: String,
    /// The language it is written in.
    pub language: String,
    /// Where its maintainers are.
    pub homepage: String,
    /// A sentence on what it is.
    pub notes: String,
    /// Files of the source folder that are copied into the private folder before the first step.
    #[serde(default)]
    pub files: Vec<String>,
    /// The steps of an installation: argument vectors, run in the private folder.
    pub install: Vec<Vec<String>>,
    /// The argument vector that starts the adapter, run in the private folder.
    pub command: Vec<String>,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// The file cannot be read, or is no manifest.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
        let manifest: Self = toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        if manifest.command.is_empty() || manifest.install.iter().any(Vec::is_empty) {
            return Err(format!("{}: `command` and each step of `install` need a program", path.display()));
        }
        Ok(manifest)
    }
}

impl Shipped {
    /// `words` with the folders in place of `{source}`, `{shared}` and `{install}`.
    ///
    /// # Errors
    /// A folder's path is not UTF-8.
    pub fn expand(&self, words: &[String]) -> Result<Vec<String>, String> {
        let folder = |path: &Path| {
            path.to_str()
                .map(str::to_owned)
                .ok_or_else(|| format!("{} is not UTF-8; use another folder", path.display()))
        };
        let (source, shared, install) = (folder(&self.source)?, folder(&self.shared)?, folder(&self.install)?);
        Ok(words
            .iter()
            .map(|word| word.replace("{source}", &source).replace("{shared}", &shared).replace("{install}", &install))
            .collect())
    }
}
