"""What the connector of Azure Digital Twins reads: graph.json, its settings, and values for twins."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from crosstwin_contract.telemetry import UnfitValueError

from benchmarks.fuzz.azure_modules import azure_modules
from benchmarks.fuzz.parsers.target import Target, nested, seeds, value_of
from tests.contract.digital_twins.graphs import PRESS, PUMP, graph_of

_settings_module, _updates, _values_module, _wanted = azure_modules("settings", "updates", "values", "wanted")
SettingsError, load_settings = _settings_module.SettingsError, _settings_module.load_settings
SourceTimes, change_of = _updates.SourceTimes, _updates.change_of
fitted, plain = _values_module.fitted, _values_module.plain
InvalidGraph, parse_graph = _wanted.InvalidGraph, _wanted.parse_graph

_SCHEMAS: dict[str, Any] = {
    "rpm": "integer",
    "force": "double",
    "position": {"@type": "Array", "elementSchema": "double"},
    "fault": {"@type": "Map", "mapValue": {"schema": "string"}},
}


def _graph(data: bytes) -> None:
    try:
        graph = parse_graph(data)
    except InvalidGraph as error:
        str(error).encode("utf-8", "surrogatepass")
        return
    order = [model.id for model in graph.models_by_base()]
    for model in graph.models.values():
        assert all(order.index(base) < order.index(model.id) for base in model.bases)
        for schema in model.telemetry.values():
            _fits(schema, [1.5, {"a": 1}])
    assert all(twin.properties is not None for twin in graph.twins.values())
    assert all({one, other} <= {*graph.twins} for one, other in graph.relationships())


def _values(data: bytes) -> None:
    value = value_of(data)
    try:
        found = plain(value)
    except UnfitValueError:
        pass
    else:
        for schema in _SCHEMAS.values():
            _fits(schema, found)
    if not isinstance(value, dict):
        return
    values, twin = value.get("values"), value.get("twin")
    if isinstance(values, dict) and isinstance(twin, dict):
        change = change_of(twin, values, _SCHEMAS, [])
        for source_times in SourceTimes:
            operations = change.operations(source_times)
            assert all({*one} == {"op", "path", "value"} for one in operations)


def _fits(schema: Any, value: Any) -> None:
    with suppress(UnfitValueError):
        fitted(schema, value)


def _settings(data: bytes) -> None:
    value = value_of(data)
    if not isinstance(value, dict):
        return
    environment = {name: found for name, found in value.items() if isinstance(found, str)}
    message = ""
    try:
        load_settings(environment)
    except SettingsError as error:
        message = str(error)
    secret = environment.get("INTER_CLOUD_TOKEN_AWS", "")
    assert len(secret) < 30 or secret not in message, "the error shows the token"


_GRAPH = graph_of(
    "factory",
    {
        "press-2": {
            "type": "press",
            "parent": "line-1",
            "hot_provider": "aws",
            "constants": {"ratedForce": 1.5},
        }
    },
    {"press": PRESS, "pump": PUMP},
    {"plant": None, "line-1": "plant"},
)
_PRESS = next(id_ for id_ in _GRAPH["models"] if "press" in id_)


def _with_press(changes: dict[str, Any], telemetry: dict[str, Any] | None = None) -> dict[str, Any]:
    """The graph with another interface of its type."""
    model = _GRAPH["models"][_PRESS]
    changed = {"interface": {**model["interface"], **changes}, "telemetry": telemetry or {}}
    return {**_GRAPH, "models": {**_GRAPH["models"], _PRESS: changed}}


def _lattice(depth: int) -> dict[str, Any]:
    """Models of which each extends the one before twice: there are 2 ** depth ways up."""
    models = dict(_GRAPH["models"])
    base = next(id_ for id_ in models if id_.endswith(":Device;1"))
    for number in range(depth):
        id_ = f"dtmi:crosstwin:factory:L{number};1"
        models[id_] = {"interface": {"@id": id_, "extends": [base, base]}, "telemetry": {}}
        base = id_
    return {**_GRAPH, "models": models}


_AT = "2026-01-15T10:30:00.5Z"
_HELD = {"rpm": 4, "observedAt": "2026-01-15T10:00:00Z"}
_SETTINGS = {
    "DIGITAL_TWINS_URL": "https://example.api.weu.digitaltwins.azure.net",
    "GRAPH_URL": "https://example.blob.core.windows.net/graph/graph.json",
    "GRAPH_SCHEDULE": "0 */5 * * * *",
    "REFRESH_SCHEDULE": "0 * * * * *",
    "REMOTE_READER_URLS": '{"aws": "https://example.com/"}',
    "INTER_CLOUD_TOKEN_AWS": "t" * 40,
    "ALLOW_DELETIONS": "0" * 64,
    "AzureFunctionsJobHost__functionTimeout": "00:05:00",
}
TARGETS = {
    "graph.json": Target(
        _graph,
        seeds(
            _GRAPH,
            _with_press({"extends": [{}]}),
            _with_press({"contents": [{"name": [], "schema": "double"}]}),
            _with_press({"contents": [{"name": "force", "schema": {"@type": "Array"}}]}, {"force": "double"}),
            _with_press({"contents": [{"name": "force", "schema": {"@type": "Map"}}]}, {"force": "double"}),
            _lattice(40),
            _with_press({"extends": _PRESS}),
        ),
    ),
    "values of a twin": Target(
        _values,
        [nested('{"ListValue":[', "]}", depth).encode() for depth in (480, 490, 494)]
        + seeds(
            {"ListValue": [{"DoubleValue": 1.5}]},
            {
                "values": {"rpm": {"time": _AT, "value": {"IntegerValue": 5}}},
                "twin": {
                    "rpm": 4,
                    "observedAt": "2026-01-15T10:00:00Z",
                    "$metadata": {"rpm": {"sourceTime": _AT}},
                },
            },
            {
                "values": {"rpm": {"time": _AT, "value": {"IntegerValue": 5}}},
                "twin": _HELD | {"$metadata": []},
            },
            {
                "values": {"rpm": {"time": _AT, "value": {"IntegerValue": 5}}},
                "twin": _HELD | {"$metadata": {"rpm": 1}},
            },
            {
                "values": {"fault": {"time": _AT, "value": {"MapValue": {"a": {"StringValue": "b"}}}}},
                "twin": {},
            },
        ),
    ),
    "settings of the connector": Target(_settings, seeds(_SETTINGS)),
}
