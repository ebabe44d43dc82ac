"""The contract over HTTP, run unchanged against the deployed or served function of every cloud."""

from __future__ import annotations

import socket
import uuid
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.contract.readers.conftest import PREVIOUS_TOKEN, TOKEN, Reader

HOUR = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}


def fresh_device(prefix: str = "device") -> str:
    """A device that no other test has written."""
    return f"{prefix}-{uuid.uuid4().hex[:8]}"


def record(device: str, time: str, **properties: Any) -> dict[str, Any]:
    return {"iotDeviceId": device, "id": f"2026-01-15T{time}", **properties}


def values(answer: dict[str, Any], index: int = 0) -> list[tuple[str, Any]]:
    """(time, plain value) of one property of a history."""
    return [
        (item["time"].removeprefix("2026-01-15T"), next(iter(item["value"].values())))
        for item in answer["propertyValues"][index]["values"]
    ]


def error(response: Any) -> tuple[int, str, str]:
    told = response.json()["error"]
    return response.status_code, told["code"], told["message"]


@pytest.mark.own_records
@pytest.mark.parametrize("last_entry", [False, True])
def test_rejects_missing_token(reader: Reader, last_entry: bool) -> None:
    assert error(reader.post({}, headers={}, last_entry=last_entry)) == (401, "UNAUTHORIZED", "unauthorized")


@pytest.mark.own_records
@pytest.mark.parametrize("last_entry", [False, True])
@pytest.mark.parametrize("token", ["wrong", TOKEN[:-1], TOKEN + "x", ""])
def test_rejects_invalid_token(reader: Reader, token: str, last_entry: bool) -> None:
    # The body is no JSON: the answer shows that it was not looked at.
    response = reader.post(data=b"{", headers={"X-Inter-Cloud-Token": token}, last_entry=last_entry)
    assert error(response) == (401, "UNAUTHORIZED", "unauthorized")


@pytest.mark.own_records
@pytest.mark.parametrize("token", [TOKEN, PREVIOUS_TOKEN])
@pytest.mark.parametrize("last_entry", [False, True])
def test_accepts_valid_token(reader: Reader, token: str, last_entry: bool) -> None:
    payload = {"iotDeviceId": "d", "selectedProperties": [], **HOUR}
    response = reader.post(payload, headers={"X-Inter-Cloud-Token": token}, last_entry=last_entry)
    assert response.status_code == 200


@pytest.mark.own_records
@pytest.mark.parametrize("name", ["x-inter-cloud-token", "X-INTER-CLOUD-TOKEN", "x-Inter-cLoud-tokeN"])
def test_token_case_insensitive_header(reader: Reader, name: str) -> None:
    payload = {"iotDeviceId": "d", "selectedProperties": [], **HOUR}
    assert reader.post(payload, headers={name: TOKEN}).status_code == 200


@pytest.mark.own_records
def test_token_with_special_characters(reader: Reader) -> None:
    assert "+/=-_." in TOKEN
    assert reader.post({"iotDeviceId": "d", "selectedProperties": [], **HOUR}).status_code == 200


@pytest.mark.own_records
def test_token_very_long(reader: Reader) -> None:
    assert len(TOKEN) > 512
    one_short = {"X-Inter-Cloud-Token": TOKEN[:-1]}
    assert reader.post({"iotDeviceId": "d", "selectedProperties": [], **HOUR}).status_code == 200
    assert reader.post({}, headers=one_short).status_code == 401


@pytest.mark.own_records
@pytest.mark.parametrize(("value", "status"), [(f"{TOKEN}, wrong", 200), (f"wrong, {TOKEN}", 401)])
def test_token_header_multiple_values(reader: Reader, value: str, status: int) -> None:
    payload = {"iotDeviceId": "d", "selectedProperties": [], **HOUR}
    assert reader.post(payload, headers={"X-Inter-Cloud-Token": value}).status_code == status


@pytest.mark.own_records
def test_rejects_empty_body(reader: Reader) -> None:
    response = reader.post(data=b"")
    assert error(response)[:2] == (400, "EMPTY_BODY")
    assert "body is empty" in error(response)[2]


@pytest.mark.own_records
@pytest.mark.parametrize(
    "body",
    [
        *(b"{", b"not json", b"\xff\xfe", b'{"payload": NaN}', b"[" * 50_000),
        b'{"target_layer": "L3-hot", "target_layer": "L3-hot", "payload": {}}',
        b'{"target_layer": "L3-hot", "payload": {"iotDeviceId": "\\ud800", "selectedProperties": ["t"]}}',
        *('{"target_layer": "L3-hot", "payload": {}}'.encode(code) for code in ("utf-16", "utf-8-sig")),
    ],
)
def test_rejects_malformed_json(reader: Reader, body: bytes) -> None:
    assert error(reader.post(data=body))[:2] == (400, "INVALID_JSON")


