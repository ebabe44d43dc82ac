"""Whatever is sent to the readers' core, over records in memory: without a server, there is time for more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st

from benchmarks.fuzz import hostile
from benchmarks.fuzz.checks import ask, check, note_of
from benchmarks.fuzz.complete import asking, check_histories, check_last_entries, hundred, questions
from benchmarks.fuzz.hostile import encoded
from benchmarks.fuzz.in_process import reader_over
from benchmarks.fuzz.lengths import each, is_full
from benchmarks.fuzz.parsers.mutations import mutations
from benchmarks.fuzz.readers import HISTORY, LAST_ENTRY, FuzzedReader, Request
from benchmarks.fuzz.records import DEVICES, HOUR, records
from tests.unit.core.memory_store import MemoryStore

STORED = records()
_PAYLOADS: list[dict[str, Any]] = [
    {"iotDeviceId": "pump-7", "selectedProperties": ["owner", "n"], "maxResults": 2},
    {"iotDeviceId": "pump", "selectedProperties": ["owner"], "maxDataPoints": 4, "orderByTime": "DESCENDING"},
    {"entityId": "f\u00fchler", "selectedProperties": ["owner", "nLatest"], "properties": {"owner": {}}},
    {"devices": DEVICES[:6], "selectedProperties": ["owner"], "maxResults": 9},
    {"devices": [{"iotDeviceId": "..", "selectedProperties": ["owner"], "since": HOUR["startTime"]}, "%"]},
    {
        "devices": ["pump-7 ", "Pump-7"],
        "selectedProperties": ["owner", "x"],
        "nextToken": "MzowIC0gcHVtcC03IA==",
    },
    {
        "iotDeviceId": "pump-7/hot",
        "selectedProperties": ["n"],
        "interpolation": {"interpolationType": "LINEAR", "intervalInSeconds": 600},
    },
    {
        "iotDeviceId": "__pump-7__",
        "selectedProperties": ["owner"],
        "propertyFilters": [{"propertyName": "n", "operator": ">=", "value": {"integerValue": 1}}],
    },
]
BODIES = [encoded({"target_layer": "L3-hot", "payload": {**HOUR, **payload}}) for payload in _PAYLOADS]
KINDS = {
    "query": hostile.queries(),
    "batch": hostile.batches(),
    "body": hostile.bodies(),
    "headers": hostile.headers(),
}


@pytest.fixture(scope="module")
def core(
    tmp_path_factory: pytest.TempPathFactory, record_testsuite_property: Callable[[str, object], None]
) -> Iterator[FuzzedReader]:
    """The readers' core over a store in memory."""
    reader = reader_over(
        "core", MemoryStore(STORED, page_size=7), lambda _: None, tmp_path_factory.mktemp("core")
    )
    yield reader
    for figure, value in reader.tally.figures().items():
        record_testsuite_property(f"{reader.name}.{figure}", value)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_whatever_is_sent_to_the_core(core: FuzzedReader, kind: st.SearchStrategy[Request]) -> None:
    each(2, 60, kind, partial(ask, [core]))


def test_bodies_that_are_nearly_sound(core: FuzzedReader) -> None:
    for number, body in enumerate(mutations(BODIES, 40_000 if is_full() else 300, seed=2)):
        with note_of(f"asked with {body!r:.900}"):
            request = Request((HISTORY, LAST_ENTRY)[number % 2], body)
            check(request, core.send(request))


def test_each_of_a_hundred_devices_gets_its_own_newest_record(core: FuzzedReader) -> None:
    check_last_entries(core, hundred())


def test_each_of_many_devices_gets_its_own_history_to_its_end(core: FuzzedReader) -> None:
    each(0.1, 20, questions(DEVICES, 100), partial(check_histories, asking(core), STORED))
