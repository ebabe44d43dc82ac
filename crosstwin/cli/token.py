"""`crosstwin token`: which tokens the deployed readers accept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from crosstwin_contract.times import with_z

from crosstwin.cli.choices import CloudName, choose_hot_clouds, one_of
from crosstwin.console import output, progress, warn
from crosstwin.readers.times import age_text
from crosstwin.terraform.outputs import output_folder, stack_state, state_file
from crosstwin.terraform.token_state import token_state
from crosstwin.twin.deployment import load

if TYPE_CHECKING:
    from crosstwin.twin.deployment import Deployment
    from crosstwin.twin.fields import Cloud


def token(
    cloud: Annotated[
        CloudName | None,
        typer.Argument(parser=one_of(CloudName), help="The cloud. Default: all with hot data."),
    ] = None,
    *,
    reveal: Annotated[
        bool,
        typer.Option("--reveal", help="Print the token itself on the screen."),
    ] = False,
) -> None:
    """Show the generation and age of each deployed token.

    To rotate the tokens, raise token_generation in twin.yaml by one, deploy the l3 stacks, then layer 4.

    Examples:

        crosstwin token

        crosstwin token azure --reveal
    """
    deployment = load()
    for one in choose_hot_clouds(deployment, [cloud.value] if cloud else []):
        _show(deployment, one, reveal=reveal)


def _show(deployment: Deployment, cloud: Cloud, *, reveal: bool) -> None:
    if reader := deployment.readers.get(cloud):
        output().print(cloud)
        output().print(f"  deployed by other means: {reader.environment_variable} has its token")
        return
    stack = f"l3-{cloud}"
    with progress() as shown:
        shown.add_task(f"reading the state of {stack}", total=None)
        deployed = token_state(stack_state(deployment, stack), stack)
    lines = {
        "generation": str(deployed.generation),
        "accepted": " and ".join(map(str, deployed.accepted)),
        "created": _moment(deployed.made) if deployed.made else "unknown",
    }
    if deployment.state.backend == "local":
        file = output_folder().parent / state_file(deployment, stack)
        changed = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        lines["state"] = f"{file}, last changed {_moment(changed)}"
    if reveal:
        lines["token"] = deployed.value
    console = output()
    console.print(cloud)
    for name, value in lines.items():
        console.print(f"  {name:<10}  {value}", soft_wrap=True)
    if deployed.generation != deployment.token_generation:
        warn(
            f"twin.yaml has token_generation {deployment.token_generation}, but on {cloud} generation "
            f"{deployed.generation} is deployed: deploy l3-{cloud}, then layer 4"
        )


def _moment(moment: datetime) -> str:
    age = age_text((datetime.now(UTC) - moment).total_seconds())
    return f"{with_z(moment.astimezone(UTC).isoformat(timespec='seconds'))} ({age} ago)"
