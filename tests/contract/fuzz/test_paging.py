"""Following `nextToken` gives each row that existed throughout exactly once, in the order of time.

Over a store in memory and over each cloud's reader, while other rows of the device are written.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from crosstwin_contract.values import Caller
from hotread.answer import history
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz.readers import HISTORY, FuzzedReader, Request
from tests.unit.core.memory_store import MemoryStore

pytestmark = pytest.mark.xdist_group("fuzz")

RANGE = {"startTime": "2026-01-15T10:00:00.5Z", "endTime": "2026-01-15T10:00:03.25Z"}
CLOUDS = ("lambda", "azure", "gcp")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Store:
    """A store to write to, and a reader to ask."""

    put: Callable[[Sequence[Row]], None]
    ask: Callable[[Mapping[str, Any]], dict[str, Any]]


def in_memory(page_size: int) -> Store:
    memory = MemoryStore([], page_size)

    def put(rows: Sequence[Row]) -> None:
        memory.records = sorted([*memory.records, *rows], key=lambda row: str(row["id"]))

    return Store(put, lambda payload: history(memory, payload, Caller.HTTP))


def in_cloud(reader: FuzzedReader) -> Store:
    def ask(payload: Mapping[str, Any]) -> dict[str, Any]:
        response = reader.send(
            Request(HISTORY, json.dumps({"target_layer": "L3-hot", "payload": payload}).encode())
        )
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    return Store(reader.local.put, ask)


@dataclass(frozen=True, slots=True)
class Plan:
    """`late` are the ids that are written while the pages are asked for, one after each page."""

    throughout: list[str]
    late: list[str]
    descending: bool
    page: int | None
    filtered: bool


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Rows of a few seconds around the range, in every precision, many of one instant in two spellings."""
    fractions = st.sampled_from(["", "0", "000", "5", "50", "25", "250000000", "000000001"]) | st.from_regex(
        "[0-9]{1,9}", fullmatch=True
    )
    spelled = st.tuples(st.integers(0, 4), fractions, st.sampled_from(["Z", "+00:00"]))
    ids = draw(
        st.lists(spelled.map(lambda parts: _id(*parts)), min_size=10, max_size=30, unique=True), label="ids"
    )
    late = draw(st.integers(0, len(ids) // 2))
    return Plan(
        throughout=ids[late:],
        late=ids[:late],
        descending=draw(st.booleans()),
        page=draw(st.sampled_from([1, 2, 3, 4, None])),
        filtered=draw(st.booleans()),
    )


def _id(second: int, fraction: str, zone: str) -> str:
    return f"2026-01-15T10:00:0{second}{'.' if fraction else ''}{fraction}{zone}"


@settings(deadline=None)
@given(plans(), st.integers(1, 7))
def test_each_row_comes_once_out_of_pages_of_any_size(plan: Plan, page_size: int) -> None:
    _check(in_memory(page_size), plan)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_each_row_comes_once_out_of_each_cloud(readers: list[FuzzedReader], cloud: str) -> None:
    store = in_cloud(_of(readers, cloud))

    @settings(
        max_examples=settings().max_examples // 10,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(plans())
    def once(plan: Plan) -> None:
        _check(store, plan)

    once()


@pytest.mark.parametrize("cloud", CLOUDS)
@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
def test_each_row_comes_once_while_a_writer_goes_on(
    readers: list[FuzzedReader], cloud: str, order: str
) -> None:
    store = in_cloud(_of(readers, cloud))
    device = f"written-{uuid.uuid4().hex}"
    moments = [f"2026-01-15T10:00:0{n // 50}.{n % 50:02}Z" for n in range(200)]
    rows: list[Row] = [{"iotDeviceId": device, "id": moment, "n": n} for n, moment in enumerate(moments)]
    throughout, late = rows[::2], rows[1::2]
    store.put(throughout)
    following = threading.Event()

    def write() -> None:
        for start in range(0, len(late), 5):
            store.put(late[start : start + 5])
            if not following.is_set():
                return

    writer = threading.Thread(target=write)
    following.set()
    writer.start()
    try:
        payload = {"iotDeviceId": device, "orderByTime": order, "maxResults": 7}
        found = [n for page in _pages(store, payload) for n in page]
    finally:
        following.clear()
        writer.join()
    expected = [row["n"] for row in throughout if _within(row["id"])]
    assert found == sorted(set(found), reverse=order == "DESCENDING")
    assert set(expected) <= set(found)


def _check(store: Store, plan: Plan) -> None:
    device = f"paged-{uuid.uuid4().hex}"
    ids = [*plan.throughout, *plan.late]
    rows = [{"iotDeviceId": device, "id": id_, "n": n} for n, id_ in enumerate(ids)]
    store.put(rows[: len(plan.throughout)])
    late = rows[len(plan.throughout) :]
    payload: dict[str, Any] = {
        "iotDeviceId": device,
        "orderByTime": "DESCENDING" if plan.descending else "ASCENDING",
        "maxResults": plan.page,
    }
    if plan.filtered:
        payload["propertyFilters"] = [{"propertyName": "n", "operator": ">=", "value": 0}]
    found: list[int] = []
    for page in _pages(store, payload):
        assert len(page) <= (plan.page or len(ids))
        found += page
        if late:
            store.put([late.pop()])
    in_range = [n for n, id_ in enumerate(ids) if _within(id_)]
    in_order = sorted(found, key=lambda n: (_instant(ids[n]), ids[n]), reverse=plan.descending)
    assert found == in_order
    assert len(found) == len(set(found))
    assert set(found) <= set(in_range)
    assert {n for n in in_range if n < len(plan.throughout)} <= set(found)


def _pages(store: Store, payload: Mapping[str, Any]) -> Iterator[list[int]]:
    """The values of `n`, page by page."""
    token = None
    for _ in range(1000):
        answer = store.ask({**payload, **RANGE, "selectedProperties": ["n"], "nextToken": token})
        (entry,) = answer["propertyValues"]
        yield [value["value"]["IntegerValue"] for value in entry["values"]]
        token = answer.get("nextToken")
        if token is None:
            return
    raise AssertionError("nextToken never ends")


def _within(id_: str) -> bool:
    return _instant(RANGE["startTime"]) <= _instant(id_) <= _instant(RANGE["endTime"])


def _instant(id_: str) -> str:
    """The time to the nanosecond, as a text whose order is time's."""
    second, fraction = id_[:19], id_[19:].removesuffix("Z").removesuffix("+00:00").removeprefix(".")
    return f"{second}.{fraction:0<9}"


def _of(readers: Sequence[FuzzedReader], cloud: str) -> FuzzedReader:
    for reader in readers:
        if reader.name == cloud:
            return reader
    pytest.skip(f"no {cloud} reader on this machine")
