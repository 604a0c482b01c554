//! 公共请求参数 (section 3 of the sheet).

use super::alphabets::{APP_ID, CALLBACK_URL, LOWER_HEX, VISIBLE};
use crate::finding::code;
use crate::money::Fen;
use crate::spec::{Choice, Field, Kind, Layout, Others, Table, up_to};

/// ALI-AMB-12: `RSA` is for old applications; ALI-AMB-7: case; ALI-SIGN-9: SM2 exists besides.
pub(super) const SIGN_TYPES: &[Choice] = &[
    Choice::plain("RSA2"),
    Choice::doubtful("RSA"),
    Choice::doubtful("rsa2"),
    Choice::doubtful("rsa"),
    Choice::doubtful("SM2"),
];

/// ALI-PAR-4, ALI-AMB-3; the case is free.
pub(super) const CHARSETS: &[Choice] = &[
    Choice::plain("utf-8").any_case(),
    Choice::plain("gbk").any_case(),
    Choice::doubtful("gb2312").any_case(),
    Choice::doubtful("utf8").any_case(),
];

const FORMATS: &[Choice] = &[Choice::plain("JSON"), Choice::doubtful("json")];
const AES: &[Choice] = &[Choice::plain("AES")];
const VERSIONS: &[Choice] = &[Choice::plain("1.0")];

/// Any amount in yuan.
pub(super) const ANY_YUAN: Kind = Kind::Yuan { least: Fen::new(0), most: Fen::new(u64::MAX) };

pub(super) const fn app_id(clause: &'static str) -> Field {
    Field::required(clause, "app_id", "应用ID").text(&APP_ID, up_to(32)).example("2014072300007148")
}

pub(super) const fn charset(clause: &'static str) -> Field {
    Field::required(clause, "charset", "请求编码格式")
        .one_of(CHARSETS, Others::Refused)
        .limit(up_to(10))
        .example("utf-8")
        .open(
            "the case is free but signed; `gb2312` is in older tables only",
            "大小写不限，但按原文加签；gb2312 仅见于旧版文档",
        )
        .cites(&[(code::CHOICE_UNKNOWN, "ALI-PAR-4"), (code::CHOICE_DOUBTFUL, "ALI-AMB-3")])
}

pub(super) const fn sign_type(clause: &'static str) -> Field {
    Field::required(clause, "sign_type", "签名算法类型")
        .one_of(SIGN_TYPES, Others::Refused)
        .limit(up_to(10))
        .example("RSA2")
        .open("RSA (SHA-1) is for applications from before 2018", "RSA（SHA-1）仅限 2018 年以前创建的应用")
        .cites(&[
            (code::CHOICE_UNKNOWN, "ALI-AMB-7"),
            (code::CHOICE_DOUBTFUL, "ALI-AMB-12"),
            (code::FIELD_REQUIRED, "ALI-SIGN-10"),
        ])
}

pub(super) const fn sign(clause: &'static str) -> Field {
    Field::required(clause, "sign", "签名")
        .is(Kind::Base64)
        .limit(up_to(344).or(684))
        .open(
            "344 holds a key of 2048 bits, one of 4096 gives 684; older tables say 256, which holds neither",
            "344 对应 2048 位密钥，4096 位为 684；旧版文档为 256，都放不下",
        )
        .cites(&[(code::BASE64_SHAPE, "ALI-SIGN-8")])
}

pub(super) const fn version(clause: &'static str) -> Field {
    Field::required(clause, "version", "接口版本").one_of(VERSIONS, Others::Refused).limit(up_to(3)).example("1.0")
}

pub(super) const fn timestamp(clause: &'static str) -> Field {
    Field::required(clause, "timestamp", "发送请求的时间")
        .time(Layout::Dashed)
        .limit(up_to(19))
        .example("2014-07-24 03:07:50")
        .cites(&[
            (code::TIME_SHAPE, "ALI-PAR-4"),
            (code::TIME_CALENDAR, "ALI-PAR-4"),
            (code::TIME_SPELLING, "ALI-PAR-4"),
        ])
}

pub(super) const fn notify_url() -> Field {
    Field::optional("ALI-PAR-1", "notify_url", "支付宝服务器主动通知商户的页面路径")
        .url(&CALLBACK_URL, up_to(256))
        .example("https://api.xx.com/receive_notify.htm")
        .cites(URL_CITES)
}

/// The clauses of the two callback addresses.
pub(super) const URL_CITES: &[(crate::finding::Code, &str)] =
    &[(code::URL_QUERY, "ALI-PAR-2"), (code::URL_PRIVATE, "ALI-SEED-10"), (code::URL_SHAPE, "ALI-SEED-10")];

pub(super) const fn method(choices: &'static [Choice], example: &'static str) -> Field {
    Field::required("ALI-TR-2", "method", "接口名称")
        .one_of(choices, Others::Refused)
        .limit(up_to(128))
        .example(example)
}

pub(super) const fn format() -> Field {
    Field::optional("ALI-PAR-1", "format", "数据格式")
        .one_of(FORMATS, Others::Refused)
        .limit(up_to(40))
        .example("JSON")
        .open("only JSON is documented; SDKs also send `json`", "文档仅支持 JSON；部分 SDK 传 json")
}

pub(super) const fn biz_content(members: &'static Table) -> Field {
    Field::required("ALI-TR-2", "biz_content", "业务请求参数的集合").is(Kind::Json(members)).cites(&[
        (code::JSON_SYNTAX, "ALI-PAY-2"),
        (code::JSON_TYPE, "ALI-PAY-2"),
        (code::JSON_REPEATED, "ALI-PAY-2"),
    ])
}

/// Fields of agents, certificates and SDKs: signed when they are sent.
pub(super) const fn app_auth_token() -> Field {
    Field::optional("ALI-PAR-1", "app_auth_token", "应用授权").text(&VISIBLE, up_to(40))
}

pub(super) const fn app_cert_sn() -> Field {
    Field::optional("ALI-KEY-5", "app_cert_sn", "应用公钥证书 SN").text(&LOWER_HEX, up_to(32))
}

pub(super) const fn alipay_root_cert_sn() -> Field {
    Field::optional("ALI-KEY-6", "alipay_root_cert_sn", "支付宝根证书 SN").text(&LOWER_HEX, up_to(4096).unsure())
}

pub(super) const fn encrypt_type() -> Field {
    Field::optional("ALI-ENC-1", "encrypt_type", "内容加密方式").one_of(AES, Others::Refused).example("AES")
}

/// A field that SDKs add.
pub(super) const fn added(name: &'static str) -> Field {
    Field::optional("ALI-PAR-1", name, "SDK 附加参数").is(Kind::Text(&super::alphabets::FREE)).practice()
}
