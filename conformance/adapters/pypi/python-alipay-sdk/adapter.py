"""python-alipay-sdk: the calls of its README.

- sign: `sign_data`; page_pay: `client_api`, whose result goes behind the gateway's address, as the README says
- notify, return: `verify`, with the sign taken out as in the README's Flask sample
- response: `server_api`, with `urlopen` in our hands, so that nothing is sent
"""
import io
import json
import sys
from functools import cache
from json import JSONDecodeError
from pathlib import Path
from unittest import mock
from urllib.parse import parse_qs

sys.path.append(str(Path(__file__).parents[2] / "shared"))
from loop import Reject, Skip, fields, form, raw, serve, version  # noqa: E402

from alipay import AliPay  # noqa: E402
from alipay.exceptions import AliPayException, AliPayValidationError  # noqa: E402
from Cryptodome.PublicKey import RSA  # noqa: E402

# The constructor wants both keys, whichever is used.
OWN = RSA.generate(2048)
PRIVATE, PUBLIC = OWN.export_key().decode(), OWN.public_key().export_key().decode()


@cache  # a merchant makes one and keeps it; it reads its keys when it is made, which takes long
def configured(appid, private_key, public_key, sign_type):
    return AliPay(appid=appid, app_private_key_string=private_key, alipay_public_key_string=public_key, sign_type=sign_type)


def alipay(q, appid="unset"):
    private_key = q["private_key"]["text"] if "private_key" in q else PRIVATE
    return configured(appid, private_key, q["public_key"]["text"] if "public_key" in q else PUBLIC, q["sign_type"])


def sign(q):
    return {"sign": parse_qs(alipay(q).sign_data(dict(q["params"])))["sign"][0]}


def page_pay(q):
    if q["http_method"] != "GET":
        raise Skip("makes links only")
    params = dict(q["params"])
    biz_content = json.loads(params.pop("biz_content", "{}"))
    order = alipay(q, params["app_id"]).client_api(params.pop("method"), biz_content, **params)
    return {"url": q["gateway"] + "?" + order}


def verified(message, q):
    data = dict(message)
    signature = data.pop("sign", "")
    if not alipay(q).verify(data, signature):
        raise Reject("verify says False")
    return {"fields": fields(message)}


def response(q):
    with mock.patch("alipay.urlopen", lambda *_args, **_options: io.BytesIO(raw(q["body_b64"]))):
        return {"json": alipay(q).server_api(q["method"])}


serve(
    {"name": "python-alipay-sdk", "version": version("python-alipay-sdk"), "homepage": "https://github.com/fzlee/alipay",
     "lacks": ["gbk", "bare-keys"]},
    {
        "alipay.sign": sign,
        "alipay.page_pay": page_pay,
        "alipay.notify": lambda q: verified(form(raw(q["body_b64"])), q),
        "alipay.return": lambda q: verified(form(q["query"].encode()), q),
        "alipay.response": response,
    },
    lambda error: isinstance(error, (AliPayException, AliPayValidationError, JSONDecodeError)),
)
