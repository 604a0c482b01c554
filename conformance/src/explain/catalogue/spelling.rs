//! How the signature itself was made or written. Seen on the signature, not tried.

use super::{On, mistakes};

mistakes! {
    "hex-lower-case" 1 On::WX, "WX-SIGN-6 WX-SIGN-17" []
        en "the signature is written in lower case"
        zh "签名结果是小写"
        mend "turn the hexadecimal result into upper case" zh "请将十六进制结果转为大写";
    "hex-mixed-case" 12 On::WX, "WX-SIGN-6" []
        en "the signature is written in upper and lower case mixed"
        zh "签名结果大小写混用"
        mend "turn the hexadecimal result into upper case" zh "请将十六进制结果转为大写";
    "hex-with-separators" 9 On::WX, "WX-SIGN-6" []
        en "the signature's bytes are divided by `-` or the like, as .NET's BitConverter writes them"
        zh "签名结果的字节之间带有 - 等分隔符（.NET BitConverter）"
        mend "remove the separators" zh "请去掉分隔符";
    "leading-zeros-lost" 8 On::WX, "WX-SIGN-6" []
        en "zeros of the hexadecimal result are missing, as BigInteger or toHexString drop them"
        zh "十六进制结果丢失了 0(BigInteger.toString(16) 或 toHexString 会丢掉前导 0)"
        mend "write each byte as two digits" zh "每个字节都应输出两位十六进制";
    "sign-cut" 10 On::WX, "WX-SIGN-13" []
        en "the signature is cut: the field or column is too short for it"
        zh "签名被截断了：字段长度不足"
        mend "HMAC-SHA256 has 64 characters, MD5 32" zh "HMAC-SHA256 为 64 位，MD5 为 32 位";
    "md5-of-16-digits" 14 On::WX, "WX-SIGN-6" []
        en "the signature is the middle half of the MD5 (`16-bit MD5`)"
        zh "使用了 16 位 MD5（32 位结果的中间部分）"
        mend "use all 32 digits" zh "请使用 32 位 MD5";
    "sign-base64" 7 On::WX, "WX-SIGN-6 WX-SIGN-7" []
        en "the signature is written in Base64"
        zh "签名结果用了 Base64 编码"
        mend "write it in upper-case hexadecimal" zh "请输出大写十六进制";
    "sign-white-space" 5 On::ALL, "WX-SIGN-6 ALI-SIGN-8" []
        en "white space stands around the signature"
        zh "签名前后有空白字符"
        mend "send the signature without it" zh "请去掉签名前后的空白";
    "sign-hex" 7 On::ALI, "ALI-SIGN-8" []
        en "the signature is written in hexadecimal"
        zh "签名结果用了十六进制"
        mend "write it in standard Base64" zh "请输出标准 Base64";
    "base64-url-safe" 6 On::ALI, "ALI-SIGN-8 ALI-AMB-19" []
        en "the signature is in the URL-safe alphabet: `-` and `_` for `+` and `/`"
        zh "签名使用了 URL 安全的 Base64（- 和 _）"
        mend "use the standard alphabet, and URL-encode for transport" zh "请使用标准 Base64 字母表，传输时再做 URL 编码";
    "base64-wrapped" 6 On::ALI, "ALI-SIGN-8 ALI-AMB-19" []
        en "the signature's Base64 has line breaks"
        zh "签名的 Base64 含有换行"
        mend "encode without wrapping: `base64 -w0`, Base64.NO_WRAP" zh "编码时不要换行：base64 -w0、Base64.NO_WRAP";
    "base64-unpadded" 8 On::ALI, "ALI-SIGN-8 ALI-AMB-19" []
        en "the signature's Base64 lacks the `=` at its end"
        zh "签名的 Base64 缺少末尾的 ="
        mend "keep the padding, and URL-encode it for transport" zh "请保留 =，传输时做 URL 编码";
    "base64-plus-as-space" 2 On::ALI, "ALI-SIGN-8 ALI-AMB-19" []
        en "the signature has spaces where it had `+`: it was not URL-encoded, or decoded twice"
        zh "签名中的 + 变成了空格：发送时没有做 URL 编码，或被解码了两次"
        mend "URL-encode the signature once when sending, decode once when reading" zh "发送时对签名做一次 URL 编码，读取时只解码一次";
    "sign-url-encoded" 4 On::ALI, "ALI-SIGN-8" []
        en "the signature is still URL-encoded: it was encoded twice, or not decoded"
        zh "签名仍是 URL 编码的形式：编码了两次，或没有解码"
        mend "URL-encode once when sending, decode once when reading" zh "发送时编码一次，读取时解码一次";
    "sign-not-base64-decoded" 16 On::ALI, "ALI-SIGN-8" []
        en "the signature is Base64 of Base64"
        zh "签名做了两次 Base64 编码"
        mend "encode the raw signature once" zh "对原始签名只做一次 Base64 编码";
    "another-key" 1 On::ALI, "ALI-KEY-1" []
        en "the signature was made with another key: it opens with another of the keys that you gave"
        zh "签名使用了另一个密钥：用您提供的另一个密钥才能解开"
        mend "verify what Alipay signs with Alipay's public key, what you sign with the application's" zh "验证支付宝的签名要用支付宝公钥，不是应用公钥；应用公钥用于上传到开放平台";
    "pss" 4 On::ALI, "ALI-SIGN-7" []
        en "the signature is padded by PSS"
        zh "签名使用了 PSS 填充"
        mend "use RSASSA-PKCS1-v1_5 (SHA256WithRSA)" zh "请使用 PKCS#1 v1.5(SHA256WithRSA)";
    "raw-hash" 5 On::ALI, "ALI-SIGN-7" []
        en "the hash was signed bare, without its DigestInfo"
        zh "直接对哈希值做了 RSA 私钥加密，缺少 DigestInfo"
        mend "use a signing function (SHA256WithRSA), not encryption with the private key" zh "请使用签名函数（SHA256WithRSA），不要用私钥加密";
    "hash-text-encrypted" 9 On::ALI, "ALI-SIGN-7" []
        en "the hash's hexadecimal text was encrypted with the private key"
        zh "对哈希值的十六进制文本做了私钥加密"
        mend "use a signing function (SHA256WithRSA)" zh "请使用签名函数（SHA256WithRSA）";
    "string-encrypted" 10 On::ALI, "ALI-SIGN-7" []
        en "the string itself was encrypted with the private key, without a hash"
        zh "直接用私钥加密了待签名字符串，没有做哈希"
        mend "use a signing function (SHA256WithRSA)" zh "请使用签名函数（SHA256WithRSA）";
    "padding-of-encryption" 11 On::ALI, "ALI-SIGN-7" []
        en "the signature has the padding of encryption (type 2), or none"
        zh "签名使用了加密的填充方式（类型 2）或没有填充"
        mend "use RSASSA-PKCS1-v1_5" zh "请使用 PKCS#1 v1.5 签名填充";
    "digest-info-without-null" 13 On::ALI, "ALI-SIGN-7" []
        en "the DigestInfo lacks the NULL of its parameters"
        zh "DigestInfo 缺少参数 NULL"
        mend "use a library's signing function" zh "请使用成熟库的签名函数";
    "sign-type-unknown-spelling" 15 On::WX, "WX-SIGN-12" []
        en "the algorithm's name is spelled otherwise than `MD5` or `HMAC-SHA256`"
        zh "签名类型的写法不是 MD5 或 HMAC-SHA256"
        mend "write it exactly so" zh "请使用准确的写法";
}