@pytest.mark.own_records
@pytest.mark.parametrize("last_entry", [False, True])
@pytest.mark.parametrize("chunks", [b"zz\r\n{}\r\n0\r\n\r\n", b"5\r\n{}\r\n0\r\n\r\n"])
def test_a_broken_chunked_body_is_the_callers_fault(reader: Reader, chunks: bytes, last_entry: bool) -> None:
    url = urlsplit(reader.local.hot_reader_last_entry_url if last_entry else reader.local.hot_reader_url)
    head = (
        f"POST {url.path or '/'}?{url.query} HTTP/1.1\r\nHost: {url.netloc}\r\n"
        f"X-Inter-Cloud-Token: {TOKEN}\r\n"
        "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection((url.hostname, url.port), timeout=10) as connection:
        connection.sendall(head.encode() + chunks)
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    # The server in front of a function may refuse it itself, or close the connection without a word.
    assert answer == b"" or answer.split(b" ", 2)[1] == b"400", answer


@pytest.mark.own_records
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_rejects_another_method(reader: Reader, method: str) -> None:
    response = reader.post({}, method=method)
    assert error(response)[:2] == (405, "METHOD_NOT_ALLOWED")
    assert response.headers["Allow"] == "POST"


@pytest.mark.own_records
def test_oversized_query_params(reader: Reader) -> None:
    assert error(reader.post(data=b"x" * (256 * 1024 + 1)))[:2] == (413, "BODY_TOO_LARGE")


@pytest.mark.own_records
@pytest.mark.parametrize(
    ("payload", "names"),
    [
        ({"selectedProperties": ["t"]}, "iotDeviceId"),
        ({"iotDeviceId": "d"}, "selectedProperties"),
        ({"iotDeviceId": "d", "selectedProperties": ["t"]}, "startTime"),
    ],
)
def test_a_fault_in_the_payload_names_the_field(reader: Reader, payload: dict[str, Any], names: str) -> None:
    status, code, message = error(reader.post(payload))
    assert (status, code) == (400, "INVALID_QUERY")
    assert message.startswith(names)


@pytest.mark.own_records
def test_invalid_time_range(reader: Reader) -> None:
    payload = {
        "iotDeviceId": "d",
        "selectedProperties": ["t"],
        "startTime": HOUR["endTime"],
        "endTime": HOUR["startTime"],
    }
    assert error(reader.post(payload))[:2] == (400, "INVALID_TIME_RANGE")


def test_returns_twinmaker_format(reader: Reader) -> None:
    device = fresh_device()
    rows = [
        record(device, "10:00:00Z", temperature=20.5, on=True, rpm=900, status="warm"),
        record(device, "10:30:00.5Z", temperature=21.25, on=False, rpm=2**40, status="é°"),
    ]
    reader.local.put(rows)
    selected = ["status", "temperature", "on", "rpm", "absent"]
    payload = {"iotDeviceId": device, "entityId": "e", "componentName": "c", "selectedProperties": selected}
    answer = reader.ask({**payload, **HOUR})
    times = [row["id"] for row in rows]
    expected = {
        "status": [{"StringValue": "warm"}, {"StringValue": "é°"}],
        "temperature": [{"DoubleValue": 20.5}, {"DoubleValue": 21.25}],
        "on": [{"BooleanValue": True}, {"BooleanValue": False}],
        "rpm": [{"IntegerValue": 900}, {"LongValue": 2**40}],
    }
    assert answer == {
        "propertyValues": [
            {
                "entityPropertyReference": {"entityId": "e", "componentName": "c", "propertyName": name},
                "values": [
                    {"time": time, "value": value}
                    for time, value in zip(times, expected.get(name, []), strict=name in expected)
                ],
            }
            for name in selected
        ]
    }
    assert reader.ask(payload, last_entry=True) == {
        "propertyValues": {
            name: {
                "propertyReference": {"entityId": "e", "componentName": "c", "propertyName": name},
                "propertyValue": expected[name][1],
                "time": times[1],
            }
            for name in selected
            if name in expected
        }
    }


def test_handles_no_results(reader: Reader) -> None:
    payload = {"iotDeviceId": fresh_device(), "selectedProperties": ["t"], **HOUR}
    assert values(reader.ask(payload)) == []
    assert reader.ask(payload, last_entry=True) == {"propertyValues": {}}


def test_empty_selected_properties(reader: Reader) -> None:
    payload = {"iotDeviceId": "d", "selectedProperties": [], **HOUR}
    assert reader.ask(payload) == {"propertyValues": []}
    assert reader.ask(payload, last_entry=True) == {"propertyValues": {}}


@pytest.mark.own_records
def test_bounds_are_inclusive_in_mixed_precision(reader: Reader) -> None:
    device = fresh_device()
    times = [
        "09:59:59.9Z",
        "10:00:00Z",
        "10:00:00.5Z",
        "10:00:00.50Z",
        "10:30:00Z",
        "11:00:00.000Z",
        "11:00:00.1Z",
    ]
    reader.local.put([record(device, time, n=number) for number, time in enumerate(times)])
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR}
    ascending = values(reader.ask(payload))
    assert [number for _, number in ascending] == [1, 3, 2, 4, 5]
    assert values(reader.ask({**payload, "orderByTime": "DESCENDING"})) == ascending[::-1]
    milliseconds = {"startTime": 1768471200500, "endTime": "1768473000000"}
    assert [number for _, number in values(reader.ask({**payload, **milliseconds}))] == [3, 2, 4]


