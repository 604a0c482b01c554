//! `timestamp`, `time_expire` and `timeout_express`.

use serde_json::json;

use super::{blames_if_invalid, common, given, member};
use crate::suite::Verdict::{self, Acceptable, Invalid, Valid};
use crate::suite::{Group, Suite, Test};

/// Times on and off the calendar: id, text, verdict, what it is.
const CALENDAR: [(&str, &str, Verdict, &str); 24] = [
    ("plain", "2026-06-15 13:14:15", Valid, "a time."),
    ("first-day", "2026-01-01 00:00:00", Valid, "the first second of a year."),
    ("last-second", "2026-12-31 23:59:59", Valid, "the last second of a year."),
    ("leap-day", "2028-02-29 12:00:00", Valid, "a leap day."),
    ("leap-day-2000", "2000-02-29 12:00:00", Valid, "2000 was a leap year."),
    ("april-30", "2026-04-30 12:00:00", Valid, "the last day of April."),
    ("no-leap-day", "2026-02-29 12:00:00", Invalid, "2026 is no leap year."),
    ("no-leap-day-2100", "2100-02-29 12:00:00", Invalid, "2100 is no leap year."),
    ("february-30", "2028-02-30 12:00:00", Invalid, "no year has it."),
    ("april-31", "2026-04-31 12:00:00", Invalid, "April has 30 days."),
    ("month-0", "2026-00-15 12:00:00", Invalid, "there is no month 0."),
    ("month-13", "2026-13-15 12:00:00", Invalid, "there is no month 13."),
    ("day-0", "2026-06-00 12:00:00", Invalid, "there is no day 0."),
    ("day-32", "2026-01-32 12:00:00", Invalid, "no month has 32 days."),
    ("hour-24", "2026-06-15 24:00:00", Invalid, "the day ends at 23:59:59."),
    ("minute-60", "2026-06-15 12:60:00", Invalid, "an hour has 60 minutes, counted from 0."),
    ("second-60", "2026-06-15 12:00:60", Invalid, "no leap seconds."),
    ("slashes", "2026/06/15 12:00:00", Invalid, "the separators are hyphens."),
    ("no-separators", "20260615120000", Invalid, "WeChat's form."),
    ("one-digit", "2026-6-15 12:00:00", Invalid, "a month of one digit."),
    ("two-digit-year", "26-06-15 12:00:00", Invalid, "a year of two digits."),
    ("date-only", "2026-06-15", Invalid, "a date without a time."),
    ("unix", "1767240000", Invalid, "seconds since 1970."),
    ("full-width", "２０２６-06-15 12:00:00", Invalid, "full-width digits."),
];

/// Ends of `timeout_express`: id, text, verdict, what it is.
const TIMEOUTS: [(&str, &str, Verdict, &str); 28] = [
    ("1m", "1m", Valid, "the least."),
    ("90m", "90m", Valid, "an hour and a half."),
    ("1h", "1h", Valid, "an hour."),
    ("24h", "24h", Valid, "a day in hours."),
    ("360h", "360h", Valid, "15 days in hours."),
    ("1d", "1d", Valid, "a day."),
    ("15d", "15d", Valid, "the most."),
    ("21600m", "21600m", Valid, "15 days in minutes: six characters, the most that fit."),
    ("1c", "1c", Valid, "until the end of the day."),
    ("0m", "0m", Invalid, "less than a minute."),
    ("0h", "0h", Invalid, "less than a minute."),
    ("0d", "0d", Invalid, "less than a minute."),
    ("16d", "16d", Invalid, "more than 15 days."),
    ("361h", "361h", Invalid, "more than 15 days."),
    ("21601m", "21601m", Invalid, "more than 15 days."),
    ("long", "1000000m", Invalid, "eight characters, and more than 15 days."),
    ("decimal", "1.5h", Invalid, "no decimals: 90m."),
    ("seconds", "60s", Invalid, "there are no seconds."),
    ("no-unit", "30", Invalid, "no unit."),
    ("no-number", "m", Invalid, "no number."),
    ("negative", "-1m", Invalid, "negative."),
    ("space", "30 m", Invalid, "a space."),
    ("week", "1w", Invalid, "there are no weeks."),
    ("two", "1h30m", Invalid, "two units."),
    ("full-width", "３０m", Invalid, "full-width digits."),
    (
        "upper",
        "30M",
        Acceptable,
        "acceptable: the units are printed in lower case, and there is no doubt what is meant.",
    ),
    ("zero-first", "030m", Acceptable, "acceptable: a leading zero, and no doubt what is meant."),
    ("2c", "2c", Acceptable, "acceptable: only 1c is described."),
];

