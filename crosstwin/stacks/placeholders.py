"""Placeholders for outputs that do not exist yet: to plan layers 2 and 4 before layer 3 is deployed."""

from __future__ import annotations

from dataclasses import dataclass

from crosstwin.stacks.cdk import LocalExecProvisioner, TerraformResource, TerraformStack

_GUARD = "placeholder-outputs"
# A word that Terraform knows at the plan, and that nothing gets in an apply before the guard is created.
_WORD = f"${{terraform_data.{_GUARD}.triggers_replace.word}}"


@dataclass(frozen=True, slots=True)
class PlaceholderOutputs:
    """Values that the modules accept and that say what they are: `placeholder-l3-gcp-hot-reader-url`.

    Each refers to the resource of `refuse_apply`, so that an apply fails before it uses one. A `depends_on`
    of the module would do that too. But Terraform would then read the module's data sources in the apply, and
    plan a replacement of all that is deployed from them: names and locations would be unknown.
    """

    producer: str
    region: str

    def get_string(self, output: str) -> str:
        name = f"{_WORD}-{self.producer}-{output.replace('_', '-')}"
        if output.endswith("_url"):
            return f"https://{name}.invalid/"
        if output.endswith("_arn"):
            return f"arn:aws:lambda:{self.region}:000000000000:function:{name}"
        return name


def refuse_apply(stack: TerraformStack) -> TerraformResource:
    """Adds the resource that placeholders refer to: it can be planned, and its creation fails.

    Terraform has no value that differs between a plan and an apply, so a command that fails takes its place.
    """
    # Nothing in it that a shell would take for more than a word.
    message = "This plan has placeholder outputs. Deploy the l3 stacks, then plan without placeholders."
    command = f"echo {message} && exit 1"
    # cdktf's own DataResource runs `terraform version` during synthesis, which needs no Terraform otherwise.
    guard = TerraformResource(
        stack,
        _GUARD,
        terraform_resource_type="terraform_data",
        provisioners=[LocalExecProvisioner(type="local-exec", command=command)],
    )
    guard.add_override("triggers_replace", {"word": "placeholder"})
    return guard
