//! Alipay: which fields are signed and read, and in which order.

use payspec_core::canonical::{ALIPAY_NOTIFICATION, ALIPAY_NOTIFICATION_NO_EMPTY, sort};
use payspec_core::finding::Refusal;

use super::super::{Fault, fault};
use super::{AL_FORMS, sound};
use crate::form_reader::{decode, read};
use crate::pairs::{Pair, Pairs, one_each, without};
use crate::views::Views;

/// The verifier takes the one, the application the other of two fields of one name.
fn repeats(body: &[u8], signed_last: bool, read_last: bool) -> Result<Views, Refusal> {
    let all = sound(body)?;
    Ok(Views { signed: one_each(&all, signed_last), read: one_each(&all, read_last) })
}

/// The values of one name joined by commas.
fn joined(all: &[Pair]) -> Pairs {
    let mut each = one_each(all, false);
    for (name, value) in &mut each {
        let values: Vec<&[u8]> = all.iter().filter(|pair| pair.0 == *name).map(|pair| pair.1.as_slice()).collect();
        *value = values.join(&b',');
    }
    each
}

/// The names of a typed notification.
const KNOWN: &[&str] = &[
    "notify_time",
    "notify_type",
    "notify_id",
    "app_id",
    "auth_app_id",
    "charset",
    "version",
    "sign_type",
    "sign",
    "trade_no",
    "out_trade_no",
    "out_biz_no",
    "buyer_id",
    "buyer_logon_id",
    "seller_id",
    "seller_email",
    "trade_status",
    "total_amount",
    "receipt_amount",
    "invoice_amount",
    "buyer_pay_amount",
    "point_amount",
    "refund_fee",
    "send_back_fee",
    "subject",
    "body",
    "gmt_create",
    "gmt_payment",
    "gmt_close",
    "gmt_refund",
    "fund_bill_list",
    "passback_params",
    "voucher_detail_list",
    "method",
    "timestamp",
];

