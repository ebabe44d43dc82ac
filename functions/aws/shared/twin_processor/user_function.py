"""The user's `process(event)`. Its failures are reported by name, without the telemetry in them."""

from __future__ import annotations

import importlib
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from twin_processor.errors import InvalidEvent, UserFunctionError
from twin_processor.event import Event, device_of, encode

_NAME = "process() in process.py"


def user_process() -> Callable[[Event], bytes]:
    """The function beside the entry point. Raises UserFunctionError if there is no such function."""
    function = getattr(importlib.import_module("process"), "process", None)
    if not callable(function):
        raise UserFunctionError("process.py has no function process(event)")
    return guarded(function)


def guarded(function: Callable[[Event], Any]) -> Callable[[Event], bytes]:
    """The function, its result as JSON.

    Raises UserFunctionError where the function raises or does not give back an event. The message of its
    own exception is left out, as it may hold telemetry and Lambda logs it: type and line stay.
    """

    def process(event: Event) -> bytes:
        # Looked at first: the function may change the event.
        name = f"{_NAME}, for device {device_of(event)},"
        try:
            result = function(event)
        except Exception as error:
            raise UserFunctionError(f"{name} raised {type(error).__name__} at {_place(error)}") from None
        if result is None:
            raise UserFunctionError(f"{name} returned nothing; expected the event to store")
        try:
            return encode(result)
        except InvalidEvent as error:
            raise UserFunctionError(f"{name} returned no valid event: {error}") from None

    return process


def _place(error: Exception) -> str:
    """The innermost line: `process.py, line 12`."""
    innermost = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(innermost.filename).name}, line {innermost.lineno}"
