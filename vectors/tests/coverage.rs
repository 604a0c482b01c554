//! Every clause and attack class that a vector is said to show has its vectors.

use std::collections::BTreeMap;

use payspec_vectors::{Expected, ShownBy, Vector, attacks, clauses};

fn vectors() -> Vec<Vector> {
    let suites = payspec_vectors::load_all().expect("embedded suites parse");
    suites.into_iter().flat_map(|suite| suite.vectors).collect()
}

/// A negative is refused, or names the mistake that would change its output.
fn negative(vector: &Vector) -> bool {
    vector.result == Expected::Invalid || !vector.flags.is_empty()
}

/// What a clause lacks of one positive and two negatives, all different; `None` if it has them.
///
/// A worked example is one vector. `alipay.reply` has two inputs, so one negative is enough there.
fn lacks(id: &str, vectors: &[&Vector]) -> Option<String> {
    if id.contains("-EX-") {
        return vectors.is_empty().then(|| "its vector".to_owned());
    }
    let positives = vectors.iter().filter(|v| v.result != Expected::Invalid).count();
    let negatives = vectors.iter().filter(|v| negative(v)).count();
    let reply_alone = !vectors.is_empty() && vectors.iter().all(|v| v.op == "alipay.reply");
    let wanted = if reply_alone { 1 } else { 2 };
    (positives < 1 || negatives < wanted || vectors.len() < 1 + wanted)
        .then(|| format!("{positives} that may be done, {negatives} negatives, {} in all", vectors.len()))
}

#[test]
fn every_clause_that_a_vector_shows_has_one_positive_and_two_negatives() {
    let all = vectors();
    let mut by_clause: BTreeMap<&str, Vec<&Vector>> = BTreeMap::new();
    for vector in &all {
        for clause in vector.shows() {
            by_clause.entry(clause).or_default().push(vector);
        }
    }
    let shown = clauses().iter().filter(|(_, clause)| clause.shown_by == ShownBy::Vector);
    let missing: Vec<String> = shown
        .filter_map(|(id, _)| {
            let found = by_clause.get(id.as_str()).map_or(&[][..], Vec::as_slice);
            Some(format!("{id}: {}", lacks(id, found)?))
        })
        .collect();
    assert!(missing.is_empty(), "clauses with too few vectors:\n{}", missing.join("\n"));
}

#[test]
fn every_attack_class_that_a_vector_shows_has_a_vector_for_each_protocol() {
    let all = vectors();
    let mut missing = Vec::new();
    for (id, attack) in attacks().iter().filter(|(_, attack)| attack.shown_by == ShownBy::Vector) {
        for protocol in &attack.protocols {
            let provider = if protocol == "AL" { "alipay." } else { "wechat." };
            if !all.iter().any(|v| v.op.starts_with(provider) && v.attacks.contains(id)) {
                missing.push(format!("{id} ({protocol}): {}", attack.text));
            }
        }
    }
    assert!(missing.is_empty(), "attack classes without a vector:\n{}", missing.join("\n"));
}
