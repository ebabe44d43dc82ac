"""The functions of layer 4 on AWS: connectors, the component-type reader, and a reader that is invoked."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from crosstwin_contract.times import is_stored_id
from crosstwin_contract.values import Caller
from hotread.errors import HotReadError
from hotread.reading import answer_query
from hypothesis import strategies as st
from remote_reader.errors import ConnectorError
from remote_reader.exchange import Reply
from remote_reader.query import Query
from remote_reader.settings import RemoteSettings
from twin_component_type.clouds import RemoteCloud
from twin_component_type.reader import COMPONENT_TYPE, ComponentTypeReader
from twin_component_type.roster import Roster
from twin_connector.answer import HISTORY, LAST_ENTRY, Kind
from twin_connector.handler import Handler, handler_of
from twin_connector.remote import RemoteRoute

from benchmarks.fuzz.damage import PARTS, damaged
from benchmarks.fuzz.exchanges import READS, answering, replies, served
from benchmarks.fuzz.hostile import ANYTHING
from benchmarks.fuzz.outcomes import Outcomes, logged, parts_of
from benchmarks.fuzz.records import DEVICES, UNKNOWN, records, shown
from tests.unit.core.memory_store import MemoryStore

TOKEN = "n3wT0ken-" + "0123456789abcdef" * 4
ERRORS = (ConnectorError, HotReadError)  # all that a function of layer 4 may raise
CLOUDS = ("aws", "azure", "gcp")
_MOST_PAGES = 700
KNOWN = [device for device in DEVICES if device != UNKNOWN and len(device) < 200]
_URL = "https://reader.example.com/api/hot-reader"
_TIMES = (
    "2026-01-15T10:00:00Z",
    "2026-01-15T10:30:00.123456789Z",
    "2026-01-15T11:00:00Z",
    "2026-01-16T00:00:00+01:00",
)
_PROPERTIES = ("n", "owner", "x", "on", "nested")
_DECLARED = {
    "n": {"definition": {"dataType": {"type": "INTEGER"}, "isTimeSeries": True}},
    "nested": {"definition": {"dataType": {"type": "MAP"}}},
    "x": {"definition": {"dataType": {"type": "DOUBLE"}}},
}


class Context:
    """A Lambda's."""

    aws_request_id = "request"

    def get_remaining_time_in_millis(self) -> int:
        return 30_000


@st.composite
def events(draw: st.DrawFn, *, last: bool, component_type: bool = False) -> Any:
    """An event of TwinMaker's, as documented or with some of its parts replaced."""
    device = draw(st.sampled_from(KNOWN))
    event: dict[str, Any] = {
        "workspaceId": "factory",
        "selectedProperties": draw(st.lists(st.sampled_from(_PROPERTIES), min_size=1, max_size=4)),
        "properties": draw(st.sampled_from([{}, _DECLARED])),
    }
    if component_type:
        event["componentTypeId"] = draw(st.sampled_from(["pumps", "pumps.aws", "pumps.gcp", "all"]))
    else:
        event |= {"entityId": "entity-1", "componentName": "telemetry", "iotDeviceId": device}
    if not last:
        first, final = draw(st.sampled_from([(0, 2), (0, 3), (1, 2), (0, 1), (2, 0)]))
        event |= {"startTime": _TIMES[first], "endTime": _TIMES[final]}
        event |= draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "orderByTime": st.sampled_from(["ASCENDING", "DESCENDING"]),
                    "maxResults": st.sampled_from([0, 1, 2, 5, 200]),
                    "nextToken": st.sampled_from(["MToyMDI2LTAxLTE1VDEwOjAwOjAwLjVa", "e30=", "x"]),
                    "interpolation": st.just({"interpolationType": "LINEAR", "intervalInSeconds": 600}),
                    "propertyFilters": st.just(
                        [{"propertyName": "n", "operator": ">", "value": {"doubleValue": 1}}]
                    ),
                },
            )
        )
    if not draw(st.integers(0, 3)):
        return draw(damaged(event))
    return draw(ANYTHING) if not draw(st.integers(0, 20)) else event


@cache
def store() -> MemoryStore:
    return MemoryStore(records(), page_size=7)


