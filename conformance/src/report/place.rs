//! Where a failing vector stands in its file.

use std::collections::HashMap;

use super::{Place, Report};
use crate::fresh;

/// Fills in the [`Place`] of every vector that makes the run fail.
pub fn fill(report: &mut Report) {
    let files: Vec<(String, String)> = report
        .suite
        .files
        .iter()
        .filter_map(|file| Some((file.clone(), std::fs::read_to_string(file).ok()?)))
        .collect();
    let mut embedded: HashMap<String, HashMap<String, usize>> = HashMap::new();
    let own: Vec<HashMap<String, usize>> = files.iter().map(|(_, text)| lines(text)).collect();
    for vector in report.vectors.iter_mut().filter(|vector| vector.outcome.fails()) {
        let id = vector.id.strip_suffix(fresh::MARK).unwrap_or(&vector.id);
        let place = if report.suite.files.is_empty() {
            let lines = embedded
                .entry(vector.suite.clone())
                .or_insert_with(|| lines(payspec_vectors::text(&vector.suite).unwrap_or_default()));
            lines.get(id).map(|line| (format!("vectors/{}.json", vector.suite), *line))
        } else {
            let found = own.iter().zip(&files).find_map(|(lines, (file, _))| Some((file, lines.get(id)?)));
            found.map(|(file, line)| (file.clone(), *line))
        };
        vector.place = place.map(|(file, line)| Place { file, line });
    }
}

/// The line of every `"id": "…"` of a vector file. Ids are plain words, so the text itself can be searched.
fn lines(text: &str) -> HashMap<String, usize> {
    let mut found = HashMap::new();
    for (number, line) in text.lines().enumerate() {
        for (at, name) in line.match_indices("\"id\"") {
            let value = line[at + name.len()..].trim_start().strip_prefix(':').map(str::trim_start);
            let id = value.and_then(|value| value.strip_prefix('"')?.split_once('"'));
            if let Some((id, _)) = id {
                found.entry(id.to_owned()).or_insert(number + 1);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_vector_has_its_line() {
        for name in payspec_vectors::names() {
            let text = payspec_vectors::text(name).unwrap();
            let lines = lines(text);
            for vector in payspec_vectors::load(name).unwrap().vectors {
                let line = lines.get(&vector.id).copied().unwrap_or_else(|| panic!("{} has no line", vector.id));
                let read = text.lines().nth(line - 1).unwrap();
                assert!(read.contains(&format!("\"{}\"", vector.id)), "{}: {read}", vector.id);
            }
        }
    }
}
