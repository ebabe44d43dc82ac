"""A hot store that fails is told in the same way on every cloud."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.reliability.faulty_readers import STORES
from benchmarks.reliability.store_faults import FAULTS, StoreFault
from benchmarks.reliability.store_run import StoreOutcome, run_store_faults


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, StoreOutcome]]:
    """By cloud and fault. The clouds are waited for side by side: most of it is waiting for silent stores."""

    def run(cloud: str) -> dict[str, StoreOutcome]:
        with STORES[cloud].running(folders[cloud]) as reader:
            return {outcome.fault.name: outcome for outcome in run_store_faults(reader, FAULTS)}

    here = [cloud for cloud, store in STORES.items() if not store.why_not()]
    folders: dict[str, Path] = {cloud: tmp_path_factory.mktemp(cloud) for cloud in here}
    with ThreadPoolExecutor() as threads:
        return dict(zip(here, threads.map(run, here), strict=True))


@pytest.mark.parametrize("cloud", STORES)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.device)
def test_a_failing_store_is_reported_alike_on_every_cloud(
    outcomes: dict[str, dict[str, StoreOutcome]], fault: StoreFault, cloud: str
) -> None:
    if missing := STORES[cloud].why_not():
        pytest.skip(f"no {cloud} reader on this machine: {missing}")
    outcome = outcomes[cloud][fault.name]
    assert outcome.as_promised, outcome
