//! What the fields are called, and the few values that belong to a name.

use std::borrow::Cow;

use super::Act::Recipe;
use super::{On, mistakes};
use crate::explain::draft::Draft;
use crate::explain::edit;

/// Every spelling of one field; `to` replaces whichever is there.
fn rename(draft: &mut Draft<'_>, group: &[&str], to: &'static str) {
    if let Some(item) = draft.taken().find(|item| group.iter().any(|name| name.as_bytes() == &*item.name)) {
        item.name = Cow::Borrowed(to.as_bytes());
    }
}

fn rename_all(draft: &mut Draft<'_>, change: impl Fn(&[u8]) -> Vec<u8>) {
    draft.taken().for_each(|item| item.name = Cow::Owned(change(&item.name)));
}

fn package(draft: &mut Draft<'_>, change: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    if let Some(item) = draft.item("package")
        && let Some(value) = change(&item.value)
    {
        item.value = Cow::Owned(value);
    }
}

const TIME: &[&str] = &["timeStamp", "timestamp", "time_stamp", "timeStemp"];
const APP: &[&str] = &["appId", "appid", "app_id", "appID"];
const NONCE: &[&str] = &["nonceStr", "noncestr", "nonce_str", "nonce"];
const MERCHANT: &[&str] = &["mch_id", "partnerid", "mchid", "partnerId", "mchId"];
const PREPAY: &[&str] = &["prepayid", "prepay_id", "prepayId"];
const TYPE: &[&str] = &["sign_type", "signType", "signtype"];
const PRODUCT: &[&str] = &["product_id", "productid", "productId"];
const PACKAGE: &[&str] = &["package", "packageValue"];
const IP: &[&str] = &["spbill_create_ip", "spbillCreateIp", "spbill_create_IP"];

const CALL: On = On::CALL_UP.and(On::WX_LINK);

