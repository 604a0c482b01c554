//! The messages on which mistakes are made: what the signer has, and the wire that the explainer sees. Nothing here
//! calls payspec.

/// How a message travels.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Wire {
    /// XML, values as CDATA.
    Cdata,
    /// XML, values escaped.
    Escaped,
    /// Native link.
    Link,
    /// JSON object.
    Json,
    /// Form.
    Form,
    /// Alipay response: the node is the value of the only pair.
    Response,
}

/// One message.
#[derive(Clone)]
pub(crate) struct Message {
    pub provider: &'static str,
    pub kind: &'static str,
    pub wire: Wire,
    /// `MD5`, `HMAC-SHA256`, `RSA2` or `RSA`.
    pub algorithm: &'static str,
    pub gbk: bool,
    pub pairs: Vec<(String, String)>,
}

impl Message {
    /// The field of the signature.
    pub(crate) fn sign_field(&self) -> &'static str {
        if self.kind == "jsapi" { "paySign" } else { "sign" }
    }

    pub(crate) fn bytes(&self, text: &str) -> Vec<u8> {
        if self.gbk { encoding_rs::GBK.encode(text).0.into_owned() } else { text.as_bytes().to_vec() }
    }

    /// The bytes that the explainer reads, with that signature.
    pub(crate) fn body(&self, sign: &str) -> Vec<u8> {
        let mut pairs: Vec<(&str, &str)> = self.pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        pairs.push((self.sign_field(), sign));
        match self.wire {
            Wire::Cdata | Wire::Escaped => {
                let field = |(name, value): &(&str, &str)| format!("<{name}>{}</{name}>", self.xml(value));
                format!("<xml>\n{}\n</xml>\n", pairs.iter().map(field).collect::<Vec<_>>().join("\n")).into_bytes()
            }
            Wire::Link => {
                let field = |(name, value): &(&str, &str)| {
                    let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
                    format!("{name}={value}")
                };
                let query: Vec<String> = pairs.iter().map(field).collect();
                format!("weixin://wxpay/bizpayurl?{}\n", query.join("&")).into_bytes()
            }
            Wire::Json => {
                let map: serde_json::Map<String, serde_json::Value> =
                    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
                serde_json::to_vec_pretty(&map).unwrap()
            }
            Wire::Form => {
                let field = |(name, value): &(&str, &str)| {
                    let value: String = form_urlencoded::byte_serialize(&self.bytes(value)).collect();
                    format!("{name}={value}")
                };
                pairs.iter().map(field).collect::<Vec<_>>().join("&").into_bytes()
            }
            Wire::Response => {
                let (name, node) = &self.pairs[0];
                self.bytes(&format!("{{\"{name}\":{node},\"sign\":{}}}", serde_json::Value::from(sign)))
            }
        }
    }

    /// A value as it stands within its element.
    pub(crate) fn xml(&self, value: &str) -> String {
        if self.wire == Wire::Cdata {
            let parts: Vec<String> = value
                .split('\r')
                .map(|part| if part.is_empty() { String::new() } else { format!("<![CDATA[{part}]]>") })
                .collect();
            return parts.join("&#13;");
        }
        value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#13;")
    }

    /// A value as it stands on the wire of a form.
    pub(crate) fn form(&self, value: &str) -> Vec<u8> {
        form_urlencoded::byte_serialize(&self.bytes(value)).collect::<String>().into_bytes()
    }
}

fn message(
    provider: &'static str,
    kind: &'static str,
    wire: Wire,
    algorithm: &'static str,
    pairs: &[(&str, &str)],
) -> Message {
    let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Message { provider, kind, wire, algorithm, gbk: false, pairs }
}

const NOTIFICATION: &[(&str, &str)] = &[
    ("return_code", "SUCCESS"),
    ("appid", "wxd930ea5d5a258f4f"),
    ("mch_id", "10000100"),
    ("nonce_str", "ibuaiVcKdpRxkhJA"),
    ("result_code", "SUCCESS"),
    ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
    ("is_subscribe", "N"),
    ("trade_type", "JSAPI"),
    ("bank_type", "OTHERS"),
    ("total_fee", "1000"),
    ("fee_type", "CNY"),
    ("cash_fee", "942"),
    ("coupon_fee", "58"),
    ("coupon_count", "11"),
    ("coupon_fee_2", "5"),
    ("coupon_fee_10", "53"),
    ("coupon_id_2", "2000000000000000002"),
    ("coupon_id_10", "2000000000000000010"),
    ("transaction_id", "1217752501201407033233368018"),
    ("out_trade_no", "20150806125346"),
    ("attach", ""),
    ("time_end", "20141030133525"),
];

