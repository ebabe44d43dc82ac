"""How far a deployment is, beside its title: the resources that cdktf's log says are there."""

from __future__ import annotations

from pathlib import Path

from rich.progress import ProgressColumn, Task
from rich.text import Text

_CREATED = b": Creation complete after "


class DeployedColumn(ProgressColumn):
    """Empty until the first resource is created."""

    max_refresh = 1.0  # seconds between two looks at the log

    def __init__(self, log: Path) -> None:
        self._log = log
        # The file of an earlier deployment says nothing about this one.
        self._start = log.stat().st_size if log.exists() else 0
        super().__init__()

    def render(self, task: Task) -> Text:  # noqa: ARG002 - the log says it, not the task
        try:
            written = self._log.read_bytes()[self._start :]
        except OSError:
            written = b""
        created = written.count(_CREATED)
        return Text(f"{created} resources" if created > 1 else "1 resource" if created else "")
