"""Timers as the host and the worker run them: one run of a timer at a time, whatever its schedule.

Of several instances of an app, one runs a timer: it holds a lock, on Azure a lease of a blob in the app's
storage account, here a file in the folder that LOCKS names. Without LOCKS an app has one instance.

Source: TimerListener.cs and TimerInfo.cs of azure-webjobs-sdk-extensions; TimerRequestConverter of the SDK;
https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#scale-out
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
import time
import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import azure.functions as func
from azure.functions import meta
from azure.functions.decorators.timer import TimerTrigger

from crosstwin.local.azure_host.invocation import Worker, log_as_host
from crosstwin.local.azure_host.loading import LoadedFunction
from crosstwin.local.azure_host.schedule import Schedule, resolved

LOCKS = "CROSSTWIN_TIMER_LOCKS"
_NEVER = datetime(1, 1, 1)  # ScheduleMonitor.DefaultDateTime


@dataclass(slots=True)
class Timer:
    """A function on a schedule, with the status that its next run gets."""

    function: LoadedFunction
    schedule: Schedule
    next: datetime
    last: datetime = _NEVER

    def request(self, *, is_past_due: bool = False) -> func.TimerRequest:
        """The argument of a run, made by the SDK from the host's JSON, whose keys are in PascalCase.

        With keys in camelCase the SDK finds nothing, and `past_due` is always False.
        """
        status = {"Last": self.last, "Next": self.next, "LastUpdated": self.last}
        text = json.dumps(
            {
                "Schedule": {"AdjustForDST": True},
                "ScheduleStatus": {key: _iso(value) for key, value in status.items()},
                "IsPastDue": is_past_due,
            }
        )
        registry: Any = func.get_binding_registry()  # type: ignore[no-untyped-call]
        request: func.TimerRequest = registry.get("timerTrigger").decode(
            meta.Datum(text, "json"), trigger_metadata={}
        )
        return request

    def run(self, worker: Worker) -> None:
        """One run. An exception ends the run, not the schedule."""
        invoked = _now()
        try:
            worker.run(self.function, self.request())
        except Exception:
            log_as_host(f"{self.function.name} failed\n{traceback.format_exc()}")
        self.last = max(invoked, self.next)
        # What was due while it ran is not made up for.
        self.next = self.schedule.next(max(self.last, _now()))


def timers(functions: Iterable[LoadedFunction]) -> list[Timer]:
    """The timers of an app. One whose schedule is faulty is reported in the log, and does not run."""
    found = []
    for function in functions:
        if not isinstance(function.trigger, TimerTrigger):
            continue
        try:
            schedule = Schedule.parse(resolved(function.trigger.schedule))
            found.append(Timer(function, schedule, schedule.next(_now())))
        except ValueError as error:
            log_as_host(f"The '{function.name}' function is in error: {error}")
    return found


def start(found: Iterable[Timer], worker: Worker) -> None:
    """Runs each timer in a thread of its own, for as long as the process lives."""
    for timer in found:
        threading.Thread(target=_run_forever, args=(timer, worker), name="timer", daemon=True).start()


def _run_forever(timer: Timer, worker: Worker) -> None:
    # Held until the process ends, also where it is killed.
    lock = _locked(timer.function.name)
    if lock is not None:
        timer.next = timer.schedule.next(_now())
    if timer.function.trigger.run_on_startup:
        timer.run(worker)
    while True:
        wait = (timer.next - _now()).total_seconds()
        if wait > 0:
            time.sleep(wait)
        timer.run(worker)


def _locked(name: str) -> IO[bytes] | None:
    """Waits until no other instance has the timer. On Azure, a new instance looks once a minute."""
    folder = os.environ.get(LOCKS)
    if not folder:
        return None
    lock = (Path(folder) / f"{name}.lock").open("wb")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _iso(value: datetime) -> str:
    return f"{value.isoformat()}+00:00"
