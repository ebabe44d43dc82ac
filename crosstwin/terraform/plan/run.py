"""Plans stacks: synthesis, then Terraform in the folder of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from crosstwin.errors import Failure
from crosstwin.stacks.app import build
from crosstwin.terraform.finding import Terraform
from crosstwin.terraform.outputs import stack_outputs
from crosstwin.terraform.plan.model import StackPlan
from crosstwin.terraform.plan.summary import summarize
from crosstwin.terraform.plan.terraform import Runs, terraform_runs
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.producers import asked_for_placeholders, producers, producers_of

Step = Callable[[str], AbstractContextManager[None]]


def plan_stacks(
    deployment: Deployment, stacks: Sequence[str], outdir: Path, terraform: Terraform, step: Step
) -> list[StackPlan]:
    """The plan of each stack. One that Terraform cannot plan says why, and does not keep the others back.

    `outdir` is written as by `crosstwin synth`. `step` wraps each longer step.
    """
    with terraform_runs(terraform) as runs:
        missing, placeholders = _write(deployment, stacks, outdir, runs, step)
        plans = []
        for stack in stacks:
            read = producers_of(deployment, stack)
            try:
                with step(f"planning {stack}"):
                    folder = outdir / "stacks" / stack
                    runs.initialize(folder)
                    found = summarize(
                        stack,
                        runs.plan(folder),
                        placeholders_for=[name for name in placeholders if name in read],
                        never_applied=[name for name in missing if name in read],
                    )
            except Failure as failure:
                found = StackPlan(stack, error=str(failure))
            plans.append(found)
    return plans


def _write(
    deployment: Deployment, stacks: Sequence[str], outdir: Path, runs: Runs, step: Step
) -> tuple[list[str], list[str]]:
    """Writes the stacks. Returns the producers that were never applied, and those that have placeholders."""
    if not any(producers_of(deployment, stack) for stack in stacks):
        with step("writing the stacks"):
            build(deployment, outdir)
        return [], []
    known, asked_for = producers(deployment), asked_for_placeholders(deployment)
    others = [name for name in known if name not in asked_for]
    if deployment.state.backend == "local":
        missing = [name for name in others if not _in_a_file(deployment, name, outdir)]
    else:
        with step("writing the stacks"):
            build(deployment, outdir)
        missing = [name for name in others if not _in_backend(name, outdir, runs, step)]
    placeholders = [name for name in known if name in missing or name in asked_for]
    if deployment.state.backend == "local" or placeholders:
        with step("writing the stacks with placeholders" if placeholders else "writing the stacks"):
            build(deployment, outdir, placeholders)
    return missing, placeholders


def _in_a_file(deployment: Deployment, stack: str, outdir: Path) -> bool:
    try:
        return bool(stack_outputs(deployment, stack, outdir))
    except Failure:
        return False


def _in_backend(stack: str, outdir: Path, runs: Runs, step: Step) -> bool:
    folder = outdir / "stacks" / stack
    with step(f"looking for outputs of {stack}"):
        runs.initialize(folder)
        return runs.has_outputs(folder)
