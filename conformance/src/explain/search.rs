//! The search: which mistakes, alone or two together, turn this message into the given signature.
//!
//! A hypothesis is a change of the right recipe; it costs one string and one hash. What does not change the string
//! is not tried. Whatever is reported reproduces the given signature exactly.

use std::borrow::Cow;

use payspec_core::finding::Lang;

use super::catalogue::{self, Act, Mistake, Way};
use super::draft::{Draft, Hash, Item};
use super::read::Material;
use super::sight::{Reading, Seen};

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

/// Where a change of values is made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Whole,
    /// All addresses, which code often treats apart.
    Urls,
    Item(usize),
    Key(usize),
}

impl Scope {
    fn has(self, at: usize, item: &Item<'_>) -> bool {
        match self {
            Scope::Item(only) => only == at,
            Scope::Urls => item.name.ends_with(b"_url"),
            Scope::Whole | Scope::Key(_) => true,
        }
    }
}

/// A single mistake that changes something: one way of it, at one place.
struct Active {
    mistake: &'static Mistake,
    way: &'static Way,
    scope: Scope,
    rank: u32,
    /// The string that it makes.
    bytes: Vec<u8>,
    /// Whether it changes the string alone, not how it is hashed.
    plain: bool,
    /// Whether it changes the key.
    rekeyed: bool,
    /// The fields that it changes, if they are worth naming.
    fields: Vec<String>,
    /// The one thing of the recipe that it sets, as a bit; 0 if it does something else.
    slots: u8,
    /// What each of the message's values becomes, so that pairs need not do it again.
    values: Vec<Option<Vec<u8>>>,
}

impl Active {
    /// Fields are chosen, then named and joined, then values change.
    fn stage(&self) -> u8 {
        match self.way.act {
            Act::Select(_) | Act::Each(_) | Act::OtherKey(_) => 0,
            Act::Recipe(_) => 1,
            Act::Value(_) | Act::OneValue(_) => 2,
        }
    }

