//! Every bug class of the generator's list has its text in `vectors/flags.json`, and no text is left over.

use std::collections::BTreeSet;

use payspec_vectors_generator::{flags, vectors_dir};
use serde_json::Value;

#[test]
fn the_register_has_exactly_the_flags_in_use() {
    let text = std::fs::read_to_string(vectors_dir().join("flags.json")).expect("flags.json is there");
    let register: Value = serde_json::from_str(&text).expect("flags.json is JSON");
    let told: BTreeSet<&str> = register.as_object().expect("an object").keys().map(String::as_str).collect();
    let used: BTreeSet<&str> = flags::WECHAT.iter().chain(flags::ALIPAY).copied().collect();
    let untold: Vec<_> = used.difference(&told).collect();
    let unused: Vec<_> = told.difference(&used).collect();
    assert!(untold.is_empty(), "add these to vectors/flags.json, in both languages: {untold:?}");
    assert!(unused.is_empty(), "no vector carries these; take them out of vectors/flags.json: {unused:?}");
}
