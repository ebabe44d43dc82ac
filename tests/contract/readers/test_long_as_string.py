"""`longAsString`: each Long of an answer as a string, on every cloud, in all four kinds of answers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.readers.asking import HOUR, error, fresh_device, record
from tests.contract.readers.conftest import Reader

LONG = 2**53 + 1  # the first integer that a double does not have
COSMOS_LONG = 2**53 - 1  # Cosmos DB stores doubles, and has none beyond
pytestmark = pytest.mark.own_records
DECLARED = {"small": {"definition": {"dataType": {"type": "LONG"}}}}


@pytest.fixture
def device(reader: Reader) -> str:
    name = fresh_device()
    long = long_of(reader)
    # So many that a reader writes them at once.
    reader.local.put(
        [
            record(name, f"10:0{minute}:00Z", strokes=long, small=7, rpm=900, torque=2.5, ids=[long])
            for minute in range(10)
        ]
    )
    return name


def long_of(reader: Reader) -> int:
    return COSMOS_LONG if reader.local.cloud == "azure" else LONG


def asked(device: str, **more: Any) -> dict[str, Any]:
    names = ["strokes", "small", "rpm", "torque", "ids"]
    return {"iotDeviceId": device, "selectedProperties": names, "properties": DECLARED, **more}


def expected(long: Any, number: int) -> dict[str, Any]:
    return {
        "strokes": {"LongValue": long(number)},
        "small": {"LongValue": long(7)},
        "rpm": {"IntegerValue": 900},
        "torque": {"DoubleValue": 2.5},
        "ids": {"ListValue": [{"LongValue": long(number)}]},
    }


def history_of(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The one value of each property, which all of its times have."""
    values = {}
    for one in found:
        name = one["entityPropertyReference"]["propertyName"]
        values[name], *others = (value["value"] for value in one["values"])
        assert all(other == values[name] for other in others)
    return values


@pytest.mark.parametrize("as_string", [None, False, True])
def test_a_caller_that_asks_for_it_gets_each_long_as_a_string(
    reader: Reader, device: str, as_string: bool | None
) -> None:
    values = expected(str if as_string else int, long_of(reader))
    query = asked(device, longAsString=as_string)

    assert history_of(reader.ask({**query, **HOUR})["propertyValues"]) == values
    assert history_of(reader.ask({**query, **HOUR, "maxDataPoints": 1})["propertyValues"]) == values
    newest = reader.ask(query, last_entry=True)["propertyValues"]
    assert {name: one["propertyValue"] for name, one in newest.items()} == values

    shared = {key: value for key, value in query.items() if key != "iotDeviceId"}
    for batch in ({"devices": [device], **shared}, {"devices": [query]}):
        (history,) = reader.ask({**batch, **HOUR})["devices"]
        assert history_of(history["propertyValues"]) == values
        (newest,) = reader.ask(batch, last_entry=True)["devices"]
        assert {name: one["value"] for name, one in newest["values"].items()} == values


def test_interpolated_longs_are_strings_as_well(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put([record(device, "10:00:00Z", small=2), record(device, "10:02:00Z", small=4)])
    query = {**asked(device, longAsString=True), "selectedProperties": ["small"], **HOUR}
    interpolation = {"interpolationType": "LINEAR", "intervalInSeconds": 60}
    (found,) = reader.ask({**query, "interpolation": interpolation})["propertyValues"]
    assert [one["value"] for one in found["values"]] == [{"LongValue": n} for n in ("2", "3", "4")]


def test_another_value_than_true_or_false_is_refused(reader: Reader, device: str) -> None:
    for last_entry in (False, True):
        response = reader.post({**asked(device, longAsString="yes"), **HOUR}, last_entry=last_entry)
        assert error(response)[:2] == (400, "INVALID_QUERY")
        assert "longAsString" in error(response)[2]
