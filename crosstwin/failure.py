"""What an operator is told in one line, without a traceback."""

from __future__ import annotations


class Failure(Exception):
    """Something outside the program failed: a reader, a hot store, a deployment that is not there.

    The message says what was tried and what was found; it never holds a token.
    """
