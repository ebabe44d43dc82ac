"""Plans stacks: synthesis, then Terraform in the folder of each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from crosstwin.commands.synth import write_stacks
from crosstwin.deployment import Deployment
from crosstwin.failure import Failure
from crosstwin.local.terraform import Terraform
from crosstwin.outputs import stack_outputs
from crosstwin.plan.model import StackPlan
from crosstwin.plan.summary import summarize
from crosstwin.plan.terraform import Runs, terraform_runs

# As in crosstwin/stacks/placeholders.py, which takes seconds to import. A test holds the two together.
PLACEHOLDERS_VARIABLE = "CROSSTWIN_PLACEHOLDER_OUTPUTS"

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
            is_consumer = _is_consumer(stack)
            try:
                with step(f"planning {stack}"):
                    folder = outdir / "stacks" / stack
                    runs.initialize(folder)
                    found = summarize(
                        stack,
                        runs.plan(folder),
                        placeholders_for=placeholders if is_consumer else (),
                        never_applied=missing if is_consumer else (),
                    )
            except Failure as failure:
                found = StackPlan(stack, error=str(failure))
            plans.append(found)
    return plans


def producers(deployment: Deployment) -> list[str]:
    """The stacks whose outputs l4-aws reads. Over an emulator it has no TwinMaker, which reads l3-aws."""
    emulated = deployment.aws is not None and deployment.aws.endpoint_url is not None
    clouds = deployment.foreign_clouds if emulated else deployment.hot_clouds
    return [f"l3-{cloud}" for cloud in clouds]


def _write(
    deployment: Deployment, stacks: Sequence[str], outdir: Path, runs: Runs, step: Step
) -> tuple[list[str], list[str]]:
    """Writes the stacks. Returns the producers that were never applied, and those that have stand-ins."""
    if not any(_is_consumer(stack) for stack in stacks):
        with step("writing the stacks"):
            write_stacks(deployment, outdir)
        return [], []
    local = deployment.state.backend == "local"
    missing = (
        [name for name in producers(deployment) if not _in_a_file(deployment, name, outdir)] if local else []
    )
    asked_for = _placeholders_wanted()
    with step("writing the stacks"), _placeholders(bool(missing) or asked_for):
        write_stacks(deployment, outdir)
    if not local and not asked_for:
        missing = [name for name in producers(deployment) if not _in_backend(name, outdir, runs, step)]
        if missing:
            with step("writing the stacks with placeholders"), _placeholders(True):
                write_stacks(deployment, outdir)
    # The stacks know one switch for all producers.
    return missing, producers(deployment) if missing or asked_for else []


def _is_consumer(stack: str) -> bool:
    return stack.startswith("l4-")


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


def _placeholders_wanted() -> bool:
    return os.environ.get(PLACEHOLDERS_VARIABLE, "").strip() not in ("", "0")


@contextmanager
def _placeholders(wanted: bool) -> Iterator[None]:
    """For the stacks that are written in the block."""
    before = os.environ.get(PLACEHOLDERS_VARIABLE)
    if wanted:
        os.environ[PLACEHOLDERS_VARIABLE] = "1"
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(PLACEHOLDERS_VARIABLE, None)
        else:
            os.environ[PLACEHOLDERS_VARIABLE] = before
