"""dynalite, a DynamoDB on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crosstwin.local.process import accepts_connections, free_port, node_command, running

DYNALITE = node_command("dynalite")


@contextmanager
def running_dynalite(folder: Path) -> Iterator[str]:
    """Its endpoint, until the block ends. Its log is in `folder`."""
    assert DYNALITE, "dynalite is not installed: npm ci"
    port = free_port()
    command = [DYNALITE, "--port", str(port), "--host", "127.0.0.1", "--createTableMs", "0"]
    with running("dynalite", command, ready=lambda: accepts_connections(port), log=folder / "dynalite.log"):
        yield f"http://127.0.0.1:{port}"
