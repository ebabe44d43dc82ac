"""Whatever a store answers, a reader answers nothing that the store did not send, or an error by name.

The answers are sound but for a few parts: of the JSON, or of the bytes of the response.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hotread.store import HotStore

from benchmarks.fuzz.checks import note_of
from benchmarks.fuzz.damage import damaged_bytes
from benchmarks.fuzz.lengths import each, is_full
from benchmarks.fuzz.outcomes import Outcomes
from benchmarks.fuzz.parsers.mutations import mutations
from tests.contract.functions.hostile_stores import (
    READS,
    STORES,
    Store,
    asked,
    hostile,
    raw,
    sound,
    with_body,
)
from tests.contract.functions.scripted_store import Scripted

FIGURES_OF = "stores"
_DOCUMENTED = {"STORE_FAILED", "STORE_THROTTLED", "STORE_NOT_INDEXED", "INVALID_STORED_RECORD"}
_LONGEST = 3.0  # seconds
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", re.ASCII)
Reader = tuple[HotStore, Scripted]


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Store:
    found = STORES[request.param]
    monkeypatch.setattr(found.client, "_LONGEST_WAIT", 0.0)
    monkeypatch.setattr(found.client, "_LATEST_ATTEMPT", 0.0)
    return found


@pytest.fixture
def reader(store: Store) -> Iterator[Reader]:
    with hostile(store) as found:
        yield found


@pytest.mark.parametrize("read", READS)
def test_answers(store: Store, reader: Reader, read: str, outcomes: Outcomes) -> None:
    def check(body: bytes) -> None:
        _check(reader, read, with_body(body), body, outcomes)

    each(3, 60, damaged_bytes(sound(store, read)), check)


def test_responses(store: Store, reader: Reader, outcomes: Outcomes) -> None:
    bodies = {read: json.dumps(sound(store, read)).encode() for read in READS}
    chunked = [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        for body in bodies.values()
    ]
    seeds = [
        *map(with_body, bodies.values()),
        *chunked,
        b"HTTP/1.1 100 Continue\r\n\r\n" + with_body(bodies["history"]),
        with_body(b'{"__type":"#ThrottlingException","message":"m"}', b"HTTP/1.1 400 Bad Request"),
        with_body(
            b'[{"error":{"code":429,"message":"m"}}]', b"HTTP/1.1 429 Too Many\r\nx-ms-retry-after-ms: 0"
        ),
    ]
    for number, data in enumerate(mutations(seeds, 3_000 if is_full() else 150, seed=3)):
        _check(reader, [*READS][number % 2], data, data, outcomes)


def _check(reader: Reader, read: str, response: bytes, body: bytes, outcomes: Outcomes) -> None:
    found, server = reader
    server.will(raw(response, stays=False))
    outcomes.requests += 1
    started = time.monotonic()
    with note_of(f"answered with {response!r:.3000}"):
        got = asked(found, read)
        assert time.monotonic() - started < _LONGEST
        answer = json.loads(got.body)
        outcomes.names[answer["error"]["code"] if "error" in answer else "answered"] += 1
        if got.status == 200:
            text = body.decode(json.detect_encoding(body), "replace")
            for value in _values(answer["propertyValues"]):
                assert _was_sent(value, text), value
        else:
            assert answer["error"]["code"] in _DOCUMENTED


def _was_sent(value: Any, text: str) -> bool:
    if isinstance(value, bool):
        return str(value).lower() in text
    if isinstance(value, int | float):
        return any(float(number) == value or number == str(value) for number in _NUMBER.findall(text))
    spelled = (
        value,
        value.removesuffix("Z"),
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
    )
    return any(one in text for one in spelled)


def _values(found: Any) -> Iterator[Any]:
    """The times and values of an answer, of either reader."""
    if isinstance(found, list):
        for item in found:
            yield from _values(item)
    elif isinstance(found, dict):
        for name, item in found.items():
            if name not in ("entityPropertyReference", "propertyReference"):
                yield from _values(item)
    else:
        yield found
