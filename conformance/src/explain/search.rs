//! The search: which mistakes, alone or two together, turn this message into the given signature.
//!
//! A hypothesis is a change of the right recipe; it costs one string and one hash. What does not change the string
//! is not tried. Whatever is reported reproduces the given signature exactly.

use std::borrow::Cow;

use payspec_core::finding::Lang;

use super::catalogue::{self, Act, Mistake, Way};
use super::draft::{Draft, Hash};
use super::read::Material;
use super::sight::{Reading, Seen, Want};

/// How many hypotheses of two mistakes are tried at most, the likeliest first.
pub const PAIRS: usize = 20_000;

/// How many causes are named at most.
const NAMED: usize = 12;

/// A mistake as it was made here.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// Which.
    pub mistake: &'static Mistake,
    /// In what way, where there are several; else empty.
    detail: (Cow<'static, str>, Cow<'static, str>),
    /// In which fields, if not in all.
    pub fields: Vec<String>,
}

impl Made {
    fn seen(seen: &Seen) -> Self {
        let detail = Cow::<'static, str>::Owned(seen.detail.clone());
        Made { mistake: seen.mistake, detail: (detail.clone(), detail), fields: Vec::new() }
    }

    /// In what way, where there are several; else empty.
    pub fn detail(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.detail.0,
            Lang::Zh => &self.detail.1,
        }
    }
}

/// What reproduces the given signature: one mistake, or several together.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// The mistakes; all of them are needed.
    pub made: Vec<Made>,
}

impl Cause {
    /// The mistakes' names, joined by ` + `.
    pub fn id(&self) -> String {
        self.made.iter().map(|made| made.mistake.id()).collect::<Vec<_>>().join(" + ")
    }
}

/// What came of a search.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// What reproduces the signature, likeliest first; all have the same effect on this message. Empty if nothing
    /// does.
    pub causes: Vec<Cause>,
    /// How many single mistakes change something on this message and were tried.
    pub singles: usize,
    /// How many hypotheses of two mistakes were tried.
    pub pairs: usize,
    /// How many there are; more than were tried if the bound was reached.
    pub pairs_possible: usize,
}

#[derive(Clone, Copy)]
enum Scope {
    Whole,
    Item(usize),
    Key(usize),
}

/// One way of one mistake, at one place.
#[derive(Clone, Copy)]
struct Hypothesis {
    mistake: &'static Mistake,
    way: &'static Way,
    scope: Scope,
    rank: u32,
}

impl Hypothesis {
    /// Fields are chosen, then named and joined, then values change.
    fn stage(&self) -> u8 {
        match self.way.act {
            Act::Select(_) | Act::Each(_) | Act::OtherKey(_) => 0,
            Act::Recipe(_) => 1,
            Act::Value(_) | Act::OneValue(_) => 2,
        }
    }

    fn apply(&self, draft: &mut Draft<'_>, others: &[Vec<u8>]) {
        match (self.way.act, self.scope) {
            (Act::Recipe(change) | Act::Select(change), _) => change(draft),
            (Act::Value(change) | Act::OneValue(change), scope) => {
                let material = draft.material;
                for at in 0..draft.items.len() {
                    let item = &mut draft.items[at];
                    let here = match scope {
                        Scope::Item(only) => only == at,
                        _ => true,
                    };
                    if here
                        && item.taken
                        && let Some(value) = change(material, item)
                    {
                        item.value = Cow::Owned(value);
                    }
                }
            }
            (Act::Each(change), Scope::Item(at)) => change(draft, at),
            (Act::OtherKey(change), Scope::Key(at)) => change(draft, &others[at]),
            (Act::Each(_) | Act::OtherKey(_), _) => {}
        }
    }
}

/// A message, the keys, and what they are searched with.
pub(crate) struct Search<'m> {
    pub(crate) material: &'m Material,
    /// WeChat Pay's key; empty for Alipay.
    pub(crate) key: &'m [u8],
    /// Other keys that may have been used.
    pub(crate) others: &'m [Vec<u8>],
}

