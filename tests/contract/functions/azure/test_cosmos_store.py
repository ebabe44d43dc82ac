"""The Cosmos DB store: pages, orders, and what it asks of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest
from hotread.errors import StoreThrottled
from hotread.store import HotStore

from crosstwin.local import azure
from crosstwin.local.azure import CosmosEmulator
from crosstwin.readers.hot_stores.cosmos import CosmosWriter
from tests.contract.functions import bounded_query
from tests.contract.functions.asking import record
from tests.contract.functions.newest_record import newest_record
from tests.store_gate import Answer, Asked, StoreGate, running_gate

FIRST, LAST = "2026-01-15T10:00:00", "2026-01-15T11:00:00~"
MakeStore = Callable[..., HotStore]


@pytest.fixture(scope="module")
def running(cosmos: CosmosEmulator) -> Iterator[StoreGate]:
    cosmos.create_container(azure.DATABASE, "store")
    with running_gate(cosmos.endpoint) as gate:
        yield gate


@pytest.fixture
def gate(running: StoreGate) -> StoreGate:
    running.reset()
    return running


@pytest.fixture
def store(cosmos_store: ModuleType, gate: StoreGate) -> MakeStore:
    """Makes a store with pages of a given size."""

    def make(page_size: int) -> HotStore:
        cosmos = cosmos_store.connect(gate.endpoint, azure.DATABASE, "store", key=azure.KEY)
        made: HotStore = cosmos_store.CosmosStore(cosmos, page_size)
        return made

    return make


@pytest.fixture
def put(cosmos: CosmosEmulator) -> Callable[..., None]:
    return CosmosWriter(cosmos.endpoint, azure.DATABASE, "store", cosmos.key).put


def pages(
    store: HotStore,
    device: str,
    *,
    descending: bool = False,
    limit: int | None = None,
    first: str = FIRST,
    last: str = LAST,
) -> list[list[Any]]:
    """The property `n` of all records, page by page. As the core does, `limit` is asked for once."""
    found = []
    continuation = None
    while True:
        page = store.page(
            device,
            first,
            last,
            descending=descending,
            properties=("n",),
            limit=limit,
            continuation=continuation,
        )
        found.append([item["n"] for item in page.records])
        continuation, limit = page.continuation, None
        if continuation is None:
            return found


@pytest.mark.parametrize("descending", [False, True])
def test_reads_on_through_the_pages_of_the_store(
    store: MakeStore, gate: StoreGate, put: Callable[..., None], device: str, descending: bool
) -> None:
    put(record(device, f"10:00:{n:02}Z", n=n) for n in range(10))
    numbers = list(range(9, -1, -1)) if descending else list(range(10))
    assert pages(store(4), device, descending=descending) == [numbers[:4], numbers[4:8], numbers[8:]]
    # The end of the last page is known without asking.
    assert len(gate.queries) == 3


@pytest.mark.parametrize("descending", [False, True])
def test_a_page_cut_to_a_limit_is_followed_by_full_ones(
    store: MakeStore, gate: StoreGate, put: Callable[..., None], device: str, descending: bool
) -> None:
    put(record(device, f"10:00:{n:02}Z", n=n) for n in range(10))
    numbers = list(range(9, -1, -1)) if descending else list(range(10))
    assert pages(store(5), device, descending=descending, limit=2) == [
        numbers[:2],
        numbers[2:7],
        numbers[7:],
    ]
    assert [query.headers["x-ms-max-item-count"] for query in gate.queries] == ["2", "5", "5"]


def test_fewer_records_than_the_limit_are_the_end(
    store: MakeStore, gate: StoreGate, put: Callable[..., None], device: str
) -> None:
    put(record(device, f"10:00:{n:02}Z", n=n) for n in range(3))
    assert pages(store(100), device, limit=50) == [[0, 1, 2]]
    assert len(gate.queries) == 1


def test_bounds_are_inclusive(store: MakeStore, put: Callable[..., None], device: str) -> None:
    put(record(device, f"10:00:{n:02}Z", n=n) for n in range(5))
    first, last = "2026-01-15T10:00:01Z", "2026-01-15T10:00:03Z"
    assert pages(store(100), device, first=first, last=last) == [[1, 2, 3]]


def test_latest_is_the_greatest_id(store: MakeStore, put: Callable[..., None], device: str) -> None:
    put(
        [
            record(device, "10:00:01Z", n=1),
            record(device, "10:00:02Z", n=2),
            record(device + "x", "11:00:00Z", n=3),
        ]
    )
    assert newest_record(store(100), device, ("iotDeviceId", "n")) == record(device, "10:00:02Z", n=2)
    assert newest_record(store(100), device + "y", ("n",)) is None


NAMES = [
    "n",
    "a.b",
    'quo"te',
    "back\\slash",
    "Feuchte °C 🌡",
    "'",
    "]",
    '"] OR true --',
    "\n",
    "\u2028",
    "@first",
    "select",
]


def test_records_have_the_fields_that_are_asked_for_and_no_others(
    store: MakeStore, gate: StoreGate, cosmos: CosmosEmulator, device: str
) -> None:
    """Whatever their names; null is a value, and a field that is absent stays so."""
    values = {name: number for number, name in enumerate(NAMES)}
    values |= {"text": "é", "on": True, "items": [1, {"x": [2]}], "gone": None}
    container = CosmosWriter(cosmos.endpoint, azure.DATABASE, "store", cosmos.key).container()
    for item in (record(device, "10:00:00Z", **values, other=1), record(device, "10:00:01Z", n=1)):
        container.upsert_item(item)  # which a writer would leave null out of
    asked = (*values, "iotDeviceId", "id", "absent", "_ts")
    page = store(100).page(
        device, FIRST, LAST, descending=False, properties=asked, limit=None, continuation=None
    )
    assert page.records == [record(device, "10:00:00Z", **values), record(device, "10:00:01Z", n=1)]
    assert "*" not in gate.queries[0].query["query"].partition(" FROM ")[0]


def test_of_more_names_than_a_query_has_room_for_the_records_come_whole(
    store: MakeStore, put: Callable[..., None], device: str
) -> None:
    stored = record(device, "10:00:00Z", n=1, text="é", on=True, items=[1, {"x": [2]}])
    put([stored])
    page = store(100).page(
        device,
        FIRST,
        LAST,
        descending=False,
        properties=[f"{number:0100}" for number in range(200)],
        limit=None,
        continuation=None,
    )
    assert page.records == [stored]  # without the database's own fields


@pytest.mark.parametrize("descending", [False, True])
def test_queries_cosmos_correctly(
    store: MakeStore, gate: StoreGate, put: Callable[..., None], device: str, descending: bool
) -> None:
    """One partition, names and bounds as parameters, and the order the database's own."""
    name = f"{device}' OR 1=1 --ü"
    put([record(name, "10:00:00Z", n=1), record(name, "10:00:01Z", n=2)])
    pages(store(10), name, descending=descending, limit=1)
    condition = "c.iotDeviceId = @device AND c.id >= @first AND c.id <= @last"
    order = "DESC" if descending else "ASC"
    assert [query.query["query"] for query in gate.queries] == [
        f'SELECT c["id"], c["n"] FROM c WHERE {condition} ORDER BY c.id {order}'
    ] * 2
    assert {p["name"]: p["value"] for p in gate.queries[1].query["parameters"]} == {
        "@device": name,
        "@first": FIRST,
        "@last": LAST,
    }
    assert ["x-ms-continuation" in query.headers for query in gate.queries] == [False, True]
    partition = name.replace("ü", "\\u00fc")
    assert {query.headers["x-ms-documentdb-partitionkey"] for query in gate.queries} == {f'["{partition}"]'}


