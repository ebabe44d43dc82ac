"""Modules without what only people read: a third of a zip, and some of the time in which Python compiles it.

A Lambda compiles its modules at each cold start, since its folder is read-only.
"""

from __future__ import annotations

import io
from itertools import pairwise
from tokenize import COMMENT, DEDENT, ENCODING, INDENT, NEWLINE, NL, STRING, tokenize

METHOD = "without comments"
_STARTS = {ENCODING, NEWLINE, INDENT, DEDENT}  # what comes before a statement


def uncommented(source: bytes) -> bytes:
    """The module without comments, and with empty docstrings. Lines keep their numbers, for tracebacks."""
    lines = source.decode().split("\n")
    tokens = [*tokenize(io.BytesIO(source).readline)]
    cuts = []
    previous = ENCODING
    for token, following in pairwise(tokens):
        if token.type == COMMENT:
            cuts.append((token, ""))
        elif token.type == STRING and previous in _STARTS and following.type == NEWLINE:
            cuts.append((token, '""'))
        if token.type not in (COMMENT, NL):
            previous = token.type
    for token, text in reversed(cuts):
        (first, start), (last, end) = token.start, token.end
        line = f"{lines[first - 1][:start]}{text}{lines[last - 1][end:]}".rstrip()
        lines[first - 1 : last] = [line, *[""] * (last - first)]
    return "\n".join(lines).encode()