def called(handler: Handler, event: Any, outcomes: Outcomes) -> Any:
    """The answer, or None after an error by name. Neither it nor a log line shows a part of the token."""
    outcomes.requests += 1
    message = ""
    answer = None
    with logged() as lines:
        try:
            answer = handler(event, Context())
        except ERRORS as error:
            message = str(error)
            outcomes.names[type(error).__name__] += 1
        else:
            outcomes.names["answered"] += 1
    told = message + "".join(lines)
    assert not parts_of(TOKEN, told), told[:500]
    if answer is not None:
        json.dumps(answer, allow_nan=False, ensure_ascii=False).encode()
    return answer


@cache
def connector(kind: Kind) -> Handler:
    options: dict[str, Any] = {"first_wait": 0.0, "sleep": lambda _: None}
    return handler_of(kind, RemoteRoute(RemoteSettings(_URL, TOKEN, 5, 1), **options))


def ask_connector(event: Any, kind: Kind, reply: Reply | Exception | None, outcomes: Outcomes) -> None:
    """A query through the connector: to a reader, or to whatever answers in its place."""

    def answer(request: Any) -> Reply:
        if isinstance(reply, Exception):
            raise reply
        return reply or served(request, READS[kind.name], store(), TOKEN)

    with answering(answer):
        found = called(connector(kind), event, outcomes)
    if found is not None:
        check_answer(found, event, kind)
        if reply is None:
            assert shown(json.dumps(found).encode()) <= {event.get("iotDeviceId"), event.get("entityId")}


def check_answer(answer: Any, event: Mapping[str, Any], kind: Kind) -> None:
    """It holds what was selected and nothing else, in the form that TwinMaker documents."""
    selected = list(dict.fromkeys(event["selectedProperties"]))
    if kind is LAST_ENTRY:
        assert {*answer} == {"propertyValues"}
        assert {*answer["propertyValues"]} <= {*selected}
        return
    assert {*answer} <= {"propertyValues", "nextToken"}
    names = [entry["entityPropertyReference"]["propertyName"] for entry in answer["propertyValues"]]
    assert names == selected
    for entry in answer["propertyValues"]:
        for value in entry["values"]:
            assert is_stored_id(value["time"])
            ((key, _),) = value["value"].items()
            assert key[0].islower()


def invoke_reader(event: Any, kind: Kind, outcomes: Outcomes) -> None:
    """The hot reader of the same account, invoked directly."""

    def handler(event: Mapping[str, Any], _: Any) -> dict[str, Any]:
        return answer_query(READS[kind.name], store(), event, trace_id="trace", seconds_left=30)

    if isinstance(event, Mapping):
        called(handler, event, outcomes)


class Invoked:
    """The hot reader of this account, without the Lambda around it."""

    caller = Caller.TWINMAKER

    def ask(self, payload: Mapping[str, Any], query: Query) -> bytes:
        answer = answer_query(READS["history"], store(), payload, trace_id="trace", seconds_left=30)
        return json.dumps(answer).encode()


class Listed(Roster):
    """A roster that was read already."""

    def __init__(self, types: Any) -> None:
        self._types = types

    def _read(self) -> Any:
        return self._types


def roster() -> dict[str, Any]:
    """`pumps` has every device, each on one cloud; `all` has too many."""
    devices = {
        cloud: [[device, f"entity of {device}", "telemetry"] for device in KNOWN[number::3]]
        for number, cloud in enumerate(CLOUDS)
    }
    many = {"aws": [[f"d-{number}", f"e-{number}", "telemetry"] for number in range(201)]}
    return {
        "pumps": {"externalIds": ["iotDeviceId"], "devices": devices},
        "all": {"externalIds": ["iotDeviceId"], "devices": many},
    }


def reader_of(types: Any) -> Handler:
    """The component-type reader with this list of devices."""
    remote = {cloud: RemoteCloud(RemoteSettings(_URL, TOKEN, 5, 0)) for cloud in ("azure", "gcp")}
    return handler_of(COMPONENT_TYPE, ComponentTypeReader(Listed(types), {"aws": Invoked(), **remote}))


@cache
def component_type_reader() -> Handler:
    return reader_of(roster())


