"""Answers for people: tables, charts and timings."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crosstwin.cli import chart
from crosstwin.console import printable
from crosstwin.readers.answers import Columns, Point, sort_key
from crosstwin.readers.client import History, Newest
from crosstwin.readers.times import age_seconds, age_text

NOTHING = "-"
_NARROW = 60  # characters: below this, every one counts
_ROWS_AT_ONCE = 500  # a longer table is printed in pieces: rich lays a table out before its first line
_COLOURS = ("cyan", "magenta", "yellow", "green", "blue")


def show_history(console: Console, history: History) -> None:
    """The values as a table: a row for each time (UTC), a column for each property."""
    names = list(history.columns)
    rows = list(_rows(history.columns, descending=history.order == "DESCENDING"))
    if not rows:
        console.print("no values in this time range")
        return
    day = _common_day([time for time, _ in rows]) if console.width < _NARROW else ""
    header = [day or "time (UTC)", *(printable(name) for name in names)]
    cells = [
        [
            time.removeprefix(f"{day}T").removesuffix("Z") if day else time,
            *(_text(row.get(name, NOTHING)) for name in names),
        ]
        for time, row in rows
    ]
    widths = [max(len(row[n]) for row in [header, *cells]) for n in range(len(header))]
    fits = sum(widths) + 2 * len(widths) <= console.width
    for first in range(0, len(cells), _ROWS_AT_ONCE):
        table = _table(console, show_header=first == 0)
        for n, name in enumerate(header):
            numbers = n > 0 and _all_numbers(history.columns[names[n - 1]])
            table.add_column(
                Text(name),
                justify="right" if numbers else "left",
                min_width=widths[n] if fits else None,
                overflow="fold",
                no_wrap=n == 0,
            )
        for row in cells[first : first + _ROWS_AT_ONCE]:
            table.add_row(*(Text(cell) for cell in row))
        console.print(table)


def show_newest(console: Console, newest: Newest, properties: Sequence[str]) -> None:
    """The newest value of each property that was asked for."""
    table = _table(console)
    # TwinMaker's form of an answer has no times.
    headings = ("property", "newest value", "age") if newest.times else ("property", "newest value")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for name in dict.fromkeys((*properties, *newest.values)):
        cells = (printable(name), _text(newest.values.get(name, NOTHING)), _age(newest, name))
        table.add_row(*(Text(cell) for cell in cells[: len(headings)]))
    console.print(table)


def show_charts(console: Console, history: History, *, height: int = 9) -> list[str]:
    """A small chart for each numeric property. Returns the properties that no chart can show."""
    left_out: list[str] = []
    for number, (name, points) in enumerate(history.columns.items()):
        if not chart.is_numeric(points):
            left_out.append(name)
            continue
        drawn = chart.draw(
            printable(name),
            points,
            width=console.width,
            height=height,
            ascii_only=console.options.ascii_only,
        )
        console.print(Text(drawn, style=_COLOURS[number % len(_COLOURS)]), no_wrap=True, overflow="ignore")
    return left_out


def show_timings(console: Console, *, newest: Newest | None = None, history: History | None = None) -> None:
    """How long the readers took, as this machine saw it."""
    parts = []
    if newest is not None:
        parts.append(f"newest values in {_milliseconds(newest.milliseconds)}")
    if history is not None:
        pages = len(history.milliseconds)
        parts.append(
            f"{_count(history.rows, 'row')} in {_milliseconds(history.milliseconds)}"
            + (f" ({pages} pages)" if pages > 1 else "")
        )
    console.print(Text(", ".join(parts), style="dim"))


def show_reading(
    console: Console, *, cloud: str, route: str, newest: Newest, history: History, chart_height: int = 8
) -> None:
    """One device: where its data is and how it was asked, newest values, charts of the history, timings.

    `route` is in words, such as `Function URL` or `connector factory-azure-data-connector`.
    """
    heading = f"{history.device}  |  {cloud}  |  {route}"
    console.print(Text(printable(heading), style="bold"), overflow="fold")
    table = _table(console)
    table.add_column("property", overflow="fold")
    ages = ("age",) if newest.times else ()  # TwinMaker's form of an answer has no times
    figures = ("newest", *ages, "lowest", "highest", "values") if console.width >= 40 else ("newest",)
    for name in figures:
        table.add_column(name, justify="right", overflow="fold")
    for name in dict.fromkeys((*history.columns, *newest.values)):
        points = history.columns.get(name, [])
        values = [point.value for point in points] if chart.is_numeric(points) else []
        cells = (
            _text(newest.values.get(name, NOTHING)),
            *((_age(newest, name),) if newest.times else ()),
            _text(min(values)) if values else NOTHING,
            _text(max(values)) if values else NOTHING,
            str(len(points)),
        )
        table.add_row(Text(printable(name)), *(Text(cell) for cell in cells[: len(figures)]))
    console.print(table)
    show_charts(console, history, height=chart_height)
    show_timings(console, newest=newest, history=history)


def _age(newest: Newest, name: str) -> str:
    time = newest.times.get(name)
    return age_text(age_seconds(time)) if time else NOTHING


def _table(console: Console, *, show_header: bool = True) -> Table:
    gap = 1 if console.width < _NARROW else 2
    return Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), show_header=show_header)


def _rows(columns: Columns, *, descending: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """The columns' values by time. Records whose times are spelled alike are rows of their own."""
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for name, points in columns.items():
        seen: Counter[str] = Counter()
        for point in points:
            rows.setdefault((point.time, seen[point.time]), {})[name] = point.value
            seen[point.time] += 1
    for time, number in sorted(rows, key=lambda key: (sort_key(key[0]), key[1]), reverse=descending):
        yield time, rows[time, number]


def _all_numbers(points: Sequence[Point]) -> bool:
    return all(isinstance(point.value, int | float) and not isinstance(point.value, bool) for point in points)


def _common_day(times: Sequence[str]) -> str:
    """The date that all the times have, or nothing: it can stand in the heading instead of in each row."""
    days = {time.partition("T")[0] for time in times}
    return days.pop() if len(days) == 1 else ""


def _text(value: Any) -> str:
    if isinstance(value, str):
        return printable(value)
    return printable(json.dumps(value, ensure_ascii=False))


def _milliseconds(times: Sequence[float]) -> str:
    return f"{sum(times):.0f} ms"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
