"""Times of a store's own type, such as Firestore's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from crosstwin_contract.times import SECOND, first_instant, last_instant, nanoseconds, sort_key

_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class NativeTimes:
    """A store's own type: Firestore's, in microseconds."""

    orders_by_time = True
    expected = "a timestamp"

    def id_of(self, value: Any) -> str | None:
        if not isinstance(value, datetime) or value.tzinfo is None:
            return None
        if value.tzinfo is not UTC:
            value = value.astimezone(UTC)
        text = value.isoformat()[: -len("+00:00")]
        return f"{text.rstrip('0')}Z" if len(text) > SECOND else f"{text}Z"

    def value_of(self, stored_id: str) -> datetime:
        return _moment(nanoseconds(sort_key(stored_id)) // 1000)

    def first(self, bound: str | None) -> datetime | None:
        return None if bound is None else _moment(-(-first_instant(bound) // 1000))

    def last(self, bound: str | None) -> datetime | None:
        return None if bound is None else _moment(last_instant(bound) // 1000)


def _moment(microseconds: int) -> datetime:
    try:
        return _EPOCH.replace(tzinfo=UTC) + timedelta(microseconds=microseconds)
    except OverflowError:
        return (datetime.min if microseconds < 0 else datetime.max).replace(tzinfo=UTC)
