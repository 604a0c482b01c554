"""wechat-pay-sdk: the calls of its README and its docstrings.

- request, response: `unifiedorder`, `query_order`, `close_order`; the README asks `success` of what they return
- notify: `verify_notify`, fed with a request as Flask hands it over; an `ErrorResult` is its refusal
- sign: `_gen_sign`, the function behind all of them; no documented one signs a given set of fields
"""
import sys
from pathlib import Path
from types import SimpleNamespace
from xml.parsers.expat import ExpatError

sys.path.append(str(Path(__file__).parents[2] / "shared"))
from loop import Reject, Skip, fields, is_parser_refusal, raw, sent_by, serve, version, wire  # noqa: E402

from wechatpay import WeChatPay  # noqa: E402
from wechatpay.models import ErrorResult  # noqa: E402

CALLS = {"unifiedorder": "unifiedorder", "orderquery": "query_order", "closeorder": "close_order"}
# What the SDK sends beside the ids whether or not the caller names it.
ALWAYS = {"unifiedorder": {"device_info", "fee_type", "trade_type", "notify_url"}}


def pay(q, **settings):
    settings = {"appid": "unset", "mch_id": "unset", "notify_url": "unset", **settings}
    return WeChatPay(pay_secret=q["key"], **settings)


def call(client, message, params):
    return getattr(client, CALLS[message])(**params)


def request(q):
    params = dict(q["params"])
    if not ALWAYS.get(q["message"], set()) <= params.keys():
        raise Skip("sends device_info, fee_type, trade_type and notify_url with every order")
    settings = {name: params.pop(name) for name in ("appid", "mch_id", "notify_url") if name in params}
    if q["message"] == "closeorder" and params.keys() - {"out_trade_no", "sign_type"}:
        raise Skip("closes an order by its number and a nonce of its own")
    return sent_by(lambda: call(pay(q, **settings), q["message"], params))


def response(q):
    with wire(raw(q["body_b64"])):
        result = call(pay(q), q["message"], {"out_trade_no": "1"})
    if not result.success:
        raise Reject(result.error_msg)
    return {"fields": fields(result.result)}


def notify(q):
    result = pay(q).verify_notify(SimpleNamespace(data=raw(q["body_b64"])))
    if isinstance(result, ErrorResult):
        raise Reject("an ErrorResult")
    return {"fields": fields(result.result)}


serve(
    {"name": "wechat-pay-sdk", "version": version("wechat-pay-sdk"), "homepage": "https://github.com/Narcissist1/wechat-pay",
     "lacks": ["hmac-sha256"]},
    {
        "wechat.sign": lambda q: {"sign": pay(q)._gen_sign(q["params"])},
        "wechat.request": request,
        "wechat.notify": notify,
        "wechat.response": response,
    },
    lambda error: isinstance(error, ExpatError) or is_parser_refusal(error),
)
