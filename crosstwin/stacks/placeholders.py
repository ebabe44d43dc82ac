"""A look at layers 2 and 4 before layer 3 was ever deployed: stand-ins for outputs that do not exist yet."""

from __future__ import annotations

from dataclasses import dataclass

from cdktf import DataResource, LocalExecProvisioner, TerraformStack


@dataclass(frozen=True, slots=True)
class PlaceholderOutputs:
    """Values that the modules accept and that say what they are."""

    producer: str
    region: str

    def get_string(self, output: str) -> str:
        name = f"placeholder-{self.producer}-{output.replace('_', '-')}"
        if output.endswith("_url"):
            return f"https://{name}.invalid/"
        if output.endswith("_arn"):
            return f"arn:aws:lambda:{self.region}:000000000000:function:{name}"
        return name


def refuse_apply(stack: TerraformStack) -> DataResource:
    """Something that modules over stand-ins are to depend on: it plans, and fails before they are made.

    Terraform has no value that differs between a plan and an apply, so a failing command stands in for one.
    """
    # Nothing in it that a shell would take for more than a word.
    message = "This plan has placeholder outputs. Deploy the l3 stacks, then plan without placeholders."
    command = f"echo {message} && exit 1"
    guard = DataResource(stack, "placeholder-outputs", triggers_replace={"placeholder": message})
    guard.provisioners = [LocalExecProvisioner(type="local-exec", command=command)]
    return guard
