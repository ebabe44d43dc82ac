"""`crosstwin grafana`: writes the files with which a Grafana shows the twin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosstwin import console
from crosstwin.clouds.azure_environment import azure_environment
from crosstwin.console import note
from crosstwin.errors import Failure
from crosstwin.grafana.dashboards import is_generated
from crosstwin.grafana.data_sources import token_variable
from crosstwin.grafana.digital_twins import DataHistory, DigitalTwinsOutputs
from crosstwin.grafana.files import TwinMakerOutputs, files, parts, variables
from crosstwin.grafana.matrix import GRAFANAS, NO_EMULATED_TWIN, NO_SCENES, Pattern, patterns
from crosstwin.readers.private_file import write_private
from crosstwin.terraform.outputs import reader_outputs, required, stack_outputs
from crosstwin.twin.deployment import load

if TYPE_CHECKING:
    from crosstwin.twin.deployment import Deployment


TOKENS_FILE = "tokens.env"


def grafana(
    *,
    output: Annotated[Path, typer.Option(help="The folder to write.")] = Path("grafana"),
    tokens: Annotated[
        bool,
        typer.Option(
            "--tokens",
            help=f"Also write the readers' tokens into {TOKENS_FILE}, as environment variables for the "
            "Grafana's process. Only its owner can read the file.",
        ),
    ] = False,
) -> None:
    """Write data sources and dashboards of the deployed twin, for any Grafana.

    The files contain no secrets, only the names of environment variables. docs/grafana.md shows how to load
    them.

    Examples:

        crosstwin grafana

        crosstwin grafana --output build/grafana --tokens
    """
    deployment = load()
    # All outputs are found before a file is written.
    with console.progress() as shown:
        readers = {}
        for cloud in deployment.hot_clouds:
            shown.add_task(f"reading the outputs of l3-{cloud}", total=None)
            readers[cloud] = reader_outputs(deployment, cloud)
        twin_service = _twinmaker(deployment) or _digital_twins(deployment)
    all_parts = list(parts(deployment, readers, twin_service))
    out = console.output()
    texts = files(deployment, all_parts)
    twin = deployment.digital_twin_name
    for file in output.glob(f"dashboards/{twin}/*.json"):
        # A dashboard of a type that is gone, or of devices that are on other dashboards now.
        if str(file.relative_to(output)) not in texts and is_generated(file.read_bytes(), twin, file.stem):
            file.unlink()
    for path, text in texts.items():
        file = output / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise Failure(f"{file} cannot be written: {error.strerror}") from error
        out.print(str(file), soft_wrap=True)
    if tokens:
        lines = (f"{token_variable(twin, cloud)}={one.inter_cloud_token}\n" for cloud, one in readers.items())
        write_private(output / TOKENS_FILE, "".join(lines))
        out.print(str(output / TOKENS_FILE), soft_wrap=True)
    _note_next_steps(deployment, twin_service)
    note("\n  ".join(["the Grafana needs these variables:", *variables(all_parts)]))


def _twinmaker(deployment: Deployment) -> TwinMakerOutputs | None:
    """What l4-aws exports; None where there is no TwinMaker."""
    if deployment.aws is None or deployment.aws.endpoint_url or "l4-aws" not in deployment.stack_names:
        return None
    outputs = stack_outputs(deployment, "l4-aws")
    workspace = required(outputs, "workspace_id", "l4-aws")
    return TwinMakerOutputs(deployment.aws.region, workspace, outputs.get("dashboard_role_arn"))


def _digital_twins(deployment: Deployment) -> DigitalTwinsOutputs | None:
    """What l4-azure exports; None where layer 4 is on AWS, and in a demo, which deploys no l4-azure."""
    if deployment.azure is None or deployment.aws_is_emulated or "l4-azure" not in deployment.stack_names:
        return None
    outputs = stack_outputs(deployment, "l4-azure")
    wanted = deployment.azure.digital_twins.data_history
    cloud = azure_environment(deployment.azure.location).grafana
    return DigitalTwinsOutputs(
        required(outputs, "digital_twins_host", "l4-azure"),
        required(outputs, "tenant_id", "l4-azure"),
        outputs.get("models") or {},
        DataHistory(required(outputs, "data_history_uri", "l4-azure"), wanted.kusto_database_name, cloud)
        if wanted
        else None,
    )


def _note_next_steps(
    deployment: Deployment, twin_service: TwinMakerOutputs | DigitalTwinsOutputs | None
) -> None:
    providers = deployment.providers
    product = GRAFANAS[providers.layer_5_provider].product
    console.messages().print(f"written for {product}: docs/grafana.md explains how to load them", style="dim")
    read = patterns(providers.layer_4_provider, providers.layer_5_provider)
    if providers.layer_4_provider == "azure":
        if twin_service is None:
            note(NO_EMULATED_TWIN)
        return
    if Pattern.TWIN_SERVICE not in read:
        note(NO_SCENES)
    if twin_service is None:
        note(NO_EMULATED_TWIN)
    elif Pattern.TWIN_SERVICE in read and not getattr(twin_service, "dashboard_role_arn", None):
        note("l4-aws has no dashboard role (aws.dashboard_access): the Grafana reads with its own identity")
