//! What a reader makes of a message.

use crate::pairs::Pairs;

/// A sound reader gives the same fields to the verifier and to the application.
#[derive(Debug, Clone)]
pub struct Views {
    /// What the verifier sees.
    pub signed: Pairs,
    /// What the application reads, once the verifier is content.
    pub read: Pairs,
}

impl Views {
    /// One view for both.
    pub fn same(pairs: Pairs) -> Self {
        Views { signed: pairs.clone(), read: pairs }
    }
}
