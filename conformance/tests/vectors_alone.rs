//! The built-in implementation against every vector and nothing else: what `.ci/mutants` holds core's mutants against.

use payspec::adapter::{built_in, call_guarded};
use payspec::judge::judge;
use payspec::outcome::Outcome;

#[test]
fn the_built_in_implementation_passes_every_vector() {
    let suites = payspec_vectors::load_all().unwrap();
    let vectors: Vec<_> = suites.iter().flat_map(|suite| &suite.vectors).collect();
    assert!(vectors.len() > 2000, "{}", vectors.len());
    let failed = vectors.iter().filter_map(|vector| {
        // Nobody listens at port 1: whoever fetches fails as well.
        let input = vector.request_input("http://127.0.0.1:1/canary");
        let judgement = judge(vector, &input, &call_guarded(built_in(), &vector.op, &input));
        (judgement.outcome != Outcome::Passed).then(|| format!("{}: {:?}", vector.id, judgement.problems))
    });
    let failed: Vec<String> = failed.collect();
    assert!(failed.is_empty(), "{} of {} fail:\n{}", failed.len(), vectors.len(), failed.join("\n"));
}
