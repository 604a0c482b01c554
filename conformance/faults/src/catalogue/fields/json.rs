//! Field rules: JSON text.

use payspec_core::finding::code;

use super::super::{Fault, fault};
use super::{ALIPAY, BOTH, none_of};

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
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
        "va-types-ignored",
        "An object will do where an array stands in the table, and the reverse.",
        "section 7 of the Alipay sheet: array, object",
        ALIPAY,
        |s| s.validate.sees = |finding, _| finding.code != code::JSON_TYPE,
    ),
];
