"""Layer 4 on Azure on this machine: an emulator of Azure Digital Twins, kept up to date by the connector."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from crosstwin_contract.digital_twins import API_VERSION
from werkzeug.wrappers import Request, Response

from crosstwin.errors import Failure
from crosstwin.local import azure
from crosstwin.local.digital_twins.options import Options
from crosstwin.local.digital_twins.service import DigitalTwins as Emulator
from crosstwin.local.reader import RunningReader
from crosstwin.local.serving import serving
from crosstwin.packages.places import ROOT
from crosstwin.readers.digital_twins import DigitalTwins
from crosstwin.stacks import described
from crosstwin.terraform.finding import find_terraform, why_no_cli
from crosstwin.terraform.running import error_lines, run
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.fields import Cloud

_MODULE = ROOT / "modules" / "azure-digital-twins"
_CONNECTOR = ROOT / "functions" / "azure" / "digital-twin-data-connector"
_EVERY_SECOND = "* * * * * *"
# On Azure a query is up to ten seconds behind, and the functions run each minute.
_QUERY_LAG = 0.5
_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class RunningDigitalTwins:
    """An instance that has the newest values a second or two after the hot stores."""

    url: str
    client: DigitalTwins

    def twin(self, id_: str) -> dict[str, Any]:
        """The twin as a query sees it; empty while it does not exist."""
        found = self.client.query(f"SELECT * FROM digitaltwins T WHERE T.$dtId = '{id_}'")  # noqa: S608
        return found[0] if found else {}

    def twins(self) -> dict[str, dict[str, Any]]:
        """All twins by id, as a query sees them."""
        return {row["$dtId"]: row for row in self.client.query("SELECT * FROM digitaltwins")}

    def twin_url(self, id_: str) -> str:
        return f"{self.url}/digitaltwins/{quote(id_, safe='')}?api-version={API_VERSION}"

    def wait_for(self, id_: str, values: Mapping[str, Any], seconds: float) -> bool:
        """Waits until the twin has these values. Returns whether it does."""
        deadline = time.monotonic() + seconds
        while not values.items() <= self.twin(id_).items():
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL_SECONDS)
        return True


@contextmanager
def running_digital_twins(
    folder: Path, deployment: Deployment, readers: Mapping[Cloud, RunningReader]
) -> Iterator[RunningDigitalTwins]:
    """The connector's Function App over the emulator, the graph of the deployment and its readers.

    Its log is `function-app.log` in `folder`. Raises Failure, ServerFailedError.
    """
    if azure.why_not() or find_spec("azure.digitaltwins") is None:
        missing = "azure-digitaltwins-core is not installed: pip install 'crosstwin[local]'"
        raise Failure(azure.why_not() or missing)
    folder.mkdir(parents=True, exist_ok=True)
    graph = graph_json(deployment, folder / "graph")
    blob = Request.application(lambda _: Response(graph, mimetype="application/json"))
    instance = Emulator(Options(query_lag=_QUERY_LAG))
    with serving(instance.wsgi) as url, serving(blob) as graph_url:
        variables = {
            "DIGITAL_TWINS_URL": url,
            "GRAPH_URL": f"{graph_url}/graph.json",
            "GRAPH_SCHEDULE": _EVERY_SECOND,
            "REFRESH_SCHEDULE": _EVERY_SECOND,
            "REMOTE_READER_URLS": json.dumps(
                {cloud: reader.hot_reader_last_entry_url for cloud, reader in readers.items()}
            ),
            **{
                f"INTER_CLOUD_TOKEN_{cloud.upper()}": reader.inter_cloud_token
                for cloud, reader in readers.items()
            },
        }
        with azure.running_function_app(folder, variables, app=_CONNECTOR):
            yield RunningDigitalTwins(url, DigitalTwins(url))


def graph_json(deployment: Deployment, folder: Path) -> bytes:
    """The graph that Terraform puts into the blob: of the module's own expression, without its resources.

    Raises Failure where Terraform is missing or fails.
    """
    terraform = find_terraform()
    if terraform is None:
        raise Failure(f"{why_no_cli()}: the graph of the twins is an expression of its module")
    folder.mkdir(parents=True)
    expressions, _, _ = (_MODULE / "graph.tf").read_text().partition('\nresource "')
    (folder / "main.tf").write_text(f'{expressions}\noutput "graph" {{\n  value = local.graph\n}}\n')
    shutil.copy(_MODULE / "variables.tf", folder)
    # What the graph does not depend on has to be valid all the same.
    inputs = {
        "digital_twin_name": deployment.digital_twin_name,
        "digital_twin_info": deployment.digital_twin_info(deployment.providers.layer_3_hot_provider),
        "location": "westeurope",
        "data_connector_package": str(folder / "main.tf"),
        "remote_reader_last_entry_urls": dict.fromkeys(deployment.hot_clouds, "https://localhost/"),
        "inter_cloud_tokens": dict.fromkeys(deployment.hot_clouds, "0" * 32),
        **{name: value for name, value in described.graph(deployment).items() if value is not None},
    }
    (folder / "terraform.tfvars.json").write_text(json.dumps(inputs))
    for arguments in (["init", "-no-color"], ["apply", "-auto-approve", "-no-color"]):
        _terraform(terraform, folder, *arguments)
    return _terraform(terraform, folder, "output", "-raw", "graph").encode()


def _terraform(terraform: Path, folder: Path, *arguments: str) -> str:
    done = run([str(terraform), *arguments], folder=folder)
    if done.returncode != 0:
        raise Failure(
            "\n".join([f"{terraform.name} cannot make the graph of the twins:", *error_lines(done)])
        )
    return done.stdout
