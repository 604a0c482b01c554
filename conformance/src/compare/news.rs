//! What is new in a result since an earlier one.

use std::collections::{BTreeMap, BTreeSet};

use super::names;
use crate::report::{Report, VectorReport};

/// What is new for one implementation. All are ids, in the order of the later report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// The implementation, as the later report names it.
    pub name: String,
    /// Fails now, did not then.
    pub new_failures: Vec<String>,
    /// Failed then, passes now.
    pub new_passes: Vec<String>,
    /// Was not there then and fails now.
    pub new_vectors_failing: Vec<String>,
    /// Was not there then, and does not fail.
    pub new_vectors: Vec<String>,
    /// Is not there any more.
    pub vanished: Vec<String>,
    /// The vectors themselves are others: the suites' hashes differ.
    pub other_suite: bool,
}

impl News {
    /// Whether something fails that did not fail then.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        !self.new_failures.is_empty() || !self.new_vectors_failing.is_empty()
    }

    fn between(name: String, now: &Report, then: &Report) -> Self {
        let old: BTreeMap<&str, &VectorReport> = then.vectors.iter().map(|v| (v.id.as_str(), v)).collect();
        let ids: BTreeSet<&str> = now.vectors.iter().map(|v| v.id.as_str()).collect();
        let mut news = Self { name, other_suite: now.suite.hash != then.suite.hash, ..Self::default() };
        for vector in &now.vectors {
            let (fails, failed) = (vector.outcome.fails(), old.get(vector.id.as_str()).map(|v| v.outcome.fails()));
            let list = match (fails, failed) {
                (true, Some(false)) => &mut news.new_failures,
                // A vector that is skipped now has not been mended.
                (false, Some(true)) if vector.outcome.judged() => &mut news.new_passes,
                (true, None) => &mut news.new_vectors_failing,
                (false, None) => &mut news.new_vectors,
                _ => continue,
            };
            list.push(vector.id.clone());
        }
        let gone = then.vectors.iter().filter(|vector| !ids.contains(vector.id.as_str()));
        news.vanished = gone.map(|vector| vector.id.clone()).collect();
        news
    }
}

/// What is new in each of `reports` since `earlier`: the one of the same implementation, whatever its version, or
/// the only one against the only one.
///
/// # Errors
/// An implementation that the earlier results do not have.
pub fn since(reports: &[Report], earlier: &[Report]) -> Result<Vec<News>, String> {
    if earlier.is_empty() {
        return Ok(Vec::new());
    }
    let key = |report: &Report| match &report.implementation.hello {
        Some(hello) => hello.name.clone(),
        None => report.implementation.command.clone().unwrap_or_default(),
    };
    let of = |(report, name): (&Report, String)| {
        let then = match (reports, earlier) {
            ([_], [only]) => Some(only),
            _ => earlier.iter().find(|then| key(then) == key(report)),
        };
        let then = then.ok_or_else(|| format!("the earlier results know no implementation called {}", key(report)))?;
        Ok(News::between(name, report, then))
    };
    reports.iter().zip(names(reports)).map(of).collect()
}
