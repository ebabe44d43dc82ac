"""What a processor raises. Lambda then runs the event again, and at last puts it into the dead-letter queue.

No message holds a telemetry value: Lambda logs it.
"""

from __future__ import annotations


class ProcessorError(Exception):
    """The base of everything a processor raises by name."""


class InvalidEvent(ProcessorError):
    """An event is not a JSON object; the message names the field that is at fault."""


class UserFunctionError(ProcessorError):
    """The user's function raised, or did not return a valid event."""


class PersisterError(ProcessorError):
    """The persister did not store the event."""