const ORDER: &[(&str, &str)] = &[
    ("appid", "wxd930ea5d5a258f4f"),
    ("mch_id", "10000100"),
    ("nonce_str", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"),
    ("body", "腾讯充值中心-QQ会员 充值"),
    (
        "detail",
        "{\"goods_detail\":[{\"goods_id\":\"iphone6s_16G\",\"goods_name\":\"手机/<16G>\",\"price\":528800}],\"cost_price\":608800}",
    ),
    ("attach", "shop=3&b=c d+e"),
    ("out_trade_no", "20150806125346"),
    ("total_fee", "88"),
    ("spbill_create_ip", "123.12.12.123"),
    ("notify_url", "https://pay.example.com/wxpay/notify"),
    ("time_start", "20091225091010"),
    ("goods_tag", ""),
    ("device_info", "0"),
    ("trade_type", "NATIVE"),
    ("product_id", "A12235413214070356458058"),
];

/// What trips code: white space, characters that cannot be seen, entities, escapes, numbers as text.
const ODD: &[(&str, &str)] = &[
    ("appid", "wxd930ea5d5a258f4f"),
    ("mch_id", "10000100"),
    ("nonce_str", "ibuaiVcKdpRxkhJA"),
    ("body", "cafe\u{301} ＡＢＣ\u{a0}\u{200b}🏠 \"it's\" "),
    ("attach", "line1\r\nline2\nx  y"),
    ("detail", "a &quot;b&quot; \\u6d4b\\u8bd5 \\/ \\\"q\\\" 50%25 %41"),
    ("out_trade_no", "000123"),
    ("goods_tag", "@tag"),
    ("device_info", "true"),
    ("scene_info", "[\"x\"]"),
    ("limit_pay", "  "),
    ("total_fee", "1230"),
    ("notify_url", "http://pay.example.com/notify?x=1"),
    ("trade_type", "JSAPI"),
    ("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o&"),
    // Names on which ways of sorting differ.
    ("Zeta", "1"),
    ("attach2", "v"),
    ("a_z", "1"),
    ("ab", "2"),
];

const LINK: &[(&str, &str)] = &[
    ("appid", "wxd930ea5d5a258f4f"),
    ("mch_id", "10000100"),
    ("nonce_str", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"),
    ("product_id", "a+b 测=1"),
    ("time_stamp", "1414488825"),
];

const PAGE_PAY: &[(&str, &str)] = &[
    ("app_id", "2014072300007148"),
    ("method", "alipay.trade.page.pay"),
    ("format", "JSON"),
    ("charset", "utf-8"),
    ("sign_type", "RSA2"),
    ("timestamp", "2026-01-01 12:00:00"),
    ("version", "1.0"),
    ("notify_url", "https://merchant.example/notify"),
    ("return_url", "https://merchant.example/return"),
    ("app_auth_token", ""),
    ("app_cert_sn", "866efef280dec9137a87d047ac446315"),
    (
        "biz_content",
        "{\"out_trade_no\":\"T20260101_0001\",\"product_code\":\"FAST_INSTANT_TRADE_PAY\",\"total_amount\":\"88.80\",\"subject\":\"测试商品 A+B/<C>\"}",
    ),
];

const ALI_NOTIFICATION: &[(&str, &str)] = &[
    ("gmt_create", "2026-01-01 12:00:30"),
    ("charset", "utf-8"),
    ("gmt_payment", "2026-01-01 12:01:04"),
    ("notify_time", "2026-01-01 12:01:05"),
    ("subject", "测试商品 A+B"),
    ("buyer_id", "2088000000000001"),
    ("passback_params", "a%3D1%26b%3D2"),
    ("invoice_amount", "88.80"),
    ("version", "1.0"),
    ("notify_id", "2026010100222120104012345678901234"),
    ("fund_bill_list", "[{\"amount\":\"88.80\",\"fundChannel\":\"ALIPAYACCOUNT\"}]"),
    ("notify_type", "trade_status_sync"),
    ("out_trade_no", "T20260101_0001"),
    ("total_amount", "88.80"),
    ("trade_status", "TRADE_SUCCESS"),
    ("trade_no", "2026010122001400000000000001"),
    ("auth_app_id", "2014072300007148"),
    ("receipt_amount", "88.80"),
    ("point_amount", "0.00"),
    ("app_id", "2014072300007148"),
    ("sign_type", "RSA2"),
    ("seller_id", "2088000000000009"),
    ("body", ""),
];

const NODE: &str = "{\"code\":\"10000\",\"msg\":\"Success\",\"trade_no\":\"2026010122001400000000000001\", \"total_amount\":\"88.88\",\
    \"subject\":\"brace } 测试\\\" end\\u4e2d\",\"url\":\"https:\\/\\/merchant.example\\/x\",\"ext\":{\"n\":1,\"sign\":\"inner\",\"a\":{\"b\":\"}&quot;\"}}}";

fn with(
    pairs: &[(&'static str, &'static str)],
    more: &[(&'static str, &'static str)],
) -> Vec<(&'static str, &'static str)> {
    let mut all: Vec<_> =
        pairs.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name)).copied().collect();
    all.extend_from_slice(more);
    all
}

