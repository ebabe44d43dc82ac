"""One query from payload to answer, measured and logged, however it came in."""

from __future__ import annotations

import logging
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crosstwin_contract.values import Caller

from hotread.answer import Answer, Read, answer_text, history
from hotread.columns import dumps
from hotread.errors import HotReadError
from hotread.log import log
from hotread.newest import BOUNDS
from hotread.store import HotStore, QueryStore
from hotread.time_limit import time_limit

# What queries for many devices need is imported with the first of them: a function that starts compiles what
# it imports.
if TYPE_CHECKING:
    from hotread.batch import Failure
    from hotread.histories import Histories


def answer_query(
    read: Read,
    store: HotStore,
    payload: Mapping[str, Any],
    *,
    trace_id: str,
    seconds_left: float | None = None,
) -> Answer:
    """Answers TwinMaker and writes one log line. Raises what `read` raises, the cause in the log.

    `seconds_left` is how long the platform lets the function run, where it says so.
    """
    with _measured(read, store, Caller.TWINMAKER, trace_id, seconds_left) as query:
        if read is history and payload.get("devices") is not None:
            return query.histories(payload, Caller.TWINMAKER).answer()
        return read(query.store, payload, Caller.TWINMAKER)


def answer_query_over_http(
    read: Read,
    store: HotStore,
    payload: Mapping[str, Any],
    *,
    trace_id: str,
    seconds_left: float | None = None,
) -> str:
    """The same over HTTP, as JSON. `devices` asks for many devices at once."""
    with _measured(read, store, Caller.HTTP, trace_id, seconds_left) as query:
        if payload.get("devices") is None:
            return answer_text(read, query.store, payload)
        if read is history:
            return query.histories(payload, Caller.HTTP).text()
        from hotread.last_entries import last_entries

        found = last_entries(query.store, payload, BOUNDS)
        query.devices, query.failures = len(found.answer["devices"]), found.failures
        return dumps(found.answer)


@dataclass(slots=True)
class _Query:
    """One query while it runs. `failures` are those of single devices of many."""

    store: QueryStore
    devices: int = 1
    failures: list[Failure] = field(default_factory=list)

    def histories(self, payload: Mapping[str, Any], caller: Caller) -> Histories:
        from hotread.histories import histories

        found = histories(self.store, payload, caller)
        self.devices, self.failures = len(found.entries), found.failures
        return found


@contextmanager
def _measured(
    read: Read, store: HotStore, caller: Caller, trace_id: str, seconds_left: float | None
) -> Iterator[_Query]:
    """The store for one query, of which it writes one log line.

    The modules make metrics of the line's fields: only this line has `store_ms`.
    """
    started = time.perf_counter()
    query = _Query(QueryStore(store, time_limit(seconds_left)))
    outcome: dict[str, Any] = {"outcome": "answered"}
    level = logging.INFO
    try:
        yield query
        if query.failures:
            level, outcome = _reported(query.failures)
        elif query.store.is_over_limit:
            level = logging.WARNING
            outcome["cause"] = f"the page ended when its {query.store.limit:g} s were over"
    except HotReadError as error:
        level = logging.ERROR if error.status == 500 else logging.WARNING
        outcome = {"outcome": error.code, "cause": error.message}
        raise
    except Exception as error:
        level = logging.ERROR
        outcome = {"outcome": "STORE_FAILED", "cause": cause(error)}
        raise
    finally:
        log(
            level,
            f"{read.__name__} query",
            trace_id=trace_id,
            route=route_of(read, caller),
            duration_ms=_milliseconds(time.perf_counter() - started),
            store_ms=_milliseconds(query.store.seconds),
            pages=query.store.pages,
            rows=query.store.records,
            devices=query.devices,
            **outcome,
        )


def _reported(failures: Sequence[Failure]) -> tuple[int, dict[str, Any]]:
    """The level and the fields of the line of a query of which some devices failed.

    The cause is that of the gravest: a failure of the store counts before a fault of the query.
    """
    gravest = max(failures, key=lambda failure: (failure.error.status == 500, failure.cause is not None))
    reason = gravest.error.message if gravest.cause is None else cause(gravest.cause)
    return logging.ERROR if gravest.error.status == 500 else logging.WARNING, {
        "outcome": gravest.error.code,
        "cause": f"device {gravest.device!r}: {reason}",
        "failed": dict(Counter(failure.error.code for failure in failures)),
    }


def route_of(read: Read, caller: Caller) -> str:
    """Which reader was asked and how, for the log: `http:history`."""
    return f"{caller.value}:{read.__name__}"


def cause(error: BaseException) -> str:
    """An unexpected exception for the log: type, message and the lines it passed, without locals."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__}: {str(error)[:500]} ({places})"


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 2)
