//! Field rules: times.

use payspec_core::finding::code;
use payspec_core::spec::Rule;
use payspec_core::time::Time;

use super::super::{Fault, fault};
use super::{ALIPAY, BOTH, WECHAT, none_of, text, value};

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault("va-time-ignored", "A time is any text.", "WX-UO-50, ALI-PAR-4", BOTH, |s| {
        s.validate.sees = |finding, _| none_of(finding, &[code::TIME_SHAPE, code::TIME_CALENDAR, code::LENGTH_EXCEEDED])
    }),
    fault("va-time-any-digits", "Fourteen digits are a time.", "WX-UO-54: impossible dates are invalid", BOTH, |s| {
        s.validate.sees = |finding, _| finding.code != code::TIME_CALENDAR
    }),
    fault("va-time-31-days", "Every month has 31 days.", "WX-UO-54: 20230229 and 20230431", WECHAT, |s| {
        s.validate.sees = |finding, pairs| {
            let value = value(finding, pairs);
            let part = |at: std::ops::Range<usize>, most: u32| {
                value.get(at).and_then(|part| part.parse::<u32>().ok()).is_some_and(|part| (1..=most).contains(&part))
            };
            let clock = value.get(8..14).is_some_and(|clock| {
                clock[..2].parse::<u32>().is_ok_and(|h| h < 24)
                    && clock[2..4].parse::<u32>().is_ok_and(|m| m < 60)
                    && clock[4..].parse::<u32>().is_ok_and(|s| s < 60)
            });
            finding.code != code::TIME_CALENDAR || !(part(4..6, 12) && part(6..8, 31) && clock)
        };
    }),
    fault("va-time-julian", "Every fourth year is a leap year.", "WX-UO-54: 1900 and 2100 are none", WECHAT, |s| {
        s.validate.sees = |finding, pairs| {
            let value = value(finding, pairs);
            let year = value.get(..4).and_then(|year| year.parse::<u32>().ok()).unwrap_or(1);
            finding.code != code::TIME_CALENDAR || year % 4 != 0 || value.get(4..8) != Some("0229")
        };
    }),
    fault("va-time-no-leap-day", "February has 28 days.", "WX-UO-54: the calendar", WECHAT, |s| {
        s.validate.invents = |_, pairs| {
            let leap = |name: &'static str| (text(pairs, name).get(4..8) == Some("0229")).then_some((name, "time"));
            ["time_start", "time_expire"].into_iter().filter_map(leap).collect()
        };
    }),
    fault("va-time-hour-24", "24:00:00 and the second 60 will do.", "WX-UO-54: hour 24, second 60", BOTH, |s| {
        s.validate.sees = |finding, pairs| {
            let value = value(finding, pairs);
            let clock: String = value.chars().filter(char::is_ascii_digit).skip(8).collect();
            let odd = clock.starts_with("24") || clock.ends_with("60");
            finding.code != code::TIME_CALENDAR || !odd
        };
    }),
    fault(
        "va-expiry-ignored",
        "`time_expire` is not compared with anything.",
        "WX-UO-51: more than one minute",
        WECHAT,
        |s| s.validate.rules = Some(|rule| (!matches!(rule, Rule::Expiry { .. })).then_some(rule)),
    ),
    fault(
        "va-expiry-only-after",
        "`time_expire` has to be after `time_start`; how long is of no account.",
        "WX-UO-51: a minute or less is invalid",
        WECHAT,
        |s| s.validate.sees = |finding, _| finding.code != code::TIME_GAP_SHORT,
    ),
    fault(
        "va-expiry-past-allowed",
        "A `time_expire` that has passed will do.",
        "WX-UO-17, WX-UO-51: in the future",
        WECHAT,
        |s| s.validate.sees = |finding, _| finding.code != code::TIME_PAST,
    ),
    fault(
        "va-expiry-start-ignored",
        "`time_expire` is compared with the present only.",
        "WX-UO-51: the gap counts from time_start",
        WECHAT,
        |s| s.validate.params = |pairs| crate::pairs::without(pairs, &["time_start"]),
    ),
    fault(
        "va-expiry-now-ignored",
        "`time_expire` is compared with `time_start` only.",
        "WX-UO-51: and from now where it is given",
        WECHAT,
        |s| s.validate.now = |_| None,
    ),
    fault(
        "va-expiry-as-numbers",
        "The two times are subtracted as numbers of fourteen digits.",
        "WX-UO-51: 4500 is not 300 s",
        WECHAT,
        |s| {
            s.validate.sees = |finding, pairs| {
                let number = |name| text(pairs, name).parse::<u64>().ok();
                let far = number("time_expire").zip(number("time_start")).is_some_and(|(e, s)| e > s + 60);
                !(far && finding.code == code::TIME_GAP_SHORT)
            };
        },
    ),
    fault(
        "va-expiry-utc",
        "The present is taken for UTC, eight hours behind.",
        "WX-UO-16: Beijing time",
        WECHAT,
        |s| s.validate.now = |now| now.and_then(|now| Time::from_unix(now.unix() - 8 * 3600)),
    ),
    fault(
        "va-expiry-60-seconds",
        "Exactly one minute is long enough.",
        "WX-UO-51: one minute or less is invalid",
        WECHAT,
        |s| {
            s.validate.rules = Some(|rule| match rule {
                Rule::Expiry { later, earlier, short, advised, clause } => {
                    Some(Rule::Expiry { later, earlier, short: short - 1, advised, clause })
                }
                other => Some(other),
            });
        },
    ),
    fault(
        "va-expiry-blames-start",
        "A gap that is too short is reported at `time_start`.",
        "adapter protocol: cross-field rules blame the later time",
        WECHAT,
        |s| {
            s.validate.blames = |finding| match finding.path.as_str() {
                "time_expire" => "time_start".to_owned(),
                other => other.to_owned(),
            };
        },
    ),
    fault(
        "va-period-any-text",
        "`timeout_express` is any text.",
        "section 7 of the Alipay sheet: 1m to 15d, no decimals",
        ALIPAY,
        |s| s.validate.sees = |finding, _| finding.code != code::PERIOD_SHAPE,
    ),
    fault(
        "va-timestamp-iso",
        "`timestamp` may have a `T`, a zone or no seconds.",
        "ALI-PAR-4: isv.invalid-timestamp",
        ALIPAY,
        |s| {
            s.validate.sees = |finding, _| {
                finding.path != "timestamp"
                    || none_of(finding, &[code::TIME_SHAPE, code::TIME_SPELLING, code::LENGTH_EXCEEDED])
            };
        },
    ),
];
