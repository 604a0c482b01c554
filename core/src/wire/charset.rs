//! The two charsets of Alipay: utf-8 and gbk. WeChat Pay knows UTF-8 alone (WX-XML-1).

use std::borrow::Cow;

use encoding_rs::{Encoding, GBK, UTF_8};

use crate::finding::{Refusal, code};

/// A charset as the `charset` field names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Charset {
    /// `utf-8`.
    #[default]
    Utf8,
    /// `gbk`; `gb2312` and `gb18030` are read as the same bytes (ALI-AMB-2).
    Gbk,
}

impl Charset {
    /// The charset of that label, in any case. `utf8` without a hyphen occurs (ALI-AMB-3).
    ///
    /// # Errors
    /// `charset-unknown`.
    pub fn from_label(label: &[u8]) -> Result<Self, Refusal> {
        let is = |name: &str| label.eq_ignore_ascii_case(name.as_bytes());
        if is("utf-8") || is("utf8") {
            Ok(Charset::Utf8)
        } else if is("gbk") || is("gb2312") || is("gb18030") {
            Ok(Charset::Gbk)
        } else {
            Err(Refusal::new(code::CHARSET_UNKNOWN))
        }
    }

    /// The label that requests carry.
    pub fn label(self) -> &'static str {
        match self {
            Charset::Utf8 => "utf-8",
            Charset::Gbk => "gbk",
        }
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            Charset::Utf8 => UTF_8,
            Charset::Gbk => GBK,
        }
    }

    /// `text` in this charset (ALI-SIGN-6).
    ///
    /// # Errors
    /// `text-outside-charset`: nothing is ever replaced by `?` or a reference.
    pub fn encode(self, text: &str) -> Result<Cow<'_, [u8]>, Refusal> {
        if self == Charset::Utf8 {
            return Ok(Cow::Borrowed(text.as_bytes()));
        }
        let (bytes, _, replaced) = self.encoding().encode(text);
        // The encoder writes the euro sign as 0x80, which is no GBK of Java's or Alipay's.
        if replaced || text.contains('€') { Err(Refusal::new(code::TEXT_OUTSIDE_CHARSET)) } else { Ok(bytes) }
    }

    /// The text of `bytes` in this charset. Never used before verification: signatures are over bytes (ALI-VER-4).
    ///
    /// # Errors
    /// `text-not-in-charset`.
    pub fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
        self.encoding()
            .decode_without_bom_handling_and_without_replacement(bytes)
            .ok_or(Refusal::new(code::TEXT_NOT_IN_CHARSET))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        for (label, charset) in
            [("utf-8", Charset::Utf8), ("UTF-8", Charset::Utf8), ("GBK", Charset::Gbk), ("gb2312", Charset::Gbk)]
        {
            assert_eq!(Charset::from_label(label.as_bytes()), Ok(charset));
        }
        assert_eq!(Charset::from_label(b"latin1").unwrap_err().code, code::CHARSET_UNKNOWN);
        assert_eq!(Charset::from_label(b"").unwrap_err().code, code::CHARSET_UNKNOWN);
    }

    #[test]
    fn gbk_round_trip_and_what_it_cannot_hold() {
        let bytes = Charset::Gbk.encode("测试").unwrap();
        assert_eq!(&*bytes, [0xb2, 0xe2, 0xca, 0xd4]);
        assert_eq!(Charset::Gbk.decode(&bytes).unwrap(), "测试");
        assert_eq!(Charset::Gbk.encode("🏠").unwrap_err().code, code::TEXT_OUTSIDE_CHARSET);
        assert_eq!(Charset::Gbk.decode(&[0xb2]).unwrap_err().code, code::TEXT_NOT_IN_CHARSET);
        assert_eq!(Charset::Utf8.decode(&[0xc0, 0xb1]).unwrap_err().code, code::TEXT_NOT_IN_CHARSET);
    }
}
