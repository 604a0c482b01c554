//! Whether a genuine message says that a trade is paid.

use serde_json::json;

use super::super::charset::Charset;
use super::super::fixtures::{NOTIFICATION, browser_return, notification, notification_no, verifier};
use super::{Form, genuine, policy};
use crate::keys::P;
use crate::sign::RsaScheme;
use crate::suite::{Group, Suite, Test};

/// A genuine message that is no payment.
fn unpaid(id: &str, about: &str, form: &Form) -> Test {
    genuine(&format!("status-{id}"), about, form).expect(json!({"paid": false}))
}

pub(super) fn suite() -> Suite {
    let with = |status: &str| notification_no(5).set("trade_status", status).signed();
    let not_paid = |id: &str, about: &str, status: &str| {
        unpaid(id, about, &with(status)).clauses(["ALI-STAT-5"]).attacks(["V12"]).flags(["unpaid-status-paid"])
    };
    let refund = notification()
        .set("refund_fee", "5.00")
        .set("gmt_refund", "2026-01-02 10:00:00.123")
        .set("out_biz_no", "R20260102_0001");
    Suite::new("alipay/notify-status", "alipay.notify", "Genuine is not paid: what the status and the type of a message say.")
        .group(
            Group::new("trade_status.", verifier())
                .test(genuine("status-success", "TRADE_SUCCESS is paid.", &with("TRADE_SUCCESS")).clauses(["ALI-STAT-3", "ALI-STAT-5", "ALI-STAT-6"]).attacks(["V12"]).flags(["paid-status-unpaid"]))
                .test(genuine("status-finished", "TRADE_FINISHED is paid too: products without refunds never send TRADE_SUCCESS.", &with("TRADE_FINISHED")).clauses(["ALI-STAT-4", "ALI-STAT-5", "ALI-STAT-6"]).attacks(["V12"]).flags(["paid-status-unpaid"]))
                .test(not_paid("waiting", "WAIT_BUYER_PAY is genuine and unpaid.", "WAIT_BUYER_PAY").clauses(["ALI-STAT-1", "ALI-STAT-6", "ALI-SEED-4"]))
                .test(not_paid("closed", "TRADE_CLOSED without a refund: never paid.", "TRADE_CLOSED").clauses(["ALI-STAT-2", "ALI-STAT-6"]))
                .test(not_paid("unknown", "A status that no table names is not paid.", "TRADE_PENDING"))
                .test(not_paid("lower-case", "trade_success in lower case is not the status TRADE_SUCCESS.", "trade_success").flags(["status-compared-loosely"]))
                .test(not_paid("trailing-space", "A space at the end makes it another text.", "TRADE_SUCCESS ").flags(["status-compared-loosely"]))
                .test(not_paid("prefix", "TRADE_SUCCESS_X begins like a paid status and is none.", "TRADE_SUCCESS_X").flags(["status-compared-loosely"]))
                .test(not_paid("contains", "NOT_TRADE_SUCCESS contains a paid status and is none.", "NOT_TRADE_SUCCESS").flags(["status-compared-loosely"]))
                .test(not_paid("two", "Two statuses joined by a comma, as a reader of repeated names writes them.", "TRADE_SUCCESS,TRADE_CLOSED").flags(["status-compared-loosely"]))
                .test(not_paid("wechat-word", "SUCCESS is WeChat's word, not Alipay's.", "SUCCESS"))
                .test(not_paid("true", "The text true is no status.", "true"))
                .test(
                    Test::valid("ali-notify-status-absent", "Without trade_status, which the table does not require, nothing says that it is paid.")
                        .body(notification().without("trade_status").signed().wire())
                        .expect(json!({"fields": {"out_trade_no": "T20260101_0001"}, "absent": ["trade_status"], "paid": false}))
                        .clauses(["ALI-STAT-5", "ALI-NTF-1"])
                        .attacks(["V12"])
                        .flags(["unpaid-status-paid"]),
                )
                .test(
                    policy("status-empty", "An empty trade_status is not paid. Acceptable to refuse: empty values are read both ways.", &with(""))
                        .expect(json!({"paid": false}))
                        .clauses(["ALI-STAT-5", "ALI-VER-5"])
                        .attacks(["V12"])
                        .flags(["unpaid-status-paid"]),
                ),
        )
        .group(
            Group::new("Refunds.", verifier())
                .test(
                    genuine("status-partial-refund", "TRADE_SUCCESS after a partial refund, with refund_fee and gmt_refund: still paid; the order's state decides that nothing is delivered twice.", &refund.clone().signed())
                        .expect(json!({"fields": {"refund_fee": "5.00", "gmt_refund": "2026-01-02 10:00:00.123"}}))
                        .clauses(["ALI-STAT-7", "ALI-STAT-3", "ALI-AMB-25"])
                        .attacks(["V13"])
                        .flags(["refund-as-payment"]),
                )
                .test(
                    unpaid("full-refund", "TRADE_CLOSED after a full refund: no longer paid.", &refund.clone().set("trade_status", "TRADE_CLOSED").set("refund_fee", "88.88").signed())
                        .clauses(["ALI-STAT-2", "ALI-STAT-7"])
                        .attacks(["V13"])
                        .flags(["unpaid-status-paid"]),
                )
                .test(
                    genuine("status-refund-zero", "refund_fee 0.00 on a payment, as the official sample has it: paid.", &notification().set("refund_fee", "0.00").signed())
                        .clauses(["ALI-STAT-7", "ALI-AMB-25", "ALI-NTF-1"])
                        .attacks(["V13"])
                        .flags(["paid-status-unpaid"]),
                )
                .test(
                    genuine("status-gmt-close", "gmt_close beside TRADE_SUCCESS, as the official sample has it: paid.", &notification().set("gmt_close", "2026-01-01 12:30:00").signed())
                        .clauses(["ALI-STAT-2", "ALI-STAT-3"])
                        .flags(["paid-status-unpaid"]),
                )
                .test(
                    genuine("status-finished-refund", "TRADE_FINISHED with an earlier refund: paid.", &refund.set("trade_status", "TRADE_FINISHED").signed())
                        .clauses(["ALI-STAT-4", "ALI-STAT-7", "ALI-AMB-25"])
                        .attacks(["V13"])
                        .flags(["refund-as-payment"]),
                ),
        )
        .group(Group::new("Messages of another kind.", verifier()).all(kinds()))
        .group(Group::new("Required fields that are missing from a genuine message. Acceptable: the table requires them, and nothing is forged.", verifier()).all(missing()))
}

