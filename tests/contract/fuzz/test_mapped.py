"""Existing stores with records of another form: each device gets its own, whatever is stored beside them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from crosstwin_contract.strict_json import loads
from hypothesis import strategies as st

from benchmarks.fuzz import hostile
from benchmarks.fuzz.checks import ask, specification
from benchmarks.fuzz.complete import asking, check_histories, check_last_entries, hundred, questions
from benchmarks.fuzz.lengths import each, is_full
from benchmarks.fuzz.mapped import HARMS, MAPPINGS, Harm, Mapped, mapped
from benchmarks.fuzz.readers import HISTORY, LAST_ENTRY, LONGEST, Request
from benchmarks.fuzz.records import HOUR, MILLISECONDS, records
from tests.contract.readers.conftest import CLOUDS

pytestmark = pytest.mark.xdist_group("fuzz-mapped")

CLEAN, FIELDS = "clean neighbour", ["n", "x", "owner"]
STORED = records(MILLISECONDS)
MOMENTS = ["10:00:00Z", "10:15:00Z", "10:30:00Z", "10:45:00Z", "11:00:00Z"]


# Google's emulator takes a while to start.
_CLOUDS = [pytest.param(cloud, marks=[pytest.mark.nightly] if cloud == "gcp" else []) for cloud in MAPPINGS]


@pytest.fixture(scope="module", params=_CLOUDS)
def stores(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, record_testsuite_property: Any
) -> Iterator[list[Mapped]]:
    """The readers over a cloud's existing stores: one of them, or all where the tests are long."""
    if missing := CLOUDS[request.param][1]():
        pytest.skip(f"no {request.param} store on this machine: {missing}")
    names = MAPPINGS[request.param] if is_full() else MAPPINGS[request.param][:1]
    with mapped(request.param, names, tmp_path_factory.mktemp(request.param)) as found:
        for one in found:
            one.reader.local.put([row for row in STORED if row["iotDeviceId"] in one.known])
            one.reader.local.put(_rows(CLEAN))
        yield found
        for one in found:
            for figure, value in one.reader.tally.figures().items():
                record_testsuite_property(f"mapped {one.reader.name}.{figure}", value)


def test_each_of_a_hundred_devices_gets_its_own_newest_record(stores: list[Mapped]) -> None:
    for one in stores:
        check_last_entries(one.reader, hundred(one.known))


def test_each_of_many_devices_gets_its_own_history_to_its_end(stores: list[Mapped]) -> None:
    for one in stores:
        ask = asking(one.reader)
        each(0.02, 2, questions(one.known, 100), partial(check_histories, ask, STORED))


@pytest.mark.parametrize("kind", [hostile.queries(), hostile.batches()], ids=["queries", "batches"])
def test_whatever_is_asked(stores: list[Mapped], kind: st.SearchStrategy[Request]) -> None:
    for one in stores:
        # Firestore's emulator takes a colon in an id at a path's end, encoded or not, for that of the method.
        if one.reader.name != "gcp-subcollection":
            each(0.1, 10, kind, partial(ask, [one.reader]))


def test_a_hostile_record_is_named_and_its_neighbours_are_answered(stores: list[Mapped]) -> None:
    harms = st.lists(st.tuples(HARMS, st.sampled_from(MOMENTS)), min_size=1, max_size=3)
    for one in stores:
        each(0.1, 15, harms, partial(_check_harmed, one))


def _check_harmed(one: Mapped, harms: list[tuple[Harm, str]]) -> None:
    device = f"harmed-{uuid.uuid4().hex}"
    rows = _rows(device)
    one.reader.local.put(rows[:3])
    for harm, moment in harms:
        item = one.item({**rows[0], "id": f"2026-01-15T{moment}", "n": 5})
        one.write(harm.done(item, one.mapping, are_paths=one.are_paths), device)
    # A table has one item of a device and a time: the harmed one replaces the other.
    whole = {row["n"] for row in rows[:3] if not any(row["id"].endswith(moment) for _, moment in harms)}
    _check(one, device, whole)


def _rows(device: str) -> list[dict[str, Any]]:
    return [
        {"iotDeviceId": device, "id": f"2026-01-15T{time}", "n": number, "x": 1.5, "owner": device}
        for number, time in enumerate(MOMENTS)
    ]


def _check(one: Mapped, device: str, whole: set[int]) -> None:
    """Each answer is of the document, and names the record at fault or has the rows that are whole."""
    alone = {"iotDeviceId": device, "selectedProperties": FIELDS, **HOUR}
    many = {"devices": [device, CLEAN], "selectedProperties": FIELDS, **HOUR}
    for order in ("ASCENDING", "DESCENDING"):
        for extra in ({}, {"maxResults": 2}, {"maxDataPoints": 4}):
            _send(one, HISTORY, {**alone, "orderByTime": order, **extra}, whole)
        _send(one, HISTORY, {**many, "orderByTime": order}, whole)
    interpolation = {"interpolationType": "LINEAR", "intervalInSeconds": 600}
    _send(one, HISTORY, {**alone, "selectedProperties": ["n"], "interpolation": interpolation}, whole)
    _send(one, LAST_ENTRY, alone, whole)
    _send(one, LAST_ENTRY, many, whole)


def _send(one: Mapped, route: str, payload: dict[str, Any], whole: set[int]) -> None:
    body = json.dumps({"target_layer": "L3-hot", "payload": payload}).encode()
    response = one.reader.send(Request(route, body))
    told = response.text[:500]
    assert response.status_code in (200, 400, 500), told
    assert response.elapsed.total_seconds() < LONGEST
    specification()[route]["POST"].validate_response(response)
    answer = loads(response.content)
    if response.status_code != 200:
        assert answer["error"]["code"] in _NAMED, told
        return
    for entry in answer.get("devices", ()):
        if entry["iotDeviceId"] == CLEAN:
            assert json.dumps(entry).count(f'"{CLEAN}"') == (6 if route == HISTORY else 2), told
        elif "error" in entry:
            assert entry["error"]["code"] in _NAMED, told
        assert CLEAN not in json.dumps(entry) or entry["iotDeviceId"] == CLEAN
    if (
        route == HISTORY
        and "propertyValues" in answer
        and not {"maxResults", "maxDataPoints", "interpolation"} & {*payload}
    ):
        numbers = [value["value"].get("IntegerValue") for value in answer["propertyValues"][0]["values"]]
        assert whole <= {*numbers}, f"rows are missing: {told}"


_NAMED = ("INVALID_STORED_RECORD", "UNSUPPORTED_INTERPOLATION", "ANSWER_TOO_LARGE", "INVALID_QUERY")
