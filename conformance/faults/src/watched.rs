//! The canary with a count of who came: an implementation that fetches an entity is seen.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use payspec::canary::Canary;

type Hits = Arc<Mutex<HashMap<String, usize>>>;

/// A canary on the loopback interface and what it saw.
pub(crate) struct Watched {
    canary: Canary,
    hits: Hits,
}

impl Watched {
    /// Starts to listen at any free port.
    pub(crate) fn start() -> io::Result<Self> {
        let hits = Hits::default();
        let seen = Arc::clone(&hits);
        let canary = Canary::start_at(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), move |token| {
            *seen.lock().unwrap_or_else(PoisonError::into_inner).entry(token.to_owned()).or_default() += 1;
        })?;
        Ok(Self { canary, hits })
    }

    /// The address that stands in a message.
    pub(crate) fn url(&self, token: &str) -> String {
        self.canary.url(token)
    }

    /// Stops to listen, once every call that has begun is counted.
    pub(crate) fn stop(&mut self) {
        self.canary.stop();
    }

    /// How often that address was asked for.
    pub(crate) fn hits(&self, token: &str) -> usize {
        self.hits.lock().unwrap_or_else(PoisonError::into_inner).get(token).copied().unwrap_or(0)
    }
}
