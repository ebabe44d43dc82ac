"""`crosstwin doctor`: what is installed on this machine, and what is missing."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from crosstwin.doctor.check import Check
    from crosstwin.twin.deployment import Deployment


def doctor(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """List what is installed, what is missing, and what each item is for.

    If there is a twin.yaml, the command also checks the Terraform providers and credentials of its clouds. It
    shows where it found credentials, never their values, and does not test whether the cloud accepts them.

    Exit code: 0 if everything that a deployment needs was found, else 1.

    Examples:

        crosstwin doctor

        crosstwin doctor --json
    """
    from crosstwin.console import progress
    from crosstwin.doctor.check import ready
    from crosstwin.doctor.credentials import credentials
    from crosstwin.doctor.emulators import emulators, left_over_servers
    from crosstwin.doctor.tools import tools

    with progress() as shown:
        shown.add_task("looking around", total=None)
        twin, deployment = _twin()
        checks = [*twin, *tools(deployment), *credentials(deployment), *emulators(), *left_over_servers()]
    if as_json:
        found = [{**asdict(check), "ok": check.ok} for check in checks]
        typer.echo(json.dumps({"ready": ready(checks), "checks": found}, indent=2))
    else:
        _show(checks)
    raise typer.Exit(0 if ready(checks) else 1)


def _twin() -> tuple[list[Check], Deployment | None]:
    """The deployment's file, where there is one."""
    from crosstwin.doctor.check import Check
    from crosstwin.errors import TwinFileError
    from crosstwin.twin.deployment import FILE_VARIABLE, deployment_file, load

    file = deployment_file()
    enables = "synth, plan, deploy, query, put"
    try:
        deployment = load(file)
    except TwinFileError as error:
        needed = file.exists() or bool(os.environ.get(FILE_VARIABLE))
        return [Check(str(file), enables, needed=needed, missing=str(error).splitlines()[0])], None
    told = f"{deployment.digital_twin_name}: {', '.join(deployment.stack_names)}"
    return [Check(str(file), enables, needed=True, where=told)], deployment


def _show(checks: list[Check]) -> None:
    from rich.table import Table

    from crosstwin.console import messages, output
    from crosstwin.doctor.check import ready

    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("", "what", "version", "where, or what is missing", "for"):
        table.add_column(heading, overflow="fold")
    for check in checks:
        # Without what is optional, all else works.
        state = "ok" if check.ok else "missing" if check.needed else "optional"
        style = {"ok": "green", "missing": "red", "optional": "yellow"}[state]
        there = " · ".join(part for part in (check.where, check.missing) if part)
        table.add_row(
            state, check.name, check.version, there, check.enables, style=style if state != "ok" else ""
        )
    output().print(table)
    verdict = "all that is needed to deploy is there" if ready(checks) else "not all that is needed to deploy"
    messages().print(verdict, style="dim")
