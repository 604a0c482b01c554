//! `goods_detail` of `biz_content` (section 7 of the sheet).

use super::alphabets::{FREE, PAGE_URL, VISIBLE};
use super::common::ANY_YUAN;
use crate::finding::code;
use crate::spec::{Field, Kind, Table, up_to};

/// One item.
pub(super) static GOODS: Table = Table::new(&[
    Field::required("ALI-PAY-1", "goods_id", "商品的编号").text(&VISIBLE, up_to(64)).example("apple-01"),
    Field::required("ALI-PAY-1", "goods_name", "商品名称").text(&FREE, up_to(256)).example("ipad"),
    Field::required("ALI-PAY-1", "quantity", "商品数量")
        .is(Kind::Count { least: 1, most: 9_999_999_999 })
        .example("1")
        .open("printed with a length of 10 or 32", "文档标注的长度为 10 或 32"),
    Field::required("ALI-PAY-1", "price", "商品单价").is(ANY_YUAN).limit(up_to(9)).example("2000").cites(&[
        (code::AMOUNT_SPELLING, "ALI-AMB-13"),
        (code::AMOUNT_YUAN_SHAPE, "ALI-PAY-6"),
        (code::JSON_NUMBER, "ALI-PAY-2"),
    ]),
    Field::optional("ALI-PAY-1", "alipay_goods_id", "支付宝定义的统一商品编号")
        .text(&VISIBLE, up_to(32))
        .example("20010001"),
    Field::optional("ALI-PAY-1", "goods_category", "商品类目").text(&FREE, up_to(24)).example("34543238"),
    Field::optional("ALI-PAY-1", "categories_tree", "商品类目树")
        .text(&FREE, up_to(128))
        .example("124868003|126232002|126252004"),
    Field::optional("ALI-PAY-1", "body", "商品描述信息").text(&FREE, up_to(1000).unsure()).example("特价手机"),
    Field::optional("ALI-PAY-1", "show_url", "商品的展示地址")
        .url(&PAGE_URL, up_to(400))
        .example("http://www.alipay.com/xxx.jpg"),
]);
