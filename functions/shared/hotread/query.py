"""A query's payload, checked field by field: what is at fault is named, what is unknown is ignored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from crosstwin_contract.values import DEEPEST, VALUE_KEYS, DataType

from hotread.errors import InvalidQuery
from hotread.names import parse_name
from hotread.position import Position, parse_next_token
from hotread.timestamps import parse_time

if TYPE_CHECKING:
    from hotread.filters import PropertyFilter

_Parsed = TypeVar("_Parsed")

# Seconds; the limit of AWS IoT SiteWise, where TwinMaker has its own interpolation from.
# https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_GetInterpolatedAssetPropertyValues.html
LONGEST_INTERVAL = 320_000_000
# Of TwinMaker's data types, the one that a record holds no value of.
# https://docs.aws.amazon.com/iot-twinmaker/latest/apireference/API_DataType.html
_RELATIONSHIP = "RELATIONSHIP"


# Tuples, also in whatever else a connector imports: dataclasses would be 9 of the 150 ms of its cold start.
class LastEntryQuery(NamedTuple):
    """The newest value of some properties of one device.

    `selected` keeps the order asked; `declared` holds the properties whose type was declared;
    `reference` is what the answer echoes: `entityId` and `componentName`, where asked;
    `long_as_string` is true where the answer is to have each Long as a string.
    """

    device: str
    selected: tuple[str, ...]
    declared: Mapping[str, DataType]
    reference: Mapping[str, str]
    long_as_string: bool


class HistoryQuery(NamedTuple):
    """The values in a time range, with the fields of a LastEntryQuery.

    `start` and `end` are sort keys (timestamps.py), both inclusive. `interval` is that of an interpolation,
    in seconds; `max_data_points` how many values a down-sampled property has at most. At most one of the two
    is there.
    """

    device: str
    selected: tuple[str, ...]
    declared: Mapping[str, DataType]
    reference: Mapping[str, str]
    long_as_string: bool
    start: str
    end: str
    descending: bool
    max_results: int | None
    after: Position | None
    filters: tuple[PropertyFilter, ...]
    interval: int | None
    max_data_points: int | None


Query = LastEntryQuery | HistoryQuery


def parse_last_entry(payload: Mapping[str, Any], *, from_twinmaker: bool) -> LastEntryQuery:
    """Raises InvalidQuery naming the field at fault. TwinMaker always sends workspaceId and entityId."""
    return LastEntryQuery(**_common(payload, from_twinmaker))


def parse_history(payload: Mapping[str, Any], *, from_twinmaker: bool) -> HistoryQuery:
    """Raises InvalidQuery naming the field at fault. TwinMaker always sends workspaceId and entityId."""
    common = _common(payload, from_twinmaker)
    time_range = parse_time_range(payload)
    after = _optional(payload, "nextToken", parse_next_token)
    if after is not None and time_range["max_data_points"] is not None:
        raise InvalidQuery("maxDataPoints cannot be combined with nextToken")
    return HistoryQuery(**common, **time_range, after=after)


def parse_history_of_device(item: Mapping[str, Any], time_range: Mapping[str, Any]) -> HistoryQuery:
    """One of many devices, whose common fields are in `time_range`. Raises InvalidQuery naming the field."""
    return HistoryQuery(**_common(item, from_twinmaker=False), **time_range, after=None)


def parse_time_range(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a HistoryQuery that are not about a device, besides `after`.

    Raises InvalidQuery naming the field at fault.
    """
    start, end = (_time(payload, field) for field in ("startTime", "endTime"))
    if start > end:
        raise InvalidQuery(
            # A time may have any number of spaces around it: they are left out.
            "startTime {} is after endTime {}".format(
                *(str(payload[field]).strip() for field in ("startTime", "endTime"))
            ),
            "INVALID_TIME_RANGE",
        )
    # TwinMaker's API model lets 0 through, without saying what it means.
    max_results = None if _is_zero(payload.get("maxResults")) else _count(payload, "maxResults")
    interval = _optional(payload, "interpolation", _interval)
    max_data_points = _count(payload, "maxDataPoints")
    if max_data_points is not None:
        others = {"maxResults": max_results, "interpolation": interval}
        if field := next((name for name, value in others.items() if value is not None), None):
            raise InvalidQuery(f"maxDataPoints cannot be combined with {field}")
    return {
        "start": start,
        "end": end,
        "descending": _descending(payload),
        "max_results": max_results,
        "filters": _optional(payload, "propertyFilters", _filters) or (),
        "interval": interval,
        "max_data_points": max_data_points,
    }


def resolve_device(payload: Mapping[str, Any]) -> str:
    """The device asked for: `iotDeviceId`; else TwinMaker's property of that name; else the entity.

    Raises InvalidQuery if there is no device, or if its name is not a usable string.
    """
    if payload.get("iotDeviceId") is not None:
        return parse_name(payload["iotDeviceId"], "iotDeviceId")
    found: Any = payload.get("properties")
    for key in ("iotDeviceId", "value"):
        found = found.get(key) if isinstance(found, Mapping) else None
    if found is not None:
        # A device under another key, such as integerValue, must not give way to the entity's name in silence.
        if not isinstance(found, Mapping) or found.get("stringValue") is None:
            raise InvalidQuery('properties.iotDeviceId.value: expected {"stringValue": "<device>"}')
        return parse_name(found["stringValue"], "properties.iotDeviceId.value.stringValue")
    if payload.get("entityId") is not None:
        return parse_name(payload["entityId"], "entityId")
    raise InvalidQuery("iotDeviceId is missing, and neither properties nor entityId name the device")


