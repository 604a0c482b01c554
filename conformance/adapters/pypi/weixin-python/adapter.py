"""weixin-python's payment part: the calls of its README ("微信支付").

- request, response: `unified_order`, `order_query`, `close_order`
- notify, native_callback: `to_dict`, then `check`; reply: `reply`
- jsapi: `jsapi`, which orders first, at the given time and with the given nonce; sign: `sign`
"""
import sys
import time
from pathlib import Path
from unittest import mock

sys.path.append(str(Path(__file__).parents[2] / "shared"))
from loop import Reject, Skip, b64, fields, raw, sent_by, serve, text, version, wire  # noqa: E402

from lxml.etree import XMLSyntaxError  # noqa: E402
from weixin.pay import WeixinError, WeixinPay  # noqa: E402

CALLS = {"unifiedorder": "unified_order", "orderquery": "order_query", "closeorder": "close_order"}
ORDER = {"out_trade_no": "1", "body": "b", "total_fee": "1", "trade_type": "APP", "spbill_create_ip": "127.0.0.1"}


def pay(q, app_id="unset", mch_id="unset"):
    return WeixinPay(app_id, mch_id, q.get("key", "unset"), "https://merchant.example/notify")


def md5_only(q):
    if q["sign_type"] == "HMAC-SHA256":
        raise Skip("signs with MD5 only")


def sign(q):
    md5_only(q)
    return {"sign": pay(q).sign(q["params"])}


def request(q):
    md5_only(q)
    client = pay(q, q["params"].get("appid"), q["params"].get("mch_id"))
    return sent_by(lambda: getattr(client, CALLS[q["message"]])(**q["params"]))


def response(q):
    given = ORDER if q["message"] == "unifiedorder" else {"out_trade_no": "1"}
    with wire(raw(q["body_b64"])):
        result = getattr(pay(q), CALLS[q["message"]])(**given)
    if isinstance(result, str):
        raise Reject("hands back the text, as no message")
    return {"fields": fields(result)}


def notify(q):
    client = pay(q)
    message = client.to_dict(text(q["body_b64"]))
    if not client.check(dict(message)):
        raise Reject("check says false")
    return {"fields": fields(message)}


def jsapi(q):
    md5_only(q)
    order = f"<xml><return_code>SUCCESS</return_code><prepay_id>{q['prepay_id']}</prepay_id></xml>"
    with wire(order.encode()), mock.patch.object(WeixinPay, "nonce_str", q["nonce_str"]), \
            mock.patch.object(time, "time", lambda: int(q["timestamp"])):
        result = pay(q, q["appid"]).jsapi(openid="o", **{**ORDER, "trade_type": "JSAPI"})
    return {"params": {"paySign": result.pop("sign"), **result}}  # the page puts it into paySign


serve(
    {"name": "weixin-python", "version": version("weixin-python"), "homepage": "https://github.com/zwczou/weixin-python",
     "lacks": ["hmac-sha256"]},
    {
        "wechat.sign": sign,
        "wechat.request": request,
        "wechat.notify": notify,
        "wechat.response": response,
        "wechat.reply": lambda q: {"body_b64": b64(pay(q).reply(q.get("message", "OK"), q["outcome"] == "success"))},
        "wechat.native_callback": notify,
        "wechat.jsapi": jsapi,
    },
    lambda error: isinstance(error, (WeixinError, XMLSyntaxError)),
)
