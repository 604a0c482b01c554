//! What the jobs write into: what was found, what was seen of it before, and what is not asked any more.

use std::collections::{BTreeMap, BTreeSet};

use payspec_vectors::Vector;

use super::Catch;
use crate::fuzz::case::Case;
use crate::fuzz::divergence::{Divergence, Key, rank};

/// How many divergences are shrunk and listed.
const LISTED: usize = 60;

/// How many disputed cases are kept.
const DISPUTES: usize = 20;

/// What all jobs write into, each when it is its turn.
#[derive(Default)]
pub(super) struct Book {
    pub(super) caught: Catch,
    /// The place of each divergence that was found, after shrinking.
    places: BTreeMap<Key, usize>,
    /// The place of what a divergence became by shrinking.
    became: BTreeMap<Key, usize>,
    /// Cases with an address of which nobody knows yet whether it was fetched.
    pub(super) baited: Vec<(u64, Case)>,
    /// Where it breaks, and since which block that is known.
    breaks: Vec<(u64, Key)>,
}

/// What has to be done about a divergence.
pub(super) enum News {
    /// It is new.
    New,
    /// It was counted with its like, or there are too many.
    Known,
}

impl Book {
    /// Counts a divergence with its like, if there is one: one with the same bug classes, or with fewer of them, which
    /// show it just as well.
    pub(super) fn count(&mut self, key: &Key) -> News {
        let like = || self.places.iter().find(|(own, _)| own.covers(key)).map(|(_, place)| *place);
        if let Some(place) = self.became.get(key).copied().or_else(like) {
            self.caught.found[place].times += 1;
            return News::Known;
        }
        if self.caught.found.len() >= LISTED {
            self.caught.left_out += 1;
            return News::Known;
        }
        News::New
    }

    /// Adds a divergence that was seen as `before` and then shrunk.
    pub(super) fn add_shrunk(&mut self, before: Key, found: Divergence) {
        let place = self.add(found);
        self.became.insert(before, place);
    }

    /// Adds a divergence, or counts it with its like; gives its place.
    pub(super) fn add(&mut self, found: Divergence) -> usize {
        let list = &mut self.caught.found;
        let place = *self.places.entry(found.key()).or_insert_with(|| {
            list.push(Divergence { times: 0, ..found.clone() });
            list.len() - 1
        });
        list[place].times += found.times;
        place
    }

    /// Counts each divergence with one that shows it with fewer bug classes, if that was found later; the worst first.
    pub(super) fn close(mut self) -> Catch {
        let found = std::mem::take(&mut self.caught.found);
        let keys: Vec<Key> = found.iter().map(Divergence::key).collect();
        let mut kept: Vec<Divergence> = Vec::new();
        let mut plainest: Vec<(Key, Divergence)> = keys.into_iter().zip(found).collect();
        plainest.sort_by_cached_key(|(key, _)| (key.flags.len(), key.clone()));
        for (key, one) in plainest {
            match kept.iter_mut().find(|other| other.key().covers(&key)) {
                Some(other) => other.times += one.times,
                None => kept.push(one),
            }
        }
        kept.sort_by_cached_key(|found| (rank(found.severity()), found.key()));
        Catch { found: kept, ..self.caught }
    }

    /// Sets a case aside on which our two oracles differ.
    pub(super) fn dispute(&mut self, vector: &Vector) {
        self.caught.disputed += 1;
        let disputes = &mut self.caught.disputes;
        let like = |other: &Vector| other.op == vector.op && other.flags == vector.flags;
        if disputes.len() < DISPUTES && !disputes.iter().any(like) {
            disputes.push(vector.clone());
        }
    }

    /// Notes where it breaks.
    pub(super) fn breaks(&mut self, block: u64, key: Key) {
        self.breaks.push((block, key));
    }

    /// Where it was known to break when the block `before` was done.
    pub(super) fn broken(&self, before: u64) -> BTreeSet<Key> {
        self.breaks.iter().filter(|(block, _)| *block <= before).map(|(_, key)| key.clone()).collect()
    }
}
