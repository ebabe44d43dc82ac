"""Random records and queries for the model: what they combine, rather than what is odd in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from benchmarks.fuzz.model import Model, instant

TYPES = {
    "n": ("INTEGER", "LONG", "DOUBLE"),
    "x": ("DOUBLE",),
    "a.b": ("DOUBLE",),
    "long": ("LONG", "DOUBLE"),
    "s": ("STRING", "STRING", "BOOLEAN"),  # one fits no value
    'q"t': ("STRING",),
    "b": ("BOOLEAN",),
}
_NUMBERS = [name for name, types in TYPES.items() if "DOUBLE" in types]
_WORDS = ["", "running", "é", "😀", 'q"uote', "back\\slash", "line\nbreak", "x" * 60]
_LONGS = [1, 2**31 - 1, 2**31, -(2**31) - 1, 2**53, -(2**53)]
_HOUR = "2026-01-15T10:"


def records(random: Random, device: str, digits: int, span: int, *, is_text: bool) -> list[dict[str, Any]]:
    """Of a device, within `span` seconds. `digits`: of a second; `is_text`: times have several spellings."""
    names = random.sample([*TYPES], random.randint(1, len(TYPES)))
    found = {}
    for _ in range(random.choice([1, 4, 15, 20, 80])):
        id_ = time(random, digits, span, is_text=is_text)
        values = {name: _value(random, name) for name in names if random.random() < 0.7}
        found[id_] = {"iotDeviceId": device, "id": id_, **values}
    return [*found.values()]


def time(random: Random, digits: int, span: int, *, is_text: bool) -> str:
    second = random.randrange(span)
    fraction = random.choice(["", "5", "50", "25", "000", f"{random.randrange(10**9):09}"])[:digits]
    if not is_text:
        fraction = fraction.rstrip("0")
    zone = random.choice(["Z", "+00:00"]) if is_text else "Z"
    return f"{_HOUR}{second // 60:02}:{second % 60:02}{'.' if fraction else ''}{fraction}{zone}"


def history(random: Random, model: Model, span: int) -> dict[str, Any]:
    """Of one device or several: rows, an interpolation or down-sampled, in pages, with filters and types."""
    devices = random.choices([*model.records, "absent"], k=random.choice([1, 1, 1, 3, 5]))
    known = [record for device in devices for record in model.records.get(device, ())]
    bounds = [
        random.choice(known)["id"] if known and random.random() < 0.5 else time(random, 9, span, is_text=True)
        for _ in range(2)
    ]
    start, end = sorted(bounds, key=instant)
    payload: dict[str, Any] = {"startTime": start, "endTime": end}
    kind = random.choice(["rows", "rows", "reduced", "interpolated"])
    names = _NUMBERS if kind == "interpolated" else [*TYPES]
    selected = random.sample(names, random.randint(1, 4))
    if kind == "reduced":
        payload["maxDataPoints"] = random.choice([1, 2, 3, 5, 20])
    elif random.random() < 0.8:
        payload["maxResults"] = random.choice([1, 2, 3, 7, 30])
    if kind == "interpolated":
        interval = max(1, span // random.choice([3, 20]))
        payload["interpolation"] = {"interpolationType": "LINEAR", "intervalInSeconds": interval}
    if random.random() < 0.6:
        payload["orderByTime"] = random.choice(["ASCENDING", "DESCENDING"])
    if random.random() < 0.4:
        payload["propertyFilters"] = [_filter(random, known)]
    types = {name: random.choice(TYPES[name]) for name in selected if random.random() < 0.4}
    asked = {
        "selectedProperties": selected,
        "properties": {name: {"definition": {"dataType": {"type": one}}} for name, one in types.items()},
    }
    if len(devices) == 1:
        return {**payload, **asked, "iotDeviceId": devices[0]}
    return {**payload, "devices": [{"iotDeviceId": device, **asked} for device in devices]}


def last_entries(random: Random, model: Model, span: int) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    for device in random.choices([*model.records, "absent"], k=random.randint(1, 10)):
        item: dict[str, Any] = {"iotDeviceId": device, "selectedProperties": random.sample([*TYPES], 3)}
        if random.random() < 0.5:
            item["since"] = time(random, 9, span, is_text=True)
        items.append(item)
    return {"devices": items}


def _filter(random: Random, known: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    name = random.choice([*TYPES])
    values = [record[name] for record in known if name in record] or [_value(random, name)]
    sign = random.choice(["=", "!=", "<", "<=", ">", ">="])
    return {"propertyName": name, "operator": sign, "value": random.choice(values)}


def _value(random: Random, name: str) -> Any:
    kinds = TYPES[name]
    if "STRING" in kinds:
        return random.choice(_WORDS)
    if "BOOLEAN" in kinds:
        return random.random() < 0.5
    if name == "long":
        return random.choice(_LONGS)
    if name == "n":
        return random.randint(-20, 20)
    return random.choice([random.uniform(-10, 10), float(random.randint(-3, 3)), 1e100 * random.random()])
