"""Random queries, answered by readers over each store as by a model of the contract in plain Python.

Over records in memory with every change; over the stores of all clouds, and existing ones, at night.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hotread.answer import history, last_entry
from hotread.http import HttpRequest, serve
from hotread.store import HotStore

from benchmarks.fuzz import random_queries
from benchmarks.fuzz.checks import note_of
from benchmarks.fuzz.lengths import is_full
from benchmarks.fuzz.model import MismatchError, Model, Series, instant
from tests.contract.readers.conftest import CLOUDS
from tests.contract.readers.mappings import EXISTING, Existing
from tests.contract.readers.served import STORES, Put
from tests.unit.core.memory_store import MemoryStore

pytestmark = pytest.mark.xdist_group("fuzz-model")

TOKEN = "model-token"
_DIGITS = {"epoch_milliseconds": 3, "epoch_microseconds": 6, "epoch_nanoseconds": 6, "timestamp": 6}
_OWN = {cloud: Existing(cloud, {}) for cloud in CLOUDS}
_STORES = {**_OWN, **EXISTING}
_LOOKED_BACK = 20  # records, on DynamoDB and Firestore
_MOST_PAGES = 500


def test_the_core_answers_as_the_model() -> None:
    for seed in range(200 if is_full() else 6):
        random = Random(seed)  # noqa: S311 - not for security
        rows = _rows(random, 9, is_text=True)
        store = MemoryStore(rows, page_size=random.choice([1, 3, 50]))
        _check(store, Model(rows, whole_numbers=False), random, 25)


@pytest.mark.nightly
@pytest.mark.parametrize("name", _STORES)
def test_each_store_is_answered_as_the_model(name: str, tmp_path: Path) -> None:
    existing = _STORES[name]
    digits = _DIGITS.get(existing.records.get("time_format", ""), 9)
    is_text = "time_format" not in existing.records and "time_zone" not in existing.records
    with _running(existing, tmp_path) as (store, put):
        for seed in range(2):
            random = Random(seed)  # noqa: S311 - not for security
            rows = _rows(random, digits, is_text=is_text)
            put(rows)
            model = Model(rows, whole_numbers=existing.cloud != "gcp")
            _check(store, model, random, 40)


@contextmanager
def _running(existing: Existing, folder: Path) -> Iterator[tuple[HotStore, Put]]:
    if missing := CLOUDS[existing.cloud][1]():
        pytest.skip(f"no {existing.cloud} store on this machine: {missing}")
    with STORES[existing.cloud](existing, folder) as found:
        yield found


def _rows(random: Random, digits: int, *, is_text: bool) -> list[dict[str, Any]]:
    span = random.choice([2, 5, 30, 300])
    name = random.getrandbits(64)
    return [
        row
        for number in range(random.randint(1, 5))
        for row in random_queries.records(random, f"{name}-{number}", digits, span, is_text=is_text)
    ]


def _check(store: HotStore, model: Model, random: Random, count: int) -> None:
    span = 1 + max(instant(row["id"]) for rows in model.records.values() for row in rows) // 10**9 % 3600
    for _ in range(count):
        asked = random_queries.history(random, model, span)
        with note_of(f"asked with {asked!r}"):
            _check_history(store, model, asked)
        asked = random_queries.last_entries(random, model, span)
        with note_of(f"asked with {asked!r}"):
            _check_last_entries(store, model, asked)


def _check_history(store: HotStore, model: Model, asked: Mapping[str, Any]) -> None:
    items = asked.get("devices", [asked])
    expected: list[dict[str, Series] | None] = []
    for item in items:
        try:
            expected.append(model.history(item["iotDeviceId"], {**asked, **item}))
        except MismatchError:
            expected.append(None)
    if "devices" not in asked and expected == [None]:
        # Pages before that of the value are answered.
        codes = [answer.get("error", {}).get("code") for answer in _pages(store, asked)]
        assert codes[-1] == "VALUE_TYPE_MISMATCH"
        return
    found: list[dict[str, Series]] = []
    failed: set[int] = set()
    device, is_continued = -1, False
    for answer in _pages(store, asked):
        assert "error" not in answer, answer
        entries = answer.get("devices", [answer])
        for number, entry in enumerate(entries):
            if number or not is_continued:
                device += 1
                found.append({})
            if "error" in entry:
                assert entry["error"]["code"] == "VALUE_TYPE_MISMATCH", entry
                failed.add(device)
                continue
            for one in entry["propertyValues"]:
                series = found[device].setdefault(one["entityPropertyReference"]["propertyName"], [])
                series += [(instant(value["time"]), value["value"]) for value in one["values"]]
                assert len(one["values"]) <= asked.get("maxResults", math.inf)
        is_continued = _is_continued(answer)
    assert failed == {number for number, series in enumerate(expected) if series is None}
    assert len(found) == len(items)
    for series, wanted in zip(found, expected, strict=True):
        assert wanted is None or _alike(series, wanted), f"{series} instead of {wanted}"


def _is_continued(answer: Mapping[str, Any]) -> bool:
    """Whether the next page goes on with the device that this one ends with. The token says where."""
    import base64

    if "devices" not in answer:
        return True
    token = base64.urlsafe_b64decode(answer.get("nextToken", "")).decode()
    return token != "" and token.split(" ")[1] != "-"


def _pages(store: HotStore, asked: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    token = None
    for _ in range(_MOST_PAGES):
        answer = _ask(store, {**asked, "nextToken": token}, last=False)
        yield answer
        token = answer.get("nextToken")
        if token is None:
            return
    raise AssertionError("nextToken never ends")


def _check_last_entries(store: HotStore, model: Model, asked: Mapping[str, Any]) -> None:
    answer = _ask(store, asked, last=True)
    for item, entry in zip(asked["devices"], answer["devices"], strict=True):
        assert "error" not in entry, entry
        found = entry.get("values", {})
        for name in item["selectedProperties"]:
            wanted = model.newest(item["iotDeviceId"], name, item.get("since"))
            if wanted is None:
                assert name not in found, entry
            elif name in found:
                at, value, _ = wanted
                assert (instant(found[name]["time"]), found[name]["value"]) == (at, value)
            else:
                assert wanted[2] > _LOOKED_BACK, f"{name} of {item['iotDeviceId']}: {wanted}"


def _alike(found: Mapping[str, Series], wanted: Mapping[str, Series]) -> bool:
    """Interpolated numbers may differ in their last digits."""
    if found.keys() != wanted.keys() or any(len(found[name]) != len(wanted[name]) for name in found):
        return False
    pairs = [pair for name in found for pair in zip(found[name], wanted[name], strict=True)]
    return all(first[0] == second[0] and _same(first[1], second[1]) for first, second in pairs)


def _same(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    if [*first] == [*second] == ["DoubleValue"]:
        return math.isclose(first["DoubleValue"], second["DoubleValue"], rel_tol=1e-9, abs_tol=1e-12)
    return first == second


def _ask(store: HotStore, payload: Mapping[str, Any], *, last: bool) -> dict[str, Any]:
    body = json.dumps(payload).encode()
    request = HttpRequest("POST", {"X-Inter-Cloud-Token": TOKEN}, lambda: body)
    response = serve(request, read=last_entry if last else history, store=store, tokens=(TOKEN,))
    answer: dict[str, Any] = json.loads(response.body)
    return answer
