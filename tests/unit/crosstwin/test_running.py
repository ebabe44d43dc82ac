"""How Terraform and cdktf are run: signals, output and time. The commands are shells that stand for them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crosstwin.packages.places import ROOT
from crosstwin.terraform.running import error_lines, run

# Ends in order when it is interrupted once, as Terraform does, and takes a moment for that.
_ORDERLY = """
signals=0
trap 'signals=$((signals + 1)); echo "$signals" >> signals' INT TERM
touch started
while [ "$signals" = 0 ]; do sleep 0.05; done
sleep 0.5
touch ended
exit 1
"""
_STUBBORN = "trap '' INT TERM; sleep 60 & echo $! > child; touch started; wait; wait"
# main's own handling of signals, around one command.
_PROGRAM = """
import signal, sys
from pathlib import Path
from crosstwin.cli import app

def command():
    from crosstwin.terraform.running import run
    run(["sh", "-c", sys.argv[1]], folder=Path(sys.argv[2]))
    print("went on")

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
app.app = app.typer.Typer(pretty_exceptions_enable=False)
app.app.command()(command)
app.main([])
"""


def start(script: str, folder: Path) -> subprocess.Popen[str]:
    """The program over a command that has started."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, script, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(folder / "started")
    return process


def wait_for(file: Path) -> None:
    deadline = time.monotonic() + 20
    while not file.exists():
        assert time.monotonic() < deadline, f"no {file}"
        time.sleep(0.02)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_is_passed_on_once_and_the_command_ends_in_order(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    process = start(_ORDERLY, tmp_path)
    process.send_signal(number)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (code, "")
    assert (tmp_path / "ended").exists()
    assert (tmp_path / "signals").read_text() == "1\n"
    assert "waiting for Terraform to end" in err
    assert "Traceback" not in err


def test_ctrl_c_of_a_terminal_reaches_the_command_once(tmp_path: Path) -> None:
    """A terminal sends it to the whole group of the program: Terraform would end at once on the second."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, _ORDERLY, str(tmp_path)], cwd=ROOT, start_new_session=True
    )
    wait_for(tmp_path / "started")
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(20) == 130
    assert (tmp_path / "signals").read_text() == "1\n"


@pytest.mark.parametrize("second", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_kills_the_command_and_what_it_started(
    tmp_path: Path, second: signal.Signals
) -> None:
    process = start(_STUBBORN, tmp_path)
    process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert process.poll() is None
    process.send_signal(second)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert_gone(int((tmp_path / "child").read_text()))


def test_a_command_that_takes_too_long_is_killed_with_what_it_started(tmp_path: Path) -> None:
    with pytest.raises(TimeoutError, match=r"sh took longer than 0\.5 s"):
        run(["sh", "-c", _STUBBORN], folder=tmp_path, seconds=0.5)
    assert_gone(int((tmp_path / "child").read_text()))


def assert_gone(pid: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if (stat := Path(f"/proc/{pid}/stat")).exists() and stat.read_text().split()[2] == "Z":
            return  # nobody has asked for its exit code yet
        time.sleep(0.05)
    pytest.fail(f"{pid} still runs")


def test_handlers_are_those_of_before_when_the_command_has_ended() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    assert run(["sh", "-c", "exit 3"]).returncode == 3
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def test_output_is_text_or_goes_into_the_log(tmp_path: Path) -> None:
    command = ["sh", "-c", "echo out; printf 'no \\377 UTF-8' >&2; echo $CHECKPOINT_DISABLE$MORE"]
    done = run(command, environment={"MORE": "2"})
    assert (done.stdout, done.stderr) == ("out\n12\n", "no \ufffd UTF-8")
    with (tmp_path / "log").open("wb") as log:
        done = run(command, log=log)
    assert (done.stdout, done.stderr) == ("", "")
    assert (tmp_path / "log").read_bytes() == b"out\nno \xff UTF-81\n"


def test_errors_of_terraform_lose_their_colours_and_frames() -> None:
    framed = "\x1b[31m╷\x1b[0m\n│ \x1b[1mError: \x1b[0mBackend initialization required\n│\n╵\n"
    done = subprocess.CompletedProcess([], 1, "", framed)
    assert error_lines(done) == ["Error: Backend initialization required"]
    assert error_lines(subprocess.CompletedProcess([], 1, "", "")) == ["it printed no error"]


def test_the_error_of_a_modules_condition_is_what_it_says_and_not_its_code() -> None:
    stderr = (
        "╷\n│ Error: Resource postcondition failed\n│ \n"
        '│   on modules/aws-hot-reader/store.tf line 80, in data "aws_dynamodb_table" "existing":\n'
        "│   80:       condition = local.index_name == null || contains(concat(\n"
        "│   81:         [for index in self.global_secondary_index : index.name],\n"
        '│     ├────────────────\n│     │ local.index_name is "by-device"\n│ \n'
        "│ The table telemetry has no index by-device.\n╵\n"
        "╷\n│ Error: Unsupported attribute\n│ \n│   on cdk.tf.json line 97, in module.digital-twins:\n"
        '│   97:         "aws": "${data.x.y}",\n╵\n'
    )
    without_frame = re.sub(r"(?m)^[╷│╵] ?", "", stderr)
    assert error_lines(subprocess.CompletedProcess([], 1, "", without_frame)) == error_lines(
        subprocess.CompletedProcess([], 1, "", stderr)
    )
    assert error_lines(subprocess.CompletedProcess([], 1, "", stderr)) == [
        "Error: Resource postcondition failed",
        "The table telemetry has no index by-device.",
        "Error: Unsupported attribute",
        "on cdk.tf.json line 97, in module.digital-twins:",
        '97:         "aws": "${data.x.y}",',
    ]


def test_nothing_else_of_the_program_starts_terraform_or_cdktf() -> None:
    """Whoever starts a process without this room must be known here, and start something else."""
    allowed = {
        "terraform/running.py",
        "packages/node.py",  # node --version
        "local/firestore_emulator.py",  # java -version
        "local/process.py",  # emulators and readers
        "packages/wheels.py",  # pip
    }
    package, ways = ROOT / "crosstwin", ("subprocess.run", "Popen(", "os.system", "os.exec", "os.spawn")
    starting = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if any(way in file.read_text() for way in ways)
    }
    assert starting == allowed


def test_the_room_of_terraform_knows_none_of_those_that_use_it() -> None:
    files = (ROOT / "crosstwin/terraform").rglob("*.py")
    imported = {
        name for file in files for name in re.findall(r"^from crosstwin\.(\w+)", file.read_text(), re.M)
    }
    assert imported <= {"clouds", "console", "errors", "packages", "terraform", "twin"}
