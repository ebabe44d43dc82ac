"""The store over an existing container: what it asks of Cosmos DB, and the records it makes of the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from azure.cosmos import ContainerProxy, CosmosClient
from crosstwin_contract.records import RecordMapping
from hotread.record import NAME_FIELD
from hotread.store import HotStore, InvalidTime, WithoutValues

from crosstwin.local import azure
from crosstwin.local.azure import CosmosEmulator
from crosstwin.packages.places import ROOT
from tests.contract.functions.azure.test_cosmos_store import NAMES
from tests.contract.readers.served import container_key, importable
from tests.store_gate import StoreGate, running_gate

FLAT = {"device": "deviceId", "time": "ts", "time_format": "epoch_milliseconds"}
NESTED = {**FLAT, "device": 'dév "ice.name', "time": 'meta."at'}
IN_VALUES = {**FLAT, "time": "Body.at", "values": "Body"}
DEEP_VALUES = {**FLAT, "values": 'raw data."values"'}
MAPPINGS = {"flat": FLAT, "nested": NESTED, "in values": IN_VALUES, "deep values": DEEP_VALUES}
TEN = 1768471200000  # milliseconds since 1970, of 2026-01-15T10:00:00Z
TIMES = [f"2026-01-15T10:00:0{second}Z" for second in range(10)]
Make = Callable[[str], tuple[HotStore, ContainerProxy]]


@pytest.fixture(scope="module")
def running(cosmos: CosmosEmulator) -> Iterator[StoreGate]:
    with running_gate(cosmos.endpoint) as gate:
        yield gate


@pytest.fixture
def gate(running: StoreGate) -> StoreGate:
    running.reset()
    return running


@pytest.fixture(scope="module")
def make(cosmos: CosmosEmulator, running: StoreGate) -> Iterator[Make]:
    """The reader's store over a container for the records of a mapping, and the container."""
    with importable(ROOT / "functions/azure/hot-reader"):
        from cosmos_store import connect
        from existing_store import ExistingStore
    with CosmosClient(cosmos.endpoint, cosmos.key, enable_endpoint_discovery=False) as client:
        database = client.create_database_if_not_exists(azure.DATABASE)

        def make(name: str) -> tuple[HotStore, ContainerProxy]:
            mapping = RecordMapping.parse(MAPPINGS[name])
            container = f"existing {name}"
            made = database.create_container_if_not_exists(container, container_key(mapping))
            reached = connect(running.endpoint, azure.DATABASE, container, key=cosmos.key)
            return ExistingStore(reached, mapping, 4), made

        yield make


def read(store: HotStore, device: str, properties: Sequence[str], *, descending: bool = False) -> list[Any]:
    """All records without bounds, page by page."""
    found: list[Any] = []
    continuation = None
    while True:
        page = store.page(
            device,
            None,
            None,
            descending=descending,
            properties=properties,
            limit=None,
            continuation=continuation,
        )
        found += page.records
        if (continuation := page.continuation) is None:
            return found


def selected(gate: StoreGate) -> set[str]:
    return {query.query["query"].partition(" FROM ")[0] for query in gate.queries}


def test_records_have_the_fields_that_are_asked_for_whatever_their_names(
    make: Make, gate: StoreGate, device: str
) -> None:
    """Null is a value, a field that is absent stays so, and no field of Cosmos DB's own is one."""
    store, container = make("flat")
    values = {name: number for number, name in enumerate(NAMES)}
    values |= {"text": "é", "on": True, "items": [1, {"x": [2]}], "gone": None}
    container.upsert_item({"id": f"{device}-a", "deviceId": device, "ts": TEN, **values, "other": 1})
    container.upsert_item({"id": f"{device}-b", "deviceId": device, "ts": TEN + 1000, "n": 1, "_ts": 5})
    asked = (*values, "deviceId", "iotDeviceId", "id", "ts", "absent", "_ts", "_etag", "_self", "n")
    assert read(store, device, asked) == [
        {
            **values,
            "deviceId": device,
            "iotDeviceId": device,
            "id": TIMES[0],
            NAME_FIELD: f"{device}-a",
        },
        {"n": 1, "deviceId": device, "iotDeviceId": device, "id": TIMES[1], NAME_FIELD: f"{device}-b"},
    ]
    (text,) = selected(gate)
    assert text.startswith(
        'SELECT VALUE [c["id"], c["ts"] ?? null, {"n": c["n"], "a.b": c["a.b"], "quo\\"te": '
    )
    assert '"other"' not in text
    assert '"_ts"' not in text


