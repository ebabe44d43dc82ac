"""Many rows at once give what they give one by one: the same rows, the same bytes, the same errors."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from crosstwin_contract.times import sort_key
from crosstwin_contract.values import Caller
from hotread import answer, blocks
from hotread.answer import answer_text, history
from hotread.errors import InvalidStoredRecord
from hotread.paging import Rows
from hotread.position import next_token
from hotread.query import parse_history
from hotread.sizes import LARGEST_ANSWER
from hotread.store import Page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.core.memory_store import MemoryStore
from tests.unit.core.test_columns import NAMES, OPTIONS, VALUES, asked, outcome, slow

_INTEGERS = st.integers(-9, 9) | st.sampled_from([2**31, -(2**31), 2**63 - 1, 2**63, 10**300])
_FLOATS = st.floats(-9, 9) | st.sampled_from([1e22, -0.0, float("nan"), float("inf")])
# Most columns are of one type; a few have something else in between.
COLUMNS = st.sampled_from(
    [
        st.floats(-9, 9),
        st.integers(-9, 9),
        st.text(max_size=4),
        st.booleans(),
        st.floats(-9, 9) | st.integers(-9, 9),
        st.floats(-9, 9) | st.none(),
        _INTEGERS,
        _FLOATS,
        _FLOATS | _INTEGERS | st.none(),
        st.sampled_from(["", "ä", '"\\', "\ud800", "\udc00"]),
        VALUES,
    ]
)


@st.composite
def regular_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows with times of one length, a few of them in one second, each property in all or some of them."""
    digits = draw(st.sampled_from(["", ".0", ".000"]))
    seconds = draw(st.lists(st.integers(0, 40), min_size=8, max_size=24, unique=True))
    rows: list[dict[str, Any]] = []
    columns = {name: draw(COLUMNS) for name in NAMES[: draw(st.integers(1, 3))]}
    for second in sorted(seconds):
        for digit in draw(st.sampled_from([digits[-1:], digits[-1:], "05"])) if digits else [""]:
            rows.append({"iotDeviceId": "d", "id": f"2026-01-15T10:30:{second:02}{digits[:-1]}{digit}Z"})
            rows[-1] |= {name: draw(column) for name, column in columns.items()}
    for index in draw(st.sets(st.integers(0, len(rows) - 1), max_size=3)):
        del rows[index][NAMES[0]]
    return rows


def query_of(options: dict[str, Any]) -> dict[str, Any]:
    return asked(NAMES, options) | {"endTime": "2026-01-15T10:30:35Z"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    regular_rows(),
    st.integers(1, 30),
    OPTIONS
    | OPTIONS.flatmap(lambda chosen: st.integers(8, 20).map(lambda most: chosen | {"maxResults": most})),
    st.sampled_from([900, 2500, 5 * 1024 * 1024]),
)
def test_regular_rows_give_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch,
    rows: list[dict[str, Any]],
    page_size: int,
    options: dict[str, Any],
    largest: int,
) -> None:
    monkeypatch.setattr(answer, "LARGEST_ANSWER", largest)
    payload = query_of(options)
    expected = outcome(lambda: slow(MemoryStore(rows, page_size), payload, largest))
    assert outcome(lambda: answer_text(history, MemoryStore(rows, page_size), payload)) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(regular_rows(), OPTIONS)
def test_twinmaker_gets_the_same_objects(
    monkeypatch: pytest.MonkeyPatch, rows: list[dict[str, Any]], options: dict[str, Any]
) -> None:
    payload = query_of(options) | {"workspaceId": "w", "entityId": "e"}

    def answered() -> str:
        return outcome(lambda: repr(history(MemoryStore(rows, 30), payload, Caller.TWINMAKER)))

    at_once = answered()
    monkeypatch.setattr(blocks, "_FEWEST_ROWS", 10**9)
    one_by_one = answered()
    monkeypatch.undo()
    assert at_once == one_by_one


@given(
    regular_rows(),
    st.integers(1, 30),
    st.booleans(),
    st.tuples(st.sampled_from(["02Z", "02.5Z", "07.000Z"]), st.sampled_from(["30Z", "30.499Z", "35.5Z"])),
    st.none() | st.sampled_from(["01Z", "04.500Z", "20Z"]),
)
def test_rows_within_bounds_come_in_the_order_of_time(
    rows: list[dict[str, Any]], page_size: int, descending: bool, bounds: tuple[str, str], after: str | None
) -> None:
    start, end = bounds
    payload = asked(NAMES, {"orderByTime": "DESCENDING" if descending else None})
    payload |= {"startTime": f"2026-01-15T10:30:{start}", "endTime": f"2026-01-15T10:30:{end}"}
    if after:
        payload["nextToken"] = next_token(f"2026-01-15T10:30:{after}")
    query = parse_history(payload, from_twinmaker=False)

    def is_within(row: dict[str, Any]) -> bool:
        place = (sort_key(row["id"]), row["id"])
        if query.after and not (place < query.after[:2] if descending else place > query.after[:2]):
            return False
        return query.start <= place[0] <= query.end

    expected = sorted(filter(is_within, rows), key=lambda row: sort_key(row["id"]), reverse=descending)
    assert [*Rows(MemoryStore(rows, page_size), query)] == expected


@pytest.mark.parametrize(
    "rows",
    [
        [{"id": n, "a": n} for n in (*range(10, 20), "20.5", *range(20, 36))],
        [{"id": n, **({"a": n} if n % 2 else {})} for n in range(10, 35)]
        + [{"id": 35, "a": "x" * 6_000_000}],
        [{"id": n, "a": '"' * 200_000} for n in range(10, 36)],
    ],
    ids=["times of two lengths", "last row before a large value", "escapes"],
)
def test_a_long_page_gives_the_same_bytes(rows: list[dict[str, Any]]) -> None:
    store = MemoryStore(
        [{**row, "iotDeviceId": "d", "id": f"2026-01-15T10:30:{row['id']}Z"} for row in rows], 30
    )
    payload = query_of({})
    found = answer_text(history, store, payload)
    assert found == slow(store, payload, LARGEST_ANSWER)
    times = [value["time"] for entry in json.loads(found)["propertyValues"] for value in entry["values"]]
    assert [*map(sort_key, times)] == sorted(map(sort_key, times))


def test_a_page_of_regular_rows_is_one_block_but_for_its_first_and_last_second() -> None:
    rows = [{"iotDeviceId": "d", "id": f"2026-01-15T10:30:{n:02}Z", "a": n} for n in range(40)]
    query = parse_history(asked(["a"], {}) | {"endTime": "2026-01-15T10:31:00Z"}, from_twinmaker=False)
    assert max(map(len, Rows(MemoryStore(rows, 30), query).blocks())) == 28


class AsTheyAre(MemoryStore):
    """One page, in the order of the list."""

    def page(self, *_: Any, **__: Any) -> Page:
        return Page(self.records)


@pytest.mark.parametrize(
    "stored_id", ["2026-01-15T10:30:61Z", "2026-02-30T10:30:00Z", "20260115T1030000000Z", 7, None, {}]
)
def test_a_time_that_is_not_valid_is_named_also_in_the_midst_of_others(stored_id: Any) -> None:
    store = AsTheyAre([{"iotDeviceId": "d", "id": f"2026-01-15T10:30:{n}Z", "a": n} for n in range(10, 30)])
    store.records[10] = {**store.records[10], "id": stored_id}
    query = parse_history(asked(["a"], {}), from_twinmaker=False)
    with pytest.raises(InvalidStoredRecord, match=re.escape(repr(stored_id))):
        list(Rows(store, query))
