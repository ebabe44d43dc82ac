"""Telemetry for the devices of a twin: made up, or typed by hand."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from crosstwin_contract.telemetry import UnfitValueError
from crosstwin_contract.times import with_z
from crosstwin_contract.writing import check_value, declared_type

from crosstwin.errors import did_you_mean
from crosstwin.readers.hot_stores.records import TelemetryRecord
from crosstwin.twin.deployment import Device
from crosstwin.twin.fields import Property, PropertyType

HOUR = timedelta(hours=1)
_INTEGER = re.compile("-?(0|[1-9][0-9]{0,99})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")  # RFC 8259
_EXPECTED = {
    "double": ("a", "a number such as 21.5"),
    "integer": ("an", "an integer of 32 bits, such as 1480"),
    "long": ("a", "an integer of 64 bits, such as 1480"),
    "boolean": ("a", "true or false"),
}
# What a property of this name usually measures: its middle, and how far it swings.
_USUAL = {
    "temperature": (21.5, 3.0),
    "humidity": (46.0, 9.0),
    "pressure": (1013.0, 6.0),
    "rpm": (1480.0, 90.0),
    "speed": (62.0, 14.0),
    "vibration": (2.4, 0.8),
    "voltage": (230.0, 4.0),
    "current": (7.5, 2.2),
    "power": (1700.0, 400.0),
    "level": (63.0, 12.0),
    "flow": (18.0, 4.5),
    "battery": (84.0, 6.0),
}
_USUAL_ANYTHING = (50.0, 20.0)
_USUAL_TEXTS = ("ok", "ok", "ok", "ok", "ok", "warning", "ok", "maintenance")
_TEXT_SECONDS, _SWITCH_SECONDS = 480, 300
_COUNTER_START = 5_000_000_000  # beyond 32 bits: what makes a long a long


class UnfitTelemetryError(ValueError):
    """A value does not fit the device of twin.yaml; the message names property, value and type."""


def sample_records(
    device: Device, count: int = 60, *, end: datetime | None = None, span: timedelta = HOUR
) -> list[TelemetryRecord]:
    """`count` records, evenly over `span` up to `end` (default now), oldest first.

    Deterministic: a device has the same value at the same time, however many records are asked for.
    """
    end = (end or datetime.now(UTC)).astimezone(UTC)
    end = end.replace(microsecond=end.microsecond // 1000 * 1000)
    step = span / max(count, 1)
    moments = [end - step * (count - 1 - number) for number in range(count)]
    ids = [with_z(moment.isoformat(timespec="milliseconds")) for moment in moments]
    if len(set(ids)) < count:  # closer together than a millisecond: to the microsecond
        ids = [with_z(moment.isoformat(timespec="microseconds")) for moment in moments]
    return [
        {
            "iotDeviceId": device.id,
            "id": stored_id,
            **{
                name: _sample(device.id, name, definition, moment.timestamp())
                for name, definition in (device.definitions or {}).items()
            },
        }
        for stored_id, moment in zip(ids, moments, strict=True)
    ]


def partial_messages(records: Sequence[TelemetryRecord], *, first: int = 0) -> list[TelemetryRecord]:
    """The same of a device that sends one property a message, in turns.

    `first` is how many messages it has sent before.
    """
    messages: list[TelemetryRecord] = []
    for number, one in enumerate(records, start=first):
        names = [name for name in one if name not in ("iotDeviceId", "id")]
        kept = names[number % len(names)]
        messages.append({name: value for name, value in one.items() if name not in names or name == kept})
    return messages


def record(
    device: Device,
    values: Mapping[str, str],
    moment: datetime | str | None = None,
    *,
    most_elements: int | None = None,
) -> TelemetryRecord:
    """One record out of texts such as `{"temperature": "21.5"}`, typed as twin.yaml declares them.

    `moment` (default now) is a time, or an `id` as it shall be stored. `most_elements` is how many a list or
    map may have.
    Raises UnfitTelemetryError with a line for each fault.
    """
    faults: list[str] = []
    typed: dict[str, Any] = {}
    for name, text in values.items():
        type_ = device.properties.get(name)
        if type_ is None:
            hint = did_you_mean(name, device.properties) or f"; it has {', '.join(device.properties)}"
            faults.append(f"{name} is not a property of {device.id}{hint}")
            continue
        try:
            typed[name] = typed_value(text, type_)
            check_value(typed[name], declared_type(device.declared[name]), most_elements)
        except ValueError as error:
            faults.append(f"{name}: {error}")
    if faults:
        raise UnfitTelemetryError("\n".join(faults))
    if not isinstance(moment, str):
        moment = (moment or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="milliseconds")
    return {"iotDeviceId": device.id, "id": moment.replace("+00:00", "Z"), **typed}


def typed_value(text: str, type_: PropertyType) -> Any:
    """The value of a text. Raises ValueError saying what was found and expected.

    Numbers are spelled as in JSON: Python would also take `1_480`, digits of other scripts, spaces and `nan`.
    A list or a map is JSON; whether its elements fit is checked with the record.
    """
    if type_ in ("list", "map"):
        return _nested(text, type_)
    if type_ == "string":
        return text
    value = _parsed(text, type_)
    try:
        check_value(value, declared_type(type_))
    except UnfitValueError:
        article, expected = _EXPECTED[type_]
        raise ValueError(f"{text!r:.60} is not {article} {type_}; expected {expected}") from None
    return value


def _parsed(text: str, type_: PropertyType) -> Any:
    """The value that a text spells, or the text itself where it spells none of the type."""
    if type_ == "boolean":
        return {"true": True, "false": False}.get(text.lower(), text)
    if type_ == "double":
        return float(text) if _NUMBER.fullmatch(text) else text
    return int(text) if _INTEGER.fullmatch(text) else text


def _nested(text: str, type_: PropertyType) -> Any:
    expected, example = (list, "[1.5, 2.0]") if type_ == "list" else (dict, '{"a": 1.5}')
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, expected):
        raise ValueError(f"{text!r:.60} is not a {type_}; expected JSON such as {example}")
    return value


def _sample(device: str, name: str, definition: Property, seconds: float) -> Any:
    if definition.of is None:
        return _value(device, name, definition.type, seconds)
    parts = {part: _value(device, f"{name}.{part}", definition.of, seconds) for part in ("a", "b", "c")}
    return parts if definition.type == "map" else list(parts.values())


def _value(device: str, name: str, type_: PropertyType, seconds: float) -> Any:
    """The device's value at a time, in seconds since 1970."""
    seed = _seed(device, name)
    if type_ == "string":
        return _USUAL_TEXTS[(int(seconds) // _TEXT_SECONDS + seed) % len(_USUAL_TEXTS)]
    if type_ == "boolean":
        # On for two stretches of three, with stretches of a seed's own beginning.
        return (int(seconds + seed % _SWITCH_SECONDS) // _SWITCH_SECONDS) % 3 != 0
    if type_ == "long":
        return _COUNTER_START + int(seconds) + seed % 1_000_000
    middle, swing = next((usual for word, usual in _USUAL.items() if word in name.lower()), _USUAL_ANYTHING)
    curve = middle + swing * _curve(seconds, seed)
    return round(curve) if type_ == "integer" else round(curve, 2)


def _curve(seconds: float, seed: int) -> float:
    """Between -1 and 1: a slow wave, a faster one on it, and a little noise."""
    phase = seed % 3600
    slow = math.sin(2 * math.pi * (seconds + phase) / 3600)
    fast = math.sin(2 * math.pi * (seconds + phase * 7) / 700)
    noise = _seed(str(seed), str(int(seconds * 10))) / 2**63 - 1
    return 0.7 * slow + 0.24 * fast + 0.06 * noise


def _seed(*parts: str) -> int:
    """64 bits that depend on the parts alone: Python's own hash() differs from run to run."""
    return int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest()[:8], "big")