def test_a_property_can_have_the_name_of_a_path_or_of_the_field_around_the_time(
    make: Make, device: str
) -> None:
    store, container = make("nested")
    of_device = {'dév "ice': {"name": device}}
    meta = {'"at': TEN, "unit": "C"}
    container.upsert_item({"id": f"{device}-a", **of_device, "meta": meta, 'meta."at': 7, "n": 1})
    record = {"id": TIMES[0], NAME_FIELD: f"{device}-a"}
    assert read(store, device, ('meta."at', "n")) == [{**record, 'meta."at': 7, "n": 1}]
    assert read(store, device, ("meta", 'dév "ice')) == [{**record, "meta": meta, **of_device}]
    assert read(store, device, ("n",)) == [{**record, "n": 1}]


@pytest.mark.parametrize("name", MAPPINGS)
def test_of_more_names_than_a_query_has_room_for_the_items_come_whole(
    make: Make, gate: StoreGate, device: str, name: str
) -> None:
    """The values that are asked for are the same, and no field of Cosmos DB's own is one."""
    store, container = make(name)
    of_values = {"Body": {"at": TEN, "n": 1}, "raw data": {'"values"': {"n": 1}}}
    of_keys = {"ts": TEN, "deviceId": device, "meta": {'"at': TEN}, 'dév "ice': {"name": device}}
    container.upsert_item({"id": f"{device}-a", **of_keys, **of_values, "n": 1})
    few = ["n", "absent", "_ts", "_rid", "ts" if name != "nested" else 'meta."at']
    many = [f"{number:0100}" for number in range(200)]
    short = read(store, device, few)
    gate.reset()
    whole = read(store, device, [*few, *many])
    # Values are in one field, however many of them are asked for.
    assert [text.endswith(" ?? null, c]") for text in selected(gate)] == [name in ("flat", "nested")]
    record = {"id": TIMES[0], NAME_FIELD: f"{device}-a", "n": 1}
    assert short == [record]
    asked = {*few, *many, *record}
    assert [{field: one for field, one in found.items() if field in asked} for found in whole] == [record]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("name", ["flat", "nested", "in values"])
def test_an_item_whose_time_is_missing_or_null_is_a_record_without_a_valid_time(
    make: Make, device: str, name: str, descending: bool
) -> None:
    """An item that lacks the time is not taken for the one beside it: each row keeps its places."""
    store, container = make(name)
    of_device = {"deviceId": device, 'dév "ice': {"name": device}}
    times: list[dict[str, Any]] = [{}, {"at": None}, {"at": TEN + 3000}, {"at": str(TEN)}]
    for number, given in enumerate(times):
        stored = {field: given["at"] for field in ("ts",) if given}
        below = {'"at': given["at"]} if given else {}
        item = {**of_device, **stored, "meta": below, "n": number, "Body": {**given, "n": number}}
        container.upsert_item({"id": f"{device}-{number}", **item})
    path = MAPPINGS[name]["time"]
    expected = "a number of milliseconds since 1970 (from 1982 on)"
    fits = "time_format: epoch_milliseconds, time_type: string"
    by_number = {
        0: InvalidTime(path, None, expected),
        1: InvalidTime(path, None, expected),
        2: TIMES[3],
        3: InvalidTime(path, str(TEN), expected, fits),
    }
    found = read(store, device, ("n",), descending=descending)
    # Without a bound, ORDER BY may leave out an item that lacks the time.
    assert {record["n"] for record in found} >= {1, 2, 3}
    for record in found:
        number = record["n"]
        assert record == {"n": number, "id": by_number[number], NAME_FIELD: f"{device}-{number}"}


def test_an_item_that_alone_lacks_the_time_is_found(make: Make, device: str) -> None:
    store, container = make("nested")
    container.upsert_item({"id": f"{device}-a", 'dév "ice': {"name": device}, "n": 1})
    (record,) = read(store, device, ("n",))
    assert record["n"] == 1
    assert record["id"].value is None