def _common(payload: Mapping[str, Any], from_twinmaker: bool) -> dict[str, Any]:
    if from_twinmaker:
        for field in ("workspaceId", "entityId"):
            if not payload.get(field):
                raise InvalidQuery(f"{field} is missing")
    selected = _selected(payload)
    return {
        "device": resolve_device(payload),
        "selected": selected,
        "declared": _declared(payload, selected),
        "reference": {
            field: parse_name(payload[field], field)
            for field in ("entityId", "componentName")
            if payload.get(field) is not None
        },
        # TwinMaker's form of an answer has a number there.
        "long_as_string": not from_twinmaker and bool(_optional(payload, "longAsString", _boolean)),
    }


def _boolean(found: Any) -> bool:
    if not isinstance(found, bool):
        raise InvalidQuery("longAsString: expected true or false")
    return found


def _selected(payload: Mapping[str, Any]) -> tuple[str, ...]:
    names = payload.get("selectedProperties")
    if names is None:
        raise InvalidQuery("selectedProperties is missing")
    if not isinstance(names, list):
        raise InvalidQuery("selectedProperties: expected a list of property names")
    return tuple(dict.fromkeys(parse_name(item, f"selectedProperties[{i}]") for i, item in enumerate(names)))


def _declared(payload: Mapping[str, Any], selected: tuple[str, ...]) -> dict[str, DataType]:
    """Types from TwinMaker's definitions: `{"<property>": {"definition": {"dataType": {"type": …}}}}`.

    TwinMaker sends those of the whole component: what was not selected is not judged.
    """
    properties = payload.get("properties")
    if properties is None:
        return {}
    if not isinstance(properties, Mapping):
        raise InvalidQuery("properties: expected an object of property definitions")
    declared = {}
    for name in selected:
        property_ = properties.get(name)
        definition = property_.get("definition") if isinstance(property_, Mapping) else None
        data_type = definition.get("dataType") if isinstance(definition, Mapping) else None
        if data_type is not None and name != "iotDeviceId":
            declared[name] = _data_type(data_type, f"properties.{name[:100]}.definition.dataType")
    return declared


def _data_type(found: Any, field: str, depth: int = 0) -> DataType:
    if depth > DEEPEST:
        raise InvalidQuery(f"{field[:100]}: types that are nested more than {DEEPEST} deep")
    if not isinstance(found, Mapping):
        raise InvalidQuery(f"{field}: expected an object with a type")
    type_ = found.get("type")
    if type_ == _RELATIONSHIP:
        raise InvalidQuery(f"{field}.type: a {_RELATIONSHIP} has no stored values; do not select it")
    if not isinstance(type_, str) or type_ not in VALUE_KEYS:
        raise InvalidQuery(
            f"{field}.type: {type_!r:.40} is not one of {', '.join((*VALUE_KEYS, _RELATIONSHIP))}"
        )
    nested = found.get("nestedType")
    return DataType(
        type_, _data_type(nested, f"{field}.nestedType", depth + 1) if nested is not None else None
    )


def _time(payload: Mapping[str, Any], field: str) -> str:
    if payload.get(field) is None:
        raise InvalidQuery(f"{field} is missing")
    return parse_time(payload[field], field)


def _descending(payload: Mapping[str, Any]) -> bool:
    order = payload.get("orderByTime")
    if order not in (None, "ASCENDING", "DESCENDING"):
        raise InvalidQuery(f"orderByTime: {order!r:.40} is neither ASCENDING nor DESCENDING")
    return order == "DESCENDING"


def _filters(found: Any) -> tuple[PropertyFilter, ...]:
    from hotread.filters import parse_filters  # most queries have none: a function starts sooner

    return parse_filters(found)


def _is_zero(found: Any) -> bool:
    return type(found) is int and found == 0


def _count(payload: Mapping[str, Any], field: str) -> int | None:
    found = payload.get(field)
    return None if found is None else _positive_integer(found, field)


def _interval(found: Any) -> int | None:
    """TwinMaker's InterpolationParameters, of which each field may be left out.

    Source: https://docs.aws.amazon.com/iot-twinmaker/latest/apireference/API_InterpolationParameters.html
    """
    if not isinstance(found, Mapping):
        raise InvalidQuery("interpolation: expected an object")
    kind, seconds = found.get("interpolationType"), found.get("intervalInSeconds")
    if kind is None and seconds is None:
        return None
    if kind not in (None, "LINEAR"):
        raise InvalidQuery(f"interpolation.interpolationType: {kind!r:.40} is not LINEAR")
    if seconds is None:
        raise InvalidQuery("interpolation.intervalInSeconds is missing")
    interval = _positive_integer(seconds, "interpolation.intervalInSeconds")
    if interval > LONGEST_INTERVAL:
        raise InvalidQuery(f"interpolation.intervalInSeconds: is over {LONGEST_INTERVAL}")
    return interval


def _positive_integer(found: Any, field: str) -> int:
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise InvalidQuery(f"{field}: {found!r:.40} is not an integer of 1 or more")
    return found


def _optional(payload: Mapping[str, Any], field: str, parse: Callable[[Any], _Parsed]) -> _Parsed | None:
    return None if payload.get(field) is None else parse(payload[field])
