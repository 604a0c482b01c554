//! Second implementations, written to be obviously right rather than fast, that the properties compare core with. They
//! share no code with what they judge: other readers (`roxmltree`, `form_urlencoded`, `serde_json`), other arithmetic
//! (aws-lc for HMAC and AES, `jiff` for days), and plain loops.

pub mod cipher;
pub mod form;
pub mod json;
pub mod order;
pub mod sign;
pub mod tables;
pub mod xml;

use crate::fields::{Fields, Pair};

/// Names and values as they were read.
pub type Pairs = Vec<(Vec<u8>, Vec<u8>)>;

/// The fields, copied.
pub fn pairs(fields: &Fields<'_>) -> Pairs {
    fields.iter().map(|field| (field.name().to_vec(), field.value().to_vec())).collect()
}

/// The value of the only field of that name.
pub fn get<'p>(pairs: &'p Pairs, name: &str) -> Option<&'p [u8]> {
    pairs.iter().find(|pair| pair.0 == name.as_bytes()).map(|pair| &*pair.1)
}

/// The value, if there is one and it is not empty.
pub fn filled<'p>(pairs: &'p Pairs, name: &str) -> Option<&'p [u8]> {
    get(pairs, name).filter(|value| !value.is_empty())
}