@pytest.mark.parametrize("order", ["ASCENDING", "DESCENDING"])
def test_following_next_token_gives_every_row_once(reader: Reader, order: str) -> None:
    device = fresh_device()
    reader.local.put([record(device, f"10:{n:02}:00Z", n=n) for n in range(25)])
    payload = {
        "iotDeviceId": device,
        "selectedProperties": ["n"],
        "orderByTime": order,
        "maxResults": 7,
        **HOUR,
    }
    found, sizes, token = [], [], None
    while True:
        answer = reader.ask({**payload, "nextToken": token})
        page = values(answer)
        found += [n for _, n in page]
        sizes.append(len(page))
        token = answer.get("nextToken")
        if token is None:
            break
    assert sizes == [7, 7, 7, 4]
    assert found == sorted(range(25), reverse=order == "DESCENDING")


def test_a_token_of_one_device_shows_nothing_of_another(reader: Reader) -> None:
    device, other = fresh_device(), fresh_device()
    rows = [(which, n) for which in (device, other) for n in range(5)]
    reader.local.put([record(which, f"10:0{n}:00Z", name=which) for which, n in rows])
    payload = {"iotDeviceId": device, "selectedProperties": ["name"], "maxResults": 2, **HOUR}
    token = reader.ask(payload)["nextToken"]
    theirs = reader.ask({**payload, "iotDeviceId": other, "nextToken": token})
    assert {name for _, name in values(theirs)} == {other}
    assert error(reader.post({**payload, "nextToken": "AAAA" + token[4:]}))[:2] == (
        400,
        "INVALID_NEXT_TOKEN",
    )


@pytest.mark.parametrize(
    "device",
    [
        "Fühler №7 🌡",
        "a/b",
        "' OR 1=1 --",
        '"quoted"',
        "a_b",
        "..",
        "x" * 300,
        "iotDeviceId",
        "#device",
        "%41",
    ],
)
def test_special_characters_in_device_id(reader: Reader, device: str) -> None:
    device = fresh_device(device)
    reader.local.put([record(device, "10:00:00Z", n=1), record(device + "x", "10:00:00Z", n=2)])
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR}
    assert values(reader.ask(payload)) == [("10:00:00Z", 1)]
    assert reader.ask(payload, last_entry=True)["propertyValues"]["n"]["propertyValue"] == {"IntegerValue": 1}


@pytest.mark.parametrize(
    "name", ["température", "a.b", "a b", "`tick`", "select", "0", "$x", '"', "id2", "_x"]
)
def test_special_characters_in_property_names(reader: Reader, name: str) -> None:
    device = fresh_device()
    reader.local.put([{**record(device, "10:00:00Z"), name: 5}])
    payload = {"iotDeviceId": device, "selectedProperties": [name], **HOUR}
    assert values(reader.ask(payload)) == [("10:00:00Z", 5)]
    assert name in reader.ask(payload, last_entry=True)["propertyValues"]


