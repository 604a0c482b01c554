//! 统一收单下单并支付页面接口, `alipay.trade.page.pay`: sections 3 and 7 of the sheet.

use super::alphabets::{FREE, ORDER_NUMBER, PAGE_URL, SUBJECT, VISIBLE};
use super::common;
use super::goods::GOODS;
use crate::finding::code;
use crate::money::Fen;
use crate::spec::{Choice, Direction, Field, Kind, Layout, Message, Others, Provider, Rule, Table, Text, up_to};

/// The request.
pub static PAGE_PAY: Message = Message {
    id: "alipay.trade.page.pay",
    provider: Provider::Alipay,
    direction: Direction::Sent,
    title: Text { en: "page pay", zh: "统一收单下单并支付页面接口（电脑网站支付）" },
    place: "gateway.do",
    clause: "ALI-PAY-1",
    table: Table::new(&[
        common::app_id("ALI-PAR-1"),
        common::method(&[Choice::plain("alipay.trade.page.pay")], "alipay.trade.page.pay"),
        common::format(),
        Field::optional("ALI-PAR-1", "return_url", "同步返回地址")
            .url(&super::alphabets::CALLBACK_URL, up_to(256))
            .example("https://m.alipay.com/Gk8NF23")
            .cites(common::URL_CITES),
        common::charset("ALI-PAR-1"),
        common::sign_type("ALI-PAR-1"),
        common::sign("ALI-PAR-1"),
        common::timestamp("ALI-PAR-1"),
        common::version("ALI-PAR-1"),
        common::notify_url(),
        common::app_auth_token(),
        common::biz_content(&BIZ_CONTENT),
        common::app_cert_sn(),
        common::alipay_root_cert_sn(),
        common::encrypt_type(),
        common::added("alipay_sdk"),
        common::added("prod_code"),
        common::added("terminal_type"),
        common::added("terminal_info"),
        common::added("auth_token"),
    ])
    .rules(&[Rule::Encrypted { field: "biz_content", by: "encrypt_type" }]),
};

/// Section 11: some lengths of optional fields were not read again.
const OLD: (&str, &str) = ("the length comes from an older table", "长度来自旧版文档");

/// Seconds in a day.
const DAY: i64 = 86_400;

static BIZ_CONTENT: Table = Table::new(BIZ).rules(&[
    Rule::Ahead { field: "time_expire", least: 60, most: 15 * DAY, clause: "ALI-PAY-1" },
    Rule::Wins { winner: "time_expire", loser: "timeout_express", clause: "ALI-PAY-1" },
    Rule::Excludes { field: "disable_pay_channels", other: "enable_pay_channels", clause: "ALI-PAY-1" },
    Rule::OnlyWith { field: "qrcode_width", other: "qr_pay_mode", value: "4", clause: "ALI-PAY-1" },
]);