def ask_component_type(event: Any, reply: Reply | Exception | None, outcomes: Outcomes) -> Any:
    """A query by component type. `reply` comes from one cloud in the place of its reader."""

    def answer(request: Any) -> Reply:
        if reply is not None and b"pump" in request.body:
            if isinstance(reply, Exception):
                raise reply
            return reply
        return served(request, READS["history"], store(), TOKEN)

    with answering(answer):
        found = called(component_type_reader(), event, outcomes)
    if found is not None and reply is None:
        check_series(found)
    return found


def followed(payload: Mapping[str, Any], outcomes: Outcomes) -> dict[str, list[tuple[str, Any]]]:
    """The rows of each device of `pumps`, page by page. The payload is one of a hot reader."""
    found: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    event = {name: value for name, value in payload.items() if name != "devices"}
    event |= {"workspaceId": "factory", "componentTypeId": "pumps"}
    for _ in range(_MOST_PAGES):
        answer = ask_component_type(event, None, outcomes)
        for entry in answer["propertyValues"]:
            device = entry["entityPropertyReference"]["externalIdProperty"]["iotDeviceId"]
            found[device] += [(value["time"], value["value"]["stringValue"]) for value in entry["values"]]
        if "nextToken" not in answer:
            return found
        event["nextToken"] = answer["nextToken"]
    raise AssertionError("nextToken never ends")


def check_series(answer: Any) -> None:
    """Each series holds records of the device that it is named by, and of no other."""
    for entry in answer["propertyValues"]:
        device = entry["entityPropertyReference"]["externalIdProperty"]["iotDeviceId"]
        assert shown(json.dumps(entry["values"]).encode()) <= {device}


_ENTRY = {
    "entityPropertyReference": {"propertyName": "n", "entityId": "entity-1", "componentName": "telemetry"},
    "values": [
        {"time": "2026-01-15T10:00:00Z", "value": {"IntegerValue": 900}},
        {"time": "2026-01-15T10:30:00.123456789Z", "value": {"IntegerValue": 901}},
    ],
}
HISTORY_ANSWER = {"propertyValues": [_ENTRY], "nextToken": "MToyMDI2LTAxLTE1VDEwOjMwOjAwWg=="}
LAST_ENTRY_ANSWER = {
    "propertyValues": {
        "n": {
            "propertyReference": _ENTRY["entityPropertyReference"],
            "propertyValue": {"IntegerValue": 900},
            "time": "2026-01-15T10:30:00Z",
        }
    }
}
ERROR_ANSWER = {"error": {"code": "STORE_FAILED", "message": f"no {TOKEN}"}, "trace_id": "a"}
HISTORIES_ANSWER = {
    "devices": [
        {
            "iotDeviceId": device,
            "propertyValues": [{**_ENTRY, "entityPropertyReference": {"propertyName": "n"}}],
        }
        for device in KNOWN[1::3]
    ],
    "nextToken": "MzowIC0gcHVtcC03",
}


def connector_cases(kind: Kind) -> st.SearchStrategy[tuple[Any, Reply | Exception | None]]:
    sound = HISTORY_ANSWER if kind is HISTORY else LAST_ENTRY_ANSWER
    selected = {"selectedProperties": ["n"], "startTime": _TIMES[0], "endTime": _TIMES[2]}
    plain = events(last=kind is LAST_ENTRY)
    # To an answer that is nearly sound belongs an event that it answers.
    fixed = plain.map(
        lambda event: {**event, **selected, "properties": {}} if isinstance(event, dict) else event
    )
    echo = st.one_of(replies(sound), replies(sound), replies(ERROR_ANSWER), PARTS.flatmap(replies))
    return st.tuples(plain, st.none()) | st.tuples(fixed, echo)


def component_type_cases() -> st.SearchStrategy[tuple[Any, Reply | Exception | None]]:
    plain = events(last=False, component_type=True)
    fixed = plain.map(
        lambda event: (
            {**event, "componentTypeId": "pumps.azure", "selectedProperties": ["n"], "properties": {}}
            if isinstance(event, dict)
            else event
        )
    )
    return st.tuples(plain, st.none()) | st.tuples(fixed, replies(HISTORIES_ANSWER) | replies(ERROR_ANSWER))
