"""What is stored, and what is refused. Two tests run the cases: of the persister, and of `crosstwin put`."""

from __future__ import annotations

from typing import Any

from tests.answers.case import Case

TITLE = "The persister and crosstwin put"
INTRODUCTION = (
    "Events of the device `pump-7`, shown without its name, at 2026-01-15T10:35:00Z. `twin.yaml` declares\n"
    "`rpm: integer`, `strokes: long`, `torque: double` and `running: boolean`. The answer is the stored\n"
    "record, or the error that refuses the last event."
)
EVENTS, PUT = "Events", "crosstwin put pump-7"
PROPERTIES = {"rpm": "integer", "strokes": "long", "torque": "double", "running": "boolean"}
DEVICE = "pump-7"
NOW = "2026-01-15T10:35:00Z"
TIME = 1768473000
ID = "2026-01-15T10:30:00.000000000Z"


def _events(title: str, *events: dict[str, Any], stored: dict[str, Any]) -> Case:
    return Case(title, {EVENTS: [{"time": TIME, **event} for event in events]}, {"id": ID, **stored})


def _refused(title: str, event: dict[str, Any], message: str, *before: dict[str, Any]) -> Case:
    error = "ConflictingEvent" if before else "InvalidEvent"
    events = [{"time": TIME, **event} for event in (*before, event)]
    return Case(title, {EVENTS: events}, {"error": error, "message": message})


def _put(title: str, assignment: str, answer: dict[str, Any]) -> Case:
    return Case(title, {PUT: assignment}, answer)


CASES = [
    _events(
        "Events of one device and second are one record",
        {"rpm": 900},
        {"running": True},
        {"rpm": 900, "torque": 12.5},
        stored={"rpm": 900, "running": True, "torque": 12.5},
    ),
    _refused(
        "Another value for a property of that record is a conflict, which writes nothing",
        {"rpm": 901, "torque": 12.5},
        f"device {DEVICE} has another record at {ID}, which stays; they differ in rpm",
        {"rpm": 900},
    ),
    _refused("Null in a list is refused", {"accel": [0.1, None]}, "accel: null has no TwinMaker data type"),
    _refused("Null in a map is refused", {"gps": {"lat": None}}, "gps: null has no TwinMaker data type"),
    _refused("A string is not a double", {"torque": "21.5 C"}, "torque: a string is not of type DOUBLE"),
    _refused(
        "A number of more than 64 bits is not a long",
        {"strokes": 2**64 - 1},
        "strokes: a number is not of type LONG",
    ),
    _refused(
        "An event from the future does not freeze the newest value",
        {"time": 2314303943, "rpm": 900},
        "time: 2043-05-03T22:12:23.000000000Z is more than 600 seconds ahead of this machine's clock",
    ),
    *(
        Case(
            f"A time since 1970 may be a {kind} with a fraction",
            {EVENTS: [{"time": time, "rpm": 900}]},
            {"id": "2024-07-27T12:00:15.999000000Z", "rpm": 900},
        )
        for kind, time in (("string", "1722081615.999"), ("number", 1722081615.999))
    ),
    *(
        _put(
            f"An integer is spelled as in JSON: {text}",
            f"rpm={text}",
            {"error": f"rpm: {text!r} is not an integer; expected an integer of 32 bits, such as 1480"},
        )
        for text in ("1_480", "٣", " 3", "+3")
    ),
    *(
        _put(
            f"A double is spelled as in JSON: {text}",
            f"torque={text}",
            {"error": f"torque: {text!r} is not a double; expected a number such as 21.5"},
        )
        for text in ("1_0.5", "nan", "inf", "1e999")
    ),
    _put(
        "A boolean is true or false",
        "running=yes",
        {"error": "running: 'yes' is not a boolean; expected true or false"},
    ),
]
