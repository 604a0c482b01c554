//! Times as both providers write them: `yyyyMMddHHmmss` and `yyyy-MM-dd HH:mm:ss`, in UTC+8 without daylight saving
//! (WX-UO-50, section 3 of the Alipay sheet). A time is a point in time; no clock is ever read.

use std::fmt;

/// A second between the years 1 and 9999 of UTC+8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

/// Why text is no time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It has another shape.
    Shape,
    /// It has the shape, but no calendar has that day, or no day that second: 30 February, hour 24, second 60.
    Calendar,
}

/// How a time with hyphens and colons is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dashed {
    /// `yyyy-MM-dd HH:mm:ss`.
    Seconds,
    /// The same and one to three decimals, as `gmt_refund` has them.
    Fraction,
    /// `yyyy-MM-dd HH:mm`, as older tables have it for `time_expire`.
    Minutes,
    /// With a `T` in place of the space.
    Iso,
}

/// Seconds by which UTC+8 is ahead.
const AHEAD: i64 = 8 * 3600;
const DAY: i64 = 86_400;
/// Days from 1 March of the year 0 to 1 January 1970.
const EPOCH: i64 = 719_468;
/// Days in 400 years of the Gregorian calendar.
const ERA: i64 = 146_097;

impl Time {
    /// The time so many seconds after 1970 began in UTC; `None` outside the years 1 to 9999 of UTC+8.
    pub fn from_unix(seconds: i64) -> Option<Time> {
        let time = Time(seconds);
        (FIRST..=LAST).contains(&time).then_some(time)
    }

    /// Seconds since 1970 began in UTC.
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// Reads `yyyyMMddHHmmss`.
    ///
    /// # Errors
    /// [`Wrong`].
    pub fn read_compact(text: &[u8]) -> Result<Time, Wrong> {
        let text: &[u8; 14] = text.try_into().map_err(|_| Wrong::Shape)?;
        let two = |at: usize| pair(text[at], text[at + 1]);
        let year = two(0)? * 100 + two(2)?;
        Time::at(year, two(4)?, two(6)?, [two(8)?, two(10)?, two(12)?])
    }

    /// Reads `yyyy-MM-dd HH:mm:ss` and its variants. Decimals are left out.
    ///
    /// # Errors
    /// [`Wrong`].
    pub fn read_dashed(text: &[u8]) -> Result<(Time, Dashed), Wrong> {
        let (head, tail) = text.split_at_checked(16).ok_or(Wrong::Shape)?;
        let between = (head[4], head[7], head[13]);
        if between != (b'-', b'-', b':') || !matches!(head[10], b' ' | b'T') {
            return Err(Wrong::Shape);
        }
        let two = |at: usize| pair(head[at], head[at + 1]);
        let (second, mut form) = match tail {
            [] => (0, Dashed::Minutes),
            [b':', tens, ones] => (pair(*tens, *ones)?, Dashed::Seconds),
            [b':', tens, ones, b'.', decimals @ ..]
                if (1..=3).contains(&decimals.len()) && decimals.iter().all(u8::is_ascii_digit) =>
            {
                (pair(*tens, *ones)?, Dashed::Fraction)
            }
            _ => return Err(Wrong::Shape),
        };
        if head[10] == b'T' {
            form = Dashed::Iso;
        }
        let year = two(0)? * 100 + two(2)?;
        let time = Time::at(year, two(5)?, two(8)?, [two(11)?, two(14)?, second])?;
        Ok((time, form))
    }

    fn at(year: i64, month: i64, day: i64, [hour, minute, second]: [i64; 3]) -> Result<Time, Wrong> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = match month {
            2 => 28 + i64::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        if year == 0 || day == 0 || day > length || hour > 23 || minute > 59 || second > 59 {
            return Err(Wrong::Calendar);
        }
        // Years begin in March here, so that the leap day is a year's last.
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - EPOCH;
        Ok(Time(days * DAY + hour * 3600 + minute * 60 + second - AHEAD))
    }

    /// Year, month, day, hour, minute, second in UTC+8.
    fn parts(self) -> [i64; 6] {
        let local = self.0 + AHEAD;
        let (days, second) = (local.div_euclid(DAY) + EPOCH, local.rem_euclid(DAY));
        let (era, day) = (days.div_euclid(ERA), days.rem_euclid(ERA));
        let year = (day - day / 1460 + day / 36_524 - day / (ERA - 1)) / 365;
        let day = day - (year * 365 + year / 4 - year / 100);
        let month = (day * 5 + 2) / 153;
        let day = day - (month * 153 + 2) / 5 + 1;
        let (year, month) = (era * 400 + year + i64::from(month > 9), (month + 2) % 12 + 1);
        [year, month, day, second / 3600, second / 60 % 60, second % 60]
    }

    /// Writes `yyyyMMddHHmmss`.
    pub fn compact(self) -> impl fmt::Display {
        Shown(self, ["", "", "", "", ""])
    }

    /// Writes `yyyy-MM-dd HH:mm:ss`.
    pub fn dashed(self) -> impl fmt::Display {
        Shown(self, ["-", "-", " ", ":", ":"])
    }

    /// How many seconds lie between `earlier` and this time; negative if it is later.
    pub const fn since(self, earlier: Time) -> i64 {
        self.0 - earlier.0
    }
}

const FIRST: Time = Time(-62_135_596_800 - AHEAD);
const LAST: Time = Time(253_402_300_799 - AHEAD);

