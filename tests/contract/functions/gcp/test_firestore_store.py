"""The Firestore store over Google's emulator: order, range, pages, and names of every kind."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
from crosstwin_contract.store_names import is_reserved_by_firestore
from google.cloud.firestore import GeoPoint
from google.cloud.firestore_v1.vector import Vector
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crosstwin.local import gcp
from tests.contract.functions import bounded_query
from tests.contract.functions.gcp.conftest import database_at
from tests.contract.functions.newest_record import newest_record

Put = Callable[..., None]


@pytest.fixture
def collection() -> str:
    return f"hot-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def store(firestore_store: ModuleType, emulator: str, collection: str) -> Any:
    return firestore_store.FirestoreStore(database_at(emulator), collection)


@pytest.fixture
def put(client: Any, collection: str) -> Put:
    from crosstwin.readers.hot_stores.firestore import FirestoreWriter

    return FirestoreWriter("", "", collection, client=client).put


def record(device: str, n: int, **properties: Any) -> dict[str, Any]:
    return {"iotDeviceId": device, "id": f"2026-01-15T10:{n // 60:02}:{n % 60:02}Z", "n": n, **properties}


def pages(store: Any, device: str, **options: Any) -> list[list[Any]]:
    """The property `n` of every record from 10:00 to 11:00, page by page."""
    asked: dict[str, Any] = {
        "first_id": "2026-01-15T10",
        "last_id": "2026-01-15T11",
        "descending": False,
        "properties": ["n"],
        "limit": None,
        **options,
    }
    found = []
    continuation = None
    while True:
        page = store.page(device, continuation=continuation, **asked)
        found.append([row.get("n") for row in page.records])
        continuation = page.continuation
        if continuation is None:
            return found


def test_queries_firestore_correctly(store: Any, put: Put) -> None:
    put([record(name, n) for name in ("a", "a_2026", "A", "b") for n in range(5)])
    bounds = {"first_id": "2026-01-15T10:00:01Z", "last_id": "2026-01-15T10:00:03Z"}
    assert pages(store, "a", **bounds) == [[1, 2, 3]]
    assert pages(store, "a", **bounds, descending=True) == [[3, 2, 1]]
    assert pages(store, "a", **bounds, limit=2) == [[1, 2], [3]]
    assert pages(store, "absent") == [[]]


def test_ids_are_in_the_order_of_text_up_to_the_widest_bound(store: Any, put: Put) -> None:
    ids = [f"2026-01-15T10:00:00{rest}" for rest in ("+00:00", ".000000001Z", ".50Z", ".5Z", "Z")]
    assert ids == sorted(ids)
    put({"iotDeviceId": "d", "id": id_, "n": n} for n, id_ in reversed(list(enumerate(ids))))
    second = "2026-01-15T10:00:00"
    assert pages(store, "d", first_id=second, last_id=second + "~") == [[0, 1, 2, 3, 4]]


@pytest.fixture
def pages_of_seven(monkeypatch: pytest.MonkeyPatch, firestore_store: ModuleType) -> None:
    monkeypatch.setattr(firestore_store, "RECORDS_PER_PAGE", 7)


@pytest.mark.usefixtures("pages_of_seven")
@pytest.mark.parametrize("descending", [False, True], ids=["ascending", "descending"])
@pytest.mark.parametrize("count", [6, 7, 8, 21, 25])
def test_firestore_pagination(store: Any, put: Put, count: int, descending: bool) -> None:
    put([record("d", n) for n in range(count)] + [record("e", n) for n in range(count)])
    found = pages(store, "d", descending=descending)
    assert [n for page in found for n in page] == sorted(range(count), reverse=descending)
    assert all(len(page) == 7 for page in found[:-1])


@pytest.mark.parametrize("descending", [False, True], ids=["ascending", "descending"])
def test_a_page_boundary_between_records_of_one_time_loses_none(
    client: Any, collection: str, store: Any, descending: bool
) -> None:
    # Two writers named the documents of one device and time in their own ways.
    for n in range(4):
        client.collection(collection).document(f"own-name-{n}").set(record("d", 0) | {"n": n})
    found = pages(store, "d", limit=1, descending=descending)
    assert sorted(n for page in found for n in page) == [0, 1, 2, 3]


def test_a_page_ends_early_when_its_records_are_large(
    monkeypatch: pytest.MonkeyPatch, firestore_store: ModuleType, store: Any, put: Put
) -> None:
    monkeypatch.setattr(firestore_store, "LARGEST_PAGE", 10_000)
    put(record("d", n, text="x" * 4_000) for n in range(7))
    assert pages(store, "d", properties=["n", "text"]) == [[0, 1, 2], [3, 4, 5], [6]]
    assert pages(store, "d") == [[0, 1, 2, 3, 4, 5, 6]]  # what is not asked for does not count


def test_a_limit_beyond_32_bits_is_no_error(store: Any, put: Put) -> None:
    put([record("d", 1)])
    assert pages(store, "d", limit=2**40) == [[1]]


def test_the_latest_record_is_the_one_with_the_greatest_id(store: Any, put: Put) -> None:
    put([record("d", 3, other=1), record("d", 10), record("d", 7), record("e", 11)])
    assert newest_record(store, "d", ["n"]) == {"id": "2026-01-15T10:00:10Z", "n": 10}
    assert newest_record(store, "absent", ["n"]) is None


def test_only_properties_that_are_asked_for_are_fetched(store: Any, put: Put) -> None:
    put([record("d", 1, wanted=2, unwanted=3)])
    assert newest_record(store, "d", ["wanted"]) == {"id": "2026-01-15T10:00:01Z", "wanted": 2}
    assert newest_record(store, "d", ["id", "wanted"]) == {"id": "2026-01-15T10:00:01Z", "wanted": 2}
    many = ["wanted", *(f"p{n}" for n in range(200))]
    assert newest_record(store, "d", many)["wanted"] == 2


@pytest.mark.parametrize(
    "device",
    [
        "Fühler №7 🌡",
        "a/b",
        "/",
        "//a//",
        "..",
        ".",
        "__reserved__",
        "%2F",
        "x" * 1024,
        "a_2026-01-15T10:00:00Z",
        'quo"te`\\',
        "line\nbreak",
        "e\u0301",
        "*",
    ],
)
def test_special_characters_in_device_names(store: Any, put: Put, device: str) -> None:
    put([record(device, 1), record(device, 2), record(device + "_", 3), record("a%2Fb", 4)])
    assert pages(store, device) == [[1, 2]]
    assert newest_record(store, device, ["n"])["n"] == 2


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
        lambda name: not is_reserved_by_firestore(name) and name not in ("id", "iotDeviceId")
    )
)
@example("a.b")
@example("a..b")
@example(".")
@example("`tick`")
@example("back\\slash\\")
@example("Feuchte °C 🌡")
@example("line\nbreak")
@example("\r")
@example("0first")
@example("__name")
@example("__")
@example("___")
@example("x" * 1500)
def test_any_property_name_is_fetched_as_it_is_spelt(
    client: Any, collection: str, store: Any, name: str
) -> None:
    # A neighbour that a path without quotation would reach instead.
    fields = {**record("d", 0), "a": {"b": "wrong"}, name: "right"}
    client.collection(collection).document("only").set(fields)
    asked: dict[str, Any] = {"properties": [name], "limit": None, "continuation": None}
    page = store.page("d", "2026", "2027", descending=False, **asked)
    assert [row.get(name) for row in (*page.records, newest_record(store, "d", [name]))] == ["right", "right"]


@pytest.mark.parametrize("name", ["__reserved__", "____", "__name__", "x" * 1501, "é" * 751])
def test_a_property_that_no_document_can_have_is_absent_and_no_error(store: Any, put: Put, name: str) -> None:
    put([record("d", 1)])
    found = newest_record(store, "d", [name, "n"])
    assert found
    assert (found["n"], found.get(name)) == (1, None)


VALUES: Any = st.recursive(
    st.text(max_size=5)
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.booleans()
    | st.none()
    | st.binary(max_size=5)
    | st.datetimes(datetime(2000, 1, 1), timezones=st.just(UTC))
    | st.builds(GeoPoint, st.floats(-90, 90), st.floats(-180, 180))
    | st.builds(Vector, st.lists(st.floats(-1, 1), min_size=1, max_size=3)),
    # Firestore has neither a list nor a vector in a list.
    lambda inner: (
        st.dictionaries(st.sampled_from(["a", "b.c", "ä"]), inner, max_size=3)
        | st.lists(inner.filter(lambda value: not isinstance(value, list | Vector)), max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(VALUES, min_size=1, max_size=5))
def test_values_are_those_of_the_clients_own_objects(
    client: Any, collection: str, store: Any, values: list[Any]
) -> None:
    place = client.collection(collection).document("only")
    place.set(
        {"iotDeviceId": "d", "id": "2026-01-15T10:00:00Z", **{f"p{n}": v for n, v in enumerate(values)}}
    )
    names = ["iotDeviceId", *(f"p{n}" for n in range(len(values)))]
    page = store.page("d", "2026", "2027", descending=False, properties=names, limit=None, continuation=None)
    (slow,) = (document.to_dict() for document in client.collection(collection).stream())
    assert [repr(record) for record in map(in_order, page.records)] == [repr(in_order(slow))]


def in_order(value: Any) -> Any:
    """What is no telemetry has another class in the client, of the same name but for times."""
    if isinstance(value, dict):
        return {name: in_order(value[name]) for name in sorted(value)}
    if type(value).__name__ == "GeoPoint":
        return ("GeoPoint", value.latitude, value.longitude)
    if type(value).__name__ == "Vector":
        return ("Vector", *(value if isinstance(value, Vector) else value.values))
    if isinstance(value, datetime):
        return value.isoformat()
    return [in_order(item) for item in value] if type(value) is list else value


def test_documents_that_are_no_records_are_not_found(client: Any, collection: str, store: Any) -> None:
    place = client.collection(collection)
    place.document("no-id").set({"iotDeviceId": "d", "n": 1})
    place.document("no-device").set({"id": "2026-01-15T10:00:00Z", "n": 2})
    place.document("id-is-a-number").set({"iotDeviceId": "d", "id": 20260115, "n": 3})
    assert pages(store, "d") == [[]]


def test_queries_use_the_indexes_that_the_terraform_module_declares(
    firestore_store: ModuleType, emulator: str
) -> None:
    from tests.contract.functions.gcp.declared_indexes import declared_indexes
    from tests.contract.functions.gcp.used_indexes import used_indexes

    declared = declared_indexes()
    if not declared:
        pytest.skip("modules/gcp-hot-reader declares no google_firestore_index yet")
    database = "index-check"  # of its own, so that other tests' queries do not count
    store = firestore_store.FirestoreStore(database_at(emulator, database), "hot")
    for descending in (False, True):
        pages(store, "d", descending=descending, limit=5)
    newest_record(store, "d", ["n"])
    assert used_indexes(emulator, gcp.PROJECT, database) == declared


def test_a_query_ends_with_its_time_and_goes_on_where_it_can(store: Any, put: Put) -> None:
    bounded_query.check(store, put)