const BIZ: &[Field] = &[
    Field::required("ALI-PAY-1", "out_trade_no", "商户订单号")
        .text(&ORDER_NUMBER, up_to(64))
        .example("20150320010101001")
        .open("hyphens occur in the field; early tables did not say \"only\"", "实际中有连字符；早期文档未写“只能”")
        .cites(&[
            (code::CHARACTER_DOUBTFUL, "ALI-AMB-15"),
            (code::LENGTH_EXCEEDED, "ALI-PAY-6"),
            (code::LENGTH_IN_BYTES, "ALI-PAY-6"),
        ]),
    Field::required("ALI-PAY-1", "product_code", "销售产品码")
        .one_of(&[Choice::plain("FAST_INSTANT_TRADE_PAY")], Others::Refused)
        .limit(up_to(64))
        .example("FAST_INSTANT_TRADE_PAY"),
    Field::required("ALI-PAY-1", "total_amount", "订单总金额")
        .is(Kind::Yuan { least: Fen::new(1), most: Fen::new(10_000_000_000) })
        .example("88.88")
        .open(
            "the tables' own samples have `20`; the printed length of 11 or 9 cannot hold the largest amount",
            "文档示例中有 20；标注的长度 11 或 9 放不下最大金额",
        )
        .cites(&[
            (code::AMOUNT_YUAN_SHAPE, "ALI-PAY-6"),
            (code::AMOUNT_RANGE, "ALI-PAY-6"),
            (code::AMOUNT_SPELLING, "ALI-AMB-13"),
            (code::JSON_NUMBER, "ALI-PAY-2"),
        ]),
    Field::required("ALI-PAY-1", "subject", "订单标题")
        .text(&SUBJECT, up_to(256))
        .example("Iphone6 16G")
        .open("newer tables ban special characters without listing them", "新版文档禁止特殊字符但未列全，旧版无此限制")
        .cites(&[(code::LENGTH_EXCEEDED, "ALI-PAY-6"), (code::LENGTH_IN_BYTES, "ALI-PAY-6")]),
    Field::optional("ALI-PAY-1", "body", "订单描述").text(&FREE, up_to(128)).example("Iphone6 16G"),
    Field::optional("ALI-PAY-1", "time_expire", "绝对超时时间")
        .time(Layout::DashedLoosely)
        .limit(up_to(32))
        .example("2016-12-31 10:05:01")
        .open("older tables leave the seconds out", "旧版文档不含秒")
        .cites(&[(code::TIME_SPELLING, "ALI-AMB-14")]),
    Field::optional("ALI-PAY-1", "timeout_express", "订单相对超时时间").is(Kind::Period).limit(up_to(6)).example("90m"),
    Field::optional("ALI-PAY-1", "goods_detail", "订单包含的商品列表信息").is(Kind::Objects(&GOODS)),
    Field::optional("ALI-PAY-1", "passback_params", "公用回传参数")
        .is(Kind::PercentEncoded)
        .limit(up_to(512))
        .example("merchantBizType%3d3C%26merchantBizNo%3d2016010101111"),
    Field::optional("ALI-PAY-1", "extend_params", "业务扩展参数").object(&EXTEND_PARAMS),
    Field::optional("ALI-PAY-1", "goods_type", "商品主类型")
        .one_of(&[Choice::plain("0"), Choice::plain("1")], Others::Refused)
        .limit(up_to(2))
        .example("0"),
    Field::optional("ALI-PAY-1", "promo_params", "优惠参数")
        .text(&FREE, up_to(512))
        .open(OLD.0, OLD.1)
        .example(r#"{"storeIdType":"1"}"#),
    Field::optional("ALI-PAY-1", "royalty_info", "描述分账信息").object(&ANYTHING),
    Field::optional("ALI-PAY-1", "settle_info", "描述结算信息").object(&ANYTHING),
    Field::optional("ALI-PAY-1", "sub_merchant", "间连受理商户信息").object(&ANYTHING),
    Field::optional("ALI-PAY-1", "invoice_info", "开票信息").object(&ANYTHING),
    Field::optional("ALI-PAY-1", "ext_user_info", "外部指定买家").object(&ANYTHING),
    Field::optional("ALI-PAY-1", "agreement_sign_params", "签约参数").object(&ANYTHING),
    Field::optional("ALI-PAY-1", "enable_pay_channels", "指定支付渠道")
        .text(&VISIBLE, up_to(128))
        .open(OLD.0, OLD.1)
        .example("pcredit,moneyFund"),
    Field::optional("ALI-PAY-1", "disable_pay_channels", "禁用支付渠道")
        .text(&VISIBLE, up_to(128))
        .open(OLD.0, OLD.1)
        .example("pcredit,moneyFund"),
    Field::optional("ALI-PAY-1", "store_id", "商户门店编号")
        .text(&VISIBLE, up_to(32))
        .open(OLD.0, OLD.1)
        .example("NJ_001"),
    Field::optional("ALI-PAY-1", "qr_pay_mode", "PC扫码支付的方式")
        .one_of(QR_PAY_MODES, Others::Refused)
        .limit(up_to(2))
        .example("1")
        .open("`2` is described, but not in the page's own list", "2 有说明，但不在文档的枚举列表中"),
    Field::optional("ALI-PAY-1", "qrcode_width", "商户自定义二维码宽度")
        .is(Kind::Count { least: 1, most: 9999 })
        .example("100"),
    Field::optional("ALI-PAY-1", "integration_type", "请求后页面的集成方式")
        .one_of(&[Choice::plain("ALIAPP"), Choice::plain("PCWEB")], Others::Refused)
        .limit(up_to(16))
        .example("PCWEB"),
    Field::optional("ALI-PAY-1", "request_from_url", "请求来源地址")
        .url(&PAGE_URL, up_to(256))
        .open(OLD.0, OLD.1)
        .example("https://"),
    Field::optional("ALI-PAY-1", "business_params", "商户传入业务信息"),
    Field::optional("ALI-PAY-1", "merchant_order_no", "商户原始订单号").text(&FREE, up_to(32).unsure()),
    Field::optional("ALI-PAY-1", "query_options", "返回参数选项"),
];

/// `2` stands in the text but not in the list of values.
const QR_PAY_MODES: &[Choice] =
    &[Choice::plain("0"), Choice::plain("1"), Choice::doubtful("2"), Choice::plain("3"), Choice::plain("4")];

/// An object whose members the sheet does not list.
static ANYTHING: Table = Table::new(&[]).open();

static EXTEND_PARAMS: Table = Table::new(&[
    Field::optional("ALI-PAY-1", "sys_service_provider_id", "系统商编号")
        .text(&VISIBLE, up_to(64))
        .open(OLD.0, OLD.1)
        .example("2088511833207846"),
    Field::optional("ALI-PAY-1", "hb_fq_num", "花呗分期数").text(&VISIBLE, up_to(5).unsure()).example("3"),
    Field::optional("ALI-PAY-1", "hb_fq_seller_percent", "卖家承担收费比例")
        .text(&VISIBLE, up_to(3).unsure())
        .example("100"),
])
.open();