    fn apply<'d>(&'d self, draft: &mut Draft<'d>, others: &[Vec<u8>]) {
        match (self.way.act, self.scope) {
            (Act::Recipe(change) | Act::Select(change), _) => change(draft),
            (Act::Value(change) | Act::OneValue(change), scope) => {
                let material = draft.material;
                for (at, item) in draft.items.iter_mut().enumerate() {
                    if !item.taken || !scope.has(at, item) {
                        continue;
                    }
                    let known = item.part.is_some_and(|part| std::ptr::eq(&*item.value, &*material.parts[part].value));
                    let value = match self.values.get(at).filter(|_| known) {
                        Some(value) => value.as_deref().map(Cow::Borrowed),
                        None => change(material, item).map(Cow::Owned),
                    };
                    if let Some(value) = value {
                        item.value = value;
                    }
                }
            }
            (Act::Each(change), Scope::Item(at)) => change(draft, at),
            (Act::OtherKey(change), Scope::Key(at)) => change(draft, &others[at]),
            (Act::Each(_) | Act::OtherKey(_), _) => {}
        }
    }

    /// Whether it has the same effect on this message as `other`, also beside a second mistake.
    fn is_like(&self, other: &Active) -> bool {
        let alike = |single: &Active| (single.plain, single.slots, single.rekeyed, single.stage());
        self.plain && alike(self) == alike(other) && self.bytes == other.bytes
    }

    /// Signers treat all fields alike more often than not, and there are many fields.
    fn rank_in_pair(&self) -> u32 {
        self.rank + if matches!(self.scope, Scope::Item(_)) { 24 } else { 0 }
    }

    /// Whether both change the same value, so that their order can matter.
    fn touches(&self, other: &Active) -> bool {
        self.values
            .iter()
            .zip(&other.values)
            .enumerate()
            .any(|(at, two)| two.0.is_some() && two.1.is_some() && self.reaches(at) && other.reaches(at))
    }

    fn reaches(&self, at: usize) -> bool {
        !matches!(self.scope, Scope::Item(only) if only != at)
    }

    /// Whether of the two together only one has an effect: both set the same thing.
    fn overrides(&self, other: &Active) -> bool {
        let same_field = matches!((self.scope, other.scope), (Scope::Item(a), Scope::Item(b)) if a == b);
        let same_way = self.mistake == other.mistake && self.stage() == 2 && same_field;
        same_way || (self.slots != 0 && self.slots == other.slots)
    }

    fn made(&self) -> Made {
        let detail = (Cow::Borrowed(self.way.en), Cow::Borrowed(self.way.zh));
        Made { mistake: self.mistake, detail, fields: self.fields.clone() }
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
        let right = base.bytes();
        let mut active: Vec<Active> = Vec::new();
        for mistake in catalogue::all().filter(|mistake| mistake.on.has(self.material.kind.family)) {
            let first = active.len();
            for (n, way) in mistake.ways.iter().enumerate() {
                let values = values(way, &base);
                for (scope, more, fields) in self.scopes(way, &base, &values) {
                    let rank = u32::from(mistake.rank) + n as u32 + more;
                    let values = values.clone();
                    let mut single = Active {
                        mistake,
                        way,
                        scope,
                        rank,
                        bytes: Vec::new(),
                        plain: true,
                        rekeyed: false,
                        fields,
                        slots: 0,
                        values,
                    };
                    let mut draft = base.clone();
                    single.apply(&mut draft, self.others);
                    let bytes = draft.bytes();
                    let rekeyed = draft.key != base.key;
                    let plain = draft.hmac_key.is_none() && !draft.swapped && !(rekeyed && hash.keyed());
                    let slots = draft.set_against(&base);
                    drop(draft);
                    (single.bytes, single.plain, single.rekeyed, single.slots) = (bytes, plain, rekeyed, slots);
                    let inert = plain && single.bytes == right;
                    // Another way of the same mistake with the same effect adds nothing.
                    if !inert && !active[first..].iter().any(|other| other.is_like(&single)) {
                        active.push(single);
                    }
                }
            }
        }
        active.sort_by_key(|single| single.rank);
        Singles { base, bytes: right, active }
    }

    /// Where a way can be tried, how much less likely that is, and the fields' names if they are worth naming.
    fn scopes(&self, way: &Way, base: &Draft<'m>, values: &[Option<Vec<u8>>]) -> Vec<(Scope, u32, Vec<String>)> {
        let name = |at: usize| String::from_utf8_lossy(&base.items[at].name).into_owned();
        let taken: Vec<usize> = (0..base.items.len()).filter(|at| base.items[*at].taken).collect();
        let changed: Vec<usize> =
            taken.iter().copied().filter(|at| values.get(*at).is_some_and(Option::is_some)).collect();
        let each = |list: &[usize], more: u32| {
            list.iter().map(|at| (Scope::Item(*at), more, vec![name(*at)])).collect::<Vec<_>>()
        };
        match way.act {
            Act::Recipe(_) | Act::Select(_) => vec![(Scope::Whole, 0, Vec::new())],
            Act::Value(_) if changed.is_empty() && values.iter().all(Option::is_none) => Vec::new(),
            Act::Value(_) => {
                let named = if changed.len() < 4 { changed.iter().map(|at| name(*at)).collect() } else { Vec::new() };
                let mut scopes = vec![(Scope::Whole, 0, named)];
                let urls: Vec<usize> =
                    changed.iter().copied().filter(|at| Scope::Urls.has(*at, &base.items[*at])).collect();
                if urls.len() > 1 && urls.len() < changed.len() {
                    scopes.push((Scope::Urls, 6, urls.iter().map(|at| name(*at)).collect()));
                }
                if changed.len() > 1 {
                    scopes.extend(each(&changed, 12));
                }
                scopes
            }
            Act::OneValue(_) => each(&changed, 6),
            Act::Each(_) => each(&taken, 0),
            Act::OtherKey(_) => (0..self.others.len()).map(|n| (Scope::Key(n), 0, Vec::new())).collect(),
        }
    }

    fn single(&self, reading: &Reading, singles: &Singles<'m>, found: &mut Found) {
        for single in &singles.active {
            let fits = if single.plain && !single.way.rehashes() {
                // Nothing but the string changes, and that is known.
                reading.want.is(|| singles.base.digest(&single.bytes), &single.bytes)
            } else {
                self.fits(reading, singles, single, None)
            };
            if fits {
                found.causes.push(cause(reading, vec![single.made()]));
            }
        }
    }

    /// Whether one mistake, or two in this order, come to what the reading wants.
    fn fits(&self, reading: &Reading, singles: &Singles<'m>, first: &Active, second: Option<&Active>) -> bool {
        let mut draft = singles.base.clone();
        first.apply(&mut draft, self.others);
        if let Some(second) = second {
            second.apply(&mut draft, self.others);
        }
        let bytes = draft.bytes();
        reading.want.is(|| draft.digest(&bytes), &bytes)
    }

    fn pairs(&self, reading: &Reading, singles: &Singles<'m>, found: &mut Found) {
        if found.pairs >= PAIRS {
            return;
        }
        // Of several with the same effect one is tried; the others are named beside it.
        let mut groups: Vec<Vec<&Active>> = Vec::new();
        for single in &singles.active {
            match groups.iter_mut().find(|group| group[0].is_like(single)) {
                Some(group) => group.push(single),
                None => groups.push(vec![single]),
            }
        }
        let count = groups.len();
        let mut order: Vec<(u32, u16, u16)> = Vec::with_capacity(count * count / 2);
        for (i, a) in groups.iter().enumerate() {
            for (j, b) in groups.iter().enumerate().skip(i + 1) {
                if !a[0].overrides(b[0]) {
                    order.push((a[0].rank_in_pair() + b[0].rank_in_pair(), i as u16, j as u16));
                }
            }
        }
        order.sort_unstable();
        found.pairs_possible += order.len();
        for (_, i, j) in order {
            if found.pairs >= PAIRS {
                return;
            }
            found.pairs += 1;
            let (a, b) = (&groups[usize::from(i)], &groups[usize::from(j)]);
            if !self.together(reading, singles, a[0], b[0]) {
                continue;
            }
            for a in a {
                for b in b {
                    if found.causes.len() < NAMED && self.together(reading, singles, a, b) {
                        found.causes.push(cause(reading, vec![a.made(), b.made()]));
                    }
                }
            }
            if found.causes.len() >= NAMED {
                return;
            }
        }
    }

    /// Whether two mistakes fit, in the order in which a signer would make them, or in either if that is open.
    fn together(&self, reading: &Reading, singles: &Singles<'m>, a: &Active, b: &Active) -> bool {
        let (first, second) = if a.stage() > b.stage() { (b, a) } else { (a, b) };
        let open = a.stage() == b.stage() && (a.touches(b) || singles.base.node.is_some());
        self.fits(reading, singles, first, Some(second)) || (open && self.fits(reading, singles, second, Some(first)))
    }
}

/// What becomes of each value, those of fields that do not take part included: another mistake may take them in.
fn values(way: &Way, base: &Draft<'_>) -> Vec<Option<Vec<u8>>> {
    let (Act::Value(change) | Act::OneValue(change)) = way.act else { return Vec::new() };
    let change = |item: &Item<'_>| change(base.material, item).filter(|value| **value != *item.value);
    base.items.iter().map(change).collect()
}

fn cause(reading: &Reading, more: Vec<Made>) -> Cause {
    let mut made: Vec<Made> = more;
    made.extend(reading.seen.iter().map(Made::seen));
    Cause { made }
}
