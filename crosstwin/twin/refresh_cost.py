"""What keeping the twins of Azure Digital Twins at the newest values costs a month, out of list prices.

The assumptions and the sources of the prices are in docs/cost.md; `benchmarks/cost.py` calculates with
them too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosstwin.console import counted

if TYPE_CHECKING:
    from crosstwin.twin.deployment import Deployment

MILLION = 1e6
MEMORY_GB = 0.5
MONTH_SECONDS = 30 * 24 * 3600
# Of 100 devices in one query: a query takes 0.1 s and 10 ms for each device; it sends 1 kB of headers and
# TLS, and 0.07 kB for each device.
BATCH = 100
QUERY_SECONDS, DEVICE_SECONDS = 0.1, 0.01
QUERY_GB, DEVICE_GB = 1e-6, 0.07e-6
# Azure Functions, Flex Consumption: an execution, a GB-second, and a second at least.
EXECUTION, GB_SECOND = 0.40 / MILLION, 0.000026
# Azure Digital Twins: a call of its API, as which each changed twin counts.
OPERATION = 2.50 / MILLION
# A run of the connector: its query of the twins, 8 calls at a time, 0.05 s each. Assumed.
PATCH_SECONDS = 0.05 / 8


@dataclass(frozen=True, slots=True)
class ReaderPrices:
    """US dollars for an invocation of a hot reader, a second, a GB sent, and a newest record that is read.

    `least` is how many seconds are counted at least.
    """

    invocation: float
    second: float
    least: float
    traffic_gb: float
    newest: float


READERS = {
    "aws": ReaderPrices(0.20 / MILLION, MEMORY_GB * 0.0000166667, 0.0, 0.09, 0.5 * 0.125 / MILLION),
    "azure": ReaderPrices(EXECUTION, MEMORY_GB * GB_SECOND, 1.0, 0.087, 3 * 0.25 / MILLION),
    "gcp": ReaderPrices(0.40 / MILLION, 0.000024 + MEMORY_GB * 0.0000025, 0.0, 0.12, 2 * 0.03 / 100_000),
}


@dataclass(frozen=True, slots=True)
class RefreshCost:
    """US dollars a month. `changes`: if every device has a new value at each look, which is the most."""

    looks: float
    changes: float


def refresh_cost(cloud: str, devices: int, seconds: int) -> RefreshCost:
    """Of the devices of one cloud, looked at every so many seconds."""
    runs = MONTH_SECONDS / seconds
    prices = READERS[cloud]
    looks = 0.0
    for asked in _batches(devices):
        took = max(QUERY_SECONDS + asked * DEVICE_SECONDS, prices.least)
        looks += prices.invocation + took * prices.second + asked * prices.newest
        looks += (QUERY_GB + asked * DEVICE_GB) * prices.traffic_gb
    queries = math.ceil(devices / BATCH)
    least = max(1.0, queries / 4 * (QUERY_SECONDS + BATCH * DEVICE_SECONDS))
    most = max(least, least + devices * PATCH_SECONDS)
    looks += EXECUTION + least * MEMORY_GB * GB_SECOND
    changes = devices * OPERATION + (most - least) * MEMORY_GB * GB_SECOND
    return RefreshCost(runs * looks, runs * changes)


def graph_cost() -> float:
    """Of the graph function, which looks each minute whether the graph has changed."""
    return MONTH_SECONDS / 60 * (EXECUTION + MEMORY_GB * GB_SECOND)


def line(deployment: Deployment) -> str:
    """`refresh: some 41 USD a month for 1,000 devices every 60 s, and up to …`; "" without such twins."""
    if deployment.providers.layer_4_provider != "azure" or deployment.azure is None:
        return ""
    seconds = deployment.azure.digital_twins.refresh_seconds
    known = {cloud: deployment.devices_on(cloud) for cloud in deployment.hot_clouds if cloud in READERS}
    costs = [refresh_cost(cloud, len(devices), seconds) for cloud, devices in known.items()]
    looks = graph_cost() + sum(cost.looks for cost in costs)
    changes = sum(cost.changes for cost in costs)
    count = sum(map(len, known.values()))
    return (
        f"refresh: some {_dollars(looks)} USD a month for {counted(count, 'device')} every "
        f"{seconds} s, and up to {_dollars(changes)} more if all change each time (docs/cost.md)"
    )


def _batches(devices: int) -> list[int]:
    """How many devices each query has."""
    return [min(BATCH, devices - first) for first in range(0, devices, BATCH)]


def _dollars(amount: float) -> str:
    return f"{amount:,.0f}" if amount >= 10 else f"{amount:.2f}"
