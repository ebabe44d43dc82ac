"""--tz: the zone in which times are shown. Times that are given always have a zone of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from crosstwin.errors import did_you_mean
from crosstwin.readers.answers import moment

LOCAL = "local"
_FRACTION = re.compile(r"\.\d+")


@dataclass(frozen=True, slots=True)
class Zone:
    """`info` is None for this machine's own zone."""

    name: str
    info: tzinfo | None

    def shown(self, time: str) -> str:
        """A reader's time in this zone, with its offset. UTC stays as the reader spelled it."""
        if self.info is UTC:
            return time
        fraction = _FRACTION.search(time)  # finer than a microsecond, it would be lost
        try:
            text = moment(time).astimezone(self.info).isoformat(timespec="seconds")
        except (OverflowError, ValueError):
            return time  # in that zone it is before the year 1, or after the year 9999
        return f"{text[:19]}{fraction[0] if fraction else ''}{text[19:]}"


IN_UTC = Zone("UTC", UTC)


def parse_zone(name: str) -> Zone:
    """The zone of that name in the IANA database, or `local`. Raises ValueError saying what is expected."""

    if name.upper() == "UTC":
        return IN_UTC
    if name == LOCAL:
        return Zone(LOCAL, None)
    known = {zone.lower(): zone for zone in available_timezones()}
    spelled = known.get(name.lower())
    if spelled is None:
        hint = did_you_mean(name, known.values()) or "; expected UTC, local, or a name such as Europe/Berlin"
        raise ValueError(f"{name!r:.60} is not a time zone{hint}")
    return Zone(spelled, ZoneInfo(spelled))
