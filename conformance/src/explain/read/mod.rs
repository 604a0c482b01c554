//! From a file to [`Material`]: what the signer had in hand. The readers are core's; what is added here is the text
//! as it stood on the wire, which some signers take instead of the value.

mod form;
mod json;
mod xml;

use std::ops::Range;

use payspec_core::finding::{Refusal, code};
use payspec_core::wire::charset::Charset;

use super::kind::{Family, Kind};

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The name.
    pub name: Vec<u8>,
    /// The value, decoded once, in the charset in which it is signed.
    pub value: Vec<u8>,
    /// The value as it stands on the wire: CDATA marks, entities, percent signs, escapes and all.
    pub raw: Vec<u8>,
    /// Where `raw` stands in the input.
    pub span: Option<Range<usize>>,
}

/// A message, taken apart.
#[derive(Debug, Clone)]
pub struct Material {
    /// What it is.
    pub kind: &'static Kind,
    /// The whole input.
    pub body: Vec<u8>,
    /// Its fields, in the order of the input. For an Alipay response, the members of its node that are texts or
    /// numbers.
    pub parts: Vec<Part>,
    /// The signed text of an Alipay response: its node's exact bytes.
    pub node: Option<Range<usize>>,
    /// The node's name.
    pub node_name: String,
    /// The charset in which it is signed.
    pub charset: Charset,
    /// The signature that the message carries.
    pub given: Option<Vec<u8>>,
}

impl Material {
    /// Reads the bytes of a file or of standard input: XML, a link or URL, a form, or a JSON object.
    ///
    /// `method` names an Alipay response's interface, as `alipay.trade.query`; without one, its only node that ends
    /// in `_response` is taken.
    ///
    /// # Errors
    /// The codes of core's readers, with the offset of the byte where there is one.
    pub fn read(kind: &'static Kind, body: &[u8], method: Option<&str>) -> Result<Material, Refusal> {
        let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
        if text.is_empty() {
            return Err(Refusal::new(code::BODY_EMPTY));
        }
        let mut material = Material {
            kind,
            body: body.to_vec(),
            parts: Vec::new(),
            node: None,
            node_name: String::new(),
            charset: Charset::Utf8,
            given: None,
        };
        match text[0] {
            b'<' => material.parts = xml::parts(body)?,
            b'{' if kind.family == Family::AlipayResponse => json::response(&mut material, method)?,
            b'{' => material.parts = json::params(body)?,
            _ if kind.family == Family::WechatLink => material.parts = form::link(body)?,
            _ => material.parts = form::parts(body)?,
        }
        material.settle(text[0] == b'{')?;
        Ok(material)
    }

    /// A message from its parameters, as the adapter protocol's operations have them.
    ///
    /// # Errors
    /// `charset-unknown`, `text-outside-charset`.
    pub fn from_params(
        kind: &'static Kind,
        params: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Material, Refusal> {
        let part = |(name, value): (String, String)| Part {
            name: name.into_bytes(),
            raw: value.clone().into_bytes(),
            value: value.into_bytes(),
            span: None,
        };
        let mut material = Material {
            kind,
            body: Vec::new(),
            parts: params.into_iter().map(part).collect(),
            node: None,
            node_name: String::new(),
            charset: Charset::Utf8,
            given: None,
        };
        material.settle(true)?;
        Ok(material)
    }

    /// Takes charset and signature from the fields. `texts` says that the values are text, not yet bytes in the
    /// message's charset.
    fn settle(&mut self, texts: bool) -> Result<(), Refusal> {
        if matches!(self.kind.family, Family::AlipayRequest | Family::AlipayInbound) {
            if let Some(label) = self.get("charset").filter(|label| !label.is_empty()) {
                self.charset = Charset::from_label(label)?;
            }
            if texts && self.charset != Charset::Utf8 {
                for part in &mut self.parts {
                    let text = String::from_utf8_lossy(&part.value).into_owned();
                    part.value = self.charset.encode(&text)?.into_owned();
                }
            }
        }
        if self.given.is_none() && self.kind.family != Family::AlipayResponse {
            self.given = self.get(self.kind.sign_field()).filter(|sign| !sign.is_empty()).map(<[u8]>::to_vec);
        }
        Ok(())
    }

    /// The value of the first field of that name.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.parts.iter().find(|part| part.name == name.as_bytes()).map(|part| &*part.value)
    }

    /// The name of the algorithm that the message gives, if it gives one.
    pub fn sign_type(&self) -> Option<&[u8]> {
        self.get(self.kind.sign_type_field()?).filter(|name| !name.is_empty())
    }

    /// The names that occur more than once.
    pub fn repeated(&self) -> Vec<&[u8]> {
        let mut names: Vec<&[u8]> = Vec::new();
        for (n, part) in self.parts.iter().enumerate() {
            if self.parts[..n].iter().any(|earlier| earlier.name == part.name) && !names.contains(&&*part.name) {
                names.push(&part.name);
            }
        }
        names
    }

    /// The signed text of a response.
    pub fn node_text(&self) -> &[u8] {
        self.node.clone().map_or(b"", |span| &self.body[span])
    }
}
