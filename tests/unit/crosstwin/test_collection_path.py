"""`crosstwin inspect gcp`: which document in the path of a collection is the device."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from crosstwin.readers.hot_stores.collection_path import device_path, is_in

AT = {"at": datetime(2026, 1, 15, 10, 30, tzinfo=UTC), "rpm": 900}


@pytest.mark.parametrize(
    ("collection", "fields", "proposed", "level"),
    [
        ("devices/pump-7/telemetry", {}, "devices/{device}/telemetry", 1),
        ("devices/{device}/telemetry", {}, "devices/{device}/telemetry", 1),
        ("machines/DEVICE#pump-7/telemetry", {}, "machines/{device}/telemetry", 1),
        ("devices/pump-7/days/2026-01-15/records", {}, "devices/{device}/days/2026-01-15/records", 1),
        ("months/202601/machines/pump-7/records", {}, "months/202601/machines/{device}/records", 3),
        ("plants/north/Device/pump-7/telemetry", {}, "plants/north/Device/{device}/telemetry", 3),
        ("devices/pump-7/sensors/rpm/values", {}, "devices/{device}/sensors/rpm/values", 1),
        (
            "sites/north/lines/pump-7/telemetry",
            {"deviceId": "pump-7"},
            "sites/north/lines/{device}/telemetry",
            3,
        ),
        # A collection of all devices: its records name them.
        ("plants/north/telemetry", {"deviceId": "pump-7"}, "plants/north/telemetry", None),
        ("telemetry", {}, "telemetry", None),
        ("months/2026-01/telemetry", {}, "months/2026-01/telemetry", None),
    ],
)
def test_one_document_of_a_path_is_the_device(
    collection: str, fields: dict[str, Any], proposed: str, level: int | None
) -> None:
    found = device_path(collection, [AT | fields])
    assert (found.collection, found.level, found.problem) == (proposed, level, "")
    assert bool(found.note) == (collection != proposed)


def test_a_path_in_which_two_documents_can_be_the_device_is_a_question() -> None:
    found = device_path("plants/north/machines/pump-7/telemetry", [AT])
    assert (found.collection, found.level) == ("plants/north/machines/pump-7/telemetry", None)
    assert found.problem == (
        "plants/north/machines/pump-7/telemetry does not show which part of it is the device, north or "
        "pump-7: put {device} in its place, such as --collection 'plants/north/machines/{device}/telemetry'"
    )


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("devices/pump-7/telemetry/a", True),
        ("devices/pump-7/telemetry", False),
        ("plants/north/telemetry/a", False),
        ("telemetry/a", False),
        ("plants/north/devices/pump-7/telemetry/a", False),
    ],
)
def test_only_the_collections_of_the_path_are_looked_at(document: str, expected: bool) -> None:
    assert is_in("devices/{device}/telemetry", document) == expected
