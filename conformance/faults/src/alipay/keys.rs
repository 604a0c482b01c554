//! Keys, read once: reading one costs more than using it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use payspec_core::crypto::keys::{PrivateKey, PublicKey};
use payspec_core::finding::Refusal;

use crate::input::Input;
use crate::stop::Stop;

thread_local! {
    static PRIVATE: RefCell<HashMap<String, Rc<PrivateKey>>> = RefCell::default();
    static PUBLIC: RefCell<HashMap<String, Rc<PublicKey>>> = RefCell::default();
}

fn read<K>(
    known: &mut HashMap<String, Rc<K>>,
    input: Input<'_>,
    name: &str,
    parse: fn(&str) -> Result<K, Refusal>,
) -> Result<Rc<K>, Stop> {
    let text = input.object(name)?.text("text")?;
    if let Some(key) = known.get(text) {
        return Ok(Rc::clone(key));
    }
    let key = Rc::new(parse(text)?);
    known.insert(text.to_owned(), Rc::clone(&key));
    Ok(key)
}

/// The input's `private_key`.
///
/// # Errors
/// Those of core's reader of keys.
pub fn private(input: Input<'_>) -> Result<Rc<PrivateKey>, Stop> {
    PRIVATE.with_borrow_mut(|known| read(known, input, "private_key", PrivateKey::read))
}

/// The input's `public_key`.
///
/// # Errors
/// Those of core's reader of keys.
pub fn public(input: Input<'_>) -> Result<Rc<PublicKey>, Stop> {
    PUBLIC.with_borrow_mut(|known| read(known, input, "public_key", PublicKey::read))
}
