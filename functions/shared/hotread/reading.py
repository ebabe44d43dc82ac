"""One query from payload to answer, measured and logged, however it came in."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from hotread.answer import Answer, Read, answer_text
from hotread.errors import HotReadError
from hotread.log import log
from hotread.store import HotStore, MeasuredStore
from hotread.values import Caller


def answer_query(read: Read, store: HotStore, payload: Mapping[str, Any], *, trace_id: str) -> Answer:
    """Answers TwinMaker and writes one log line. Raises what `read` raises, the cause in the log."""
    with _measured(read, store, Caller.TWINMAKER, trace_id) as measured:
        return read(measured, payload, Caller.TWINMAKER)


def answer_query_over_http(read: Read, store: HotStore, payload: Mapping[str, Any], *, trace_id: str) -> str:
    """The same over HTTP, as JSON."""
    with _measured(read, store, Caller.HTTP, trace_id) as measured:
        return answer_text(read, measured, payload)


@contextmanager
def _measured(read: Read, store: HotStore, caller: Caller, trace_id: str) -> Iterator[MeasuredStore]:
    """The store for one query, of which it writes one log line.

    The modules make metrics of the line's fields: only this line has `store_ms`.
    """
    started = time.perf_counter()
    measured = MeasuredStore(store)
    outcome: dict[str, Any] = {"outcome": "answered"}
    level = logging.INFO
    try:
        yield measured
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
            store_ms=_milliseconds(measured.seconds),
            pages=measured.pages,
            rows=measured.records,
            **outcome,
        )


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
