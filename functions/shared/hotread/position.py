"""Where a history goes on: `nextToken`, the time and id of the last row that was answered.

It is the row's own key rather than a store's cursor, so it means the same on every cloud, outlives
a redeployment, and stays right while rows are written. It can only narrow a query: device and range
always come from the query itself.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any, NamedTuple

from crosstwin_contract.times import is_stored_id, sort_key

from hotread.errors import InvalidQuery
from hotread.store import ID_FIELD, NAME_FIELD, Record

_LONGEST_TOKEN = 17_880  # AWS IoT TwinMaker's limit for nextToken
_VERSION = "1:"
_NAMED = "2:"  # with the record's name after the time


class Position(NamedTuple):
    """A row's place in a history: rows are ordered by sort key, then by id, then by name if any."""

    key: str
    id: str
    name: str = ""

    @classmethod
    def of(cls, record: Record) -> Position:
        """The position of a record whose `id` is a valid time."""
        stored_id = record[ID_FIELD]
        return cls(sort_key(stored_id), stored_id, record.get(NAME_FIELD, ""))


def next_token(stored_id: str, name: str = "") -> str:
    """The opaque token of the position after the row with this id, and this name where ids are not unique."""
    text = f"{_NAMED}{stored_id} {name}" if name else f"{_VERSION}{stored_id}"
    return base64.urlsafe_b64encode(text.encode()).decode()


def parse_next_token(token: Any) -> Position:
    """Raises InvalidQuery for anything that `next_token` did not make."""
    fault = InvalidQuery("nextToken was not issued by this reader", "INVALID_NEXT_TOKEN")
    if not isinstance(token, str) or len(token) > _LONGEST_TOKEN:
        raise fault
    try:
        plain = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError):
        raise fault from None
    version, text = plain[: len(_VERSION)], plain[len(_VERSION) :]
    stored_id, _, name = text.partition(" ") if version == _NAMED else (text, "", "")
    if version not in (_VERSION, _NAMED) or not is_stored_id(stored_id):
        raise fault
    return Position(sort_key(stored_id), stored_id, name)
