"""Runs Terraform and cdktf: the only place that does.

Interrupted once, Terraform ends in order and unlocks the state. Killed, or interrupted twice, it leaves the
state locked. So a command runs in a session of its own, which a terminal's Ctrl-C does not reach, and its
Terraform gets one signal from here. The signal is not for cdktf, which would interrupt its Terraform and end
without waiting for it: that closes the terminal in which the Terraform runs, and so kills it.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO, Any

from crosstwin.clouds import aws_emulator

ENVIRONMENT = {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1", "TF_INPUT": "0"}
_POLL_SECONDS = 0.1
_PASSED_ON = (signal.SIGINT, signal.SIGTERM)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")  # some of Terraform's commands have no -no-color
_FRAME = " ╷│╵"
# As Terraform 1.11 prints them, in a frame or without: `    ├───────`, `    │ local.time_key is "ts"`; and
# `  on modules/… line 80, in data …:`, `  80:   condition …`.
_VALUE = re.compile(r"│?\s+[├│]")
_IN_A_MODULE, _CODE = re.compile(r"on modules/\S+ line \d+, in "), re.compile(r"\d+: ")


def terraform_name() -> str:
    """The CLI that $TERRAFORM_BINARY_NAME names, as for cdktf: `tofu`, a path; else `terraform`."""
    return os.environ.get("TERRAFORM_BINARY_NAME") or "terraform"


def run(
    command: Sequence[str],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    log: IO[bytes] | None = None,
    seconds: float | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs a command in `folder`, with `environment` added to this program's, and waits for its end.

    Where `folder` holds a stack for an AWS emulator, no variable of this program leads it to another.
    All output goes into `log`; without one, stdout and stderr are in the result.
    SIGINT and SIGTERM are passed on to the command. They have their effect on this program when the command
    has ended. A second signal kills the command. Raises TimeoutError if it takes longer than `seconds`.
    """
    of_the_stack = {} if folder is None else aws_emulator.variables(folder)
    with _signals_held() as held:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **ENVIRONMENT, **of_the_stack, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if log is None else log,
            stderr=subprocess.PIPE if log is None else subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        held.end_by_signal(process)
        try:
            output, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.communicate()
            raise TimeoutError(f"{command[0]} took longer than {seconds:g} s") from None
    return subprocess.CompletedProcess(list(command), process.returncode, output or "", errors or "")


def error_lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What Terraform wrote to stderr, without colours, frames, empty lines, and what its modules have there.

    An error of a module's own condition says what to do after the condition's code and the values in it.
    """
    lines = [line for line in _COLOUR.sub("", done.stderr).splitlines() if not _VALUE.match(line)]
    plain = [text for line in lines if (text := line.strip(_FRAME))]
    kept: list[str] = []
    is_code = False
    for line in plain:
        is_code = bool(_IN_A_MODULE.match(line)) or (is_code and bool(_CODE.match(line)))
        kept += [] if is_code else [line]
    return kept or ["it printed no error"]


class _Signals:
    """Those that arrived while a command runs."""

    def __init__(self) -> None:
        self.arrived: list[int] = []
        self._process: subprocess.Popen[str] | None = None

    def end_by_signal(self, process: subprocess.Popen[str]) -> None:
        """The command that the signals are for. Some may have arrived before it started."""
        self._process = process
        self._end(process)

    def handle(self, number: int, _frame: FrameType | None) -> None:
        self.arrived.append(number)
        if self._process is not None:
            self._end(self._process)

    def _end(self, process: subprocess.Popen[str]) -> None:
        if len(self.arrived) > 1:
            _kill(process)
        if len(self.arrived) != 1:
            return
        # Not by print: the signal may have come in the middle of one.
        os.write(2, b"\ncrosstwin: waiting for Terraform to end; a second signal kills it\n")
        # A thread, since this one waits for the end.
        threading.Thread(target=_end, args=(process, self.arrived[0]), daemon=True).start()


def _end(process: subprocess.Popen[str], number: int) -> None:
    """Send the signal once to each Terraform that the command is or starts; without one, to the command."""
    signalled = set()
    while process.poll() is None:
        for pid in _terraforms(process.pid) or {process.pid}:
            if pid not in signalled:
                signalled.add(pid)
                with suppress(ProcessLookupError):
                    os.kill(pid, number)
        time.sleep(_POLL_SECONDS)


def _terraforms(ancestor: int) -> set[int]:
    """The process ids of the Terraforms among a process and its descendants; none where there is no `ps`."""
    try:
        command = ["ps", "-A", "-o", "pid=,ppid=,comm="]
        listed = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return set()
    processes = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
    family = {ancestor}
    while more := {int(pid) for pid, parent, _ in processes if int(parent) in family} - family:
        family |= more
    name = Path(terraform_name()).name[:15]  # Linux keeps 15 characters of it
    return {int(pid) for pid, _, command in processes if int(pid) in family and Path(command).name == name}


@contextmanager
def _signals_held() -> Iterator[_Signals]:
    """Holds back the signals that arrive in the block, and raises the first of them after it."""
    held = _Signals()
    before: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():  # Python runs handlers in no other one
        for number in _PASSED_ON:
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, held.handle)
    try:
        yield held
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if held.arrived:
        signal.raise_signal(held.arrived[0])


def _kill(process: subprocess.Popen[str]) -> None:
    """The command and what it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
