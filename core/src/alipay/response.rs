//! Synchronous response (object D): `{"alipay_trade_query_response":{…},"sign":"…"}` (ALI-RSP-1..11).
//!
//! What is signed is the exact text of the node, as it was received. It is cut out, never parsed and written anew
//! (ALI-RSP-2), and what is read later is that same text.

use std::borrow::Cow;
use std::ops::Range;

use crate::alipay::sign::Scheme;
use crate::crypto::keys::PublicKey;
use crate::finding::{Refusal, code};
use crate::limits;
use crate::wire::charset::Charset;
use crate::wire::json::{self, Document, Kind, Member};

/// Bytes from the network, not looked at yet.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    body: &'a [u8],
}

impl<'a> Received<'a> {
    /// The body of the gateway's answer. Its HTTP status and Content-Type tell nothing (ALI-TR-10, ALI-RSP-10).
    ///
    /// # Errors
    /// `body-empty`; `body-too-large` above [`limits::RESPONSE_BYTES`].
    pub fn new(body: &'a [u8]) -> Result<Self, Refusal> {
        match body.len() {
            0 => Err(Refusal::new(code::BODY_EMPTY)),
            1..=limits::RESPONSE_BYTES => Ok(Received { body }),
            _ => Err(Refusal::at(code::BODY_TOO_LARGE, limits::RESPONSE_BYTES)),
        }
    }

    /// Finds the node of `method`, as `alipay.trade.query`, or `error_response`, and `sign`, in any order. `charset`
    /// is that of the request. Errors arrive in GBK although UTF-8 was asked (ALI-RSP-9): what is no UTF-8 is read
    /// as that.
    ///
    /// # Errors
    /// `json-syntax`, `json-depth`, `text-not-in-charset`; `json-repeated` for a name that occurs twice, however it
    /// is escaped; `response-node`; `response-second-node` for any other `…_response` (attack classes J01, J03, J05);
    /// `sign-format` for a `sign` that is neither a string nor null.
    pub fn parse(self, method: &str, charset: Charset) -> Result<Parsed<'a>, Refusal> {
        let (members, charset) = match json::members(self.body, charset) {
            Err(refusal) if refusal.code == code::TEXT_NOT_IN_CHARSET && charset == Charset::Utf8 => {
                (json::members(self.body, Charset::Gbk)?, Charset::Gbk)
            }
            members => (members?, charset),
        };
        let mut nodes = members.as_slice().iter().filter(|member| is_node(member.name()));
        let node = nodes.next().ok_or(Refusal::new(code::RESPONSE_NODE))?;
        if let Some(second) = nodes.next() {
            return Err(Refusal::at(code::RESPONSE_SECOND_NODE, second.name_at()));
        }
        let error_node = node.name() == b"error_response";
        let of_method = node.name().strip_suffix(NODE).is_some_and(|name| {
            name.iter().eq(method.as_bytes().iter().map(|byte| if *byte == b'.' { &b'_' } else { byte }))
        });
        if !(of_method || error_node) || !matches!(node.kind(), Kind::Object | Kind::String) {
            return Err(Refusal::at(code::RESPONSE_NODE, node.name_at()));
        }
        let sign = match members.find("sign").filter(|member| member.kind() != Kind::Null) {
            Some(member) => {
                let text = member.string(charset)?.ok_or(Refusal::at(code::SIGN_FORMAT, member.span().start))?;
                Some(text).filter(|text| !text.is_empty())
            }
            None => None,
        };
        let certificate = members.find("alipay_cert_sn").map(|member| member.string(charset)).transpose()?.flatten();
        Ok(Parsed { node: Node::new(node, charset, error_node), sign, certificate })
    }
}

/// How the name of every node ends.
const NODE: &[u8] = b"_response";

/// Whether a member would be taken for a node by a reader that is careless about case.
fn is_node(name: &[u8]) -> bool {
    name.len().checked_sub(NODE.len()).is_some_and(|at| name[at..].eq_ignore_ascii_case(NODE))
}

/// From the bytes of an answer to a genuine one, or to an unsigned error.
///
/// # Errors
/// Whatever [`Received::new`], [`Received::parse`] or [`Parsed::verify`] refuses.
pub fn read<'a>(
    body: &'a [u8],
    method: &str,
    key: &PublicKey,
    scheme: Scheme,
    charset: Charset,
) -> Result<Response<'a>, Refusal> {
    Received::new(body)?.parse(method, charset)?.verify(key, scheme)
}

