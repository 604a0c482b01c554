//! Times, periods and gaps.

use super::{Judge, Severity, Spot, code};
use crate::money::digits;
use crate::spec::{Kind, Layout};
use crate::time::{Dashed, Time, Wrong};

/// How the documents write the layout.
fn form(layout: Layout) -> &'static str {
    match layout {
        Layout::Compact => "yyyyMMddHHmmss",
        Layout::Dashed | Layout::DashedLoosely => "yyyy-MM-dd HH:mm:ss",
        Layout::DashedFraction => "yyyy-MM-dd HH:mm:ss.S",
    }
}

/// The time, if the value is one in that kind's layout.
pub(super) fn read(kind: Kind, value: &[u8]) -> Option<Time> {
    match kind {
        Kind::Time(Layout::Compact) => Time::read_compact(value).ok(),
        Kind::Time(_) => Time::read_dashed(value).ok().map(|(time, _)| time),
        _ => None,
    }
}

impl Judge<'_> {
    pub(super) fn time(&mut self, spot: &Spot<'_>, layout: Layout, value: &[u8]) {
        let read = match layout {
            Layout::Compact => Time::read_compact(value).map(|_| Dashed::Seconds),
            _ => Time::read_dashed(value).map(|(_, written)| written),
        };
        let (code, severity) = match (read, layout) {
            (Err(Wrong::Shape), _) => (code::TIME_SHAPE, Severity::Error),
            (Err(Wrong::Calendar), _) => (code::TIME_CALENDAR, Severity::Error),
            (Ok(Dashed::Seconds), _) | (Ok(Dashed::Fraction), Layout::DashedFraction) => return,
            (Ok(_), Layout::Dashed) => (code::TIME_SHAPE, Severity::Error),
            (Ok(_), _) => (code::TIME_SPELLING, Severity::Warning),
        };
        self.report(spot, code, severity, &[("form", form(layout))]);
    }

    /// `1m` to `15d`, or `1c`; no decimals, no leading zero.
    pub(super) fn period(&mut self, spot: &Spot<'_>, value: &[u8]) {
        let most = match value.last() {
            Some(b'm') => 15 * 24 * 60,
            Some(b'h') => 15 * 24,
            Some(b'd') => 15,
            Some(b'c') => 1,
            _ => 0,
        };
        let number = value.split_last().and_then(|(_, number)| digits(number));
        if value.first() == Some(&b'0') || !number.is_some_and(|number| (1..=most).contains(&number)) {
            self.report(spot, code::PERIOD_SHAPE, Severity::Error, &[]);
        }
    }

    /// WX-UO-55.
    pub(super) fn unix_seconds(&mut self, spot: &Spot<'_>, value: &[u8]) {
        if value.len() != 10 || digits(value).is_none() {
            self.report(spot, code::UNIX_SHAPE, Severity::Error, &[]);
        }
    }

    /// What the gap after another time says: after the field `other`, or after the present (WX-UO-51).
    pub(super) fn gap(
        &mut self,
        spot: &Spot<'_>,
        clause: &'static str,
        seconds: i64,
        other: Option<&str>,
        [short, advised]: [i64; 2],
    ) {
        let (code, severity) = if seconds <= 0 && other.is_none() {
            (code::TIME_PAST, Severity::Error)
        } else if seconds <= 0 {
            (code::TIME_NOT_AFTER, Severity::Error)
        } else if seconds <= short {
            (code::TIME_GAP_SHORT, Severity::Error)
        } else if seconds <= advised {
            (code::TIME_GAP_ADVISED, Severity::Warning)
        } else {
            return;
        };
        let args = [seconds, advised].map(|number| number.to_string());
        let (other_en, other_zh) = other.map_or(("now", "当前时间"), |name| (name, name));
        let args = [("other_en", other_en), ("other_zh", other_zh), ("seconds", &*args[0]), ("advised", &*args[1])];
        self.report_by(spot, clause, code, severity, &args);
    }
}
