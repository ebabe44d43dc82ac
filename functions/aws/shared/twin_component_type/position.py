"""Where a page over several clouds ends: `nextToken`, a place in each cloud's devices."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hotread import position
from hotread.errors import InvalidQuery


@dataclass(frozen=True, slots=True)
class Place:
    """In the devices of one cloud: the number of the first that is asked next, and its reader's own token.

    `listed` is how many of the devices from there on are in the pages up to that token.
    """

    first: int = 0
    token: str | None = None
    listed: int = 0


def fingerprint(component_type: str, devices: Mapping[str, list[str]], selected: Sequence[str]) -> str:
    """Of what a token is for.

    Another list of devices would make its numbers mean others. With other properties selected, a cloud's
    reader would be asked for other devices than those that its own token is for.
    """
    text = json.dumps([component_type, devices, selected], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def encoded(places: Mapping[str, Place], of: str) -> str:
    """A token: the clouds that are not at their end."""
    content = {
        "of": of,
        "at": {cloud: [place.first, place.token, place.listed] for cloud, place in places.items()},
    }
    return position.encoded(json.dumps(content, separators=(",", ":")))


def decoded(token: object, of: str) -> dict[str, Place]:
    """Raises InvalidQuery for a token that is not of a query for these devices."""
    text = position.decoded(token)
    try:
        content = json.loads(text)
        found, places = content["of"], content["at"].items()
        places = {cloud: Place(first, own, listed) for cloud, (first, own, listed) in places}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise position.not_issued() from None
    if found != of:
        message = "nextToken is of a query for other devices or properties: query the first page again"
        raise InvalidQuery(message, "INVALID_NEXT_TOKEN")
    # An unknown place would begin again at the first page, and no place would be an empty answer.
    if not places or any(
        (type(place.first), type(place.listed)) != (int, int) or not isinstance(place.token, str | None)
        for place in places.values()
    ):
        raise position.not_issued()
    return places