/// The rule of messages that are no trade notifications: `sign_type` stays.
const ALIPAY_NOTIFICATION_V2: payspec_core::canonical::Rule =
    payspec_core::canonical::Rule { without: &["sign"], empty: payspec_core::canonical::Empty::Kept };

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "al-form-verifies-last-reads-first",
        "Of two fields of one name the verifier takes the last, the application the first.",
        "F01, ALI-AMB-4: never verify one and use the other",
        AL_FORMS,
        |s| s.alipay.form = |body| repeats(body, true, false),
    ),
    fault(
        "al-form-verifies-first-reads-last",
        "Of two fields of one name the verifier takes the first, the application the last.",
        "F01, ALI-AMB-4: never verify one and use the other",
        AL_FORMS,
        |s| s.alipay.form = |body| repeats(body, false, true),
    ),
    fault(
        "al-form-repeats-joined-for-reading",
        "The verifier takes the last of two fields of one name, the application both, joined by a comma.",
        "F01, ALI-AMB-4: comma-join",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let all = sound(body)?;
                Ok(Views { signed: one_each(&all, true), read: joined(&all) })
            };
        },
    ),
    fault(
        "al-form-repeats-unsigned",
        "A name that occurs twice is left out of the string; the application reads its last value.",
        "ALI-AMB-4: a name that occurs more than once is dropped",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let all = sound(body)?;
                let once = |name: &[u8]| all.iter().filter(|pair| pair.0 == name).count() == 1;
                let signed = all.iter().filter(|pair| once(&pair.0)).cloned().collect();
                Ok(Views { signed, read: one_each(&all, true) })
            };
        },
    ),
    fault(
        "al-form-brackets-stripped",
        "`total_amount[]` and `a[b]` are read as `total_amount` and `a`; the verifier passes them over.",
        "F03: array syntax",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let all = read(body, decode);
                let signed = all.iter().filter(|pair| !pair.0.contains(&b'[')).cloned().collect();
                let plain =
                    |(name, value): &Pair| (name.split(|b| *b == b'[').next().unwrap_or(name).to_vec(), value.clone());
                Ok(Views { signed, read: one_each(&all.iter().map(plain).collect::<Pairs>(), true) })
            };
        },
    ),
    fault(
        "al-form-names-mangled",
        "Dots and spaces in names become `_`; the last of a name counts, for verifier and application.",
        "F04: PHP's name mangling",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let mangle = |(name, value): Pair| {
                    (name.iter().map(|b| if matches!(b, b'.' | b' ' | b'[') { b'_' } else { *b }).collect(), value)
                };
                let all: Pairs = read(body, decode).into_iter().map(mangle).collect();
                let signed =
                    one_each(&read(body, decode).into_iter().filter(|p| !p.0.contains(&b'.')).collect::<Pairs>(), true);
                Ok(Views { signed, read: one_each(&all, true) })
            };
        },
    ),
    fault(
        "al-form-names-lower-case",
        "Names are read in lower case; the verifier sees those only that are written so.",
        "F06: case variants",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let all = sound(body)?;
                let is_lower = |name: &[u8]| !name.iter().any(u8::is_ascii_uppercase);
                let signed = all.iter().filter(|pair| is_lower(&pair.0)).cloned().collect();
                let lower: Pairs = all.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
                Ok(Views { signed, read: one_each(&lower, true) })
            };
        },
    ),
    fault(
        "al-form-unknown-dropped",
        "Fields that a typed structure does not know are lost before the check.",
        "F09, ALI-NTF-1: github alipay/alipay-easysdk issue 237",
        AL_FORMS,
        |s| s.alipay.form = |body| Ok(Views::same(crate::pairs::only(&sound(body)?, KNOWN))),
    ),
    fault(
        "al-form-unknown-not-handed-out",
        "The check sees all fields, but those unknown to the structure are not handed out.",
        "ALI-NTF-1: new fields may appear at any time",
        AL_FORMS,
        |s| s.alipay.handed_out = |pairs| crate::pairs::only(pairs, KNOWN),
    ),
    fault(
        "al-form-prototype-names-dropped",
        "Fields named as a member of every object (`__proto__`, `constructor`) vanish before the check.",
        "F12: CVE-2022-24999",
        AL_FORMS,
        |s| {
            s.alipay.form = |body| {
                let member = |name: &[u8]| {
                    [&b"__proto__"[..], b"constructor", b"prototype", b"toString", b"hasOwnProperty"]
                        .iter()
                        .any(|member| name.starts_with(member))
                };
                Ok(Views::same(read(body, decode).into_iter().filter(|pair| !member(&pair.0)).collect()))
            };
        },
    ),
    fault(
        "al-form-zero-dropped",
        "The value `0` counts as empty and is left out of the string.",
        "F11: only the empty value is empty",
        AL_FORMS,
        |s| {
            s.alipay.strings = |pairs| {
                let filled: Pairs = pairs.iter().filter(|pair| pair.1 != b"0").cloned().collect();
                crate::alipay::verifying::strings(&filled)
            };
        },
    ),
    fault(
        "al-form-at-values-dropped",
        "Values that begin with `@` are left out of the string.",
        "ALI-SIGN-13, ALI-AMB-17: a relic of file uploads",
        AL_FORMS,
        |s| {
            s.alipay.strings = |pairs| {
                let plain: Pairs = pairs.iter().filter(|pair| !pair.1.starts_with(b"@")).cloned().collect();
                crate::alipay::verifying::strings(&plain)
            };
        },
    ),
    fault(
        "al-form-unsorted",
        "The string keeps the order of the wire.",
        "ALI-VER-2: sort by name; C06",
        AL_FORMS,
        |s| {
            s.alipay.strings = |pairs| Ok(vec![crate::wechat::signing::join(&without(pairs, &["sign", "sign_type"]))]);
        },
    ),
    fault(
        "al-form-sort-ignores-case",
        "Names are sorted without regard to case.",
        "ALI-SIGN-4: byte order, no case folding",
        AL_FORMS,
        |s| {
            s.alipay.strings = |pairs| {
                let mut kept = without(pairs, &["sign", "sign_type"]);
                kept.sort_by_key(|pair| pair.0.to_ascii_lowercase());
                Ok(vec![crate::wechat::signing::join(&kept)])
            };
        },
    ),
    fault(
        "al-form-type-kept",
        "`sign_type` takes part.",
        "ALI-VER-1, ALI-VER-9: the rule of other messages; ALI-EX-4v2",
        AL_FORMS,
        |s| {
            s.alipay.strings = |pairs| {
                let kept = without(pairs, &["sign"]);
                Ok(vec![sort(&kept, &ALIPAY_NOTIFICATION_V2)?.to_vec()])
            };
        },
    ),
    fault(
        "al-form-known-names-only",
        "Only the documented names stand in the string.",
        "F08: an unsigned extra field; ALI-NTF-1",
        AL_FORMS,
        |s| {
            s.alipay.strings = |pairs| {
                let known = crate::pairs::only(pairs, KNOWN);
                Ok(vec![
                    sort(&known, &ALIPAY_NOTIFICATION)?.to_vec(),
                    sort(&known, &ALIPAY_NOTIFICATION_NO_EMPTY)?.to_vec(),
                ])
            };
        },
    ),
];
