//! Which clause of section 4.1 describes a field of the notification, for the vectors that are derived field by field.

/// The clauses of a field; a signed field is covered by its row and by the signature's first rule.
pub(in crate::wechat) fn clauses(field: &str) -> Vec<&'static str> {
    let row = match field {
        "return_code" => "WX-NTF-1",
        "return_msg" => "WX-NTF-2",
        "appid" => "WX-NTF-3",
        "mch_id" => "WX-NTF-4",
        "device_info" => "WX-NTF-5",
        "nonce_str" => return vec!["WX-NTF-6", "WX-SIGN-11"],
        "sign_type" => return vec!["WX-NTF-8", "WX-SIGN-15"],
        "result_code" => "WX-NTF-9",
        "err_code" => "WX-NTF-10",
        "err_code_des" => "WX-NTF-11",
        "openid" => "WX-NTF-12",
        "is_subscribe" => "WX-NTF-13",
        "trade_type" => "WX-NTF-14",
        "bank_type" => return vec!["WX-NTF-15", "WX-CHR-13"],
        "total_fee" => "WX-NTF-16",
        "settlement_total_fee" => "WX-NTF-17",
        "fee_type" => "WX-NTF-18",
        "cash_fee" => "WX-NTF-19",
        "cash_fee_type" => "WX-NTF-20",
        "coupon_fee" => "WX-NTF-21",
        "coupon_count" => "WX-NTF-22",
        "coupon_type_0" => return vec!["WX-NTF-23", "WX-XML-7", "WX-XML-8"],
        "coupon_id_0" => return vec!["WX-NTF-24", "WX-XML-7", "WX-SIGN-9"],
        "coupon_fee_0" => return vec!["WX-NTF-25", "WX-XML-7", "WX-SIGN-9"],
        "transaction_id" => "WX-NTF-26",
        "out_trade_no" => "WX-NTF-27",
        "attach" => "WX-NTF-28",
        "time_end" => "WX-NTF-29",
        _ => "WX-NTF-30",
    };
    vec![row]
}
