"""`crosstwin query --last --watch`: asks again and again, only for what is newer than what it has."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.live import Live

from crosstwin.cli.asking import ask_newest
from crosstwin.cli.csv_output import newest_header, newest_lines, write_lines
from crosstwin.cli.render import newest_table
from crosstwin.cli.results import Form, entry_of, print_json, report_failures
from crosstwin.cli.zones import IN_UTC, Zone
from crosstwin.console import output
from crosstwin.readers.answers import sort_key
from crosstwin.readers.client import Newest

if TYPE_CHECKING:
    from rich.table import Table

    from crosstwin.cli.questions import Question


WATCH_SECONDS = 5


def watch(questions: Sequence[Question], form: Form, zone: Zone | None) -> None:
    """Until Ctrl-C. On a terminal the table is drawn again; otherwise what is new is printed, and no more.

    A reader that fails is reported, and asked again the next time.
    """

    known: dict[str, Newest] = {}
    console = output()
    drawn = Live(console=console, auto_refresh=False) if form is Form.TABLE and console.is_terminal else None

    def table(answers: Sequence[Newest], *, whole: bool) -> Table:
        asked = {one.chosen.device: one.chosen.properties if whole else () for one in questions}
        properties = [asked[newest.device] for newest in answers]
        return newest_table(console, answers, properties, zone, named=len(questions) > 1)

    with suppress(KeyboardInterrupt), drawn or nullcontext():
        if form is Form.CSV:
            write_lines([newest_header()])
        while True:
            changed = _look(questions, known)
            if form is Form.JSON and changed:
                print_json({"devices": [entry_of(newest) for newest in changed]})
            elif form is Form.CSV:
                write_lines(newest_lines(changed, zone or IN_UTC))
            elif drawn is not None:
                shown = [known[one.chosen.device] for one in questions if one.chosen.device in known]
                drawn.update(table(shown, whole=True), refresh=True)
            elif form is Form.TABLE and changed:
                console.print(table(changed, whole=False))
            time.sleep(WATCH_SECONDS)


def _look(questions: Sequence[Question], known: dict[str, Newest]) -> list[Newest]:
    """Asks once, and returns the devices with new values, each with those alone."""
    # The oldest: a message with the property that lags behind may be stored after a newer one of the others.
    since = {
        device: min(newest.times.values(), key=sort_key) for device, newest in known.items() if newest.times
    }
    answers = ask_newest(questions, since)
    report_failures(answers)
    changed = []
    for newest in answers:
        if not isinstance(newest, Newest):
            continue
        before = known.get(newest.device, replace(newest, values={}, times={}))
        new = {
            name
            for name, time in newest.times.items()
            if (before.times.get(name), before.values.get(name)) != (time, newest.values[name])
        }
        known[newest.device] = replace(
            newest, values={**before.values, **newest.values}, times={**before.times, **newest.times}
        )
        if new:
            entries = newest.answer["values"]
            changed.append(
                replace(
                    newest,
                    answer={
                        **newest.answer,
                        "values": {name: entries[name] for name in entries if name in new},
                    },
                    values={name: value for name, value in newest.values.items() if name in new},
                    times={name: time for name, time in newest.times.items() if name in new},
                )
            )
    return changed
