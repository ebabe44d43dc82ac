"""What comes as a header, an address or the body of whatever answered."""

from __future__ import annotations

import json
import math
from urllib.parse import urlsplit

import requests
from crosstwin_contract.excerpt import LENGTH, excerpt, without_token
from crosstwin_contract.strict_json import InvalidJson, loads
from crosstwin_contract.token import accepted_tokens, is_accepted
from crosstwin_contract.url import fits_header, parse_reader_url
from hotread import trace
from hotread.compression import negotiated, prefers_gzip
from remote_reader.failure import reader_error
from remote_reader.retries import retries

from benchmarks.fuzz.parsers.target import Target, seeds, text_of

TOKEN = "0123456789abcdef" * 4
_PARTS = [TOKEN[start : start + 12] for start in range(len(TOKEN) - 12)]


def _excerpt(data: bytes) -> None:
    shown = excerpt(data, TOKEN)
    assert len(shown) <= LENGTH
    _has_no_token(shown)
    _has_no_token(reader_error(data, TOKEN))
    _has_no_token(without_token(text_of(data)[:500], TOKEN))


def _has_no_token(text: str) -> None:
    assert not any(part in text for part in _PARTS), "a part of the token is shown"


def _strict_json(data: bytes) -> None:
    try:
        value = loads(data)
    except InvalidJson:
        return
    assert loads(data, check_keys=False) == value
    text = _dumps(value)
    if text is not None:
        assert loads(text) == value


def _dumps(value: object) -> bytes | None:
    try:
        return json.dumps(value, allow_nan=False).encode()
    except (ValueError, RecursionError):  # 1e999, which is a number of JSON's
        return None


def _url(data: bytes) -> None:
    try:
        found = parse_reader_url(text_of(data))
    except ValueError:
        return
    try:
        prepared = requests.Request("POST", found.url).prepare()
    except requests.exceptions.InvalidURL:
        return  # an empty label, or one that is too long: nothing is sent
    host = urlsplit(prepared.url or "").hostname
    assert host == found.host.strip("[]"), "a client would connect to another host"


def _headers(data: bytes) -> None:
    text = text_of(data)
    assert not is_accepted(text, (TOKEN,)) or text.split(",")[0].strip(" \t") == TOKEN
    assert len(trace.from_traceparent(text)) == 32
    assert 1 <= len(trace.from_envelope(text, "otherwise")) <= 128
    assert isinstance(prefers_gzip(text), bool)
    negotiated(b"x" * 2000, text)
    wait = retries(3, 1.0).wait(text)
    assert wait >= 0
    assert math.isfinite(wait)
    try:
        tokens = accepted_tokens(text)
    except ValueError:
        return
    for token in tokens:
        if fits_header(token):
            assert is_accepted(token, tokens)


TARGETS = {
    "excerpt": Target(
        _excerpt,
        [
            *seeds({"error": {"code": "A", "message": TOKEN}}, {"n": [1, {"a": "b"}]}),
            b"<html><body>x</body></html>",
            b"time,value\n1,2\n",
            b'{"a": "\\x30\\u0031%32&#51;',
        ],
    ),
    "strict JSON": Target(
        _strict_json,
        [*seeds({"a": [1, -1.5e3, None, True, "\u00e9\\"]}), b'{"a":1,"a":2}', b'"\\ud83d\\ude00"'],
    ),
    "URL": Target(
        _url,
        [
            b"https://example.com/api/hot-reader?a=b#c",
            b"http://127.0.0.1:8080/",
            b"http://[::1]:80/x",
            b"https://user:word@example.com/",
            b"http://localhost",
        ],
    ),
    "headers": Target(
        _headers,
        [
            TOKEN.encode(),
            f"{TOKEN}, {TOKEN[::-1]}".encode(),
            b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            b"gzip;q=0.5, identity;q=0.1, *;q=0",
            b"Wed, 21 Oct 2026 07:28:00 GMT",
            b"120",
            b"\xed\xa0\x80",
        ],
    ),
}
