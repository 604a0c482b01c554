//! Fields as the pipelines pass them on: names and values as bytes, in the order of the message, repeats kept.

use payspec_core::fields::{Fields, Pair as _};

/// A name and its value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// The fields of a message.
pub type Pairs = Vec<Pair>;

/// What core has read, as pairs.
pub fn of(fields: &Fields<'_>) -> Pairs {
    fields.iter().map(|field| (field.name().to_vec(), field.value().to_vec())).collect()
}

/// A pair of texts.
pub fn pair(name: &str, value: impl Into<Vec<u8>>) -> Pair {
    (name.as_bytes().to_vec(), value.into())
}

/// The first value of that name.
pub fn get<'p>(pairs: &'p [Pair], name: &str) -> Option<&'p [u8]> {
    pairs.iter().find(|pair| pair.0 == name.as_bytes()).map(|pair| pair.1.as_slice())
}

/// The first value of that name, unless it is empty.
pub fn filled<'p>(pairs: &'p [Pair], name: &str) -> Option<&'p [u8]> {
    get(pairs, name).filter(|value| !value.is_empty())
}

/// Whether the first value of that name is that text.
pub fn is(pairs: &[Pair], name: &str, value: &str) -> bool {
    get(pairs, name) == Some(value.as_bytes())
}

/// The pairs whose names are not among `names`.
pub fn without(pairs: &[Pair], names: &[&str]) -> Pairs {
    pairs.iter().filter(|pair| !names.iter().any(|name| name.as_bytes() == pair.0)).cloned().collect()
}

/// The pairs whose names are among `names`.
pub fn only(pairs: &[Pair], names: &[&str]) -> Pairs {
    pairs.iter().filter(|pair| names.iter().any(|name| name.as_bytes() == pair.0)).cloned().collect()
}

/// The same names with other values.
pub fn with_values(pairs: &[Pair], change: impl Fn(&[u8]) -> Vec<u8>) -> Pairs {
    pairs.iter().map(|(name, value)| (name.clone(), change(value))).collect()
}

/// One pair a name, at the place of the first: the value is the first one, or the last.
pub fn one_each(pairs: &[Pair], last: bool) -> Pairs {
    let mut each: Pairs = Vec::with_capacity(pairs.len());
    for (name, value) in pairs {
        match each.iter_mut().find(|pair| pair.0 == *name) {
            Some(pair) if last => pair.1.clone_from(value),
            Some(_) => {}
            None => each.push((name.clone(), value.clone())),
        }
    }
    each
}
