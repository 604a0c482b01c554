//! Form messages as bytes: what Alipay sends, what it signs, and every way in which an attacker changes it.

use super::charset::Charset;
use crate::canonical::EmptyValues;
use crate::keys::{P, TestKey};
use crate::sign::RsaScheme;

/// Ordered fields of raw bytes, decoded: what stands between the wire and the string that is signed.
#[derive(Clone)]
pub struct Form {
    fields: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Form {
    /// Fields from text in a charset.
    pub fn new(fields: &[(&str, &str)], charset: Charset) -> Self {
        let fields =
            fields.iter().map(|(name, value)| (name.as_bytes().to_vec(), charset.encode(value))).collect::<Vec<_>>();
        Form { fields }
    }

    /// Sets a field where it stands, or adds it at the end.
    pub fn set(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let value = value.as_ref().to_vec();
        match self.fields.iter_mut().find(|(n, _)| n == name.as_bytes()) {
            Some(field) => field.1 = value,
            None => self.fields.push((name.as_bytes().to_vec(), value)),
        }
        self
    }

    /// Adds a field at the end, also when it is there already.
    pub fn push(mut self, name: impl AsRef<[u8]>, value: impl AsRef<[u8]>) -> Self {
        self.fields.push((name.as_ref().to_vec(), value.as_ref().to_vec()));
        self
    }

    /// Adds a field at the beginning, also when it is there already.
    pub fn unshift(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.fields.insert(0, (name.as_bytes().to_vec(), value.as_ref().to_vec()));
        self
    }

    /// Takes a field away.
    pub fn without(mut self, name: &str) -> Self {
        let before = self.fields.len();
        self.fields.retain(|(n, _)| n != name.as_bytes());
        assert!(self.fields.len() < before, "there is no field {name} to take away");
        self
    }

    /// The fields in reverse order.
    pub fn reversed(mut self) -> Self {
        self.fields.reverse();
        self
    }

    /// The field's value as text. Panics where it is absent or no UTF-8.
    pub fn text(&self, name: &str) -> String {
        let field = self.fields.iter().find(|(n, _)| n == name.as_bytes()).expect("the field is there");
        String::from_utf8(field.1.clone()).expect("the field is UTF-8")
    }

    /// The fields' names in order, as text.
    pub fn names(&self) -> Vec<String> {
        self.fields.iter().map(|(name, _)| String::from_utf8_lossy(name).into_owned()).collect()
    }

    /// The string of objects B and C (ALI-VER-1, 2): without `sign` and `sign_type`.
    pub fn message_string(&self, empty: EmptyValues) -> Vec<u8> {
        self.string(|name| name == b"sign" || name == b"sign_type", empty)
    }

    /// The string of object E, "V2" (ALI-VER-9): without `sign` alone.
    pub fn v2_string(&self) -> Vec<u8> {
        self.string(|name| name == b"sign", EmptyValues::Kept)
    }

    fn string(&self, left_out: impl Fn(&[u8]) -> bool, empty: EmptyValues) -> Vec<u8> {
        let mut taken: Vec<_> = self
            .fields
            .iter()
            .filter(|(name, value)| !left_out(name) && (empty == EmptyValues::Kept || !value.is_empty()))
            .collect();
        taken.sort_by(|a, b| a.0.cmp(&b.0));
        let pairs: Vec<Vec<u8>> = taken.iter().map(|(name, value)| [&name[..], value].join(&b'=')).collect();
        pairs.join(&b'&')
    }

    /// Adds `sign` by platform key P with RSA2, and `sign_type`.
    pub fn signed(self) -> Self {
        self.signed_by(&P, RsaScheme::Rsa2)
    }

    /// Adds `sign` over the message string, empty values kept, and `sign_type`.
    pub fn signed_by(self, key: &TestKey, scheme: RsaScheme) -> Self {
        let sign = scheme.sign(key, &self.message_string(EmptyValues::Kept));
        self.with_sign(&sign, scheme.sign_type())
    }

    /// Adds a `sign` made elsewhere and a `sign_type`.
    pub fn with_sign(self, sign: &str, sign_type: &str) -> Self {
        self.set("sign", sign).set("sign_type", sign_type)
    }

    /// The wire: names and values percent-encoded as Java's URLEncoder does (ALI-NTF-2), joined with `=` and `&`.
    pub fn wire(&self) -> String {
        let pairs: Vec<String> =
            self.fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        pairs.join("&")
    }

    /// The wire with one value written by the caller, already encoded.
    pub fn wire_with(&self, name: &str, raw: &str) -> String {
        let encoded = format!("{name}={}", encode(self.text(name).as_bytes()));
        let wire = format!("&{}&", self.wire());
        let raw = wire.replacen(&format!("&{encoded}&"), &format!("&{name}={raw}&"), 1);
        assert!(raw != wire || raw.contains(&format!("&{encoded}&")), "{name} is not on the wire");
        raw[1..raw.len() - 1].to_owned()
    }
}

/// One name or value percent-encoded: a space is `+`; letters, digits and `*-_.` are bare; all else is `%XX`.
pub fn encode(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        match byte {
            b' ' => out.push('+'),
            b'*' | b'-' | b'_' | b'.' => out.push(char::from(*byte)),
            letter if letter.is_ascii_alphanumeric() => out.push(char::from(*letter)),
            other => out.push_str(&format!("%{other:02X}")),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canonical::{alipay_message, pairs};

    const FIELDS: &[(&str, &str)] = &[("b", "2 +&=*~"), ("sign_type", "RSA2"), ("a", ""), ("A", "测"), ("sign", "x")];

    #[test]
    fn the_string_over_bytes_is_the_string_over_text() {
        let form = Form::new(FIELDS, Charset::Utf8);
        for empty in [EmptyValues::Kept, EmptyValues::Dropped] {
            assert_eq!(form.message_string(empty), alipay_message(&pairs(FIELDS), empty).into_bytes());
        }
        assert_eq!(form.v2_string(), "A=测&a=&b=2 +&=*~&sign_type=RSA2".as_bytes());
    }

    #[test]
    fn a_second_reader_reads_the_wire_back() {
        let wire = Form::new(FIELDS, Charset::Utf8).wire();
        assert_eq!(wire, "b=2+%2B%26%3D*%7E&sign_type=RSA2&a=&A=%E6%B5%8B&sign=x");
        let read: Vec<_> = form_urlencoded::parse(wire.as_bytes()).into_owned().collect();
        assert_eq!(read, pairs(FIELDS));
    }

    #[test]
    fn gbk_is_bytes() {
        let form = Form::new(&[("s", "淺")], Charset::Gbk);
        assert_eq!(form.wire(), "s=%9C%5C");
    }

    #[test]
    fn one_value_can_be_written_by_hand() {
        let form = Form::new(&[("a", "1 2"), ("b", "3")], Charset::Utf8);
        assert_eq!(form.wire_with("a", "1%202"), "a=1%202&b=3");
    }
}
