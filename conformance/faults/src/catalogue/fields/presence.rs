//! Field rules: what must be there.

use payspec_core::finding::code;
use payspec_core::spec::{Presence, Rule};

use super::super::{Fault, fault};
use super::{ALIPAY, BOTH, WECHAT};
use crate::pairs::{filled, get};

pub(in crate::catalogue) const FAULTS: &[Fault] = &[
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
        "va-channels-together",
        "`enable_pay_channels` and `disable_pay_channels` may stand together.",
        "section 7 of the Alipay sheet: mutually exclusive",
        ALIPAY,
        |s| s.validate.rules = Some(|rule| (!matches!(rule, Rule::Excludes { .. })).then_some(rule)),
    ),
];
