"""What people see: in wide and narrow terminals, with and without colour, in Unicode and ASCII."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from rich.console import Console

from crosstwin.cli import chart, render
from crosstwin.readers.answers import Point
from crosstwin.readers.client import History, Newest, Order
from crosstwin.readers.hot_stores.telemetry import sample_records
from crosstwin.twin.deployment import Device

DEVICE = Device(
    id="temperature-sensor-1",
    properties={"temperature": "double", "humidity": "double", "status": "string"},
)


def history(count: int = 60, order: Order = "ASCENDING") -> History:
    records = sample_records(DEVICE, count, end=datetime(2026, 1, 15, 10, 30, tzinfo=UTC))
    if order == "DESCENDING":
        records.reverse()
    columns = {name: [Point(one["id"], one[name]) for one in records] for name in DEVICE.properties}
    return History(DEVICE.id, order, {"propertyValues": []}, columns, (12.4, 20.0))


NEWEST = Newest(DEVICE.id, {}, {"temperature": 21.5, "humidity": 40.25, "status": "ok"}, (8.6,))


def shown(
    draw: Callable[[Console], object], width: int = 80, encoding: str = "utf-8", *, terminal: bool = False
) -> str:
    written = io.BytesIO()
    file = io.TextIOWrapper(written, encoding)
    # With markup, as a Console has it by default: what is shown must not depend on that.
    console = Console(file=file, width=width, force_terminal=terminal, legacy_windows=False)
    draw(console)
    file.flush()
    return written.getvalue().decode(encoding)


def reading(console: Console) -> None:
    render.show_reading(console, cloud="azure", route="Function URL", newest=NEWEST, history=history())


def test_a_reading_says_where_it_came_from_and_how_long_it_took() -> None:
    text = shown(reading)
    assert text.splitlines()[0].split("|")[0].strip() == "temperature-sensor-1"
    assert "|  azure  |  Function URL" in text
    assert "newest values in 9 ms, 60 rows in 32 ms (2 pages)" in text
    rows = {line.split()[0]: line.split() for line in text.splitlines()[2:5]}
    assert rows["status"] == ["status", "ok", "-", "-", "60"]
    low, high = float(rows["temperature"][2]), float(rows["temperature"][3])
    assert low < high
    assert rows["humidity"][1] == "40.25"
    assert "temperature (UTC)" in text
    assert "09:31" in text
    assert "10:30" in text
    assert "status (UTC)" not in text


@pytest.mark.parametrize("width", [20, 30, 40, 60, 80, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_nothing_is_wider_than_the_terminal(width: int, encoding: str) -> None:
    for draw in (
        reading,
        lambda console: render.show_histories(console, [history(7)]),
        lambda console: render.show_charts(console, history()),
    ):
        text = shown(draw, width, encoding)
        assert max(len(line) for line in text.splitlines()) <= width
        assert "10:30" in text or width < 40


def test_colour_is_for_terminals_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in shown(reading)
    assert "\x1b[36m" in shown(reading, terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[36m" not in shown(reading, terminal=True)


def test_a_narrow_terminal_gets_one_line_of_bars() -> None:
    text = shown(lambda console: render.show_charts(console, history()), 24)
    title, bars = text.splitlines()[:2]
    assert title == "temperature"
    assert len(bars) == 24
    assert {"▁", "█"} < set(bars)


def test_a_long_table_is_one_table() -> None:
    text = shown(lambda console: render.show_histories(console, [history(1300)]))
    lines = text.splitlines()
    assert len(lines) == 1301
    assert len({len(line) for line in lines}) == 1
    assert sum("temperature" in line for line in lines) == 1
    times = [line.split()[0] for line in lines[1:]]
    assert times == sorted(times)


def test_a_descending_table_keeps_its_order() -> None:
    text = shown(lambda console: render.show_histories(console, [history(5, "DESCENDING")]))
    times = [line.split()[0] for line in text.splitlines()[1:]]
    assert times == sorted(times, reverse=True)
    assert len(times) == 5


def test_rows_are_in_the_order_of_time_not_of_text() -> None:
    columns = {
        "a": [Point("2026-01-15T10:30:00Z", 1), Point("2026-01-15T10:30:00.5Z", 2)],
        "b": [Point("2026-01-15T10:30:00.25Z", 3), Point("2026-01-15T10:30:00.25Z", 4)],
        "c": [Point("2026-01-15T10:30:00.1234567891Z", 5), Point("2026-01-15T10:30:00.1234567889Z", 6)],
    }
    text = shown(
        lambda console: render.show_histories(console, [History("d", "ASCENDING", {}, columns, (1.0,))])
    )
    assert [line.split()[1:] for line in text.splitlines()[1:]] == [
        ["1", "-", "-"],
        ["-", "-", "6"],
        ["-", "-", "5"],
        ["-", "3", "-"],
        ["-", "4", "-"],
        ["2", "-", "-"],
    ]


def test_values_are_shown_as_what_they_are() -> None:
    values = [True, 7, 1.5, 2**53 + 1, "[b]x[/b]", [1, "a"], {"k": None}, "\x1b[0m\t\u202e"]
    columns = {"x": [Point(f"2026-01-15T10:30:0{n}Z", value) for n, value in enumerate(values)]}
    text = shown(
        lambda console: render.show_histories(console, [History("d", "ASCENDING", {}, columns, (1.0,))])
    )
    assert [line.split(maxsplit=1)[1].strip() for line in text.splitlines()[1:]] == [
        "true",
        "7",
        "1.5",
        "9007199254740993",
        "[b]x[/b]",
        '[1, "a"]',
        '{"k": null}',
        "\\x1b[0m\\t\\u202e",
    ]


@pytest.mark.parametrize(
    "values", [[5, 5, 5], [1e18, 2e18], [0, -1e-9, 1e12], [3, 3.0000001], [-(2**62), 2**62]]
)
@pytest.mark.parametrize("width", [10, 33, 34, 76])
def test_any_numbers_can_be_charted(values: list[float], width: int) -> None:
    points = [Point(f"2026-01-15T10:3{n}:00Z", value) for n, value in enumerate(values)]
    drawn = chart.draw("x", points, width=width, height=8)
    assert max(len(line) for line in drawn.splitlines()) <= width
    assert len(drawn.splitlines()) <= 9


def test_points_of_one_time_can_be_charted() -> None:
    assert chart.draw("x", [Point("2026-01-15T10:30:00Z", 1), Point("2026-01-15T10:30:00Z", 2)], width=60)


def test_a_peak_among_many_points_is_not_lost() -> None:
    times = [f"2026-01-15T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z" for n in range(20_000)]
    points = [Point(time, 100.0 if n == 12_345 else 1.0) for n, time in enumerate(times)]
    drawn = chart.draw("x", points, width=70)
    assert "100" in drawn


@pytest.mark.parametrize("values", [[], [1], ["a", "b"], [True, False], [1, "a"]])
def test_what_has_no_curve_has_no_chart(values: list[object]) -> None:
    assert not chart.is_numeric([Point("2026-01-15T10:30:00Z", value) for value in values])


def test_newest_values_of_very_many_devices_are_lines_of_the_same_columns() -> None:
    one = Newest("d", {}, {"rpm": 900}, (1.0,), {"rpm": "2026-01-15T10:30:00Z"})
    few, many = (
        shown(
            lambda console, count=count: render.show_newest(
                console, [one] * count, [("rpm", "load")] * count, named=True
            )
        )
        for count in (3, 2000)
    )
    assert [line.split() for line in few.splitlines()] == [line.split() for line in many.splitlines()[:7]]
    assert len(many.splitlines()) == 4001
