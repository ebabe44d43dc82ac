"""Keeps the twins of one cloud at the newest values of its hot store.

Each run asks the cloud's reader for all of its devices and patches the twins that differ. It goes by what is
newest, not by events: a run that fails loses nothing, and one that is repeated patches nothing.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from graph_source import GraphSource, GraphUnreadable
from hotread.log import log
from last_entries import Answers, Asked, CloudReader
from pace import Budget, Pace, RunFailed
from twins import DigitalTwins, TwinsError
from updates import Change, SourceTimes, Update, change_of
from values import instant, spelled
from wanted import HOT_PROVIDER, OBSERVED_AT, Graph, Twin
from workers import Invocation, run_all

_THREADS = 8
_PATCHES_A_SECOND = 300  # of the 1,000 of an instance, which three clouds and others share
_FULL_EVERY = (
    3600.0  # seconds: a message merged into the same second, or a late one, leaves observedAt as it is
)
_KNOWN = (GraphUnreadable, TwinsError)  # their messages hold no value and no token
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
        self._pace = Pace(_PATCHES_A_SECOND)
        self._full_at: float | None = None
        self._source_times = SourceTimes.ALL
        # Values that were refused, by device: property and instant, so that they are not sent each minute.
        self._refused: dict[str, dict[str, str]] = {}
        self._lock = threading.Lock()

    def run(self, invocation: Invocation) -> Mapping[str, int]:
        """One run, and one log line of it. Returns how many devices had each outcome.

        Raises RunFailed where the graph, the reader or Azure Digital Twins failed.
        """
        started, trace_id = time.monotonic(), secrets.token_hex(16)
        counts: Counter[str] = Counter(dict.fromkeys(_OUTCOMES, 0))
        charges: list[float] = []
        cause = ""
        try:
            cause = self._run(counts, charges, trace_id, invocation)
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
            raise RunFailed(cause)
        return counts

    def _run(self, counts: Counter[str], charges: list[float], trace_id: str, invocation: Invocation) -> str:
        """The cause of a failure of a part, empty if there was none."""
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
        is_full = self._full_at is None or self._clock() - self._full_at >= _FULL_EVERY
        asked = [
            Asked(
                twin.id,
                sorted(graph.models[twin.model].telemetry),
                None if is_full else _since(held[twin.id]),
            )
            for twin in present
        ]
        started = self._clock()
        answers = self._reader.newest(asked, budget, trace_id, invocation)
        faults: list[TwinsError] = []

        def apply(twin: Twin) -> str:
            if twin.id not in answers.values:
                return "failed"
            schemas = graph.models[twin.model].telemetry
            refused = self._refused.get(twin.id, {})
            change = change_of(held[twin.id], answers.values[twin.id], schemas, refused.items())
            return self._apply(twin.id, str(held[twin.id]["$etag"]), change, budget, faults)

        counts.update(run_all(apply, present, _THREADS, invocation))
        self._report_errors(answers)
        if is_full and not answers.failure and not faults:
            self._full_at = started
        failure = answers.failure or (faults[0] if faults else None)
        return f"{type(failure).__name__}: {failure}" if failure else ""

    def _held(self, graph: Graph, charges: list[float]) -> dict[str, Any]:
        condition = f"IS_OF_MODEL(T, '{graph.device_model}') AND T.{HOT_PROVIDER} = '{self._cloud}'"
        return self._twins.twins(condition, charges)

    def _apply(self, device: str, etag: str, change: Change, budget: Budget, faults: list[TwinsError]) -> str:
        """The outcome of one device."""
        self._refuse(device, change)
        if not change.updates and not change.observed_at:
            return "refused" if change.refused else "older" if change.is_older else "same"
        if budget.is_spent:
            return "failed"
        try:
            return self._patch(device, etag, change)
        except TwinsError as error:
            if not error.is_of_the_request:
                budget.stop()
                faults.append(error)
            # 412: somebody was faster, and the next run looks again. 404: the graph function has deleted it.
            return {412: "conflict", 404: "absent"}.get(error.status or 0, "failed")

    def _patch(self, device: str, etag: str, change: Change) -> str:
        """One patch. Where it is refused, without the source times that may be why; then value by value."""
        tried: list[list[Any]] = []
        for source_times in sorted(SourceTimes, reverse=True):
            operations = change.operations(source_times)
            if source_times > self._source_times or operations in tried:
                continue
            tried.append(operations)
            self._pace.wait()
            try:
                changed = self._twins.patch_twin(device, operations, etag)
            except TwinsError as error:
                if error.status not in (400, 413):
                    raise
            else:
                if len(tried) > 1:
                    self._source_times = source_times
                if source_times is SourceTimes.OF_SET_PROPERTIES:
                    self._date(device, changed, [update for update in change.updates if not update.is_set])
                return "refused" if change.refused else "patched"
        return self._patch_one_by_one(device, etag, change)

    def _date(self, device: str, etag: str, updates: Sequence[Update]) -> None:
        """The source times of properties that have been set for the first time."""
        if updates:
            self._pace.wait()
            self._twins.patch_twin(device, [update.source_time() for update in updates], etag)

    def _patch_one_by_one(self, device: str, etag: str, change: Change) -> str:
        """So that one bad value does not block a device."""
        outcome = "refused" if change.refused else "patched"
        for update in change.updates:
            try:
                etag = self._patch_one(device, etag, update)
            except TwinsError as error:
                if error.status not in (400, 413):
                    raise
                self._refuse(device, Change(refused={update.name: (update.instant, error.code)}))
                outcome = "refused"
        if change.observed_at:
            self._pace.wait()
            self._twins.patch_twin(device, change.observed_at, etag)
        return outcome

    def _patch_one(self, device: str, etag: str, update: Update) -> str:
        """The value, then its source time: a refusal of that one is not a refusal of the value."""
        self._pace.wait()
        etag = self._twins.patch_twin(device, update.operations(SourceTimes.NONE), etag)
        if self._source_times:
            self._pace.wait()
            with suppress(TwinsError):
                etag = self._twins.patch_twin(device, [update.source_time()], etag)
        return etag

    def _refuse(self, device: str, change: Change) -> None:
        for name, (at, reason) in change.refused.items():
            with self._lock:
                self._refused.setdefault(device, {})[name] = at
            log(
                logging.WARNING,
                "a value was refused",
                cloud=self._cloud,
                device=device,
                property=name,
                time=spelled(at),
                reason=reason,
            )

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