def test_a_record_without_the_map_of_properties_has_the_names_of_the_others(
    make: Make, gate: StoreGate, device: str
) -> None:
    store, container = make("deep values")
    items: list[dict[str, Any]] = [
        {"raw data": {'"values"': {"n": 1, "_ts": 2}}},
        {"raw data": {'"values"': None}},
        {"raw data": {'"values"': '{"n": 3, "quo\\"te": 4}'}},
        {"raw data": {"unit": "C"}, "readings": {"n": 1}},
        {"readings": {"n": 1}, "unit": "C"},
    ]
    for number, item in enumerate(items):
        key = {"id": f"{device}-{number}", "deviceId": device, "ts": TEN + 1000 * number}
        container.upsert_item({**key, **item})
    found = read(store, device, ("n", 'quo"te'))
    keys = [{"id": TIMES[number], NAME_FIELD: f"{device}-{number}"} for number in range(5)]
    of_items: list[dict[str, Any]] = [{"n": 1, "_ts": 2}, {}, {"n": 3, 'quo"te': 4}, {}, {}]
    assert found == [{**key, **values} for key, values in zip(keys, of_items, strict=True)]
    assert [isinstance(record, WithoutValues) for record in found] == [False, False, False, True, True]
    assert selected(gate) == {'SELECT VALUE [c["id"], c["ts"] ?? null, {"raw data": c["raw data"]}]'}
    gate.reset()
    names = [record.names for record in read(store, device, ()) if isinstance(record, WithoutValues)]
    assert [sorted(found) for found in names] == [["id", "raw data", "readings"], ["id", "readings", "unit"]]
    assert selected(gate) == {'SELECT VALUE [c["id"], c["ts"] ?? null, c]'}


def test_of_no_properties_only_times_and_names_come(make: Make, gate: StoreGate, device: str) -> None:
    store, container = make("flat")
    container.upsert_item({"id": f"{device}-a", "deviceId": device, "ts": TEN, "n": 1})
    assert read(store, device, ()) == [{"id": TIMES[0], NAME_FIELD: f"{device}-a"}]
    assert selected(gate) == {'SELECT VALUE [c["id"], c["ts"] ?? null, {}]'}


@pytest.mark.parametrize("descending", [False, True])
def test_reads_on_through_pages_of_equal_times(
    make: Make, gate: StoreGate, device: str, descending: bool
) -> None:
    store, container = make("nested")
    for number in range(10):
        of_device, meta = {'dév "ice': {"name": device}}, {'"at': TEN + 1000 * (number // 5)}
        container.upsert_item({"id": f"{device}-{number}", **of_device, "meta": meta, "n": number})
    found = read(store, device, ("n",), descending=descending)
    assert sorted(record["n"] for record in found) == [*range(10)]
    seconds = [TIMES[0]] * 5 + [TIMES[1]] * 5
    assert [record["id"] for record in found] == (seconds[::-1] if descending else seconds)
    assert all(record[NAME_FIELD] == f"{device}-{record['n']}" for record in found)
    assert ["x-ms-continuation" in query.headers for query in gate.queries] == [False, True, True]


def test_queries_one_partition_with_names_that_are_quoted(make: Make, gate: StoreGate, device: str) -> None:
    store, _ = make("nested")
    name = f"{device}' OR 1=1 --ü"
    bounds = ("2026-01-15T10:00:00Z", "2026-01-15T10:00:09Z")
    store.page(name, *bounds, descending=True, properties=("n",), limit=1, continuation=None)
    (asked,) = gate.queries
    time = 'c["meta"]["\\"at"]'
    assert asked.query == {
        "query": f'SELECT VALUE [c["id"], {time} ?? null, {{"n": c["n"]}}] FROM c '
        f'WHERE c["d\\u00e9v \\"ice"]["name"] = @device AND {time} >= @first AND {time} <= @last '
        f"ORDER BY {time} DESC",
        "parameters": [
            {"name": "@device", "value": name},
            {"name": "@first", "value": TEN},
            {"name": "@last", "value": TEN + 9000},
        ],
    }
    assert asked.headers["x-ms-max-item-count"] == "1"
