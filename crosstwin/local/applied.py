"""How far `terraform apply` is: the resources that its log says are there, one by one."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_LOOK_SECONDS = 0.2  # between two looks at the log


class Applied:
    """What the log of an apply says, line by line, in Terraform's JSON.

    Source: https://developer.hashicorp.com/terraform/internals/machine-readable-ui
    """

    def __init__(self) -> None:
        self._planned = 0
        self._created = 0

    def read(self, line: str) -> str:
        """`module.hot-reader.aws_iam_role.reader (3 of 12)` for a created resource, else ""."""
        try:
            event = json.loads(line)
        except ValueError:
            return ""
        kind = event.get("type") if isinstance(event, dict) else None
        if kind == "planned_change":
            self._planned += 1
        if kind != "apply_complete" or event["hook"].get("action") != "create":  # but "read"
            return ""
        self._created += 1
        return f"{event['hook']['resource']['addr']} ({self._created} of {self._planned})"


@contextmanager
def following(log: Path, report: Callable[[str], None]) -> Iterator[None]:
    """Calls `report`, in another thread, for each resource that is created until the block ends."""
    ended = threading.Event()
    applied = Applied()
    with log.open(encoding="utf-8", errors="replace") as lines:
        lines.seek(0, 2)  # what an earlier run wrote says nothing about this one

        def look() -> None:
            begun = ""
            while True:
                last = ended.wait(_LOOK_SECONDS)
                for line in lines:
                    begun += line
                    if begun.endswith("\n"):
                        if created := applied.read(begun):
                            report(created)
                        begun = ""
                if last:
                    return

        follower = threading.Thread(target=look, daemon=True)
        follower.start()
        try:
            yield
        finally:
            ended.set()
            follower.join()


def errors(lines: list[str]) -> list[str]:
    """The errors among the lines, each with its detail."""
    found = []
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict) and event.get("@level") == "error":
            diagnostic = event.get("diagnostic") or {}
            detail = str(diagnostic.get("detail") or "").splitlines()
            found += [str(event.get("@message")), *(part for part in detail if part)]
    return found
