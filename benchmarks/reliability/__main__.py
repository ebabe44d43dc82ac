"""`make reliability`: all faults and all load in real time, into docs/reliability.md."""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.reliability import document, network_faults, store_faults
from benchmarks.reliability.faulty_readers import STORES
from benchmarks.reliability.load_run import run_load
from benchmarks.reliability.machine import busy
from benchmarks.reliability.network_run import run_faults
from benchmarks.reliability.outage_run import EVENTS, run_outages
from benchmarks.reliability.outage_targets import TARGETS as OUTAGE_TARGETS
from benchmarks.reliability.pace import FULL
from benchmarks.reliability.refresh_run import run_refreshes
from benchmarks.reliability.slow_clients import run_slow_clients
from benchmarks.reliability.slow_hosts import HOSTS
from benchmarks.reliability.store_run import run_store_faults
from benchmarks.reliability.targets import TARGETS
from crosstwin.console import messages
from crosstwin.local import azure

HALF_SENT = 300  # requests that hang beside normal ones


@contextmanager
def _step(title: str) -> Iterator[Path]:
    """A folder for what runs, while the title is shown."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, messages().status(title):
        yield Path(folder)
    messages().print(f"  {title}: {time.perf_counter() - started:.0f} s")


def main() -> int:
    # The connector's own lines would come between those of the steps.
    logging.getLogger("hotread").setLevel(logging.CRITICAL)
    missing, machine = {}, busy()
    with _step(f"{len(network_faults.FAULTS)} faults of readers, hosts and the network") as folder:
        network, requests_elsewhere = run_faults(network_faults.FAULTS, FULL, folder)
    stores = {}
    for cloud, store in STORES.items():
        if reason := store.why_not():
            missing[f"faults of the store on {cloud}"] = reason
            continue
        title = f"{len(store_faults.FAULTS)} faults of the store on {cloud}"
        with _step(title) as folder, store.running(folder) as reader:
            stores[cloud] = run_store_faults(reader, store_faults.FAULTS)
    loads = []
    for name, target in TARGETS.items():
        if reason := target.why_not():
            missing[f"load on {name}"] = reason
            continue
        with _step(f"{FULL.clients} clients for {FULL.load_seconds:g} s: {name}") as folder:
            loads.append(run_load(name, FULL, folder))
    outages = []
    for cloud, outage_target in OUTAGE_TARGETS.items():
        if reason := outage_target.why_not():
            missing[f"outages of the reader on {cloud}"] = reason
            continue
        with _step(f"{len(EVENTS)} outages under load: the reader on {cloud}") as folder:
            outages += run_outages(cloud, EVENTS, FULL, folder)
    refreshes = []
    if reason := azure.why_not():
        missing["outages of the data connector of Azure Digital Twins"] = reason
    else:
        with _step("outages of the data connector of Azure Digital Twins") as folder:
            refreshes = run_refreshes(FULL, folder)
    slow = []
    for name, host in HOSTS.items():
        if reason := host.why_not():
            missing[f"half-sent requests to {name}"] = reason
            continue
        with _step(f"half-sent requests: {name}") as folder, host.running(folder) as (url, ask):
            slow.append(run_slow_clients(name, url, ask, HALF_SENT))
    results = document.Results(
        FULL, network, requests_elsewhere, stores, loads, outages, refreshes, slow, missing, machine
    )
    document.write(results)
    messages().print(f"  written: {document.PAGE}")
    for broken in results.broken:
        messages().print(f"not as promised: {broken}", markup=False)
    return 1 if results.broken else 0


if __name__ == "__main__":
    sys.exit(main())
