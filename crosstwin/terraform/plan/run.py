"""Writes stacks, and plans them: runs Terraform in the folder of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crosstwin.console import step
from crosstwin.errors import Failure
from crosstwin.terraform.outputs import stack_outputs
from crosstwin.terraform.plan import terraform
from crosstwin.terraform.plan.model import StackPlan
from crosstwin.terraform.plan.summary import summarize
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.producers import asked_for_placeholders, outputs_read, producers, producers_of


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans stacks of a deployment in `outdir`, which `write` writes; `executable` is Terraform.

    `write` is stacks.app.build: its last argument names the stacks that have placeholders for outputs.
    """

    deployment: Deployment
    outdir: Path
    executable: Path
    write: Callable[[Deployment, Path, Sequence[str]], object]

    def plan(self, stacks: Sequence[str]) -> list[StackPlan]:
        """A plan for each stack. If Terraform cannot plan a stack, its plan says why; others are planned."""
        missing, placeholders = self._write_stacks(stacks)
        plans = []
        for stack in stacks:
            read = producers_of(self.deployment, stack)
            try:
                with step(f"planning {stack}"):
                    folder = self._initialized(stack)
                    plan = summarize(
                        stack,
                        terraform.plan(self.executable, folder),
                        placeholders_for=[name for name in placeholders if name in read],
                        never_applied=[name for name in missing if name in read],
                        allow_deletions=self._allow_deletions,
                        clouds=self._clouds(),
                    )
            except terraform.TerraformFailed as failure:
                plan = StackPlan(stack, error=failure.why)
            plans.append(plan)
        return [replace(plan, changed_inputs=self._changed_inputs(plan, plans)) for plan in plans]

    def _changed_inputs(self, plan: StackPlan, plans: Sequence[StackPlan]) -> tuple[str, ...]:
        if plan.error or not producers_of(self.deployment, plan.name):
            return ()
        written = (self.outdir / "stacks" / plan.name / "cdk.tf.json").read_text(encoding="utf-8")
        return changed_inputs(written, plans)

    @property
    def _allow_deletions(self) -> str | None:
        azure = self.deployment.azure
        return azure.digital_twins.allow_deletions if azure else None

    def _clouds(self) -> dict[str, str | None]:
        """The cloud of each device's hot store, None for places."""
        devices = {device.id: self.deployment.hot_cloud(device) for device in self.deployment.devices}
        return {**devices, **{place.id: None for place in self.deployment.places}}

    def _write_stacks(self, stacks: Sequence[str]) -> tuple[list[str], list[str]]:
        """Returns the producers without outputs, and those with placeholders."""
        local = self.deployment.state.backend == "local"
        reads = any(producers_of(self.deployment, stack) for stack in stacks)
        if not (reads and local):
            # Terraform reads a remote state in the folder of its stack.
            self._write("writing the stacks")
        if not reads:
            return [], []
        known, asked_for = producers(self.deployment), asked_for_placeholders(self.deployment)
        has_outputs = self._has_outputs_in_file if local else self._has_outputs_in_backend
        missing = []
        for name in known:
            wanted = outputs_read(self.deployment, name, stacks)
            if wanted and name not in asked_for and not has_outputs(name, wanted):
                missing.append(name)
        placeholders = [name for name in known if name in missing or name in asked_for]
        if placeholders:
            self._write("writing the stacks with placeholders", placeholders)
        elif local:
            self._write("writing the stacks")
        return missing, placeholders

    def _write(self, title: str, placeholders: Sequence[str] = ()) -> None:
        with step(title):
            self.write(self.deployment, self.outdir, placeholders)

    def _has_outputs_in_file(self, stack: str, wanted: set[str]) -> bool:
        try:
            return stack_outputs(self.deployment, stack, self.outdir).keys() >= wanted
        except Failure:
            return False

    def _has_outputs_in_backend(self, stack: str, wanted: set[str]) -> bool:
        with step(f"looking for outputs of {stack}"):
            return terraform.outputs(self.executable, self._initialized(stack)) >= wanted

    def _initialized(self, stack: str) -> Path:
        folder = self.outdir / "stacks" / stack
        terraform.initialize(self.executable, folder)
        return folder


def changed_inputs(written: str, plans: Sequence[StackPlan]) -> tuple[str, ...]:
    """The outputs that a stack reads from the states of others, where the others' plans change them.

    `written` is the stack's JSON. Terraform reads an output as it is before the other's deployment, and so
    plans no change of what is made of it, such as the secret with the token that a rotation makes.
    """
    return tuple(
        f"{plan.name}.{output.field.path}"
        for plan in plans
        for output in plan.outputs
        if f"data.terraform_remote_state.{plan.name}.outputs.{output.field.path}}}" in written
    )
