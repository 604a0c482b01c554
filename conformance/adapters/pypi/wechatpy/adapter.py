"""wechatpy's payment part: the calls of its documentation ("微信支付接口") and their docstrings.

- request, response: `WeChatPay.post`, through which `order.create`, `query` and `close` go; those add times of their own
- notify: `parse_payment_result`; refund_notify: `parse_refund_notify_result`, both for the merchant that the message names,
  as the docstring of `get_payment_data` says
- jsapi: `jsapi.get_jsapi_params`; app: `order.get_appapi_params`
- sign: `calculate_signature`, `calculate_signature_hmac` of `wechatpy.pay.utils`
"""
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "shared"))
from loop import Reject, Skip, fields, is_parser_refusal, raw, sent_by, serve, version, wire  # noqa: E402

import xmltodict  # noqa: E402
from wechatpy.exceptions import WeChatException  # noqa: E402
from wechatpy.pay import WeChatPay  # noqa: E402
from wechatpy.pay.utils import calculate_signature, calculate_signature_hmac  # noqa: E402
from xml.parsers.expat import ExpatError  # noqa: E402

SIGN = {"MD5": calculate_signature, "HMAC-SHA256": calculate_signature_hmac}


def pay(q, appid="unset", mch_id="unset"):
    return WeChatPay(appid, q.get("key", "unset"), mch_id)


def md5_only(q):
    if q.get("sign_type") == "HMAC-SHA256":
        raise Skip("this call signs with MD5 only")


def request(q):
    params = dict(q["params"]) if q["sign_type"] == "MD5" else {**q["params"], "sign_type": q["sign_type"]}
    client = pay(q, mch_id=params.get("mch_id"))
    return sent_by(lambda: client.post("pay/" + q["message"], data=params))


def response(q):
    data = {"appid": "unset"} if q["sign_type"] == "MD5" else {"appid": "unset", "sign_type": q["sign_type"]}
    with wire(raw(q["body_b64"])):
        result = pay(q).post("pay/" + q["message"], data=data)
    if isinstance(result, str):
        raise Reject("hands back the text, as no XML")
    return {"fields": fields(result)}


def refund_notify(q):
    try:
        outer = dict(xmltodict.parse(raw(q["body_b64"]))["xml"])
    except Exception:
        outer = {}  # the SDK will say what it thinks of it
    client = pay(q, outer.get("appid", "unset"), outer.get("mch_id", "unset"))
    inner = client.parse_refund_notify_result(raw(q["body_b64"]))
    return {"fields": fields({**outer, **inner})}


def jsapi(q):
    md5_only(q)
    return {"params": pay(q, q["appid"]).jsapi.get_jsapi_params(q["prepay_id"], q["timestamp"], q["nonce_str"])}


def app(q):
    md5_only(q)
    return {"params": pay(q, q["appid"], q["mch_id"]).order.get_appapi_params(q["prepay_id"], q["timestamp"], q["nonce_str"])}


serve(
    {"name": "wechatpy", "version": version("wechatpy"), "homepage": "https://github.com/wechatpy/wechatpy"},
    {
        "wechat.sign": lambda q: {"sign": SIGN[q["sign_type"]](q["params"], q["key"])},
        "wechat.request": request,
        "wechat.notify": lambda q: {"fields": fields(pay(q).parse_payment_result(raw(q["body_b64"])))},
        "wechat.response": response,
        "wechat.jsapi": jsapi,
        "wechat.app": app,
        "wechat.refund_notify": refund_notify,
    },
    lambda error: isinstance(error, (WeChatException, ExpatError)) or is_parser_refusal(error),
)