def test_the_newest_records_are_asked_for_without_bounds(
    store: MakeStore, gate: StoreGate, device: str
) -> None:
    newest_record(store(10), device, ("n",))
    (asked,) = gate.queries
    assert asked.query == {
        "query": 'SELECT c["id"], c["n"] FROM c WHERE c.iotDeviceId = @device ORDER BY c.id DESC',
        "parameters": [{"name": "@device", "value": device}],
    }
    assert asked.headers["x-ms-max-item-count"] == "1"
    assert asked.headers["x-ms-documentdb-partitionkey"] == f'["{device}"]'


def earlier(
    store: HotStore, device: str, wanted: list[tuple[str, ...]], *, limit: int = 20
) -> list[list[dict[str, Any]]]:
    """What comes before the newest record, page by page."""
    page = store.page(device, None, None, descending=True, properties=(), limit=1, continuation=None)
    found = store.earlier(device, wanted, page, first_id=FIRST, limit=limit)
    return [[dict(record) for record in page.records] for page in found]


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_property_is_one_query_whatever_its_name(
    store: MakeStore, gate: StoreGate, put: Callable[..., None], device: str, name: str
) -> None:
    rows = [record(device, f"10:00:0{n}Z", other=n) for n in range(5)]
    rows[0][name] = "too old"
    rows[1][name] = "wanted"
    rows[2][name] = None
    put(rows)
    assert earlier(store(10), device, [(name,), ("absent",)]) == [[{"id": rows[1]["id"], name: "wanted"}], []]
    text = gate.queries[1].query["query"]
    assert text.startswith('SELECT TOP 1 c["id"], c[')
    assert " FROM c WHERE c.iotDeviceId = @device AND c.id >= @first AND c.id < @before AND " in text
    assert {asked.headers["x-ms-documentdb-partitionkey"] for asked in gate.queries} == {f'["{device}"]'}


