"""Ends the servers of a program that died: run by process.py as a file, with no package around it.

A program that is killed cannot stop what it started. This process reads the process groups of its parent's
servers from a pipe, `+<group>` when one starts and `-<group>` when it was stopped. The pipe ends with the
parent, however that ended; what still runs then is stopped.
"""

import os
import signal
import sys
import time

STOP_SECONDS = 5.0


def main() -> None:
    # A terminal's Ctrl-C is for the parent, which stops its servers in order.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        (groups.add if line[0] == "+" else groups.discard)(int(line[1:]))
    for number in (signal.SIGTERM, signal.SIGKILL):
        deadline = time.monotonic() + STOP_SECONDS
        for group in groups:
            signalled(group, number)
        while groups and time.monotonic() < deadline:
            groups = {group for group in groups if signalled(group, 0)}
            time.sleep(0.05)


def signalled(group: int, number: int) -> bool:
    """Whether the group still exists."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
