"""An upgrade by halves: connectors and readers of version 0.1 and of this one answer each other.

The clouds of a twin are upgraded on different days, so each pair exists for a while (docs/upgrading.md).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crosstwin.local import azure
from crosstwin.packages.places import ROOT
from crosstwin.readers.hot_stores.cosmos import CosmosWriter
from tests.first_version import extract

pytestmark = [pytest.mark.nightly, pytest.mark.skipif(bool(azure.why_not()), reason=str(azure.why_not()))]

TOKEN = "token-of-both-versions-0123456789abcdef"
CONNECTOR = "functions/aws/digital-twin-data-connector"
# Calls the handler with each event of stdin, and prints what it returns, or the message of what it raises.
CALL = """\
import json, sys, lambda_function
class Context:
    aws_request_id = "1"
    def get_remaining_time_in_millis(self): return 30000
for line in sys.stdin:
    try:
        answer = lambda_function.lambda_handler(json.loads(line), Context())
    except Exception as error:
        answer = {"error": str(error)}
    print(json.dumps(answer, sort_keys=True))
"""


def event(**more: Any) -> dict[str, Any]:
    """As TwinMaker asks for a history, with declared types."""
    properties = {
        name: {"definition": {"dataType": {"type": kind}}}
        for name, kind in (
            ("rpm", "INTEGER"),
            ("running", "BOOLEAN"),
            ("force", "DOUBLE"),
            ("note", "STRING"),
        )
    }
    device = {"value": {"stringValue": "pump-7"}, "definition": {"dataType": {"type": "STRING"}}}
    return {
        "workspaceId": "factory",
        "entityId": "pump-7",
        "componentName": "telemetry",
        "selectedProperties": [*properties],
        "properties": {**properties, "iotDeviceId": device},
        "startTime": "2026-01-15T10:00:00Z",
        "endTime": "2026-01-15T11:00:00Z",
        **more,
    }


HISTORIES = {
    "all": event(),
    "a page": event(maxResults=7),
    "a page backwards": event(maxResults=7, orderByTime="DESCENDING"),
    "an empty range": event(startTime="2001-01-01T00:00:00Z", endTime="2001-01-02T00:00:00Z"),
    "no properties": event(selectedProperties=[]),
    "a filter": event(
        propertyFilters=[{"propertyName": "rpm", "operator": ">", "value": {"integerValue": 920}}],
        maxResults=5,
    ),
    "interpolated": event(
        selectedProperties=["force"],
        interpolation={"interpolationType": "LINEAR", "intervalInSeconds": 300},
    ),
    "a wrong range": event(startTime="2026-01-15T12:00:00Z"),
    "no device": event(entityId=None, properties={}),
}
LAST_ENTRIES = {
    "all": event(),
    "one": event(selectedProperties=["note"]),
    "an unknown property": event(selectedProperties=["nope"]),
}


@dataclass(frozen=True)
class Reader:
    history: str
    last_entry: str


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The folders of both versions."""
    old = tmp_path_factory.mktemp("first-version")
    extract("functions", old)
    return {"0.1": old, "this": ROOT}


@pytest.fixture(scope="module")
def readers(
    sources: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, Reader]]:
    """The reader of each version over the same records."""
    folder = tmp_path_factory.mktemp("readers")
    with azure.running_cosmos(folder) as cosmos:
        cosmos.create_container(azure.DATABASE, azure.CONTAINER)
        records: list[dict[str, Any]] = [
            {
                "iotDeviceId": "pump-7",
                "id": f"2026-01-15T10:{minute:02}:00.250Z",
                "rpm": 900 + minute,
                "running": minute % 2 == 0,
                "force": minute / 7,
                "note": f"ü {minute}",
            }
            for minute in range(40)
        ]
        CosmosWriter(cosmos.endpoint, azure.DATABASE, azure.CONTAINER, cosmos.key).put(records)  # type: ignore[arg-type]
        variables = azure.reader_variables(cosmos, TOKEN)
        old_app, old_shared = (
            sources["0.1"] / name for name in ("functions/azure/hot-reader", "functions/shared")
        )
        old = {**variables, "PYTHONPATH": os.pathsep.join(map(str, (old_app, old_shared, ROOT)))}
        with (
            azure.running_function_app(folder, old, app=old_app) as first,
            azure.running_function_app(folder, variables) as this,
        ):
            yield {
                version: Reader(address + azure.HOT_READER_PATH, address + azure.HOT_READER_LAST_ENTRY_PATH)
                for version, address in (("0.1", first), ("this", this))
            }


def answers(source: Path, suffix: str, url: str, events: Mapping[str, Any]) -> dict[str, Any]:
    """What a connector of the sources answers to each event."""
    folders = (f"{CONNECTOR}{suffix}", "functions/aws/shared", "functions/shared")
    information = {
        "config": {"digital_twin_name": "factory"},
        "config_providers": {"layer_3_hot_provider": "azure", "layer_4_provider": "aws"},
    }
    done = subprocess.run(
        [sys.executable, "-c", CALL],
        input="\n".join(json.dumps(one) for one in events.values()),
        env={
            "PYTHONPATH": os.pathsep.join(str(source / folder) for folder in folders),
            "DIGITAL_TWIN_INFO": json.dumps(information),
            "REMOTE_READER_URL": url,
            "INTER_CLOUD_TOKEN": TOKEN,
            "AWS_LAMBDA_FUNCTION_NAME": "factory-azure-data-connector",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{") and '"level"' not in line]
    assert len(lines) == len(events), done.stdout + done.stderr
    return dict(zip(events, map(json.loads, lines), strict=True))


PAIRS = [("0.1", "this"), ("this", "0.1"), ("this", "this")]


@pytest.mark.parametrize(("connector", "reader"), PAIRS)
def test_histories_errors_and_tokens_are_those_of_the_first_version(
    connector: str, reader: str, sources: Mapping[str, Path], readers: Mapping[str, Reader]
) -> None:
    expected = answers(sources["0.1"], "", readers["0.1"].history, HISTORIES)
    assert len(expected["a page"]["propertyValues"][0]["values"]) == 7
    assert "error" in expected["a wrong range"]
    assert answers(sources[connector], "", readers[reader].history, HISTORIES) == expected

    # A token that the first version issued, in the middle of a history that is upgraded.
    second = {
        name: {**HISTORIES[name], "nextToken": expected[name]["nextToken"]}
        for name in ("a page", "a page backwards")
    }
    expected = answers(sources["0.1"], "", readers["0.1"].history, second)
    assert answers(sources[connector], "", readers[reader].history, second) == expected


@pytest.mark.parametrize(("connector", "reader"), PAIRS)
def test_last_entries_are_those_of_the_first_version_but_for_a_time_that_its_connector_passes_on(
    connector: str, reader: str, sources: Mapping[str, Path], readers: Mapping[str, Reader]
) -> None:
    expected = answers(sources["0.1"], "-last-entry", readers["0.1"].last_entry, LAST_ENTRIES)
    found = answers(sources[connector], "-last-entry", readers[reader].last_entry, LAST_ENTRIES)
    times = [value.pop("time", None) for one in found.values() for value in one["propertyValues"].values()]
    assert found == expected
    passed_on = (connector, reader) == ("0.1", "this")
    assert set(times) == {"2026-01-15T10:39:00.250Z" if passed_on else None}
