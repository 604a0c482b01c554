//! WeChat Pay: which messages are checked at all.

use payspec_core::wechat::sign::SignType;

use super::super::{Fault, fault};
use super::WX_VERIFYING;
use crate::pairs::{filled, get, is};
use crate::wechat::verifying;
use crate::wechat::verifying::given;

/// Whether a signature is one that a careless check takes for "none".
fn nothing(sign: &[u8]) -> bool {
    sign.trim_ascii().is_empty() || [&b"null"[..], b"undefined", b"None", b"0", b"false"].contains(&sign)
}

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
    fault(
        "wx-verify-missing-sign-accepted",
        "A message without `sign` is not checked.",
        "S01: a missing sign skips the check",
        WX_VERIFYING,
        |s| {
            s.wechat.given = |pairs| if get(pairs, "sign").is_none() { Ok(None) } else { given(pairs) };
        },
    ),
    fault(
        "wx-verify-empty-sign-accepted",
        "A message whose `sign` is empty is not checked.",
        "S04: empty, null and white space",
        WX_VERIFYING,
        |s| {
            s.wechat.given = |pairs| if is(pairs, "sign", "") { Ok(None) } else { given(pairs) };
        },
    ),
    fault(
        "wx-verify-null-sign-accepted",
        "A `sign` of white space, `null`, `undefined`, `0` or `false` counts as none and is not checked.",
        "S04, S07: falsy signatures",
        WX_VERIFYING,
        |s| {
            s.wechat.given = |pairs| match get(pairs, "sign") {
                Some(sign) if !sign.is_empty() && nothing(sign) => Ok(None),
                _ => given(pairs),
            };
        },
    ),
    fault(
        "wx-verify-result-ignored",
        "The comparison's result is thrown away.",
        "S21, T02: CVE-2026-0656, CVE-2025-14078",
        WX_VERIFYING,
        |s| s.wechat.same = |_, _| true,
    ),
    fault(
        "wx-verify-return-code-gate",
        "Only messages with `return_code` SUCCESS are checked; the values of others are handed out.",
        "S03: `return_code` other than SUCCESS returns values unsigned",
        WX_VERIFYING,
        |s| {
            s.wechat.given = |pairs| if is(pairs, "return_code", "SUCCESS") { given(pairs) } else { Ok(None) };
        },
    ),
    fault(
        "wx-verify-missing-sign-gate",
        "A missing `sign` is refused only where `return_code` is exactly SUCCESS.",
        "S02: a guard conditioned on the exact `return_code`",
        WX_VERIFYING,
        |s| {
            s.wechat.given = |pairs| match filled(pairs, "sign") {
                None if !is(pairs, "return_code", "SUCCESS") => Ok(None),
                _ => given(pairs),
            };
        },
    ),
    fault(
        "wx-verify-result-code-gate",
        "A message with `result_code` FAIL is not checked.",
        "S22: one branch is not verified",
        WX_VERIFYING,
        |s| {
            s.wechat.given = |pairs| if is(pairs, "result_code", "FAIL") { Ok(None) } else { given(pairs) };
        },
    ),
    fault(
        "wx-verify-failure-in-any-case",
        "`Fail` and `fail` count as a transport failure, which needs no signature and whose fields are all handed out.",
        "S03: `return_code` in another case",
        &["wechat.response"],
        |s| {
            s.wechat.unsigned = |pairs| {
                let code = get(pairs, "return_code").unwrap_or_default();
                (filled(pairs, "sign").is_none() && code.eq_ignore_ascii_case(b"FAIL")).then(|| pairs.to_vec())
            };
        },
    ),
    fault(
        "wx-verify-failure-hands-out-all",
        "Of an unsigned failure all fields are handed out.",
        "S03: only return_code and return_msg are readable",
        &["wechat.response"],
        |s| {
            s.wechat.unsigned = |pairs| verifying::unsigned(pairs).map(|_| pairs.to_vec());
        },
    ),
    fault(
        "wx-verify-response-unsigned",
        "An answer without a signature is handed out, a success too.",
        "WX-UOR-7: a merchant must verify the reply's sign; T15",
        &["wechat.response"],
        |s| {
            s.wechat.unsigned = |pairs| get(pairs, "sign").is_none().then(|| pairs.to_vec());
        },
    ),
    fault(
        "wx-verify-unknown-type-unchecked",
        "A message with a `sign_type` that is unknown is not checked.",
        "S11: unknown sign_type; S20",
        WX_VERIFYING,
        |s| {
            s.wechat.given = |pairs| match filled(pairs, "sign_type") {
                Some(name) if SignType::parse(name).is_err() => Ok(None),
                _ => given(pairs),
            };
        },
    ),
];
