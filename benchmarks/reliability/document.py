"""docs/reliability.md: writes its tables from the results of a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.reliability.load_run import Measured
from benchmarks.reliability.machine import machine, versions
from benchmarks.reliability.network_faults import Fault
from benchmarks.reliability.network_run import Outcome
from benchmarks.reliability.outage_document import outage_sections
from benchmarks.reliability.outage_run import Outage
from benchmarks.reliability.pace import Pace
from benchmarks.reliability.refresh_run import Refreshes
from benchmarks.reliability.slow_clients import SlowClients
from benchmarks.reliability.store_faults import StoreFault
from benchmarks.reliability.store_run import StoreOutcome
from benchmarks.reliability.tables import table
from crosstwin.packages.places import ROOT

PAGE = ROOT / "docs" / "reliability.md"
COMMAND = "make reliability"
MARK = f"<!-- What follows is written by `{COMMAND}`. -->\n"
STORES = {"aws": "DynamoDB", "azure": "Cosmos DB", "gcp": "Firestore"}
NETWORK = "A reader, its host or the network fails"
STORE = "A hot store fails"
FOUND = "Faults that were found"
_BROKEN = "**not as promised**"


@dataclass(frozen=True, slots=True)
class Results:
    """What a run has found.

    `missing`: why something could not run here, by name. `busy`: what to say of the machine's other work.
    """

    pace: Pace
    network: Sequence[Outcome]
    requests_elsewhere: int
    stores: Mapping[str, Sequence[StoreOutcome]]
    loads: Sequence[Measured]
    outages: Sequence[Outage]
    refreshes: Sequence[Refreshes]
    slow: Sequence[SlowClients]
    missing: Mapping[str, str]
    busy: str

    @property
    def broken(self) -> list[str]:
        """The promises that did not hold."""
        elsewhere = self.requests_elsewhere
        return [
            *([f"{elsewhere} requests reached a host that was not asked"] if elsewhere else []),
            *(f"{outcome.fault.name}: {outcome}" for outcome in self.network if not outcome.as_promised),
            *(
                f"{cloud}, {outcome.fault.name}: {outcome}"
                for cloud, outcomes in self.stores.items()
                for outcome in outcomes
                if not outcome.as_promised
            ),
            *(f"{load.target}: {load.broken}" for load in self.loads if load.broken),
            *(broken for outage in self.outages for broken in outage.broken),
            *(broken for refreshes in self.refreshes for broken in refreshes.broken),
            *(broken for clients in self.slow for broken in clients.broken),
        ]


def network_cells(fault: Fault) -> list[str]:
    """A fault's row, without what is measured."""
    answer = f"`{fault.error.__name__}`: {fault.message}" if fault.error else "the answer"
    return [fault.name, answer, str(fault.attempts), "yes" if fault.token_sent else "no"]


def store_cells(fault: StoreFault) -> list[str]:
    """A fault's row, without what is measured."""
    return [fault.name, f"{fault.status} `{fault.code}`: {fault.message}" if fault.code else "the answer"]


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the table under a heading of the page."""
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[2:]]


def write(results: Results) -> None:
    text = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    PAGE.write_text(text + MARK + "\n" + "\n".join(_sections(results)), encoding="utf-8")


def _sections(results: Results) -> Iterator[str]:
    pace = results.pace
    packages = ", ".join(f"{name} {number}" for name, number in versions())
    yield f"`{COMMAND}` on {datetime.now(UTC):%Y-%m-%d}: {machine()}; {packages}.\n"
    if results.busy:
        yield f"{results.busy}\n"
    for name, reason in results.missing.items():
        yield f"Not run: {name} ({reason}).\n"
    yield f"""## {NETWORK}

An … stands for text that differs between machines. The connector had 29 s.
"""
    heads = ["The reader's host", "The caller gets", "Requests", "Token sent", "Took"]
    yield table(heads, ([*network_cells(o.fault), _took(o.seconds, o.as_promised)] for o in results.network))
    yield f"Requests that reached a host that was not asked: {results.requests_elsewhere}.\n"
    yield f"""## {STORE}

Each fault was tested with a history over HTTP, and with a last entry too if the fault is a record. Queries of
properties without the fault were answered in full.
"""
    yield table(["The store", "The caller gets", *STORES.values()], _store_rows(results.stores))
    yield f"""## Load

{pace.clients} clients for {pace.load_seconds:g} s, half of them for histories of 120 records with 4
properties, half for last entries. Each answer was compared with the stored records. Memory is the resident
memory of each process.
"""
    heads = ["", "Requests", "Failed", "A second", "p50", "p95", "p99", "Memory at start", "at end"]
    yield table(heads, map(_load_row, results.loads))
    yield from outage_sections(pace, results.outages, results.refreshes, results.slow)


def _store_rows(stores: Mapping[str, Sequence[StoreOutcome]]) -> Iterator[list[str]]:
    for same in zip(*stores.values(), strict=True):
        by_cloud = dict(zip(stores, same, strict=True))
        measured = [_store_cell(by_cloud[cloud]) if cloud in by_cloud else "not run" for cloud in STORES]
        yield [*store_cells(same[0].fault), *measured]


def _store_cell(outcome: StoreOutcome) -> str:
    if outcome.cloud in outcome.fault.instead and outcome.as_promised:
        return outcome.fault.instead[outcome.cloud]
    return _took(outcome.seconds, outcome.as_promised)


def _load_row(load: Measured) -> list[str]:
    before, after = load.memory_before, load.memory_after
    return [
        load.target,
        f"{load.requests:,}",
        str(load.failures.total()),
        f"{load.per_second:.0f}",
        *(f"{seconds * 1000:.0f} ms" for seconds in load.percentiles.values()),
        f"{before.processes} x {before.mib_each:.1f} MiB",
        f"{after.processes} x {after.mib_each:.1f} MiB",
    ]


def _took(seconds: float, as_promised: bool) -> str:
    took = f"{seconds:.1f} s" if seconds >= 0.1 else "under 0.1 s"
    return took if as_promised else f"{took}, {_BROKEN}"
