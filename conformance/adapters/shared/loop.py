"""The JSON Lines loop of every Python adapter: adapter protocol v1, see conformance/PROTOCOL.md."""
import base64
import contextlib
import json
import os
import sys
import tempfile
from importlib.metadata import version  # noqa: F401  (adapters take it from here)
from pathlib import Path
from unittest import mock
from urllib.parse import parse_qsl

# Standard output belongs to the protocol; some SDKs print, so theirs goes to standard error from here on.
_protocol = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
os.dup2(2, 1)
sys.stdout = sys.stderr


class Reject(Exception):
    """The SDK refused the input in the way in which it documents refusing."""


class Skip(Exception):
    """The SDK has no such feature."""


def raw(b64):
    return base64.b64decode(b64)


def text(b64):
    """A body as Flask's `request.get_data(as_text=True)` hands it over."""
    return raw(b64).decode("utf-8", "replace")


def b64(value):
    return base64.b64encode(value.encode() if isinstance(value, str) else value).decode()


def form(body):
    """A form body or query as Flask's `request.form.to_dict()` hands it over: the first of a repeated name."""
    result = {}
    for name, value in parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True):
        result.setdefault(name, value)
    return result


def fields(message):
    """The protocol's `fields`: text stays as it is; a number is written out; anything else shows as the JSON that it is."""
    result = {}
    for name, value in message.items():
        if isinstance(value, (dict, list)):
            try:
                result[name] = json.dumps(value, ensure_ascii=False)
            except RecursionError:
                result[name] = "(too deep to show)"
        elif value is not None:
            result[name] = str(value)
    return result


def key_file(key):
    """A file with the key, in a folder that only this process reads: some SDKs want paths."""
    name = f"{key['format']}-{hash(key['text']) & (1 << 64) - 1:x}.pem"
    path = _private / name
    if not path.exists():
        path.write_text(key["text"])
    return str(path)


_folder = tempfile.TemporaryDirectory(prefix="payspec-")
_private = Path(_folder.name)


@contextlib.contextmanager
def wire(answer=b""):
    """Stands in for the network under `requests`: keeps what would be sent, answers 200 with `answer`."""
    import requests

    sent = []

    def send(_adapter, request, **_options):
        sent.append(request.body)
        response = requests.Response()
        response.status_code, response.request, response.url = 200, request, request.url
        response._content = answer
        return response

    with mock.patch("requests.adapters.HTTPAdapter.send", send):
        yield sent


def sent_by(call):
    """What `call` would send; that it then dislikes the empty answer says nothing about the request."""
    with wire() as sent:
        try:
            call()
        except Exception:
            if not sent:
                raise
    return {"body_b64": b64(sent[0])}


def is_parser_refusal(error):
    """What Python's XML parser and xmltodict refuse with no class of their own: encodings, and documents with entities."""
    return isinstance(error, (ValueError, LookupError)) and str(error).startswith(
        ("entities are disabled", "multi-byte encodings are not supported", "unknown encoding"))


def _answer(request, about, operations, refuses):
    if request["op"] == "hello":
        return {"ok": {"language": "python", **about, "ops": list(operations)}}
    if request["op"] not in operations:
        return {"skip": "not in ops"}
    try:
        return {"ok": operations[request["op"]](request["in"])}
    except Skip as skip:
        return {"skip": str(skip)}
    except Exception as error:
        if isinstance(error, Reject) or refuses(error):
            return {"reject": {"reason": (str(error) or type(error).__name__)[:500]}}
        return {"fault": f"{type(error).__name__}: {error}"[:500]}


def serve(about, operations, refuses=lambda error: False):
    """Answers requests one at a time until the input ends.

    `refuses` tells an exception by which the SDK refuses: one of its own classes, or the refusal of the XML or JSON
    parser that it hands the message to and whose error it lets through. Any other exception is a fault.
    """
    for line in sys.stdin.buffer:
        request = json.loads(line)
        reply = {"id": request["id"], **_answer(request, about, operations, refuses)}
        _protocol.write(json.dumps(reply) + "\n")
        _protocol.flush()
