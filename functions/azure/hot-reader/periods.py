"""The partitions of a device by a key of device and period, such as `{device}-{YYYY}-{MM}`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crosstwin_contract.partitions import partition_of
from crosstwin_contract.records import RecordMapping
from crosstwin_contract.times import SECOND, first_instant, key_at, last_instant
from hotread.errors import InvalidQuery

# How many periods of each length are looked through for a device's newest record.
_LOOKED_BACK = {"{HH}": 48, "{DD}": 62, "{MM}": 25, "{YYYY}": 5}
_STEPS = {
    "{HH}": timedelta(hours=1),
    "{DD}": timedelta(days=1),
    "{MM}": timedelta(days=28),
    "{YYYY}": timedelta(days=365),
}
MOST_PERIODS = 400
_AHEAD = timedelta(days=1)


def periods(
    mapping: RecordMapping, device: str, first_id: str | None, last_id: str | None, *, descending: bool
) -> list[tuple[str, ...]]:
    """The partition keys of the device from one bound to the other, in the order asked.

    Without a first bound, those of the last periods. None is later than a day from now.
    Raises InvalidQuery where there are more than MOST_PERIODS.
    """
    levels = "/".join(mapping.partition_key)
    unit = next(part for part in (*_LOOKED_BACK, "") if part in levels)
    if not unit:
        return [partition_of(mapping, device, key_at(0))]
    step = _STEPS[unit]
    end = datetime.now(UTC) + _AHEAD
    if last_id is not None:
        end = min(end, _moment(last_instant(last_id)))
    begin = end - step * _LOOKED_BACK[unit]
    if first_id is not None:
        begin = _moment(first_instant(first_id))
        if (end - begin) / step > MOST_PERIODS:
            raise InvalidQuery(
                f"startTime: the range is over {MOST_PERIODS} of the periods that the store is kept in"
            )
    found: dict[tuple[str, ...], None] = {}
    moment = begin
    while moment < end:
        found[partition_of(mapping, device, moment.isoformat())] = None
        moment += step
    if begin <= end:
        found[partition_of(mapping, device, end.isoformat())] = None
    return [*reversed(found)] if descending else [*found]


def _moment(instant: int) -> datetime:
    return datetime.fromisoformat(key_at(instant)[:SECOND]).replace(tzinfo=UTC)
