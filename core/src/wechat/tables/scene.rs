//! JSON text within the unified order: `scene_info` (WX-UO-23) and `detail` (WX-UO-13).

use super::alphabets::{FREE, PAGE_URL, VISIBLE};
use super::rows::ANY_FEN;
use crate::spec::{Choice, Field, Kind, Others, Table, up_to};

const INNER: (&str, &str) =
    ("lengths of the members of store_info come from practice", "store_info 内各成员的长度来自实践");

/// `scene_info`.
pub(super) static SCENE_INFO: Table = Table::new(&[
    Field::optional("WX-UO-23", "store_info", "门店信息").object(&STORE_INFO),
    Field::optional("WX-UO-23", "h5_info", "H5场景信息").required_when("trade_type", &["MWEB"]).object(&H5_INFO),
]);

static STORE_INFO: Table = Table::new(&[
    Field::optional("WX-UO-23", "id", "门店id").text(&FREE, up_to(32)).unconfirmed(INNER.0, INNER.1).example("SZTX001"),
    Field::optional("WX-UO-23", "name", "门店名称")
        .text(&FREE, up_to(64))
        .unconfirmed(INNER.0, INNER.1)
        .example("腾讯大厦腾大餐厅"),
    Field::optional("WX-UO-23", "area_code", "门店行政区划码")
        .text(&FREE, up_to(6))
        .unconfirmed(INNER.0, INNER.1)
        .example("440305"),
    Field::optional("WX-UO-23", "address", "门店详细地址").text(&FREE, up_to(128)).unconfirmed(INNER.0, INNER.1),
]);

const H5_TYPES: &[Choice] = &[Choice::plain("Wap"), Choice::plain("IOS"), Choice::plain("Android")];

static H5_INFO: Table = Table::new(&[
    Field::required("WX-UO-23", "type", "场景类型").one_of(H5_TYPES, Others::Refused).example("Wap"),
    Field::optional("WX-UO-23", "wap_url", "WAP网站URL地址")
        .required_when("type", &["Wap"])
        .url(&PAGE_URL, up_to(256).unsure())
        .example("https://pay.qq.com"),
    Field::optional("WX-UO-23", "wap_name", "WAP网站名")
        .required_when("type", &["Wap"])
        .text(&FREE, up_to(256).unsure())
        .example("腾讯充值"),
    Field::optional("WX-UO-23", "app_name", "应用名")
        .required_when("type", &["IOS", "Android"])
        .text(&FREE, up_to(256).unsure())
        .example("王者荣耀"),
    Field::optional("WX-UO-23", "bundle_id", "bundle_id")
        .required_when("type", &["IOS"])
        .text(&FREE, up_to(256).unsure())
        .example("com.tencent.wzryIOS"),
    Field::optional("WX-UO-23", "package_name", "包名")
        .required_when("type", &["Android"])
        .text(&FREE, up_to(256).unsure())
        .example("com.tencent.tmgp.sgame"),
]);

const GUIDE: (&str, &str) = ("the page of single-item discounts was not at hand", "单品优惠的文档未能核对");

/// `detail`, for single-item discounts. No clause of the sheet lists the members: whatever they lack is a warning.
pub(super) static DETAIL: Table = Table::new(&[
    Field::optional("WX-UO-13", "cost_price", "订单原价").is(ANY_FEN).practice().unconfirmed(GUIDE.0, GUIDE.1),
    Field::optional("WX-UO-13", "receipt_id", "商品小票ID")
        .text(&FREE, up_to(32))
        .practice()
        .unconfirmed(GUIDE.0, GUIDE.1),
    Field::expected("WX-UO-13", "goods_detail", "单品列表")
        .is(Kind::Objects(&GOODS))
        .practice()
        .unconfirmed(GUIDE.0, GUIDE.1),
])
.open();

static GOODS: Table = Table::new(&[
    Field::expected("WX-UO-13", "goods_id", "商品编码").text(&FREE, up_to(32)).practice().unconfirmed(GUIDE.0, GUIDE.1),
    Field::optional("WX-UO-13", "wxpay_goods_id", "微信侧商品编码")
        .text(&VISIBLE, up_to(32))
        .practice()
        .unconfirmed(GUIDE.0, GUIDE.1),
    Field::optional("WX-UO-13", "goods_name", "商品名称")
        .text(&FREE, up_to(256))
        .practice()
        .unconfirmed(GUIDE.0, GUIDE.1),
    Field::expected("WX-UO-13", "quantity", "商品数量")
        .is(Kind::Count { least: 1, most: 1_000_000 })
        .practice()
        .unconfirmed(GUIDE.0, GUIDE.1),
    Field::expected("WX-UO-13", "price", "商品单价").is(ANY_FEN).practice().unconfirmed(GUIDE.0, GUIDE.1),
])
.open();
