"""Twins deployed with cdktf into emulators; where no Terraform is at hand, the same functions without it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crosstwin.local.twin import RunningTwin, running_twin
from crosstwin.packages.places import ROOT


@pytest.fixture(scope="session")
def mixed_twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTwin]:
    """Devices on all the clouds that run on this machine."""
    folder = tmp_path_factory.mktemp("mixed")
    twin_file = tmp_path_factory.mktemp("mixed-file") / "twin.yaml"
    text = (ROOT / "examples/mixed/twin.yaml").read_text()
    twin_file.write_text(f"{text}\nfuture_tolerance_seconds: 3600\n")
    with running_twin(twin_file, folder) as twin:
        yield twin


@pytest.fixture(scope="session")
def aws_only_twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTwin]:
    """All on AWS. Its tokens may have been rotated by the test before."""
    folder = tmp_path_factory.mktemp("aws-only")
    with running_twin(ROOT / "examples/aws-only/twin.yaml", folder) as twin:
        yield twin
