"""Following `nextToken` gives every row once, in the order of time, whatever the store's pages are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from crosstwin_contract.times import sort_key
from crosstwin_contract.values import Caller
from hotread.answer import history
from hotread.errors import InvalidQuery, InvalidStoredRecord
from hotread.position import next_token, parse_next_token
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.core.memory_store import MemoryStore

START = datetime(2026, 1, 15, 10, 30, tzinfo=UTC)


def time_of(second: int) -> str:
    return (START + timedelta(seconds=second)).replace(tzinfo=None).isoformat()


def ask(store: MemoryStore, **payload: Any) -> dict[str, Any]:
    query = {
        "iotDeviceId": "d",
        "startTime": "2026-01-15T10:30:00Z",
        "endTime": "2026-01-15T10:31:00Z",
        "selectedProperties": ["n"],
        **payload,
    }
    return history(store, query, Caller.HTTP)


def follow(store: MemoryStore, **payload: Any) -> list[tuple[str, int]]:
    """Every (time, n) over all pages."""
    found: list[tuple[str, int]] = []
    token = None
    for _ in range(200):
        answer = ask(store, **payload, nextToken=token)
        (entry,) = answer["propertyValues"]
        found += [(value["time"], value["value"]["IntegerValue"]) for value in entry["values"]]
        token = answer.get("nextToken")
        if token is None:
            return found
    raise AssertionError("nextToken never ends")


@st.composite
def records(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows of one device, many of them within a second of each other, in mixed precision."""
    ids = set()
    for offset in draw(st.lists(st.integers(-2_000_000, 63_000_000), max_size=25)):
        moment = START + timedelta(microseconds=draw(st.sampled_from([offset, offset // 500_000 * 500_000])))
        text = moment.replace(tzinfo=None).isoformat()
        ids.add(text + draw(st.sampled_from(["Z", "+00:00"])))
    return [{"iotDeviceId": "d", "id": id_, "n": number} for number, id_ in enumerate(sorted(ids))]


def in_range(row: dict[str, Any]) -> bool:
    return "2026-01-15T10:30:00.000000000" <= sort_key(row["id"]) <= "2026-01-15T10:31:00.000000000"


@given(records(), st.integers(1, 7), st.sampled_from([None, 1, 2, 5]), st.booleans())
def test_every_row_comes_once_in_the_order_of_time(
    rows: list[dict[str, Any]], page_size: int, max_results: int | None, descending: bool
) -> None:
    expected = sorted(
        filter(in_range, rows), key=lambda row: (sort_key(row["id"]), row["id"]), reverse=descending
    )
    store = MemoryStore(rows, page_size)
    found = follow(store, maxResults=max_results, orderByTime="DESCENDING" if descending else "ASCENDING")
    assert [number for _, number in found] == [row["n"] for row in expected]


@given(records(), st.integers(1, 3), st.booleans(), st.randoms())
def test_rows_that_existed_throughout_come_once_while_others_are_written(
    rows: list[dict[str, Any]], max_results: int, descending: bool, random: Random
) -> None:
    late = random.sample(rows, len(rows) // 2)
    throughout = [row for row in rows if row not in late]
    store = MemoryStore(throughout)
    found: list[int] = []
    token = None
    while True:
        answer = ask(
            store, maxResults=max_results, nextToken=token, orderByTime="DESCENDING" if descending else None
        )
        found += [value["value"]["IntegerValue"] for value in answer["propertyValues"][0]["values"]]
        token = answer.get("nextToken")
        if token is None:
            break
        if late:
            store.records = sorted([*store.records, late.pop()], key=lambda row: str(row["id"]))
    assert len(found) == len(set(found))
    assert {row["n"] for row in filter(in_range, throughout)} <= set(found)
    assert set(found) <= {row["n"] for row in filter(in_range, rows)}


def test_bounds_are_inclusive_in_every_precision() -> None:
    ids = ["00.5Z", "00Z", "00.4999Z", "00.50Z", "01Z", "01.000Z", "01.0001Z"]
    rows = [
        {"iotDeviceId": "d", "id": f"2026-01-15T10:30:{id_}", "n": number} for number, id_ in enumerate(ids)
    ]
    found = follow(MemoryStore(rows), startTime="2026-01-15T10:30:00.5Z", endTime="2026-01-15T10:30:01Z")
    assert [ids[number] for _, number in found] == ["00.50Z", "00.5Z", "01.000Z", "01Z"]


def test_a_page_ends_at_max_results_and_the_last_has_no_token() -> None:
    rows = [{"iotDeviceId": "d", "id": f"2026-01-15T10:30:0{n}Z", "n": n} for n in range(4)]
    first = ask(MemoryStore(rows), maxResults=2)
    second = ask(MemoryStore(rows), maxResults=2, nextToken=first["nextToken"])
    assert [len(page["propertyValues"][0]["values"]) for page in (first, second)] == [2, 2]
    assert "nextToken" not in second


def test_a_page_ends_before_5_mib() -> None:
    text = "x" * 300_000
    rows = [{"iotDeviceId": "d", "id": f"2026-01-15T10:30:{n:02}Z", "n": text} for n in range(20)]
    answer = ask(MemoryStore(rows))
    assert len(answer["propertyValues"][0]["values"]) == 17  # 17 x 300,000 bytes are the most below 5 MiB
    rest = ask(MemoryStore(rows), nextToken=answer["nextToken"])
    assert len(rest["propertyValues"][0]["values"]) == 3


def test_a_token_never_widens_the_range() -> None:
    rows = [{"iotDeviceId": "d", "id": f"2026-01-15T10:30:0{n}Z", "n": n} for n in range(4)]
    before = next_token("2020-01-01T00:00:00Z")
    found = ask(MemoryStore(rows), startTime="2026-01-15T10:30:02Z", nextToken=before)
    assert [value["value"]["IntegerValue"] for value in found["propertyValues"][0]["values"]] == [2, 3]


@pytest.mark.parametrize(("order", "beyond"), [("ASCENDING", "2030"), ("DESCENDING", "2020")])
def test_a_token_from_beyond_the_range_gives_no_rows_and_asks_for_none(order: str, beyond: str) -> None:
    store = MemoryStore([{"iotDeviceId": "d", "id": "2026-01-15T10:30:00Z", "n": 1}])
    answer = ask(store, orderByTime=order, nextToken=next_token(f"{beyond}-01-01T00:00:00Z"))
    assert answer == {"propertyValues": [{"entityPropertyReference": {"propertyName": "n"}, "values": []}]}
    assert store.calls == []


@given(st.text() | st.binary().map(repr) | st.none() | st.integers() | st.just("MTpub3Q="))
def test_a_token_that_is_garbage_is_refused(token: Any) -> None:
    with pytest.raises(InvalidQuery) as refused:
        parse_next_token(token)
    assert refused.value.code == "INVALID_NEXT_TOKEN"


def test_a_token_of_17880_characters_is_the_longest_read() -> None:
    with pytest.raises(InvalidQuery):
        parse_next_token("M" * 20_000)


def test_no_more_is_read_than_max_results_and_two() -> None:
    rows = [{"iotDeviceId": "d", "id": f"2026-01-15T10:30:0{n}Z", "n": n} for n in range(9)]
    store = MemoryStore(rows, page_size=100)
    ask(store, maxResults=2)
    assert [call["limit"] for call in store.calls] == [4]


def cost_of_pages(
    rows: list[dict[str, Any]], **payload: Any
) -> Iterator[tuple[int, list[dict[str, Any]], list[str], int]]:
    """Of each page: the records read, its rows, ids in the seconds at its edges, and calls of the store."""
    token = None
    while True:
        store = MemoryStore(rows, page_size=1000)
        answer = ask(store, **payload, nextToken=token)
        (entry,) = answer["propertyValues"]
        edges = [
            "2026-01-15T10:30:00Z",
            "2026-01-15T10:31:00Z",
            *([parse_next_token(token).id] if token else []),
        ]
        token = answer.get("nextToken")
        edges += [parse_next_token(token).id] if token else []
        yield store.read, entry["values"], edges, len(store.calls)
        if token is None:
            return


@given(records(), st.integers(1, 6), st.booleans())
def test_every_page_costs_what_it_gives(
    rows: list[dict[str, Any]], max_results: int, descending: bool
) -> None:
    order = "DESCENDING" if descending else "ASCENDING"
    for read, values, edges, _ in cost_of_pages(rows, maxResults=max_results, orderByTime=order):
        seconds = {id_[:19] for id_ in edges}
        of_edges = sum(row["id"][:19] in seconds for row in rows)
        assert read <= len(values) + 3 + of_edges


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
def test_a_page_goes_on_after_a_second_whose_rows_do_not_count(order: str) -> None:
    empty = [{"iotDeviceId": "d", "id": f"{time_of(1)}.{n}Z", "other": n} for n in range(1, 6)]
    rows = [{"iotDeviceId": "d", "id": f"{time_of(n)}Z", "n": n} for n in (0, 2, 3)]
    found = follow(MemoryStore([*empty, *rows]), maxResults=2, orderByTime=order)
    assert [n for _, n in found] == sorted((0, 2, 3), reverse=order == "DESCENDING")


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
def test_a_later_page_of_a_long_history_costs_as_much_as_the_first(order: str) -> None:
    rows = [
        {"iotDeviceId": "d", "id": f"2026-01-15T10:{n // 60:02}:{n % 60:02}Z", "n": n} for n in range(3600)
    ]
    hour = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z", "orderByTime": order}
    pages = islice(cost_of_pages(rows, maxResults=10, **hour), 5)
    assert [(read, calls) for read, _, _, calls in pages] == [(12, 1), *[(13, 1)] * 4]


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
@pytest.mark.parametrize("options", [{}, {"maxResults": 9_000}])
def test_an_answer_that_is_full_reads_little_more_than_it_gives(order: str, options: dict[str, Any]) -> None:
    text = "x" * 1000
    rows = [{"iotDeviceId": "d", "id": f"{time_of(n)}Z", "s": text} for n in range(10_000)]
    store = MemoryStore(rows, 4_000)
    query = {"selectedProperties": ["s"], "endTime": f"{time_of(10_000)}Z", "orderByTime": order, **options}
    given, token = 0, None
    while True:
        store.read = 0
        answer = ask(store, **query, nextToken=token)
        answered = len(answer["propertyValues"][0]["values"])
        assert answered > 4_500 or given + answered == len(rows)
        assert store.read <= answered + 105
        given, token = given + answered, answer.get("nextToken")
        if token is None:
            break
    assert given == len(rows)


@given(st.lists(st.integers(0, 400), max_size=60), st.integers(2, 40), st.booleans(), st.integers(0, 4))
def test_every_row_comes_once_however_the_answers_fill_up(
    sizes: list[int], page_size: int, descending: bool, per_second: int
) -> None:
    rows = [
        {"iotDeviceId": "d", "id": f"{time_of(n // (per_second + 1))}.{n:03}Z", "s": f"{n}:{'x' * size}"}
        for n, size in enumerate(sizes)
    ]
    store = MemoryStore(rows, page_size)
    query = {"selectedProperties": ["s"], "orderByTime": "DESCENDING" if descending else "ASCENDING"}
    found: list[str] = []
    token = None
    with patch("hotread.answer.LARGEST_ANSWER", 3_000), patch("hotread.history._LEAST_ROOM", 1):
        while True:
            answer = ask(store, **query, nextToken=token)
            values = answer["propertyValues"][0]["values"]
            found += [value["value"]["StringValue"] for value in values]
            token = answer.get("nextToken")
            if token is None:
                break
            assert values, "each page has a row"
    assert found == [row["s"] for row in (reversed(rows) if descending else rows)]


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
@pytest.mark.parametrize("sparse", ["filter", "property"])
def test_rows_that_do_not_count_are_read_in_few_queries_and_not_many_too_many(
    sparse: str, order: str
) -> None:
    rows = [
        {"iotDeviceId": "d", "id": f"2026-01-15T10:{n // 60:02}:{n % 60:02}Z", "other": n}
        | ({"n": n} if sparse == "filter" or n % 100 == 50 else {})
        for n in range(3600)
    ]
    filters = (
        [{"propertyName": "n", "operator": "=", "value": n} for n in (50,)] if sparse == "filter" else None
    )
    store = MemoryStore(rows, page_size=1000)
    hour = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z", "orderByTime": order}
    answer = ask(store, maxResults=1, propertyFilters=filters, **hour)
    needed = 3600 if sparse == "filter" else 151
    assert len(answer["propertyValues"][0]["values"]) == 1
    assert store.read <= 2 * needed + 3
    assert len(store.calls) <= 13


def test_many_rows_in_one_second_come_in_order_whatever_the_pages() -> None:
    rows = [
        {"iotDeviceId": "d", "id": f"2026-01-15T10:30:{n // 50:02}.{n % 50 * 2:02}Z", "n": n}
        for n in range(200)
    ]
    for size in (1, 3, 25, 49, 50, 51, 120):
        assert [n for _, n in follow(MemoryStore(rows, 1000), maxResults=size)] == list(range(200))


def test_rows_without_a_selected_property_do_not_use_up_a_page() -> None:
    rows = [
        {"iotDeviceId": "d", "id": f"2026-01-15T10:30:0{n}Z", ("n" if n % 3 == 0 else "other"): n}
        for n in range(9)
    ]
    assert [n for _, n in follow(MemoryStore(rows), maxResults=2)] == [0, 3, 6]


def test_a_record_whose_id_is_no_time_is_named() -> None:
    rows = [{"iotDeviceId": "d", "id": "2026-01-15T10:30:00 oops", "n": 1}]
    with pytest.raises(InvalidStoredRecord, match="'d' has a record whose id '2026-01-15T10:30:00 oops'"):
        ask(MemoryStore(rows))
