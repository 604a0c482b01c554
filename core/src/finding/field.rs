//! Codes of the field rules ([`crate::validate`]).
//!
//! The clause here is where the rule comes from in general; each finding has the clause of its own row. The Chinese
//! texts use the providers' own words, and their error codes where there are any.

super::codes! {
    // Presence.
    FIELD_REQUIRED = "field-required" Violation "WX-UO"
        en "{field} is required and missing" zh "缺少必填字段 {field}"
        mend "send {field}" zh "请传入 {field}";
    FIELD_REQUIRED_WHEN = "field-required-when" Violation "WX-UO-19"
        en "{field} is required when {other} is {value}, and missing" zh "{other} 为 {value} 时，{field} 必传"
        mend "send {field}, or another {other}" zh "请传入 {field}，或更换 {other}";
    FIELD_ONE_OF = "field-one-of" Violation "WX-QRY-1"
        en "none of {fields} is there; one is needed" zh "{fields} 不能同时为空"
        mend "send one of {fields}" zh "{fields} 请至少传入一个";
    FIELD_EXPECTED = "field-expected" Violation "WX-NTF-19"
        en "the table requires {field}, but messages without it occur" zh "文档规定 {field} 必有，但实际报文中可能没有"
        mend "do not depend on {field}" zh "请不要依赖 {field}";
    FIELD_IGNORED = "field-ignored" Violation "WX-QRY-1"
        en "{field} has no effect beside {other}" zh "已传入 {other},{field} 将被忽略"
        mend "send only one of them" zh "两者只传一个即可";
    FIELD_EXCLUDES = "field-excludes" Violation "ALI-PAY-1"
        en "{field} and {other} exclude each other" zh "{field} 与 {other} 不能同时传入"
        mend "send only one of them" zh "两者只能传一个";
    FIELD_WITHOUT_EFFECT = "field-without-effect" Violation "ALI-PAY-1"
        en "{field} has an effect only when {other} is {value}" zh "仅当 {other} 为 {value} 时 {field} 才有效"
        mend "leave {field} out, or set {other} to {value}" zh "请去掉 {field}，或将 {other} 设为 {value}";
    FIELD_EMPTY = "field-empty" Violation "WX-SIGN-3"
        en "{field} is empty; it takes no part in the signature, and no document says that it may be sent" zh "{field} 为空；空值不参与签名，文档未说明可否传入"
        mend "leave {field} out" zh "请不要传入空的 {field}";
    FIELD_UNKNOWN = "field-unknown" Violation "WX-XML-12"
        en "{field} is in no table of this message; the provider may refuse the request" zh "接口文档中没有参数 {field}，请求可能被拒绝"
        mend "look for a misspelling; otherwise leave {field} out" zh "请检查拼写；否则请去掉 {field}";

    // Length.
    LENGTH_EXCEEDED = "length-exceeded" Violation "WX-UO"
        en "{field} has {length} characters; at most {limit} are allowed" zh "{field} 长度为 {length} 个字符，超过上限 {limit}"
        mend "shorten {field}" zh "请缩短 {field}";
    LENGTH_EXCEEDED_BYTES = "length-exceeded-bytes" Violation "WX-UO-0"
        en "{field} has {length} bytes; at most {limit} are allowed" zh "{field} 长度为 {length} 字节，超过上限 {limit}"
        mend "shorten {field}" zh "请缩短 {field}";
    LENGTH_IN_BYTES = "length-in-bytes" Violation "WX-AMB-11"
        en "{field} has {length} bytes, above {limit}; the documents do not say whether bytes or characters count" zh "{field} 为 {length} 字节，超过 {limit}；文档未说明按字节还是按字符计算"
        mend "keep {field} within {limit} bytes of UTF-8: servers count bytes" zh "请将 {field} 控制在 {limit} 字节（UTF-8）以内：服务端按字节计算";
    LENGTH_EDITIONS = "length-editions" Violation "WX-CHR-4"
        en "{field} has {length} bytes; editions of the documents allow {limit} or {widest}" zh "{field} 为 {length} 字节；不同版本文档的上限为 {limit} 或 {widest}"
        mend "keep {field} within {limit} bytes" zh "请将 {field} 控制在 {limit} 字节以内";
    LENGTH_UNCONFIRMED = "length-unconfirmed" Violation "ALI-PAY-1"
        en "{field} has {length} characters; older tables allow {limit}" zh "{field} 长度为 {length} 个字符；旧版文档的上限为 {limit}"
        mend "keep {field} within {limit}" zh "请将 {field} 控制在 {limit} 以内";
    LENGTH_SHORT = "length-short" Violation "WX-CHR-2"
        en "{field} has {length} characters; newer pages ask for at least {limit}" zh "{field} 长度为 {length} 个字符；新版文档要求至少 {limit} 个"
        mend "make {field} longer" zh "请加长 {field}";

    // Characters.
    CHARACTER_FORBIDDEN = "character-forbidden" Violation "WX-CHR-1"
        en "{field} has {character}; allowed: {allowed_en}" zh "{field} 含有非法字符 {character}；允许：{allowed_zh}"
        mend "remove {character} from {field}" zh "请从 {field} 中去掉 {character}";
    CHARACTER_DOUBTFUL = "character-doubtful" Violation "WX-CHR-1"
        en "{field} has {character}, which the documents do not clearly allow; always allowed: {allowed_en}" zh "{field} 含有 {character}，各版文档不一致或未说明；确定允许：{allowed_zh}"
        mend "leave {character} out where you can" zh "建议不要使用 {character}";
    SPACE_AROUND = "space-around" Violation "WX-AMB-1"
        en "{field} begins or ends with white space, which some implementations cut off before signing" zh "{field} 首尾有空白，部分实现会在签名前去掉"
        mend "trim {field}" zh "请去掉 {field} 首尾的空白";
    SIGNATURE_SHAPE = "signature-shape" Violation "WX-SIGN-13"
        en "{field} is no signature: 32 (MD5) or 64 (HMAC-SHA256) hexadecimal digits are" zh "{field} 不是有效签名：应为 32 位（MD5）或 64 位（HMAC-SHA256）十六进制"
        mend "sign the message, as the last step" zh "请在最后一步对报文签名";
    SIGNATURE_CASE = "signature-case" Violation "WX-AMB-3"
        en "{field} has lower-case letters; the documents write signatures in upper case" zh "{field} 含有小写字母；文档要求签名为大写"
        mend "write {field} in upper case" zh "请将 {field} 转为大写";
    BASE64_SHAPE = "base64-shape" Violation "ALI-SIGN-8"
        en "{field} is not standard Base64 with padding, on one line" zh "{field} 不是标准 Base64（带填充、单行）"
        mend "encode with the alphabet `A-Za-z0-9+/`, padded, without line breaks" zh "请使用 A-Za-z0-9+/ 字母表编码，带填充，不换行";
    PERCENT_SHAPE = "percent-shape" Violation "ALI-PAY-1"
        en "{field} is not percent-encoded" zh "{field} 未做 URL 编码（UrlEncode）"
        mend "percent-encode {field} before it is put into the message" zh "请先对 {field} 做 UrlEncode 再放入报文";
    PREFIX_MISSING = "prefix-missing" Violation "WX-JS-1"
        en "{field} does not have the form {form}" zh "{field} 的格式应为 {form}"
        mend "write {field} as {form}" zh "请按 {form} 的格式填写 {field}";

    // Lists.
    CHOICE_UNKNOWN = "choice-unknown" Violation "WX-UO-10"
        en "{field} must be {choices}" zh "{field} 的取值应为 {choices}"
        mend "use {choices}, spelt exactly so" zh "请使用 {choices}，注意大小写";
    CHOICE_UNDOCUMENTED = "choice-undocumented" Violation "WX-AMB-24"
        en "{field} has a value that no document names; documented: {choices}" zh "{field} 的取值未见于文档；文档中的取值：{choices}"
        mend "use {choices}" zh "请使用 {choices}";
    CHOICE_DOUBTFUL = "choice-doubtful" Violation "ALI-AMB-12"
        en "{field} is {value}, on which the documents differ" zh "{field} 为 {value}，各版文档不一致或不推荐"
        mend "prefer {choices}" zh "建议使用 {choices}";
    CURRENCY_SHAPE = "currency-shape" Violation "WX-UO-15"
        en "{field} is no three-letter code of ISO 4217" zh "{field} 不是 ISO 4217 标准的三位字母代码"
        mend "use CNY, or leave {field} out" zh "请使用 CNY 或不传 {field}";
    CURRENCY_OTHER = "currency-other" Violation "WX-AMB-25"
        en "{field} is not CNY; domestic merchants can use no other" zh "{field} 不是 CNY；境内商户仅支持 CNY"
        mend "use CNY unless you are a cross-border merchant" zh "除跨境商户外请使用 CNY";

    // Amounts and numbers.
    AMOUNT_FEN_SHAPE = "amount-fen-shape" Violation "WX-UO-40"
        en "{field} is no whole number of fen: digits only, no point, sign or separator" zh "{field} 不是以分为单位的整数：只能是数字，不能带小数点、正负号或分隔符"
        mend "give fen: 1.00 yuan is 100" zh "请以分为单位：1.00 元传 100";
    AMOUNT_YUAN_SHAPE = "amount-yuan-shape" Violation "ALI-PAY-6"
        en "{field} is no amount in yuan with two decimals" zh "{field} 不是以元为单位、精确到小数点后两位的金额"
        mend "give yuan with two decimals: 88.88" zh "请以元为单位并保留两位小数：88.88";
    AMOUNT_RANGE = "amount-range" Violation "WX-UO-41"
        en "{field} is outside {least} to {most}" zh "{field} 超出范围 {least} 至 {most}"
        mend "give an amount of {least} to {most}" zh "金额应在 {least} 至 {most} 之间";
    AMOUNT_LARGE = "amount-large" Violation "WX-UO-42"
        en "{field} is above {most}, the largest amount that is known to be accepted" zh "{field} 超过 {most}，目前已知可用的最大金额"
        mend "check that the amount is in the right unit" zh "请检查金额单位是否正确";
    AMOUNT_SPELLING = "amount-spelling" Violation "WX-UO-43"
        en "{field} is not spelt as the documents spell amounts: no leading zero; yuan with two decimals" zh "{field} 的写法与文档不同：不带前导零；以元为单位时保留两位小数"
        mend "write {plain}" zh "请写作 {plain}";
    AMOUNT_ABOVE = "amount-above" Violation "WX-AMB-19"
        en "{field} is above {other}" zh "{field} 大于 {other}"
        mend "take {other} alone as the order's amount" zh "请只以 {other} 作为订单金额";
    NUMBER_SHAPE = "number-shape" Violation "ALI-PAY-1"
        en "{field} is no whole number of {least} to {most}" zh "{field} 不是 {least} 至 {most} 的整数"
        mend "give digits only" zh "请只传数字";
    COUNT_DIFFERS = "count-differs" Violation "WX-AMB-20"
        en "{field} is {value}, but there are {length} of {other}" zh "{field} 为 {value}，但 {other} 有 {length} 个"
        mend "do not depend on {field}" zh "请不要依赖 {field}";

    // Times.
    TIME_SHAPE = "time-shape" Violation "WX-UO-50"
        en "{field} does not have the form {form}" zh "{field} 的格式应为 {form}"
        mend "write {form} in UTC+8" zh "请按 {form} 填写北京时间（UTC+8）";
    TIME_CALENDAR = "time-calendar" Violation "WX-UO-54"
        en "{field} names a day or a second that does not exist" zh "{field} 是不存在的日期或时间"
        mend "check the day of the month; hours end at 23, minutes and seconds at 59" zh "请检查日期；小时最大 23，分、秒最大 59";
    TIME_SPELLING = "time-spelling" Violation "ALI-AMB-14"
        en "{field} is a time, but not in the form {form}" zh "{field} 是时间，但格式不是 {form}"
        mend "write {form}" zh "请使用 {form} 格式";
    PERIOD_SHAPE = "period-shape" Violation "ALI-PAY-1"
        en "{field} is no period of 1m to 15d, nor 1c" zh "{field} 不是 1m~15d 的时间，也不是 1c"
        mend "write a whole number and m, h or d: 1.5h is 90m" zh "请写整数加 m、h 或 d，不接受小数，如 1.5h 可写作 90m";
    UNIX_SHAPE = "unix-shape" Violation "WX-UO-55"
        en "{field} is no Unix time in seconds (10 digits)" zh "{field} 不是以秒为单位的时间戳（10 位数字）"
        mend "give seconds, not milliseconds" zh "请使用秒，不要使用毫秒";
    TIME_NOT_AFTER = "time-not-after" Violation "WX-UO-17"
        en "{field} is not after {other_en}" zh "{field} 不晚于 {other_zh}"
        mend "let {field} be more than 5 minutes after {other_en}" zh "{field} 应比 {other_zh} 晚 5 分钟以上";
    TIME_PAST = "time-past" Violation "WX-UO-17"
        en "{field} is not in the future" zh "{field} 已经过去"
        mend "let {field} be in the future, in UTC+8" zh "{field} 应为将来的时间（北京时间）";
    TIME_GAP_SHORT = "time-gap-short" Violation "WX-UO-51"
        en "{field} is {seconds} s after {other_en}; that is too short" zh "{field} 与 {other_zh} 只相差 {seconds} 秒，间隔太短"
        mend "let {field} be more than 5 minutes after {other_en}" zh "{field} 应比 {other_zh} 晚 5 分钟以上";
    TIME_GAP_ADVISED = "time-gap-advised" Violation "WX-UO-51"
        en "{field} is {seconds} s after {other_en}; older pages ask for more than {advised} s" zh "{field} 与 {other_zh} 只相差 {seconds} 秒；旧版文档要求大于 {advised} 秒"
        mend "let {field} be more than 5 minutes after {other_en}" zh "{field} 应比 {other_zh} 晚 5 分钟以上";
    TIME_FAR = "time-far" Violation "ALI-PAY-1"
        en "{field} is {seconds} s ahead; at most {limit} s are allowed" zh "{field} 距当前时间 {seconds} 秒，超过上限 {limit} 秒"
        mend "bring {field} nearer" zh "请将 {field} 提前";

    // Addresses.
    URL_SHAPE = "url-shape" Violation "WX-UO-9"
        en "{field} is no absolute http or https URL" zh "{field} 不是以 http:// 或 https:// 开头的完整 URL"
        mend "give scheme, host and path: https://pay.example.com/path" zh "请给出协议、域名和路径，如 https://pay.example.com/path";
    URL_QUERY = "url-query" Violation "WX-UO-9"
        en "{field} carries query parameters" zh "{field} 不能携带参数"
        mend "remove `?` and what follows; pass own data in attach or passback_params" zh "请去掉 ? 及其后的参数；自定义数据请用 attach 或 passback_params";
    URL_HTTP = "url-http" Violation "WX-CHR-8"
        en "{field} is plain http; newer pages ask for https" zh "{field} 使用 http；新版文档要求 https"
        mend "use https" zh "请使用 https";
    URL_NO_PATH = "url-no-path" Violation "WX-UO-9"
        en "{field} has no path; the precautions page lists this as an error" zh "{field} 只有域名没有路径；注意事项中将其列为错误"
        mend "give the full path of the page" zh "请填写完整的路径";
    URL_PRIVATE = "url-private" Violation "WX-UO-9"
        en "{field} names a host that cannot be reached from the internet" zh "{field} 不是外网可访问的地址"
        mend "use a public host name" zh "请使用公网域名";
    URL_UNUSUAL = "url-unusual" Violation "WX-AMB-17"
        en "{field} has {part}, on which the documents are silent" zh "{field} 含有 {part}，文档未说明是否支持"
        mend "use a plain https URL with a host name" zh "请使用普通的 https 域名地址";
    IP_SHAPE = "ip-shape" Violation "WX-UO-8"
        en "{field} is neither an IPv4 nor an IPv6 address" zh "{field} 不是 IPv4 或 IPv6 地址"
        mend "give one address without port" zh "请填写一个不带端口的地址";
    IP_UNUSUAL = "ip-unusual" Violation "WX-AMB-26"
        en "{field} is unusual ({part}); the documents are silent on it" zh "{field} 不寻常（{part}），文档未说明是否支持"
        mend "give the public address" zh "请填写公网地址";

    // JSON text.
    JSON_TYPE = "json-type" Violation "ALI-PAY-2"
        en "{field} is no JSON {expected}" zh "{field} 的 JSON 类型应为 {expected}"
        mend "send a JSON {expected} there" zh "请传入 JSON {expected}";
    JSON_NUMBER = "json-number" Violation "ALI-PAY-2"
        en "{field} is a JSON number; every official sample has a string" zh "{field} 是 JSON 数字；官方示例均为字符串"
        mend "put the amount in quotes" zh "请将金额加上引号";
    JSON_PLAIN = "json-plain" Violation "WX-UO-13"
        en "{field} is plain text; single-item discounts need JSON" zh "{field} 不是 JSON；使用单品优惠时必须按规范上传 JSON"
        mend "send the documented object if you use single-item discounts" zh "使用单品优惠时请上传文档规定的 JSON";
}
