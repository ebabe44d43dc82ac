"""The program's input: twin.yaml, config_inter_cloud.json, command lines, and the answers of readers."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch

from crosstwin_contract.records import RecordMapping
from hypothesis import strategies as st

from benchmarks.fuzz.damage import damaged, damaged_bytes
from benchmarks.fuzz.layer4_aws import ERROR_ANSWER, HISTORY_ANSWER, LAST_ENTRY_ANSWER, TOKEN
from benchmarks.fuzz.outcomes import Outcomes, parts_of
from crosstwin.cli import app
from crosstwin.cli.environment import what_to_do
from crosstwin.errors import Failure, TwinFileError
from crosstwin.readers.hot_stores import deployed
from crosstwin.readers.http import HttpReader
from crosstwin.readers.inter_cloud_config import connection_ids, read_connection, save_connections
from crosstwin.twin.deployment import Deployment, parse

TWIN: dict[str, Any] = {
    "digital_twin_name": "factory",
    "providers": {
        "layer_3_hot_provider": "azure",
        "layer_4_provider": "aws",
        "layer_5_provider": "grafana-cloud",
    },
    "device_types": {
        "press": {
            "properties": {
                "force": {"type": "double", "unit": "kN"},
                "position": {"type": "list", "of": "double"},
            },
            "constants": {"manufacturer": "ACME", "ratedForce": 100.0},
        }
    },
    "places": [{"id": "plant"}, {"id": "line-1", "parent": "plant"}],
    "devices": [
        {"id": "pump-7", "hot_provider": "gcp", "properties": {"rpm": "integer", "running": "boolean"}},
        {"id": "press-2", "type": "press", "parent": "line-1", "hot_provider": "aws"},
        {"id": "sensor-1", "properties": {"temperature": "double", "status": "string"}},
    ],
    "aws": {
        "region": "eu-central-1",
        "existing_hot_store": {
            "table_name": "telemetry",
            "records": {
                "device": "PK",
                "device_format": "DEVICE#{device}",
                "time": "SK",
                "time_template": "READING#{time}",
                "values": "payload",
            },
        },
    },
    "azure": {
        "location": "westeurope",
        "subscription_id": "00000000-0000-0000-0000-000000000000",
        "existing_hot_store": {
            "account_name": "factory",
            "resource_group_name": "telemetry",
            "database_name": "iot",
            "container_name": "readings",
            "records": {
                "device": "a.b",
                "time": "ts",
                "time_format": "epoch_seconds",
                "partition_key": "{device}",
            },
        },
    },
    "gcp": {
        "project": "your-project-id",
        "region": "europe-west1",
        "existing_hot_store": {
            "database": "(default)",
            "collection": "devices/{device}/readings",
            "records": {"time": "at", "time_format": "timestamp", "values": "v"},
        },
    },
    "readers": {
        "azure": {
            "hot_reader_url": "https://example.azurewebsites.net/api/hot-reader",
            "hot_reader_last_entry_url": "https://example.azurewebsites.net/api/hot-reader-last-entry",
            "token_variable": "token_of_azure",
        }
    },
    "state": {"backend": "s3", "bucket": "your-terraform-state", "region": "eu-central-1"},
    "token_generation": 2,
}
WITHOUT_READERS = {name: value for name, value in TWIN.items() if name != "readers"}
CONFIG = {
    "connections": {
        f"azure_l3_to_aws_l4_hot_reader{suffix}": {"url": "https://example.com/api", "token": TOKEN}
        for suffix in ("", "_last_entry")
    }
}
_ODD = [
    *(
        "",
        " ",
        "-",
        "--",
        "\x00",
        "\ud800",
        "\x1b[31m",
        "é" * 300,
        "x" * 5000,
        "NaN",
        "1e400",
        "9" * 5000,
        "-1",
        "0",
    ),
    *(
        "pump-7",
        "press-2",
        "sensor-1",
        "no-such",
        "press",
        "rpm=5",
        "rpm=",
        "=5",
        "force=NaN",
        "position=[[1]]",
    ),
    *(
        "position=" + "[" * 3000,
        "rpm=1e3",
        "now",
        "-1h",
        "-99999999999d",
        "2026-01-15",
        "0001-01-01T00:00:00+23:59",
    ),
    *(
        "9999-12-31T23:59:59-23:59",
        "1768473000",
        "Europe/Berlin",
        "../../etc",
        "local",
        "https://a:b@c/",
        "http://[::1",
    ),
    *(
        "https://example.com/",
        "http://example.com/",
        "config.json",
        ".",
        "/dev/null",
        "/nonexistent/a",
        "aws",
        "table",
    ),
]
_OPTIONS = {
    "query": [
        *(
            "--type",
            "--start",
            "--end",
            "--last",
            "--order",
            "--limit",
            "--max-results",
            "--max-data-points",
            "--url",
        ),
        *("--token", "--config", "--function", "--region", "--tz", "--json", "--csv", "--chart"),
    ],
    "put": ["--time", "--sample", "--table"],
    "list": ["--type", "--place", "--cloud", "--tree", "--json"],
    "validate": [],
    "token": ["--reveal"],
    "export": ["--output"],
    "grafana": ["--output", "--tokens"],
    "schema": ["--output"],
    "inspect": ["--device"],
    "deploy": ["--auto-approve"],
}


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """A command with some of its options, in any order, with values that are seldom what they should be."""
    command = draw(st.sampled_from([*["query"] * 6, *["put"] * 3, *_OPTIONS]))
    found = [command]
    odd = st.sampled_from(_ODD) | st.text(max_size=12)
    if draw(st.booleans()):
        found.append(draw(st.sampled_from(["pump-7", "press-2", "sensor-1"])))
    if command == "query" and draw(st.booleans()):
        found += ["--config", "config.json"]
    for _ in range(draw(st.sampled_from([0, 1, 1, 2, 3]))):
        options = _OPTIONS[command]
        if options and draw(st.booleans()):
            found.append(draw(st.sampled_from(options)))
        if not draw(st.integers(0, 2)):
            found.append(draw(odd))
    return found


ANSWERS = st.one_of(
    damaged_bytes(HISTORY_ANSWER), damaged_bytes(LAST_ENTRY_ANSWER), damaged_bytes(ERROR_ANSWER)
)
STATUSES = st.sampled_from([200] * 8 + [400, 401, 429, 500])


def run_command(
    arguments: Sequence[str], config: bytes, answer: tuple[int, bytes], folder: Path, outcomes: Outcomes
) -> None:
    """A command in a folder with a sound twin.yaml and this file, whose reader answers this.

    It ends with 0, 1 or 2, an error says what is wrong, and nothing is unexpected or shows the token.
    """
    (folder / "twin.yaml").write_text(json.dumps(WITHOUT_READERS))
    (folder / "config.json").write_bytes(config)
    out, errors = io.StringIO(), io.StringIO()
    found: list[Exception] = []
    with (
        patch.dict(os.environ, {"COLUMNS": "200"}),
        patch.object(app, "_report", found.append),
        patch.object(HttpReader, "_post", lambda *_: answer),
        patch.object(deployed, "deployed_hot_store", _no_store),
        patch("crosstwin.cli.put._store", _no_store),
        patch("crosstwin.readers.hot_stores.dynamodb.boto3.client", _no_store),
        redirect_stdout(out),
        redirect_stderr(errors),
    ):
        before = Path.cwd()
        os.chdir(folder)
        try:
            app.main(arguments)
        except SystemExit as ended:
            code = ended.code or 0
        finally:
            os.chdir(before)
    for error in found:
        if not (isinstance(error, Failure | TwinFileError) or what_to_do(error)):
            raise error
    outcomes.requests += 1
    outcomes.names[f"exit {code}"] += 1
    told = "".join(map(str, found)) + errors.getvalue()
    assert code in (0, 1, 2), (code, told)
    assert "Traceback" not in told
    assert not code or (told + out.getvalue()).strip(), "no message"
    if TOKEN not in " ".join(arguments):
        assert not parts_of(TOKEN, told)


def _no_store(*_: Any, **__: Any) -> Any:
    raise Failure("no store")


def parse_twin(text: bytes, outcomes: Outcomes) -> None:
    """twin.yaml is a deployment, or its errors are named, each with a place."""
    outcomes.requests += 1
    try:
        deployment = parse(text, "twin.yaml")
    except TwinFileError as error:
        problems = error.problems
    else:
        problems = ()
        _check_twin(deployment)
    outcomes.names["TwinFileError" if problems else "valid"] += 1
    assert all(str(problem).startswith("twin.yaml") for problem in problems)


def _check_twin(deployment: Deployment) -> None:
    assert deployment.stack_names
    for cloud in (deployment.aws, deployment.azure, deployment.gcp):
        store = cloud and cloud.existing_hot_store
        if store and store.records:
            RecordMapping.parse(store.records.settings())


def parse_config(text: bytes, folder: Path, outcomes: Outcomes) -> None:
    """config_inter_cloud.json names connections, or is refused without a part of a token."""
    outcomes.requests += 1
    path = folder / "config_inter_cloud.json"
    path.write_bytes(text)
    message = ""
    try:
        for last in (False, True):
            for name in connection_ids(path, last=last):
                assert read_connection(path, name).url
        save_connections(path, {})
    except Failure as error:
        message = str(error)
    outcomes.names["Failure" if message else "valid"] += 1
    assert not parts_of(TOKEN, message)


def twins() -> st.SearchStrategy[bytes]:
    return st.one_of(
        damaged_bytes(TWIN),
        damaged_bytes(WITHOUT_READERS),
        damaged(TWIN, most=6).map(lambda value: json.dumps(value).encode()),
        *(
            damaged(TWIN[part]).map(lambda value, part=part: json.dumps({**TWIN, part: value}).encode())
            for part in _PARTS
        ),
    )


_PARTS = ("readers", "aws", "azure", "gcp", "devices", "device_types")
