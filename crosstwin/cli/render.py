"""Answers for people: tables, charts and timings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crosstwin.cli import chart
from crosstwin.cli.csv_output import cell
from crosstwin.cli.rows import history_rows, properties_of
from crosstwin.cli.zones import IN_UTC, Zone
from crosstwin.console import counted, printable
from crosstwin.readers.client import History, Newest
from crosstwin.readers.times import age_text

NOTHING = "-"
_NARROW = 60  # characters: below this, every one counts
_ROWS_AT_ONCE = 500  # a longer table is printed in pieces: rich lays a table out before its first line
_COLOURS = ("cyan", "magenta", "yellow", "green", "blue")


def show_histories(console: Console, answers: Sequence[History], zone: Zone = IN_UTC) -> None:
    """The values as a table: a row for each time, a column for each property, and for several devices."""
    names = properties_of(answers)
    rows = [(history.device, time, row) for history in answers for time, row in history_rows(history)]
    if not rows:
        console.print("no values in this time range")
        return
    times = [zone.shown(time) for _, time, _ in rows]
    day = _common_day(times) if console.width < _NARROW else ""
    of_devices = ["device"] if len(answers) > 1 else []
    header = [*of_devices, day or f"time ({zone.name})", *(printable(name) for name in names)]
    cells = [
        [
            *([device] if of_devices else ()),
            time.removeprefix(f"{day}T").removesuffix("Z") if day else time,
            *(_text(row.get(name, NOTHING)) for name in names),
        ]
        for time, (device, _, row) in zip(times, rows, strict=True)
    ]
    widths = [max(len(row[n]) for row in [header, *cells]) for n in range(len(header))]
    fits = sum(widths) + 2 * len(widths) <= console.width
    first_value = len(header) - len(names)
    for first in range(0, len(cells), _ROWS_AT_ONCE):
        table = _table(console, show_header=first == 0)
        for n, name in enumerate(header):
            numbers = n >= first_value and all(
                chart.are_numbers(history.columns.get(names[n - first_value], ())) for history in answers
            )
            table.add_column(
                Text(name),
                justify="right" if numbers else "left",
                min_width=widths[n] if fits else None,
                overflow="fold",
                no_wrap=n < first_value,
            )
        for row in cells[first : first + _ROWS_AT_ONCE]:
            table.add_row(*(Text(cell) for cell in row))
        console.print(table)


def show_newest(
    console: Console,
    answers: Sequence[Newest],
    properties: Sequence[Sequence[str]],
    zone: Zone | None = None,
    *,
    named: bool = False,
) -> None:
    """The table below; of very many rows, plain lines: rich takes a millisecond for each row."""
    headings, rows = _newest_rows(answers, properties, zone, named=named)
    if len(rows) <= _ROWS_AT_ONCE:
        console.print(_of_cells(console, headings, rows))
        return
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for row in (headings, *rows):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        console.file.write(f"{line.rstrip()}\n")


def newest_table(
    console: Console,
    answers: Sequence[Newest],
    properties: Sequence[Sequence[str]],
    zone: Zone | None = None,
    *,
    named: bool = False,
) -> Table:
    """The newest value of each property that was asked for, its age, and with a zone its time.

    `properties` are those that each device was asked for; `named` adds a column with the device.
    """
    return _of_cells(console, *_newest_rows(answers, properties, zone, named=named))


def _of_cells(console: Console, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = _table(console)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _newest_rows(
    answers: Sequence[Newest], properties: Sequence[Sequence[str]], zone: Zone | None, *, named: bool
) -> tuple[list[str], list[list[str]]]:
    """The headings, and a row of cells for each value."""
    # TwinMaker's form of an answer has no times.
    has_times = any(newest.times for newest in answers)
    headings = [*(["device"] if named else ()), "property", "newest value", *(["age"] if has_times else ())]
    rows = []
    for newest, names in zip(answers, properties, strict=True):
        for name in dict.fromkeys((*names, *newest.values)):
            time = newest.times.get(name)
            rows.append(
                [
                    *([newest.device] if named else ()),
                    printable(name),
                    _text(newest.values.get(name, NOTHING)),
                    *([_age(newest, name)] if has_times else ()),
                    *([zone.shown(time) if time else NOTHING] if zone and has_times else ()),
                ]
            )
    return [*headings, *([f"time ({zone.name})"] if zone and has_times else ())], rows


def show_charts(console: Console, history: History, *, height: int = 9, zone: Zone = IN_UTC) -> list[str]:
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
            zone=zone,
        )
        console.print(Text(drawn, style=_COLOURS[number % len(_COLOURS)]), no_wrap=True, overflow="ignore")
    return left_out


def show_timings(
    console: Console, *, newest: Sequence[Newest] = (), histories: Sequence[History] = ()
) -> None:
    """How long the readers took, as this machine saw it: of several, the one that took longest."""
    parts = []
    if newest:
        parts.append(f"newest values in {_milliseconds(newest)}")
    if histories:
        pages = max(len(history.milliseconds) for history in histories)
        parts.append(
            f"{counted(sum(history.rows for history in histories), 'row')} in {_milliseconds(histories)}"
            + (f" ({pages} pages)" if pages > 1 else "")
        )
    console.print(Text(", ".join(parts), style="dim"))


def show_reading(console: Console, *, cloud: str, route: str, newest: Newest, history: History) -> None:
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
    show_charts(console, history, height=8)
    show_timings(console, newest=[newest], histories=[history])


def _age(newest: Newest, name: str) -> str:
    age = newest.age(name)
    return NOTHING if age is None else age_text(age)


def _table(console: Console, *, show_header: bool = True) -> Table:
    gap = 1 if console.width < _NARROW else 2
    return Table(box=None, pad_edge=False, padding=(0, gap, 0, 0), show_header=show_header)


def _common_day(times: Sequence[str]) -> str:
    """The date that all the times have, or nothing: it can stand in the heading instead of in each row."""
    days = {time.partition("T")[0] for time in times}
    return days.pop() if len(days) == 1 else ""


def _text(value: Any) -> str:
    return printable(cell(value))


def _milliseconds(answers: Sequence[Newest] | Sequence[History]) -> str:
    return f"{max(sum(one.milliseconds) for one in answers):.0f} ms"
