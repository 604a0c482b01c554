//! Makes a case smaller as long as it still shows the same: fewer choices, and plainer ones.

/// The smallest list for which `still` holds that is found by asking it `budget` times; it holds for `made`.
pub(super) fn shrink(made: Vec<u32>, budget: usize, still: &mut dyn FnMut(&[u32]) -> bool) -> Vec<u32> {
    let mut search = Search { best: made, left: budget, still };
    while search.round() && search.left > 0 {}
    search.best
}

struct Search<'s> {
    best: Vec<u32>,
    left: usize,
    still: &'s mut dyn FnMut(&[u32]) -> bool,
}

impl Search<'_> {
    /// Takes the list if it is smaller and shows the same.
    fn take(&mut self, mut list: Vec<u32>) -> bool {
        while list.last() == Some(&0) {
            list.pop();
        }
        let smaller = (list.len(), &list) < (self.best.len(), &self.best);
        if !smaller || self.left == 0 {
            return false;
        }
        self.left -= 1;
        let holds = (self.still)(&list);
        if holds {
            self.best = list;
        }
        holds
    }

    /// Every way once; whether any made it smaller.
    fn round(&mut self) -> bool {
        let before = self.best.clone();
        for size in [32, 16, 8, 4, 2, 1] {
            // From the end: what comes later depends on what comes before.
            let mut at = self.best.len().saturating_sub(size);
            loop {
                let end = (at + size).min(self.best.len());
                if at < end {
                    let mut without = self.best.clone();
                    without.drain(at..end);
                    let mut zeros = self.best.clone();
                    zeros[at..end].fill(0);
                    let _ = self.take(zeros) || self.take(without);
                }
                if at == 0 {
                    break;
                }
                at = at.saturating_sub(size);
            }
        }
        for at in (0..self.best.len()).rev() {
            self.lower(at);
        }
        if self.best == before {
            self.untake();
        }
        self.best != before
    }

    /// Takes back a choice together with those that it led to, which stand behind it.
    fn untake(&mut self) {
        for led_to in 1..=16 {
            for at in (0..self.best.len().saturating_sub(led_to)).rev() {
                if self.best.get(at).is_some_and(|choice| *choice > 0) {
                    let mut list = self.best.clone();
                    list[at] = 0;
                    list.drain(at + 1..(at + 1 + led_to).min(list.len()));
                    self.take(list);
                }
            }
        }
    }

    /// Halves the way from what no longer shows it to what does, as long as there is one.
    fn lower(&mut self, at: usize) {
        let mut too_low = None;
        while let Some(&value) = self.best.get(at) {
            let tried = match too_low {
                None => 0,
                Some(low) => low + (value - low) / 2,
            };
            if value == 0 || too_low == Some(tried) || self.left == 0 {
                break;
            }
            let mut list = self.best.clone();
            list[at] = tried;
            if !self.take(list) {
                too_low = Some(tried);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_goes() {
        let made = vec![9, 0, 7, 7, 3, 90, 1, 1, 60, 2, 2];
        let mut asked = 0;
        let shrunk = shrink(made, 600, &mut |list| {
            asked += 1;
            list.iter().any(|choice| *choice >= 50) && list.contains(&3)
        });
        assert_eq!(shrunk.len(), 2);
        assert!(shrunk.contains(&3) && shrunk.iter().any(|choice| (50..=60).contains(choice)), "{shrunk:?}");
        assert!(asked <= 600);
    }

    #[test]
    fn it_asks_no_more_than_it_may() {
        let mut asked = 0;
        let shrunk = shrink((0..200).collect(), 7, &mut |_| {
            asked += 1;
            false
        });
        assert_eq!((asked, shrunk.len()), (7, 200));
    }

    #[test]
    fn what_a_choice_led_to_goes_with_it() {
        // A list of as many numbers as the first says, and one that counts.
        let still = |list: &[u32]| {
            let many = list.first().copied().unwrap_or(0) as usize;
            list.get(1 + many) == Some(&7)
        };
        assert_eq!(shrink(vec![3, 1, 2, 3, 7], 600, &mut |list| still(list)), [0, 7]);
    }

    #[test]
    fn what_cannot_be_smaller_stays() {
        assert_eq!(shrink(vec![1, 2], 600, &mut |list| list == [1, 2]), [1, 2]);
    }
}
