"""What `crosstwin plan` says of random changes of deployed twins is what the deployment then does."""

from __future__ import annotations

import pytest

pytest.importorskip("grpc")

from crosstwin.terraform.finding import find_terraform, why_not
from tests.modules import random_changes
from tests.modules.stack_providers import schema_providers

pytestmark = pytest.mark.nightly
TWINS, CHANGES = range(20), 3


def test_a_plan_says_what_the_deployment_of_a_random_change_does() -> None:
    if find_terraform() is None:
        pytest.skip(why_not())
    with schema_providers():
        runs = [random_changes.run(seed, CHANGES) for seed in TWINS]
    assert [fault for run in runs for fault in run.faults] == []
    assert sum(run.pairs for run in runs) > len(TWINS)
