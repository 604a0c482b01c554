//! Calendar days, for the dates at which known failures end.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use payspec_core::time::Time;

/// A day of the Gregorian calendar; `yyyy-MM-dd`, which sorts as days do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(String);

impl Day {
    /// Today in UTC+8, where both providers' clocks stand.
    #[must_use]
    pub fn today() -> Self {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self::of(i64::try_from(seconds).ok().and_then(Time::from_unix))
    }

    /// So many days later; the last day there is where the calendar ends.
    #[must_use]
    pub fn plus(&self, days: i64) -> Self {
        let time = Time::read_dashed(self.midnight().as_bytes()).ok();
        Self::of(time.and_then(|(time, _)| Time::from_unix(time.unix() + days * 86_400)))
    }

    fn of(time: Option<Time>) -> Self {
        let text = time.map(|time| time.dashed().to_string());
        Self(text.and_then(|text| text.get(..10).map(str::to_owned)).unwrap_or_else(|| "9999-12-31".to_owned()))
    }

    fn midnight(&self) -> String {
        format!("{} 00:00:00", self.0)
    }
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let day = Self(text.to_owned());
        match Time::read_dashed(day.midnight().as_bytes()) {
            // Written one way only, so that text order is time order.
            Ok((time, _)) if Self::of(Some(time)) == day => Ok(day),
            _ => Err(format!("`{text}` is no day; give one such as 2026-12-31")),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_strictly_and_sort() {
        let day = |text: &str| text.parse::<Day>();
        assert!(day("2026-02-28").unwrap() < day("2026-10-01").unwrap());
        for bad in ["2026-2-28", "2026-02-30", "20260228", "", "2026-02-28 "] {
            assert!(day(bad).unwrap_err().contains("such as 2026-12-31"), "{bad}");
        }
        assert_eq!(day("2024-02-28").unwrap().plus(2).to_string(), "2024-03-01");
        assert_eq!(day("9999-12-31").unwrap().plus(1).to_string(), "9999-12-31");
        assert!(Day::today() > day("2024-01-01").unwrap());
    }
}
