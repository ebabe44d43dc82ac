"""TwinMaker's `interpolation`, against one that has all values at hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from crosstwin_contract.values import Caller
from hotread.answer import history
from hotread.errors import InvalidQuery
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.core.memory_store import MemoryStore

START = datetime(2026, 1, 15, 10, tzinfo=UTC)
Point = tuple[int, float]  # milliseconds after START, and the value there


def time(milliseconds: int) -> str:
    text = (START + timedelta(milliseconds=milliseconds)).replace(tzinfo=None).isoformat()
    return (text.rstrip("0") if "." in text else text) + "Z"


def rows(points: list[Point], name: str = "n") -> list[dict[str, Any]]:
    return [{"iotDeviceId": "d", "id": time(offset), name: value} for offset, value in points]


def query(end: int, seconds: int, **payload: Any) -> dict[str, Any]:
    return {
        "iotDeviceId": "d",
        "workspaceId": "w",
        "entityId": "e",
        "selectedProperties": ["n"],
        "startTime": time(0),
        "endTime": time(end),
        "interpolation": {"interpolationType": "LINEAR", "intervalInSeconds": seconds},
        **payload,
    }


def ask(records: list[dict[str, Any]], payload: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every (time, value) over all pages."""
    found: list[tuple[str, dict[str, Any]]] = []
    store, token = MemoryStore(records, page_size=5), None
    for _ in range(200):
        answer = history(store, {**payload, "nextToken": token}, Caller.HTTP)
        found += [(item["time"], item["value"]) for item in answer["propertyValues"][0]["values"]]
        token = answer.get("nextToken")
        if token is None:
            return found
    raise AssertionError("nextToken never ends")


def reference(points: list[Point], end: int, seconds: int) -> list[tuple[str, Fraction]]:
    step = seconds * 1000
    known = [point for point in points if -step <= point[0] <= end + step]
    found = []
    for at in range(0, end + 1, step):
        before = max((point for point in known if point[0] <= at), default=None)
        after = min((point for point in known if point[0] >= at), default=None)
        if before is None or after is None:
            continue
        (since, first), (until, second) = before, after
        part = Fraction(at - since, until - since) if until > since else Fraction(0)
        found.append((time(at), Fraction(first) + (Fraction(second) - Fraction(first)) * part))
    return found


offsets = st.integers(-20_000, 140_000) | st.integers(-20, 140).map(lambda seconds: seconds * 1000)


def series(values: st.SearchStrategy[float]) -> st.SearchStrategy[list[Point]]:
    return st.dictionaries(offsets, values, max_size=20).map(lambda found: sorted(found.items()))


@settings(deadline=None)
@given(
    series(st.floats(-1000, 1000, width=32)),
    st.integers(0, 120_000),
    st.integers(1, 50),
    st.sampled_from([None, 1, 2, 7]),
    st.booleans(),
)
def test_values_lie_on_the_line_between_the_stored_ones(
    points: list[Point], end: int, seconds: int, max_results: int | None, descending: bool
) -> None:
    order = "DESCENDING" if descending else "ASCENDING"
    found = ask(rows(points), query(end, seconds, maxResults=max_results, orderByTime=order))
    expected = reference(points, end, seconds)
    assert [at for at, _ in found[:: -1 if descending else 1]] == [at for at, _ in expected]
    for (_, value), (_, exact) in zip(found[:: -1 if descending else 1], expected, strict=True):
        assert value["DoubleValue"] == pytest.approx(float(exact), abs=1e-9)


@settings(deadline=None)
@given(series(st.integers(-(2**63), 2**63 - 1)), st.integers(1, 50))
def test_integers_are_rounded_and_exact(points: list[Point], seconds: int) -> None:
    properties = {"n": {"definition": {"dataType": {"type": "LONG"}}}}
    found = ask(rows(points), query(120_000, seconds, properties=properties))
    expected = reference(points, 120_000, seconds)
    assert [(at, value["LongValue"]) for at, value in found] == [
        (at, (exact + Fraction(1, 2)).__floor__()) for at, exact in expected
    ]


def test_the_times_start_at_start_time_and_end_by_end_time() -> None:
    payload = query(0, 10) | {"startTime": "2026-01-15T10:00:00.25Z", "endTime": "2026-01-15T10:00:25Z"}
    found = ask(rows([(-5000, 0.0), (45_000, 50.0)]), payload)
    assert (
        found
        == [
            ("2026-01-15T10:00:00.25Z", {"DoubleValue": 5.25}),
            ("2026-01-15T10:00:10.25Z", {"DoubleValue": 15.25}),
            ("2026-01-15T10:00:20.25Z", {"DoubleValue": 25.25}),
        ][: len(found)]
    )
    assert len(found) == 0  # 45 s is more than one interval after the end
    assert len(ask(rows([(-5000, 0.0), (35_000, 50.0)]), payload)) == 3


def test_a_constant_stays_what_it_is() -> None:
    found = ask(rows([(0, 0.1), (7_000, 0.1)]), query(6_000, 1))
    assert {value["DoubleValue"] for _, value in found} == {0.1}


def test_the_largest_doubles_have_a_line_between_them() -> None:
    found = ask(rows([(0, -1.7e308), (4_000, 1.7e308)]), query(4_000, 1))
    assert [value["DoubleValue"] for _, value in found] == pytest.approx(
        [-1.7e308, -8.5e307, 0, 8.5e307, 1.7e308]
    )


