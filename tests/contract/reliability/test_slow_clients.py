"""A slow client does not stop a local host: 100 requests that never end hang beside normal ones."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.reliability.slow_clients import SlowClients, run_slow_clients
from benchmarks.reliability.slow_hosts import HOSTS
from crosstwin.local import request_time

SECONDS = 5.0


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, SlowClients]]:
    """Of each host that runs on this machine, side by side: most of it is waiting."""
    here = {name: tmp_path_factory.mktemp("host") for name, host in HOSTS.items() if not host.why_not()}

    def run(name: str) -> SlowClients:
        with HOSTS[name].running(here[name]) as (url, ask):
            return run_slow_clients(name, url, ask, hanging=100)

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor() as threads:
        patch.setenv(request_time.VARIABLE, str(SECONDS))
        yield dict(zip(here, threads.map(run, here), strict=True))


@pytest.mark.parametrize("name", HOSTS)
def test_half_sent_requests_delay_no_other_and_are_closed(
    measured: dict[str, SlowClients], name: str
) -> None:
    if missing := HOSTS[name].why_not():
        pytest.skip(f"no {name} on this machine: {missing}")
    assert not measured[name].broken
    assert measured[name].requests >= 3
    assert measured[name].closed_after > SECONDS / 2, "they were closed before their time was over"