mistakes! {
    "time-stamp-name" 4 CALL, "WX-NAT-5 WX-JS-4"
        [Recipe(|draft| rename(draft, TIME, "timestamp")), "`timestamp`", "timestamp";
         Recipe(|draft| rename(draft, TIME, "timeStamp")), "`timeStamp`", "timeStamp";
         Recipe(|draft| rename(draft, TIME, "time_stamp")), "`time_stamp`", "time_stamp"]
        en "the time was signed under another of its three names"
        zh "时间戳签名时用了另一种写法"
        mend "`timeStamp` in JSAPI, `timestamp` in APP, `time_stamp` in the Native link; `wx.chooseWXPay` takes `timestamp` but signs `timeStamp`" zh "JSAPI 用 timeStamp，APP 用 timestamp，Native 链接用 time_stamp;wx.chooseWXPay 传 timestamp 但签名用 timeStamp";
    "appid-name" 6 On::WX.and(On::ALI_FORM), "WX-SIGN-2 WX-JS-2"
        [Recipe(|draft| rename(draft, APP, "appid")), "`appid`", "appid";
         Recipe(|draft| rename(draft, APP, "appId")), "`appId`", "appId";
         Recipe(|draft| rename(draft, APP, "app_id")), "`app_id`", "app_id";
         Recipe(|draft| rename(draft, APP, "appID")), "`appID`", "appID"]
        en "the application's id was signed under another name"
        zh "应用 ID 签名时用了另一种写法"
        mend "`appId` in JSAPI, `appid` in all else of WeChat Pay, `app_id` in Alipay; names are case-sensitive" zh "JSAPI 用 appId，微信支付其他接口用 appid，支付宝用 app_id；参数名区分大小写";
    "nonce-name" 9 On::WX, "WX-SIGN-2 WX-JS-1 WX-APP-1"
        [Recipe(|draft| rename(draft, NONCE, "nonce_str")), "`nonce_str`", "nonce_str";
         Recipe(|draft| rename(draft, NONCE, "nonceStr")), "`nonceStr`", "nonceStr";
         Recipe(|draft| rename(draft, NONCE, "noncestr")), "`noncestr`", "noncestr";
         Recipe(|draft| rename(draft, NONCE, "nonce")), "`nonce`", "nonce"]
        en "the nonce was signed under another name"
        zh "随机字符串签名时用了另一种写法"
        mend "`nonceStr` in JSAPI, `noncestr` in APP, `nonce_str` in all else" zh "JSAPI 用 nonceStr，APP 用 noncestr，其他用 nonce_str";
    "sign-type-name" 12 On::XML.and(On::WX_JSAPI).and(On::ALI_REQUEST), "WX-SIGN-2 WX-JS-1"
        [Recipe(|draft| rename(draft, TYPE, "sign_type")), "`sign_type`", "sign_type";
         Recipe(|draft| rename(draft, TYPE, "signType")), "`signType`", "signType";
         Recipe(|draft| rename(draft, TYPE, "signtype")), "`signtype`", "signtype"]
        en "the algorithm's field was signed under another name"
        zh "签名类型字段签名时用了另一种写法"
        mend "`signType` in JSAPI, `sign_type` in all else" zh "JSAPI 用 signType，其他用 sign_type";
    "merchant-name" 14 On::WX, "WX-APP-1 WX-V3-11"
        [Recipe(|draft| rename(draft, MERCHANT, "partnerid")), "`partnerid`", "partnerid";
         Recipe(|draft| rename(draft, MERCHANT, "mch_id")), "`mch_id`", "mch_id";
         Recipe(|draft| rename(draft, MERCHANT, "mchid")), "`mchid`", "mchid";
         Recipe(|draft| rename(draft, MERCHANT, "partnerId")), "`partnerId`", "partnerId"]
        en "the merchant's number was signed under another name"
        zh "商户号签名时用了另一种写法"
        mend "`partnerid` in APP, `mch_id` in all else of API v2; `mchid` is API v3" zh "APP 用 partnerid，v2 其他接口用 mch_id;mchid 是 v3 的写法";
    "prepay-id-name" 13 On::WX, "WX-APP-1 WX-NAT-7"
        [Recipe(|draft| rename(draft, PREPAY, "prepay_id")), "`prepay_id`", "prepay_id";
         Recipe(|draft| rename(draft, PREPAY, "prepayid")), "`prepayid`", "prepayid";
         Recipe(|draft| rename(draft, PREPAY, "prepayId")), "`prepayId`", "prepayId"]
        en "the prepay id was signed under another name"
        zh "预支付交易会话标识签名时用了另一种写法"
        mend "`prepayid` in APP, `prepay_id` in XML" zh "APP 用 prepayid，XML 中用 prepay_id";
    "product-id-name" 12 On::WX_LINK.and(On::XML), "WX-NAT-5"
        [Recipe(|draft| rename(draft, PRODUCT, "productid")), "`productid`", "productid";
         Recipe(|draft| rename(draft, PRODUCT, "productId")), "`productId`", "productId";
         Recipe(|draft| rename(draft, PRODUCT, "product_id")), "`product_id`", "product_id"]
        en "the product's id was signed under another name"
        zh "商品 ID 签名时用了另一种写法"
        mend "the name on the wire is `product_id`" zh "参数名应为 product_id";
    "package-name" 10 On::CALL_UP, "WX-APP-3"
        [Recipe(|draft| rename(draft, PACKAGE, "packageValue")), "`packageValue`", "packageValue";
         Recipe(|draft| rename(draft, PACKAGE, "package")), "`package`", "package"]
        en "`package` was signed as `packageValue`, the Android SDK's name for it, or the reverse"
        zh "package 签名时写成了 packageValue（Android SDK 的字段名），或相反"
        mend "sign it as `package`; only the Android SDK's object calls it `packageValue`" zh "签名时用 package;packageValue 只是 Android SDK 对象的字段名";
    "create-ip-name" 33 On::WX_REQUEST, "WX-UO-8"
        [Recipe(|draft| rename(draft, IP, "spbillCreateIp")), "`spbillCreateIp`", "spbillCreateIp";
         Recipe(|draft| rename(draft, IP, "spbill_create_IP")), "`spbill_create_IP`", "spbill_create_IP"]
        en "the terminal's address was signed under another name"
        zh "终端 IP 签名时用了另一种写法"
        mend "the name is `spbill_create_ip`" zh "参数名应为 spbill_create_ip";
    "names-lower-cased" 15 On::FIELDS, "WX-SIGN-2 ALI-SIGN-4"
        [Recipe(|draft| rename_all(draft, |name| name.to_ascii_lowercase()))]
        en "the names were turned into lower case"
        zh "参数名被转成了小写"
        mend "names are case-sensitive; leave them as they are" zh "参数名区分大小写，请勿转换";
    "names-upper-cased" 32 On::FIELDS, "WX-SIGN-2 ALI-SIGN-4"
        [Recipe(|draft| rename_all(draft, |name| name.to_ascii_uppercase()))]
        en "the names were turned into upper case"
        zh "参数名被转成了大写"
        mend "names are case-sensitive; leave them as they are" zh "参数名区分大小写，请勿转换";
    "names-camel-case" 16 On::FIELDS, "WX-SIGN-2 ALI-SIGN-4"
        [Recipe(|draft| rename_all(draft, edit::camel));
         Recipe(|draft| rename_all(draft, |name| { let mut name = edit::camel(name); if let Some(first) = name.first_mut() { first.make_ascii_uppercase() } name })), "with a capital first", "首字母大写"]
        en "the names were signed in camel case, as a class has them"
        zh "参数名以驼峰形式（类的属性名）参与了签名"
        mend "sign the names of the wire: map the properties before signing" zh "请用报文中的参数名签名：签名前先做字段名映射";
    "names-snake-case" 17 On::CALL_UP, "WX-SIGN-2 WX-JS-2"
        [Recipe(|draft| rename_all(draft, edit::snake))]
        en "the names were signed with underscores"
        zh "参数名以下划线形式参与了签名"
        mend "sign the names exactly as they are passed to WeChat" zh "请用实际传给微信的参数名签名";
    "names-of-app" 20 On::WX_JSAPI, "WX-JS-2 WX-APP-1"
        [Recipe(|draft| { rename_all(draft, |name| name.to_ascii_lowercase()); draft.taken().filter(|item| &*item.name == b"signtype").for_each(|item| item.taken = false) })]
        en "a JSAPI call-up was signed with the names of an APP call-up, without `signType`"
        zh "JSAPI 调起支付用了 APP 的参数名签名，且没有 signType"
        mend "JSAPI: appId, timeStamp, nonceStr, package, signType" zh "JSAPI 的参数为 appId、timeStamp、nonceStr、package、signType";
    "prepay-id-prefix-missing" 3 On::WX_JSAPI, "WX-JS-1"
        [Recipe(|draft| package(draft, |value| value.strip_prefix(b"prepay_id=").map(<[u8]>::to_vec)))]
        en "`package` was signed as the bare prepay id, without `prepay_id=`"
        zh "package 签名时只有预支付标识，缺少 prepay_id= 前缀"
        mend "sign and pass `package` as `prepay_id=…`" zh "package 应为 prepay_id=…，签名与传参一致";
    "prepay-id-prefix-added" 8 On::WX_JSAPI, "WX-JS-1"
        [Recipe(|draft| package(draft, |value| Some([b"prepay_id=", value].concat())))]
        en "`package` was signed with one more `prepay_id=` than it has"
        zh "package 签名时多了一个 prepay_id= 前缀"
        mend "write the prefix once, and sign what is passed" zh "前缀只写一次，签名与传参一致";
    "package-of-other-call-up" 9 On::CALL_UP, "WX-APP-1 WX-JS-1"
        [Recipe(|draft| package(draft, |_| Some(b"Sign=WXPay".to_vec()))), "`Sign=WXPay`, APP's", "Sign=WXPay（APP 的写法）";
         Recipe(|draft| { let id = draft.item("prepayid").map(|item| item.value.to_vec()); package(draft, |_| id.as_ref().map(|id| [b"prepay_id=", &**id].concat())) }), "`prepay_id=…`, JSAPI's", "prepay_id=…（JSAPI 的写法）";
         Recipe(|draft| package(draft, |_| Some(b"WXPay".to_vec()))), "`WXPay`", "WXPay"]
        en "`package` was signed with the value of the other kind of call-up"
        zh "package 签名时用了另一种调起方式的值"
        mend "APP: `Sign=WXPay`; JSAPI: `prepay_id=…`" zh "APP 固定为 Sign=WXPay;JSAPI 为 prepay_id=…";
    "prepay-id-with-prefix" 11 On::WX_APP, "WX-APP-1"
        [Recipe(|draft| if let Some(item) = draft.item("prepayid") { item.value = Cow::Owned([b"prepay_id=", &*item.value].concat()) })]
        en "`prepayid` was signed as `prepay_id=…`, JSAPI's `package`"
        zh "prepayid 签名时写成了 prepay_id=…（JSAPI 的 package）"
        mend "in APP `prepayid` is the bare id" zh "APP 的 prepayid 就是预支付标识本身";
    "time-in-milliseconds" 10 CALL, "WX-UO-55"
        [Recipe(|draft| time(draft, |value| Some([value, b"000"].concat()))), "with three zeros more", "多了三个 0";
         Recipe(|draft| time(draft, |value| (value.len() == 13).then(|| value[..10].to_vec()))), "in seconds, while the message has milliseconds", "签名用秒，报文中是毫秒"]
        en "the time was signed in another unit than it is sent in"
        zh "时间戳签名与传参的单位不同（秒/毫秒）"
        mend "Unix seconds, ten digits, made once and used in both places" zh "使用 10 位秒级时间戳，只生成一次，签名与传参用同一个值";
}

fn time(draft: &mut Draft<'_>, change: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    let item = draft.taken().find(|item| TIME.iter().any(|name| name.as_bytes() == &*item.name));
    if let Some(item) = item
        && let Some(value) = change(&item.value)
    {
        item.value = Cow::Owned(value);
    }
}
