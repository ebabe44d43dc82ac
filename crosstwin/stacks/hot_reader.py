"""Layer 3: the hot readers beside a hot store, whichever cloud it is on."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from constructs import Construct

from crosstwin.clouds.base import HotCloud
from crosstwin.stacks.base import DeploymentStack
from crosstwin.twin.deployment import Deployment


class HotReaderStack(DeploymentStack):
    def __init__(self, scope: Construct, deployment: Deployment, cloud: HotCloud[Any]) -> None:
        super().__init__(scope, f"l3-{cloud.name}", deployment)
        self.use(cloud)
        section = deployment.section(cloud.name)
        package, module_class = cloud.module
        reader = getattr(import_module(package), module_class)(
            self,
            "hot-reader",
            **self.function_inputs(cloud.name),
            **{name: self.package(package) for name, package in cloud.readers.items()},
            **cloud.inputs(section),
            future_tolerance_seconds=deployment.future_tolerance_seconds,
            token_generation=deployment.token_generation,
            deletion_protection=deployment.deletion_protection,
        )
        self.set_null(reader, cloud.nulls(section))
        self.export(reader, cloud.outputs)
