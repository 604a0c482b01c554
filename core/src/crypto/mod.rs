//! Digests, RSA, keys and certificates.

pub mod certificate;
pub mod digest;
pub mod keys;
pub mod rsa;
