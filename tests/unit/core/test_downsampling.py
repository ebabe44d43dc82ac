"""`maxDataPoints`: a long history in few values, none of its extremes lost."""

from __future__ import annotations

import itertools
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from crosstwin_contract.times import nanoseconds, sort_key
from crosstwin_contract.values import Caller
from hotread.answer import history
from hotread.errors import InvalidQuery
from hotread.store import Page
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.core.memory_store import MemoryStore

START = datetime(2026, 1, 15, 10, tzinfo=UTC)
SECONDS = 600
QUERY: dict[str, Any] = {
    "iotDeviceId": "d",
    "selectedProperties": ["n"],
    "startTime": "2026-01-15T10:00:00Z",
    "endTime": "2026-01-15T10:10:00Z",
}
Points = list[tuple[str, Any]]


def row(milliseconds: int, value: Any, name: str = "n") -> dict[str, Any]:
    moment = START + timedelta(milliseconds=milliseconds)
    return {"iotDeviceId": "d", "id": moment.isoformat().replace("+00:00", "Z"), name: value}


def ask(rows: list[dict[str, Any]], index: int = 0, **payload: Any) -> Points:
    answer = history(MemoryStore(rows, page_size=7), {**QUERY, **payload}, Caller.HTTP)
    assert "nextToken" not in answer
    return [
        (item["time"], next(iter(item["value"].values())))
        for item in answer["propertyValues"][index]["values"]
    ]


def reference(rows: list[dict[str, Any]], most: int) -> Points:
    """All values at hand, part by part."""
    points: Points = [(row["id"], row["n"]) for row in rows]
    if len(points) <= most:
        return points
    start, length = nanoseconds("2026-01-15T10:00:00.000000000"), SECONDS * 10**9 + 1
    parts = max(1, most // 2)
    found: Points = []
    for _, group in itertools.groupby(
        points, lambda point: (nanoseconds(sort_key(point[0])) - start) * parts // length
    ):
        part = list(group)
        least, greatest = (choose(part, key=lambda point: point[1]) for choose in (min, max))
        found += [greatest] if most == 1 else sorted({least, greatest}, key=lambda point: sort_key(point[0]))
    return found


numbers = st.one_of(st.integers(-5, 5), st.floats(-5, 5, allow_nan=False))
histories = st.dictionaries(
    st.integers(0, SECONDS * 1000).map(lambda n: n // 500 * 500), numbers, max_size=60
).map(lambda found: [row(offset, found[offset]) for offset in sorted(found)])


@settings(deadline=None)
@given(histories, st.integers(1, 40), st.booleans())
def test_of_each_part_of_the_range_the_extremes_stay(
    rows: list[dict[str, Any]], most: int, descending: bool
) -> None:
    found = ask(rows, maxDataPoints=most, orderByTime="DESCENDING" if descending else "ASCENDING")
    assert (found[::-1] if descending else found) == reference(
        sorted(rows, key=lambda row: sort_key(row["id"])), most
    )
    assert len(found) <= most
    if rows and most > 1:
        for choose in (min, max):
            assert choose(value for _, value in found) == choose(row["n"] for row in rows)


def test_a_peak_of_one_row_stays() -> None:
    rows = [row(second * 1000, 20.0) for second in range(600)]
    rows[333]["n"] = 99.0
    assert ("2026-01-15T10:05:33Z", 99.0) in ask(rows, maxDataPoints=10)


def test_of_other_values_the_changes_stay() -> None:
    rows = [row(second * 1000, "warm" if 200 <= second < 210 else "ok") for second in range(600)]
    assert [(time[14:], text) for time, text in ask(rows, maxDataPoints=10)] == [
        ("00:00Z", "ok"),
        ("03:20Z", "warm"),
        ("03:30Z", "ok"),
    ]


def test_of_too_many_changes_the_first_and_last_of_each_part_stay() -> None:
    rows = [row(second * 1000, second % 2 == 0) for second in range(600)]
    found = ask(rows, maxDataPoints=4)
    assert [(time[14:], value) for time, value in found] == [
        ("00:00Z", True),
        ("05:00Z", True),
        ("05:01Z", False),
        ("09:59Z", False),
    ]


def test_filters_choose_rows_first() -> None:
    rows = [row(second * 1000, second) for second in range(600)]
    filters = [{"propertyName": "n", "operator": "<", "value": {"integerValue": 100}}]
    assert max(value for _, value in ask(rows, maxDataPoints=10, propertyFilters=filters)) == 99


def test_each_property_has_its_own_values() -> None:
    rows = [{**row(second * 1000, second), "other": -second} for second in range(0, 600, 2)]
    payload = {"selectedProperties": ["n", "other", "absent"], "maxDataPoints": 2}
    assert [[value for _, value in ask(rows, index, **payload)] for index in range(3)] == [
        [0, 598],
        [0, -598],
        [],
    ]


@pytest.mark.parametrize("value", [0, -1, 1.5, "10", True, []])
def test_what_is_no_count_is_refused(value: Any) -> None:
    with pytest.raises(InvalidQuery, match=r"maxDataPoints: .* is not an integer of 1 or more"):
        ask([], maxDataPoints=value)


def test_any_larger_count_is_taken() -> None:
    assert ask([row(0, 1)], maxDataPoints=10**30) == [("2026-01-15T10:00:00Z", 1)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("maxResults", 5),
        ("nextToken", "MToyMDI2LTAxLTE1VDEwOjAwOjAwWg=="),
        ("interpolation", {"intervalInSeconds": 60}),
    ],
)
def test_it_is_one_answer_so_it_has_no_pages(field: str, value: Any) -> None:
    with pytest.raises(InvalidQuery, match=f"maxDataPoints cannot be combined with {field}"):
        ask([], maxDataPoints=5, **{field: value})


def test_what_fits_into_no_answer_is_refused() -> None:
    rows = [row(second * 1000, f"{second}" + "x" * 100_000) for second in range(100)]
    with pytest.raises(InvalidQuery) as refused:
        ask(rows, maxDataPoints=100)
    assert refused.value.code == "ANSWER_TOO_LARGE"
    assert len(ask(rows, maxDataPoints=20)) == 4  # the rows are in two of ten parts


def test_memory_does_not_grow_with_the_rows() -> None:
    class Endless:
        orders_by_time = False

        """A store that makes its pages as they are asked for."""

        def __init__(self, count: int) -> None:
            self.count = count

        def page(self, *_: object, continuation: Any, **__: object) -> Page:
            start = continuation or 0
            end = min(start + 500, self.count)
            records = [
                row(number * SECONDS * 1000 // self.count, float(number % 97)) for number in range(start, end)
            ]
            return Page(records, end if end < self.count else None)

        def earlier(self, *_: object, **__: object) -> Iterator[Page]:
            raise NotImplementedError

    def peaks() -> Iterator[int]:
        for count in (1_000, 5_000):
            tracemalloc.start()
            history(Endless(count), {**QUERY, "maxDataPoints": 100}, Caller.HTTP)
            yield tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()

    few, many = peaks()
    assert many < 1.2 * few
