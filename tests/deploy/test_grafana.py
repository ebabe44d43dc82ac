"""Panels made by `crosstwin grafana` show of a deployed twin what `crosstwin query` shows."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from crosstwin.grafana.infinity import TIME_COLUMN
from crosstwin.local.twin import RunningTwin
from crosstwin.readers.answers import history_columns, newest_values
from crosstwin.readers.hot_stores.telemetry import sample_records
from tests.deploy.command import crosstwin
from tests.unit.grafana.conftest import queries
from tests.unit.grafana.jsonata import frames

Json = dict[str, Any]
# Before what other tests write: their newest values stay the newest.
END = datetime(2025, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def written(mixed_twin: RunningTwin) -> Path:
    folder = mixed_twin.folder / "grafana"
    crosstwin(mixed_twin, "grafana", "--output", str(folder), "--tokens")
    for device in mixed_twin.deployment.devices:
        reader = mixed_twin.readers[mixed_twin.deployment.hot_cloud(device)]
        reader.put(sample_records(device, 60, end=END))
    return folder


def test_panels_show_what_the_readers_hold(mixed_twin: RunningTwin, written: Path) -> None:
    tokens = dict(line.split("=", 1) for line in (written / "tokens.env").read_text().splitlines())
    (file,) = (written / "provisioning/datasources").iterdir()
    sources = {source["uid"]: source for source in yaml.safe_load(file.read_text())["datasources"]}
    dashboard = json.loads((written / "dashboards/factory/telemetry.json").read_text())
    selected = {
        f"${{{one['name']}:doublequote}}": one["query"].split(",") for one in dashboard["templating"]["list"]
    }
    start, end = (f"{moment:%Y-%m-%dT%H:%M:%S}Z" for moment in (END - timedelta(hours=1), END))

    asked: list[tuple[str, Json, Json]] = []
    for query in queries(dashboard):
        source = sources[query["datasource"]["uid"]]
        settings, secret = source["jsonData"], source["secureJsonData"]["apiKeyValue"]
        body: str = query["url_options"]["data"]
        (variable,) = (name for name in selected if name in body)
        for device in selected[variable]:
            filled = body.replace(variable, json.dumps(device))
            filled = filled.replace("${__timeFrom:date:iso}", start).replace("${__timeTo:date:iso}", end)
            response = requests.post(
                source["url"] + query["url"],
                data=filled.encode(),
                headers={
                    "Content-Type": "application/json",
                    settings["apiKeyKey"]: tokens[secret.removeprefix("$")],
                },
                timeout=settings["timeoutInSeconds"],
            )
            assert response.status_code == 200, response.text
            asked.append((device, query, response.json()))

    shown: dict[str, dict[str, Any]] = {device: {} for device, _, _ in asked}
    found = frames((query, answer) for _, query, answer in asked)
    for (device, query, _), rows in zip(asked, found, strict=True):
        kind = "newest" if query["root_selector"] == "propertyValues" else "history"
        for name in (column["text"] for column in query["columns"]):
            values = [(row.get(TIME_COLUMN), row[name]) for row in rows if row[name] is not None]
            shown[device][f"{name} {kind}"] = values

    assert set(shown) == {device.id for device in mixed_twin.deployment.devices}
    for device in mixed_twin.deployment.devices:
        told = json.loads(crosstwin(mixed_twin, "query", device.id, "--json", "--start", start, "--end", end))
        for name, points in history_columns(told).items():
            stored = [(point.time, point.value) for point in points]
            # Of texts and booleans, a reader that thins out keeps each change.
            if device.properties[name] in ("string", "boolean"):
                stored = [one for n, one in enumerate(stored) if n == 0 or one[1] != stored[n - 1][1]]
            assert len(stored) > 0
            assert shown[device.id][f"{name} history"] == stored
        newest = newest_values(json.loads(crosstwin(mixed_twin, "query", device.id, "--json", "--last")))
        for name, value in newest.items():
            assert shown[device.id][f"{name} newest"] == [(None, value)]
