//! `vectors/keys/` repeats the test keys that stand inline in the vectors, and nothing else.

use std::collections::BTreeMap;

use payspec_vectors_generator::keys::{self, Container};
use payspec_vectors_generator::vectors_dir;

#[test]
fn the_pem_files_are_the_keys_of_the_vectors() {
    let mut expected = BTreeMap::new();
    for key in keys::ALL {
        let name = key.name.to_lowercase();
        let text = |object: serde_json::Value| object["text"].as_str().expect("a key is text").to_owned();
        expected.insert(format!("{name}-private.pem"), text(key.private_pem(Container::Pkcs8)));
        expected.insert(format!("{name}-public.pem"), text(key.public_pem()));
    }
    let folder = vectors_dir().join("keys");
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).expect("vectors/keys is there") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|n| n.to_str()).expect("a plain name").to_owned();
        found.insert(name, std::fs::read_to_string(&path).expect("PEM is text"));
    }
    assert_eq!(found, expected);
}