def test_a_property_is_found_under_any_of_its_names(
    store: MakeStore, gate: StoreGate, put: Callable[..., None], device: str
) -> None:
    rows = [record(device, f"10:00:0{n}Z", **{name: n}) for n, name in enumerate(("nLatest", "n", "m"))]
    put(rows)
    assert earlier(store(10), device, [("nLatest", "n")]) == [[{"id": rows[1]["id"], "n": 1}]]
    assert len(gate.queries) == 2


def test_more_properties_than_records_to_look_at_are_not_asked_for_one_by_one(
    store: MakeStore, gate: StoreGate, put: Callable[..., None], device: str
) -> None:
    rows = [record(device, f"10:00:0{n}Z", n=n) for n in range(9)]
    put(rows)
    names = [(f"absent{n}",) for n in range(4)]
    assert earlier(store(10), device, names, limit=3) == [[{"id": row["id"]} for row in rows[7:4:-1]]]
    assert len(gate.queries) == 2


def test_throttling_in_the_middle_of_a_history(
    store: MakeStore, gate: StoreGate, put: Callable[..., None], device: str
) -> None:
    put(record(device, f"10:00:{n:02}Z", n=n) for n in range(10))
    told = Answer(429, {"x-ms-retry-after-ms": "1001"})
    gate.fault = lambda asked: told if "x-ms-continuation" in asked.headers else None
    with pytest.raises(StoreThrottled) as raised:
        pages(store(4), device)
    assert raised.value.retry_after == 2


def test_a_short_throttling_is_ridden_out(
    store: MakeStore, gate: StoreGate, put: Callable[..., None], device: str
) -> None:
    put([record(device, "10:00:00Z", n=1)])

    def once(asked: Asked) -> Answer | None:
        return Answer(429, {"x-ms-retry-after-ms": "10"}) if len(gate.queries) == 1 else None

    gate.fault = once
    assert pages(store(4), device) == [[1]]


def test_threads_share_a_store(
    store: MakeStore, gate: StoreGate, put: Callable[..., None], device: str
) -> None:
    put(record(device, f"10:00:{n:02}Z", n=n) for n in range(10))
    shared = store(4)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: pages(shared, device), range(40)))
    assert found == [[[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]] * 40
    assert sum(asked.method == "GET" for asked in gate.asked) <= 8  # the account is not asked each time


def test_a_query_ends_with_its_time_and_goes_on_where_it_can(
    store: MakeStore, put: Callable[..., None]
) -> None:
    bounded_query.check(store(1000), put)
