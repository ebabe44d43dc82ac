"""An answer without a value: there is no data, or the store's mapping does not fit its records."""

from __future__ import annotations

from collections.abc import Sequence

from crosstwin_contract.times import is_stored_id

from hotread.errors import InvalidStoredRecord
from hotread.record import ID_FIELD, Record
from hotread.store import HotStore, InvalidTime, WithoutValues, checked_id

# At each end: some records of a device can be without values, such as heartbeats.
_RECORDS = 10
_MOST_NAMES = 10


def require_a_fit(store: HotStore, device: str) -> None:
    """Raises InvalidStoredRecord where a history is empty because the mapping does not fit the records.

    Of times, that is where neither the newest nor the oldest record has a valid one; where one of them has a
    time of another form than the store's, such as seconds instead of milliseconds; and of a store that orders
    by time, where the newest one has no valid time. Of values, see `require_values`.
    """
    records = _end(store, device, descending=True)
    if not records:
        return
    newest = records[0]
    is_time = is_stored_id(newest.get(ID_FIELD))
    if not is_time and (store.orders_by_time or _is_of_another_form(newest)):
        checked_id(newest, device)
    if not is_time or store.orders_by_time:
        # Without a time at all, it may be no telemetry: some stores order such items before all others.
        for oldest in _end(store, device, descending=False):
            if not is_time or _is_of_another_form(oldest):
                checked_id(oldest, device)
    if isinstance(newest, WithoutValues):
        require_values(store, device)


def require_values(store: HotStore, device: str) -> None:
    """Raises InvalidStoredRecord where neither the newest nor the oldest records have the map of properties.

    The message has the names of the newest one's fields, and no value.
    """
    found: list[WithoutValues] = []
    for descending in (True, False):
        for record in _end(store, device, descending=descending, limit=_RECORDS):
            if not isinstance(record, WithoutValues):
                return
            found.append(record)
    if not found:
        return
    record = found[0]
    names = [f"{name!r:.60}" for name in record.names[:_MOST_NAMES]]
    if len(record.names) > _MOST_NAMES:
        names.append("…")
    raise InvalidStoredRecord(
        f"device {device!r}: neither its newest nor its oldest records have the field {record.field!r}, "
        f"which `values` names; the newest one has {', '.join(names) or 'no field'} beside device and time"
    )


def _end(store: HotStore, device: str, *, descending: bool, limit: int = 1) -> Sequence[Record]:
    return store.page(
        device, None, None, descending=descending, properties=(), limit=limit, continuation=None
    ).records


def _is_of_another_form(record: Record) -> bool:
    found = record.get(ID_FIELD)
    return isinstance(found, InvalidTime) and found.fits != ""
