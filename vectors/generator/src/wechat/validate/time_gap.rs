//! The gap between time_start, `now` and time_expire (WX-UO-51).

use super::{ORDER, at};
use crate::suite::{Group, Test};
use crate::wechat::message::Message;

const EDITIONS: &str = "more than one minute is advised, more than five were required by older pages (WX-AMB-15).";

/// How a gap is judged: up to a minute, up to five, more.
enum Gap {
    Short,
    Between,
    Long,
}

fn case(id: &str, what: &str, params: &Message, gap: &Gap) -> Test {
    let id = format!("gap-{id}");
    let test = match gap {
        Gap::Short => {
            ORDER.bad(&id, &format!("{what} A minute or less: too short by every edition."), params, "time_expire")
        }
        Gap::Between => ORDER.lax(&id, &format!("{what} One to five minutes: {EDITIONS}"), params),
        Gap::Long => ORDER.good(&id, &format!("{what} More than five minutes."), params),
    };
    test.clauses(["WX-UO-51", "WX-UO-17", "WX-CHR-10"]).flags(["time-gap"])
}

/// Time of expiry, the seconds after 12:00:00, the judgement.
const STEPS: &[(&str, i32, Gap)] = &[
    ("20260101110000", -3600, Gap::Short),
    ("20260101115959", -1, Gap::Short),
    ("20260101120000", 0, Gap::Short),
    ("20260101120001", 1, Gap::Short),
    ("20260101120059", 59, Gap::Short),
    ("20260101120100", 60, Gap::Short),
    ("20260101120101", 61, Gap::Between),
    ("20260101120459", 299, Gap::Between),
    ("20260101120500", 300, Gap::Between),
    ("20260101120501", 301, Gap::Long),
    ("20260101140000", 7200, Gap::Long),
    ("20260103120000", 172_800, Gap::Long),
];

fn steps(prefix: &str, from: &str, set: impl Fn(&str) -> (Message, Option<serde_json::Value>)) -> Vec<Test> {
    STEPS
        .iter()
        .map(|(expire, seconds, gap)| {
            let (params, now) = set(expire);
            let sign = if *seconds < 0 { "minus-" } else { "" };
            let what = format!("time_expire lies {seconds} s after {from}.");
            let test = case(&format!("{prefix}-{sign}{}", seconds.abs()), &what, &params, gap);
            match now {
                Some(now) => test.input(now),
                None => test,
            }
        })
        .collect()
}

pub(super) fn from_start() -> Group {
    let between =
        |start: &str, expire: &str| Message::unified_order().with("time_start", start).with("time_expire", expire);
    let carry = |id: &str, what: &str, start: &str, expire: &str, gap: &Gap| {
        case(&format!("carry-{id}"), what, &between(start, expire), gap)
    };
    ORDER
        .group("From time_start; no clock.")
        .all(steps("start", "time_start", |expire| (between("20260101120000", expire), None)))
        .test(carry("hour", "60 s across an hour, 4100 as numbers.", "20260101125900", "20260101130000", &Gap::Short))
        .test(carry("minute", "30 s across a minute, 70 as numbers.", "20260101120045", "20260101120115", &Gap::Short))
        .test(carry("day", "60 s across midnight.", "20260101235930", "20260102000030", &Gap::Short))
        .test(carry("day-between", "61 s across midnight.", "20260101235930", "20260102000031", &Gap::Between))
        .test(carry("month", "60 s across the end of a month.", "20260131235930", "20260201000030", &Gap::Short))
        .test(carry("year", "60 s across the end of a year.", "20251231235959", "20260101000059", &Gap::Short))
        .test(carry("year-long", "301 s across the end of a year.", "20251231235959", "20260101000500", &Gap::Long))
        .test(carry("leap-day", "301 s into 29 February.", "20240228235959", "20240229000500", &Gap::Long))
        .test(carry(
            "no-leap-day",
            "60 s from 28 February into 1 March.",
            "20230228235930",
            "20230301000030",
            &Gap::Short,
        ))
        .test(carry(
            "five-minutes",
            "300 s across an hour, 4500 as numbers.",
            "20260101115959",
            "20260101120459",
            &Gap::Between,
        ))
        .test(carry(
            "year-back",
            "A year back: smaller in its first digits only.",
            "20260101120000",
            "20250101130000",
            &Gap::Short,
        ))
        .test(carry("sample", "The seed's samples, two days apart.", "20091225091010", "20091227091010", &Gap::Long))
}

pub(super) fn from_now() -> Group {
    let until = |expire: &str| Message::unified_order().with("time_expire", expire);
    let free = |id: &str, about: &str, params: &Message| {
        ORDER.good(&format!("gap-{id}"), about, params).clauses(["WX-UO-51"]).flags(["time-gap"])
    };
    ORDER
        .group("From `now`, where it is given; without it no rule looks at a clock.")
        .all(steps("now", "now", |expire| (until(expire), Some(at("20260101120000")))))
        .test(free(
            "no-clock-past",
            "time_expire in 2009 and no `now`: nothing says that it has passed.",
            &until("20091227091010"),
        ))
        .test(free("no-clock-future", "time_expire in 2099 and no `now`.", &until("20991227091010")))
        .test(free("clock-no-times", "`now` and neither time.", &Message::unified_order()).input(at("20260101120000")))
        .test(
            free(
                "clock-start-past",
                "time_start before `now`, as it always is.",
                &Message::unified_order().with("time_start", "20260101115900"),
            )
            .input(at("20260101120000")),
        )
        .test(
            case("now-years-ago", "time_expire lies years before now.", &until("20091227091010"), &Gap::Short)
                .input(at("20260101120000")),
        )
        .test(
            case("now-midnight", "60 s after now, across midnight.", &until("20260102000030"), &Gap::Short)
                .input(at("20260101235930")),
        )
        .test(
            case("now-new-year", "301 s after now, across the end of a year.", &until("20260101000500"), &Gap::Long)
                .input(at("20251231235959")),
        )
        .test(
            case(
                "now-eight-hours-less",
                "time_expire is right in UTC and eight hours ago in UTC+8.",
                &until("20260101041000"),
                &Gap::Short,
            )
            .input(at("20260101120000")),
        )
}

pub(super) fn from_both() -> Group {
    let both = |id: &str, what: &str, start: &str, now: &str, expire: &str, gap: &Gap| {
        let params = Message::unified_order().with("time_start", start).with("time_expire", expire);
        case(&format!("both-{id}"), what, &params, gap).input(at(now))
    };
    ORDER
        .group("From both: the later of the two decides.")
        .test(both(
            "long",
            "Ten minutes after now, an hour after time_start.",
            "20260101111000",
            "20260101120000",
            "20260101121000",
            &Gap::Long,
        ))
        .test(both(
            "now-short",
            "30 s after now, an hour after time_start.",
            "20260101110030",
            "20260101120000",
            "20260101120030",
            &Gap::Short,
        ))
        .test(both(
            "now-past",
            "Before now, an hour after time_start: expired meanwhile.",
            "20260101100000",
            "20260101120000",
            "20260101110000",
            &Gap::Short,
        ))
        .test(both(
            "now-between",
            "Two minutes after now, an hour after time_start.",
            "20260101110200",
            "20260101120000",
            "20260101120200",
            &Gap::Between,
        ))
        .test(both(
            "start-short",
            "30 s after time_start, which lies after now: the clocks differ.",
            "20260101121000",
            "20260101120000",
            "20260101121030",
            &Gap::Short,
        ))
}
