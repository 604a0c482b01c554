//! The vectors that are still to be asked, shared by all jobs.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Hands out each vector once, in the shuffled order.
pub(super) struct Queue {
    order: Vec<usize>,
    next: AtomicUsize,
    stopped: AtomicBool,
}

impl Queue {
    pub(super) fn new(order: Vec<usize>) -> Self {
        Self { order, next: AtomicUsize::new(0), stopped: AtomicBool::new(false) }
    }

    /// The next vector; none when all are handed out or the queue was stopped.
    pub(super) fn next(&self) -> Option<usize> {
        if self.stopped.load(Ordering::Relaxed) {
            return None;
        }
        self.order.get(self.next.fetch_add(1, Ordering::Relaxed)).copied()
    }

    /// Nothing more is asked, by any job.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}
