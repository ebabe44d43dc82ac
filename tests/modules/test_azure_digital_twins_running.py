"""What the stack l4-azure deploys, run on this machine: its package, with its settings, over its graph.

Terraform applies the synthesized stack with providers that know only their schemas. The functions run from
the deployed zip in the local host, with the settings that Terraform would write, except for addresses, tokens
and schedules. They ask the emulator of Azure Digital Twins, and readers of three clouds.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("grpc")

from crosstwin.doctor.check import Check
from crosstwin.doctor.digital_twins import digital_twins
from crosstwin.grafana import dashboards
from crosstwin.grafana.digital_twins import DigitalTwinsOutputs
from crosstwin.local.digital_twins.options import Options
from crosstwin.local.digital_twins.service import DigitalTwins as Instance
from crosstwin.local.serving import serving
from crosstwin.packages.places import ROOT
from crosstwin.readers.digital_twins import DigitalTwins
from crosstwin.stacks.app import build
from crosstwin.twin import deployment
from tests.contract.cli.conftest import write_state
from tests.contract.digital_twins import dtdl
from tests.contract.digital_twins.connector.conftest import TOKEN, Clouds
from tests.modules.conftest import MODULES, SchemaTerraform
from tests.unit.grafana.conftest import queries

EXAMPLE = ROOT / "examples/mixed-to-azure/twin.yaml"
CLOUDS = ("aws", "azure", "gcp")
# The reader of one cloud was deployed by other means.
GIVEN = """
readers:
  gcp:
    hot_reader_url: https://gcp.example.com/history
    hot_reader_last_entry_url: https://gcp.example.com/last-entry
    token_variable: plant_reader_token
