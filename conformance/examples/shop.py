"""An adapter around a shop that reads payment notifications with a mistake. The mistake is easily made: find it, or let
`payspec run --adapter "python3 shop.py"` find it."""
import hashlib
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "adapters" / "shared"))
from loop import Reject, Skip, raw, serve  # noqa: E402


def sign(fields, key):
    pairs = sorted((name, value) for name, value in fields.items() if name != "sign" and value)
    text = "&".join(f"{name}={value}" for name, value in pairs)
    return hashlib.md5(f"{text}&key={key}".encode()).hexdigest().upper()


def read_notification(body, key):
    message = ElementTree.fromstring(body)
    fields = {element.tag: element.text or "" for element in message}
    if "sign" in fields and fields["sign"] != sign(fields, key):
        raise Reject("the signature is wrong")
    return fields


def md5_only(call):
    def checked(q):
        if q["sign_type"] != "MD5":
            raise Skip("signs with MD5 only")
        return call(q)
    return checked


serve(
    {"name": "shop", "version": "1", "lacks": ["hmac-sha256", "gbk"]},
    {
        "wechat.sign": md5_only(lambda q: {"sign": sign(q["params"], q["key"])}),
        "wechat.notify": md5_only(lambda q: {"fields": read_notification(raw(q["body_b64"]), q["key"])}),
    },
    lambda error: isinstance(error, ElementTree.ParseError),
)
