"""The `crosstwin` command: its subcommands, one a module, and what they show."""

from crosstwin.cli.app import main

__all__ = ["main"]
