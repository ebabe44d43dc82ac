"""Where a history goes on: `nextToken`, the time and id of the last row that was answered.

It is the row's own key rather than a store's cursor, so it means the same on every cloud, outlives
a redeployment, and stays right while rows are written. It can only narrow a query: device and range
always come from the query itself. In the histories of many devices it also says with which of them to go on.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any, NamedTuple

from crosstwin_contract.times import is_stored_id, sort_key

from hotread.errors import InvalidQuery
from hotread.record import ID_FIELD, NAME_FIELD, Record

LONGEST_TOKEN = 17_880  # characters; AWS IoT TwinMaker's limit for nextToken
_ID, _ID_AND_NAME, _PLACE = "1:", "2:", "3:"  # what a token holds
_NO_POSITION = "-"
_MOST_DIGITS = 3  # of a device's number


class Position(NamedTuple):
    """A row's place in a history: rows are ordered by sort key, then by id, then by name if any."""

    key: str
    id: str
    name: str = ""

    @classmethod
    def at(cls, stored_id: str, name: str = "") -> Position:
        """The position of a record with this id, which is a valid time."""
        return cls(sort_key(stored_id), stored_id, name)

    @classmethod
    def of(cls, record: Record) -> Position:
        """The position of a record whose `id` is a valid time."""
        return cls.at(record[ID_FIELD], record.get(NAME_FIELD, ""))


class Place(NamedTuple):
    """A place in the histories of many devices: the device, and its number in the list, from 0 on.

    `after` is the position in its history, None at the history's start.
    """

    number: int
    device: str
    after: Position | None = None


def next_token(stored_id: str, name: str = "") -> str:
    """The opaque token of the position after the row with this id, and this name where ids are not unique."""
    return encoded(f"{_ID_AND_NAME}{stored_id} {name}" if name else f"{_ID}{stored_id}")


def token_of_place(place: Place) -> str:
    """The opaque token of a place in the histories of many devices."""
    after = next_token(place.after.id, place.after.name) if place.after else _NO_POSITION
    return encoded(f"{_PLACE}{place.number} {after} {place.device}")


def parse_next_token(token: Any) -> Position:
    """Raises InvalidQuery for anything that `next_token` did not make."""
    version, text = _version_and_text(token)
    stored_id, _, name = text.partition(" ") if version == _ID_AND_NAME else (text, "", "")
    if version not in (_ID, _ID_AND_NAME) or not is_stored_id(stored_id):
        raise not_issued()
    return Position.at(stored_id, name)


def parse_token_of_place(token: Any) -> Place:
    """Raises InvalidQuery for anything that `token_of_place` did not make."""
    version, text = _version_and_text(token)
    number, _, rest = text.partition(" ")
    after, _, device = rest.partition(" ")
    if version != _PLACE or not (number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS):
        raise not_issued()
    return Place(int(number), device, None if after == _NO_POSITION else parse_next_token(after))


def _version_and_text(token: Any) -> tuple[str, str]:
    """What kind of token it is, and the rest."""
    plain = decoded(token)
    return plain[: len(_ID)], plain[len(_ID) :]


def encoded(text: str) -> str:
    """An opaque token that holds the text."""
    return base64.urlsafe_b64encode(text.encode()).decode()


def decoded(token: Any) -> str:
    """The text that a token holds. Raises InvalidQuery for what is not a token."""
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise not_issued()
    try:
        return base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError):
        raise not_issued() from None


def not_issued() -> InvalidQuery:
    """The error for a token that this reader did not make."""
    return InvalidQuery("nextToken was not issued by this reader", "INVALID_NEXT_TOKEN")
