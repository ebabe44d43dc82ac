"""Servers end with the program that started them, also where it is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crosstwin.doctor.emulators import left_over_servers
from crosstwin.local.process import STARTED_BY, left_over

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc on this system")

PROGRAM = '''
import sys, time
from pathlib import Path
from crosstwin.local.process import running

folder = Path(sys.argv[1])
# A server with a child in its group, which ignores a polite request.
server = """
import os, signal, subprocess, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "600"])
with open("pids.new", "w") as file:
    file.write(f"{os.getpid()} {child.pid}")
os.rename("pids.new", "pids")
time.sleep(600)
"""
ready = (folder / "pids").exists
with running("server", [sys.executable, "-c", server], ready=ready, log=folder / "log", cwd=folder):
    print("ready", flush=True)
    time.sleep(600)
'''


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_servers_end_with_a_program_that_is_killed(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "ready\n"
    pids = [int(pid) for pid in (tmp_path / "pids").read_text(encoding="utf-8").split()]
    assert [_alive(pid) for pid in pids] == [True, True]
    program.kill()
    program.wait(10)
    deadline = time.monotonic() + 20
    while any(map(_alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [_alive(pid) for pid in pids] == [False, False]


def test_a_server_that_outlives_its_program_is_found(tmp_path: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    server = subprocess.Popen(["sleep", "600"], env={STARTED_BY: str(gone.pid)}, start_new_session=True)
    mine = subprocess.Popen(["sleep", "600"], env={STARTED_BY: str(os.getpid())}, start_new_session=True)
    try:
        found = left_over()
        assert found[server.pid] == "sleep 600"
        assert mine.pid not in found
        checks = {check.name: check for check in left_over_servers()}
        assert checks[f"process {server.pid}"].missing.endswith(f"end it: kill {server.pid}")
    finally:
        server.kill()
        mine.kill()
        server.wait()
        mine.wait()
