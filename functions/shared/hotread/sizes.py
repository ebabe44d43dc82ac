"""What an answer takes, in bytes: upper bounds that are cheap to count.

Counted as inside a Lambda's response, where the body is a JSON text within a JSON text and each quotation
mark takes two bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from crosstwin_contract.telemetry import NUMBERS
from crosstwin_contract.values import DEEPEST

LARGEST_ANSWER = 5 * 1024 * 1024  # a Lambda's response ends at 6 MB
# {"time":"2026-01-15T10:30:00.123456789Z","value":{"BooleanValue":…}}
VALUE_FRAME = 88
# {"entityPropertyReference":…,"values":[…]}
ENTRY_FRAME = 50
NUMBER = 24  # the longest repr of a double; a 64-bit integer has at most 20 characters


def encoded_size(value: Any, depth: int = 0) -> int:
    """What a stored value takes in an answer, at most. One that is nested too deeply is in no answer."""
    if isinstance(value, str):
        if value.isascii() and value.isalnum():
            return len(value) + 4  # nothing in it is escaped
        return text_size(json.dumps(value))
    if isinstance(value, NUMBERS):
        return NUMBER
    # An answer has an object around each value of a list or map.
    if isinstance(value, list) and depth <= 2 * DEEPEST:
        return sum(encoded_size(item, depth + 1) + 24 for item in value) + 2
    if isinstance(value, Mapping) and depth <= 2 * DEEPEST:
        return sum(encoded_size(key) + encoded_size(item, depth + 1) + 25 for key, item in value.items()) + 2
    return NUMBER  # a boolean or null


def text_size(text: str) -> int:
    """What a piece of JSON takes within another JSON text."""
    return len(text) + text.count('"') + text.count("\\")
