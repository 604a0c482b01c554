//! Amounts and times, written otherwise.

/// `88` → `0.88`; `None` unless it is all digits.
pub(crate) fn fen_to_yuan(text: &[u8]) -> Option<Vec<u8>> {
    if text.is_empty() || text.len() > 18 || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let fen: u64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    Some(format!("{}.{:02}", fen / 100, fen % 100).into_bytes())
}

/// `88.88` → `8888`, `88` → `8800`; `None` unless it is an amount.
pub(crate) fn yuan_to_fen(text: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?;
    let (yuan, fen) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if yuan.is_empty() || yuan.len() > 12 || fen.len() > 2 || !digits(yuan) || !digits(fen) {
        return None;
    }
    let yuan: u64 = yuan.parse().ok()?;
    let fen: u64 = format!("{fen:0<2}").parse().ok()?;
    Some((100 * yuan + fen).to_string().into_bytes())
}

/// A number as a float prints it: `88.80` → `88.8`, `88.00` → `88` or, with `point`, `88.0`; `88` → `88.0`.
pub(crate) fn float(text: &[u8], point: bool) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?;
    let plain = !text.is_empty() && text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number: f64 = if plain { text.parse().ok()? } else { return None };
    Some(if point { format!("{number:?}") } else { number.to_string() }.into_bytes())
}

/// `yyyy-MM-dd HH:mm:ss` ↔ `yyyyMMddHHmmss`, the first also with a `T` for the space.
pub(crate) fn reformat_time(text: &[u8], with_t: bool) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.iter().copied().filter(u8::is_ascii_digit).collect();
    if digits.len() != 14 {
        return None;
    }
    let long = |between: u8| {
        let d = |range: std::ops::Range<usize>| String::from_utf8_lossy(&digits[range]).into_owned();
        let between = char::from(between);
        format!("{}-{}-{}{between}{}:{}:{}", d(0..4), d(4..6), d(6..8), d(8..10), d(10..12), d(12..14)).into_bytes()
    };
    match (text.len(), with_t) {
        (14, false) => Some(long(b' ')),
        (19, false) if text == long(b' ') => Some(digits),
        (19, true) if text == long(b' ') => Some(long(b'T')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: Option<Vec<u8>>) -> Option<String> {
        bytes.map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn amounts() {
        assert_eq!(text(fen_to_yuan(b"88")).as_deref(), Some("0.88"));
        assert_eq!(text(fen_to_yuan(b"1230")).as_deref(), Some("12.30"));
        assert_eq!(fen_to_yuan(b"8.8"), None);
        assert_eq!(text(yuan_to_fen(b"88.8")).as_deref(), Some("8880"));
        assert_eq!(yuan_to_fen(b"88.888"), None);
        assert_eq!(text(float(b"88.80", false)).as_deref(), Some("88.8"));
        assert_eq!(text(float(b"88.00", true)).as_deref(), Some("88.0"));
        assert_eq!(float(b"1e3", false), None);
    }

    #[test]
    fn times() {
        assert_eq!(text(reformat_time(b"20260101120000", false)).as_deref(), Some("2026-01-01 12:00:00"));
        assert_eq!(text(reformat_time(b"2026-01-01 12:00:00", false)).as_deref(), Some("20260101120000"));
        assert_eq!(text(reformat_time(b"2026-01-01 12:00:00", true)).as_deref(), Some("2026-01-01T12:00:00"));
        assert_eq!(reformat_time(b"2026-01-01", false), None);
    }
}
