//! The answer (应答) to a notification (WX-NTF-40..47). It is not signed.

use crate::finding::Refusal;
use crate::wire::xml;

/// What the merchant answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply<'m> {
    /// Received; send no more of it.
    Success,
    /// Not processed: send it again. The text is for people and is ignored by the service (WX-NTF-44).
    Fail(&'m str),
}

/// The bytes to answer with.
///
/// # Errors
/// `text-impossible` if the reason has a character that XML cannot hold.
pub fn write(reply: Reply<'_>) -> Result<Vec<u8>, Refusal> {
    let (return_code, return_msg) = match reply {
        Reply::Success => ("SUCCESS", "OK"),
        Reply::Fail(reason) => ("FAIL", reason),
    };
    xml::write(&[("return_code", return_code), ("return_msg", return_msg)], xml::ROOT)
}

/// Whether the service would count `body` as received: well-formed, and `return_code` is exactly SUCCESS. Plain
/// words, JSON and pages are failures (WX-NTF-42).
pub fn acknowledges(body: &[u8]) -> bool {
    xml::parse(body, xml::ROOT).is_ok_and(|fields| fields.get("return_code") == Some(b"SUCCESS"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_form_and_what_fails() {
        let ok = "<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg><![CDATA[OK]]></return_msg></xml>";
        assert_eq!(write(Reply::Success).unwrap(), ok.as_bytes());
        assert!(acknowledges(ok.as_bytes()));
        assert!(acknowledges(b"<xml>\n<return_code>SUCCESS</return_code>\n</xml>"));
        let fail = write(Reply::Fail("]]></return_msg><return_code>SUCCESS</return_code>")).unwrap();
        for body in [&fail[..], b"", b"success", b"ok", b"{\"return_code\":\"SUCCESS\"}", b"<html>SUCCESS</html>"] {
            assert!(!acknowledges(body), "{}", String::from_utf8_lossy(body));
        }
    }
}