/// A node's exact text.
#[derive(Debug, Clone)]
struct Node<'a> {
    raw: &'a [u8],
    at: Range<usize>,
    encrypted: bool,
    error_node: bool,
    charset: Charset,
}

impl<'a> Node<'a> {
    fn new(member: &Member<'a>, charset: Charset, error_node: bool) -> Self {
        let encrypted = member.kind() == Kind::String;
        Node { raw: member.raw(), at: member.span(), encrypted, error_node, charset }
    }

    fn text(&self) -> Result<Cow<'a, str>, Refusal> {
        self.charset.decode(self.raw)
    }
}

/// A node that nobody has vouched for.
#[derive(Debug, Clone)]
pub struct Parsed<'a> {
    node: Node<'a>,
    sign: Option<Cow<'a, [u8]>>,
    certificate: Option<Cow<'a, [u8]>>,
}

impl<'a> Parsed<'a> {
    /// Where the node's value stands in the body, braces or quotes included.
    pub fn span(&self) -> Range<usize> {
        self.node.at.clone()
    }

    /// `alipay_cert_sn`: which of Alipay's certificates the signature wants. It is not signed: take a key only for
    /// the number of a certificate whose chain was checked (ALI-KEY-8, attack class K08).
    pub fn certificate_number(&self) -> Option<&[u8]> {
        self.certificate.as_deref()
    }

    /// Checks the signature over the node's bytes with Alipay's public key, before anything in it is believed.
    /// `scheme` is the application's: a response names none (ALI-RSP-11).
    ///
    /// Errors of the gateway may have no signature (ALI-RSP-8). Such a one is handed out as [`Response::Failed`]; a
    /// success without a signature is refused, as is whatever cannot be told from one.
    ///
    /// # Errors
    /// `sign-missing`, `sign-format`, `sign-wrong`.
    pub fn verify(self, key: &PublicKey, scheme: Scheme) -> Result<Response<'a>, Refusal> {
        match self.sign {
            Some(sign) => {
                key.verify(scheme, self.node.raw, &sign)?;
                Ok(Response::Signed(Verified(self.node)))
            }
            None => Failure::read(&self.node).map(Response::Failed).ok_or(Refusal::new(code::SIGN_MISSING)),
        }
    }
}

/// An answer of the gateway.
#[derive(Debug, Clone)]
pub enum Response<'a> {
    /// Signed by Alipay.
    Signed(Verified<'a>),
    /// An error that is not signed. It says nothing about a payment.
    Failed(Failure<'a>),
}

/// A node that Alipay signed.
#[derive(Debug, Clone)]
pub struct Verified<'a>(Node<'a>);

impl<'a> Verified<'a> {
    /// The node's exact bytes, in [`Verified::charset`].
    pub fn raw(&self) -> &'a [u8] {
        self.0.raw
    }

    /// The charset of the body.
    pub fn charset(&self) -> Charset {
        self.0.charset
    }

    /// Whether the node is a string: AES ciphertext in Base64 (ALI-ENC-3).
    pub fn is_encrypted(&self) -> bool {
        self.0.encrypted
    }

    /// Whether it came as `error_response`.
    pub fn is_error_node(&self) -> bool {
        self.0.error_node
    }

    /// The node's exact text, to be read with [`crate::wire::json::parse`].
    ///
    /// # Errors
    /// `text-not-in-charset`.
    pub fn text(&self) -> Result<Cow<'a, str>, Refusal> {
        self.0.text()
    }
}

/// An error of the gateway without a signature. Anybody could have written it.
#[derive(Debug, Clone)]
pub struct Failure<'a> {
    text: Cow<'a, str>,
    /// As `40002`, never one of success.
    pub code: String,
    /// As `isv.invalid-app-id`.
    pub sub_code: Option<String>,
}

impl<'a> Failure<'a> {
    /// `None` if it is not plainly an error: a node that is unreadable, or has no failing code.
    fn read(node: &Node<'a>) -> Option<Self> {
        let text = node.text().ok()?;
        let (code, sub_code) = {
            let document = json::parse(&text).ok()?;
            let code = member(&document, "code")?;
            let failing = !code.is_empty() && !code.starts_with('1') && code.bytes().all(|byte| byte.is_ascii_digit());
            (failing.then_some(code)?, member(&document, "sub_code"))
        };
        Some(Failure { text, code, sub_code })
    }

    /// The node's exact text.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A string member of the outermost object, or a number as it is written.
pub(super) fn member(document: &Document<'_>, name: &str) -> Option<String> {
    let node = document.root().get(name)?;
    node.string().map(Cow::into_owned).or_else(|| node.number().map(str::to_owned))
}
