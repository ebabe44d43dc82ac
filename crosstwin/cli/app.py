"""The `crosstwin` command."""

from __future__ import annotations

import ast
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

# Each is a function of its own name in the module of its own name in crosstwin/cli/.
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
    "inspect",
    "local",
    "export",
    "token",
    "grafana",
    "schema",
)
# Commands whose usage is not typer's own.
_CLASSES = {"plan": "PlanCommand"}
_DEBUG_VARIABLE = "CROSSTWIN_DEBUG"
_INTERRUPTED = (130, 143)


class LazyGroup(TyperGroup):
    """Imports the module of the one command that is asked for, and none for the list of all commands."""

    commands: dict[str, Any]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._listing = False
        self.commands = dict.fromkeys(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if self._listing:
            return TyperCommand(cmd_name, help=_summary(cmd_name))
        if cmd_name in COMMANDS and self.commands[cmd_name] is None:
            self.commands[cmd_name] = _command(cmd_name)
        return super().get_command(ctx, cmd_name)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        self._listing = True
        super().format_help(ctx, formatter)
        self._listing = False

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        self._listing = True
        try:
            return super().shell_complete(ctx, incomplete)
        finally:
            self._listing = False


def _command(name: str) -> Any:
    module = import_module(f"crosstwin.cli.{name}")
    single = typer.Typer(add_completion=False, context_settings=_CONTEXT, rich_markup_mode="markdown")
    command_class = getattr(module, _CLASSES.get(name, ""), None)
    single.command(name, no_args_is_help=name == "put", cls=command_class)(getattr(module, name))
    return typer.main.get_command(single)


def _summary(name: str) -> str:
    """The first line of a command's help, without an import of what the command needs."""
    module = ast.parse(Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8"))
    functions = (node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == name)
    return (ast.get_docstring(next(functions)) or "").partition("\n")[0]


_CONTEXT = {"help_option_names": ["-h", "--help"]}

app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings=_CONTEXT,
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

    Exit code: 0 if the command succeeded, 1 if something failed, 2 for wrong usage, 130 or 143 if it was
    interrupted. `plan` and `deploy` have exit codes of their own.
    """


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
    except SystemExit as ended:
        if ended.code in _INTERRUPTED:
            # Node, which jsii started, got the same signal: jsii's farewell at exit fails with a traceback.
            sys.unraisablehook = lambda _: None
        raise
    except Exception as error:
        if os.environ.get(_DEBUG_VARIABLE):
            raise
        _report(error)
        sys.exit(1)


def _report(error: Exception) -> None:
    """An error for each problem of twin.yaml, as compilers do; one for anything else."""
    from crosstwin.cli.environment import what_to_do
    from crosstwin.console import fail, printable_lines
    from crosstwin.errors import Failure, TwinFileError

    if isinstance(error, TwinFileError):
        texts = str(error).splitlines()
    elif isinstance(error, Failure):
        texts = [str(error)]
    elif told := what_to_do(error):
        texts = [told]
    else:
        texts = [f"unexpected {type(error).__name__}: {error}\nSet {_DEBUG_VARIABLE}=1 to see the traceback."]
    for text in texts:
        fail(printable_lines(text))


def _never_fail_on_a_character(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
