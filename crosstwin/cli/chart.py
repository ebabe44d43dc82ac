"""Small charts of a property over time, in plain characters: they need neither colour nor a wide terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crosstwin.cli.zones import IN_UTC, Zone
from crosstwin.readers.answers import Point, moment

WIDEST = 76
_NARROWEST = 34  # below this an axis leaves no room for the curve
_BARS, _ASCII_BARS = "▁▂▃▄▅▆▇█", "_.-~=+*#"
_TO_ASCII = str.maketrans("┌┐└┘─│┤├┬┴┼", "++++-||||++")


def is_numeric(points: Sequence[Point]) -> bool:
    """Whether a chart can show these values: at least two of them, all numbers."""
    return len(points) > 1 and are_numbers(points)


def are_numbers(points: Sequence[Point]) -> bool:
    return all(isinstance(point.value, int | float) and not isinstance(point.value, bool) for point in points)


def draw(
    title: str,
    points: Sequence[Point],
    *,
    width: int,
    height: int = 9,
    ascii_only: bool = False,
    zone: Zone = IN_UTC,
) -> str:
    """A line chart of at most `width` characters and `height` lines; in little room, one line of bars.

    The points are numbers (`is_numeric`). Times are shown in the zone.
    """
    ordered = sorted((moment(point.time).timestamp(), float(point.value)) for point in points)
    width = min(width, WIDEST)
    if width < _NARROWEST:
        return _bars(title, ordered, width, _ASCII_BARS if ascii_only else _BARS)
    return _plot(
        title, _thinned(ordered, width * 4), width=width, height=height, ascii_only=ascii_only, zone=zone
    )


def _plot(
    title: str,
    points: Sequence[tuple[float, float]],
    *,
    width: int,
    height: int,
    ascii_only: bool,
    zone: Zone,
) -> str:
    import plotext

    plotext.terminal.limit(False, False)  # otherwise it cuts to its own idea of the terminal
    figure = plotext.figure
    figure.clear()
    figure.theme("colorless")
    figure.plot_size(width, height)
    times, values = zip(*points, strict=True)
    figure.draw(figure.signal(times, values, marker="*" if ascii_only else "braille").lines())
    ticks = [times[0], (times[0] + times[-1]) / 2, times[-1]] if times[-1] > times[0] else [times[0]]
    form = _time_format(times[-1] - times[0])
    figure.ruler("x").ticks(ticks, [datetime.fromtimestamp(tick, zone.info).strftime(form) for tick in ticks])
    figure.ruler("y").frequency(3)
    text: str = plotext.uncolorize(figure.build())
    lines = [f"{title} ({zone.name})"[:width], *(line.rstrip() for line in text.splitlines())]
    drawn = "\n".join(line for line in lines if line)
    return drawn.translate(_TO_ASCII) if ascii_only else drawn


def _bars(title: str, points: Sequence[tuple[float, float]], width: int, bars: str) -> str:
    width = max(width, 8)
    groups = [points[len(points) * n // width : len(points) * (n + 1) // width] for n in range(width)]
    means = [sum(value for _, value in group) / len(group) for group in groups if group]
    lowest, highest = min(means), max(means)
    scale = (len(bars) - 1) / (highest - lowest) if highest > lowest else 0
    line = "".join(bars[round((mean - lowest) * scale)] for mean in means)
    return f"{title[:width]}\n{line}"


def _thinned(points: Sequence[tuple[float, float]], most: int) -> list[tuple[float, float]]:
    """Every stretch's lowest and highest point: fewer points, but no peak is lost."""
    if len(points) <= most:
        return list(points)
    size = -(-len(points) * 2 // most)
    kept: list[tuple[float, float]] = []
    for first in range(0, len(points), size):
        stretch = points[first : first + size]
        kept += sorted({min(stretch, key=lambda p: p[1]), max(stretch, key=lambda p: p[1])})
    return kept


def _time_format(seconds: float) -> str:
    if seconds < 600:
        return "%H:%M:%S"
    return "%H:%M" if seconds < 86_400 else "%m-%d %H:%M"
