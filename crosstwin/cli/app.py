"""The `crosstwin` command."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

# Each is a function of its own name in the module of its own name in crosstwin/cli/. What takes
# long to import (cdktf, boto3, rich), a command imports when it runs.
COMMANDS = (
    "init",
    "validate",
    "doctor",
    "demo",
    "synth",
    "plan",
    "deploy",
    "list",
    "query",
    "put",
    "local",
    "export",
    "token",
    "grafana",
    "schema",
)
# Commands whose usage is not typer's own.
_CLASSES = {"plan": "PlanCommand"}
_DEBUG_VARIABLE = "CROSSTWIN_DEBUG"

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"crosstwin {version('crosstwin')}")
        raise typer.Exit


@app.callback()
def crosstwin(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Let a digital twin on one cloud read the hot telemetry that lives on another.

    Commands read twin.yaml in the working folder, or the file that CROSSTWIN_FILE names. To deploy the twin,
    use `cdktf deploy`, or run `terraform` in the folders that `crosstwin synth` writes.
    """


for _name in COMMANDS:
    _module = import_module(f"crosstwin.cli.{_name}")
    app.command(_name, no_args_is_help=_name == "put", cls=getattr(_module, _CLASSES.get(_name, ""), None))(
        getattr(_module, _name)
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command and exits: 0 done, 1 failed, 2 wrong usage, 130 interrupted, 143 terminated.

    `crosstwin plan` has exit codes of its own.
    """
    # Without this, a command that is terminated would leave the servers that it started behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for stream in (sys.stdout, sys.stderr):
        _never_fail_on_a_character(stream)
    try:
        try:
            app(args=None if arguments is None else list(arguments), prog_name="crosstwin")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has enough of it; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get(_DEBUG_VARIABLE):
            raise
        _report(error)
        sys.exit(1)


def _report(error: Exception) -> None:
    """An error for each problem of twin.yaml, as compilers do; one for anything else."""
    from crosstwin.console import fail, printable
    from crosstwin.errors import Failure, TwinFileError

    if isinstance(error, TwinFileError):
        texts = str(error).splitlines()
    elif isinstance(error, Failure):
        texts = [str(error)]
    else:
        texts = [f"unexpected {type(error).__name__}: {error}\nSet {_DEBUG_VARIABLE}=1 to see the traceback."]
    for text in texts:
        fail("\n".join(map(printable, text.splitlines())))


def _never_fail_on_a_character(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
