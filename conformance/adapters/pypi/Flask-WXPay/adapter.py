"""Flask-WXPay: the calls of its docstrings.

- request, response: `query_order`, `close_order` (`unified_order` adds times of its own, so it only reads here)
- notify: `xml_to_dict`, then `check_data`, as the docstring of `check_data` shows; reply: `notify_response`
- jsapi, app: `get_jsapi_prepay_data`, `get_app_prepay_data`, at the given time and with the given nonce
- sign: `get_sign`
"""
import sys
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

sys.path.append(str(Path(__file__).parents[2] / "shared"))
from loop import Skip, b64, fields, is_parser_refusal, raw, sent_by, serve, version, wire  # noqa: E402

from defusedxml import DefusedXmlException  # noqa: E402
from flask_wxpay import WXPay, WXPayError, xml_to_dict  # noqa: E402
from xml.etree.ElementTree import ParseError  # noqa: E402


def pay(q, appid="unset", mch_id="unset"):
    config = {"WX_APPID": appid, "WXPAY_MCHID": mch_id, "WXPAY_KEY": q.get("key", "unset"),
              "WXPAY_NOTIFY_URL": "https://merchant.example/notify"}
    return WXPay(SimpleNamespace(config=config))


def md5_only(q):
    if q.get("sign_type") == "HMAC-SHA256":
        raise Skip("signs with MD5 only")


def fixed(q):
    clock = SimpleNamespace(time=lambda: int(q["timestamp"]))
    return mock.patch.multiple("flask_wxpay", gen_random_str=lambda: q["nonce_str"], time=clock)


def ask(client, message, params):
    if message == "unifiedorder":
        return client.unified_order(expire_seconds=7200, **params)
    return (client.query_order if message == "orderquery" else client.close_order)(**params)


def sign(q):
    md5_only(q)
    return {"sign": pay(q).get_sign(q["params"])}


def request(q):
    md5_only(q)
    if q["message"] == "unifiedorder" or "sign_type" in q["params"]:
        raise Skip("sends no sign_type, and unified_order takes no times and adds its own")
    given = {"appid", "mch_id", "nonce_str"}
    params = {name: value for name, value in q["params"].items() if name not in given}
    client = pay(q, q["params"].get("appid"), q["params"].get("mch_id"))
    with mock.patch("flask_wxpay.gen_random_str", lambda: q["params"].get("nonce_str", "n")):
        return sent_by(lambda: ask(client, q["message"], params))


def response(q):
    order = {"total_fee": "1", "ip": "127.0.0.1", "body": "b", "trade_type": "APP"} if q["message"] == "unifiedorder" else {}
    with wire(raw(q["body_b64"])):
        return {"fields": fields(ask(pay(q), q["message"], {"out_trade_no": "1", **order}))}


def notify(q):
    message = xml_to_dict(raw(q["body_b64"]))
    pay(q).check_data(message)
    return {"fields": fields(message)}


def jsapi(q):
    md5_only(q)
    with fixed(q):
        return {"params": pay(q, q["appid"]).get_jsapi_prepay_data(q["prepay_id"])}


def app(q):
    md5_only(q)
    with fixed(q):
        return {"params": pay(q, q["appid"], q["mch_id"]).get_app_prepay_data(q["prepay_id"])}


def reply(q):
    code = "SUCCESS" if q["outcome"] == "success" else "FAIL"
    return {"body_b64": b64(WXPay.notify_response(code, q.get("message", "OK")))}


serve(
    {"name": "Flask-WXPay", "version": version("Flask-WXPay"), "homepage": "https://github.com/codeif/Flask-WXPay",
     "lacks": ["hmac-sha256"]},
    {
        "wechat.sign": sign,
        "wechat.request": request,
        "wechat.notify": notify,
        "wechat.response": response,
        "wechat.reply": reply,
        "wechat.jsapi": jsapi,
        "wechat.app": app,
    },
    lambda error: isinstance(error, (WXPayError, ParseError, DefusedXmlException)) or is_parser_refusal(error),
)
