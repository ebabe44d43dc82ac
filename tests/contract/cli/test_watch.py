"""`crosstwin query --last --watch` over a twin on three clouds."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from crosstwin.cli import watch
from tests.contract.cli.conftest import Crosstwin, RunningReader
from tests.contract.cli.fleet import deployed, record


@pytest.fixture
def stores(folder: Path) -> Iterator[dict[str, RunningReader]]:
    """A twin on three clouds, deployed."""
    with deployed(folder) as found:
        yield found


def test_watching_shows_at_first_all_and_then_what_is_new(
    crosstwin: Crosstwin, stores: dict[str, RunningReader], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    looks = 0

    def sleep(seconds: float) -> None:
        nonlocal looks
        looks += 1
        assert seconds == watch.WATCH_SECONDS
        if looks == 2:  # at the second look nothing is new
            stores["azure"].store.records.append(record("press-2", "10:31:00Z", fault={"code": "E2"}))
        if looks == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(watch, "time", SimpleNamespace(sleep=sleep, time=time.time))
    done = crosstwin("query", "--type", "press", "--last", "--watch", "--json")
    assert done.code == 0, done.err
    first, second = (json.loads(line)["devices"] for line in done.out.splitlines())
    assert [(one["iotDeviceId"], [*one["values"]]) for one in first] == [
        ("press-1", ["force", "fault"]),
        ("press-2", ["force"]),
    ]
    assert [(one["iotDeviceId"], [*one["values"]]) for one in second] == [("press-2", ["fault"])]
    assert second[0]["values"]["fault"]["value"] == {"MapValue": {"code": {"StringValue": "E2"}}}


def test_watching_shows_a_late_value_that_is_newer_than_the_one_shown_and_one_that_was_written_again(
    crosstwin: Crosstwin, stores: dict[str, RunningReader], monkeypatch: pytest.MonkeyPatch
) -> None:
    """press-1 has a force of 10:30; its fault comes in messages of its own, which lag behind."""
    late = [record("press-1", "10:15:00Z", fault={"code": "E2"}), record("press-1", "10:15:00Z", fault={})]
    looks = 0

    def sleep(_seconds: float) -> None:
        nonlocal looks
        if looks == len(late):
            raise KeyboardInterrupt
        records = [one for one in stores["aws"].store.records if one["id"] != late[0]["id"]]
        stores["aws"].store.records = sorted([*records, late[looks]], key=lambda one: str(one["id"]))
        looks += 1

    monkeypatch.setattr(watch, "time", SimpleNamespace(sleep=sleep, time=time.time))
    done = crosstwin("query", "press-1", "--last", "--watch", "--csv")
    assert done.code == 0, done.err
    shown = [line.split(",")[1:3] for line in done.out.replace('""', "'").splitlines()[1:]]
    assert shown == [
        ["force", "81.5"],
        ["fault", "\"{'code': 'E1'}\""],
        ["fault", "\"{'code': 'E2'}\""],
        ["fault", "{}"],
    ]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("--csv", ["device,property,value,time,age_seconds", "press-1,force,81.5,2026-01-15T10:30:00.5Z,"]),
        (None, ["property  newest value  age", "force     81.5          "]),
    ],
)
def test_a_watch_of_one_device_goes_on_over_a_reader_that_fails(
    crosstwin: Crosstwin,
    stores: dict[str, RunningReader],
    monkeypatch: pytest.MonkeyPatch,
    form: str | None,
    expected: list[str],
) -> None:
    looks = 0

    def sleep(_seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 1:
            stores["aws"].store.records.append({"iotDeviceId": "press-1", "id": "yesterday", "force": 1})
        if looks == 2:
            stores["aws"].store.records.pop()
        if looks == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(watch, "time", SimpleNamespace(sleep=sleep, time=time.time))
    done = crosstwin("query", "press-1", "force", "--last", "--watch", *([form] if form else []))
    assert done.code == 0, done.err
    assert [
        line[: len(start)] for line, start in zip(done.out.splitlines(), expected, strict=True)
    ] == expected
    assert "error: press-1: INVALID_STORED_RECORD" in done.told


def test_on_a_terminal_a_watch_draws_the_table_again_until_ctrl_c(
    stores: dict[str, RunningReader], folder: Path
) -> None:
    own, terminal = pty.openpty()
    program = (
        "import crosstwin.cli.watch as w; w.WATCH_SECONDS = 0.2; from crosstwin.cli.app import main; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, "query", "press-2", "pump-7", "force", "--last", "--watch"],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        cwd=folder,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80", "LINES": "30"},
        start_new_session=True,
    )
    os.close(terminal)
    seen = ""
    deadline = time.monotonic() + 60
    while "83.5" not in seen and time.monotonic() < deadline:
        seen += os.read(own, 4096).decode()
        if "82.0" in seen and len(stores["azure"].store.records) == 1:
            stores["azure"].store.records.append(record("press-2", "10:31:00Z", force=83.5))
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert "83.5" in seen
    assert "Traceback" not in seen
    assert "\x1b[1A" in seen  # up again, over the table of before
    os.close(own)
