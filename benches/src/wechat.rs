//! WeChat Pay's messages.

use payspec_core::wechat::sign::{ApiKey, SignType, sign};
use payspec_core::wire::xml;

/// The documentation's key.
pub const KEY: &str = "192006250b4c09247ec02edce69f6a2d";

/// A unified order with twenty fields, as a shop fills it in.
pub const ORDER: &[(&str, &str)] = &[
    ("appid", "wxd678efh567hg6787"),
    ("mch_id", "1230000109"),
    ("device_info", "013467007045764"),
    ("nonce_str", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"),
    ("sign_type", "MD5"),
    ("body", "腾讯充值中心-QQ会员充值"),
    ("attach", "深圳分店"),
    ("out_trade_no", "20150806125346"),
    ("fee_type", "CNY"),
    ("total_fee", "88"),
    ("spbill_create_ip", "123.12.12.123"),
    ("time_start", "20091225091010"),
    ("time_expire", "20091227091010"),
    ("goods_tag", "WXG"),
    ("notify_url", "http://www.weixin.qq.com/wxpay/pay.php"),
    ("trade_type", "JSAPI"),
    ("product_id", "12235413214070356458058"),
    ("limit_pay", "no_credit"),
    ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
    ("receipt", "Y"),
];

/// A unified order with every field that goes with the others, JSON text among them, and its signature.
pub const FULL_ORDER: &[(&str, &str)] = &[
    ("appid", "wxd678efh567hg6787"),
    ("mch_id", "1230000109"),
    ("device_info", "013467007045764"),
    ("nonce_str", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"),
    ("sign", "C380BEC2BFD727A4B6845133519F3AD6"),
    ("sign_type", "MD5"),
    ("body", "腾讯充值中心-QQ会员充值"),
    (
        "detail",
        "{\"cost_price\":608800,\"receipt_id\":\"wx123\",\"goods_detail\":[{\"goods_id\":\"1001\",\"wxpay_goods_id\":\"1001\",\
         \"goods_name\":\"iPhone6s 16G\",\"quantity\":1,\"price\":528800}]}",
    ),
    ("attach", "深圳分店"),
    ("out_trade_no", "20150806125346"),
    ("fee_type", "CNY"),
    ("total_fee", "88"),
    ("spbill_create_ip", "123.12.12.123"),
    ("time_start", "20091225091010"),
    ("time_expire", "20091227091010"),
    ("goods_tag", "WXG"),
    ("notify_url", "https://www.weixin.qq.com/wxpay/pay.php"),
    ("trade_type", "JSAPI"),
    ("product_id", "12235413214070356458058"),
    ("limit_pay", "no_credit"),
    ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
    ("receipt", "Y"),
    (
        "scene_info",
        "{\"store_info\":{\"id\":\"SZTX001\",\"name\":\"腾大餐厅\",\"area_code\":\"440305\",\
         \"address\":\"科技园中一路腾讯大厦\"}}",
    ),
];

const NOTIFICATION: &[(&str, &str)] = &[
    ("appid", "wxd930ea5d5a258f4f"),
    ("attach", "branch-0755"),
    ("bank_type", "OTHERS"),
    ("cash_fee", "942"),
    ("cash_fee_type", "CNY"),
    ("coupon_count", "1"),
    ("coupon_fee", "58"),
    ("coupon_fee_0", "58"),
    ("coupon_id_0", "2000000000000000001"),
    ("fee_type", "CNY"),
    ("is_subscribe", "N"),
    ("mch_id", "10000100"),
    ("nonce_str", "ibuaiVcKdpRxkhJA"),
    ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
    ("out_trade_no", "20150806125346"),
    ("result_code", "SUCCESS"),
    ("return_code", "SUCCESS"),
    ("time_end", "20141030133525"),
    ("total_fee", "1000"),
    ("trade_type", "JSAPI"),
    ("transaction_id", "1217752501201407033233368018"),
];

/// A genuine notification with 22 CDATA fields, `sign` among them.
///
/// # Panics
/// Never: the message is fixed.
pub fn notification(sign_type: SignType) -> Vec<u8> {
    let key = ApiKey::new(KEY).expect("the key is fixed");
    let signature = sign(NOTIFICATION, &key, sign_type).expect("the fields are fixed");
    let mut fields = NOTIFICATION.to_vec();
    fields.push(("sign", signature.as_str()));
    xml::write(&fields, xml::ROOT).expect("the fields are fixed")
}
