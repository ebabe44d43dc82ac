"""Answers as CSV: one line a value of the newest ones, one line a time of a history."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from crosstwin.cli.rows import history_rows, properties_of
from crosstwin.cli.zones import Zone
from crosstwin.console import printable
from crosstwin.readers.client import History, Newest
from crosstwin.readers.times import age_seconds


def newest_header() -> list[str]:
    return ["device", "property", "value", "time", "age_seconds"]


def newest_lines(answers: Iterable[Newest], zone: Zone) -> Iterator[list[str]]:
    """A line for each value. TwinMaker's form of an answer has no times, so that those cells are empty."""
    for newest in answers:
        for name, value in newest.values.items():
            time = newest.times.get(name)
            when = [zone.shown(time), f"{age_seconds(time):.3f}"] if time else ["", ""]
            yield [newest.device, name, cell(value), *when]


def history_lines(answers: Sequence[History], zone: Zone) -> Iterator[list[str]]:
    """The header, and a line for each device and time, with a column for each property of any device."""
    names = properties_of(answers)
    yield ["device", "time", *names]
    for history in answers:
        for time, row in history_rows(history):
            cells = (cell(row[name]) if name in row else "" for name in names)
            yield [history.device, zone.shown(time), *cells]


def cell(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def write_lines(lines: Iterable[Sequence[str]]) -> None:
    """To stdout. On a terminal, what a device sends must not drive it."""
    shown = printable if sys.stdout.isatty() else str
    writer = csv.writer(sys.stdout, lineterminator="\n")
    for line in lines:
        writer.writerow([shown(text) for text in line])
    sys.stdout.flush()
