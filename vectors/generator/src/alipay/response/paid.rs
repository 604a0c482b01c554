//! What a genuine answer to a query says about the trade.

use serde_json::json;

use super::{body, given, policy, valid};
use crate::suite::{Group, Suite, Test};

pub(super) fn suite() -> Suite {
    let queried = |id: &str, about: &str, node: &str, paid: bool| {
        valid(&format!("query-{id}"), about, &body(node), node).expect(json!({"paid": paid})).clauses(["ALI-QRY-3"])
    };
    let open = |id: &str, about: &str, node: &str| {
        policy(&format!("query-{id}"), about, &body(node), node).expect(json!({"paid": false})).clauses(["ALI-QRY-3"])
    };
    let status = |id: &str, about: &str, status: &str, paid: bool| {
        let node = format!(
            r#"{{"code":"10000","msg":"Success","out_trade_no":"T20260101_0001","trade_no":"2026010122001400000000000001","trade_status":"{status}","total_amount":"88.88","buyer_pay_amount":"88.88"}}"#
        );
        queried(&format!("status-{id}"), about, &node, paid).clauses(["ALI-STAT-5"]).attacks(["V12"])
    };
    let unpaid = |id: &str, about: &str, text: &str| status(id, about, text, false).flags(["unpaid-status-paid"]);
    let full = r#"{"code":"10000","msg":"Success","buyer_logon_id":"tes***@example.com","buyer_pay_amount":"80.00","buyer_user_id":"2088000000000001","fund_bill_list":[{"amount":"80.00","fund_channel":"ALIPAYACCOUNT"},{"amount":"8.88","fund_channel":"COUPON"}],"invoice_amount":"80.00","out_trade_no":"T20260101_0001","point_amount":"0.00","receipt_amount":"88.88","send_pay_date":"2026-01-01 12:01:04","total_amount":"88.88","trade_no":"2026010122001400000000000001","trade_status":"TRADE_SUCCESS"}"#;
    let failed = |id: &str, about: &str, node: &str| -> Test {
        queried(id, about, node, false).clauses(["ALI-QRY-4"]).flags(["unpaid-status-paid"])
    };
    Suite::new("alipay/response-query", "alipay.response", "code 10000 says that the query worked; trade_status says whether it is paid.").group(
        Group::new("Answers to alipay.trade.query.", given())
            .test(queried("full", "All that the table names: paid.", full, true).clauses(["ALI-QRY-2"]).flags(["paid-status-unpaid"]))
            .test(status("success", "TRADE_SUCCESS is paid.", "TRADE_SUCCESS", true).clauses(["ALI-STAT-3"]).flags(["paid-status-unpaid"]))
            .test(status("finished", "TRADE_FINISHED is paid.", "TRADE_FINISHED", true).clauses(["ALI-STAT-4"]).flags(["paid-status-unpaid"]))
            .test(queried("finished-short", "TRADE_FINISHED in a node of little else.", r#"{"code":"10000","msg":"Success","out_trade_no":"T1","trade_status":"TRADE_FINISHED"}"#, true).clauses(["ALI-STAT-4", "ALI-STAT-5"]).attacks(["V12"]).flags(["paid-status-unpaid"]))
            .test(unpaid("finished-lower-case", "The other paid status in lower case.", "trade_finished").flags(["status-compared-loosely"]))
            .test(failed("error-with-status", "A signed failure that carries TRADE_SUCCESS: a query that failed says nothing of the trade.", r#"{"code":"40004","msg":"Business Failed","sub_code":"ACQ.SYSTEM_ERROR","trade_status":"TRADE_SUCCESS","total_amount":"88.88"}"#).clauses(["ALI-QRY-3"]))
            .test(unpaid("waiting", "The query worked, the buyer has not paid.", "WAIT_BUYER_PAY").clauses(["ALI-STAT-1", "ALI-SEED-4"]))
            .test(unpaid("closed", "The query worked, the trade is closed.", "TRADE_CLOSED").clauses(["ALI-STAT-2"]))
            .test(unpaid("unknown", "A status that no table names.", "TRADE_PENDING"))
            .test(unpaid("lower-case", "The paid status in lower case.", "trade_success").flags(["status-compared-loosely"]))
            .test(unpaid("contains", "A text that contains the paid status.", "NOT_TRADE_SUCCESS").flags(["status-compared-loosely"]))
            .test(unpaid("empty", "An empty status.", ""))
            .test(open("no-status", "code 10000 and no trade_status: nothing says that it is paid. Acceptable to refuse, for a query's answer has one.", r#"{"code":"10000","msg":"Success","out_trade_no":"T20260101_0001"}"#).clauses(["ALI-QRY-2"]).attacks(["V12"]).flags(["unpaid-status-paid"]))
            .test(failed("not-exist", "The trade does not exist before the buyer reaches the cashier: unpaid, and no error of the caller's.", r#"{"code":"40004","msg":"Business Failed","sub_code":"ACQ.TRADE_NOT_EXIST","sub_msg":"交易不存在"}"#))
            .test(failed("not-exist-amounts", "A failed query still carries zero amounts.", r#"{"code":"40004","msg":"Business Failed","sub_code":"ACQ.TRADE_NOT_EXIST","sub_msg":"交易不存在","buyer_pay_amount":"0.00","invoice_amount":"0.00","out_trade_no":"T20260101_0001","point_amount":"0.00","receipt_amount":"0.00"}"#).clauses(["ALI-QRY-5"]))
            .test(failed("invalid-parameter-amounts", "An error about a parameter, with zero amounts.", r#"{"code":"40004","msg":"Business Failed","sub_code":"ACQ.INVALID_PARAMETER","receipt_amount":"0.00"}"#).clauses(["ALI-QRY-5"]))
            .test(failed("system-error-amounts", "A system error with zero amounts: the result is unknown, so not paid.", r#"{"code":"20000","msg":"Service Currently Unavailable","sub_code":"isp.unknow-error","buyer_pay_amount":"0.00"}"#).clauses(["ALI-QRY-5", "ALI-ERR-1"]))
            .test(open("waiting-code", "code 10003: waiting for the buyer. Acceptable to refuse, for it belongs to bar-code payment.", r#"{"code":"10003","msg":"order success pay inprocess","out_trade_no":"T20260101_0001"}"#).clauses(["ALI-ERR-1"]).flags(["unpaid-status-paid"])),
    )
}
