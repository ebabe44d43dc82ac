"""The `crosstwin` command: its subcommands, one a module, and what they show."""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command, see app.main; Ctrl-C ends it without a traceback, also while it still imports."""
    try:
        from crosstwin.cli.app import main as run

        run(arguments)
    except KeyboardInterrupt:
        sys.exit(130)
