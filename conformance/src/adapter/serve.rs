//! `payspec adapter`: an implementation of this process behind the adapter protocol, so that any tool can ask it.

use std::io::{self, BufRead, BufReader, Read, Write};

use serde_json::Value;

use super::protocol::{MAX_LINE, Request, reply_line};
use super::{Implementation, Reply, call_guarded};

/// Answers requests, one line each, until the input ends.
///
/// A line that is no request is answered with a `fault` where its id can be read.
///
/// # Errors
/// Those of the two streams, and a line whose id cannot be read or that is longer than the protocol allows.
pub fn serve(implementation: &dyn Implementation, input: impl Read, mut output: impl Write) -> io::Result<()> {
    let mut input = BufReader::with_capacity(64 * 1024, input);
    let mut line = Vec::new();
    let mut replies = Vec::new();
    loop {
        line.clear();
        let limit = u64::try_from(MAX_LINE).unwrap_or(u64::MAX);
        if input.by_ref().take(limit).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.len() == MAX_LINE && line.last() != Some(&b'\n') {
            let what = format!("a request is longer than the {MAX_LINE} bytes of a line");
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        let (id, reply) = answer(implementation, &line)?;
        replies.extend_from_slice(&reply_line(id, &reply));
        // Waiting for more input with answers unsent would make the asker wait for ever.
        if !input.buffer().contains(&b'\n') {
            output.write_all(&replies)?;
            output.flush()?;
            replies.clear();
        }
    }
    output.write_all(&replies)?;
    output.flush()
}

fn answer(implementation: &dyn Implementation, line: &[u8]) -> io::Result<(u64, Reply)> {
    let request: Request = match serde_json::from_slice(line) {
        Ok(request) => request,
        Err(error) => {
            let id = serde_json::from_slice::<Value>(line).ok().and_then(|v| v.get("id")?.as_u64());
            let what = format!("a line is no request: {error}; PROTOCOL.md shows one");
            let id = id.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, what.clone()))?;
            return Ok((id, Reply::Fault(what)));
        }
    };
    let reply = if request.op == "hello" {
        match serde_json::to_value(implementation.hello()) {
            Ok(Value::Object(hello)) => Reply::Ok(hello),
            _ => Reply::Fault("the answer to hello cannot be written as JSON".to_owned()),
        }
    } else {
        call_guarded(implementation, &request.op, &request.input)
    };
    Ok((request.id, reply))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapter::Hello;
    use serde_json::Map;

    struct Echo;

    impl Implementation for Echo {
        fn hello(&self) -> Hello {
            Hello { name: "echo".into(), ops: vec!["echo".into()], ..Hello::default() }
        }

        fn call(&self, op: &str, input: &Map<String, Value>) -> Reply {
            assert_ne!(op, "panic", "as asked");
            if op == "echo" { Reply::Ok(input.clone()) } else { Reply::Skip("not in ops".into()) }
        }
    }

    fn served(input: &str) -> io::Result<String> {
        let mut output = Vec::new();
        serve(&Echo, input.as_bytes(), &mut output)?;
        Ok(String::from_utf8(output).unwrap())
    }

    #[test]
    fn requests_are_answered_in_order() {
        let input = "{\"payspec\":1,\"id\":0,\"op\":\"hello\"}\n{\"id\":1,\"op\":\"echo\",\"in\":{\"a\":1}}\n\
                     {\"id\":2,\"op\":\"other\",\"in\":{}}\n{\"id\":3,\"op\":5}\n";
        let output = served(input).unwrap();
        let lines: Vec<&str> = output.lines().collect();
        assert_eq!(lines[0], r#"{"id":0,"ok":{"name":"echo","version":"","language":"","ops":["echo"]}}"#);
        assert_eq!(lines[1], r#"{"id":1,"ok":{"a":1}}"#);
        assert_eq!(lines[2], r#"{"id":2,"skip":"not in ops"}"#);
        assert!(lines[3].starts_with(r#"{"id":3,"fault":"a line is no request: "#), "{}", lines[3]);
    }

    #[test]
    fn a_panic_is_a_fault_and_not_the_end() {
        let output = served("{\"id\":1,\"op\":\"panic\"}\n{\"id\":2,\"op\":\"echo\"}\n").unwrap();
        assert!(output.starts_with(r#"{"id":1,"fault":"it panicked: "#), "{output}");
        assert!(output.ends_with("{\"id\":2,\"ok\":{}}\n"), "{output}");
    }

    #[test]
    fn a_line_without_an_id_ends_it() {
        let error = served("hello\n").unwrap_err();
        assert!(error.to_string().starts_with("a line is no request: "), "{error}");
    }
}
