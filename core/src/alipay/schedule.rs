//! The re-send schedule (通知频率) of Alipay as data (ALI-RTY-1..7). Simulators take it as it is. The documents' own
//! total, 24 h 22 min, is not the sum of their own list (ALI-RTY-2), so no test may ask for it.

/// A list of waits before each re-send. "Generally": real ones vary (ALI-RTY-6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// Where the list stands.
    pub source: &'static str,
    /// The waits in seconds, in order.
    pub intervals: &'static [u32],
}

const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;

/// The seed's list: eight notifications within 25 h (ALI-RTY-1).
pub const CURRENT: Schedule = Schedule {
    source: "seed.txt: 4m,10m,10m,1h,2h,6h,15h",
    intervals: &[4 * MINUTE, 10 * MINUTE, 10 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR, 15 * HOUR],
};

/// The list of the international site, whose sum is the 24 h 22 min that both give (ALI-RTY-3).
pub const INTERNATIONAL: Schedule = Schedule {
    source: "INTL: 2m,10m,10m,1h,2h,6h,15h",
    intervals: &[2 * MINUTE, 10 * MINUTE, 10 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR, 15 * HOUR],
};

/// The total that both documents give, in seconds.
pub const STATED_TOTAL: u32 = 24 * HOUR + 22 * MINUTE;

impl Schedule {
    /// When each re-send happens, in seconds after the first send, if no answer takes any time.
    pub fn offsets(&self) -> impl Iterator<Item = u32> {
        self.intervals.iter().scan(0, |sum, wait| {
            *sum += wait;
            Some(*sum)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_those_of_the_sheet() {
        let minutes: Vec<u32> = CURRENT.offsets().map(|seconds| seconds / MINUTE).collect();
        assert_eq!(minutes, [4, 14, 24, 84, 204, 564, 1464]);
        assert_eq!(CURRENT.intervals.len() + 1, 8);
        assert!(CURRENT.offsets().last() <= Some(25 * HOUR));
        assert_eq!(INTERNATIONAL.offsets().last(), Some(STATED_TOTAL));
    }
}
