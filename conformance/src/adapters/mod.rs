//! The adapters of real implementations that come with payspec: finding them by name, installing, checking.
//!
//! Each has a folder `<adapters>/<registry>/<name>/` with a [`manifest`], and is installed into a private folder
//! `<installed>/<registry>/<name>`; nothing is ever written into the source tree.

pub mod command;
mod doctor;
mod install;
pub mod manifest;
mod stamp;

use std::path::{Path, PathBuf};

use clap::Args;
use globset::Glob;

use manifest::Manifest;

pub use stamp::State;

/// The registries, each a folder. A command that begins with one of these names is the name of an adapter.
pub const REGISTRIES: [&str; 3] = ["crates", "npm", "pypi"];

/// Where adapters are found and installed, as options of the command line.
#[derive(Args, Clone, Debug, Default)]
pub struct Places {
    /// Folder of the adapters that come with payspec [default: conformance/adapters of the source tree].
    #[arg(long, value_name = "DIR", env = "PAYSPEC_ADAPTERS_DIR", hide_env = true)]
    pub adapters_dir: Option<PathBuf>,

    /// Folder into which they are installed [default: target/adapters of the source tree].
    #[arg(long, value_name = "DIR", env = "PAYSPEC_INSTALL_DIR", hide_env = true)]
    pub install_dir: Option<PathBuf>,
}

/// The adapters of one folder.
#[derive(Debug)]
pub struct Shelf {
    adapters: PathBuf,
    installed: PathBuf,
}

/// One adapter that comes with payspec.
#[derive(Clone, Debug)]
pub struct Shipped {
    /// What its `adapter.toml` says.
    pub manifest: Manifest,
    /// The folder of the `adapter.toml`.
    pub source: PathBuf,
    /// `conformance/adapters/shared`.
    pub shared: PathBuf,
    /// Its private folder.
    pub install: PathBuf,
}

impl Shipped {
    /// Its name, such as `npm/tenpay`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}/{}", self.manifest.registry, self.manifest.name)
    }
}

/// Whether `--adapter text` names a shipped adapter, or a glob of such names, and is no command.
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.split_once('/').is_some_and(|(registry, name)| {
        (REGISTRIES.contains(&registry) || registry == "*") && !name.is_empty() && !name.contains(['/', ' '])
    })
}

impl Shelf {
    /// The folders that the options name, or their defaults.
    ///
    /// # Errors
    /// There is no folder of adapters.
    pub fn open(places: &Places) -> Result<Self, String> {
        let built_from = Path::new(env!("CARGO_MANIFEST_DIR")).join("adapters");
        let adapters = match &places.adapters_dir {
            Some(named) => Some(named.clone()).filter(|dir| dir.is_dir()),
            None => [PathBuf::from("conformance/adapters"), built_from].into_iter().find(|dir| dir.is_dir()),
        };
        let adapters = adapters.and_then(|dir| dir.canonicalize().ok()).ok_or_else(|| match &places.adapters_dir {
            Some(named) => {
                format!("{} is no folder; give --adapters-dir the path of conformance/adapters", named.display())
            }
            None => "the adapters that come with payspec are not here; run it in payspec's source tree, or give \
                     --adapters-dir the path of conformance/adapters there"
                .to_owned(),
        })?;
        let beside = adapters.ancestors().nth(2).unwrap_or(&adapters).join("target/adapters");
        let installed = places.install_dir.clone().unwrap_or(beside);
        let installed = std::path::absolute(&installed).map_err(|e| format!("{}: {e}", installed.display()))?;
        Ok(Self { adapters, installed })
    }

    /// All adapters, by name.
    ///
    /// # Errors
    /// A folder or a manifest cannot be read.
    pub fn all(&self) -> Result<Vec<Shipped>, String> {
        let mut all = Vec::new();
        for registry in REGISTRIES {
            let folder = self.adapters.join(registry);
            if !folder.is_dir() {
                continue;
            }
            let entries = std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
            for entry in entries {
                let source = entry.map_err(|e| format!("{}: {e}", folder.display()))?.path();
                if source.join(manifest::FILE).is_file() {
                    all.push(self.read(&source, registry)?);
                }
            }
        }
        all.sort_by_key(Shipped::id);
        Ok(all)
    }