pub(super) fn suite() -> Suite {
    let stamp = |id: &str, value: &str, verdict: Verdict, about: &str| {
        let about = format!("Section 3, timestamp `{value}`: {about}");
        let test = common(verdict, &format!("page-pay-timestamp-{id}"), &about, "timestamp", Some(value));
        blames_if_invalid(test, "timestamp").clauses(["ALI-PAR-1", "ALI-PAR-4"]).flags(["calendar"])
    };
    let expire = |id: &str, value: &str, verdict: Verdict, about: &str| {
        let about = format!("Section 7, time_expire `{value}`: {about}");
        let test = member(verdict, &format!("page-pay-time-expire-{id}"), &about, "time_expire", Some(value.into()));
        blames_if_invalid(test, "biz_content.time_expire").clauses(["ALI-PAY-1"]).flags(["calendar"])
    };
    let express = |(id, value, verdict, about): &(&str, &str, Verdict, &str)| {
        let about = format!("Section 7, timeout_express `{value}`: {about}");
        let test = member(
            *verdict,
            &format!("page-pay-timeout-express-{id}"),
            &about,
            "timeout_express",
            Some((*value).into()),
        );
        blames_if_invalid(test, "biz_content.timeout_express").clauses(["ALI-PAY-1"]).flags(["timeout-form"])
    };
    Suite::new(
        "alipay/validate-page-pay-time",
        "alipay.validate",
        "Times in UTC+8 on a real calendar, and how long an order lives.",
    )
    .group(
        Group::new("timestamp.", given())
            .all(CALENDAR.iter().map(|(id, value, verdict, about)| stamp(id, value, *verdict, about)))
            .test(stamp("no-seconds", "2026-06-15 12:00", Invalid, "no seconds; the gateway refuses other shapes."))
            .test(stamp("t", "2026-06-15T12:00:00", Invalid, "a T; the gateway refuses other shapes."))
            .test(stamp("fraction", "2026-06-15 12:00:00.000", Invalid, "a fraction, and 23 characters where 19 fit."))
            .test(stamp("zone", "2026-06-15 12:00:00+08:00", Invalid, "a zone, and 25 characters where 19 fit."))
            .test(stamp("two-spaces", "2026-06-15  12:00:00", Invalid, "two spaces, and 20 characters where 19 fit."))
            .test(stamp("trailing-space", "2026-06-15 12:00:00 ", Invalid, "a space at the end.")),
    )
    .group(
        Group::new("time_expire, without a clock.", given())
            .all(CALENDAR.iter().map(|(id, value, verdict, about)| expire(id, value, *verdict, about)))
            .test(
                expire("no-seconds", "2026-06-15 12:00", Acceptable, "acceptable: older pages have no seconds.")
                    .clauses(["ALI-AMB-14"]),
            )
            .test(
                expire(
                    "t",
                    "2026-06-15T12:00:00",
                    Acceptable,
                    "acceptable: no page writes it so, and there is no doubt what is meant.",
                )
                .clauses(["ALI-AMB-14"]),
            )
            .test(
                expire(
                    "fraction",
                    "2026-06-15 12:00:00.5",
                    Acceptable,
                    "acceptable: a fraction belongs to gmt_refund; a time is meant all the same.",
                )
                .clauses(["ALI-AMB-14"]),
            )
            .test(
                expire("past", "2001-01-01 00:00:00", Valid, "long past; without now no rule looks at a clock.")
                    .flags(["time-gap"]),
            ),
    )
    .group(
        Group::new(
            "time_expire, 1 minute to 15 days from now, 2026-01-01 12:00:00.",
            json!({"message": super::PAGE_PAY, "now": "20260101120000"}),
        )
        .all(gaps()),
    )
    .group(Group::new("timeout_express.", given()).all(TIMEOUTS.iter().map(express)))
}

fn gaps() -> Vec<Test> {
    let gap = |verdict: Verdict, id: &str, value: &str, about: &str| {
        let about = format!("Section 7, time_expire `{value}`: {about}");
        let test = member(verdict, &format!("page-pay-time-gap-{id}"), &about, "time_expire", Some(value.into()));
        blames_if_invalid(test, "biz_content.time_expire").clauses(["ALI-PAY-1"]).flags(["time-gap"])
    };
    vec![
        gap(Valid, "two-minutes", "2026-01-01 12:02:00", "two minutes from now."),
        gap(Valid, "one-minute", "2026-01-01 12:01:00", "one minute from now, the least."),
        gap(Valid, "one-day", "2026-01-02 12:00:00", "a day from now."),
        gap(Valid, "over-midnight", "2026-01-02 00:00:00", "the next day begins."),
        gap(Valid, "fourteen-days", "2026-01-15 12:00:00", "14 days from now."),
        gap(Valid, "fifteen-days", "2026-01-16 12:00:00", "15 days from now, the most."),
        gap(Invalid, "59-seconds", "2026-01-01 12:00:59", "59 seconds from now."),
        gap(Invalid, "now", "2026-01-01 12:00:00", "now."),
        gap(Invalid, "past-second", "2026-01-01 11:59:59", "a second ago."),
        gap(Invalid, "past-day", "2025-12-31 12:00:00", "a day ago, in another year."),
        gap(Invalid, "utc", "2026-01-01 04:30:00", "half an hour from now in UTC; times are in UTC+8."),
        gap(Invalid, "fifteen-days-and-a-second", "2026-01-16 12:00:01", "15 days and a second from now."),
        gap(Invalid, "sixteen-days", "2026-01-17 12:00:00", "16 days from now."),
        gap(Invalid, "next-year", "2027-01-01 12:00:00", "a year from now."),
    ]
}
