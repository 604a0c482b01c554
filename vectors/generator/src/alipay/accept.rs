//! `alipay.accept`: does this genuine message pay this order?

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::fixtures::{browser_return, notification, notification_gbk, notification_no, order, verifier};
use super::form::Form;
use crate::keys::{A, P};
use crate::sign::RsaScheme;
use crate::suite::{Group, Suite, Test};

/// The suites.
pub(super) fn suites() -> Vec<Suite> {
    vec![orders(), amounts(), statuses(), authenticity(), collisions()]
}

fn given() -> Value {
    let mut given = verifier();
    given["order"] = order();
    given
}

fn order_with(name: &str, value: &str) -> Value {
    let mut order = order();
    order[name] = value.into();
    json!({"order": order})
}

fn valid(id: &str, about: &str, form: &Form) -> Test {
    Test::valid(format!("ali-accept-{id}"), about).body(form.wire()).expect(json!({"paid": true}))
}

fn policy(id: &str, about: &str, form: &Form) -> Test {
    Test::acceptable(format!("ali-accept-{id}"), about).body(form.wire()).expect(json!({"paid": true}))
}

fn invalid(id: &str, about: &str, form: &Form, class: &str) -> Test {
    Test::invalid(format!("ali-accept-{id}"), about).body(form.wire()).class(class)
}

/// A genuine message that is not about this order.
fn mismatch(id: &str, about: &str, name: &str, value: &str) -> Test {
    invalid(id, about, &notification().set(name, value).signed(), "field")
}

