//! The order of names, for `wechat/sign-rules`.

use super::{Pair, pair};
use crate::wechat::message::Message;

pub(super) fn order() -> Vec<Pair> {
    let names = |names: &[&str]| {
        let mut message = Message::new(&[]);
        for (i, name) in names.iter().enumerate() {
            message = message.with(name, format!("{}", i + 1));
        }
        message
    };
    let case = |id: &str, about: &str, list: &[&str]| {
        pair(&format!("order-{id}"), about, &names(list)).flags(&["sort-order"]).attacks(&["C06"])
    };
    vec![
        case("reversed", "Params that come in descending order are sorted before they are joined.", &["c", "b", "a"])
            .clauses(&["WX-SIGN-1"]),
        case(
            "by-value",
            "Sorted by name, not by value: the values here sort the other way round.",
            &["e", "d", "c", "b"],
        )
        .clauses(&["WX-SIGN-1"]),
        case(
            "underscore",
            "`_` (0x5F) stands after the upper-case letters and before the lower-case ones.",
            &["ab", "a_b", "aB", "a"],
        )
        .clauses(&["WX-SIGN-1", "WX-SIGN-2"]),
        case("fold", "A sort that ignores case puts `a` before `B`.", &["a", "B", "c", "D"]).clauses(&["WX-SIGN-2"]),
        case(
            "case-pair",
            "Names that differ only in case are two fields; the upper-case one comes first.",
            &["appid", "Appid", "APPID"],
        )
        .clauses(&["WX-SIGN-2"]),
        case("prefix", "A name that is the beginning of another comes first.", &["total_fee_1", "total_fee", "total"])
            .clauses(&["WX-SIGN-1"]),
        case(
            "pairs",
            "Names are sorted, not `name=value` pairs: `=` (0x3D) sorts after the digit in `a1`.",
            &["a1", "a"],
        )
        .clauses(&["WX-SIGN-1"]),
        case("pairs-hyphen", "As above, with `-` and `.`, which sort before `=` too.", &["a.b", "a-b", "a"])
            .clauses(&["WX-SIGN-1"]),
        case(
            "numeric",
            "Names of digits sort as text: 10 before 9. PHP's ksort compares them as numbers.",
            &["9", "10", "100", "1"],
        )
        .clauses(&["WX-SIGN-36"]),
        case("numeric-exponent", "`1e1` is text, not the number ten.", &["9", "1e1", "10"]).clauses(&["WX-SIGN-36"]),
        case("numeric-zeros", "`010` is text and comes before `10`, though both are ten.", &["10", "9", "010"])
            .clauses(&["WX-SIGN-36"]),
        case(
            "natural",
            "No natural order: `coupon_id_10` before `coupon_id_9`.",
            &["coupon_id_9", "coupon_id_10", "coupon_id_1"],
        )
        .clauses(&["WX-SIGN-37"]),
        case(
            "two-indices",
            "Two indices are text as well.",
            &["coupon_refund_id_2_0", "coupon_refund_id_10_0", "coupon_refund_id_0_10", "coupon_refund_id_0_2"],
        )
        .clauses(&["WX-SIGN-37"]),
        case(
            "locale",
            "No dictionary order: a collation that skips `_` at first puts `mchid` before `mch_id`.",
            &["mch_id", "mchid", "mch_x", "mch"],
        )
        .clauses(&["WX-SIGN-1"]),
    ]
}
