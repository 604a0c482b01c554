//! Text as bytes in the two charsets of the gateway.

use encoding_rs::GBK;

/// The charset in which a message is signed and sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// `utf-8`.
    Utf8,
    /// `gbk`.
    Gbk,
}

impl Charset {
    /// The text's bytes. Panics on text outside the charset: the generator's texts are fixed.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Charset::Utf8 => text.as_bytes().to_vec(),
            Charset::Gbk => {
                let (bytes, _, lossy) = GBK.encode(text);
                assert!(!lossy, "{text} is not in GBK");
                bytes.into_owned()
            }
        }
    }
}
