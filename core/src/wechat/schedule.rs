//! The re-send schedule (通知频率) of WeChat Pay as data (WX-NTF-60..64). Simulators take it as it is and assert no
//! count: the documents' own count differs from their own list.

/// A list of waits before each re-send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// Where the list stands.
    pub source: &'static str,
    /// The waits in seconds, in order.
    pub intervals: &'static [u32],
}

const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;

/// The seed's list. It calls these 15 intervals "10 notifications"; the total it gives, 24 h 4 min, is right
/// (WX-NTF-61).
pub const CURRENT: Schedule = Schedule {
    source: "seed.txt: 15s/15s/30s/3m/10m/20m/30m/30m/30m/60m/3h/3h/3h/6h/6h",
    intervals: &[
        15,
        15,
        30,
        3 * MINUTE,
        10 * MINUTE,
        20 * MINUTE,
        30 * MINUTE,
        30 * MINUTE,
        30 * MINUTE,
        60 * MINUTE,
        3 * HOUR,
        3 * HOUR,
        3 * HOUR,
        6 * HOUR,
        6 * HOUR,
    ],
};

/// The list of 2015 to 2018 (WX-NTF-62).
pub const OLDER: Schedule = Schedule {
    source: "D-NTF-OLD: 15/15/30/180/1800/1800/1800/1800/3600",
    intervals: &[15, 15, 30, 180, 1800, 1800, 1800, 1800, 3600],
};

/// How long the service waits for an answer, in seconds (WX-NTF-43).
pub const ANSWER_SECONDS: u32 = 5;

impl Schedule {
    /// When each re-send happens, in seconds after the first send (WX-NTF-64), if no answer takes any time.
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
    fn sums_are_those_of_the_sheet() {
        let expected = [15, 30, 60, 240, 840, 2040, 3840, 5640, 7440, 11040, 21840, 32640, 43440, 65040, 86640];
        assert_eq!(CURRENT.offsets().collect::<Vec<_>>(), expected);
        assert_eq!(CURRENT.offsets().last(), Some(24 * HOUR + 4 * MINUTE));
        assert_eq!(OLDER.offsets().last(), Some(11040));
    }
}