"""
SECONDS = 30
VALUES: dict[str, tuple[str, dict[str, Any]]] = {
    "press-1": (
        "aws",
        {"force": 71.5, "strokes": 12, "position": [0.5, 1.0], "fault": {"code": "E1", "place": "left"}},
    ),
    "press-2": ("azure", {"force": 80.25, "strokes": 7}),
    "pump-7": ("gcp", {"rpm": 900, "running": True}),
    "pump-7-vibration": ("aws", {"speed": 1.5}),
}


@dataclass(frozen=True, slots=True)
class Applied:
    """The applied stack: its resources by address, its outputs, and where its zip is."""

    state: Mapping[str, Any]
    outputs: Mapping[str, Any]
    package: Path

    def values(self, end: str) -> Mapping[str, Any]:
        (found,) = (values for address, values in self.state.items() if address.endswith(end))
        return dict(found)

    @property
    def graph(self) -> bytes:
        return str(self.values("azurerm_storage_blob.graph")["source_content"]).encode()

    @property
    def settings(self) -> dict[str, str]:
        return dict(self.values("azapi_resource_action.app_settings")["body"]["properties"])


@pytest.fixture(scope="module")
def applied(
    tmp_path_factory: pytest.TempPathFactory, schema_terraform: Callable[[str, Path], SchemaTerraform]
) -> Applied:
    folder = tmp_path_factory.mktemp("twin")
    for cloud in ("aws", "azure"):
        url = f"https://{cloud}.example.com/last-entry"
        write_state(
            folder, f"l3-{cloud}", {"hot_reader_last_entry_url": url, "inter_cloud_token": f"{TOKEN}-{cloud}"}
        )
    build(deployment.parse(EXAMPLE.read_text() + GIVEN), folder / "cdktf.out")
    stack = folder / "cdktf.out/stacks/l4-azure"
    terraform = schema_terraform("azure-digital-twins", stack)
    terraform.environment["TF_VAR_plant_reader_token"] = f"{TOKEN}-gcp"
    terraform.run("init", "-no-color")
    terraform.run("apply", "-auto-approve", "-input=false", "-no-color")
    values = json.loads(terraform.run("show", "-json"))["values"]
    state = {
        resource["address"]: resource["values"]
        for module in values["root_module"]["child_modules"]
        for resource in module["resources"]
    }
    (package,) = stack.rglob("digital-twin-data-connector.zip")
    return Applied(state, {name: one["value"] for name, one in values["outputs"].items()}, package)


@contextmanager
def running(applied: Applied, folder: Path, addresses: Mapping[str, str]) -> Iterator[None]:
    """The functions of the deployed zip, each once a second."""
    with zipfile.ZipFile(applied.package) as package:
        package.extractall(folder)
    tokens = {f"INTER_CLOUD_TOKEN_{cloud.upper()}": f"{TOKEN}-{cloud}" for cloud in CLOUDS}
    schedules = dict.fromkeys(("GRAPH_SCHEDULE", "REFRESH_SCHEDULE"), "* * * * * *")
    path = f"{folder}{os.pathsep}{folder / '.python_packages/lib/site-packages'}"
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "crosstwin.local.azure_host", str(folder), "0"],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path}
        | {name: str(value) for name, value in applied.settings.items()}
        | {**tokens, **schedules, **addresses},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield
    finally:
        process.terminate()
        printed = process.communicate()[0]
        (folder / "log").write_text(printed)


def dashboard_rows(
    twin: deployment.Deployment, outputs: Mapping[str, Any], twins: DigitalTwins
) -> list[dict[str, Any]]:
    """The rows of all tables of the dashboard, by the columns that their selectors find."""
    host, tenant = str(outputs["digital_twins_host"]), str(outputs["tenant_id"])
    texts = dashboards.digital_twins(twin, DigitalTwinsOutputs(host, tenant, outputs["models"]))
    rows = []
    for query in queries(json.loads(texts["digital-twins"])):
        selectors = [column["selector"] for column in query["columns"]]
        found = twins.query(json.loads(query["url_options"]["data"])["query"])
        rows += [{name: row[name] for name in selectors if name in row} for row in found]
    return rows


def test_settings_are_those_that_the_functions_take(applied: Applied) -> None:
    settings = applied.settings
    assert json.loads(settings["REMOTE_READER_URLS"]) == {
        cloud: f"https://{cloud}.example.com/last-entry" for cloud in CLOUDS
    }
    for cloud in CLOUDS:
        secret = applied.values(f'azapi_resource_action.token_secret["{cloud}"]')
        assert secret["body"]["properties"]["value"] == f"{TOKEN}-{cloud}"
        name = secret["resource_id"].rpartition("/")[2]
        assert settings[f"INTER_CLOUD_TOKEN_{cloud.upper()}"].endswith(f"secrets/{name})")


@pytest.mark.skipif(bool(dtdl.why_not()), reason=dtdl.why_not())
def test_models_are_valid_by_microsofts_parser(applied: Applied) -> None:
    models = [model["interface"] for model in json.loads(applied.graph)["models"].values()]
    assert len(models) == 5
    assert dtdl.verdicts([models]) == [None]


def test_twins_are_those_of_the_graph_with_the_newest_values(applied: Applied, tmp_path: Path) -> None:
    instance, clouds = Instance(Options(query_lag=0)), Clouds()
    clouds.tokens = {cloud: (f"{TOKEN}-{cloud}",) for cloud in CLOUDS}
    clouds.blob = applied.graph
    for device, (cloud, values) in VALUES.items():
        clouds.put(cloud, device, "2026-01-15T10:30:00Z", **values)
    graph = json.loads(applied.graph)
    twin = deployment.load(EXAMPLE)
    with serving(instance.wsgi) as twins_url, serving(clouds.wsgi) as clouds_url:
        addresses = {
            "DIGITAL_TWINS_URL": twins_url,
            "GRAPH_URL": f"{clouds_url}/graph.json",
            "REMOTE_READER_URLS": json.dumps({cloud: f"{clouds_url}/{cloud}" for cloud in CLOUDS}),
        }
        with running(applied, tmp_path, addresses):
            checks: list[Check] = []
            deadline = time.monotonic() + SECONDS
            while time.monotonic() < deadline:
                checks = list(digital_twins(twin, DigitalTwins(twins_url)))
                if all(check.ok for check in checks):
                    break
                time.sleep(0.5)
            shown = dashboard_rows(twin, applied.outputs, DigitalTwins(twins_url))
        log = (tmp_path / "log").read_text()
        assert [f"{check.name}: {check.missing}" for check in checks if not check.ok] == [], log
        assert len(checks) == 6

    # What Grafana's tables show, column by column.
    for device, (cloud, values) in VALUES.items():
        drawn = {name: value for name, value in values.items() if not isinstance(value, list | dict)}
        row = {"$dtId": device, "hotProvider": cloud, "observedAt": "2026-01-15T10:30:00Z", **drawn}
        assert row in shown
    assert len(shown) == len(VALUES)

    for name, wanted in graph["twins"].items():
        found = {key: value for key, value in instance.graph.twin(name).items() if not key.startswith("$")}
        cloud, values = VALUES.get(name, (None, {}))
        expected = {**wanted.get("constants", {}), **values}
        if cloud:
            expected |= {"hotProvider": cloud, "observedAt": "2026-01-15T10:30:00Z"}
        assert found == expected, name
        assert instance.graph.twin(name)["$metadata"]["$model"] == wanted["model"]
    # What allow_deletions has to name.
    assert applied.outputs["graph_hash"] == hashlib.sha256(applied.graph).hexdigest()
    assert f'"graph_hash": "{applied.outputs["graph_hash"]}"' in log
    assert TOKEN not in log
    # What the saved search and the alarms of the module ask for.
    asked = "".join(
        (MODULES / f"azure-digital-twins/{name}.tf").read_text() for name in ("monitoring", "alarms")
    )
    runs = [json.loads(line) for line in log.splitlines() if '"message": "refresh"' in line]
    assert set(re.findall(r"line\.(\w+)", asked)) <= set(runs[0])
    assert not [line for line in log.splitlines() if '"severity": "ERROR"' in line], log


def test_the_checks_say_what_differs(applied: Applied) -> None:
    """Over an instance with models and nothing else."""
    graph, instance = json.loads(applied.graph), Instance(Options(query_lag=0))
    with serving(instance.wsgi) as url:
        empty = {
            check.name: check.missing for check in digital_twins(deployment.load(EXAMPLE), DigitalTwins(url))
        }
        assert "Place;1" in empty["list models"]
        assert empty["query twins"].startswith("missing: line-1, plant, press-1, press-2, pump-7 and 1 more")
        assert "plant → line-1" in empty["query relationships"]
        assert empty["get a twin"].startswith("404")
        assert empty["query one model by its columns"] == "press-1 is not there"
        assert graph["models"]