/// A single mistake that changes something, with the string it makes.
struct Active {
    hypothesis: Hypothesis,
    bytes: Vec<u8>,
    fields: Vec<String>,
}

/// The singles of one hash, found once.
struct Singles<'m> {
    base: Draft<'m>,
    bytes: Vec<u8>,
    active: Vec<Active>,
}

impl<'m> Search<'m> {
    /// Searches all readings: what explains with the fewest mistakes comes first.
    pub(crate) fn run(&self, readings: &[Reading]) -> Found {
        let mut found = Found::default();
        let mut cache: Vec<(Hash, Singles<'m>)> = Vec::new();
        let most = readings.iter().map(|reading| reading.seen.len() + 2).max().unwrap_or(0);
        for total in 0..=most {
            for reading in readings {
                let Some(level) = total.checked_sub(reading.seen.len()).filter(|level| *level <= 2) else { continue };
                if !cache.iter().any(|(hash, _)| *hash == reading.hash) {
                    let singles = self.singles(reading.hash);
                    found.singles = found.singles.max(singles.active.len());
                    cache.push((reading.hash, singles));
                }
                let Some((_, singles)) = cache.iter().find(|(hash, _)| *hash == reading.hash) else { continue };
                match level {
                    0 if !reading.seen.is_empty() => {
                        if reading.want.is(|| singles.base.digest(&singles.bytes), &singles.bytes) {
                            found.causes.push(cause(reading, Vec::new()));
                        }
                    }
                    1 => self.single(reading, singles, &mut found),
                    2 => self.pairs(reading, singles, &mut found),
                    _ => {}
                }
            }
            if !found.causes.is_empty() {
                found.causes.truncate(NAMED);
                return found;
            }
        }
        found
    }

    /// Everything that changes the string or the hash, likeliest first.
    fn singles(&self, hash: Hash) -> Singles<'m> {
        let base = Draft::right(self.material, self.key, hash);
        let bytes = base.bytes();
        let mut active: Vec<Active> = Vec::new();
        for mistake in catalogue::all().filter(|mistake| mistake.on.has(self.material.kind.family)) {
            let first = active.len();
            for (n, way) in mistake.ways.iter().enumerate() {
                let rank = u32::from(mistake.rank) + n as u32;
                self.expand(mistake, way, rank, &base, &bytes, first, &mut active);
            }
        }
        active.sort_by_key(|single| single.hypothesis.rank);
        Singles { base, bytes, active }
    }

    #[expect(clippy::too_many_arguments, reason = "one step of `singles`, split off for its length")]
    fn expand(
        &self,
        mistake: &'static Mistake,
        way: &'static Way,
        rank: u32,
        base: &Draft<'m>,
        right: &[u8],
        first: usize,
        active: &mut Vec<Active>,
    ) {
        let mut add = |scope: Scope, rank: u32, fields: Vec<String>| {
            let hypothesis = Hypothesis { mistake, way, scope, rank };
            let mut draft = base.clone();
            hypothesis.apply(&mut draft, self.others);
            let bytes = draft.bytes();
            let inert = bytes == right && draft.hmac_key.is_none() && !draft.swapped;
            // Another way of the same mistake with the same effect adds nothing.
            let again =
                active[first..].iter().any(|other| other.bytes == bytes && draft.hmac_key.is_none() && !draft.swapped);
            if !inert && !again {
                active.push(Active { hypothesis, bytes, fields });
            }
        };
        let taken = || base.items.iter().enumerate().filter(|(_, item)| item.taken);
        let name = |at: usize| String::from_utf8_lossy(&base.items[at].name).into_owned();
        match way.act {
            Act::Recipe(_) | Act::Select(_) => add(Scope::Whole, rank, Vec::new()),
            Act::Value(change) => {
                let changed: Vec<usize> = taken()
                    .filter(|(_, item)| change(self.material, item).is_some_and(|value| *value != *item.value))
                    .map(|(at, _)| at)
                    .collect();
                if !changed.is_empty() {
                    let fields =
                        if changed.len() < 4 { changed.iter().map(|at| name(*at)).collect() } else { Vec::new() };
                    add(Scope::Whole, rank, fields);
                }
                if changed.len() > 1 {
                    for at in changed {
                        add(Scope::Item(at), rank + 12, vec![name(at)]);
                    }
                }
            }
            Act::OneValue(change) => {
                for (at, item) in taken() {
                    if change(self.material, item).is_some() {
                        add(Scope::Item(at), rank + 6, vec![name(at)]);
                    }
                }
            }
            Act::Each(_) => {
                for (at, _) in taken() {
                    add(Scope::Item(at), rank, vec![name(at)]);
                }
            }
            Act::OtherKey(_) => {
                for n in 0..self.others.len() {
                    add(Scope::Key(n), rank, Vec::new());
                }
            }
        }
    }

