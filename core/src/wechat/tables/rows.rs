//! Rows that several messages share.

use super::alphabets::{FREE, VISIBLE};
use crate::finding::code;
use crate::money::Fen;
use crate::spec::{Choice, Field, Kind, Layout, Others, up_to};

pub(super) const SUCCESS_OR_FAIL: &[Choice] = &[Choice::plain("SUCCESS"), Choice::plain("FAIL")];
pub(super) const SIGN_TYPES: &[Choice] = &[Choice::plain("MD5"), Choice::plain("HMAC-SHA256")];
pub(super) const YES_OR_NO: &[Choice] = &[Choice::plain("Y"), Choice::plain("N")];
pub(super) const TRADE_TYPES: &[Choice] = &[
    Choice::plain("JSAPI"),
    Choice::plain("NATIVE"),
    Choice::plain("APP"),
    Choice::plain("MWEB"),
    Choice::plain("MICROPAY"),
];

/// Any amount of fen that a provider's message tells of.
pub(super) const ANY_FEN: Kind = Kind::Fen { least: Fen::new(0), most: Fen::new(u64::MAX) };

/// A count of coupons.
pub(super) const COUNT: Kind = Kind::Count { least: 0, most: 1_000_000 };

pub(super) const fn appid(field: Field) -> Field {
    field.text(&VISIBLE, up_to(32)).example("wxd678efh567hg6787")
}

pub(super) const fn mch_id(field: Field) -> Field {
    field.text(&VISIBLE, up_to(32)).example("1230000109")
}

pub(super) const fn nonce_str(field: Field) -> Field {
    field.text(&VISIBLE, up_to(32)).example("5K8264ILTKCH16CQ2502SI8ZNMTM67VS")
}

/// WX-SIGN-13: the tables say 32 or 64.
pub(super) const fn sign(field: Field) -> Field {
    field
        .is(Kind::HexSignature)
        .limit(up_to(32).or(64))
        .example("C380BEC2BFD727A4B6845133519F3AD6")
        .open(
            "String(32) in most tables, String(64) in others; HMAC-SHA256 gives 64",
            "多数文档为 String(32)，部分为 String(64)；HMAC-SHA256 为 64 位",
        )
        .cites(&[
            (code::SIGNATURE_SHAPE, "WX-SIGN-13"),
            (code::SIGNATURE_CASE, "WX-AMB-3"),
            (code::LENGTH_EXCEEDED, "WX-CHR-9"),
        ])
}

pub(super) const fn sign_type(field: Field) -> Field {
    field
        .one_of(SIGN_TYPES, Others::Refused)
        .limit(up_to(32))
        .example("MD5")
        .cites(&[(code::CHOICE_UNKNOWN, "WX-SIGN-12")])
}

pub(super) const fn out_trade_no(field: Field) -> Field {
    field.text(&VISIBLE, up_to(32)).example("20150806125346")
}

pub(super) const fn return_code(clause: &'static str) -> Field {
    Field::required(clause, "return_code", "返回状态码")
        .one_of(SUCCESS_OR_FAIL, Others::Refused)
        .limit(up_to(16))
        .example("SUCCESS")
}

pub(super) const fn return_msg(clause: &'static str) -> Field {
    Field::optional(clause, "return_msg", "返回信息").text(&FREE, up_to(128)).example("OK")
}

pub(super) const fn result_code(field: Field) -> Field {
    field.one_of(SUCCESS_OR_FAIL, Others::Refused).limit(up_to(16)).example("SUCCESS")
}

pub(super) const fn err_code(clause: &'static str) -> Field {
    Field::optional(clause, "err_code", "错误代码").text(&VISIBLE, up_to(32)).example("SYSTEMERROR")
}

pub(super) const fn err_code_des(clause: &'static str) -> Field {
    Field::optional(clause, "err_code_des", "错误代码描述").text(&FREE, up_to(128)).example("系统错误")
}

pub(super) const fn time(field: Field) -> Field {
    field.time(Layout::Compact).limit(up_to(14)).cites(&[
        (code::TIME_SHAPE, "WX-UO-50"),
        (code::TIME_CALENDAR, "WX-UO-54"),
        (code::TIME_NOT_AFTER, "WX-UO-51"),
        (code::TIME_PAST, "WX-UO-51"),
        (code::TIME_GAP_SHORT, "WX-UO-51"),
        (code::TIME_GAP_ADVISED, "WX-UO-51"),
    ])
}