/// All messages.
pub(crate) fn all() -> Vec<Message> {
    use Wire::*;
    let call_up = |sign_type: &'static str| {
        vec![
            ("appId", "wxd930ea5d5a258f4f"),
            ("timeStamp", "1414561699"),
            ("nonceStr", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"),
            ("package", "prepay_id=wx201410272009395522657a690389285100"),
            ("signType", sign_type),
        ]
    };
    let app = [
        ("appid", "wxd930ea5d5a258f4f"),
        ("partnerid", "10000100"),
        ("prepayid", "wx201410272009395522657a690389285100"),
        ("package", "Sign=WXPay"),
        ("noncestr", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"),
        ("timestamp", "1412000000"),
    ];
    let query =
        with(&PAGE_PAY[..7], &[("method", "alipay.trade.query"), ("biz_content", "{ \"out_trade_no\": \"T2026\" }")]);
    let odd_request = with(
        PAGE_PAY,
        &[
            ("alipay_sdk", "@sdk-1"),
            ("prod_code", "0"),
            ("terminal_type", "  "),
            ("terminal_info", "cafe\u{301} ＡＢＣ\u{a0}\u{200b}🏠 "),
            ("ws_service_url", "x=1&y=\"2\" 'z'\\/ &quot; %41 line\r\nend"),
            ("auth_token", "true"),
            ("Zeta", "1"),
            ("auth_token2", "v"),
            ("a_z", "1"),
            ("ab", "2"),
        ],
    );
    let node = [("alipay_trade_query_response", NODE)];
    let query_response = [(
        "alipay_trade_query_response",
        "{\n  \"code\": \"10000\",\n  \"trade_status\": \"TRADE_SUCCESS\",\n  \"subject\": \"a/b\"\n}",
    )];
    let mut list = vec![
        message("wechat", "unifiedorder", Cdata, "MD5", &with(ORDER, &[("sign_type", "MD5")])),
        message("wechat", "unifiedorder", Escaped, "HMAC-SHA256", &with(ORDER, &[("sign_type", "HMAC-SHA256")])),
        message("wechat", "unifiedorder", Escaped, "MD5", ODD),
        message("wechat", "unifiedorder", Cdata, "HMAC-SHA256", &with(ODD, &[("sign_type", "HMAC-SHA256")])),
        message("wechat", "notification", Cdata, "MD5", NOTIFICATION),
        message("wechat", "notification", Escaped, "HMAC-SHA256", NOTIFICATION),
        message("wechat", "orderquery", Escaped, "MD5", &ORDER[..3]),
        // A name that occurs twice: no signature over it is right.
        message("wechat", "orderquery", Cdata, "MD5", &[&ORDER[..3], &[("attach", "1"), ("attach", "2")]].concat()),
        message(
            "wechat",
            "unifiedorder-response",
            Cdata,
            "MD5",
            &with(
                &NOTIFICATION[..5],
                &[("prepay_id", "wx2014"), ("code_url", "weixin://wxpay/bizpayurl?pr=x&y"), ("sign_type", "MD5")],
            ),
        ),
        message("wechat", "native-link", Link, "MD5", LINK),
        message(
            "wechat",
            "native-reply",
            Cdata,
            "MD5",
            &with(&NOTIFICATION[..5], &[("prepay_id", "wx2014"), ("err_code_des", "")]),
        ),
        message("wechat", "jsapi", Json, "MD5", &call_up("MD5")),
        message("wechat", "jsapi", Json, "HMAC-SHA256", &call_up("HMAC-SHA256")),
        message("wechat", "app", Json, "MD5", &app),
        message("wechat", "app", Json, "HMAC-SHA256", &app),
        message("alipay", "page.pay", Form, "RSA2", PAGE_PAY),
        message("alipay", "page.pay", Form, "RSA", &with(PAGE_PAY, &[("sign_type", "RSA")])),
        message("alipay", "page.pay", Form, "RSA2", &odd_request),
        message("alipay", "query", Form, "RSA2", &query),
        message("alipay", "notification", Form, "RSA2", ALI_NOTIFICATION),
        message(
            "alipay",
            "return",
            Form,
            "RSA2",
            &with(
                &ALI_NOTIFICATION[10..22],
                &[("method", "alipay.trade.page.pay.return"), ("timestamp", "2026-01-01 12:01:10")],
            ),
        ),
        message("alipay", "response", Response, "RSA2", &node),
        message("alipay", "response", Response, "RSA2", &query_response),
    ];
    for at in [15, 19] {
        let mut gbk = list[at].clone();
        gbk.gbk = true;
        gbk.pairs.iter_mut().filter(|(name, _)| name == "charset").for_each(|(_, value)| *value = "gbk".into());
        list.push(gbk);
    }
    list
}
