"""`crosstwin export`: writes the connections to deployed readers into a file that others can use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crosstwin import console
from crosstwin.cli.choices import choose_hot_clouds
from crosstwin.readers.inter_cloud_config import DEFAULT_FILE, Connection, connection_id, save_connections
from crosstwin.terraform.outputs import reader_outputs
from crosstwin.twin.deployment import load


def export(
    clouds: Annotated[
        list[str] | None,
        typer.Argument(metavar="CLOUDS", help="The clouds to export. Default: all with hot data."),
    ] = None,
    *,
    output: Annotated[Path, typer.Option(help="The file to write or extend.")] = Path(DEFAULT_FILE),
) -> None:
    """Write the URLs and tokens of the deployed readers into config_inter_cloud.json.

    The file contains secrets, so only its owner can read it. The command keeps other connections in it. With
    the file, anyone can query the readers without the state: `crosstwin query DEVICE --config FILE`.

    Examples:

        crosstwin export

        crosstwin export azure --output handover/config_inter_cloud.json
    """
    deployment = load()
    layer_4 = deployment.providers.layer_4_provider
    connections: dict[str, Connection] = {}
    # All readers are found before the file is touched.
    with console.progress() as shown:
        for cloud in choose_hot_clouds(deployment, clouds or []):
            shown.add_task(f"reading the outputs of l3-{cloud}", total=None)
            outputs = reader_outputs(deployment, cloud)
            for last, url in ((False, outputs.hot_reader_url), (True, outputs.hot_reader_last_entry_url)):
                name = connection_id(cloud, layer_4, last=last)
                connections[name] = Connection(url, outputs.inter_cloud_token)
    save_connections(output, connections)
    out = console.output()
    for name, connection in connections.items():
        out.print(f"{name}  {connection.url}", soft_wrap=True)
    console.messages().print(f"written to {output}, which contains the tokens", style="dim")
