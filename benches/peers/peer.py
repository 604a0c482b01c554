"""`python peer.py PACKAGE MESSAGES`, by the Python in which the package is installed: prints the nanoseconds of each call."""

import json
import sys
import time
from pathlib import Path
from urllib.parse import parse_qsl

name, file = sys.argv[1:]
m = json.loads(Path(file).read_text())


def wechatpy():
    from wechatpy.pay import WeChatPay
    from wechatpy.pay.utils import calculate_signature

    client = WeChatPay("wxd930ea5d5a258f4f", m["key"], "10000100")
    return {
        "wechat-sign": lambda: calculate_signature(m["order"], m["key"]),
        "wechat-notification": lambda: client.parse_payment_result(m["notification"].encode()),
    }


def weixin_python():
    from weixin.pay import WeixinPay

    client = WeixinPay("wxd930ea5d5a258f4f", "10000100", m["key"], "https://merchant.example/notify")
    return {
        "wechat-sign": lambda: client.sign(m["order"]),
        "wechat-notification": lambda: client.check(dict(client.to_dict(m["notification"]))),
    }


def py_pay():
    from py_pay import wechat

    client = wechat.WechatPay("wxd930ea5d5a258f4f", "10000100", m["key"])
    return {
        "wechat-sign": lambda: wechat.sign(m["key"], m["order"]),
        "wechat-notification": lambda: client.pay_notify(m["notification"].encode())[0],
    }


def python_alipay_sdk():
    from alipay import AliPay

    def pem(kind, base64):
        return f"-----BEGIN {kind} KEY-----\n{base64}\n-----END {kind} KEY-----"

    client = AliPay(
        appid=m["request"]["app_id"],
        app_private_key_string=pem("PRIVATE", m["private_key"]),
        alipay_public_key_string=pem("PUBLIC", m["public_key"]),
        sign_type="RSA2",
    )

    def verify():
        data = dict(parse_qsl(m["alipay_notification"], keep_blank_values=True))
        return client.verify(data, data.pop("sign"))

    return {"alipay-sign": lambda: client.sign_data(dict(m["request"])), "alipay-notification": verify}


def fastest(run):
    times, best, began = 1, float("inf"), time.perf_counter()
    while time.perf_counter() - began < 2:
        started = time.perf_counter()
        for _ in range(times):
            assert run(), "refused a genuine message"
        took = time.perf_counter() - started
        if took < 1e-3:
            times *= 2
        else:
            best = min(best, took / times)
    return best * 1e9


peers = {"wechatpy": wechatpy, "weixin-python": weixin_python, "py-pay": py_pay, "python-alipay-sdk": python_alipay_sdk}
print(json.dumps({operation: fastest(run) for operation, run in peers[name]().items()}))
