//! The acknowledgement (应答) of a notification: what to answer, and what Alipay makes of an answer (ALI-ACK-1..4).

use crate::finding::{Code, code};

/// What the merchant answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply {
    /// Received; send no more of it. Also the answer to a duplicate (ALI-BIZ-5).
    Success,
    /// Not processed: send it again.
    Fail,
}

impl Reply {
    /// The whole body of the answer.
    pub fn body(self) -> &'static [u8] {
        match self {
            Reply::Success => b"success",
            Reply::Fail => b"fail",
        }
    }
}

/// What Alipay makes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// The notification is done.
    Acknowledged,
    /// The documents do not settle it: it may be sent again.
    Unsettled(Code),
    /// It is sent again.
    SentAgain(Code),
}

/// Judges an answer by its HTTP status and its whole body. Redirects are never followed (ALI-SEED-8).
pub fn judge(status: u16, body: &[u8]) -> Judgement {
    match status {
        300..=399 => Judgement::SentAgain(code::REPLY_REDIRECT),
        0..=199 | 400.. => Judgement::SentAgain(code::REPLY_STATUS),
        _ if body != b"success" => match body.strip_prefix(b"success") {
            Some(b"\n" | b"\r\n") => Judgement::Unsettled(code::REPLY_NEWLINE),
            _ => Judgement::SentAgain(code::REPLY_NOT_SUCCESS),
        },
        200 => Judgement::Acknowledged,
        _ => Judgement::Unsettled(code::REPLY_STATUS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_bytes_and_nothing_else() {
        assert_eq!(Reply::Success.body().len(), 7);
        assert_eq!(judge(200, Reply::Success.body()), Judgement::Acknowledged);
        for body in [
            "",
            "fail",
            "SUCCESS",
            "Success",
            "\"success\"",
            " success",
            "success ",
            "\u{feff}success",
            "successful",
            "<html>success</html>",
            "{\"code\":\"success\"}",
            "success\n\n",
            "\nsuccess",
        ] {
            assert_eq!(judge(200, body.as_bytes()), Judgement::SentAgain(code::REPLY_NOT_SUCCESS), "{body:?}");
        }
        assert_ne!(judge(200, Reply::Fail.body()), Judgement::Acknowledged);
    }

    #[test]
    fn status_and_newline() {
        assert_eq!(judge(200, b"success\n"), Judgement::Unsettled(code::REPLY_NEWLINE));
        assert_eq!(judge(202, b"success"), Judgement::Unsettled(code::REPLY_STATUS));
        assert_eq!(judge(302, b"success"), Judgement::SentAgain(code::REPLY_REDIRECT));
        for status in [0, 100, 404, 500, 999] {
            assert_eq!(judge(status, b"success"), Judgement::SentAgain(code::REPLY_STATUS));
        }
    }
}
