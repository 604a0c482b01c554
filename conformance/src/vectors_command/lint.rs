//! `payspec vectors lint`: is a vector file what it has to be?

use std::io::Write;
use std::path::PathBuf;

use crate::exit::Exit;
use crate::program::Failure;
use crate::report::text::printable;

pub(super) fn run(files: &[PathBuf], out: &mut dyn Write) -> Result<Exit, Failure> {
    let mut found = 0_usize;
    let mut suites = Vec::new();
    let mut texts: Vec<(String, String)> = Vec::new();
    for file in files {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file)
            .map_err(|e| Failure::usage(format!("the vector file {name} cannot be read: {e}")))?;
        texts.push((name, text));
    }
    if files.is_empty() {
        let embedded = payspec_vectors::names().iter();
        let texts_of = embedded.filter_map(|name| Some((format!("{name}.json"), payspec_vectors::text(name)?)));
        texts.extend(texts_of.map(|(name, text)| (name, text.to_owned())));
    }
    for (name, text) in &texts {
        match payspec_vectors::parse(name, text) {
            Ok(suite) => suites.push(suite),
            Err(error) => {
                found += 1;
                writeln!(out, "{}", printable(&error.to_string()))?;
            }
        }
    }
    for fault in payspec_vectors::lint(&suites) {
        found += 1;
        writeln!(out, "{}", printable(&fault))?;
    }
    let vectors: usize = suites.iter().map(|suite| suite.vectors.len()).sum();
    writeln!(out, "{} files, {vectors} vectors, {found} findings", texts.len())?;
    Ok(if found == 0 { Exit::AsExpected } else { Exit::Failures })
}
