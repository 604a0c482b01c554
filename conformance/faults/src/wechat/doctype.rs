//! Document types, as readers take them that should not (WX-XML-13..15). What is fetched is fetched over the
//! loopback interface only: a fault must be caught in the act, not do harm.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

/// What becomes of a document type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doctype {
    /// The document is refused.
    Refuse,
    /// It is passed over; entities stay unknown.
    Ignore,
    /// Entities that it declares with a text are expanded; nothing is fetched.
    Internal,
    /// Entities are expanded, external ones after a fetch, when they are used.
    External,
    /// The external subset is fetched, and external parameter entities; general entities stay unknown.
    Subset,
}

/// The entities that a document type declares.
#[derive(Debug, Default)]
pub struct Declarations(HashMap<String, Entity>);

#[derive(Debug)]
enum Entity {
    Text(String),
    Address(String),
}

/// How deep entities within entities are followed: enough to show the expansion, not enough to fill the memory.
const DEPTH: usize = 4;

impl Declarations {
    /// Reads what stands between `<!DOCTYPE` and its `>`.
    pub fn read(text: &str, doctype: Doctype) -> Self {
        let mut declared = Declarations::default();
        let (head, subset) = text.split_once('[').unwrap_or((text, ""));
        if doctype == Doctype::Subset {
            system(head).iter().for_each(|address| drop(fetch(address)));
        }
        for declaration in subset.split("<!ENTITY").skip(1) {
            let declaration = declaration.trim_start();
            let parameter = declaration.strip_prefix('%');
            let (name, rest) =
                parameter.unwrap_or(declaration).trim_start().split_once(char::is_whitespace).unwrap_or_default();
            let entity = match system(rest) {
                Some(address) => Entity::Address(address),
                None => Entity::Text(quoted(rest).unwrap_or_default()),
            };
            match (doctype, &entity, parameter) {
                (Doctype::Subset, Entity::Address(address), Some(_)) => drop(fetch(address)),
                (Doctype::Internal, Entity::Text(_), None) | (Doctype::External, _, None) => {
                    declared.0.entry(name.to_owned()).or_insert(entity);
                }
                _ => {}
            }
        }
        declared
    }

    /// What an entity stands for; `None` if it is not declared.
    pub fn text(&self, name: &str) -> Option<String> {
        self.expand(name, 0)
    }

    fn expand(&self, name: &str, depth: usize) -> Option<String> {
        match self.0.get(name)? {
            Entity::Address(address) => Some(fetch(address).unwrap_or_default()),
            Entity::Text(text) if depth < DEPTH => {
                let mut parts = text.split('&');
                let mut whole = parts.next().unwrap_or_default().to_owned();
                for part in parts {
                    let (inner, rest) = part.split_once(';').unwrap_or_default();
                    whole.push_str(&self.expand(inner, depth + 1).unwrap_or_default());
                    whole.push_str(rest);
                }
                Some(whole)
            }
            Entity::Text(_) => Some(String::new()),
        }
    }
}

/// The address behind `SYSTEM`, or the second text behind `PUBLIC`.
fn system(text: &str) -> Option<String> {
    if let Some((_, rest)) = text.split_once("SYSTEM") {
        return quoted(rest);
    }
    let (_, rest) = text.split_once("PUBLIC")?;
    let public = quoted(rest)?;
    quoted(&rest[rest.find(&public)? + public.len() + 1..])
}

/// The first text in quotes.
fn quoted(text: &str) -> Option<String> {
    let start = text.find(['"', '\''])?;
    let quote = text[start..].chars().next()?;
    let rest = &text[start + 1..];
    Some(rest[..rest.find(quote)?].to_owned())
}

/// `GET`s an address on 127.0.0.1.
fn fetch(address: &str) -> Option<String> {
    let (host, path) = address.strip_prefix("http://")?.split_once('/')?;
    let (name, port) = host.split_once(':')?;
    if name != "127.0.0.1" {
        return None;
    }
    let socket = SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse().ok()?));
    let patience = Some(Duration::from_secs(2));
    let mut stream = TcpStream::connect_timeout(&socket, Duration::from_secs(2)).ok()?;
    stream.set_read_timeout(patience).ok()?;
    stream.set_write_timeout(patience).ok()?;
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_expanded_as_far_as_asked() {
        let text = r#"xml [<!ENTITY e "O1"><!ENTITY f 'x&e;y'><!ENTITY % p SYSTEM "http://127.0.0.1:1/p">]"#;
        let internal = Declarations::read(text, Doctype::Internal);
        assert_eq!(internal.text("f").as_deref(), Some("xO1y"));
        assert_eq!(internal.text("p"), None);
        assert_eq!(Declarations::read(text, Doctype::Ignore).text("e"), None);
    }

    #[test]
    fn addresses_are_found_and_only_loopback_is_asked() {
        assert_eq!(system(r#"xml SYSTEM "http://127.0.0.1:9/d""#).as_deref(), Some("http://127.0.0.1:9/d"));
        assert_eq!(system(r#"xml PUBLIC "-//X" 'http://a/b'"#).as_deref(), Some("http://a/b"));
        assert_eq!(fetch("http://192.0.2.1:80/x"), None);
        assert_eq!(fetch("file:///etc/hostname"), None);
    }
}
