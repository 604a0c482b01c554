//! payspec's test vectors for WeChat Pay API v2 and Alipay, embedded, and the loader of their format.
//!
//! The files themselves are the product: JSON that any language can read (`FORMAT.md`). This crate depends on
//! nothing else of payspec, so that the vectors cannot lean on the code that they judge. A suite is parsed only
//! when it is asked for; naming the suites costs nothing.
//!
//! ```
//! let name = payspec_vectors::names().first().expect("there are suites");
//! let suite = payspec_vectors::load(name).expect("embedded suites parse");
//! assert_eq!(&suite.name, name);
//! ```

mod embedded;
mod error;
mod lint;
mod registers;
mod short_form;
mod suite;

pub use embedded::{hash, load, load_all, names, text};
pub use error::LoadError;
pub use lint::lint;
pub use registers::{Attack, Clause, Feature, Flag, ShownBy, attacks, clauses, features, flags};
pub use suite::{Expected, Suite, Vector, parse};
