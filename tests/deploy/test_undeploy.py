"""What destroy takes away. The last file of this folder: the twins of the others are gone after it."""

from __future__ import annotations

import pytest

from crosstwin.local.twin import RunningTwin
from crosstwin.terraform.finding import why_not
from tests.cdktf import cdktf
from tests.deploy.command import functions, run_terraform

pytestmark = pytest.mark.skipif(bool(why_not()), reason=f"nothing can be deployed here: {why_not()}")


def test_destroy_leaves_nothing(aws_only_twin: RunningTwin) -> None:
    assert functions(aws_only_twin)
    cdktf(
        ["destroy", "l3-aws", "l4-aws", "--auto-approve", "--skip-provider-lock"],
        twin_file=aws_only_twin.twin_file,
        folder=aws_only_twin.folder,
        log=aws_only_twin.folder / "destroy.log",
    )
    assert functions(aws_only_twin) == set()
    assert aws_only_twin.aws.client("dynamodb").list_tables()["TableNames"] == []


def test_destroy_dt_data_connector_components(mixed_twin: RunningTwin) -> None:
    """Of a twin with connectors and, for its devices on AWS, hot readers of its own, which stay."""
    connectors = {name for name in functions(mixed_twin) if "connector" in name}
    assert len(connectors) == 2 * len(mixed_twin.deployment.foreign_clouds)
    assert run_terraform(mixed_twin, "l4-aws", "destroy", "-auto-approve", "-refresh=false") == 0
    assert functions(mixed_twin) == {"factory-hot-reader", "factory-hot-reader-last-entry"}
