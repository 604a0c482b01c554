//! The choices from which a case is made, kept, so that the same case can be made again and a smaller one from fewer.
//!
//! Zero is always the plainest choice: nothing mutated, the documents' sample, the usual layout. So a case is shrunk by
//! leaving choices out and lowering the rest, without a word about what they mean.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest as _, Sha256};

/// Gives numbers, at random or from a list, and keeps them.
#[derive(Debug)]
pub(crate) struct Choices {
    random: Option<ChaCha8Rng>,
    made: Vec<u32>,
    at: usize,
}

impl Choices {
    /// Those of the case `number` of the run `seed`.
    pub(crate) fn random(seed: u64, number: u64) -> Self {
        let digest = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(number.to_be_bytes()).finalize();
        Choices { random: Some(ChaCha8Rng::from_seed(digest.into())), made: Vec::new(), at: 0 }
    }

    /// Those of a list; behind its end everything is 0.
    pub(crate) fn replay(made: Vec<u32>) -> Self {
        Choices { random: None, made, at: 0 }
    }

    /// What was chosen, without zeros at the end.
    pub(crate) fn into_made(mut self) -> Vec<u32> {
        self.made.truncate(self.at);
        while self.made.last() == Some(&0) {
            self.made.pop();
        }
        self.made
    }

    /// A number below `bound`, which is not 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = bound.max(1);
        let number = match &mut self.random {
            Some(random) => {
                // A little uneven for large bounds, which is of no account here.
                let number = (random.next_u64() % bound as u64) as u32;
                self.made.push(number);
                number as usize
            }
            None => self.made.get(self.at).map_or(0, |number| *number as usize % bound),
        };
        self.at += 1;
        number
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) + 1 == times && times > 1
    }

    /// True with `many` in 100.
    pub(crate) fn percent(&mut self, many: usize) -> bool {
        self.below(100) >= 100 - many
    }

    /// One of the list, which is not empty; its first is the plainest.
    pub(crate) fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }

    /// One of these words.
    pub(crate) fn word<'w>(&mut self, of: &[&'w str]) -> &'w str {
        of[self.below(of.len())]
    }

    /// The list in another order; zeros leave it as it is.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in 1..list.len() {
            let distance = self.below(at + 1);
            list[at - distance..=at].rotate_right(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_chosen_again() {
        let draw = |choices: &mut Choices| {
            let mut list = [1, 2, 3, 4];
            choices.shuffle(&mut list);
            (choices.below(1000), choices.once_in(2), choices.percent(50), choices.word(&["a", "b", "c"]), list)
        };
        let mut random = Choices::random(7, 3);
        let first = draw(&mut random);
        assert_eq!(draw(&mut Choices::random(7, 3)), first);
        assert_eq!(draw(&mut Choices::replay(random.into_made())), first);
        assert_eq!(draw(&mut Choices::replay(Vec::new())), (0, false, false, "a", [1, 2, 3, 4]));
    }
}