    /// The adapters whose name is `pattern`, or matches it where it is a glob.
    ///
    /// # Errors
    /// There is none, or a manifest cannot be read.
    pub fn find(&self, pattern: &str) -> Result<Vec<Shipped>, String> {
        let glob =
            Glob::new(pattern).map_err(|e| format!("the name `{pattern}` cannot be read: {e}"))?.compile_matcher();
        let all = self.all()?;
        let found: Vec<Shipped> =
            all.iter().filter(|one| one.id() == pattern || glob.is_match(one.id())).cloned().collect();
        if found.is_empty() {
            let names: Vec<String> = all.iter().map(Shipped::id).collect();
            return Err(format!(
                "there is no adapter `{pattern}`; there is: {}. A command of that name is written ./{pattern}",
                names.join(", ")
            ));
        }
        Ok(found)
    }

    /// The adapters that `--adapter pattern` means: the named one, or those that a glob matches and are installed.
    ///
    /// # Errors
    /// There is none, or it is not installed.
    pub fn installed(&self, pattern: &str) -> Result<Vec<Shipped>, String> {
        let found = self.find(pattern)?;
        let (there, missing): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| one.state() != State::Missing);
        match missing.first() {
            Some(missing) if there.is_empty() || missing.id() == pattern => {
                Err(format!("{} is not installed; run `payspec adapters install {pattern}`", missing.id()))
            }
            _ => Ok(there),
        }
    }

    fn read(&self, source: &Path, registry: &str) -> Result<Shipped, String> {
        let manifest = Manifest::read(&source.join(manifest::FILE))?;
        let folder = source.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if (manifest.registry.as_str(), &manifest.name) != (registry, &folder) {
            return Err(format!(
                "{}: it says {}/{}, and lies in {registry}/{folder}; make both the same",
                source.join(manifest::FILE).display(),
                manifest.registry,
                manifest.name
            ));
        }
        Ok(Shipped {
            install: self.installed.join(registry).join(&manifest.name),
            shared: self.adapters.join("shared"),
            source: source.to_owned(),
            manifest,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_from_a_command() {
        for name in ["npm/tenpay", "pypi/*", "*/*", "crates/alipay-rs"] {
            assert!(is_name(name), "{name}");
        }
        for command in ["python3 adapter.py", "./npm/tenpay", "npm", "npm/", "npm/a b", "npm/a/b", "/usr/bin/npm"] {
            assert!(!is_name(command), "{command}");
        }
    }

    #[test]
    fn every_adapter_of_the_source_tree_is_found_by_name() {
        let shelf = Shelf::open(&Places::default()).unwrap();
        let all = shelf.all().unwrap();
        assert!(all.len() >= 12, "{}", all.len());
        for one in &all {
            let found = shelf.find(&one.id()).unwrap();
            assert_eq!(found.len(), 1, "{}", one.id());
            assert!(one.install.ends_with(format!("target/adapters/{}", one.id())));
        }
        assert_eq!(shelf.find("*/*").unwrap().len(), all.len());
        let error = shelf.find("npm/tenpai").unwrap_err();
        assert!(error.contains("npm/tenpay") && error.contains("./npm/tenpai"), "{error}");
    }

    #[test]
    fn what_is_missing_or_misplaced_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let places = |dir: &Path| Places { adapters_dir: Some(dir.to_owned()), install_dir: None };
        let error = Shelf::open(&places(&folder.path().join("none"))).unwrap_err();
        assert!(error.contains("give --adapters-dir"), "{error}");

        let source = folder.path().join("npm/other");
        std::fs::create_dir_all(&source).unwrap();
        let manifest = "name = \"one\"\nregistry = \"npm\"\npackage = \"one\"\nversion = \"1\"\nlanguage = \"js\"\n\
                        homepage = \"h\"\nnotes = \"n\"\ninstall = []\ncommand = [\"node\"]\n";
        std::fs::write(source.join(manifest::FILE), manifest).unwrap();
        let error = Shelf::open(&places(folder.path())).unwrap().all().unwrap_err();
        assert!(error.contains("it says npm/one, and lies in npm/other"), "{error}");

        std::fs::write(source.join(manifest::FILE), manifest.replace("one", "other")).unwrap();
        let shelf = Shelf::open(&places(folder.path())).unwrap();
        let error = shelf.installed("npm/other").unwrap_err();
        assert_eq!(error, "npm/other is not installed; run `payspec adapters install npm/other`");
    }
}
