"""Whatever is sent, a reader answers as its document says and as the other clouds do, and tells no secret."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
import requests
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import hostile
from benchmarks.fuzz.checks import ask, untold
from benchmarks.fuzz.hostile import SOUND, encoded
from benchmarks.fuzz.readers import HISTORY, LAST_ENTRY, FuzzedReader, Request
from benchmarks.fuzz.records import DEVICES, HOUR, shown

pytestmark = pytest.mark.xdist_group("fuzz")

KINDS = {"query": hostile.queries(), "body": hostile.bodies(), "headers": hostile.headers()}


@pytest.mark.parametrize("path", [HISTORY, LAST_ENTRY])
def test_a_device_gets_its_own_records_however_like_anothers_its_name(
    readers: list[FuzzedReader], path: str
) -> None:
    for device in DEVICES:
        payload = {"iotDeviceId": device, "selectedProperties": ["owner"], **HOUR}
        answers = ask(readers, Request(path, encoded({"target_layer": "L3-hot", "payload": payload})))
        assert [shown(answer.content) for answer in answers] == [{device}] * len(readers)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_sent(readers: list[FuzzedReader], kind: str) -> None:
    _send(readers, KINDS[kind], settings().max_examples)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_sent_to_a_deployed_lambda(deployed_lambda: list[FuzzedReader], kind: str) -> None:
    _send(deployed_lambda, KINDS[kind], settings().max_examples // 10)


@pytest.mark.parametrize("flood", [{f"X-{n}": "x" for n in range(5000)}, {"X-Long": "x" * 1_000_000}])
def test_a_flood_of_headers_does_not_keep_a_reader_from_answering(
    readers: list[FuzzedReader], deployed_lambda: list[FuzzedReader], flood: dict[str, str]
) -> None:
    sound = Request(LAST_ENTRY, encoded({"target_layer": "L3-hot", "payload": SOUND}))
    for reader in {reader.name: reader for reader in (*readers, *deployed_lambda)}.values():
        # The server in front of the function refuses it in its own words, or closes the connection.
        with suppress(requests.ConnectionError):
            refused = reader.send(replace(sound, headers={**sound.headers, **flood}))
            assert refused.status_code < 500
            assert untold(refused) == []
        assert reader.send(sound).status_code == 200


def _send(readers: list[FuzzedReader], strategy: st.SearchStrategy[Request], examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(strategy)
    def send(request: Request) -> None:
        first, *_ = ask(readers, request)
        event(f"status {first.status_code}")

    send()
