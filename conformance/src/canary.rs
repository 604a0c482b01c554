//! The canary of the XXE vectors: an address on the loopback interface that nobody has a reason to fetch.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How much of a request is read, in bytes: its first line is all that counts.
const REQUEST_READ: usize = 8 * 1024;

/// How long a request may take. A parser that fetches an entity sends its request at once.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is answered, so that an entity that is fetched expands to a known text.
const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\nConnection: close\r\n\r\ncanary";

/// What is told of each token that is asked for, before the call is answered.
type Seen = Arc<dyn Fn(&str) + Send + Sync>;

/// A listener. It stops when it is dropped.
#[derive(Debug)]
pub struct Canary {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Canary {
    /// Starts to listen at `address`; the port 0 is any free one. `seen` is told of each token.
    ///
    /// # Errors
    /// The port or a thread cannot be had.
    pub fn start_at(address: SocketAddr, seen: impl Fn(&str) + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let seen: Seen = Arc::new(seen);
        let stop = Arc::new(AtomicBool::new(false));
        let thread = {
            let stop = Arc::clone(&stop);
            thread::Builder::new().name("canary".to_owned()).spawn(move || listen(&listener, &seen, &stop))?
        };
        Ok(Self { address, stop, thread: Some(thread) })
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
}

impl Drop for Canary {
    fn drop(&mut self) {
        self.stop();
    }
}

fn listen(listener: &TcpListener, seen: &Seen, stop: &AtomicBool) {
    let mut calls = Vec::new();
    for connection in listener.incoming() {
        // Connections come in order: whoever called before the stop has been accepted by now.
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let Ok(connection) = connection else { continue };
        let seen = Arc::clone(seen);
        // A thread each, so that a slow caller cannot hide another; without one the call is lost, not the run.
        let call = thread::Builder::new().name("canary-call".to_owned());
        calls.extend(call.spawn(move || serve(connection, &*seen)));
    }
    for call in calls {
        let _ = call.join();
    }
}

/// Reads the request's first line, tells of it, and answers then.
fn serve(mut connection: TcpStream, seen: &(dyn Fn(&str) + Send + Sync)) -> Option<()> {
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
    seen(&token);
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
    use std::sync::Mutex;

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
        let seen = Arc::new(Mutex::new(Vec::new()));
        let note = Arc::clone(&seen);
        let free = SocketAddr::from(([127, 0, 0, 1], 0));
        let canary = Canary::start_at(free, move |token| note.lock().unwrap().push(token.to_owned())).unwrap();
        assert!(fetch(&canary.url("a1")).ends_with("\r\n\r\ncanary"));
        assert!(fetch(&format!("{}/evil.dtd?x", canary.url("a1"))).starts_with("HTTP/1.1 200 "));
        assert_eq!(*seen.lock().unwrap(), ["a1", "a1"]);
    }

    #[test]
    fn what_is_no_request_counts_for_nobody() {
        assert_eq!(token(b""), None);
        assert_eq!(token(b"GET / HTTP/1.1\r\n"), None);
        assert_eq!(token(b"\xff\xfe"), None);
        assert_eq!(token(b"GET /a?b HTTP/1.0\r\n"), Some("a".into()));
    }
}
