"""Makes Azure Digital Twins equal to graph.json: when a run is due, and what the next one has to know.

A model is deleted by the second run that finds it unused (decision 46).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping

from graph_run import GraphRun
from graph_source import GraphSource, GraphUnreadable
from hotread.log import log
from pace import Budget, Pace, RunFailed
from twins import DigitalTwins, TwinsError
from workers import Invocation

_CREATIONS_A_SECOND = 40  # of the 50 of an instance
# Seconds that a query is behind at most, by Microsoft's how-to-manage-twin.
_LAG = 10.0
_FULL_EVERY = 3600.0  # seconds: what was changed by hand is put right


class GraphSync:
    """The graph function, for as long as the process lives."""

    def __init__(
        self,
        source: GraphSource,
        twins: DigitalTwins,
        allow_deletions: str,
        run_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._twins = twins
        self._allow_deletions = allow_deletions
        self._run_seconds = run_seconds
        self._clock = clock
        self._pace = Pace(_CREATIONS_A_SECOND)
        self._leaving: dict[str, float] = {}  # models that the graph does not have, and since when
        self._done: tuple[str, float] | None = None  # the hash of the graph that is complete, and since when

    def run(self, invocation: Invocation) -> Mapping[str, int]:
        """One run, and one log line of it if there was anything to look at. Returns what was done.

        Raises RunFailed where the graph cannot be read or Azure Digital Twins fails.
        """
        started = time.monotonic()
        try:
            graph = self._source.load()
        except GraphUnreadable as error:
            log(logging.ERROR, "graph", outcome="unreadable", cause=str(error))
            raise RunFailed(str(error)) from None
        if self._done and self._done[0] == graph.hash and self._clock() - self._done[1] < _FULL_EVERY:
            return {}
        budget = Budget(self._run_seconds)
        sync = GraphRun(
            graph, self._twins, self._pace, budget, invocation, allow_deletions=self._allow_deletions
        )
        cause = ""
        began = self._clock()
        # A run that fails may have made twins that the next one's query does not have yet.
        leaving, self._leaving = self._leaving, {}
        try:
            sync.run()
            self._leaving = {model: leaving.get(model, began) for model in sync.unused_models()}
            sync.delete_models([one for one, since in self._leaving.items() if began - since >= _LAG])
        except TwinsError as error:
            cause = str(error)
        cause = cause or (str(sync.faults[0]) if sync.faults else "")
        complete = not (cause or sync.counts["failed"] or sync.budget.is_spent or sync.is_unfinished)
        # A query is up to 10 s behind, so a run that changed something is looked over by the next one.
        changed = any(count for name, count in sync.counts.items() if name != "twins_kept")
        self._done = (graph.hash, self._clock()) if complete and not changed else None
        log(
            logging.ERROR if cause else logging.INFO,
            "graph",
            outcome="failed" if cause else "complete" if complete else "partial",
            **sync.counts,
            query_charge=round(sum(sync.charges), 2),
            seconds=round(time.monotonic() - started, 3),
            graph_hash=graph.hash,
            **({"cause": cause} if cause else {}),
        )
        if cause:
            raise RunFailed(cause)
        return sync.counts