    fn single(&self, reading: &Reading, singles: &Singles<'m>, found: &mut Found) {
        for single in &singles.active {
            if self.fits(reading, singles, single, None) {
                found.causes.push(cause(reading, vec![made(single)]));
            }
        }
    }

    /// Whether one mistake, or two in this order, come to what the reading wants.
    fn fits(&self, reading: &Reading, singles: &Singles<'m>, first: &Active, second: Option<&Active>) -> bool {
        let alone =
            second.is_none() && matches!(first.hypothesis.way.act, Act::Value(_) | Act::Select(_) | Act::Each(_));
        if alone {
            // Nothing but the string changes, and that is known.
            return reading.want.is(|| singles.base.digest(&first.bytes), &first.bytes);
        }
        let mut draft = singles.base.clone();
        first.hypothesis.apply(&mut draft, self.others);
        if let Some(second) = second {
            second.hypothesis.apply(&mut draft, self.others);
        }
        let bytes = draft.bytes();
        reading.want.is(|| draft.digest(&bytes), &bytes)
    }

    fn pairs(&self, reading: &Reading, singles: &Singles<'m>, found: &mut Found) {
        if matches!(reading.want, Want::Text(_)) && singles.active.is_empty() {
            return;
        }
        let active = &singles.active;
        let count = active.len();
        found.pairs_possible = found.pairs_possible.max(count * count.saturating_sub(1) / 2);
        let mut order: Vec<(u32, u16, u16)> = Vec::with_capacity(count * count / 2);
        for (i, a) in active.iter().enumerate() {
            for (j, b) in active.iter().enumerate().skip(i + 1) {
                order.push((a.hypothesis.rank + b.hypothesis.rank, i as u16, j as u16));
            }
        }
        order.sort_unstable();
        for (_, i, j) in order {
            if found.pairs >= PAIRS {
                return;
            }
            let (mut a, mut b) = (&active[usize::from(i)], &active[usize::from(j)]);
            if a.hypothesis.stage() > b.hypothesis.stage() {
                (a, b) = (b, a);
            }
            found.pairs += 1;
            let both_ways = a.hypothesis.stage() == b.hypothesis.stage() && a.hypothesis.stage() > 0;
            if self.fits(reading, singles, a, Some(b)) || (both_ways && self.fits(reading, singles, b, Some(a))) {
                found.causes.push(cause(reading, vec![made(a), made(b)]));
                if found.causes.len() >= NAMED {
                    return;
                }
            }
        }
    }
}

fn made(single: &Active) -> Made {
    let Hypothesis { mistake, way, .. } = single.hypothesis;
    Made { mistake, detail: (Cow::Borrowed(way.en), Cow::Borrowed(way.zh)), fields: single.fields.clone() }
}

fn cause(reading: &Reading, more: Vec<Made>) -> Cause {
    let mut made: Vec<Made> = more;
    made.extend(reading.seen.iter().map(Made::seen));
    Cause { made }
}
