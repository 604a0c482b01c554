"""Reads every vector of wechat.sign and runs it against a signer: replace `sign` by yours. Standard library only."""
import hashlib
import hmac
import json
import pathlib
import sys


def sign(params, key, sign_type):
    """The implementation under test."""
    pairs = [f"{name}={value}" for name, value in sorted(params.items()) if name != "sign" and value != ""]
    text = "&".join(pairs + ["key=" + key]).encode()
    if sign_type == "HMAC-SHA256":
        return hmac.new(key.encode(), text, "sha256").hexdigest().upper()
    return hashlib.md5(text).hexdigest().upper()


def vectors(folder, op):
    for path in sorted(folder.glob("*/*.json")):
        suite = json.loads(path.read_text(encoding="utf-8"))
        for group in suite["groups"] if suite["op"] == op else []:
            for test in group["tests"]:
                yield test, {**group.get("given", {}), **test.get("in", {})}  # laid over, shallowly


failed = judged = 0
for test, given in vectors(pathlib.Path(__file__).resolve().parent.parent, "wechat.sign"):
    try:
        got = sign(given["params"], given["key"], given["sign_type"])
    except ValueError:  # this implementation's way of refusing
        got = None
    allowed = [expect["sign"] for expect in test.get("any_of", [test.get("expect", {})]) if "sign" in expect]
    right = {"valid": got in allowed, "invalid": got is None, "acceptable": got is None or got in allowed}
    judged += 1
    if not right[test["result"]]:
        failed += 1
        print(f"{test['id']}: {test['about']}\n  got {got}, expected {allowed or 'a refusal'}")
print(f"{judged} vectors, {failed} failed")
sys.exit(1 if failed or not judged else 0)
