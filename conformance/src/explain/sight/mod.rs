//! What can be seen on the given signature itself, before anything is tried: its spelling, its algorithm, and with
//! RSA the hash within. Each way to read it is a [`Reading`].

mod hex;
mod opened;

use super::catalogue::{Mistake, known};
use super::draft::Hash;

pub(crate) use hex::wechat;
pub use opened::Opened;
pub(crate) use opened::alipay;

/// One way to take the given signature.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    /// The mistakes that this reading shows already.
    pub(crate) seen: Vec<Seen>,
    /// The hash that would have made it.
    pub(crate) hash: Hash,
    /// What that hash must be.
    pub(crate) want: Want,
}

/// A mistake that is seen, with its detail if it has one.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) mistake: &'static Mistake,
    pub(crate) detail: String,
}

impl Seen {
    pub(crate) fn new(id: &str) -> Self {
        Seen { mistake: known(id), detail: String::new() }
    }

    pub(crate) fn with(id: &str, detail: impl Into<String>) -> Self {
        Seen { mistake: known(id), detail: detail.into() }
    }
}

/// What a hypothesis must come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Want {
    /// This hash.
    Digest(Vec<u8>),
    /// A hash whose hexadecimal digits begin so.
    Prefix(Vec<u8>),
    /// An MD5 whose middle eight bytes are these.
    Middle(Vec<u8>),
    /// A hash that reads so when the leading zero of each byte is dropped.
    Unpadded(Vec<u8>),
    /// A hash that this PSS encoding holds.
    Pss { hash: Hash, h: Vec<u8>, salt: Vec<u8> },
    /// The string itself.
    Text(Vec<u8>),
}

impl Want {
    /// Whether `digest`, the hash of `bytes`, is it.
    pub(crate) fn is(&self, digest: impl FnOnce() -> Vec<u8>, bytes: &[u8]) -> bool {
        match self {
            Want::Digest(want) => *want == digest(),
            Want::Prefix(want) => super::edit::hex(&digest(), false).starts_with(want),
            Want::Middle(want) => digest().get(4..12) == Some(&**want),
            Want::Unpadded(want) => {
                let text: String = digest().iter().map(|byte| format!("{byte:x}")).collect();
                text.as_bytes() == &**want
            }
            Want::Pss { hash, h, salt } => hash.of(&[&[0; 8], &*digest(), salt].concat(), b"") == *h,
            Want::Text(want) => **want == *bytes,
        }
    }
}
