"""One query from payload to answer, measured and logged, however it came in."""

from __future__ import annotations

import logging
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from hotread.answer import Answer, Read, answer_text, last_entry
from hotread.batch import Failure, last_entries
from hotread.columns import dumps
from hotread.errors import HotReadError
from hotread.log import log
from hotread.newest import BOUNDS
from hotread.store import HotStore, MeasuredStore
from hotread.values import Caller


def answer_query(read: Read, store: HotStore, payload: Mapping[str, Any], *, trace_id: str) -> Answer:
    """Answers TwinMaker and writes one log line. Raises what `read` raises, the cause in the log."""
    with _measured(read, store, Caller.TWINMAKER, trace_id) as query:
        return read(query.store, payload, Caller.TWINMAKER)


def answer_query_over_http(read: Read, store: HotStore, payload: Mapping[str, Any], *, trace_id: str) -> str:
    """The same over HTTP, as JSON. Of a last entry, `devices` asks for many devices at once."""
    with _measured(read, store, Caller.HTTP, trace_id) as query:
        if read is last_entry and payload.get("devices") is not None:
            found = last_entries(query.store, payload, BOUNDS)
            query.devices = len(found.answer["devices"])
            query.failures = found.failures
            return dumps(found.answer)
        return answer_text(read, query.store, payload)


@dataclass(slots=True)
class _Query:
    """One query while it runs. `failures` are those of single devices of many."""

    store: MeasuredStore
    devices: int = 1
    failures: list[Failure] = field(default_factory=list)


@contextmanager
def _measured(read: Read, store: HotStore, caller: Caller, trace_id: str) -> Iterator[_Query]:
    """The store for one query, of which it writes one log line.

    The modules make metrics of the line's fields: only this line has `store_ms`.
    """
    started = time.perf_counter()
    query = _Query(MeasuredStore(store))
    outcome: dict[str, Any] = {"outcome": "answered"}
    level = logging.INFO
    try:
        yield query
        if query.failures:
            level, outcome = _reported(query.failures)
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
