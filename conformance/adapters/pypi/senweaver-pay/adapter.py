"""senweaver-pay's Alipay channel: the calls of its README.

- sign: `sign_params` of the channel's helper; page_pay: `web`, with the clock at the given timestamp
- notify: `callback(form_data=…)`; return: `callback(query_data=…)`; reply: `success`, `failure`
- response: `query`, with the network under `requests` in our hands; the message is in `raw_data`
It knows the certificate mode only and wants paths. The app's certificate is one of our own, made here; where Alipay's is
wanted it also takes a public key.
"""
import datetime
import json
import sys
from functools import cache
from pathlib import Path
from unittest import mock

sys.path.append(str(Path(__file__).parents[2] / "shared"))
from loop import Skip, b64, fields, form, key_file, raw, serve, version, wire  # noqa: E402

from cryptography import x509  # noqa: E402
from cryptography.hazmat.primitives import hashes, serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: E402
from senweaver_pay.channels.alipay.client import Alipay  # noqa: E402
from senweaver_pay.channels.alipay.helper import sign_params  # noqa: E402
from senweaver_pay.constants import ALIPAY_BASE_URL  # noqa: E402
from senweaver_pay.exceptions import PayException  # noqa: E402
from senweaver_pay.types import PaymentStatus  # noqa: E402

KEY = rsa.generate_private_key(65537, 2048)
NAME = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "payspec")])
START = datetime.datetime(2026, 1, 1)
CERTIFICATE = (
    x509.CertificateBuilder().subject_name(NAME).issuer_name(NAME).public_key(KEY.public_key()).serial_number(1)
    .not_valid_before(START).not_valid_after(START + datetime.timedelta(days=36500)).sign(KEY, hashes.SHA256())
)
OWN = KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
OWN = {"format": "own", "text": OWN.decode()}
CERTIFICATE = {"format": "certificate", "text": CERTIFICATE.public_bytes(serialization.Encoding.PEM).decode()}

OPTIONAL = {"body", "goods_detail", "time_expire", "extend_params", "passback_params"}
WEB = {"out_trade_no", "total_amount", "subject", "product_code"} | OPTIONAL


@cache  # a merchant makes one and keeps it; it reads its keys when it is made, which takes long
def configured(private_key, public_key_path, config):
    return Alipay({
        "app_id": "unset",
        "app_secret_cert": private_key,
        "app_public_cert_path": key_file(CERTIFICATE),
        "alipay_root_cert_path": key_file(CERTIFICATE),
        "alipay_public_cert_path": public_key_path,
        **dict(config),
    })


def channel(q, **config):
    private_key = q["private_key"]["text"] if "private_key" in q else key_file(OWN)
    return configured(private_key, key_file(q.get("public_key", CERTIFICATE)), tuple(config.items()))


def sign(q):
    private_key = channel(q)._get_private_key(q["private_key"]["text"])
    return {"sign": sign_params(dict(q["params"]), private_key, q["sign_type"])["sign"]}


def page_pay(q):
    modes = {address: mode for mode, address in ALIPAY_BASE_URL.items()}
    params = q["params"]
    biz_content = json.loads(params["biz_content"])
    if q["http_method"] != "POST" or q["sign_type"] != "RSA2" or q["gateway"] not in modes or not biz_content.keys() <= WEB:
        raise Skip("makes RSA2 forms to Alipay's gateways, of the fields that it knows")
    config = {name: params[name] for name in ("app_id", "notify_url", "return_url", "app_auth_token") if name in params}
    with mock.patch("time.strftime", lambda _format: params["timestamp"]):
        return {"html": channel(q, mode=modes[q["gateway"]], **config).web(biz_content).form_data}


def called_back(result):
    return {"fields": fields(result.data), "paid": result.status == PaymentStatus.SUCCESS}


def response(q):
    if q["method"] != "alipay.trade.query":
        raise Skip("query is alipay.trade.query")
    with wire(raw(q["body_b64"])):
        result = channel(q).query({"out_trade_no": "1"})
    if not result.raw_data:
        raise PayException(result.message)
    return {"json": result.raw_data, "paid": result.status == PaymentStatus.SUCCESS}


serve(
    {"name": "senweaver-pay", "version": version("senweaver-pay"), "homepage": "https://github.com/senweaver/senweaver-pay",
     "lacks": ["gbk", "bare-keys"]},
    {
        "alipay.sign": sign,
        "alipay.page_pay": page_pay,
        "alipay.notify": lambda q: called_back(channel(q).callback(form_data=form(raw(q["body_b64"])))),
        "alipay.return": lambda q: called_back(channel(q).callback(query_data=form(q["query"].encode()))),
        "alipay.response": response,
        "alipay.reply": lambda q: {"body_b64": b64(channel(q).success() if q["outcome"] == "success" else channel(q).failure())},
    },
    lambda error: isinstance(error, PayException),
)
