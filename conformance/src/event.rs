//! What happens in a run, as it happens. A [`Report`](crate::report::Report) is made of these, and nothing else is.

use serde::{Deserialize, Serialize};

use crate::adapter::{Hello, Reply};
use crate::outcome::{Breach, Judgement};

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// An implementation answered the handshake; with several jobs, once for each.
    Ready(Hello),
    /// A vector has its outcome.
    Judged {
        /// Its place in the selection.
        case: usize,
        /// What came of it.
        judgement: Judgement,
        /// The reply, kept where a reader may want to see it.
        reply: Option<Reply>,
    },
    /// A process broke the protocol and was ended.
    Broke(Incident),
    /// The adapter will not be started again.
    GaveUp(Breach),
    /// A line went to the adapter (with `--show-io`).
    Sent(String),
    /// A line came from the adapter (with `--show-io`).
    Received(String),
    /// The end of what a process wrote on standard error, when it was ended.
    Stderr(String),
}

/// A process broke the protocol.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// How.
    pub how: Breach,
    /// How many requests were unanswered then.
    pub unanswered: usize,
    /// The end of what it had written on standard error.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub stderr: String,
}
