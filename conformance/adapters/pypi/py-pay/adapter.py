"""py-pay: the calls of its README.

- request, response: `unifiedorder`, `orderquery`, `closeorder`
- notify: `pay_notify`, for the merchant that the message names; reply: `response`
- sign: `py_pay.wechat.sign`
"""
import sys
from pathlib import Path
from xml.parsers.expat import ExpatError

sys.path.append(str(Path(__file__).parents[2] / "shared"))
from loop import Reject, Skip, b64, fields, is_parser_refusal, raw, sent_by, serve, version, wire  # noqa: E402

from py_pay import wechat  # noqa: E402
from py_pay.utils import to_dict  # noqa: E402


def pay(q, app_id="unset", mch_id="unset"):
    return wechat.WechatPay(app_id, mch_id, q.get("key", "unset"))


def addressee(q):
    """The SDK compares ids with its configuration; the operation names no merchant, so it is the one that the message names."""
    try:
        message = to_dict(raw(q["body_b64"]))
        return pay(q, message["appid"], message["mch_id"])
    except Exception:
        return pay(q)


def md5_only(q):
    if q["sign_type"] == "HMAC-SHA256":
        raise Skip("signs with MD5 only")


def sign(q):
    md5_only(q)
    return {"sign": wechat.sign(q["key"], q["params"])}


def request(q):
    md5_only(q)
    client = pay(q, q["params"].get("appid"), q["params"].get("mch_id"))
    return sent_by(lambda: getattr(client, q["message"])(dict(q["params"])))


def done(result):
    accepted, message = result
    if not accepted:
        raise Reject("answers False")
    return {"fields": fields(message)}


def response(q):
    with wire(raw(q["body_b64"])):
        return done(getattr(addressee(q), q["message"])({"out_trade_no": "1"}))


serve(
    {"name": "py-pay", "version": version("py-pay"), "homepage": "https://github.com/kerol/py-pay", "lacks": ["hmac-sha256"]},
    {
        "wechat.sign": sign,
        "wechat.request": request,
        "wechat.notify": lambda q: done(addressee(q).pay_notify(raw(q["body_b64"]))),
        "wechat.response": response,
        "wechat.reply": lambda q: {"body_b64": b64(pay(q).response(q["outcome"] == "success", q.get("message", "OK")))},
    },
    lambda error: isinstance(error, ExpatError) or is_parser_refusal(error),
)
