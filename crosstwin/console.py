"""Where the command writes: answers to stdout, everything else to stderr.

rich turns colour off by itself where there is no terminal, and where NO_COLOR is set.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

_PIPE_WIDTH = 1000  # files and pipes get whole lines


def output() -> Console:
    """A console for answers, as wide as the terminal; without one, as wide as the answer."""
    from rich.console import Console

    fixed = sys.stdout.isatty() or os.environ.get("COLUMNS")
    return Console(width=None if fixed else _PIPE_WIDTH, highlight=False, markup=False, soft_wrap=False)


def messages() -> Console:
    """A console for errors, notes and progress."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


def note(line: str) -> None:
    """One line for the operator on stderr, without rich."""
    print(f"crosstwin: {line}", file=sys.stderr, flush=True)  # noqa: T201


def warn(line: str) -> None:
    """A warning: something can go wrong, but the command continues."""
    note(f"warning: {line}")


def fail(text: str) -> None:
    """An error that ends the command. Further lines of the text are indented below the first."""
    first, *details = text.splitlines() or [""]
    print("\n".join([f"crosstwin: error: {first}", *(f"  {line}" for line in details)]), file=sys.stderr)  # noqa: T201


@contextmanager
def progress(*, counted: bool = False) -> Iterator[Progress]:
    """Progress on stderr, removed when the block ends; nothing if stderr is not a terminal.

    `counted`: with a bar, for work whose amount is known.
    """
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    console = messages()
    bar = (BarColumn(), MofNCompleteColumn()) if counted else ()
    text = TextColumn("{task.description}", markup=False)
    with Progress(
        SpinnerColumn(),
        text,
        *bar,
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as shown:
        yield shown


@contextmanager
def step(title: str) -> Iterator[Callable[[str], None]]:
    """A part of work that takes long, on stderr: a spinner on a terminal, a line elsewhere; then its time.

    Yields what reports how far it is.
    """
    out, started = messages(), time.perf_counter()
    if not out.is_terminal:  # no line is redrawn there, so each has its own
        out.print(title)
    with progress() as shown:
        task = shown.add_task(title, total=None)

        def report(part: str) -> None:
            if out.is_terminal:
                shown.update(task, description=f"{title}: {part}")
            else:
                out.print(f"  {time.perf_counter() - started:5.1f} s  {part}")

        yield report
    out.print(f"{title}: {time.perf_counter() - started:.1f} s")


def printable(text: str) -> str:
    """The text with control characters escaped: an answer of a reader must not control the terminal."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def printable_lines(text: str) -> str:
    """The same of a text of several lines."""
    return "\n".join(map(printable, text.splitlines()))


def counted(number: int, noun: str) -> str:
    """`1 device`, or `1,200 devices`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(names: Sequence[str], most: int) -> str:
    """The names as a list; of more than `most`, the first ones and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")
