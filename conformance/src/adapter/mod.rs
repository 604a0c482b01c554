//! Implementations under test: in this process, or behind two pipes.

mod builtin;
mod command;
mod pipes;
pub mod process;
pub mod protocol;
pub mod serve;

use std::cell::Cell;

use serde_json::{Map, Value};

pub use protocol::{Hello, Reject, Reply, ReplyFinding};

/// An implementation that lives in this process. `payspec run` without `--adapter` asks it directly, and
/// `payspec adapter` puts it behind the adapter protocol; both see the same answers.
pub trait Implementation: Sync {
    /// What it is and which operations it has.
    fn hello(&self) -> Hello;

    /// Answers one request of the operation `op`. `input` is the request's `in`; the shapes are those of the
    /// protocol's table "Operations". An operation that it does not have is answered with [`Reply::Skip`].
    fn call(&self, op: &str, input: &Map<String, Value>) -> Reply;
}

/// The built-in implementation, payspec-core.
#[must_use]
pub fn built_in() -> &'static dyn Implementation {
    &builtin::BuiltIn
}

/// Asks `implementation` and turns a panic into a [`Reply::Fault`], so that one bad input does not end the run.
pub fn call_guarded(implementation: &dyn Implementation, op: &str, input: &Map<String, Value>) -> Reply {
    let call = || implementation.call(op, input);
    GUARDED.set(true);
    let reply = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).unwrap_or_else(|panic| {
        let what = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "without a message".to_owned());
        Reply::Fault(format!("it panicked: {what}"))
    });
    GUARDED.set(false);
    reply
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is inside [`call_guarded`], so that a panic will be told as a fault.
#[must_use]
pub fn guarded() -> bool {
    GUARDED.get()
}