def test_rows_without_the_property_do_not_matter_and_filters_do() -> None:
    records = [*rows([(0, 0), (10_000, 10)]), *rows([(5_000, 1)], "other"), *rows([(6_000, 99)])]
    filters = [{"propertyName": "n", "operator": "<", "value": {"integerValue": 99}}]
    found = ask(records, query(10_000, 5, propertyFilters=filters))
    assert [value["DoubleValue"] for _, value in found] == [0.0, 5.0, 10.0]


def test_each_property_has_its_own_neighbours_over_pages() -> None:
    records = [*rows([(0, 0.0), (60_000, 60.0)]), *rows([(10_000, 0.0), (20_000, 10.0)], "other")]
    payload = query(60_000, 10, selectedProperties=["other", "n"], maxResults=2)
    store, token = MemoryStore(records), None
    pages: list[Any] = []
    while not pages or token:
        answer = history(store, {**payload, "nextToken": token}, Caller.TWINMAKER)
        pages.append(
            [[item["value"]["doubleValue"] for item in entry["values"]] for entry in answer["propertyValues"]]
        )
        token = answer.get("nextToken")
    assert pages == [[[0.0], [0.0, 10.0]], [[10.0], [20.0, 30.0]], [[], [40.0, 50.0]], [[], [60.0]]]


def test_no_more_is_read_than_a_page_needs() -> None:
    store = MemoryStore(rows([(second * 1000, second) for second in range(1000)]), page_size=10)
    history(store, query(900_000, 1, maxResults=5), Caller.HTTP)
    assert len(store.calls) <= 3


def test_a_page_ends_before_5_mib() -> None:
    payload = query(100_000_000, 1) | {"endTime": "2026-01-17T10:00:00Z"}
    answer = history(MemoryStore(rows([(0, 0.0), (48 * 3600 * 1000, 1.0)])), payload, Caller.HTTP)
    assert 46_000 < len(answer["propertyValues"][0]["values"]) < 5 * 1024 * 1024 / 112
    assert "nextToken" in answer


@pytest.mark.parametrize("interpolation", [None, {}, {"interpolationType": None, "intervalInSeconds": None}])
def test_parameters_that_ask_for_nothing_are_as_none(interpolation: Any) -> None:
    found = ask(rows([(1_500, 5)]), query(3_000, 1, interpolation=interpolation))
    assert found == [(time(1_500), {"IntegerValue": 5})]


@pytest.mark.parametrize(
    ("interpolation", "says"),
    [
        ("LINEAR", "interpolation: expected an object"),
        ({"interpolationType": "LINEAR"}, "interpolation.intervalInSeconds is missing"),
        ({"interpolationType": "CUBIC", "intervalInSeconds": 5}, "interpolation.interpolationType: 'CUBIC'"),
        ({"intervalInSeconds": 0}, "interpolation.intervalInSeconds: 0 is not an integer of 1 or more"),
        ({"intervalInSeconds": 1.5}, "interpolation.intervalInSeconds: 1.5 is not an integer"),
        ({"intervalInSeconds": 320_000_001}, "interpolation.intervalInSeconds: is over 320000000"),
    ],
)
def test_faulty_parameters_are_named(interpolation: Any, says: str) -> None:
    with pytest.raises(InvalidQuery, match=says):
        ask([], query(3_000, 1, interpolation=interpolation))


@pytest.mark.parametrize("value", ["warm", True, [1], {"x": 1}])
def test_what_is_no_number_is_refused(value: Any) -> None:
    with pytest.raises(InvalidQuery, match="property 'n' at 2026-01-15T10:00:01Z is not a number") as refused:
        ask(rows([(1_000, value)]), query(3_000, 1))
    assert refused.value.code == "UNSUPPORTED_INTERPOLATION"


def test_after_the_last_time_no_more_is_read_than_the_next_value() -> None:
    store = MemoryStore(rows([(0, 0.0), *((second * 1000, 1.0) for second in range(601, 900))]))
    history(store, query(600_000, 300), Caller.HTTP)
    assert store.read < 10


def test_a_property_declared_as_text_is_refused_before_anything_is_read() -> None:
    store = MemoryStore([])
    properties = {"n": {"definition": {"dataType": {"type": "STRING"}}}}
    with pytest.raises(InvalidQuery, match="property 'n' is declared as STRING: only numbers"):
        history(store, query(3_000, 1, properties=properties), Caller.HTTP)
    assert not store.calls


@pytest.mark.parametrize(
    "tied", [("09.5Z", "09.5+00:00"), ("09.5Z", "09.50Z"), ("10.000Z", "10Z"), ("20Z", "20.0Z")]
)
def test_of_two_values_at_one_instant_the_one_with_the_greater_id_counts_on_both_sides(
    tied: tuple[str, str],
) -> None:
    ids = ["00Z", *tied, "21Z"]
    values = {id_: 10.0 * number for number, id_ in enumerate(ids)}
    records = [{"iotDeviceId": "d", "id": f"2026-01-15T10:00:{id_}", "n": n} for id_, n in values.items()]
    alone = [row for row in records if row["id"][17:] in ("00Z", max(tied), "21Z")]
    for order in ("ASCENDING", "DESCENDING"):
        asked = query(20_000, 5, orderByTime=order)
        assert ask(records, asked) == ask(alone, asked)
        assert ask(records, {**asked, "maxResults": 1}) == ask(alone, asked)


def test_a_page_reads_the_records_around_its_times_and_no_others() -> None:
    records = rows([(n * 1000, float(n)) for n in range(-100, 4000)])
    store = MemoryStore(records, page_size=1000)
    answer = history(store, query(3_600_000, 2, maxResults=10), Caller.HTTP)
    assert len(answer["propertyValues"][0]["values"]) == 10
    assert store.read <= 2 * 10 + 2 * 3