/// Two digits as a number.
fn pair(tens: u8, ones: u8) -> Result<i64, Wrong> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    if tens > 9 || ones > 9 { Err(Wrong::Shape) } else { Ok(i64::from(tens * 10 + ones)) }
}

struct Shown(Time, [&'static str; 5]);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [year, month, day, hour, minute, second] = self.0.parts();
        let [a, b, c, d, e] = self.1;
        write!(f, "{year:04}{a}{month:02}{b}{day:02}{c}{hour:02}{d}{minute:02}{e}{second:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use jiff::civil::DateTime;
    use jiff::tz::Offset;
    use proptest::prelude::*;

    fn zone() -> Offset {
        Offset::constant(8)
    }

    #[test]
    fn the_documents_examples() {
        // WX-UO-50: midnight in London.
        assert_eq!(Time::read_compact(b"20141111080000").unwrap().unix(), 1_415_664_000);
        let time = Time::read_compact(b"20091225091010").unwrap();
        assert_eq!(time.dashed().to_string(), "2009-12-25 09:10:10");
        assert_eq!(Time::read_dashed(b"2009-12-25 09:10:10"), Ok((time, Dashed::Seconds)));
        assert_eq!(Time::read_dashed(b"2009-12-25 09:10:10.123"), Ok((time, Dashed::Fraction)));
        assert_eq!(Time::read_dashed(b"2009-12-25T09:10:10"), Ok((time, Dashed::Iso)));
        let minute = Time::read_compact(b"20091225091000").unwrap();
        assert_eq!(Time::read_dashed(b"2009-12-25 09:10"), Ok((minute, Dashed::Minutes)));
        assert_eq!(time.since(minute), 10);
        assert_eq!(minute.since(time), -10);
    }

    #[test]
    fn no_such_day_or_second() {
        for text in [
            "20230229000000",
            "19000229000000",
            "20240230000000",
            "20240431000000",
            "20240101240000",
            "20240101006000",
            "20240101000060",
            "20241301000000",
            "20240001000000",
            "20240100000000",
            "00000101000000",
        ] {
            assert_eq!(Time::read_compact(text.as_bytes()), Err(Wrong::Calendar), "{text}");
        }
        assert!(Time::read_compact(b"20240229235959").is_ok());
        assert!(Time::read_compact(b"20000229000000").is_ok());
        assert_eq!(Time::read_dashed(b"2023-02-29 00:00:00"), Err(Wrong::Calendar));
    }

    #[test]
    fn no_such_shape() {
        for text in [
            "",
            "2024010100000",
            "202401010000000",
            "2024010100000a",
            "2024-01-0100:00",
            " 2024010100000",
            "+2024010100000",
        ] {
            assert_eq!(Time::read_compact(text.as_bytes()), Err(Wrong::Shape), "{text}");
        }
        for text in [
            "",
            "2024-01-01",
            "2024/01/01 00:00:00",
            "2024-01-01 00:00:",
            "2024-01-01 00:00:0",
            "2024-1-01 00:00:000",
            "2024-01-01 00:00:00.",
            "2024-01-01 00:00:00.1234",
            "2024-01-01 00:00:00Z",
            "2024-01-01_00:00:00",
            "20240101000000",
            "2024-01-01  0:00:00",
            "２024-01-01 00:00:00",
        ] {
            assert_eq!(Time::read_dashed(text.as_bytes()), Err(Wrong::Shape), "{text}");
        }
    }

    #[test]
    fn the_first_and_the_last_second() {
        assert_eq!(FIRST.dashed().to_string(), "0001-01-01 00:00:00");
        assert_eq!(LAST.compact().to_string(), "99991231235959");
        assert_eq!(Time::from_unix(FIRST.unix() - 1), None);
        assert_eq!(Time::from_unix(LAST.unix() + 1), None);
        assert_eq!(Time::from_unix(i64::MIN), None);
        assert_eq!(Time::from_unix(LAST.unix()), Some(LAST));
    }

    proptest! {
        #[test]
        fn a_time_is_written_as_jiff_writes_it(seconds in FIRST.unix()..=LAST.unix()) {
            let time = Time::from_unix(seconds).unwrap();
            let other = zone().to_datetime(Timestamp::from_second(seconds).unwrap());
            prop_assert_eq!(time.compact().to_string(), other.strftime("%Y%m%d%H%M%S").to_string());
            prop_assert_eq!(time.dashed().to_string(), other.strftime("%Y-%m-%d %H:%M:%S").to_string());
            prop_assert_eq!(Time::read_compact(time.compact().to_string().as_bytes()), Ok(time));
            prop_assert_eq!(Time::read_dashed(time.dashed().to_string().as_bytes()), Ok((time, Dashed::Seconds)));
        }

        #[test]
        fn a_day_exists_if_jiff_has_it(
            year in 1_i16..=9999, month in 0_i8..=14, day in 0_i8..=32, hour in 0_i8..=25, minute in 0_i8..=61, second in 0_i8..=61,
        ) {
            let text = format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}");
            let expected = DateTime::new(year, month, day, hour, minute, second, 0)
                .map_err(|_| Wrong::Calendar)
                .map(|other| Time(zone().to_timestamp(other).unwrap().as_second()));
            prop_assert_eq!(Time::read_compact(text.as_bytes()), expected);
        }
    }
}
