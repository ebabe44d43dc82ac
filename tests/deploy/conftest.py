"""Twins deployed with cdktf into emulators; where no Terraform is at hand, the same functions without it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from crosstwin.local.twin import RunningTwin, running_twin
from crosstwin.packages.places import ROOT


@contextmanager
def quiet_step(title: str) -> Iterator[Callable[[str], None]]:
    started = time.perf_counter()
    yield lambda _: None
    print(f"{title}: {time.perf_counter() - started:.1f} s")  # noqa: T201 - pytest shows it when a test fails


@pytest.fixture(scope="session")
def mixed_twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTwin]:
    """Devices on all the clouds that run on this machine."""
    folder = tmp_path_factory.mktemp("mixed")
    with running_twin(ROOT / "examples/mixed/twin.yaml", folder, quiet_step) as twin:
        yield twin


@pytest.fixture(scope="session")
def aws_only_twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTwin]:
    """All on AWS. Its tokens may have been rotated by the test before."""
    folder = tmp_path_factory.mktemp("aws-only")
    with running_twin(ROOT / "examples/aws-only/twin.yaml", folder, quiet_step) as twin:
        yield twin
