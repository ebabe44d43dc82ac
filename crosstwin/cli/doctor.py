"""`crosstwin doctor`: what is installed on this machine, and what is missing."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from crosstwin.clouds.azure_environment import azure_environment
from crosstwin.console import messages, output, progress
from crosstwin.doctor.check import Check, ready
from crosstwin.doctor.credentials import credentials
from crosstwin.doctor.emulators import emulators, left_over_servers
from crosstwin.doctor.tools import tools
from crosstwin.errors import TwinFileError
from crosstwin.terraform.outputs import required, stack_outputs
from crosstwin.twin.deployment import FILE_VARIABLE, deployment_file, in_use, load

if TYPE_CHECKING:
    from crosstwin.twin.deployment import Deployment


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    twins: Annotated[
        bool,
        typer.Option(
            "--digital-twins",
            help="Check the deployed twins instead (Azure Digital Twins or TwinMaker), by read-only calls.",
        ),
    ] = False,
    url: Annotated[
        str | None,
        typer.Option(
            help="With --digital-twins, the URL of the instance. Default: the host that l4-azure exports."
        ),
    ] = None,
) -> None:
    """List what is installed, what is missing, and what each item is for.

    If there is a twin.yaml, the command also checks the Terraform providers and credentials of its clouds. It
    shows where it found credentials, never their values, and does not test whether the cloud accepts them.

    Exit code: 0 if everything that a deployment needs was found, else 1.

    Examples:

        crosstwin doctor

        crosstwin doctor --json

        crosstwin doctor --digital-twins
    """
    with progress() as shown:
        if twins:
            shown.add_task("asking the twin service", total=None)
            checks = _digital_twins(url)
            of_the_file = "those of twin.yaml"
            verdict = f"twins and values are {of_the_file if ready(checks) else f'not {of_the_file}'}"
        else:
            shown.add_task("checking this machine", total=None)
            twin, deployment = _twin()
            checks = [*twin, *tools(deployment), *credentials(deployment), *emulators(), *left_over_servers()]
            verdict = _readiness(checks, with_twin=deployment is not None)
    if as_json:
        described = [{**asdict(check), "ok": check.ok} for check in checks]
        typer.echo(json.dumps({"ready": ready(checks), "checks": described}, indent=2))
    else:
        _show(checks, verdict)
    raise typer.Exit(0 if ready(checks) else 1)


def _twin() -> tuple[list[Check], Deployment | None]:
    """The deployment's file, where there is one."""
    file = deployment_file()
    enables = "synth, plan, deploy, query, put"
    try:
        deployment = load(file)
    except TwinFileError as error:
        needed = file.exists() or bool(os.environ.get(FILE_VARIABLE))
        return [Check(str(file), enables, needed=needed, missing=str(error).splitlines()[0])], None
    stacks = f"{deployment.digital_twin_name}: {', '.join(deployment.stack_names)}"
    return [Check(str(file), enables, needed=True, where=stacks)], deployment


def _digital_twins(url: str | None) -> list[Check]:
    from crosstwin.doctor.digital_twins import all_checks
    from crosstwin.readers.digital_twins import DigitalTwins

    deployment = load()
    if deployment.providers.layer_4_provider == "aws":
        from crosstwin.doctor.twinmaker import twinmaker

        return list(twinmaker(deployment))
    if url is None:
        host = required(stack_outputs(deployment, "l4-azure"), "digital_twins_host", "l4-azure")
        url = f"https://{host}"
    authority = azure_environment(in_use(deployment.azure).location).authority
    return all_checks(deployment, DigitalTwins(url, authority))


def _readiness(checks: list[Check], *, with_twin: bool) -> str:
    absent = sum(check.needed and not check.ok for check in checks)
    if not ready(checks):
        return f"not ready to deploy: {absent} {'item is' if absent == 1 else 'items are'} missing"
    if with_twin:
        return "ready to deploy"
    return "all tools were found; providers and credentials depend on twin.yaml, which is not here"


def _show(checks: list[Check], verdict: str) -> None:
    """A line for each item, and below it why it is missing and what needs it."""

    out = output()
    for check in checks:
        # Without what is optional, all else works.
        state = "ok" if check.ok else "missing" if check.needed else "optional"
        style = {"ok": "green", "missing": "red", "optional": "yellow"}[state]
        item = "  ".join(part for part in (f"{check.name} {check.version}".rstrip(), check.where) if part)
        out.print(Text.assemble((f"{state:<8}", style), "  ", item), soft_wrap=True)
        if not check.ok:
            out.print(f"          {check.missing}", soft_wrap=True)
            out.print(f"          needed for: {check.enables}", style="dim", soft_wrap=True)
    messages().print(verdict, style="dim")
