"""Whatever is sent, a reader answers as its document says and as the other clouds do, and tells no secret."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.fuzz import hostile
from tests.fuzz.checks import ask
from tests.fuzz.hostile import encoded
from tests.fuzz.readers import HISTORY, LAST_ENTRY, FuzzedReader, Request
from tests.fuzz.records import DEVICES, HOUR, shown

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


def _send(readers: list[FuzzedReader], requests: st.SearchStrategy[Request], examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(requests)
    def send(request: Request) -> None:
        first, *_ = ask(readers, request)
        event(f"status {first.status_code}")

    send()
