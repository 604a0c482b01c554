//! The canary of one run, wherever it listens.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use super::Target;
use crate::canary::Canary;
use crate::isolation::Isolation;

type Hits = HashMap<String, usize>;

/// Who listens for the XXE vectors' fetches.
pub(crate) enum Watch {
    /// This process, on its own loopback interface.
    Here { canary: Canary, hits: Arc<Mutex<Hits>> },
    /// The host of each isolated adapter, inside the adapter's namespace.
    Inside { isolation: Isolation, hits: Hits },
}

impl Watch {
    pub(crate) fn start(target: Target<'_>) -> io::Result<Self> {
        if let Target::Process(command) = target
            && let Some(isolation) = command.isolation()
        {
            return Ok(Self::Inside { isolation: isolation.clone(), hits: Hits::new() });
        }
        let hits = Arc::new(Mutex::new(Hits::new()));
        let seen = Arc::clone(&hits);
        let canary = Canary::start_at(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), move |token| {
            let mut hits = seen.lock().unwrap_or_else(PoisonError::into_inner);
            *hits.entry(token.to_owned()).or_default() += 1;
        })?;
        Ok(Self::Here { canary, hits })
    }

    /// The address that stands in the message of the vector `token`.
    pub(crate) fn url(&self, token: &str) -> String {
        match self {
            Self::Here { canary, .. } => canary.url(token),
            Self::Inside { .. } => Isolation::url(token),
        }
    }

    /// Whether hits are known only once everything has been stopped.
    pub(crate) fn is_late(&self) -> bool {
        matches!(self, Self::Inside { .. })
    }

    /// Counts every call that has begun. All adapters must have ended.
    pub(crate) fn stop(&mut self) -> io::Result<()> {
        match self {
            Self::Here { canary, .. } => canary.stop(),
            Self::Inside { isolation, hits } => *hits = isolation.hits()?,
        }
        Ok(())
    }

    /// How often that address, or one below it, was asked for: so far, or once stopped, see [`Watch::is_late`].
    pub(crate) fn hits(&self, token: &str) -> usize {
        match self {
            Self::Here { hits, .. } => {
                hits.lock().unwrap_or_else(PoisonError::into_inner).get(token).copied().unwrap_or(0)
            }
            Self::Inside { hits, .. } => hits.get(token).copied().unwrap_or(0),
        }
    }
}
