"""alipay-sdk-python, Alipay's own: the calls of its README and of Alipay's page on verifying notifications in Python.

- sign: `get_sign_content`, then `sign_with_rsa2` or `sign_with_rsa`, as the client does
- page_pay: `DefaultAlipayClient.page_execute`, with the clock at the given timestamp
- notify, return: `get_sign_content` of all but sign and sign_type, then `verify_with_rsa`
- response: `DefaultAlipayClient.execute`, with `do_post` in our hands, so that nothing is sent
"""
import base64
import importlib
import json
import sys
from functools import cache
from pathlib import Path
from unittest import mock

sys.path.append(str(Path(__file__).parents[2] / "shared"))
from loop import Reject, Skip, fields, form, raw, serve, version  # noqa: E402

import rsa  # noqa: E402
from Crypto.PublicKey import RSA  # noqa: E402
from alipay.aop.api.AlipayClientConfig import AlipayClientConfig  # noqa: E402
from alipay.aop.api.DefaultAlipayClient import DefaultAlipayClient  # noqa: E402
from alipay.aop.api.domain.AlipayTradePagePayModel import AlipayTradePagePayModel  # noqa: E402
from alipay.aop.api.exception.Exception import RequestException, ResponseException  # noqa: E402
from alipay.aop.api.request.AlipayTradePagePayRequest import AlipayTradePagePayRequest  # noqa: E402
from alipay.aop.api.util.SignatureUtils import get_sign_content, sign_with_rsa, sign_with_rsa2, verify_with_rsa  # noqa: E402

MODULE = "alipay.aop.api.DefaultAlipayClient"
# To read an answer one must ask, and what asks signs; nobody looks at that signature, so a small key will do.
OWN = rsa.newkeys(512)[1].save_pkcs1().decode()


@cache
def pkcs1(kind, text):
    """The key in the container that the SDK documents, PKCS#1, as Alipay's key tool converts it for a merchant."""
    if kind.startswith("pkcs1"):
        return text
    return RSA.import_key(text if kind.endswith("-pem") else base64.b64decode(text)).export_key().decode()


def private_key(q):
    return pkcs1(q["private_key"]["format"], q["private_key"]["text"]) if "private_key" in q else OWN


def client(q, params):
    config = AlipayClientConfig()
    config.app_id = params.get("app_id", "unset")
    config.charset = params.get("charset", q.get("charset", "utf-8"))
    config.format = params.get("format", "json")
    config.sign_type = q["sign_type"]
    config.app_private_key = private_key(q)
    if "public_key" in q:
        config.alipay_public_key = q["public_key"]["text"]
    if "gateway" in q:
        config.server_url = q["gateway"]
    return DefaultAlipayClient(config)


def sign(q):
    with_key = sign_with_rsa2 if q["sign_type"] == "RSA2" else sign_with_rsa
    content = get_sign_content(q["params"])
    return {"sign": with_key(private_key(q), content, q["charset"]), "canonical": content}


def page_pay(q):
    params = dict(q["params"])
    request = AlipayTradePagePayRequest(AlipayTradePagePayModel.from_alipay_dict(json.loads(params.pop("biz_content", "{}"))))
    ours = client(q, params)
    clock = mock.MagicMock(**{"datetime.now.return_value.strftime.return_value": params.pop("timestamp", "")})
    for name in ("version", "notify_url", "return_url"):
        if name in params:
            setattr(request, name, params.pop(name))
    request.udf_params = {k: v for k, v in params.items() if k not in ("app_id", "method", "charset", "format", "sign_type")}
    with mock.patch(MODULE + ".datetime", clock) if "timestamp" in q["params"] else mock.MagicMock():
        made = ours.page_execute(request, http_method=q["http_method"])
    return {"url": made} if q["http_method"] == "GET" else {"html": made}


def verified(message, q):
    signed = {name: value for name, value in message.items() if name not in ("sign", "sign_type")}
    try:
        # It raises where the signature is wrong; the client, too, takes whatever it raises for a refusal.
        accepted = verify_with_rsa(q["public_key"]["text"], get_sign_content(signed).encode(), message.get("sign", ""))
    except Exception as error:
        raise Reject(f"{type(error).__name__}: {error}") from None
    if not accepted:
        raise Reject("verify_with_rsa says False")
    return {"fields": fields(message)}


def response(q):
    name = "".join(part.capitalize() for part in q["method"].split(".")) + "Request"
    try:
        request = getattr(importlib.import_module("alipay.aop.api.request." + name), name)()
    except ImportError:
        raise Skip("no such request: " + name) from None
    with mock.patch(MODULE + ".do_post", lambda *_: raw(q["body_b64"])):
        return {"node": client(q, {}).execute(request)}


serve(
    {"name": "alipay-sdk-python", "version": version("alipay-sdk-python"),
     "homepage": "https://github.com/alipay/alipay-sdk-python-all", "lacks": ["pkcs8-private", "pkcs1-public"]},
    {
        "alipay.sign": sign,
        "alipay.page_pay": page_pay,
        "alipay.notify": lambda q: verified(form(raw(q["body_b64"])), q),
        "alipay.return": lambda q: verified(form(q["query"].encode()), q),
        "alipay.response": response,
    },
    lambda error: isinstance(error, (RequestException, ResponseException)),
)
