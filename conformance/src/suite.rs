//! Which vectors a run asks: the embedded ones or a file's, narrowed by a filter.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use payspec_vectors::{Suite, Vector};

/// Why no selection could be made. Each text says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectionError(pub String);

impl fmt::Display for SelectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SelectionError {}

/// Globs over a vector's id, suite or operation; a vector is taken when one of them matches one of the three.
#[derive(Clone, Debug)]
pub struct Filter {
    set: Option<GlobSet>,
}

impl Filter {
    /// Compiles globs: `*` any text, also across `/`; `?` one character; `[ab]`; `{one,other}`. None takes everything.
    ///
    /// # Errors
    /// A glob that cannot be read.
    pub fn new(globs: &[String]) -> Result<Self, SelectionError> {
        if globs.is_empty() {
            return Ok(Self { set: None });
        }
        let fail = |glob: &str, e: &dyn fmt::Display| {
            SelectionError(format!("the filter `{glob}` cannot be read: {e}; example: --filter 'wechat.*'"))
        };
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            let compiled = GlobBuilder::new(glob).literal_separator(false).build();
            set.add(compiled.map_err(|e| fail(glob, &e.kind()))?);
        }
        let set = set.build().map_err(|e| fail(&globs.join(" "), &e))?;
        Ok(Self { set: Some(set) })
    }

    /// Whether the vector is taken.
    #[must_use]
    pub fn takes(&self, vector: &Vector) -> bool {
        self.set
            .as_ref()
            .is_none_or(|set| [&vector.id, &vector.suite, &vector.op].into_iter().any(|name| set.is_match(name)))
    }

    /// Whether the vector's id is taken.
    #[must_use]
    pub fn takes_id(&self, vector: &Vector) -> bool {
        self.set.as_ref().is_none_or(|set| set.is_match(&vector.id))
    }
}

/// Vectors, and where they came from.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The vectors, in the order of the suites and their files.
    pub vectors: Vec<Vector>,
    /// SHA-256 over everything that was selected from, lower-case hex.
    pub hash: String,
    /// The files that were read instead of the embedded suites.
    pub files: Vec<String>,
    /// The ids of everything that was selected from.
    pub ids: BTreeSet<String>,
}

/// Reads the suites: `files` where some are given, else the embedded ones.
///
/// # Errors
/// A file that cannot be read or is no suite, or an id that stands in two of them.
pub fn suites(files: &[impl AsRef<Path>]) -> Result<Vec<Suite>, SelectionError> {
    if files.is_empty() {
        return payspec_vectors::load_all().map_err(|e| SelectionError(e.to_string()));
    }
    files
        .iter()
        .map(|file| {
            let name = file.as_ref().display().to_string();
            let text = std::fs::read_to_string(file.as_ref())
                .map_err(|e| SelectionError(format!("the vector file {name} cannot be read: {e}")))?;
            payspec_vectors::parse(&name, &text).map_err(|e| SelectionError(e.to_string()))
        })
        .collect()
}

/// Selects the vectors of a run.
///
/// # Errors
/// As [`suites`], and an id that stands in two files.
pub fn select(files: &[impl AsRef<Path>], filter: &Filter) -> Result<Selection, SelectionError> {
    let suites = suites(files)?;
    let hash = if files.is_empty() { payspec_vectors::hash() } else { files_hash(files)? };
    let mut vectors: Vec<Vector> = Vec::new();
    let mut homes = std::collections::HashMap::new();
    for suite in suites {
        for vector in suite.vectors {
            if let Some(first) = homes.insert(vector.id.clone(), suite.name.clone()) {
                let (id, second) = (&vector.id, &suite.name);
                return Err(SelectionError(format!(
                    "the id `{id}` stands in {first} and in {second}; give the second one its own"
                )));
            }
            if filter.takes(&vector) {
                vectors.push(vector);
            }
        }
    }
    let files = files.iter().map(|file| file.as_ref().display().to_string()).collect();
    let ids = homes.into_keys().collect();
    Ok(Selection { vectors, hash, files, ids })
}

fn files_hash(files: &[impl AsRef<Path>]) -> Result<String, SelectionError> {
    use sha2::{Digest as _, Sha256};
    let mut hasher = Sha256::new();
    for file in files {
        let bytes = std::fs::read(file.as_ref()).map_err(|e| SelectionError(e.to_string()))?;
        hasher.update(bytes);
    }
    Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector() -> Vector {
        let text = r#"{"payspec":1,"suite":"wechat/sign","op":"wechat.sign","about":"","groups":[{"tests":[
            {"id":"wx-sign-plain","about":"a","clauses":["WX-SIGN-1"],"result":"valid"}]}]}"#;
        payspec_vectors::parse("x.json", text).unwrap().vectors.remove(0)
    }

    fn takes(globs: &[&str]) -> bool {
        let globs: Vec<String> = globs.iter().map(|glob| (*glob).to_owned()).collect();
        Filter::new(&globs).unwrap().takes(&vector())
    }

    #[test]
    fn a_filter_matches_id_suite_or_operation() {
        assert!(takes(&[]));
        assert!(takes(&["wx-sign-*"]));
        assert!(takes(&["wechat/*"]));
        assert!(takes(&["wechat.sign"]));
        assert!(takes(&["alipay.*", "*plain"]));
        assert!(takes(&["wechat.{sign,notify}"]));
        assert!(!takes(&["sign"]));
        assert!(!takes(&["alipay*"]));
    }

    #[test]
    fn a_broken_glob_says_how_one_looks() {
        let error = Filter::new(&["[".into()]).unwrap_err();
        assert!(error.to_string().starts_with("the filter `[` cannot be read: "));
        assert!(error.to_string().ends_with("example: --filter 'wechat.*'"));
    }

    #[test]
    fn an_unreadable_file_is_named() {
        let error = suites(&["/nonexistent/x.json"]).unwrap_err();
        assert!(error.to_string().starts_with("the vector file /nonexistent/x.json cannot be read: "));
    }
}
