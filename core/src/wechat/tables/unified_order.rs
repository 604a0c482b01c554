//! 统一下单, `unifiedorder`: the seed's table and section 3 of the sheet.

use super::alphabets::{FREE, NOTIFY_URL, ORDER_NUMBER, VISIBLE};
use super::scene::{DETAIL, SCENE_INFO};
use super::{received, rows, sent};
use crate::finding::code;
use crate::money::Fen;
use crate::spec::{Choice, Field, Kind, Message, Others, Rule, Table, up_to};

const TRADE_TYPES: &[Choice] =
    &[Choice::plain("JSAPI"), Choice::plain("NATIVE"), Choice::plain("APP"), Choice::plain("MWEB")];

/// The request, `POST /pay/unifiedorder`.
pub static UNIFIED_ORDER: Message = sent(
    "wechat.unifiedorder",
    "unified order",
    "统一下单",
    "/pay/unifiedorder",
    "WX-UO",
    Table::new(REQUEST).rules(&[Rule::Expiry {
        later: "time_expire",
        earlier: "time_start",
        short: 60,
        advised: 300,
        clause: "WX-UO-51",
    }]),
);

const REQUEST: &[Field] = &[
    rows::appid(Field::required("WX-UO-1", "appid", "公众账号ID")).seed(),
    rows::mch_id(Field::required("WX-UO-2", "mch_id", "商户号")).seed(),
    rows::nonce_str(Field::required("WX-UO-3", "nonce_str", "随机字符串")).seed(),
    rows::sign(Field::required("WX-UO-4", "sign", "签名")).seed(),
    Field::required("WX-UO-5", "body", "商品描述")
        .text(&FREE, up_to(127).or(128))
        .example("腾讯充值中心-QQ会员充值")
        .seed()
        .open(
            "String(128) in the seed and for H5, String(127) elsewhere, String(32) in 2015; the server counts bytes",
            "部分文档为 String(128)，其余为 String(127)，2015 年为 String(32)；服务端按字节计算",
        ),
    Field::required("WX-UO-6", "out_trade_no", "商户订单号")
        .text(&ORDER_NUMBER, up_to(32).from(6))
        .example("20150806125346")
        .seed()
        .open(
            "`|` and `*` in current pages, `@` from 2017 to 2020; at least 6 characters in pages of 2025",
            "现行文档还允许 |*,2017 至 2020 年的文档允许 @;2025 年的文档要求至少 6 个字符",
        )
        .cites(&[
            (code::CHARACTER_FORBIDDEN, "WX-CHR-1"),
            (code::CHARACTER_DOUBTFUL, "WX-CHR-1"),
            (code::LENGTH_SHORT, "WX-CHR-2"),
        ]),
    Field::required("WX-UO-7", "total_fee", "标价金额")
        .is(Kind::Fen { least: Fen::new(1), most: Fen::new(1_000_000_000) })
        .example("88")
        .seed()
        .open(
            "bounds and leading zeros are not documented; 1,000,000,000 is the largest that is known to work",
            "上下限与前导零未见于文档；已知可用的最大值为 1000000000",
        )
        .cites(&[
            (code::AMOUNT_FEN_SHAPE, "WX-UO-40"),
            (code::AMOUNT_RANGE, "WX-UO-41"),
            (code::AMOUNT_LARGE, "WX-UO-42"),
            (code::AMOUNT_SPELLING, "WX-UO-43"),
        ]),
    Field::required("WX-UO-8", "spbill_create_ip", "终端IP")
        .is(Kind::Ip)
        .limit(up_to(64))
        .example("123.12.12.123")
        .seed()
        .cites(&[(code::IP_UNUSUAL, "WX-AMB-26")]),
    Field::required("WX-UO-9", "notify_url", "通知地址")
        .url(&NOTIFY_URL, up_to(256))
        .example("http://www.weixin.qq.com/wxpay/pay.php")
        .seed()
        .open(
            "http in the seed's sample, https in pages since 2024; a port, a fragment and an IP address are not described",
            "示例为 http，2024 年以后的文档要求 https；端口、锚点、IP 地址未作说明",
        )
        .cites(&[(code::URL_HTTP, "WX-CHR-8"), (code::URL_UNUSUAL, "WX-AMB-17")]),
    Field::required("WX-UO-10", "trade_type", "交易类型")
        .one_of(TRADE_TYPES, Others::Refused)
        .limit(up_to(16))
        .example("JSAPI")
        .seed(),
    Field::optional("WX-UO-11", "device_info", "设备号").text(&FREE, up_to(32)).example("013467007045764").seed(),
    rows::sign_type(Field::optional("WX-UO-12", "sign_type", "签名类型")).seed(),
    Field::optional("WX-UO-13", "detail", "商品详情")
        .is(Kind::JsonOrText(&DETAIL))
        .limit(up_to(6000).or(8192))
        .seed()
        .open(
            "String(6000) in the seed, 6144 on current pages, 8192 in 2015; JSON for single-item discounts, else text",
            "6000、6144（现行）、8192（2015 年）三种上限；单品优惠须为 JSON，否则可为文本",
        )
        .cites(&[(code::LENGTH_EDITIONS, "WX-CHR-5"), (code::LENGTH_EXCEEDED, "WX-CHR-5")]),
    Field::optional("WX-UO-14", "attach", "附加数据")
        .text(&FREE, up_to(127).or(128))
        .example("深圳分店")
        .seed()
        .open("127 in requests, 128 in replies", "请求中为 127，应答中为 128")
        .cites(&[(code::LENGTH_EDITIONS, "WX-CHR-6")]),
    Field::optional("WX-UO-15", "fee_type", "标价币种")
        .is(Kind::Currency)
        .limit(up_to(16))
        .example("CNY")
        .seed()
        .cites(&[(code::CURRENCY_OTHER, "WX-AMB-25")]),
    rows::time(Field::optional("WX-UO-16", "time_start", "交易起始时间")).example("20091225091010").seed(),
    rows::time(Field::optional("WX-UO-17", "time_expire", "交易结束时间"))
        .example("20091227091010")
        .seed()
        .open(
            "more than 1 minute is advised today, more than 5 were required until 2017",
            "现行文档建议大于 1 分钟，2017 年以前要求大于 5 分钟",
        ),
    Field::optional("WX-UO-18", "goods_tag", "订单优惠标记").text(&FREE, up_to(32)).example("WXG").seed(),
    Field::optional("WX-UO-19", "product_id", "商品ID")
        .required_when("trade_type", &["NATIVE"])
        .text(&FREE, up_to(32))
        .example("12235413214070356458058")
        .seed()
        .open("the text requires it for NATIVE; practice often leaves it out", "文档要求 NATIVE 必传，实际中常被省略"),
    Field::optional("WX-UO-20", "limit_pay", "指定支付方式")
        .one_of(&[Choice::plain("no_credit")], Others::Doubtful)
        .limit(up_to(32))
        .example("no_credit")
        .seed()
        .cites(&[(code::CHOICE_UNDOCUMENTED, "WX-AMB-24")]),
    Field::optional("WX-UO-21", "openid", "用户标识")
        .required_when("trade_type", &["JSAPI"])
        .unless("sub_openid")
        .text(&VISIBLE, up_to(128))
        .example("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o")
        .seed(),
    Field::optional("WX-UO-22", "receipt", "电子发票入口开放标识")
        .one_of(&[Choice::plain("Y")], Others::Doubtful)
        .limit(up_to(8))
        .example("Y")
        .seed()
        .cites(&[(code::CHOICE_UNDOCUMENTED, "WX-AMB-24")]),
    Field::optional("WX-UO-23", "scene_info", "场景信息")
        .required_when("trade_type", &["MWEB"])
        .is(Kind::Json(&SCENE_INFO))
        .limit(up_to(256))
        .example(r#"{"h5_info":{"type":"Wap","wap_url":"https://pay.qq.com","wap_name":"腾讯充值"}}"#)
        .seed(),
    Field::optional("WX-UO-24", "profit_sharing", "是否需要分账")
        .one_of(rows::YES_OR_NO, Others::Refused)
        .limit(up_to(16))
        .example("Y")
        .practice()
        .open("copied from SDKs; not seen on a page", "来自 SDK，未见于文档"),
    Field::optional("WX-UO-25", "version", "接口版本号").text(&VISIBLE, up_to(32)).example("1.0"),
    Field::optional("WX-UO-26", "sub_appid", "子商户公众账号ID").text(&VISIBLE, up_to(32)),
    Field::optional("WX-UO-27", "sub_mch_id", "子商户号").text(&VISIBLE, up_to(32)),
    Field::optional("WX-UO-28", "sub_openid", "用户子标识").text(&VISIBLE, up_to(128)).practice(),
];

/// The answer.
pub static UNIFIED_ORDER_RESPONSE: Message = received(
    "wechat.unifiedorder-response",
    "unified order, answer",
    "统一下单返回结果",
    "/pay/unifiedorder",
    "WX-UOR",
    Table::new(RESPONSE),
);

/// A field that is there when the call was understood (WX-UOR-3).
const fn answered(name: &'static str, zh: &'static str) -> Field {
    Field::optional("WX-UOR-3", name, zh).required_when("return_code", &["SUCCESS"])
}

const RESPONSE: &[Field] = &[
    rows::return_code("WX-UOR-1"),
    rows::return_msg("WX-UOR-2"),
    rows::appid(answered("appid", "公众账号ID")),
    rows::mch_id(answered("mch_id", "商户号")),
    Field::optional("WX-UOR-3", "device_info", "设备号").text(&FREE, up_to(32)),
    rows::nonce_str(answered("nonce_str", "随机字符串")),
    rows::sign(answered("sign", "签名")),
    rows::result_code(answered("result_code", "业务结果")),
    rows::err_code("WX-UOR-3"),
    rows::err_code_des("WX-UOR-3"),
    Field::optional("WX-UOR-4", "trade_type", "交易类型")
        .required_when("result_code", &["SUCCESS"])
        .one_of(TRADE_TYPES, Others::Doubtful)
        .limit(up_to(16))
        .example("JSAPI"),
    Field::optional("WX-UOR-4", "prepay_id", "预支付交易会话标识")
        .required_when("result_code", &["SUCCESS"])
        .text(&VISIBLE, up_to(64))
        .example("wx201410272009395522657a690389285100")
        .seed(),
    Field::optional("WX-UOR-5", "code_url", "二维码链接")
        .required_when("trade_type", &["NATIVE"])
        .text(&VISIBLE, up_to(64).unsure())
        .example("weixin://wxpay/bizpayurl/up?pr=NwY5Mz9&groupid=00")
        .seed()
        .open("three forms occur; treat it as opaque; it lives 2 hours", "格式有三种，请勿解析；有效期 2 小时"),
    Field::optional("WX-UOR-6", "mweb_url", "支付跳转链接")
        .required_when("trade_type", &["MWEB"])
        .text(&VISIBLE, up_to(64).unsure())
        .open("real ones are longer than the table's 64; it lives 5 minutes", "实际长度超过文档的 64；有效期 5 分钟"),
];
