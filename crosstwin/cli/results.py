"""What `crosstwin query` prints: tables, charts, CSV or JSON, and which devices failed."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any

from crosstwin.cli.csv_output import history_lines, newest_header, newest_lines, write_lines
from crosstwin.cli.render import show_charts, show_histories, show_newest, show_timings
from crosstwin.cli.zones import IN_UTC, Zone
from crosstwin.console import listed, messages, note, output, printable, printable_lines
from crosstwin.readers.client import History, Newest, ReaderError
from crosstwin.readers.many import DeviceFailure

if TYPE_CHECKING:
    from crosstwin.cli.questions import Question


_MOST_NAMED = 3  # of the devices that failed alike
_MOST_ERRORS = 10  # different ones; of a fleet, each can name a device of its own
# Where a reader did not answer at all, it gave no code.
_READER_FAILED = "READER_FAILED"


class Form(Enum):
    TABLE = "table"
    CHART = "chart"
    CSV = "csv"
    JSON = "json"


def print_newest(
    questions: Sequence[Question], answers: Sequence[Newest | DeviceFailure], form: Form, zone: Zone | None
) -> None:
    """In the order of the questions. `zone` is None unless one was chosen."""
    whole = [one for one in answers if isinstance(one, Newest)]
    if form is Form.JSON:
        entries = [entry_of(one) for one in answers]
        print_json(with_ages(whole[0]) if len(questions) == 1 and whole else {"devices": entries})
    elif form is Form.CSV:
        write_lines([newest_header(), *newest_lines(whole, zone or IN_UTC)])
    elif whole:
        asked = {one.chosen.device: one.chosen.properties for one in questions}
        properties = [asked[newest.device] for newest in whole]
        show_newest(output(), whole, properties, zone, named=len(questions) > 1)
        show_timings(messages(), newest=whole)


def print_histories(answers: Sequence[History | DeviceFailure], form: Form, zone: Zone) -> None:
    whole = [one for one in answers if isinstance(one, History)]
    if form is Form.JSON:
        print_json(whole[0].answer if len(answers) == 1 and whole else {"devices": [*map(entry_of, answers)]})
    elif form is Form.CSV:
        write_lines(history_lines(whole, zone))
    elif form is Form.CHART:
        for history in whole:
            _print_charts(history, zone, named=len(answers) > 1)
    elif whole:
        show_histories(output(), whole, zone)
    if len(answers) == 1 and whole and whole[0].stopped_early:
        note(f"stopped after {whole[0].rows} rows (--limit); there are more")
    if whole and form in (Form.TABLE, Form.CHART):
        show_timings(messages(), histories=whole)


def _print_charts(history: History, zone: Zone, *, named: bool) -> None:
    console = output()
    if named:
        console.print(printable(history.device))
    if left_out := show_charts(console, history, zone=zone):
        whose = f" of {history.device}" if named else ""
        note(f"no chart of {', '.join(left_out)}{whose}: a chart needs at least two numbers")


def report_failures(answers: Sequence[Any]) -> bool:
    """Says which devices failed and why, those alike in one line, up to ten lines. Whether some failed."""
    alike: dict[str, list[str]] = {}
    for one in answers:
        if isinstance(one, DeviceFailure):
            alike.setdefault(str(one.error), []).append(one.device)
    shown = list(alike.items())[:_MOST_ERRORS]
    for error, devices in shown:
        named = listed(devices, _MOST_NAMED)
        messages().print(f"crosstwin: error: {printable(named)}: {printable_lines(error)}")
    if rest := sum(map(len, alike.values())) - sum(len(devices) for _, devices in shown):
        messages().print(f"crosstwin: error: {rest} more failed; --json has the error of each")
    return bool(alike)


def with_ages(newest: Newest) -> Mapping[str, object]:
    """The answer of one device, and how many seconds old each value is."""
    entries = {
        name: {**entry, **_age(newest, name)} for name, entry in newest.answer["propertyValues"].items()
    }
    return {**newest.answer, "propertyValues": entries}


def entry_of(one: Newest | History | DeviceFailure) -> Mapping[str, object]:
    """A device in the answer of many, with the ages of newest values."""
    if isinstance(one, DeviceFailure):
        code = one.error.code if isinstance(one.error, ReaderError) else None
        message = one.error.message if isinstance(one.error, ReaderError) else str(one.error)
        return {"iotDeviceId": one.device, "error": {"code": code or _READER_FAILED, "message": message}}
    if isinstance(one, History):
        return {"iotDeviceId": one.device, **one.answer}
    values = one.answer.get("values", {})
    return {
        "iotDeviceId": one.device,
        "values": {name: {**entry, **_age(one, name)} for name, entry in values.items()},
    }


def _age(newest: Newest, name: str) -> Mapping[str, float]:
    age = newest.age(name)
    return {} if age is None else {"ageSeconds": round(age, 3)}


def print_json(answer: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None) + "\n")
    sys.stdout.flush()
