//! The canary of the XXE vectors: an address on the loopback interface that nobody has a reason to fetch.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How much of a request is read, in bytes: its first line is all that counts.
const REQUEST_READ: usize = 8 * 1024;

/// How long a request may take. A parser that fetches an entity sends its request at once.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is answered, so that an entity that is fetched expands to a known text.
const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\nConnection: close\r\n\r\ncanary";

type Hits = Arc<Mutex<HashMap<String, usize>>>;

/// The listener of a run. It stops when it is dropped.
#[derive(Debug)]
pub struct Canary {
    address: SocketAddr,
    hits: Hits,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Canary {
    /// Starts to listen on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// No port or no thread can be had.
    pub fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let hits = Hits::default();
        let stop = Arc::new(AtomicBool::new(false));
        let thread = {
            let (hits, stop) = (Arc::clone(&hits), Arc::clone(&stop));
            thread::Builder::new().name("canary".to_owned()).spawn(move || listen(&listener, &hits, &stop))?
        };
        Ok(Self { address, hits, stop, thread: Some(thread) })
    }

    /// The address that stands in the message of the vector `token`.
    #[must_use]
    pub fn url(&self, token: &str) -> String {
        format!("http://{}/{token}", self.address)
    }

    /// Stops to listen, once every call that has begun is counted.
    pub fn stop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            // Wakes the listener, which waits for a connection.
            drop(TcpStream::connect(self.address));
            let _ = thread.join();
        }
    }

    /// How often that address, or one below it, was asked for.
    #[must_use]
    pub fn hits(&self, token: &str) -> usize {
        let hits = self.hits.lock().unwrap_or_else(PoisonError::into_inner);
        hits.get(token).copied().unwrap_or(0)
    }
}

impl Drop for Canary {
    fn drop(&mut self) {
        self.stop();
    }
}

fn listen(listener: &TcpListener, hits: &Hits, stop: &AtomicBool) {
    let mut calls = Vec::new();
    for connection in listener.incoming() {
        // Connections come in order: whoever called before the stop has been accepted by now.
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let Ok(connection) = connection else { continue };
        let hits = Arc::clone(hits);
        // A thread each, so that a slow caller cannot hide another; without one the call is lost, not the run.
        let call = thread::Builder::new().name("canary-call".to_owned());
        calls.extend(call.spawn(move || serve(connection, &hits)));
    }
    for call in calls {
        let _ = call.join();
    }
}

/// Reads the request's first line, counts the hit, and answers then.
fn serve(mut connection: TcpStream, hits: &Hits) -> Option<()> {
    connection.set_read_timeout(Some(PATIENCE)).ok()?;
    connection.set_write_timeout(Some(PATIENCE)).ok()?;
    let started = Instant::now();
    let mut request = Vec::new();
    let mut chunk = [0; 1024];
    while !request.windows(4).any(|w| w == b"\r\n\r\n") && request.len() < REQUEST_READ && started.elapsed() < PATIENCE
    {
        match connection.read(&mut chunk) {
            Ok(0) | Err(_) => break,
            Ok(length) => request.extend_from_slice(&chunk[..length]),
        }
    }
    let token = token(&request)?;
    *hits.lock().unwrap_or_else(PoisonError::into_inner).entry(token).or_default() += 1;
    connection.write_all(ANSWER).ok()
}

/// The first segment of the path of `GET /token/below HTTP/1.1`.
fn token(request: &[u8]) -> Option<String> {
    let line = request.split(|byte| *byte == b'\r' || *byte == b'\n').next()?;
    let target = line.split(|byte| *byte == b' ').nth(1)?;
    let path = target.strip_prefix(b"/")?;
    let end = path.iter().position(|byte| b"/?#".contains(byte)).unwrap_or(path.len());
    let token = std::str::from_utf8(&path[..end]).ok()?;
    (!token.is_empty()).then(|| token.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetch(url: &str) -> String {
        let rest = url.strip_prefix("http://").unwrap();
        let (host, path) = rest.split_once('/').unwrap();
        let mut connection = TcpStream::connect(host).unwrap();
        write!(connection, "GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn a_fetch_is_answered_and_counted_for_its_own_vector() {
        let canary = Canary::start().unwrap();
        assert!(fetch(&canary.url("a1")).ends_with("\r\n\r\ncanary"));
        assert!(fetch(&format!("{}/evil.dtd?x", canary.url("a1"))).starts_with("HTTP/1.1 200 "));
        assert_eq!(canary.hits("a1"), 2);
        assert_eq!(canary.hits("b2"), 0);
    }

    #[test]
    fn what_is_no_request_counts_for_nobody() {
        assert_eq!(token(b""), None);
        assert_eq!(token(b"GET / HTTP/1.1\r\n"), None);
        assert_eq!(token(b"\xff\xfe"), None);
        assert_eq!(token(b"GET /a?b HTTP/1.0\r\n"), Some("a".into()));
    }
}
