"""What the stacks share that read the outputs of layer 3."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from constructs import Construct

from crosstwin.stacks import placeholders
from crosstwin.stacks.base import DeploymentStack
from crosstwin.stacks.cdk import TerraformResource, TerraformStack
from crosstwin.stacks.state import GivenOutputs, Outputs, outputs_of
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.fields import Cloud
from crosstwin.twin.producers import producers_of


class ConsumerStack(DeploymentStack):
    """`producers` are the l3 stacks of this program: deployed first where both are asked for.

    Their outputs are read from their state, by name, so the stack can be synthesized without them. Those
    of the stacks in `placeholders_for` are placeholders: the stack can then be planned, but not applied.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        deployment: Deployment,
        producers: Iterable[TerraformStack],
        placeholders_for: Collection[str],
    ) -> None:
        super().__init__(scope, name, deployment)
        for producer in producers:
            self.add_dependency(producer)
        self._outputs: dict[Cloud, Outputs] = {}
        self._placeholders_for = [one for one in producers_of(deployment, name) if one in placeholders_for]
        self._guard = placeholders.refuse_apply(self) if self._placeholders_for else None

    def outputs_of(self, cloud: Cloud) -> Outputs:
        """The outputs of the cloud's l3 stack, or placeholders for them; or of a reader of twin.yaml."""
        if cloud not in self._outputs:
            self._outputs[cloud] = self._read(cloud)
        return self._outputs[cloud]

    def _read(self, cloud: Cloud) -> Outputs:
        if cloud in self.deployment.readers:
            return GivenOutputs(self, self.deployment.readers[cloud])
        producer = f"l3-{cloud}"
        if producer in self._placeholders_for:
            region = self.deployment.aws.region if self.deployment.aws else ""  # in ARNs of l3-aws
            return placeholders.PlaceholderOutputs(producer, region)
        return outputs_of(self, self.deployment, producer)

    def guards(self) -> list[TerraformResource] | None:
        """For a module that looks a placeholder up with a data source, which a plan would not find."""
        return [self._guard] if self._guard else None