def test_property_type_mapping(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put([record(device, "10:00:00Z", t=20, n=20.0, items=[1, "a"], place={"x": 1.5})])
    declared = {
        name: {"definition": {"dataType": {"type": type_}}}
        for name, type_ in [("t", "DOUBLE"), ("n", "LONG")]
    }
    payload = {
        "iotDeviceId": device,
        "selectedProperties": ["t", "n", "items", "place"],
        "properties": declared,
    }
    found = reader.ask(payload, last_entry=True)["propertyValues"]
    assert [entry["propertyValue"] for entry in found.values()] == [
        {"DoubleValue": 20.0},
        {"LongValue": 20},
        {"ListValue": [{"IntegerValue": 1}, {"StringValue": "a"}]},
        {"MapValue": {"x": {"DoubleValue": 1.5}}},
    ]


def test_a_value_that_does_not_fit_its_declared_type_is_named(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put([record(device, "10:00:00Z", status="warm")])
    declared = {"status": {"definition": {"dataType": {"type": "DOUBLE"}}}}
    payload = {"iotDeviceId": device, "selectedProperties": ["status"], "properties": declared}
    status, code, message = error(reader.post(payload, last_entry=True))
    assert (status, code) == (400, "VALUE_TYPE_MISMATCH")
    assert message == "property 'status' at 2026-01-15T10:00:00Z: a string is not of type DOUBLE"


def test_property_filters_choose_rows(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put([record(device, f"10:0{n}:00Z", n=n, even=n % 2 == 0) for n in range(6)])
    filters = [
        {"propertyName": "even", "operator": "=", "value": {"booleanValue": True}},
        {"propertyName": "n", "operator": ">", "value": {"doubleValue": 0}},
    ]
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], "propertyFilters": filters, **HOUR}
    assert [n for _, n in values(reader.ask(payload))] == [2, 4]


def test_a_long_history_comes_in_one_answer_below_5_mib(reader: Reader) -> None:
    device = fresh_device()
    rows = [
        record(device, f"10:{n // 60:02}:{n % 60:02}Z", n=n, text=f"{n}" + "x" * 900) for n in range(1500)
    ]
    reader.local.put(rows)
    response = reader.post({"iotDeviceId": device, "selectedProperties": ["n", "text"], **HOUR})
    answer = response.json()
    assert [n for _, n in values(answer)] == list(range(1500))
    assert "nextToken" not in answer
    assert 1_400_000 < len(response.content) < 5 * 1024 * 1024


def test_a_long_answer_is_packed_for_those_who_take_gzip(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put([record(device, f"10:{n:02}:00Z", n=n) for n in range(60)])
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], **HOUR}
    token = {"X-Inter-Cloud-Token": TOKEN}
    answers = {
        accepted: reader.post(payload, headers={**token, "Accept-Encoding": accepted})
        for accepted in ("gzip", "gzip;q=0", "identity")
    }
    assert {answer.headers["Vary"] for answer in answers.values()} == {"Accept-Encoding"}
    assert answers["gzip"].headers["Content-Encoding"] == "gzip"
    assert int(answers["gzip"].headers["Content-Length"]) < len(answers["gzip"].content) / 4
    for plain in (answers["gzip;q=0"], answers["identity"]):
        assert "Content-Encoding" not in plain.headers
        assert plain.json() == answers["gzip"].json()
    few = reader.post({**payload, "maxResults": 1}, headers={**token, "Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in few.headers


def test_max_data_points_keeps_the_extremes_of_the_whole_range(reader: Reader) -> None:
    device = fresh_device()
    rows = [
        record(device, f"10:{n // 10:02}:{n % 10 * 6:02}Z", n=n % 100, state="on" if n > 350 else "off")
        for n in range(600)
    ]
    rows[308]["n"] = 500
    reader.local.put(rows)
    payload = {"iotDeviceId": device, "selectedProperties": ["n", "state"], "maxDataPoints": 20, **HOUR}
    answer = reader.ask(payload)
    assert "nextToken" not in answer
    found = values(answer)
    assert 10 < len(found) <= 20
    assert ("10:30:48Z", 500) in found
    assert min(n for _, n in found) == 0
    assert values(answer, 1) == [("10:00:00Z", "off"), ("10:35:06Z", "on")]
    assert values(reader.ask({**payload, "orderByTime": "DESCENDING"})) == found[::-1]
    assert error(reader.post({**payload, "maxResults": 5}))[:2] == (400, "INVALID_QUERY")


def test_interpolation_gives_values_at_regular_times(reader: Reader) -> None:
    device = fresh_device()
    reader.local.put([record(device, f"10:{n}:00Z", n=n) for n in (10, 20, 40)])
    interpolation = {"interpolationType": "LINEAR", "intervalInSeconds": 300}
    payload = {"iotDeviceId": device, "selectedProperties": ["n"], "interpolation": interpolation, **HOUR}
    expected = [(f"10:{minute}:00Z", float(minute)) for minute in range(10, 41, 5)]
    assert values(reader.ask(payload)) == expected
    found, token = [], None
    while token is not None or not found:
        answer = reader.ask({**payload, "maxResults": 4, "nextToken": token, "orderByTime": "DESCENDING"})
        found += values(answer)
        token = answer.get("nextToken")
    assert found == expected[::-1]
