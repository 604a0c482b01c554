//! A part of a run, so that the jobs of a CI system share it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Part `number` of `of`, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shard {
    number: usize,
    of: usize,
}

impl Shard {
    /// Keeps this part of `items`: every `of`-th one. All parts together are the whole, none holds an item of
    /// another's, their sizes differ by one at most, and no seed has a say.
    pub fn keep<T>(self, items: &mut Vec<T>) {
        let mut place = 0;
        items.retain(|_| {
            place += 1;
            (place - 1) % self.of == self.number - 1
        });
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> Self {
        shard.to_string()
    }
}

impl TryFrom<String> for Shard {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err("give K/N with K from 1 to N, such as 2/4".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shards_are_an_even_partition() {
        for (size, of) in [(0, 1), (1, 3), (10, 3), (12, 4), (7, 7)] {
            let mut together = Vec::new();
            for number in 1..=of {
                let mut items: Vec<usize> = (0..size).collect();
                format!("{number}/{of}").parse::<Shard>().unwrap().keep(&mut items);
                assert!(items.len() == size / of || items.len() == size / of + 1, "{size} {number}/{of}: {items:?}");
                together.extend(items);
            }
            together.sort_unstable();
            assert_eq!(together, (0..size).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_is_no_shard_is_refused() {
        for bad in ["", "1", "0/2", "3/2", "a/2", "1/0", "-1/2", "1/2/3"] {
            assert_eq!(bad.parse::<Shard>(), Err("give K/N with K from 1 to N, such as 2/4".to_owned()), "{bad}");
        }
    }
}
