//! `wechat/validate-unifiedorder-time`: 14 digits on a real calendar, and the gap between them.

use super::{ORDER, time_gap};
use crate::suite::{Group, Suite};
use crate::wechat::message::Message;

pub(super) fn suite() -> Suite {
    Suite::new(
        "wechat/validate-unifiedorder-time",
        "wechat.validate",
        "time_start and time_expire: `yyyyMMddHHmmss` in UTC+8 on a real calendar; the gap counts from time_start, and from `now` where it is given.",
    )
    .group(form("time_start", "WX-UO-16"))
    .group(form("time_expire", "WX-UO-17"))
    .group(time_gap::from_start())
    .group(time_gap::from_now())
    .group(time_gap::from_both())
}

const GOOD: &[(&str, &str, &str)] = &[
    ("sample", "20091225091010", "The seed's sample."),
    ("midnight", "20260101000000", "The first second of a day."),
    ("last-second", "20251231235959", "The last second of a year."),
    ("leap-day", "20240229120000", "29 February of a leap year."),
    ("leap-day-400", "20000229120000", "29 February 2000: a century that is a leap year."),
    ("day-30", "20260430120000", "30 April."),
    ("day-31", "20260731120000", "31 July."),
    (
        "dst-gap",
        "20260308023000",
        "Half past two on a day on which other zones skip that hour: UTC+8 has no daylight saving time.",
    ),
];

const BAD: &[(&str, &str, &str)] = &[
    ("feb-29", "20230229120000", "29 February of a common year."),
    ("feb-29-century", "21000229120000", "29 February 2100: a century that is no leap year."),
    ("feb-30", "20240230120000", "30 February."),
    ("apr-31", "20260431120000", "31 April."),
    ("jun-31", "20260631120000", "31 June."),
    ("sep-31", "20260931120000", "31 September."),
    ("nov-31", "20261131120000", "31 November."),
    ("day-0", "20260100120000", "Day 0."),
    ("day-32", "20260132120000", "Day 32."),
    ("month-0", "20260001120000", "Month 0."),
    ("month-13", "20261301120000", "Month 13."),
    ("hour-24", "20260101240000", "Hour 24."),
    ("minute-60", "20260101126000", "Minute 60."),
    ("second-60", "20260101120060", "Second 60: no leap second."),
    ("digits-13", "2026010112000", "13 digits."),
    ("digits-15", "202601011200000", "15 digits."),
    ("digits-12", "202601011200", "No seconds."),
    ("date", "20260101", "A date alone."),
    ("separators", "2026-01-01 12:00:00", "The other provider's form."),
    ("iso", "2026-01-01T12:00:00+08:00", "ISO 8601, as APIv3 has it."),
    ("iso-basic", "20260101T120000", "A `T` between date and time."),
    ("zone", "20260101120000Z", "A zone at the end."),
    ("unix", "1767240000", "Unix seconds."),
    ("unix-milliseconds", "1767240000000", "Unix milliseconds."),
    ("letters", "2026010112000x", "A letter among the digits."),
    ("signed", "+2026010112000", "A sign and 13 digits: 14 characters."),
    ("space-leading", " 20260101120000", "A space before."),
    ("space-inside", "20260101 20000", "A space in a digit's place: 14 characters."),
    ("newline-trailing", "20260101120000\n", "A line feed behind: `$` in a pattern matches before it."),
    ("full-width", "２０２６０１０１１２００００", "Full-width digits."),
    ("day-first", "01012026120000", "Day and month first: year 101 and month 20."),
    ("zeros", "00000000000000", "Zeros: neither month nor day."),
    ("word", "now", "A word."),
];

fn form(field: &str, clause: &str) -> Group {
    let dashed = field.replace('_', "-");
    let with = |value: &str| Message::unified_order().with(field, value);
    let mut group = ORDER.group(&format!("The form of {field}; no clock is given and the other time is absent."));
    for (id, value, about) in GOOD {
        group = group.test(
            ORDER
                .good(&format!("{dashed}-{id}"), about, &with(value))
                .clauses([clause, "WX-UO-50", "WX-UO-54"])
                .flags(["calendar"]),
        );
    }
    for (id, value, about) in BAD {
        let clauses = if ["feb", "hour", "minute", "second", "day", "month"].iter().any(|word| id.starts_with(word))
            || id.ends_with("-31")
        {
            [clause, "WX-UO-54"]
        } else {
            [clause, "WX-UO-50"]
        };
        group = group.test(
            ORDER.bad(&format!("{dashed}-{id}"), about, &with(value), field).clauses(clauses).flags(["calendar"]),
        );
    }
    group
}
