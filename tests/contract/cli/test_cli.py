"""The command as a whole: help, versions, exit codes, and what happens when something goes wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pytest

from crosstwin.cli import app as cli
from crosstwin.cli.app import COMMANDS
from crosstwin.packages.wheels import PackageError
from tests.contract.cli.conftest import TOKEN, Crosstwin, RunningReader
from tests.contract.functions.connector import server as misbehaving

ROOT = Path(__file__).resolve().parents[3]


# A shell's background job ignores interrupts, and so would all that it starts. Not set by Popen's preexec_fn,
# which forks: gRPC, which other tests use, may then write into the child's stderr before it is replaced.
_INTERRUPTIBLE = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "


def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """The command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", _INTERRUPTIBLE + "from crosstwin.cli import main; main()", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


def test_the_version_is_shown(crosstwin: Crosstwin) -> None:
    done = crosstwin("--version")
    assert done.code == 0
    assert done.out.startswith("crosstwin 0.")


def test_help_lists_the_commands(crosstwin: Crosstwin) -> None:
    done = crosstwin("--help")
    assert done.code == 0
    for name in COMMANDS:
        summary = str(getattr(import_module(f"crosstwin.cli.{name}"), name).__doc__).partition("\n")[0]
        # A terminal of 80 columns folds it.
        assert f"{name} {summary.split()[0]}" in " ".join(done.out.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_has_examples(crosstwin: Crosstwin, name: str) -> None:
    done = crosstwin(name, "--help")
    assert done.code == 0
    assert f"crosstwin {name} " in done.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["qery"], "qery"),
        (["query"], "DEVICE"),
        (["query", "pump-7", "--limit", "0"], "--limit"),
        (["query", "pump-7", "--order", "sideways"], "sideways"),
    ],
)
def test_wrong_usage_ends_with_2(crosstwin: Crosstwin, arguments: list[str], told: str) -> None:
    done = crosstwin(*arguments)
    assert done.code == 2
    assert told in done.told
    assert done.out == ""


@pytest.mark.parametrize("command", [["query", "pump-7"], ["put", "pump-7", "rpm=1"], ["synth"]])
def test_errors_of_a_twin_file_name_their_lines(
    crosstwin: Crosstwin, folder: Path, command: list[str]
) -> None:
    file = folder / "twin.yaml"
    file.write_text(file.read_text().replace("hot_provider: gcp", "hot_provider: gpc") + "tokens: 1\n")
    done = crosstwin(*command)
    assert done.code == 1
    first, second = done.err.splitlines()
    assert first.startswith('crosstwin: error: twin.yaml:10: devices[2].hot_provider: "gpc"')
    assert second.startswith("crosstwin: error: twin.yaml:15: tokens: unknown key")


def test_a_missing_twin_file_is_reported(
    crosstwin: Crosstwin, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSTWIN_FILE", "elsewhere.yaml")
    done = crosstwin("query", "pump-7")
    assert done.code == 1
    assert done.err.startswith("crosstwin: error: elsewhere.yaml: no such file")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PackageError("no pip\x1b[2J"), "crosstwin: error: no pip\\x1b[2J\n"),
        (
            RuntimeError("a fault\nof two lines"),
            "crosstwin: error: unexpected RuntimeError: a fault\n  of two lines\n"
            "  Set CROSSTWIN_DEBUG=1 to see the traceback.\n",
        ),
    ],
)
def test_no_error_is_a_traceback(
    crosstwin: Crosstwin, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(cli, "app", fail)
    done = crosstwin("query", "pump-7")
    assert (done.code, done.err) == (1, told)


def test_a_traceback_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(cli, "app", fail)
    monkeypatch.setenv("CROSSTWIN_DEBUG", "1")
    with pytest.raises(KeyError):
        cli.main(["query"])


def test_an_interrupt_ends_with_130() -> None:
    with misbehaving.serving() as server:
        server.will(misbehaving.silence)
        process = start("query", "temperature-sensor-1", "status", "--url", server.url, CROSSTWIN_TOKEN=TOKEN)
        deadline = time.monotonic() + 20
        while not server.received and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert out == ""


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_of_the_output_may_go_away(reader: RunningReader, unbuffered: str) -> None:
    where = ("--url", reader.url, "--start", "2026-01-15T10:00:00Z")
    process = start(
        *("query", "temperature-sensor-1", *where, "--json"),
        CROSSTWIN_TOKEN=TOKEN,
        PYTHONUNBUFFERED=unbuffered,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(20) == 1


def test_characters_that_the_terminal_cannot_show_do_not_matter(reader: RunningReader) -> None:
    reader.store.records[-1] = {**reader.store.records[-1], "status": "größer ☃"}
    process = start(
        *("query", "temperature-sensor-1", "--last", "--url", reader.last_entry_url),
        CROSSTWIN_TOKEN=TOKEN,
        PYTHONIOENCODING="ascii",
    )
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert "gr??er ?" in out
