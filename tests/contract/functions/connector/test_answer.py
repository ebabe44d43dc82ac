"""An answer that breaks the contract is an error that names what is wrong, never passed on to TwinMaker."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from crosstwin_contract.values import Caller
from hotread.position import next_token
from hotread.values import data_value
from hypothesis import given
from remote_reader.errors import InvalidReaderResponse
from twin_connector.answer import HISTORY, LAST_ENTRY, for_twinmaker

from tests.contract.functions.connector.events import HISTORY_EVENT, LAST_ENTRY_EVENT
from tests.unit.core.test_values import stored_values

SELECTED = ["temperature", "rpm"]
T0, T1 = "2026-01-15T10:30:00Z", "2026-01-15T10:31:00Z"


def reference(name: str, **other: Any) -> dict[str, Any]:
    return {"entityId": "entity-1", "componentName": "telemetry", "propertyName": name, **other}


def series(name: str, *items: Any, **other: Any) -> dict[str, Any]:
    return {"entityPropertyReference": reference(name, **other), "values": [*items]}


def at(moment: Any, value: Any) -> dict[str, Any]:
    return {"time": moment, "value": value}


def two(*items: Any) -> dict[str, Any]:
    """A history with these values of the temperature, and one of rpm."""
    return {"propertyValues": [series("temperature", *items), series("rpm", at(T0, {"IntegerValue": 900}))]}


GOOD = two(at(T0, {"DoubleValue": 23.5}), at(T1, {"DoubleValue": 24}))
TEMPERATURE, RPM = GOOD["propertyValues"]


def latest(name: str, value: Any, **other: Any) -> dict[str, Any]:
    return {name: {"propertyReference": reference(name), "propertyValue": value, **other}}


def read(body: Any, kind: Any = HISTORY, **fields: Any) -> Any:
    event = HISTORY_EVENT if kind is HISTORY else LAST_ENTRY_EVENT
    event = {**event, "selectedProperties": SELECTED, "properties": {}, **fields}
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return for_twinmaker(text, kind, kind.parse(event, from_twinmaker=True), Caller.HTTP)


def raw(body: Any, old: str, new: str) -> bytes:
    text = json.dumps(body)
    assert old in text
    return text.replace(old, new, 1).encode()


BREACHES: dict[str, tuple[Any, str]] = {
    "no entries": ({"propertyValues": []}, "no entry for the property 'temperature'"),
    "a property is missing": ({"propertyValues": [TEMPERATURE]}, "no entry for the property 'rpm'"),
    "a property too many": (
        {"propertyValues": [TEMPERATURE, RPM, series("noise")]},
        "the property 'noise', which was not asked for",
    ),
    "a property twice": ({"propertyValues": [TEMPERATURE, RPM, RPM]}, "two entries for the property 'rpm'"),
    "another order of properties": ({"propertyValues": [RPM, TEMPERATURE]}, "in another order than asked"),
    "another entity": (
        {"propertyValues": [series("temperature", entityId="pump-8"), RPM]},
        r"propertyValues\[0\]: entityPropertyReference.entityId that is not the one of the query",
    ),
    "another component": (
        {"propertyValues": [TEMPERATURE, series("rpm", componentName="other")]},
        r"propertyValues\[1\]: entityPropertyReference.componentName that is not the one",
    ),
    "no reference": ({"propertyValues": [{"values": []}, RPM]}, "without entityPropertyReference"),
    "a reference without a property": ({"propertyValues": [series(None), RPM]}, "without propertyName"),  # type: ignore[arg-type]
    "an entry that is not an object": ({"propertyValues": [None, RPM]}, "without entityPropertyReference"),
    "no values": (
        {"propertyValues": [{"entityPropertyReference": reference("temperature")}, RPM]},
        "property 'temperature': values that are not a list",
    ),
    "a value that is not an object": (two(5), "a value that is not an object with time and value"),
    "no time": (two({"value": {"DoubleValue": 1.5}}), "a value whose time is not ISO 8601"),
    "a time that is a number": (two(at(1768471200, {"DoubleValue": 1.5})), "a value whose time is not ISO"),
    "a time that is a word": (two(at("noon", {"DoubleValue": 1.5})), "a value whose time is not ISO"),
    "a time of no calendar": (two(at("2026-02-30T10:30:00Z", {"DoubleValue": 1.5})), "time is not ISO"),
    "a time of another zone": (two(at("2026-01-15T10:30:00+01:00", {"DoubleValue": 1})), "time is not ISO"),
    "two times in one string": (two(at(f"{T0}\n{T1}", {"DoubleValue": 1.5})), "time is not ISO"),
    "descending times": (
        two(at(T1, {"DoubleValue": 1.5}), at(T0, {"DoubleValue": 2.5})),
        "values that are not in ascending order",
    ),
    "descending within a second": (
        two(at("2026-01-15T10:30:00.5Z", {"DoubleValue": 1.5}), at(T0, {"DoubleValue": 2.5})),
        "values that are not in ascending order",
    ),
    "before the range": (two(at("2026-01-15T09:59:59.9Z", {"DoubleValue": 1.5})), "outside the time range"),
    "after the range": (two(at("2026-01-15T11:00:00.1Z", {"DoubleValue": 1.5})), "outside the time range"),
    "no value": (two({"time": T0}), "not an object with one value key"),
    "two value keys": (two(at(T0, {"DoubleValue": 1.5, "LongValue": 1})), "not an object with one value key"),
    "an unknown value key": (
        two(at(T0, {"Decimal": 1.5})),
        "the value key 'Decimal', which",
    ),
    "TwinMaker's value key": (
        two(at(T0, {"doubleValue": 1.5})),
        "the value key 'doubleValue', which",
    ),
    "a double that is a string": (
        two(at(T0, {"DoubleValue": "abc"})),
        "a DoubleValue that is not of type",
    ),
    "a double that is an object": (two(at(T0, {"DoubleValue": {}})), "a DoubleValue that is not of type"),
    "a double that is a boolean": (two(at(T0, {"DoubleValue": True})), "a DoubleValue that is not of type"),
    "a double beyond any": (two(at(T0, {"DoubleValue": 10**400})), "a DoubleValue that is not of type"),
    "1e999": (raw(GOOD, "23.5", "1e999"), "a DoubleValue that is not of type"),
    "NaN": (raw(GOOD, "23.5", "NaN"), "bytes that are not valid JSON"),
    "an integer beyond 32 bits": (
        two(at(T0, {"IntegerValue": 2**31})),
        "a IntegerValue that is not of type",
    ),
    "an integer with a fraction": (
        two(at(T0, {"IntegerValue": 1.5})),
        "a IntegerValue that is not of type",
    ),
    "a long beyond 64 bits": (two(at(T0, {"LongValue": 2**63})), "a LongValue that is not of type LONG"),
    "a boolean that is a number": (two(at(T0, {"BooleanValue": 1})), "a BooleanValue that is not of type"),
    "a string that is null": (two(at(T0, {"StringValue": None})), "a StringValue that is not of type STRING"),
    "an element without a value key": (two(at(T0, {"ListValue": [1.5]})), "not an object with one value key"),
    "an element beyond any double": (
        raw(two(at(T0, {"MapValue": {"a": {"DoubleValue": 23.5}}})), "23.5", "-1e999"),
        "a DoubleValue that is not of type",
    ),
    "a list that TwinMaker does not take": (
        two(at(T0, {"ListValue": [{"DoubleValue": 1.5}] * 51})),
        "a ListValue of 51 elements; AWS IoT TwinMaker takes 50",
    ),
    "a map within a list that TwinMaker does not take": (
        two(at(T0, {"ListValue": [{"MapValue": {str(n): {"DoubleValue": 1.5} for n in range(51)}}]})),
        "a MapValue of 51 elements; AWS IoT TwinMaker takes 50",
    ),
    "one wrong among many": (
        two(at(T0, {"DoubleValue": 1.5}), at(T1, {"DoubleValue": "abc"})),
        "a DoubleValue that is not of type",
    ),
    "a duplicate key of the envelope": (
        raw(GOOD, "{", '{"propertyValues": [], '),
        "the key 'propertyValues' twice in one object",
    ),
    "a duplicate key of a series": (
        raw(GOOD, '"values"', '"values": [], "values"'),
        "key 'values' twice",
    ),
    "a duplicate key of a reference": (
        raw(GOOD, '"entityId"', '"entityId": "pump-8", "entityId"'),
        "the key 'entityId' twice",
    ),
    "a duplicate key of a value": (
        raw(GOOD, '"DoubleValue"', '"DoubleValue": 7.5, "DoubleValue"'),
        "the key 'DoubleValue' twice",
    ),
    "a duplicate key in an escaped spelling": (
        raw(GOOD, '"values"', '"v\\u0061lues": [], "values"'),
        "key 'values' twice",
    ),
    "a lone surrogate": (two(at(T0, {"StringValue": "\ud83c"})), "a lone surrogate"),
    "a raw surrogate": (
        raw(two(at(T0, {"StringValue": "x"})), '"x"', '"#"').replace(b"#", b"\xed\xa0\x80"),
        "JSON",
    ),
    "UTF-16": (json.dumps(GOOD).encode("utf-16"), "not valid JSON"),
    "an object as nextToken": ({**GOOD, "nextToken": {}}, "nextToken that is not a string of 1 to 17880"),
    "an empty nextToken": ({**GOOD, "nextToken": ""}, "nextToken that is not a string of 1 to 17880"),
    "a number as nextToken": ({**GOOD, "nextToken": 0}, "nextToken that is not a string of 1 to 17880"),
    "a nextToken too long": ({**GOOD, "nextToken": "x" * 17_881}, "nextToken that is not a string of 1 to"),
}


@pytest.mark.parametrize("name", BREACHES)
def test_a_history_that_breaks_the_contract_is_refused(name: str) -> None:
    body, told = BREACHES[name]
    with pytest.raises(InvalidReaderResponse, match=told) as raised:
        read(body)
    assert not [value for value in ("23.5", "abc", "7.5", "noon") if value in str(raised.value)]


LAST_BREACHES: dict[str, tuple[Any, str]] = {
    "a property too many": (latest("noise", {"DoubleValue": 1.5}), "'noise', which was not asked for"),
    "another property's reference": (
        {"rpm": latest("temperature", {"DoubleValue": 1.5})["temperature"]},
        "property 'rpm': a reference to the property 'temperature'",
    ),
    "no reference": ({"rpm": {"propertyValue": {"DoubleValue": 1.5}}}, "without propertyReference"),
    "an entry that is not an object": ({"rpm": 1480}, "without propertyReference"),
    "no value": ({"rpm": {"propertyReference": reference("rpm")}}, "not an object with one value key"),
    "null": (latest("rpm", None), "property 'rpm': a value that is not an object with one value key"),
    "a wrong value": (latest("rpm", {"LongValue": "abc"}), "a LongValue that is not of type LONG"),
    "a time that is no time": (latest("rpm", {"LongValue": 1}, time="noon"), "a time that is not ISO 8601"),
    "a time that is a number": (latest("rpm", {"LongValue": 1}, time=1768471200), "a time that is not ISO"),
    "no time": (latest("rpm", {"LongValue": 1}, time=None), "a time that is not ISO 8601 in UTC"),
}


@pytest.mark.parametrize("name", LAST_BREACHES)
def test_a_last_entry_that_breaks_the_contract_is_refused(name: str) -> None:
    entries, told = LAST_BREACHES[name]
    with pytest.raises(InvalidReaderResponse, match=told):
        read({"propertyValues": entries}, LAST_ENTRY)


def test_a_property_twice_in_a_last_entry_is_refused() -> None:
    one = json.dumps(latest("rpm", {"LongValue": 1}))[1:-1]
    with pytest.raises(InvalidReaderResponse, match="the key 'rpm' twice"):
        read(f'{{"propertyValues": {{{one}, {one}}}}}'.encode(), LAST_ENTRY)


def test_a_last_entry_has_no_next_token() -> None:
    with pytest.raises(InvalidReaderResponse, match="nextToken, which a last entry does not have"):
        read({"propertyValues": {}, "nextToken": "MTo="}, LAST_ENTRY)


@pytest.mark.parametrize(
    ("declared", "sent"), [("DOUBLE", {"IntegerValue": 1}), ("STRING", {"DoubleValue": 1.5})]
)
def test_a_value_of_another_type_than_declared_is_refused(declared: str, sent: dict[str, Any]) -> None:
    properties = {"temperature": {"definition": {"dataType": {"type": declared}}}}
    with pytest.raises(InvalidReaderResponse, match=f"where {declared} is declared"):
        read(two(at(T0, sent)), properties=properties)
    with pytest.raises(InvalidReaderResponse, match=f"where {declared} is declared"):
        read({"propertyValues": latest("temperature", sent)}, LAST_ENTRY, properties=properties)


def test_an_element_of_another_type_than_declared_is_refused() -> None:
    data_type = {"type": "LIST", "nestedType": {"type": "DOUBLE"}}
    properties = {"temperature": {"definition": {"dataType": data_type}}}
    with pytest.raises(InvalidReaderResponse, match="a LongValue where DOUBLE is declared"):
        read(two(at(T0, {"ListValue": [{"LongValue": 1}]})), properties=properties)


def test_the_next_token_of_the_query_is_refused() -> None:
    token = next_token(T0)
    with pytest.raises(InvalidReaderResponse, match="the nextToken of the query"):
        read({**GOOD, "nextToken": token}, nextToken=token)
    assert read({**GOOD, "nextToken": next_token(T1)}, nextToken=token)["nextToken"] == next_token(T1)


def test_more_values_than_asked_for_are_refused() -> None:
    with pytest.raises(InvalidReaderResponse, match="more than the 1 values"):
        read(GOOD, maxResults=1)
    assert read(GOOD, maxResults=2)


def test_an_answer_of_the_contract_is_translated() -> None:
    answer = read({**GOOD, "trace_id": "t", "nextToken": None})
    assert [entry["values"] for entry in answer["propertyValues"]] == [
        [at(T0, {"doubleValue": 23.5}), at(T1, {"doubleValue": 24})],
        [at(T0, {"integerValue": 900})],
    ]
    assert set(answer) == {"propertyValues"}


def test_fields_that_twinmaker_does_not_know_are_taken_out() -> None:
    value = {**at(T0, {"DoubleValue": 1.5}), "quality": "GOOD"}
    entry = {**series("temperature", value, unit="C"), "extra": 1}
    (first, _) = read({"propertyValues": [entry, RPM]})["propertyValues"]
    assert first == series("temperature", at(T0, {"doubleValue": 1.5}))


def test_the_age_of_a_last_value_is_taken_out() -> None:
    found = read({"propertyValues": latest("rpm", {"LongValue": 1}, time=T0)}, LAST_ENTRY)
    assert found == {"propertyValues": latest("rpm", {"longValue": 1})}


def test_a_last_entry_may_leave_out_properties() -> None:
    assert read({"propertyValues": {}}, LAST_ENTRY) == {"propertyValues": {}}


def test_mixed_types_and_precisions_are_answers() -> None:
    moments = [T0, "2026-01-15T10:30:00.0Z", "2026-01-15T10:30:00.25Z", "2026-01-15T10:30:00.250Z", T1]
    items = [
        at(moment, {"IntegerValue": 1} if number % 2 else {"DoubleValue": 1.5})
        for number, moment in enumerate(moments)
    ]
    for fields, answered in (({}, items), ({"orderByTime": "DESCENDING"}, items[::-1])):
        (found, _) = read(two(*answered), **fields)["propertyValues"]
        assert [item["time"] for item in found["values"]] == [item["time"] for item in answered]


@given(stored_values)
def test_what_came_over_http_is_translated_to_what_twinmaker_gets(value: Any) -> None:
    over_http, direct = (data_value(value, None, caller) for caller in (Caller.HTTP, Caller.TWINMAKER))
    assert read(two(at(T0, over_http)))["propertyValues"][0]["values"] == [at(T0, direct)]
    entries = {"propertyValues": latest("rpm", over_http)}
    assert read(entries, LAST_ENTRY) == {"propertyValues": latest("rpm", direct)}


def test_checks_take_less_than_30_percent_of_the_time_of_a_large_answer() -> None:
    """10,000 rows of three properties, in processor time; the best of some runs counts."""
    names = ["temperature", "rpm", "status"]
    keys = {
        "temperature": ("DoubleValue", 20.25),
        "rpm": ("IntegerValue", 900),
        "status": ("StringValue", "on"),
    }
    moments = [f"2026-01-15T10:{n // 600:02}:{n // 10 % 60:02}.{n % 10}Z" for n in range(10_000)]
    body = json.dumps(
        {
            "propertyValues": [
                series(name, *(at(moment, {keys[name][0]: keys[name][1]}) for moment in moments))
                for name in names
            ]
        },
        separators=(",", ":"),
    ).encode()

    def unchecked() -> None:
        answer = json.loads(body)
        for entry in answer["propertyValues"]:
            for item in entry["values"]:
                ((key, value),) = item["value"].items()
                item["value"] = {key[0].lower() + key[1:]: value}
        json.dumps(answer)

    checked = _best(lambda: json.dumps(read(body, selectedProperties=names)))
    assert checked - _best(unchecked) < 0.3 * checked


def _best(run: Any) -> float:
    seconds = []
    for _ in range(7):
        started = time.process_time()
        run()
        seconds.append(time.process_time() - started)
    return min(seconds)
