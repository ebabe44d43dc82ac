"""What the hot readers of all clouds answer. tests/contract/readers/test_answers.py runs the cases."""

from __future__ import annotations

from typing import Any

from tests.answers.case import Case

TITLE = "Hot readers"
INTRODUCTION = (
    "The same on AWS, Azure and Google Cloud, over HTTP. A query's payload is shown without the device's\n"
    "name, `pump-7`, and an answer without its references."
)
STORED, HISTORY, LAST_ENTRY = "Stored", "Asked for a history", "Asked for the last entry"
DEVICE = "pump-7"
_HOUR = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T11:00:00Z"}


def _stored(time: str, **properties: Any) -> dict[str, Any]:
    return {"id": time if "-" in time or time.isdigit() else f"2026-01-15T{time}", **properties}


def _error(status: int, code: str, message: str) -> dict[str, Any]:
    return {"status": status, "code": code, "message": message}


def _history(title: str, stored: list[Any], payload: dict[str, Any], answer: Any) -> Case:
    return Case(title, {STORED: stored, HISTORY: {"selectedProperties": ["rpm"], **payload}}, answer)


def _last_entry(title: str, stored: list[Any], selected: list[str], answer: Any, **payload: Any) -> Case:
    return Case(title, {STORED: stored, LAST_ENTRY: {"selectedProperties": selected, **payload}}, answer)


def _rpm(*points: tuple[str, Any]) -> dict[str, Any]:
    """A history of the property `rpm`."""
    return {"rpm": [{"time": f"2026-01-15T{time}", "value": value} for time, value in points]}


def _newest(value: dict[str, Any], time: str) -> dict[str, Any]:
    return {"propertyValue": value, "time": f"2026-01-15T{time}"}


_TEN = _stored("10:00:00Z", rpm=900)
_NINE_HUNDRED = ("10:00:00Z", {"IntegerValue": 900})
_RELATIONSHIP = {"definition": {"dataType": {"type": "RELATIONSHIP"}}}
_NO_TIME = "device 'pump-7' has a record whose id {!r} is not an ISO 8601 UTC time"

CASES = [
    _last_entry(
        "A device that sends partial messages has the newest value of each property",
        [_stored("10:00:00Z", rpm=900, running=True), _stored("10:30:00Z", rpm=1480)],
        ["rpm", "running"],
        {
            "rpm": _newest({"IntegerValue": 1480}, "10:30:00Z"),
            "running": _newest({"BooleanValue": True}, "10:00:00Z"),
        },
    ),
    _last_entry(
        "Null is not a value",
        [_TEN, _stored("10:30:00Z", rpm=None, running=True)],
        ["rpm"],
        {"rpm": _newest({"IntegerValue": 900}, "10:00:00Z")},
    ),
    _last_entry(
        "A value more than 24 hours older than the newest record is left out",
        [_stored("2026-01-14T09:59:59Z", running=True), _TEN],
        ["rpm", "running"],
        {"rpm": _newest({"IntegerValue": 900}, "10:00:00Z")},
    ),
    _last_entry(
        "Within the newest second, the later instant is the newest, though its id is the smaller text",
        [_stored("10:30:00Z", rpm=900), _stored("10:30:00.5Z", rpm=1480)],
        ["rpm"],
        {"rpm": _newest({"IntegerValue": 1480}, "10:30:00.5Z")},
    ),
    _last_entry(
        "A record from the future is not the newest",
        [_TEN, _stored("2043-05-04T02:19:03Z", rpm=1)],
        ["rpm"],
        {"rpm": _newest({"IntegerValue": 900}, "10:00:00Z")},
    ),
    _last_entry(
        "Records from the future alone are an error, not an empty answer",
        [_stored("2043-05-04T02:19:03Z", rpm=1)],
        ["rpm"],
        _error(
            500,
            "INVALID_STORED_RECORD",
            "device 'pump-7' has only records from the future; the newest is 2043-05-04T02:19:03Z",
        ),
    ),
    *(
        _history(
            f"A history of records without valid times is an error: {id_}",
            [_stored(id_, rpm=900)],
            {"startTime": "2030-01-01T00:00:00Z", "endTime": "2030-01-02T00:00:00Z"},
            _error(500, "INVALID_STORED_RECORD", _NO_TIME.format(id_)),
        )
        for id_ in ("2026-01-15 10:00:00Z", "1768471200")
    ),
    _history(
        "A range without records is empty",
        [_TEN],
        {"startTime": "2030-01-01T00:00:00Z", "endTime": "2030-01-02T00:00:00Z"},
        _rpm(),
    ),
    *(
        _history(
            f"A time since 1970 is in {unit} by its magnitude",
            [_TEN],
            {"startTime": 1768471200 * scale, "endTime": str(1768474800 * scale)},
            _rpm(_NINE_HUNDRED),
        )
        for unit, scale in (
            ("seconds", 1),
            ("milliseconds", 10**3),
            ("microseconds", 10**6),
            ("nanoseconds", 10**9),
        )
    ),
    _history(
        "A number that is not a valid time is refused, and never read as 1970",
        [_TEN],
        {**_HOUR, "startTime": 86400},
        _error(
            400,
            "INVALID_QUERY",
            "startTime: 86400 is not a time between 1982 and 2286 in seconds, milliseconds, microseconds or "
            "nanoseconds since 1970",
        ),
    ),
    _history(
        "The type of a property that is not selected is not judged",
        [_TEN],
        {**_HOUR, "properties": {"feeds": _RELATIONSHIP}},
        _rpm(_NINE_HUNDRED),
    ),
    _history(
        "A relationship is refused by name where it is selected",
        [_TEN],
        {**_HOUR, "selectedProperties": ["feeds"], "properties": {"feeds": _RELATIONSHIP}},
        _error(
            400,
            "INVALID_QUERY",
            "properties.feeds.definition.dataType.type: a RELATIONSHIP has no stored values; "
            "do not select it",
        ),
    ),
    _history("maxResults 0 counts as not given", [_TEN], {**_HOUR, "maxResults": 0}, _rpm(_NINE_HUNDRED)),
    _history(
        "A number beyond 64 bits is a double",
        [_stored("10:00:00Z", rpm=2.0**63)],
        _HOUR,
        _rpm(("10:00:00Z", {"DoubleValue": 2.0**63})),
    ),
    _history(
        "A device under another key than stringValue is refused, and does not give way to the entity",
        [_TEN],
        {
            **_HOUR,
            "iotDeviceId": None,
            "entityId": "pump-7",
            "properties": {"iotDeviceId": {"value": {"integerValue": 7}}},
        },
        _error(400, "INVALID_QUERY", 'properties.iotDeviceId.value: expected {"stringValue": "<device>"}'),
    ),
    _history(
        "Of two values at one instant, interpolation uses the one with the greater id on both sides",
        [
            _stored("10:00:00Z", rpm=0.0),
            _stored("10:00:02+00:00", rpm=100.0),
            _stored("10:00:02Z", rpm=2.0),
            _stored("10:00:04Z", rpm=4.0),
        ],
        {
            "startTime": "2026-01-15T10:00:01Z",
            "endTime": "2026-01-15T10:00:03Z",
            "interpolation": {"interpolationType": "LINEAR", "intervalInSeconds": 1},
        },
        _rpm(*((f"10:00:0{second}Z", {"DoubleValue": float(second)}) for second in (1, 2, 3))),
    ),
]
