"""The calls of Azure Digital Twins that only read, as a check of a deployed twin.

They are those of the checklist for a first deployment (docs/deployment/digital-twins.md) that change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crosstwin_contract.digital_twins import (
    HOT_PROVIDER,
    OBSERVED_AT,
    RELATIONSHIP,
    device_model,
    model_prefix,
    place_model,
)

from crosstwin.console import listed
from crosstwin.doctor.check import Check, ready
from crosstwin.doctor.twins_behind import twins_behind
from crosstwin.errors import Failure
from crosstwin.grafana.digital_twins import query_text
from crosstwin.readers.answers import moment
from crosstwin.readers.digital_twins import DigitalTwins
from crosstwin.readers.times import age_seconds, age_text
from crosstwin.twin.deployment import Deployment


def all_checks(deployment: Deployment, twins: DigitalTwins) -> list[Check]:
    """Those of the instance and, if it is as twin.yaml has it, a comparison with each cloud's hot reader."""
    checks = list(digital_twins(deployment, twins))
    if not ready(checks):
        return checks
    rows = twins.of(model_prefix(deployment.digital_twin_name))
    observed = {row["$dtId"]: row[OBSERVED_AT] for row in rows if row.get(OBSERVED_AT)}
    return [*checks, *twins_behind(deployment, observed)]


def digital_twins(deployment: Deployment, twins: DigitalTwins) -> Iterator[Check]:
    """Whether models, twins, relationships and values are those of twin.yaml, a check for each call."""
    prefix = model_prefix(deployment.digital_twin_name)
    held: dict[str, dict[str, Any]] = {}
    models: set[str] = set()

    def list_models() -> tuple[str, str]:
        models.update(model for model in twins.models() if model.startswith(prefix))
        bases = {place_model(prefix), device_model(prefix)}
        missing = "" if bases <= models else f"{', '.join(sorted(bases - models))} missing"
        return f"{len(models)} of this twin", missing

    def query_twins() -> tuple[str, str]:
        held.update({row["$dtId"]: row for row in twins.of(prefix)})
        wanted = {place.id for place in deployment.places} | {device.id for device in deployment.devices}
        return f"{len(held):,}", _differences(wanted, set(held))

    def query_relationships() -> tuple[str, str]:
        found = {
            (row["$sourceId"], row["$targetId"])
            for row in twins.query("SELECT * FROM relationships")
            if row.get("$relationshipName") == RELATIONSHIP
        }
        wanted = _contained(deployment)
        absent = [f"{parent} → {child}" for parent, child in sorted(wanted - found)]
        return f"{len(found):,} `{RELATIONSHIP}`", _first("missing: ", absent)

    def get_twin() -> tuple[str, str]:
        device = deployment.devices[0]
        twin = twins.twin(device.id)
        expected = deployment.hot_cloud(device)
        found = twin.get(HOT_PROVIDER)
        wrong = "" if found == expected else f"{HOT_PROVIDER} is {found}"
        return f"{device.id}, {twin.get('$metadata', {}).get('$model', 'no model')}", wrong

    def query_one_model() -> tuple[str, str]:
        device = deployment.devices[0]
        model = held.get(device.id, {}).get("$metadata", {}).get("$model")
        if model is None:
            return "", f"{device.id} is not there"
        rows = twins.query(query_text(model, list(device.properties)))
        strange = {name for row in rows for name in row} - {
            *("$dtId", HOT_PROVIDER, OBSERVED_AT),
            *device.properties,
        }
        return f"{len(rows):,} of {model}", _first("unexpected columns: ", sorted(strange))

    def values() -> tuple[str, str]:
        newest: dict[str, str] = {}
        for row in held.values():
            if time := row.get(OBSERVED_AT):
                cloud = str(row.get(HOT_PROVIDER))
                newest[cloud] = max(newest.get(cloud, time), time, key=moment)
        empty = sum(
            device.id in held and not held[device.id].get(OBSERVED_AT) for device in deployment.devices
        )
        ages = [f"{cloud} {age_text(age_seconds(time))}" for cloud, time in sorted(newest.items())]
        told = f"age of the newest: {', '.join(ages)}" if ages else ""
        return told, f"{empty:,} without any value" if empty else ""

    for name, enables, call in (
        ("list models", "the graph function has made them", list_models),
        ("query twins", "twins are those of twin.yaml", query_twins),
        ("query relationships", "places and components", query_relationships),
        ("get a twin", f"model and {HOT_PROVIDER}", get_twin),
        ("query one model by its columns", "dashboards", query_one_model),
        ("values", "the refresh functions have brought them", values),
    ):
        try:
            where, missing = call()
        except Failure as failure:
            where, missing = "", str(failure)
        yield Check(name, enables, needed=True, where=where, missing=missing)


def _contained(deployment: Deployment) -> set[tuple[str, str]]:
    """Container and contained, as the graph has them."""
    pairs = [(place.parent, place.id) for place in deployment.places]
    pairs += [(device.component_of or device.parent, device.id) for device in deployment.devices]
    return {(parent, child) for parent, child in pairs if parent}


def _differences(wanted: set[str], found: set[str]) -> str:
    parts = (
        _first("missing: ", sorted(wanted - found)),
        _first("not in twin.yaml: ", sorted(found - wanted)),
    )
    return "; ".join(part for part in parts if part)


def _first(title: str, names: list[str]) -> str:
    return f"{title}{listed(names, 5)}" if names else ""
