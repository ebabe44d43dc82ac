"""The sections of docs/reliability.md about what is killed, throttled and kept waiting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.reliability.load import Load
from benchmarks.reliability.outage_run import BACKOFF, Outage
from benchmarks.reliability.outage_targets import KILLED_LAMBDAS, OUTAGE
from benchmarks.reliability.pace import Pace
from benchmarks.reliability.refresh_run import Refreshes
from benchmarks.reliability.slow_clients import SlowClients
from benchmarks.reliability.tables import table
from benchmarks.reliability.watched_twins import DEVICES_OF_A_CLOUD
from crosstwin.local.request_time import request_seconds

_CLOUDS = {"aws": "AWS", "azure": "Azure", "gcp": "Google Cloud"}


def outage_sections(
    pace: Pace, outages: Sequence[Outage], refreshes: Sequence[Refreshes], slow: Sequence[SlowClients]
) -> Iterator[str]:
    if outages:
        yield f"""## Readers are killed and throttled under load

{pace.clients} clients, half of them directly and half through a deployed connector. Clients that query
directly retry {BACKOFF:g} s after a failure; connectors retry as usual. A killed reader receives a SIGKILL,
and another instance takes its requests {OUTAGE:g} s later; of a Lambda, {KILLED_LAMBDAS} processes are
killed, and the emulator starts others. A store and a platform throttle for {OUTAGE:g} s. All requests pass
through a proxy of the test, which takes part of the time.
"""
        heads = ["Reader on", "What happens", "Asked", "Requests", "Failed", "Wrong answers"]
        heads += ["p50", "p95", "p99", "Longest", "Answered again after"]
        yield table(heads, (row for outage in outages for row in _outage_rows(outage)))
    if refreshes:
        yield f"""## The data connector of Azure Digital Twins is killed and throttled

Its functions run each second over the readers of all clouds and the emulator of Azure Digital Twins, while
{pace.clients} clients ask the same readers. {DEVICES_OF_A_CLOUD} devices on each cloud send a value a
second. The emulator compares each value that a twin gets with what was sent at its time, and each request of
a run with those of the run before. A run that fails is made up for by the next one; after three failures in
a row, a refresh pauses for 60 s.
"""
        heads = ["What happens", "Runs", "Failed", "Twins patched", "Wrong or older values", "Runs at once"]
        heads += ["p50", "p95", "p99", "All twins complete after"]
        yield table(heads, map(_refresh_row, refreshes))
    if slow:
        yield f"""## Clients that never finish a request

Half of them stop within the headers, half within the body, and send a byte now and then. The hosts of this
machine give a request {request_seconds():g} s to arrive. [Security](security.md#who-can-reach-what) says what
the platforms do.
"""
        heads = [
            "Host",
            "Half-sent requests",
            "Normal requests",
            "Longest of them",
            "All half-sent ones closed after",
        ]
        yield table(heads, map(_slow_row, slow))


def _outage_rows(outage: Outage) -> Iterator[list[str]]:
    loads = {"directly": outage.direct, "through the connector": outage.through_connector}
    for asked, load in loads.items():
        yield [
            _CLOUDS[outage.cloud],
            outage.event.name,
            asked,
            f"{len(load.requests):,}",
            str(len(load.failures) - load.wrong),
            str(load.wrong),
            *(_milliseconds(seconds) for seconds in _percentiles(load)),
            f"{load.longest:.1f} s",
            f"{outage.back_after(load):.1f} s",
        ]


def _refresh_row(refreshes: Refreshes) -> list[str]:
    return [
        refreshes.event,
        str(refreshes.runs),
        str(refreshes.failed),
        f"{refreshes.patched:,}",
        str(len(refreshes.wrong)),
        str(len(refreshes.overlaps)),
        *(f"{refreshes.percentile(percent):.1f} s" for percent in (50, 95, 99)),
        f"{refreshes.complete_after:.1f} s",
    ]


def _slow_row(slow: SlowClients) -> list[str]:
    return [
        slow.host,
        str(slow.hanging),
        str(slow.requests),
        _milliseconds(slow.longest),
        f"{slow.closed_after:.1f} s",
    ]


def _percentiles(load: Load) -> Iterator[float]:
    return (load.percentile(percent) for percent in (50, 95, 99))


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
