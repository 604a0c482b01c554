//! Keys, read once: reading one costs more than using it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use payspec_core::crypto::keys::{PrivateKey, PublicKey};
use payspec_core::finding::Refusal;

use crate::input::Input;
use crate::stop::Stop;

/// A public key, and the one thing that core keeps to itself.
#[derive(Debug)]
pub struct Key {
    public: PublicKey,
    /// Big-endian; empty if the container is none that a fault has to open.
    pub modulus: Vec<u8>,
}

impl Deref for Key {
    type Target = PublicKey;

    fn deref(&self) -> &PublicKey {
        &self.public
    }
}

impl Key {
    fn read(text: &str) -> Result<Self, Refusal> {
        let public = PublicKey::read(text)?;
        let body: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
        let der = STANDARD_NO_PAD.decode(body.trim().trim_end_matches('=')).unwrap_or_default();
        Ok(Key { public, modulus: crate::emsa::modulus(&der).unwrap_or_default() })
    }
}

thread_local! {
    static PRIVATE: RefCell<HashMap<String, Rc<PrivateKey>>> = RefCell::default();
    static PUBLIC: RefCell<HashMap<String, Rc<Key>>> = RefCell::default();
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
pub fn public(input: Input<'_>) -> Result<Rc<Key>, Stop> {
    PUBLIC.with_borrow_mut(|known| read(known, input, "public_key", Key::read))
}
