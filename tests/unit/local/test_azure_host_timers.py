"""Timers run as on Azure: on their schedule, one run at a time, with the argument that the SDK reads."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import azure.functions as func
import pytest

from crosstwin.local.azure_host.invocation import Worker
from crosstwin.local.azure_host.loading import load_functions
from crosstwin.local.azure_host.schedule import Schedule, resolved
from crosstwin.local.azure_host.timers import LOCKS, Timer, start, timers

NOON = datetime(2026, 1, 15, 12, 0, 0)  # a Thursday


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("0 * * * * *", "2026-01-15T12:01:00"),
        ("* * * * *", "2026-01-15T12:01:00"),
        ("*/30 * * * * *", "2026-01-15T12:00:30"),
        ("0 */5 * * * *", "2026-01-15T12:05:00"),
        ("15,45 0-1 13 * * *", "2026-01-15T13:00:15"),
        ("0 30 9 * * 1-5", "2026-01-16T09:30:00"),
        ("0 0 0 29 2 *", "2028-02-29T00:00:00"),
        ("0 0 0 1 */6 *", "2026-07-01T00:00:00"),
        ("30/20 * * * * *", "2026-01-15T12:00:30"),
    ],
)
def test_a_schedule_gives_the_next_time(expression: str, expected: str) -> None:
    assert Schedule.parse(expression).next(NOON).isoformat() == expected


@pytest.mark.parametrize("expression", ["", "* * * *", "60 * * * * *", "x * * * * *", "5-1 * * * * *"])
def test_a_faulty_schedule_is_refused_by_name(expression: str) -> None:
    with pytest.raises(ValueError, match="the schedule"):
        Schedule.parse(expression)


def test_a_schedule_comes_from_an_app_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFRESH_SCHEDULE", "0 * * * * *")
    assert resolved("%REFRESH_SCHEDULE%") == "0 * * * * *"
    monkeypatch.delenv("REFRESH_SCHEDULE")
    with pytest.raises(ValueError, match="'%REFRESH_SCHEDULE%' does not resolve to a value"):
        resolved("%REFRESH_SCHEDULE%")


def test_a_timer_without_its_setting_does_not_keep_the_others_from_running(
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = func.FunctionApp()
    app.function_name("lost")(app.timer_trigger("timer", "%NO_SUCH_SETTING%")(tick))
    app.function_name("kept")(app.timer_trigger("timer", "0 * * * * *")(tick))
    assert [timer.function.name for timer in timers(load_functions(app.get_functions()))] == ["kept"]
    assert "'%NO_SUCH_SETTING%' does not resolve" in capsys.readouterr().err


def test_the_argument_is_the_sdks_with_its_status() -> None:
    app = func.FunctionApp()
    app.timer_trigger("timer", "0 * * * * *")(tick)
    (timer,) = timers(load_functions(app.get_functions()))
    request: Any = timer.request(is_past_due=True)  # its stubs know `past_due` alone
    assert request.past_due
    assert request.schedule == {"AdjustForDST": True}
    assert set(request.schedule_status) == {"Last", "Next", "LastUpdated"}
    assert request.schedule_status["Next"] == f"{timer.next.isoformat()}+00:00"
    assert not timer.request().past_due


def test_a_timer_never_runs_twice_at_once_and_goes_on_after_an_exception() -> None:
    app, running = func.FunctionApp(), threading.Lock()
    overlaps: list[int] = []
    runs: list[datetime] = []
    done = threading.Event()

    @app.timer_trigger("timer", "* * * * * *")
    def slow(timer: func.TimerRequest) -> None:
        if not running.acquire(blocking=False):
            overlaps.append(1)
            return
        time.sleep(1.2 if not runs else 0)
        runs.append(datetime.now(UTC))
        running.release()
        if len(runs) == 2:
            found[0].schedule = Schedule.parse("0 0 0 1 1 *")  # or it would run until the tests end
            done.set()
        raise RuntimeError("a run that fails")

    found = timers(load_functions(app.get_functions()))
    start(found, Worker(Path()))
    assert done.wait(10)
    assert overlaps == []
    # What was due during the first run was not made up for.
    assert runs[1] - runs[0] < timedelta(seconds=1.1)


def test_of_two_instances_one_runs_a_timer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Azure by the lease of a blob: the second waits until the first has ended."""
    monkeypatch.setenv(LOCKS, str(tmp_path))
    runs: list[int] = []
    done = threading.Event()

    def instance(number: int) -> list[Timer]:
        app = func.FunctionApp()

        @app.function_name("refresh")
        @app.timer_trigger("timer", "* * * * * *")
        def run(timer: func.TimerRequest) -> None:
            runs.append(number)
            if len(runs) == 3:
                found[0].schedule = Schedule.parse("0 0 0 1 1 *")  # or it would run until the tests end
                done.set()

        found = timers(load_functions(app.get_functions()))
        return found

    for number in (1, 2):
        start(instance(number), Worker(Path()))
    assert done.wait(10)
    assert len(set(runs)) == 1


def tick(timer: func.TimerRequest) -> None: ...
