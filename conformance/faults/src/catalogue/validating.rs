//! Both providers: how a message's fields are held against its table.

use super::{Fault, fault};
use crate::pairs::{Pair, Pairs, filled, get, is, with_values};
use payspec_core::finding::{Code, Finding, code};
use payspec_core::spec::{Kind, Limit, Others, Presence, Rule};
use payspec_core::time::Time;

const BOTH: &[&str] = &["wechat.validate", "alipay.validate"];
const WECHAT: &[&str] = &["wechat.validate"];
const ALIPAY: &[&str] = &["alipay.validate"];

/// A field's value as text.
fn text(pairs: &[Pair], name: &str) -> String {
    String::from_utf8_lossy(get(pairs, name).unwrap_or_default()).into_owned()
}

fn none_of(finding: &Finding, codes: &[Code]) -> bool {
    !codes.contains(&finding.code)
}

/// The value that a finding is about, if it is a field of the message.
fn value(finding: &Finding, pairs: &[Pair]) -> String {
    text(pairs, &finding.path)
}

fn lengths(limit: &mut Option<Limit>, change: fn(u32) -> u32) {
    if let Some(limit) = limit {
        limit.agreed = change(limit.agreed);
        limit.widest = change(limit.widest);
    }
}

pub(super) const FAULTS: &[Fault] = &[
    fault(
        "va-length-one-more",
        "Every value may be one longer than the table says.",
        "WX-UO-1 to 23, ALI-PAR-1, ALI-PAY-6: an off-by-one in `<` and `<=`",
        BOTH,
        |s| s.validate.row = Some(|row| lengths(&mut row.limit, |most| most + 1)),
    ),
    fault(
        "va-length-one-less",
        "Every value may be one shorter than the table says.",
        "WX-CHR-16: within 32 means 32 too; ALI-PAY-6",
        BOTH,
        |s| s.validate.row = Some(|row| lengths(&mut row.limit, |most| most - 1)),
    ),
    fault("va-length-ignored", "No length is looked at.", "section 3.1 of the WeChat sheet: String(n)", BOTH, |s| {
        s.validate.sees = |finding, _| none_of(finding, &[code::LENGTH_EXCEEDED, code::LENGTH_EXCEEDED_BYTES])
    }),
    fault(
        "va-length-cut",
        "Values are cut to the length of their column before they are judged.",
        "V16: truncation",
        BOTH,
        |s| {
            s.validate.params = |pairs| {
                let cut = |(name, value): &Pair| {
                    let most = if name == b"biz_content" || name == b"scene_info" || name == b"detail" {
                        usize::MAX
                    } else {
                        32
                    };
                    (name.clone(), value[..value.len().min(most)].to_vec())
                };
                pairs.iter().map(cut).collect()
            };
        },
    ),
    fault(
        "va-required-ignored",
        "A missing field is not noticed.",
        "section 3.1 of the WeChat sheet, section 3 of the Alipay sheet: required",
        BOTH,
        |s| {
            s.validate.row = Some(|row| {
                if row.presence == Presence::Required {
                    row.presence = Presence::Optional;
                }
            });
        },
    ),
    fault(
        "va-empty-is-present",
        "An empty value counts as there.",
        "WX-SIGN-3, ALI-SIGN-3: an empty value takes no part, so it is as good as none",
        BOTH,
        |s| {
            s.validate.sees =
                |finding, pairs| finding.code != code::FIELD_REQUIRED || get(pairs, &finding.path).is_none();
        },
    ),
    fault(
        "va-conditions-ignored",
        "Fields that are required in some cases only are never required.",
        "WX-UO-19, WX-UO-21, WX-UO-23: required for NATIVE, JSAPI, MWEB",
        WECHAT,
        |s| s.validate.sees = |finding, _| finding.code != code::FIELD_REQUIRED_WHEN,
    ),
    fault(
        "va-product-id-not-required",
        "NATIVE does without `product_id`.",
        "WX-UO-19: the seed requires it",
        WECHAT,
        |s| s.validate.sees = |finding, _| finding.code != code::FIELD_REQUIRED_WHEN || finding.path != "product_id",
    ),
    fault("va-openid-not-required", "JSAPI does without `openid`.", "WX-UO-21: the seed requires it", WECHAT, |s| {
        s.validate.sees = |finding, _| finding.code != code::FIELD_REQUIRED_WHEN || finding.path != "openid"
    }),
    fault(
        "va-openid-always-required",
        "`openid` is required for every kind of trade.",
        "WX-UO-21: for JSAPI",
        WECHAT,
        |s| {
            s.validate.invents = |message, pairs| match message {
                "unifiedorder" if filled(pairs, "openid").is_none() => vec![("openid", "required")],
                _ => Vec::new(),
            };
        },
    ),
    fault(
        "va-product-id-always-required",
        "`product_id` is required for every kind of trade.",
        "WX-UO-19: for NATIVE",
        WECHAT,
        |s| {
            s.validate.invents = |message, pairs| match message {
                "unifiedorder" if filled(pairs, "product_id").is_none() => vec![("product_id", "required")],
                _ => Vec::new(),
            };
        },
    ),
    fault(
        "va-condition-blames-the-other",
        "A field that its condition requires is reported at the condition's field.",
        "adapter protocol: cross-field rules blame the conditional field",
        WECHAT,
        |s| {
            s.validate.blames = |finding| match finding.code {
                code if code == code::FIELD_REQUIRED_WHEN => "trade_type".to_owned(),
                _ => finding.path.clone(),
            };
        },
    ),
    fault("va-either-id-not-required", "A query needs no id.", "WX-QRY-1, ALI-QRY-1: one of the two", BOTH, |s| {
        s.validate.rules = Some(|rule| (!matches!(rule, Rule::OneOf { .. })).then_some(rule))
    }),
    fault("va-both-ids-required", "A query needs both ids.", "WX-QRY-1, ALI-QRY-1: one of the two", WECHAT, |s| {
        s.validate.invents = |message, pairs| match message {
            "orderquery" if filled(pairs, "transaction_id").is_none() => vec![("transaction_id", "required")],
            "orderquery" if filled(pairs, "out_trade_no").is_none() => vec![("out_trade_no", "required")],
            _ => Vec::new(),
        };
    }),
    fault(
        "va-alphabets-ignored",
        "Any character will do.",
        "WX-UO-6, WX-CHR-1: digits, letters, `_` and `-`; ALI-PAY-1",
        BOTH,
        |s| s.validate.sees = |finding, _| finding.code != code::CHARACTER_FORBIDDEN,
    ),
    fault(
        "va-alphabet-unicode",
        "Letters and digits of every script are letters and digits.",
        "WX-CHR-1: full-width or Chinese: invalid; E14",
        WECHAT,
        |s| {
            s.validate.sees = |finding, pairs| {
                finding.code != code::CHARACTER_FORBIDDEN
                    || value(finding, pairs).chars().any(|c| !(c.is_alphanumeric() || matches!(c, '_' | '-')))
            };
        },
    ),
    fault(
        "va-alphabet-first-line",
        "A pattern with `$` passes a value that ends in a line feed.",
        "WX-UO-6, WX-UO-43: `^[0-9]+$` matches before a last line feed",
        WECHAT,
        |s| {
            s.validate.params = |pairs| with_values(pairs, |value| value.strip_suffix(b"\n").unwrap_or(value).to_vec());
        },
    ),
    fault(
        "va-alphabet-substring",
        "A value passes if it begins with a character of the alphabet.",
        "WX-CHR-1: a pattern without anchors",
        WECHAT,
        |s| {
            s.validate.sees = |finding, pairs| {
                let first = value(finding, pairs).chars().next();
                finding.code != code::CHARACTER_FORBIDDEN || !first.is_some_and(|c| c.is_ascii_alphanumeric())
            };
        },
    ),
    fault(
        "va-number-digits-only",
        "An order number has digits only.",
        "WX-UO-6: upper and lower letters, `_`, `-`; WX-CHR-1",
        WECHAT,
        |s| {
            s.validate.invents = |_, pairs| match filled(pairs, "out_trade_no") {
                Some(number) if !number.iter().all(u8::is_ascii_digit) => vec![("out_trade_no", "charset")],
                _ => Vec::new(),
            };
        },
    ),
    fault(
        "va-number-hyphen-refused",
        "An order number has no hyphen.",
        "WX-UO-6: the seed's row ends in `_-`",
        WECHAT,
        |s| {
            s.validate.invents = |_, pairs| match filled(pairs, "out_trade_no") {
                Some(number) if number.contains(&b'-') => vec![("out_trade_no", "charset")],
                _ => Vec::new(),
            };
        },
    ),
    fault(
        "va-trimmed",
        "White space around values is taken off before they are judged.",
        "WX-UO-43: `88 ` is no amount; WX-UO-10",
        BOTH,
        |s| s.validate.params = |pairs| with_values(pairs, |value| value.trim_ascii().to_vec()),
    ),
    fault("va-cut-at-nul", "Values end at a NUL.", "E07: a C string ends there", WECHAT, |s| {
        s.validate.params =
            |pairs| with_values(pairs, |value| value.split(|b| *b == 0).next().unwrap_or_default().to_vec());
    }),
    fault(
        "va-choices-open",
        "A word that is in no list will do.",
        "WX-UO-10, WX-SIGN-12, ALI-PAY-1: closed lists",
        BOTH,
        |s| {
            s.validate.row = Some(|row| {
                if let Kind::Choice(choices, _) = row.kind {
                    row.kind = Kind::Choice(choices, Others::Open);
                }
            });
        },
    ),
    fault(
        "va-choices-in-any-case",
        "`native` is NATIVE.",
        "WX-UO-10: upper case; WX-SIGN-12: exact spelling",
        BOTH,
        |s| {
            s.validate.row = Some(|row| {
                if let Kind::Choice(choices, others) = row.kind {
                    let folded: Vec<_> = choices.iter().map(|choice| choice.any_case()).collect();
                    row.kind = Kind::Choice(folded.leak(), others);
                }
            });
        },
    ),
    fault(
        "va-choices-by-prefix",
        "A word that begins like one of the list will do.",
        "WX-UO-10: a pattern without an end",
        WECHAT,
        |s| {
            s.validate.sees = |finding, pairs| {
                let value = value(finding, pairs);
                let begins =
                    ["JSAPI", "NATIVE", "APP", "MWEB", "MD5", "HMAC-SHA256"].iter().any(|word| value.starts_with(word));
                !(begins && [code::CHOICE_UNKNOWN, code::LENGTH_EXCEEDED].contains(&finding.code))
            };
        },
    ),
    fault("va-hmac-unknown", "Only MD5 is a `sign_type`.", "WX-UO-12: HMAC-SHA256 too", WECHAT, |s| {
        s.validate.invents = |_, pairs| match is(pairs, "sign_type", "HMAC-SHA256") {
            true => vec![("sign_type", "enum")],
            false => Vec::new(),
        };
    }),
    fault(
        "va-sign-32-only",
        "A `sign` of 64 characters is too long.",
        "WX-SIGN-13, WX-CHR-9: accept both lengths",
        WECHAT,
        |s| {
            s.validate.invents = |_, pairs| match get(pairs, "sign") {
                Some(sign) if sign.len() == 64 => vec![("sign", "length")],
                _ => Vec::new(),
            };
        },
    ),
    fault(
        "va-sign-256-only",
        "A `sign` of 344 characters is too long.",
        "section 3 of the Alipay sheet: older tables say 256, which cannot hold an RSA2 signature",
        ALIPAY,
        |s| {
            s.validate.invents = |_, pairs| match get(pairs, "sign") {
                Some(sign) if sign.len() > 256 => vec![("sign", "length")],
                _ => Vec::new(),
            };
        },
    ),
    fault(
        "va-sign-any-text",
        "Any text is a `sign`.",
        "WX-SIGN-6: 32 or 64 hexadecimal digits; ALI-SIGN-8: Base64",
        BOTH,
        |s| {
            s.validate.sees = |finding, _| finding.path != "sign" || [code::FIELD_REQUIRED].contains(&finding.code);
        },
    ),
    fault("va-amount-zero", "An amount of zero will do.", "WX-UO-41, ALI-PAY-6: at least one fen; B09", BOTH, |s| {
        s.validate.row = Some(|row| {
            use payspec_core::money::Fen;
            row.kind = match row.kind {
                Kind::Fen { most, .. } => Kind::Fen { least: Fen::new(0), most },
                Kind::Yuan { most, .. } => Kind::Yuan { least: Fen::new(0), most },
                other => other,
            };
        });
    }),
    fault("va-amount-negative", "A negative amount will do.", "WX-UO-41, ALI-PAY-6; B09", BOTH, |s| {
        s.validate.params = |pairs| {
            let sign = |value: &[u8]| match value.strip_prefix(b"-") {
                Some(digits) if digits.iter().any(u8::is_ascii_digit) && !digits.contains(&b'-') => digits.to_vec(),
                _ => value.to_vec(),
            };
            changed(pairs, "total_fee", sign)
        };
    }),
    fault("va-amount-decimal", "An amount in fen may have decimals.", "WX-UO-40: no decimal point", WECHAT, |s| {
        s.validate.sees = |finding, pairs| {
            finding.code != code::AMOUNT_FEN_SHAPE
                || value(finding, pairs).bytes().any(|byte| !(byte.is_ascii_digit() || byte == b'.'))
        };
    }),
    fault(
        "va-amount-as-float",
        "An amount is whatever reads as a floating-point number.",
        "WX-UO-43: `8.8e1`, `+88`; V04",
        WECHAT,
        |s| {
            s.validate.sees = |finding, pairs| {
                finding.code != code::AMOUNT_FEN_SHAPE || value(finding, pairs).trim().parse::<f64>().is_err()
            };
        },
    ),
    fault(
        "va-amount-digits-of-any-script",
        "Full-width digits are digits.",
        "WX-UO-43, V04: full-width digits",
        WECHAT,
        |s| {
            s.validate.sees = |finding, pairs| {
                let value = value(finding, pairs);
                finding.code != code::AMOUNT_FEN_SHAPE || value.is_empty() || !value.chars().all(char::is_numeric)
            };
        },
    ),
    fault(
        "va-amount-digits-prefix",
        "An amount is read up to the first character that is no digit.",
        "WX-UO-43: `parseInt` and casts that read a prefix",
        WECHAT,
        |s| {
            s.validate.sees = |finding, pairs| {
                let value = value(finding, pairs);
                finding.code != code::AMOUNT_FEN_SHAPE || !value.starts_with(|c: char| c.is_ascii_digit())
            };
        },
    ),
    fault(
        "va-amount-8-digits",
        "An amount has eight digits at most.",
        "WX-UO-42: up to 1,000,000,000 is known to work",
        WECHAT,
        |s| {
            s.validate.invents = |_, pairs| match get(pairs, "total_fee") {
                Some(fee) if fee.len() > 8 && fee.iter().all(u8::is_ascii_digit) => vec![("total_fee", "amount")],
                _ => Vec::new(),
            };
        },
    ),
    fault(
        "va-yuan-three-decimals",
        "An amount in yuan may have more than two decimals.",
        "ALI-PAY-6: 0.001 is invalid",
        ALIPAY,
        |s| {
            s.validate.params = |pairs| {
                in_content(pairs, "total_amount", |amount| {
                    let (yuan, decimals) = amount.split_once('.')?;
                    (decimals.len() > 2 && decimals.bytes().all(|b| b.is_ascii_digit()))
                        .then(|| format!("{yuan}.{}", &decimals[..2]))
                })
            }
        },
    ),
    fault(
        "va-yuan-no-maximum",
        "An amount in yuan has no upper bound.",
        "ALI-PAY-6: 100000000.01 is invalid",
        ALIPAY,
        |s| {
            s.validate.row = Some(|row| {
                if let Kind::Yuan { least, .. } = row.kind {
                    row.kind = Kind::Yuan { least, most: payspec_core::money::Fen::new(u64::MAX) };
                }
            });
        },
    ),
    fault(
        "va-yuan-maximum-refused",
        "100000000.00 is too much.",
        "ALI-PAY-6: the bound itself is valid",
        ALIPAY,
        |s| {
            s.validate.row = Some(|row| {
                if let Kind::Yuan { least, most } = row.kind {
                    row.kind = Kind::Yuan { least, most: payspec_core::money::Fen::new(most.get() - 1) };
                }
            });
        },
    ),
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
        "va-url-query-allowed",
        "`notify_url` may carry parameters.",
        "WX-UO-9: 不能携带参数; ALI-PAR-2",
        BOTH,
        |s| s.validate.sees = |finding, _| finding.code != code::URL_QUERY,
    ),
    fault(
        "va-url-private-allowed",
        "`notify_url` may be localhost or a private address.",
        "WX-UO-9: no localhost, 127.0.0.1 or private address; ALI-SEED-10",
        BOTH,
        |s| s.validate.sees = |finding, _| finding.code != code::URL_PRIVATE,
    ),
    fault(
        "va-url-localhost-only",
        "Of the addresses that cannot be reached only `localhost` in lower case is refused.",
        "WX-UO-9: private address",
        WECHAT,
        |s| {
            s.validate.sees =
                |finding, pairs| finding.code != code::URL_PRIVATE || value(finding, pairs).contains("localhost");
        },
    ),
    fault(
        "va-url-172-unknown",
        "172.16 to 172.31 are not known as private.",
        "WX-UO-9: private address",
        WECHAT,
        |s| {
            s.validate.sees =
                |finding, pairs| finding.code != code::URL_PRIVATE || !value(finding, pairs).contains("//172.");
        },
    ),
    fault("va-url-any-text", "A URL is any text.", "WX-UO-9: absolute; ALI-PAR-1", BOTH, |s| {
        s.validate.sees = |finding, _| finding.code != code::URL_SHAPE
    }),
    fault("va-url-any-scheme", "Any scheme will do.", "WX-UO-9: http or https", WECHAT, |s| {
        s.validate.sees = |finding, pairs| {
            let value = value(finding, pairs);
            finding.code != code::URL_SHAPE || !value.contains("://") || value.starts_with("http")
        };
    }),
    fault("va-url-scheme-by-prefix", "Whatever begins with `http` is a URL.", "WX-UO-9: absolute URL", WECHAT, |s| {
        s.validate.sees =
            |finding, pairs| finding.code != code::URL_SHAPE || !value(finding, pairs).starts_with("http");
    }),
    fault("va-ip-any-text", "An address is any text.", "WX-UO-8: IPv4 or IPv6", WECHAT, |s| {
        s.validate.sees = |finding, _| finding.code != code::IP_SHAPE
    }),
    fault(
        "va-ip-four-numbers",
        "Four numbers with dots are an address, however large.",
        "WX-UO-8: a pattern of three digits a part",
        WECHAT,
        |s| {
            s.validate.sees = |finding, pairs| {
                let value = value(finding, pairs);
                let number = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
                let four = value.split('.').count() == 4 && value.split('.').all(number);
                finding.code != code::IP_SHAPE || !four
            };
        },
    ),
    fault(
        "va-ip-v4-only",
        "An IPv6 address is refused.",
        "WX-UO-8, WX-CHR-7: IPv6 is valid by the seed",
        WECHAT,
        |s| {
            s.validate.invents = |_, pairs| match get(pairs, "spbill_create_ip") {
                Some(ip) if ip.contains(&b':') => vec![("spbill_create_ip", "ip")],
                _ => Vec::new(),
            };
        },
    ),
    fault("va-currency-any-text", "A currency is any text.", "WX-UO-15: three letters", WECHAT, |s| {
        s.validate.sees = |finding, _| none_of(finding, &[code::CURRENCY_SHAPE, code::LENGTH_EXCEEDED])
    }),
    fault("va-currency-three-characters", "Any three characters are a currency.", "WX-UO-15: ISO 4217", WECHAT, |s| {
        s.validate.sees =
            |finding, pairs| finding.code != code::CURRENCY_SHAPE || value(finding, pairs).chars().count() != 3;
    }),
    fault("va-json-not-read", "JSON text is any text.", "WX-UO-23, ALI-PAY-2: isv.illegal-json", BOTH, |s| {
        s.validate.sees = |finding, _| {
            !finding.path.contains(['.', '['])
                && none_of(finding, &[code::JSON_SYNTAX, code::JSON_TYPE, code::JSON_REPEATED])
        };
    }),
    fault(
        "va-json-members-ignored",
        "JSON text is read, but its members are not judged.",
        "WX-UO-23: h5_info and its type; ALI-PAY-1",
        BOTH,
        |s| s.validate.sees = |finding, _| !finding.path.contains(['.', '[']),
    ),
    fault(
        "va-json-path-lost",
        "A member of JSON text is reported at the field that holds it.",
        "adapter protocol: members of JSON text are paths",
        BOTH,
        |s| {
            s.validate.blames = |finding| finding.path.split(['.', '[']).next().unwrap_or_default().to_owned();
        },
    ),
    fault(
        "va-json-path-bare",
        "A member of JSON text is reported by its own name.",
        "adapter protocol: `biz_content.out_trade_no`",
        BOTH,
        |s| {
            s.validate.blames = |finding| finding.path.rsplit('.').next().unwrap_or_default().to_owned();
        },
    ),
    fault(
        "va-json-first-item-only",
        "Of an array only the first item is judged.",
        "section 7 of the Alipay sheet: goods_detail, per item",
        ALIPAY,
        |s| s.validate.sees = |finding, _| !finding.path.contains('[') || finding.path.contains("[0]"),
    ),
    fault(
        "va-first-error-only",
        "Only the first error is reported.",
        "adapter protocol: at least these fields",
        BOTH,
        |s| s.validate.reports = |complaints| complaints.into_iter().take(1).collect(),
    ),
    fault(
        "va-channels-together",
        "`enable_pay_channels` and `disable_pay_channels` may stand together.",
        "section 7 of the Alipay sheet: mutually exclusive",
        ALIPAY,
        |s| s.validate.rules = Some(|rule| (!matches!(rule, Rule::Excludes { .. })).then_some(rule)),
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
    fault("va-count-any-text", "A quantity is any text.", "section 7 of the Alipay sheet: quantity", ALIPAY, |s| {
        s.validate.sees = |finding, _| finding.code != code::NUMBER_SHAPE
    }),
    fault(
        "va-types-ignored",
        "An object will do where an array stands in the table, and the reverse.",
        "section 7 of the Alipay sheet: array, object",
        ALIPAY,
        |s| s.validate.sees = |finding, _| finding.code != code::JSON_TYPE,
    ),
];

fn changed(pairs: &[Pair], name: &str, change: fn(&[u8]) -> Vec<u8>) -> Pairs {
    let one = |(own, value): &Pair| match own == name.as_bytes() {
        true => (own.clone(), change(value)),
        false => (own.clone(), value.clone()),
    };
    pairs.iter().map(one).collect()
}

/// A string member of `biz_content` changed.
fn in_content(pairs: &[Pair], member: &str, change: fn(&str) -> Option<String>) -> Pairs {
    let rewrite = |value: &[u8]| -> Option<Vec<u8>> {
        let mut content: serde_json::Value = serde_json::from_slice(value).ok()?;
        let slot = content.get_mut(member)?;
        let text = change(slot.as_str()?)?;
        *slot = text.into();
        Some(content.to_string().into_bytes())
    };
    let one = |(name, value): &Pair| {
        let new = (name == b"biz_content").then(|| rewrite(value)).flatten();
        (name.clone(), new.unwrap_or_else(|| value.clone()))
    };
    pairs.iter().map(one).collect()
}
