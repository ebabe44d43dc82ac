"""A history's values by time, for tables and CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from crosstwin.readers.answers import sort_key
from crosstwin.readers.client import History


def properties_of(histories: Iterable[History]) -> list[str]:
    """The properties of some of the histories, each once."""
    return list(dict.fromkeys(name for history in histories for name in history.columns))


def history_rows(history: History) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each time with its values, in the history's order.

    Records whose times are spelled alike are rows of their own.
    """
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for name, points in history.columns.items():
        seen: Counter[str] = Counter()
        for point in points:
            rows.setdefault((point.time, seen[point.time]), {})[name] = point.value
            seen[point.time] += 1
    descending = history.order == "DESCENDING"
    for time, number in sorted(rows, key=lambda key: (sort_key(key[0]), key[1]), reverse=descending):
        yield time, rows[time, number]
