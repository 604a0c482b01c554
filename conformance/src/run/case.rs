//! A vector made ready to be asked.

use payspec_vectors::Vector;
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value};

use crate::adapter::Hello;
use crate::adapter::protocol::{MAX_LINE, request_tail};
use crate::outcome::{Judgement, Problem, Skip};
use crate::run::watch::Watch;

/// A vector, its input, and its request's line.
pub(crate) struct Case<'a> {
    /// The vector.
    pub(crate) vector: &'a Vector,
    /// What the implementation is given.
    pub(crate) input: Map<String, Value>,
    /// The request's line after its id, written once however often it is asked.
    pub(super) tail: Vec<u8>,
    /// The canary's name for this vector, if it uses it.
    pub(super) canary: Option<String>,
}

/// The longest id that a run can reach has 20 digits; `{"id":` and a brace come before the tail.
const LINE_HEAD: usize = 32;

/// Makes every vector ready.
pub(super) fn prepare<'a>(vectors: &'a [Vector], canary: Option<&Watch>, random: &mut ChaCha8Rng) -> Vec<Case<'a>> {
    vectors
        .iter()
        .map(|vector| {
            let token = vector.uses_canary().then(|| format!("{:016x}", random.next_u64()));
            let url = token.as_deref().zip(canary).map(|(token, canary)| canary.url(token));
            let input = vector.request_input(url.as_deref().unwrap_or_default());
            let tail = request_tail(&vector.op, &input);
            Case { vector, input, tail, canary: token }
        })
        .collect()
}

impl Case<'_> {
    /// The judgement of a vector that an implementation is not asked, and why it is not.
    pub(super) fn not_asked(&self, hello: &Hello) -> Option<Judgement> {
        if !hello.ops.contains(&self.vector.op) {
            return Some(Judgement::skipped(Skip::NoOperation { op: self.vector.op.clone() }));
        }
        if let Some(feature) = self.vector.needs.iter().find(|need| hello.lacks.contains(need)) {
            return Some(Judgement::skipped(Skip::LacksFeature { feature: feature.clone() }));
        }
        (self.tail.len() + LINE_HEAD > MAX_LINE).then(|| {
            let what = format!("its request is longer than the {MAX_LINE} bytes of a line");
            Judgement::wrong(vec![Problem::VectorFault { what }])
        })
    }
}
