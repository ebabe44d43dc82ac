"""What a store answers, taken only in the form that its API documents.

Python makes something of nearly any answer: `{}` has no records, and `int` takes 5.7 and True. That would be
wrong telemetry, or none where there is some. And the errors of parsers quote what they parse.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class UndocumentedAnswerError(Exception):
    """A store's answer has another form than its API documents. The message quotes nothing of it."""


@contextmanager
def documented(store: str) -> Iterator[None]:
    """Raises UndocumentedAnswerError for whatever an answer's parser raises within the block."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        found = f"{type(error).__name__} in {frame.name}:{frame.lineno}"
        raise UndocumentedAnswerError(f"{store}'s answer is not of the documented form: {found}") from None


def objects(value: Any) -> list[dict[str, Any]]:
    """The value, if it is a list of objects of JSON. Raises TypeError."""
    if type(value) is not list or not {*map(type, value)} <= {dict}:
        raise TypeError
    return value
