"""Child processes that serve on loopback: started on a free port, waited for, stopped by their own group.

They end with this program, also where it is killed: `watchdog` sees to that.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from crosstwin.errors import Failure

STOP_SECONDS = 5.0
POLL_SECONDS = 0.05
_START_SECONDS = 60.0
_TAIL = 15  # lines of a log
# In the environment of each server: the process id of the program that started it.
STARTED_BY = "CROSSTWIN_STARTED_BY"
_WATCHDOG = Path(__file__).with_name("watchdog.py")


class ServerFailedError(Failure):
    """An emulator or a server ended, or did not answer in time. The message has the end of its log."""


def free_port() -> int:
    """A TCP port on 127.0.0.1 that nobody listens on at this moment.

    Below the ports that systems give to connections (32768 and up on Linux, 49152 by RFC 6335): no client's
    takes it before the server does that it is for.
    """
    while True:
        with socket.socket() as listener, suppress(OSError):
            listener.bind(("127.0.0.1", 20000 + secrets.randbelow(12768)))
            return int(listener.getsockname()[1])


def accepts_connections(port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(
    name: str,
    command: Sequence[str],
    *,
    ready: Callable[[], bool],
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends.

    The child leads a process group of its own and is stopped with it, so a server that starts
    children (a JVM, a Lambda worker) leaves none behind.

    Raises ServerFailedError, with the last lines of the log, if it ends early or is not `ready`
    within a minute.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, STARTED_BY: str(os.getpid()), **(env or {})},
            cwd=cwd,
            start_new_session=True,
        )
    _watch("+", process)
    try:
        _wait(name, process, ready, log)
        yield process
    finally:
        stop(process)
        _watch("-", process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a child that `running` started, and its group: politely first, then for good."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)


@cache
def _watchdog() -> subprocess.Popen[bytes]:
    # -S: it starts in a few milliseconds. In a session of its own, no signal of the terminal reaches it.
    command = [sys.executable, "-I", "-S", str(_WATCHDOG)]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, bufsize=0, start_new_session=True
    )


def left_over() -> dict[int, str]:
    """Servers whose program ended without them: the command of each by process id. Known on Linux only."""
    servers = {}
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        with suppress(OSError):
            environment = (folder / "environ").read_bytes().split(b"\0")
            parents = [
                each.partition(b"=")[2] for each in environment if each.startswith(f"{STARTED_BY}=".encode())
            ]
            # The leader of the group stands for its children, which inherit the variable.
            if parents and os.getpgid(pid) == pid and not Path(f"/proc/{int(parents[0])}").exists():
                servers[pid] = (
                    (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                )
    return servers


def _watch(sign: str, process: subprocess.Popen[bytes]) -> None:
    pipe = _watchdog().stdin
    with suppress(BrokenPipeError):  # someone ended it: servers are then stopped by this program alone
        if pipe is not None:
            pipe.write(f"{sign}{process.pid}\n".encode())


def _wait(name: str, process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not ready():
        if process.poll() is not None:
            raise ServerFailedError(f"{name} ended with exit code {process.returncode}:\n{_tail(log)}")
        if time.monotonic() > deadline:
            raise ServerFailedError(f"{name} was not ready after {_START_SECONDS:g} s:\n{_tail(log)}")
        time.sleep(POLL_SECONDS)


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-_TAIL:])