fn orders() -> Suite {
    let number = |id: &str, about: &str, message: &str, order: &str| {
        invalid(&format!("order-{id}"), about, &notification().set("out_trade_no", message).signed(), "field")
            .input(order_with("out_trade_no", order))
            .clauses(["ALI-BIZ-1"])
            .attacks(["V16", "B03"])
            .flags(["order-number-compared-loosely"])
    };
    let same = |id: &str, about: &str, number: &str| {
        valid(&format!("order-same-{id}"), about, &notification().set("out_trade_no", number).signed())
            .input(order_with("out_trade_no", number))
            .clauses(["ALI-BIZ-1", "ALI-NTF-5", "ALI-AMB-15"])
            .flags(["order-number-refused"])
    };
    let seller = |id: &str, about: &str, value: &str| {
        mismatch(&format!("seller-{id}"), about, "seller_id", value)
            .clauses(["ALI-BIZ-3"])
            .attacks(["B02", "K07"])
            .flags(["party-not-compared"])
    };
    let app = |id: &str, about: &str, value: &str| {
        mismatch(&format!("app-{id}"), about, "app_id", value)
            .clauses(["ALI-BIZ-4"])
            .attacks(["B02", "K07", "K05"])
            .flags(["party-not-compared"])
    };
    let absent = |name: &str| {
        invalid(
            &format!("without-{}", name.replace('_', "-")),
            &format!("A genuine message without {name}: what is not there does not match."),
            &notification().without(name).signed(),
            "field",
        )
    };
    Suite::new("alipay/accept-order", "alipay.accept", "A genuine notification pays one order: number, application and seller must be its own.")
        .group(
            Group::new("The order's own notification.", given())
                .test(valid("ex-4", "ALI-EX-4 pays its order.", &notification().signed()).clauses(["ALI-EX-4", "ALI-BIZ-1", "ALI-BIZ-2", "ALI-BIZ-3", "ALI-BIZ-4", "ALI-STAT-5"]).attacks(["B01", "B02"]).flags(["genuine-refused"]))
                .test(valid("gbk", "ALI-EX-4gbk pays its order.", &notification_gbk().signed()).clauses(["ALI-EX-4gbk", "ALI-VER-4"]).attacks(["E01"]).flags(["wrong-charset"]).needs("gbk"))
                .test(valid("new-field", "A new signed field changes nothing about the payment.", &notification().set("zz_new_2030", "v").signed()).clauses(["ALI-NTF-1"]).attacks(["F07"]).flags(["unknown-field-dropped"]))
                .test(valid("subject-separators", "An & and a = in the subject are text.", &notification().set("subject", "A&B=C").signed()).clauses(["ALI-NTF-3"]).flags(["decoded-before-splitting"]))
                .test(valid("minimal", "Only what the checks need and the table requires.", &["buyer_logon_id", "fund_bill_list", "gmt_payment", "invoice_amount", "passback_params", "point_amount"].iter().fold(notification(), |form, name| form.without(name)).signed()).clauses(["ALI-NTF-1"]).flags(["genuine-refused"]))
                .test(same("hyphens", "An order number with hyphens.", "20190815155618536-564-57"))
                .test(same("chinese", "An order number in Chinese characters.", "订单一"))
                .test(same("zeros", "An order number of digits with leading zeros.", "000123"))
                .test(same("exponent", "An order number that reads like 0 with an exponent.", "0e12"))
                .test(same("long", "An order number of 64 characters.", &"A1".repeat(32))),
        )
        .group(
            Group::new("Another order's number.", given())
                .test(number("other", "The notification of another order, for the same amount.", "T20260101_0002", "T20260101_0001").attacks(["B05"]))
                .test(number("case", "ABC1 is not abc1.", "abc1", "ABC1"))
                .test(number("trailing-space", "A space at the end makes it another number.", "T20260101_0001 ", "T20260101_0001"))
                .test(number("leading-space", "A space at the beginning makes it another number.", " T20260101_0001", "T20260101_0001"))
                .test(number("prefix", "The message's number is the beginning of the order's.", "T20260101_000", "T20260101_0001"))
                .test(number("longer", "The order's number is the beginning of the message's, as a column that truncates stores it.", "T20260101_00019", "T20260101_0001"))
                .test(number("leading-zeros", "00123 and 123 are one number and two texts.", "00123", "123").attacks(["V17"]))
                .test(number("exponent", "1e3 and 1000 are one number and two texts.", "1e3", "1000").attacks(["V17"]))
                .test(number("zero-exponents", "0e12 and 0e34 are both zero to a loose comparison.", "0e12", "0e34").attacks(["V17"]))
                .test(number("double", "Two numbers of 20 digits that are one double.", "20260101000000000001", "20260101000000000002").attacks(["V17"]))
                .test(number("full-width", "Full-width digits are other characters.", "Ｔ１２３", "T123").attacks(["E14"]))
                .test(number("full-width-letters", "Full-width letters are other characters.", "ＶＩＣＴＩＭ", "VICTIM").attacks(["E14"]))
                .test(number("case-mixed", "The case differs letter by letter.", "aBcD1", "AbCd1"))
                .test(number("kelvin", "The Kelvin sign is not the letter K.", "\u{212a}1", "K1").attacks(["E14"]))
                .test(number("nul", "A zero byte and more after the order's number.", "T20260101_0001\0X", "T20260101_0001").attacks(["E07"]))
                .test(number("sql", "SQL in the number matches no order.", "x' OR '1'='1", "T20260101_0001").attacks(["V18"]))
                .test(number("json", "An operator of a document database matches no order.", r#"{"$ne":1}"#, "T20260101_0001").attacks(["V18"]))
                .test(number("wildcard", "A per cent sign is no wildcard.", "T2026%", "T20260101_0001").attacks(["V18"]))
                .test(number("transaction", "The message's out_trade_no is the trade number of Alipay.", "2026010122001400000000000001", "T20260101_0001"))
                .test(absent("out_trade_no").clauses(["ALI-BIZ-1"]).attacks(["B03"]).flags(["order-number-compared-loosely"]))
                .test(invalid("order-empty", "An empty out_trade_no matches no order.", &notification().set("out_trade_no", "").signed(), "field").clauses(["ALI-BIZ-1"]).attacks(["B03"]).flags(["order-number-compared-loosely"])),
        )
        .group(
            Group::new("Another seller, another application.", given())
                .test(seller("other", "A genuine payment to another seller.", "2088000000000001"))
                .test(seller("buyer", "The buyer is the seller.", "2088000000000002"))
                .test(seller("prefix", "The order's seller and one digit more.", "20880000000000099"))
                .test(seller("zeros", "The seller with a leading zero.", "02088000000000009"))
                .test(app("other", "A genuine payment of another application, for an order of the same number.", "2014072300009999"))
                .test(app("sandbox", "The application of a sandbox whose key got into production.", "9021000100000001"))
                .test(app("prefix", "The order's application without its last digit.", "201407230000714"))
                .test(absent("app_id").clauses(["ALI-BIZ-4"]).attacks(["B02"]).flags(["party-not-compared"]))
                .test(invalid("app-empty", "An empty app_id matches no application.", &notification().set("app_id", "").signed(), "field").clauses(["ALI-BIZ-4"]).attacks(["B02"]).flags(["party-not-compared"]))
                .test(invalid("seller-empty", "An empty seller_id matches no seller.", &notification().set("seller_id", "").signed(), "field").clauses(["ALI-BIZ-3"]).attacks(["B02"]).flags(["party-not-compared"]))
                .test(policy("seller-email", "seller_email in place of seller_id. Acceptable: the documents allow either, the order here names only the id.", &notification().without("seller_id").set("seller_email", "shop@merchant.example").signed()).clauses(["ALI-AMB-27", "ALI-BIZ-3"]).attacks(["B02"]).flags(["party-not-compared"]))
                .test(policy("seller-absent", "Neither seller_id nor seller_email. Acceptable: the table requires neither, the check wants one.", &notification().without("seller_id").signed()).clauses(["ALI-AMB-27", "ALI-BIZ-3"]).attacks(["B02"]).flags(["party-not-compared"]))
                .test(mismatch("seller-email-other-id", "A seller_email beside the seller_id of somebody else.", "seller_id", "2088000000000001").body(notification().set("seller_id", "2088000000000001").set("seller_email", "shop@merchant.example").signed().wire()).clauses(["ALI-AMB-27", "ALI-BIZ-3"]).attacks(["B02"]).flags(["party-not-compared"]))
                .test(policy("agent", "auth_app_id differs from app_id, as in an agent's calls. Acceptable: genuine in an agent's profile, odd in any other.", &notification().set("auth_app_id", "2014072300009999").signed()).clauses(["ALI-AMB-28"]).flags(["agent-profile"]))
                .test(invalid("agent-swapped", "app_id is an agent's, only auth_app_id is the merchant's own.", &notification().set("app_id", "2014072300008888").signed(), "field").clauses(["ALI-AMB-28", "ALI-BIZ-4"]).attacks(["K07"]).flags(["party-not-compared"]))
                .test(policy("auth-absent", "Without auth_app_id. Acceptable: one table requires it, the older one does not know it.", &notification().without("auth_app_id").signed()).clauses(["ALI-AMB-28", "ALI-NTF-1"]).flags(["required-field-missing"])),
        )
}

fn amounts() -> Suite {
    let pair = |id: &str, message: &str, order: &str| {
        (
            format!("amount-{id}"),
            notification().set("total_amount", message).signed(),
            order_with("total_amount", order),
        )
    };
    let equal = |id: &str, about: &str, amount: &str| {
        let (id, form, order) = pair(id, amount, amount);
        valid(&id, about, &form).input(order).clauses(["ALI-BIZ-2"]).attacks(["B01"]).flags(["money-in-floats"])
    };
    let form = |id: &str, message: &str, order: &str| {
        let (id, form, input) = pair(id, message, order);
        policy(&id, &format!("total_amount {message} for an order of {order}: equal as decimals. Acceptable: real messages always have two decimals."), &form)
            .input(input)
            .clauses(["ALI-AMB-13", "ALI-BIZ-2"])
            .attacks(["V03"])
            .flags(["amount-as-text"])
    };
    let differs = |id: &str, about: &str, message: &str, order: &str| {
        let (id, form, input) = pair(id, message, order);
        invalid(&id, about, &form, "field")
            .input(input)
            .clauses(["ALI-BIZ-2"])
            .attacks(["B01"])
            .flags(["amount-not-compared"])
    };
    let no_amount = |id: &str, message: &str, order: &str| {
        let about = format!("total_amount `{message}` is no amount, even where a lenient reader makes {order} of it.");
        differs(id, &about, message, order).attacks(["V03"]).flags(["amount-parsed-loosely"])
    };
    let other_field = |id: &str, name: &str| {
        let paid = ["total_amount", "buyer_pay_amount", "receipt_amount", "invoice_amount"];
        let form =
            paid.iter().fold(notification(), |form, amount| form.set(amount, "0.01")).set(name, "88.88").signed();
        invalid(
            &format!("amount-in-{id}"),
            &format!("total_amount is 0.01 and {name} the order's 88.88: only total_amount is the order's amount."),
            &form,
            "field",
        )
        .clauses(["ALI-AMB-26", "ALI-BIZ-2"])
        .attacks(["V07", "B01"])
        .flags(["wrong-amount-field"])
    };
    let smaller = |id: &str, about: &str, name: &str, value: &str| {
        valid(&format!("amount-{id}"), about, &notification().set(name, value).signed())
            .clauses(["ALI-AMB-26"])
            .attacks(["V07"])
            .flags(["wrong-amount-field"])
    };
    Suite::new(
        "alipay/accept-amount",
        "alipay.accept",
        "total_amount equals the order's amount, as decimals with two places.",
    )
    .group(
        Group::new("Equal amounts.", given())
            .test(equal("cent", "One cent.", "0.01"))
            .test(equal("float-19-99", "19.99 times 100 is not 1999 as a double.", "19.99"))
            .test(equal("float-0-29", "0.29 times 100 is 28.999… as a double.", "0.29"))
            .test(equal("float-1-10", "1.10 times 100 is 110.00…01 as a double.", "1.10"))
            .test(equal("float-64-10", "64.10 times 100 is 6409.999… as a double.", "64.10"))
            .test(equal("float-4-35", "4.35 times 100 is 434.999… as a double.", "4.35"))
            .test(equal("float-1-15", "1.15 times 100 is 114.999… as a double.", "1.15"))
            .test(equal("whole", "A whole number of yuan.", "100.00"))
            .test(equal("maximum", "The largest amount of the table.", "100000000.00"))
            .test(equal("large", "A large amount with cents.", "99999999.99"))
            .test(smaller(
                "receipt-smaller",
                "With a merchant's discount receipt_amount is less than total_amount.",
                "receipt_amount",
                "80.00",
            ))
            .test(smaller(
                "buyer-smaller",
                "With a coupon buyer_pay_amount is less than total_amount.",
                "buyer_pay_amount",
                "80.00",
            ))
            .test(smaller("invoice-zero", "invoice_amount is zero where no invoice is due.", "invoice_amount", "0.00")),
    )
    .group(
        Group::new("Equal as decimals, written otherwise.", given())
            .test(form("one-decimal", "88.8", "88.80"))
            .test(form("no-decimals", "20", "20.00"))
            .test(form("leading-zero", "088.88", "88.88"))
            .test(form("three-decimals", "88.880", "88.88"))
            .test(form("no-integer-part", ".50", "0.50")),
    )
    .group(
        Group::new("Other amounts.", given())
            .test(differs(
                "cent-for-all",
                "One cent for an order of 88.88: the check that loses the most money when it is missing.",
                "0.01",
                "88.88",
            ))
            .test(
                differs("cent-less", "One cent less than the order.", "88.87", "88.88")
                    .attacks(["V05"])
                    .flags(["amount-epsilon"]),
            )
            .test(
                differs("cent-more", "One cent more than the order.", "88.89", "88.88")
                    .attacks(["V05"])
                    .flags(["amount-epsilon"]),
            )
            .test(
                differs("fraction", "88.8801: a fraction of a cent more.", "88.8801", "88.88")
                    .attacks(["V05"])
                    .flags(["amount-epsilon"]),
            )
            .test(
                differs("fraction-less", "88.879999, which rounds to the order's amount.", "88.879999", "88.88")
                    .attacks(["V05"])
                    .flags(["amount-epsilon"]),
            )
            .test(
                differs(
                    "large-cent",
                    "One cent less of a hundred million, beyond a float of 32 bits.",
                    "99999999.98",
                    "99999999.99",
                )
                .attacks(["V05"])
                .flags(["money-in-floats"]),
            )
            .test(
                differs("huge", "Two amounts that are one double.", "90071992547409.93", "90071992547409.92")
                    .attacks(["V05"])
                    .flags(["money-in-floats"]),
            )
            .test(
                differs("cents-as-yuan-whole", "10000 yuan for 100.00: cents read as yuan.", "10000.00", "100.00")
                    .attacks(["V02"])
                    .flags(["amount-unit"]),
            )
            .test(
                differs("cents-as-yuan", "8888 yuan for 88.88: cents read as yuan.", "8888", "88.88")
                    .attacks(["V02"])
                    .flags(["amount-unit"]),
            )
            .test(
                differs("yuan-as-cents", "1.00 for an order of 100.00.", "1.00", "100.00")
                    .attacks(["V02"])
                    .flags(["amount-unit"]),
            )
            .test(
                differs("whole-yuan", "The yuan are equal, the cents differ.", "88.00", "88.88")
                    .flags(["money-in-floats"]),
            )
            .test(differs("zero", "Nothing was paid.", "0.00", "88.88").attacks(["B09"]))
            .test(differs("negative", "A negative amount.", "-88.88", "88.88").attacks(["B09", "V03"]))
            .test(differs("prefix", "The order's amount begins with the message's text.", "88.8", "88.88"))
            .test(
                invalid(
                    "amount-absent",
                    "Without total_amount nothing was paid that could be compared.",
                    &notification().without("total_amount").signed(),
                    "field",
                )
                .clauses(["ALI-BIZ-2"])
                .attacks(["B01"])
                .flags(["amount-not-compared"]),
            )
            .test(
                invalid(
                    "amount-empty",
                    "An empty total_amount.",
                    &notification().set("total_amount", "").signed(),
                    "field",
                )
                .clauses(["ALI-BIZ-2"])
                .attacks(["B01"])
                .flags(["amount-not-compared"]),
            )
            .test(
                invalid(
                    "amount-currency",
                    "A trade in dollars for an order in yuan: an amount with its currency is no plain amount.",
                    &notification().set("total_amount", "USD 88.88").signed(),
                    "field",
                )
                .clauses(["ALI-BIZ-2"])
                .attacks(["V09"])
                .flags(["amount-parsed-loosely"]),
            )
            .test(other_field("buyer-pay", "buyer_pay_amount"))
            .test(other_field("receipt", "receipt_amount"))
            .test(other_field("invoice", "invoice_amount"))
            .test(other_field("point", "point_amount")),
    )
    .group(
        Group::new("Text that is no amount.", given())
            .test(no_amount("exponent", "1e2", "100.00"))
            .test(no_amount("exponent-decimals", "8.888E1", "88.88"))
            .test(no_amount("plus", "+88.88", "88.88"))
            .test(no_amount("leading-space", " 88.88", "88.88"))
            .test(no_amount("trailing-space", "88.88 ", "88.88"))
            .test(no_amount("trailing-text", "88.88abc", "88.88"))
            .test(no_amount("hex", "0x64", "100.00"))
            .test(no_amount("thousands", "1,000.00", "1000.00"))
            .test(no_amount("decimal-comma", "88,88", "88.88"))
            .test(no_amount("full-width", "８８.８８", "88.88").attacks(["E14"]))
            .test(no_amount("nan", "NaN", "88.88"))
            .test(no_amount("infinity", "Infinity", "88.88"))
            .test(no_amount("two-points", "88.88.0", "88.88"))
            .test(no_amount("newline", "88.88\n", "88.88")),
    )
}

fn statuses() -> Suite {
    let refused = |id: &str, about: &str, status: &str| {
        invalid(&format!("status-{id}"), about, &notification().set("trade_status", status).signed(), "field")
            .clauses(["ALI-STAT-5", "ALI-STAT-6"])
            .attacks(["V12"])
            .flags(["unpaid-status-paid"])
    };
    let refund =
        notification().set("refund_fee", "5.00").set("gmt_refund", "2026-01-02 10:00:00.123").set("out_biz_no", "R1");
    Suite::new("alipay/accept-status", "alipay.accept", "A genuine message about the order pays it only when it says so.")
        .group(
            Group::new("Paid.", given())
                .test(valid("status-success", "TRADE_SUCCESS pays.", &notification_no(101).signed()).clauses(["ALI-STAT-3", "ALI-STAT-5"]).attacks(["V12"]).flags(["paid-status-unpaid"]))
                .test(valid("status-finished", "TRADE_FINISHED pays.", &notification().set("trade_status", "TRADE_FINISHED").signed()).clauses(["ALI-STAT-4", "ALI-STAT-5"]).attacks(["V12"]).flags(["paid-status-unpaid"]))
                .test(valid("status-refund-zero", "refund_fee 0.00 on a payment, as the official sample has it: no refund.", &notification().set("refund_fee", "0.00").signed()).clauses(["ALI-STAT-3", "ALI-STAT-7"]).attacks(["V13"]).flags(["paid-status-unpaid"]))
                .test(valid("status-refund-zero-finished", "The same with TRADE_FINISHED.", &notification().set("trade_status", "TRADE_FINISHED").set("refund_fee", "0.00").signed()).clauses(["ALI-STAT-4", "ALI-STAT-7"]).attacks(["V13"]).flags(["paid-status-unpaid"]))
                .test(policy("status-partial-refund", "TRADE_SUCCESS after a partial refund. Acceptable: it is genuine, and about this order; the order's state has to keep it from a second delivery.", &refund.clone().signed()).clauses(["ALI-STAT-7", "ALI-AMB-25"]).attacks(["V13"]).flags(["refund-as-payment"]))
                .test(policy("status-finished-refund", "TRADE_FINISHED with an earlier refund. Acceptable for the same reason.", &refund.clone().set("trade_status", "TRADE_FINISHED").signed()).clauses(["ALI-STAT-7", "ALI-AMB-25"]).attacks(["V13"]).flags(["refund-as-payment"]))
                .test(policy("type-absent", "Without notify_type. Acceptable: the table requires it, and a receiver should insist on it.", &notification().without("notify_type").signed()).clauses(["ALI-RET-8"]).attacks(["C17"]).flags(["required-field-missing"]))
                .test(policy("notify-id-absent", "Without notify_id. Acceptable: the table requires it, and a receiver should insist on it.", &notification().without("notify_id").signed()).clauses(["ALI-RET-8", "ALI-NTF-1"]).flags(["required-field-missing"]))
                .test(policy("trade-no-absent", "Without trade_no. Acceptable: the table requires it; the checks do not name it.", &notification().without("trade_no").signed()).clauses(["ALI-NTF-1"]).flags(["required-field-missing"])),
        )
        .group(
            Group::new("Not paid.", given())
                .test(refused("waiting", "WAIT_BUYER_PAY for the whole amount.", "WAIT_BUYER_PAY").clauses(["ALI-STAT-1", "ALI-SEED-4"]))
                .test(refused("closed", "TRADE_CLOSED for the whole amount.", "TRADE_CLOSED").clauses(["ALI-STAT-2"]))
                .test(refused("unknown", "A status that no table names.", "TRADE_PENDING"))
                .test(refused("lower-case", "The paid status in lower case.", "trade_success").flags(["status-compared-loosely"]))
                .test(refused("trailing-space", "The paid status with a space at its end.", "TRADE_SUCCESS ").flags(["status-compared-loosely"]))
                .test(refused("suffix", "The paid status and more.", "TRADE_SUCCESS_X").flags(["status-compared-loosely"]))
                .test(refused("contains", "A text that contains the paid status.", "NOT_TRADE_SUCCESS").flags(["status-compared-loosely"]))
                .test(refused("empty", "An empty status.", ""))
                .test(refused("wechat", "SUCCESS, WeChat's word.", "SUCCESS"))
                .test(invalid("status-absent", "No status at all: a receiver that refuses known bad ones accepts it.", &notification().without("trade_status").signed(), "field").clauses(["ALI-STAT-5"]).attacks(["V12"]).flags(["unpaid-status-paid"]))
                .test(invalid("status-full-refund", "TRADE_CLOSED after a full refund.", &refund.clone().set("trade_status", "TRADE_CLOSED").set("refund_fee", "88.88").signed(), "field").clauses(["ALI-STAT-2", "ALI-STAT-7", "ALI-AMB-25"]).attacks(["V13"]).flags(["unpaid-status-paid"]))
                .test(invalid("type-other", "Another notify_type with TRADE_SUCCESS.", &notification().set("notify_type", "batch_refund_notify").signed(), "field").clauses(["ALI-RET-8", "ALI-STAT-5"]).attacks(["C17"]).flags(["other-message-kind"]))
                .test(invalid("type-upper", "notify_type in upper case.", &notification().set("notify_type", "TRADE_STATUS_SYNC").signed(), "field").clauses(["ALI-RET-8"]).attacks(["C17"]).flags(["other-message-kind"]))
                .test(invalid("return-posted-wap", "The return of the mobile page, posted.", &browser_return().set("method", "alipay.trade.wap.pay.return").signed(), "field").clauses(["ALI-RET-8", "ALI-STAT-5"]).attacks(["B05", "C17"]).flags(["return-as-notification"]))
                .test(invalid("return-posted", "The buyer posts the signed parameters of his browser return: number, amount, seller and application are right.", &browser_return().signed(), "field").clauses(["ALI-RET-8", "ALI-STAT-5"]).attacks(["B05", "C17"]).flags(["return-as-notification"])),
        )
}

fn authenticity() -> Suite {
    let signed = notification().signed();
    let forged = |id: &str, about: &str, form: &Form| {
        invalid(&format!("forged-{id}"), about, form, "signature").clauses(["ALI-VER-3"]).attacks(["S21", "S22"])
    };
    let v2 = notification().set("sign_type", "RSA2");
    let v2 = v2.clone().with_sign(&RsaScheme::Rsa2.sign(&P, &v2.v2_string()), "RSA2");
    let raised = order_with("total_amount", "8888.00");
    let repeated = |id: &str, form: Form, input: Value| {
        invalid(
            &format!("repeated-{id}"),
            "An unsigned value beside the signed one is the order's: verified is one, compared the other.",
            &form,
            "malformed",
        )
        .input(input)
        .clauses(["ALI-AMB-4", "ALI-BIZ-2"])
        .attacks(["F01"])
        .flags(["duplicate-field"])
    };
    Suite::new("alipay/accept-forged", "alipay.accept", "No order is paid by a message that Alipay did not sign.")
        .group(
            Group::new("Forged.", given())
                .test(forged("changed", "A changed amount that equals the order's.", &notification().set("total_amount", "0.01").signed().set("total_amount", "88.88")).flags(["signature-not-checked"]))
                .test(forged("status", "A genuine unpaid notification whose status was changed.", &notification().set("trade_status", "WAIT_BUYER_PAY").signed().set("trade_status", "TRADE_SUCCESS")).flags(["signature-not-checked"]))
                .test(forged("absent", "No signature.", &signed.clone().without("sign")).clauses(["ALI-VER-7"]).attacks(["S04"]).flags(["missing-signature-accepted"]))
                .test(forged("empty", "An empty signature.", &signed.clone().set("sign", "")).clauses(["ALI-VER-7"]).attacks(["S04"]).flags(["missing-signature-accepted"]))
                .test(forged("random", "A random signature.", &signed.clone().set("sign", STANDARD.encode([7; 256]))).attacks(["T02"]).flags(["signature-not-checked"]))
                .test(forged("app-key", "Signed with the merchant's own application key.", &notification().signed_by(&A, RsaScheme::Rsa2)).clauses(["ALI-KEY-1"]).attacks(["K03"]).flags(["wrong-key-accepted"]))
                .test(forged("added", "An unsigned field was added.", &signed.clone().push("x", "1")).clauses(["ALI-VER-1"]).attacks(["F08"]).flags(["unsigned-field-accepted"]))
                .test(forged("unknown-type", "sign_type none.", &signed.clone().set("sign_type", "none")).clauses(["ALI-AMB-7"]).attacks(["S11"]).flags(["sign-type-confusion"]))
                .test(repeated("amount-last", notification().set("total_amount", "0.01").signed().push("total_amount", "8888.00"), raised.clone()))
                .test(repeated("amount-first", notification().set("total_amount", "0.01").signed().unshift("total_amount", "8888.00"), raised.clone()))
                .test(repeated("number-last", notification().set("out_trade_no", "T2").signed().push("out_trade_no", "T20260101_0001"), json!({})).clauses(["ALI-BIZ-1"]))
                .test(repeated("number-first", notification().set("out_trade_no", "T2").signed().unshift("out_trade_no", "T20260101_0001"), json!({})).clauses(["ALI-BIZ-1"]))
                .test(repeated("status-last", notification().set("trade_status", "WAIT_BUYER_PAY").signed().push("trade_status", "TRADE_SUCCESS"), json!({})).clauses(["ALI-STAT-5"]).attacks(["V12"])),
        )
        .group(
            Group::new("Genuine on another reading.", given())
                .test(policy("v2", "Signed by the rule that keeps sign_type. Acceptable: not required, yet only Alipay can have signed it.", &v2).clauses(["ALI-VER-9", "ALI-EX-4v2"]).attacks(["C09"]).flags(["sign-type-kept"]))
                .test(policy("downgrade", "A SHA-1 signature where RSA2 is configured. Acceptable: Alipay can have signed it, the merchant asked for more.", &notification().signed_by(&P, RsaScheme::Rsa)).clauses(["ALI-VER-8", "ALI-AMB-12"]).attacks(["S09"]).flags(["algorithm-downgrade"]).needs("rsa-sha1"))
                .test(policy("empty-kept", "An empty body, signed. Acceptable: the documents contradict each other about empty values.", &notification().set("body", "").signed()).clauses(["ALI-VER-5", "ALI-EX-5"]).attacks(["F10"]).flags(["empty-value-reading"]))
                .test(policy("sign-type-absent", "No sign_type. Acceptable: the configuration says which.", &signed.clone().without("sign_type")).clauses(["ALI-AMB-8"]).attacks(["S11"]).flags(["sign-type-confusion"]))
                .test(policy("repeated-same", "total_amount stands twice with the same value. Acceptable: a repeated name may be refused for itself.", &signed.push("total_amount", "88.88")).clauses(["ALI-AMB-4"]).attacks(["F01"]).flags(["duplicate-field"])),
        )
}

/// `k=v&k=v` escapes nothing: a value that a buyer chooses can hold fields. The signed string is the same, the fields are not.
fn collisions() -> Suite {
    super::collisions::accept(given(), |amount, number| {
        let mut order = order();
        order["total_amount"] = amount.into();
        order["out_trade_no"] = number.into();
        json!({"order": order})
    })
}
