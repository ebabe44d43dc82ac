"""Why an event is not stored. No message holds a telemetry value: Lambda logs it."""

from __future__ import annotations


class InvalidEvent(Exception):
    """The event is not a valid record; the message names the field."""


class ConflictingEvent(Exception):
    """Another record has the event's device and time; the message names the properties that differ."""