fn kinds() -> Vec<Test> {
    let typed = |id: &str, about: &str, kind: &str| {
        unpaid(id, about, &notification().set("notify_type", kind).signed())
            .clauses(["ALI-STAT-5", "ALI-RET-8"])
            .attacks(["C17"])
            .flags(["other-message-kind"])
    };
    let transfer = [
        ("app_id", "2014072300007148"),
        ("biz_content", r#"{"out_biz_no":"T20260101_0001","status":"SUCCESS","trans_amount":"88.88"}"#),
        ("charset", "utf-8"),
        ("msg_method", "alipay.fund.trans.order.changed"),
        ("notify_id", "2026010100222120104012345678905678"),
        ("utc_timestamp", "1767240000000"),
        ("version", "1.1"),
    ];
    let transfer = Form::new(&transfer, Charset::Utf8);
    let v2 = transfer.clone().set("sign_type", "RSA2");
    let v2 = v2.clone().with_sign(&RsaScheme::Rsa2.sign(&P, &v2.v2_string()), "RSA2");
    let other_kind = |id: &str, about: &str, form: &Form| {
        Test::acceptable(format!("ali-notify-status-{id}"), about)
            .body(form.wire())
            .expect(json!({"paid": false}))
            .attacks(["C17"])
            .flags(["other-message-kind"])
    };
    let returned = browser_return().signed();
    let return_with_status = browser_return().set("trade_status", "TRADE_SUCCESS").set("notify_type", "other").signed();
    vec![
        typed("type-refund", "Another notify_type with TRADE_SUCCESS: no trade notification, so not paid.", "batch_refund_notify"),
        typed("type-upper", "TRADE_STATUS_SYNC in upper case is another type.", "TRADE_STATUS_SYNC"),
        typed("type-deposit", "A refund that came back to the account (dback) has its own type.", "refund_depositback"),
        genuine("status-type-sync", "trade_status_sync, the type of trade notifications.", &notification_no(6).signed())
            .clauses(["ALI-RET-8", "ALI-STAT-5"])
            .flags(["paid-status-unpaid"]),
        policy("status-type-absent", "Without notify_type. Acceptable to refuse: the table requires it; the status says paid.", &notification().without("notify_type").signed())
            .clauses(["ALI-RET-8", "ALI-NTF-1"])
            .attacks(["C17"])
            .flags(["required-field-missing"]),
        other_kind("return-posted", "The buyer posts the signed parameters of his browser return here. Acceptable to read, for only Alipay can have signed it; it is never paid.", &returned)
            .clauses(["ALI-RET-8", "ALI-RET-4"])
            .attacks(["B05"]),
        other_kind("return-with-status", "A return with a status and another notify_type. Acceptable to read; it is no trade notification.", &return_with_status)
            .clauses(["ALI-RET-8"])
            .attacks(["B05"]),
        other_kind("transfer", "A notification of a transfer, signed by the same key and rule. Acceptable to read; it is no payment.", &transfer.signed()).clauses(["ALI-VER-9"]),
        other_kind("transfer-v2", "The same by the rule for such messages, which keeps sign_type. Acceptable to read; it is no payment.", &v2).clauses(["ALI-VER-9"]).attacks(["C09"]),
    ]
}

fn missing() -> Vec<Test> {
    ["notify_id", "notify_time", "app_id", "auth_app_id", "version", "trade_no", "out_trade_no"]
        .map(|name| {
            let form = Form::new(
                &NOTIFICATION.iter().copied().filter(|(n, _)| n != &name).collect::<Vec<_>>(),
                Charset::Utf8,
            )
            .signed();
            Test::acceptable(
                format!("ali-notify-status-without-{}", name.replace('_', "-")),
                format!("Genuine, paid, and without {name}. Acceptable: the table requires it."),
            )
            .body(form.wire())
            .expect(json!({"fields": {"trade_status": "TRADE_SUCCESS", "total_amount": "88.88"}, "absent": [name], "paid": true}))
            .clauses(["ALI-NTF-1"])
            .flags(["required-field-missing"])
        })
        .to_vec()
}
