"""Keeps the twins of one cloud at the newest values of its hot store.

Each run asks the cloud's reader for all of its devices and patches the twins that differ. It goes by what is
newest, not by events: a run that fails loses nothing, and one that is repeated patches nothing.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from crosstwin_contract.digital_twins import HOT_PROVIDER, OBSERVED_AT
from graph_source import GraphSource, GraphUnreadable
from hotread.log import log
from last_entries import Answers, Asked, CloudReader
from pace import Budget, PartFailed, RunFailed
from patches import Patches
from twins import DigitalTwins, TwinsError
from updates import Change, change_of
from values import instant, spelled
from wanted import Graph, Twin
from workers import Invocation, run_all

_THREADS = 8
# Seconds. A message merged into the same second, or a late one, leaves observedAt as it is.
_FULL_EVERY = 3600.0
_KNOWN = (GraphUnreadable, TwinsError)  # their messages hold no value and no token
_DONE = frozenset({"patched", "same", "older", "refused"})
_OUTCOMES = ("patched", "same", "older", "conflict", "absent", "refused", "failed")


class Refresh:
    """The refresh of one cloud, for as long as the process lives."""

    def __init__(
        self,
        cloud: str,
        source: GraphSource,
        twins: DigitalTwins,
        reader: CloudReader,
        *,
        run_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cloud = cloud
        self._source = source
        self._twins = twins
        self._reader = reader
        self._run_seconds = run_seconds
        self._clock = clock
        self._patches = Patches(cloud, twins)
        self._full_at: float | None = None
        self._due: set[str] = set()  # devices to be asked for all of their values

    def run(self, invocation: Invocation) -> Mapping[str, int]:
        """One run, and one log line of it. Returns how many devices had each outcome.

        Raises RunFailed where the graph, the reader or Azure Digital Twins failed, and PartFailed where the
        reader answered other queries.
        """
        started, trace_id = time.monotonic(), secrets.token_hex(16)
        counts: Counter[str] = Counter(dict.fromkeys(_OUTCOMES, 0))
        charges: list[float] = []
        cause, failed = "", RunFailed
        try:
            failure, failed = self._run(counts, charges, trace_id, invocation)
            cause = f"{type(failure).__name__}: {failure}" if failure else ""
        except Exception as error:
            cause = f"{type(error).__name__}: {error}" if isinstance(error, _KNOWN) else type(error).__name__
            if not isinstance(error, _KNOWN):
                raise
        finally:
            log(
                logging.ERROR if cause else logging.INFO,
                "refresh",
                cloud=self._cloud,
                outcome="failed" if cause else "complete",
                **counts,
                query_charge=round(sum(charges), 2),
                seconds=round(time.monotonic() - started, 3),
                trace_id=trace_id,
                **({"cause": cause} if cause else {}),
            )
        if cause:
            raise failed(cause)
        return counts

    def _run(
        self, counts: Counter[str], charges: list[float], trace_id: str, invocation: Invocation
    ) -> tuple[Exception | None, type[RunFailed]]:
        """What a part failed by, if one did, and whether that is all of the run."""
        budget = Budget(self._run_seconds)
        graph = self._source.load()
        held = self._held(graph, charges)
        devices = [
            twin
            for twin in graph.twins.values()
            if twin.hot_provider == self._cloud and graph.models[twin.model].telemetry
        ]
        # The graph function has yet to make the others, or to give them their model.
        present = [
            twin for twin in devices if held.get(twin.id, {}).get("$metadata", {}).get("$model") == twin.model
        ]
        counts["absent"] += len(devices) - len(present)
        if self._full_at is None or self._clock() - self._full_at >= _FULL_EVERY:
            self._full_at = self._clock()
            self._due.update(twin.id for twin in present)
        ids = {twin.id for twin in devices}
        self._due.intersection_update(ids)
        self._patches.forget_others(ids)
        asked = [
            Asked(
                twin.id,
                sorted(graph.models[twin.model].telemetry),
                None if twin.id in self._due else _since(held[twin.id]),
            )
            for twin in present
        ]
        answers = self._reader.newest(asked, budget, trace_id, invocation)
        faults: list[TwinsError] = []

        def apply(twin: Twin) -> str:
            if twin.id not in answers.values:
                return "failed"
            schemas = graph.models[twin.model].telemetry
            change = change_of(
                held[twin.id], answers.values[twin.id], schemas, self._patches.refused(twin.id)
            )
            return self._apply(twin.id, str(held[twin.id]["$etag"]), change, budget, faults)

        outcomes = run_all(apply, present, _THREADS, invocation)
        counts.update(outcomes)
        self._due.difference_update(
            twin.id for twin, outcome in zip(present, outcomes, strict=True) if outcome in _DONE
        )
        self._report_errors(answers)
        if faults:
            return faults[0], RunFailed
        return answers.failure, PartFailed if answers.values else RunFailed

    def _held(self, graph: Graph, charges: list[float]) -> dict[str, Any]:
        condition = f"IS_OF_MODEL(T, '{graph.device_model}') AND T.{HOT_PROVIDER} = '{self._cloud}'"
        return self._twins.twins(condition, charges)

    def _apply(self, device: str, etag: str, change: Change, budget: Budget, faults: list[TwinsError]) -> str:
        """The outcome of one device."""
        self._patches.refuse(device, change.refused)
        if not change.updates and not change.observed_at:
            return "refused" if change.refused else "older" if change.is_older else "same"
        if budget.is_spent:
            return "failed"
        try:
            return self._patches.patch(device, etag, change)
        except TwinsError as error:
            if not error.is_of_the_request:
                budget.stop()
                faults.append(error)
            # 412: somebody was faster, and the next run looks again. 404: the graph function has deleted it.
            return {412: "conflict", 404: "absent"}.get(error.status or 0, "failed")

    def _report_errors(self, answers: Answers) -> None:
        """One line for all devices without an answer, with the first of each code."""
        by_code: dict[str, str] = {}
        for device, code in answers.errors.items():
            by_code.setdefault(code, device)
        if by_code:
            log(
                logging.WARNING,
                "devices without an answer",
                cloud=self._cloud,
                devices=dict(Counter(answers.errors.values())),
                first=by_code,
            )


def _since(held: Mapping[str, Any]) -> str | None:
    found = instant(held.get(OBSERVED_AT))
    return None if found is None else spelled(found)
