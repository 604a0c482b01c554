//! Codes of the wire formats, the signatures, the keys and the order.

super::codes! {
    // Size and encoding.
    BODY_EMPTY = "body-empty" Malformed "T14"
        en "the message has no bytes" zh "报文为空"
        mend "check that no middleware has read the body before" zh "请检查请求体是否已被中间件读取";
    BODY_TOO_LARGE = "body-too-large" Malformed "T10"
        en "the message is larger than the limit" zh "报文超过大小上限"
        mend "refuse it before reading further; genuine messages have a few KiB" zh "应在继续读取之前拒绝；真实报文只有几 KiB";
    TOO_MANY_FIELDS = "too-many-fields" Malformed "T10"
        en "the message has more fields than the limit" zh "报文字段数超过上限"
        mend "refuse it; genuine messages have fewer than 70 fields" zh "应予拒绝；真实报文不足 70 个字段";
    TEXT_NOT_UTF8 = "text-not-utf8" Malformed "WX-XML-1"
        en "the text is not valid UTF-8" zh "文本不是有效的 UTF-8"
        mend "encode the message in UTF-8" zh "请使用 UTF-8 编码";
    TEXT_NOT_IN_CHARSET = "text-not-in-charset" Malformed "ALI-VER-4"
        en "the bytes are no text in the charset that the message names" zh "字节与报文声明的 charset 不符"
        mend "encode the message in the charset that it names" zh "请按报文声明的 charset 编码";
    TEXT_OUTSIDE_CHARSET = "text-outside-charset" Misuse "ALI-SIGN-6"
        en "the text has a character that the charset cannot encode" zh "文本含有该 charset 无法编码的字符"
        mend "use charset utf-8, or leave the character out" zh "请改用 utf-8，或去掉该字符";
    CHARSET_UNKNOWN = "charset-unknown" Malformed "ALI-PAR-4"
        en "the charset is neither utf-8 nor gbk" zh "charset 既不是 utf-8 也不是 gbk"
        mend "use utf-8 or gbk" zh "请使用 utf-8 或 gbk";
    CONTROL_CHARACTER = "control-character" Malformed "E07"
        en "a control character stands where text is expected" zh "文本中含有控制字符"
        mend "remove it; XML 1.0 forbids it and databases cut the text at it" zh "请删除该字符；XML 1.0 不允许，数据库可能在此处截断";

    // XML.
    XML_SYNTAX = "xml-syntax" Malformed "WX-XML-11"
        en "the XML is not well-formed" zh "XML 格式错误（XML_FORMAT_ERROR）"
        mend "send one well-formed document" zh "请发送一个格式正确的 XML 文档";
    XML_DOCTYPE = "xml-doctype" Malformed "WX-XML-15"
        en "the XML has a DOCTYPE, which can read files and reach other hosts (XXE)" zh "XML 含有 DOCTYPE，可能导致 XXE（读取文件、访问外部地址）"
        mend "forbid DOCTYPE in the parser before it reads the message" zh "请在解析之前禁用 DOCTYPE 及外部实体";
    XML_ENTITY = "xml-entity" Malformed "WX-XML-15"
        en "the XML uses an entity beyond the five built in" zh "XML 使用了五个内置实体以外的实体"
        mend "write the character itself, or a numeric reference" zh "请直接写字符或数字引用";
    XML_NESTED = "xml-nested" Malformed "WX-XML-2"
        en "an element stands inside a field; messages are flat" zh "字段内嵌套了元素；报文应为单层结构"
        mend "send structured values as JSON text inside one element" zh "结构化的值请以 JSON 文本放入一个元素";
    XML_ATTRIBUTE = "xml-attribute" Malformed "WX-XML-2"
        en "an element has attributes" zh "元素带有属性"
        mend "send the elements without attributes or namespaces" zh "请去掉属性和命名空间";
    XML_NAME = "xml-name" Malformed "WX-XML-2"
        en "an element's name is no plain name" zh "元素名不是普通名称"
        mend "use letters, digits, `_`, `-` and `.` and no prefix" zh "元素名请只用字母、数字、_、-、.，不带前缀";
    XML_ROOT = "xml-root" Malformed "WX-XML-1"
        en "the root element has another name than the documents give it" zh "根元素名与文档不符"
        mend "name the root `xml` (`root` inside req_info)" zh "根元素应为 xml（req_info 内为 root）";
    XML_OUTSIDE_ROOT = "xml-outside-root" Malformed "X16"
        en "something stands before or after the root element" zh "根元素之外还有其他内容"
        mend "send one document and nothing else" zh "请只发送一个文档";
    XML_STRAY_TEXT = "xml-stray-text" Malformed "WX-XML-4"
        en "text stands between the fields" zh "字段之间有多余文本"
        mend "put nothing but white space between the elements" zh "元素之间只能有空白";
    XML_COMMENT = "xml-comment" Malformed "X08"
        en "a comment or processing instruction splits a field's text" zh "注释或处理指令拆分了字段的文本"
        mend "refuse it, or make sure that the verifier and the reader see the same whole text" zh "应拒绝，或确保验签与读取得到同一完整文本";
    XML_INSTRUCTION = "xml-instruction" Malformed "X10"
        en "the XML has a processing instruction" zh "XML 含有处理指令"
        mend "send none; only the XML declaration at the start is allowed" zh "请勿发送；只允许开头的 XML 声明";
    XML_ENCODING = "xml-encoding" Malformed "WX-XML-1"
        en "the XML declares another encoding than UTF-8" zh "XML 声明的编码不是 UTF-8"
        mend "send UTF-8" zh "请使用 UTF-8";

    // Forms and JSON.
    FORM_PERCENT = "form-percent" Malformed "ALI-AMB-6"
        en "a percent sign is not followed by two hexadecimal digits" zh "百分号后不是两位十六进制数字"
        mend "percent-encode each value exactly once" zh "每个值请只做一次 URL 编码";
    FORM_PAIR = "form-pair" Malformed "ALI-AMB-6"
        en "a part of the form has no name or no `=`" zh "表单中有一段缺少名称或等号"
        mend "send `name=value` pairs joined by `&`" zh "请以 & 连接 name=value";
    FORM_NAME = "form-name" Malformed "F04"
        en "a parameter's name holds bytes that no name has" zh "参数名含有非法字节"
        mend "use the documented names" zh "请使用文档中的参数名";
    FORM_CONTENT_TYPE = "form-content-type" Malformed "ALI-AMB-23"
        en "the body is not application/x-www-form-urlencoded" zh "请求体不是 application/x-www-form-urlencoded"
        mend "read notifications from the POST form body only" zh "异步通知只应从 POST 表单中读取";
    JSON_SYNTAX = "json-syntax" Malformed "ALI-PAY-2"
        en "the JSON is not well-formed" zh "JSON 格式错误（isv.illegal-json）"
        mend "send one well-formed JSON object" zh "请发送一个格式正确的 JSON 对象";
    JSON_DEPTH = "json-depth" Malformed "X24"
        en "the JSON is nested deeper than the limit" zh "JSON 嵌套过深"
        mend "refuse it; documented values nest five deep" zh "应予拒绝；文档中的值最多嵌套五层";
    JSON_REPEATED = "json-repeated" Malformed "ALI-RSP-7"
        en "a name occurs twice in one JSON object" zh "同一 JSON 对象中出现重复的键"
        mend "use only what was verified; refuse a second one" zh "只使用已验签的内容；出现重复应拒绝";
    RESPONSE_NODE = "response-node" Malformed "ALI-RSP-1"
        en "the response has no node for this method" zh "响应中没有该接口对应的节点"
        mend "look for the method's name with `_` for `.`, then `_response`" zh "节点名为接口名（. 换成 _）加 _response";
    RESPONSE_SECOND_NODE = "response-second-node" Malformed "ALI-RSP-7"
        en "the response has a second node beside the one that is signed" zh "响应中除被签名的节点外还有另一个 _response 节点"
        mend "use only the text that was verified; refuse the rest" zh "只使用已验签的文本，其余应拒绝";

    // Fields as a whole.
    FIELD_REPEATED = "field-repeated" Malformed "WX-SIGN-38"
        en "a name occurs twice, so that what is verified and what is read may differ" zh "字段重复，验签与读取的值可能不同"
        mend "refuse it" zh "应予拒绝";
    FIELD_ABSENT = "field-absent" Violation "WX-NTF-52"
        en "a field is missing without which this is no such message" zh "缺少此类报文必有的字段"
        mend "check that the message was sent to the right address" zh "请检查报文是否发到了正确的地址";
    NAME_IMPOSSIBLE = "name-impossible" Misuse "WX-XML-2"
        en "a field's name cannot be an XML element's name" zh "字段名不能作为 XML 元素名"
        mend "use the documented names" zh "请使用文档中的字段名";
    TEXT_IMPOSSIBLE = "text-impossible" Misuse "E07"
        en "a value has a character that XML cannot hold" zh "值中含有 XML 不能表示的字符"
        mend "remove control characters from the value" zh "请去掉值中的控制字符";

    // Signatures.
    SIGN_MISSING = "sign-missing" Forged "S01"
        en "the message is not signed" zh "报文没有签名"
        mend "refuse it whatever the other fields say" zh "无论其他字段如何都应拒绝";
    SIGN_FORMAT = "sign-format" Forged "S04"
        en "`sign` has a form that no signature has" zh "sign 的格式不是有效签名"
        mend "WeChat Pay: 32 or 64 upper-case hexadecimal digits; Alipay: standard Base64" zh "微信支付：32 或 64 位大写十六进制；支付宝：标准 Base64";
    SIGN_WRONG = "sign-wrong" Forged "WX-SIGN-17"
        en "the signature was not made over these fields with this key" zh "签名与字段或密钥不符（验签失败）"
        mend "`payspec explain` says which mistake reproduces it" zh "可用 payspec explain 查找能重现该签名的错误";
    SIGN_TYPE_UNKNOWN = "sign-type-unknown" Forged "WX-SIGN-12"
        en "`sign_type` names no known algorithm" zh "sign_type 不是已知的签名类型"
        mend "WeChat Pay: MD5 or HMAC-SHA256; Alipay: RSA2 or RSA" zh "微信支付：MD5 或 HMAC-SHA256；支付宝：RSA2 或 RSA";
    SIGN_TYPE_OTHER = "sign-type-other" Forged "ALI-VER-8"
        en "the message is signed by another algorithm than the merchant has configured" zh "报文的签名类型与商户配置不同"
        mend "pin the algorithm; do not let the message choose it" zh "请固定签名类型，不要由报文决定";

    // Keys and arguments.
    KEY_EMPTY = "key-empty" Misuse "K02"
        en "the key is empty; anybody can sign with an empty key" zh "密钥为空；任何人都能用空密钥签名"
        mend "set the key before anything is verified" zh "请先配置密钥";
    KEY_UNREADABLE = "key-unreadable" Misuse "ALI-KEY-3"
        en "the key is in no known container" zh "无法识别的密钥格式"
        mend "give PKCS#8 or PKCS#1 (private) or SubjectPublicKeyInfo (public), as PEM or bare Base64" zh "私钥请用 PKCS#8 或 PKCS#1，公钥请用 X.509（SPKI），PEM 或单行 Base64 均可";
    KEY_KIND = "key-kind" Misuse "ALI-KEY-1"
        en "the key is of the other kind: private where public is meant, or no RSA key" zh "密钥种类不符（公钥/私钥混用，或不是 RSA）"
        mend "sign with the application's private key; verify with Alipay's public key" zh "加签用应用私钥，验签用支付宝公钥";
    KEY_TOO_SMALL = "key-too-small" Misuse "ALI-SIGN-9"
        en "the key is too small for this signature type" zh "密钥长度不足"
        mend "RSA2 needs at least 2048 bits" zh "RSA2 至少需要 2048 位";
    CERTIFICATE_UNREADABLE = "certificate-unreadable" Misuse "ALI-KEY-5"
        en "the certificate cannot be read" zh "无法解析证书"
        mend "give X.509 certificates as PEM" zh "请提供 PEM 格式的 X.509 证书";
    ARGUMENT_INVALID = "argument-invalid" Misuse "WX-UO"
        en "an argument is outside what the protocol can express" zh "参数超出协议允许的范围"
        mend "see the operation's documentation" zh "请参阅该操作的说明";

    // Refund notification.
    REQ_INFO_MISSING = "req-info-missing" Malformed "WX-RFN-7"
        en "there is no req_info: this is no refund notification" zh "没有 req_info，不是退款结果通知"
        mend "check that payment notifications do not go to the refund address" zh "请检查支付通知是否误发到退款通知地址";
    REQ_INFO_UNREADABLE = "req-info-unreadable" Forged "WX-RFN-2"
        en "req_info does not decrypt with this key" zh "req_info 无法用该密钥解密"
        mend "Base64-decode, then AES-256-ECB with the lower-case hex MD5 of the API key as 32 bytes" zh "先 Base64 解码，再以 API 密钥 MD5 的 32 位小写十六进制作为密钥做 AES-256-ECB 解密";

    // Alipay's content encryption.
    CONTENT_UNREADABLE = "content-unreadable" Malformed "ALI-ENC-3"
        en "the encrypted content does not decrypt with this key" zh "加密内容无法用该密钥解密"
        mend "verify with the quotes first; then Base64, AES-128-CBC with a zero IV, PKCS#7" zh "请先连同引号验签，再做 Base64 解码和 AES-128-CBC（IV 全零，PKCS#7）解密";

    // Alipay's view of an answer to its notification.
    REPLY_NOT_SUCCESS = "reply-not-success" Violation "ALI-ACK-2"
        en "the answer is not exactly the seven bytes `success`" zh "应答不是 success 这 7 个字符"
        mend "answer `success` alone: no quotes, spaces, BOM, HTML or JSON" zh "只输出 success：不带引号、空格、BOM、HTML 或 JSON";
    REPLY_NEWLINE = "reply-newline" Violation "ALI-ACK-3"
        en "a line break follows `success`; whether that counts is not documented" zh "success 之后有换行，文档未说明是否有效"
        mend "leave the line break out" zh "请去掉换行";
    REPLY_STATUS = "reply-status" Violation "ALI-ACK-4"
        en "the answer's HTTP status is not 200" zh "应答的 HTTP 状态码不是 200"
        mend "answer with status 200" zh "请以状态码 200 应答";
    REPLY_REDIRECT = "reply-redirect" Violation "ALI-SEED-8"
        en "the answer is a redirect, which is never followed" zh "应答是页面跳转，支付宝不会跟随"
        mend "answer directly, without login or redirect" zh "请直接应答，不要跳转或要求登录";

    // The order.
    NOT_A_PAYMENT = "not-a-payment" Violation "WX-QRY-3"
        en "the message is genuine but says nothing of a payment" zh "报文真实，但并未表示支付成功"
        mend "WeChat Pay: return_code, result_code (and trade_state) SUCCESS with a transaction_id; Alipay: trade_status TRADE_SUCCESS or TRADE_FINISHED" zh "微信支付：return_code、result_code（及 trade_state）均为 SUCCESS 且有 transaction_id；支付宝：trade_status 为 TRADE_SUCCESS 或 TRADE_FINISHED";
    ORDER_NUMBER = "order-number" Violation "ALI-BIZ-1"
        en "the message is about another order" zh "商户订单号不符"
        mend "look the order up by its exact number" zh "请按完整的商户订单号查找订单";
    ORDER_AMOUNT = "order-amount" Violation "ALI-BIZ-2"
        en "the message pays another amount than the order asks" zh "金额与订单不符"
        mend "compare total_fee (fen) or total_amount (yuan) with the order, exactly" zh "请将 total_fee（分）或 total_amount（元）与订单金额精确比较";
    ORDER_CURRENCY = "order-currency" Violation "V09"
        en "the message pays in another currency" zh "币种与订单不符"
        mend "compare fee_type; absent means CNY" zh "请比较 fee_type；缺省为 CNY";
    ORDER_APPLICATION = "order-application" Violation "ALI-BIZ-4"
        en "the message is for another application" zh "应用（appid / app_id）不符"
        mend "compare appid or app_id with your own" zh "请与自己的 appid / app_id 比较";
    ORDER_MERCHANT = "order-merchant" Violation "ALI-BIZ-3"
        en "the message pays another merchant" zh "收款商户（mch_id / seller_id）不符"
        mend "compare mch_id or seller_id with the order's" zh "请将 mch_id / seller_id 与订单比较";
    ORDER_AMBIGUOUS = "order-ambiguous" Violation "C01"
        en "a value holds text that reads as another deciding field, so the same signature fits two messages" zh "某个值中含有形如关键字段的文本，同一签名可对应两份报文"
        mend "confirm by a query; generate order numbers and attach on the server" zh "请通过查询接口确认；商户订单号和附加数据应由服务端生成";
    ORDER_REFUNDED = "order-refunded" Violation "ALI-STAT-7"
        en "the message tells of a refund, not of a new payment" zh "该报文是退款引起的通知，不是新的支付"
        mend "record the refund; hand nothing out" zh "请登记退款，不要再次发货";
}
