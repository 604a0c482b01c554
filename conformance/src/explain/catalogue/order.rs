//! In what order the fields stand and how they are joined.

use super::Act::Recipe;
use super::{On, mistakes};
use crate::explain::draft::Content::{Cdata, Plain, Raw};
use crate::explain::draft::{Form, Sort};
use crate::explain::edit;

fn escape_ampersands(text: &[u8]) -> Vec<u8> {
    edit::replace(text, b"&", b"&amp;")
}

/// What a browser makes of entities that need no semicolon.
fn mangle(text: &[u8]) -> Vec<u8> {
    edit::replace_all(
        text,
        &[
            ("&not", "¬"),
            ("&times", "×"),
            ("&para", "¶"),
            ("&curren", "¤"),
            ("&copy", "©"),
            ("&reg", "®"),
            ("&sect", "§"),
        ],
    )
}

fn trim_ampersands(text: &[u8]) -> Vec<u8> {
    let start = text.iter().position(|byte| *byte != b'&').unwrap_or(text.len());
    let end = text.iter().rposition(|byte| *byte != b'&').map_or(start, |at| at + 1);
    text[start..end].to_vec()
}

mistakes! {
    "not-sorted" 2 On::FIELDS, "WX-SIGN-1 ALI-SIGN-4"
        [Recipe(|draft| draft.sort = Sort::Not)]
        en "the fields were joined in the order in which they stand in the message"
        zh "参数没有排序，按报文中的顺序拼接"
        mend "sort by name in ascending ASCII order before joining" zh "拼接前按参数名 ASCII 码从小到大排序（字典序）";
    "sorted-without-case" 8 On::FIELDS, "WX-SIGN-2 ALI-SIGN-4"
        [Recipe(|draft| draft.sort = Sort::NoCase)]
        en "the names were sorted without regard to case"
        zh "排序时忽略了大小写"
        mend "compare bytes: upper case stands before lower case" zh "按 ASCII 码比较：大写在小写之前";
    "sorted-by-pair" 14 On::FIELDS, "WX-SIGN-1 ALI-AMB-16"
        [Recipe(|draft| draft.sort = Sort::Joined)]
        en "whole `name=value` pairs were sorted; a name that continues another one then changes places"
        zh "对 name=value 整体排序，而不是对参数名排序"
        mend "sort the names, then append the values" zh "先对参数名排序，再拼接值";
    "sorted-naturally" 18 On::FIELDS, "WX-SIGN-36 WX-SIGN-37 ALI-AMB-16"
        [Recipe(|draft| draft.sort = Sort::Natural)]
        en "numbers within names were sorted by their value"
        zh "参数名中的数字按数值大小排序"
        mend "compare bytes: `coupon_fee_10` stands before `coupon_fee_2`" zh "按字节比较：coupon_fee_10 在 coupon_fee_2 之前";
    "sorted-by-locale" 22 On::FIELDS, "WX-SIGN-1 ALI-SIGN-4"
        [Recipe(|draft| draft.sort = Sort::Locale)]
        en "the names were sorted as a dictionary of the locale sorts words, without regard to `_` and case"
        zh "按语言环境的词典顺序排序，忽略了下划线和大小写"
        mend "sort with an ordinal (byte) comparison" zh "请使用按字节（Ordinal）的比较方式";
    "sorted-by-value" 26 On::FIELDS, "WX-SIGN-1 ALI-SIGN-4"
        [Recipe(|draft| draft.sort = Sort::Value)]
        en "the fields were sorted by their values"
        zh "按参数值排序了"
        mend "sort by name" zh "应按参数名排序";
    "sorted-descending" 27 On::FIELDS, "WX-SIGN-1 ALI-SIGN-4"
        [Recipe(|draft| draft.sort = Sort::Descending)]
        en "the names were sorted in descending order"
        zh "参数名按降序排序了"
        mend "sort in ascending order" zh "应按升序排序";
    "joined-without-ampersand" 16 On::FIELDS, "WX-SIGN-1 ALI-SIGN-5"
        [Recipe(|draft| draft.between = "");
         Recipe(|draft| draft.between = ","), "by commas", "用逗号";
         Recipe(|draft| draft.between = "\n"), "by line feeds", "用换行";
         Recipe(|draft| draft.between = "|"), "by bars", "用竖线";
         Recipe(|draft| draft.between = ";"), "by semicolons", "用分号"]
        en "the pairs were not joined by `&`"
        zh "参数之间没有用 & 连接"
        mend "join the pairs by `&`" zh "参数之间用 & 连接";
    "joined-without-equals" 24 On::FIELDS, "WX-SIGN-1 ALI-SIGN-5"
        [Recipe(|draft| draft.equals = "");
         Recipe(|draft| (draft.equals, draft.between) = ("", "")), "and without `&`", "也没有 &";
         Recipe(|draft| draft.equals = ":"), "with a colon", "用冒号"]
        en "name and value were not joined by `=`"
        zh "参数名与值之间没有用 = 连接"
        mend "write `name=value`" zh "应写成 name=value";
    "values-only" 28 On::FIELDS, "WX-SIGN-1 ALI-SIGN-5"
        [Recipe(|draft| (draft.equals, draft.between) = ("\0", "")), "with nothing between", "中间没有分隔";
         Recipe(|draft| draft.equals = "\0"), "joined by `&`", "用 & 连接"]
        en "only the values were joined, without their names"
        zh "只拼接了参数值，没有参数名"
        mend "write `name=value`" zh "应写成 name=value";
    "values-quoted" 25 On::FIELDS, "ALI-SIGN-5 WX-SIGN-8"
        [Recipe(|draft| draft.quote = "\""); Recipe(|draft| draft.quote = "'"), "single quotes", "单引号"]
        en "the values stood in quotes, as in Alipay's old mobile interface"
        zh "参数值加了引号（支付宝旧版移动支付的写法）"
        mend "no quotes around values" zh "参数值不加引号";
    "stray-ampersand" 10 On::FIELDS, "WX-SIGN-1 ALI-SIGN-5"
        [Recipe(|draft| draft.trailing = "&"), "at the end", "末尾";
         Recipe(|draft| draft.leading = "&"), "at the beginning", "开头"]
        en "one more `&` stood beside the joined fields"
        zh "拼接后的字符串多了一个 &"
        mend "`&` stands between pairs only" zh "& 只出现在参数之间";
    "ampersands-trimmed" 21 On::FIELDS, "WX-SIGN-34"
        [Recipe(|draft| draft.text_edits.push(trim_ampersands))]
        en "an `&` at the end of the last value was trimmed together with the separators"
        zh "去除多余 & 时，把最后一个值末尾的 & 也去掉了"
        mend "join without a trailing separator, so that nothing needs trimming" zh "拼接时不要产生多余的 &，就无需去除";
    "ampersands-escaped" 13 On::FIELDS, "WX-SIGN-8 ALI-SIGN-5"
        [Recipe(|draft| draft.text_edits.push(escape_ampersands))]
        en "each `&` of the joined string was written as `&amp;`"
        zh "待签名字符串中的 & 被转义成了 &amp;"
        mend "sign the plain string; escape only what goes into HTML or XML" zh "对未转义的字符串签名；只在输出 HTML/XML 时转义";
    "entities-mangled" 14 On::FIELDS, "ALI-SIGN-5 WX-SIGN-8"
        [Recipe(|draft| draft.text_edits.push(mangle))]
        en "a browser or HTML parser took `&not…`, `&times…` and the like for entities: `&notify_url` became `¬ify_url`"
        zh "&not、&times 等被当作 HTML 实体：&notify_url 变成了 ¬ify_url"
        mend "do not pass the string through HTML; copy it from a log, not from a page" zh "待签名字符串不要经过 HTML 页面；请从日志中复制";
    "json-of-fields-signed" 23 On::FIELDS, "WX-SIGN-1 ALI-SIGN-5"
        [Recipe(|draft| draft.form = Form::Json);
         Recipe(|draft| (draft.form, draft.sort) = (Form::Json, Sort::Not)), "not sorted", "未排序"]
        en "a JSON object of the fields was signed in place of the joined string"
        zh "签名的是参数的 JSON，而不是拼接后的字符串"
        mend "join sorted `name=value` pairs by `&`" zh "应按参数名排序并以 & 拼接 name=value";
    "body-signed" 26 On::XML, "WX-SIGN-1"
        [Recipe(|draft| (draft.form, draft.sort) = (Form::Body(Raw), Sort::Not)), "as it stands", "按报文原样";
         Recipe(|draft| (draft.form, draft.sort) = (Form::Body(Plain), Sort::Not)), "with plain values", "值未转义";
         Recipe(|draft| draft.form = Form::Body(Raw)), "sorted", "已排序";
         Recipe(|draft| draft.form = Form::Body(Plain)), "sorted, with plain values", "已排序，值未转义";
         Recipe(|draft| draft.form = Form::Body(Cdata)), "sorted, with every value as CDATA", "已排序，值均为 CDATA";
         Recipe(|draft| (draft.form, draft.sort) = (Form::Body(Cdata), Sort::Not)), "with every value as CDATA", "值均为 CDATA"]
        en "the XML itself was signed in place of the joined string"
        zh "签名的是 XML 报文本身，而不是拼接后的字符串"
        mend "join sorted `name=value` pairs by `&`" zh "应按参数名排序并以 & 拼接 name=value";
}
