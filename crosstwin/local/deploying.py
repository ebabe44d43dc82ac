"""Deploys stacks into an emulator of AWS: by Terraform itself, with its AWS provider started once a stack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr
from pathlib import Path

from crosstwin.console import step
from crosstwin.errors import Failure
from crosstwin.local.applied import errors, following
from crosstwin.local.provider import running_aws_provider
from crosstwin.packages.node import why_no_node
from crosstwin.terraform.plan.terraform import initialize
from crosstwin.terraform.running import run
from crosstwin.twin.deployment import Deployment

LOG = "terraform.log"  # in the twin's folder

_APPLY = ("apply", "-auto-approve", "-input=false", "-json", "-refresh=false")  # nothing exists yet
_MOST_LINES = 20


def deploy(deployment: Deployment, folder: Path, terraform: Path, stacks: Sequence[str]) -> None:
    """Writes the stacks into `folder`/cdktf.out and applies them one after another. All output is in LOG.

    Raises Failure with Terraform's errors.
    """
    if reason := why_no_node():
        raise Failure(reason)
    log = folder / LOG
    with step("write the stacks"), log.open("a", encoding="utf-8") as written, redirect_stderr(written):
        from crosstwin.stacks.app import build  # it loads cdktf

        build(deployment, folder / "cdktf.out")
    folders = {stack: folder / "cdktf.out" / "stacks" / stack for stack in stacks}
    with step("initialize Terraform"):
        for place in folders.values():
            initialize(terraform, place)
    for stack, place in folders.items():
        with (
            step(f"deploy {stack}") as report,
            running_aws_provider(place) as variables,
            following(log, report),
        ):
            _apply(terraform, place, log, variables)


def _apply(terraform: Path, place: Path, log: Path, variables: Mapping[str, str]) -> None:
    with log.open("ab") as output:
        before = output.tell()
        done = run([str(terraform), *_APPLY], folder=place, environment=variables, log=output)
    if done.returncode != 0:
        lines = log.read_bytes()[before:].decode(errors="replace").splitlines()
        why = "\n".join((errors(lines) or lines)[:_MOST_LINES])
        raise Failure(
            f"terraform apply of {place.name} ended with exit code {done.returncode} ({log}):\n{why}"
        )
