//! Amounts without floats: WeChat Pay writes whole fen (分), Alipay yuan (元) with two decimals; a yuan has 100 fen.

use std::fmt;

/// How an amount is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// As the documents write it.
    Plain,
    /// The same amount in another way, which some readers refuse: leading zeros, or not exactly two decimals
    /// (WX-UO-43, ALI-AMB-13).
    Loose,
}

/// A whole number of fen, as `total_fee` has it (WX-UO-7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fen(u64);

impl Fen {
    /// So many fen.
    pub const fn new(fen: u64) -> Self {
        Fen(fen)
    }

    /// How many fen.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Reads decimal digits and nothing else: no sign, point, exponent, separator or white space (WX-UO-40, 43).
    /// `None` also for more than 64 bits hold.
    pub fn read(text: &[u8]) -> Option<(Fen, Spelling)> {
        let loose = text.len() > 1 && text[0] == b'0';
        Some((Fen(digits(text)?), if loose { Spelling::Loose } else { Spelling::Plain }))
    }

    /// The same amount in yuan.
    pub const fn to_yuan(self) -> Yuan {
        Yuan(self)
    }
}

/// As `total_fee` writes it: `88`.
impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An amount in yuan, exact to the fen, as `total_amount` has it (section 7 of the Alipay sheet).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Yuan(Fen);

impl Yuan {
    /// The same amount in fen.
    pub const fn to_fen(self) -> Fen {
        self.0
    }

    /// Reads digits, and after a point one or two more. `88`, `88.8`, `088.80` and `.5` are read as the amounts they
    /// are, as [`Spelling::Loose`] (ALI-PAY-6, ALI-AMB-13). A third decimal is refused even if it is zero.
    pub fn read(text: &[u8]) -> Option<(Yuan, Spelling)> {
        let (whole, decimals) = match text.iter().position(|&byte| byte == b'.') {
            None => (text, None),
            Some(point) => (&text[..point], Some(&text[point + 1..])),
        };
        let hundredths = match decimals {
            None => 0,
            Some([tens @ b'0'..=b'9']) => u64::from(tens - b'0') * 10,
            Some([tens @ b'0'..=b'9', ones @ b'0'..=b'9']) => u64::from((tens - b'0') * 10 + (ones - b'0')),
            Some(_) => return None,
        };
        let yuan = if whole.is_empty() && decimals.is_some() { 0 } else { digits(whole)? };
        let fen = yuan.checked_mul(100)?.checked_add(hundredths)?;
        let plain = decimals.is_some_and(|decimals| decimals.len() == 2)
            && !whole.is_empty()
            && (whole.len() == 1 || whole[0] != b'0');
        Some((Yuan(Fen(fen)), if plain { Spelling::Plain } else { Spelling::Loose }))
    }
}

/// With two decimals: `0.88`.
impl fmt::Display for Yuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0.0 / 100, self.0.0 % 100)
    }
}

/// At least one digit, nothing else, at most 64 bits.
pub(crate) fn digits(text: &[u8]) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    text.iter().try_fold(0_u64, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 { None } else { number.checked_mul(10)?.checked_add(u64::from(digit)) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fen_are_digits() {
        let read = |text: &str| Fen::read(text.as_bytes()).map(|(fen, spelling)| (fen.get(), spelling));
        assert_eq!(read("88"), Some((88, Spelling::Plain)));
        assert_eq!(read("0"), Some((0, Spelling::Plain)));
        assert_eq!(read("088"), Some((88, Spelling::Loose)));
        assert_eq!(read("00"), Some((0, Spelling::Loose)));
        assert_eq!(read("18446744073709551615"), Some((u64::MAX, Spelling::Plain)));
        for text in
            ["", "18446744073709551616", "-1", "+88", "88 ", " 88", "8.8e1", "1.0", "1,000", "８８", "0x1", "1_0"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn yuan_have_up_to_two_decimals() {
        let read = |text: &str| Yuan::read(text.as_bytes()).map(|(yuan, spelling)| (yuan.to_fen().get(), spelling));
        assert_eq!(read("0.01"), Some((1, Spelling::Plain)));
        assert_eq!(read("100000000.00"), Some((10_000_000_000, Spelling::Plain)));
        for (text, fen) in [("88.8", 8880), ("88", 8800), ("088.80", 8880), (".5", 50), (".05", 5), ("00.10", 10)] {
            assert_eq!(read(text), Some((fen, Spelling::Loose)), "{text}");
        }
        for text in
            ["", ".", "1.", "0.001", "88.880", "-1", "+1", "1e2", "1,000.00", " 1", "１", "1.0.0", "1.-1", "NaN"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("184467440737095516.15"), Some((u64::MAX, Spelling::Plain)));
        assert_eq!(read("184467440737095516.16"), None);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_the_same(number: u64) {
            let fen = Fen::new(number);
            prop_assert_eq!(Fen::read(fen.to_string().as_bytes()), Some((fen, Spelling::Plain)));
            let yuan = fen.to_yuan();
            prop_assert_eq!(Yuan::read(yuan.to_string().as_bytes()), Some((yuan, Spelling::Plain)));
            prop_assert_eq!(yuan.to_fen(), fen);
        }

        /// A second reading of the grammar, by big steps: two decimals are put on and the point is taken out.
        #[test]
        fn yuan_are_read_as_decimals(text in r"[0-9]{0,12}(\.[0-9]{0,3})?") {
            let (whole, decimals) = text.split_once('.').unwrap_or((&text, "00"));
            let right = decimals.len() <= 2 && !decimals.is_empty() && (!whole.is_empty() || text.contains('.'));
            let expected = right.then(|| format!("0{whole}{decimals:0<2}").parse::<u64>().unwrap());
            prop_assert_eq!(Yuan::read(text.as_bytes()).map(|(yuan, _)| yuan.to_fen().get()), expected);
        }
    }
}
