//! WeChat Pay: a small pipeline per operation, whose steps can be replaced one by one.

pub mod call_up;
pub mod doctype;
pub mod lenient;
pub mod operations;
pub mod order;
pub mod outbound;
pub mod refund;
pub mod signing;
pub mod verifying;
pub mod xml;

use payspec_core::wechat::sign::SignType;

use crate::pairs::{Pair, Pairs};
use crate::stop::{Step, Stop};
use crate::views::Views;

/// The steps of all operations.
#[derive(Clone, Copy)]
pub struct Steps {
    /// Refuses fields of which two have one name.
    pub unique: fn(&[Pair]) -> Step<()>,
    /// Fields → canonical string, without the key.
    pub canonical: fn(&[Pair]) -> Step<Vec<u8>>,
    /// Canonical string and key → what is hashed.
    pub tail: fn(Vec<u8>, &str) -> Vec<u8>,
    /// What is hashed, and the key → signature.
    pub digest: fn(SignType, &[u8], &str) -> String,
    /// The configured name of the algorithm → the algorithm that signs.
    pub configured: fn(&str) -> Step<SignType>,

    /// Body and root name → fields.
    pub xml: fn(&[u8], &str) -> Step<Views>,
    /// Fields → the signature to check, or `None` if nothing is checked.
    pub given: fn(&[Pair]) -> Step<Option<Vec<u8>>>,
    /// Fields, the signature, the configured algorithm → the algorithm to check with.
    pub algorithm: fn(&[Pair], &[u8], SignType) -> Step<SignType>,
    /// Fields and the merchant's key → the key to check with.
    pub key: fn(&[Pair], &str) -> String,
    /// Fields → those that the verifier looks at.
    pub bound: fn(&[Pair]) -> Pairs,
    /// The right signature and the given one → whether they are the same.
    pub same: fn(&str, &[u8]) -> bool,
    /// The application's view → what the operation hands out.
    pub handed_out: fn(&[Pair]) -> Result<Pairs, Stop>,
    /// An answer's fields → what is read of it without a signature, if anything.
    pub unsigned: fn(&[Pair]) -> Option<Pairs>,
    /// Fields → whether the message alone says "paid".
    pub paid: fn(&[Pair]) -> bool,
    /// What is held against the order.
    pub order: order::Steps,

    /// Building messages.
    pub outbound: outbound::Steps,
    /// The call-ups of JSAPI and APP.
    pub call_up: call_up::Steps,
    /// Refund notifications.
    pub refund: refund::Steps,
}

/// As the documents ask.
pub const SOUND: Steps = Steps {
    unique: signing::unique,
    canonical: signing::canonical,
    tail: signing::tail,
    digest: signing::digest,
    configured: signing::configured,
    xml: xml::sound,
    given: verifying::given,
    algorithm: verifying::algorithm,
    key: verifying::key,
    bound: <[Pair]>::to_vec,
    same: verifying::same,
    handed_out: |pairs| Ok(pairs.to_vec()),
    unsigned: verifying::unsigned,
    paid: verifying::paid,
    order: order::SOUND,
    outbound: outbound::SOUND,
    call_up: call_up::SOUND,
    refund: refund::SOUND,
};
