//! A form, split at once and decoded byte by byte.

use super::Pairs;
use crate::limits;

/// The decoded pairs; `None` if core has to refuse the form.
pub fn parse(data: &[u8]) -> Option<Pairs> {
    let parts: Vec<&[u8]> = data.split(|byte| *byte == b'&').filter(|part| !part.is_empty()).collect();
    if parts.len() > limits::FIELDS {
        return None;
    }
    let in_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte) || *byte >= 0x80;
    let in_value = |byte: &u8| *byte >= b' ' || b"\t\r\n".contains(byte);
    let pair = |part: &[u8]| {
        let equals = part.iter().position(|byte| *byte == b'=')?;
        let (name, value) = (decode(&part[..equals])?, decode(&part[equals + 1..])?);
        (!name.is_empty() && name.iter().all(in_name) && value.iter().all(in_value)).then_some((name, value))
    };
    parts.into_iter().map(pair).collect()
}

fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        rest = tail;
        out.push(match (first, tail) {
            (b'+', _) => b' ',
            (b'%', [high, low, tail @ ..]) => {
                rest = tail;
                let digit = |byte: &u8| char::from(*byte).to_digit(16).map(|digit| digit as u8);
                digit(high)? << 4 | digit(low)?
            }
            (b'%', _) => return None,
            (byte, _) => *byte,
        });
    }
    Some(out)
}
