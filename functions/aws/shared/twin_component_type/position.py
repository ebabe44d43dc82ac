"""Where a page over several clouds ends: `nextToken`, a place in each cloud's devices."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from hotread.errors import InvalidQuery

_LONGEST_TOKEN = 17_880  # AWS IoT TwinMaker's limit for nextToken


@dataclass(frozen=True, slots=True)
class Place:
    """In the devices of one cloud: the number of the list that is asked next, and its reader's own token."""

    part: int = 0
    token: str | None = None


def fingerprint(component_type: str, devices: Mapping[str, list[str]]) -> str:
    """Of what a token is for. Another list of devices would make its numbers mean others."""
    text = json.dumps([component_type, devices], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def encoded(places: Mapping[str, Place], of: str) -> str:
    """A token: the clouds that are not at their end."""
    content = {"of": of, "at": {cloud: [place.part, place.token] for cloud, place in places.items()}}
    return base64.urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode()


def decoded(token: object, of: str) -> dict[str, Place]:
    """Raises InvalidQuery for a token that is not of a query for these devices."""
    fault = InvalidQuery("nextToken was not issued by this reader", "INVALID_NEXT_TOKEN")
    if not isinstance(token, str) or len(token) > _LONGEST_TOKEN:
        raise fault
    try:
        content = json.loads(base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True))
        found, places = content["of"], content["at"].items()
        places = {cloud: Place(part, own) for cloud, (part, own) in places}
    except (binascii.Error, UnicodeError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise fault from None
    if found != of:
        message = "nextToken is of a query for other devices: query the first page again"
        raise InvalidQuery(message, "INVALID_NEXT_TOKEN")
    # An unknown place would begin again at the first page, and no place would be an empty answer.
    if not places or any(
        type(place.part) is not int or not isinstance(place.token, str | None) for place in places.values()
    ):
        raise fault
    return places
