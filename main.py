"""Crosstwin's CDKTF program: twin.yaml in, Terraform stacks out. `cdktf` runs it, or `python main.py`."""

from __future__ import annotations

import sys
from collections.abc import Collection
from contextlib import redirect_stderr
from pathlib import Path

from crosstwin.console import note
from crosstwin.errors import ConfigurationError
from crosstwin.packages.wheels import PackageError
from crosstwin.stacks.app import new_app, note_missing_states, synthesize
from crosstwin.stacks.base import DeploymentStack
from crosstwin.stacks.l2_aws import L2AwsStack
from crosstwin.stacks.l3_aws import L3AwsStack
from crosstwin.stacks.l3_azure import L3AzureStack
from crosstwin.stacks.l3_gcp import L3GcpStack
from crosstwin.stacks.l4_aws import L4AwsStack
from crosstwin.twin import deployment as deployments
from crosstwin.twin.deployment import Deployment
from crosstwin.twin.fields import Cloud
from crosstwin.twin.producers import asked_for_placeholders

HOT_READER_STACKS = {"aws": L3AwsStack, "azure": L3AzureStack, "gcp": L3GcpStack}


def build(deployment: Deployment, outdir: Path | None = None, placeholders_for: Collection[str] = ()) -> None:
    """Write the stacks that the deployment asks for into `outdir` (else CDKTF_OUTDIR, else cdktf.out).

    In layers 2 and 4, stand-ins take the place of the outputs of the stacks in `placeholders_for`.
    """
    app = new_app(outdir)
    producers: dict[Cloud, DeploymentStack] = {
        cloud: HOT_READER_STACKS[cloud](app, deployment) for cloud in deployment.hot_clouds
    }
    if deployment.providers.layer_2_provider == "aws":
        L2AwsStack(app, deployment, producers["aws"], placeholders_for)
    if deployment.providers.layer_4_provider == "aws":
        L4AwsStack(app, deployment, producers, placeholders_for)
    else:
        note("layer_4_provider is azure, for which there is no stack yet: layer 4 is left out")
    note_missing_states(app, deployment, placeholders_for)
    synthesize(app)


def main() -> int:
    try:
        deployment = deployments.load()
        # Each line on stderr, cdktf would mark [ERROR]; what is told on the way is none.
        with redirect_stderr(sys.stdout):
            build(deployment, placeholders_for=asked_for_placeholders(deployment))
    except (ConfigurationError, PackageError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
