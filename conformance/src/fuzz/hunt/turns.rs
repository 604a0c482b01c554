//! Whose turn it is: blocks are asked side by side and weighed one after the other.

use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Gives blocks their numbers, and turns in that order.
#[derive(Default)]
pub(super) struct Turns {
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Default)]
struct State {
    /// The number of the next block.
    next: u64,
    /// The block whose turn it is.
    turn: u64,
    /// Blocks that are done before their turn.
    done: BTreeSet<u64>,
}

/// A block's place in the order. Dropped, it lets the next one in.
pub(super) struct Ticket<'t> {
    turns: &'t Turns,
    /// The block's number.
    pub(super) block: u64,
}

impl Turns {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next place.
    pub(super) fn ticket(&self) -> Ticket<'_> {
        let mut state = self.state();
        state.next += 1;
        Ticket { turns: self, block: state.next - 1 }
    }
}

impl Ticket<'_> {
    /// Waits until all blocks before this one are done.
    pub(super) fn wait(&self) {
        let mut state = self.turns.state();
        while state.turn != self.block {
            state = self.turns.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let mut state = self.turns.state();
        state.done.insert(self.block);
        while state.done.first() == Some(&state.turn) {
            state.done.pop_first();
            state.turn += 1;
        }
        self.turns.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    #[test]
    fn turns_come_in_the_order_of_the_blocks() {
        let turns = Turns::default();
        let [first, second, third] = [turns.ticket(), turns.ticket(), turns.ticket()];
        let (tell, told) = mpsc::channel();
        thread::scope(|scope| {
            let (tell, own) = (tell.clone(), tell);
            scope.spawn(move || {
                third.wait();
                tell.send(third.block).unwrap();
            });
            // One that is never asked does not stop those behind it.
            drop(second);
            first.wait();
            own.send(first.block).unwrap();
            drop(first);
        });
        assert_eq!(told.iter().take(2).collect::<Vec<_>>(), [0, 2]);
    }
}
